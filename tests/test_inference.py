"""A ratio off the middle of its interval, and a p-value against it: what is blamed, left open, and not looked at."""

from __future__ import annotations

from math import exp
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

# {e} is the ratio, {l} and {h} are its limits.
FORMS = [
    "The odds ratio was {e} (95% CI {l} to {h}).",
    "Those who smoked fared worse (HR {e}, 95% CI {l}-{h}).",
    "Relative risk {e} [95% confidence interval {l}, {h}].",
    "An adjusted incidence rate ratio of {e} was found (95% CI: {l}; {h}).",
]
SOUND = [("1.40", "1.10", "1.78"), ("0.64", "0.41", "1.00"), ("12", "3.1", "46"), ("2.9", "1.0", "8.6")]
WRONG = [
    ("1.40", "1.10", "7.78"),  # 1.78
    ("0.94", "0.41", "1.00"),  # 0.64
    ("1.03", "0.82", "130"),  # 1.30
    ("0.75", "0.59", "94"),  # 0.94
    ("2.08", "2.06", "499.18"),  # 32.08
]
OPEN = [("1.61", "1.05", "1.76"), ("2.67", "1.08", "3.70")]  # no slip mends them
PASSED = [
    ("1.83", "0.94", "4.90"),  # an exact or bootstrap interval may lie so
    ("2.00", "0.05", "11.14"),  # one event, exact Poisson limits
    ("1.00", "0.20", "1.80"),  # made on the plain scale
]


def verdicts(text: str) -> list[Verdict]:
    return [
        finding.verdict for finding in audit_document(Document("page", text)).findings if finding.check == "membership"
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("triples", "expected"),
    [(SOUND, set()), (WRONG, {Verdict.INCONSISTENT}), (OPEN, {Verdict.INDETERMINATE})],
    ids=["sound", "wrong", "open"],
)
def test_a_ratio_lies_in_the_middle_of_its_interval_on_the_log_scale(form, triples, expected):
    for e, low, high in triples:
        assert set(verdicts(form.format(e=e, l=low, h=high))) - {Verdict.CONSISTENT} == expected


@pytest.mark.parametrize("triple", PASSED)
def test_a_ratio_is_not_blamed_where_an_interval_may_be_lopsided(triple):
    e, low, high = triple
    assert Verdict.INCONSISTENT not in verdicts(FORMS[0].format(e=e, l=low, h=high))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(middle=st.floats(-2, 2), half=st.floats(0.05, 2), decimals=st.integers(1, 3))
def test_what_was_made_on_the_log_scale_is_never_doubted(middle, half, decimals):
    e, low, high = (f"{exp(x):.{decimals}f}" for x in (middle, middle - half, middle + half))
    if float(low) > 0 and len({e, low, high}) == 3:
        assert set(verdicts(FORMS[0].format(e=e, l=low, h=high))) <= {Verdict.CONSISTENT}


AT_ODDS = [
    "The risk ratio was 1.16 (95% CI 0.84 to 1.60; P = 0.002).",
    "The risk ratio was 1.16 (P < 0.001; 95% CI 0.84 to 1.60).",
    "HR 0.60, 95% CI 0.48-0.75, p = 0.32.",
    "Pain was less with the drug (mean difference -1.20, 95% CI -1.71 to -0.69, p = 0.41).",
    "The odds ratio was 1.90 (95% CI 1.42 to 2.54; p > 0.05).",
    "No difference was seen in men, but it was in women (risk ratio 1.16, 95% CI 0.84 to 1.60; P = 0.002).",
]
BLAMED = [
    "No significant difference was seen (risk ratio 1.16, 95% CI 0.84 to 1.60; P = 0.002).",
    "Deaths were not associated with it (risk ratio 1.16; P < 0.001; 95% CI 0.84 to 1.60).",
    "Deaths were significantly fewer (HR 0.60, 95% CI 0.48-0.75, p = 0.32).",
]
WITH = [
    "The risk ratio was 1.16 (95% CI 0.84 to 1.60; P = 0.37).",
    "The risk ratio was 1.40 (95% CI 0.99 to 1.98; P = 0.04).",  # another test may say so
    "RR 0.58 (95% CI 0.35-0.96, p = 0.065).",
    "RR 0.87 (95% CI 0.81 to 0.94; P = 0.27; I2 = 19%; 9 trials).",  # of heterogeneity
    "HR 0.60, 95% CI 0.48-0.75, p for trend = 0.32.",
    "HR 0.60 (90% CI 0.48-0.75; p = 0.32).",
    "The trial tested non-inferiority. HR 1.01 (95% CI 0.80-1.28; p = 0.002).",
    "The tests were corrected for multiple comparisons. HR 0.60 (95% CI 0.48-0.75, p = 0.32).",
    "Weight rose by 0.50 kg (95% CI 0.13 to 0.87; p = 0.32) against the other group.",
    "The odds ratio was 1.9 (95% CI 1.3 to 2.8; p < 0.05).",
]


@pytest.mark.parametrize("text", AT_ODDS)
def test_a_p_value_that_denies_the_interval_is_told_and_left_open(text):
    assert Verdict.INDETERMINATE in verdicts(text)
    assert Verdict.INCONSISTENT not in verdicts(text)


@pytest.mark.parametrize("text", BLAMED)
def test_a_p_value_that_denies_interval_and_words_is_blamed(text):
    assert Verdict.INCONSISTENT in verdicts(text)


@pytest.mark.parametrize("text", WITH)
def test_a_p_value_of_something_else_or_near_enough_is_not(text):
    assert set(verdicts(text)) <= {Verdict.CONSISTENT}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(effect=st.floats(-1.5, 1.5), error=st.floats(0.08, 0.8))
def test_the_p_value_that_was_printed_with_its_interval_is_never_blamed(effect, error):
    p = 2 * NormalDist().cdf(-abs(effect) / error)
    printed = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
    e, low, high = (f"{exp(x):.2f}" for x in (effect, effect - 1.96 * error, effect + 1.96 * error))
    if float(low) > 0:
        assert Verdict.INDETERMINATE not in verdicts(f"The odds ratio was {e} (95% CI {low} to {high}; {printed}).")

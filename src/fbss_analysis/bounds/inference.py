"""Whether a ratio lies in the middle of its interval, and whether a p-value says what the interval says.

An interval of a ratio that was made on the log scale has the ratio as its geometric mean. Once all three are widened by
their rounding, 97 in 100 of the 2,764 ratios of real abstracts that were looked at have it there; exact, profile and
bootstrap intervals need not: for a single event the exact limits of a Poisson mean (Garwood) are a third of their
half-width off. So a ratio is blamed only where it lies farther off than that, and where one of the three would put
it back in the middle had it been typed right; others that lie as far off are left open, as are those in the middle
on the plain scale.

An interval that leaves out the null value goes with p < 0.05 and one that holds it with p > 0.05. Where the p-value
that follows from estimate and interval (Altman and Bland) is on the other side of 0.05, and farther from the printed
one than another test may be (one standard error, where the 562 p-values looked at differ by a few tenths), they are
at odds. Either may still be of another analysis than the other; one is blamed only where the words of the sentence
side with the interval ("no significant difference"). P-values of something else (heterogeneity, trend, log-rank) and
of other null values or levels (non-inferiority, one side, corrected for many tests) say nothing.

References: Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304. Altman DG,
Bland JM. How to obtain the confidence interval from a P value. BMJ 2011;343:d2090. Garwood F. Fiducial limits for the
Poisson distribution. Biometrika 1936;28:437-442.

>>> from fbss_analysis.bounds.estimates import limits_of
>>> told = ("OR 1.4 (95% CI 1.1 to 7.8).", "RR 1.16 (95% CI 0.84 to 1.60; p = 0.002).", "HR 1.4 (95% CI 1.1 to 1.8).")
>>> [[doubt.certain for doubt in find_doubts(text, limits_of(text)[0])] for text in told]
[[True], [False], []]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from statistics import NormalDist

from fbss_analysis.bounds.estimates import Limits
from fbss_analysis.bounds.figures import Figure
from fbss_analysis.printed.mistyping import is_slip

_RATIO = re.compile(
    r"(?:\b(?:[acums]|adj\.?\s?)?(?:OR|HR|RR|IRR|SIR|SMR|POR|AOR|AHR|SHR)s?"
    r"|\b(?i:odds|risk|hazards?|rate|prevalence|incidence)[\s-]+(?i:rate[\s-]+)?(?i:ratios?)|\b(?i:relative\s+(?:risk|rate|odds|hazard)s?))"
    r"\b(?:(?!\b(?:MD|SMD|WMD|RD|difference|mean|log|ln|LR)\b)[^.;\d\n]){0,40}$"
)
_DIFFERENCE = re.compile(
    r"(?:\b(?:MD|SMD|WMD|RD)|\b(?i:(?:mean|risk|rate|treatment|group|adjusted)\s+differences?|differences?\s+(?:between|in)))\b[^.;\d\n]{0,60}$"
)
_CREDIBLE = re.compile(r"cred|CrI|posterior|bayes|predict|bootstrap|HDI|HPD|percentile", re.IGNORECASE)
_LEVEL = re.compile(r"\d\d(?:\.\d+)?")
_P_BEHIND = re.compile(
    r"[\s,;)\]]{0,4}(?:(?:and|with|a|two-sided|two-tailed)\s+){0,2}\b[Pp](?:[\s-]?[Vv]alue)?s?\s*(?:(?:was|of)\s+)?(?P<sign>[=<>≤≥])\s*(?P<p>0?[.·]\d+)"
)
_P_BETWEEN = re.compile(r"[\s,;(\[]{0,4}\b[Pp](?:[\s-]?[Vv]alue)?\s*(?P<sign>[=<>≤≥])\s*(?P<p>0?[.·]\d+)[\s,;(\[]{0,4}")
_OF_OTHERS = re.compile(
    r"I2|I²|I\^2|\bQ\b|tau|τ|χ|[Cc]hi|heterogen|interact|trend|log-?\s?rank|respectively|inconsisten", re.IGNORECASE
)
_OTHER_RULE = re.compile(
    r"non-?\s?inferior|equivalen|one-(?:sided|tailed)|Bonferroni|Holm\b|Hochberg|Tukey|Dunnett|Scheff|multiple\s+(?:comparisons?|tests?|testing)"
    r"|false\s+discovery|FDR|corrected\s+(?:p|for)|adjusted\s+p\b|permutation|superiority\s+margin",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;]\s|\n")
_SIGNIFICANT = re.compile(r"\bsignifican\w+", re.IGNORECASE)
_NOT_SIGNIFICANT = re.compile(
    r"\b(?:no|not|n['’]t|without|neither|nor|never|lack\w*)\b[^.;\d]{0,50}\b(?:significan\w+|differ\w*|effects?|associat\w+|evidence|relat\w+)"
    r"|\bnon-?\s?significan\w+|\binsignifican\w+|\b(?:similar|comparable|alike)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except|but|however|only|although|whereas|while|other\s+than|apart)\b", re.IGNORECASE)
_SENTENCE_REACH = 200
_LABEL_REACH, _BEYOND, _DOCUMENT = 80, 60, 50_000  # characters
_OFF, _WIDE, _OFF_WIDE = 0.3, 30, 0.5  # of the half-width; wide intervals rest on few events
_APART = 1.0  # standard errors between the p-value that is printed and the one that follows
_LARGEST, _FINEST = 10**6, 6
_ALPHA = 0.05
_TINY = 1e-9
_Z = NormalDist()
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What does not go together: whether that is certain, in words, where it stands, what would go, and the formula."""

    certain: bool
    message: str
    place: tuple[int, int]
    expected: str
    formula: str


def find_doubts(text: str, limits: Limits) -> Iterator[Doubt]:
    """What is odd about an estimate that lies in its interval: a ratio far from its middle, a p-value against it."""
    estimate, low, high = limits.estimate, limits.told.low, limits.told.high
    before = text[max(0, estimate.start - _LABEL_REACH) : estimate.start]
    ratio = _RATIO.search(before) is not None
    if not (ratio or _DIFFERENCE.search(before)) or estimate.percent or limits.told.crosses:
        return
    if not low.value <= estimate.value <= high.value or low.value == high.value or (ratio and low.value <= 0):
        return
    if any(abs(f.value) > _LARGEST or not 0 <= f.decimals <= _FINEST for f in (estimate, low, high)):
        return
    cue = text[slice(*limits.told.cue)] if limits.told.cue else ""
    if ratio and not _CREDIBLE.search(cue):
        yield from _off_the_middle(estimate, low, high)
    if set(_LEVEL.findall(cue)) <= {"95"} and not _CREDIBLE.search(cue):
        yield from _against_p(text, limits, ratio=ratio)


def _off_the_middle(estimate: Figure, low: Figure, high: Figure) -> Iterator[Doubt]:
    off = lopsided(estimate, low, high)
    wide = high.value / low.value > _WIDE
    if abs(off) <= (_OFF_WIDE if wide else _OFF):
        return
    middle = f"{float(low.value * high.value) ** 0.5:.{max(estimate.decimals, 0)}f}"
    slip = next(_mended(estimate, low, high), "")
    more = f"; it would be with {slip}" if slip else ""
    yield Doubt(
        bool(slip),
        f"{estimate.text} is not in the middle of {low.text} to {high.text} on the log scale, which is {middle}{more}.",
        (estimate.start, estimate.end),
        middle,
        f"√({low.text} × {high.text}) = {estimate.text}",
    )


def lopsided(estimate: Figure, low: Figure, high: Figure) -> float:
    """How far a ratio is off the middle of its interval on the log scale, in half-widths, at the least after rounding.

    Method: the geometric mean of the limits of a Wald interval of a log ratio is the ratio (Altman and Bland 2011).
    """
    (e0, e1), (l0, l1), (h0, h1) = (_logs(figure) for figure in (estimate, low, high))
    least, most = e0 - (l1 + h1) / 2, e1 - (l0 + h0) / 2
    if least <= 0 <= most:
        return 0.0
    return (least if least > 0 else most) / ((h1 - l0) / 2)


def _ends(figure: Figure) -> Ends:
    half = Decimal(5).scaleb(-figure.decimals - 1)
    return float(figure.value - half), float(figure.value + half)


def _logs(figure: Figure) -> Ends:
    low, high = _ends(figure)
    return log(max(low, _TINY)), log(max(high, _TINY))


def _mended(*told: Figure) -> Iterator[str]:
    """The numbers, one slip from a printed one, with which the ratio is in the middle: "1.80 for 7.80"."""
    (e0, e1), (l0, l1), (h0, h1) = map(_ends, told)
    if e0 <= (l1 + h1) / 2 and (l0 + h0) / 2 <= e1:
        return  # made on the plain scale
    for at in (2, 1, 0):
        figure = told[at]
        for meant in _slips(figure):
            numbers = [*told[:at], meant, *told[at + 1 :]]
            ordered = numbers[1].value <= numbers[0].value <= numbers[2].value
            if ordered and not lopsided(numbers[0], numbers[1], numbers[2]):
                yield f"{meant.text} for {figure.text}"


def _slips(figure: Figure) -> Iterator[Figure]:
    """The numbers that may have been meant: with a digit typed wrong, two exchanged, or the point at another place."""
    digits = str(abs(int(figure.value.scaleb(figure.decimals)))).zfill(figure.decimals + 1)
    for shift in (-2, -1, 1, 2):
        if figure.decimals - shift >= 0:
            yield _printed(figure, int(digits), figure.decimals - shift)
    variants = {digits[:i] + d + digits[i + 1 :] for i in range(len(digits)) for d in "0123456789"}
    variants |= {
        digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]
        for j in range(len(digits))
        for i in range(j)
    }
    variants |= {digits[1:], *(d + digits for d in "123456789")}
    for variant in sorted(variants):
        if is_slip(digits.lstrip("0"), variant.lstrip("0")) and int(variant or 0):
            yield _printed(figure, int(variant), figure.decimals)


def _printed(figure: Figure, units: int, decimals: int) -> Figure:
    value = Decimal(units).scaleb(-decimals)
    return replace(figure, text=f"{value:f}", value=value, decimals=decimals)


def _against_p(text: str, limits: Limits, *, ratio: bool) -> Iterator[Doubt]:
    found = _P_BEHIND.match(text, limits.told.closing)
    if not found and limits.estimate.end <= limits.told.opening:
        found = _P_BETWEEN.fullmatch(text, limits.estimate.end, limits.told.opening)
    if not found or _OF_OTHERS.search(
        text, limits.estimate.end, min(len(text), max(found.end(), limits.told.end) + _BEYOND)
    ):
        return
    shown, implied = _shown(found), _implied(limits, ratio=ratio)
    low, high = (_logs if ratio else _ends)(limits.told.low), (_logs if ratio else _ends)(limits.told.high)
    left_out, held = low[0] > 0 or high[1] < 0, low[1] < 0 < high[0]
    against = (left_out and shown[0] >= _ALPHA) or (held and shown[1] <= _ALPHA)
    if not against or _apart(shown, implied) < _APART or _has_other_rule(text, found.start()):
        return
    does = "leaves out" if left_out else "holds"
    p = _p_of((implied[0] + implied[1]) / 2)
    yield Doubt(
        _side_with_interval(text, limits, left_out=left_out),
        f"The interval {does} {'1' if ratio else '0'}, and p would be about {p:.2g}, not {found['sign']} {found['p']}.",
        (found.start("sign"), found.end()),
        f"p ≈ {p:.2g}",
        f"z = {'ln ' if ratio else ''}{limits.estimate.text} / SE, SE = width / 3.92",
    )


def _side_with_interval(text: str, limits: Limits, *, left_out: bool) -> bool:
    """Whether the words in front of the estimate, in its sentence, say of significance what the interval says."""
    at = limits.estimate.start
    words = _SENTENCE.split(text[max(0, at - _SENTENCE_REACH) : at])[-1]
    denied = _NOT_SIGNIFICANT.search(words) is not None
    if left_out:
        return _SIGNIFICANT.search(words) is not None and not denied
    return denied and not _EXCEPT.search(words)


def _shown(found: re.Match[str]) -> Ends:
    """The least and the greatest p-value that prints so."""
    text = found["p"].replace("·", ".")
    p, half = float(text), 0.5 * 10.0 ** -len(text.partition(".")[2])
    if found["sign"] in "<≤":
        return 0.0, p
    return (p, 1.0) if found["sign"] in ">≥" else (max(p - half, 0.0), min(p + half, 1.0))


def _implied(limits: Limits, *, ratio: bool) -> Ends:
    """The least and the greatest test statistic that estimate and interval give after rounding (Altman and Bland)."""
    ends = _logs if ratio else _ends
    (e0, e1), (l0, l1), (h0, h1) = ends(limits.estimate), ends(limits.told.low), ends(limits.told.high)
    width = 2 * _Z.inv_cdf(1 - _ALPHA / 2)
    least = 0.0 if e0 <= 0 <= e1 else min(abs(e0), abs(e1))
    return least / ((h1 - l0) / width), max(abs(e0), abs(e1)) / (max(h0 - l1, _TINY) / width)


def _apart(shown: Ends, implied: Ends) -> float:
    """How many standard errors lie between the p-value that is printed and the one that follows."""
    least, most = (_Z.inv_cdf(1 - min(max(p, _TINY), 1.0) / 2) for p in reversed(shown))
    return max(implied[0] - most, least - implied[1])


def _p_of(z: float) -> float:
    return 2 * _Z.cdf(-z)


def _has_other_rule(text: str, at: int) -> bool:
    """Whether the text tests against another value than none, on one side, or corrects for many tests."""
    return _OTHER_RULE.search(text, max(0, at - _DOCUMENT), at + _DOCUMENT) is not None

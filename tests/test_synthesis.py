"""Synthesis: one row a cohort, families apart, pseudo-counts never events, and no more said than k allows."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.appraisal.certainty import grade
from fbss_analysis.appraisal.growth import trend
from fbss_analysis.appraisal.robustness import by_operation, left_out, operations_differ, small_studies
from fbss_analysis.appraisal.weights import Basis, Weighed, weigh
from fbss_analysis.curated.cohorts import read_cohorts
from fbss_analysis.curated.records import Problems
from fbss_analysis.errors import InputError
from fbss_analysis.models.pooling import pool
from fbss_analysis.printed.interval import Interval
from fbss_analysis.synthesis import (
    FAMILIES,
    MIXED,
    Pool,
    fit_counts,
    fit_shares,
    gather,
    horizons,
    operation,
    pools,
    published,
    synthesize,
    synthesize_counts,
)
from fbss_analysis.works import Cohort

COHORTS = read_cohorts(ROOT / "data" / "raw" / "cohorts.csv", "cohorts.csv", Problems())
PSEUDO = "pseudo_count_percent_x_n_ignores_censoring"
IDS = sorted({row.cohort_id for row in COHORTS})


def row(name: str, events: int | None = None, n: int | None = None, **given: Any) -> Cohort:
    """A cohort that tells real counts, unless other fields are given."""
    base: dict[str, Any] = {"procedure": "fusion", "horizon_months": 24.0, "events_source": "reported"}
    return Cohort(name, given.pop("cohort_id", name), "reoperation", "reoperation", events=events, n=n, **base | given)


def several(k: int) -> list[Cohort]:
    return [row(f"c{i}", 20 + 3 * i, 400) for i in range(k)]


def told(found: Weighed | str) -> Weighed:
    assert isinstance(found, Weighed), found
    return found


def test_counts_weigh_as_a_binomial_share() -> None:
    found = told(weigh(row("a", 30, 300)))
    assert found.basis is Basis.COUNTS
    assert found.v == pytest.approx(1 / 30 + 1 / 270)


def test_a_published_interval_gives_its_own_width_back() -> None:
    found = told(weigh(row("a", percent=Decimal("12.5"), ci_low=9.7, ci_high=16.0, events_source="")))
    assert found.basis is Basis.INTERVAL
    assert found.percent == pytest.approx(12.5)
    assert found.limits() == pytest.approx((9.7, 16.0), abs=0.15)


def test_an_effective_number_weighs_less_than_the_number_told_and_rounding_adds_to_it() -> None:
    coarse, fine = (told(weigh(row("a", n=1000, percent=Decimal(p), events_source=PSEUDO))) for p in ("10", "10.0"))
    assert coarse.basis is fine.basis is Basis.SIZE
    assert fine.v == pytest.approx(1 / (500 * 0.09) + 0.001**2 / 12 / 0.09**2)
    assert coarse.v - fine.v == pytest.approx((0.01**2 - 0.001**2) / 12 / 0.09**2)
    assert told(weigh(row("a", n=1000, percent=Decimal(10), events_source=PSEUDO), share=0.25)).v > coarse.v


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (row("a", percent=Decimal(12), events_source=""), "no weight"),
        (row("a", n=90, events_source=""), "no single figure"),
        (row("a", 91, 90), "cannot be"),
        (row("a", n=90, percent=Decimal(0), events_source=PSEUDO), "log-odds"),
        (row("a", n=90, percent=Decimal(100), events_source=PSEUDO), "log-odds"),
        (row("a", percent=Decimal(12), ci_low=13.0, ci_high=15.0, events_source=""), "does not enclose"),
    ],
)
def test_a_row_without_weight_says_why(made: Cohort, says: str) -> None:
    reason = weigh(made)
    assert isinstance(reason, str)
    assert says in reason
    assert gather([made], "reoperation").left_out[0].reason == reason


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 10**6), st.sampled_from([row for row in COHORTS if row.events_source == PSEUDO]))
def test_pseudo_counts_never_enter_as_events(events: int, pseudo: Cohort) -> None:
    changed = replace(pseudo, events=events)
    assert told(weigh(changed)) == replace(told(weigh(pseudo)), cohort=changed)
    real = several(5)
    others = [replace(changed, family="reoperation", cohort_id="pseudo"), *real]
    mixed = gather(others, "reoperation")
    assert mixed.k_real == 5
    assert fit_counts(mixed) == fit_counts(gather(real, "reoperation"))
    assert synthesize_counts(mixed).k == 5


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("cohort_id", IDS)
def test_removing_a_cohort_removes_all_its_rows_and_nothing_else(family: str, cohort_id: str) -> None:
    for at in (None, *(Interval.point(int(month)) for month in horizons(COHORTS, family))):
        whole, rest = gather(COHORTS, family, at), gather(COHORTS, family, at, without={cohort_id})
        names = [member.cohort.cohort_id for member in rest.members]
        assert names == [m.cohort.cohort_id for m in whole.members if m.cohort.cohort_id != cohort_id]
        without = gather([r for r in COHORTS if r.cohort_id != cohort_id], family, at)
        assert rest.members == without.members


@pytest.mark.parametrize("made", pools(COHORTS), ids=lambda made: f"{made.family}-{made.when()}")
def test_a_pool_has_one_row_a_cohort_of_one_family_and_accounts_for_the_rest(made: Pool) -> None:
    inside = [member.cohort for member in made.members]
    ids = [row.cohort_id for row in inside]
    assert len(set(ids)) == len(ids) == made.k
    assert {row.family for row in inside} == {made.family}
    assert made.at is None or {row.horizon_months for row in inside} == {float(made.at.low)}
    everyone = {row.cohort_id for row in COHORTS if row.family == made.family}
    assert set(ids) | {out.cohort_id for out in made.left_out} == everyone
    assert all(out.reason for out in made.left_out)


def test_the_row_that_stands_for_a_cohort_is_chosen_in_a_fixed_order() -> None:
    rows = [
        row("late", n=90, percent=Decimal(20), horizon_months=48.0, cohort_id="x", events_source=PSEUDO),
        row("interval", percent=Decimal(9), ci_low=8.0, ci_high=10.0, cohort_id="x", events_source=""),
        row("early", 9, 90, horizon_months=12.0, cohort_id="x"),
        row("later", 12, 80, horizon_months=24.0, cohort_id="x"),
        row("larger", 12, 90, horizon_months=24.0, cohort_id="x"),
    ]
    chosen = []
    for _ in range(5):
        chosen.append(gather(rows, "reoperation").members[0].cohort.citekey)
        rows = [left for left in rows if left.citekey != chosen[-1]]
    assert chosen == ["larger", "later", "early", "interval", "late"]


def test_the_outcome_asked_for_comes_before_the_better_row() -> None:
    rows = [row("a", 9, 90), replace(row("b", n=90, percent=Decimal(20), cohort_id="a"), outcome="revision")]
    assert gather(rows, "reoperation", outcome="revision").members[0].cohort.citekey == "b"


@pytest.mark.parametrize("k", range(12))
def test_no_more_is_said_than_the_number_of_cohorts_allows(k: int) -> None:
    said = synthesize(gather(several(k), "reoperation"))
    assert (said.k, said.k_real) == (k, k)
    assert (said.estimate is not None) == (k >= 1)
    assert (said.prediction_low is not None) == (said.ci_low is not None) == (said.tau2 is not None) == (k >= 5)
    assert bool(said.silent) == (k < 10)
    assert (said.low is None) == (k == 0)


def test_a_pool_of_counts_is_what_the_model_gives() -> None:
    made = gather(several(6), "reoperation")
    direct = pool([r.events or 0 for r in several(6)], [400] * 6, measure="PLO", tau2="REML", test="knha")
    assert fit_shares(made).estimate == pytest.approx(direct.estimate)
    assert synthesize(made).ci_low == pytest.approx(100 * direct.on_proportion().ci_low)
    exact = fit_counts(made).on_proportion()["estimate"]
    assert synthesize_counts(made).estimate == pytest.approx(100 * exact)


def test_a_curve_rises_between_its_first_and_last_horizon_and_is_refused_outside() -> None:
    curve = trend(gather(COHORTS, "reoperation"))
    bands = [curve.at(years) for years in (0.25, 1, 2, 5, 10, 11)]
    assert all(a.value < b.value for a, b in pairwise(bands))
    for band in bands:
        assert 0 < band.prediction_low < band.low < band.value < band.high < band.prediction_high < 1
    for years in (0.2, 12):
        with pytest.raises(InputError, match="no cohort tells"):
            curve.at(years)
    with pytest.raises(InputError, match="horizons cannot carry"):
        trend(gather(several(6), "reoperation"))


def six(spread: int = 0, **given: Any) -> list[Cohort]:
    """Six large cohorts at one horizon after one operation: nothing to take the certainty down."""
    return [replace(row(f"c{i}", 400 + spread * i, 8000), **given) for i in range(6)]


CASES = {
    "nothing": (six(), None, {}),
    "pseudo-counts": (
        [replace(r, events_source=PSEUDO, percent=Decimal("5.00")) for r in six()],
        24,
        {"risk of bias": 1},
    ),
    "half of them": (
        [replace(r, events_source=PSEUDO, percent=Decimal("5.00")) if i < 3 else r for i, r in enumerate(six())],
        24,
        {},
    ),
    "spread above two": (six(35), 24, {"inconsistency": 1}),
    "spread above four": (six(300), 24, {"inconsistency": 2, "imprecision": 1}),
    "horizons": ([replace(r, horizon_months=12.0 * (1 + i)) for i, r in enumerate(six())], None, {"indirectness": 1}),
    "operations": (
        [replace(r, procedure="laminectomy") if i else r for i, r in enumerate(six())],
        24,
        {"indirectness": 1},
    ),
    "operation not told": (six(procedure="any lumbar surgery"), 24, {"indirectness": 1}),
    "few": (six()[:4], 24, {"imprecision": 1}),
    "one": (six()[:1], 24, {"imprecision": 2}),
}


@pytest.mark.parametrize("name", CASES)
def test_each_rule_takes_the_certainty_down_by_itself(name: str) -> None:
    rows, month, down = CASES[name]
    sure = grade(gather(rows, "reoperation", None if month is None else Interval.point(month)))
    assert {domain.name: domain.down for domain in sure.domains if domain.down} == down
    levels = ("high", "moderate", "low", "very low")
    assert sure.level == levels[min(3, sum(down.values()))]
    assert all(domain.reason for domain in sure.domains)


def test_small_study_effects_are_judged_from_ten_cohorts_on() -> None:
    lopsided = [row(f"c{i}", round(n * (0.05 + 2 / math.sqrt(n) / 10)), n) for i, n in enumerate(range(200, 5000, 480))]
    assert "publication bias" in grade(gather(lopsided, "reoperation")).taken_down_by
    assert "publication bias" not in grade(gather(lopsided[:9], "reoperation")).taken_down_by


def test_an_empty_pool_is_of_very_low_certainty() -> None:
    assert grade(gather([], "reoperation")).level == "very low"


def test_only_the_outcomes_named_are_let_in() -> None:
    degrees = gather(COHORTS, "failure_or_worse", only=("worsening",))
    assert {member.cohort.outcome for member in degrees.members} == {"worsening"}
    assert degrees.k < gather(COHORTS, "failure_or_worse").k


def test_leaving_one_out_is_a_pool_without_it() -> None:
    made = gather(several(6), "reoperation")
    for name, said in left_out(made).items():
        assert said == synthesize(gather(several(6), "reoperation", without={name}))


def test_operations_are_told_apart_only_where_there_are_two_kinds() -> None:
    same = gather(several(6), "reoperation")
    assert operations_differ(same) is None
    rows = [replace(r, procedure="laminectomy", events=100) if i > 2 else r for i, r in enumerate(several(6))]
    mixed = gather(rows, "reoperation")
    assert {kind: said.k for kind, said in by_operation(mixed).items()} == {"decompression": 3, "fusion": 3}
    found = operations_differ(mixed)
    assert found is not None
    assert found < 0.01
    assert operation(row("a", procedure="decompression or fusion")) == MIXED


def test_small_studies_are_tested_from_ten_cohorts_on() -> None:
    test, why = small_studies(gather(several(10), "reoperation"))
    assert test is not None
    assert not why
    assert small_studies(gather(several(9), "reoperation"))[0] is None
    assert small_studies(gather(several(9), "reoperation"))[1]


def test_published_leaves_out_what_shares_patients_with_a_named_study() -> None:
    assert "SPORT_stenosis" in {m.cohort.cohort_id for m in published("reoperation").members}
    rest = published("reoperation", without=["gerling2016_sport"])
    assert "SPORT_stenosis" not in {m.cohort.cohort_id for m in rest.members}
    assert published("reoperation", 24).members == gather(COHORTS, "reoperation", Interval.point(24)).members

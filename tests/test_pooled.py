"""The pooled rung: every claim has a word, its own cohort never judges it, and the verdict follows the interval."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT

from fbss_analysis import corpus
from fbss_analysis.checks import pooled
from fbss_analysis.curated.cohorts import read_cohorts
from fbss_analysis.curated.records import Problems
from fbss_analysis.reported import parse, parse_range, split_hedge
from fbss_analysis.schema import Article, Claim, Cohort, Finding, Kind, Mention, Rung, Study, Verdict

CORPUS = corpus.read_corpus(ROOT)
COHORTS = read_cohorts(ROOT / "data" / "raw" / "cohorts.csv", "cohorts.csv", Problems())
ARTICLES = [
    Article(source.source_id, source.claims, studies=CORPUS.studies, cohorts=COHORTS)
    for source in CORPUS.sources.values()
]
FOUND = {finding.claim_id: finding for article in ARTICLES for finding in pooled.CHECK.find(article)}
CLAIMS = [(article, claim) for article in ARTICLES for claim in article.claims]


def test_every_claim_has_exactly_one_word_and_a_reason() -> None:
    count = sum(1 for article in ARTICLES for _ in pooled.CHECK.find(article))
    assert count == len(FOUND) == len(CLAIMS) == 112
    for finding in FOUND.values():
        assert finding.rung is Rung.POOLED
        assert finding.verdict in set(Verdict) - {Verdict.REPRODUCED}
        assert finding.message
        assert finding.spans


@pytest.mark.parametrize(("article", "claim"), CLAIMS, ids=lambda it: getattr(it, "claim_id", ""))
def test_a_claims_own_cohorts_cannot_change_what_is_said_of_it(article: Article, claim: Claim) -> None:
    own = pooled.own_cohorts(claim, article)
    falsified = tuple(
        replace(row, percent=Decimal(99), events=None, ci_low=None, ci_high=None) if row.cohort_id in own else row
        for row in COHORTS
    )
    changed = replace(article, cohorts=falsified)
    again = {finding.claim_id: finding for finding in pooled.CHECK.find(changed)}
    assert again[claim.claim_id] == FOUND[claim.claim_id]


NAMED = [
    ("darrow.reoperation_2y", "consistent", ("8 other cohorts", "2 with real counts", "kim2019_hivd")),
    ("darrow.reoperation_10y", "consistent", ("3 other cohorts", "too few")),
    ("darrow.fbss_12m", "indeterminate", ("0 other cohorts", "inoue2017: tells no single horizon")),
    ("darrow.failure", "consistent", ("4 other cohorts",)),
    ("pmir.fbss_range", "consistent", ("4 other cohorts",)),
    ("darrow.date_4", "not_applicable", ("publication date",)),
    ("darrow.cases", "not_applicable", ("sample size",)),
    ("darrow.nearly_doubled", "not_applicable", ("ratio of proportions",)),
    ("darrow.same_diagnosis", "not_applicable", ("agreement on diagnosis",)),
]


@pytest.mark.parametrize(("claim_id", "verdict", "says"), NAMED)
def test_a_known_claim_says_what_it_stands_among(claim_id: str, verdict: str, says: tuple[str, ...]) -> None:
    found = FOUND[claim_id]
    assert found.verdict == verdict
    for part in says:
        assert part in found.message


def test_no_prediction_interval_is_told_below_five_cohorts() -> None:
    told = [f for f in FOUND.values() if f.formula]
    assert told
    for finding in told:
        k = int(finding.formula.split()[3])
        low, high = finding.formula.split(": ")[1].split(" to ")
        assert (f"{low} to {high}" in finding.message) == (k >= 5)


def claim(text: str, kind: Kind = Kind.PERCENT, **given: Any) -> Claim:
    low, high = parse_range(text) if kind is Kind.PERCENT_RANGE else (parse(text), None)
    mention = Mention("page", 0, len(text), split_hedge(text)[0], kind, hedge=low.hedge)
    base: dict[str, Any] = {"outcome": "reoperation", "horizon": "2 years"}
    return Claim("page.c", "page", "", mention, low, high, **base | given)


def cohort(name: str, events: int, **given: Any) -> Cohort:
    base: dict[str, Any] = {"horizon_months": 24.0, "events_source": "reported", "n": 1000, "cohort_id": name}
    made = {"family": "reoperation", "outcome": "reoperation", "procedure": "fusion", **base, **given}
    return Cohort(name, events=events, **made)


OTHERS = tuple(cohort(f"c{i}", 80 + 5 * i) for i in range(6))


def verdict_of(told: Claim, cohorts: tuple[Cohort, ...] = OTHERS, **given: Any) -> Verdict:
    (found,) = pooled.CHECK.find(Article("page", (told,), cohorts=cohorts, **given))
    assert isinstance(found, Finding)
    return found.verdict


@pytest.mark.parametrize(
    ("told", "cohorts", "verdict"),
    [
        (claim("9.2%"), OTHERS, "consistent"),
        (claim("31%"), OTHERS, "inconsistent"),
        (claim("1 in 11", Kind.RATIO_ONE_IN_N), OTHERS, "consistent"),
        (claim("1 in 3", Kind.RATIO_ONE_IN_N), OTHERS, "inconsistent"),
        (claim("8-10%", Kind.PERCENT_RANGE), OTHERS, "consistent"),
        (claim("8-40%", Kind.PERCENT_RANGE), OTHERS, "inconsistent"),
        (claim("9.2%", horizon="5 years"), OTHERS, "indeterminate"),
        (claim("9.2%", horizon=None), OTHERS, "consistent"),
        (claim("9.2%"), OTHERS[:2], "indeterminate"),
        (claim("9.2%"), OTHERS[:3], "consistent"),
        (claim("9.2%", outcome="infection"), OTHERS, "not_applicable"),
        (claim("92", Kind.COUNT), OTHERS, "not_applicable"),
        (claim("9.2%", cites=("c0", "c1", "c2", "c3")), OTHERS, "indeterminate"),
    ],
)
def test_the_verdict_follows_the_interval_of_the_others(told: Claim, cohorts: tuple[Cohort, ...], verdict: str) -> None:
    assert verdict_of(told, cohorts) == verdict


def test_without_cohorts_nothing_is_asked() -> None:
    assert not list(pooled.CHECK.find(Article("page", (claim("9%"),))))


def test_what_counts_as_its_own() -> None:
    twin = cohort("twin", 90, cohort_id="c0")
    register = cohort("reg", 90, design="national register, Norway", country="Norway")
    review = Study("review", "A review", retells=("c1",))
    rowless = Study("new", "New", design="Registry cohort", population="Spine surgery, Norway")
    elsewhere = replace(rowless, citekey="far", population="Spine surgery, Sweden")
    first = replace(claim("9%", cites=("c0",)), claim_id="page.first")
    article = Article(
        "page",
        (first,),
        studies={study.citekey: study for study in (review, rowless, elsewhere)},
        cohorts=(*OTHERS, twin, register),
    )
    cases = {("c0",): {"c0"}, ("twin",): {"c0"}, ("review",): {"c1"}, ("new",): {"reg"}, ("far",): set(), (): set()}
    for cites, own in cases.items():
        assert pooled.own_cohorts(claim("9%", cites=cites), article) == own
    assert pooled.own_cohorts(claim("9%", restates="first"), article) == {"c0"}

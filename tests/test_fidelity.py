"""Fidelity: which attribute differs names the relation; every published value that a claim leans on is noticed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import corpus
from fbss_analysis.checks import fidelity
from fbss_analysis.reported import ROUNDINGS, parse, parse_range, split_hedge
from fbss_analysis.schema import Article, Claim, Finding, Kind, Mention, PublishedValue, Relation, Study, Verdict
from fbss_analysis.tracing.evidence import AGREES, Evidence, relate
from fbss_analysis.tracing.groups import Group, compare, facets
from fbss_analysis.tracing.provenance import date_of

CORPUS = corpus.read_corpus(ROOT)
ARTICLES = {
    source.source_id: Article(
        source.source_id,
        source.claims,
        judgements=source.judgements,
        references=source.references,
        studies=CORPUS.studies,
    )
    for source in CORPUS.sources.values()
}
CLAIMS = [(article, claim) for article in ARTICLES.values() for claim in article.claims]
FOUND: dict[str, list[Finding]] = {}
for _finding in (found for article in ARTICLES.values() for found in fidelity.CHECK.find(article)):
    FOUND.setdefault(_finding.claim_id, []).append(_finding)

# What the issue of the traced rung names, claim by claim.
NAMED = [
    ("darrow.disc_patients", "wrong_sample_size", ("97", "84", "80")),
    ("centeno.still_on_opioids", "wrong_denominator", ("90.9%", "1,045", "long-term opioid users before surgery")),
    ("centeno.higher_dose", "wrong_denominator", ("44.8%",)),
    ("centeno.fusion_growth", "wrong_denominator", ("about 170%", "lumbar fusion")),
    ("centeno.date_7", "wrong_population", ("decompression",)),
    ("centeno.date_7", "wrong_citation", ("delitto2015",)),
    ("centeno.adjacent_segment", "contradicted", ("2.3%", "5.1%")),
    ("centeno.disc_recurrence", "misdated", (">24 months", "6-24 months")),
    ("centeno.date_6", "misdated", ("2016",)),
    ("darrow.nearly_doubled", "overstated", ("1.532 to 1.579",)),
    ("darrow.journal_1", "wrong_citation", ("Spine", "deyo2011")),
    ("darrow.no_indication", "wrong_citation", (">60%",)),
    ("darrow.back_expectation", "wrong_denominator", ("56.4%",)),
    ("darrow.date_21", "wrong_citation", ("wang2022",)),
    ("darrow.little_or_none", "rounded", ("39%",)),
    ("darrow.fbss_6m", "exact", ("5.4%", "102,047")),
    ("darrow.reoperation_10y_posterior", "exact", ("12.6%", "posterior fusion")),
    ("darrow.fbss_multilevel", "exact", ("10%", "multi-level")),
    ("darrow.failure", "unsupported", ()),
    ("pmir.fbss_range", "unsupported", ()),
]


@pytest.mark.parametrize(("claim_id", "relation", "shown"), NAMED)
def test_the_relation_comes_out_with_both_sides(claim_id: str, relation: str, shown: tuple[str, ...]) -> None:
    found = [finding for finding in FOUND[claim_id] if finding.relation == relation]
    assert len(found) == 1, [finding.relation for finding in FOUND[claim_id]]
    assert found[0].reported
    for part in shown:
        assert part in f"{found[0].expected} {found[0].message}"


def test_every_claim_is_traced_and_says_what_would_settle_it() -> None:
    assert set(FOUND) == {claim.claim_id for _, claim in CLAIMS}
    for finding in (finding for findings in FOUND.values() for finding in findings):
        assert finding.relation is not None
        assert finding.verdict is finding.relation.verdict
        assert finding.spans
        if finding.relation is Relation.UNSUPPORTED:
            assert "settle" in finding.message


def value(text: str, **given: Any) -> PublishedValue:
    """A published value of an invented study, its numbers given as text."""
    numbers = {key: Decimal(given[key]) for key in ("percent", "low", "high", "count") if key in given}
    figure = {} if numbers else {"percent": Decimal(text.rstrip("%"))}
    base = {"outcome": "reoperation", "locator": "abstract", "address": "-", "confidence": "seen_in_source"}
    return PublishedValue(text=text, **{**base, **given, **figure, **numbers})


def claim(text: str, kind: Kind = Kind.PERCENT, **given: Any) -> Claim:
    """A claim of an invented page that cites the study `a`."""
    ranged = kind is Kind.PERCENT_RANGE
    low, high = parse_range(text) if ranged else (parse(text), None)
    mention = Mention("page", 0, len(text), split_hedge(text)[0], kind, hedge=low.hedge)
    base: dict[str, Any] = {"outcome": "reoperation", "cites": ("a",), "place": "claims.toml:1"}
    return Claim("page.c", "page", "", mention, low, high, **{**base, **given})


def relation_of(told: Claim, *values: PublishedValue, others: tuple[Study, ...] = (), **study: Any) -> list[Relation]:
    """The relations found for a claim that cites one invented study."""
    works = {"a": Study("a", "A study", values=values, found="abstract", **study), **{s.citekey: s for s in others}}
    whole = Claim("page.all", "page", "", Mention("page", 90, 93, "134", Kind.COUNT), parse("134"), outcome="x")
    found = fidelity.CHECK.find(Article("page", (told, whole), studies=works))
    return [finding.relation for finding in found if finding.claim_id == "page.c" and finding.relation]


TOLD = {"horizon": "2 years", "procedure": "lumbar fusion"}
AT2 = {"horizon": "24 months"}
ANOTHER = Study("b", "B", found="abstract", values=(value("7.3%", **AT2),))
CASES = {
    "as printed": (claim("7.3%", **TOLD), [value("7.3%", **AT2)], ["exact"]),
    "in words of another unit": (claim("1 in 14", Kind.RATIO_ONE_IN_N, **TOLD), [value("7.3%", **AT2)], ["rounded"]),
    "with fewer digits": (claim("7%", **TOLD), [value("7.3%", **AT2)], ["rounded"]),
    "wrong level": (claim("8.3%", **TOLD), [value("7.3%", **AT2)], ["contradicted"]),
    "later": (claim("7.3%", **TOLD), [value("5.1%", **AT2), value("7.3%", horizon="5 years")], ["misdated"]),
    "of a part": (
        claim("7.3%", **TOLD),
        [value("5.1%", **AT2), value("7.3%", subgroup="inpatient", **AT2)],
        ["wrong_denominator"],
    ),
    "of others": (
        claim("7.3%", **TOLD),
        [value("7.3%", procedure="decompression", **AT2)],
        ["wrong_population"],
    ),
    "of its own part": (
        claim("7.3%", horizon="2 years", procedure="anterior fusion"),
        [value("5.1%", **AT2), value("7.3%", procedure="anterior fusion", **AT2)],
        ["exact"],
    ),
    "of another part": (
        claim("7.3%", horizon="2 years", procedure="anterior fusion"),
        [value("7.3%", procedure="posterior fusion", **AT2)],
        ["wrong_population"],
    ),
    "retold there": (claim("7.3%", **TOLD), [value("7.3%", origin="background", **AT2)], ["wrong_citation"]),
    "nothing there": (claim("7.3%", **TOLD), [value("7.3%", outcome="infection", **AT2)], ["unsupported"]),
    "ends of a range": (
        claim("5-36%", Kind.PERCENT_RANGE, **TOLD),
        [value("5-36%", low="5", high="36", unit="percent", **AT2)],
        ["exact"],
    ),
    "other ends": (
        claim("5-36%", Kind.PERCENT_RANGE, **TOLD),
        [value("3-34%", low="3", high="34", unit="percent", **AT2)],
        ["contradicted"],
    ),
    "a range around it": (claim("5-36%", Kind.PERCENT_RANGE, **TOLD), [value("7.3%", **AT2)], ["rounded"]),
    "of so many": (claim("7.3%", denominator="134", **TOLD), [value("7.3%", n=134, **AT2)], ["exact"]),
    "of too many": (claim("7.3%", denominator="134", **TOLD), [value("7.3%", n=82, **AT2)], ["wrong_denominator"]),
    "of an impossible number": (
        claim("56.4%", denominator="134", **TOLD),
        [value("56.4%", statistic="proportion", **AT2)],
        ["wrong_denominator"],
    ),
    "more than doubled": (
        claim("doubled", Kind.MULTIPLIER_WORD, horizon="6 to 12 months"),
        [value("5.4%", horizon="6 months"), value("8.4%", horizon="1 year")],
        ["overstated"],
    ),
    "truly doubled": (
        claim("doubled", Kind.MULTIPLIER_WORD, horizon="6 to 12 months"),
        [value("4.2%", horizon="6 months"), value("8.4%", horizon="1 year")],
        ["rounded"],
    ),
    "less than it rose": (
        claim("doubled", Kind.MULTIPLIER_WORD, horizon="6 to 12 months"),
        [value("2.0%", horizon="6 months"), value("8.4%", horizon="1 year")],
        ["contradicted"],
    ),
    "not cited": (claim("7.3%", cites=(), **TOLD), [value("7.3%", **AT2)], ["unsupported"]),
    "not at hand": (claim("7.3%", cites=("z",), **TOLD), [value("7.3%", **AT2)], ["unsupported"]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_attribute_that_differs_names_the_relation(name: str) -> None:
    told, values, expected = CASES[name]
    assert [str(relation) for relation in relation_of(told, *values)] == expected


def test_a_page_that_nobody_curated_is_not_blamed_for_what_cannot_be_traced() -> None:
    values = [value("7.3%", **AT2)]
    assert not relation_of(claim("7.3%", cites=(), place="", **TOLD), *values)
    assert not relation_of(claim("7.3%", cites=("z",), place="", **TOLD), *values)
    assert relation_of(claim("8.3%", place="", **TOLD), *values) == [Relation.CONTRADICTED]


def test_the_figure_of_another_work_is_a_wrong_citation() -> None:
    told = claim("7.3%", **TOLD)
    assert relation_of(told, value("5.1%", **AT2), others=(ANOTHER,)) == [Relation.WRONG_CITATION]
    assert relation_of(claim("7%", **TOLD), value("5.1%", **AT2), others=(ANOTHER,)) == [Relation.CONTRADICTED]


def test_a_figure_that_the_cited_work_retells_names_the_work() -> None:
    assert relation_of(claim("7.3%", **TOLD), retells=("b",), others=(ANOTHER,)) == [Relation.WRONG_CITATION] * 2


def test_an_outcome_goes_by_several_names() -> None:
    read_from_text = claim("7.3%", horizon="2 years", outcome="failed back surgery syndrome")
    assert relation_of(read_from_text, value("7.3%", outcome="fbss_diagnosis", **AT2)) == [Relation.EXACT]
    assert relation_of(claim("7.3%", outcome=""), value("7.3%", **AT2)) == [Relation.UNSUPPORTED]


def test_a_number_of_people_is_that_of_the_study() -> None:
    told = claim("97", Kind.COUNT, statistic="sample_size", outcome="patients")
    sent = value("97", count="97", outcome="patients", statistic="sample_size", subgroup="questionnaires sent")
    assert relation_of(told, n=97) == [Relation.EXACT]
    assert relation_of(told, n=84) == [Relation.WRONG_SAMPLE_SIZE]
    assert relation_of(told, sent, n=84) == [Relation.WRONG_SAMPLE_SIZE]
    assert relation_of(told) == [Relation.UNSUPPORTED]


RECORDS = [
    ("April 2020", {"year": 2020, "month": 4}, Relation.EXACT),
    ("April 2020", {"year": 2020}, Relation.ROUNDED),
    ("April 2020", {"year": 2020, "month": 9}, Relation.MISDATED),
    ("April 2020", {"year": 2020, "month": 9, "online": "2020-04-24"}, Relation.EXACT),
    ("2019", {"year": 2020, "month": 9, "online": "2019-12"}, Relation.EXACT),
    ("2015", {"year": 2016}, Relation.MISDATED),
    ("2016", {}, Relation.UNSUPPORTED),
]


@pytest.mark.parametrize(("text", "record", "expected"), RECORDS)
def test_a_date_is_held_to_the_record(text: str, record: dict[str, Any], expected: Relation) -> None:
    told = Claim("page.c", "page", "", Mention("page", 0, len(text), text, Kind.DATE), cites=("a",))
    assert relation_of(replace(told, statistic="publication_date"), **record) == [expected]


def test_dates_are_read_in_the_forms_that_occur() -> None:
    assert date_of("a Sept. 2021 paper") == (2021, 9)
    assert date_of("2021-09-30") == (2021, 9)
    assert date_of("no year") is None


# --- every published value that a claim leans on is noticed ---

LEANING = [(article, told) for article, told in CLAIMS if told.reported and relate(told, article)[0] in AGREES]


def traced(article: Article, told: Claim) -> set[Verdict]:
    """The verdicts of the traced rung on one claim."""
    alone = replace(article, claims=tuple(c for c in article.claims if c is told or c.claim_id in _operands(told)))
    return {finding.verdict for finding in fidelity.CHECK.find(alone) if finding.claim_id == told.claim_id}


def _operands(told: Claim) -> set[str]:
    return {f"{told.source_id}.{told.denominator}"} if told.denominator else set()


@pytest.mark.parametrize(("article", "told"), LEANING, ids=lambda part: getattr(part, "claim_id", ""))
def test_the_smallest_step_out_of_the_interval_changes_the_verdict(article: Article, told: Claim) -> None:
    evidence = relate(told, article)[1][0]
    stepped = stepped_out(article, told, evidence)
    before, after = traced(article, told), traced(stepped, told)
    assert Verdict.INCONSISTENT not in before
    assert after != before
    assert after & {Verdict.INCONSISTENT, Verdict.INDETERMINATE}


def stepped_out(article: Article, told: Claim, evidence: Evidence) -> Article:
    """The article's studies with every value that says the same moved by the fewest last digits out of the claim."""
    for steps in range(1, 200_000):
        for sign in (1, -1):
            moved = [_moved(v, sign * steps) for v in (evidence.value,)]
            if _is_outside(told, moved[0]):
                return _with_moved(article, evidence, sign * steps)
    raise AssertionError("no step leaves the interval")


def _moved(old: PublishedValue, steps: int) -> PublishedValue:
    """A value moved by `steps` units of its last printed digit, as a transcription error would."""
    changed: dict[str, Any] = {}
    for key in ("percent", "count", "value", "low", "high"):
        number = getattr(old, key)
        if number is not None:
            changed[key] = number + steps * Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    if old.n_events is not None and "count" not in changed:
        changed["n_events"] = old.n_events + steps
    return replace(old, **changed)


def _is_outside(told: Claim, moved: PublishedValue) -> bool:
    works = {"a": Study("a", "A", values=(moved,), found="abstract")}
    bare = replace(told, cites=("a",), denominator=None)
    relation, _ = relate(bare, Article("page", (bare,), studies=works))
    return relation not in AGREES


def _with_moved(article: Article, evidence: Evidence, steps: int) -> Article:
    study = evidence.study
    same = evidence.value
    values = tuple(_moved(v, steps) if _says(v) == _says(same) else v for v in study.values)
    n = study.n + steps if study.n is not None and same.count == study.n else study.n
    return replace(article, studies={**article.studies, study.citekey: replace(study, values=values, n=n)})


def _says(v: PublishedValue) -> tuple[Any, ...]:
    return v.outcome, v.percent, v.count, v.low, v.n_events, v.subgroup


ABOUT_RECORDS = [
    (article, told)
    for article, told in CLAIMS
    if told.statistic in ("publication_date", "journal", "title") and FOUND[told.claim_id][0].relation != "unsupported"
]


@pytest.mark.parametrize(("article", "told"), ABOUT_RECORDS, ids=lambda part: getattr(part, "claim_id", ""))
def test_another_date_or_journal_in_the_record_changes_the_verdict(article: Article, told: Claim) -> None:
    before = traced(article, told)
    later = {
        key: replace(study, year=(study.year or 0) + 1, online="", journal="Nature", title="Another title")
        for key, study in article.studies.items()
        if key in told.cites
    }
    after = traced(replace(article, studies={**article.studies, **later}), told)
    assert Verdict.INCONSISTENT in after
    assert Verdict.INCONSISTENT in before or before != after


# --- groups of people ---

GROUPS = [
    ("lumbar surgery", "lumbar fusion", Group.PART),
    ("lumbar fusion", "lumbar surgery", Group.WHOLE),
    ("anterior fusion", "posterior fusion", Group.OTHER),
    ("lumbar fusion or decompression", "laminectomy", Group.PART),
    ("patients after surgery", "patients waiting for the operation", Group.OTHER),
    ("multi-level inpatient decompression", "multi-level, inpatient; decompression", Group.SAME),
    ("people after surgery", "after surgery", Group.SAME),
    ("second spine surgery", "third operation", Group.OTHER),
]


@pytest.mark.parametrize(("claimed", "published", "expected"), GROUPS)
def test_groups_differ_by_what_they_name(claimed: str, published: str, expected: Group) -> None:
    assert compare(claimed, published) is expected


def test_the_first_description_that_names_a_facet_counts() -> None:
    assert compare(("anterior fusion", "people who had a decompression or fusion"), "anterior fusion") is Group.SAME


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, derandomize=True)
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert compare(one, other) in Group
    assert compare(one, one) is Group.SAME
    assert (compare(one, other) is Group.OTHER) == (compare(other, one) is Group.OTHER)
    assert facets("") == {}


# --- judgements ---


def test_a_traced_judgement_has_a_relation_that_fits_its_verdict() -> None:
    judged = [j for article in ARTICLES.values() for j in article.judgements if j.rung == "traced"]
    assert len(judged) > 30
    for one in judged:
        assert one.relation is not None
        assert one.verdict is one.relation.verdict
        assert one.reason
        assert one.spans


def test_intervals_are_compared_under_both_roundings() -> None:
    told = claim("12.5%", **TOLD)
    assert told.reported is not None
    assert len({str(told.reported.interval(rule)) for rule in ROUNDINGS}) == 2
    assert relation_of(told, value("12.55%", **AT2)) == [Relation.ROUNDED]

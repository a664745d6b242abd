"""Corrections: one for every claim, made of nothing but the ledger, and moving with the published value."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT

import fbss_analysis as fbss
from fbss_analysis import corpus, pages, pipeline
from fbss_analysis.corrections import correct, entry
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.reported import parse
from fbss_analysis.schema import Article, Claim, Kind, Mention, PublishedValue, Relation, Rung, Study, Verdict

AUDITS = pipeline.audit_sources()
LADDERS = [(audit, ladder) for audit in AUDITS for ladder in audit.ladders]
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def numbers(text: str) -> set[str]:
    """The numbers of a text, without their thousands separators."""
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def everything_known() -> set[str]:
    """Every number of the studies' records, of the ladders and of the pools that a claim can be compared with."""
    peers = [finding.formula + finding.message for audit in AUDITS for finding in audit.findings]
    shares = [f"{member:.3g}" for member in fbss.derived("pool_members").percent.dropna()]
    return numbers(
        " ".join((*map(str, corpus.studies().values()), *(str(ladder) for _, ladder in LADDERS), *peers, *shares))
    )


def test_every_claim_has_a_correction_in_the_tables_and_in_the_json() -> None:
    assert len(LADDERS) == 112
    committed = fbss.derived("claims").set_index("claim_id").correction
    for audit, ladder in LADDERS:
        text = audit.corrections[ladder.claim.claim_id]
        assert text.startswith(("Stands", "Write: ", "Give the page", "Name the study"))
        assert committed[ladder.claim.claim_id] == text
        assert json.loads(json.dumps(pages.claim_object(ladder, text)))["correction"] == text


def test_a_correction_says_that_a_claim_stands_only_where_it_does() -> None:
    for audit, ladder in LADDERS:
        agrees = ladder.traced is not None and ladder.traced.relation in (Relation.EXACT, Relation.ROUNDED)
        agrees = agrees and ladder.overall is not Verdict.INCONSISTENT
        assert audit.corrections[ladder.claim.claim_id].startswith("Stands") == agrees


def test_no_number_in_a_correction_is_made_up() -> None:
    known = everything_known()
    for audit, ladder in LADDERS:
        made_up = numbers(audit.corrections[ladder.claim.claim_id]) - known
        assert not made_up, ladder.claim.claim_id


NAMED = [
    (
        "centeno.still_on_opioids",
        ("90.9% of 1,045 people", "long-term opioid users before surgery", "7 months", "Deyo 2018"),
    ),
    ("centeno.adjacent_segment", ("2.8% of 1,680 people", "by a time not told", "Greiner-Perth 2004")),
    ("centeno.disc_recurrence", (">24 months", "Parker 2015")),
    ("darrow.fbss_12m_ratio", ("8.4% of 102,047 people", "by 12 months", "Stanton 2022")),
    ("darrow.candidates", ("112 of 500 people",)),
    ("darrow.back_expectation", ("not told in what was read", "No whole number of 134")),
    ("darrow.nearly_doubled", ("1.532 to 1.579 times", "new cases become fewer")),
    ("darrow.date_21", ("cited under 6 already",)),
    ("darrow.journal_1", ("Spine (Phila Pa 1976) 2007",)),
    ("pmir.fbss_range", ("Name the study", "4 comparable cohorts", "8.4 to 20.8%")),
]


@pytest.mark.parametrize(("claim_id", "says"), NAMED)
def test_a_known_claim_is_told_in_full(claim_id: str, says: tuple[str, ...]) -> None:
    text = next(audit.corrections[claim_id] for audit in AUDITS if claim_id in audit.corrections)
    for part in says:
        assert part in text


def made(published: str, relation: Relation, **given: Any) -> str:
    """The correction of "9%, two years" against one published value."""
    base: dict[str, Any] = {"horizon": "24 months", "n": 500}
    value = PublishedValue(
        "reoperation", published, "abstract", "-", "seen_in_source", percent=Decimal(published[:-1]), **base | given
    )
    study = Study("a2020", "A study", authors=("Doe J",), journal="Spine", year=2020, values=(value,), found="abstract")
    claim = Claim(
        "page.c", "page", "", Mention("page", 0, 2, "9%", Kind.PERCENT), parse("9%"),
        outcome="reoperation", horizon="2 years", cites=("a2020",),
    )  # fmt: skip
    steps = Step(Rung.RECOMPUTED, Verdict.INDETERMINATE, ""), Step(Rung.TRACED, relation.verdict, "", relation=relation)
    return correct(Ladder(claim, steps[0], traced=steps[1]), Article("page", (claim,), studies={"a2020": study}))


def test_the_correction_moves_with_the_published_value() -> None:
    assert made("9%", Relation.EXACT) == "Stands; in full: 9% of 500 people, by 24 months (Doe 2020)."
    assert made("7%", Relation.CONTRADICTED) == "Write: 7% of 500 people, by 24 months (Doe 2020)."
    assert "a number of people not told" in made("7%", Relation.CONTRADICTED, n=None)
    assert "35 of 500 people" in made("7%", Relation.CONTRADICTED, n_events=35)
    told = made("7%", Relation.CONTRADICTED, ci_low=Decimal(5), ci_high=Decimal("9.5"), level=Decimal(95))
    assert "(95% interval 5 to 9.5)" in told
    flawed = {"ci_low": Decimal("6.9"), "ci_high": Decimal("7.1"), "misprint": "too narrow"}
    assert "interval" not in made("7%", Relation.CONTRADICTED, **flawed)
    assert made("9%", Relation.UNSUPPORTED).startswith("Give the page of Doe 2020")


def test_a_record_is_told_as_a_reference_list_would() -> None:
    study = Study("a", "Is it so?", authors=("van der Berg AB", "Roe C"), journal="Spine", year=2020, volume="3")
    assert entry(study) == "van der Berg 2020. Is it so? Spine 2020;3."
    assert entry(replace(study, title="It is", issue="2", pages="4-9")).endswith("It is. Spine 2020;3(2):4-9.")


def test_the_root_is_the_checkout_under_test() -> None:
    assert corpus.root() == ROOT

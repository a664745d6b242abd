"""What each figure is bound to in its passage: horizon, whole, outcome, and what it follows from."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import checks
from fbss_analysis.citations import find_references, link
from fbss_analysis.claims import interpret
from fbss_analysis.comparisons import propose_comparisons
from fbss_analysis.derivation import names
from fbss_analysis.extraction import extract
from fbss_analysis.horizon import months
from fbss_analysis.schema import Article, Claim, Document, Kind, Mention

EXAMPLES = Path(__file__).parent / "examples"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]


def read(text: str) -> list[Claim]:
    document = Document("page", text)
    references = find_references(document)
    return interpret(document, link(document, extract(document), references), references)


def figures(claims: list[Claim]) -> dict[str, str]:
    """The printed figure of every claim by its name."""
    return {claim.claim_id.rpartition(".")[2]: claim.mention.text for claim in claims}


def told(claim: Claim, claims: list[Claim], asked: str) -> object:
    """One thing that an example asks of a claim, with names of claims put back into figures."""
    printed = figures(claims)
    if asked == "derivation":
        return claim.derivation and re.sub(r"m\d{3}", lambda name: f"[{printed[name[0]]}]", claim.derivation)
    if asked == "paired":
        return next((mark.text for mark in claim.qualifiers if mark.role == "respectively"), None)
    name = {"of": claim.denominator, "restates": claim.restates}.get(asked, "")
    return getattr(claim, asked) if name == "" else printed.get(name or "")


@pytest.mark.parametrize("example", rows("claims/passages.jsonl"), ids=lambda example: example["name"])
def test_a_figure_is_bound_as_its_passage_says(example):
    claims = read(example["text"])
    for row in example["claims"]:
        found = [claim for claim in claims if claim.mention.text == row["figure"]]
        assert found, f"no claim for {row['figure']}, only {list(figures(claims).values())}"
        claim = found[row.get("nth", 1) - 1]
        asked = {key: value for key, value in row.items() if key not in ("figure", "nth")}
        assert {key: told(claim, claims, key) for key in asked} == asked, row["figure"]


COMPARISONS = [
    ("Some 60% were better and the remaining 45% were not.", "partition", ["60%", "45%"], "100%"),
    (
        "After 2 years 60% were better, 25% the same and the rest (15%) worse.",
        "partition",
        ["60%", "25%", "15%"],
        "100%",
    ),
    ("We studied 90 patients, divided into 50 fusion and 40 control patients.", "partition", ["50", "40"], "90"),
    ("Infections came in 3% and leaks in 4%, in total 7%.", "sum", ["3%", "4%"], "7%"),
    ("Reoperation came in 6% at 2 years and 11% at 5 years.", "order", ["6%", "11%"], None),
    ("In this, 60% were better, 25% the same and 15% worse.", None, [], None),
    ("Satisfaction was 80% at 1 year and 70% at 5 years.", None, [], None),
]


@pytest.mark.parametrize(("text", "check", "parts", "whole"), COMPARISONS, ids=[row[0] for row in COMPARISONS])
def test_comparisons_only_where_the_text_calls_for_them(text, check, parts, whole):
    claims = read(text)
    printed = figures(claims)
    found = propose_comparisons(Document("page", text), claims)
    shown = [(c.check, [printed[name] for name in c.parts], printed.get(c.whole or "", c.whole)) for c in found]
    assert shown == ([(check, parts, whole)] if check else [])


GOLD = rows("claims/originals.jsonl")


def same_horizon(found: str | None, expected: str | None) -> bool:
    if found is None or expected is None or found[0] in "<>" or expected[0] in "<>":
        return found == expected
    return months(found) == months(expected) if months(expected) is not None else found == expected


def gold_mention(row: dict, text: str) -> Mention:
    values = {key: float(row[key]) for key in ("value", "low", "high", "numerator", "denominator") if key in row}
    figure = text[row["start"] : row["end"]]
    extra = {"unit": row.get("unit", ""), "hedge": row.get("hedge", "none")}
    return Mention(row["doc"], row["start"], row["end"], figure, Kind(row["kind"]), **values, **extra)


def test_horizons_and_wholes_of_the_originals(originals):
    horizons = wholes = asked = 0
    for name in sorted({row["doc"] for row in GOLD}):
        document = Document(name, (originals / name).read_text(encoding="utf-8"))
        here = [row for row in GOLD if row["doc"] == name]
        mentions = [gold_mention(row, document.text) for row in here]
        references = find_references(document)
        claims = interpret(document, link(document, mentions, references), references)
        by_name = {claim.claim_id.rpartition(".")[2]: claim for claim in claims}
        for claim, row in zip(claims, here, strict=True):
            if row["core"]:
                base = by_name[claim.denominator].mention.value if claim.denominator else claim.mention.denominator
                asked += 1
                horizons += same_horizon(claim.horizon, row.get("horizon"))
                wholes += base == row.get("of")
    assert horizons >= 0.98 * asked
    assert wholes >= 0.98 * asked


PIECES = st.sampled_from(
    [
        *(
            "Of 80 people,",
            "12 (15%)",
            "1 in 5",
            "at two years",
            "(n = 40)",
            "half",
            "the remaining 5%",
            "in total 9%",
            "\n\n • ",
        ),
        *(
            "from 5% to 10%",
            "doubled",
            "rose by 50%",
            "within six months",
            "(1).",
            "This study found 3%.",
            "After a year, 4%:\n",
        ),
        *(
            "and",
            ", ",
            "respectively",
            "95% CI 1.2 to 3.4",
            "OR 2.1",
            "Between 1998 and 2008",
            "20-40%",
            "of",
            "patients",
            "fusion",
        ),
    ]
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_whatever_is_proposed_names_claims_that_are_there(text):
    claims = read(text)
    known = {claim.claim_id.rpartition(".")[2]: i for i, claim in enumerate(claims)}
    assert [claim.claim_id for claim in claims] == [f"page.m{i:03d}" for i in range(1, len(claims) + 1)]
    for own, claim in enumerate(claims):
        used = names(claim.derivation) if claim.derivation else ()
        others = [name for name in (claim.denominator, claim.restates, *used) if name]
        assert set(others) <= known.keys()
        assert own not in [known[name] for name in (claim.restates, *used) if name]
        assert all(text[mark.start : mark.end] == mark.text for mark in claim.qualifiers)
    assert isinstance(checks.run(Article("page", tuple(claims), Document("page", text))), tuple)
    for comparison in propose_comparisons(Document("page", text), claims):
        assert {*comparison.parts, *filter(None, [comparison.whole])} <= {*known, "100%"}


CROWDS = [
    "5% " * 200,
    "Lead at 2 years:\n" + " • 5% of 20 patients\n" * 100,
    "As the above research shows, 5% (1).\n\n" * 60,
    "(" * 20_000,
]


@pytest.mark.parametrize("text", CROWDS, ids=[text[:12] for text in CROWDS])
def test_crowded_text_gives_a_claim_per_mention(text):
    claims = read(text)
    assert len(claims) == len(extract(Document("page", text)))
    assert all(len(claim.statement) < 1_100 for claim in claims)

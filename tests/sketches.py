"""Articles sketched from a few lines of TOML, to try checks on: claims, comparisons, references, markers, studies."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from fbss_analysis.curated.curation import claim_of, comparison_of, exclusion_of, judgement_of, reference_of
from fbss_analysis.curated.records import Problems, Table
from fbss_analysis.schema import Article, Claim, Cohort, Document, Kind, Marker, PublishedValue, Study

FOLDER = Path(__file__).parent / "examples" / "checks"
NOT_EXAMPLES = {"categories", "disagreements"}
DECIMALS = ("percent", "count", "ratio", "ci_low", "ci_high")


@dataclass(frozen=True)
class Example:
    """One article, and the verdict that a check must (or must not) give somewhere in it."""

    check: str
    name: str
    fires: bool
    verdict: str
    article: Article


def examples() -> Iterator[Example]:
    """Every example of every file, by check."""
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem not in NOT_EXAMPLES:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
            for part in ("fires", "silent"):
                for given in found.get(part, []):
                    verdict = given.get("verdict", "inconsistent")
                    yield Example(path.stem, given["name"], part == "fires", verdict, article(given))


def article(given: Mapping[str, Any], doc: str = "sketch") -> Article:
    """The article of one example."""
    problems = Problems()
    claims = claims_of(given.get("claim", []), doc, problems)
    listed = [
        reference_of(_table(_placed_entry(entry, i)), problems) for i, entry in enumerate(given.get("reference", []))
    ]
    references = tuple(entry for entry in listed if entry)
    excluded = given.get("excluded", [])
    exclusions = [
        exclusion_of(_table(_placed(e, 500 + i) | {"reason": "no claim"}), doc, problems)
        for i, e in enumerate(excluded)
    ]
    others = tuple(
        c for name, part in given.get("other", {}).items() for c in claims_of(part.get("claim", []), name, problems)
    )
    lists = {
        name: tuple(r for entry in part.get("reference", []) if (r := reference_of(_table(entry), problems)))
        for name, part in given.get("other", {}).items()
    }
    known = {claim.claim_id.partition(".")[2] for claim in claims} | {entry["name"] for entry in excluded}
    numbers = {entry.number for entry in references}
    compared = [comparison_of(_table(row), known, problems) for row in given.get("comparison", [])]
    judged = [judgement_of(_table(row), known, numbers, problems) for row in given.get("judgement", [])]
    problems.raise_if_any()
    text = given.get("text")
    return Article(
        doc,
        claims,
        document=None if text is None else Document(doc, text),
        comparisons=tuple(row for row in compared if row),
        judgements=tuple(row for row in judged if row),
        references=references,
        studies={row["citekey"]: study_of(row) for row in given.get("study", [])},
        cohorts=tuple(Cohort(**COHORT | row) for row in given.get("cohort", [])),
        others=others,
        exclusions=tuple(row for row in exclusions if row),
        markers=tuple(
            Marker(n, 1000 + 10 * i, 1003 + 10 * i, form, form == "teaser")
            for i, (n, form) in enumerate(given.get("markers", []))
        ),
        lists=lists,
    )


def claims_of(rows: list[dict[str, Any]], doc: str, problems: Problems) -> tuple[Claim, ...]:
    """Claims from their figures; what a figure is follows from how it is printed, unless it is said."""
    found = []
    for i, row in enumerate(rows):
        kind = Kind.PERCENT if "%" in row["reported"] else Kind.COUNT
        values = {"kind": kind.value, "statement": row["name"], "statistic": "proportion"} | _placed(row, i)
        found.append(claim_of(_table(values), doc, problems))
    return tuple(claim for claim in found if claim)


COHORT = {"family": "infection", "outcome": "infection", "procedure": "fusion", "events_source": "reported"}


def study_of(row: dict[str, Any]) -> Study:
    """A study with its values; what a value does not say is filled in."""
    usual = {"locator": "abstract", "address": "-", "confidence": "seen_in_source"}
    values = [
        usual | {key: Decimal(v) if key in DECIMALS else v for key, v in value.items()}
        for value in row.get("values", [])
    ]
    return Study(**{**row, "title": row.get("title", ""), "values": tuple(PublishedValue(**value) for value in values)})


def _table(values: dict[str, Any]) -> Table:
    return Table(values, "example", 1)


def _placed(row: dict[str, Any], number: int) -> dict[str, Any]:
    start = 10 * number
    qualifiers = [{"start": start + 5, "end": start + 6} | part for part in row.get("qualifiers", [])]
    return {"start": start, "end": start + 4} | row | ({"qualifiers": qualifiers} if qualifiers else {})


def _placed_entry(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {"start": 5000 + 100 * number, "end": 5090 + 100 * number} | row

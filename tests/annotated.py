"""The annotated checks as facts (which places, which entries, which verdict), and how a finding is matched to one."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fbss_analysis import pipeline
from fbss_analysis.derivation import names
from fbss_analysis.pipeline import Audit
from fbss_analysis.schema import Finding, Span

FOLDER = Path(__file__).parent / "examples" / "checks"
BETWEEN_DOCUMENTS = "*"


@dataclass(frozen=True)
class Annotated:
    """One annotated check; spans and entries name the source that they are of."""

    id: str
    doc: str
    category: str
    method: str
    verdict: str
    spans: tuple[tuple[str, int, int], ...]
    references: tuple[tuple[str, int], ...]


@cache
def annotated() -> tuple[Annotated, ...]:
    rows = [json.loads(line) for line in (FOLDER / "annotated.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["spans"] = tuple(map(tuple, row["spans"]))
        row["references"] = tuple(map(tuple, row["references"]))
    return tuple(Annotated(**row) for row in rows)


@cache
def categories() -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(checks)
        for name, checks in tomllib.loads((FOLDER / "categories.toml").read_text(encoding="utf-8")).items()
    }


@cache
def audits() -> Mapping[str, Audit]:
    return {audit.article.doc: audit for audit in pipeline.audit_sources()}


def findings() -> Iterable[Finding]:
    return (finding for audit in audits().values() for finding in audit.findings)


def about(check: Annotated, finding: Finding) -> bool:
    """Whether a finding is of a compatible check and has the places of the annotated one, as far as its document goes.

    A claim brings the places of its qualifiers, of its whole and of what it is derived from. A check without places is
    about its whole document, one between documents about any of them.
    """
    if not _answers(check, finding) or check.doc not in (BETWEEN_DOCUMENTS, finding.doc):
        return False
    places = [(start, end) for doc, start, end in check.spans if doc == finding.doc]
    places += [_entry(doc, number) for doc, number in check.references if doc == finding.doc]
    if not check.spans and not check.references:
        return True
    spans = _brought(finding)
    touched = sum(_touches(place, spans) for place in places)
    return bool(places) and (touched == len(places) or (check.id in partly() and 2 * touched >= len(places)))


def _answers(check: Annotated, finding: Finding) -> bool:
    """Whether the category of a check goes with a finding's check, and with what that expects where it asks a lot."""
    allowed = categories()[check.category]
    if finding.message.startswith("Judgement: "):
        return "judgement" in allowed and finding.check == check.category
    return finding.check in allowed or f"{finding.check}: {finding.expected}" in allowed


@cache
def partly() -> Mapping[str, str]:
    """The checks whose places are not all in one finding, with the reason."""
    found: dict[str, str] = tomllib.loads((FOLDER / "disagreements.toml").read_text(encoding="utf-8"))["partly"]
    return found


@cache
def argued() -> Mapping[str, str]:
    """The checks on which our verdict is another, with the argument."""
    found: dict[str, str] = tomllib.loads((FOLDER / "disagreements.toml").read_text(encoding="utf-8"))["argued"]
    return found


@cache
def _brought(finding: Finding) -> tuple[Span, ...]:
    """A finding's places and those that its claims bring with them."""
    spans = list(finding.spans)
    article = audits()[finding.doc].article
    named = article.named()
    for claim in article.claims:
        if (claim.mention.start, claim.mention.end) in finding.spans:
            spans += [(part.start, part.end) for part in claim.qualifiers]
            used = (*(names(claim.derivation) if claim.derivation else ()), claim.denominator or "")
            spans += [(c.mention.start, c.mention.end) for name in used if (c := named.get(name))]
    return tuple(spans)


def _entry(doc: str, number: int) -> Span:
    entry = next(entry for entry in audits()[doc].article.references if entry.number == number)
    assert entry.start is not None
    assert entry.end is not None
    return entry.start, entry.end


def _touches(place: Span, spans: Iterable[Span]) -> bool:
    """Overlaps, or stands beside with a space between: a marker touches its number."""
    return any(start <= place[1] + 1 and place[0] <= end + 1 for start, end in spans)


@cache
def agreed() -> Mapping[str, tuple[Finding, ...]]:
    """The findings with the annotated verdict, by the id of the check; ids without one are missing."""
    found = {
        check.id: tuple(f for f in findings() if f.verdict.value == check.verdict and about(check, f))
        for check in annotated()
    }
    return {name: matches for name, matches in found.items() if matches}

"""No check knows an article: passages of the same kinds, in other words and numbers, give the same findings."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sketches import claims_of

from fbss_analysis import checks, pipeline
from fbss_analysis.citations import find_markers, find_references
from fbss_analysis.curated.curation import comparison_of
from fbss_analysis.curated.records import Problems, Table
from fbss_analysis.schema import Article, Document

FILE = Path(__file__).parent / "examples" / "moved" / "knees.toml"
GIVEN = tomllib.loads(FILE.read_text(encoding="utf-8"))
SOURCE = Path(__file__).parents[1] / "src" / "fbss_analysis"


@cache
def article() -> Article:
    """The new document: its references and markers found in its text, its claims at the places of their figures."""
    document, problems = Document("knees", GIVEN["text"]), Problems()
    references = tuple(find_references(document))
    claims = claims_of([placed(dict(row)) for row in GIVEN["claims"]], "knees", problems)
    known = {claim.claim_id.partition(".")[2] for claim in claims}
    compared = (comparison_of(Table(row, FILE.name, 1), known, problems) for row in GIVEN["comparisons"])
    comparisons = tuple(row for row in compared if row)
    problems.raise_if_any()
    markers = tuple(find_markers(document, references))
    return Article("knees", claims, document, comparisons, references=references, markers=markers)


def placed(row: dict[str, Any]) -> dict[str, Any]:
    """Add the place of a figure: its first occurrence as a figure of its own, or the one that is asked for."""
    figure = re.escape(row["reported"])
    found = list(re.finditer(rf"(?<![\d.,]){figure}(?!\d)", GIVEN["text"]))
    match = found[row.pop("occurrence", 1) - 1 if len(found) > 1 else 0]
    row.pop("occurrence", None)
    return row | {"start": match.start(), "end": match.end()}


@pytest.mark.parametrize(("check", "name", "verdict"), GIVEN["expected"])
def test_a_moved_passage_gives_its_finding(check: str, name: str, verdict: str) -> None:
    claim_id = f"knees.{name}" if name else ""
    found = [f.verdict.value for f in checks.registry()[check].find(article()) if f.claim_id == claim_id]
    assert verdict in found


@pytest.mark.parametrize(("check", "figure", "verdict"), GIVEN["unannotated"])
def test_a_page_that_nobody_annotated_gives_it_too(check: str, figure: str, verdict: str) -> None:
    """The same text, its claims found and interpreted by program; the figure is empty for findings on the document."""
    audit = pipeline.audit_document(Document("knees", GIVEN["text"]))
    figures = {claim.claim_id: claim.mention.text for claim in audit.article.claims}
    found = {(f.check, figures.get(f.claim_id, ""), f.verdict.value) for f in audit.findings}
    assert (check, figure, verdict) in found


def test_nothing_else_is_blamed() -> None:
    expected = {(check, f"knees.{name}" if name else "") for check, name, verdict in GIVEN["expected"]}
    blamed = [f for f in checks.run(article()) if f.verdict == "inconsistent" and f.check != "fidelity"]
    assert [(f.check, f.claim_id, f.message) for f in blamed if (f.check, f.claim_id) not in expected] == []


def test_findings_point_at_their_figures() -> None:
    text = article().document.text if article().document else ""
    for finding in checks.run(article()):
        if finding.claim_id and finding.check not in ("horizons", "chronology"):
            claim = next(c for c in article().claims if c.claim_id == finding.claim_id)
            assert (claim.mention.start, claim.mention.end) in finding.spans
            assert text[claim.mention.start : claim.mention.end] == claim.mention.text


def test_no_check_holds_a_word_of_an_article() -> None:
    """Names of the sources, of the cited works' authors and of the claims stand in data, never in a rule."""
    names = {"darrow", "centeno", "pmir", "sespine", "neurospine", "stanton", "gothenburg", "canadian", "nijmegen"}
    for path in [*sorted((SOURCE / "checks").glob("*.py")), SOURCE / "questions.py", SOURCE / "entries.py"]:
        words = set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").lower()))
        assert not names & words, path.name

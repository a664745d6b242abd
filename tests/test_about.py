"""The pages beside the ledger: every check and every word is there, and no number on them was typed."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from fbss_analysis import pipeline
from fbss_analysis.checks import modules, registry
from fbss_analysis.corpus import sources
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.navigation import card_link
from fbss_analysis.publishing import docstrings, examples, glossary
from fbss_analysis.schema import Relation, Rung, Verdict

TEMPLATES = Path(pipeline.__file__).parent / "templates"
MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>|&\w+;", re.DOTALL)


@pytest.fixture(scope="module")
def ladders() -> list[Ladder]:
    return [ladder for audit in pipeline.audit_sources() for ladder in audit.ladders]


def typed(template: str) -> str:
    words = MARKUP.sub("", template).replace("SHA-256", "")
    return "".join(character for character in words if character.isdigit())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html.j2")), ids=lambda path: path.name)
def test_no_template_types_a_number(path: Path) -> None:
    assert not typed(path.read_text(encoding="utf-8"))


def test_a_typed_number_in_a_template_is_seen() -> None:
    assert typed("<h2 id='a1'>{{ count }} of 159 claims</h2>") == "159"


def test_every_word_of_the_vocabularies_is_explained() -> None:
    assert set(glossary.VERDICTS) == set(Verdict)
    assert set(glossary.RUNGS) == set(Rung)
    assert set(glossary.RELATIONS) == set(Relation)


def test_the_methods_tell_every_check(report: Path) -> None:
    page = (report / "methods.html").read_text(encoding="utf-8")
    assert set(modules()) == set(registry())
    for check in registry().values():
        assert f'id="check-{check.name}"' in page
        for text in (check.question, check.reference):
            assert text
            assert html.escape(text) in page or html.escape(text).replace("&#x27;", "&#39;") in page, text
        said = docstrings.take_apart(modules()[check.name].__doc__ or "")
        assert said.reference, f"{check.name} names no reference"


def test_the_methods_tell_which_misprints_would_go_unnoticed(report: Path) -> None:
    page = (report / "methods.html").read_text(encoding="utf-8")
    with (ROOT / "benchmarks" / "mutation" / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unnoticed = [row for row in rows if row["noticed"] != "yes"]
    rates = re.findall(r'<td>([A-Z][a-z ]+)</td><td class="number">([\d,]+)</td><td class="number">([\d,]+)</td>', page)
    counted = Counter(row["kind"] for row in rows), Counter(row["kind"] for row in unnoticed)
    expected = [(kind.capitalize(), f"{n - counted[1][kind]:,}", f"{n:,}") for kind, n in counted[0].items()]
    assert rates == [*expected, ("All", f"{len(rows) - len(unnoticed):,}", f"{len(rows):,}")]
    for row in unnoticed:
        cells = "</td><td>".join(html.escape(row[name]) for name in ("kind", "name", "was", "became", "reason"))
        assert f"<tr><td>{cells}</td></tr>" in page.replace("&#39;", "&#x27;")


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_a_worked_example_from_the_ledger(
    verdict: Verdict, ladders: list[Ladder], report: Path
) -> None:
    (row,) = [row for row in examples.of_verdicts(ladders, sources()) if row["verdict"] == verdict.value]
    shown = row["example"]
    (ladder,) = [ladder for ladder in ladders if ladder.claim.claim_id == shown["claim_id"]]
    assert getattr(ladder, shown["rung"]).verdict is verdict
    if any(other.overall is verdict for other in ladders):
        assert ladder.overall is verdict
    page = (report / "verdicts.html").read_text(encoding="utf-8")
    claim = next(
        one for one in json.loads((report / "claims.json").read_text()) if one["claim_id"] == shown["claim_id"]
    )
    assert card_link(claim["claim_id"]) in page
    assert claim["overall"] == shown["overall"]


def test_an_example_follows_the_ledger(ladders: list[Ladder]) -> None:
    before = examples.of_verdicts(ladders, sources())[0]["example"]["claim_id"]
    others = [ladder for ladder in ladders if ladder.claim.claim_id != before]
    assert examples.of_verdicts(others, sources())[0]["example"]["claim_id"] != before
    moved = [Ladder(ladder.claim, Step(Rung.RECOMPUTED, Verdict.CONSISTENT, "so")) for ladder in ladders]
    assert [row["example"] is None for row in examples.of_verdicts(moved, sources())] == [True, False, True, True, True]

"""Every answer and refusal of the models and every finding of an example is what is stored, in all its parts."""

from __future__ import annotations

from typing import Any

import answers
import pytest
from sketches import Example, examples

from fbss_analysis import corpus, pipeline
from fbss_analysis.tables import record_row, to_csv

ROWS = answers.rows(answers.ANSWERS)
FOUND = {row["example"]: row for row in answers.rows(answers.FINDINGS)}
EXAMPLES = tuple(examples())
ANEW = "if this change is meant, run: python tests/answers.py, and read the difference"
KNOWN = answers.names()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(ROWS.index(row)))
def test_the_answer_is_the_stored_one(row: dict[str, Any]) -> None:
    found = answers.answer(row["call"], KNOWN)
    assert answers.same(found, row), (ANEW, found)


def test_refusals_have_three_parts() -> None:
    refused = [row["refused"] for row in ROWS if row.get("refused", ["ValueError"])[0] != "ValueError"]
    assert len(refused) > 100
    assert {len(parts) for parts in refused} == {4}
    assert all(part.strip() for parts in refused for part in parts)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.check}: {e.name}")
def test_the_findings_of_an_example_are_the_stored_ones(example: Example) -> None:
    found = answers.found_in(example)
    assert answers.same(found, FOUND[found["example"]]), (ANEW, found)


def test_the_findings_about_the_articles_are_those_committed() -> None:
    rows = [record_row(finding) for audit in pipeline.audit_sources() for finding in audit.findings]
    committed = (corpus.root() / "data" / "derived" / "findings.csv").read_text(encoding="utf-8")
    assert to_csv("findings", rows) == committed, "if this change is meant, run: fbss report"


def test_every_stored_finding_is_of_an_example() -> None:
    assert FOUND.keys() == {f"{example.check}: {example.name}" for example in EXAMPLES}, ANEW

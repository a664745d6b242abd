"""The mutation of reported values: the smallest step is the smallest, the stored result is about today's claims."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from project import ROOT, make_project

from fbss_analysis import pipeline
from fbss_analysis.corpus import sources


@pytest.fixture(scope="module")
def mutation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutation", ROOT / "benchmarks" / "mutation" / "claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("figure", "next_figure"),
    [
        ("5.4%", "5.5%"),
        ("102,047", "102,048"),
        ("9.9%", "10.0%"),
        ("1 in 20", "1 in 21"),
        ("70-74", "70-75"),
        ("December 2020", "January 2020"),
        ("2018", "2019"),
        ("Half", "A third"),
        ("seven years", "eight years"),
        ("Pain Practice", "Pain"),
    ],
)
def test_the_smallest_step(mutation: ModuleType, figure: str, next_figure: str) -> None:
    assert mutation.step(figure) == next_figure


def test_the_stored_result_is_about_the_claims_of_today() -> None:
    with (ROOT / "benchmarks" / "mutation" / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    claims = [claim for source in sources().values() for claim in source.claims]
    assert [(row["claim_id"], row["reported"]) for row in rows] == [(c.claim_id, c.mention.text) for c in claims]
    assert all((row["noticed"] == "yes") == (row["reason"] == "") for row in rows)


@pytest.mark.parametrize("name", ["darrow.candidates", "darrow.fbss_6m", "darrow.nearly_doubled"])
def test_a_mutant_meets_the_fate_that_is_stored(
    mutation: ModuleType, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBSS_ROOT", str(make_project(tmp_path)))
    before = pipeline.audit_sources()
    claim = next(c for audit in before for c in audit.article.claims if c.claim_id == name)
    became = mutation.mutate(tmp_path, claim)
    noticed = mutation.traces(pipeline.audit_sources(), name) != mutation.traces(before, name)
    with (ROOT / "benchmarks" / "mutation" / "results.csv").open(encoding="utf-8", newline="") as file:
        stored = next(row for row in csv.DictReader(file) if row["claim_id"] == name)
    assert (stored["became"], stored["noticed"]) == (became, "yes" if noticed else "no")


def test_the_stored_mutants_of_the_code_are_told_as_they_are() -> None:
    """Each is of a module that exists, has one fate, and is equivalent exactly where a reason is given."""
    folder = ROOT / "benchmarks" / "mutation"
    rows, reviewed = (
        list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
        for name in ("code.csv", "equivalent.csv")
    )
    what = ("module", "function", "before", "after")
    reasons = {tuple(row[name] for name in what): row["reason"] for row in reviewed}
    assert all(reasons.values())
    for row in rows:
        key = tuple(row[name] for name in what)
        assert (ROOT / "src" / "fbss_analysis" / row["module"]).is_file()
        assert row["before"] != row["after"]
        assert row["status"] in ("killed", "timeout", "survived", "equivalent", "no tests")
        assert (row["status"] == "equivalent") is (key in reasons)
    assert reasons.keys() <= {tuple(row[name] for name in what) for row in rows}

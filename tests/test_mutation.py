"""The mutation of the raw data: the smallest step is the smallest, the stored result is about today's data."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from project import ROOT, make_project

from fbss_analysis import corpus


@pytest.fixture(scope="module")
def mutation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutation", ROOT / "benchmarks" / "mutation" / "claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
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


def test_a_leap_is_far_from_the_figure(mutation: ModuleType) -> None:
    told = {"5.4%": "2.1%", "102,047": "40,818", "1 in 2": "1 in 8", "24 months": "9 months", "Half": "A third"}
    assert {figure: mutation.leap(figure) for figure in told} == told


def stored() -> dict[tuple[str, str], dict[str, str]]:
    with (ROOT / "benchmarks" / "mutation" / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["kind"], row["name"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_stored_result_is_about_the_numbers_and_links_of_today(mutation: ModuleType) -> None:
    """Every mutant has its row: who noticed it, or why nobody did."""
    rows = stored()
    every = sorted(mutation.mutants(), key=lambda mutant: mutation.KINDS.index(mutant.kind))
    assert [(*key, row["was"]) for key, row in rows.items()] == [(m.kind, m.name, m.was) for m in every]
    reasons, noticing = ("within rounding", "wrong before and after", "isolated"), mutation.NOTICING
    for row in rows.values():
        told = (row["noticed"], row["by"] in noticing, row["reason"] in reasons)
        assert told in (("yes", True, False), ("no", False, True)), row


def test_every_number_of_the_raw_data_has_a_mutant() -> None:
    """Counted another way: by the records, not by the lines of their files."""
    published = ("percent", "count", "ratio", "value", "low", "high", "ci_low", "ci_high", "n_events")
    known, cohorts, held = corpus.studies().values(), corpus.cohorts(), corpus.sources().values()
    values = [value for study in known for value in study.values]
    claims = [claim for source in held for claim in source.claims]
    cells = [(c, c.percent, c.ci_low, c.ci_high) for c in cohorts]
    real = [c for c in cohorts if c.events is not None and not c.events_source.startswith("pseudo")]
    expected = {
        "reported value": len(claims),
        "published value": sum(getattr(value, key) is not None for value in values for key in published)
        + sum(cell is not None for _, *row in cells for cell in row)
        + len(real),
        "horizon": sum(bool(x.horizon) for x in (*claims, *values))
        + sum(c.horizon_months is not None for c in cohorts),
        "denominator": sum(x.n is not None for x in (*known, *values, *cohorts))
        + sum(bool(c.denominator) for c in claims),
        "citation link": sum(bool(claim.cites) for claim in claims)
        + sum(bool(entry.citekey) for source in held for entry in source.references),
    }
    assert Counter(kind for kind, _ in stored()) == expected


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("reported value", "pmir.fbss_range"),
        ("published value", "stanton2022[4].percent"),
        ("published value", "cohorts[12].events"),
        ("horizon", "darrow.reoperation_2y.horizon"),
        ("denominator", "darrow.share_decompression.denominator"),
        ("denominator", "cohorts[39].n"),
        ("citation link", "centeno.date_8.cites"),
    ],
)
def test_a_mutant_meets_the_fate_that_is_stored(judge: Any, mutation: ModuleType, kind: str, name: str) -> None:
    mutant = next(each for each in mutation.mutants() if (each.kind, each.name) == (kind, name))
    raw = {path: path.read_bytes() for path in (corpus.root() / "data" / "raw").rglob("*") if path.is_file()}
    assert mutation.trial(mutant, judge) == stored()[kind, name]
    assert raw == {path: path.read_bytes() for path in raw}, "the files are put back"


@pytest.fixture
def judge(mutation: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A judge of the raw data in a folder of its own; what it knows of the data as they are is found out once."""
    monkeypatch.setenv("FBSS_ROOT", str(make_project(tmp_path)))
    if not hasattr(mutation, "known"):
        mutation.known = mutation.Judge()
    return mutation.known


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

"""What changed between two builds, and because of which input: planted changes of raw data come out by name."""

from __future__ import annotations

import json
from pathlib import Path

import html5lib
import pytest
from browser import Visits, too_wide, violations
from project import make_project

from fbss_analysis import pipeline
from fbss_analysis.causes import LIBRARY, causes
from fbss_analysis.cli import Exit, main
from fbss_analysis.difference import Change, changes, read_build, read_tables

STANTON = "data/raw/studies/stanton2022.toml"
DARROW = "data/raw/sources/darrow/claims.toml"


def derive(folder: Path) -> Path:
    pipeline.write_derived(pipeline.derive(pipeline.audit_sources()), folder)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("diff"))


@pytest.fixture(scope="module")
def before(project: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FBSS_ROOT", str(project))
        return derive(project / "before")


def after(project: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> Path:
    monkeypatch.setenv("FBSS_ROOT", str(project))
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        return derive(project / "after")
    finally:
        path.write_text(text, encoding="utf-8")


def told(old: Path, new: Path) -> dict[str, Change]:
    found = changes(read_build(old), read_build(new), read_tables(old), read_tables(new))
    return {change.claim_id: change for change in found}


def test_a_published_value_that_moved_is_named(
    project: Path, before: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, visit: Visits
) -> None:
    old, new = "percent = 5.4\n", "percent = 6.4\n"
    text = (project / STANTON).read_text(encoding="utf-8")
    moved = after(project, monkeypatch, STANTON, text, text.replace(old, new, 1).replace('"5.4%"', '"6.4%"', 1))
    change = told(before, moved)["darrow.fbss_6m"]
    assert ("traced", "reproduced", "inconsistent") in change.verdicts
    assert any("published value of stanton2022" in line and "percent 5.4 → 6.4" in line for line in change.because)
    assert LIBRARY not in change.because
    assert told(before, before) == {}
    page = tmp_path / "diff.html"
    assert main(["diff", str(before), str(moved), "--format", "html", "-o", str(page)]) == Exit.DONE
    written = page.read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(written)
    assert "percent 5.4 → 6.4" in written
    assert too_wide(seen := visit(page, width=360)) == 0
    assert violations(seen) == []


def test_a_claim_that_others_lean_on_is_named(before: Path) -> None:
    tables = read_tables(before)
    named = {row["claim_id"]: dict(row) for row in tables["claims"]}
    user = next(row for row in named.values() if row["derivation"].startswith("percent("))
    source, first = user["source_id"], user["derivation"].removeprefix("percent(").split(",")[0]
    named[f"{source}.{first}"]["reported"] = "one more"
    found = causes(user["claim_id"], tables, tables | {"claims": list(named.values())})
    assert any(f"what was entered for {source}.{first}: reported" in line for line in found)


def test_the_library_is_the_cause_where_no_input_is(before: Path) -> None:
    tables = read_tables(before)
    new = [{"claim_id": row["claim_id"], "overall": "indeterminate"} for row in tables["claims"]]
    found = list(changes(read_build(before), new, tables, tables))
    assert found
    assert {change.because for change in found} == {(LIBRARY,)}


def test_without_tables_nothing_is_said_of_causes(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = [dict(row) for row in read_build(before)]
    for name, verdict in (("old", "reproduced"), ("new", "inconsistent")):
        (tmp_path / name).mkdir()
        claims[0]["overall"] = verdict
        (tmp_path / name / "claims.json").write_text(json.dumps(claims), encoding="utf-8")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == Exit.DONE
    assert capsys.readouterr().out == f"{claims[0]['claim_id']}: overall reproduced → inconsistent\n"
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "html"]) == Exit.DONE
    assert "no reasons can be told" in capsys.readouterr().out


def test_rows_are_paired_by_what_they_share() -> None:
    claim = [{"claim_id": "a.x", "cites": "s t", "outcome": "o"}]
    rows = [
        {"citekey": "s", "outcome": "o", "percent": "5", "n": "10", "horizon": "6 months"},
        {"citekey": "s", "outcome": "o", "percent": "8", "n": "10", "horizon": "12 months"},
    ]
    old = {"claims": claim, "published": rows}
    moved = {"claims": claim, "published": [rows[0], rows[1] | {"percent": "9"}]}
    assert causes("a.x", old, moved) == ("published value of s (o, 12 months): percent 8 → 9",)
    assert causes("a.x", old, {"claims": claim, "published": rows[:1]}) == (
        "published value of s (o, 12 months): gone",
    )
    assert causes("a.x", old, old | {"published": [*rows, {**rows[0], "citekey": "u"}]}) == (LIBRARY,)

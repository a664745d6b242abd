"""The command line: exit statuses, three-part errors on standard error, results alone on standard output."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from project import ROOT, make_project

from fbss_analysis.cli import Exit, main
from fbss_analysis.formats import write
from fbss_analysis.schema import Document, Mention


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--help", "--version"):
        with pytest.raises(SystemExit) as stop:
            main([option])
        assert stop.value.code == 0
    assert "report" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["reprot"], ["list", "nothing"], ["report", "--jobs", "many"]])
def test_a_wrong_command_is_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == Exit.USAGE


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["show", "darrow.fbss_6"], Exit.USAGE, "did you mean darrow.fbss_6m"),
        (["report", "-p", "level"], Exit.USAGE, "not NAME=VALUE"),
        (["report", "-p", "nothing_like_it=1"], Exit.USAGE, "no notebook has a parameter"),
        (["report", "--jobs", "0"], Exit.USAGE, "at least 1"),
        (["sources", "add"], Exit.USAGE, "no file was named"),
        (["sources", "add", "no/such/file.txt"], Exit.INPUT, "no/such/file.txt"),
    ],
)
def test_an_error_has_three_parts_and_its_status(
    arguments: list[str], status: Exit, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("fbss: ")
    assert says in told.err
    assert "where: " in told.err
    assert "to do: " in told.err


def test_show_tells_the_ladder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "darrow.nearly_doubled"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "8.4 / 5.4 = 1.55556" in told
    assert "inconsistent, decided by recomputed" in told


@pytest.mark.parametrize("what", ["checks", "studies", "notebooks", "claims"])
def test_list_has_a_line_each(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", what]) == Exit.DONE
    assert capsys.readouterr().out.strip() or what == "studies"


def test_a_claim_is_shown_only_once_there_is_something_derived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    monkeypatch.setenv("FBSS_ROOT", str(project))
    assert main(["show", "darrow.fbss_6m"]) == Exit.INPUT
    shutil.copytree(ROOT / "data" / "derived", project / "data" / "derived")
    assert main(["show", "darrow.fbss_6m"]) == Exit.DONE


def test_extract_writes_mentions_alone_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Of 200 patients about 25% had pain after 6 months.", encoding="utf-8")
    assert main(["extract", str(page), "--format", "json"]) == Exit.DONE
    told = capsys.readouterr()
    mentions = json.loads(told.out)
    assert told.err == ""
    assert [(m["text"], m["kind"], m["value"], m["hedge"]) for m in mentions] == [
        ("200", "count", 200, "none"),
        ("25%", "percent", 25, "about"),
        ("6 months", "duration", 6, "none"),
    ]
    assert all(m["doc"] == str(page) for m in mentions)
    assert set(mentions[0]) == {field.name for field in fields(Mention)}


def test_extract_does_the_rest_when_a_file_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text("It helped 40% of them.", encoding="utf-8")
    (tmp_path / "torn.txt").write_bytes(b"\xff\xfe\xfa 5\xe2\x82")
    assert main(["extract", str(tmp_path), "no-such-file.txt", "--format", "jsonl"]) == Exit.INPUT
    told = capsys.readouterr()
    assert [json.loads(line)["text"] for line in told.out.splitlines()] == ["40%"]
    assert told.err.count("where: ") == 2


def test_extract_writes_no_live_formula_and_no_escape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert write([Document("=HYPERLINK()", "\x1b[31m5%")], Document, "csv").splitlines()[1].startswith("'=HYPERLINK()")
    assert "\x1b" not in write([Document("a", "\x1b[31m5%")], Document, "table")
    page = tmp_path / "page.txt"
    page.write_text("5%", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["extract", str(page), "--format", "csv", "-o", str(out)]) == Exit.DONE
    assert capsys.readouterr().out == ""
    assert out.read_text(encoding="utf-8").startswith("doc,start,end,text,kind,value")
    assert main(["extract", str(page), "-o", str(tmp_path / "no" / "out")]) == Exit.INPUT


def test_diff_names_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = [{"claim_id": "a.x", "reported": "5%", "overall": "reproduced"}, {"claim_id": "a.y", "overall": "consistent"}]
    new = [
        {"claim_id": "a.x", "reported": "6%", "overall": "inconsistent"},
        {"claim_id": "a.z", "overall": "consistent"},
    ]
    for name, build in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(json.dumps(build), encoding="utf-8")
    assert main(["diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        "a.x: reported 5% → 6%; overall reproduced → inconsistent",
        "a.z: new, consistent",
        "a.y: gone, was consistent",
    ]
    assert main(["diff", str(tmp_path / "old.json"), str(tmp_path / "old.json")]) == Exit.DONE
    assert capsys.readouterr().out == "no verdict changed\n"
    (tmp_path / "new.json").write_text("{", encoding="utf-8")
    assert main(["diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == Exit.INPUT
    assert main(["diff", str(tmp_path / "none.json"), str(tmp_path / "new.json")]) == Exit.INPUT


@pytest.mark.parametrize(("form", "begins"), [("bibtex", "@"), ("csl-json", "[")])
def test_studies_are_exported(form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studies", "export", "--format", form]) == Exit.DONE
    told = capsys.readouterr().out
    assert told.startswith(begins)
    assert "stanton2022" in told

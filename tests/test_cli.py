"""The command line: exit statuses, three-part errors on standard error, results alone on standard output."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from project import ROOT, make_project

from fbss_analysis.cli import Exit, main


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

"""The README keeps its word: its Python runs, its commands and options exist, its make targets are there."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from fbss_analysis import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
ROWS = list(re.findall(r"^\| (`fbss .*?) \|(?=[^|]*\|$)", README, re.MULTILINE))
COMMANDS = [command for row in ROWS for command in re.findall(r"`(fbss [^`]+)`", row)]


def help_of(command: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as left:
        cli.main([command, "--help"])
    assert left.value.code == 0
    return out.getvalue()


@pytest.mark.parametrize("block", PYTHON)
def test_the_python_of_the_readme_runs(block: str) -> None:
    exec(compile(block, "README.md", "exec"), {})


def test_the_table_of_commands_is_found() -> None:
    assert len(COMMANDS) >= 10


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_the_table_is_one_of_its_command(command: str) -> None:
    said = help_of(command.split()[1])
    for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", command):
        assert re.search(rf"(?<![\w-]){option}\b", said), (command, option)
    for _, words in re.findall(r"(--format|verbs) ((?:[a-z-]+\\\|)+[a-z-]+)", command):
        assert all(word in said for word in words.split("\\|")), (command, words)


@pytest.mark.parametrize("file", ["README.md", "tests/README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_is_there(file: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / file).read_text(encoding="utf-8")))
    assert named <= targets, named - targets

"""What a notebook may be: titled, parameterized, executed, short-celled, and without a typed number in its prose."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from fbss_analysis import parameters
from fbss_analysis.chapters import TEMPLATES
from fbss_analysis.prose import typed_numbers

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FILE_ACCESS = {"open", "read_csv", "read_text", "read_bytes", "Path", "loadtxt", "urlopen"}


def cells(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    with path.open(encoding="utf-8") as file:
        return [cell for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == kind]


def typed_in_markdown(text: str) -> list[str]:
    """Digits in prose; code, link targets and formulas are not prose."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)|\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.DOTALL)
    return re.findall(r"\d[\d.,%]*", prose)


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_titled_and_says_in_prose_what_it_does(self, path: Path) -> None:
        first = cells(path, "markdown")[0].source
        assert first.startswith("# ")
        assert len(first) > 200

    def test_has_one_parameters_cell_with_a_comment_per_parameter(self, path: Path) -> None:
        tagged = [cell for cell in cells(path, "code") if "parameters" in cell.metadata.get("tags", [])]
        assert len(tagged) == 1
        assert all(parameter.comment for parameter in parameters.of_notebook(path).values())

    def test_is_executed_without_error(self, path: Path) -> None:
        for number, cell in enumerate(cells(path, "code")):
            assert cell.execution_count, f"cell {number} has no execution count"
            assert not [output for output in cell.outputs if output.output_type in ("error", "stream")], number

    def test_defines_nothing_and_reads_no_file(self, path: Path) -> None:
        for cell in cells(path, "code"):
            assert cell.source.count("\n") < 15
            tree = ast.parse(cell.source)
            for node in ast.walk(tree):
                assert not isinstance(node, ast.FunctionDef | ast.ClassDef)
                name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
                name = node.attr if isinstance(node, ast.Attribute) else name
                assert name not in FILE_ACCESS

    def test_prose_has_no_typed_number(self, path: Path) -> None:
        for cell in cells(path, "markdown"):
            assert not typed_in_markdown(cell.source), cell.source

    def test_sentences_take_their_numbers_as_values(self, path: Path) -> None:
        for cell in cells(path, "code"):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                    template = ast.literal_eval(node.args[0])
                    assert not list(typed_numbers(template))

    def test_has_no_path_and_no_clock_in_it(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|tmp|work|Users)/|0x[0-9a-f]{6,}|\"iopub", text)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html.j2")), ids=lambda path: path.stem)
def test_templates_have_no_typed_number_in_their_prose(path: Path) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(r"\d+", text)


def test_a_planted_number_is_found() -> None:
    assert typed_in_markdown("Of all patients 5.4% had it.") == ["5.4%"]
    assert list(typed_numbers("Of {n} patients 8 had it"))
    assert not typed_in_markdown("See `02_fbss_incidence` and [the paper](https://doi.org/10.1000/1).")

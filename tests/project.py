"""A project of one's own to break: a copy of the raw data, with small notebooks in place of the real ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[1]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}


def make_project(folder: Path, **notebooks: list[str]) -> Path:
    """Copy data/raw to `folder` and write notebooks: the first cell of each is its parameters, the rest is code."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw", ignore=shutil.ignore_patterns("original.*"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "notebooks").mkdir()
    for name, cells in notebooks.items():
        write_notebook(folder / "notebooks" / f"{name.lstrip('n')}.ipynb", cells)
    return folder


def write_notebook(path: Path, cells: list[str]) -> None:
    """Write a titled notebook whose first code cell is tagged `parameters`."""
    first, *rest = [new_code_cell(cell, id=f"cell-{number}") for number, cell in enumerate(cells)]
    first.metadata["tags"] = ["parameters"]
    title = new_markdown_cell(f"# Chapter {path.stem}", id="title")
    nbformat.write(new_notebook(cells=[title, first, *rest], metadata=KERNEL), path)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }

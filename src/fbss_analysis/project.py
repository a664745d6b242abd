"""Where the project is: the checkout whose `data/raw` is read and whose report is built.

It costs nothing to import, so that what only has to look at files answers at once.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from fbss_analysis.errors import InputError

ROOT_VARIABLE = "FBSS_ROOT"
NAME = "fbss-analysis"
RAW = Path("data", "raw")
DERIVED = Path("data", "derived")
NOTEBOOKS = Path("notebooks")
REPORTS = Path("reports")
BUILD = Path(".build")


def root() -> Path:
    """The project's directory: what FBSS_ROOT names, else the nearest project above the working directory, else the
    package's own; an InputError says where was looked."""
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        if Path(named, RAW).is_dir():
            return Path(named).resolve()
        raise InputError(
            f"there is no {RAW.as_posix()} in {ROOT_VARIABLE}", named, f"let {ROOT_VARIABLE} name a checkout"
        )
    here, package = Path.cwd(), Path(__file__).resolve()
    for folder in (here, *here.parents, *package.parents):
        if _is_project(folder):
            return folder
    todo = f"start from a checkout of {NAME}, or let {ROOT_VARIABLE} name one"
    raise InputError("the project's data are not here", f"looked in {here} and above", todo)


def notebooks() -> list[Path]:
    """The notebooks, in order."""
    return sorted((root() / NOTEBOOKS).glob("[0-9]*.ipynb"))


def _is_project(folder: Path) -> bool:
    path = folder / "pyproject.toml"
    if not (folder / RAW).is_dir() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return bool(tomllib.load(file).get("project", {}).get("name") == NAME)
    except (OSError, ValueError):
        return False

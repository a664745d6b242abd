"""What a build has to run: each notebook with its values, once, or once per source, or once per point of a grid.

A parameter given several values, `level=0.9,0.95`, spans a grid; every notebook runs at the points of those parameters
that it has. Names nobody knows and values of the wrong type are refused before anything runs.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fbss_analysis import _HOME_OF, parameters
from fbss_analysis.building.fingerprint import digest
from fbss_analysis.errors import InputError
from fbss_analysis.parameters import Value
from fbss_analysis.project import RAW, notebooks, root

PER_SOURCE = "document"  # a notebook with this parameter is run once per source
BASIC = ("pandas", "fbss_analysis.committed", "fbss_analysis.building.observation", "fbss_analysis.tables")
PLOTTING = {
    "plots": ("matplotlib.figure", "matplotlib.backends.backend_svg", "fbss_analysis.plots"),
    "pyplot": ("matplotlib.pyplot",),
}
_VERB = re.compile(r"\bfbss\.(\w+)")
_HEADING = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_UNFIT = re.compile(r"[^\w.=+-]+")


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a notebook: which, with what, under what name it appears in the report, and the grid's point."""

    path: Path
    name: str
    values: Mapping[str, Value]
    title: str = ""
    point: Mapping[str, str] | None = None

    @property
    def page(self) -> str:
        """The file name of its page."""
        return f"{self.name}.html"

    def needs(self) -> list[str]:
        """The modules that its cells name, as far as can be seen: a hint for the warm parent, never relied on."""
        code = self.code()
        verbs = {verb for verb in _VERB.findall(code) if verb in _HOME_OF}
        found = [*BASIC, *(f"{__package__}.{_HOME_OF[verb]}" for verb in sorted(verbs))]
        return found + [name for word, names in PLOTTING.items() if word in code for name in names]

    def code(self) -> str:
        """The text of all its cells."""
        return "\n".join(map(parameters.source_of, parameters.cells(self.path)))

    def components(self) -> dict[str, str]:
        """What of a run is neither data nor prose: the notebook's code without its outputs, and the values."""
        values = json.dumps(self.values, sort_keys=True, default=str)
        return {"the notebook": digest(_essence(self.path)), "a parameter": values}

    def prose(self) -> str:
        """The hash of all that is not code, and of where the code stands in it."""
        kept = [["code"] if cell["cell_type"] == "code" else _plain(cell) for cell in parameters.cells(self.path)]
        return digest(json.dumps(kept))


def plan(given: Mapping[str, str]) -> list[Run]:
    """Which notebooks to run with which values; unknown names and ill-typed values are refused here.

    In which order the values were given makes no difference.
    """
    given = dict(sorted(given.items()))
    paths = notebooks()
    known = {path.stem: parameters.of_notebook(path) for path in paths}
    runs = []
    for point in grid(given):
        chosen = parameters.choose(point, known)
        swept = {name: point[name] for name, text in given.items() if "," in text}
        for path in paths:
            own = {name: value for name, value in swept.items() if name in known[path.stem]}
            runs += _runs(path, known[path.stem], chosen[path.stem], own)
    return list({run.name: run for run in runs}.values())


def grid(given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every combination of the given values, several of which are parted by commas.

    >>> list(grid({"level": "0.9,0.95", "method": "wilson"}))
    [{'level': '0.9', 'method': 'wilson'}, {'level': '0.95', 'method': 'wilson'}]
    """
    for values in itertools.product(*(text.split(",") for text in given.values())):
        yield dict(zip(given, values, strict=True))


def _runs(
    path: Path, known: Mapping[str, parameters.Parameter], values: dict[str, Value], point: Mapping[str, str]
) -> list[Run]:
    suffix = "".join(f"-{name}={_UNFIT.sub('_', value)}" for name, value in point.items())
    about = ", ".join(f"{name} {value}" for name, value in point.items())
    heading = _title(path) + (f" ({about})" if about else "")
    if PER_SOURCE not in known or PER_SOURCE in values:
        return [Run(path, path.stem + suffix, values, heading, point)]
    return [
        Run(path, f"{path.stem}-{source_id}{suffix}", {**values, PER_SOURCE: source_id}, heading, point)
        for source_id in source_ids()
    ]


def source_ids() -> list[str]:
    """The ids of the sources: the names of their folders."""
    folders = sorted(path for path in (root() / RAW / "sources").glob("*") if path.is_dir())
    return [path.name for path in folders if not path.name.startswith((".", "_"))]


def _title(path: Path) -> str:
    for cell in parameters.cells(path):
        if cell["cell_type"] == "markdown" and (match := _HEADING.search(parameters.source_of(cell))):
            return str(match[1])
    return "Untitled"


def _essence(path: Path) -> str:
    """All of a notebook that its execution depends on: its code, without what it gave last time."""
    kept = [_plain(cell) for cell in parameters.cells(path) if cell["cell_type"] == "code"]
    whole = parameters.parsed(path.read_text(encoding="utf-8"))
    try:
        return json.dumps([kept, whole["metadata"].get("kernelspec"), whole["nbformat"], whole["nbformat_minor"]])
    except KeyError as error:
        raise InputError(f"the notebook has no {error}", str(path), "save it from JupyterLab") from None


def _plain(cell: Mapping[str, Any]) -> list[Any]:
    tags = cell.get("metadata", {}).get("tags", [])
    return [cell["cell_type"], cell.get("id"), parameters.source_of(cell), tags, cell.get("attachments")]

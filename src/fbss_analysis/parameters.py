"""Notebook parameters, checked before anything runs: a name nobody knows or a value of the wrong type is refused.

papermill only warns about unknown parameters and exits 0, and its command line turns `007` into 7 and leaves `true` a
string. Here the `parameters` cell is read with `ast`, and a given text becomes a value of its default's type.

>>> given = read_cell('level = 0.95  # confidence level\\nsource = "darrow"')
>>> given["level"]
Parameter(name='level', default=0.95, comment='confidence level')
>>> given["level"].read("0.9")
0.9
"""

from __future__ import annotations

import ast
import difflib
import json
import math
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fbss_analysis.errors import InputError, UsageError

Value = bool | int | float | str | None
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a notebook: its name, its default, and the comment that explains it."""

    name: str
    default: Value
    comment: str = ""

    def read(self, text: str) -> Value:
        """Turn `text` into a value of the default's type; a UsageError names the type it must have."""
        try:
            value: Value = _READERS[type(self.default)](text)
            return value
        except (ValueError, KeyError):
            kind = _TYPE_NAMES[type(self.default)]
            raise UsageError(
                f"parameter {self.name} must be {kind}, not {text!r}",
                f"-p {self.name}={text}",
                f"as in {self.default!r}",
            ) from None


def _read_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


_READERS: Mapping[type, Any] = {
    bool: lambda text: _TRUTH[text.lower()],
    int: lambda text: int(text, 10),
    float: _read_float,
    str: str,
    type(None): str,
}
_TYPE_NAMES: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a finite number",
    str: "text",
    type(None): "text",
}


def read_cell(code: str, where: str = "the parameters cell") -> dict[str, Parameter]:
    """The parameters that a `parameters` cell assigns, with defaults and comments; an InputError where it is broken."""
    lines = code.splitlines()
    found = {}
    for statement in _statements(code, where):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, line = statement.targets[0].id, statement.end_lineno or 1
            comment = re.search(r"#\s*(.*)$", lines[line - 1] if line <= len(lines) else "")
            default = _default(statement.value, name, f"{where}, line {line}")
            found[name] = Parameter(name, default, comment[1] if comment else "")
    return found


def _statements(code: str, where: str) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        place = f"{where}, line {line}" if line else where
        raise InputError(f"this is no Python: {getattr(error, 'msg', error)}", place, "correct the cell") from None


def _default(value: ast.expr, name: str, where: str) -> Value:
    try:
        default = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise InputError(f"the default of {name} is no plain value", where, "write a number, a text or None") from None
    if type(default) not in _READERS:
        what = f"the default of {name} is of type {type(default).__name__}"
        raise InputError(what, where, "use a number, a text, true or false, or None")
    return default  # type: ignore[no-any-return]


def of_notebook(path: Path) -> dict[str, Parameter]:
    """The parameters of a notebook, in order; an InputError where it has no cell tagged `parameters`."""
    for cell in cells(path):
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            return read_cell(source_of(cell), f"{path}, cell `parameters`")
    raise InputError("the notebook has no cell tagged `parameters`", str(path), "tag its cell of defaults `parameters`")


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook as its file has them; an InputError where it is no notebook of format 4."""
    try:
        found: list[dict[str, Any]] = parsed(path.read_text(encoding="utf-8"))["cells"]
        return found
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"this is no notebook: {error}", str(path), "save it again from JupyterLab") from error


@lru_cache(maxsize=64)
def parsed(text: str) -> Any:
    """The text of a notebook's file as JSON, which nobody may change: a build asks for it again and again."""
    return json.loads(text)


def source_of(cell: Mapping[str, Any]) -> str:
    """The text of a cell, which a file may hold whole or by lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def parse_assignments(given: Sequence[str]) -> dict[str, str]:
    """Read NAME=VALUE pairs as typed on the command line; a UsageError where there is no `=`."""
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"{text!r} is not NAME=VALUE", f"-p {text}", "write, say, -p level=0.9")
        pairs[name] = value
    return pairs


def choose(given: Mapping[str, str], known: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, Value]]:
    """For each notebook the values of the given parameters that it has; one that no notebook has is refused."""
    everywhere = {name for parameters in known.values() for name in parameters}
    for name in given:
        if name not in everywhere:
            near = difflib.get_close_matches(name, everywhere, n=1)
            todo = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(everywhere))}"
            raise UsageError(f"no notebook has a parameter {name!r}", f"-p {name}={given[name]}", todo)
    return {
        notebook: {name: parameters[name].read(text) for name, text in given.items() if name in parameters}
        for notebook, parameters in known.items()
    }

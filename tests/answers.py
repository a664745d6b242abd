"""What models answer and refuse and what checks find, whole: every field of a result, every part of an error.

`examples/models/answers.jsonl` has one expression a line with what came of it, `examples/checks/findings.jsonl` the
findings of each example of a check. That they are right is shown elsewhere, by reference files, brute force, properties
and the verdicts that the examples name; these tables hold all that those do not look at (the names of columns, the
words of a refusal or a finding, which end is which) and let nothing change unseen. After a change that is meant,

    python tests/answers.py [FILE OF EXPRESSIONS]

writes both anew, new examples and expressions added, to be read in the difference.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import math
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from sketches import Example, examples

import fbss_analysis.models
from fbss_analysis.checks import registry
from fbss_analysis.errors import FbssError
from fbss_analysis.printed import widths
from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.rounding import rounding_interval
from fbss_analysis.reported import parse, parse_range

EXAMPLES = Path(__file__).parent / "examples"
ANSWERS, FINDINGS = EXAMPLES / "models" / "answers.jsonl", EXAMPLES / "checks" / "findings.jsonl"
DIGITS = 9


def names() -> dict[str, Any]:
    """What an expression may use: the public names of all models, intervals and printed numbers, and numpy."""
    found = {"np": np, "inf": math.inf, "nan": math.nan, "Fraction": Fraction, "Decimal": Decimal, "Interval": Interval}
    found |= {"parse": parse, "parse_range": parse_range, "rounding_interval": rounding_interval}
    found |= {"rule_for": widths.rule_for, "HEDGES": widths.HEDGES, "FORM_RULES": widths.FORM_RULES}
    found |= {"drawn": drawn}
    for part in pkgutil.iter_modules(fbss_analysis.models.__path__):
        module = importlib.import_module(f"fbss_analysis.models.{part.name}")
        own = {
            name: value for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
        }
        found |= {
            f"{part.name}_{name}" if name in found else name: value for name, value in own.items() if name[0] != "_"
        }
    return found


def drawn(result: Any, **options: Any) -> dict[str, Any]:
    """What `plot_forest` puts on its axes: every line, mark and area with its place and its looks."""
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert result.plot_forest(ax, **options) is ax
    lines = [
        [*map(list, line.get_data()), *_looks(line), line.get_linewidth(), line.get_linestyle()] for line in ax.lines
    ]
    marks = [[mark.get_offsets().tolist(), mark.get_sizes().tolist(), mark.get_zorder()] for mark in ax.collections]
    areas = [[area.get_xy().tolist(), *_looks(area)] for area in ax.patches]
    ticks = [ax.get_yticks().tolist(), [label.get_text() for label in ax.get_yticklabels()], list(ax.get_ylim())]
    spines = [name for name, spine in ax.spines.items() if spine.get_visible()]
    return {"lines": lines, "marks": marks, "areas": areas, "ticks": ticks, "spines": spines, "x": ax.get_xlabel()}


def _looks(artist: Any) -> list[Any]:
    color = artist.get_color() if hasattr(artist, "get_color") else artist.get_facecolor()
    return [color, artist.get_zorder()]


def answer(call: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What comes of one expression: its answer, or the kind and the parts of the error."""
    try:
        found = eval(call, dict(known))
        return {"call": call, "answer": plain(list(found) if isinstance(found, Iterator) else found)}
    except FbssError as error:
        return {"call": call, "refused": [type(error).__name__, error.what, error.where, error.todo]}
    except ValueError as error:
        return {"call": call, "refused": [type(error).__name__, str(error)]}


def plain(value: Any) -> Any:
    """A value as JSON can hold it, numbers to nine digits."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else str(value)
    if isinstance(value, Fraction | Decimal | Interval | Enum):
        return str(value)
    if isinstance(value, range):
        return ["range", *([value[0], value[-1]] if value else [])]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if hasattr(value, "to_dict"):
        return plain(value.to_dict("split"))
    if dataclasses.is_dataclass(value):
        fields = (field.name for field in dataclasses.fields(value) if field.repr and field.name[0] != "_")
        return {name: plain(getattr(value, name)) for name in fields}
    return value if isinstance(value, str | int | type(None)) else type(value).__name__


def same(found: Any, stored: Any) -> bool:
    """Whether two answers agree; numbers that are no whole ones may differ in the sixth digit."""
    if isinstance(found, float) or isinstance(stored, float):
        return (
            math.isclose(float(found), float(stored), rel_tol=1e-6, abs_tol=1e-9) if _numbers(found, stored) else False
        )
    if isinstance(found, dict) and isinstance(stored, dict):
        return list(found) == list(stored) and all(same(found[key], stored[key]) for key in found)
    if isinstance(found, list) and isinstance(stored, list):
        return len(found) == len(stored) and all(map(same, found, stored))
    return type(found) is type(stored) and found == stored


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, float | int) for value in values)


def found_in(example: Example) -> dict[str, Any]:
    """What its check finds in an example."""
    findings = registry()[example.check].find(example.article)
    told = [
        {key: value for key, value in plain(finding).items() if key not in ("check", "doc")} for finding in findings
    ]
    return {"example": f"{example.check}: {example.name}", "findings": told}


def rows(table: Path) -> list[dict[str, Any]]:
    """The rows of a stored table."""
    return [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()] if table.exists() else []


def write(table: Path, made: Iterable[Mapping[str, Any]]) -> None:
    """Store a table."""
    table.parent.mkdir(exist_ok=True)
    table.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8")


def main() -> None:
    """Write both tables anew, with the expressions of a file added."""
    calls = [row["call"] for row in rows(ANSWERS)]
    for name in sys.argv[1:]:
        calls += [line for line in Path(name).read_text(encoding="utf-8").splitlines() if line.strip()]
    known = names()
    write(ANSWERS, (answer(call, known) for call in dict.fromkeys(calls)))
    write(FINDINGS, map(found_in, examples()))


if __name__ == "__main__":
    main()

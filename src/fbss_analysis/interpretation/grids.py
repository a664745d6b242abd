"""Grids: tables in plain text, their cells parted by bars, tabs, gaps or commas, with a moment for every figure.

A grid is a run of lines, without a blank one between, that part into the same number of cells. The moments stand in
the first line or the first column, with their unit in the cell at their head where they are bare numbers ("Year",
"Months since implant"); every other line or column is a series, named by its first cell.

Reference: Wright P, Fox K. Presenting information in tables. Appl Ergon 1970;1:234-242 (explicit rows and columns).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fbss_analysis.interpretation.timepoints import CALENDAR, TimePoint, find_timepoints
from fbss_analysis.schema import Span

_PARTINGS = tuple(re.compile(pattern) for pattern in (r"\s*\|\s*", r"[ ]*\t\s*", r"[ ]{2,}", r"\s*;\s+", r",\s+"))
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:+=_—-]*")
_UNIT = re.compile(
    r"\b(hours?|hrs?|days?|weeks?|wks?|months?|mos?|mths?|years?|yrs?|[ymwd]|quarters?|age)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\bof\s+(?:birth|diagnosis|surg|oper|impl|entry|enrol|study|publication|primary)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+(?:[.·]\d+)?)(?:st|nd|rd|th)?\.?")
_LINES, _LONGEST = 30, 4000  # lines and characters of a grid
_CELLS = 14
_TITLE = 3  # lines


@dataclass(frozen=True, slots=True)
class Series:
    """A named row or column of figures, each cell with its moment; `heading` is what stands above the grid."""

    label: str
    heading: str
    cells: tuple[tuple[TimePoint, Span], ...]


def find_series(text: str, position: int) -> Iterator[Series]:
    """The series of the grid that stands around a position, or else right behind what stands there; or none."""
    lines = _lines(text, position)
    behind = lines[-1][1] if lines else position
    beyond = behind + len(text[behind : behind + _LONGEST]) - len(text[behind : behind + _LONGEST].lstrip())
    for place in (position, beyond) if len(lines) < _TITLE else (position,):
        here = _lines(text, place)
        title = lines if place == beyond else []
        for parting in _PARTINGS:
            first, rows = _rows(text, here, parting)
            if len(rows) > 1:
                around = [*title, *here[:first]][-_TITLE:] or here[first + len(rows) :][:1]
                yield from _series(text, rows, " ".join(text[a:b] for a, b in around))
                return


def region(text: str, position: int) -> int:
    """Where the lines without a blank one between, of which a position is one, begin."""
    blank = text.rfind("\n\n", max(0, position - _LONGEST), position)
    return max(0, position - _LONGEST) if blank < 0 else blank + 2


def _lines(text: str, position: int) -> list[Span]:
    """The lines around a position, up to a blank one on either side."""
    start = region(text, position)
    end = text.find("\n\n", position, position + _LONGEST)
    end = min(len(text), position + _LONGEST) if end < 0 else end
    lines = [(found.start() + start, found.end() + start) for found in _LINE.finditer(text[start:end])]
    return [(a, b) for a, b in lines if not _RULE.fullmatch(text, a, b)]


def _rows(text: str, lines: Sequence[Span], parting: re.Pattern[str]) -> tuple[int, list[list[Span]]]:
    """The longest run of lines that part into as many cells, and which line it begins with."""
    best: tuple[int, list[list[Span]]] = (0, [])
    run: list[list[Span]] = []
    for at, (start, end) in enumerate(lines):
        cells = _cells(text, start, end, parting)
        if run and len(cells) != len(run[0]):
            run = []
        if 1 < len(cells) <= _CELLS and len(run) < _LINES:
            run.append(cells)
        if len(run) > len(best[1]):
            best = (at - len(run) + 1, list(run))
    return best


def _cells(text: str, start: int, end: int, parting: re.Pattern[str]) -> list[Span]:
    cells, at = [], start
    for found in (*parting.finditer(text, start, end), None):
        stop = found.start() if found else end
        if stop > at:
            cells.append((at, stop))
        at = found.end() if found else end
    return cells


def _series(text: str, rows: Sequence[Sequence[Span]], heading: str) -> Iterator[Series]:
    for table in (rows, list(zip(*rows, strict=True))):  # with the moments in the first line, then in the first column
        head, axis = _axis(text, table[0])
        if axis:
            for line in table[1:]:
                label, cells = (text[slice(*line[0])], line[1:]) if head else ("", line)
                yield Series(label, f"{heading} {head}", tuple(zip(axis, cells, strict=True)))
            return


def _axis(text: str, line: Sequence[Span]) -> tuple[str, list[TimePoint]]:
    """The moments of a line behind its head, or of all of it where it has no head; nothing where it has others."""
    words = [text[start:end] for start, end in line]
    bare = [_point(word, "") for word in words]
    if all(bare) and len(words) > 1:
        return "", [point for point in bare if point]
    if _OTHERS.search(words[0]) or bare[0]:
        return "", []  # each moment has people of its own
    unit = _UNIT.search(words[0])
    points = [_point(word, unit[1] if unit else "") for word in words[1:]]
    return (words[0], [point for point in points if point]) if all(points) and points else ("", [])


def _point(cell: str, unit: str) -> TimePoint | None:
    """The one moment that a cell is, by itself or with the unit that its head names."""
    number = _NUMBER.fullmatch(cell)
    if number and len(number[1]) == 4 and number[1][:2] in ("19", "20"):
        return TimePoint(0, 0, 12 * float(number[1]), CALENDAR, CALENDAR)
    told = (
        f"age {number[1]}" if number and unit.lower() == "age" else f"{number[1]} {unit}" if number and unit else cell
    )
    points = find_timepoints(told.strip())
    alone = len(points) == 1 and len(told) - (points[0].end - points[0].start) <= 12
    return points[0] if alone and not (number and not unit) else None

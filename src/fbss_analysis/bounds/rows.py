"""Intervals in tables and labelled lines: a column or a line for the bounds, another for the estimate.

A table is lines that pipes, tabs or wide gaps cut into cells. Its heading says which cells hold intervals ("95% CI"),
or lower and upper limits; in each row below, the estimate stands in the same cell in front of the bounds, or in the
nearest cell that holds one number of their print. Limits that are named, "lower limit … upper limit", in lines of
their own or in a sentence, belong to the number in front of them.

Reference: Lang TA, Altman DG. Basic statistical reporting for articles published in biomedical journals: the SAMPL
guidelines. Int J Nurs Stud 2015;52:5-9 (tables).

>>> table = "Factor | OR | 95% CI\\nAge | 1.42 | 1.51 to 2.01\\nSex | 0.90 | 0.71 to 1.14"
>>> [(found.estimate.text, found.agrees) for found in tabulated(table, 0, len(table))]
[('1.42', False), ('0.90', True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fbss_analysis.bounds.estimates import Limits, agrees, likeness
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.labels import may_be_estimate
from fbss_analysis.bounds.notation import Told, is_range
from fbss_analysis.bounds.wording import CUE

_CELLS = tuple(re.compile(sign) for sign in (r"\s{0,9}(?:\||\t| {3,9})\s{0,9}", r";\s{0,9}", r",\s{0,9}"))
_RULE = re.compile(r"[\s|:=+-]+")
_LOWER = re.compile(r"\b(?:lower|low|LCL|LCI|LL|LB)\b|\b(?:CI|conf)[_ .-]?(?:low|lo|l)\b", re.IGNORECASE)
_UPPER = re.compile(r"\b(?:upper|high|UCL|UCI|UL|UB)\b|\b(?:CI|conf)[_ .-]?(?:high|hi|up|u)\b", re.IGNORECASE)
_NAMES = r"limits?|bounds?|conf\w*|cred\w*|uncert\w*|intervals?"
_LIMIT = re.compile(rf"\b(?:{_NAMES}|CIs?|CrIs?|[LU]C[LI]|[LU]L|ends?)\b|\b9[059]\b", re.IGNORECASE)
_IS_LEVEL = re.compile(rf"\s*(?:{_NAMES}|CI|CL|CrI|[:=(),])", re.IGNORECASE)
_LEVELS = (90, 95, 99)
_FARTHEST = 80
_FEWEST = 2
Cell = tuple[int, int]


def tabulated(text: str, start: int, end: int) -> Iterator[Limits]:
    """The estimates and intervals of a table that stands between two places of a text."""
    rows = [row for row in rows_of(text, start, end) if len(row) > 1]
    heading: list[str] = []
    for row in rows:
        words = [text[a:b] for a, b in row]
        if any(CUE.search(cell) or _is_limit(cell) for cell in words) and not _holds_bounds(text, row):
            heading = words
        elif heading:
            yield from _of_row(text, heading, row)


def rows_of(text: str, start: int, end: int) -> list[list[Cell]]:
    """The cells of the lines, by the first sign that cuts the first line in two and others likewise."""
    lines: list[Cell] = []
    at = start
    for line in text[start:end].split("\n"):
        if not _RULE.fullmatch(line):
            lines.append((at, at + len(line)))
        at += len(line) + 1
    for cell in _CELLS:
        rows = [_cells(text, *line, cell) for line in lines]
        if cell is _CELLS[0] and any(len(row) > 1 for row in rows):
            return rows
        if len(rows) > 1 and len(rows[0]) > _FEWEST and all(len(row) == len(rows[0]) for row in rows):
            return rows
    return []


def _cells(text: str, start: int, end: int, cell: re.Pattern[str]) -> list[Cell]:
    """The cells of a line, without the pipes that open and close it."""
    edges = [m.span() for m in cell.finditer(text, start, end)]
    cells = list(zip([start, *(b for _, b in edges)], [*(a for a, _ in edges), end], strict=True))
    if edges and start == edges[0][0] and text[slice(*edges[0])].strip():
        cells = cells[1:]
    return cells[:-1] if cells and cells[-1][0] >= cells[-1][1] else cells


def _is_limit(cell: str) -> bool:
    return bool((_LOWER.search(cell) or _UPPER.search(cell)) and (_LIMIT.search(cell) or len(cell) < 12))


def _holds_bounds(text: str, row: Sequence[Cell]) -> bool:
    return any(_told(text, cell) for cell in row)


def _told(text: str, cell: Cell) -> tuple[list[Figure], Told] | None:
    """The bounds that close a cell, and the numbers in front of them."""
    levels = [match.span() for match in CUE.finditer(text, *cell)]
    figures = [f for f in read_figures(text, *cell) if not any(a <= f.start < b for a, b in levels)]
    if len(figures) > 1 and is_range(text, figures[-2], figures[-1], loose=True):
        return figures[:-2], Told(figures[-2], figures[-1], cell, False)
    return None


def _of_row(text: str, heading: Sequence[str], row: Sequence[Cell]) -> Iterator[Limits]:
    shift = len(row) - len(heading)
    if shift not in (0, 1):
        return
    for j, words in enumerate(heading, shift):
        if _is_limit(words) and _LOWER.search(words) and j + 1 < len(row) and _UPPER.search(heading[j + 1 - shift]):
            low, high = read_figures(text, *row[j]), read_figures(text, *row[j + 1])
            if len(low) == len(high) == 1:
                yield from _nearest(text, row, j, j + 1, Told(low[0], high[0], None, False))
        elif CUE.search(words) and (found := _told(text, row[j])):
            inside, told = found
            if inside:
                yield Limits(inside[-1], told, agrees(inside, told))
            else:
                yield from _nearest(text, row, j, j, told)


def _nearest(text: str, row: Sequence[Cell], first: int, last: int, told: Told) -> Iterator[Limits]:
    """The estimate in the cell that is nearest to the left of the bounds, else to the right."""
    places = [*range(first - 1, -1, -1), *range(last + 1, len(row))]
    beside = [found[0] for j in places if len(found := read_figures(text, *row[j])) == 1]
    alike = [f for f in beside if likeness(f, told) == 0 and may_be_estimate(text, f, f.start, f.end)]
    if alike:
        yield Limits(alike[0], told, agrees(alike[:1] if alike[0].start < told.start else alike, told))


def named_limits(text: str, start: int, end: int) -> Iterator[Limits]:
    """The estimates whose lower and upper limits are named, in a sentence or in lines that belong together."""
    figures = [f for f in read_figures(text, start, end) if not _is_level(text, f)]
    for k, (one, other) in enumerate(pairwise(figures)):
        left = text[max(start, figures[k - 1].end if k else start, one.start - _FARTHEST) : one.start]
        gap = text[one.end : other.start]
        names = (_LOWER, _UPPER) if _LOWER.search(left) else (_UPPER, _LOWER)
        if len(gap) > _FARTHEST or not (names[0].search(left) and names[1].search(gap) and _LIMIT.search(left + gap)):
            continue
        told = Told(one, other, None, False)
        usable = [f for f in (*reversed(figures[:k]), *figures[k + 2 :]) if may_be_estimate(text, f, start, end)]
        alike = [f for f in usable if likeness(f, told) == 0][:2]
        if alike:
            yield Limits(alike[0], told, agrees(alike[:1], told))


def has_named_limits(text: str) -> bool:
    """Whether both a lower and an upper limit are named."""
    return bool(_LOWER.search(text) and _UPPER.search(text) and _LIMIT.search(text))


def _is_level(text: str, figure: Figure) -> bool:
    return figure.value in _LEVELS and bool(_IS_LEVEL.match(text, figure.end)) and figure.decimals == 0

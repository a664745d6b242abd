"""Cells: where figures stand of a table that stands in a text, with the head of their column.

A table in plain text is lines with as many bars or tabs each. The head of a column and the label of a row say what a
cell is, so that "% change" over a column tells of every number in it, and its levels stand in the same row; a row
called "difference" lies between the rows above it, in the same column.

Reference: Wright P, Fox K. Presenting information in tables. Appl Ergon 1970;1:234-242.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document, Kind, Mention
>>> page = Document("page", "Score | Before | After | % fall\\nPain | 80 | 20 | 75")
>>> figures = [Mention("page", a, a + 2, page.text[a : a + 2], Kind.COUNT, 1.0) for a in (39, 44, 49)]
>>> place = find_cell(read_context(page, figures), 2)
>>> place.column, place.head
(3, '% fall')
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fbss_analysis.interpretation.change_words import NOUN, PERCENT_CHANGE
from fbss_analysis.interpretation.context import Context, once

_BARS = re.compile(r"[|\t]")
_HEAD = re.compile(rf"(?:[^\W\d][\w-]*\s+){{0,3}}{NOUN}", re.IGNORECASE)
_POINTS_HEAD = re.compile(r"\b(?:percentage|per\s?cent)[\s-]points?\b|\bpp\b|%[\s-]points", re.IGNORECASE)
_MOST_LINES = 30
_LONGEST = 400  # characters of a line


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure stands in a table: where its line begins, in which column, under which head."""

    line: int
    column: int
    head: str


@once
def find_cell(view: Context, i: int) -> Cell | None:
    """The cell of mention `i`; None where it stands in no table of at least two bars a line."""
    text, start = view.document.text, view.mentions[i].start
    begin = text.rfind("\n", max(0, start - _LONGEST), start) + 1
    if begin == 0 and start >= _LONGEST:
        return None
    end = text.find("\n", start, start + _LONGEST)
    line = text[begin : end if end >= 0 else min(len(text), start + _LONGEST)]
    bars = len(_BARS.findall(line))
    if bars < 2:
        return None
    column = len(_BARS.findall(line[: start - begin]))
    return Cell(begin, column, _head(text, begin, bars, column))


def _head(text: str, begin: int, bars: int, column: int) -> str:
    """The cell of the topmost line above that has as many bars."""
    head = ""
    for _ in range(_MOST_LINES):
        above = text.rfind("\n", max(0, begin - 1 - _LONGEST), max(0, begin - 1)) + 1
        too_long = above == 0 and begin > _LONGEST
        cells = _BARS.split(text[above : begin - 1]) if begin > 0 and not too_long else []
        if len(cells) != bars + 1:
            return head
        head, begin = cells[column].strip(" *_"), above
    return head


def heads_change(view: Context, i: int) -> bool:
    """Whether the head of a column tells its numbers as changes in percent."""
    cell = find_cell(view, i)
    return cell is not None and PERCENT_CHANGE.search(f"{cell.head}: ") is not None


def heads_points(view: Context, i: int) -> bool:
    """Whether the head of a column tells its numbers as differences in percentage points."""
    cell = find_cell(view, i)
    return cell is not None and heads_difference(view, i) and _POINTS_HEAD.search(cell.head) is not None


def heads_difference(view: Context, i: int) -> bool:
    """Whether the head of a column tells its numbers as changes or differences."""
    cell = find_cell(view, i)
    return cell is not None and _HEAD.match(cell.head) is not None

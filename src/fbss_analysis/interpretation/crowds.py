"""Crowds: so many figures in a row, without a word among them, that no sentence ties one to another.

A page of digits, a column of a printed table, a figure that somebody repeats ten thousand times: its figures are found
like any other, but there is nothing to be read around them, and to look for it would take as long as many pages of
prose. They become claims that say no more than their figure.

A table whose rows and columns were run together into a line is a crowd as well, and a short one: "23 (6.7)11 (7.4)30
(25.4)12 (12.6) 322 (93.3)" has lost which figure stands under which, so that any two of them may belong together. So
is one whose rows still have their names in front.

>>> from fbss_analysis.schema import Kind
>>> page = Document("page", "5% " * 99 + "of the patients fell, 4% died.")
>>> figures = [Mention("page", 3 * i, 3 * i + 2, "5%", Kind.PERCENT) for i in range(99)]
>>> figures.append(Mention("page", 318, 320, "4%", Kind.PERCENT))
>>> sorted(in_crowds(page, figures)) == [3 * i for i in range(99)]
True
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fbss_analysis.schema import Document, Mention

CROWD = 30  # figures in a row
_WORD = re.compile(r"(?<![^\W\d_])(?!and\b)[^\W\d_]{3}")  # "of", "to" and "and" tie two figures, not thirty
_FIGURE, _CELL = r"[-−–]?\d++(?:[.,·]\d++)*+%?", r"[ \u00a0()\[\]±%<>=†‡*]"
_RUN_TOGETHER = re.compile(rf"(?<![\w.,]){_FIGURE}(?:{_CELL}++(?:to )?+{_FIGURE}){{7,}}+")
_SIGN = r"[()\[\]±%<>=†‡*]"
_NEXT = re.compile(  # a figure with nothing to the next one but a space or the end of its line
    rf"(?<![\w.,]){_FIGURE}{_SIGN}*+(?:[ \u00a0]|\n\s*+)(?:{_SIGN}++[ \u00a0]?)?+(?=\.?\d)"
)
_WORDS_BETWEEN, _ROW = 60, 8  # characters between two cells that stand beside each other; cells


def in_crowds(document: Document, mentions: Sequence[Mention]) -> frozenset[int]:
    """Where those of the mentions, which are in the order of the text, begin that stand in crowds."""
    runs: list[list[int]] = []
    end = 0
    for mention in mentions:
        if not runs or _WORD.search(document.text, end, mention.start):
            runs.append([])
        runs[-1].append(mention.start)
        end = mention.end
    crowds = frozenset(start for run in runs if len(run) > CROWD for start in run)
    return crowds | _run_together(document, mentions)


def _run_together(document: Document, mentions: Sequence[Mention]) -> frozenset[int]:
    """Where mentions begin that stand in a table without rows: eight figures with nothing but space and brackets."""
    starts = [mention.start for mention in mentions]
    found: set[int] = set()
    for match in _RUN_TOGETHER.finditer(document.text):
        found.update(starts[bisect_left(starts, match.start()) : bisect_left(starts, match.end())])
    for start, end in _tables(document.text):
        found.update(starts[bisect_left(starts, start) : bisect_left(starts, end)])
    return frozenset(found)


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Where a table stands whose rows have names but no lines: "Before 18 68 52.3 ± 10.9 After 39 75 54.9 ± 8.5"."""
    start, end, cells = 0, -_WORDS_BETWEEN, 0
    for match in _NEXT.finditer(text):
        if match.start() - end > _WORDS_BETWEEN:
            if cells >= _ROW:
                yield start, end + 1
            start, cells = match.start(), 0
        end, cells = match.end(), cells + 1
    if cells >= _ROW:
        yield start, end + 1

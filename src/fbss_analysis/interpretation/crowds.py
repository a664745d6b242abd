"""Crowds: so many figures in a row, without a word among them, that no sentence ties one to another.

A page of digits, a column of a printed table, a figure that somebody repeats ten thousand times: its figures are found
like any other, but there is nothing to be read around them, and to look for it would take as long as many pages of
prose. They become claims that say no more than their figure.

A table whose rows and columns were run together into a line is a crowd as well, and a short one: "23 (6.7)11 (7.4)30
(25.4)12 (12.6) 322 (93.3)" has lost which figure stands under which, so that any two of them may belong together.

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
from collections.abc import Sequence

from fbss_analysis.schema import Document, Mention

CROWD = 30  # figures in a row
_WORD = re.compile(r"[^\W\d_]{3}")  # "of" and "to" tie two figures, not thirty
_FIGURE, _CELL = r"[-−–]?\d++(?:[.,·]\d++)*+%?", r"[ \u00a0()\[\]±%<>=†‡*]"
_RUN_TOGETHER = re.compile(rf"(?<![\w.,]){_FIGURE}(?:{_CELL}++(?:to )?+{_FIGURE}){{7,}}+")


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
    return frozenset(found)

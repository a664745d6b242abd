"""Crowds: so many figures in a row, without a word among them, that no sentence ties one to another.

A page of digits, a column of a printed table, a figure that somebody repeats ten thousand times: its figures are found
like any other, but there is nothing to be read around them, and to look for it would take as long as many pages of
prose. They become claims that say no more than their figure.

>>> from fbss_analysis.schema import Kind
>>> page = Document("page", "5% " * 99 + "of the patients fell, 4% died.")
>>> figures = [Mention("page", 3 * i, 3 * i + 2, "5%", Kind.PERCENT) for i in range(99)]
>>> figures.append(Mention("page", 318, 320, "4%", Kind.PERCENT))
>>> sorted(in_crowds(page, figures)) == [3 * i for i in range(99)]
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis.schema import Document, Mention

CROWD = 30  # figures in a row
_WORD = re.compile(r"[^\W\d_]{3}")  # "of" and "to" tie two figures, not thirty


def in_crowds(document: Document, mentions: Sequence[Mention]) -> frozenset[int]:
    """Where those of the mentions, which are in the order of the text, begin that stand in crowds."""
    runs: list[list[int]] = []
    end = 0
    for mention in mentions:
        if not runs or _WORD.search(document.text, end, mention.start):
            runs.append([])
        runs[-1].append(mention.start)
        end = mention.end
    return frozenset(start for run in runs if len(run) > CROWD for start in run)

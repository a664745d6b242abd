"""Stretches: short pieces of text that may tell one thing, whatever they look like.

Numbers that belong together stand in one sentence, in a few sentences in a row, or in the lines of a small table or
list, where each line is a block of its own. A stretch is any such run without a blank line in it; the shortest come
first, so that whoever looks for a relation finds it where it is told most plainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fbss_analysis.interpretation.context import Context, mentions_by_sentence

_BLANK = re.compile(r"\n[ \t\u00a0\r]*\n")
_SENTENCES, _LINES = 4, 14
_LONGEST, _LINE, _SHORT = 1200, 120, 30  # characters
_CROWD = 24  # mentions


@dataclass(frozen=True, slots=True)
class Stretch:
    """The mentions of some sentences in a row, and where the sentences begin and end."""

    places: tuple[int, ...]
    first: int
    last: int
    start: int
    end: int

    def words(self, view: Context) -> str:
        """The words of the stretch, and of the sentence or line before and behind it."""
        first, last = self.widened(view)
        return view.document.text[view.page.sentences[first].start : view.page.sentences[last].end]

    def widened(self, view: Context) -> tuple[int, int]:
        """The first and the last sentence, with the one before and behind unless a blank line parts them."""
        before = self.first > 0 and _follows(view, self.first)
        behind = self.last + 1 < len(view.page.sentences) and _follows(view, self.last + 1)
        return self.first - before, self.last + behind


def find_stretches(view: Context) -> Iterator[Stretch]:
    """Every run of sentences that opens with a mention, the shortest first for each opening; of lines, longer runs."""
    told = mentions_by_sentence(view)
    for first in told:
        yield from _from(view, told, first)


def _from(view: Context, told: Mapping[int, Sequence[int]], first: int) -> Iterator[Stretch]:
    sentences, places = view.page.sentences, list[int]()
    start = sentences[first].start
    lines = 0
    for last in range(first, min(first + _LINES, len(sentences))):
        here = sentences[last]
        if last > first and not _follows(view, last):
            return
        size = here.end - here.start
        lines += last > first and size < (_SHORT if here.block == sentences[last - 1].block else _LINE)
        if last - first - lines >= _SENTENCES or here.end - start > _LONGEST:
            return
        places += told.get(last, ())
        if len(places) > _CROWD:
            return
        if last in told or last - first < _SENTENCES:
            yield Stretch(tuple(places), first, last, start, here.end)


def _follows(view: Context, at: int) -> bool:
    """Whether a sentence follows the one before it without a blank line between, or closes or follows a list."""
    before, here = view.page.sentences[at - 1], view.page.sentences[at]
    if "item" in (view.page.blocks[before.block].kind, view.page.blocks[here.block].kind):
        return True
    return _BLANK.search(view.document.text, before.end - 1, here.start + 1) is None


def around(view: Context, i: int, reach: int = 3) -> list[int]:
    """The mentions of the sentences at most so far from that of mention `i`; of short lines, more of them."""
    at = view.sentence_of[i]
    if at is None:
        return [i]
    first, last = _reach(view, at, -1, reach), _reach(view, at, 1, reach)
    left = right = i
    while left > 0 and i - left < _CROWD and first <= _sentence(view, left - 1) <= last:
        left -= 1
    while right + 1 < len(view.mentions) and right - i < _CROWD and first <= _sentence(view, right + 1) <= last:
        right += 1
    return list(range(left, right + 1))


def _sentence(view: Context, i: int) -> int:
    at = view.sentence_of[i]
    return -1 if at is None else at


def _reach(view: Context, at: int, step: int, reach: int) -> int:
    """The sentence that one gets to from a sentence in so many steps, lines that are short not counted."""
    sentences, taken = view.page.sentences, 0.0
    while 0 <= at + step < len(sentences) and taken < reach:
        if not _follows(view, max(at, at + step)):
            break
        at += step
        taken += reach / _LINES if sentences[at].end - sentences[at].start < _LINE and is_line(view, at) else 1
    return at


def is_line(view: Context, at: int) -> bool:
    """Whether a sentence has its line for itself."""
    here = view.page.sentences[at].block
    return all(
        s.block != here for s in (*view.page.sentences[max(0, at - 1) : at], *view.page.sentences[at + 1 : at + 2])
    )

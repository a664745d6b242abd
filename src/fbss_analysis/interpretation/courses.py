"""Courses: figures told with rising times, which can only rise, or only fall, by what they are called.

A running total, a cumulative share and a tally of those who ever had something cannot fall; the share of those who
survive or stay free of something cannot rise. The words must say so, of these figures: in their sentence, in the one
that announces or explains them, or above their list or table. Where the words leave open which way, or say both
("cumulative survival"), a course that goes either way is in order. Whether the figures belong together is read from
what stands between them: words that are new there may name another group or outcome, and then nothing is asked.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd edition. Wiley 2002, section
1.2 (cumulative incidence and survivor function are monotone).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fbss_analysis.interpretation.context import Context, mentions_by_sentence, value_of
from fbss_analysis.interpretation.couples import FIGURES, Couple, find_couples
from fbss_analysis.interpretation.cues import EITHER_WAY, EXPLAINS, GOES_ON, RATES, SAYS, direction, new_words
from fbss_analysis.interpretation.grids import find_series, region
from fbss_analysis.interpretation.timepoints import CALENDAR, SINCE, TimePoint, find_timepoints
from fbss_analysis.schema import Claim

_BLANK = re.compile(r"\n[ \t\u00a0\r]*\n")
_SENTENCES, _LONGEST = 14, 1400  # of a course; characters
_FEW, _SOME = 0, 3  # new words
_ASIDE = re.compile(
    r"\b(?:n|no|number|events?|CI|SE|SD|p|mean|median|new|per|interval|score)\b", re.IGNORECASE
)  # no course
_CLAUSE = re.compile(r"[,;:.)]|\band\b|$")
_GROUP = re.compile(r"\s*(?:in|among|for|with)\s+(?!all\b|each\b|every\b|total\b|place\b|use\b)", re.IGNORECASE)


def find_courses(view: Context, claims: Sequence[Claim]) -> Iterator[tuple[list[Claim], str]]:
    """Each course with its figures in the order in which they must not fall, and the word that says so."""
    told = mentions_by_sentence(view)
    seen: set[int] = set()
    for ordered, said in _gridded(view, told):
        seen |= set(ordered)
        yield [claims[i] for i in ordered], said
    for at, said in _saying(view, told):
        couples = _Reading(view, told, at).course()
        places = [couple.place for couple in couples]
        if len(couples) > 1 and not seen & set(places) and not _are_rates(view, at, couples):
            ordered = _in_order(view, couples, direction(view.page.words(view.page.sentences[at])))
            if ordered:
                seen |= set(places)
                yield [claims[i] for i in ordered], said


def _saying(view: Context, told: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, str]]:
    """The sentences with a word that makes figures cumulative, where there are figures in them or close by."""
    last = -1
    for found in SAYS.finditer(view.document.text):
        at = view.page.sentence_at(found.start())
        if at is not None and at > last and any(s in told for s in range(at - 1, at + 2)):
            last = at
            yield at, " ".join(found[0].split()).lower()


@dataclass(slots=True)
class _Reading:
    """The sentences around the one that says what figures are, each with its couples of figure and moment."""

    view: Context
    told: Mapping[int, Sequence[int]]
    at: int
    units: dict[int, list[Couple]] = field(default_factory=dict)

    def text(self, first: int, last: int) -> str:
        """The words of some sentences in a row."""
        sentences = self.view.page.sentences
        return self.view.document.text[sentences[first].start : sentences[last].end]

    def course(self) -> list[Couple]:
        """The couples that belong together, in the order of the text."""
        first, last = self._reach(-1, 1), self._reach(1, _SENTENCES)
        self._tell(first, last)
        own = self.units.get(self.at, [])
        before = self.units.get(self.at - 1, []) if first < self.at else []
        here = self.text(self.at, self.at)
        if not own and before and EXPLAINS.match(here):
            return self._joined(before, self.at - 1)
        run = self._joined(own, self.at)
        if own and len(run) < len(own):
            return run
        if before and own and GOES_ON.search(here) and len(self._new(self.at - 1, self.at)) <= _SOME:
            run = [*self._joined(before, self.at - 1), *run]
        return [*run, *self._following(last)]

    def _following(self, last: int) -> Iterator[Couple]:
        allowed = _FEW if self.units.get(self.at) else _SOME
        for s in range(self.at + 1, last + 1):
            couples = self.units.get(s, [])
            more = _FEW if SAYS.search(self.text(s, s)) else 0
            if (
                not couples
                or len(self._new(self.at, s)) > allowed + more
                or len(self._joined(couples, s)) < len(couples)
            ):
                return
            allowed = _FEW
            yield from couples

    def _new(self, first: int, s: int) -> list[str]:
        """The new words of a sentence up to its last couple."""
        start = self.view.page.sentences[s].start
        return new_words(self.text(first, s - 1), self._words(start, self.units[s]))

    def _words(self, start: int, couples: Sequence[Couple]) -> str:
        """What is said from a place to the end of the last couple, without figures and moments."""
        text, words = self.view.document.text, []
        mentions = [self.view.mentions[couple.place] for couple in couples]
        told = [(couple.point.start, couple.point.end) for couple in couples] + [(m.start, m.end) for m in mentions]
        for begin, end in sorted(told):
            words.append(text[start:begin] if begin > start else "")
            start = max(start, end)
        return " ".join([*words, text[start : couples[-1].end]])

    def _joined(self, couples: list[Couple], s: int) -> list[Couple]:
        """The couples of a sentence as far as no new words come between them; none where each tells its own group."""
        text = self.view.document.text
        start = self.view.page.sentences[min(s, self.at)].start
        end = self.view.page.sentences[s].end
        tails = [text[couple.end : _CLAUSE.search(text, couple.end, end).start()] for couple in couples]  # type: ignore[union-attr]
        if len(couples) > 1 and all(_GROUP.match(tail) for tail in (tails[0], tails[-1])):
            return couples[:1]
        for k, (one, other) in enumerate(pairwise(couples), 1):
            behind = one.end + len(tails[0]) if k == 1 else one.end
            if len(new_words(text[start:behind], self._words(behind, [other]))) > _FEW:
                return couples[:k]
        return couples

    def _tell(self, first: int, last: int) -> None:
        sentences = self.view.page.sentences
        base = sentences[first].start
        points = _of_one_scale(find_timepoints(self.view.document.text[base : sentences[last].end]))
        for s in range(first, last + 1):
            begin, end = sentences[s].start - base, sentences[s].end - base
            here = [_moved(p, base) for p in points if begin <= p.start < end]
            if couples := find_couples(self.view, self.told.get(s, ()), here):
                self.units[s] = couples

    def _reach(self, step: int, most: int) -> int:
        sentences, text, at = self.view.page.sentences, self.view.document.text, self.at
        for s in range(self.at + step, self.at + step * (most + 1), step):
            if not 0 <= s < len(sentences):
                break
            low, high = sorted((s, at))
            apart = _BLANK.search(text, sentences[low].end - 1, sentences[high].start + 1)
            if apart or abs(sentences[s].end - sentences[self.at].start) > _LONGEST:
                break
            at = s
        return at


def _gridded(view: Context, told: Mapping[int, Sequence[int]]) -> Iterator[tuple[list[int], str]]:
    """The courses of tables, each a row or column that its own name, or the heading, calls cumulative or left over."""
    done: int | None = None
    for at, said in _saying(view, told):
        start = region(view.document.text, view.page.sentences[at].start)
        if start == done:
            continue
        done = start
        for series in find_series(view.document.text, view.page.sentences[at].start):
            way = direction(series.label) or (
                "" if _ASIDE.search(series.label) else direction(series.heading, once=False)
            )
            if way and not RATES.search(series.label + series.heading):
                found = [(point, _figure(view, *cell)) for point, cell in series.cells]
                couples = [Couple(point, i, 0, 0) for point, i in found if i is not None]
                if ordered := _in_order(view, couples, way):
                    yield ordered, said


def _figure(view: Context, start: int, end: int) -> int | None:
    """The first number of a cell, if it begins with one."""
    i = bisect_left(view.mentions, start, key=lambda mention: mention.start)
    inside = i < len(view.mentions) and view.mentions[i].end <= end and view.mentions[i].kind in FIGURES
    return i if inside and not view.document.text[start : view.mentions[i].start].strip(" (*<>~≈") else None


def _are_rates(view: Context, at: int, couples: Sequence[Couple]) -> bool:
    """Whether the words say that each figure is of its own stretch of time, or that groups are compared."""
    start = min(view.page.sentences[at].start, couples[0].start)
    return RATES.search(view.document.text, start, couples[-1].end) is not None


def _moved(point: TimePoint, by: int) -> TimePoint:
    return replace(point, start=point.start + by, end=point.end + by)


def _of_one_scale(points: Sequence[TimePoint]) -> list[TimePoint]:
    """The moments of the scale that most of them are on; a year of the calendar beside them tells when all this was."""
    counted = Counter(point.scale for point in points)
    if not counted:
        return []
    scale = max(counted, key=lambda name: (counted[name], name == SINCE))
    return [point for point in points if point.scale == scale]


def _in_order(view: Context, couples: Sequence[Couple], way: str) -> list[int]:
    """The figures in the order in which they must not fall; none where they may be of several courses."""
    months = [couple.point.months for couple in couples]
    if len(set(months)) < max(2, len(months)) or not way or len({c.point.scale for c in couples}) > 1:
        return []
    if couples[0].point.scale == CALENDAR and months != sorted(months):
        return []
    rising = [couple.place for couple in sorted(couples, key=lambda couple: couple.point.months)]
    if way == EITHER_WAY and len(rising) < 3:
        return []
    values = [value_of(view.mentions[i]) for i in rising]
    breaks = sum(a > b for a, b in pairwise(values))
    falls = way == "falls" or (way == EITHER_WAY and 2 * breaks >= len(values))
    return rising[::-1] if falls else rising

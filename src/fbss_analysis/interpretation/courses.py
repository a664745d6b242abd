"""Courses: figures told with rising times, which can only rise, or only fall, by what they are called.

A running total, a cumulative share and a tally of those who ever had something cannot fall; the share of those who
survive or stay free of something cannot rise. The words must say so, of these figures: in their sentence, in the one
that announces or explains them, or above their list or table. A course of three that goes one way all along is in
order, whichever way: the words may have been misread, its figures hardly.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd edition. Wiley 2002, section
1.2 (cumulative incidence and survivor function are monotone).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from fbss_analysis.interpretation.alikeness import count_others
from fbss_analysis.interpretation.context import SHARES, Context, mentions_by_sentence, value_of
from fbss_analysis.interpretation.couples import FIGURES, Couple
from fbss_analysis.interpretation.cues import ADDED_UP, BY_THEN, EITHER_WAY, RATES, SAYS, TO_DATE, direction
from fbss_analysis.interpretation.grids import find_series, region
from fbss_analysis.interpretation.tellings import Telling
from fbss_analysis.interpretation.timepoints import CALENDAR
from fbss_analysis.schema import Claim, Kind

_PAIR = 2
_DEATH = re.compile(r"death|died|dead|mortal", re.IGNORECASE)  # tells of an event, and announces no figures of it
_DENIED = re.compile(
    r"\b(?:was|were|is|are|did|do|does|has|have|been)\s+(?:not|never)\s+(?:\w+ly\s+|been\s+|be\s+)?"
    r"(?:stud|analy|assess|examin|investigat|measur|consider|calculat|address|evaluat|available)\w*",
    re.IGNORECASE,
)
_LONGEST = 1400  # characters of a sentence that are looked through
_NO_COURSE = re.compile(r"\b(?:n|no|number|events?|CI|SE|SD|p|mean|median|new|per|interval|score)\b", re.IGNORECASE)


def find_courses(view: Context, claims: Sequence[Claim]) -> Iterator[tuple[list[Claim], str]]:
    """Each course with its figures in the order in which they must not fall, and the word that says so."""
    told = mentions_by_sentence(view)
    seen: set[int] = set()
    saying = _saying(view, told)
    for ordered, said in (*_gridded(view, saying), *_told(view, told, saying)):
        if ordered and not seen & set(ordered):
            seen |= set(ordered)
            yield [claims[i] for i in ordered], said


def _told(
    view: Context, told: Mapping[int, Sequence[int]], saying: Sequence[tuple[int, str]]
) -> Iterator[tuple[list[int], str]]:
    """The courses of sentences and lists."""
    for at, said in saying:
        words = view.page.words(view.page.sentences[at])
        for couples in Telling(view, told, at).courses():
            if (
                len(couples) > 1
                and not _count_others(view, couples)
                and not _are_rates(view, at, couples)
                and _of_one_group(view, couples, words)
            ):
                yield _in_order(view, couples, direction(words)), said


def _saying(view: Context, told: Mapping[int, Sequence[int]]) -> list[tuple[int, str]]:
    """The sentences with a word that makes figures cumulative, where there are figures in them or close by."""
    figures = {s: sum(view.mentions[i].kind in FIGURES for i in places) for s, places in told.items()}
    near = sorted({at for s in told for at in range(max(0, s - 2), min(s + 2, len(view.page.sentences)))})
    found = []
    for at in near:
        if sum(figures.get(s, 0) for s in range(at - 2, at + 5)) > 1:
            sentence = view.page.sentences[at]
            end = min(sentence.end, sentence.start + _LONGEST)
            words = SAYS.finditer(view.document.text, sentence.start, end)
            alone = not figures.get(at)
            word = next((m for m in words if not (alone and _DEATH.search(m[0]))), None)
            if word and not _DENIED.search(view.document.text, sentence.start, end):
                found.append((at, " ".join(word[0].split()).lower()))
    return found


def _gridded(view: Context, saying: Sequence[tuple[int, str]]) -> Iterator[tuple[list[int], str]]:
    """The courses of tables, each a row or column that its own name, or the heading, calls cumulative or left over."""
    done: int | None = None
    for at, said in saying:
        start = region(view.document.text, view.page.sentences[at].start)
        if start == done:
            continue
        done = start
        for series in find_series(view.document.text, view.page.sentences[at].start):
            way = direction(series.label)
            if not way and not _NO_COURSE.search(series.label):
                way = direction(series.heading, once=False)
            if way and not RATES.search(series.label + series.heading):
                found = [(point, _figure(view, *cell)) for point, cell in series.cells]
                couples = [Couple(point, i, 0, 0) for point, i in found if i is not None]
                if _of_one_group(view, couples, series.label + series.heading):
                    yield _in_order(view, couples, way), said


def _figure(view: Context, start: int, end: int) -> int | None:
    """The first number of a cell, if it begins with one."""
    i = bisect_left(view.mentions, start, key=lambda mention: mention.start)
    inside = i < len(view.mentions) and view.mentions[i].end <= end and view.mentions[i].kind in FIGURES
    return i if inside and not view.document.text[start : view.mentions[i].start].strip(" (*<>~≈") else None


def _are_rates(view: Context, at: int, couples: Sequence[Couple]) -> bool:
    """Whether the words say that each figure is of its own stretch of time, or that groups are compared."""
    start = min(view.page.sentences[at].start, couples[0].start)
    return RATES.search(view.document.text, start, couples[-1].end) is not None


def _count_others(view: Context, couples: Sequence[Couple]) -> bool:
    """Whether two of the figures count different people or things by their nouns, or only some are shares."""
    told = [view.mentions[couple.place] for couple in couples]
    mixed = len({mention.kind in SHARES for mention in told}) > 1
    ahead = len(told) == _PAIR and all(m.kind == Kind.COUNT and m.end < c.point.start for m in told for c in couples)
    return mixed or ahead or any(count_others(one, other) for one, other in pairwise(told))


def _of_one_group(view: Context, couples: Sequence[Couple], words: str) -> bool:
    """Whether the figures are of the same people: shares of different years of the calendar hardly ever are."""
    if all(couple.point.scale != CALENDAR for couple in couples):
        return True
    if BY_THEN.search(words):
        return True
    shares = any(view.mentions[couple.place].kind in SHARES for couple in couples)
    return (TO_DATE if shares else ADDED_UP).search(words) is not None


def _in_order(view: Context, couples: Sequence[Couple], way: str) -> list[int]:
    """The figures in the order in which they must not fall; none where they may be of several courses."""
    months = [couple.point.months for couple in couples]
    if len(set(months)) < max(2, len(months)) or not way or len({c.point.scale for c in couples}) > 1:
        return []
    if couples and couples[0].point.scale == CALENDAR and months != sorted(months):
        return []
    rising = [couple.place for couple in sorted(couples, key=lambda couple: couple.point.months)]
    if len(rising) == 2:
        return [] if way == EITHER_WAY else rising[::-1] if way == "falls" else rising
    falling = rising[::-1]
    if way == EITHER_WAY or not _breaks(view, rising) or not _breaks(view, falling):
        return min(rising, falling, key=lambda places: _breaks(view, places))
    return falling if way == "falls" else rising


def _breaks(view: Context, places: Sequence[int]) -> int:
    """How often a figure is less than the one before it."""
    return sum(value_of(view.mentions[a]) > value_of(view.mentions[b]) for a, b in pairwise(places))

"""Which number of a sentence an interval is told of, and whether it can lie in it.

The nearest number in front of the interval that is printed as its bounds are (decimals, percent sign, currency) is its
estimate, unless its label says that it is something else: a p-value, a sample size, a test statistic, a year. Where
numbers are listed or set against one another, the interval may be that of any of them, or of their difference or
ratio; as many intervals as numbers in a list are told in their order. An interval without a number of its kind in
front of it takes the one behind it, or those of the sentences before. Only where no reading agrees is there a misfit.

References: Altman DG et al, eds. Statistics with Confidence. 2nd ed. BMJ Books 2000, chapters 2 and 15.
Nuijten MB et al. The prevalence of statistical reporting errors in psychology. Behav Res Methods 2016;48:1205-1226.

>>> text = "Pain fell by 2.1 points (n = 40, P < 0.01; 95% CI 1.6 to 1.9)."
>>> figures = read_figures(text)
>>> [(f.estimate.text, f.agrees) for f in bind(text, figures, find_intervals(text, figures), 0, len(text))]
[('2.1', False)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, pairwise

from fbss_analysis.bounds.contrasts import derived, is_of_difference, lies_in
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.labels import is_count, may_be_estimate
from fbss_analysis.bounds.notation import Told, find_intervals, is_range

_LISTED = re.compile(
    r"[\s)\]]*(?:%|points?|mm|kg|cm)?[\s)\]]*(?:,|;|/|\band\b|\bor\b|,\s*and\b|\bversus\b|\bvs?\b\.?|\bto\b|\bthan\b|\bcompared\s+(?:with|to)\b|\bagainst\b|–|-|→)\s*(?:[\w-]+\s+){0,2}?",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|some|circa|ca\.?|over|up\s+to)\s*$|[~≈]\s*$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[^\W\d_]{2}\d+[.·]\d+[\s(\[]*$")  # "REF1.28 (0.67 to 2.43)": a cell run together with the next
_BECAME = re.compile(
    r"\b(?:increas|decreas|reduc|ris|rose|fell|fall|dropp?|declin|improv|chang|return)\w*\s+to\s+$", re.I
)
_OUT_OF = re.compile(r"\d\s?/\s?\d+(?:\s[^\W\d][\w’'-]*){0,7}[\s(\[,]*$")  # "5/100 mm on a line (95% CI 4 to 7)"
_NEAR, _FAR = 60, 160
_FEW, _CUT = 3, 8


@dataclass(frozen=True, slots=True)
class Limits:
    """An estimate, the interval told of it, and whether any reading of the text puts the one in the other."""

    estimate: Figure
    told: Told
    agrees: bool


def bind(
    text: str,
    figures: Sequence[Figure],
    intervals: Sequence[Told],
    start: int,
    end: int,
    earlier: Callable[[], Sequence[Figure]] = tuple,
) -> Iterator[Limits]:
    """The estimate of each interval of a sentence; `earlier` gives numbers of the sentences before that stand alone."""
    usable = _usable(text, [f for f in figures if not _is_taken(f, intervals)], start, end)
    last = start
    held: list[Figure] = []
    for group in _groups(intervals):
        first = group[0]
        region = [f for f in usable if last <= f.start and f.end <= first.start and not is_count(text, f, first)]
        behind = [f for f in usable if f.start >= group[-1].closing and not is_count(text, f, first)]
        last = group[-1].closing
        yield from _bind_group(text, group, region, held, behind, earlier)
        held = region or held


def _usable(text: str, free: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The numbers that may be estimates; those behind "about" are told more loosely."""
    ends = _in_ranges(text, free)
    usable = [f for f in free if f.start not in ends and may_be_estimate(text, f, start, end)]
    return [replace(f, hedged=True) if _HEDGED.search(text, max(start, f.start - 20), f.start) else f for f in usable]


def _groups(intervals: Sequence[Told]) -> Iterator[list[Told]]:
    """Intervals that are listed one behind the other."""
    group: list[Told] = []
    for told in intervals:
        if group and not (told.cue and told.cue[0] == told.cue[1] == group[-1].end):
            yield group
            group = []
        group.append(told)
    if group:
        yield group


def _bind_group(
    text: str,
    group: Sequence[Told],
    before: Sequence[Figure],
    held: Sequence[Figure],
    behind: Sequence[Figure],
    earlier: Callable[[], Sequence[Figure]],
) -> Iterator[Limits]:
    if len(group) > 1:
        yield from _in_order(group, before)
        return
    told = group[0]
    if before:
        found = _in_front(text, before, told)
    elif held:
        found = Limits(held[-1], told, True) if agrees(held, told) else None
    else:
        found = None if _is_cut_off(text, told) or _is_score(text, told) else _behind(behind, told)
        found = found or _earlier(earlier(), told)
    if found:
        yield found


def _is_cut_off(text: str, told: Told) -> bool:
    """Whether an interval follows the point of a sentence that it belongs to: "fell by 2.0 kg. 95% CI 0.7–3.3"."""
    ahead = text[max(0, told.opening - _CUT) : told.opening].rstrip(" ")
    return told.cue is not None and told.cue[0] < told.start and ahead[-1:] == "." and ahead[-2:-1].isalnum()


def _is_score(text: str, told: Told) -> bool:
    """Whether an interval follows a number out of the most that a scale has."""
    return _OUT_OF.search(text, max(0, told.opening - _NEAR), told.opening) is not None


def _in_order(group: Sequence[Told], before: Sequence[Figure]) -> Iterator[Limits]:
    """The intervals of a list with the numbers of a list in front of them, one by one."""
    alike = [f for f in before if likeness(f, group[0]) == 0][-len(group) :]
    if len(alike) == len(group):
        for f, told in zip(alike, group, strict=True):
            yield Limits(f, told, agrees([f], told))


def _in_front(text: str, before: Sequence[Figure], told: Told) -> Limits | None:
    """The nearest number in front that is printed as the bounds are, else the nearest of all, where it is near."""
    ranked = sorted(before, key=lambda f: (min(likeness(f, told), 2), -f.start))
    nearest = ranked[0]
    like = likeness(nearest, told)
    far = max(told.opening, nearest.end) - nearest.end > (_NEAR if like else _FAR)
    pool = [f for f in before if f.start >= nearest.start] if like == 0 and not far else list(before)
    pool += _set_against(text, before, nearest)
    fits = agrees(pool, told) or derived(text, before, nearest, told)
    in_words = not any(map(str.isdigit, nearest.text))
    other = is_of_difference(text, nearest, told) or _is_of_another(text, nearest, told)
    if (far or like > 1 or in_words or other) and not fits:
        return None
    return Limits(nearest, told, fits)


def _is_of_another(text: str, nearest: Figure, told: Told) -> bool:
    """Whether a number without a space before it stands in between, or the interval is that of a change to a level."""
    glued = _GLUED.search(text, nearest.end, told.start) is not None
    became = _BECAME.search(text, max(0, nearest.start - 24), nearest.start) is not None
    return glued or (became and max(told.low.value, told.high.value) < 0 < nearest.value)


def _behind(behind: Sequence[Figure], told: Told) -> Limits | None:
    """The first number behind the interval that is printed as the bounds are."""
    alike = [f for f in behind if likeness(f, told) == 0 and f.start - told.closing <= _FAR]
    return Limits(alike[0], told, agrees(alike, told)) if alike else None


def _earlier(earlier: Sequence[Figure], told: Told) -> Limits | None:
    """The numbers of the sentences before that are printed as the bounds are, where they are few."""
    alike = [f for f in earlier if likeness(f, told) == 0]
    if not alike:
        return None
    return Limits(alike[-1], told, agrees(alike, told) or len(alike) > _FEW)


def _is_taken(figure: Figure, intervals: Sequence[Told]) -> bool:
    return any(
        told.start <= figure.start < told.end or (told.cue and told.cue[0] <= figure.start < told.cue[1])
        for told in intervals
    )


def _in_ranges(text: str, free: Sequence[Figure]) -> set[int]:
    """Where the numbers begin that are ends of a range that is no interval."""
    ranges = (
        (one.start, other.start)
        for one, other in pairwise(free)
        if text[one.end : other.start].strip() in "-–—−‐‑" and one.value < other.value and is_range(text, one, other)
    )
    return set(chain.from_iterable(ranges))


def likeness(figure: Figure, told: Told) -> int:
    """How alike a number is printed to the bounds: 0 the same way, 1 nearly, 2 not; one in words is nearly so."""
    if not any(map(str.isdigit, figure.text)):
        return 1
    percent = told.high.percent or told.low.percent
    decimals = max(told.low.decimals, told.high.decimals)
    apart = min(abs(figure.decimals - d) for d in (told.low.decimals, told.high.decimals))
    if figure.percent and not percent and apart < 2:
        return apart
    if figure.percent != percent:
        return 1 if (figure.decimals > 0 and not figure.percent and decimals > 0 and apart == 0) else 2
    if (told.low.money or told.high.money) != figure.money:
        return 2
    return min(apart, 2)


def agrees(figures: Sequence[Figure], told: Told) -> bool:
    """Whether one of the numbers lies in the interval, as printed or in another usual form."""
    return any(lies_in(value, told) for f in figures for value in readings(f, told))


def readings(figure: Figure, told: Told) -> Iterator[Figure]:
    """A number as it may be meant: as printed, with its sign told in words, as a proportion or a factor."""
    yield figure
    low = min(told.low.value, told.high.value, -told.low.value if told.crosses else told.low.value)
    if (figure.value < 0 or low < 0) and not (figure.value < 0 and low < 0 and figure.signed):
        yield _as(figure, -figure.value)
    percent = told.high.percent or told.low.percent
    if figure.percent and not percent:
        part = figure.value / 100
        for value in (part, 1 + part, 1 - part, -part):
            yield _as(figure, value, figure.decimals + 2)
    if percent and not figure.percent:
        yield _as(figure, figure.value * 100, figure.decimals - 2)
        for value in (figure.value - 1, 1 - figure.value):
            yield _as(figure, value * 100, figure.decimals - 2)


def _as(figure: Figure, value: Decimal, decimals: int | None = None) -> Figure:
    return replace(figure, value=value, decimals=figure.decimals if decimals is None else decimals)


def _set_against(text: str, before: Sequence[Figure], nearest: Figure) -> list[Figure]:
    """The numbers that are listed with the nearest one: "1.5 and 2.5", "12.3 vs 8.1"."""
    listed: list[Figure] = []
    at = before.index(nearest)
    while at > 0 and _LISTED.fullmatch(text, before[at - 1].end, before[at].start):
        at -= 1
        listed.append(before[at])
    return listed


def limits_of(text: str) -> list[Limits]:
    """The estimates and intervals of one sentence, to try the reading on."""
    figures = read_figures(text)
    return list(bind(text, figures, find_intervals(text, figures), 0, len(text)))

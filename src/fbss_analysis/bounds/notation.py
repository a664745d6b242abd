"""Where a sentence tells a confidence or credible interval, and which two of its numbers are the bounds.

An interval is told by a cue (the words "confidence interval" in their many forms, an acronym, or a level such as 95%
with "limits", "level" or "sure") and two numbers joined by what joins the ends of a range. They stand behind the cue or
right before it; between the cue and the bounds there may be words, but no full stop. A bracket that holds two joined
numbers and nothing else, behind a number of the same print, is an interval as well where the sentence has told one, or
where the number is an effect.

References: Altman DG et al, eds. Statistics with Confidence. 2nd ed. BMJ Books 2000, chapters 2 and 15.
Lang TA, Altman DG. Basic statistical reporting for articles published in biomedical journals: the SAMPL guidelines.
Int J Nurs Stud 2015;52:5-9.

>>> from fbss_analysis.bounds.figures import read_figures
>>> text = "Risk was 24% (95% limits of confidence: from 18 to 31%), or, at the 90% level, 19–30%."
>>> [(text[told.start : told.end]) for told in find_intervals(text, read_figures(text))]
['18 to 31%', '19–30%']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fbss_analysis.bounds.figures import Figure
from fbss_analysis.bounds.wording import (
    AROUND,
    BACK_GLUE,
    BETWEEN,
    CLOSES,
    CRITERION,
    CUE,
    DIRECTION,
    DOUBT,
    EFFECT,
    EFFECT_OF,
    ENDS,
    FARTHEST_END,
    GLUE,
    ITS,
    JOINS_NEXT,
    KEPT_WITHIN,
    LEVEL_ALONE,
    LISTED,
    LOOSE,
    NAMES_KIND,
    NO_INTERVAL,
    OPENS,
    OTHER_THING,
    RANGE_WORD,
    RATIO,
    TIGHT,
    TIMES_AHEAD,
    TIMES_BEHIND,
    WITH_WORDS,
)

_FARTHEST = 140
_NEXT_TO = 30
_BACK = 90
_GAP = 4  # characters of space


@dataclass(frozen=True, slots=True)
class Told:
    """An interval that a text tells: its bounds, where it and its cue begin and end, and and whether a cue names it.

    `crosses` says that the bounds lie on either side of nought by their words: "1.5 lower to 0.6 higher".
    """

    low: Figure
    high: Figure
    cue: tuple[int, int] | None
    bracketed: bool
    crosses: bool = False

    @property
    def start(self) -> int:
        """Where the first bound begins."""
        return self.low.start

    @property
    def end(self) -> int:
        """Where the second bound ends."""
        return self.high.end

    @property
    def opening(self) -> int:
        """Where the telling begins, with its cue."""
        return min(self.start, self.cue[0]) if self.cue else self.start

    @property
    def closing(self) -> int:
        """Where the telling ends, with its cue."""
        return max(self.end, self.cue[1]) if self.cue else self.end


def is_range(text: str, one: Figure, other: Figure, *, loose: bool = False) -> bool:
    """Whether what stands between two numbers joins them as the ends of a range; `loose` admits commas and "and"."""
    if other.start - one.end > FARTHEST_END:
        return False
    gap = text[one.end : other.start]
    return bool(TIGHT.fullmatch(gap) or (loose and LOOSE.fullmatch(gap)))


def cues(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The cues of a stretch, in order: where each begins and ends, and whether it is only a word of doubt."""
    found = [(m.start(), m.end(), False) for m in CUE.finditer(text, start, end) if _is_cue(text, m, start, end)]
    for match in DOUBT.finditer(text, start, end):
        if not any(a <= match.start() < b for a, b, _ in found):
            found.append((match.start(), match.end(), True))
    return sorted(found)


def _is_cue(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if NO_INTERVAL.search(text, max(start, match.start() - 24), match.start()):
        return False
    if match[0].lower().endswith(("interval", "limits")) and not NAMES_KIND.search(match[0]):
        named = ITS.match(match[0]) and RATIO.search(text, start, match.start())
        named = named or AROUND.match(text, match.end(), end)
        return bool(named) or LEVEL_ALONE.search(text, start, end) is not None
    return True


def find_intervals(text: str, figures: Sequence[Figure], start: int = 0, end: int | None = None) -> list[Told]:
    """The intervals that are told between two places of a text, in order; `figures` are the numbers there."""
    stop = len(text) if end is None else end
    named = cues(text, start, stop)
    levels = {f.start for f in figures if any(a <= f.start < b for a, b, _ in named)}
    free = [f for f in figures if f.start not in levels and not is_product(text, f)]
    found: dict[int, Told] = {}
    heads = {at for pair in pairwise(named) if _are_heads(text, *pair) for at, _, _ in pair}
    for at, close, doubt in named:
        if at in heads or _is_criterion(text, start, at, close):
            continue
        told = _behind(text, free, at, close, doubt, found) or _in_front(text, free, at, close, doubt)
        for each in _with_next(text, free, told) if told else ():
            found.setdefault(each.start, each)
    like: set[tuple[int, int]] = set()  # how the estimates and bounds of plain intervals are printed
    for each in _bracketed(text, free):
        alike = each.low.decimals > 0 and (_before(free, each).decimals, each.low.decimals) in like
        named_before = any(close <= each.start and not doubt for _, close, doubt in named)
        if each.start not in found and (named_before or alike or _is_plain_interval(text, free, each)):
            found[each.start] = each
            like.add((_before(free, each).decimals, each.low.decimals))
    return [_signed(text, found[at]) for at in sorted(found)]


def _is_criterion(text: str, start: int, at: int, close: int) -> bool:
    """Whether intervals are told what they must keep to: "if the intervals were between 80% and 125%"."""
    many = text[at:close].lower().endswith(("intervals", "limits", "cis", "(cis)", "(ci)"))
    return many and (CRITERION.search(text, start, at) is not None or KEPT_WITHIN.match(text, close) is not None)


def _are_heads(text: str, one: tuple[int, int, bool], other: tuple[int, int, bool]) -> bool:
    """Whether two cues head columns of a table that are called the same: "Risk 95% CI Risk 95% CI"."""
    words = text[one[1] : other[0]].strip()
    ahead = text[max(0, one[0] - len(words) - _GAP) : one[0]]
    return words[:1].isalpha() and ahead.rstrip().endswith(words)


def is_product(text: str, figure: Figure) -> bool:
    """Whether a number is a side of "2 × 2"."""
    return bool(
        TIMES_BEHIND.search(text, max(0, figure.start - 4), figure.start) or TIMES_AHEAD.match(text, figure.end)
    )


def _signed(text: str, told: Told) -> Told:
    """The interval with what its words say of the signs of its bounds."""
    one, other = DIRECTION.search(text[told.low.end : told.high.start]), DIRECTION.match(text, told.high.end)
    if not one or not other or (one["down"] is None) == (other["down"] is None):
        return told
    return replace(told, crosses=True)


def _behind(text: str, free: Sequence[Figure], at: int, close: int, doubt: bool, found: dict[int, Told]) -> Told | None:
    """The first two joined numbers behind a cue, with at most one single number in between."""
    near = [f for f in free if close <= f.start <= close + _FARTHEST][:4]
    for skipped, (one, other) in enumerate(pairwise(near)):
        words = text[close : one.start]
        tight = skipped == 0 and GLUE.fullmatch(words) is not None
        between = BETWEEN.search(words) is not None
        if is_range(text, one, other, loose=(tight and not doubt) or between):
            if doubt and not (RANGE_WORD.search(words) or RANGE_WORD.search(text[at:close])):
                return None
            if not tight and (OTHER_THING.search(words) or skipped > 1 or one.start in found):
                return None
            if not tight and _ends_clause(words):
                return None
            third = near[skipped + 2] if len(near) > skipped + 2 and not is_range(text, one, other) else None
            if third and _goes_on(text, other, third):  # "HR; 95% CI: 1.9; 1.2, 3.1" has its estimate in front
                lies = other.value <= one.value <= third.value
                return Told(other, third, (at, close), False) if lies else None
            return Told(one, other, (at, close), OPENS.search(text, at, one.start) is not None)
    return None


def _goes_on(text: str, other: Figure, third: Figure) -> bool:
    """Whether a third number follows two that are joined loosely, so that they are a list."""
    return ")" not in text[other.end : third.start] and is_range(text, other, third, loose=True)


def _ends_clause(words: str) -> bool:
    """Whether a bracket that held the cue closes, and another clause goes on."""
    return words.count(")") > words.count("(") and len(words) > 40


def _in_front(text: str, free: Sequence[Figure], at: int, close: int, doubt: bool) -> Told | None:
    """Two joined numbers right in front of a cue."""
    before = [f for f in free if f.end <= at]
    return _right_in_front(text, before[-2:], at, close, doubt) or _right_in_front(text, before[-3:-1], at, close, True)


def _right_in_front(text: str, pair: Sequence[Figure], at: int, close: int, doubt: bool) -> Told | None:
    """Two joined numbers in front of a cue, with nothing in between, or with words where a range is told in words."""
    if len(pair) < 2 or at - pair[1].end > _BACK:
        return None
    one, other = pair
    words, gap = text[max(0, one.start - 40) : one.start], text[other.end : at]
    opened, ranged = OPENS.search(words) is not None, RANGE_WORD.search(words) is not None
    named = ENDS.search(gap) is not None
    if not (BACK_GLUE.fullmatch(gap) or ((named or ranged) and ";" not in gap)) or (doubt and not ranged):
        return None
    loose = named or (opened and not doubt) or BETWEEN.search(words) is not None
    return Told(one, other, (at, close), opened) if is_range(text, one, other, loose=loose) else None


def _with_next(text: str, free: Sequence[Figure], told: Told) -> Iterator[Told]:
    """An interval and those that are listed behind it: "1.2 to 1.9 and 1.6 to 3.5"."""
    yield told
    rest = [f for f in free if f.start >= told.end]
    while len(rest) > 1 and is_range(text, rest[0], rest[1]) and JOINS_NEXT.fullmatch(text, told.end, rest[0].start):
        told = Told(rest[0], rest[1], (told.end, told.end), told.bracketed)
        yield told
        rest = rest[2:]


def _bracketed(text: str, free: Sequence[Figure]) -> Iterator[Told]:
    """Two joined numbers that have a bracket for themselves, behind a number."""
    for before, one, other in zip(free, free[1:], free[2:], strict=False):
        opened = OPENS.search(text, max(before.end, one.start - 4), one.start)
        near = one.start - before.end <= _NEXT_TO
        if opened and near and CLOSES.match(text, other.end) and is_range(text, one, other, loose=True):
            yield Told(one, other, None, True)
        listed = OPENS.search(text, max(0, before.start - 4), before.start) and LISTED.fullmatch(
            text, before.end, one.start
        )
        if listed and CLOSES.match(text, other.end) and is_range(text, one, other):
            yield Told(one, other, None, True)


def _before(free: Sequence[Figure], told: Told) -> Figure:
    """The number right in front of an interval."""
    return max((f for f in free if f.end <= told.start), key=lambda f: f.end)


def _is_plain_interval(text: str, free: Sequence[Figure], told: Told) -> bool:
    """Whether two numbers in a bracket without a cue are an interval: printed as an effect is, or in square ones."""
    before = _before(free, told)
    if not before.decimals == told.low.decimals == told.high.decimals or before.percent != told.high.percent:
        return False
    if abs(told.high.value - told.low.value) == before.value:
        return False  # "up by 12% (from 45% to 57%)"
    effect = EFFECT.search(text, max(0, before.start - 90), before.start) is not None
    if before.decimals == 0:
        return effect and before.percent
    square = text[max(0, told.start - 3) : told.start].rstrip()[-1:] == "["
    tight = len(text[before.end : told.start].strip(" ,;([")) == 0
    if EFFECT_OF.search(text, max(0, before.start - 30), before.start):
        return tight or WITH_WORDS.fullmatch(text, before.end, told.start) is not None
    return tight and (square or before.percent or effect)

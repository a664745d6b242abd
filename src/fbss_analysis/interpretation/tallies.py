"""Tallies: figures that a stretch of text gives as all the parts of another, or of a hundred percent.

Which figures are the parts cannot always be told from the words, but need not be. A stretch that says that it counts
everything ("in all", "each in one group", a colon, a line that is called the sum) agrees with itself where some choice
of its figures makes the whole. Only where none does is it blamed, and then only where its list, as it stands, would
make the whole to the last digit had one of the numbers been typed right (`mistyping`): what was not meant so seldom
comes so near.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fbss_analysis.interpretation.addends import LEAST_WHOLE, MOST_PARTS, Addend, addends, misses_hundred, slip_away
from fbss_analysis.interpretation.agreements import agrees, is_plain, makes_hundred
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.exhausting import says_all, says_hundred, tells_moves
from fbss_analysis.interpretation.openings import leaves_rest
from fbss_analysis.interpretation.plans import is_plan
from fbss_analysis.interpretation.selective import names_some
from fbss_analysis.interpretation.stretches import Stretch, find_stretches
from fbss_analysis.schema import Claim, Kind

Parted = tuple[Sequence[Claim], Claim | str, str]
_ALL = 100
_LISTS, _LISTS_OF_ALIKE = 8, 24  # of one whole, and of all near by that have its value; plain text has a handful
_NEAR = 100  # mentions
_CLAUSE_ENDS = re.compile(r"[.;]\s")


class _Side(NamedTuple):
    """The figures on one side of a whole, by how much they miss it as a slip may, and shorter lists that miss it so."""

    figures: list[Addend]
    slip: int
    shorter: list[tuple[list[Addend], int]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out for the stretches before, which overlap: of a whole and a list, by the ends of the list."""

    sides: dict[tuple[object, ...], _Side] = field(default_factory=dict)
    slips: dict[tuple[object, ...], int] = field(default_factory=dict)
    ends: dict[tuple[int, int, bool], bool] = field(default_factory=dict)
    asked: Counter[int | tuple[float, int]] = field(default_factory=Counter)
    done: set[int] = field(default_factory=set)

    def may_ask(self, whole: Addend) -> bool:
        """Whether another list may be asked for words that make it all of a whole; in a crowd some are enough."""
        alike = whole.value, whole.place // _NEAR
        self.asked.update((whole.place, alike))
        return self.asked[whole.place] <= _LISTS and self.asked[alike] <= _LISTS_OF_ALIKE

    def slip(self, whole: Addend, parts: Sequence[Addend]) -> int:
        if not 2 <= len(parts) <= MOST_PARTS:
            return 0
        key = whole.place, whole.is_base, whole.sort, parts[0].place, parts[-1].place, len(parts)
        if key not in self.slips:
            self.slips[key] = slip_away(whole, parts)
        return self.slips[key]

    def parts(self, view: Context, one: Addend, other: Addend, opened: bool = False) -> bool:
        """Whether a clause ends between two figures, or the bracket that was opened in front of them."""
        key = one.place, other.place, opened
        if key not in self.ends:
            gap = view.gap(one.place, other.place)
            closed = opened and ")" in re.sub(r"\([^()]*\)", "", gap)
            self.ends[key] = closed or _CLAUSE_ENDS.search(gap) is not None
        return self.ends[key]


def find_tallies(view: Context, claims: Sequence[Claim], done: frozenset[int]) -> Iterator[Parted]:
    """Every list that a slip keeps from being the whole that the text says it is; none that has a figure of `done`."""
    known = _Known(done=set(done))
    for stretch in find_stretches(view):
        if len(stretch.places) < 2 or known.done.issuperset(stretch.places):
            continue
        for whole, parts, said in _suspects(view, stretch, known):
            key = parts[-1].place if whole is None else whole.place
            if key in known.done or done & {part.place for part in parts} or _holds(view, whole, parts):
                continue
            known.done.add(key)
            told = "100%" if whole is None else _claim_of(claims, whole)
            yield [claims[part.place] for part in parts], told, said


def _claim_of(claims: Sequence[Claim], whole: Addend) -> Claim | str:
    own = claims[whole.place]
    counts = own.reported is not None and own.reported.form != "multiplier"
    return own if counts and own.mention.denominator != whole.value else f"{whole.value:g}"


def _holds(view: Context, whole: Addend | None, parts: Sequence[Addend]) -> bool:
    """Whether some reading of the figures around agrees."""
    if whole is not None:
        return agrees(view, whole, parts)
    return not leaves_rest(view, parts) and makes_hundred(view, parts)


def _suspects(view: Context, stretch: Stretch, known: _Known) -> Iterator[tuple[Addend | None, Sequence[Addend], str]]:
    sorts: dict[str, list[Addend]] = {}
    for i in stretch.places:
        for part in addends(view, i):
            sorts.setdefault(part.sort, []).append(part)
    if not any(map(_may_tally, sorts.values())) or names_some(view, stretch):
        return
    words = stretch.words(view)
    for sort, same in sorts.items():
        if sort == "%":
            yield from _of_hundred(view, stretch, words, same)
            continue
        firm = [part for part in same if not part.loose]
        for at, whole in enumerate(firm):
            if whole.value < LEAST_WHOLE or whole.place in known.done:
                continue
            for parts, slip in _misses(view, firm, at, known):
                if not known.may_ask(whole):
                    break
                said = says_all(view, words, whole, parts, slip)
                if said and not is_plan(words):
                    yield whole, parts, said


def _may_tally(figures: Sequence[Addend]) -> bool:
    """Whether figures of one sort are enough for two parts and, but for percentages, a whole that is large enough."""
    if figures[0].sort == "%":
        return len(figures) > 1
    return len(figures) > 2 and max(part.value for part in figures) >= LEAST_WHOLE


def _of_hundred(
    view: Context, stretch: Stretch, words: str, shares: Sequence[Addend]
) -> Iterator[tuple[None, Sequence[Addend], str]]:
    parts = [part for part in shares if part.value < _ALL]
    told = [view.mentions[j] for j in stretch.places if view.mentions[j].unit == "percent"]
    hedged = any(m.hedge != "none" or m.kind == Kind.FRACTION_WORD for m in told)
    if hedged or len(parts) < 2 or not misses_hundred(parts) or tells_moves(words) or not is_plain(view, parts):
        return
    said = says_hundred(view, words, parts)
    if said and not is_plan(words):
        yield None, parts, said


def _misses(view: Context, firm: Sequence[Addend], at: int, known: _Known) -> Iterator[tuple[Sequence[Addend], int]]:
    """The lists that miss one figure by a slip: those behind or in front of it, some of them, and all together."""
    whole = firm[at].place, firm[at].is_base, firm[at].sort
    to_last, from_first = (*whole, "behind", firm[-1].place), (*whole, "ahead", firm[0].place)
    if to_last not in known.sides:
        known.sides[to_last] = _behind(view, firm[at], firm[at + 1 :], known)
    if from_first not in known.sides:
        known.sides[from_first] = _ahead(view, firm[at], firm[:at], known)
    behind, ahead = known.sides[to_last], known.sides[from_first]
    yield from ((side.figures, side.slip) for side in (behind, ahead) if side.slip)
    yield from (*behind.shorter, *ahead.shorter)
    if ahead.figures and behind.figures and len(ahead.figures) + len(behind.figures) <= MOST_PARTS:
        together = ahead.figures + behind.figures
        slip = known.slip(firm[at], together)
        if slip:
            yield together, slip


def _behind(view: Context, whole: Addend, figures: Sequence[Addend], known: _Known) -> _Side:
    """The figures behind a whole, all or up to where a clause or the bracket around them ends."""
    behind = _fitting(whole, figures)
    opened = bool(behind) and whole.place < behind[0].place and _is_opened(view.gap(whole.place, behind[0].place))
    most = min(len(behind), MOST_PARTS + 1)
    ends = [end for end in range(2, most) if known.parts(view, behind[end - 1], behind[end], opened)]
    return _side(whole, behind, [behind[:end] for end in ends], known)


def _ahead(view: Context, whole: Addend, figures: Sequence[Addend], known: _Known) -> _Side:
    """The figures in front of a whole, all or from where a clause ends."""
    ahead = _fitting(whole, figures)
    least = max(1, len(ahead) - MOST_PARTS)
    starts = [start for start in range(least, len(ahead) - 1) if known.parts(view, ahead[start - 1], ahead[start])]
    return _side(whole, ahead, [ahead[start:] for start in starts], known)


def _fitting(whole: Addend, figures: Sequence[Addend]) -> list[Addend]:
    """The figures that are no wholes themselves, nor parts of another whole."""
    own = whole.value, None
    return [part for part in figures if part.of in own and not part.is_base and part.value != whole.of]


def _side(whole: Addend, figures: list[Addend], shorter: Sequence[list[Addend]], known: _Known) -> _Side:
    slips = ((parts, known.slip(whole, parts)) for parts in shorter)
    return _Side(figures, known.slip(whole, figures), [(parts, slip) for parts, slip in slips if slip])


def _is_opened(gap: str) -> bool:
    return gap.count("(") > gap.count(")")

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
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation.addends import (
    Addend,
    addends,
    agrees,
    is_plain,
    makes_hundred,
    misses_hundred,
    slip_away,
)
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.exhausting import leaves_rest, names_some, says_all, says_hundred, tells_moves
from fbss_analysis.interpretation.stretches import Stretch, find_stretches
from fbss_analysis.schema import Claim

Parted = tuple[Sequence[Claim], Claim | str, str]
_ALL = 100
_CLAUSE_ENDS = re.compile(r"[.;]\s")


def find_tallies(view: Context, claims: Sequence[Claim], done: frozenset[int]) -> Iterator[Parted]:
    """Every list that a slip keeps from being the whole that the text says it is; none that has a figure of `done`."""
    seen: set[int] = set()
    for stretch in find_stretches(view):
        if len(stretch.places) < 2:
            continue
        for whole, parts, said in _suspects(view, stretch):
            key = parts[-1].place if whole is None else whole.place
            if key in seen or done & {key, *(part.place for part in parts)} or _holds(view, whole, parts):
                continue
            seen.add(key)
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


def _suspects(view: Context, stretch: Stretch) -> Iterator[tuple[Addend | None, Sequence[Addend], str]]:
    words = stretch.words(view)
    if names_some(words):
        return
    figures = [part for i in stretch.places for part in addends(view, i)]
    for sort in dict.fromkeys(part.sort for part in figures):
        same = [part for part in figures if part.sort == sort]
        if sort == "%":
            yield from _of_hundred(view, stretch, words, same)
            continue
        firm = [part for part in same if not part.loose]
        for at, whole in enumerate(firm):
            for parts in _lists(view, firm, at):
                slip = slip_away(whole, parts)
                said = says_all(view, words, whole, parts, slip) if slip else ""
                if said:
                    yield whole, parts, said


def _of_hundred(
    view: Context, stretch: Stretch, words: str, shares: Sequence[Addend]
) -> Iterator[tuple[None, Sequence[Addend], str]]:
    parts = [part for part in shares if part.value < _ALL]
    hedged = any(view.mentions[j].unit == "percent" and view.mentions[j].hedge != "none" for j in stretch.places)
    if hedged or len(parts) < 2 or not misses_hundred(parts) or tells_moves(words) or not is_plain(view, parts):
        return
    said = says_hundred(view, words, parts)
    if said:
        yield None, parts, said


def _lists(view: Context, firm: Sequence[Addend], at: int) -> Iterator[Sequence[Addend]]:
    """The figures behind or in front of one, all or up to where a clause ends, and all others."""
    own, base = [firm[at].value, None], firm[at].of
    behind = [part for part in firm[at + 1 :] if not part.is_base and part.of in own and part.value != base]
    ahead = [part for part in firm[:at] if not part.is_base and part.of in own and part.value != base]
    yield from (behind, ahead)
    opened = bool(behind) and firm[at].place < behind[0].place and _is_opened(view.gap(firm[at].place, behind[0].place))
    for end in range(2, len(behind)):
        gap = view.gap(behind[end - 1].place, behind[end].place)
        if _CLAUSE_ENDS.search(gap) or (opened and ")" in re.sub(r"\([^()]*\)", "", gap)):
            yield behind[:end]
    for start in range(1, len(ahead) - 1):
        if _CLAUSE_ENDS.search(view.gap(ahead[start - 1].place, ahead[start].place)):
            yield ahead[start:]
    yield ahead + behind


def _is_opened(gap: str) -> bool:
    return gap.count("(") > gap.count(")")

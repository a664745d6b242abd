"""Changes: a figure that a text gives as what became of one level to make another.

"Rose by 50%, from 200 to 300", "halved: 74 weeks in 2016 and 37 in 2022", "a tenth of what it was". The words beside a
figure tell that it is a change (`directions`); which two levels it lies between, how those stand to each other and to
it (`levels`). A change a year is not the change over all years. A figure in percent may be meant in points or relative
to the first level, and whichever two levels near by bear it out may be meant: all of these are readings.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from fbss_analysis.interpretation.context import EFFECTS, Context, value_of
from fbss_analysis.interpretation.directions import direction, is_by, is_nominal, is_part, tells_change
from fbss_analysis.interpretation.levels import Pair, find_pairs, like, measure, window
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.schema import Kind

_CLAIMS = (Kind.PERCENT_CHANGE, Kind.PERCENT, Kind.MULTIPLIER_WORD, Kind.FRACTION_WORD)
_MODELLED = re.compile(r"\b(?:odds|hazards?|adjust\w+|regression|pooled|likel(?:y|ihood))\b", re.IGNORECASE)
_ANOTHER_CLAUSE = re.compile(
    r"\b(?:and|but|while|whilst|whereas|although|though)\b|(?<!\bi)(?<!e)[.](?!\d|e\.)\s", re.IGNORECASE
)
_POINTS = re.compile(r"[-\s]*(?:absolute\s+|percentage\s+)?points?\b", re.IGNORECASE)
_CARRIED_ON = re.compile(
    r"\W*(?:(?:in|by|at|after|before|during|on|from)\s+[^,;]{0,40},\s*)?(?:it|they|there|this|that|these|those|the\s+(?:\w+\s+)?(?:number|figure|mean|median|score|rate|total|count|average|time)s?)\b",
    re.IGNORECASE,
)
_STEM = re.compile(r"[^\W\d_]{4,}")
_MORE = re.compile(r"\s+(?:more|higher|greater|larger|longer|bigger|better|likelier|less|lower|fewer)\b", re.IGNORECASE)
_MOST = 12
_CLOSE = 0.06  # how far a reading may be off to be worked out exactly
_NEAR_SENTENCES = 3
_FARTHEST = 15  # times that the higher of two levels is the lower one
_APPENDED = 80  # characters


def propose_change(view: Context, i: int) -> Proposal | None:
    """The readings of a change between two levels that the text ties it to; None where it ties it to none."""
    mention = view.mentions[i]
    if mention.kind not in _CLAIMS and mention.unit != "times" or not tells_change(view, i) or _is_modelled(view, i):
        return None
    if _is_points(view, i):
        return None
    levels = _levels(view, i)
    tied = _nearest(view, i, [pair for pair in find_pairs(view, i, levels) if _belongs(view, i, pair)])
    tied = [pair for pair in tied if pair.ordered or _is_alone(view, i, pair, levels)]
    tied = [pair for pair in tied if not _is_taken(view, i, pair)]
    if not tied or len(tied) > 2:
        return None
    readings = [reading for pair in tied for reading in _readings(view, i, pair)]
    for j, k in combinations(levels, 2):
        if like(view, j, k) and _fits(view, i, j, k):
            readings += _readings(view, i, Pair(j, k))
    base = tied[0].first if view.mentions[tied[0].first].kind == Kind.COUNT else None
    return Proposal(tuple(dict.fromkeys(readings)), base=base)


def _is_points(view: Context, i: int) -> bool:
    return "point" in view.mentions[i].text or _POINTS.match(view.after(i, 30)) is not None


def _is_modelled(view: Context, i: int) -> bool:
    """Whether a change comes out of a model, so that no two printed levels need give it."""
    same = view.with_sentence(i)
    effects = any(view.mentions[j].kind in (*EFFECTS, Kind.CONFIDENCE_INTERVAL) for j in same)
    return effects or _MODELLED.search(view.before(i, 120) + view.after(i, 60)) is not None


def _levels(view: Context, i: int) -> list[int]:
    """The figures near a change that may be levels, and are no changes themselves; of many, the nearest."""
    near = [j for j in window(view, i) if j != i and measure(view, j) is not None]
    near = [j for j in near if view.mentions[j].kind != Kind.PERCENT or not tells_change(view, j)]
    return sorted(sorted(near, key=lambda j: abs(j - i))[:_MOST])


def _belongs(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change is told of two levels: in one clause with them, or as what refers to them."""
    first, last = sorted((pair.first, pair.second))
    at, (one, other) = view.sentence_of[i], (view.sentence_of[j] for j in (first, last))
    if at is None or one is None or other is None:
        return False
    if at in (one, other):
        near = last if last < i else first
        between = "" if first < i < last else view.gap(*sorted((near, i)))
        if last < i and is_nominal(view, i):
            return True
        return not _ANOTHER_CLAUSE.search(between) and (i < last or len(between) <= _APPENDED)
    if min(abs(at - one), abs(at - other)) > _NEAR_SENTENCES or abs(one - other) > _NEAR_SENTENCES:
        return False
    if other < at:
        return is_nominal(view, i) or _is_table(view, i)
    return not _is_table(view, first) and _shares_talk(view, i, first)


def _is_table(view: Context, i: int) -> bool:
    """Whether a figure stands in a line of its own with a label, as in a table or a list."""
    text, mention = view.document.text, view.mentions[i]
    start, end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
    line = text[start : end if end >= 0 else len(text)]
    return (start > 0 or end >= 0) and len(line) < 120 and re.search(r"[:|\t–-]", line) is not None


def _shares_talk(view: Context, i: int, j: int) -> bool:
    """Whether the sentence of the levels goes on with what that of the change told."""
    one, other = view.sentence(i), view.sentence(j)
    if _CARRIED_ON.match(other):
        return True
    stems = [{word[:4].lower() for word in _STEM.findall(told)} for told in (one, other)]
    return bool(stems[0] & stems[1])


def _is_alone(view: Context, i: int, pair: Pair, levels: Sequence[int]) -> bool:
    """Whether no third figure near by is of the measure of two levels, which are not too far apart to be meant."""
    low, high = sorted(value_of(view.mentions[j]) for j in (pair.first, pair.second))
    others = [j for j in levels if j not in (pair.first, pair.second) and like(view, j, pair.first)]
    at = view.sentence_of[i]
    here = at == view.sentence_of[pair.first] == view.sentence_of[pair.second]
    others = [j for j in others if not here or view.sentence_of[j] == at]
    return not others and high <= _FARTHEST * low


def _is_taken(view: Context, i: int, pair: Pair) -> bool:
    """Whether two levels bear out another change near by, or another one stands nearer to them."""
    first, last = sorted((pair.first, pair.second))
    others = [j for j in window(view, i) if j != i and view.mentions[j].kind in _CLAIMS and not _is_points(view, j)]
    others = [j for j in others if tells_change(view, j)]
    nearer = range(min(i, first) + 1, max(i, last))
    return any(j in nearer or _fits(view, j, first, last) for j in others)


def _nearest(view: Context, i: int, pairs: Sequence[Pair]) -> list[Pair]:
    """Those of the sentence of the change where there are any, ordered ones before others."""
    at = view.sentence_of[i]
    same = [pair for pair in pairs if at in (view.sentence_of[pair.first], view.sentence_of[pair.second])] or pairs
    ordered = [pair for pair in same if pair.ordered]
    return list(ordered or same)


def _fits(view: Context, i: int, j: int, k: int) -> bool:
    """Whether a change lies between two levels, or nearly, by any way of reckoning it."""
    mention = view.mentions[i]
    low, high = sorted(value_of(view.mentions[m]) for m in (j, k))
    told = abs(value_of(mention))
    if low <= 0 or told <= 0:
        return False
    if mention.unit in ("times", "fold"):
        worth = [high / low, low / high, high / low - 1]
        return any(abs(value / told - 1) <= _CLOSE for value in worth)
    worth = [100 * (1 - low / high), 100 * (high / low - 1), high - low, 100 * low / high]
    return any(abs(value - told) <= max(1.5, _CLOSE * told) for value in worth)


def _readings(view: Context, i: int, pair: Pair) -> Iterator[str]:
    """The ways of reckoning a change between two levels that its words leave open."""
    mention = view.mentions[i]
    j, k = pair.first, pair.second
    low, high = sorted((j, k), key=lambda m: value_of(view.mentions[m]))
    if mention.unit in ("times", "fold"):
        yield f"ratio(@{high}, @{low})" if value_of(mention) >= 1 else f"ratio(@{low}, @{high})"
        if value_of(mention) >= 1 and _MORE.match(view.after(i, 20)):
            yield f"ratio(@{high}, @{low}) - 1"
        return
    told = direction(view, i)
    rise, fall = f"percent_change(@{low}, @{high})", f"percent_fall(@{high}, @{low})"
    if value_of(mention) < 0:
        yield f"percent_change(@{high}, @{low})"
    if told <= 0:
        yield fall
    if told >= 0:
        yield rise
    if pair.ordered and told:
        yield fall if j == high else rise
    if mention.kind == Kind.FRACTION_WORD and is_part(view, i) and not is_by(view, i):
        yield f"percent(@{low}, @{high})"
    both = [view.mentions[m].kind for m in (j, k)]
    if both == [Kind.PERCENT, Kind.PERCENT] and not re.search(r"\brelative\b", view.before(i, 60), re.IGNORECASE):
        yield f"@{high} - @{low}"

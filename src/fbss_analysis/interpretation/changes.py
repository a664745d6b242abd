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
from itertools import combinations, pairwise

from fbss_analysis.interpretation.alikeness import BOUNDS, is_points, like, measure
from fbss_analysis.interpretation.asides import is_planned
from fbss_analysis.interpretation.belonging import belongs, has_effects, in_grid, in_one_sentence, in_row, is_alone
from fbss_analysis.interpretation.change_words import NOUN
from fbss_analysis.interpretation.conclusions import is_concluded, is_set_back, is_set_over, is_told_next
from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.directions import (
    direction,
    is_absolute,
    is_by,
    is_of_start,
    is_part,
    tells_change,
)
from fbss_analysis.interpretation.levels import Pair, find_pairs, window
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.reckonings import agrees, is_slip_away
from fbss_analysis.schema import Kind

_CLAIMS = (Kind.PERCENT_CHANGE, Kind.PERCENT, Kind.MULTIPLIER_WORD, Kind.FRACTION_WORD, Kind.OTHER, Kind.COUNT)
_MODELLED = re.compile(
    r"\b(?:would\s+lead|(?:has|have)\s+estimated|odds|hazards?|adjust\w+|regression|pooled|relative\s+risk(?!\s+reduction)|(?:risk|rate)\s+ratio|likel(?:y|ihood))\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"[^.;,()\d]{0,40}\b(?:vs\.?|versus|against|compared|while|whereas)\s+(?:\w+\s+){0,3}\d", re.IGNORECASE
)
_MORE = re.compile(r"\s+(?:more|higher|greater|larger|longer|bigger|better|likelier|less|lower|fewer)\b", re.IGNORECASE)
_PUT_IN = re.compile(r"[(\[]\s*(?:[^\W\d][\w-]*\s+){0,4}$")
_ROUGH = re.compile(r"\bapproximate\s+$", re.IGNORECASE)
_RESULTS = re.compile(r"\b(?:resulting\s+in|leading\s+to|which\s+(?:led|resulted))\b", re.IGNORECASE)
_ROUNDED_TO = re.compile(r"\d(0{2,})\D*$")
_OF_LOSSES = re.compile(
    r"\b(?:drop[\s-]?outs?|attrition|non-?compliance|withdrawals?|lost\s+to\s+follow[\s-]?up)(?:\s+rate)?(?:\s+(?:of|was|is|being))?[\s(]*$",
    re.IGNORECASE,
)
_OWN_COUNT = re.compile(  # not "from 21 to 10 (52%)"
    r"\bin\s+\d+(?:\s(?!to\b)[^\W\d][\w-]*){0,2}\s?\(\s*$", re.IGNORECASE
)
_LIMIT = re.compile(r"[<>≤≥⩽⩾]\s*[+−–-]?$")
_LEVEL_OF_TRUST = re.compile(r"\s*(?:C\.?\s?I\b|CrI|confidence|credible|power)", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\bdifferences?\s+of\s+$", re.IGNORECASE)
_AGAIN = re.compile(r"\bagain\b", re.IGNORECASE)
_NEXT_OF_COURSE = re.compile(
    r"\s+(?:at|by|in|after|within|during|on)\s+[^.;%()]{1,40}?[,;]\s*(?:and\s+)?|\s+(?:at|by|in|after|within)\s+[^.;,%()]{1,40}?\s+and\s+"
)
_COURSE = 7  # mentions
_OF_EACH = re.compile(
    rf"\b(?:individual|per-?patient|within-(?:patient|subject)|median)\s+(?:[^\W\d]+\s+){{0,2}}?{NOUN}[\s:=]*(?:(?:of|was)\s+)?$",
    re.IGNORECASE,
)
_NEAR = 25  # characters
_OF_BASELINE = re.compile(
    r"\s*(?:lower|higher|less|more|below|above|under|over|down|up|reduction|increase|decrease|fall|rise|change|improvement)?\s*"
    r"(?:than|of|on|over|from|below|above|under)?\s+(?:the\s+)?baseline\b",
    re.IGNORECASE,
)
_AT_BASELINE = re.compile(r"[^.;,]{0,12}\b(?:at|as)\s+baseline\b", re.IGNORECASE)
_MOST = 12
_ADDED = 0.11  # points that a sum may be off by its rounding
_CLOSE = 0.06  # how far a reading may be off to be worked out exactly


def propose_change(view: Context, i: int) -> Proposal | None:
    """The readings of a change between two levels that the text ties it to; None where it ties it to none."""
    if view.mentions[i].kind not in _CLAIMS or not tells_change(view, i) or _is_modelled(view, i):
        return None
    if is_points(view, i) or is_absolute(view, i) or _is_no_change(view, i):
        return None
    levels = _levels(view, i)
    tied = _tied(view, i, levels)
    if not tied or len(tied) > 2:
        return None
    meant = [Pair(j, k) for j, k in combinations(levels, 2) if like(view, j, k) and _fits(view, i, j, k)]
    readings = [reading for pair in (*tied, *meant) for reading in _readings(view, i, pair)]
    if any(not pair.ordered and _is_rounded_away(view, i, pair) for pair in tied):
        return None
    if not _may_be_held(view, i, tied, readings) or any(_adds_up(view, i, pair) for pair in tied):
        return None
    base = tied[0].first if view.mentions[tied[0].first].kind == Kind.COUNT else None
    return Proposal(tuple(dict.fromkeys(readings)), base=base)


def _is_no_change(view: Context, i: int) -> bool:
    """Whether a figure told with words of change is a limit of it, a level of confidence, or once."""
    if (_PUT_IN.search(view.before(i, 30)) and view.mentions[i].hedge in BOUNDS) or _ROUGH.search(view.before(i, 16)):
        return True  # "the response rate (more than 50% decrease in size)"
    if _is_in_course(view, i):
        return True
    if _OWN_COUNT.search(view.before(i, 40)) and view.after(i, 1) == ")":
        return True  # "in 10 (32%) people"
    once_only = view.mentions[i].unit == "times" and view.mentions[i].text[:2] == "1 "
    return once_only or bool(
        _OF_LOSSES.search(view.before(i, 60))
        or _LIMIT.search(view.before(i, 6))
        or _LEVEL_OF_TRUST.match(view.after(i, 16))
    )


def _is_in_course(view: Context, i: int) -> bool:
    """Whether a percentage is one of a course, each with its moment: "5% at 1 year, 11% at 5 years"."""
    shares = [j for j in range(max(0, i - _COURSE), min(len(view.mentions), i + _COURSE)) if view.is_percent(j)]
    if i not in shares:
        return False
    follow = [_NEXT_OF_COURSE.fullmatch(view.gap(j, k)) is not None for j, k in pairwise(shares)]
    at = shares.index(i)
    return any(follow[at : at + 1]) or (at > 1 and all(follow[at - 2 : at]))


def _may_be_held(view: Context, i: int, tied: Sequence[Pair], readings: Sequence[str]) -> bool:
    """Whether two levels are plainly the change's own, a reading agrees, or one of theirs would, but for a slip."""
    own = [reading for pair in tied for reading in _readings(view, i, pair)]
    if is_planned(view, i):
        firm = all(in_one_sentence(view, i, p.first, p.second) and p.ordered for p in tied)
        return firm and is_slip_away(view, i, own)
    if _OF_EACH.search(view.before(i, 60)):
        return agrees(view, i, readings) or is_slip_away(view, i, own)
    if len(tied) == 1 and any(ask(view, i, tied[0]) for ask in (is_set_over, is_told_next, is_set_back)):
        return True
    together = len(tied) == 1 and in_one_sentence(view, i, tied[0].first, tied[0].second)
    if together and (tied[0].ordered or (max(tied[0].first, tied[0].second) < i and is_concluded(view, i, tied[0]))):
        return True
    return agrees(view, i, readings) or is_slip_away(view, i, own)


def _is_rounded_away(view: Context, i: int, pair: Pair) -> bool:
    """Whether two round levels ("43,500", "39,800"), each rounded to its noughts, leave room for the change."""
    one, other = (view.mentions[j] for j in (pair.first, pair.second))
    widths = [_ROUNDED_TO.search(m.text.replace(",", "")) for m in (one, other)]
    told = abs(value_of(view.mentions[i]))
    if not all(widths) or not view.mentions[i].text[:1].isdigit() or not view.mentions[i].text.rstrip().endswith("%"):
        return False
    (a, x), (b, y) = ((value_of(m), 0.5 * 10 ** len(w[1])) for m, w in zip((one, other), widths, strict=True) if w)
    ends = [(abs(a - b) + s * (x + y)) / base for s in (-1, 1) for base in (a, b)]
    exact = any(abs(100 * abs(a - b) / base - told) <= 0.05 for base in (a, b))
    return not exact and min(ends) * 100 <= told <= max(ends) * 100


def _adds_up(view: Context, i: int, pair: Pair) -> bool:
    """Whether a percentage is the sum of two others: "11% and 5%, a benefit of 16%"; "from … to …" adds nothing."""
    if pair.ordered:
        return False
    added = sum(value_of(view.mentions[j]) for j in (pair.first, pair.second))
    return view.is_percent(pair.first) and round(abs(added - value_of(view.mentions[i])), 6) <= _ADDED


def _tied(view: Context, i: int, levels: Sequence[int]) -> list[Pair]:
    """The pairs of levels that a change is told of."""
    here = [j for j in levels if view.sentence_of[j] == view.sentence_of[i]]
    if any(like(view, j, k) for j, k in combinations(here, 2)):
        levels = here
    from_start = _from_baseline(view, i, here)
    if from_start:
        return [from_start]
    open_ones = [j for j in levels if not view.in_brackets(j)]
    if not view.in_brackets(i) and any(like(view, j, k) for j, k in combinations(open_ones, 2)):
        levels = open_ones
    pairs = _nearest(view, i, [pair for pair in find_pairs(view, i, levels) if belongs(view, i, pair)])
    pairs = [pair for pair in pairs if _may_lie_between(view, i, pair)]
    pairs = [pair for pair in pairs if pair.ordered or is_alone(view, i, pair, levels)]
    return [pair for pair in pairs if not _is_taken(view, i, pair) and not _OTHERS.match(view.after(pair.second, 60))]


def _from_baseline(view: Context, i: int, here: Sequence[int]) -> Pair | None:
    """Where a change is told as one from baseline, the level at baseline and the one right in front of the change."""
    ahead = [j for j in here if j < i]
    if len(ahead) < 2 or not _OF_BASELINE.match(view.after(i, 40)) or len(view.gap(ahead[-1], i)) > _NEAR:
        return None
    firsts = [j for j in ahead[:-1] if like(view, j, ahead[-1]) and _AT_BASELINE.match(view.after(j, 30))]
    return Pair(firsts[0], ahead[-1], ordered=True) if len(firsts) == 1 else None


def _may_lie_between(view: Context, i: int, pair: Pair) -> bool:
    """Whether two levels differ, and are no doses that a difference of an outcome was found on."""
    one, other = view.mentions[pair.first], view.mentions[pair.second]
    dosed = one.kind == Kind.DOSE and _DIFFERENCE.search(view.before(i, 30))
    caused = i < min(pair.first, pair.second) and _RESULTS.search(view.gap(i, min(pair.first, pair.second)))
    again = caused or view.mentions[i].text in (one.text, other.text)  # the level, told again
    return value_of(one) != value_of(other) and not (dosed or again)


def _is_modelled(view: Context, i: int) -> bool:
    """Whether a change comes out of a model, so that no two printed levels need give it."""
    return has_effects(view, i) or _MODELLED.search(view.before(i, 120) + view.after(i, 60)) is not None


def _levels(view: Context, i: int) -> list[int]:
    """The figures near a change that may be levels, and are no changes themselves; of many, the nearest."""
    near = [j for j in window(view, i) if j != i and measure(view, j) is not None]
    near = [j for j in near if view.mentions[j].kind not in _CLAIMS or not tells_change(view, j)]
    near = in_grid(view, i, near)
    return sorted(sorted(near, key=lambda j: abs(j - i))[:_MOST])


def _is_taken(view: Context, i: int, pair: Pair) -> bool:
    """Whether two levels bear out another change near by, or another one stands nearer to them."""
    first, last = sorted((pair.first, pair.second))
    others = [j for j in window(view, i) if j != i and view.mentions[j].kind in _CLAIMS and not is_points(view, j)]
    others = [j for j in others if tells_change(view, j)]
    others = in_row(view, i, others)
    same = [] if pair.ordered else [*view.with_sentence(first), *view.with_sentence(last)]
    nearer = {*range(min(i, first) + 1, max(i, last)), *same}
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
    low, high = sorted((pair.first, pair.second), key=lambda m: value_of(view.mentions[m]))
    if mention.unit in ("times", "fold"):
        yield from _factors(view, i, low, high)
        return
    if mention.kind == Kind.FRACTION_WORD and is_part(view, i) and not is_by(view, i):
        again = _AGAIN.search(view.after(i, 40))
        yield f"percent_change(@{low}, @{high})" if again else f"percent_left(@{high}, @{low})"
        return
    told = 0 if is_of_start(view, i) else direction(view, i)
    rise, fall = f"percent_change(@{low}, @{high})", f"percent_fall(@{high}, @{low})"
    if value_of(mention) < 0:
        yield f"percent_change(@{high}, @{low})"
    if pair.ordered:
        yield fall if pair.first == high else rise
    else:
        yield from (reading for reading, may in ((fall, told <= 0), (rise, told >= 0)) if may)
    yield from _other_readings(view, i, low, high)


def _factors(view: Context, i: int, low: int, high: int) -> Iterator[str]:
    grows = value_of(view.mentions[i]) >= 1
    yield f"ratio(@{high}, @{low})" if grows else f"ratio(@{low}, @{high})"
    if grows and _MORE.match(view.after(i, 20)):
        yield f"ratio(@{high}, @{low}) - 1"


def _other_readings(view: Context, i: int, low: int, high: int) -> Iterator[str]:
    """What is left of the first level, and points between two percentages."""
    if is_of_start(view, i):
        yield f"percent_left(@{high}, @{low})"
    shares = view.is_percent(low) and view.is_percent(high)
    apart = value_of(view.mentions[high]) - value_of(view.mentions[low])
    shares = shares or round(apart - value_of(view.mentions[i]), 6) == 0  # "before 9.92, after 9.44: by 0.48%"
    if shares and not re.search(r"\brelative\b", view.before(i, 60), re.IGNORECASE):
        yield f"@{high} - @{low}"

"""What follows from what, where the text itself ties the numbers together.

A derivation is proposed only on printed signs: a percentage in brackets behind a count, "by 170.9% from … to …", "the
remaining", "in total". A figure that is another one told again (`restatements`) follows from that. Whether the numbers
agree is not asked here: that is what the checks are for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fbss_analysis.horizon import months
from fbss_analysis.interpretation.addends import slips_from_hundred
from fbss_analysis.interpretation.chances import is_told_otherwise, propose_chance, propose_for_odds
from fbss_analysis.interpretation.changes import propose_change
from fbss_analysis.interpretation.closed import fills_hundred
from fbss_analysis.interpretation.context import SHARES, Context, decimals_of, value_of
from fbss_analysis.interpretation.differences import propose_difference
from fbss_analysis.interpretation.equivalents import propose_equivalent
from fbss_analysis.interpretation.portions import propose_portion
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.restatements import IN_OTHER_WORDS, find_origin, find_share_of_ratio, index
from fbss_analysis.interpretation.shares import propose_share
from fbss_analysis.interpretation.sums import propose_total
from fbss_analysis.interpretation.timing import Time
from fbss_analysis.interpretation.vicinity import find_vicinity
from fbss_analysis.schema import Kind

_REMAINING = re.compile(
    r"\b(?:the\s+)?(?:remaining|remainder|rest|others?)\s*(?:\(|,|was|were|of\s+the\s+\w+)?\s*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_AMONG_THE_REST = re.compile(
    r"\b(?:of|among|for|than|from|in)\s+(?:all\s+)?the\s+(?:others\b|(?:remaining|other)\s+[^\W\d])", re.I
)
_ONE_AND_THE_OTHER = re.compile(r"\b(?:one|another|first)\b", re.IGNORECASE)
_PLAINLY = re.compile(r"\b(?:the|all)\s+(?:remaining|remainder|rest|others?)\s*[(,]?\s*$", re.IGNORECASE)
_NEARLY = 75, 135
_LOOK_BACK = 400  # mentions, so that a book is read in linear time
Times = Mapping[int, Time]
Samples = Mapping[int, int | None]


def propose(view: Context, times: Times, samples: Samples, outcomes: Sequence[str]) -> dict[int, Proposal]:
    """For every mention that the text ties to others, the proposal; a printed tie comes before a likeness.

    `outcomes` says for every mention what it is about.
    """
    found: dict[int, Proposal] = {}
    origins: dict[int, int] = {}
    tellings = index(view, outcomes)
    for i in range(len(view.mentions)):
        if view.passage(i) is None:
            continue
        rules = (
            propose_share(view, i, samples),
            propose_change(view, i),
            _growth(view, i, times, outcomes),
            _ratio(view, i, samples),
        )
        proposal = next(
            (p for p in (*rules, _rest(view, i), propose_total(view, i), propose_difference(view, i)) if p), None
        )
        if proposal is None:
            near = find_vicinity(view, i)
            proposal = (propose_portion(near) or propose_chance(near)) if near else None
        if proposal is None and (origin := find_origin(view, i, times, tellings, origins)) is not None:
            proposal = Proposal((f"@{origin}",), restates=origin)
            origins[i] = origin
        if proposal:
            found[i] = proposal
    return found


def _growth(view: Context, i: int, times: Times, outcomes: Sequence[str]) -> Proposal | None:
    """A doubling between two horizons: the ratio of the figures that the same source gives for them."""
    marks = {mark.role: mark for mark in times[i].qualifiers} if i in times else {}
    if view.mentions[i].kind != Kind.MULTIPLIER_WORD or not {"from", "to"} <= marks.keys():
        return None
    ends = [months(marks[end].text) for end in ("from", "to")]
    first = max(0, i - _LOOK_BACK)
    shares = [j for j in range(first, i) if j in times and view.is_percent(j)]
    when = {j: months(times[j].horizon) for j in shares}
    for j in reversed(shares):
        if when[j] == ends[1] and view.same_source(i, j):
            early = [k for k in shares if k < j and when[k] == ends[0] and view.same_source(j, k)]
            early = [k for k in early if outcomes[k] == outcomes[j]]
            if early:
                return Proposal((f"ratio(@{j}, @{early[-1]})",))
    return None


def _ratio(view: Context, i: int, samples: Samples) -> Proposal | None:
    """A ratio with its percentage or its count printed beside it, whether or not they are near: one tells the other."""
    apart = propose_for_odds(view, i) if view.mentions[i].kind == Kind.RATIO_ONE_IN_N else None
    share = find_share_of_ratio(view, i)
    told = share is not None and not is_told_otherwise(view, i, share)
    if share is None:
        return apart or propose_equivalent(view, i, samples)
    return apart or (Proposal((f"@{share}",), restates=share) if told else None)


def _rest(view: Context, i: int) -> Proposal | None:
    """The remaining percentage: what the others of its sentence leave of a hundred."""
    if view.mentions[i].kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE) or not (
        left := _REMAINING.search(view.before(i, 60))
    ):
        return None
    if _AMONG_THE_REST.search(left[0]) or _AMONG_THE_REST.search(view.before(i, 40)):
        return None
    if "other" in left[0].lower() and _ONE_AND_THE_OTHER.search(view.before(i)):
        return None
    if any(view.mentions[j].kind == Kind.FRACTION_WORD for j in view.with_sentence(i)):
        return None
    parts = [j for j in view.with_sentence(i) if j < i and view.is_percent(j) and not _restating(view, j)]
    added = sum(value_of(view.mentions[j]) for j in parts)
    told_before = fills_hundred(view, i) and abs(added + value_of(view.mentions[i]) - 100) > 1
    if not parts or told_before or abs(added - 100) < 1 or not _may_be_left(view, i, parts):
        return None
    return Proposal((f"complement(@{parts[0]})" if len(parts) == 1 else "100 - " + " - ".join(f"@{j}" for j in parts),))


def _may_be_left(view: Context, i: int, parts: Sequence[int]) -> bool:
    """Whether a percentage is what others leave of a hundred, or would be but for a slip, and is none of them."""
    told = [view.mentions[j] for j in (i, *parts)]
    if any(value_of(m) == value_of(told[0]) and m.hedge != "none" for m in told[1:]):
        return False
    shares = [(value_of(m), decimals_of(m)) for m in told]
    near = abs(sum(value for value, _ in shares) - 100) <= max(len(told) / 2, sum(m.hedge != "none" for m in told))
    plainly = _PLAINLY.search(view.before(i, 40)) and _NEARLY[0] <= sum(value for value, _ in shares) <= _NEARLY[1]
    return near or bool(plainly) or slips_from_hundred(shares)


def _restating(view: Context, i: int) -> bool:
    return (
        i > 0
        and view.mentions[i - 1].kind in SHARES
        and bool(IN_OTHER_WORDS.fullmatch(view.gap(i - 1, i)))
        and view.in_brackets(i)
    )

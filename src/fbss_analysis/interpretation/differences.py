"""Differences: a figure that a text gives as what lies between two others, in their own unit.

"60% versus 45%, a difference of 15 percentage points", "53.4 before and 33.6 after, i.e. 19.8 points lower".
"""

from __future__ import annotations

import re
from itertools import combinations

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.schema import Kind

_IN_POINTS = re.compile(r"\s*(?:absolute\s+|percentage\s+)?points?\b", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|gap|margin|differed|absolute\s+(?:risk\s+)?(?:reduction|increase|change|benefit))\b[^.;]{0,60}?"
    r"(?:\b(?:of|was|is|were|by|came\s+to)\b|[:,=(])?\s*(?:about\s+)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s*(?:percent\s+)?(?:more|less|fewer|higher|lower|better|worse|difference|gap)\b", re.IGNORECASE
)


def propose_difference(view: Context, i: int) -> Proposal | None:
    """A difference in points between two shares of its sentence; of more than two, between any that stand together."""
    mention = view.mentions[i]
    points = mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE) and _is_points(view, i)
    if not (points or _tells_difference(view, i)):
        return None
    shares = [j for j in view.with_sentence(i) if j != i and view.is_percent(j) and not _is_points(view, j)]
    if mention.low is not None:
        return None
    if len(shares) < 2:
        shares = [*_shares_of_sentence_before(view, i), *shares]
        if len(shares) > 2 or value_of(mention) < 0:
            return None
    if len(shares) < 2 or re.search(r"\brelative\b", view.before(i, 60), re.IGNORECASE):
        return None
    pairs = [sorted(pair, key=lambda j: value_of(view.mentions[j])) for pair in combinations(shares[:6], 2)]
    readings = [f"@{high} - @{low}" for low, high in pairs]
    return Proposal(tuple(readings))


def _shares_of_sentence_before(view: Context, i: int) -> list[int]:
    """The percentages of the sentence right before that of mention `i`, in its passage."""
    first = view.with_sentence(i)[0]
    if first == 0 or view.passage(first - 1) != view.passage(i):
        return []
    at, before = view.sentence_of[i], view.sentence_of[first - 1]
    same = view.with_sentence(first - 1) if at is not None and before == at - 1 else []
    return [j for j in same if view.is_percent(j) and not _is_points(view, j)]


def _tells_difference(view: Context, i: int) -> bool:
    """Whether a bare percentage, or points on no scale of their own, are told as the difference of two shares."""
    mention, before = view.mentions[i], view.before(i, 80)
    if mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE):
        return bool(re.search(r"\babsolute\b", before, re.IGNORECASE) and _DIFFERENCE.search(before))
    if (
        mention.kind != Kind.OTHER
        or mention.unit != "points"
        or any(view.mentions[j].kind == Kind.OTHER for j in view.with_sentence(i) if j != i)
    ):
        return False
    return bool(_DIFFERENCE.search(before) or _COMPARED.match(view.after(i)))


def _is_points(view: Context, i: int) -> bool:
    return "point" in view.mentions[i].text or _IN_POINTS.match(view.after(i)) is not None

"""Two levels of one thing that are told each with its moment: "2,143 names last spring and 1,808 this spring".

A change needs the level before and the level after. Where no "from … to" says which they are, each of the two must
carry a moment of its own (a year, "last spring", "before", "the sixth month"), and no other figure of the sentence may
be of the same measure.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.schema import Kind

_MEASURED = (Kind.COUNT, Kind.MONEY, Kind.DOSE, Kind.DURATION, Kind.OTHER)
_MOMENT = re.compile(
    r"\b(?:(?:19|20)\d\d|last|this|first|second|third|fourth|fifth|sixth|final|previous|next|before|after|afterwards|earlier|later|initial\w*|baseline|now|today|"
    r"then|ago|currently|pre-?op\w*|post-?op\w*|pre-?treat\w*|post-?treat\w*|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"start|end|beginning|discharge|admission|year\s+(?:one|two|\d+)|week\s+\d+|month\s+\d+|old|new)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(r"\b(?:stud(?:y|ies)|trials?|RCTs?|cent(?:er|re)s|countries)\b", re.IGNORECASE)
_NEAR = 34  # characters on either side of a level
_CARRIES_ON = re.compile(
    r"\W*(?:that|this|which)\s+(?:is|was|means|makes|represents)\b|\W*(?:an?|up|down)\s", re.IGNORECASE
)


def find_moments(view: Context, i: int) -> tuple[int, int] | None:
    """The two like figures of the sentence of mention `i`, or of the one before it, that carry a moment each."""
    same = view.with_sentence(i)
    pair = _pair(view, [j for j in same if j != i])
    if (
        pair is None
        and _CARRIES_ON.match(view.before(i))
        and same[0] > 0
        and view.passage(same[0] - 1) == view.passage(i)
    ):
        pair = _pair(view, view.with_sentence(same[0] - 1))
    return pair


def _pair(view: Context, places: Sequence[int]) -> tuple[int, int] | None:
    kinds: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for j in places:
        mention = view.mentions[j]
        if (
            mention.kind in _MEASURED
            and mention.hedge == "none"
            and mention.low is None
            and mention.denominator is None
        ):
            unit = "" if mention.kind == Kind.COUNT else re.sub(r"[\d.,\s−–-]|per.*", "", mention.unit or mention.text)
            kinds[mention.kind, unit].append(j)
    pairs = [(a, b) for a, b, *more in (k for k in kinds.values() if len(k) > 1) if not more and _differ(view, a, b)]
    return pairs[0] if len(pairs) == 1 else None


def _differ(view: Context, a: int, b: int) -> bool:
    """Whether two figures are two levels, each with its moment."""
    one, other = value_of(view.mentions[a]), value_of(view.mentions[b])
    start, end = max(0, view.mentions[a].start - _NEAR), view.mentions[b].end + _NEAR
    moments = _MOMENT.findall(view.document.text, start, end)
    return one != other and min(one, other) > 0 and len(moments) > 1

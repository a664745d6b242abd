"""Which figure is another one told again.

A figure restates another where it stands beside it as its other form ("11% (1 out of 9)"), where it tells the same
outcome at the same horizon from the same source again ("5.4% within six months … 1 in 20 in the first six months"),
where a sentence is repeated, and where a count is rounded before or named again after it is told exactly. That the two
agree is not asked, only that they are near enough to be meant as one.

Reference: Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fbss_analysis.horizon import months
from fbss_analysis.interpretation.appositions import IS, SAYS
from fbss_analysis.interpretation.context import SHARES, Context, value_of
from fbss_analysis.interpretation.samples import SAMPLE, statistic_of_count
from fbss_analysis.interpretation.timing import Time
from fbss_analysis.schema import Kind, Mention

HEDGES = (
    r"(?:or|i\.e\.,?|that\s+is|about|approximately|roughly|around|nearly|almost|over|more\s+than|less\s+than"
    r"|just|only|n\s*=|up\s+to|at\s+least|an?)"
)
IN_OTHER_WORDS = re.compile(rf"[\s,(\[–—:;]*(?:{HEDGES}\s*)*", re.IGNORECASE)
_TELLS_RATIO = re.compile(
    r"(?:\s+(?!(?:and|but|while|whereas|versus|vs|compared|of\s+whom)\b)[^\W\d_][\w’'-]*){0,8}\s*"
    rf"[)\]]?(?:[(\[–—:;]|\s-\s|,?\s*(?:{SAYS}|{IS}(?:\s+that)?)(?=\W)|,(?:\s*(?!includ)[a-z]+ing\b)?)\s*"
    rf"(?:(?:{HEDGES}|{SAYS}|roughly|some|in|for|of|by|the\s+(?:same|equivalent)\s+(?:as|of)|equivalent|to)(?=\W)[\s,]*)*",
    re.IGNORECASE,
)
_SAYS_AGAIN = re.compile(
    rf"\W*(?:(?:and|so|roughly|about|thus|hence)\s+)*(?:{SAYS}|{IS}(?:\s+that)?)(?=\W)\s*"
    rf"(?:(?:{HEDGES}|roughly|some|in|for|by|the\s+same\s+as|every|equivalent\s+to)(?=\W)\s*)*",
    re.IGNORECASE,
)
_OF_SOME = re.compile(
    r"\s*(?:of|in|among|for)\s+(?:them|these|whom|which|(?:the\s+)?(?:non-?)?(?:women|men|smokers|males|females|children|controls?"
    r"|diabetics|elderly|older|younger|obese|others?)|the\s+\w+\s+(?:group|arm))\b"
    r"|\s+(?:of\s+(?:the|all|these)\s+)?(?:deaths|complications|failures|recurrences|dropouts|withdrawals)\b",
    re.IGNORECASE,
)
_AGAIN_THE = re.compile(r"\b(?:the|these|those|all)\s+$", re.IGNORECASE)
_NEAR = 0.3  # a ratio may round its percentage so far and still be meant as the same figure
_SAME_WORDS = 0.5
_ROUNDED_BY = 0.1
_NEXT_SENTENCE = 160
_months = lru_cache(maxsize=1024)(months)
_LOOK_BACK = 400  # mentions, so that a book is read in linear time


@dataclass(frozen=True, slots=True)
class Tellings:
    """Which mentions a mention may tell again: shares by outcome, with and without the figure, counts by what they say.

    Each list is in the order of the text.
    """

    outcomes: Sequence[str]
    shares: Mapping[Hashable, Sequence[int]]
    counts: Mapping[Hashable, Sequence[int]]
    places: Sequence[int]


def index(view: Context, outcomes: Sequence[str]) -> Tellings:
    """Put the shares and counts of a document in order; `outcomes` says for every mention what it is about."""
    shares: dict[Hashable, list[int]] = defaultdict(list)
    counts: dict[Hashable, list[int]] = defaultdict(list)
    places = []
    for i, mention in enumerate(view.mentions):
        if mention.kind in SHARES:
            shares[outcomes[i]].append(i)
            shares[outcomes[i], _values(mention)].append(i)
        elif mention.kind == Kind.COUNT and not view.in_teaser(i):
            counts[_said(mention)].append(i)
            places.append(i)
    return Tellings(outcomes, shares, counts, places)


def _near(places: Sequence[int], first: int, end: int) -> Sequence[int]:
    """Those of some places in order that lie from `first` to before `end`."""
    return places[bisect_left(places, first) : bisect_left(places, end)]


def find_origin(
    view: Context, i: int, times: Mapping[int, Time], tellings: Tellings, origins: Mapping[int, int]
) -> int | None:
    """The mention that mention `i` tells again, by its first telling; `origins` are those found before."""
    if view.in_teaser(i):
        return None
    beside = _beside(view, i)
    if beside is not None:
        return beside
    if view.mentions[i].kind in SHARES:
        return _again(view, i, times, tellings, origins)
    return _count_again(view, i, tellings)


def find_share_of_ratio(view: Context, i: int) -> int | None:
    """The percentage that ratio `i` tells in other words right before or behind it, near or not."""
    if view.mentions[i].kind != Kind.RATIO_ONE_IN_N:
        return None
    for first, second in ((i - 1, i), (i, i + 1)):
        share = first if first != i else second
        inside = 0 <= share < len(view.mentions) and view.sentence_of[share] == view.sentence_of[i]
        tied = inside and _TELLS_RATIO.fullmatch(view.gap(first, second))
        if not (tied or said_again(view, first, second)) or not view.is_percent(share):
            continue
        if not (_OF_SOME.match(view.after(second)) or _OF_SOME.match(view.after(first))):
            return share
    return None


def is_of_some(words: str) -> bool:
    """Whether the words behind a figure tell it of some people only: " in women", " of them"."""
    return _OF_SOME.match(words) is not None


def said_again(view: Context, first: int, second: int) -> bool:
    """Whether a sentence of its own tells the last figure of the one before in other words: "That is 1 in 5"."""
    if not 0 <= first < second < len(view.mentions):
        return False
    before, at = view.sentence_of[first], view.sentence_of[second]
    follows = None not in (before, at) and before != at and view.passage(first) == view.passage(second)
    return (
        follows and len(view.gap(first, second)) < _NEXT_SENTENCE and bool(_SAYS_AGAIN.fullmatch(view.before(second)))
    )


def _beside(view: Context, i: int) -> int | None:
    """A share behind another form of itself: "11% (1 out of 9)", "half (52%)"."""
    mention = view.mentions[i]
    if mention.kind not in SHARES or i == 0:
        return None
    other = view.mentions[i - 1]
    forms = {mention.kind, other.kind}
    two_forms = len(forms) == 2 and forms <= SHARES - {Kind.PERCENT_RANGE}
    same = view.sentence_of[i] == view.sentence_of[i - 1]
    if find_share_of_ratio(view, i - 1) == i or (same and _OF_SOME.match(view.after(i))):
        return None  # the ratio in front tells this percentage, or the share is of others
    if same and two_forms and IN_OTHER_WORDS.fullmatch(view.gap(i - 1, i)) and _is_near(mention, other):
        return i - 1
    return _bracketed_share(view, i)


def _bracketed_share(view: Context, i: int) -> int | None:
    """The share that a ratio in brackets at the end of its sentence tells again."""
    if view.mentions[i].kind not in (Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD) or not view.in_brackets(i):
        return None
    same = [j for j in view.with_sentence(i) if j < i and view.is_percent(j)]
    return same[-1] if same and _is_near(view.mentions[i], view.mentions[same[-1]]) else None


def _again(
    view: Context, i: int, times: Mapping[int, Time], tellings: Tellings, origins: Mapping[int, int]
) -> int | None:
    """The earlier share of the same outcome, horizon and source that this one tells again; its first telling.

    A ratio may be a percentage that is near, and the nearest is taken; others repeat the same figure.
    """
    mention, outcome = view.mentions[i], tellings.outcomes[i]
    ratio = mention.kind == Kind.RATIO_ONE_IN_N
    listed = tellings.shares.get(outcome if ratio else (outcome, _values(mention)), ())
    same = (j for j in _near(listed, i - _LOOK_BACK, i) if _tells(view, i, j, times))
    if ratio:
        value = value_of(mention)
        origin = min(same, key=lambda j: (abs(value_of(view.mentions[j]) - value), j), default=None)
    else:
        origin = next(same, None)
    if origin is None:
        return None
    while origin in origins:
        origin = origins[origin]
    return origin


def _tells(view: Context, i: int, j: int, times: Mapping[int, Time]) -> bool:
    """Whether share `i` is meant as share `j` told again."""
    a, b = view.mentions[i], view.mentions[j]
    if view.sentence_of[i] == view.sentence_of[j] or view.in_teaser(j) or view.is_criterion(j) != view.is_criterion(i):
        return False
    one, other = (times[k].horizon if k in times else None for k in (i, j))
    at_one_time = one == other or (_months(one) if one else None) == (_months(other) if other else None)
    if one and other and at_one_time and view.same_source(i, j):
        return _is_near(a, b) if a.kind == Kind.RATIO_ONE_IN_N else _values(a) == _values(b)
    return at_one_time and _values(a) == _values(b) and _likeness(view.sentence(i), view.sentence(j)) >= _SAME_WORDS


def _count_again(view: Context, i: int, tellings: Tellings) -> int | None:
    """A count named again ("the 33 reviews"), or rounded before it is told exactly ("over 100,000 … 102,047")."""
    mention = view.mentions[i]
    if mention.kind != Kind.COUNT or not mention.value:
        return None
    if mention.unit and mention.citation:
        listed = _near(tellings.counts.get(_said(mention), ()), i - _LOOK_BACK, i)
        retold = next((j for j in listed if _is_retold(view, i, j)), None)
        if retold is not None:
            return retold
    return _in_passage(view, i, tellings)


def _in_passage(view: Context, i: int, tellings: Tellings) -> int | None:
    """Among the other counts of its passage, the exact one of a rounded sample, or the one that "the 33" names."""
    mention = view.mentions[i]
    value = value_of(mention)
    hedged = mention.hedge != "none"
    if not (statistic_of_count(view, i) == SAMPLE if hedged else value >= 10 and _AGAIN_THE.search(view.before(i))):
        return None
    near = _near(tellings.places, i - _LOOK_BACK, i + _LOOK_BACK)
    counts = [j for j in near if j != i and view.passage(j) == view.passage(i)]
    if hedged:
        exact = [j for j in counts if view.mentions[j].hedge == "none" and statistic_of_count(view, j) == SAMPLE]
        near = [j for j in exact if value >= 20 and abs(value_of(view.mentions[j]) / value - 1) <= _ROUNDED_BY]
        return near[0] if near else None
    return next((j for j in counts if j < i and view.mentions[j].value == mention.value), None)


def _is_retold(view: Context, i: int, j: int) -> bool:
    """Whether a count that says the same as an earlier one stands in much the same words."""
    apart = view.sentence_of[i] != view.sentence_of[j]
    return apart and _likeness(view.sentence(i), view.sentence(j)) >= _SAME_WORDS


def _said(mention: Mention) -> tuple[Hashable, ...]:
    """What two counts must have in common to be one told again: number, noun, hedge and source."""
    return mention.value, mention.unit, mention.hedge, mention.citation


def _is_near(one: Mention, other: Mention) -> bool:
    a, b = value_of(one), value_of(other)
    return abs(a - b) <= _NEAR * max(a, b)


def _values(mention: Mention) -> tuple[float | None, ...]:
    return mention.value, mention.low, mention.high


def _likeness(one: str, other: str) -> float:
    """Shared words of four letters or more, as a part of the shorter sentence's."""
    a, b = _long_words(one), _long_words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@lru_cache(maxsize=512)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}", text.lower()))

"""Changes and differences: a figure that a text gives as what lies between two others.

"Rose by 50%, from 200 to 300", "60% versus 45%, a difference of 15 percentage points". A change a year is not the
change over all years, and a change that another clause tells of something else is left alone. A figure in percent may
be meant in points or relative to the first level: both are readings.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.moments import find_moments
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.schema import Kind, Mention

_UP = (
    r"(?:increas|ris(?:e|es|ing|en)\b|rose\b|grew\b|grow|climb|up\b|gain|more\b|higher|jump|expan|surg(?:e|ed|ing)\b|"
    r"soar|rais|escalat|lengthen|prolong|widen|swell|mount|advanc)\w*"
)
_DOWN = (
    r"(?:decreas|fell\b|fall|drop|declin|reduc|lower|down\b|shrank|shrunk|cut\b|diminish|shorten|shrink|sank|sink|slump|plung|tumbl|dip|slid|contract|less\b|fewer|improve|loss\b"
    r"|lost\b)\w*"
)
_UP_WORD, _DOWN_WORD = re.compile(rf"\b{_UP}", re.IGNORECASE), re.compile(rf"\b{_DOWN}", re.IGNORECASE)
_FROM = re.compile(
    r"\bfrom\s+(?:(?:about|roughly|nearly|an?|the|only|just|some|around|approximately)\s+|\w+\s+of\s+)*$", re.IGNORECASE
)
_TO = re.compile(
    r"[^.;]{0,60}?\bto\s+(?:(?:about|nearly|over|almost|only|just|some|around|approximately)\s+|\w+\s+of\s+)*",
    re.IGNORECASE,
)
_ANOTHER_CLAUSE = re.compile(
    r"\b(?:and|but|while|whereas|although|compared|versus|vs)\b|(?<!\bi)(?<!e)[.](?!\d|e\.)", re.IGNORECASE
)
_TELLS_CHANGE_BEFORE = re.compile(
    rf"\b(?:(?:{_UP}|{_DOWN}|growth|change|difference)\s+(?:\w+\s+)?(?:of|by)|up|down)\s+(?:about\s+|nearly\s+|some\s+)?$",
    re.IGNORECASE,
)
_TELLS_CHANGE_BEHIND = re.compile(rf"\s*(?:{_UP}|{_DOWN}|growth|change)", re.IGNORECASE)
_EACH = re.compile(
    r"\s*(?:increase\s+)?(?:(?:a|per|each|every)\s+(?:year|month|decade|annum)|annual|yearly)", re.IGNORECASE
)
_OF_PEOPLE = re.compile(rf"\s*of\s+(?:(?:the|all|these|those|our)\s+)?(?:\w+\s+)?{PEOPLE}\b", re.IGNORECASE)
_ANNUAL = re.compile(
    r"\b(?:annual|yearly|per\s+year)(?:ly)?\s+(?:\w+\s+)?(?:growth|increase|decrease|rate|change|rise)\b|\bon\s+average\b(?!\s*[,)])|\bcompound",
    re.IGNORECASE,
)
_IN_POINTS = re.compile(r"\s*(?:absolute\s+|percentage\s+)?points?\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"[^.;,()\d]{0,40}\b(?:vs\.?|versus|against|compared|while|whereas)\s+(?:\w+\s+){0,3}\d", re.IGNORECASE
)
_ANAPHOR = re.compile(
    r"\b(?:the|this|that)\s+(?:\w+\s+)?(?:number|figure|total|count|volume)\b|\bit\b|\bthere\s+were\b", re.IGNORECASE
)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|gap|margin|differed|absolute\s+(?:risk\s+)?(?:reduction|increase|change|benefit))\b[^.;]{0,60}?"
    r"(?:\b(?:of|was|is|were|by|came\s+to)\b|[:,=(])?\s*(?:about\s+)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s*(?:percent\s+)?(?:more|less|fewer|higher|lower|better|worse|difference|gap)\b", re.IGNORECASE
)
_SAME_TALK = (Kind.DATE, Kind.DURATION, Kind.AGE)
_MEASURED = (Kind.COUNT, Kind.PERCENT, Kind.OTHER, Kind.MONEY, Kind.DOSE)
_CHANGES_OF = (Kind.PERCENT_CHANGE, Kind.PERCENT, Kind.MULTIPLIER_WORD)
_WORKS = re.compile(r"\b(?:stud(?:y|ies)|trials?|RCTs?|cent(?:er|re)s|countries)\b", re.IGNORECASE)
_NO_LEVELS = (Kind.PERCENT, Kind.DURATION)
_BY = re.compile(
    r"\bby\s+(?:(?:about|nearly|almost|roughly|over|more\s+than|some|around|an?|exactly)\s+)*$", re.IGNORECASE
)


def propose_change(view: Context, i: int) -> Proposal | None:
    """A change by so much "from A to B", in either order; a fall is told as what is missing to the whole."""
    mention = view.mentions[i]
    part = mention.kind == Kind.FRACTION_WORD and _BY.search(view.before(i, 40)) is not None
    if not part and (mention.kind not in _CHANGES_OF or _is_yearly(view, i)):
        return None
    if mention.low is not None:
        return None
    pair = _from_to(view, i) or _two_levels(view, i) or _level_of_sentence_before(view, i) or _moments(view, i)
    if pair is None or _is_against_others(view, pair):
        return None
    a, b = (view.mentions[j] for j in pair)
    base = pair[0] if a.kind == Kind.COUNT else None
    if mention.kind == Kind.MULTIPLIER_WORD:
        return Proposal((f"ratio(@{pair[1]}, @{pair[0]})",), base=base)
    if not _tells_change(view, i):
        return None
    falls = value_of(b) < value_of(a)
    relative = f"percent_fall(@{pair[0]}, @{pair[1]})" if falls else f"percent_change(@{pair[0]}, @{pair[1]})"
    points = f"@{pair[0]} - @{pair[1]}" if falls else f"@{pair[1]} - @{pair[0]}"
    if a.kind != Kind.PERCENT:
        return None if _is_points(view, i) else Proposal((relative,), base=base)
    if re.search(r"\brelative\b", view.before(i, 60), re.IGNORECASE):
        return Proposal((relative,))
    return Proposal((points,) if _is_points(view, i) else (relative, points))


def _is_against_others(view: Context, pair: tuple[int, int]) -> bool:
    """Whether the levels are not two of one thing: against those of others, of an equation, not above nought."""
    low = min(value_of(view.mentions[j]) for j in pair)
    return low <= 0 or bool(_OTHERS.match(view.after(pair[1], 60)) or view.before(pair[1], 3).rstrip().endswith("="))


def _is_points(view: Context, i: int) -> bool:
    return "point" in view.mentions[i].text or _IN_POINTS.match(view.after(i)) is not None


def _is_yearly(view: Context, i: int) -> bool:
    """Whether a percentage is a change a year, or a share of people and no change at all."""
    return bool(_EACH.match(view.after(i)) or _OF_PEOPLE.match(view.after(i)) or _ANNUAL.search(view.before(i, 60)))


def _tells_change(view: Context, i: int) -> bool:
    near = view.before(i, 120), view.after(i, 40)
    return any(word.search(words) for words in near for word in (_UP_WORD, _DOWN_WORD))


def _from_to(view: Context, i: int) -> tuple[int, int] | None:
    """The two like figures of "from A to B" behind mention `i`, or in front of it in one clause."""
    same = view.with_sentence(i)
    begin = max(0, view.mentions[same[0]].start - 200)
    if "from" not in view.document.text[begin : view.mentions[same[-1]].start].lower():
        return None
    for a, b in _like_pairs(view, i):
        between = view.gap(i, a) if a > i else view.gap(b, i)
        opened = _FROM.search(view.before(a)) and _TO.fullmatch(view.gap(a, b))
        if opened and len(between) <= 80 and not _ANOTHER_CLAUSE.search(between):
            return a, b
    return None


def _two_levels(view: Context, i: int) -> tuple[int, int] | None:
    """The only two like counts of a sentence that closes with the change from one to the other."""
    if not (_TELLS_CHANGE_BEFORE.search(view.before(i, 60)) or _TELLS_CHANGE_BEHIND.match(view.after(i, 20))):
        return None
    pairs = [pair for pair in _like_pairs(view, i) if view.mentions[pair[0]].kind not in _NO_LEVELS]
    if len(pairs) != 1 or pairs[0][1] > i or view.mentions[i].kind == Kind.MULTIPLIER_WORD:
        return None
    a, b = pairs[0]
    if view.mentions[a].kind == Kind.MONEY and re.search(r"\bwas\b|\bwere\b", view.gap(a, b)):
        return None
    dated = view.mentions[i].kind != Kind.MULTIPLIER_WORD and len(view.gap(b, i)) <= 60
    if not dated or _ANOTHER_CLAUSE.search(view.gap(b, i)) or value_of(view.mentions[a]) == value_of(view.mentions[b]):
        return None
    falls = bool(_DOWN_WORD.search(view.gap(b, i) + view.after(i, 20)))
    low, high = sorted((a, b), key=lambda j: value_of(view.mentions[j]))
    return (high, low) if falls else (low, high)


def _moments(view: Context, i: int) -> tuple[int, int] | None:
    """Two levels told with a moment each, the only change of their sentence beside them."""
    told = [j for j in view.with_sentence(i) if view.mentions[j].kind in (Kind.PERCENT_CHANGE, Kind.PERCENT)]
    if view.mentions[i].kind == Kind.MULTIPLIER_WORD or [j for j in told if j != i]:
        return None
    near = (
        _TELLS_CHANGE_BEFORE.search(view.before(i, 60))
        or _TELLS_CHANGE_BEHIND.match(view.after(i, 30))
        or _BY.search(view.before(i, 40))
    )
    return find_moments(view, i) if near or view.mentions[i].kind == Kind.PERCENT_CHANGE else None


def _level_of_sentence_before(view: Context, i: int) -> tuple[int, int] | None:
    """The only count of a dated sentence and that of the dated one before it, which the change lies between."""
    said = _TELLS_CHANGE_BEFORE.search(view.before(i, 60)) or _TELLS_CHANGE_BEHIND.match(view.after(i, 20))
    same = view.with_sentence(i)
    if not said or same[0] == 0 or view.passage(same[0] - 1) != view.passage(i) or value_of(view.mentions[i]) < 1:
        return None
    before = view.with_sentence(same[0] - 1)
    counts = [[j for j in part if view.mentions[j].kind == Kind.COUNT] for part in (before, same)]
    dated = all(any(view.mentions[j].kind == Kind.DATE for j in part) for part in (before, same))
    if not dated or [len(part) for part in counts] != [1, 1] or counts[1][0] > i:
        return None
    return (counts[0][0], counts[1][0]) if _ANAPHOR.search(view.sentence(i)) else None


def _like_pairs(view: Context, i: int) -> list[tuple[int, int]]:
    """Neighbouring figures of one measure in the sentence of mention `i`, with nothing but times between."""
    same = [j for j in view.with_sentence(i) if j != i and view.mentions[j].kind in _MEASURED]
    found = [pair for pair in pairwise(same) if _are_like(view, i, *pair)]
    times = [j for j in view.with_sentence(i) if j != i and view.mentions[j].kind == Kind.DURATION]
    return found or [pair for pair in pairwise(times) if _are_like(view, i, *pair)]


def _are_like(view: Context, i: int, a: int, b: int) -> bool:
    one, other = view.mentions[a], view.mentions[b]
    between = (view.mentions[k].kind in _SAME_TALK for k in range(a + 1, b) if k != i)
    works = _WORKS.search(one.unit) or _WORKS.search(other.unit)
    whole = one.kind != Kind.COUNT or (one.denominator is None and other.denominator is None)
    return whole and _measure(one) == _measure(other) and not a < i < b and not works and all(between)


def _measure(mention: Mention) -> tuple[object, ...]:
    """What two figures must have in common to be a change from one to the other: "7.8 million" and "12.8 million"."""
    if mention.kind == Kind.MONEY:
        return mention.kind, mention.unit
    if mention.kind in (Kind.DURATION, Kind.DOSE):
        return mention.kind, mention.unit
    sign = re.sub(r"[\d.,\s−–-]|points?|per.*", "", mention.text) if mention.kind == Kind.OTHER else ""
    return mention.kind, sign


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

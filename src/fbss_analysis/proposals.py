"""What follows from what, where the text itself ties the numbers together.

A derivation is proposed only on printed signs: a percentage in brackets behind a count, "by 170.9% from … to …", "the
remaining", "in total", a ratio in brackets behind its percentage. A figure restates another where it stands beside it
as its other form, or tells the same outcome at the same horizon from the same source again. Whether the numbers agree
is not asked here (that is what the checks are for), only whether they are near enough to be meant as one.

>>> Proposal(("percent(@1, @0)",)).derivation({0: "m001", 1: "m002"})
'percent(m002, m001)'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fbss_analysis.context import SHARES, Context
from fbss_analysis.horizon import months
from fbss_analysis.samples import SAMPLE, statistic_of_count
from fbss_analysis.schema import Kind, Mention
from fbss_analysis.timing import Time

_HEDGES = r"(?:or|i\.e\.,?|that\s+is|about|approximately|roughly|around|nearly|almost|over|more\s+than|less\s+than|just|only|n\s*=|up\s+to|at\s+least|an?)"
_IN_BRACKETS = re.compile(rf"(?:\s+[^\W\d]\S*){{0,3}}[\s,]*[(\[–—-]\s*(?:{_HEDGES}\s*)*", re.IGNORECASE)
_IN_OTHER_WORDS = re.compile(rf"[\s,(\[–—:;]*(?:{_HEDGES}\s*)*", re.IGNORECASE)
_UP = re.compile(r"\b(?:increas|ris|rose|grew|grow|climb|up\b|gain|more\b|higher|jump|went\s+up)\w*", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:decreas|fell|fall|drop|declin|reduc|lower|down\b|shrank|decline|went\s+down)\w*", re.IGNORECASE
)
_FROM = re.compile(r"[^.;]{0,60}?\bfrom\s+(?:about\s+|roughly\s+|an?\s+|\w+\s+of\s+)*", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,40}?\bto\s+(?:about\s+|nearly\s+|over\s+|almost\s+|\w+\s+of\s+)*", re.IGNORECASE)
_REMAINING = re.compile(
    r"\b(?:the\s+)?(?:remaining|remainder|rest|others?)\s*(?:\(|,|was|were|of\s+the\s+\w+)?\s*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_IN_TOTAL = re.compile(
    r"\b(?:in\s+total|a\s+total\s+of|altogether|combined|together|in\s+all|sum(?:med)?\s+to|adding\s+up\s+to)\b", re.I
)
_FIRST_GROUPS = re.compile(r"\bfirst\s+(two|three|four)\s+(?:groups?|categories|answers|items)", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\bdifference\s+(?:of|was|between[^.;]{0,40}?(?:of|was))\s+(?:about\s+)?$", re.IGNORECASE)
_AGAIN_THE = re.compile(r"\b(?:the|these|those|all)\s+$", re.IGNORECASE)
_NUMBER_OF = {"two": 2, "three": 3, "four": 4}
_NEAR = 0.3  # a ratio may round its percentage so far and still be meant as the same figure
_SAME_WORDS = 0.5
Times = Mapping[int, Time]
Samples = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a figure may follow from others: readings with @i for mention i, what it restates, what it is a share of."""

    readings: tuple[str, ...] = ()
    restates: int | None = None
    base: int | None = None

    def derivation(self, names: Mapping[int, str]) -> str | None:
        """The readings as one expression over the names of claims."""
        named = (re.sub(r"@(\d+)", lambda place: names[int(place[1])], reading) for reading in self.readings)
        return " or ".join(named) or None


def propose(view: Context, times: Times, samples: Samples, outcomes: Sequence[str]) -> dict[int, Proposal]:
    """For every mention that the text ties to others, the proposal; a printed tie comes before a likeness.

    `outcomes` says for every mention what it is about.
    """
    found: dict[int, Proposal] = {}
    for i in range(len(view.mentions)):
        if view.passage(i) is None:
            continue
        rules = (
            _share(view, i, samples),
            _change(view, i),
            _growth(view, i, times, outcomes),
            _rest(view, i),
            _total(view, i),
        )
        proposal = next((p for p in (*rules, _difference(view, i), _beside(view, i)) if p), None)
        proposal = proposal or _again(view, i, times, outcomes, found) or _count_again(view, i)
        if proposal:
            found[i] = proposal
    return found


def _share(view: Context, i: int, samples: Samples) -> Proposal | None:
    """A percentage in brackets behind its count, or its count in brackets behind it."""
    if view.mentions[i].kind != Kind.PERCENT:
        return None
    for j, gap in _neighbours(view, i):
        count = view.mentions[j]
        if count.kind != Kind.COUNT or not _IN_BRACKETS.fullmatch(gap):
            continue
        if count.numerator is not None and count.denominator:
            return Proposal((f"percent({count.numerator:g}, {count.denominator:g})",))
        whole = samples.get(j)
        if whole is not None and whole != j:
            return Proposal((f"percent(@{j}, @{whole})",), base=whole)
    return None


def _neighbours(view: Context, i: int) -> Iterator[tuple[int, str]]:
    """The mentions right before and right behind, with what stands between."""
    if i and view.sentence_of[i - 1] == view.sentence_of[i]:
        yield i - 1, view.gap(i - 1, i)
    if i + 1 < len(view.mentions) and view.sentence_of[i + 1] == view.sentence_of[i]:
        yield i + 1, view.gap(i, i + 1)


def _change(view: Context, i: int) -> Proposal | None:
    """A change by so much "from A to B", in either order; a fall is told as what is missing to the whole."""
    mention = view.mentions[i]
    if mention.kind not in (Kind.PERCENT_CHANGE, Kind.PERCENT, Kind.MULTIPLIER_WORD):
        return None
    pair = _from_to(view, i)
    if pair is None:
        return None
    a, b = (view.mentions[j] for j in pair)
    before = view.before(i, 120)
    if mention.kind == Kind.MULTIPLIER_WORD:
        return Proposal((f"ratio(@{pair[1]}, @{pair[0]})",), base=pair[0] if a.kind == Kind.COUNT else None)
    if not (_UP.search(before) or _DOWN.search(before) or _UP.match(view.after(i, 20).strip())):
        return None
    falls = _value(b) < _value(a)
    relative = f"complement(percent(@{pair[1]}, @{pair[0]}))" if falls else f"percent_change(@{pair[0]}, @{pair[1]})"
    points = f"@{pair[0]} - @{pair[1]}" if falls else f"@{pair[1]} - @{pair[0]}"
    if a.kind == Kind.COUNT:
        return Proposal((relative,), base=pair[0])
    in_points = re.match(r"\s*(?:percentage\s+)?points?\b", view.after(i)) or "point" in mention.text
    return Proposal((points,) if in_points else (relative, points))


def _from_to(view: Context, i: int) -> tuple[int, int] | None:
    """The two like figures of "from A to B" behind mention `i`, or in front of it."""
    same = [j for j in view.with_sentence(i) if j != i and view.mentions[j].kind in (Kind.COUNT, Kind.PERCENT)]
    for a, b in pairwise(same):
        alike = view.mentions[a].kind == view.mentions[b].kind and b == a + 1
        opened = (
            _FROM.fullmatch(view.gap(i, a))
            if a > i
            else re.search(r"\bfrom\s+(?:\w+\s+)?$", view.before(a), re.IGNORECASE)
        )
        if alike and opened and _TO.fullmatch(view.gap(a, b)):
            return a, b
    return None


def _growth(view: Context, i: int, times: Times, outcomes: Sequence[str]) -> Proposal | None:
    """A doubling between two horizons: the ratio of the figures that the same source gives for them."""
    marks = {mark.role: mark for mark in times[i].qualifiers} if i in times else {}
    if view.mentions[i].kind != Kind.MULTIPLIER_WORD or not {"from", "to"} <= marks.keys():
        return None
    ends = [months(marks[end].text) for end in ("from", "to")]
    for j in range(i - 1, -1, -1):
        early = [k for k in range(j) if _same_source(view, j, k) and k in times and months(times[k].horizon) == ends[0]]
        late = j in times and _is_percent(view, j) and months(times[j].horizon) == ends[1] and _same_source(view, i, j)
        early = [k for k in early if _is_percent(view, k) and outcomes[k] == outcomes[j]]
        if late and early:
            return Proposal((f"ratio(@{j}, @{early[-1]})",))
    return None


def _rest(view: Context, i: int) -> Proposal | None:
    """The remaining percentage: what the others of its sentence leave of a hundred."""
    if view.mentions[i].kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE) or not _REMAINING.search(view.before(i, 60)):
        return None
    parts = [j for j in view.with_sentence(i) if j < i and _is_percent(view, j) and not _restating(view, j)]
    if not parts:
        return None
    return Proposal((f"complement(@{parts[0]})" if len(parts) == 1 else "100 - " + " - ".join(f"@{j}" for j in parts),))


def _restating(view: Context, i: int) -> bool:
    return (
        i > 0
        and view.mentions[i - 1].kind in SHARES
        and bool(_IN_OTHER_WORDS.fullmatch(view.gap(i - 1, i)))
        and view.in_brackets(i)
    )


def _total(view: Context, i: int) -> Proposal | None:
    """A figure told "in total": the sum of the list in front of it in its sentence, or of the first items of its list."""
    mention = view.mentions[i]
    told = _IN_TOTAL.search(view.before(i, 60)) or _IN_TOTAL.match(view.after(i, 40).lstrip(" ,"))
    if mention.kind not in (Kind.PERCENT, Kind.COUNT) or not told:
        return None
    first = _FIRST_GROUPS.search(view.before(i, 80))
    parts = _items(view, i)[: _NUMBER_OF[first[1].lower()]] if first else _list_before(view, i)
    return Proposal((" + ".join(f"@{j}" for j in parts),)) if len(parts) > 1 else None


def _list_before(view: Context, i: int) -> list[int]:
    """The like figures in front of mention `i` in its sentence, where it comes last and there are two or more."""
    same = [j for j in view.with_sentence(i) if j < i and view.mentions[j].kind == view.mentions[i].kind]
    between = view.gap(same[-1], i) if same else ""
    return same if len(same) > 1 and len(between) < 80 and statistic_of_count(view, i) != SAMPLE else []


def _items(view: Context, i: int) -> list[int]:
    """The first percentage of each item of the list that mention `i` stands in, in front of it."""
    block = view.block(i)
    lead = view.page.blocks[block].lead if block is not None else None
    if block is None or lead is None:
        return []
    firsts: dict[int, int] = {}
    for j in range(i):
        own = view.block(j)
        if own is not None and own != block and view.page.blocks[own].lead == lead and _is_percent(view, j):
            firsts.setdefault(own, j)
    return list(firsts.values())


def _difference(view: Context, i: int) -> Proposal | None:
    """A difference in points between the two shares in front of it in its sentence."""
    same = [j for j in view.with_sentence(i) if j < i and _is_percent(view, j)]
    if view.mentions[i].kind != Kind.PERCENT or len(same) != 2 or not _DIFFERENCE.search(view.before(i, 80)):
        return None
    low, high = sorted(same, key=lambda j: _value(view.mentions[j]))
    return Proposal((f"@{high} - @{low}",))


def _beside(view: Context, i: int) -> Proposal | None:
    """A share in brackets behind another form of itself: "11% (1 out of 9)", "half (52%)"."""
    mention = view.mentions[i]
    if i == 0 or mention.kind not in SHARES or view.sentence_of[i] != view.sentence_of[i - 1]:
        j = _bracketed_share(view, i)
        return Proposal((f"@{j}",), restates=j) if j is not None else None
    other = view.mentions[i - 1]
    forms = {mention.kind, other.kind}
    two_forms = len(forms) == 2 and forms <= SHARES - {Kind.PERCENT_RANGE}
    if two_forms and _IN_OTHER_WORDS.fullmatch(view.gap(i - 1, i)) and _is_near(mention, other):
        return Proposal((f"@{i - 1}",), restates=i - 1)
    j = _bracketed_share(view, i)
    return Proposal((f"@{j}",), restates=j) if j is not None else None


def _bracketed_share(view: Context, i: int) -> int | None:
    """The share that a ratio in brackets at the end of its sentence tells again."""
    if view.mentions[i].kind not in (Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD) or not view.in_brackets(i):
        return None
    same = [j for j in view.with_sentence(i) if j < i and _is_percent(view, j)]
    return same[-1] if same and _is_near(view.mentions[i], view.mentions[same[-1]]) else None


def _again(
    view: Context, i: int, times: Times, outcomes: Sequence[str], found: Mapping[int, Proposal]
) -> Proposal | None:
    """The earlier share of the same outcome, horizon and source that this one tells again; its first telling."""
    mention = view.mentions[i]
    if mention.kind not in SHARES or _is_teaser(view, i):
        return None
    same = [
        j
        for j in range(i)
        if view.mentions[j].kind in SHARES
        and not _is_teaser(view, j)
        and _tells(view, i, j, times, outcomes[i] == outcomes[j])
    ]
    if not same:
        return None
    origin = min(same, key=lambda j: (abs(_value(view.mentions[j]) - _value(mention)), j))
    while origin in found and found[origin].restates is not None:
        origin = found[origin].restates or 0
    return Proposal((f"@{origin}",), restates=origin)


def _tells(view: Context, i: int, j: int, times: Times, alike: bool) -> bool:
    """Whether share `i` is meant as share `j` told again."""
    a, b = view.mentions[i], view.mentions[j]
    if not alike or view.sentence_of[i] == view.sentence_of[j]:
        return False
    one, other = (times[k].horizon if k in times else None for k in (i, j))
    at_one_time = (months(one) if one else None) == (months(other) if other else None)
    if one and other and at_one_time and _same_source(view, i, j):
        return _is_near(a, b) if a.kind == Kind.RATIO_ONE_IN_N else _values(a) == _values(b)
    return (
        at_one_time
        and alike
        and _values(a) == _values(b)
        and _likeness(view.sentence(i), view.sentence(j)) >= _SAME_WORDS
    )


def _count_again(view: Context, i: int) -> Proposal | None:
    """A count named again ("the 33 reviews"), or rounded before it is told exactly ("over 100,000 … 102,047")."""
    mention = view.mentions[i]
    if mention.kind != Kind.COUNT or not mention.value or _is_teaser(view, i):
        return None
    same = [
        j for j, m in enumerate(view.mentions) if j != i and m.kind == Kind.COUNT and view.passage(j) == view.passage(i)
    ]
    retold = [j for j in range(i) if _is_retold(view, i, j)]
    if retold:
        return Proposal((f"@{retold[0]}",), restates=retold[0])
    if mention.hedge != "none":
        exact = [j for j in same if view.mentions[j].hedge == "none" and statistic_of_count(view, j) == SAMPLE]
        near = [j for j in exact if abs(_value(view.mentions[j]) / mention.value - 1) <= 0.1 and mention.value >= 20]
        return Proposal((f"@{near[0]}",), restates=near[0]) if near and statistic_of_count(view, i) == SAMPLE else None
    named = [j for j in same if j < i and view.mentions[j].value == mention.value and mention.value >= 10]
    return Proposal((f"@{named[0]}",), restates=named[0]) if named and _AGAIN_THE.search(view.before(i)) else None


def _is_retold(view: Context, i: int, j: int) -> bool:
    """Whether a count, its noun and its hedge are those of an earlier one of the same source, in much the same words."""
    a, b = view.mentions[i], view.mentions[j]
    same = (a.kind, a.value, a.unit, a.hedge, a.citation) == (b.kind, b.value, b.unit, b.hedge, b.citation)
    apart = view.sentence_of[i] != view.sentence_of[j] and not _is_teaser(view, j)
    return (
        bool(same and apart and a.unit and a.citation) and _likeness(view.sentence(i), view.sentence(j)) >= _SAME_WORDS
    )


def _is_percent(view: Context, i: int) -> bool:
    return view.mentions[i].kind == Kind.PERCENT


def _is_teaser(view: Context, i: int) -> bool:
    block = view.block(i)
    return block is None or view.page.blocks[block].in_teaser


def _same_source(view: Context, i: int, j: int) -> bool:
    cited = view.mentions[i].citation
    return view.mentions[j].citation == cited if cited is not None else view.passage(i) == view.passage(j)


def _is_near(one: Mention, other: Mention) -> bool:
    a, b = _value(one), _value(other)
    return abs(a - b) <= _NEAR * max(a, b)


def _value(mention: Mention) -> float:
    return mention.value if mention.value is not None else mention.low or 0.0


def _values(mention: Mention) -> tuple[float | None, ...]:
    return mention.value, mention.low, mention.high


def _likeness(one: str, other: str) -> float:
    """Shared words of four letters or more, as a part of the shorter sentence's."""
    a, b = (frozenset(re.findall(r"[^\W\d_]{4,}", text.lower())) for text in (one, other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0

"""What follows from what, where the text itself ties the numbers together.

A derivation is proposed only on printed signs: a percentage in brackets behind a count, "by 170.9% from … to …", "the
remaining", "in total". A figure that is another one told again (`restatements`) follows from that. Whether the numbers
agree is not asked here: that is what the checks are for.

>>> Proposal(("percent(@1, @0)",)).named({0: "m001", 1: "m002"})
['percent(m002, m001)']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fbss_analysis.context import SHARES, Context, value_of
from fbss_analysis.horizon import months
from fbss_analysis.restatements import HEDGES, IN_OTHER_WORDS, find_origin
from fbss_analysis.samples import SAMPLE, statistic_of_count
from fbss_analysis.schema import Kind, Mention
from fbss_analysis.timing import Time

_IN_BRACKETS = re.compile(rf"(?:\s+[^\W\d]\S*){{0,3}}[\s,]*[(\[–—-]\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
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
_NUMBER_OF = {"two": 2, "three": 3, "four": 4}
_MEASURED = (Kind.COUNT, Kind.PERCENT, Kind.OTHER, Kind.MONEY, Kind.DOSE)
Times = Mapping[int, Time]
Samples = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a figure may follow from others: readings with @i for mention i, what it restates, what it is a share of."""

    readings: tuple[str, ...] = ()
    restates: int | None = None
    base: int | None = None

    def named(self, names: Mapping[int, str]) -> list[str]:
        """Each reading over the names of claims."""
        return [re.sub(r"@(\d+)", lambda place: names[int(place[1])], reading) for reading in self.readings]


def propose(view: Context, times: Times, samples: Samples, outcomes: Sequence[str]) -> dict[int, Proposal]:
    """For every mention that the text ties to others, the proposal; a printed tie comes before a likeness.

    `outcomes` says for every mention what it is about.
    """
    found: dict[int, Proposal] = {}
    origins: dict[int, int] = {}
    for i in range(len(view.mentions)):
        if view.passage(i) is None:
            continue
        rules = (_share(view, i, samples), _change(view, i), _growth(view, i, times, outcomes), _rest(view, i))
        proposal = next((p for p in (*rules, _total(view, i), _difference(view, i)) if p), None)
        if proposal is None and (origin := find_origin(view, i, times, outcomes, origins)) is not None:
            proposal = Proposal((f"@{origin}",), restates=origin)
            origins[i] = origin
        if proposal:
            found[i] = proposal
    return found


def _share(view: Context, i: int, samples: Samples) -> Proposal | None:
    """A percentage in brackets behind its count, or its count in brackets behind it."""
    if view.mentions[i].kind != Kind.PERCENT:
        return None
    for j, gap in _neighbours(view, i):
        count = view.mentions[j]
        listed = gap.strip() in (";", ",") and view.before(j).rstrip().endswith("=")
        if count.kind != Kind.COUNT or not (listed or _IN_BRACKETS.fullmatch(gap)):
            continue
        if count.numerator is not None and count.denominator:
            return Proposal((f"percent({count.numerator:g}, {count.denominator:g})",))
        whole = samples.get(j)
        if whole is not None and whole != j:
            return Proposal((f"percent(@{j}, @{whole})",), base=whole)
        if whole is None and (printed := _whole_printed_before(view, j)):
            return Proposal((f"percent(@{j}, {printed:g})",))
    return None


def _whole_printed_before(view: Context, i: int) -> float | None:
    """The n of the last "k of n" in front of count `i` in its passage, where `i` fits into it."""
    for j in range(i - 1, -1, -1):
        if view.passage(j) != view.passage(i):
            return None
        if view.mentions[j].kind == Kind.COUNT and view.mentions[j].denominator:
            whole = view.mentions[j].denominator
            return whole if whole and value_of(view.mentions[i]) <= whole else None
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
    falls = value_of(b) < value_of(a)
    relative = f"complement(percent(@{pair[1]}, @{pair[0]}))" if falls else f"percent_change(@{pair[0]}, @{pair[1]})"
    points = f"@{pair[0]} - @{pair[1]}" if falls else f"@{pair[1]} - @{pair[0]}"
    if a.kind != Kind.PERCENT:
        return Proposal((relative,), base=pair[0] if a.kind == Kind.COUNT else None)
    if re.search(r"\brelative\b", view.before(i, 60), re.IGNORECASE):
        return Proposal((relative,))
    in_points = re.match(r"\s*(?:percentage\s+)?points?\b", view.after(i)) or "point" in mention.text
    return Proposal((points,) if in_points else (relative, points))


def _from_to(view: Context, i: int) -> tuple[int, int] | None:
    """The two like figures of "from A to B" behind mention `i`, or in front of it."""
    same = [j for j in view.with_sentence(i) if j != i and view.mentions[j].kind in _MEASURED]
    for a, b in pairwise(same):
        alike = _measure(view.mentions[a]) == _measure(view.mentions[b]) and b == a + 1
        opened = (
            _FROM.fullmatch(view.gap(i, a))
            if a > i
            else re.search(r"\bfrom\s+(?:\w+\s+)?$", view.before(a), re.IGNORECASE)
        )
        if alike and opened and _TO.fullmatch(view.gap(a, b)):
            return a, b
    return None


def _measure(mention: Mention) -> tuple[object, ...]:
    """What two figures must have in common to be a change from one to the other: "7.8 million" and "12.8 million"."""
    return mention.kind, re.sub(r"[\d.,\s]", "", mention.text) if mention.kind == Kind.OTHER else ""


def _growth(view: Context, i: int, times: Times, outcomes: Sequence[str]) -> Proposal | None:
    """A doubling between two horizons: the ratio of the figures that the same source gives for them."""
    marks = {mark.role: mark for mark in times[i].qualifiers} if i in times else {}
    if view.mentions[i].kind != Kind.MULTIPLIER_WORD or not {"from", "to"} <= marks.keys():
        return None
    ends = [months(marks[end].text) for end in ("from", "to")]
    for j in range(i - 1, -1, -1):
        early = [k for k in range(j) if view.same_source(j, k) and k in times and months(times[k].horizon) == ends[0]]
        late = j in times and view.is_percent(j) and months(times[j].horizon) == ends[1] and view.same_source(i, j)
        early = [k for k in early if view.is_percent(k) and outcomes[k] == outcomes[j]]
        if late and early:
            return Proposal((f"ratio(@{j}, @{early[-1]})",))
    return None


def _rest(view: Context, i: int) -> Proposal | None:
    """The remaining percentage: what the others of its sentence leave of a hundred."""
    if view.mentions[i].kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE) or not _REMAINING.search(view.before(i, 60)):
        return None
    parts = [j for j in view.with_sentence(i) if j < i and view.is_percent(j) and not _restating(view, j)]
    if not parts:
        return None
    return Proposal((f"complement(@{parts[0]})" if len(parts) == 1 else "100 - " + " - ".join(f"@{j}" for j in parts),))


def _restating(view: Context, i: int) -> bool:
    return (
        i > 0
        and view.mentions[i - 1].kind in SHARES
        and bool(IN_OTHER_WORDS.fullmatch(view.gap(i - 1, i)))
        and view.in_brackets(i)
    )


def _total(view: Context, i: int) -> Proposal | None:
    """A figure told "in total": the sum of the list before it in its sentence, or of the first items of its list."""
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
        if own is not None and own != block and view.page.blocks[own].lead == lead and view.is_percent(j):
            firsts.setdefault(own, j)
    return list(firsts.values())


def _difference(view: Context, i: int) -> Proposal | None:
    """A difference in points between the two shares in front of it in its sentence."""
    same = [j for j in view.with_sentence(i) if j < i and view.is_percent(j)]
    if view.mentions[i].kind != Kind.PERCENT or len(same) != 2 or not _DIFFERENCE.search(view.before(i, 80)):
        return None
    low, high = sorted(same, key=lambda j: value_of(view.mentions[j]))
    return Proposal((f"@{high} - @{low}",))

"""Figures that may be added up: parts and wholes of one kind, and by how much they miss each other.

A count is taken with its kind: heads and other whole things, sums of money in one currency, lengths of time in one
unit, shares in percent. "12 of 80" is a part and a whole at once. A small number in words ("two centres") is loose: it
may count anything, and is no part that a list must have.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.stretches import is_line
from fbss_analysis.printed.mistyping import digits_of, in_units, is_plain_slip, is_slip
from fbss_analysis.schema import Kind, Mention

_GOES_ON = re.compile(r"[^\S\t\n]\d{3}\b|\d|-[^\W\d]")  # a longer number, or "two-level"; no next cell
_ONE_EACH = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,5}?\s+(?:for\s+|to\s+)?(?:each|every|per|apiece)\b", re.IGNORECASE)
_A_MEASURE = re.compile(
    r"\b(?:mean|average|median|averag\w+|aged?)\s+(?:\w+\s+){0,2}$|[<>≥≤±]\s*$|[^\W\d]{2,}\s?=\s*$", re.IGNORECASE
)
_A_SUM = re.compile(r"\bn\s*=\s*$|[+]\s*\d[^=+;.]*=\s*$", re.IGNORECASE)  # "n = 12", "12 late + 9 early = 21"
_NO_NOUN = re.compile(r"\s*(?:[,.;)]|$|(?:of|in|on|at|by|for|from|with|to|were|was|had|and|or|as)\b)", re.IGNORECASE)
THINGS = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|reviews?|papers?|articles?|countries|cent(?:er|re)s|groups?|arms?|years?|categories|classes|cohorts?|routes?|blocks?|winters?|regions?|"
    r"hospitals?|clinics?|units?|items?|answers?|levels?|options?|causes?|findings?|times?|scale|level)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:the|these|those|all)\s+$", re.IGNORECASE)  # "the two"
_DECIMAL = re.compile(r"\d{1,2}[.·]\d+")
_PERCENT_HEAD = re.compile(r"(?:(?<![\d\s])\s|[(|,:\t]\s?)(?:%|per\s?cent)(?:\s+of\b|[):,\s])", re.IGNORECASE)
_WITH_SD = re.compile(r"\s*\(\d+(?:\.\d+)?\)\s+(?:[a-z]\s+)?\d")  # a cell of a table: "1739 (117) a 1476 (155)"
_OF_A_MEASURE = re.compile(  # a percentage of no group: "at 65% of maximum power", "40%1RM", "5% hydroalcohol"
    r"\w|\s*of\s+(?:the|those)\s+(?:remaining|remainder|rest|others)\b|\s*of\s+(?:(?:the|their|its|his|her)\s+)?(?:predicted|normal|baseline|maxim\w+|peak|one[\s-]repetition|VO2|heart|body|ideal|recommended)\b|"
    r"\s+(?:[^\W\d][\w-]*\s+)?(?:saline|solution|emulsion|gel|cream|ointment|alcohol|\w*alcohol|mouth\w+|oxygen|glucose|dextrose|albumin|formalin|\w+caine|\w+hexidine|\w+flurane|power|CI)\b"
)
_COUNTED_TIMES = ("days", "nights")
_MOMENT = re.compile(r"(?:hour|day|week|month|year)s?\s", re.IGNORECASE)
_HEADS = re.compile(r"\s?[,:]\s\d")
_PIECES = ("times", "tablets", "pills", "capsules", "doses", "sessions", "visits")
_CLOSE = 0.4, 2.5
_FEW = 2
MOST_PARTS, _ROWS = 10, 10
LEAST_WHOLE, _LEAST_ROUND, _LEAST_SUM = 20, 50, 100
_SMALL = 12  # a number in words as small as this may count anything
_SHARES = (Kind.PERCENT, Kind.PERCENT_CHANGE)
_CLOSE_SHARES = 40, 190
_CLEAR_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Addend:
    """A figure that may be a part or a whole: its mention, value, kind with unit, and printed decimals.

    `of` is the whole that a part is told with, `is_base` says that the figure is such a whole.
    """

    place: int
    value: float
    sort: str
    loose: bool
    decimals: int
    of: float | None = None
    is_base: bool = False


@once
def addends(view: Context, i: int) -> tuple[Addend, ...]:
    """A mention as part or whole; of "12 of 80" both."""
    return tuple(_addends(view, i))


def _addends(view: Context, i: int) -> Iterator[Addend]:
    mention = view.mentions[i]
    value = mention.value
    if value is None or value <= 0 or mention.hedge != "none" or _WITH_SD.match(view.after(i, 40)):
        return
    if mention.kind == Kind.COUNT and is_label(view.document.text, mention.start, mention.end):
        return
    if mention.kind in _SHARES and "point" not in mention.text:
        if _OF_A_MEASURE.match(view.after(i, 60)):
            return
        yield Addend(i, value, "%", False, _decimals(mention))
    elif mention.kind == Kind.COUNT and _A_MEASURE.search(view.before(i, 40)) and not _A_SUM.search(view.before(i, 60)):
        return
    elif mention.kind == Kind.COUNT and float(value).is_integer() and not _GOES_ON.match(view.after(i, 6)):
        yield from _of_count(view, i, value)
    elif (
        mention.kind == Kind.OTHER and not mention.unit and _DECIMAL.fullmatch(mention.text) and _is_in_percent(view, i)
    ):
        yield Addend(i, value, "%", False, _decimals(mention))
    elif mention.kind == Kind.DURATION and "-" not in mention.text and not _MOMENT.match(mention.text):
        yield Addend(i, value, mention.unit, False, _decimals(mention))
        if _HEADS.match(view.after(i, 4)):
            return  # "two nights, 19"
        if mention.unit in _COUNTED_TIMES or mention.text.endswith(("hours", "minutes")):
            yield Addend(i, value, "n", False, _decimals(mention), None, mention.unit != "nights")
    elif mention.kind in (Kind.MONEY, Kind.DOSE, Kind.OTHER) and mention.unit and mention.numerator is None:
        yield Addend(i, value, mention.unit, False, _decimals(mention))
        if mention.unit in _PIECES:
            yield Addend(i, value, "n", False, _decimals(mention), None, True)


def _of_count(view: Context, i: int, value: float) -> Iterator[Addend]:
    """A count of heads or other whole things; of "12 of 80" both."""
    mention = view.mentions[i]
    small, spelled = value <= _SMALL, not mention.text[:1].isdigit()
    thing = (small or spelled) and THINGS.search(mention.unit.rpartition(" ")[2]) is not None
    if thing and (spelled or not _is_one_of_things(view, i)):
        return
    back = _POINTS_BACK.search(view.before(i, 12)) or (value == 1 and _ONE_EACH.match(view.after(i, 60)))
    if small and spelled and back:
        return
    heads = value > 1 and _PEOPLE.search(mention.unit) is not None
    loose = small and spelled and not heads and bool(mention.unit or not _NO_NOUN.match(view.after(i, 20)))
    yield Addend(i, mention.numerator or value, "n", loose, 0, mention.denominator)
    if mention.denominator:
        yield Addend(i, mention.denominator, "n", False, 0, None, True)


def _is_one_of_things(view: Context, i: int) -> bool:
    """Whether a small number of studies or groups stands in the list that a larger number of them opens."""
    for j in reversed([j for j in view.with_sentence(i) if j < i]):
        larger = value_of(view.mentions[j]) > _SMALL and THINGS.search(view.mentions[j].unit.rpartition(" ")[2])
        if view.mentions[j].kind == Kind.COUNT and larger:
            return re.match(r"[^.;\d]{0,40}[:(]", view.gap(j, j + 1)) is not None
    return False


def _is_in_percent(view: Context, i: int) -> bool:
    """Whether a bare number stands in a list that is headed in percent: "share in per cent: drugs 12.5; care 40.1"."""
    at, text, own = view.sentence_of[i] or 0, view.document.text, view.mentions[i].start
    first = max(0, at - 1)
    while first > 0 and at - first < _ROWS and is_line(view, first) and is_line(view, at):
        first -= 1
    start = max(view.page.sentences[first].start, own - 300, text.rfind("\n\n", 0, own))
    return _PERCENT_HEAD.search(text[start:own]) is not None


def _decimals(mention: Mention) -> int:
    found = re.search(r"[.·](\d+)", mention.text)
    return len(found[1]) if found else 0


def slip_away(whole: Addend, parts: Sequence[Addend]) -> int:
    """By how much parts miss a whole that they would make with one digit of one of them, or of it, typed right."""
    if not 2 <= len(parts) <= MOST_PARTS or whole.value < LEAST_WHOLE:
        return 0
    printed = tuple((part.value, part.decimals) for part in (whole, *parts))
    return _slip(printed, exact=whole.sort in ("n", "%"), apart=len(parts) <= _FEW and parts[0].of is None)


@lru_cache(maxsize=4096)
def _slip(printed: tuple[tuple[float, int], ...], *, exact: bool, apart: bool) -> int:
    """As `slip_away`, of numbers with their decimals, the whole first; few numbers are told in many lists."""
    (whole, _), *parts = printed
    if whole in (value for value, _ in parts) or (len({value for value, _ in parts}) == 1 and not apart):
        return 0
    decimals = max(places for _, places in printed)
    told, values = in_units(whole, decimals), [in_units(value, decimals) for value, _ in parts]
    added = sum(values)
    rounded = not exact and abs(added - told) <= len(parts) / 2
    if added == told or told == 2 * added or rounded:
        return 0
    if not _are_near(whole, [value for value, _ in parts]):
        as_long = len(str(told)) == len(str(added)) and added >= _LEAST_SUM and told > max(values)
        far = (as_long and is_slip(str(told), str(added))) or misses_plainly(whole, [value for value, _ in parts])
        return added - told if far else 0
    noughts = min(len(str(number)) - len(str(number).rstrip("0")) for number in (told, *values))
    if noughts and told // 10**noughts < _LEAST_ROUND:
        return 0  # round numbers are a slip away from many others
    pairs = [(told, added), *((value, value + told - added) for value in values)]
    slips = any(meant > 0 and is_slip(digits_of(str(one)), digits_of(str(meant))) for one, meant in pairs)
    return added - told if slips else 0


def slips_plainly(whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether the digit that keeps parts from making a whole would hardly do so by chance, and none exceeds it."""
    return misses_plainly(whole.value, [part.value for part in parts])


def misses_plainly(whole: float, parts: Sequence[float]) -> bool:
    """Whether some numbers miss a whole by a slip that would seldom come about by chance, and none exceeds it."""
    return _misses_plainly(whole, tuple(parts))


@lru_cache(maxsize=4096)
def _misses_plainly(whole: float, parts: tuple[float, ...]) -> bool:
    decimals = max(_places(value) for value in (whole, *parts))
    told, values = in_units(whole, decimals), [in_units(value, decimals) for value in parts]
    miss = told - sum(values)
    if max(values) < told and is_plain_slip(digits_of(str(told)), digits_of(str(told - miss))):
        return True
    largest = sorted(values)[-2] if len(values) > 1 else 0
    meant = ((value, value + miss) for value in values if 0 < value + miss < told)
    return largest < told and any(is_plain_slip(digits_of(str(one)), digits_of(str(two))) for one, two in meant)


def is_exchange(whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether two digits of one figure, exchanged, are all that keeps parts from making a whole."""
    decimals = max(part.decimals for part in (whole, *parts))
    told, values = in_units(whole.value, decimals), [in_units(part.value, decimals) for part in parts]
    added = sum(values)
    pairs = [(told, added), *((value, value + told - added) for value in values)]
    return any(m > 0 and sorted(str(one)) == sorted(str(m)) and is_slip(str(one), str(m)) for one, m in pairs)


def slips_from(whole: float, parts: Sequence[float]) -> bool:
    """Whether some whole numbers miss another by a slip in one of them, or in it."""
    miss = int(whole - sum(parts))
    pairs = [(whole, whole - miss), *((value, value + miss) for value in parts)]
    return any(meant > 0 and is_slip(digits_of(f"{one:.0f}"), digits_of(f"{meant:.0f}")) for one, meant in pairs)


def _places(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def is_near(whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether parts make a sum of the size of a whole, which then needs no word that calls it the sum."""
    return _are_near(whole.value, [part.value for part in parts])


def _are_near(whole: float, parts: Sequence[float]) -> bool:
    return _CLOSE[0] * whole <= sum(parts) <= _CLOSE[1] * whole


def misses_hundred(parts: Sequence[Addend]) -> bool:
    """Whether percentages do not make a hundred, but would with one digit of one of them typed right."""
    return slips_from_hundred([(part.value, part.decimals) for part in parts])


def slips_from_hundred(shares: Sequence[tuple[float, int]]) -> bool:
    """As `misses_hundred`, of percentages told by their values and printed decimals.

    >>> [slips_from_hundred([(54, 0), (other, 0)]) for other in (36, 33, 46)]
    [True, False, False]
    """
    parts, decimals = shares, max(places for _, places in shares)
    values = [in_units(value, decimals) for value, _ in shares]
    whole, added = in_units(100, decimals), sum(values)
    if not _CLOSE_SHARES[0] <= added / 10**decimals <= _CLOSE_SHARES[1] or abs(added - whole) <= len(parts) / 2:
        return False
    if len(set(values)) == 1 or abs(added - whole) < _CLEAR_SHARE * 10**decimals:
        return False
    slack = (0, 1, -1) if len(parts) > 2 and decimals else (0,)
    wanted = ((value, value + whole - added + off) for value in values for off in slack)
    return any(meant > 0 and is_slip(digits_of(str(one)), digits_of(str(meant))) for one, meant in wanted)

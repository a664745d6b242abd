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
from itertools import pairwise

from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.stretches import around, is_line
from fbss_analysis.printed.mistyping import digits_of, in_units, is_slip
from fbss_analysis.schema import Kind, Mention

_GOES_ON = re.compile(r"[^\S\t\n]\d{3}\b|\d|-[^\W\d]")  # a longer number, or "two-level"; no next cell
_ONE_EACH = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,5}?\s+(?:for\s+|to\s+)?(?:each|every|per|apiece)\b", re.IGNORECASE)
_A_MEASURE = re.compile(
    r"\b(?:mean|average|median|averag\w+|aged?)\s+(?:\w+\s+){0,2}$|[<>≥≤±]\s*$|[^\W\d]{2,}\s?=\s*$", re.IGNORECASE
)
_N_EQUALS = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_NO_NOUN = re.compile(r"\s*(?:[,.;:)]|$|(?:of|in|on|at|by|for|from|with|to|were|was|had|and|or|as)\b)", re.IGNORECASE)
THINGS = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|reviews?|papers?|articles?|countries|cent(?:er|re)s|groups?|arms?|years?|categories|classes|cohorts?|routes?|blocks?|winters?|regions?|"
    r"hospitals?|clinics?|units?|items?|answers?|levels?|options?|causes?|findings?|times?|scale|level)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.\n]\s")
_OF_PARTS = re.compile(r"\b(?:of|including)\s+(?:whom|which|these|them|those|the)\b|\bincluding\b", re.IGNORECASE)
_PEOPLE = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:the|these|those|all)\s+$", re.IGNORECASE)  # "the two"
_DECIMAL = re.compile(r"\d{1,2}[.·]\d+")
_PERCENT_HEAD = re.compile(r"(?:(?<![\d\s])\s|[(|,:\t]\s?)(?:%|per\s?cent)(?:\s+of\b|[):,\s])", re.IGNORECASE)
_WITH_SD = re.compile(r"\s*\(\d+(?:\.\d+)?\)\s+(?:[a-z]\s+)?\d")  # a cell of a table: "1739 (117) a 1476 (155)"
_PIECES = ("times", "tablets", "pills", "capsules", "doses", "sessions", "visits")
_CLOSE = 0.4, 2.5
_FEW = 2
_MOST_NEAR = 14
MOST_PARTS, _ROWS = 10, 10
_NESTED = 30
_LEAST_WHOLE, _LEAST_SUM = 20, 100
_SMALL = 12  # a number in words as small as this may count anything
_SHARES = (Kind.PERCENT, Kind.PERCENT_CHANGE)
_CLOSE_SHARES = 40, 190
_ALL, _CLEAR_SHARE = 100, 0.8


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
    if mention.kind in _SHARES and "point" not in mention.text:
        yield Addend(i, value, "%", False, _decimals(mention))
    elif (
        mention.kind == Kind.COUNT and _A_MEASURE.search(view.before(i, 40)) and not _N_EQUALS.search(view.before(i, 8))
    ):
        return
    elif mention.kind == Kind.COUNT and float(value).is_integer() and not _GOES_ON.match(view.after(i, 6)):
        small = value <= _SMALL
        spelled = not mention.text[:1].isdigit()
        if (small or spelled) and THINGS.search(mention.unit.rpartition(" ")[2]):
            return
        if (
            small
            and spelled
            and (_POINTS_BACK.search(view.before(i, 12)) or (value == 1 and _ONE_EACH.match(view.after(i, 60))))
        ):
            return
        heads = value > 1 and _PEOPLE.search(mention.unit) is not None
        loose = small and spelled and not heads and bool(mention.unit or not _NO_NOUN.match(view.after(i, 20)))
        yield Addend(i, mention.numerator or value, "n", loose, 0, mention.denominator)
        if mention.denominator:
            yield Addend(i, mention.denominator, "n", False, 0, None, True)
    elif (
        mention.kind == Kind.OTHER and not mention.unit and _DECIMAL.fullmatch(mention.text) and _is_in_percent(view, i)
    ):
        yield Addend(i, value, "%", False, _decimals(mention))
    elif mention.kind == Kind.DURATION and "-" not in mention.text:
        yield Addend(i, value, mention.unit, False, _decimals(mention))
        yield Addend(i, value, "n", False, _decimals(mention), None, mention.unit != "nights")
    elif mention.kind in (Kind.MONEY, Kind.DOSE, Kind.OTHER) and mention.unit and mention.numerator is None:
        yield Addend(i, value, mention.unit, False, _decimals(mention))
        if mention.unit in _PIECES:
            yield Addend(i, value, "n", False, _decimals(mention), None, True)


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
    if not 2 <= len(parts) <= MOST_PARTS or whole.value < _LEAST_WHOLE:
        return 0
    printed = [part.value for part in parts]
    alike = len(set(printed)) == 1 and (len(parts) > _FEW or parts[0].of is not None)
    if alike or whole.value in printed:
        return 0
    decimals = max(part.decimals for part in (whole, *parts))
    told, values = in_units(whole.value, decimals), [in_units(value, decimals) for value in printed]
    added = sum(values)
    if added == told or told == 2 * added:
        return 0
    if not is_near(whole, parts):
        as_long = len(str(told)) == len(str(added)) and added >= _LEAST_SUM and told > max(values)
        return added - told if as_long and is_slip(str(told), str(added)) else 0
    if all(number % 10 == 0 for number in (told, *values)) and told // 10 < _LEAST_WHOLE * 10 ** str(told).count("0"):
        return 0  # round numbers are a slip away from many others
    pairs = [(told, added), *((value, value + told - added) for value in values)]
    slips = any(meant > 0 and is_slip(digits_of(str(one)), digits_of(str(meant))) for one, meant in pairs)
    return added - told if slips else 0


def is_near(whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether parts make a sum of the size of a whole, which then needs no word that calls it the sum."""
    return _CLOSE[0] * whole.value <= sum(part.value for part in parts) <= _CLOSE[1] * whole.value


def is_plain(view: Context, parts: Sequence[Addend], whole: Addend | None = None) -> bool:
    """Whether no other figures of the kind stand around."""
    return {part for part in _near(view, parts) if not (part.loose or part.is_base or part.value == _ALL)} <= {
        whole,
        *parts,
    }


def misses_hundred(parts: Sequence[Addend]) -> bool:
    """Whether percentages do not make a hundred, but would with one digit of one of them typed right."""
    decimals = max(part.decimals for part in parts)
    values = [in_units(part.value, decimals) for part in parts]
    whole, added = in_units(100, decimals), sum(values)
    if not _CLOSE_SHARES[0] <= added / 10**decimals <= _CLOSE_SHARES[1] or abs(added - whole) <= len(parts) / 2:
        return False
    if len(set(values)) == 1 or abs(added - whole) < _CLEAR_SHARE * 10**decimals:
        return False
    slack = (0, 1, -1) if len(parts) > 2 and decimals else (0,)
    wanted = ((value, value + whole - added + off) for value in values for off in slack)
    return any(meant > 0 and is_slip(digits_of(str(one)), digits_of(str(meant))) for one, meant in wanted)


def makes_hundred(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether some percentages around that follow each other make a hundred."""
    near = _near(view, parts)
    decimals = max(part.decimals for part in near)
    lists = _lists(view, near, decimals)
    runs = (lists[a:b] for a in range(len(lists)) for b in range(a + 1, len(lists) + 1))
    sums = ((sum(added for added, _ in run), sum(size for _, size in run)) for run in runs)
    return any(size > 1 and abs(added - in_units(100, decimals)) <= size / 2 for added, size in sums)


def agrees(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether any figures around make the whole, or some of these figures are already the parts of another."""
    near = _near(view, parts)
    decimals = max(part.decimals for part in (whole, *near))
    others = [part for part in near if part != whole and not part.is_base][:_MOST_NEAR]
    firm = [part for part in others if not part.loose]
    told = in_units(whole.value, decimals)
    alone = [(in_units(part.value, decimals), 1) for part in others if part.loose]
    if any(added == told and size > 1 for added, size in _sums([*_lists(view, firm, decimals), *alone])):
        return True
    if _fills_again([in_units(part.value, decimals) for part in firm], told):
        return True
    return any(_is_told(view, near, other, {whole, *parts}, decimals) for other in near if other != whole)


def _fills_again(values: Sequence[int], told: int) -> bool:
    """Whether numbers in a row make the same whole several times: by sex, then by class."""
    added = filled = 0
    for value in values:
        added += value
        if added == told:
            added, filled = 0, filled + 1
    return added == 0 and filled > 1


def _lists(view: Context, figures: Sequence[Addend], decimals: int) -> list[tuple[int, int]]:
    """The sum and size of each list; a figure that is parted more strongly from the others is alone."""
    ends = [_strength(view, a.place, b.place) for a, b in pairwise(figures)]
    weakest = min(ends, default=0)
    lists: list[tuple[int, int]] = []
    for at, figure in enumerate(figures):
        value = in_units(figure.value, decimals)
        if at and ends[at - 1] == weakest and len(figures) > _FEW:
            lists[-1] = lists[-1][0] + value, lists[-1][1] + 1
        else:
            lists.append((value, 1))
    return lists


def _strength(view: Context, a: int, b: int) -> int:
    """How strongly what stands between two figures parts them: a sentence's end, a semicolon or bracket, a comma."""
    gap = view.gap(a, b)
    if view.sentence_of[a] != view.sentence_of[b] or _ENDS.search(gap):
        return 3
    return 2 if ";" in gap or gap.count("(") != gap.count(")") or _OF_PARTS.search(gap) else 1


def _near(view: Context, parts: Sequence[Addend]) -> list[Addend]:
    return [part for part in _all_near(view, parts[0].place) if part.sort == parts[0].sort]


@once
def _all_near(view: Context, i: int) -> list[Addend]:
    return [part for j in around(view, i) for part in addends(view, j)]


def _is_told(view: Context, near: Sequence[Addend], whole: Addend, suspects: set[Addend], decimals: int) -> bool:
    """Whether figures that follow each other make another whole, two or more of the suspects among them."""
    told, firm = in_units(whole.value, decimals), [part for part in near if not part.loose]
    own = firm.index(whole) if whole in firm else -2
    if told < _LEAST_WHOLE or (whole in suspects and whole.value < _NESTED):
        return False
    for start in range(len(firm)):
        added = 0
        for end in range(start, len(firm)):
            added += in_units(firm[end].value, decimals)
            if added == told and end > start and not start <= own <= end:
                beside = whole not in suspects or (own == start - 1 and _is_opened(view, whole, firm[start]))
                if beside and len(suspects & {whole, *firm[start : end + 1]}) > 1:
                    return True
            if added >= told:
                break
    return False


def _is_opened(view: Context, whole: Addend, part: Addend) -> bool:
    """Whether a bracket, a colon or "of whom" opens a list of parts behind a figure."""
    gap = view.gap(whole.place, part.place)
    return (
        view.sentence_of[whole.place] != view.sentence_of[part.place]
        or "(" in gap
        or ":" in gap
        or _OF_PARTS.search(gap) is not None
    )


def _sums(values: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The sums of one or more lists, with how many figures they have."""
    sums = {(0, 0)}
    for value, size in values:
        sums |= {(added + value, many + size) for added, many in sums}
    return sums

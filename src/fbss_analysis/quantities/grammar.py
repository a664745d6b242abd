"""The grammar of quantities: how neighbouring numerals combine, told by the short stretch of text between them.

Numerals are shifted one at a time and reduced with the one before: "6" and "12 weeks" with a dash between are a range,
"16" and "198" with "of" a count with its denominator, "1" and "20" with "in" a ratio, "52.3" and "12.1" with "±" a mean
with its standard deviation. What is left bare then takes the unit of its list ("1, 3 and 6 months").

>>> from fbss_analysis.quantities.numerals import scan
>>> text = "5 to 10% of patients, 16 of 198 (8.1%), 1 in 20, at 1, 3 and 6 months"
>>> [text[n.start:n.end] for n in combine(text, scan(text))]
['5 to 10%', '16 of 198', '8.1%', '1 in 20', '1', '3', '6 months']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fbss_analysis import patterns
from fbss_analysis.quantities.counting import is_plural, next_word
from fbss_analysis.quantities.elision import fill_units, is_change, is_marker
from fbss_analysis.quantities.lexicon import (
    AGE,
    BARE,
    DATE,
    DOSE,
    DURATION,
    FRACTION,
    MEASURE,
    MONEY,
    ONE_IN,
    PART_OF,
    PEOPLE,
    PERCENT,
    RANGE_LINKS,
    RATIO,
    TO_LINKS,
)
from fbss_analysis.quantities.numeral import Numeral
from fbss_analysis.quantities.units import is_age_before

_LONGEST_GAP = 44
_BASES = frozenset({100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0})
_RANGES_WITH_OR = frozenset({BARE, DURATION, AGE, DOSE, MEASURE})
_DOWN = frozenset({"less", "lower", "fewer"})
_FEW = 5.0  # "four out of five" tells a share: nobody reports a sample so small
_ROUND = frozenset({5.0, 10.0, 20.0, 50.0, 100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0})


def combine(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """Merge numerals that make one quantity, fill in elided units, and drop what turns out to be no quantity."""
    merged: list[Numeral] = []
    free = -_LONGEST_GAP - 1
    for numeral in numerals:
        if numeral.start - free > _LONGEST_GAP or not _reduce(text, merged[-1], numeral):
            merged.append(numeral)
        free = merged[-1].end
    fill_units(text, merged)
    return [numeral for numeral in merged if not ((numeral.bracketed or numeral.kind) and is_marker(numeral))]


def _reduce(text: str, left: Numeral, right: Numeral) -> bool:
    """Merge `right` into `left` where the text between them joins them; False where both stand."""
    gap = text[left.end : right.start]
    link = gap.strip()
    join = _JOIN_OF_LINK.get(link)
    if join is not None and (gap != " / " or left.family == DATE):
        return join(text, left, right, link)
    return _reduce_with_words(text, left, right, gap)


def _reduce_with_words(text: str, left: Numeral, right: Numeral, gap: str) -> bool:
    if ("±" in gap or "+" in gap or "S" in gap or "s" in gap) and patterns.SD_GAP.fullmatch(gap):
        return _mean_sd(text, left, right)
    if "to" in gap and (match := patterns.LESS_OR_MORE.fullmatch(gap)):
        return _less_to_more(text, left, right, match["way"])
    if gap[-1:] not in patterns.SPACES or left.family != BARE or right.family != BARE:
        return False
    if right.value in _BASES and patterns.RATE_GAP.fullmatch(gap):
        return _rate(text, left, right)
    match = patterns.RATIO_GAP.fullmatch(gap)
    if match is None or (match["link"] == "of" and match["noun"]):
        return False
    if match["link"] == "in" or match["each"]:
        common = left.value == 1 or right.value in _ROUND
        return (common or not match["noun"]) and _one_in(text, left, right)
    return _part_of(text, left, right, match["link"])


def _rate(text: str, left: Numeral, right: Numeral) -> bool:
    """ "5.6 per 1000 person-years": a number told by its base."""
    left.kind, left.numerator, left.denominator = "other", left.value, right.value
    unit = patterns.RATE_UNIT.match(text, right.end)
    left.end = left.figure_end = unit.end() if unit else right.end
    left.unit = text[right.start : left.end]
    return True


def _pair(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    """ "[0.82; 3.31]" is an interval; "from August 24, 2017, to July 5, 2019" a range of dates."""
    if link in (", to", ", and"):
        between = link == ", to" or patterns.BETWEEN_BEHIND.search(text[max(0, left.start - 30) : left.start])
        return bool(between) and left.family == right.family == DATE and _range_of_dates(left, right)
    opened = text[left.start - 1 : left.start] in ("[", "(") and text[right.end : right.end + 1] in ("]", ")")
    if (
        not opened
        or left.family != right.family
        or left.family not in (BARE, PERCENT)
        or not (left.decimal and right.decimal)
    ):
        return False
    if (left.value or 0.0) > (right.value or 0.0) or left.low is not None:
        return False
    left.kind, left.family = "confidence_interval", "interval"
    left.low, left.high, left.value, left.end = left.value, right.value, None, right.end
    return True


def _is_pair_of_years(left: Numeral, right: Numeral) -> bool:
    return left.family == DATE and right.family == DATE and (left.value or 0) <= (right.value or 0)


def _range(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    if left.low is not None or left.kind in ("mean_sd", "confidence_interval", "p_value") or right.value is None:
        return False
    if left.family == DATE or right.family == DATE:
        count = link in TO_LINKS and right.family == BARE and text.startswith((" in ", " by ", " at "), right.end)
        return not count and _range_of_dates(left, right)  # "from 50 in 2016 to 39 in 2022"
    if right.family == BARE and (left.family == MONEY or left.leading):
        right.family, right.unit = left.family, left.unit
    if left.family != right.family and left.family != BARE:
        return False
    if left.family == right.family and left.unit != right.unit:
        return False
    points = ["point" in text[one.start : one.end] for one in (left, right)]
    if points == [True, False]:
        return False
    if right.scale > 1 and left.scale == 1 and (left.value or 0.0) < 1000:
        left.value, left.scale = (left.value or 0.0) * right.scale, right.scale
    low, high = left.value or 0.0, right.value
    if right.decimal is False and right.family == BARE and low > high:
        return False
    if low >= high or (link in TO_LINKS and is_change(text, left, right)):
        _share_unit(left, right)
        return False
    return _merge_range(text, left, right)


def _merge_range(text: str, left: Numeral, right: Numeral) -> bool:
    if left.family == BARE and right.family != BARE:
        left.family, left.unit = right.family, right.unit
    left.low, left.high, left.value = left.value, right.value, None
    left.end, left.figure_end = right.end, right.figure_end
    left.decimal = left.decimal or right.decimal
    left.bracketed = left.bracketed or right.bracketed
    _take_age(text, left)
    if left.family == FRACTION:
        left.numerator = left.denominator = None
    return True


def _take_age(text: str, numeral: Numeral) -> None:
    if numeral.family == DURATION and numeral.unit in ("years", "months") and is_age_before(text, numeral.start):
        numeral.family = AGE


def _range_of_dates(left: Numeral, right: Numeral) -> bool:
    if _is_pair_of_years(left, right) and left.low is None:
        left.low, left.high, left.value = left.value, right.value, None
        left.end = left.figure_end = right.end
        return True
    first, second = left.value or 0.0, right.value or 0.0
    if left.family == DATE and right.family == BARE and first % 100 < second < 100 and right.end - right.start == 2:
        left.low, left.high, left.value = first, first - first % 100 + second, None
        left.end = left.figure_end = right.end
        return True
    return False


def _share_unit(left: Numeral, right: Numeral) -> None:
    if left.family == BARE and right.family not in (BARE, DATE, RATIO, FRACTION):
        left.family, left.unit = right.family, right.unit


def _joined_pair(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    if link == "and" and patterns.BETWEEN_BEHIND.search(text[max(0, left.start - 30) : left.start]):
        return _range(text, left, right, "and")
    close = left.value is not None and right.value is not None and right.value - left.value == 1
    if link != "or" or not close or left.family != BARE or left.decimal:
        return False
    return right.family in _RANGES_WITH_OR and _range(text, left, right, "or")


def _whole_pair(left: Numeral, right: Numeral) -> bool:
    if left.family != BARE or right.family != BARE or left.decimal or right.decimal or right.low is not None:
        return False
    if left.bracketed or right.bracketed or left.denominator is not None:
        return False
    top = left.high if left.high is not None else left.value
    return bool(right.value) and top is not None and 0 <= top <= (right.value or 0)


def _part_of(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    """ "16 of 198", "63/120": heads counted in a sample; "1 out of 9", "57 out of 100": a ratio."""
    if left.family == DATE and link == "/":
        return right.family == BARE and _range_of_dates(left, right)
    if link in ("/", "out of") and left.decimal and left.family == right.family == BARE and right.value in (5, 10, 100):
        left.numerator, left.denominator, left.end = left.value, right.value, right.end
        return True
    if not _whole_pair(left, right) or text[right.end : right.end + 1] == "/":
        return False
    if left.spelled and left.value == 1 and left.before.lower() == "every":
        return False  # "every one of the 27"
    if left.spelled and left.value == 1 and link.startswith("of") and right.spelled and (right.value or 0) < 10:
        return False
    top, whole = left.value, right.value or 1.0
    if link == "/" and top is not None and whole <= 10 and _is_small_fraction(text, top, whole, right.end):
        left.kind, left.family, left.unit = "fraction_word", FRACTION, "percent"
        left.numerator, left.denominator, left.value = top, whole, 100 * top / whole
    elif (link.startswith("out") and (top == 1 or whole in _ROUND or whole <= _FEW)) or top is None:
        return _one_in(text, left, right)
    else:
        left.numerator, left.denominator = top, whole
    left.end, left.figure_end = right.end, right.end
    return True


def _is_small_fraction(text: str, top: float, whole: float, end: int) -> bool:
    return (top, whole) in {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5)} and text[end : end + 4] in (
        " of ",
        " the",
        "rd o",
        "rds ",
    )


def _one_in(text: str, left: Numeral, right: Numeral, _link: str = "in") -> bool:
    """ "1 in 20", "8 or 9 people in 10": a ratio, unless a noun says that the second number counts something else."""
    following = next_word(text, right.end)
    if not _whole_pair(left, right) or (is_plural(following) and following not in PEOPLE):
        return False
    whole = right.value or 1.0
    left.kind, left.family, left.unit = "ratio_one_in_n", RATIO, "percent"
    left.denominator, left.end, left.figure_end = whole, right.end, right.end
    if left.low is not None and left.high is not None:
        left.low, left.high = 100 * left.low / whole, 100 * left.high / whole
        return True
    left.numerator = left.value or 0.0
    left.value = 100 * left.numerator / whole
    return True


def _mean_sd(text: str, left: Numeral, right: Numeral) -> bool:
    if left.low is not None or right.low is not None or left.kind:
        return False
    left.kind, left.sd = "mean_sd", right.value
    if left.family == BARE:
        left.family, left.unit = right.family, right.unit
        _take_age(text, left)
    opened = any(bracket in text[left.end : right.start] for bracket in "([")
    left.end = right.end
    if opened and text[left.end : left.end + 1] in (")", "]"):
        left.end += 1
    return True


def _less_to_more(text: str, left: Numeral, right: Numeral, way: str) -> bool:
    ahead = patterns.MORE_AHEAD.match(text, right.end)
    if left.family != right.family or left.value is None or right.value is None or not ahead:
        return False
    falls, then_falls = way in _DOWN, ahead["way"] in _DOWN
    apart = falls != then_falls
    left.low = -left.value if falls and apart else left.value
    left.high = -right.value if then_falls and apart else right.value
    left.low, left.high = min(left.low, left.high), max(left.low, left.high)
    left.value, left.end = None, right.end
    left.kind = "percent_change" if left.family == PERCENT else ""
    return True


_JOIN_OF_LINK: Mapping[str, Callable[[str, Numeral, Numeral, str], bool]] = MappingProxyType(
    {
        **dict.fromkeys(ONE_IN, _one_in),
        **dict.fromkeys((",", ";", ", to", ", and"), _pair),
        **dict.fromkeys(PART_OF, _part_of),
        **dict.fromkeys(("and", "or", "and/or"), _joined_pair),
        **dict.fromkeys(RANGE_LINKS, _range),
    }
)

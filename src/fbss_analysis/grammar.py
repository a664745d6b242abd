"""The grammar of quantities: how neighbouring numerals combine, told by the short stretch of text between them.

Numerals are shifted one at a time and reduced with the one before: "6" and "12 weeks" with a dash between are a range,
"16" and "198" with "of" a count with its denominator, "1" and "20" with "in" a ratio, "52.3" and "12.1" with "±" a mean
with its standard deviation. What is left bare then takes the unit of its list ("1, 3 and 6 months").

>>> from fbss_analysis.numerals import scan
>>> text = "5 to 10% of patients, 16 of 198 (8.1%), 1 in 20, at 1, 3 and 6 months"
>>> [text[n.start:n.end] for n in combine(text, scan(text))]
['5 to 10%', '16 of 198', '8.1%', '1 in 20', '1', '3', '6 months']
"""

from __future__ import annotations

from itertools import pairwise

from fbss_analysis import patterns
from fbss_analysis.lexicon import (
    AGE,
    BARE,
    CHANGES,
    DATE,
    DURATION,
    FRACTION,
    LIST_LINKS,
    ONE_IN,
    PAIR_LINKS,
    PART_OF,
    PERCENT,
    RANGE_LINKS,
    RATIO,
    TO_LINKS,
    VERSUS,
)
from fbss_analysis.numerals import Numeral, is_age_before
from fbss_analysis.statistics_terms import read_statistic

_LONGEST_GAP = 44
_ROUND = frozenset({5.0, 10.0, 20.0, 50.0, 100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0})


def combine(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """Merge numerals that make one quantity, fill in elided units, and drop what turns out to be no quantity."""
    merged: list[Numeral] = []
    covered = 0
    for numeral in numerals:
        if numeral.start < covered:
            continue
        covered = read_statistic(text, numeral)
        if covered < 0:
            covered = 0
            continue
        if not (merged and _reduce(text, merged[-1], numeral)):
            merged.append(numeral)
    fill_units(text, merged)
    return [numeral for numeral in merged if not _is_marker(numeral)]


def _reduce(text: str, left: Numeral, right: Numeral) -> bool:
    """Merge `right` into `left` where the text between them joins them; False where both stand."""
    length = right.start - left.end
    if length > _LONGEST_GAP or length < 0:
        return False
    gap = text[left.end : right.start]
    link = gap.strip()
    if link in RANGE_LINKS:
        return _range(text, left, right, link)
    if link in ("and", "or", "and/or"):
        return _joined_pair(text, left, right, link)
    if link in PART_OF and gap != " / ":
        return _part_of(text, left, right, link)
    if link in ONE_IN:
        return _one_in(left, right)
    return _reduce_with_words(text, left, right, gap)


def _reduce_with_words(text: str, left: Numeral, right: Numeral, gap: str) -> bool:
    if ("±" in gap or "+" in gap or "S" in gap or "s" in gap) and patterns.SD_GAP.fullmatch(gap):
        return _mean_sd(text, left, right)
    if "to" in gap and (match := patterns.LESS_OR_MORE.fullmatch(gap)):
        return _less_to_more(text, left, right, match["way"])
    if gap[-1:] not in " \u00a0\n" or left.family != BARE or right.family != BARE:
        return False
    match = patterns.RATIO_GAP.fullmatch(gap)
    if match is None or (match["link"] == "of" and match["noun"]):
        return False
    if match["link"] == "in" or match["each"]:
        return _one_in(left, right)
    return _part_of(text, left, right, "of")


def _is_pair_of_years(left: Numeral, right: Numeral) -> bool:
    return left.family == DATE and right.family == DATE and (left.value or 0) <= (right.value or 0)


def _range(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    if left.low is not None or left.kind in ("mean_sd", "confidence_interval", "p_value") or right.value is None:
        return False
    if left.family == DATE or right.family == DATE:
        return _range_of_dates(left, right)
    if left.family != right.family and left.family != BARE:
        return False
    if left.family == right.family and left.unit != right.unit:
        return False
    if right.family == RATIO:
        return False
    low, high = left.value or 0.0, right.value
    if right.decimal is False and right.family == BARE and low > high:
        return False
    if low >= high or (link in TO_LINKS and _is_change(text, left)):
        _share_unit(left, right)
        return False
    return _merge_range(left, right)


def _merge_range(left: Numeral, right: Numeral) -> bool:
    if left.family == BARE and right.family != BARE:
        left.family, left.unit = right.family, right.unit
    left.low, left.high, left.value = left.value, right.value, None
    left.end, left.figure_end = right.end, right.figure_end
    left.decimal = left.decimal or right.decimal
    left.bracketed = left.bracketed or right.bracketed
    if left.family == FRACTION:
        left.numerator = left.denominator = None
    return True


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


def _is_change(text: str, left: Numeral) -> bool:
    """ "Increased from 5 to 8" tells two values, "ranging from 5 to 8" one range."""
    before = text[max(0, left.start - 90) : left.start]
    for stop in (". ", "; ", "\n"):
        before = before.rpartition(stop)[2]
    if not patterns.FROM_BEHIND.search(before):
        return False
    lower = before.lower()
    return "rang" not in lower and "vari" not in lower and any(word in lower for word in CHANGES)


def _share_unit(left: Numeral, right: Numeral) -> None:
    if left.family == BARE and right.family not in (BARE, DATE, RATIO, FRACTION):
        left.family, left.unit = right.family, right.unit


def _joined_pair(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    if link == "and" and patterns.BETWEEN_BEHIND.search(text[max(0, left.start - 30) : left.start]):
        return _range(text, left, right, "and")
    close = left.value is not None and right.value is not None and right.value - left.value == 1
    if (
        link != "or"
        or not close
        or left.family not in (BARE, right.family)
        or right.family not in (BARE, DURATION, right.family)
    ):
        return False
    if right.family in (BARE, DURATION, AGE, "dose", "measure") and not left.decimal:
        return _range(text, left, right, "or")
    return False


def _whole_pair(left: Numeral, right: Numeral) -> bool:
    if left.family != BARE or right.family != BARE or left.decimal or right.decimal or right.low is not None:
        return False
    if left.bracketed or right.bracketed or left.denominator is not None:
        return False
    top = left.high if left.high is not None else left.value
    return bool(right.value) and top is not None and 0 <= top <= (right.value or 0)


def _part_of(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    """ "16 of 198", "63/120": heads counted in a sample; "1 out of 9", "57 out of 100": a ratio."""
    if not _whole_pair(left, right) or text[right.end : right.end + 1] == "/":
        return False
    if left.spelled and left.value == 1 and link.startswith("of") and right.spelled and (right.value or 0) < 10:
        return False
    top, whole = left.value, right.value or 1.0
    if link == "/" and top is not None and whole <= 10 and _is_small_fraction(text, top, whole, right.end):
        left.kind, left.family, left.unit = "fraction_word", FRACTION, "percent"
        left.numerator, left.denominator, left.value = top, whole, 100 * top / whole
    elif (link.startswith("out") and (top == 1 or whole in _ROUND)) or top is None:
        return _one_in(left, right)
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


def _one_in(left: Numeral, right: Numeral) -> bool:
    if not _whole_pair(left, right):
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
    left.end = right.end
    if text[left.end : left.end + 1] in ")]" and text[left.end : left.end + 1]:
        left.end += 1
    return True


def _less_to_more(text: str, left: Numeral, right: Numeral, way: str) -> bool:
    ahead = patterns.MORE_AHEAD.match(text, right.end)
    if left.family != right.family or left.value is None or right.value is None or not ahead:
        return False
    down = ("less", "lower", "fewer")
    left.low = -left.value if way in down else left.value
    left.high = -right.value if ahead["way"] in down else right.value
    left.value, left.end, left.kind = None, right.end, "percent_change"
    return True


def fill_units(text: str, numerals: list[Numeral]) -> None:
    """Give bare numerals the unit that their list, range or bracket leaves out."""
    for at in range(len(numerals) - 2, -1, -1):
        left, right = numerals[at], numerals[at + 1]
        if left.family == BARE and right.start - left.end < 24:
            _fill_leftward(text, numerals, at)
    for left, right in pairwise(numerals):
        if right.family == BARE and right.start - left.end < 24:
            _fill_rightward(text, left, right)


def _fill_leftward(text: str, numerals: list[Numeral], at: int) -> None:
    left, right = numerals[at], numerals[at + 1]
    if right.family in (BARE, DATE, RATIO, FRACTION) or left.denominator is not None or left.kind:
        return
    link = text[left.end : right.start].strip()
    if right.kind in ("confidence_interval", "p_value"):
        return
    if (
        link in PAIR_LINKS
        or link in VERSUS
        or (link in ("(", "[", "(range", "(range,", "(IQR", "(range:") and right.low is not None)
    ) or (link in (",", "/", ";") and _list_goes_on(text, numerals, at)):
        left.family, left.unit = right.family, right.unit


def _list_goes_on(text: str, numerals: list[Numeral], at: int) -> bool:
    """A comma alone shares a unit only in a list: three members, or an "and" further on."""
    right = numerals[at + 1]
    if at + 2 < len(numerals):
        further = text[right.end : numerals[at + 2].start].strip()
        if further in LIST_LINKS and numerals[at + 2].family == right.family:
            return True
    return at > 0 and text[numerals[at - 1].end : numerals[at].start].strip() == ","


def _fill_rightward(text: str, left: Numeral, right: Numeral) -> None:
    gap = text[left.end : right.start]
    link = gap.strip()
    if (
        left.family == DURATION
        and link in LIST_LINKS
        and text[left.start : left.start + 1].isalpha()
        and not left.spelled
    ):
        right.family, right.unit = left.family, left.unit
        return
    if right.bracketed and link in ("(", "[", "") and left.family == BARE and left.low is None and right.low is None:
        _fill_bracket(text, left, right)
    elif right.low is not None and left.low is None and link in _RANGE_OPENINGS:
        _fill_bracketed_range(text, left, right)


_RANGE_OPENINGS = frozenset(
    f"{opening}{word}{end}"
    for opening in ("(", "[", ", ", "; ", "")
    for word in (
        "",
        "range",
        "IQR",
        "interquartile range",
        "interquartile range [IQR]",
        "min-max",
        "range of",
        "ranging from",
    )
    for end in ("", ",", ":", " =")
) - {"", ",", ":", " ="}


def _fill_bracketed_range(text: str, left: Numeral, right: Numeral) -> None:
    """ "52 years (23-78)", "24 months (range 6-60)", "2.3 (1.2-3.4)": the unit of the value, or its interval."""
    plain = text[left.end : right.start].strip() in ("(", "[")
    low, high = right.low or 0.0, right.high or 0.0
    inside = left.value is not None and low <= left.value <= high
    if plain and inside and (left.kind.endswith(("ratio", "risk")) or _has_interval_before(text, left.start)):
        right.kind, right.family = "confidence_interval", "interval"
    elif left.family in (PERCENT, DURATION, AGE) and not left.kind and inside:
        right.family, right.unit = left.family, left.unit


def _has_interval_before(text: str, start: int) -> bool:
    left = text[max(0, start - 160) : start]
    return "CI" in left or "onfidence interval" in left


def _fill_bracket(text: str, left: Numeral, right: Numeral) -> None:
    """ "10 (28.6)" is a count with its percent, "52.3 (12.1)" a mean with its standard deviation."""
    value = right.value or 0.0
    mean = left.decimal or _tells_mean(text, left.start)
    if mean and right.decimal:
        left.kind, left.sd, right.kind = "mean_sd", value, "merged"
        left.end = right.end + 1
    elif not left.decimal and value <= 100 and (right.decimal or _in_percent_column(text, left.start)):
        right.family, right.unit, right.bracketed = PERCENT, "percent", False


def _tells_mean(text: str, start: int) -> bool:
    left = text[max(0, start - 60) : start].rpartition("; ")[2]
    return "mean" in left or "Mean" in left or "SD" in left or "average" in left or is_age_before(text, start)


def _in_percent_column(text: str, start: int) -> bool:
    left = text[max(0, start - 200) : start]
    return "(%)" in left or "n (%" in left


def _is_marker(numeral: Numeral) -> bool:
    """Whole numbers alone in brackets that nothing gave a meaning to are citation markers."""
    if numeral.kind == "merged":
        return True
    return (
        numeral.bracketed
        and numeral.family == BARE
        and not numeral.decimal
        and numeral.low is None
        and (numeral.value or 0) < 250
    )

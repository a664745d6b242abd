"""What print leaves out: the unit of a list told once, the percent sign of a column, the unit of a bracketed range.

"1, 3 and 6 months" are three durations, "10 (28.6)" is a count with its percent, "52.3 (12.1)" a mean with its standard
deviation, "24 months (range 6-60)" a duration with its range.
"""

from __future__ import annotations

import re
from itertools import pairwise

from fbss_analysis import patterns
from fbss_analysis.quantities.counting import next_word
from fbss_analysis.quantities.lexicon import (
    AGE,
    BARE,
    DOSE,
    DURATION,
    LIST_LINKS,
    MEASURE,
    MONEY,
    MULTIPLIER,
    PAIR_LINKS,
    PERCENT,
    VERSUS,
)
from fbss_analysis.quantities.numeral import Numeral
from fbss_analysis.quantities.units import is_age_before, unit_of

_BY_SO_MUCH = re.compile(r"\bby (\d{1,3}(?:[.·]\d+)?)\s?(?:%|per cent|percent)[^.;()\d]{0,30}\($")
_LONGEST_GAP = 40
_SHARED = frozenset({PERCENT, DURATION, AGE, DOSE, MEASURE, MONEY, MULTIPLIER})
_SEPARATORS = frozenset({",", "/", ";", "-,"})
_OPENINGS = frozenset({"(", "[", ""})


def fill_units(text: str, numerals: list[Numeral]) -> None:
    """Give bare numerals the unit that their list, range or bracket leaves out."""
    for at in range(len(numerals) - 2, -1, -1):
        left, right = numerals[at], numerals[at + 1]
        if left.family == BARE and right.start - left.end < _LONGEST_GAP:
            _fill_leftward(text, numerals, at)
    for left, right in pairwise(numerals):
        if right.family == BARE and right.start - left.end < _LONGEST_GAP:
            _fill_rightward(text, left, right)


def _fill_leftward(text: str, numerals: list[Numeral], at: int) -> None:
    left, right = numerals[at], numerals[at + 1]
    if right.family not in _SHARED or right.kind or left.denominator is not None or left.kind:
        return
    if right.family == PERCENT and (left.spelled != right.spelled or (right.low is not None and left.low is None)):
        return
    if right.family == PERCENT and (left.value or 0) > 1000:
        return  # "to 40,455, or 82%" tells a count
    link = text[left.end : right.start].strip()
    if right.family == PERCENT and link == ", or" and not _follows_comma(text, numerals, at):
        return  # "of these 68, or 35%" tells a count
    listed = link in _SEPARATORS and _list_goes_on(text, numerals, at)
    if listed or link in PAIR_LINKS or link in VERSUS or (link in _RANGE_OPENINGS and _is_inside(left, right)):
        left.family, left.unit = right.family, right.unit


def _is_inside(left: Numeral, right: Numeral) -> bool:
    if left.value is None or right.low is None or right.high is None:
        return False
    return right.low <= left.value <= right.high


def _list_goes_on(text: str, numerals: list[Numeral], at: int) -> bool:
    """A comma alone shares a unit only in a list: three members, or an "and" further on."""
    right = numerals[at + 1]
    if at + 2 < len(numerals):
        further = text[right.end : numerals[at + 2].start].strip()
        if further in LIST_LINKS and numerals[at + 2].family == right.family:
            return True
    return _follows_comma(text, numerals, at)


def _follows_comma(text: str, numerals: list[Numeral], at: int) -> bool:
    return at > 0 and text[numerals[at - 1].end : numerals[at].start].strip() == ","


def _fill_rightward(text: str, left: Numeral, right: Numeral) -> None:
    link = text[left.end : right.start].strip()
    if left.leading and link in LIST_LINKS and not _opens_clause(text, left, right, link):
        right.family, right.unit, right.leading = left.family, left.unit, True
    elif right.bracketed and link in _OPENINGS and left.family == BARE and left.low is None and right.low is None:
        _fill_bracket(text, left, right)
    elif right.low is not None and left.low is None and link in _RANGE_OPENINGS:
        _fill_bracketed_range(text, left, right)


def _opens_clause(text: str, left: Numeral, right: Numeral, link: str) -> bool:
    """ "Before month 6, 20 had left", "and 94 by year 3": one moment, and behind it another number."""
    if text[left.start : left.end].split()[0].endswith("s"):
        return False
    behind = text[right.end : right.end + 8]
    if link != ",":
        return behind.startswith((" by ", " at ", " within ", " after "))
    return behind[:1] == " " and not behind.strip().startswith(("and", "or ", "&"))


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
    inside = _is_inside(left, right)
    told = _has_interval_before(text, left.start) or patterns.CI_BEHIND_BOUNDS.match(text, right.end)
    named = left.family == PERCENT and patterns.CI_BEHIND_BOUNDS.match(text, right.end) is not None
    stated = named or (left.kind.endswith(("ratio", "risk")) and bool(told))
    if (
        plain
        and (inside or stated)
        and (named or left.kind.endswith(("ratio", "risk")) or _has_interval_before(text, left.start))
    ):
        right.kind, right.family = "confidence_interval", "interval"
    elif left.family == BARE and inside and (unit := _unit_after_bracket(text, right)):
        family = AGE if unit[0] == DURATION and is_age_before(text, left.start) else unit[0]
        left.family, left.unit = right.family, right.unit = family, unit[1]
    elif left.family in (PERCENT, DURATION, AGE) and left.kind in ("", "mean_sd") and inside:
        right.family, right.unit = left.family, left.unit


def _unit_after_bracket(text: str, right: Numeral) -> tuple[str, str] | None:
    """The unit that stands after the closing bracket: "5 (3-8) days"."""
    close = patterns.PURE_CLOSE.match(text, right.end)
    return unit_of(next_word(text, close.end())) if close else None


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
        unit = _unit_after_bracket(text, right)
        left.unit = unit[1] if unit else left.unit
    elif unit := _unit_after_bracket(text, right):
        (left.family, left.unit), right.kind = unit, "merged"
    elif not left.decimal and value <= 100 and (right.decimal or _in_percent_column(text, left.start)):
        right.family, right.unit, right.bracketed = PERCENT, "percent", False


def _tells_mean(text: str, start: int) -> bool:
    left = text[max(0, start - 60) : start].rpartition("; ")[2]
    return "mean" in left or "Mean" in left or "SD" in left or "average" in left or is_age_before(text, start)


def _in_percent_column(text: str, start: int) -> bool:
    left = text[max(0, start - 200) : start]
    return "(%)" in left or "n (%" in left


def is_marker(numeral: Numeral) -> bool:
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


def is_change(text: str, left: Numeral, right: Numeral) -> bool:
    """ "Increased from 5 to 8", "by 60% (5 to 8)" tell two values, "ranging from 5 to 8" one range."""
    before = text[max(0, left.start - 90) : left.start]
    by = _BY_SO_MUCH.search(before)
    apart = by is not None and not (left.value or 0.0) <= float(by[1].replace("·", ".")) <= (right.value or 0.0)
    if not patterns.FROM_BEHIND.search(before) and not apart:
        return False
    told = patterns.CHANGE_OR_RANGE.findall(re.split(r"[.;] |\n", before)[-1].lower())
    return bool(told) and told[-1] not in ("rang", "vari", "vary")

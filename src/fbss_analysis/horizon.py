"""Horizons: the times at which cumulative figures are read, in months.

>>> months("6 months"), months("two years"), months("10-34 months"), months("lifetime")
([6, 6], [24, 24], [10, 34], None)
>>> months(">24 months"), agree("1 year", "twelve months"), agree("2 years", ">24 months"), agree("1998", "2008")
((24, ∞), True, False, False)
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.words import ORDINALS, number_of_words

# A month is the twelfth of a year; days and weeks by the mean year of 365.25 days, so that 52 weeks are just under one.
MONTHS_IN = MappingProxyType(
    {
        "day": Fraction(12 * 100, 36525),
        "week": Fraction(7 * 12 * 100, 36525),
        "month": Fraction(1),
        "quarter": Fraction(3),
        "year": Fraction(12),
        "decade": Fraction(120),
    }
)
_NUMERAL = r"\d+(?:[.·]\d+)?"
_SPAN = re.compile(
    r"(?P<beyond>(?:>|\bover|\bbeyond|\bmore than)\s*)?"
    rf"(?P<low>(?<![\d.·,]){_NUMERAL}|[a-z]+(?:-[a-z]+)?)(?:\s*(?:-|–|—|\bto\b|\bor\b)\s*(?P<high>{_NUMERAL}|[a-z]+))?[\s-]*"
    r"(?P<unit>day|week|month|quarter|year|decade)s?\b",
    re.IGNORECASE,
)
_HALF_A = re.compile(r"\bhalf\s+(?:of\s+)?an?\s+", re.IGNORECASE)
_YEARS = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_ORDINALS = MappingProxyType({**ORDINALS, "a": 1, "an": 1})


@lru_cache(maxsize=4096)
def months(horizon: str) -> Interval | None:
    """The horizon in months, as a point or a range; None where it names no length of time."""
    match = _SPAN.search(_HALF_A.sub("half-", horizon))
    if match is None:
        return None
    low, unit = _number(match["low"]), MONTHS_IN[match["unit"].lower()]
    high = _number(match["high"]) if match["high"] else low
    if low is None or high is None or low > high:
        return None
    if match["beyond"]:
        return Interval(high * unit, math.inf, low_closed=False)
    return Interval(low * unit, high * unit)


def years(horizon: str) -> Interval | None:
    """The calendar years that a horizon names ("1998 to 2008"); None where it names none."""
    named = [int(year) for year in _YEARS.findall(horizon)]
    return Interval.of(min(named), max(named)) if named else None


@lru_cache(maxsize=16384)
def agree(one: str | None, other: str | None) -> bool:
    """Whether two horizons can be the same time; one that is not told, or names no time, agrees with any."""
    first, second = months(one or ""), months(other or "")
    if first is not None and second is not None:
        return first.meets(second)
    calendar = years(one or ""), years(other or "")
    return None in calendar or calendar[0] == calendar[1]


def _number(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text.replace("·", "."))
    value = _ORDINALS.get(text.lower())
    value = number_of_words(text)[0] if value is None else value
    return None if value is None else Fraction(value)


_VERSUS = re.compile(r"[^.;]{0,60}\b(?:versus|vs\.?|v\.?|compared\s+(?:with|to)|against)\s[^.;]{0,60}", re.IGNORECASE)


def are_compared(between: str) -> bool:
    """Whether the words between two figures set them against each other, as those of two groups at one time."""
    return _VERSUS.fullmatch(between) is not None

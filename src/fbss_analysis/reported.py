"""A number as printed: its text, its exact decimal value, its hedge, and the set of values that print so.

"5.4%" is not the number 5.4 but a promise that the number lies in [5.35, 5.45). Which promise is made depends on how
many decimals are printed, on the rounding rule of an author we cannot ask, and on the words around the figure. Both
usual rules are tried, half-up and half-even; a disagreement counts only where it is one under both. What a hedge does
to the promise is set down in one table (`widths`), so that a finding can name the rule it used.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (numbers as strings, the
rounding interval). Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508 (hedges widen a set).

>>> parse("5.4%").interval()
[5.35, 5.45)
>>> parse("about 1 in 12").interval()
[7.69231, 9.09091]
>>> parse("nearly 9000").interval()
[8000, 9000]
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.rounding import convention, rounding_interval
from fbss_analysis.printed.widths import (
    FRACTION_HALF_WIDTH,
    HEDGE_WORDS,
    HEDGES,
    MULTIPLIER_HALF_WIDTH,
    NEARLY_MULTIPLIER_FROM,
    ONE_IN_SLACK,
    Hedge,
    rule_for,
)
from fbss_analysis.printed.words import FRACTIONS, MULTIPLIERS, number_of_words

HALF_UP, HALF_EVEN = "half_up", "half_even"
ROUNDINGS = (HALF_UP, HALF_EVEN)


_HEDGE_OF_WORD = {word: name for name, words in HEDGE_WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ReportedNumber:
    """A number as it is printed: `text`, exact `value`, printed `decimals`, `unit`, `hedge`, and what it counts by.

    `form` is `decimal` (a rounded quantity), `count` (whole things, exact unless hedged), `one_in` (`parts` = (k, n),
    value = 100 × k / n), `fraction` (a word such as half, in percent points) or `multiplier` (doubled).
    """

    text: str
    value: Decimal
    decimals: int
    unit: str = ""
    hedge: str = "none"
    form: str = "decimal"
    parts: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.hedge not in HEDGES:
            raise ValueError(f"unknown hedge {self.hedge!r}; known: {', '.join(HEDGES)}")

    @lru_cache(maxsize=4096)  # noqa: B019 - a number is small and asks for its interval again for every reading
    def interval(self, rounding: str = HALF_UP) -> Interval:
        """The true values that print so under `rounding` (one of CONVENTIONS), widened or opened by the hedge."""
        convention(rounding)
        if self.form == "one_in":
            return self._one_in_interval()
        if self.form == "multiplier":
            return self._multiplier_interval()
        plain = self._plain_interval(rounding)
        return _hedged(plain, self.point, self.unit_of_last_digit, HEDGES[self.hedge])

    @property
    def rule(self) -> str:
        """The rule, in words, by which the number is widened; "" where it stands as printed."""
        return rule_for(self.hedge, self.form)

    @property
    def point(self) -> Fraction:
        """The printed value itself, exact (100 k / n for a ratio, 100 / 3 for a third)."""
        if self.parts:
            return Fraction(100 * self.parts[0], self.parts[1])
        return Fraction(self.value).limit_denominator(100) if self.form == "fraction" else Fraction(self.value)

    @property
    def unit_of_last_digit(self) -> Fraction:
        """One unit of the last printed non-zero digit: 0.1 for 5.4, 1 for 5.0, 1000 for 9000; five for half."""
        if self.form == "fraction":
            return 2 * FRACTION_HALF_WIDTH
        digits = str(abs(int(Fraction(self.value) * 10**self.decimals)))
        zeros = len(digits) - len(digits.rstrip("0")) if self.value else 0
        return Fraction(10**zeros, 10**self.decimals)

    def allows(self, value: Interval | Fraction | int) -> bool:
        """Whether some true value that prints so, under either rounding rule, lies in `value`."""
        other = value if isinstance(value, Interval) else Interval.point(value)
        return any(self.interval(rounding).meets(other) for rounding in ROUNDINGS)

    def with_hedge(self, hedge: str) -> ReportedNumber:
        """The same number told with another hedge."""
        return replace(self, hedge=hedge)

    def _plain_interval(self, rounding: str) -> Interval:
        if self.form == "count":
            return Interval.point(self.point)
        if self.form == "fraction":
            return Interval(self.point - FRACTION_HALF_WIDTH, self.point + FRACTION_HALF_WIDTH, True, False)
        return rounding_interval(int(Fraction(self.value) * 10**self.decimals), self.decimals, rounding)

    def _one_in_interval(self) -> Interval:
        assert self.parts is not None, "a ratio carries its two numbers"
        k, n = self.parts
        hedge = HEDGES[self.hedge]
        loose = hedge.below == 1  # "about" and its kin widen n by one, a bare ratio by a half
        slack = ONE_IN_SLACK.get(hedge.name, Fraction(1) if loose else Fraction(1, 2))
        whole = max(Fraction(100), self.point)
        high = min(100 * k / (n - slack), whole) if n > slack else whole
        plain = Interval(100 * k / (n + slack), high if hedge.above != 0 else self.point)
        return plain if loose else _hedged(plain, self.point, Fraction(0), hedge)

    def _multiplier_interval(self) -> Interval:
        value = Fraction(self.value)
        if value < 1:  # a halving is a doubling seen from the other side
            inverse = replace(self, value=1 / self.value)._multiplier_interval()
            return Interval.point(1) / (inverse.meet(Interval(Fraction(0), math.inf, False)) or inverse)
        scale = value / 2  # a tripling is told as loosely as a doubling, in proportion
        if self.hedge == "nearly":
            return Interval(Fraction(NEARLY_MULTIPLIER_FROM) * scale, value)
        plain = Interval(value - MULTIPLIER_HALF_WIDTH * scale, value + MULTIPLIER_HALF_WIDTH * scale)
        return _hedged(plain, value, MULTIPLIER_HALF_WIDTH * scale, HEDGES[self.hedge])


def _hedged(plain: Interval, value: Fraction, unit: Fraction, hedge: Hedge) -> Interval:
    """Widen or open a rounding interval as its hedge says."""
    low, low_closed = _end(plain.low, plain.low_closed, value, unit, hedge.below, -1)
    high, high_closed = _end(plain.high, plain.high_closed, value, unit, hedge.above, 1)
    return Interval(low, high, low_closed, high_closed)


def _end(
    end: Fraction | float, closed: bool, value: Fraction, unit: Fraction, width: float | None, side: int
) -> tuple[Fraction | float, bool]:
    if width is None:
        return end, closed
    if math.isinf(width):
        return side * math.inf, False
    return value + side * Fraction(width) * unit, True


_HEDGES_FIRST = "|".join(re.escape(word) for word in sorted(_HEDGE_OF_WORD, key=len, reverse=True))
_HEDGE = re.compile(rf"\s*({_HEDGES_FIRST})(?![a-z])\s*", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?P<sign>[-−–+]?)\s*(?P<digits>\d{1,3}(?:[,\s]\d{3}(?!\d))+|\d+)(?P<fraction>\.\d+)?|(?P<bare>\.\d+)"
)
_RAISED_POINT = re.compile(r"(?<=\d)·(?=\d)")
_ONE_IN = re.compile(r"(?P<k>[\w-]+)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<n>[\w,-]+)(?:\s+\w+)?\s*$", re.IGNORECASE)
_FURTHER_DIGITS = re.compile(r"[.,]\d|\s*[-‐‑‒–—−/:]\s*\d|\s+(?:of|to|and|or)\s+\d", re.IGNORECASE)
_RANGE_FROM = re.compile(r"^(?:between|from)\s+", re.IGNORECASE)
_BETWEEN = (r"\s+to\s+", r"\s+and\s+", r"\s*[-‐‑‒–—−]\s*")
_PERCENT = re.compile(r"\s*(?:%|per\s?cent\b|percent\b|percentage points?\b)", re.IGNORECASE)


@lru_cache(maxsize=16384)
def parse(text: str, *, hedge: str | None = None, form: str | None = None) -> ReportedNumber:
    """Read one printed number, with its hedge in front of it or given by name; a ValueError says what is not a number.

    >>> parse("102,047").value, parse("Half").value, parse("1 out of 9").point
    (Decimal('102047'), Decimal('50'), Fraction(100, 9))
    """
    rest, found = split_hedge(text)
    hedge = hedge or found
    ratio = _ONE_IN.fullmatch(rest)
    if ratio and (k := _whole(ratio["k"])) is not None and (n := _whole(ratio["n"])) is not None:
        return _ratio(text, (k, n), hedge)
    word = rest.strip().lower()
    if word in FRACTIONS:
        return ReportedNumber(text, FRACTIONS[word], 0, "percent", hedge, "fraction")
    if word in MULTIPLIERS:
        return ReportedNumber(text, MULTIPLIERS[word], 0, "times", hedge, "multiplier")
    return _plain(text, rest, hedge, form)


def split_hedge(text: str) -> tuple[str, str]:
    """Take the hedges off the front of `text`; the first one found names the hedge ("none" where there is none)."""
    name = "none"
    while match := _HEDGE.match(text):
        name = _HEDGE_OF_WORD[match[1].lower()] if name == "none" else name
        text = text[match.end() :]
    return text, name


def parse_range(text: str, *, hedge: str | None = None) -> tuple[ReportedNumber, ReportedNumber]:
    """Read a printed range ("20–40%", "53% to 90%") as its two ends, which share the unit of the second.

    >>> [str(end.value) for end in parse_range("5-36%")]
    ['5', '36']
    """
    rest, found = split_hedge(text)
    halves = [re.split(between, _RANGE_FROM.sub("", rest.strip())) for between in _BETWEEN]
    ends = next((ends for ends in halves if len(ends) == 2 and all(ends)), None)
    if ends is None:
        raise ValueError(f"{text!r} is not a range: it needs two numbers with a dash, 'to' or 'and' between them")
    low, high = (parse(end, hedge=hedge or found) for end in ends)
    return replace(low, unit=high.unit, form=low.form if low.decimals else high.form), high


def _ratio(text: str, pair: tuple[int, int], hedge: str) -> ReportedNumber:
    k, n = pair
    if n == 0:
        raise ValueError(f"{text!r} divides by zero")
    return ReportedNumber(text, Decimal(100 * k) / Decimal(n), 0, "percent", hedge, "one_in", (k, n))


def _plain(text: str, rest: str, hedge: str, form: str | None) -> ReportedNumber:
    rest = _RAISED_POINT.sub(".", rest)
    match = _FIGURE.match(rest.strip())
    if match is None:
        rest = rest.replace("\u2010", "-").replace("\u2011", "-")
        words = re.match(r"[A-Za-z -]+", rest.strip())
        number, used = number_of_words(words[0]) if words else (None, 0)
        if number is None:
            raise ValueError(f"{text!r} is not a number that can be read")
        unit, kind = _unit(rest.strip()[used:])
        return ReportedNumber(text, Decimal(number), 0, unit, hedge, form or kind)
    fraction = match["fraction"] or match["bare"] or ""
    if _FURTHER_DIGITS.match(rest.strip(), match.end()):
        raise ValueError(f"{text!r} is more than one number")
    value = Decimal(re.sub(r"[,\s]", "", match["digits"] or "0") + fraction)
    value = -value if match["sign"] in ("-", "−", "–") else value
    unit, kind = _unit(rest.strip()[match.end() :])
    kind = "decimal" if fraction else kind
    return ReportedNumber(text, value, max(len(fraction) - 1, 0), unit, hedge, form or kind)


def _unit(rest: str) -> tuple[str, str]:
    if _PERCENT.match(rest):
        return "percent", "decimal"
    return rest.strip().lower(), "count"


def _whole(word: str) -> int | None:
    digits = word.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    value, used = number_of_words(word)
    return value if used == len(word) else None

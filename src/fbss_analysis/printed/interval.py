"""Exact interval arithmetic: the set of values that a printed number leaves open.

Every comparison in this project is between intervals, never between floats: 5.4% stands for [5.35, 5.45), and a
statement about 5.4% is judged by what holds somewhere, or everywhere, in that set. Bounds are `fractions.Fraction`
(or an infinity), each open or closed, so that a tie at a rounding boundary is decided and not left to binary floats.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapters 2 and 4.

>>> Interval.of("5.35", "5.45", high_closed=False)
[5.35, 5.45)
>>> Interval.of(8, 9) / Interval.of(2, 4)
[2, 4.5]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Bound = Fraction | float  # a float only where it is an infinity
Number = int | str | Decimal | Fraction | float


def bound(value: Number) -> Bound:
    """Return `value` as an exact fraction, or as the infinity that it is; a NaN is a ValueError."""
    if isinstance(value, float) and not math.isfinite(value):
        if math.isnan(value):
            raise ValueError("a bound of an interval cannot be NaN")
        return value
    return Fraction(value)


@dataclass(frozen=True, slots=True)
class Interval:
    """A set of real numbers from `low` to `high`, each end open or closed; an infinite end is always open."""

    low: Bound
    high: Bound
    low_closed: bool = True
    high_closed: bool = True

    def __post_init__(self) -> None:
        infinite = isinstance(self.low, float) or isinstance(self.high, float)
        empty = self.low == self.high and (infinite or not (self.low_closed and self.high_closed))
        if self.low > self.high or empty:
            raise ValueError(f"an interval needs low <= high, got {show(self.low)} and {show(self.high)}")
        if isinstance(self.low, float):
            object.__setattr__(self, "low_closed", False)
        if isinstance(self.high, float):
            object.__setattr__(self, "high_closed", False)

    @classmethod
    def of(cls, low: Number, high: Number, *, low_closed: bool = True, high_closed: bool = True) -> Interval:
        """Build an interval from numbers of any kind; give decimals as strings to keep them exact."""
        return cls(bound(low), bound(high), low_closed, high_closed)

    @classmethod
    def point(cls, value: Number) -> Interval:
        """The interval that holds `value` alone."""
        return cls(bound(value), bound(value))

    @property
    def is_point(self) -> bool:
        """Whether exactly one value is left."""
        return self.low == self.high

    @property
    def width(self) -> float:
        """Length of the interval as a float, infinite where an end is."""
        return float(self.high - self.low)

    def __contains__(self, value: Number) -> bool:
        x = bound(value)
        above = x > self.low or (self.low_closed and x == self.low)
        return above and (x < self.high or (self.high_closed and x == self.high))

    def meet(self, other: Interval) -> Interval | None:
        """The values in both intervals, or None where there is none."""
        low, low_closed = max((self.low, not self.low_closed), (other.low, not other.low_closed))
        high, high_closed = min((self.high, self.high_closed), (other.high, other.high_closed))
        low_closed = not low_closed
        if low > high or (low == high and not (low_closed and high_closed)):
            return None
        return Interval(low, high, low_closed, high_closed)

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals share a value."""
        return self.meet(other) is not None

    def within(self, other: Interval) -> bool:
        """Whether every value of this interval lies in `other`."""
        return self.meet(other) == self

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low, low_open = min((self.low, not self.low_closed), (other.low, not other.low_closed))
        high, high_closed = max((self.high, self.high_closed), (other.high, other.high_closed))
        return Interval(low, high, not low_open, high_closed)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_closed, self.low_closed)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _corners(self, other, lambda a, b: Fraction(0) if a == 0 or b == 0 else a * b)

    def __truediv__(self, other: Interval) -> Interval:
        if 0 in other or other.low < 0 < other.high:
            raise ZeroDivisionError(f"the divisor {other} contains zero")
        return -(self / -other) if other.high <= 0 else _corners(self, other, _divide)

    def whole_numbers(self) -> range:
        """The whole numbers in the interval, as a range; an infinite end is a ValueError."""
        if isinstance(self.low, float) or isinstance(self.high, float):
            raise ValueError(f"{self} holds infinitely many whole numbers")
        first, last = math.ceil(self.low), math.floor(self.high)
        first += first == self.low and not self.low_closed
        last -= last == self.high and not self.high_closed
        return range(first, last + 1)

    def __repr__(self) -> str:
        left, right = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{left}{show(self.low)}, {show(self.high)}{right}"


def total(intervals: Iterable[Interval]) -> Interval:
    """The interval of a sum of independent quantities; an empty sum is the point 0."""
    result = Interval.point(0)
    for interval in intervals:
        result = result + interval
    return result


def _divide(a: Bound, b: Bound) -> Bound:
    """Divide ends of intervals; `b` is never negative, and zero only as an open end."""
    if a == 0 or isinstance(b, float):
        return Fraction(0)
    if b == 0:
        return math.inf if a > 0 else -math.inf
    return a / b


def _corners(a: Interval, b: Interval, operation: Callable[[Bound, Bound], Bound]) -> Interval:
    """Evaluate a monotone operation at the four corners; an end is closed where a corner reaches it.

    A corner does where both its ends are closed, and for zero where one of them is a closed zero: 0 × y is 0 for any y.
    """
    ends_a, ends_b = _ends(a), _ends(b)
    corners = [
        (operation(x, y), (cx and cy) or (cx and x == 0) or (cy and y == 0)) for x, cx in ends_a for y, cy in ends_b
    ]
    low, high = min(c[0] for c in corners), max(c[0] for c in corners)
    return Interval(low, high, (low, True) in corners, (high, True) in corners)


def _ends(interval: Interval) -> tuple[tuple[Bound, bool], ...]:
    """Both ends, each with whether it is closed; of a point the one."""
    low = interval.low, interval.low_closed
    return (low,) if interval.is_point else (low, (interval.high, interval.high_closed))


def show(value: Bound, digits: int = 6) -> str:
    """Print a bound plainly: whole numbers in full, fractions to `digits` significant digits or the nearest whole."""
    if isinstance(value, float):
        return "∞" if value > 0 else "−∞"
    if value.denominator == 1:
        return f"{value.numerator:,}" if abs(value) >= 10_000 else str(value.numerator)  # so that years stay years
    return f"{float(value):.{digits}g}" if abs(value) < 10**digits - 1 else f"{round(value):,}"

"""Interval arithmetic against what its points do: an operation's set is the set of the results, ends included."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.printed.interval import Bound, Interval, bound, show, total

many = settings(deadline=None, derandomize=True, max_examples=500)
ENDS: tuple[Bound, ...] = (-math.inf, *(Fraction(x) for x in (-2, -1, 0, 1, 3)), math.inf)


def every_interval() -> list[Interval]:
    """All intervals with ends among ENDS, open and closed."""
    found = []
    for low, high, left, right in itertools.product(ENDS, ENDS, (True, False), (True, False)):
        closed_infinity = (left and isinstance(low, float)) or (right and isinstance(high, float))
        if not closed_infinity and (low < high or (low == high and left and right)):
            found.append(Interval(low, high, left, right))
    return found


EVERY = every_interval()
FINE = [Fraction(x, 4) for x in range(-28, 29)]


def samples(interval: Interval) -> list[Fraction]:
    """Points of the interval: closed ends, points next to the ends, the middle, and far out where it is open."""
    tiny, far = Fraction(1, 10**9), Fraction(10**9)
    low = interval.low if isinstance(interval.low, Fraction) else -far
    high = interval.high if isinstance(interval.high, Fraction) else far
    near = {low, low + tiny, (low + high) / 2, high - tiny, high, Fraction(0), tiny, -tiny}
    return [x for x in near if x in interval]


def test_there_are_as_many_intervals_as_there_should_be() -> None:
    assert len(EVERY) == 5 + 10 * 4 + 2 * 5 * 2 + 1
    assert len(set(EVERY)) == len(EVERY)


@pytest.mark.parametrize("x", FINE)
def test_membership(x: Fraction) -> None:
    for i in EVERY:
        expected = (i.low <= x if i.low_closed else i.low < x) and (x <= i.high if i.high_closed else x < i.high)
        assert (x in i) is expected, i


def test_meet_hull_within_agree_with_membership() -> None:
    for a, b in itertools.product(EVERY, EVERY):
        both = {x for x in FINE if x in a and x in b}
        common = a.meet(b)
        assert {x for x in FINE if common is not None and x in common} == both
        assert a.meets(b) is (common is not None) is bool(both)
        hull = a.hull(b)
        assert a.within(hull)
        assert b.within(hull)
        assert {hull.low, hull.high} <= {a.low, a.high, b.low, b.high}
        assert a.within(b) is (common == a)


EXACT: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@pytest.mark.parametrize("name", EXACT)
def test_the_result_holds_every_result_of_points_and_its_ends_are_reached(name: str) -> None:
    """All 66 x 66 pairs: nothing is lost, and each end is attained if closed and approached, not attained, if open."""
    operation = EXACT[name]
    for a, b in itertools.product(EVERY, EVERY):
        if name == "/" and 0 in b:
            with pytest.raises(ZeroDivisionError):
                operation(a, b)  # type: ignore[arg-type]
            continue
        result: Interval = operation(a, b)  # type: ignore[arg-type, assignment]
        points = [operation(x, y) for x in samples(a) for y in samples(b) if name != "/" or y]
        assert all(p in result for p in points), (a, name, b, result)
        for end, closed, nearest in (
            (result.low, result.low_closed, min(points)),
            (result.high, result.high_closed, max(points)),
        ):
            if isinstance(end, float):
                assert abs(nearest) > 10**6, (a, name, b, result)
            elif closed:
                assert nearest == end, (a, name, b, result)
            else:
                assert 0 < abs(nearest - end) < Fraction(1, 10**6), (a, name, b, result)


def test_division_refuses_a_divisor_that_holds_zero_only() -> None:
    one = Interval.point(1)
    assert one / Interval.of(0, 5, low_closed=False) == Interval.of(Fraction(1, 5), math.inf)
    assert one / Interval.of(-5, 0, high_closed=False) == Interval.of(-math.inf, Fraction(-1, 5))


def test_zero_times_an_open_end_is_reached() -> None:
    open_end = Interval.of(1, 2, low_closed=False, high_closed=False)
    assert Interval.of(0, 1) * open_end == Interval.of(0, 2, high_closed=False)
    assert Interval.of(0, 1) / open_end == Interval.of(0, 1, high_closed=False)
    assert open_end * Interval.point(0) == Interval.point(0)


@pytest.mark.parametrize(
    ("low", "high"), [(2, 1), (math.inf, math.inf), (-math.inf, -math.inf), (math.inf, -math.inf), (3, -math.inf)]
)
def test_no_interval_is_empty(low: Bound, high: Bound) -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Interval.of(low, high)
    with pytest.raises(ValueError, match="low <= high"):
        Interval.of(1, 1, low_closed=False)


def test_nan_is_no_bound() -> None:
    with pytest.raises(ValueError, match="NaN"):
        bound(float("nan"))
    with pytest.raises(ValueError, match="NaN"):
        Interval.of(0, float("nan"))


def test_whole_numbers() -> None:
    for i in EVERY:
        if isinstance(i.low, float) or isinstance(i.high, float):
            with pytest.raises(ValueError, match="infinitely many"):
                i.whole_numbers()
        else:
            quarter = Interval(i.low / 4, i.high / 4, i.low_closed, i.high_closed)
            for some in (i, quarter):
                assert list(some.whole_numbers()) == [k for k in range(-9, 10) if k in some]


@many
@given(st.lists(st.sampled_from(EVERY), max_size=5))
def test_total_is_the_repeated_sum(intervals: list[Interval]) -> None:
    result = total(intervals)
    for points in itertools.islice(itertools.product(*(samples(i)[:3] for i in intervals)), 200):
        assert sum(points, Fraction(0)) in result
    assert total([]) == Interval.point(0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(1, 2), "0.5"),
        (Fraction("5.35"), "5.35"),
        (Fraction(100, 13), "7.69231"),
        (Fraction(-100, 13), "-7.69231"),
        (Fraction(2_000_001, 2), "1,000,000"),
        (Fraction(102_047_001, 1000), "102047"),
        (Fraction(10**15 + 1), "1,000,000,000,000,001"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_bounds_are_printed_plainly(value: Bound, text: str) -> None:
    assert show(value) == text


def test_numbers_of_every_kind_are_exact() -> None:
    assert Interval.of("0.1", Decimal("0.3")) == Interval(Fraction(1, 10), Fraction(3, 10))
    assert Fraction(1, 10) in Interval.point("0.1")
    assert 0.1 not in Interval.point("0.1")  # the float is another number
    assert repr(Interval.of("5.35", "5.45", high_closed=False)) == "[5.35, 5.45)"
    assert Interval.of(0, math.inf).width == math.inf
    assert Interval.of("0.25", "0.75").width == 0.5
    assert Interval.point(3).is_point
    assert not Interval.of(3, 4).is_point

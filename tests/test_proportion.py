"""Proportions, rates, multinomials and comparisons: against R, against brute force, and where the input is bad."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_grid import documents
from reference_proportion import LEFT_OUT, walk
from scipy import stats

from fbss_analysis.models.comparison import difference, natural_frequency, number_needed, odds_ratio, ratio
from fbss_analysis.models.multinomial import multinomial
from fbss_analysis.models.proportion import METHODS, event_counts, proportion
from fbss_analysis.models.rate import rate
from fbss_analysis.schema import InputError, UsageError


@pytest.mark.parametrize(("name", "document"), documents("binomial_ci").items())
def test_every_interval_of_the_reference_agrees_with_r(name: str, document: dict) -> None:
    account = walk(document)
    assert account.wrong == []
    assert account.unclaimed(LEFT_OUT) == []
    assert len(account.compared) > 1500, name


@pytest.mark.parametrize("method", ["blaker", "sterne"])
@pytest.mark.parametrize("n", [1, 5, 24])
def test_blaker_and_sterne_against_a_dense_grid(method: str, n: int) -> None:
    grid = np.linspace(1e-6, 1 - 1e-6, 20_001)
    pmf = stats.binom.pmf(np.arange(n + 1)[:, None], n, grid)
    tails = np.minimum(np.cumsum(pmf, 0), np.cumsum(pmf[::-1], 0)[::-1])
    weight = tails if method == "blaker" else pmf
    for x in range(n + 1):
        p_value = np.sum(pmf * (weight <= weight[x] * (1 + 1e-7)), axis=0)
        accepted = grid[p_value >= 0.05]
        ours = proportion(x, n, method=method)
        assert ours.ci_low == pytest.approx(accepted[0], abs=6e-5)
        assert ours.ci_high == pytest.approx(accepted[-1], abs=6e-5)


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(2, 5000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))), st.floats(0.5, 0.999))
def test_intervals_hold_the_estimate_and_mirror(method: str, table: tuple[int, int], level: float) -> None:
    x, n = table
    ours, mirrored = (proportion(k, n, method=method, level=level) for k in (x, n - x))
    assert 0 <= ours.ci_low <= ours.ci_high <= 1
    if method not in ("uniform", "agresti_coull", "jeffreys", "jeffreys_equal_tailed"):  # centred off the estimate
        assert ours.ci_low <= ours.estimate + 1e-12
        assert ours.estimate <= ours.ci_high + 1e-12
    if method != "cloglog":  # not symmetric by construction
        assert mirrored.ci_high == pytest.approx(1 - ours.ci_low, abs=1e-9)


@pytest.mark.parametrize("method", ["blaker", "sterne"])
@pytest.mark.parametrize("x", [150_000, 2_000_000 - 150_000, 1_999_999])
def test_large_groups_keep_the_level(method: str, x: int) -> None:
    n = 2_000_000
    ours, central = (proportion(x, n, method=name) for name in (method, "clopper_pearson"))
    slack = (central.ci_high - central.ci_low) * (0.25 if x == 1_999_999 else 0.02)
    assert ours.ci_low == pytest.approx(central.ci_low, abs=slack)
    assert ours.ci_high == pytest.approx(central.ci_high, abs=slack)


def test_arrays_give_the_scalars() -> None:
    x, n = np.array([[0, 3], [80, 134]]), 134
    for method in set(METHODS) - {"logit", "cloglog"}:
        ours = proportion(x, n, method=method)
        assert ours.ci_low.shape == (2, 2)
        for at in np.ndindex(x.shape):
            one = proportion(int(x[at]), n, method=method)
            assert (one.ci_low, one.ci_high) == (ours.ci_low[at], ours.ci_high[at])
    assert ours.as_rows()[3]["events"] == 134
    with pytest.raises(ValueError, match="read-only"):
        ours.ci_low[0, 0] = 1


BAD = [
    (0, 0, "must be at least one"),
    (5, 4, "must not exceed"),
    (-1, 4, "must not be negative"),
    (1.5, 4, "whole numbers"),
    (math.nan, 4, "finite"),
    ([1, 2], [3, 4, 5], "shape"),
    ("a", 3, "must be numbers"),
    ([1, 2, 9], 5, "must not exceed .*, got 9"),
]


@pytest.mark.parametrize(("events", "n", "message"), BAD)
@pytest.mark.parametrize(
    "function", [lambda x, n: proportion(x, n, method="wilson"), lambda x, n: difference(x, n, 1, 2, method="exact")]
)
def test_bad_counts_are_refused_in_three_parts(function, events, n, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        function(events, n)
    assert caught.value.what
    assert caught.value.where
    assert caught.value.todo


def test_an_unknown_method_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="wilson, wilson_cc, clopper_pearson"):
        proportion(1, 2, method="walled")
    with pytest.raises(UsageError, match="goodman"):
        multinomial([1, 2], method="x")
    with pytest.raises(UsageError, match="exact, mid_p"):
        rate(1, 2, method="x")
    with pytest.raises(UsageError, match="newcombe, exact"):
        odds_ratio(1, 2, 1, 2, method="x")


@pytest.mark.parametrize("level", [0, 1, 95, math.nan, -0.5])
def test_a_level_outside_zero_and_one_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="level"):
        proportion(1, 2, method="wilson", level=level)


@pytest.mark.parametrize(("method", "x"), [("logit", 0), ("cloglog", 10), ("cloglog", 0)])
def test_methods_without_a_value_at_the_boundary_say_so(method: str, x: int) -> None:
    with pytest.raises(InputError, match="not defined"):
        proportion(x, 10, method=method)
    with pytest.raises(InputError, match="not defined"):
        rate(0, 10, method="byar")


def test_every_count_behind_a_percentage() -> None:
    for n in (1, 134, 333, 1842):
        for tenths in range(0, 1001, 7):
            text = f"{tenths // 10}.{tenths % 10}%"
            low, high = (tenths - 0.5) / 10, (tenths + 0.5) / 10
            brute = [k for k in range(n + 1) if low * n - 1e-9 <= 100 * k < high * n - 1e-9]
            assert list(event_counts(text, n)) == brute
    with pytest.raises(InputError, match="no percentage"):
        event_counts("107%", 10)


def test_mid_p_of_a_rate_at_zero_events_is_no_point() -> None:
    assert rate(0, 100, method="mid_p").ci_high == pytest.approx(-math.log(0.05) / 100)


def test_published_examples_of_comparisons() -> None:
    # Newcombe 1998, Stat Med 17:873, table II: (a) 56/70 - 48/80 and (c) 9/10 - 3/10, method 10
    a, c = difference([56, 9], [70, 10], [48, 3], [80, 10], method="newcombe").ci_low
    with pytest.raises(InputError, match="up to 1,000"):
        difference(1, 2, 3, 2000, method="exact")
    assert (round(a, 4), round(c, 4)) == (0.0524, 0.1705)
    one, two = (proportion(x, n, method="clopper_pearson", level=0.9) for x, n in ((56, 70), (48, 80)))
    assert ratio(56, 70, 48, 80, method="exact", level=0.81).ci_low == pytest.approx(one.ci_low / two.ci_high)
    exact = odds_ratio(56, 70, 48, 80, method="exact")
    fisher = stats.contingency.odds_ratio([[56, 14], [48, 32]]).confidence_interval(0.95)
    assert (exact.ci_low, exact.ci_high) == (fisher.low, fisher.high)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.lists(st.integers(1, 30), min_size=2, max_size=2), st.floats(0, 1), st.floats(0, 1))
def test_comparisons_hold_their_estimate_and_swap(sizes: list[int], a: float, b: float) -> None:
    (n1, n2), x1, x2 = sizes, round(a * sizes[0]), round(b * sizes[1])
    for method in ("newcombe", "exact"):
        there, back = difference(x1, n1, x2, n2, method=method), difference(x2, n2, x1, n1, method=method)
        assert there.ci_low <= there.estimate + 1e-12
        assert there.estimate <= there.ci_high + 1e-12
        assert back.ci_high == pytest.approx(-there.ci_low, abs=1e-9)
        if 0 < x1 < n1 and 0 < x2 < n2:
            for function in (ratio, odds_ratio):
                there, back = function(x1, n1, x2, n2, method=method), function(x2, n2, x1, n1, method=method)
                assert there.ci_low < there.estimate < there.ci_high
                assert back.ci_high == pytest.approx(1 / there.ci_low, rel=1e-6)


@pytest.mark.parametrize("method", ["newcombe", "exact"])
def test_newcombe_and_exact_intervals_cover(method: str) -> None:
    n1, n2, p1, p2 = 12, 15, 0.3, 0.55
    x1, x2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    weight = stats.binom.pmf(x1, n1, p1) * stats.binom.pmf(x2, n2, p2)
    ours = difference(x1, n1, x2, n2, method=method)
    if method == "exact":  # never longer than the image of a Clopper-Pearson rectangle, which covers as well
        one, two = (proportion(x, n, method="clopper_pearson", level=0.95**0.5) for x, n in ((x1, n1), (x2, n2)))
        assert np.mean(ours.ci_high - ours.ci_low) < np.mean(one.ci_high - one.ci_low + two.ci_high - two.ci_low)
    coverage = weight[(ours.ci_low <= p1 - p2) & (p1 - p2 <= ours.ci_high)].sum()
    assert coverage >= (0.95 if method == "exact" else 0.93)


def test_ratios_at_the_boundary() -> None:
    assert ratio(5, 10, 0, 10, method="newcombe").ci_high == math.inf
    assert odds_ratio(0, 10, 5, 10, method="newcombe").ci_low == 0
    assert odds_ratio(10, 10, 5, 10, method="newcombe").ci_high == math.inf
    for call in (lambda: ratio(0, 5, 0, 5, method="exact"), lambda: odds_ratio(5, 5, 3, 3, method="exact")):
        with pytest.raises(InputError, match="undefined"):
            call()
    with pytest.raises(InputError, match="newcombe without a limit"):
        odds_ratio(5, 5, 0, 5, method="newcombe")


def test_number_needed_runs_through_infinity() -> None:
    both = number_needed(0.08, -0.02, 0.18)
    assert both.benefit == (pytest.approx(1 / 0.18), math.inf)
    assert both.harm == (pytest.approx(50), math.inf)
    assert str(number_needed(0.1, 0.05, 0.2)) == "NNT 10 (5 to 20)"
    assert str(number_needed(-0.1, -0.2, -0.05)) == "NNH 10 (5 to 20)"
    assert number_needed(0.0, -0.1, 0.1).estimate == math.inf
    with pytest.raises(InputError):
        number_needed(8, -2, 18)


def test_natural_frequencies() -> None:
    assert [natural_frequency(p) for p in (0.05, 0.084, 1, 0)] == ["1 in 20", "1 in 12", "1 in 1", "none"]
    assert natural_frequency(0.054, of=1000) == "54 in 1,000"
    with pytest.raises(InputError):
        natural_frequency(5.4)

"""GRIM, DEBIT and GRIMMER against stored exact results, brute force, and what must hold for any input."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from pathlib import Path
from statistics import variance
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.models.debit import debit, debit_array, debit_counts
from fbss_analysis.models.denominators import (
    grim_denominators,
    joint_denominators,
    min_denominators,
    partition_counts,
    partition_denominators,
)
from fbss_analysis.models.grim import count_bounds, grim, grim_array, grim_counts, grim_sums, nearest_percentages
from fbss_analysis.models.grimmer import grimmer
from fbss_analysis.reported import parse
from fbss_analysis.rounding import ALIASES, CONVENTIONS, rounding_interval
from fbss_analysis.schema import InputError, UsageError

REFERENCE = Path(__file__).parent / "reference"
EVERY = pytest.mark.parametrize("rounding", list(CONVENTIONS))
many = settings(deadline=None, derandomize=True, max_examples=300)


@cache
def stored() -> dict[str, Any]:
    return json.loads((REFERENCE / "dev" / "consistency.json").read_text(encoding="utf-8"))


@cache
def oracle() -> dict[str, Any]:
    return json.loads((REFERENCE / "oracle_consistency.json").read_text(encoding="utf-8"))


# ------------------------------------------------------------------ the stored results, every row


def test_stored_results_are_complete() -> None:
    assert {name: len(stored()[name]) for name in ("grim", "debit", "grimmer", "modes")} == {
        "grim": 3032,
        "debit": 2000,
        "grimmer": 1200,
        "modes": 7,
    }


@pytest.mark.parametrize("mode", ["up_or_down", "up", "down", "even", "ceiling", "floor", "trunc"])
def test_grim_equals_the_stored_counts(mode: str) -> None:
    rows = stored()["grim"]
    found = [grim_counts(row["percent"], row["n"], mode) for row in rows]
    assert [[c[0], c[-1]] if c else None for c in found] == [row["count_interval"][mode] for row in rows]
    verdicts = grim([row["percent"] for row in rows], [row["n"] for row in rows], rounding=mode)
    assert verdicts.tolist() == [row["count_interval"][mode] is not None for row in rows]


def test_debit_equals_the_stored_counts() -> None:
    rows = stored()["debit"]
    assert [list(debit_counts(row["mean"], row["sd"], row["n"])) for row in rows] == [
        row["compatible_counts"] for row in rows
    ]
    columns = ([row[name] for row in rows] for name in ("mean", "sd", "n"))
    assert debit(*columns).tolist() == [bool(row["compatible_counts"]) for row in rows]


def test_grimmer_equals_the_stored_verdicts() -> None:
    for row in stored()["grimmer"]:
        told = row["mean"], row["sd"], row["n"]
        assert grimmer(*told) is row["exact_any_integers"], row
        assert grimmer(*told, scale=(1, 5)) is row["exact_scale_1_5"], row


# ------------------------------------------------------------------ the four percentages told of 134 patients


def test_four_percentages_of_134() -> None:
    told = oracle()["grim_134"]
    for text in told["values"]:
        assert grim(text, 134) is told["consistent_with_n_134"][text]
        assert [[k, round(float(v), 4)] for k, v in nearest_percentages(text, 134)] == told["neighbours_at_134"][text]
        fits = told["compatible_n_le_134"][text]
        assert list(grim_denominators(text, up_to=134)) == fits
        assert {str(n): list(grim_counts(text, n)) for n in fits} == told["counts_by_n"][text]
    for rule, expected in told["compatible_n_le_134_by_rounding_rule"].items():
        found = {text: list(grim_denominators(text, up_to=134, rounding=rule)) for text in told["values"]}
        assert found == expected, rule
        assert (
            list(joint_denominators(told["values"], up_to=134, rounding=rule)) == told["joint_by_rounding_rule"][rule]
        )


def test_joint_denominators_of_the_four_percentages() -> None:
    told = oracle()["grim_134"]
    for size, name in ((2, "pairwise_joint"), (3, "triple_joint")):
        found = {"&".join(c): list(joint_denominators(c, up_to=134)) for c in combinations(told["values"], size)}
        assert found == told[name]
    beyond = joint_denominators(told["values"], up_to=1000, at_least=135)
    assert list(beyond)[: len(told["jointly_compatible_n_135_to_1000"])] == told["jointly_compatible_n_135_to_1000"]
    assert joint_denominators(told["values"], up_to=beyond[0]) == (told["smallest_joint_n"],)
    attainable = sum(grim(f"{p // 10}.{p % 10}", 134) for p in range(1001))
    assert attainable == told["attainable_one_decimal_values_at_n_134"]


def test_counts_of_the_three_horizons() -> None:
    for text, told in oracle()["event_count_interval"].items():
        assert list(grim_counts(text, 1400)) == told["all"]


# ------------------------------------------------------------------ brute force: every count, printed forward


def prints_of(k: np.ndarray, n: int, scale: int, rounding: str) -> list[np.ndarray]:
    """What the counts k of n print as, in whole numbers, by the definition of each convention."""
    above, below = (2 * k * scale + n) // (2 * n), -((n - 2 * k * scale) // (2 * n))
    to_even = np.where(above % 2 == 0, above, below)
    return {
        "either": [above, below],
        "half_up": [above],
        "half_down": [below],
        "half_even": [np.where(above == below, above, to_even)],
        "truncated": [k * scale // n],
        "floor": [k * scale // n],
        "ceiling": [-(-k * scale // n)],
    }[rounding]


@EVERY
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_grim_equals_brute_force_over_all_counts(rounding: str, decimals: int) -> None:
    scale, most = 100 * 10**decimals, 300
    attained = np.zeros((most + 1, scale + 1), bool)
    for n in range(1, most + 1):
        for printed in prints_of(np.arange(n + 1), n, scale, rounding):
            attained[n, printed] = True
    sizes, digits = np.arange(1, most + 1)[:, None], np.arange(scale + 1)[None, :]
    found = grim_array(digits, sizes, decimals=decimals, rounding=rounding)
    assert found.shape == (300, scale + 1)
    assert np.array_equal(found, attained[1:])
    low, high = count_bounds(digits, sizes, decimals=decimals, rounding=rounding)
    assert np.array_equal(low <= high, attained[1:])


@EVERY
def test_scalar_and_vectorised_counts_agree(rounding: str) -> None:
    digits, sizes = np.arange(1001), np.array([1, 3, 8, 16, 40, 125, 134, 297])
    low, high = count_bounds(digits[None, :], sizes[:, None], decimals=1, rounding=rounding)
    for (i, n), p in product(enumerate(sizes.tolist()), digits.tolist()):
        counts = grim_counts(f"{p // 10}.{p % 10}", n, rounding)
        assert list(counts) == list(range(low[i, p], high[i, p] + 1))


@EVERY
def test_alias_and_large_numbers(rounding: str) -> None:
    names = [rounding, *(alias for alias, name in ALIASES.items() if name == rounding)]
    big = 10**12 + 1
    for digits, n in ((564, 134), (125, 40), (0, 7), (100000, 9), (333333333, big)):
        printed = Decimal(digits).scaleb(-9)
        expected = len(grim_counts(printed, n, rounding)) > 0
        found = [grim_array([digits] * 3, [n] * 3, decimals=9, rounding=name).tolist() for name in names]
        assert found == [[expected] * 3] * len(names)


@many
@given(st.integers(1, 10**6), st.data(), st.integers(0, 4), st.sampled_from(list(CONVENTIONS)))
def test_a_count_always_fits_its_own_print(n: int, data: st.DataObject, decimals: int, rounding: str) -> None:
    k = data.draw(st.integers(0, n))
    for printed in prints_of(np.array([k], dtype=object), n, 100 * 10**decimals, rounding):
        text = str(Decimal(int(printed[0])).scaleb(-decimals))
        assert k in grim_counts(text, n, rounding)
        assert n in grim_denominators(text, up_to=n, at_least=n, rounding=rounding)
        assert bool(grim([text], [n], rounding=rounding)[0])


@many
@given(st.integers(-3000, 3000), st.integers(0, 3), st.integers(1, 400), st.sampled_from(list(CONVENTIONS)))
def test_grim_agrees_with_the_rounding_interval(digits: int, decimals: int, n: int, rounding: str) -> None:
    text = str(Decimal(digits).scaleb(-decimals))
    interval = rounding_interval(digits, decimals, rounding)
    assert Fraction(digits, 10**decimals) in interval
    whole = [k for k in range(n + 1) if Fraction(100 * k, n) in interval]
    assert list(grim_counts(text, n, rounding)) == whole
    reach = range(n * (digits // 10**decimals - 1), n * (digits // 10**decimals + 2) + 1)
    assert list(grim_sums(text, n, rounding=rounding)) == [k for k in reach if Fraction(k, n) in interval]


# ------------------------------------------------------------------ denominators


def test_shares_that_fill_a_whole() -> None:
    shares = ["17.3", "49.8", "32.9"]
    assert all(
        partition_denominators(shares, up_to=300, rounding=r)[0] == 225 for r in ("half_up", "half_even", "either")
    )
    assert [list(counts) for counts in partition_counts(shares, 225)] == [[39], [112], [74]]


@many
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=4).filter(any), st.sampled_from(["half_up", "either", "floor"])
)
def test_partition_counts_equal_brute_force(counts: list[int], rounding: str) -> None:
    n = sum(counts)
    shares = [f"{int(prints_of(np.array([k]), n, 100, rounding)[0][0])}" for k in counts]
    ranges = [grim_counts(share, n, rounding) for share in shares]
    sums = [choice for choice in product(*ranges) if sum(choice) == n]
    assert tuple(counts) in sums
    assert [list(r) for r in partition_counts(shares, n, rounding)] == [sorted(set(c)) for c in zip(*sums, strict=True)]
    assert n in partition_denominators(shares, up_to=n, rounding=rounding)


@many
@given(st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True), st.integers(2, 40))
def test_fewest_denominators_equal_brute_force(percents: list[int], up_to: int) -> None:
    texts = [str(p) for p in percents]
    fits = {text: set(grim_denominators(text, up_to=up_to, rounding="half_up")) for text in texts}
    able = [text for text in texts if fits[text]]
    sets = range(len(able) + 1)
    needed = next(s for s in sets for c in combinations(range(1, up_to + 1), s) if all(fits[t] & set(c) for t in able))
    found = min_denominators(texts, up_to=up_to, rounding="half_up")
    assert found.fewest == needed
    assert found.unfit == tuple(text for text in texts if not fits[text])
    assert {text for n in found.denominators for text in found.explains[n]} == set(able)
    assert all(grim(text, n, rounding="half_up") for n in found.denominators for text in found.explains[n])


# ------------------------------------------------------------------ DEBIT and GRIMMER


@pytest.mark.parametrize("rounding", ["either", "half_up", "half_down", "half_even", "truncated", "ceiling"])
@pytest.mark.parametrize("decimals", [1, 2])
def test_debit_equals_brute_force_over_all_counts(rounding: str, decimals: int) -> None:
    """For n up to 40, every pair of prints that some count gives fits, and no other pair does."""
    scale, grid = 10**decimals, np.arange(10**decimals + 1)
    for n in range(2, 41):
        expected = np.zeros((scale + 1, scale + 1), bool)
        for k in range(n + 1):
            fit_mean = [Fraction(k, n) in rounding_interval(int(m), decimals, rounding) for m in grid]
            spread = Fraction(k * (n - k), n * (n - 1))
            expected |= np.outer(
                fit_mean, [square_in(spread, rounding_interval(int(s), decimals, rounding)) for s in grid]
            )
        found = debit_array(
            *np.meshgrid(grid, grid, indexing="ij"), n, decimals=(decimals, decimals), rounding=rounding
        )
        assert np.array_equal(found, expected), n


def square_in(square: Fraction, interval: Any) -> bool:
    """Whether the root of `square` lies in the interval."""
    low, high = interval.low, interval.high
    above = low < 0 or square > low**2 or (interval.low_closed and square == low**2)
    return above and (square < high**2 or (interval.high_closed and square == high**2))


@many
@given(st.integers(2, 10**5), st.data(), st.integers(1, 4))
def test_debit_accepts_true_data(n: int, data: st.DataObject, decimals: int) -> None:
    k = data.draw(st.integers(0, n))
    mean = Decimal(round(Fraction(k, n) * 10**decimals)).scaleb(-decimals)
    root = (Decimal(k * (n - k)) / Decimal(n * (n - 1))).sqrt().quantize(Decimal(1).scaleb(-decimals))
    assert k in debit_counts(mean, root, n)
    assert debit([mean], [root], [n]).tolist() == [True]


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_grimmer_on_a_scale_equals_brute_force(n: int) -> None:
    """Every data set of n answers from 1 to 4: the prints that they give, and only those, pass."""
    samples = {tuple(sorted(sample)) for sample in product(range(1, 5), repeat=n)}
    seen = {(Fraction(sum(s), n), Fraction(variance(map(Fraction, s)))) for s in samples}
    for m, s in product(range(10, 41), range(25)):
        fits = any(
            v in rounding_interval(m, 1, "half_up") and square_in(q, rounding_interval(s, 1, "half_up"))
            for v, q in seen
        )
        assert grimmer(f"{m / 10:.1f}", f"{s / 10:.1f}", n, scale=(1, 4), rounding="half_up") is fits, (m, s)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_grimmer_without_a_scale_equals_brute_force(n: int) -> None:
    """A scale that is wide enough for every deviation in question gives what no scale gives."""
    for m, s in product(range(-10, 11), range(31)):
        told = f"{m / 10:.1f}", f"{s / 10:.1f}", n
        assert grimmer(*told) is grimmer(*told, scale=(-12, 12)), told


@many
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=60), st.integers(0, 3), st.sampled_from([1, 2, 3]))
def test_grimmer_accepts_true_data(data: list[int], decimals: int, items: int) -> None:
    n, places = len(data), Decimal(1).scaleb(-decimals)
    mean = (Decimal(sum(data)) / Decimal(n * items)).quantize(places)
    square = variance(map(Fraction, data)) / items**2
    sd = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt().quantize(places)
    assert grimmer(mean, sd, n, items=items)
    assert grimmer(mean, sd, n, items=items, scale=(-9, 9))


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    "text", ["", "abc", "about 60", "1 in 12", "half", "12 patients", "nan", 5.4, None, Decimal("NaN")]
)
def test_what_is_no_print_is_refused(text: Any) -> None:
    with pytest.raises(InputError) as caught:
        grim_counts(text, 134)
    assert caught.value.where
    assert caught.value.todo


@pytest.mark.parametrize("n", [0, -3, 12.0, "12", None, float("nan")])
def test_what_is_no_size_is_refused(n: Any) -> None:
    for call in (lambda: grim_counts("12", n), lambda: grim(["12", "13"], [8, n]), lambda: grimmer("1.0", "0.5", n)):
        with pytest.raises(InputError, match=r"whole number|less than"):
            call()


def test_the_error_names_the_index_and_the_choices() -> None:
    with pytest.raises(InputError, match=r"n\[1\]"):
        grim(["12", "13"], [8, 0])
    with pytest.raises(InputError, match="True is not a whole number"):
        grim_counts("12", True)
    with pytest.raises(InputError, match=r"percent\[1\]"):
        grim(["12", "x"], 8)
    with pytest.raises(InputError, match="do not match"):
        grim(["12", "13"], [8, 9, 10])
    with pytest.raises(InputError, match="do not match"):
        debit(["0.1"], ["0.1", "0.2"], [8])
    with pytest.raises(InputError, match="negative"):
        debit("0.5", "-0.5", 8)
    with pytest.raises(InputError, match="upside down"):
        grimmer("3.0", "1.0", 8, scale=(5, 1))
    with pytest.raises(InputError, match="at least one"):
        joint_denominators([], up_to=10)
    with pytest.raises(UsageError, match="half_up, half_down"):
        grim("12", 8, rounding="bankers")


def test_outside_0_to_100_no_count_fits() -> None:
    for text in ("100.1", "170.9", "-3"):
        assert not grim(text, 134)
        assert grim([text, "50.0"], 134).tolist() == [False, True]
    assert grim_array([], []).shape == (0,)


def test_parsed_numbers_and_percent_signs_are_prints() -> None:
    assert list(grim_counts(parse("5.4%"), 102_047)) == list(grim_counts("5.4", 102_047)) == list(range(5460, 5562))

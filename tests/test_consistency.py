"""GRIM, DEBIT and GRIMMER against stored exact results, brute force, and what must hold for any input."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import inf
from pathlib import Path
from statistics import variance
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_grid import FOLDER, documents

from fbss_analysis.models.consistency import Mixture, mixture, pooled_counts, sum_to_whole, unaccounted_counts
from fbss_analysis.models.debit import debit, debit_array, debit_counts
from fbss_analysis.models.denominators import (
    grim_denominators,
    joint_denominators,
    min_denominators,
    partition_counts,
    partition_denominators,
)
from fbss_analysis.models.feasibility import Feasibility, solve
from fbss_analysis.models.grim import count_bounds, grim, grim_array, grim_counts, grim_sums, nearest_percentages
from fbss_analysis.models.grimmer import grimmer
from fbss_analysis.models.totals import nested_totals
from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.rounding import ALIASES, CONVENTIONS, rounding_interval
from fbss_analysis.reported import parse
from fbss_analysis.schema import InputError, UsageError

REFERENCE = Path(__file__).parent / "reference"
EVERY = pytest.mark.parametrize("rounding", list(CONVENTIONS))
many = settings(deadline=None, derandomize=True, max_examples=300)


COLUMNS = {
    "grim": {"percent", "n", "count_interval"},
    "debit": {"mean", "sd", "n", "compatible_counts", "scrutiny"},  # what R's scrutiny says is known to be wrong
    "grimmer": {"mean", "sd", "n", "exact_any_integers", "exact_scale_1_5", "scrutiny_0_6_1", "rsprite2"},
}
MODES = ("up_or_down", "up", "down", "even", "ceiling", "floor", "trunc")


@cache
def stored(name: str) -> list[dict[str, Any]]:
    """The rows of one table of all reference files of this kind."""
    return [row for document in documents("consistency").values() for row in document[name]]


@cache
def oracle() -> dict[str, Any]:
    return json.loads((REFERENCE / "oracle_consistency.json").read_text(encoding="utf-8"))


# ------------------------------------------------------------------ the stored results, every row


def test_stored_results_are_all_looked_at() -> None:
    for document in documents("consistency").values():
        assert {name for name, part in document.items() if isinstance(part, list)} == set(COLUMNS)
        assert set(document["modes"]) == set(MODES)
    assert all(set(row) == columns for name, columns in COLUMNS.items() for row in stored(name))
    assert all(set(row["count_interval"]) == set(MODES) for row in stored("grim"))
    if FOLDER == REFERENCE / "dev":
        assert [len(stored(name)) for name in COLUMNS] == [3032, 2000, 1200]


@pytest.mark.parametrize("mode", MODES)
def test_grim_equals_the_stored_counts(mode: str) -> None:
    rows = stored("grim")
    found = [grim_counts(row["percent"], row["n"], mode) for row in rows]
    assert [[c[0], c[-1]] if c else None for c in found] == [row["count_interval"][mode] for row in rows]
    verdicts = grim([row["percent"] for row in rows], [row["n"] for row in rows], rounding=mode)
    assert verdicts.tolist() == [row["count_interval"][mode] is not None for row in rows]


def test_debit_equals_the_stored_counts() -> None:
    rows = stored("debit")
    assert [list(debit_counts(row["mean"], row["sd"], row["n"])) for row in rows] == [
        row["compatible_counts"] for row in rows
    ]
    columns = ([row[name] for row in rows] for name in ("mean", "sd", "n"))
    assert debit(*columns).tolist() == [bool(row["compatible_counts"]) for row in rows]


def test_grimmer_equals_the_stored_verdicts() -> None:
    for row in stored("grimmer"):
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


@pytest.mark.parametrize("n", [2, 3, 4, 5, 9])
def test_on_a_scale_from_0_to_1_grimmer_is_debit(n: int) -> None:
    for m, s in product(range(-1, 13), range(9)):
        told = f"{m / 10:.1f}", f"{s / 10:.1f}"
        assert grimmer(*told, n, scale=(0, 1)) is bool(debit_counts(*told, n)), told
        assert grimmer(*told, n, scale=(1, 1)) is (told == ("1.0", "0.0")), told


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


# ------------------------------------------------------------------ lists that fill a whole, mixtures


def test_procedure_shares_leave_some_unaccounted() -> None:
    told = oracle()["procedure_share_sum"]
    found = sum_to_whole(told["listed"], rounding="half_up")
    assert ends(found.total) == pytest.approx(told["feasible_sum_interval"])
    assert ends(found.unaccounted) == pytest.approx(told["unaccounted_percent_interval"])
    assert found.complete is told["can_be_100"]
    assert 0 not in found.unaccounted
    counts = unaccounted_counts(told["listed"], oracle()["n_mariner"], "half_up")
    assert [counts[0], counts[-1]] == told["unaccounted_patients_interval"]


def test_a_part_that_fits_no_count_leaves_none_for_the_whole() -> None:
    assert not unaccounted_counts(["67", "1"], 3)
    assert not pooled_counts("50", ["67", "50"], [2, 4])
    assert pooled_counts("50", ["50", "50"], [2, 4]) == range(3, 4)


def test_mixture_of_the_three_procedures() -> None:
    told = oracle()["mixture_10y"]
    found = mixture("18.4", ["20.6", "12.6", "18.6"])
    assert found.feasible is told["answer"]
    assert ends(found.hull) == pytest.approx(told["hull_closed"])
    for weights, name in zip(found.weights, told["weight_ranges_with_rounding"], strict=True):
        assert ends(weights) == pytest.approx(told["weight_ranges_with_rounding"][name], rel=1e-9)
    exact = mixture(*(Interval.point("18.4"), [Interval.point(x) for x in ("20.6", "12.6", "18.6")]))
    for weights, name in zip(exact.weights, told["weight_ranges_exact_values"], strict=True):
        assert ends(weights) == pytest.approx(told["weight_ranges_exact_values"][name], rel=1e-9)


def ends(interval: Interval | None) -> list[float]:
    assert interval is not None
    return [float(interval.low), float(interval.high)]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, width = draw(st.integers(0, 8)), draw(st.integers(0, 3))
    closed = width == 0
    return Interval(Fraction(low), Fraction(low + width), closed or draw(st.booleans()), closed or draw(st.booleans()))


@many
@given(intervals(), st.lists(intervals(), min_size=1, max_size=4))
def test_mixture_weights_are_exactly_those_that_reach(overall: Interval, groups: list[Interval]) -> None:
    found = mixture(overall, groups)
    grid = {Fraction(i, 24) for i in range(25)}
    for i, weights in enumerate(found.weights):
        rest = [group for j, group in enumerate(groups) if j != i]
        near = {e + d for e in ends_of(weights) for d in (Fraction(-1, 10**6), Fraction(0), Fraction(1, 10**6))}
        for w in grid | {w for w in near if 0 <= w <= 1}:
            assert reaches(groups[i], rest, overall, w) is (weights is not None and w in weights), (i, w)
    assert found.feasible is any(weights is not None for weights in found.weights)


def ends_of(interval: Interval | None) -> list[Fraction]:
    return [Fraction(interval.low), Fraction(interval.high)] if interval else []


def reaches(own: Interval, rest: list[Interval], overall: Interval, weight: Fraction) -> bool:
    """Whether weight own + (1 - weight) rest, the rest mixed at will, meets the overall set."""
    if weight == 1:
        return own.meets(overall)
    if not rest:
        return False
    others = rest[0]
    for other in rest[1:]:
        others = others.hull(other)
    if weight == 0:
        return others.meets(overall)
    mean = Interval.point(weight) * own + Interval.point(1 - weight) * others
    return mean.meets(overall)


def test_mixture_with_open_and_equal_ends() -> None:
    below_five = Interval.of(4, 5, high_closed=False)
    assert mixture(Interval.point(5), [below_five, below_five]) == Mixture(False, below_five, (None, None))
    assert mixture(Interval.point(5), [below_five, Interval.point(5)]).weights == (Interval.point(0), Interval.point(1))
    assert mixture("12", [Interval.point("12.5")], rounding="half_up").feasible is False
    assert mixture(Interval.of(20, float("inf")), ["15", "30"]).weights[0] == Interval.of(0, Fraction(7, 10))


@many
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=4), st.integers(0, 100))
def test_pooled_counts_equal_brute_force(groups: list[tuple[int, int]], overall: int) -> None:
    sizes = [max(k, n) for k, n in groups]
    prints = [str((200 * k + n) // (2 * n)) for (k, _), n in zip(groups, sizes, strict=True)]
    sums = {sum(c) for c in product(*(grim_counts(p, n, "half_up") for p, n in zip(prints, sizes, strict=True)))}
    true = str((200 * sum(k for k, _ in groups) + sum(sizes)) // (2 * sum(sizes)))
    for told in (str(overall), true):
        expected = sorted(sums & set(grim_counts(told, sum(sizes), "half_up")))
        assert list(pooled_counts(told, prints, sizes, "half_up")) == expected
    assert sum(k for k, _ in groups) in pooled_counts(true, prints, sizes, "half_up")


@many
@given(st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any), st.integers(0, 2))
def test_true_shares_can_fill_the_whole(counts: list[int], decimals: int) -> None:
    n, scale = sum(counts), 100 * 10**decimals
    shares = [
        str(Decimal(int(prints_of(np.array([k]), n, scale, "half_even")[0][0])).scaleb(-decimals)) for k in counts
    ]
    assert sum_to_whole(shares, rounding="half_even").complete
    assert 0 in unaccounted_counts(shares, n, "half_even")
    assert not sum_to_whole([*shares, "7"], rounding="half_even").complete


# ------------------------------------------------------------------ nested totals, proved


def adds_up(found: Feasibility, sets: dict[str, Interval], sums: Any) -> bool:
    values = found.witness
    return all(values[name] in interval for name, interval in sets.items()) and all(
        values[name] == sum(values[part] for part in parts) for name, parts in sums
    )


TREE = [("all", ["a", "b"]), ("a", ["c", "d", "e"]), ("b", ["f", "g"])]
TABLE = [
    ("r1", ["a", "b"]),
    ("r2", ["c", "d"]),
    ("c1", ["a", "c"]),
    ("c2", ["b", "d"]),
    ("n", ["r1", "r2"]),
    ("n", ["c1", "c2"]),
]


@st.composite
def sets_of(draw: st.DrawFn, names: str, scale: int = 1) -> dict[str, Interval]:
    return {name: Interval.point(scale) * draw(intervals()) for name in names.split()}


@many
@given(sets_of("all a b c d e f g"), st.booleans())
def test_trees_and_the_linear_programme_agree(sets: dict[str, Interval], whole: bool) -> None:
    found = nested_totals(sets, dict(TREE), whole_numbers=whole)
    assert found.method == "closed form"
    held = {name: whole_hull(interval) for name, interval in sets.items()} if whole else sets
    if None in held.values():
        assert found.feasible is False
        return
    proved = solve(held, TREE, whole_numbers=whole)
    assert proved.feasible is found.feasible
    for answer in (found, proved):
        assert adds_up(answer, held, TREE) if answer.feasible else answer.conflict


def whole_hull(interval: Interval) -> Interval | None:
    whole = interval.whole_numbers()
    return Interval.of(whole[0], whole[-1]) if whole else None


@many
@given(sets_of("a b c d r1 r2 c1 c2 n"))
def test_a_table_with_two_margins_equals_brute_force(sets: dict[str, Interval]) -> None:
    held = {name: interval.whole_numbers() for name, interval in sets.items()}
    cells = product(*(held[name] for name in "abcd"))
    truth = any(
        a + b in held["r1"]
        and c + d in held["r2"]
        and a + c in held["c1"]
        and b + d in held["c2"]
        and a + b + c + d in held["n"]
        for a, b, c, d in cells
    )
    found = nested_totals(sets, TABLE, whole_numbers=True)
    assert found.feasible is truth
    assert adds_up(found, sets, TABLE) if truth else found.conflict


@many
@given(sets_of("a b c d r1 r2 c1 c2 n"))
def test_open_ends_of_a_table_are_decided(sets: dict[str, Interval]) -> None:
    """The table's matrix is unimodular: keeping a tenth away from open ends, in tenths, is the same question."""
    tenths = {
        name: Interval(10 * i.low + (not i.low_closed), 10 * i.high - (not i.high_closed)) for name, i in sets.items()
    }
    truth = solve(tenths, TABLE, whole_numbers=True).feasible
    found = nested_totals(sets, TABLE)
    assert truth is not None
    assert found.feasible is truth
    assert adds_up(found, sets, TABLE) if truth else found.conflict


@many
@given(st.lists(st.integers(0, 400), min_size=4, max_size=4).filter(any), st.integers(0, 2))
def test_a_true_table_of_percentages_is_feasible(cells: list[int], decimals: int) -> None:
    a, b, c, d = cells
    counts = {"a": a, "b": b, "c": c, "d": d, "r1": a + b, "r2": c + d, "c1": a + c, "c2": b + d, "n": sum(cells)}
    scale = 100 * 10**decimals
    told = {}
    for name, k in counts.items():
        printed = prints_of(np.array([k]), sum(cells), scale, "half_up")[0][0]
        told[name] = str(Decimal(int(printed)).scaleb(-decimals))
    assert nested_totals(told, TABLE, rounding="half_up").feasible is True
    refused = nested_totals({**told, "n": "90"}, TABLE, rounding="half_up")
    assert refused.feasible is False
    assert "n" in refused.conflict


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("a", "b", "n", "feasible"),
    [
        (Interval(-inf, Fraction(7, 2), True, False), Interval(-inf, Fraction(2)), Interval(-inf, inf), True),
        (Interval(-inf, inf), Interval(-inf, inf), Interval(-inf, inf), True),
        (Interval(Fraction(-9, 2), inf, False), Interval(Fraction(2), inf), Interval(-inf, inf), True),
        (Interval(-inf, Fraction(7, 2)), Interval(-inf, Fraction(2)), Interval.point(9), False),
        (Interval(Fraction(7, 2), inf), Interval(Fraction(2), inf), Interval.point(5), False),
    ],
)
def test_sets_without_an_end_add_up_too(a: Interval, b: Interval, n: Interval, feasible: bool, whole: bool) -> None:
    sets = {"a": a, "b": b, "n": n}
    found = nested_totals(sets, {"n": ["a", "b"]}, whole_numbers=whole)
    assert found.feasible is feasible
    assert adds_up(found, sets, [("n", ["a", "b"])]) if feasible else found.conflict == ("n",)
    assert not whole or all(value.denominator == 1 for value in found.witness.values())


def test_what_the_solver_cannot_place_is_neither_feasible_nor_refuted() -> None:
    """Values do fit, but one has a denominator beyond those that are tried: no proof is found, and none is claimed."""
    tiny = Fraction(1, 10**10 + 19)
    sets = {"a": Interval.point(tiny), "b": Interval.of(0, 3), "sum": Interval.point(1)}
    found = solve(sets, [("sum", ["a", "b"])])
    assert 1 - tiny in sets["b"]
    assert (found.feasible, found.witness, found.conflict) == (None, {}, ())


def test_impossible_ties_are_refused() -> None:
    """Eight times 12% is 100% only where 12.5 may print as 12: half up it may not, by however little."""
    names = [f"g{i}" for i in range(8)]
    told = {**dict.fromkeys(names, "12"), "all": 100}
    both = [("all", names), ("all", [*names[:4], "rest"]), ("rest", names[4:])]
    for sums in ([("all", names)], both):
        assert nested_totals(told, sums, rounding="either").feasible is True
        refused = nested_totals(told, sums, rounding="half_up")
        assert refused.feasible is False
        assert "all" in refused.conflict


def test_bad_input_to_totals_and_mixtures() -> None:
    with pytest.raises(InputError, match="no sum"):
        nested_totals({"a": 1}, {})
    with pytest.raises(InputError, match="part of itself"):
        nested_totals({}, {"a": ["b"], "b": ["a"]})
    with pytest.raises(InputError, match="no parts"):
        nested_totals({}, {"a": []})
    with pytest.raises(InputError, match=r"groups\[1\]"):
        mixture("5", ["4", "x"])
    with pytest.raises(InputError, match="at least one"):
        sum_to_whole([])
    with pytest.raises(InputError, match="list"):
        mixture("5", "46")
    with pytest.raises(InputError, match="one for each group"):
        pooled_counts("5", ["4", "6"], [10])
    with pytest.raises(UsageError, match="either"):
        sum_to_whole(["50", "50"], rounding="upwards")
    assert nested_totals({"n": 3}, {"n": ["a", "b"]}, whole_numbers=True).feasible is True
    assert nested_totals({"n": "1"}, {"n": ["a"]}, whole_numbers=True).feasible is True
    assert nested_totals({"n": "0.2"}, {"n": ["a"]}, whole_numbers=True).conflict == ("n",)


def test_more_shares_than_fit_a_byte_are_told_apart() -> None:
    """Nine shares of 37 people and one of 41: only the tenth tells the two groups apart."""
    shares = [f"{100 * k / 37:.1f}" for k in range(5, 14)]
    assert min_denominators(shares, up_to=60).denominators == (37,)
    assert min_denominators([*shares, f"{100 * 19 / 41:.1f}"], up_to=60).denominators == (37, 41)

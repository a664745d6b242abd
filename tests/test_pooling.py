"""Synthesis where no reference file reaches: bad input, edge cases, laws that any method obeys, batches, pictures."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from fbss_analysis.errors import FbssError, InputError, UsageError
from fbss_analysis.models.batch import PREDICTION_RULES, TESTS, pool_many
from fbss_analysis.models.effects import MEASURES, PROPORTIONS, back_transform, proportion_effects
from fbss_analysis.models.glmm import pool_counts
from fbss_analysis.models.heterogeneity import (
    TAU2_METHODS,
    _generalised_q,
    _ml_score,
    _reml_score,
    descend,
    estimate_tau2,
)
from fbss_analysis.models.metaregression import regress, subgroups
from fbss_analysis.models.pooling import pool, pool_effects
from fbss_analysis.models.pools import Pools, loglikelihood
from fbss_analysis.models.projection import project
from fbss_analysis.models.sensitivity import blup, cumulative, influence, leave_one_out
from fbss_analysis.models.smallstudy import _trim, egger, rank_test, trim_and_fill

EVENTS, SIZES = [11, 29, 11, 248, 0, 65, 141, 3], [139, 303, 220, 1286, 58, 1665, 738, 41]
LAWS = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
METHODS = st.sampled_from(TAU2_METHODS)


@st.composite
def studies(draw: st.DrawFn, smallest: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Effects and variances of a handful of studies, spread from far below to far above chance."""
    k = draw(st.integers(smallest, 9))
    y = draw(st.lists(st.floats(-4, 4).map(lambda x: round(x, 4)), min_size=k, max_size=k))
    v = draw(st.lists(st.floats(0.01, 2.0), min_size=k, max_size=k))
    return np.array(y), np.array(v)


@pytest.fixture(autouse=True)
def no_warning_leaks() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def three_parts(error: FbssError) -> bool:
    return bool(error.what and error.where and error.todo)


@pytest.mark.parametrize(
    ("events", "n", "where"),
    [
        ([1, 2], [10], "n"),
        ([5, 12, 3], [10, 10, 10], "events[1]"),
        ([5, -1], [10, 10], "events[1]"),
        ([5, 1.5], [10, 10], "events[1]"),
        ([5, math.nan], [10, 10], "events[1]"),
        ([5, math.inf], [10, 10], "events[1]"),
        ([0, 0], [10, 0], "n[1]"),
        ([], [], "events"),
        ([[1, 2]], [[3, 4]], "events"),
        (["many"], [10], "events"),
        (None, [10], "events"),
    ],
)
def test_counts_that_cannot_be_are_named(events: Any, n: Any, where: str) -> None:
    for measure in PROPORTIONS:
        with pytest.raises(InputError) as caught:
            pool(events, n, measure=measure)
        assert three_parts(caught.value)
        assert where in caught.value.where


@pytest.mark.parametrize(
    ("y", "v", "where"),
    [
        ([1, 2], [1], "v"),
        ([1, math.nan], [1, 1], "y[1]"),
        ([1, math.inf], [1, 1], "y[1]"),
        ([1, 2], [1, math.nan], "v[1]"),
        ([1, 2], [1, math.inf], "v[1]"),
        ([1, 2], [0, 1], "v[0]"),
        ([1, 2], [1, -1], "v[1]"),
        ([1e300, -1e300], [1, 1], "y[0]"),
        ([1, 2], [1, 1e-30], "v[1]"),
        ([1, 2], [1e-300, 1e-300], "v[0]"),
        ([1, 2], [1e200, 1e200], "v[0]"),
        ([], [], "y"),
    ],
)
def test_effects_that_cannot_be_pooled_are_named(y: Any, v: Any, where: str) -> None:
    with pytest.raises(InputError) as caught:
        pool_effects(y, v)
    assert three_parts(caught.value)
    assert where in caught.value.where
    if len(y) == len(v) > 0:
        with pytest.raises(InputError):
            pool_many([y], [v])


@pytest.mark.parametrize(
    ("option", "known"),
    [
        ({"measure": "LOGIT"}, PROPORTIONS),
        ({"tau2": "reml"}, TAU2_METHODS),
        ({"test": "t"}, TESTS),
        ({"prediction": "hts"}, PREDICTION_RULES),
        ({"tau2": 3}, TAU2_METHODS),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(option: dict[str, Any], known: Any) -> None:
    with pytest.raises(UsageError) as caught:
        pool(EVENTS, SIZES, **option)
    assert three_parts(caught.value)
    assert all(name in caught.value.todo for name in known)


def test_a_level_in_percent_is_told_to_be_a_fraction() -> None:
    for call in (pool, pool_counts):
        with pytest.raises(InputError, match=r"0\.95"):
            call(EVENTS, SIZES, level=95)


@pytest.mark.parametrize("measure", [m for m in MEASURES if m != "GEN"])
@pytest.mark.parametrize("tau2", TAU2_METHODS)
def test_every_option_gives_a_defined_result_for_any_number_of_studies(measure: str, tau2: str) -> None:
    for k in (1, 2, 3, 8):
        for test in TESTS:
            result = pool(EVENTS[-k:], SIZES[-k:], measure=measure, tau2=tau2, test=test)
            assert result.k == k
            assert result.ci_low <= result.estimate <= result.ci_high
            assert result.tau2 >= 0
            assert 0 <= result.i2 <= 100
            assert math.isnan(result.prediction_low) == math.isnan(result.on_proportion().prediction_low)
            assert "nan" not in result._repr_html_().lower()


def test_one_study_is_its_own_result_and_says_so() -> None:
    result = pool([5], [20], test="knha", prediction="riley")
    assert result.test == "z"
    assert (result.tau2, result.i2, result.h2, result.q, result.q_p) == (0, 0, 1, 0, 1)
    assert math.isnan(result.prediction_low)
    assert any("one study" in note for note in result.notes)
    assert any("riley needs at least 3" in note for note in result.notes)
    assert math.isnan(result.tau2_interval().low)


@pytest.mark.parametrize(("events", "n"), [([0, 0, 0], [10, 20, 30]), ([10, 20, 30], [10, 20, 30])])
def test_no_event_or_nothing_else_is_pooled_with_a_note(events: list[int], n: list[int]) -> None:
    for measure in PROPORTIONS:
        result = pool(events, n, measure=measure)
        assert any("number 1, 2, 3" in note for note in result.notes) == (measure in ("PR", "PLN", "PLO"))
    with pytest.raises(InputError, match="no finite estimate"):
        pool_counts(events, n)


def test_equal_effects_have_no_spread_not_even_a_rounding_error() -> None:
    result = pool([5, 10, 20], [50, 100, 200], measure="PLO")
    assert result.q == result.tau2 == result.se == 0
    assert result.ci_low == result.ci_high == result.estimate
    assert any("equal" in note for note in result.notes)


def test_effects_that_differ_by_rounding_only_are_equal() -> None:
    result = pool_effects([0.1 + 0.2, 0.3, 0.3], [0.01, 0.02, 0.03])
    assert result.q == result.se == 0


@pytest.mark.parametrize("score", [_ml_score, _reml_score, _generalised_q])
def test_the_slope_of_a_score_is_its_derivative(score: Any) -> None:
    """A wrong slope would only cost time: the search would bisect, and nobody would notice."""
    pools, h = Pools.of([[-1.0, 0.0, 2.0, 0.4]], [[0.5, 0.2, 0.4, 0.1]]), 1e-5
    for tau2 in (0.01, 0.3, 2.0):
        before, after = (score(pools, np.array([tau2 + step]))[0][0] for step in (-h, h))
        assert score(pools, np.array([tau2]))[1][0] == pytest.approx((after - before) / (2 * h), rel=1e-5)


def test_a_search_that_does_not_come_to_rest_says_so() -> None:
    """Newton's steps towards a root of order 51 shrink by a fiftieth each: two hundred of them are not enough."""
    pools, zero, two = Pools.of([[0.0, 1.0]] * 2, [[0.5, 0.2]] * 2), np.zeros(2), np.full(2, 2.0)

    def score(rest: Pools, tau2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG001
        return (1.0 - tau2) ** order, -order * (1.0 - tau2) ** (order - 1)

    for order in (1, 51):
        close = order == 1
        tau2, settled = descend(pools, score, zero, zero, two)
        assert settled.tolist() == [close] * 2
        assert (np.abs(tau2 - 1.0) < 1e-9).tolist() == [close] * 2


def test_freeman_tukey_says_which_n_took_the_place_of_all() -> None:
    back = pool(EVENTS, SIZES, measure="PFT").on_proportion()
    assert back.n == pytest.approx(len(SIZES) / sum(1 / n for n in SIZES))
    assert any("harmonic mean" in note for note in back.notes)
    assert pool(EVENTS, SIZES, measure="PLO").on_proportion().n is None
    with pytest.raises(InputError, match="denominators"):
        pool_effects([0.3, 0.4], [0.01, 0.02], measure="PFT").on_proportion()


def test_a_measure_that_leaves_the_unit_interval_says_so() -> None:
    back = pool([1, 30, 55], [60, 60, 60], measure="PR", prediction="t_k_minus_1").on_proportion()
    assert back.prediction_high > 1
    assert any("does not keep its limits" in note for note in back.notes)


def test_rates_are_pooled_in_persontime() -> None:
    result = pool([11, 0, 8], [1988.0, 200.0, 1461.5], measure="IRLN")
    assert any("half an event was added to studies without events: number 2" in note for note in result.notes)
    assert result.on_proportion().estimate == pytest.approx(math.exp(result.estimate))
    with pytest.raises(InputError):
        pool([1], [0.0], measure="IR")


@given(st.integers(0, 40), st.integers(1, 40), st.sampled_from(sorted(PROPORTIONS)))
@LAWS
def test_the_way_back_undoes_the_way_there(x: int, n: int, measure: str) -> None:
    effects = proportion_effects([min(x, n)], [n], measure)
    share = min(x, n) / n
    corrected = (min(x, n) + 0.5) / (n + 1) if effects.corrected else share
    assert back_transform(float(effects.y[0]), measure, n) == pytest.approx(corrected, abs=1e-9)


@given(studies(), METHODS, st.floats(-3, 3), st.floats(0.2, 5.0))
@LAWS
def test_shift_and_scale(data: tuple[np.ndarray, np.ndarray], tau2: str, shift: float, scale: float) -> None:
    y, v = data
    plain = pool_effects(y, v, tau2=tau2)
    moved = pool_effects(scale * y + shift, scale**2 * v, tau2=tau2)
    size = 1e-6 * scale**2 * float(v.min() + plain.tau2)
    assert moved.tau2 == pytest.approx(scale**2 * plain.tau2, rel=1e-6, abs=size)
    assert moved.estimate == pytest.approx(scale * plain.estimate + shift, rel=1e-6, abs=1e-6)
    assert moved.q == pytest.approx(plain.q, rel=1e-8, abs=1e-9)
    assert moved.i2 == pytest.approx(plain.i2, rel=1e-5, abs=1e-4)


@given(studies(), METHODS, st.randoms(use_true_random=False))
@LAWS
def test_the_order_of_the_studies_does_not_matter(data: tuple[np.ndarray, np.ndarray], tau2: str, random: Any) -> None:
    y, v = data
    order = list(range(len(y)))
    random.shuffle(order)
    one, other = pool_effects(y, v, tau2=tau2), pool_effects(y[order], v[order], tau2=tau2)
    for name in ("estimate", "se", "tau2", "q", "ci_low", "loglik"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-8, abs=1e-9)


@given(studies(1), METHODS)
@LAWS
def test_tau2_is_never_negative_and_always_settled(data: tuple[np.ndarray, np.ndarray], tau2: str) -> None:
    value, _, settled = estimate_tau2(Pools.of([data[0]], [data[1]]), tau2)
    assert value[0] >= 0
    assert settled.all()


@given(studies(), st.sampled_from(["ML", "REML"]))
@LAWS
def test_no_tau2_is_likelier_than_the_likeliest(data: tuple[np.ndarray, np.ndarray], tau2: str) -> None:
    pools = Pools.of([data[0]], [data[1]])
    value, _, _ = estimate_tau2(pools, tau2)
    best = loglikelihood(pools, value, restricted=tau2 == "REML")[0]
    others = [0.0, *np.geomspace(1e-4, 1e3, 200)]
    assert best >= max(loglikelihood(pools, np.array([t]), restricted=tau2 == "REML")[0] for t in others) - 1e-9


@given(studies())
@LAWS
def test_paule_mandel_solves_its_equation(data: tuple[np.ndarray, np.ndarray]) -> None:
    pools = Pools.of([data[0]], [data[1]])
    value, _, _ = estimate_tau2(pools, "PM")
    q = pools.at(value).rss[0]
    assert q == pytest.approx(pools.df[0]) if value[0] > 0 else q <= pools.df[0] + 1e-12


@given(studies())
@LAWS
def test_the_q_profile_covers_where_its_ends_say(data: tuple[np.ndarray, np.ndarray]) -> None:
    result = pool_effects(*data)
    interval, pools = result.tau2_interval(), Pools.of([data[0]], [data[1]])
    df = len(data[0]) - 1
    for end, probability in ((interval.low, 0.025), (interval.high, 0.975)):
        tail = stats.chi2.sf(pools.at(np.array([end])).rss[0], df)
        assert tail == pytest.approx(probability) if end > 0 else tail >= probability - 1e-9


@given(st.lists(studies(1), min_size=1, max_size=6), METHODS, st.sampled_from(TESTS), st.sampled_from(PREDICTION_RULES))
@LAWS
def test_a_batch_equals_its_single_pools(data: list[Any], tau2: str, test: str, rule: str) -> None:
    width = max(len(y) for y, _ in data)
    y, v, present = (
        np.full((len(data), width), np.nan),
        np.zeros((len(data), width)),
        np.zeros((len(data), width), bool),
    )
    for i, (effects, variances) in enumerate(data):
        y[i, : len(effects)], v[i, : len(effects)], present[i, : len(effects)] = effects, variances, True
    many = pool_many(y, v, tau2=tau2, test=test, prediction=rule, present=present)
    for i, (effects, variances) in enumerate(data):
        one = pool_effects(effects, variances, tau2=tau2, test=test, prediction=rule)
        for name in ("estimate", "se", "tau2", "ci_low", "p_value", "i2", "q_p", "loglik", "aicc", "prediction_high"):
            expected = getattr(one, name)
            assert getattr(many, name)[i] == pytest.approx(expected, rel=1e-7, abs=1e-7, nan_ok=True)
        assert many.weights[i].sum() == pytest.approx(1.0)
        assert not many.weights[i][~present[i]].any()


def test_a_batch_of_several_blocks_keeps_its_order() -> None:
    rng = np.random.default_rng(1)
    y, v = rng.normal(size=(30_000, 2)), rng.uniform(0.1, 1.0, (30_000, 2))
    many = pool_many(y, v, tau2="DL", test="z")
    assert len(many.estimate) == len(many.weights) == 30_000
    for i in (0, 12_499, 12_500, 29_999):
        assert many.estimate[i] == pytest.approx(pool_effects(y[i], v[i], tau2="DL", test="z").estimate)


@given(studies(3), st.sampled_from([m for m in TAU2_METHODS if m != "EE"]))
@LAWS
def test_a_design_of_ones_is_the_plain_mean(data: tuple[np.ndarray, np.ndarray], tau2: str) -> None:
    """The closed form for a mean and the QR form for any design are two programs for one thing."""
    y, v = data
    mean, design = Pools.of([y], [v]), Pools.of([y], [v], None, np.ones((len(y), 1)))
    one, other = estimate_tau2(mean, tau2), estimate_tau2(design, tau2)
    assert other[0][0] == pytest.approx(one[0][0], rel=1e-6, abs=1e-8)
    assert other[1][0] == pytest.approx(one[1][0], rel=1e-6, abs=1e-8)
    left, right = project(mean.y, 1.0 / mean.v), project(design.y, 1.0 / design.v, np.ones((len(y), 1)))
    a, b = np.linspace(1, 2, len(y))[None], np.linspace(3, 1, len(y))[None]
    p = np.diag(1 / v) - np.outer(1 / v, 1 / v) / (1 / v).sum()
    for fit in (left, right):
        assert fit.trace(a)[0] == pytest.approx(np.trace(p @ np.diag(a[0])), rel=1e-9)
        assert fit.trace_square(a, b)[0] == pytest.approx(np.trace(p @ np.diag(a[0]) @ p @ np.diag(b[0])), rel=1e-9)
        assert fit.quadratic(a)[0] == pytest.approx(a[0] @ p @ a[0], rel=1e-7, abs=1e-9)


def test_the_restricted_likelihood_is_the_likelihood_with_the_mean_integrated_out() -> None:
    y, v, tau2 = np.array([-1.0, 0.0, 2.0]), np.array([0.5, 0.2, 0.4]), 0.7
    inside = integrate.quad(lambda m: np.prod(stats.norm.pdf(y, m, np.sqrt(v + tau2))), -30, 30)[0]
    found = loglikelihood(Pools.of([y], [v]), np.array([tau2]), restricted=True)[0]
    assert found == pytest.approx(math.log(inside * math.sqrt(len(y))))


def test_every_study_that_is_left_out_is_left_out() -> None:
    result = pool(EVENTS, SIZES, test="z")
    left, shown = leave_one_out(result), influence(result)
    for i in range(result.k):
        rest = [j for j in range(result.k) if j != i]
        again = pool_effects([result.y[j] for j in rest], [result.v[j] for j in rest], test="z")
        assert left.estimate[i] == pytest.approx(again.estimate, rel=1e-9)
        assert shown.tau2_deleted[i] == pytest.approx(again.tau2, rel=1e-7)
    for few in (pool_effects([1], [1]), pool_effects([1, 2], [1, 1])):
        with pytest.raises(InputError):
            influence(few)


@pytest.mark.parametrize(
    ("y", "v", "called"),
    [
        pytest.param(
            [0.4, 0.6, 0.5, -0.1, 0.1, 0.2, -0.3], [0.17, 0.11, 0.14, 0.04, 0.06, 0.07, 0.01], [6], id="dffits"
        ),
        pytest.param([-0.2, 0.3, -0.1], [0.11, 0.04, 0.01], [1, 2], id="Cook's distance"),
        pytest.param([-0.2, -0.4, 0.1, -0.2], [0.01, 0.13, 0.09, 0.13], [0], id="hat value"),
        pytest.param([0.2, 0.3, -0.4], [0.01, 0.09, 0.1], [0, 1, 2], id="dfbetas"),
    ],
)
def test_one_measure_above_its_threshold_makes_a_study_influential(
    y: list[float], v: list[float], called: list[int]
) -> None:
    """In each row one study is above the one threshold only (Viechtbauer & Cheung 2010)."""
    shown = influence(pool_effects(y, v, tau2="DL", test="z"))
    assert np.flatnonzero(shown.influential).tolist() == called


def test_studies_add_up_in_the_order_given() -> None:
    result = pool(EVENTS, SIZES, tau2="DL", test="z")
    years = [2001, 1999, 2005, 1990, 1999, 2010, 1985, 2002]
    order = [6, 3, 1, 4, 0, 7, 2, 5]
    grown = cumulative(result, years)
    for i in range(result.k):
        first = order[: i + 1]
        again = pool_effects([result.y[j] for j in first], [result.v[j] for j in first], tau2="DL", test="z")
        assert grown.estimate[i] == pytest.approx(again.estimate)
        assert grown.tau2[i] == pytest.approx(again.tau2)
    assert grown.k.tolist() == list(range(1, result.k + 1))
    with pytest.raises(InputError):
        cumulative(result, [1, 2])


def test_predicted_effects_shrink_towards_the_mean() -> None:
    result = pool(EVENTS, SIZES)
    shrunk = blup(result)
    away, before = np.abs(shrunk.value - result.estimate), np.abs(np.array(result.y) - result.estimate)
    assert (away < before).all()
    none = pool(EVENTS, SIZES, tau2="EE", test="z")
    assert blup(none).value == pytest.approx(none.estimate)


def test_moderators_and_groups_that_cannot_be_used_are_named() -> None:
    result = pool(EVENTS, SIZES)
    for moderators in ({}, {"x": [1.0]}, {"x": ["a"] * 8}, {"x": [2.0] * 8}, {"x": [None] * 7 + [1.0]}):
        with pytest.raises(InputError) as caught:
            regress(result, moderators)
        assert three_parts(caught.value)
    for groups in (["a"], ["a"] * 8, ["a", None] * 4):
        with pytest.raises(InputError) as caught:
            subgroups(result, groups)
        assert three_parts(caught.value)


def test_a_missing_moderator_drops_its_study_and_is_counted() -> None:
    result = pool(EVENTS, SIZES, test="z")
    x = [1.0, None, 3.0, 4.0, math.nan, 6.0, 7.0, 8.5]
    fit = regress(result, {"x": x})
    assert (fit.k, fit.dropped) == (6, 2)
    keep = [0, 2, 3, 5, 6, 7]
    again = regress(
        pool_effects([result.y[i] for i in keep], [result.v[i] for i in keep], test="z"),
        {"x": [float(x[i] or 0) for i in keep]},
    )
    assert fit.beta == pytest.approx(again.beta)


def test_two_groups_are_a_dummy_variable() -> None:
    result = pool(EVENTS, SIZES, tau2="DL")
    labels = ["b", "a", "a", "b", "b", "a", "b", "a"]
    found = subgroups(result, labels)
    dummy = regress(result, {"b": [float(x == "b") for x in labels]})
    assert found.contrast.beta == pytest.approx(dummy.beta)
    assert found.contrast.tau2 == pytest.approx(found.common.tau2)
    assert found.contrast.qm == pytest.approx(found.contrast.stat[1] ** 2)
    assert sum(fit.k for fit in found.fits) == result.k
    assert list(found.summary().index) == ["a", "b"]


def test_a_level_of_equal_effects_has_no_standard_error_to_weigh_it_by() -> None:
    y, v, labels = [0.1, 0.1, 0.5, 0.9], [0.02, 0.03, 0.04, 0.05], ["a", "a", "b", "b"]
    with pytest.raises(InputError, match="'a' are equal") as caught:
        subgroups(pool_effects(y, v, test="knha"), labels)
    assert three_parts(caught.value)
    for test in ("adhoc", "z"):  # as the error says
        found = subgroups(pool_effects(y, v, tau2="EE", test=test), labels)
        assert [fit.estimate for fit in found.fits] == pytest.approx([0.1, (0.5 / 0.04 + 0.9 / 0.05) / (25 + 20)])
    # Of the second level: weights 25 and 20; between levels: (0.1 - 0.6778)^2 / (1 / 83.33 + 1 / 45), with test z.
    assert found.q_between == pytest.approx((0.1 - (25 * 0.5 + 20 * 0.9) / 45) ** 2 / (0.012 + 1 / 45))


def test_small_study_methods_refuse_what_they_cannot_do() -> None:
    two, result = pool_effects([1, 2], [1, 1]), pool(EVENTS, SIZES, measure="PAS")
    for method in (egger, rank_test, trim_and_fill):
        with pytest.raises(InputError) as caught:
            method(two)
        assert three_parts(caught.value)
    with pytest.raises(UsageError, match="sqrtninv"):
        egger(result, predictor="size")
    with pytest.raises(InputError, match="sizes"):
        egger(pool_effects([1, 2, 4], [1, 2, 3]), predictor="ni")
    with pytest.raises(InputError, match="cannot carry"):
        egger(pool_effects([1, 2, 4], [1, 1, 1]))
    with pytest.raises(UsageError):
        trim_and_fill(result, estimator="L1")
    # With arcsine variances 1 / (4 n) the two predictors are the same line.
    assert egger(result, predictor="vi").stat == pytest.approx(egger(result, predictor="ninv").stat)
    assert math.isnan(egger(result, predictor="ni").limit)


def test_trim_and_fill_makes_the_funnel_symmetric() -> None:
    y, v = [0.0, 0.1, -0.1, 0.6, 0.9, 1.2], [0.01, 0.02, 0.02, 0.2, 0.3, 0.4]
    filled = trim_and_fill(pool_effects(y, v, tau2="EE", test="z"), side="left")
    # By hand: centre 0.0427, positive ranks 2 + 4 + 5 + 6 = 17, L0 = (4 * 17 - 6 * 7) / 11 = 2.36, trimmed or not.
    assert filled.k0 == 2
    assert filled.result.k == 8
    assert filled.result.estimate < pool_effects(y, v, tau2="EE", test="z").estimate
    mirrored = trim_and_fill(pool_effects([-x for x in y], v, tau2="EE", test="z"), side="right")
    assert mirrored.filled_y == pytest.approx([-x for x in filled.filled_y])


def test_a_number_of_missing_studies_that_goes_round_in_a_circle_is_none() -> None:
    result, turns = pool(EVENTS, SIZES), iter([1.0, 2.0, 1.0])
    y = np.sort(np.array(result.y))
    with pytest.raises(InputError, match="round in a circle") as caught:
        _trim(y, np.array(result.v), lambda k, ranks: next(turns), result)  # noqa: ARG005
    assert three_parts(caught.value)
    assert _trim(y, np.array(result.v), lambda k, ranks: 2.0, result)[1] == 2  # noqa: ARG005


def test_the_count_model_against_plain_integration() -> None:
    x, n = np.array([1, 0, 4, 9]), np.array([30, 25, 40, 35])
    fit = pool_counts(x, n)
    tau = math.sqrt(fit.tau2)

    def loglik(b: float, t: float) -> float:
        u = np.linspace(-10, 10, 20001)
        p = 1 / (1 + np.exp(-(b + t * u)))
        parts = [(stats.binom.pmf(a, m, p) * stats.norm.pdf(u)).sum() * 1e-3 for a, m in zip(x, n, strict=True)]
        return float(np.log(parts).sum())

    assert fit.loglik == pytest.approx(loglik(fit.estimate, tau), abs=1e-9)
    for db, dt in ((0.05, 0), (-0.05, 0), (0, 0.05), (0, -0.05)):
        assert loglik(fit.estimate + db, tau + dt) < fit.loglik
    assert fit.tau2 > 0


@pytest.mark.parametrize("tau2", ["ML", "EE"])
@pytest.mark.parametrize(
    ("events", "moderators"),
    [
        ([0, 0, 5, 5], {"x": [0, 0, 1, 1]}),
        ([0, 0, 5, 3], {"x": [0, 0, 1, 1]}),  # a group without events
        ([0, 0, 2, 5, 5], {"x": [0, 0.5, 1, 2, 3]}),  # a threshold
        ([1, 0, 0, 5, 5, 2, 3], {"x": [0, 1, 2, 5, 6, 0, 0], "z": [1, 2, 5, 2, 0, 1, 1]}),
    ],
)
def test_moderators_that_separate_have_no_finite_slope(events: list[int], moderators: Any, tau2: str) -> None:
    with pytest.raises(InputError, match="separate") as caught:
        pool_counts(events, [5] * len(events), moderators=moderators, tau2=tau2)
    assert three_parts(caught.value)
    assert all(name in caught.value.where for name in moderators)


def test_moderators_that_nearly_separate_are_fitted() -> None:
    fit = pool_counts([0, 1, 2, 0, 5], [5] * 5, moderators={"x": [0, 0.5, 1, 2, 3]}, tau2="EE")
    x, n, design = np.array([0, 1, 2, 0, 5]), 5, np.column_stack([np.ones(5), [0, 0.5, 1, 2, 3]])
    score = design.T @ (x - n / (1 + np.exp(-design @ np.array(fit.beta))))
    assert score == pytest.approx(0, abs=1e-8)  # the slope of the likelihood


def test_studies_that_alone_do_not_tell_the_terms_apart_still_have_a_spread() -> None:
    """The Wald test passes over studies without events; here only these differ in the moderator."""
    x, n = np.array([2, 3, 4]), 5
    fit = pool_counts([0, 0, *x], [n] * 5, moderators={"m": [1, -1, 0, 0, 0]}, tau2="EE")
    y, weight = np.log(x / (n - x)), x * (n - x) / n
    assert fit.q_wald == pytest.approx((weight * (y - (weight * y).sum() / weight.sum()) ** 2).sum())


def test_a_tau_without_end_is_no_answer() -> None:
    """All or nothing in large studies: the likelihood rises with tau for ever."""
    with pytest.raises(InputError, match="no peak in tau") as caught:
        pool_counts([0, 1000], [1000, 1000])
    assert three_parts(caught.value)
    assert pool_counts([0, 1000], [1000, 1000], tau2="EE").estimate == pytest.approx(0)


def test_the_count_model_with_equal_shares_finds_no_spread() -> None:
    fit = pool_counts([5, 10, 20], [50, 100, 200])
    assert fit.tau2 == 0
    assert fit.on_proportion()["estimate"] == pytest.approx(0.1)
    one = pool_counts([5], [20], test="t")
    assert one.on_proportion()["estimate"] == pytest.approx(0.25)
    assert one.notes
    with pytest.raises(InputError):
        pool_counts([1, 2], [10, 10], moderators={"x": [1.0, 2.0]})
    with pytest.raises(UsageError):
        pool_counts([1, 2], [10, 10], tau2="REML")


def test_the_forest_plot_shows_every_study_the_diamond_and_the_prediction() -> None:
    from matplotlib.figure import Figure

    names = [f"Author {i}" for i in range(8)]
    result = pool(EVENTS, SIZES, labels=names)
    ax = result.plot_forest(Figure().subplots())
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == [*names, "pooled (REML, knha)", "prediction interval"]
    areas = [float(c.get_sizes()[0]) for c in ax.collections]
    assert np.argsort(areas).tolist() == np.argsort(result.weights).tolist()
    diamond = ax.patches[0].get_xy()[:, 0]
    assert (diamond.min(), diamond.max()) == (result.ci_low, result.ci_high)
    without = pool(EVENTS, SIZES, tau2="EE").plot_forest(Figure().subplots())
    assert len(without.get_yticklabels()) == 9


def test_frames_say_what_the_results_say() -> None:
    result = pool(EVENTS, SIZES)
    frame = result.summary()
    assert frame.loc["estimate", "PLO"] == result.estimate
    assert frame.loc["ci_high", "natural scale"] == result.on_proportion().ci_high
    assert frame.loc["tau2_low", "PLO"] == result.tau2_interval().low
    assert leave_one_out(result).summary()["tau2"].tolist() == leave_one_out(result).tau2.tolist()
    assert regress(result, {"x": range(8)}).summary().loc["x", "beta"] == regress(result, {"x": range(8)}).beta[1]
    assert pool_counts(EVENTS, SIZES).summary().loc["tau2", "value"] == pool_counts(EVENTS, SIZES).tau2
    assert result._repr_html_() == pool(EVENTS, SIZES)._repr_html_()
    for shown in (result, influence(result), rank_test(result), result.tau2_interval(), trim_and_fill(result)):
        assert "<table" in shown._repr_html_()


def test_results_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        pool(EVENTS, SIZES).estimate = 0.0  # type: ignore[misc]

"""Survival from individual data: every number of the reference files against R, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_grid import documents
from reference_survival import (
    INDIVIDUALS_LEFT_OUT,
    RISKS_LEFT_OUT,
    TABLE_LEFT_OUT,
    walk_individuals,
    walk_risks,
    walk_table,
)

from fbss_analysis.models.competing import competing_bounds, cumulative_incidence
from fbss_analysis.models.families import LINKS
from fbss_analysis.models.groups import hazard_ratios, log_rank
from fbss_analysis.models.hazards import MODELS
from fbss_analysis.models.likelihood import Data, fit_individuals, log_likelihood
from fbss_analysis.models.spline import royston_parmar
from fbss_analysis.models.survival import TRANSFORMS, kaplan_meier, life_table
from fbss_analysis.schema import InputError, UsageError


@pytest.mark.parametrize(("name", "document"), documents("survival_ipd").items())
def test_survival_agrees_with_r(name: str, document: dict) -> None:
    account = walk_individuals(document)
    assert account.wrong == []
    assert account.unclaimed(INDIVIDUALS_LEFT_OUT) == []
    assert len(account.compared) > 250, name


@pytest.mark.parametrize(("name", "document"), documents("competing_risks").items())
def test_competing_risks_agree_with_r(name: str, document: dict) -> None:
    account = walk_risks(document)
    assert account.wrong == []
    assert account.unclaimed(RISKS_LEFT_OUT) == []
    assert len(account.compared) > 60, name


@pytest.mark.parametrize(("name", "document"), documents("life_table").items())
def test_life_table_agrees_with_r(name: str, document: dict) -> None:
    account = walk_table(document)
    assert account.wrong == []
    assert account.unclaimed(TABLE_LEFT_OUT) == []
    assert len(account.compared) > 30, name


people = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=25)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(people)
def test_curves_stay_in_bounds_and_causes_add_up(rows: list[tuple[int, int]]) -> None:
    time, cause = np.transpose(rows)
    curve = kaplan_meier(time, cause > 0)
    assert np.all(np.diff(curve.survival) <= 1e-15)
    product = np.cumprod(1 - curve.n_event / curve.n_risk)
    assert curve.survival == pytest.approx(product, abs=1e-12)
    for transform in TRANSFORMS:
        low, high = curve.limits(transform)
        known = ~np.isnan(low)
        assert np.all((low <= curve.survival + 1e-12)[known])
        assert np.all((curve.survival <= high + 1e-12)[known])
    causes = sorted(set(cause[cause > 0].tolist()))
    risks = [cumulative_incidence(time, cause, cause=c) for c in causes]
    if risks:
        assert sum(r.incidence for r in risks) == pytest.approx(1 - curve.survival, abs=1e-12)
        assert all(np.all(r.incidence <= 1 - r.censoring_others.survival + 1e-12) for r in risks)


def test_one_cause_alone_has_greenwoods_variance_without_ties() -> None:
    time, status = np.arange(1, 9), np.array([1, 0, 1, 1, 0, 1, 0, 0])
    risk = cumulative_incidence(time, status, cause=1)
    assert risk.se == pytest.approx(risk.event_free.se)


def test_competing_bounds_hold_a_simulated_truth() -> None:
    rng = np.random.default_rng(20)
    event, death, at = rng.weibull(0.7, 4000) * 30, rng.exponential(25, 4000), 10.0
    time, cause = np.minimum(event, death), np.where(event < death, 1, 2)
    risk = cumulative_incidence(time, cause, cause=1)
    died = 1 - kaplan_meier(death, np.ones(4000)).at(at)
    from_naive = competing_bounds(float(risk.one_minus_km(at)), float(died))
    assert from_naive.actual[0] - 0.01 <= risk.at(at) <= from_naive.actual[1] + 0.01
    from_actual = competing_bounds(float(risk.at(at)), float(died))
    assert from_actual.without_death[0] - 0.01 <= np.mean(event <= at) <= from_actual.without_death[1] + 0.01
    assert from_naive.actual == pytest.approx((float(risk.one_minus_km(at)) * (1 - died), float(risk.one_minus_km(at))))
    assert competing_bounds(0.0, 1.0).without_death == (0.0, 0.0)
    assert competing_bounds(0.9, 0.5).without_death == (0.9, 1.0)


BAD = [
    ([], [], "two lists"),
    ([1, 2], [1], "two lists"),
    ([-1, 2], [1, 0], "negative"),
    ([1, math.nan], [1, 0], "finite"),
    ([1, 2], [1, 0.5], "whole"),
    ([1, 2], [1, 2], "0 or 1"),
]


@pytest.mark.parametrize(("time", "status", "message"), BAD)
def test_bad_individual_data_are_refused(time: list, status: list, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        kaplan_meier(time, status)
    assert caught.value.where
    assert caught.value.todo


def test_what_cannot_be_estimated_is_said() -> None:
    curve = kaplan_meier([1, 2, 3], [0, 0, 0])
    assert curve.survival.tolist() == [1, 1, 1]
    assert math.isnan(curve.quantile(0.5))
    assert kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).quantile(0.5) == 2.5  # flat at one half from 2 to 3
    with pytest.raises(UsageError, match="log-log"):
        curve.limits("loglog")
    with pytest.raises(InputError, match="past the last time"):
        curve.restricted_mean(9)
    with pytest.raises(InputError, match="nobody has the cause 3"):
        cumulative_incidence([1, 2], [1, 2], cause=3)
    with pytest.raises(InputError, match="two groups"):
        log_rank([1, 2], [1, 1], ["a", "a"])
    with pytest.raises(InputError, match="one label"):
        log_rank([1, 2], [1, 1], ["a"])
    with pytest.raises(UsageError, match="peto_peto"):
        log_rank([1, 2], [1, 1], ["a", "b"], method="gehan")
    with pytest.raises(InputError, match="breaks"):
        life_table([0, 2, 1], 10, [0, 0], [1, 1])
    with pytest.raises(InputError, match="exceed those still there"):
        life_table([0, 1, 2], 10, [0, 0], [8, 8])
    with pytest.raises(InputError, match="one entry more"):
        life_table([0, 1], 10, [0, 0], [1, 1])


@pytest.mark.parametrize("family", MODELS)
def test_derivatives_of_the_likelihood_are_those_of_its_differences(family: str) -> None:
    one = np.ones(2)
    data = Data(
        np.array([1.5, 4.0]), one, np.array([3.0, 6.0]), one * 2, np.array([0.0, 2.0]), np.array([2.0, 5.0]), one
    )
    theta = MODELS[family].start(1.3) + 0.1
    _, gradient, hessian = log_likelihood(MODELS[family], data, theta)
    for i, step in enumerate(np.eye(len(theta)) * 1e-5):
        above, below = (log_likelihood(MODELS[family], data, theta + s) for s in (step, -step))
        assert gradient[i] == pytest.approx((above[0] - below[0]) / 2e-5, rel=1e-6, abs=1e-8)
        assert hessian[i] == pytest.approx((above[1] - below[1]) / 2e-5, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("family", sorted(set(MODELS) - {"exponential"}))
@pytest.mark.parametrize(("time", "status"), [([5, 5, 5], [1, 1, 1]), ([5, 5, 2], [1, 1, 0])])
def test_a_likelihood_without_a_maximum_says_so(family: str, time: list, status: list) -> None:
    with pytest.raises(InputError, match="no maximum"):
        fit_individuals(time, status, family=family)


def test_bad_input_of_fits() -> None:
    with pytest.raises(UsageError, match="exponential, weibull"):
        fit_individuals([1, 2], [1, 1], family="weibul")
    with pytest.raises(InputError, match="no one had the event"):
        fit_individuals([1, 2], [0, 0], family="weibull")
    with pytest.raises(InputError, match="above zero"):
        fit_individuals([0, 2], [1, 0], family="weibull")
    with pytest.raises(InputError, match="distinct event times"):
        royston_parmar([1, 2], [1, 1], inner_knots=3)
    with pytest.raises(UsageError, match="family with this error"):
        fit_individuals([1, 2, 3], [1, 1, 0], family="gompertz").se_log_time(0.2)
    assert set(LINKS) < set(MODELS)


@pytest.mark.filterwarnings("error")
def test_comparisons_without_information_say_so() -> None:
    with pytest.raises(InputError, match="no event happened while all groups"):
        log_rank([1, 2], [0, 1], ["a", "b"])
    with pytest.raises(InputError, match="'b' has no event"):
        hazard_ratios([1, 2, 3, 4], [1, 1, 0, 0], ["a", "a", "b", "b"])
    assert len(hazard_ratios([1, 2, 3, 4, 5, 6], [1] * 6, ["a", "b", "c"] * 2).estimate) == 2

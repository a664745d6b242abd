"""Royston and Parmar's flexible survival curve: the log cumulative hazard as a natural cubic spline in ln t.

With no inner knot it is the Weibull; each inner knot lets it bend once more. Boundary knots are the first and the last
logarithms of event times, inner ones their quantiles at equal steps, as R's flexsurvspline places them. On this scale
the log-likelihood of the coefficients is concave, so that Newton's method finds the one maximum.

References: Royston P, Parmar MKB. Stat Med 2002;21:2175. Jackson CH. J Stat Softw 2016;70(8) (flexsurv).

>>> spline = royston_parmar([5, 8, 12, 23, 27, 30, 33, 43], [1, 1, 1, 1, 0, 1, 1, 0], inner_knots=1)
>>> len(spline.gamma), round(float(spline.survival(20.0)), 3)
(3, 0.551)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fbss_analysis.models.arguments import Floats, positive, whole
from fbss_analysis.models.hazards import Hazards, Terms
from fbss_analysis.models.likelihood import NONE, Data, maximise
from fbss_analysis.models.survival import zero_or_one
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Spline:
    """A fitted spline: knots and coefficients on the scale of ln t, covariance of the coefficients, log-likelihood."""

    knots: Floats
    gamma: Floats
    covariance: Floats
    loglik: float

    def survival(self, time: ArrayLike) -> Floats:
        """Survival at any times above 0."""
        basis, _ = _basis(np.log(positive(time, "time")), self.knots)
        return np.asarray(np.exp(-np.exp(basis @ self.gamma)))


def royston_parmar(time: ArrayLike, status: ArrayLike, *, inner_knots: int = 0) -> Spline:
    """Fit the spline with `inner_knots` inner knots to individual times (above 0) and statuses (1 event, 0 censored).

    InputError: fewer distinct event times than knots, times at zero, data without a maximum.
    """
    times, states = zero_or_one(time, status)
    positive(times, "time")
    x = np.log(times[states == 1])
    if len(np.unique(x)) < int(whole(inner_knots, "inner_knots")) + 2:
        what = f"{inner_knots} inner knots need {inner_knots + 2} distinct event times, got {len(np.unique(x))}"
        raise InputError(what, "inner_knots", "use fewer knots")
    knots = np.quantile(x, np.linspace(0, 1, inner_knots + 2))
    exact, right = times[states == 1], times[states == 0]
    data = Data(exact, np.ones_like(exact), right, np.ones_like(right), NONE, NONE, NONE)
    # An exponential curve with the observed rate is a straight line of slope one: a start inside the feasible region.
    start = np.zeros(inner_knots + 2)
    start[:2] = np.log(states.sum() / times.sum()), 1.0
    gamma, loglik, covariance = maximise(_hazards(knots), data, start)
    return Spline(knots, gamma, covariance, loglik)


def _basis(x: Floats, knots: Floats) -> tuple[Floats, Floats]:
    """The natural cubic spline's basis (1, x, one term for each inner knot) and its derivative by x."""
    first, last = knots[0], knots[-1]
    columns, slopes = [np.ones_like(x), x], [np.zeros_like(x), np.ones_like(x)]
    for knot in knots[1:-1]:
        share = (last - knot) / (last - first)
        cubes, squares = zip(*(_powers(x, k) for k in (knot, first, last)), strict=True)
        columns.append(cubes[0] - share * cubes[1] - (1 - share) * cubes[2])
        slopes.append(squares[0] - share * squares[1] - (1 - share) * squares[2])
    return np.stack(columns, -1), np.stack(slopes, -1)


def _powers(x: Floats, knot: float) -> tuple[Floats, Floats]:
    above = np.maximum(x - knot, 0)
    return above**3, 3 * above**2


def _hazards(knots: Floats) -> Hazards:
    def hazard(gamma: Floats, time: Floats) -> Terms:
        basis, _ = _basis(np.log(time), knots)
        cumulative = np.exp(basis @ gamma)
        outer = basis[:, :, None] * basis[:, None, :]
        return cumulative, cumulative[:, None] * basis, cumulative[:, None, None] * outer

    def log_hazard(gamma: Floats, time: Floats) -> Terms:
        basis, slope = _basis(np.log(time), knots)
        rise = slope @ gamma
        # A falling cumulative hazard is none: NaN sends the search back.
        value = np.log(np.where(rise > 0, rise, np.nan)) + basis @ gamma - np.log(time)
        outer = slope[:, :, None] * slope[:, None, :]
        return value, slope / rise[:, None] + basis, -outer / (rise**2)[:, None, None]

    return Hazards(hazard, log_hazard)

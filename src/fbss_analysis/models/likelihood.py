"""Maximum likelihood for parametric survival: individual data, and incidences known only at a few horizons.

A published "6.2, 10.8 and 18.4% at 2, 5 and 10 years" says in which interval each event fell and nothing more; the
likelihood of that is the product of the intervals' probabilities (interval-censored, or grouped, data). Individual data
have exact and right-censored times. Both are one computation: every family says its cumulative hazard H and its log
hazard with two derivatives, and Newton's method with backtracking does the rest. Log-likelihoods leave out the
multinomial constant, as R's survreg does.

The saturated model gives each interval its own probability; G2, twice the difference of log-likelihoods, tells by its
chi-square probability whether a family bends enough.

References: Kalbfleisch JD, Prentice RL. 2002, sections 3.2-3.5. Lindsey JC, Ryan LM. Stat Med 1998;17:219 (interval
censoring). Nocedal J, Wright SJ. Numerical Optimization. Springer 2006, section 3.4 (modified Newton).

>>> fit = fit_grouped([2, 5, 10], [87, 64, 107], 1400, family="weibull")
>>> round(fit.curve.parameters()["shape"], 4), round(fit.g2, 3), round(fit.p_value, 3)
(0.7447, 3.269, 0.071)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.models.arguments import Floats, numbers, one_of, positive, refuse
from fbss_analysis.models.families import LINKS, Distribution
from fbss_analysis.models.hazards import MODELS, Hazards, Terms
from fbss_analysis.models.survival import zero_or_one
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted family; `covariance` is that of `theta` (location and log spread, or Gompertz' shape and log rate).

    `saturated`, `g2`, `df` and `p_value` are for grouped data, NaN (0 degrees) otherwise.
    """

    family: str
    curve: Distribution
    theta: Floats
    covariance: Floats
    loglik: float
    n_events: float
    saturated: float = math.nan
    g2: float = math.nan
    df: int = 0
    p_value: float = math.nan

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * len(self.theta) - 2 * self.loglik

    @property
    def se_shape(self) -> float:
        """Standard error of a log-linear family's shape, by the delta method; 0 for the exponential."""
        if len(self.theta) == 1:
            return 0.0
        return self.curve.parameters()["shape"] * math.sqrt(self.covariance[1, 1])

    def se_log_time(self, p: float) -> float:
        """Standard error of ln(time to a share p) of a log-linear family, by the delta method; p is not 0 or 1."""
        one_of(self.family, LINKS, "family with this error")
        refuse(np.array(not 0 < float(numbers(p, "p")) < 1), numbers(p, "p"), "p", "must lie between 0 and 1", SHARE)
        spread = 1 / self.curve.parameters()["shape"]
        gradient = np.array([1.0, spread * LINKS[self.family].to_line(p)])[: len(self.theta)]
        return math.sqrt(gradient @ self.covariance @ gradient)


@dataclass(frozen=True, slots=True)
class Data:
    """What was observed, each part with its weights: exact times, right-censored times, intervals (from, to]."""

    exact: Floats
    exact_weight: Floats
    right: Floats
    right_weight: Floats
    start: Floats
    end: Floats
    interval_weight: Floats


NONE = np.array([])
SHARE = "divide percentages by 100"


def fit_individuals(time: ArrayLike, status: ArrayLike, *, family: str) -> Fit:
    """Fit `family` to individual times (above 0) and statuses (1 event, 0 censored) by maximum likelihood.

    InputError: no event, times at zero, or data for which the likelihood has no maximum; UsageError: an unknown family.
    """
    model = MODELS[one_of(family, MODELS, "family")]
    times, states = zero_or_one(time, status)
    positive(times, "time")
    died = states == 1
    if not died.any():
        raise InputError(
            "no one had the event", "status", "a rate of zero needs no fit: use rate() for its upper limit"
        )
    exact, right = times[died], times[~died]
    if family != "exponential" and exact.min() == exact.max() == times.max():
        raise _unbounded()  # all events at the last time: the steeper the curve there, the likelier
    data = Data(exact, np.ones_like(exact), right, np.ones_like(right), NONE, NONE, NONE)
    start = model.start(float(np.log(times.sum() / died.sum())))
    theta, loglik, covariance = maximise(model, data, start)
    return Fit(family, model.curve(theta), theta, covariance, loglik, float(died.sum()))


def fit_grouped(
    times: ArrayLike, events: ArrayLike, n: float | None = None, *, censored: ArrayLike | None = None, family: str
) -> Fit:
    """Fit `family` to events counted between horizons, with the saturated model for comparison.

    `times` are the rising horizons (above 0), `events` the new events up to each (weights need not be whole). Give
    either `n`, when everyone was followed to the last horizon, or `censored`: how many left at each horizon, event
    free, the last including all that remained. InputError: counts that do not fit, or no maximum; UsageError: an
    unknown family.
    """
    model = MODELS[one_of(family, MODELS, "family")]
    horizons, new, left = _grouped(times, events, n, censored)
    _needs_enough(family, new, left)
    starts = np.append(0.0, horizons[:-1])
    data = Data(NONE, NONE, horizons, left, starts, horizons, new)
    scale = float((new + left) @ horizons / new.sum())
    theta, loglik, covariance = maximise(model, data, model.start(math.log(scale)))
    saturated = _saturated(new, left)
    g2, df = max(2 * (saturated - loglik), 0.0), len(horizons) - len(theta)
    p_value = float(special.chdtrc(df, g2)) if df > 0 else math.nan
    return Fit(
        family, model.curve(theta), theta, covariance, loglik, float(new.sum()), saturated, g2, max(df, 0), p_value
    )


def maximise(model: Hazards, data: Data, start: Floats) -> tuple[Floats, float, Floats]:
    """Return the maximum, its log-likelihood and the inverse information, by Newton's method with backtracking."""
    theta, last, (value, gradient, hessian) = start, np.inf, log_likelihood(model, data, start)
    for _ in range(500):
        step = _ascent(gradient, hessian)
        gain = float(gradient @ step)  # twice what a quadratic would still rise by; at the top only rounding is left
        if gain < 1e-24 or last <= gain < 1e-12 * max(1.0, abs(value)):
            return theta, value, _covariance(hessian)
        last = gain
        length = min(1.0, 5.0 / float(np.abs(step).max()))
        while length > 1e-12:
            tried = log_likelihood(model, data, theta + length * step)
            if np.isfinite(tried[0]) and tried[0] >= value:
                break
            length /= 2
        if (
            length <= 1e-12
        ):  # nothing higher within reach of a double: the top, or an edge that is told by the curvature
            return theta, value, _covariance(hessian)
        theta, (value, gradient, hessian) = theta + length * step, tried
    raise _unbounded()


def log_likelihood(model: Hazards, data: Data, theta: Floats) -> tuple[float, Floats, Floats]:
    """The log-likelihood of `theta` with its gradient and its matrix of second derivatives."""
    parts = []
    with np.errstate(all="ignore"):
        if len(data.exact):
            log_hazard, hazard = model.log_hazard(theta, data.exact), model.hazard(theta, data.exact)
            terms = tuple(a - b for a, b in zip(log_hazard, hazard, strict=True))
            parts.append((data.exact_weight, terms))
        used = data.right_weight > 0
        if used.any():
            terms = tuple(-a for a in model.hazard(theta, data.right[used]))
            parts.append((data.right_weight[used], terms))
        used = data.interval_weight > 0
        if used.any():
            parts.append((data.interval_weight[used], _interval_terms(model, theta, data.start[used], data.end[used])))
    value, gradient, hessian = ([np.tensordot(w, t[k], 1) for w, t in parts] for k in range(3))
    return float(sum(value)), np.asarray(sum(gradient)), np.asarray(sum(hessian))


def _interval_terms(model: Hazards, theta: Floats, start: Floats, end: Floats) -> Terms:
    """log(S(start) - S(end)) = -H(start) + log(1 - exp(-D)), D = H(end) - H(start), with derivatives."""
    later = model.hazard(theta, end)
    first = start == 0
    inner = model.hazard(theta, np.where(first, end, start))
    earlier = tuple(np.where(first.reshape(-1, *[1] * (a.ndim - 1)), 0.0, a) for a in inner)
    d, dd, ddd = (b - a for a, b in zip(earlier, later, strict=True))
    q = 1 / np.expm1(d)
    outer = dd[:, :, None] * dd[:, None, :]
    value = -earlier[0] + np.log(-np.expm1(-d))
    curvature = -earlier[2] + q[:, None, None] * ddd - (q * (1 + q))[:, None, None] * outer
    return value, -earlier[1] + q[:, None] * dd, curvature


def _ascent(gradient: Floats, hessian: Floats) -> Floats:
    """Newton's step, with curvatures of the wrong sign turned round so that it always leads up."""
    values, vectors = np.linalg.eigh(-hessian)
    floor = 1e-10 * max(float(np.abs(values).max()), 1e-300)
    return np.asarray(vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), floor)))


def _covariance(hessian: Floats) -> Floats:
    """The inverse information; where it is none the likelihood rises without end."""
    if not np.all(np.isfinite(hessian)) or np.linalg.eigvalsh(-hessian).min() <= 0:
        raise _unbounded()
    return np.asarray(np.linalg.inv(-hessian))


def _unbounded() -> InputError:
    what = "the likelihood has no maximum: the data leave a parameter without bound"
    return InputError(what, "data", "choose a family with fewer parameters, or give more horizons")


def _grouped(times: ArrayLike, events: ArrayLike, n: Any, censored: Any) -> tuple[Floats, Floats, Floats]:
    horizons, new = positive(times, "times"), numbers(events, "events")
    if horizons.ndim != 1 or horizons.shape != new.shape or (n is None) == (censored is None):
        what = "times and events must be lists of one length, with either n or censored"
        raise InputError(what, "times, events, n, censored", "give one count of new events for each horizon")
    refuse(np.append(False, np.diff(horizons) <= 0), horizons, "times", "must rise", "sort the horizons")
    refuse(new < 0, new, "events", "must not be negative", "give new events, not a falling total")
    if censored is not None:
        left = numbers(censored, "censored")
        refuse(left < 0, left, "censored", "must not be negative", "check the numbers at risk")
        return horizons, new, left
    rest = float(positive(n, "n")) - new.sum()
    slack = 1e-9 * (rest + new.sum())  # weights that are not whole miss their sum by rounding
    refuse(np.array(rest < -slack), new.sum(), "events", f"add up to more than n = {n:g}", "check the denominator")
    return horizons, new, np.append(np.zeros(len(new) - 1), max(rest, 0.0) if rest > slack else 0.0)


def _needs_enough(family: str, new: Floats, left: Floats) -> None:
    """An interval alone leaves a curve of two parameters undetermined, and one alone a rate without bound."""
    filled = int(np.count_nonzero(new)) + int(left.any())
    needed = 2 if family == "exponential" else 3
    if new.sum() == 0 or filled < needed:
        what = f"{family} has no maximum of the likelihood with events or people in {filled} of the intervals"
        raise InputError(what, "events", "choose a family with fewer parameters, or give more horizons")


def _saturated(new: Floats, left: Floats) -> float:
    """The largest log-likelihood that any curve can reach: each conditional risk is its own share."""
    exposed = np.cumsum((new + left)[::-1])[::-1]
    risk = np.divide(new, exposed, out=np.zeros_like(new), where=exposed > 0)
    return float(np.sum(special.xlogy(new, risk) + special.xlog1py(exposed - new, -risk)))

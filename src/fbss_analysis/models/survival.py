"""Survival curves from individual data: Kaplan-Meier, Nelson-Aalen, quantiles, restricted mean, life table.

The product-limit estimate and Greenwood's error come from statsmodels (equal to R's survfit to 1e-15 on the reference
data). What statsmodels does not give is computed here from the same table of events and numbers at risk: rows at
censoring times, transformed confidence limits, Nelson-Aalen, quantiles with limits, the restricted mean, the actuarial
life table. Names of the transforms are those of R's survfit.

Time is in whatever unit the data have. Status is 1 for the event, 0 for censored.

References: Kaplan EL, Meier P. JASA 1958;53:457. Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time
Data, 2nd ed. 2002, section 1.4 (transformed limits). Aalen O. Ann Stat 1978;6:701. Brookmeyer R, Crowley J. Biometrics
1982;38:29 (limits of a quantile). Irwin JO. J Hyg 1949;47:188 (restricted mean). Gehan EA. J Chronic Dis 1969;21:629
(life table).

>>> curve = kaplan_meier([9, 13, 13, 18, 23], [1, 1, 0, 1, 0])
>>> curve.survival.round(2).tolist()
[0.8, 0.6, 0.3, 0.3]
>>> curve.quantile(0.5)
18.0
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special
from statsmodels.duration.survfunc import SurvfuncRight

from fbss_analysis.models.arguments import Floats, confidence, fraction, numbers, one_of, positive, refuse, whole
from fbss_analysis.models.proportion import normal_quantile
from fbss_analysis.schema import InputError


def observed(time: ArrayLike, status: ArrayLike) -> tuple[Floats, Floats]:
    """Return times and statuses as arrays of one length, checked: no negative time, whole statuses, not empty."""
    times, states = numbers(time, "time"), whole(status, "status")
    if times.ndim != 1 or times.shape != states.shape or len(times) == 0:
        shapes = f"time and status must be two lists of one length, got {times.shape} and {states.shape}"
        raise InputError(shapes, "time and status", "give one time and one status for each person")
    refuse(times < 0, times, "time", "must not be negative", "count time from the index surgery")
    return times, states


def zero_or_one(time: ArrayLike, status: ArrayLike) -> tuple[Floats, Floats]:
    """Like `observed`, with no status but 0 and 1."""
    times, states = observed(time, status)
    refuse(states > 1, states, "status", "must be 0 or 1", "use cumulative_incidence for several causes")
    return times, states


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve: arrays with one entry for each distinct observed time (events and censorings)."""

    time: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats
    survival: Floats
    se: Floats
    cumulative_hazard: Floats
    se_cumulative_hazard: Floats

    def limits(self, transform: str = "log", level: float = 0.95) -> tuple[Floats, Floats]:
        """Pointwise limits on a transformed scale: plain, log, log-log, logit or arcsin; NaN where S is 0 (but plain).

        >>> kaplan_meier([1, 2, 3], [1, 1, 0]).limits("log-log")[0].round(3).tolist()
        [0.054, 0.009, 0.009]
        """
        one_of(transform, TRANSFORMS, "transform")
        with np.errstate(all="ignore"):
            relative_se = self.se / self.survival
            low, high = TRANSFORMS[transform](self.survival, relative_se, normal_quantile(confidence(level)))
        # Before the first event nothing varies: the limits are the estimate.
        low, high = (np.where(self.survival == 1, 1.0, end) for end in (low, high))
        return np.clip(low, 0, 1), np.clip(high, 0, 1)

    def at(self, time: ArrayLike) -> Floats:
        """Survival at any times (1 before the first row; the last value is carried on)."""
        return np.append(1.0, self.survival)[np.searchsorted(self.time, numbers(time, "time"), side="right")]

    def quantile(self, p: float) -> float:
        """The time by which a share `p` has had the event, NaN where the curve does not come so far.

        Where the curve is flat at exactly 1 - p the middle of the flat part is taken, as R does.
        """
        return _crossing(self.time, self.survival, 1 - float(fraction(p, "p")))

    def quantile_limits(self, p: float, transform: str = "log", level: float = 0.95) -> tuple[float, float]:
        """Limits of a quantile: where the limits of the curve cross it (Brookmeyer and Crowley); NaN: not reached."""
        low, high = self.limits(transform, level)
        level_of_curve = 1 - float(fraction(p, "p"))
        return _crossing(self.time, low, level_of_curve), _crossing(self.time, high, level_of_curve)

    def restricted_mean(self, until: float | None = None) -> tuple[float, float]:
        """The mean event-free time up to `until` (default: the last time seen) and its standard error.

        The error is Irwin's, from Greenwood's terms, without a correction for small samples, as R's.
        """
        tau = float(positive(self.time[-1] if until is None else until, "until"))
        refuse(np.array(tau > self.time[-1]), np.array(tau), "until", "lies past the last time seen", "shorten it")
        inside = self.time < tau
        areas = np.diff(np.concatenate([[0.0], self.time[inside], [tau]])) * np.append(1.0, self.survival[inside])
        after = np.cumsum(areas[::-1])[::-1][1:]
        left = self.n_risk[inside] - self.n_event[inside]
        hazard_terms = self.n_event[inside] / (self.n_risk[inside] * np.where(left == 0, np.inf, left))
        return float(areas.sum()), float(np.sqrt(np.sum(after**2 * hazard_terms)))

    def as_rows(self) -> list[dict[str, float]]:
        """One plain record for each time."""
        columns = {name: getattr(self, name).tolist() for name in self.__dataclass_fields__}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def kaplan_meier(time: ArrayLike, status: ArrayLike) -> Curve:
    """Estimate the survival curve (Kaplan-Meier) and the cumulative hazard (Nelson-Aalen) of one group.

    `time` and `status` (1 event, 0 censored) are lists of one length. InputError: empty, negative times, NaN, other
    statuses. `se` is Greenwood's, NaN once the curve is at zero.
    """
    times, states = zero_or_one(time, status)
    distinct, n_risk, n_event, n_censor = risk_table(times, states)
    survival, se = np.ones(len(distinct)), np.zeros(len(distinct))
    if n_event.any():
        with np.errstate(all="ignore"):
            fitted = SurvfuncRight(times, states)
            at = np.searchsorted(fitted.surv_times, distinct, side="right")
            survival, se = np.append(1.0, fitted.surv_prob)[at], np.append(0.0, fitted.surv_prob_se)[at]
    hazard, variance = np.cumsum(n_event / n_risk), np.cumsum(n_event / n_risk**2)
    return Curve(distinct, n_risk, n_event, n_censor, survival, se, hazard, np.sqrt(variance))


def risk_table(times: Floats, states: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Distinct times with the number at risk before, with events and with censorings at each."""
    distinct, place = np.unique(times, return_inverse=True)
    leaving = np.bincount(place).astype(float)
    n_event = np.bincount(place, weights=states > 0)
    n_risk = np.cumsum(leaving[::-1])[::-1].astype(float)
    return distinct, n_risk, n_event.astype(float), leaving - n_event


@dataclass(frozen=True, slots=True)
class LifeTable:
    """An actuarial life table; one entry for each interval, named as R's KMsurv names them.

    `survival` is at the beginning of each interval; `density` and `hazard` are per unit of time, NaN for the last
    interval, whose end is not used.
    """

    entering: Floats
    exposed: Floats
    survival: Floats
    density: Floats
    hazard: Floats
    se_survival: Floats
    se_density: Floats
    se_hazard: Floats


def life_table(breaks: ArrayLike, n: int, lost: ArrayLike, events: ArrayLike) -> LifeTable:
    """Make the actuarial table from interval ends, people at the start, and losses and events in each interval.

    `breaks` has one entry more than `lost` and `events`. Losses count half an interval (Gehan 1969).
    InputError: breaks that do not rise, more leaving than there are.
    """
    edges, gone, x = numbers(breaks, "breaks"), whole(lost, "lost"), whole(events, "events")
    if not len(edges) == len(gone) + 1 == len(x) + 1:
        raise InputError(
            "breaks needs one entry more than lost and events", "breaks", "give both ends of each interval"
        )
    refuse(np.append(False, np.diff(edges) <= 0), edges, "breaks", "must rise", "sort the intervals")
    entering = n - np.append(0.0, np.cumsum(gone + x)[:-1])
    exposed = entering - gone / 2
    refuse(gone + x > entering, x, "events", "with the lost exceed those still there", "check n and the counts")
    refuse(exposed <= 0, exposed, "n", "leaves nobody at risk", "drop the empty intervals at the end")
    width, q = np.diff(edges), x / exposed
    survival = np.append(1.0, np.cumprod(1 - q))[:-1]
    return LifeTable(entering, exposed, survival, *_life_table_rest(width, x, exposed, q, survival))


def _life_table_rest(width: Floats, x: Floats, exposed: Floats, q: Floats, survival: Floats) -> tuple[Floats, ...]:
    with np.errstate(all="ignore"):
        steps = q / (exposed * (1 - q))
        before = np.append(0.0, np.cumsum(steps)[:-1])
        density = survival * q / width
        hazard = q / (width * (1 - q / 2))
        se_density = density * np.sqrt(before + (1 - q) / (exposed * q))
        se_hazard = hazard * np.sqrt(1 - (hazard * width / 2) ** 2) / np.sqrt(x)
    se_density, se_hazard = (np.where(x == 0, 0.0, se) for se in (se_density, se_hazard))
    last = np.arange(len(x)) == len(x) - 1
    open_ended = [np.where(last, np.nan, column) for column in (density, hazard, se_density, se_hazard)]
    return open_ended[0], open_ended[1], survival * np.sqrt(before), open_ended[2], open_ended[3]


def _crossing(time: Floats, curve: Floats, level: float) -> float:
    """Where a falling step curve passes below `level`; the middle of the flat part where it rests on it exactly.

    An upper limit can rise again near the end, where few are left; its values are put in order first, as R does.
    """
    falling = np.argsort(-curve, kind="stable")
    time, curve = time[falling], curve[falling]
    # Products of fractions miss their exact value by rounding; R's quantile.survfit uses the same slack.
    slack = float(np.sqrt(np.finfo(float).eps))
    below, reached = curve < level - slack, curve <= level + slack
    if not reached.any():
        return float("nan")
    first = int(np.argmax(reached))
    if below[first] or not below.any():
        return float(time[first])
    return float(time[first] + time[int(np.argmax(below))]) / 2


def _log_log(s: Floats, se: Floats, z: float) -> tuple[Any, Any]:
    shift = z * se / np.log(s)
    return np.exp(-np.exp(np.log(-np.log(s)) - shift)), np.exp(-np.exp(np.log(-np.log(s)) + shift))


def _arcsin(s: Floats, se: Floats, z: float) -> tuple[Any, Any]:
    angle, half = np.arcsin(np.sqrt(s)), 0.5 * z * se * np.sqrt(s / (1 - s))
    return np.sin(np.maximum(0, angle - half)) ** 2, np.sin(np.minimum(np.pi / 2, angle + half)) ** 2


Transform = Callable[[Floats, Floats, float], tuple[Any, Any]]
# Each takes survival, the standard error of its logarithm, and the normal quantile (Kalbfleisch and Prentice 2002).
TRANSFORMS: MappingProxyType[str, Transform] = MappingProxyType(
    {
        "plain": lambda s, se, z: (s - z * se * s, s + z * se * s),
        "log": lambda s, se, z: (s * np.exp(-z * se), s * np.exp(z * se)),
        "log-log": _log_log,
        "logit": lambda s, se, z: (
            special.expit(special.logit(s) - z * se / (1 - s)),
            special.expit(special.logit(s) + z * se / (1 - s)),
        ),
        "arcsin": _arcsin,
    }
)

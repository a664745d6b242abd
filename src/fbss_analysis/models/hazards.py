"""Cumulative and log hazards of the parametric families with two derivatives, as maximum likelihood needs them.

A log-linear family has w = (ln t - location) / spread and theta = (location, ln spread); the exponential has the
location alone. Gompertz has theta = (shape, ln rate). Each function returns, for n times and k parameters, arrays of
shape (n,), (n, k) and (n, k, k).

References: Kalbfleisch JD, Prentice RL. 2002, section 3.3 (log-linear models). Garg ML, Rao BR, Redmond CK. JRSS C
1970;19:152 (Gompertz).

>>> import numpy as np
>>> [part.round(3).tolist() for part in MODELS["exponential"].hazard(np.array([np.log(4.0)]), np.array([1.0, 2.0]))[:2]]
[[0.25, 0.5], [[-0.25], [-0.5]]]
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy import special

from fbss_analysis.models.arguments import Floats
from fbss_analysis.models.families import Distribution, Gompertz, LogLinear

Terms = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Hazards:
    """What maximum likelihood asks of a family: its cumulative and its log hazard."""

    hazard: Callable[[Floats, Floats], Terms]
    log_hazard: Callable[[Floats, Floats], Terms]


@dataclass(frozen=True, slots=True)
class Model(Hazards):
    """A family with a start from the log of the mean time, and the curve of a theta."""

    start: Callable[[float], Floats]
    curve: Callable[[Floats], Distribution]


# For the standard distribution of w: log density with two derivatives, and log survival.
Base = Callable[[Floats], tuple[Floats, Floats, Floats, Floats]]


def _extreme_value(w: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    e = np.exp(w)
    return w - e, 1 - e, -e, -e


def _logistic(w: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    p = special.expit(w)
    return special.log_expit(w) + special.log_expit(-w), 1 - 2 * p, -2 * p * (1 - p), special.log_expit(-w)


def _normal(w: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    return -(w**2) / 2 - math.log(2 * math.pi) / 2, -w, -np.ones_like(w), special.log_ndtr(-w)


def _log_linear(family: str, base: Base, fixed: bool) -> Model:
    keep = 1 if fixed else 2

    def line(theta: Floats, time: Floats) -> tuple[Floats, Floats, Floats]:
        """w with its derivatives by location and log spread."""
        spread = 1.0 if fixed else float(np.exp(theta[1]))
        w = (np.log(time) - theta[0]) / spread
        first = np.stack([np.full_like(w, -1 / spread), -w], axis=-1)
        second = np.empty((*w.shape, 2, 2))
        second[..., 0, 0], second[..., 1, 1] = 0.0, w
        second[..., 0, 1] = second[..., 1, 0] = 1 / spread
        return w, first[..., :keep], second[..., :keep, :keep]

    def hazard(theta: Floats, time: Floats) -> Terms:
        w, dw, ddw = line(theta, time)
        log_density, slope, _, log_survival = base(w)
        h = np.exp(log_density - log_survival)
        return -log_survival, h[:, None] * dw, _chain(h * (slope + h), dw, h, ddw)

    def log_hazard(theta: Floats, time: Floats) -> Terms:
        w, dw, ddw = line(theta, time)
        log_density, slope, bend, log_survival = base(w)
        h = np.exp(log_density - log_survival)
        shift = np.array([0.0, 1.0])[:keep]
        log_spread = 0.0 if fixed else theta[1]
        value = log_density - log_survival - log_spread - np.log(time)
        return value, (slope + h)[:, None] * dw - shift, _chain(bend + h * (slope + h), dw, slope + h, ddw)

    def curve(theta: Floats) -> Distribution:
        return LogLinear(family, float(theta[0]), 1.0 if fixed else float(np.exp(theta[1])))

    return Model(hazard, log_hazard, lambda mean: np.array([mean, 0.0][:keep]), curve)


def _chain(second: Floats, dw: Floats, first: Floats, ddw: Floats) -> Floats:
    """The second derivative of a function of w by the parameters."""
    outer = dw[:, :, None] * dw[:, None, :]
    return np.asarray(second[:, None, None] * outer + first[:, None, None] * ddw)


# Forty Gauss-Legendre nodes integrate u^k exp(a u) on [0, 1] to double precision for |a| up to about 60.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2


def _gompertz_hazard(theta: Floats, time: Floats) -> Terms:
    """H = rate · ∫ exp(shape s) ds from 0 to t; its derivatives by shape bring down powers of s."""
    growth = np.exp(np.minimum(theta[0] * np.outer(time, _NODES), 700.0)) * _WEIGHTS
    zero, one, two = (np.exp(theta[1]) * time ** (k + 1) * (growth @ _NODES**k) for k in range(3))
    second = np.stack([np.stack([two, one], -1), np.stack([one, zero], -1)], -2)
    return zero, np.stack([one, zero], -1), second


def _gompertz_log_hazard(theta: Floats, time: Floats) -> Terms:
    return theta[1] + theta[0] * time, np.stack([time, np.ones_like(time)], -1), np.zeros((len(time), 2, 2))


def _gompertz_curve(theta: Floats) -> Distribution:
    return Gompertz(float(theta[0]), float(np.exp(theta[1])))


MODELS: MappingProxyType[str, Model] = MappingProxyType(
    {
        "exponential": _log_linear("exponential", _extreme_value, True),
        "weibull": _log_linear("weibull", _extreme_value, False),
        "loglogistic": _log_linear("loglogistic", _logistic, False),
        "lognormal": _log_linear("lognormal", _normal, False),
        "gompertz": Model(_gompertz_hazard, _gompertz_log_hazard, lambda mean: np.array([0.0, -mean]), _gompertz_curve),
    }
)

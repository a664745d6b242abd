"""Intervals of a rate: events per person-time, which is not a proportion and never called one.

"3 reoperations in 250 patient-years" has no group size, so the count is taken as Poisson. Garwood's exact interval
never covers less than promised; mid-P is shorter. Both are ours: statsmodels' mid-P interval collapses to a point at
zero events, where its upper end is -ln(alpha) / person-time.

References: Garwood F. Biometrika 1936;28:437. Cohen GR, Yang SY. Stat Med 1994;13:2189 (mid-P). Breslow NE, Day NE.
Statistical Methods in Cancer Research II. IARC 1987, eq. 2.13 (Byar). Brown LD, Cai TT, DasGupta A. Stat Sin 2003;13:19
(Jeffreys).

>>> round(rate(0, 100, method="exact").ci_high, 6)
0.036889
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.models.arguments import Floats, confidence, one_of, plain, positive, together, whole
from fbss_analysis.models.proportion import normal_quantile
from fbss_analysis.models.roots import bisect
from fbss_analysis.schema import InputError

Ends = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per unit of person-time with an interval, in the unit of time that was given."""

    events: Any
    person_time: Any
    estimate: Any
    ci_low: Any
    ci_high: Any
    level: float
    method: str


def rate(events: ArrayLike, person_time: ArrayLike, *, method: str, level: float = 0.95) -> Rate:
    """Estimate a rate with the interval that `method` names; scalars or arrays that broadcast.

    InputError: person-time not above zero, counts that are none, or a method that needs an event where there is none;
    UsageError: a method not in `METHODS`.
    """
    one_of(method, METHODS)
    x, time = together(whole(events, "events"), positive(person_time, "person_time"), "events", "person_time")
    low, high = METHODS[method](x, confidence(level))
    return Rate(plain(x), plain(time), plain(x / time), plain(low / time), plain(high / time), level, method)


def _garwood(x: Floats, level: float) -> Ends:
    low = special.gammaincinv(np.maximum(x, 1), (1 - level) / 2)
    return np.where(x == 0, 0.0, low), special.gammainccinv(x + 1, (1 - level) / 2)


def _mid_p(x: Floats, level: float) -> Ends:
    alpha = (1 - level) / 2
    most = _garwood(x, level)[1]

    def at_least(mean: Floats) -> Floats:
        """P(X > x) + P(X = x) / 2."""
        more = special.gammainc(x + 1, mean)
        same_or_more = np.where(x == 0, 1.0, special.gammainc(np.maximum(x, 1), mean))
        return np.asarray((more + same_or_more) / 2)

    low = np.where(x == 0, 0.0, bisect(lambda mean: at_least(mean) - alpha, np.zeros_like(x), x))
    return low, bisect(lambda mean: at_least(mean) - (1 - alpha), x, most)


def _jeffreys(x: Floats, level: float) -> Ends:
    alpha = (1 - level) / 2
    return special.gammaincinv(x + 0.5, alpha), special.gammainccinv(x + 0.5, alpha)


def _byar(x: Floats, level: float) -> Ends:
    x, z = _some(x, "byar"), normal_quantile(level)
    low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    return low, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3


def _log_wald(x: Floats, level: float) -> Ends:
    factor = np.exp(normal_quantile(level) / np.sqrt(_some(x, "log_wald")))
    return x / factor, x * factor


def _some(x: Floats, method: str) -> Floats:
    if np.any(x == 0):
        raise InputError(f"{method} is not defined at zero events", "events", "choose exact, mid_p or jeffreys")
    return x


METHODS = MappingProxyType(
    {"exact": _garwood, "mid_p": _mid_p, "jeffreys": _jeffreys, "byar": _byar, "log_wald": _log_wald}
)

"""How sure tau2 is: the values that the data do not contradict.

Q-profile inverts the generalised Q statistic, whose chi-square distribution is exact under normality (Viechtbauer 2007,
Stat Med 26:37); profile likelihood inverts the likelihood-ratio test (Hardy & Thompson 1996, Stat Med 15:619) and goes
with the ML and REML estimates only.

>>> from fbss_analysis.models.pools import Pools
>>> pools = Pools.of([[0.1, 0.3, 0.8]], [[0.02, 0.03, 0.05]])
>>> [round(t, 4) for t in q_profile(pools, 0.95)]
[0.0, 5.0959]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from fbss_analysis.models.arguments import one_of
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.pools import Pools, loglikelihood
from fbss_analysis.models.roots import brent

KINDS = ("Q-profile", "profile-likelihood")


@dataclass(frozen=True, slots=True)
class Tau2Interval(Shown):
    """An interval for tau2 and what it means for I2 (percent) and H2; each triple is estimate, low, high."""

    kind: str
    level: float
    tau2: tuple[float, float, float]
    i2: tuple[float, float, float]
    h2: tuple[float, float, float]
    note: str = ""

    @property
    def low(self) -> float:
        return self.tau2[1]

    @property
    def high(self) -> float:
        return self.tau2[2]


def interval_of_tau2(pools: Pools, method: str, best: float, *, kind: str, level: float) -> Tau2Interval:
    """Return the interval for the tau2 of one pool, estimated as `best` by `method`.

    With one study it is undefined (NaN), and where every tau2 is improbable it is 0 to 0; `note` says so. UsageError
    for an unknown kind, or for a profile likelihood of an estimate that did not maximise one.
    """
    one_of(kind, KINDS, "kind of tau2 interval")
    if kind == "profile-likelihood":
        one_of(method, ("ML", "REML"), "tau2 method of a profile likelihood")
    if pools.df[0] < 1:
        return _triples(kind, level, pools, best, np.nan, np.nan, "one study says nothing of tau2")
    if kind == "Q-profile":
        low, high = q_profile(pools, level)
    else:
        low, high = likelihood_profile(pools, best, level, restricted=method == "REML")
    note = "the studies differ less than chance lets expect: no tau2 is compatible" if high == 0.0 else ""
    return _triples(kind, level, pools, best, low, high, note)


def q_profile(pools: Pools, level: float) -> tuple[float, float]:
    """The tau2 at which the generalised Q of one pool equals the upper and the lower quantile of its chi-square.

    >>> from fbss_analysis.models.pools import Pools
    >>> [round(t, 3) for t in q_profile(Pools.of([[0.1, 0.3, 0.8]], [[0.02, 0.03, 0.05]]), 0.9)]
    [0.006, 2.496]
    """
    df, tail = float(pools.df[0]), (1.0 - level) / 2.0

    def q(tau2: float) -> float:
        return float(pools.at(np.array([tau2])).rss[0])

    upper, lower = float(special.chdtri(df, tail)), float(special.chdtri(df, 1.0 - tail))
    return _falls_to(q, upper), _falls_to(q, lower)


def likelihood_profile(pools: Pools, best: float, level: float, *, restricted: bool) -> tuple[float, float]:
    """The tau2 on either side of `best` at which twice the log-likelihood has dropped by the chi-square quantile."""

    def excess(tau2: float) -> float:
        now = float(loglikelihood(pools, np.array([tau2]), restricted=restricted)[0])
        return 2.0 * (top - now) - limit

    top = float(loglikelihood(pools, np.array([best]), restricted=restricted)[0])
    limit = float(special.chdtri(1.0, 1.0 - level))
    low = 0.0 if excess(0.0) <= 0.0 else _root(excess, 0.0, best)
    high = _double(lambda t: excess(t) > 0.0, max(best, float(pools.typical_variance()[0])))
    return low, _root(excess, best, high)


def _falls_to(function: Callable[[float], float], target: float) -> float:
    """The argument at which a decreasing function reaches `target`; 0 if it starts below."""
    if function(0.0) <= target:
        return 0.0
    high = _double(lambda t: function(t) < target, 1e-6)
    return _root(lambda t: function(t) - target, 0.0, high)


def _double(reached: Callable[[float], bool], start: float) -> float:
    value = start
    while not reached(value):
        value *= 2.0
    return value


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return brent(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=1000)


def _triples(kind: str, level: float, pools: Pools, best: float, low: float, high: float, note: str) -> Tau2Interval:
    with np.errstate(all="ignore"):
        typical = float(pools.df[0] / pools.common().trace()[0])
    tau2 = (best, low, high)
    i2 = tuple(100.0 * t / (t + typical) for t in tau2)
    h2 = tuple(1.0 + t / typical for t in tau2)
    return Tau2Interval(kind, level, tau2, (i2[0], i2[1], i2[2]), (h2[0], h2[1], h2[2]), note)

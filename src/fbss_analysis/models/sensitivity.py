"""What one asks of a finished synthesis: how sure is tau2, which study decides, how did it grow.

* `tau2_interval`: Q-profile (Viechtbauer 2007, Stat Med 26:37) or profile likelihood (Hardy & Thompson 1996, Stat Med
  15:619).
* `leave_one_out`, `cumulative`: the same fit without each study, or with the studies added one by one.
* `influence`: outlier and influence measures after refitting tau2 without each study (Viechtbauer & Cheung 2010, Res
  Synth Methods 1:112).
* `blup`: each study's true effect by empirical Bayes (Raudenbush & Bryk 1985, J Educ Stat 10:75).

>>> from fbss_analysis.models.pooling import pool_effects
>>> result = pool_effects([0.1, 0.3, 0.8], [0.02, 0.03, 0.05], tau2="DL", test="z")
>>> leave_one_out(result).estimate.round(4).tolist()
[0.53, 0.4286, 0.18]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from fbss_analysis.models.batch import PooledMany, fit_pools, quantile
from fbss_analysis.models.effects import known
from fbss_analysis.models.heterogeneity import Bools, Pools, loglikelihood
from fbss_analysis.models.pooling import Pooled, options_of
from fbss_analysis.models.projection import Array
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Tau2Interval:
    """An interval for tau2 and what it means for I2 (percent) and H2; each triple is estimate, low, high."""

    kind: str
    level: float
    tau2: tuple[float, float, float]
    i2: tuple[float, float, float]
    h2: tuple[float, float, float]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Influence:
    """Outlier and influence measures, one entry a study, named as in Viechtbauer & Cheung."""

    rstudent: Array
    dffits: Array
    cook_d: Array
    cov_r: Array
    tau2_deleted: Array
    q_deleted: Array
    hat: Array
    weight: Array
    dfbetas: Array
    influential: Bools


@dataclass(frozen=True, slots=True)
class Blup:
    """Predicted true effects of the studies, one entry a study, with standard errors and limits."""

    value: Array
    se: Array
    low: Array
    high: Array


def tau2_interval(result: Pooled, *, kind: str = "Q-profile", level: float | None = None) -> Tau2Interval:
    """Return the interval for tau2 by `kind`: Q-profile, or profile-likelihood (tau2 methods ML and REML only).

    At one study, or where every tau2 is improbable, the interval is empty and `note` says so. UsageError for an unknown
    kind. The upper end is found in a bracket that doubles until it holds the root.
    """
    known("kind", kind, ("Q-profile", "profile-likelihood"))
    chosen, pools = level or result.level, Pools.of([result.y], [result.v])
    if result.k < 2:
        return _triples(kind, chosen, pools, result.tau2, float("nan"), float("nan"), "one study says nothing of tau2")
    if kind == "Q-profile":
        low, high = q_profile(pools, chosen)
    else:
        known("tau2 method of a profile likelihood", result.tau2_method, ("ML", "REML"))
        low, high = _likelihood_profile(pools, chosen, result.tau2, restricted=result.tau2_method == "REML")
    note = (
        "the studies differ less than chance lets expect: no tau2 is compatible, the interval is 0" if high == 0 else ""
    )
    return _triples(kind, chosen, pools, result.tau2, low, high, note)


def q_profile(pools: Pools, level: float) -> tuple[float, float]:
    """The tau2 at which the generalised Q of one pool equals the upper and the lower quantile of its chi-square."""
    df, tail = float(pools.df[0]), (1.0 - level) / 2.0

    def q(tau2: float) -> float:
        return float(pools.at(np.array([tau2])).rss[0])

    upper, lower = float(special.chdtri(df, tail)), float(special.chdtri(df, 1.0 - tail))
    return _falls_to(q, upper), _falls_to(q, lower)


def _likelihood_profile(pools: Pools, level: float, best: float, *, restricted: bool) -> tuple[float, float]:
    def loss(tau2: float) -> float:
        return 2.0 * (top - float(loglikelihood(pools, np.array([tau2]), restricted=restricted)[0]))

    top = float(loglikelihood(pools, np.array([best]), restricted=restricted)[0])
    limit = float(special.chdtri(1.0, 1.0 - level))
    low = 0.0 if loss(0.0) <= limit else _root(lambda t: loss(t) - limit, 0.0, best)
    high = _double(lambda t: loss(t) > limit, max(best, float(pools.typical_variance()[0])))
    return low, _root(lambda t: loss(t) - limit, best, high)


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
    return float(optimize.brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=1000))


def _triples(kind: str, level: float, pools: Pools, best: float, low: float, high: float, note: str) -> Tau2Interval:
    with np.errstate(all="ignore"):
        typical = float(pools.df[0] / pools.common().trace()[0])
    tau2 = (best, low, high)
    i2 = tuple(100.0 * t / (t + typical) for t in tau2)
    h2 = tuple(1.0 + t / typical for t in tau2)
    return Tau2Interval(kind, level, tau2, (i2[0], i2[1], i2[2]), (h2[0], h2[1], h2[2]), note)


def leave_one_out(result: Pooled) -> PooledMany:
    """Return the fits without each study in turn: entry i of its arrays is without study i. InputError if k is 1."""
    if result.k < 2:
        raise InputError("one study cannot be left out", "k = 1", "pool two studies or more")
    return _refit(result, ~np.eye(result.k, dtype=bool))


def cumulative(result: Pooled, order: ArrayLike | None = None) -> PooledMany:
    """Return the fits of the first 1, 2, ... k studies, sorted by `order` (k values, ties as they come) if given."""
    place = np.arange(result.k) if order is None else np.argsort(np.asarray(order), kind="stable")
    if len(place) != result.k:
        raise InputError(f"{len(place)} values order {result.k} studies", "order=", "give one value for each study")
    rank = np.empty(result.k, dtype=int)
    rank[place] = np.arange(result.k)
    return _refit(result, rank[None, :] <= np.arange(result.k)[:, None])


def _refit(result: Pooled, present: Bools) -> PooledMany:
    rows = (len(present), 1)
    pools = Pools.of(np.tile(result.y, rows), np.tile(result.v, rows), present)
    return fit_pools(pools, *options_of(result))


def influence(result: Pooled) -> Influence:
    """Return outlier and influence measures of each study, tau2 estimated anew without it; InputError if k < 3.

    A study is called influential if |dffits| > 3 sqrt(1 / (k - 1)), the chi-square probability of its Cook's distance
    is above one half, its hat value is above 3 / k, or |dfbetas| > 1 (Viechtbauer & Cheung 2010).
    """
    if result.k < 3:
        raise InputError(f"{result.k} studies are too few to delete one", "k", "pool three studies or more")
    y, v, k = np.array(result.y), np.array(result.v), result.k
    without, hat = leave_one_out(result), np.array(result.weights)
    shift = result.estimate - without.estimate
    with np.errstate(all="ignore"):
        rstudent = (y - without.estimate) / np.sqrt(v + without.tau2 + without.se**2)
        dffits = shift / np.sqrt(hat * (without.tau2 + v))
        cook = shift**2 / result.se**2
        dfbetas = shift / (np.sqrt(without.s2w / _total(v, without.tau2)))
    called = (np.abs(dffits) > 3.0 * np.sqrt(1.0 / (k - 1))) | (special.chdtr(1.0, cook) > 0.5) | (hat > 3.0 / k)
    return Influence(
        rstudent=rstudent,
        dffits=dffits,
        cook_d=cook,
        cov_r=without.se**2 / result.se**2,
        tau2_deleted=without.tau2,
        q_deleted=without.q,
        hat=hat,
        weight=100.0 * hat,
        dfbetas=dfbetas,
        influential=np.asarray(called | (np.abs(dfbetas) > 1.0)),
    )


def _total(v: Array, tau2: Array) -> Array:
    """The sum of all weights at each tau2."""
    return np.asarray((1.0 / (v[None, :] + tau2[:, None])).sum(-1))


def blup(result: Pooled) -> Blup:
    """Return the best linear unbiased predictions of the studies' true effects, shrunken towards the estimate."""
    y, v = np.array(result.y), np.array(result.v)
    trust = result.tau2 / (result.tau2 + v)
    value = trust * y + (1.0 - trust) * result.estimate
    se = np.sqrt(trust * v + (1.0 - trust) ** 2 * result.se**2)
    half = float(quantile(result.level, np.array([result.df]))[0]) * se
    return Blup(value, se, value - half, value + half)

"""What one asks of a finished synthesis: which study decides, how did it grow.

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

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.errors import InputError
from fbss_analysis.models.batch import PooledMany, fit_pools, quantile
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.pooling import Pooled, options_of
from fbss_analysis.models.pools import Bools, Pools
from fbss_analysis.models.projection import Array


@dataclass(frozen=True, slots=True)
class Influence(Shown):
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
class Blup(Shown):
    """Predicted true effects of the studies, one entry a study, with standard errors and limits."""

    value: Array
    se: Array
    low: Array
    high: Array


def leave_one_out(result: Pooled) -> PooledMany:
    """Return the fits without each study in turn: entry i of its arrays is without study i. InputError if k is 1.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> leave_one_out(result).tau2.round(4).tolist()
    [0.0788, 0.2009, 0.1267, 0.0775]
    """
    if result.k < 2:
        raise InputError("one study cannot be left out", "k = 1", "pool two studies or more")
    return _refit(result, ~np.eye(result.k, dtype=bool))


def cumulative(result: Pooled, order: ArrayLike | None = None) -> PooledMany:
    """Return the fits of the first 1, 2, ... k studies, sorted by `order` (k values, ties as they come) if given.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> cumulative(result, [2004, 1999, 2010, 2001]).estimate.round(4).tolist()
    [0.3, 0.5917, 0.4165, 0.5031]
    """
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

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> influence(result).rstudent.round(3).tolist()
    [-1.485, -0.508, 0.802, 1.355]
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
    """Return the best linear unbiased predictions of the studies' true effects, shrunken towards the estimate.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> blup(result).value.round(4).tolist()
    [0.1568, 0.3401, 0.7137, 0.802]
    """
    y, v = np.array(result.y), np.array(result.v)
    trust = result.tau2 / (result.tau2 + v)
    value = trust * y + (1.0 - trust) * result.estimate
    se = np.sqrt(trust * v + (1.0 - trust) ** 2 * result.se**2)
    half = float(quantile(result.level, np.array([result.df]))[0]) * se
    return Blup(value, se, value - half, value + half)

"""Many pools of studies as three arrays, and what they say about a given tau2.

>>> pools = Pools.of([[-1.0, 0.0, 2.0]], [[0.5, 0.2, 0.4]])
>>> float(pools.k[0]), round(float(loglikelihood(pools, np.array([1.0]), restricted=True)[0]), 4)
(3.0, -3.779)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fbss_analysis.models.projection import Array, DesignProjection, MeanProjection, dot, project, total

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pools:
    """Effects `y` and variances `v` of m pools of up to k studies; `present` is 1 where a pool has that study, else 0.

    Effects are kept relative to `centre`, the middle of their range, so that equal effects have exactly no spread.
    """

    y: Array
    v: Array
    present: Array
    centre: Array
    design: Array | None = None

    @classmethod
    def of(cls, y: ArrayLike, v: ArrayLike, present: ArrayLike | None = None, design: Array | None = None) -> Pools:
        """Take arrays of shape (m, k); where `present` is false the values of y and v do not matter."""
        effects, variances = np.atleast_2d(np.asarray(y, float)), np.atleast_2d(np.asarray(v, float))
        here = np.ones(effects.shape, bool) if present is None else np.atleast_2d(np.asarray(present, bool))
        if design is not None:
            return cls(effects, variances, here.astype(float), np.zeros(len(effects)), design)
        low = np.where(here, effects, np.inf).min(-1)
        high = np.where(here, effects, -np.inf).max(-1)
        alike = high - low <= 8.0 * np.finfo(float).eps * np.maximum(np.abs(low), np.abs(high))
        centre = low + (high - low) / 2.0
        shifted = np.where(here & ~alike[:, None], effects - centre[:, None], 0.0)
        return cls(shifted, np.where(here, variances, 1.0), here.astype(float), centre)

    @property
    def k(self) -> Array:
        return total(self.present)

    @property
    def p(self) -> int:
        return 1 if self.design is None else self.design.shape[1]

    @property
    def df(self) -> Array:
        return self.k - self.p

    def at(self, tau2: Array) -> MeanProjection | DesignProjection:
        """The fit with weights 1 / (v + tau2)."""
        return project(self.y, self.present / (self.v + tau2[:, None]), self.design)

    def common(self) -> MeanProjection | DesignProjection:
        """The fit with weights 1 / v."""
        return project(self.y, self.present / self.v, self.design)

    def unweighted(self) -> MeanProjection | DesignProjection:
        """The fit with equal weights."""
        return project(self.y, self.present, self.design)

    def rows(self, which: Any) -> Pools:
        """Only the pools that `which` selects."""
        return replace(self, y=self.y[which], v=self.v[which], present=self.present[which], centre=self.centre[which])

    def typical_variance(self) -> Array:
        """The harmonic mean of the variances."""
        return self.k / total(self.present / self.v)

    def largest_tau2(self) -> Array:
        """An upper bound of every iterative estimate; see the module's text."""
        spread = self.unweighted().rss / np.maximum(self.df, 1.0)
        widest = (self.v * self.present).max(-1)
        return np.asarray((spread + np.sqrt(spread * spread + 4.0 * spread * widest)) / 2.0)


def loglikelihood(pools: Pools, tau2: Array, *, restricted: bool) -> Array:
    """Return the (restricted) log-likelihood of each pool at `tau2`, with all its constants (Viechtbauer 2005)."""
    fit = pools.at(tau2)
    spread = dot(pools.present, np.log(pools.v + tau2[:, None]))
    if not restricted:
        return np.asarray(-0.5 * (pools.k * np.log(2.0 * np.pi) + spread + fit.rss))
    plain = np.log(pools.k) if pools.design is None else pools.unweighted().logdet
    return np.asarray(-0.5 * (pools.df * np.log(2.0 * np.pi) + spread + fit.logdet - plain + fit.rss))

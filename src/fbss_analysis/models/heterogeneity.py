"""How much studies differ beyond chance: nine estimators of tau2, their standard errors, and the log-likelihood.

| name | estimator | source |
|---|---|---|
| EE | equal effects, tau2 = 0 | |
| DL | method of moments with inverse-variance weights | DerSimonian & Laird 1986, Control Clin Trials 7:177 |
| HE | method of moments with equal weights | Hedges & Olkin 1985; Hedges 1983, Psychol Bull 93:388 |
| HS | Hunter-Schmidt | Schmidt & Hunter 2015, Methods of Meta-Analysis, 3rd ed.; Viechtbauer 2005 |
| SJ | model error variance from a crude start | Sidik & Jonkman 2005, J Biopharm Stat 15:823 |
| PM | the tau2 at which the generalised Q equals its expectation | Paule & Mandel 1982, J Res NBS 87:377 |
| EB | empirical Bayes, the same root as PM | Morris 1983, JASA 78:47 |
| ML, REML | (restricted) maximum likelihood | Viechtbauer 2005, J Educ Behav Stat 30:261 |

The last four are found by Newton's method inside a bracket that provably holds the root: from the two inequalities
y'PPy <= S / t^2 and tr P >= (k - p) / (t + max v), with S the unweighted residual sum of squares, the score is negative
above (s + sqrt(s^2 + 4 s max v)) / 2, s = S / (k - p). The likelihood may have two hills; the climb begins at the
highest of ten points of that range, 0 included. A step that leaves the bracket becomes a bisection, so there is no
failure to converge; should the last bracket still be wide, `settled` says so.

>>> pools = Pools.of([[-1.0, 0.0, 2.0]], [[0.5, 0.2, 0.4]])
>>> tau2, _, settled = estimate_tau2(pools, "DL")
>>> round(float(tau2[0]), 6), bool(settled[0])
(1.563636, True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fbss_analysis.models.projection import Array, DesignProjection, MeanProjection, project

Bools = NDArray[np.bool_]
_GRID = np.array([0.0, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0])  # shares of the largest possible tau2
_STEPS = 200
_SETTLED = 1e-13  # relative to tau2 plus the typical variance: the rounding error of the score


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
        return np.asarray(self.present.sum(-1))

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
        return np.asarray(self.k / (self.present / self.v).sum(-1))

    def largest_tau2(self) -> Array:
        """An upper bound of every iterative estimate; see the module's text."""
        spread = self.unweighted().rss / np.maximum(self.df, 1.0)
        widest = (self.v * self.present).max(-1)
        return np.asarray((spread + np.sqrt(spread * spread + 4.0 * spread * widest)) / 2.0)


def loglikelihood(pools: Pools, tau2: Array, *, restricted: bool) -> Array:
    """Return the (restricted) log-likelihood of each pool at `tau2`, with all its constants (Viechtbauer 2005)."""
    fit = pools.at(tau2)
    spread = (pools.present * np.log(pools.v + tau2[:, None])).sum(-1)
    if not restricted:
        return np.asarray(-0.5 * (pools.k * np.log(2.0 * np.pi) + spread + fit.rss))
    plain = project(pools.y, pools.present, pools.design).logdet
    return np.asarray(-0.5 * (pools.df * np.log(2.0 * np.pi) + spread + fit.logdet - plain + fit.rss))


def estimate_tau2(pools: Pools, method: str) -> tuple[Array, Array, Bools]:
    """Estimate tau2 in each pool: (tau2, its standard error, whether the search settled), each of shape (m,).

    Pools with no residual degree of freedom get tau2 = 0 and a standard error of NaN, as does method EE.
    """
    free = pools.df > 0
    with np.errstate(all="ignore"):
        raw, settled = ESTIMATORS[method](pools)
        tau2 = np.where(free, np.maximum(raw, 0.0), 0.0)
        se = _STANDARD_ERRORS[method](pools, tau2)
    return tau2, np.where(free, se, np.nan), settled | ~free


def _closed(formula: Callable[[Pools], Array]) -> Callable[[Pools], tuple[Array, Bools]]:
    def estimate(pools: Pools) -> tuple[Array, Bools]:
        return formula(pools), np.ones(len(pools.y), bool)

    return estimate


def _nothing(pools: Pools) -> Array:
    return np.zeros(len(pools.y))


def _dersimonian_laird(pools: Pools) -> Array:
    fit = pools.common()
    return np.asarray((fit.rss - pools.df) / fit.trace())


def _hedges(pools: Pools) -> Array:
    fit = pools.unweighted()
    return np.asarray((fit.rss - fit.trace(pools.v)) / pools.df)


def _hunter_schmidt(pools: Pools) -> Array:
    fit = pools.common()
    return np.asarray((fit.rss - pools.k) / fit.weight.sum(-1))


def _sidik_jonkman_start(pools: Pools) -> Array:
    return np.asarray(project(pools.y, pools.present).rss / pools.k)


def _sidik_jonkman(pools: Pools) -> Array:
    start = _sidik_jonkman_start(pools)
    return np.asarray(start * pools.at(start).rss / pools.df)


def _generalised_q(pools: Pools, tau2: Array) -> tuple[Array, Array]:
    fit = pools.at(tau2)
    return fit.rss - pools.df, -np.asarray((fit.applied**2).sum(-1))


def _ml_score(pools: Pools, tau2: Array) -> tuple[Array, Array]:
    fit = pools.at(tau2)
    pull, slope = (fit.applied**2).sum(-1), -fit.quadratic(fit.applied)
    return np.asarray(0.5 * (pull - fit.weight.sum(-1))), np.asarray(slope + 0.5 * (fit.weight**2).sum(-1))


def _reml_score(pools: Pools, tau2: Array) -> tuple[Array, Array]:
    fit = pools.at(tau2)
    pull, slope = (fit.applied**2).sum(-1), -fit.quadratic(fit.applied)
    return np.asarray(0.5 * (pull - fit.trace())), slope + 0.5 * fit.trace_square()


Score = Callable[[Pools, Array], tuple[Array, Array]]


def _paule_mandel(pools: Pools) -> tuple[Array, Bools]:
    low = np.zeros(len(pools.y))
    return descend(pools, _generalised_q, low, low, pools.largest_tau2())


def _likeliest(score: Score, *, restricted: bool) -> Callable[[Pools], tuple[Array, Bools]]:
    def estimate(pools: Pools) -> tuple[Array, Bools]:
        grid = _GRID[:, None] * pools.largest_tau2()
        best = np.argmax([loglikelihood(pools, row, restricted=restricted) for row in grid], axis=0)
        each = np.arange(len(pools.y))
        low, high = grid[np.maximum(best - 1, 0), each], grid[np.minimum(best + 1, len(_GRID) - 1), each]
        return descend(pools, score, grid[best, each], low, high)

    return estimate


def descend(pools: Pools, score: Score, start: Array, low: Array, high: Array) -> tuple[Array, Bools]:
    """Find in [low, high] the tau2 at which `score` falls through 0, by Newton's steps that never leave the bracket.

    Returns the root of each pool (0 where the score is negative already at a start of 0) and whether it settled.
    """
    tau2, settled = start.copy(), np.zeros(len(start), bool)
    active, floor = np.arange(len(start)), pools.typical_variance()
    now, low, high, rest = start, low, high, pools
    for _ in range(_STEPS):
        value, slope = score(rest, now)
        low, high = np.where(value > 0, now, low), np.where(value > 0, high, now)
        newton = now - value / slope
        inside = (slope < 0) & (newton >= low) & (newton <= high)
        new = np.where(inside, newton, low + (high - low) / 2.0)
        new = np.where((now == 0) & ~(value > 0), 0.0, new)
        done = np.abs(new - now) <= _SETTLED * (new + floor)
        tau2[active], settled[active] = new, done
        if done.all():
            break
        go = ~done
        active, floor, low, high, now, rest = active[go], floor[go], low[go], high[go], new[go], rest.rows(go)
    return tau2, settled


ESTIMATORS: Mapping[str, Callable[[Pools], tuple[Array, Bools]]] = {
    "EE": _closed(_nothing),
    "DL": _closed(_dersimonian_laird),
    "HE": _closed(_hedges),
    "HS": _closed(_hunter_schmidt),
    "SJ": _closed(_sidik_jonkman),
    "PM": _paule_mandel,
    "ML": _likeliest(_ml_score, restricted=False),
    "REML": _likeliest(_reml_score, restricted=True),
    "EB": _paule_mandel,
}
TAU2_METHODS = tuple(ESTIMATORS)


def _se_none(pools: Pools, tau2: Array) -> Array:  # noqa: ARG001
    return np.full(len(pools.y), np.nan)


def _se_moments(pools: Pools, tau2: Array) -> Array:
    fit = pools.common()
    spread = 2.0 * pools.df + 4.0 * tau2 * fit.trace() + 2.0 * tau2**2 * fit.trace_square()
    return np.asarray(np.sqrt(spread) / fit.trace())


def _se_hunter_schmidt(pools: Pools, tau2: Array) -> Array:
    fit = pools.common()
    return np.asarray(_se_moments(pools, tau2) * fit.trace() / fit.weight.sum(-1))


def _se_hedges(pools: Pools, tau2: Array) -> Array:
    fit = pools.unweighted()
    spread = 2.0 * fit.trace_square(pools.v, pools.v) + 4.0 * tau2 * fit.trace_square(pools.v)
    return np.asarray(np.sqrt(spread + 2.0 * tau2**2 * pools.df) / pools.df)


def _se_sidik_jonkman(pools: Pools, tau2: Array) -> Array:
    start = _sidik_jonkman_start(pools)
    fit = pools.at(start)
    spread = 2.0 * fit.trace_square(pools.v, pools.v) + 4.0 * tau2 * fit.trace_square(pools.v)
    return np.asarray(start * np.sqrt(spread + 2.0 * tau2**2 * fit.trace_square()) / pools.df)


def _se_ml(pools: Pools, tau2: Array) -> Array:
    return np.asarray(np.sqrt(2.0 / (pools.at(tau2).weight ** 2).sum(-1)))


def _se_reml(pools: Pools, tau2: Array) -> Array:
    return np.asarray(np.sqrt(2.0 / pools.at(tau2).trace_square()))


def _se_paule_mandel(pools: Pools, tau2: Array) -> Array:
    total = pools.at(tau2).weight.sum(-1)
    return np.asarray(pools.k * np.sqrt(2.0 / pools.df) / total)


_STANDARD_ERRORS: Mapping[str, Callable[[Pools, Array], Array]] = {
    "EE": _se_none,
    "DL": _se_moments,
    "HE": _se_hedges,
    "HS": _se_hunter_schmidt,
    "SJ": _se_sidik_jonkman,
    "PM": _se_paule_mandel,
    "ML": _se_ml,
    "REML": _se_reml,
    "EB": _se_paule_mandel,
}

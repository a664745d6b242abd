"""Standard errors of the estimators of tau2, by large-sample theory (Viechtbauer 2005, J Educ Behav Stat 30:261).

They say little for few studies; an interval for tau2 is better taken from `profile`.

>>> pools = Pools.of([[-1.0, 0.0, 2.0]], [[0.5, 0.2, 0.4]])
>>> round(float(STANDARD_ERRORS["DL"](pools, np.array([1.5]))[0]), 4)
1.8804
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from fbss_analysis.models.pools import Pools
from fbss_analysis.models.projection import Array, project, total


def sidik_jonkman_start(pools: Pools) -> Array:
    """The crude tau2 from which Sidik and Jonkman take one step: the variance of the effects with divisor k."""
    return np.asarray(project(pools.y, pools.present).rss / pools.k)


def _se_none(pools: Pools, tau2: Array) -> Array:  # noqa: ARG001
    return np.full(len(pools.y), np.nan)


def _se_moments(pools: Pools, tau2: Array) -> Array:
    fit = pools.common()
    spread = 2.0 * pools.df + 4.0 * tau2 * fit.trace() + 2.0 * tau2**2 * fit.trace_square()
    return np.asarray(np.sqrt(spread) / fit.trace())


def _se_hunter_schmidt(pools: Pools, tau2: Array) -> Array:
    fit = pools.common()
    return np.asarray(_se_moments(pools, tau2) * fit.trace() / total(fit.weight))


def _se_hedges(pools: Pools, tau2: Array) -> Array:
    fit = pools.unweighted()
    spread = 2.0 * fit.trace_square(pools.v, pools.v) + 4.0 * tau2 * fit.trace_square(pools.v)
    return np.asarray(np.sqrt(spread + 2.0 * tau2**2 * pools.df) / pools.df)


def _se_sidik_jonkman(pools: Pools, tau2: Array) -> Array:
    start = sidik_jonkman_start(pools)
    fit = pools.at(start)
    spread = 2.0 * fit.trace_square(pools.v, pools.v) + 4.0 * tau2 * fit.trace_square(pools.v)
    return np.asarray(start * np.sqrt(spread + 2.0 * tau2**2 * fit.trace_square()) / pools.df)


def _se_ml(pools: Pools, tau2: Array) -> Array:
    return np.asarray(np.sqrt(2.0 / total(pools.at(tau2).weight ** 2)))


def _se_reml(pools: Pools, tau2: Array) -> Array:
    return np.asarray(np.sqrt(2.0 / pools.at(tau2).trace_square()))


def _se_paule_mandel(pools: Pools, tau2: Array) -> Array:
    return np.asarray(pools.k * np.sqrt(2.0 / pools.df) / total(pools.at(tau2).weight))


STANDARD_ERRORS: Mapping[str, Callable[[Pools, Array], Array]] = {
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

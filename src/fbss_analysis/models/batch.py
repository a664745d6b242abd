"""Thousands of random-effects pools at once: every quantity of a fit as an array with one entry for each pool.

The same code fits one pool and two thousand, so a simulation and a leave-one-out see exactly what a reader sees.
`test` decides how the pooled estimate is judged: `z` (normal), `knha` (Hartung & Knapp 2001, Stat Med 20:3875, with
k - 1 degrees of freedom) or `adhoc` (the same, but never narrower than with known weights: Knapp & Hartung 2003, Stat
Med 22:2693; Roever, Knapp & Friede 2015, BMC Med Res Methodol 15:99). `prediction` names the rule for the interval in
which the true value of a further study is expected, estimate +- quantile * sqrt(tau2 + se^2):

| rule | quantile | source |
|---|---|---|
| default | normal with test z, t with k - 1 otherwise | metafor's predict() |
| riley | t with k - 2 | Higgins, Thompson & Spiegelhalter 2009, JRSS A 172:137; Riley 2011, BMJ 342:d549 |
| t_k_minus_1 | t with k - 1, whatever the test | R meta since version 7 |

I2 and H2 are percent and ratio as in metafor, from the typical variance (Higgins & Thompson 2002, Stat Med 21:1539).

>>> fits = pool_many([[0.1, 0.3, 0.8], [1.0, 1.0, 1.0]], [[0.02, 0.03, 0.05], [0.1, 0.2, 0.3]], tau2="DL", test="z")
>>> fits.estimate.round(4).tolist(), fits.tau2.round(4).tolist()
([0.3683, 1.0], [0.0775, 0.0])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.errors import InputError
from fbss_analysis.models.arguments import confidence, one_of
from fbss_analysis.models.effects import HUGE, computable
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.heterogeneity import TAU2_METHODS, estimate_tau2
from fbss_analysis.models.pools import Bools, Pools, loglikelihood
from fbss_analysis.models.projection import Array, MeanProjection

TESTS = ("z", "knha", "adhoc")
_BLOCK = 25_000  # numbers at a time: 200 kB an array stays in a processor's own cache
PREDICTION_RULES = ("default", "riley", "t_k_minus_1")


@dataclass(frozen=True, slots=True)
class PooledMany(Shown):
    """The fits of m pools: arrays of length m (`weights`: m by k); NaN where a quantity is not defined."""

    tau2_method: str
    test: str
    level: float
    prediction_rule: str
    k: Array
    estimate: Array
    se: Array
    stat: Array
    df: Array
    p_value: Array
    ci_low: Array
    ci_high: Array
    tau2: Array
    tau2_se: Array
    tau2_settled: Bools
    i2: Array
    h2: Array
    q: Array
    q_df: Array
    q_p: Array
    s2w: Array
    loglik: Array
    aic: Array
    bic: Array
    aicc: Array
    prediction_low: Array
    prediction_high: Array
    weights: Array


def pool_many(
    y: ArrayLike,
    v: ArrayLike,
    *,
    tau2: str = "REML",
    test: str = "knha",
    level: float = 0.95,
    prediction: str = "default",
    present: ArrayLike | None = None,
) -> PooledMany:
    """Pool each row of effects `y` and variances `v`, both of shape (m, k), with a common method.

    `present` (m, k) marks the studies that a pool has; the others' values do not matter. Raises UsageError for unknown
    names, InputError for a level outside (0, 1), shapes that differ, values that are not finite, variances that are
    not positive, and pools without a study. Sources of the formulas: this module's text and `heterogeneity`.

    >>> pool_many([[0.1, 0.3], [0.2, 0.9]], [[0.02, 0.03], [0.1, 0.2]], tau2="EE", test="z").q.round(4).tolist()
    [0.8, 1.6333]
    """
    check_options(tau2, test, level, prediction)
    pools = _check_rows(y, v, present)
    block = max(1, _BLOCK // pools.y.shape[1])
    parts = (pools.rows(slice(i, i + block)) for i in range(0, len(pools.y), block))
    return _joined([fit_pools(part, tau2, test, level, prediction) for part in parts])


def _joined(parts: list[PooledMany]) -> PooledMany:
    """The fits of several blocks of pools as one."""
    first = parts[0]
    arrays = [field.name for field in fields(first) if isinstance(getattr(first, field.name), np.ndarray)]
    joined: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in arrays}
    return replace(first, **joined)


def check_options(tau2: str, test: str, level: float, prediction: str) -> None:
    """Raise UsageError, listing what is known, for an unknown name, and InputError for a level that is none."""
    one_of(tau2, TAU2_METHODS, "tau2")
    one_of(test, TESTS, "test")
    one_of(prediction, PREDICTION_RULES, "prediction")
    confidence(level)


def fit_pools(pools: Pools, tau2: str, test: str, level: float, prediction: str) -> PooledMany:
    """Fit every pool; the options have been checked."""
    with np.errstate(all="ignore"):
        between, between_se, settled = estimate_tau2(pools, tau2)
        inference = _infer(pools, between, test, level)
        low, high = prediction_limits(prediction, tau2, level, pools.k, between, inference)
        fields = inference | _heterogeneity(pools, between, tau2) | _criteria(pools, between, tau2)
    return PooledMany(
        tau2_method=tau2,
        test=test,
        level=level,
        prediction_rule=prediction,
        k=pools.k,
        tau2=between,
        tau2_se=between_se,
        tau2_settled=settled,
        prediction_low=low,
        prediction_high=high,
        **fields,
    )


def _infer(pools: Pools, tau2: Array, test: str, level: float) -> dict[str, Array]:
    fit = pools.at(tau2)
    assert isinstance(fit, MeanProjection)
    df = np.where((test == "z") | (pools.df < 1), np.inf, pools.df)
    spread = fit.rss / np.maximum(pools.df, 1.0)
    scale = np.where(np.isinf(df), 1.0, spread if test == "knha" else np.maximum(spread, 1.0))
    estimate, se = fit.mean + pools.centre, np.sqrt(scale / fit.total)
    stat, half = estimate / se, quantile(level, df) * se
    return {
        "estimate": estimate,
        "se": se,
        "stat": stat,
        "df": df,
        "p_value": two_sided(stat, df),
        "ci_low": estimate - half,
        "ci_high": estimate + half,
        "s2w": scale,
        "weights": fit.leverage,
    }


def two_sided(stat: Array, df: Array) -> Array:
    """The two-sided p value of t statistics with `df` degrees of freedom; an infinite df means the normal."""
    tail = np.where(np.isinf(df), special.ndtr(-np.abs(stat)), special.stdtr(df, -np.abs(stat)))
    return np.asarray(2.0 * tail)


def quantile(level: float, df: Array) -> Array:
    """The two-sided critical value at `level`; NaN where there is no degree of freedom."""
    distinct, where = np.unique(df, return_inverse=True)
    values = [_critical((1.0 + level) / 2.0, float(d)) for d in distinct]
    return np.asarray(np.array(values)[where])


def _critical(probability: float, df: float) -> float:
    if df < 1.0:
        return float("nan")
    return float(special.ndtri(probability) if np.isinf(df) else special.stdtrit(df, probability))


def prediction_limits(
    rule: str, tau2_method: str, level: float, k: Array, tau2: Array, inference: Mapping[str, Array]
) -> tuple[Array, Array]:
    """The prediction interval by the named rule; NaN where the rule or the model defines none."""
    df = {"default": inference["df"], "riley": k - 2.0, "t_k_minus_1": k - 1.0}[rule]
    wide = quantile(level, df) * np.sqrt(inference["se"] ** 2 + tau2)
    half = np.full_like(wide, np.nan) if tau2_method == "EE" else wide
    return inference["estimate"] - half, inference["estimate"] + half


def _heterogeneity(pools: Pools, tau2: Array, method: str) -> dict[str, Array]:
    fit, df = pools.common(), pools.df
    q = np.where(df > 0, fit.rss, 0.0)
    typical = df / fit.trace()
    if method == "EE":
        i2, h2 = np.where(q > 0, np.maximum(0.0, 100.0 * (q - df) / q), 0.0), q / df
    else:
        i2, h2 = 100.0 * tau2 / (tau2 + typical), 1.0 + tau2 / typical
    return {
        "i2": np.where(df > 0, i2, 0.0),
        "h2": np.where(df > 0, h2, 1.0),
        "q": q,
        "q_df": df,
        "q_p": np.where(df > 0, special.chdtrc(df, q), 1.0),
    }


def _criteria(pools: Pools, tau2: Array, method: str) -> dict[str, Array]:
    """Log-likelihood and the criteria made of it; Hurvich & Tsai 1989 for the corrected AIC, as metafor counts."""
    restricted, parameters = method == "REML", 1.0 if method == "EE" else 2.0
    loglik = loglikelihood(pools, tau2, restricted=restricted)
    n = pools.df if restricted else pools.k
    floor = np.maximum(n, parameters + 2.0)
    return {
        "loglik": loglik,
        "aic": -2.0 * loglik + 2.0 * parameters,
        "bic": np.where(n > 0, -2.0 * loglik + parameters * np.log(n), np.nan),
        "aicc": -2.0 * loglik + 2.0 * parameters * floor / (floor - parameters - 1.0),
    }


def _check_rows(y: ArrayLike, v: ArrayLike, present: ArrayLike | None) -> Pools:
    effects, variances = np.asarray(y, np.float64), np.asarray(v, np.float64)
    here = np.ones(effects.shape, bool) if present is None else np.asarray(present, bool)
    if effects.ndim != 2 or effects.shape != variances.shape or here.shape != effects.shape or not effects.size:
        shapes = f"{effects.shape}, {variances.shape} and {here.shape}"
        raise InputError(f"the shapes are {shapes}", "y=, v=, present=", "give m rows of k studies in each")
    fit = (np.abs(effects) <= HUGE) & computable(np.where(here & np.isfinite(variances), variances, 0.0))
    bad = here & ~(fit & np.isfinite(variances))
    if bad.any():
        row, column = (int(i) for i in np.argwhere(bad)[0])
        what = f"y {effects[row, column]:g} with v {variances[row, column]:g} cannot be pooled"
        raise InputError(what, f"row {row}, study {column}", "give finite effects and positive finite variances")
    if not here.any(-1).all():
        raise InputError("a pool has no study", f"row {int(np.argmin(here.any(-1)))}", "leave the row out")
    return Pools.of(effects, variances, here)

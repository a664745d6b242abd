"""Do small studies tell another story than large ones? Two tests and one adjustment, none of them proof of bias.

* `egger`: regression of the effects on their imprecision (Egger et al. 1997, BMJ 315:629; Sterne & Egger 2005), as a
  mixed-effects meta-regression (`rma`) or a weighted regression with a free residual variance (`lm`).
* `rank_test`: Kendall's tau between standardised effects and variances (Begg & Mazumdar 1994, Biometrics 50:1088).
* `trim_and_fill`: studies that a symmetric funnel lacks (Duval & Tweedie 2000, Biometrics 56:455), by L0, R0 or Q0.

They compute from three studies on; with fewer than ten they say little (Sterne et al. 2011, BMJ 343:d4002), which is
for a report to mind. For proportions asymmetry is expected from the scale alone (Hunter et al. 2014, J Clin Epidemiol).

>>> from fbss_analysis.models.pooling import pool_effects
>>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
>>> round(rank_test(result).tau, 4), trim_and_fill(result, side="left").k0
(0.6667, 0)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from fbss_analysis.errors import InputError
from fbss_analysis.models.arguments import one_of
from fbss_analysis.models.batch import fit_pools
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.metaregression import fit_design
from fbss_analysis.models.pooling import Pooled, options_of, pool_effects
from fbss_analysis.models.pools import Pools
from fbss_analysis.models.projection import Array


@dataclass(frozen=True, slots=True)
class EggerTest(Shown):
    """The regression test: `stat` of the slope with `df` (infinite: normal), and the effect as imprecision vanishes.

    `limit` and its bounds are NaN where the predictor does not vanish with growing studies (ni, sqrtni).
    """

    model: str
    predictor: str
    slope: float
    stat: float
    df: float
    p_value: float
    limit: float
    limit_low: float
    limit_high: float


@dataclass(frozen=True, slots=True)
class RankTest(Shown):
    """Kendall's tau-b with its p value: `exact` without ties, otherwise by the normal approximation."""

    tau: float
    p_value: float
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class TrimFill(Shown):
    """How many studies are missing on `side`, which values stand in for them, and the synthesis with them."""

    estimator: str
    side: str
    k0: int
    filled_y: tuple[float, ...]
    filled_v: tuple[float, ...]
    result: Pooled


_PREDICTORS: Mapping[str, Callable[[Array, Array], Array]] = {
    "sei": lambda v, n: np.sqrt(v),  # noqa: ARG005
    "vi": lambda v, n: v,  # noqa: ARG005
    "ni": lambda v, n: n,  # noqa: ARG005
    "ninv": lambda v, n: 1.0 / n,  # noqa: ARG005
    "sqrtni": lambda v, n: np.sqrt(n),  # noqa: ARG005
    "sqrtninv": lambda v, n: 1.0 / np.sqrt(n),  # noqa: ARG005
}


def egger(result: Pooled, *, predictor: str = "sei", model: str = "rma") -> EggerTest:
    """Test whether the effects of a synthesis lean on `predictor`: sei, vi, or with sizes ni, ninv, sqrtni, sqrtninv.

    `model` rma keeps the synthesis' tau2 method and test; lm is the classical weighted regression with k - 2 degrees of
    freedom. InputError below three studies, for a predictor that does not vary, or where sizes are wanting.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> round(egger(result, model="lm").p_value, 4)
    0.0689
    """
    one_of(model, ("rma", "lm"), "model")
    formula = _PREDICTORS[one_of(predictor, tuple(_PREDICTORS), "predictor")]
    if result.k < 3:
        raise InputError(f"{result.k} studies are too few for a slope", "k", "give three studies or more")
    if predictor not in ("sei", "vi") and not result.sizes:
        raise InputError("no sizes of studies are known", f"predictor={predictor!r}", "use pool(), or give sizes=")
    x = formula(np.array(result.v), np.array(result.sizes))
    # A weighted regression with free variance is an equal-effects fit whose errors are scaled by the residuals.
    chosen = replace(result, tau2_method="EE", test="knha") if model == "lm" else result
    fit = fit_design(chosen, np.column_stack([np.ones(result.k), x]), ("intercept", predictor))
    limit = (fit.beta[0], fit.ci_low[0], fit.ci_high[0]) if predictor not in ("ni", "sqrtni") else (math.nan,) * 3
    return EggerTest(model, predictor, fit.beta[1], fit.stat[1], fit.qm_df[1], fit.p_value[1], *limit)


def rank_test(result: Pooled) -> RankTest:
    """Return the rank correlation between standardised effects and variances; InputError below three studies.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> round(rank_test(result).p_value, 4)
    0.3333
    """
    from scipy import stats  # two thirds of a second, and for this test alone

    if result.k < 3:
        raise InputError(f"{result.k} studies are too few to rank", "k", "give three studies or more")
    y, v = np.array(result.y), np.array(result.v)
    fit = Pools.of([y], [v]).common()
    centred, spread = fit.residual[0], v - fit.covariance[0, 0, 0]
    scores = centred / np.sqrt(spread)
    ties = len(set(scores.tolist())) < result.k or len(set(result.v)) < result.k
    tau, p_value = stats.kendalltau(scores, v, method="asymptotic" if ties else "exact")
    return RankTest(float(tau), float(p_value), not ties)


def trim_and_fill(result: Pooled, *, estimator: str = "L0", side: str | None = None) -> TrimFill:
    """Return how many studies are missing by `estimator` L0, R0 or Q0, and the synthesis with them filled in.

    `side` is where they are missing: left, right, or as the slope of the effects on their standard errors says.
    InputError below three studies, or where an estimator wants more studies than there are.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> trim_and_fill(result, estimator="R0", side="left").k0
    0
    """
    missing = _MISSING[one_of(estimator, tuple(_MISSING), "estimator")]
    if result.k < 3:
        raise InputError(f"{result.k} studies are too few to trim", "k", "give three studies or more")
    chosen = _side(result) if side is None else one_of(side, ("left", "right"), "side")
    sign = -1.0 if chosen == "right" else 1.0
    order = np.argsort(sign * np.array(result.y), kind="stable")
    y, v = sign * np.array(result.y)[order], np.array(result.v)[order]
    centre, k0 = _trim(y, v, missing, result)
    extra_y, extra_v = sign * (2.0 * centre - y[len(y) - k0 :]), v[len(v) - k0 :]
    filled = result if k0 == 0 else _filled(result, extra_y, extra_v)
    return TrimFill(estimator, chosen, k0, tuple(extra_y.tolist()), tuple(extra_v.tolist()), filled)


def _trim(y: Array, v: Array, missing: Callable[[int, Array], float], result: Pooled) -> tuple[float, int]:
    """Trim and re-centre until the number of missing studies stays the same: (centre, that number)."""
    k, k0, seen = len(y), 0, [-1]
    while k0 not in seen:
        seen.append(k0)
        centre = float(fit_pools(Pools.of([y[: k - k0]], [v[: k - k0]]), *options_of(result)).estimate[0])
        wanted = missing(k, _signed_ranks(y - centre))
        if not wanted < k - 0.5:
            raise _no_count("the effects are too lopsided", result)
        k0 = max(0, round(wanted))
    if k0 != seen[-1]:
        raise _no_count("the search goes round in a circle", result)
    return centre, k0


def _no_count(why: str, result: Pooled) -> InputError:
    what = f"the number of missing studies cannot be estimated: {why}"
    return InputError(what, f"{result.k} studies", "use another estimator (L0 is the steadiest) or the other side")


def _signed_ranks(centred: Array) -> Array:
    """Ranks of the distances from the centre, equal ones in the order of their effects, with the effects' signs."""
    ranks = np.empty(len(centred))
    ranks[np.argsort(np.abs(centred), kind="stable")] = np.arange(1.0, len(centred) + 1.0)
    return np.asarray(np.sign(centred) * ranks)


def _missing_r0(k: int, ranks: Array) -> float:
    below = ranks[ranks < 0]
    return k - float((-below).max()) - 1.0 if len(below) else math.nan


def _missing_l0(k: int, ranks: Array) -> float:
    return (4.0 * float(ranks[ranks > 0].sum()) - k * (k + 1)) / (2.0 * k - 1.0)


def _missing_q0(k: int, ranks: Array) -> float:
    inner = 2.0 * k * k - 4.0 * float(ranks[ranks > 0].sum()) + 0.25
    return k - 0.5 - math.sqrt(inner) if inner >= 0 else math.nan


_MISSING: Mapping[str, Callable[[int, Array], float]] = {"L0": _missing_l0, "R0": _missing_r0, "Q0": _missing_q0}


def _side(result: Pooled) -> str:
    v = np.array(result.v)
    if np.ptp(v) == 0:
        return "left"
    return "left" if egger(replace(result, test="z")).slope >= 0 else "right"


def _filled(result: Pooled, y: Array, v: Array) -> Pooled:
    return pool_effects(
        [*result.y, *y],
        [*result.v, *v],
        measure="GEN" if result.measure == "PFT" else result.measure,
        tau2=result.tau2_method,
        test=result.test,
        level=result.level,
        prediction=result.prediction_rule,
        labels=[*result.labels, *(f"filled {i + 1}" for i in range(len(y)))],
    )

"""Why studies differ: moderators and subgroups in a mixed-effects model.

The model is y = X b + u + e with variance tau2 between studies that the moderators leave (Thompson & Higgins 2002,
Stat Med 21:1559; Knapp & Hartung 2003, Stat Med 22:2693). R2 is the share of tau2 that they explain (Raudenbush
1994); in an equal-effects model, which has no tau2, it is the adjusted R2 of the weighted regression.

>>> from fbss_analysis.models.pooling import pool_effects
>>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
>>> fit = regress(result, {"dose": [1, 2, 3, 4]})
>>> fit.names, [round(b, 4) for b in fit.beta]
(('intercept', 'dose'), [-0.1988, 0.2856])
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.errors import InputError
from fbss_analysis.models.batch import check_options, quantile, two_sided
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.heterogeneity import estimate_tau2
from fbss_analysis.models.pooling import Pooled, pool_effects
from fbss_analysis.models.pools import Pools
from fbss_analysis.models.projection import Array, DesignProjection

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Regression(Shown):
    """A meta-regression: coefficients with their tests, the omnibus test `qm`, what is left (`q`, `tau2`) and R2.

    `i2` and `r2` are in percent; `qm_df` is (numerator, denominator), the denominator infinite for test z, where `qm`
    is a chi-square and otherwise an F. `dropped` counts the studies left out because a moderator is missing.
    """

    names: tuple[str, ...]
    beta: tuple[float, ...]
    se: tuple[float, ...]
    stat: tuple[float, ...]
    p_value: tuple[float, ...]
    ci_low: tuple[float, ...]
    ci_high: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    tau2: float
    i2: float
    h2: float
    r2: float
    q: float
    q_df: int
    q_p: float
    qm: float
    qm_df: tuple[int, float]
    qm_p: float
    k: int
    dropped: int
    notes: tuple[str, ...]

    def summary(self) -> pd.DataFrame:
        """Return the coefficients as a frame, one row a term."""
        import pandas as pd

        columns = ("beta", "se", "stat", "p_value", "ci_low", "ci_high")
        return pd.DataFrame({c: getattr(self, c) for c in columns}, index=pd.Index(self.names, name="term"))


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups(Shown):
    """Subgroups two ways: each with a tau2 of its own, and all with a common tau2.

    `fits` holds one synthesis a level; `q_between` compares their estimates. `common` has one mean a level (its `qm`
    tests that all are zero), `contrast` the first level and the others' differences from it (`qm` tests these).
    """

    levels: tuple[str, ...]
    fits: tuple[Pooled, ...]
    q_between: float
    df: int
    p_value: float
    common: Regression
    contrast: Regression

    def summary(self) -> pd.DataFrame:
        """Return the levels' own syntheses as a frame, one row a level."""
        import pandas as pd

        columns = ("k", "estimate", "se", "ci_low", "ci_high", "tau2", "i2", "q", "q_p")
        rows = [[getattr(fit, column) for column in columns] for fit in self.fits]
        return pd.DataFrame(rows, columns=list(columns), index=pd.Index(self.levels, name="level"))


def regress(result: Pooled, moderators: Mapping[str, ArrayLike]) -> Regression:
    """Regress the effects of a synthesis on `moderators` (name to k values; NaN or None is missing) and an intercept.

    The method for tau2, the test and the level are those of `result`; studies with a missing moderator are left out and
    counted. InputError if lengths differ, terms are collinear, or too few studies remain.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> round(regress(result, {"dose": [1, 2, 3, None]}).r2, 1)
    100.0
    """
    columns = [_column(name, values, result.k) for name, values in moderators.items()]
    if not columns:
        raise InputError("no moderator was given", "moderators=", "give a mapping from name to one value a study")
    keep = np.isfinite(np.column_stack(columns)).all(-1)
    design = np.column_stack([np.ones(int(keep.sum())), *[c[keep] for c in columns]])
    return fit_design(result, design, ("intercept", *moderators), keep)


def subgroups(result: Pooled, groups: Sequence[object]) -> Subgroups:
    """Compare the levels of `groups` (k labels, sorted as text; None is missing): separate and common tau2.

    Test between levels as in Borenstein & Higgins 2013, Prev Sci 14:134. InputError for fewer than two levels, and
    for one whose own standard error is 0.

    >>> from fbss_analysis.models.pooling import pool_effects
    >>> result = pool_effects([0.1, 0.3, 0.8, 0.9], [0.02, 0.03, 0.05, 0.04], tau2="DL", test="z")
    >>> round(subgroups(result, ["a", "a", "b", "b"]).q_between, 4)
    13.3356
    """
    if len(groups) != result.k:
        raise InputError(f"{len(groups)} labels for {result.k} studies", "groups=", "give one label a study")
    names = ["" if g is None else str(g) for g in groups]
    levels = tuple(sorted(set(names) - {""}))
    if len(levels) < 2:
        raise InputError("there is one group only", "groups=", "give labels with two levels or more")
    member = np.array([[name == level for level in levels] for name in names], dtype=float)
    fits = tuple(_part(result, member[:, j] == 1.0) for j in range(len(levels)))
    if certain := [level for level, fit in zip(levels, fits, strict=True) if fit.se == 0.0]:
        what = f"the effects within {certain[0]!r} are equal, so that test={result.test!r} gives them no standard error"
        raise InputError(what, "groups=", 'use test="adhoc" or "z", whose standard errors are never 0')
    estimate, weight = (np.array(x) for x in zip(*((f.estimate, 1.0 / f.se**2) for f in fits), strict=True))
    q = float((weight * (estimate - (weight * estimate).sum() / weight.sum()) ** 2).sum())
    keep = member.any(-1)
    dummies = np.column_stack([np.ones(int(keep.sum())), member[keep][:, 1:]])
    df = len(levels) - 1
    return Subgroups(
        levels=levels,
        fits=fits,
        q_between=q,
        df=df,
        p_value=float(special.chdtrc(df, q)),
        common=fit_design(result, member[keep], levels, keep, intercept=False),
        contrast=fit_design(result, dummies, ("intercept", *levels[1:]), keep),
    )


def fit_design(
    result: Pooled, design: Array, names: Sequence[str], keep: Any = None, *, intercept: bool = True
) -> Regression:
    """Fit the design matrix (k, p) to the studies of `result` that `keep` marks; the options are those of `result`."""
    check_options(result.tau2_method, result.test, result.level, result.prediction_rule)
    here = np.ones(result.k, bool) if keep is None else keep
    y, v = np.array(result.y)[here], np.array(result.v)[here]
    k, p = design.shape
    if k <= p or np.linalg.matrix_rank(design / np.abs(design).max(0)) < p:
        what = f"{k} studies cannot carry {p} independent terms"
        raise InputError(what, ", ".join(names), "leave terms out: they are collinear or too many")
    pools = Pools.of([y], [v], None, design)
    tau2, _, settled = estimate_tau2(pools, result.tau2_method)
    fit = pools.at(tau2)
    assert isinstance(fit, DesignProjection)
    df = np.full(p, np.inf if result.test == "z" else float(k - p))
    scale = _scale(float(fit.rss[0]) / (k - p), result.test)
    beta, covariance = fit.beta[0], fit.covariance[0] * scale
    se = np.sqrt(np.diagonal(covariance))
    half = quantile(result.level, df) * se
    stat = np.divide(beta, se, out=np.full(p, math.nan), where=se > 0)
    fields = _remaining(pools, float(tau2[0]), result.tau2_method) | _omnibus(beta, covariance, intercept, float(df[0]))
    return Regression(
        names=tuple(names),
        beta=tuple(beta.tolist()),
        se=tuple(se.tolist()),
        stat=tuple(stat.tolist()),
        p_value=tuple(two_sided(stat, df).tolist()),
        ci_low=tuple((beta - half).tolist()),
        ci_high=tuple((beta + half).tolist()),
        covariance=tuple(tuple(row) for row in covariance.tolist()),
        tau2=float(tau2[0]),
        k=k,
        dropped=result.k - k,
        notes=() if settled[0] else ("the search for tau2 did not settle",),
        **fields,
    )


def _scale(spread: float, test: str) -> float:
    return 1.0 if test == "z" else spread if test == "knha" else max(1.0, spread)


def _remaining(pools: Pools, tau2: float, method: str) -> dict[str, Any]:
    """What the moderators leave: residual heterogeneity, and the share of tau2 that they explain."""
    fit, df = pools.common(), float(pools.df[0])
    q, typical = float(fit.rss[0]), df / float(fit.trace()[0])
    alone = Pools.of(pools.y, pools.v)
    if method == "EE":
        i2, h2 = max(0.0, 100.0 * (q - df) / q) if q > 0 else 0.0, q / df
        before, after = float(alone.common().rss[0]) / float(alone.df[0]), q / df
    else:
        i2, h2 = 100.0 * tau2 / (tau2 + typical), 1.0 + tau2 / typical
        before, after = float(estimate_tau2(alone, method)[0][0]), tau2
    r2 = max(0.0, 100.0 * (before - after) / before) if before > 0 else math.nan
    return {"i2": i2, "h2": h2, "r2": r2, "q": q, "q_df": int(df), "q_p": float(special.chdtrc(df, q))}


def _omnibus(beta: Array, covariance: Array, intercept: bool, df: float) -> dict[str, Any]:
    """The test that all terms but the intercept are zero: chi-square with test z, otherwise F."""
    first = 1 if intercept else 0
    some, m = beta[first:], len(beta) - first
    scale = np.sqrt(np.diagonal(covariance))[first:]
    correlation = covariance[first:, first:] / np.outer(scale, scale)
    form = float(some / scale @ np.linalg.solve(correlation, some / scale))
    if math.isinf(df):
        return {"qm": form, "qm_df": (m, df), "qm_p": float(special.chdtrc(m, form))}
    return {"qm": form / m, "qm_df": (m, df), "qm_p": float(special.fdtrc(m, df, form / m))}


def _column(name: str, values: ArrayLike, k: int) -> Array:
    try:
        column = np.array([math.nan if x is None else float(x) for x in np.asarray(values, object)], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"moderator {name!r} is not numeric", name, "use subgroups() for labels") from error
    if column.shape != (k,):
        raise InputError(f"{len(column)} values for {k} studies", name, "give one value a study")
    return column


def _part(result: Pooled, member: Any) -> Pooled:
    chosen = np.flatnonzero(member)
    return pool_effects(
        np.array(result.y)[chosen],
        np.array(result.v)[chosen],
        measure=result.measure,
        tau2=result.tau2_method,
        test=result.test,
        level=result.level,
        prediction=result.prediction_rule,
        labels=[result.labels[i] for i in chosen],
        sizes=[result.sizes[i] for i in chosen] if result.sizes else None,
    )

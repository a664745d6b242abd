"""Synthesis of studies: one random-effects estimate from several proportions, rates or effects.

`pool` takes counts, `pool_effects` takes effects and their variances; both return a `Pooled` on the scale of the
measure, which `on_proportion()` brings back. Option names are metafor's (Viechtbauer 2010, J Stat Softw 36(3)). The
estimators stand in `heterogeneity`, tests and prediction rules in `batch`, scales and zero cells in `effects`; what one
asks of a finished synthesis in `sensitivity`, `metaregression` and `smallstudy`; the binomial-normal model in `glmm`.

Nothing is silent: what limits a result (one study, corrected cells, a prediction interval that does not exist, which n
stood in for all of them on the way back from Freeman-Tukey) is said in `notes`.

>>> result = pool([11, 29, 11, 65], [139, 303, 220, 1665], measure="PLO", tau2="REML", test="knha")
>>> round(result.estimate, 4), round(result.ci_low, 4), round(result.ci_high, 4), round(result.tau2, 4)
(-2.7293, -3.4584, -2.0003, 0.1764)
>>> round(result.on_proportion().estimate, 4)
0.0613
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from fbss_analysis.errors import InputError
from fbss_analysis.models.arguments import one_of
from fbss_analysis.models.batch import check_options, fit_pools, prediction_limits, quantile
from fbss_analysis.models.caveats import caveats, zero_cells
from fbss_analysis.models.effects import (
    PROPORTIONS,
    back_transform,
    check_counts,
    check_effects,
    harmonic_mean,
    proportion_effects,
    rate_effects,
)
from fbss_analysis.models.forest import ForestRow, draw_forest
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.pools import Pools
from fbss_analysis.models.profile import Tau2Interval, interval_of_tau2
from fbss_analysis.models.projection import Array
from fbss_analysis.showing import Rich

if TYPE_CHECKING:
    import pandas as pd

MEASURES_OF_EFFECTS = (*PROPORTIONS, "IR", "IRLN", "IRS", "GEN")
_LIMITS = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")


@dataclass(frozen=True, slots=True)
class BackTransformed(Shown):
    """A pooled result as proportions (for IR, IRLN, IRS: as rates): NaN where there is no prediction interval.

    `n` is the denominator that stood in for all of them (Freeman-Tukey only).
    """

    estimate: float
    ci_low: float
    ci_high: float
    prediction_low: float
    prediction_high: float
    n: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pooled(Rich):
    """A synthesis: estimate, interval, test, heterogeneity and prediction interval on the scale of `measure`.

    `i2` is in percent, `weights` sum to 1, `df` is infinite for test z. NaN means that a quantity is not defined here;
    `notes` give the reason.
    """

    measure: str
    tau2_method: str
    test: str
    level: float
    prediction_rule: str
    k: int
    estimate: float
    se: float
    stat: float
    df: float
    p_value: float
    ci_low: float
    ci_high: float
    tau2: float
    tau2_se: float
    i2: float
    h2: float
    q: float
    q_df: int
    q_p: float
    s2w: float
    loglik: float
    aic: float
    bic: float
    aicc: float
    prediction_low: float
    prediction_high: float
    y: tuple[float, ...]
    v: tuple[float, ...]
    weights: tuple[float, ...]
    labels: tuple[str, ...]
    sizes: tuple[float, ...]
    notes: tuple[str, ...]

    def prediction(self, rule: str) -> tuple[float, float]:
        """Return the prediction interval by another of the three rules: default, riley, t_k_minus_1."""
        one_of(rule, ("default", "riley", "t_k_minus_1"), "prediction")
        fields = {name: np.array([getattr(self, name)]) for name in ("estimate", "se", "df")}
        k, tau2 = np.array([float(self.k)]), np.array([self.tau2])
        low, high = prediction_limits(rule, self.tau2_method, self.level, k, tau2, fields)
        return float(low[0]), float(high[0])

    def tau2_interval(self, kind: str = "Q-profile", level: float | None = None) -> Tau2Interval:
        """Return the interval for tau2 by Q-profile or profile-likelihood; see `profile`."""
        pools = Pools.of([self.y], [self.v])
        return interval_of_tau2(pools, self.tau2_method, self.tau2, kind=kind, level=level or self.level)

    def on_proportion(self) -> BackTransformed:
        """Return estimate and limits as proportions (rates for IR, IRLN, IRS; unchanged for GEN).

        Freeman-Tukey goes back through Miller's inverse (1978) with the harmonic mean of the denominators.
        """
        n = harmonic_mean(self.sizes) if self.measure == "PFT" and self.sizes else None
        if self.measure == "PFT" and n is None:
            raise InputError("no denominators for the way back", "PFT", "pool counts with pool(), or give sizes=")
        back = {name: back_transform(getattr(self, name), self.measure, n or math.nan) for name in _LIMITS}
        notes = list(self.notes)
        if self.measure in PROPORTIONS and not all(0.0 <= x <= 1.0 for x in back.values() if not math.isnan(x)):
            notes.append(f"{self.measure} does not keep its limits between 0 and 1: read them with care, or use PLO")
        return BackTransformed(**back, n=n, notes=tuple(notes))

    def summary(self) -> pd.DataFrame:
        """Return the result as a frame: one row a quantity, on the measure's and on the natural scale."""
        import pandas as pd

        back = self.on_proportion() if self.measure != "PFT" or self.sizes else None
        rows = [(name, getattr(self, name), getattr(back, name, math.nan)) for name in _SUMMARY]
        between = self.tau2_interval()
        rows += [("tau2_low", between.low, math.nan), ("tau2_high", between.high, math.nan)]
        return pd.DataFrame(rows, columns=["quantity", self.measure, "natural scale"]).set_index("quantity")

    def plot_forest(self, ax: Any) -> Any:
        """Draw studies, diamond and prediction interval on a matplotlib `ax`, on the measure's scale, and return it."""
        z = float(quantile(self.level, np.array([np.inf]))[0])
        studies = [
            ForestRow(label, y, y - z * math.sqrt(v), y + z * math.sqrt(v), w)
            for label, y, v, w in zip(self.labels, self.y, self.v, self.weights, strict=True)
        ]
        pooled = ForestRow(f"pooled ({self.tau2_method}, {self.test})", self.estimate, self.ci_low, self.ci_high)
        expected = ForestRow("prediction interval", self.estimate, self.prediction_low, self.prediction_high)
        return draw_forest(ax, studies, pooled, None if math.isnan(self.prediction_low) else expected)


_SUMMARY = (
    *("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high", "se", "stat", "df", "p_value"),
    *("tau2", "tau2_se", "i2", "h2", "q", "q_df", "q_p", "k", "level"),
)


def pool(
    events: ArrayLike,
    n: ArrayLike,
    *,
    measure: str = "PLO",
    tau2: str = "REML",
    test: str = "knha",
    level: float = 0.95,
    prediction: str = "default",
    labels: Sequence[str] | None = None,
) -> Pooled:
    """Pool `events` among `n` (in person-time `n`, for the rates IR, IRLN, IRS): arrays of length k, one entry a study.

    measure: PR, PLN, PLO, PAS, PFT, IR, IRLN, IRS. tau2: EE, DL, HE, HS, SJ, PM, ML, REML, EB. test: z, knha, adhoc.
    prediction: default, riley, t_k_minus_1. Zero cells are treated as `effects` says, and noted. Raises UsageError for
    an unknown name and InputError for counts that cannot be. Formulas: `effects`, `heterogeneity`, `batch`.

    >>> pool([3, 5], [40, 50], tau2="DL", test="z").tau2
    0.0
    """
    check_options(tau2, test, level, prediction)
    one_of(measure, [m for m in MEASURES_OF_EFFECTS if m != "GEN"], "measure")
    is_proportion = measure in PROPORTIONS
    effects = proportion_effects(events, n, measure) if is_proportion else rate_effects(events, n, measure)
    sizes = check_counts(events, n)[1] if is_proportion else np.empty(0)
    notes = [zero_cells(effects.corrected, proportion=is_proportion)] if effects.corrected else []
    options = (tau2, test, level, prediction)
    return _pooled(effects.y, effects.v, measure, options, labels, sizes, notes)


def pool_effects(
    y: ArrayLike,
    v: ArrayLike,
    *,
    measure: str = "GEN",
    tau2: str = "REML",
    test: str = "knha",
    level: float = 0.95,
    prediction: str = "default",
    labels: Sequence[str] | None = None,
    sizes: ArrayLike | None = None,
) -> Pooled:
    """Pool effects `y` with variances `v`, arrays of length k; `measure` names their scale, for the way back.

    `sizes` are the denominators (wanted by the way back from PFT). Raises UsageError for an unknown name, InputError
    for lengths that differ and for values that are not finite or variances not above 0. Other arguments as in `pool`.

    >>> round(pool_effects([0.1, 0.3, 0.8], [0.02, 0.03, 0.05], tau2="PM", test="z").tau2, 5)
    0.09155
    """
    check_options(tau2, test, level, prediction)
    one_of(measure, MEASURES_OF_EFFECTS, "measure")
    effects, variances = check_effects(y, v)
    denominators = np.empty(0) if sizes is None else np.asarray(sizes, np.float64)
    return _pooled(effects, variances, measure, (tau2, test, level, prediction), labels, denominators, [])


def options_of(result: Pooled) -> tuple[str, str, float, str]:
    """The options under which a result was made, to fit something else in the same way."""
    return result.tau2_method, result.test, result.level, result.prediction_rule


def _pooled(
    y: Array,
    v: Array,
    measure: str,
    options: tuple[str, str, float, str],
    labels: Sequence[str] | None,
    sizes: Array,
    notes: list[str],
) -> Pooled:
    names = tuple(f"study {i + 1}" for i in range(len(y))) if labels is None else tuple(map(str, labels))
    if len(names) != len(y) or len(sizes) not in (0, len(y)):
        raise InputError(f"{len(y)} studies", "labels=, sizes=", "give one label and one size for each study")
    fit = fit_pools(Pools.of(y, v), *options)
    test = options[1] if len(y) > 1 else "z"
    return Pooled(
        measure=measure,
        tau2_method=fit.tau2_method,
        test=test,
        level=fit.level,
        prediction_rule=fit.prediction_rule,
        k=len(y),
        q_df=len(y) - 1,
        **{name: float(getattr(fit, name)[0]) for name in _NUMBERS},
        y=tuple(y.tolist()),
        v=tuple(v.tolist()),
        weights=tuple(fit.weights[0].tolist()),
        labels=names,
        sizes=tuple(sizes.tolist()),
        notes=(*notes, *caveats(fit, measure, sizes)),
    )


_NUMBERS = (
    *("estimate", "se", "stat", "df", "p_value", "ci_low", "ci_high", "tau2", "tau2_se", "i2", "h2", "q", "q_p"),
    *("s2w", "loglik", "aic", "bic", "aicc", "prediction_low", "prediction_high"),
)

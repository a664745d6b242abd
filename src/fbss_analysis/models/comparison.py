"""Two proportions against each other: difference, ratio, odds ratio, number needed to treat, natural frequencies.

Newcombe's interval of a difference joins the two Wilson intervals (method of variance estimates recovery, MOVER); the
same step gives the ratio and the odds ratio their Wilson-based intervals. `exact` is Fisher's conditional interval for
the odds ratio, the unconditional one (models.unconditional) for the difference, and for the ratio the image of a
Clopper-Pearson rectangle at the square root of the level, which covers at least as often as promised and is longer than
it need be. (statsmodels' score intervals are left out: they fail where a group has no events or only events.)

A number needed to treat is the reciprocal of a difference. Where the interval of the difference holds zero, the
interval of the number runs through infinity: from a benefit by way of no effect to a harm. It is shown so, not cut.

References: Newcombe RG. Stat Med 1998;17:873. Donner A, Zou GY. Stat Methods Med Res 2012;21:347 (MOVER for ratios).
Fagerland MW, Lydersen S, Laake P. Stat Methods Med Res 2015;24:224. Cornfield J. Proc Third Berkeley Symp 1956;4:135
(conditional odds ratio). Altman DG. BMJ 1998;317:1309 (NNT through infinity). Gigerenzer G, Edwards A. BMJ 2003;327:741
(natural frequencies).

>>> shift = difference(56, 70, 48, 80, method="newcombe")
>>> print(f"{shift.estimate:.4f} ({shift.ci_low:.4f} to {shift.ci_high:.4f})")
0.2000 (0.0524 to 0.3339)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats.contingency import odds_ratio as contingency_odds_ratio

from fbss_analysis.models.arguments import Floats, confidence, counts_of, fraction, one_of, plain, refuse
from fbss_analysis.models.proportion import proportion
from fbss_analysis.models.unconditional import difference_limits

Table = tuple[Floats, Floats, Floats, Floats]
Ends = tuple[Floats, Floats]
Method = Callable[[Table, float], Ends]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An effect of group 1 against group 2: `measure` is difference, ratio or odds_ratio; ends may be infinite."""

    measure: str
    estimate: Any
    ci_low: Any
    ci_high: Any
    level: float
    method: str


def difference(
    events_1: ArrayLike, n_1: ArrayLike, events_2: ArrayLike, n_2: ArrayLike, *, method: str, level: float = 0.95
) -> Comparison:
    """Estimate p1 - p2 with the interval that `method` names: newcombe or exact.

    Counts are scalars or arrays of one shape. InputError as in `proportion`; UsageError: an unknown method.
    """
    return _compare("difference", (events_1, n_1, events_2, n_2), method, level)


def ratio(
    events_1: ArrayLike, n_1: ArrayLike, events_2: ArrayLike, n_2: ArrayLike, *, method: str, level: float = 0.95
) -> Comparison:
    """Estimate p1 / p2 (the relative risk) with the interval that `method` names: newcombe or exact.

    With no event in group 2 the ratio is infinite; with none in both it is undefined, an InputError.
    """
    return _compare("ratio", (events_1, n_1, events_2, n_2), method, level)


def odds_ratio(
    events_1: ArrayLike, n_1: ArrayLike, events_2: ArrayLike, n_2: ArrayLike, *, method: str, level: float = 0.95
) -> Comparison:
    """Estimate the (sample) odds ratio with the interval that `method` names: newcombe or exact."""
    return _compare("odds_ratio", (events_1, n_1, events_2, n_2), method, level)


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """How many have to be treated for one to be better off (NNT) or worse off (NNH).

    `benefit` and `harm` are the parts of the interval on either side, None where the interval has no such part; where
    it has both, each runs to infinity, which is the place of no effect.
    """

    estimate: float
    kind: str
    benefit: tuple[float, float] | None
    harm: tuple[float, float] | None

    def __str__(self) -> str:
        if self.benefit and self.harm:
            return f"{self.kind} {self.estimate:.3g} (NNT {self.benefit[0]:.3g} to ∞ to NNH {self.harm[0]:.3g})"
        low, high = self.benefit or self.harm or (math.inf, math.inf)
        return f"{self.kind} {self.estimate:.3g} ({low:.3g} to {high:.3g})"


def number_needed(estimate: float, ci_low: float, ci_high: float) -> NumberNeeded:
    """Turn a risk reduction (control minus treated) and its interval into NNT or NNH, through infinity where it must.

    >>> print(number_needed(0.08, -0.02, 0.18))
    NNT 12.5 (NNT 5.56 to ∞ to NNH 50)
    """
    ends = np.array([estimate, ci_low, ci_high], dtype=float)
    refuse(~(np.abs(ends) <= 1), ends, "risk reduction", "must lie between -1 and 1", "divide percentages by 100")
    refuse([False, ci_low > estimate, ci_high < estimate], ends, "interval", "must hold the estimate", "order its ends")
    benefit = (_reciprocal(ci_high), _reciprocal(max(ci_low, 0.0))) if ci_high > 0 else None
    harm = (_reciprocal(-ci_low), _reciprocal(max(-ci_high, 0.0))) if ci_low < 0 else None
    return NumberNeeded(_reciprocal(abs(estimate)), "NNH" if estimate < 0 else "NNT", benefit, harm)


def natural_frequency(share: float, of: int | None = None) -> str:
    """Say a proportion in whole people: "8 in 100" where `of` is given, otherwise the nearest "1 in N".

    >>> natural_frequency(0.084), natural_frequency(0.084, of=100)
    ('1 in 12', '8 in 100')
    """
    p = float(fraction(share, "share"))
    if of is not None:
        return f"{math.floor(p * of + 0.5)} in {of:,}"
    if p == 0:
        return "none"
    return f"1 in {math.floor(1 / p + 0.5):,}"


def _compare(measure: str, table: tuple[ArrayLike, ...], method: str, level: float) -> Comparison:
    methods = METHODS[measure]
    one_of(method, methods)
    x1, n1 = counts_of(table[0], table[1], "n_1", "events_1")
    x2, n2 = counts_of(table[2], table[3], "n_2", "events_2")
    x1, n1, x2, n2 = (part.astype(float) for part in np.broadcast_arrays(x1, n1, x2, n2))
    both_zero = (x1 == 0) & (x2 == 0) | ((x1 == n1) & (x2 == n2) & (measure == "odds_ratio"))
    if measure != "difference":
        refuse(
            both_zero, x2, "events_2", f"leave the {measure} undefined together with events_1", "compare differences"
        )
    low, high = methods[method]((x1, n1, x2, n2), confidence(level))
    return Comparison(measure, plain(_estimate(measure, (x1, n1, x2, n2))), plain(low), plain(high), level, method)


def _estimate(measure: str, table: Table) -> Floats:
    x1, n1, x2, n2 = table
    if measure == "difference":
        return x1 / n1 - x2 / n2
    if measure == "ratio":
        return _quotient(x1 * n2, x2 * n1)
    return _quotient(x1 * (n2 - x2), x2 * (n1 - x1))


def _mover_difference(table: Table, level: float) -> Ends:
    """Newcombe's hybrid score interval (1998, method 10)."""
    p1, low1, high1 = _wilson(table[0], table[1], level)
    p2, low2, high2 = _wilson(table[2], table[3], level)
    low = p1 - p2 - np.hypot(p1 - low1, high2 - p2)
    return low, p1 - p2 + np.hypot(high1 - p1, p2 - low2)


def _mover_ratio(table: Table, level: float) -> Ends:
    return _mover(_wilson(table[0], table[1], level), _wilson(table[2], table[3], level))


def _mover_odds(table: Table, level: float) -> Ends:
    """The same step on odds; p / (1 - p) of an end at 1 is infinite, so such a table is taken the other way round."""
    x1, n1, x2, n2 = table
    opposite = (x1 == n1) & (x2 == 0) | (x1 == 0) & (x2 == n2)
    refuse(opposite, x1, "events_1", "leave newcombe without a limit (all events in one group)", "use method='exact'")
    full = (x1 == n1) | (x2 == n2)
    turned = np.where(full, n2 - x2, x1), np.where(full, n2, n1), np.where(full, n1 - x1, x2), np.where(full, n1, n2)
    odds = [tuple(_quotient(p, 1 - p) for p in _wilson(x, n, level)) for x, n in (turned[:2], turned[2:])]
    return _mover(odds[0], odds[1])


def _mover(first: tuple[Floats, ...], second: tuple[Floats, ...]) -> Ends:
    """Limits of a ratio from the limits of its terms (Donner and Zou 2012, eq. 9)."""
    (p1, low1, high1), (p2, low2, high2) = first, second
    with np.errstate(all="ignore"):
        low = _mover_end(p1, p2, low1, high2, -1)
        high = np.where(p2 == 0, np.inf, _mover_end(p1, p2, high1, low2, 1))
        return np.where(p1 == 0, 0.0, low), high


def _mover_end(p1: Floats, p2: Floats, end1: Floats, end2: Floats, side: int) -> Floats:
    shortfall = (p1 * p2) ** 2 - end1 * end2 * (2 * p1 - end1) * (2 * p2 - end2)
    return _quotient(p1 * p2 + side * np.sqrt(np.maximum(shortfall, 0)), end2 * (2 * p2 - end2))


def _exact(limits: Callable[[float, float, float, float, float], tuple[float, float]]) -> Method:
    """A scalar function of a table and a level for arrays of tables."""

    def interval(table: Table, level: float) -> Ends:
        low, high = np.vectorize(limits, otypes=[float, float])(*table, level)
        return low, high

    return interval


def _rectangle(table: Table, level: float) -> Ends:
    """The ratios in a rectangle of Clopper-Pearson intervals, each at the square root of the level: both hold."""
    one = proportion(table[0], table[1], method="clopper_pearson", level=level**0.5)
    two = proportion(table[2], table[3], method="clopper_pearson", level=level**0.5)
    return _quotient(one.ci_low, two.ci_high), _quotient(one.ci_high, two.ci_low)


def _fisher(x1: float, n1: float, x2: float, n2: float, level: float) -> tuple[float, float]:
    """The conditional limits of the odds ratio, from scipy."""
    cells = np.array([[x1, n1 - x1], [x2, n2 - x2]], dtype=int)
    interval = contingency_odds_ratio(cells, kind="conditional").confidence_interval(level)
    return float(interval.low), float(interval.high)


def _wilson(x: Floats, n: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    result = proportion(x, n, method="wilson", level=level)
    return np.asarray(result.estimate), np.asarray(result.ci_low), np.asarray(result.ci_high)


def _quotient(top: Any, bottom: Any) -> Floats:
    """A ratio of what is not negative, infinite where only the bottom is zero."""
    with np.errstate(all="ignore"):
        return np.asarray(np.where(np.equal(bottom, 0), np.inf, np.divide(top, bottom)))


def _reciprocal(x: float) -> float:
    return 1 / x if x else math.inf


METHODS: MappingProxyType[str, dict[str, Method]] = MappingProxyType(
    {
        "difference": {"newcombe": _mover_difference, "exact": _exact(difference_limits)},
        "ratio": {"newcombe": _mover_ratio, "exact": _rectangle},
        "odds_ratio": {"newcombe": _mover_odds, "exact": _exact(_fisher)},
    }
)

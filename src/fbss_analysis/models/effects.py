"""Effect sizes of single-arm studies: a proportion or a rate on the scale where it is pooled, and the way back.

| measure | scale | variance | back |
|---|---|---|---|
| PR | p | p (1 - p) / n | identity |
| PLN | log p | 1/x - 1/n | exp |
| PLO | log(p / (1 - p)) | 1/x + 1/(n - x) | logistic |
| PAS | asin(sqrt p) | 1 / (4 n) | sin squared |
| PFT | Freeman-Tukey double arcsine | 1 / (4 n + 2) | Miller's inverse with the harmonic mean of the n |
| IR | x / t | x / t^2 | identity |
| IRLN | log(x / t) | 1/x | exp |
| IRS | sqrt(x / t) | 1 / (4 t) | square |

Zero cells: for PR, PLN, PLO half an event and half a non-event are added to studies without events or without
non-events, and only to those; for IR and IRLN half an event to studies without events. PAS, PFT and IRS need nothing.

References: Freeman & Tukey 1950, Ann Math Stat 21:607; Miller 1978, Am Stat 32:138; Schwarzer et al. 2019, Res Synth
Methods 10:476 (why one n for the way back from Freeman-Tukey can mislead); Viechtbauer 2010, J Stat Softw 36(3).

>>> e = proportion_effects([0, 5], [10, 20], "PLO")
>>> e.y.round(4).tolist(), e.corrected
([-3.0445, -1.0986], (0,))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fbss_analysis.errors import InputError
from fbss_analysis.models.arguments import counts_of, numbers, one_of, positive, refuse, whole
from fbss_analysis.models.projection import Array


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects `y`, their variances `v`, and the indices of the studies whose cells were corrected."""

    y: Array
    v: Array
    measure: str
    corrected: tuple[int, ...] = ()


def proportion_effects(events: ArrayLike, n: ArrayLike, measure: str) -> Effects:
    """Return the effect sizes of `events` among `n` (both of length k) for one of PR, PLN, PLO, PAS, PFT.

    Raises UsageError for an unknown measure and InputError for counts that cannot be.

    >>> proportion_effects([5], [20], "PAS").v.tolist()
    [0.0125]
    """
    formula = _chosen(PROPORTIONS, measure)
    x, size = check_counts(events, n)
    edge = (x == 0) | (x == size) if measure in ("PR", "PLN", "PLO") else np.zeros(len(x), bool)
    y, v = formula(x + 0.5 * edge, size + 1.0 * edge)
    return Effects(y, v, measure, tuple(np.flatnonzero(edge).tolist()))


def rate_effects(events: ArrayLike, time: ArrayLike, measure: str) -> Effects:
    """Return the effect sizes of `events` in `time` (person-time, its unit is kept) for one of IR, IRLN, IRS.

    >>> rate_effects([8], [1461.0], "IRLN").y.round(4).tolist()
    [-5.2074]
    """
    formula = _chosen(RATES, measure)
    x, t = _studies(whole(events, "events"), "events"), _studies(positive(time, "time"), "time")
    _same_length(x, t, "events", "time")
    edge = (x == 0) if measure != "IRS" else np.zeros(len(x), bool)
    y, v = formula(x + 0.5 * edge, t)
    return Effects(y, v, measure, tuple(np.flatnonzero(edge).tolist()))


def check_counts(events: ArrayLike, n: ArrayLike) -> tuple[Array, Array]:
    """Return `events` and `n` as float arrays of one length, or say which study's counts cannot be."""
    x, size = _studies(whole(events, "events"), "events"), _studies(whole(n, "n"), "n")
    _same_length(x, size, "events", "n")
    return counts_of(x, size)


def check_effects(y: ArrayLike, v: ArrayLike) -> tuple[Array, Array]:
    """Return effects and variances as float arrays of one length; variances must be above 0 and finite."""
    effects, variances = _studies(numbers(y, "y"), "y"), _studies(positive(v, "v"), "v")
    _same_length(effects, variances, "y", "v")
    todo = "look for a misprint, or change the unit"
    refuse(np.abs(effects) > HUGE, effects, "y", "must be within computing range", todo)
    refuse(~computable(variances), variances, "v", "must be within computing range of the others", todo)
    return effects, variances


def computable(variances: Array) -> NDArray[np.bool_]:
    """Which variances of a row double precision can weigh against the largest of the row, the last axis."""
    widest = variances.max(-1, keepdims=True)
    return np.asarray((variances > widest * SPREAD) & (variances > 1.0 / HUGE) & (variances < HUGE))


def back_transform(value: float, measure: str, n: float = math.nan) -> float:
    """Return `value` of the measure's scale as a proportion (or a rate); Freeman-Tukey needs `n`. NaN stays NaN.

    >>> round(back_transform(0.2, "PAS"), 4)
    0.0395
    """
    if math.isnan(value):
        return value
    if measure == "PFT":
        return _freeman_tukey_inverse(value, n)
    return _BACK[measure](value)


def harmonic_mean(n: Sequence[float] | Array) -> float:
    """The harmonic mean of the denominators, which metafor puts into Miller's inverse.

    >>> harmonic_mean([10, 40])
    16.0
    """
    return float(1.0 / np.mean(1.0 / np.asarray(n, float)))


def _freeman_tukey_inverse(value: float, n: float) -> float:
    """Miller 1978, equation 1; outside the range that the transformation can reach, the nearer of 0 and 1."""
    low = 0.5 * math.asin(math.sqrt(1.0 / (n + 1.0)))
    high = 0.5 * (math.asin(math.sqrt(n / (n + 1.0))) + math.pi / 2.0)
    if value <= low:
        return 0.0
    if value >= high:
        return 1.0
    sine = math.sin(2.0 * value)
    inner = sine + (sine - 1.0 / sine) / n
    return 0.5 * (1.0 - math.copysign(1.0, math.cos(2.0 * value)) * math.sqrt(max(0.0, 1.0 - inner * inner)))


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value)) if value > -700.0 else math.exp(value)


def _exp(value: float) -> float:
    return math.exp(value) if value < 709.0 else math.inf


def _sine_square(value: float) -> float:
    return math.sin(min(max(value, 0.0), math.pi / 2.0)) ** 2


def _square(value: float) -> float:
    return max(value, 0.0) ** 2


def _identity(value: float) -> float:
    return value


_BACK: Mapping[str, Callable[[float], float]] = {
    "PR": _identity,
    "PLN": _exp,
    "PLO": _logistic,
    "PAS": _sine_square,
    "IR": _identity,
    "IRLN": _exp,
    "IRS": _square,
    "GEN": _identity,
}

# The traces of the projection lose a digit for each decade between the variances; beyond 14 decades none is left.
HUGE, SPREAD = 1e100, 1e-14

Formula = Callable[[Array, Array], tuple[Array, Array]]


def _pft(x: Array, n: Array) -> tuple[Array, Array]:
    y = 0.5 * (np.arcsin(np.sqrt(x / (n + 1.0))) + np.arcsin(np.sqrt((x + 1.0) / (n + 1.0))))
    return y, 1.0 / (4.0 * n + 2.0)


PROPORTIONS: Mapping[str, Formula] = {
    "PR": lambda x, n: (x / n, x * (n - x) / n**3),
    "PLN": lambda x, n: (np.log(x / n), 1.0 / x - 1.0 / n),
    "PLO": lambda x, n: (np.log(x / (n - x)), 1.0 / x + 1.0 / (n - x)),
    "PAS": lambda x, n: (np.arcsin(np.sqrt(x / n)), 1.0 / (4.0 * n)),
    "PFT": _pft,
}
RATES: Mapping[str, Formula] = {
    "IR": lambda x, t: (x / t, x / t**2),
    "IRLN": lambda x, t: (np.log(x / t), 1.0 / x),
    "IRS": lambda x, t: (np.sqrt(x / t), 1.0 / (4.0 * t)),
}
MEASURES = (*PROPORTIONS, *RATES, "GEN")


def _chosen(formulas: Mapping[str, Formula], measure: str) -> Formula:
    return formulas[one_of(measure, tuple(formulas), "measure")]


def _studies(array: Array, name: str) -> Array:
    if array.ndim != 1 or array.size == 0:
        what = f"{name} has the shape {array.shape}"
        raise InputError(what, name, "give a list with one number for each study, at least one")
    return array


def _same_length(left: Array, right: Array, name: str, other: str) -> None:
    if len(left) != len(right):
        what = f"{name} has {len(left)} entries and {other} has {len(right)}"
        raise InputError(what, f"{name} and {other}", "give one number for each study in both")

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

from fbss_analysis.models.projection import Array
from fbss_analysis.schema import InputError, UsageError


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
    """
    formula = _chosen(PROPORTIONS, measure)
    x, size = check_counts(events, n)
    edge = (x == 0) | (x == size) if measure in ("PR", "PLN", "PLO") else np.zeros(len(x), bool)
    y, v = formula(x + 0.5 * edge, size + 1.0 * edge)
    return Effects(y, v, measure, tuple(np.flatnonzero(edge).tolist()))


def rate_effects(events: ArrayLike, time: ArrayLike, measure: str) -> Effects:
    """Return the effect sizes of `events` in `time` (person-time, its unit is kept) for one of IR, IRLN, IRS."""
    formula = _chosen(RATES, measure)
    x, t = _counts("events", events), _finite("time", time)
    _same_length(x, t, "time")
    _refuse("time", t, t <= 0, "is not above 0", "give the person-time at risk of each study")
    edge = (x == 0) if measure != "IRS" else np.zeros(len(x), bool)
    y, v = formula(x + 0.5 * edge, t)
    return Effects(y, v, measure, tuple(np.flatnonzero(edge).tolist()))


def check_counts(events: ArrayLike, n: ArrayLike) -> tuple[Array, Array]:
    """Return `events` and `n` as float arrays of one length, or say which study's counts cannot be."""
    x, size = _counts("events", events), _counts("n", n)
    _same_length(x, size, "n")
    _refuse("n", size, size < 1, "is below 1", "leave the study out or give its denominator")
    _refuse("events", x, x > size, "is more than n", "look whether events and n were exchanged")
    return x, size


def check_effects(y: ArrayLike, v: ArrayLike) -> tuple[Array, Array]:
    """Return effects and variances as float arrays of one length; variances must be above 0 and finite."""
    effects, variances = _finite("y", y), _vector("v", v)
    _same_length(effects, variances, "v")
    _refuse("v", variances, np.isnan(variances), "is not a number", "give the squared standard error of each study")
    _refuse("v", variances, np.isinf(variances), "is infinite", "leave the study out: it carries no information")
    _refuse("v", variances, variances <= 0, "is not above 0", "a study cannot have all the weight: give its variance")
    return effects, variances


def back_transform(value: float, measure: str, n: float = math.nan) -> float:
    """Return `value` of the measure's scale as a proportion (or a rate); Freeman-Tukey needs `n`. NaN stays NaN."""
    if math.isnan(value):
        return value
    if measure == "PFT":
        return _freeman_tukey_inverse(value, n)
    return _BACK[measure](value)


def harmonic_mean(n: Sequence[float] | Array) -> float:
    """The harmonic mean of the denominators, which metafor puts into Miller's inverse."""
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


def known(kind: str, name: str, names: Sequence[str] | Mapping[str, object]) -> str:
    """Return `name` if it is one of `names`, otherwise a UsageError that lists them."""
    if not isinstance(name, str) or name not in names:
        raise UsageError(f"{name!r} is not a known {kind}", f"{kind}=", f"use one of {', '.join(names)}")
    return name


def _chosen(formulas: Mapping[str, Formula], measure: str) -> Formula:
    return formulas[known("measure", measure, formulas)]


def _vector(name: str, values: ArrayLike) -> Array:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} are not all numbers", f"{name}=", "give one number for each study") from error
    if array.ndim != 1 or len(array) == 0:
        raise InputError(f"{name} has shape {array.shape}", f"{name}=", "give one number for each study, at least one")
    return array


def _finite(name: str, values: ArrayLike) -> Array:
    array = _vector(name, values)
    _refuse(name, array, ~np.isfinite(array), "is not a finite number", "leave the study out or give its value")
    return array


def _counts(name: str, values: ArrayLike) -> Array:
    array = _finite(name, values)
    _refuse(name, array, array < 0, "is negative", "give counts")
    _refuse(name, array, array != np.floor(array), "is not a whole number", "give counts, not percents")
    return array


def _same_length(left: Array, right: Array, name: str) -> None:
    if len(left) != len(right):
        raise InputError(f"lengths differ: {len(left)} and {len(right)}", f"{name}=", "give one number for each study")


def _refuse(name: str, values: Array, bad: NDArray[np.bool_], what: str, todo: str) -> None:
    if bad.any():
        index = int(np.argmax(bad))
        raise InputError(f"{name} {what}: {values[index]:g}", f"{name}[{index}]", todo)

"""One family's answer to published horizons: a nominal curve and the curves that the rounding leaves possible.

Three ways to a curve, and the result says which was taken. `through`: the family has as many parameters as there are
horizons, and the nominal curve meets the printed values. `nearest`: more horizons than parameters, but some curve of
the family passes through the whole rounding box; the nominal one is nearest to the printed values. `likelihood`: no
curve passes; then the nominal one is fitted by interval-censored maximum likelihood, and the envelope is that of the
fits at the corners of the box. In the first two cases the envelope is exact.

>>> box = Box((0.5, 1), (0.054, 0.084), (0.0535, 0.0835), (0.0545, 0.0845))
>>> curve = curve_through("weibull", box)
>>> str(curve.time_to(0.20)), str(curve.shape)
('4.11 (3.886 to 4.365)', '0.6604 (0.6377 to 0.6831)')
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fbss_analysis.models.arguments import fraction, positive
from fbss_analysis.models.box import Box, Envelope, extremes, members, nearest
from fbss_analysis.models.families import Distribution, Piecewise, Staircase, parameters_of
from fbss_analysis.schema import InputError, UsageError

THROUGH, NEAREST, LIKELIHOOD = "through", "nearest", "likelihood"


@dataclass(frozen=True, slots=True)
class FamilyCurve:
    """A family's nominal curve, the curves that bound the others (`members`), and `how` they were found."""

    family: str
    how: str
    nominal: Distribution
    members: tuple[Distribution, ...]
    box: Box

    def at(self, time: float) -> Envelope:
        """The cumulative incidence at `time` (above 0, may be infinite for the plateau)."""
        if time != math.inf:
            positive(time, "time")
        return self._envelope(lambda curve: curve.incidence(time))

    def time_to(self, p: float) -> Envelope:
        """The time by which a share `p` has had the event; infinite where it never is."""
        fraction(p, "p")
        return self._envelope(lambda curve: curve.time_to(p))

    def restricted_mean(self, until: float) -> Envelope:
        """The mean event-free time up to `until` (RMST)."""
        tau = float(positive(until, "until"))
        others = extremes(self.family, self.box, self.members, lambda curve: restricted_mean(curve, tau))
        return Envelope.of(restricted_mean(self.nominal, tau), others)

    def parameter(self, name: str) -> Envelope:
        """A parameter by name: shape and scale; rate and plateau where the family has them."""
        known = self.nominal.parameters()
        if name not in known:
            raise UsageError(f"{self.family} has no {name!r}", "parameter", f"use one of: {', '.join(known)}")
        return self._envelope(lambda curve: curve.parameters().get(name, math.nan))

    @property
    def shape(self) -> Envelope:
        """Shape: below 1 the Weibull hazard falls, above it rises (for Gompertz: below and above 0)."""
        return self.parameter("shape")

    @property
    def scale(self) -> Envelope:
        """Scale, in the unit of the horizons."""
        return self.parameter("scale")

    @property
    def rate(self) -> Envelope:
        """The hazard of an exponential, at the start of Gompertz, in the last interval of a piecewise curve."""
        return self.parameter("rate")

    def as_rows(self, times: Sequence[float] = (), shares: Sequence[float] = ()) -> list[dict[str, Any]]:
        """Plain records: parameters, incidence at `times`, time to `shares`, each with its envelope."""
        asked = {name: self.parameter(name) for name in self.nominal.parameters()}
        asked |= {f"incidence at {t:g}": self.at(t) for t in times} | {
            f"time to {p:g}": self.time_to(p) for p in shares
        }
        common = {"family": self.family, "how": self.how}
        return [common | {"quantity": k, "value": e.value, "low": e.low, "high": e.high} for k, e in asked.items()]

    def _envelope(self, answer: Callable[[Distribution], float]) -> Envelope:
        return Envelope.of(answer(self.nominal), [answer(curve) for curve in self.members])


def curve_through(family: str, box: Box) -> FamilyCurve | None:
    """The curve of `family` through `box` with its exact envelope, None where the family cannot pass through it."""
    bounding = members(family, box)
    if not bounding:
        return None
    how = THROUGH if parameters_of(family) in (0, len(box.times)) else NEAREST
    return FamilyCurve(family, how, nearest(family, box), tuple(bounding), box)


def curve_by_likelihood(
    family: str, box: Box, fit: Callable[[Sequence[float]], Distribution], nominal: Distribution
) -> FamilyCurve:
    """The maximum likelihood curve of `family`, with the fits at the corners of `box` around it.

    `fit` makes a curve of the incidences at the horizons. A fit depends smoothly on them, and a rounding box is small,
    so that its extremes lie at corners up to terms of the second order in its width.
    """
    found = []
    for corner in _corners(box):
        try:
            found.append(fit(corner))
        except InputError:  # a corner where the likelihood has no maximum bounds nothing
            continue
    return FamilyCurve(family, LIKELIHOOD, nominal, tuple(found), box)


def _corners(box: Box) -> list[tuple[float, ...]]:
    """All corners for up to seven horizons; beyond, those whose ends change sides at most twice along the curve."""
    m = len(box.times)
    if m <= 7:
        return list(dict.fromkeys(box.corners()))
    sides = np.array([[(i <= k < j) for k in range(m)] for i in range(m) for j in range(i, m + 1)])
    patterns = np.unique(np.vstack([sides, ~sides]), axis=0)
    return [tuple(np.maximum.accumulate(np.where(row, box.high, box.low)).tolist()) for row in patterns]


def restricted_mean(curve: Distribution, until: float) -> float:
    """The area under the survival curve up to `until`, by Gauss-Legendre quadrature between its kinks.

    The substitution t = until · v⁴ takes away the infinite slope that curves of shape below 1 have at zero.
    """
    kinks = curve.times if isinstance(curve, Piecewise) else (curve.time,) if isinstance(curve, Staircase) else ()
    edges = sorted({0.0, until, *(t for t in kinks if 0 < t < until)})
    total = 0.0
    for start, end in itertools.pairwise(edges):
        times = start + (end - start) * _NODES**4
        survival = np.array([1 - curve.incidence(float(t)) for t in times])
        total += (end - start) * float(_WEIGHTS @ (4 * _NODES**3 * survival))
    return total


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(80)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2

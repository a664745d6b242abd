"""What happens between horizons: conditional risks, hazards, ratios, each with its envelope over the rounding box.

"5.4% at six months and 8.4% at twelve" holds more than two numbers: 3.2% of those still well fail in the second half
year, at 0.58 times the rate of the first. Each such quantity moves one way with every printed value, so that its least
and greatest values lie at corners of the box; only the horizons that it involves are looked at.

H is the cumulative hazard, -ln(1 - F). Times are in the unit of the horizons, hazards per that unit.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, section 1.2.

>>> box = Box((0.5, 1), (0.054, 0.084), (0.0535, 0.0835), (0.0545, 0.0845))
>>> str(conditional_risk(box, 1)), str(hazard(box, 1)), str(ratio(box, 1, 0))
('0.03171 (0.03067 to 0.03275)', '0.06445 (0.0623 to 0.0666)', '1.556 (1.532 to 1.579)')
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from fbss_analysis.models.box import Box, Envelope


def conditional_risk(box: Box, j: int) -> Envelope:
    """The share that has the event by horizon `j` among those without it at the horizon before."""
    if j == 0:
        return Envelope(box.nominal[0], box.low[0], box.high[0])
    return over_corners(box, (j - 1, j), lambda f: _quotient(f[1] - f[0], 1 - f[0]))


def hazard(box: Box, j: int) -> Envelope:
    """The constant hazard that gives the events between the horizon before `j` and `j`."""
    places = (j,) if j == 0 else (j - 1, j)
    return over_corners(box, places, lambda f: _hazard(box, j, f))


def hazard_ratio(box: Box, later: int, earlier: int) -> Envelope:
    """How the hazard of one interval compares with that of another; intervals are named by their last horizon."""
    places = sorted({i for j in (later, earlier) for i in (j - 1, j) if i >= 0})

    def answer(f: Sequence[float]) -> float:
        known = dict(zip(places, f, strict=True))
        above, below = (_hazard(box, j, [known[i] for i in (j - 1, j) if i >= 0]) for j in (later, earlier))
        return _quotient(above, below)

    return over_corners(box, places, answer)


def ratio(box: Box, above: int, below: int) -> Envelope:
    """The cumulative incidence at one horizon divided by that at another."""
    if above < below:
        return over_corners(box, (above, below), lambda f: _quotient(f[0], f[1]))
    return over_corners(box, (below, above), lambda f: _quotient(f[1], f[0]))


def ratio_under_constant_hazard(box: Box, above: int, below: int) -> Envelope:
    """The ratio that a constant hazard through the horizon `below` would have given: what `ratio` is to be held to."""
    times = box.times[above] / box.times[below]
    return over_corners(box, (below,), lambda f: _quotient(1 - (1 - f[0]) ** times, f[0]))


def over_corners(box: Box, places: Sequence[int], answer: Callable[[Sequence[float]], float]) -> Envelope:
    """The envelope of an answer that moves one way with the incidence at each of `places`."""
    part = box.only(places)
    return Envelope.of(answer(part.nominal), [answer(corner) for corner in part.corners()])


def _hazard(box: Box, j: int, f: Sequence[float]) -> float:
    width = box.times[j] - (box.times[j - 1] if j else 0.0)
    first = _cumulative(f[0]) if j else 0.0
    last = _cumulative(f[-1])
    return (last - first) / width if last > first else 0.0


def _cumulative(p: float) -> float:
    return -math.log1p(-p) if p < 1 else math.inf


def _quotient(top: float, bottom: float) -> float:
    """A quotient of what is not negative: infinite over zero, undefined (NaN) for zero over zero and ∞ / ∞."""
    if bottom == 0:
        return math.inf if top > 0 else math.nan
    return math.nan if math.isinf(top) and math.isinf(bottom) else top / bottom

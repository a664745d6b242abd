"""Everything that a rounding box lets a curve do: whether it fits, and how far its answers can move.

A printed incidence at each of a few horizons is a box: one interval for each horizon. Which curves of a family pass
through all of them? For a family of two parameters two curves cross at most once, so the curves that fit are bounded by
those that touch the box at two of its ends (on the straight-line scale: the corners of a polygon). Every answer that
moves one way along the family's lines (incidence at a time, time to an incidence, shape, scale) is therefore extreme
at one of these `members`, and the envelope is exact, not sampled. No member means that no curve of the family fits,
and `smallest_half_width` says how much wider the printed values would have to be.

References: Boyd S, Vandenberghe L. Convex Optimization. CUP 2004, section 4.2.5 and 4.3 (quasilinear functions are
extreme at vertices). Karlin S, Studden WJ. Tchebycheff Systems. Wiley 1966, chapter 2 (curves that cross once).

>>> box = Box((2, 5, 10), (0.062, 0.108, 0.184), (0.0615, 0.1075, 0.1835), (0.0625, 0.1085, 0.1845))
>>> len(members("weibull", box)), round(100 * smallest_half_width("weibull", box), 4)
(0, 0.3819)
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fbss_analysis.models.families import Distribution, Piecewise, Point, parameters_of, through
from fbss_analysis.schema import InputError

# Two ends that agree to this are one: a curve through a corner misses it by rounding only.
TOUCH = 1e-12


@dataclass(frozen=True, slots=True)
class Envelope:
    """A value with the least and the greatest that the rounding leaves possible (ends closed)."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"

    def times(self, factor: float) -> Envelope:
        """The envelope in other units: all three numbers times a positive `factor`."""
        return Envelope(self.value * factor, self.low * factor, self.high * factor)

    def as_row(self, quantity: str = "") -> dict[str, str | float]:
        """The envelope as a plain record: what it is, its value, the least and the most."""
        return {"quantity": quantity, "value": self.value, "low": self.low, "high": self.high}

    @classmethod
    def of(cls, value: float, others: Sequence[float]) -> Envelope:
        """The envelope of a nominal value and others; what is undefined (NaN) is passed over."""
        known = [x for x in (value, *others) if not math.isnan(x)]
        return cls(value, min(known, default=math.nan), max(known, default=math.nan))


@dataclass(frozen=True, slots=True)
class Box:
    """Printed incidences at rising times, as proportions: nominal, lowest and highest (closed)."""

    times: tuple[float, ...]
    nominal: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def tightened(self) -> Box:
        """The box without values from which the incidence would have to fall; an InputError where none is left."""
        low = np.maximum.accumulate(self.low)
        high = np.minimum.accumulate(self.high[::-1])[::-1]
        if np.any(low > high):
            j = int(np.argmax(low > high))
            what = f"the incidence falls: at {self.times[j]:g} at most {high[j]:.4g}, before at least {low[j]:.4g}"
            raise InputError(what, f"horizon {self.times[j]:g}", "check the values; a cumulative incidence cannot fall")
        nominal = np.clip(np.maximum.accumulate(self.nominal), low, high)
        return Box(self.times, *(tuple(part.tolist()) for part in (nominal, low, high)))

    def only(self, places: Sequence[int]) -> Box:
        """The box of some horizons alone."""
        kept = ([part[i] for i in places] for part in (self.times, self.nominal, self.low, self.high))
        return Box(*(tuple(part) for part in kept))

    def widened(self, half_width: float) -> Box:
        """A box of `half_width` to either side of the nominal values, within 0 and 1."""
        low = tuple(max(p - half_width, 0.0) for p in self.nominal)
        return Box(self.times, self.nominal, low, tuple(min(p + half_width, 1.0) for p in self.nominal))

    def corners(self) -> Iterator[tuple[float, ...]]:
        """Every corner from which the incidence does not fall, and the ends of level stretches between them."""
        for corner in itertools.product(*zip(self.low, self.high, strict=True)):
            yield tuple(np.maximum.accumulate(corner).tolist())
            yield tuple(np.minimum.accumulate(corner[::-1])[::-1].tolist())

    def holds(self, curve: Distribution) -> bool:
        """Whether `curve` passes through every interval."""
        rows = zip(self.times, self.low, self.high, strict=True)
        return all(low - TOUCH <= curve.incidence(t) <= high + TOUCH for t, low, high in rows)


def members(family: str, box: Box) -> list[Distribution]:
    """The curves of `family` that bound all those through `box`; none where the family cannot pass through it.

    For piecewise_exponential, which always can, curves through corners: inside an interval only its two ends matter,
    beyond the last horizon only the last two. InputError: fewer horizons than parameters.
    """
    count = parameters_of(family)
    if len(box.times) < count:
        what = f"{family} needs {count} horizons, got {len(box.times)}"
        raise InputError(what, "horizons", "choose exponential, or give another horizon")
    if family == "piecewise_exponential":
        return _piecewise(box)
    candidates = (
        through(family, points)
        for places in itertools.combinations(range(len(box.times)), count)
        for points in _ends(box, places)
    )
    return [curve for curve in candidates if box.holds(curve)]


def _ends(box: Box, places: Sequence[int]) -> Iterator[list[Point]]:
    """Points at the low or high end of each place that do not fall; level ones at every end within reach."""
    seen = set()
    for corner in itertools.product(*((box.low[i], box.high[i]) for i in places)):
        for ends in (np.maximum.accumulate(corner), np.minimum.accumulate(corner[::-1])[::-1]):
            if (key := tuple(ends.tolist())) not in seen:
                seen.add(key)
                yield [(box.times[i], p) for i, p in zip(places, key, strict=True)]


def _piecewise(box: Box) -> list[Distribution]:
    """Curves through every corner of two neighbouring horizons, the others once low and once high."""
    found: list[Distribution] = []
    for i in range(len(box.times)):
        pair = [j for j in (i - 1, i) if j >= 0]
        for points in _ends(box, pair):
            for base in (box.low, box.high):
                values = list(base)
                for j, (_, p) in zip(pair, points, strict=True):
                    values[j] = p
                order = np.clip(np.maximum.accumulate(values), box.low, box.high)
                curve = through("piecewise_exponential", list(zip(box.times, order.tolist(), strict=True)))
                assert isinstance(curve, Piecewise)
                found.append(curve)
    return list(dict.fromkeys(found))


def smallest_half_width(family: str, box: Box) -> float:
    """The least half-width around the nominal values, the same at every horizon, that lets `family` pass through."""
    if len(box.times) <= parameters_of(family) or family == "piecewise_exponential":
        return 0.0
    fits, misses = 1.0, 0.0
    for _ in range(60):
        middle = (fits + misses) / 2
        if members(family, box.widened(middle).tightened()):
            fits = middle
        else:
            misses = middle
    return fits if fits > TOUCH else 0.0


def nearest(family: str, box: Box) -> Distribution:
    """The curve of `family` whose greatest distance from the nominal values is least; through them where it can be."""
    if parameters_of(family) in (0, len(box.times)):
        return through(family, list(zip(box.times, box.nominal, strict=True)))
    width = smallest_half_width(family, box)
    touching = members(family, box.widened(width * (1 + 1e-9)).tightened())
    return touching[0]


def extremes(
    family: str, box: Box, bounding: Sequence[Distribution], answer: Callable[[Distribution], float]
) -> list[float]:
    """Values of an `answer` that need not be extreme at a member: searched along the curves between two members.

    The curves through one end of the box form an edge; on it the answer has one turning point at most for a mean time.
    """
    found = [answer(curve) for curve in bounding]
    if parameters_of(family) != 2:
        return found
    for i, time in enumerate(box.times):
        other = i - 1 if i else 1
        for end in (box.low[i], box.high[i]):
            touching = [c.incidence(box.times[other]) for c in bounding if abs(c.incidence(time) - end) <= 2 * TOUCH]
            if len(touching) > 1 and max(touching) > min(touching):
                found += _search(family, (time, end), box.times[other], (min(touching), max(touching)), answer)
    return found


def _search(
    family: str, fixed: Point, time: float, reach: tuple[float, float], answer: Callable[[Distribution], float]
) -> list[float]:
    def along(p: float) -> float:
        return answer(through(family, sorted([fixed, (time, p)])))

    from scipy.optimize import minimize_scalar  # slow to import, and an audit of pages needs none

    ends = [minimize_scalar(lambda p, s=s: s * along(p), bounds=reach, method="bounded") for s in (1, -1)]
    return [float(ends[0].fun), -float(ends[1].fun)]

"""Parametric curves of cumulative incidence: exponential, Weibull, log-logistic, log-normal, Gompertz, piecewise.

The first four are straight lines on a transformed scale: with x = ln t and a link g (complementary log-log, logit,
probit), g(F) = (x - location) / spread. Shape is 1 / spread and scale is exp(location), the names of R's dweibull and
of flexsurv. Gompertz has the hazard rate · exp(shape · t); with a negative shape some never have the event, and the
time to a share beyond that plateau is infinite. A piecewise exponential curve has a constant hazard between horizons
and keeps the last one.

Two points fix a curve of two parameters (one fixes an exponential): `through`. Where a point lies at 0 or 1, or two
points are level, the curve is a limit of the family, a `Staircase`.

Time is in the unit of the horizons given; incidence is a proportion.

References: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, chapter 2.
Gompertz B. Phil Trans R Soc 1825;115:513. Jackson CH. J Stat Softw 2016;70(8) (flexsurv, the parametrisations).

>>> curve = through("weibull", [(0.5, 0.054), (1, 0.084)])
>>> round(curve.parameters()["shape"], 4), round(curve.incidence(2), 4), round(curve.time_to(0.20), 2)
(0.6604, 0.1295, 4.11)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from scipy import special

from fbss_analysis.models.arguments import Floats, one_of
from fbss_analysis.models.roots import brent
from fbss_analysis.schema import InputError

Point = tuple[float, float]


class Distribution(Protocol):
    """What every curve can say."""

    @property
    def family(self) -> str:
        """The name of the family."""

    def incidence(self, time: float) -> float:
        """The share with the event by `time`."""

    def time_to(self, p: float) -> float:
        """The time by which a share `p` has had the event, infinite where it never is."""

    def parameters(self) -> dict[str, float]:
        """Parameters by name."""


@dataclass(frozen=True, slots=True)
class Link:
    """The transformed scale on which a family is a straight line in ln t, and its inverse."""

    to_line: Callable[[float], float]
    from_line: Callable[[float], float]


def _cloglog(p: float) -> float:
    return math.log(-math.log1p(-p))


def _cloglog_inverse(w: float) -> float:
    return -math.expm1(-math.exp(min(w, 700.0)))


LINKS = MappingProxyType(
    {
        "exponential": Link(_cloglog, _cloglog_inverse),
        "weibull": Link(_cloglog, _cloglog_inverse),
        "loglogistic": Link(lambda p: float(special.logit(p)), lambda w: float(special.expit(w))),
        "lognormal": Link(lambda p: float(special.ndtri(p)), lambda w: float(special.ndtr(w))),
    }
)
FAMILIES = (*LINKS, "gompertz", "piecewise_exponential")


@dataclass(frozen=True, slots=True)
class LogLinear:
    """A curve that is a straight line in ln t under its family's link."""

    family: str
    location: float
    spread: float

    def incidence(self, time: float) -> float:
        """The share with the event by `time`."""
        if time <= 0 or math.isinf(time):
            return float(time > 0)
        return LINKS[self.family].from_line((math.log(time) - self.location) / self.spread)

    def time_to(self, p: float) -> float:
        """The time by which a share `p` has had the event."""
        if p <= 0 or p >= 1:
            return 0.0 if p <= 0 else math.inf
        exponent = self.location + self.spread * LINKS[self.family].to_line(p)
        return math.exp(exponent) if exponent < 709 else math.inf

    def parameters(self) -> dict[str, float]:
        """Shape and scale; the exponential's rate, the log-normal's meanlog and sdlog as well."""
        named = {"shape": 1 / self.spread, "scale": math.exp(self.location)}
        if self.family == "exponential":
            named["rate"] = math.exp(-self.location)
        if self.family == "lognormal":
            named |= {"meanlog": self.location, "sdlog": self.spread}
        return named


@dataclass(frozen=True, slots=True)
class Gompertz:
    """Hazard rate · exp(shape · t); a plateau at 1 - exp(rate / shape) where shape is negative."""

    shape: float
    rate: float
    family: str = "gompertz"

    def incidence(self, time: float) -> float:
        """The share with the event by `time`, which may be infinite."""
        if math.isinf(time):
            return -math.expm1(self.rate / self.shape) if self.shape < 0 else 1.0
        return -math.expm1(-self.rate * time * float(special.exprel(min(self.shape * time, 700.0))))

    def time_to(self, p: float) -> float:
        """The time by which a share `p` has had the event, infinite above the plateau."""
        if p <= 0 or p >= 1:
            return 0.0 if p <= 0 else math.inf
        ratio = -math.log1p(-p) / self.rate
        if self.shape * ratio <= -1:
            return math.inf
        return math.log1p(self.shape * ratio) / self.shape if self.shape else ratio

    def parameters(self) -> dict[str, float]:
        """Shape, rate (the hazard at the start) and plateau (the share that ever has the event)."""
        return {"shape": self.shape, "rate": self.rate, "plateau": self.incidence(math.inf)}


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A constant hazard up to each of `times`, where the cumulative hazard is given; the last one goes on."""

    times: tuple[float, ...]
    cumulative_hazards: tuple[float, ...]
    family: str = "piecewise_exponential"

    @property
    def last_hazard(self) -> float:
        """The hazard of the last interval, carried on after it."""
        t, h = (0.0, *self.times)[-2:], (0.0, *self.cumulative_hazards)[-2:]
        return (h[1] - h[0]) / (t[1] - t[0])

    def incidence(self, time: float) -> float:
        """The share with the event by `time`."""
        beyond = max(time - self.times[-1], 0.0)
        extra = beyond * self.last_hazard if self.last_hazard else 0.0
        return -math.expm1(-extra - float(np.interp(time, (0.0, *self.times), (0.0, *self.cumulative_hazards))))

    def time_to(self, p: float) -> float:
        """The first time by which a share `p` has had the event."""
        if p >= 1:
            return math.inf
        wanted = -math.log1p(-p)
        hazards = np.array([0.0, *self.cumulative_hazards])
        if wanted > hazards[-1]:
            left = wanted - hazards[-1]
            return self.times[-1] + float(left / self.last_hazard) if self.last_hazard else math.inf
        j = max(int(np.searchsorted(hazards, wanted, side="left")), 1)
        t = (0.0, *self.times)
        return float(
            t[j - 1] + (t[j] - t[j - 1]) * (wanted - hazards[j - 1]) / max(hazards[j] - hazards[j - 1], 1e-300)
        )

    def parameters(self) -> dict[str, float]:
        """The hazard of the last interval, as rate."""
        return {"rate": self.last_hazard}


@dataclass(frozen=True, slots=True)
class Staircase:
    """The limit of a family: one share before `time`, another at it, another after; level where all three are one."""

    family: str
    time: float
    before: float
    at: float
    after: float

    def incidence(self, time: float) -> float:
        """The share with the event by `time`."""
        if time == 0:
            return 0.0
        return self.before if time < self.time else self.after if time > self.time else self.at

    def time_to(self, p: float) -> float:
        """The time by which a share `p` has had the event."""
        if p <= self.before:
            return 0.0
        return self.time if p <= self.after else math.inf

    def parameters(self) -> dict[str, float]:
        """The limits of the parameters: a step is infinitely steep, a level curve flat."""
        level = self.before == self.after
        lowest = -math.inf if self.family == "gompertz" else 0.0
        shape = 1.0 if self.family == "exponential" else lowest if level else math.inf
        rate = math.nan if self.family != "exponential" else 0.0 if level else math.inf
        scale = math.inf if level else self.time
        return {"shape": shape, "scale": scale, "rate": rate, "plateau": self.after}


def through(family: str, points: Sequence[Point]) -> Distribution:
    """Return the curve of `family` through `points`, pairs of a time above 0 and an incidence in [0, 1].

    As many points as the family has parameters (any number for piecewise_exponential), times rising, incidences not
    falling. InputError otherwise; UsageError: an unknown family.
    """
    one_of(family, FAMILIES, "family")
    if family == "piecewise_exponential":
        # Everybody: a hazard that leaves less than the smallest double, so that nothing is infinite between horizons.
        hazards = tuple(-math.log1p(-p) if p < 1 else 745.0 for _, p in points)
        return Piecewise(tuple(t for t, _ in points), hazards)
    if len(points) != parameters_of(family):
        what = f"{family} takes {parameters_of(family)} points, got {len(points)}"
        raise InputError(what, "points", "choose as many horizons as the family has parameters")
    if family == "exponential":
        return _exponential(points[0])
    (t1, p1), (t2, p2) = points
    if not (0 < t1 < t2 and p1 <= p2):
        what = f"the incidence falls from {p1:g} at {t1:g} to {p2:g} at {t2:g}"
        raise InputError(what, "points", "give horizons that rise, with an incidence that does not fall")
    limit = _limit(family, points[0], points[1])
    if limit is not None:
        return limit
    return _gompertz(t1, p1, t2, p2) if family == "gompertz" else regress(family, points)


def regress(family: str, points: Sequence[Point]) -> LogLinear:
    """The least-squares line of a log-linear family on its transformed scale, in x = ln t; exact for two points."""
    x: Floats = np.log([t for t, _ in points])
    link = LINKS[one_of(family, LINKS, "family with a line")]
    line = np.array([link.to_line(p) for _, p in points])
    centred = x - x.mean()
    slope = float(centred @ line / (centred @ centred))
    return LogLinear(family, float(x.mean() - line.mean() / slope), 1 / slope)


def parameters_of(family: str) -> int:
    """How many points fix a curve of the family; 0 for any number."""
    return {"exponential": 1, "piecewise_exponential": 0}.get(family, 2)


def _exponential(point: Point) -> Distribution:
    time, p = point
    if p in (0, 1):
        return Staircase("exponential", 0.0, p, p, p) if p == 0 else Staircase("exponential", 0.0, 0.0, 0.0, 1.0)
    return LogLinear("exponential", math.log(time) - _cloglog(p), 1.0)


def _limit(family: str, first: Point, second: Point) -> Staircase | None:
    """The limit of the family where a point is at 0 or 1 or the two are level; None for a proper curve."""
    (t1, p1), (t2, p2) = first, second
    if p1 == p2:
        return Staircase(family, t1, p1, p1, p1)
    if p1 == 0:
        return Staircase(family, t2, 0.0, p2, 1.0)
    return Staircase(family, t1, 0.0, p1, 1.0) if p2 == 1 else None


def _gompertz(t1: float, p1: float, t2: float, p2: float) -> Gompertz:
    """Solve for the shape in units of 1 / t2: the ratio of cumulative hazards rises with it from 1 to infinity."""
    hazard_1, hazard_2 = -math.log1p(-p1), -math.log1p(-p2)

    def excess(u: float) -> float:
        part = t1 / t2
        return math.log(special.exprel(u) / (part * special.exprel(u * part))) - math.log(hazard_2 / hazard_1)

    u = brent(excess, -1e6, 700.0, xtol=1e-14, rtol=1e-15) if excess(-1e6) < 0 < excess(700.0) else math.nan
    if math.isnan(u):
        u = -1e6 if excess(-1e6) >= 0 else 700.0
    return Gompertz(u / t2, hazard_2 / (t2 * float(special.exprel(u))))

"""Cumulative incidence from what an article prints: a few horizons, a percentage at each, perhaps a group size.

`incidence({0.5: "5.4%", 1: "8.4%"}, n=102_047)` holds what follows from that and no more: how many events each print
allows, the risk of those still well, hazards, curves of six families through the points, how long until 20% or 40%.
Each answer is an `Envelope`: the nominal value and the least and greatest that the rounding leaves. Where a family
cannot pass through the rounding box at all that is said (`feasibility`), and its curve is fitted by interval-censored
likelihood instead. How much the choice of the family matters beyond the last horizon is the spread of `families()`.

A printed percentage is taken as cumulative incidence without censoring and without competing death. With numbers at
risk, losses are taken out by halves (the actuarial way). What death can do is a bound, `competing_death`.

References: see models.families, models.box, models.steps and models.likelihood. Gehan EA. J Chronic Dis 1969;21:629
(losses count half an interval).

>>> fbss = incidence({0.5: "5.4%", 1: "8.4%"}, n=102_047)
>>> fbss.event_counts
(range(5460, 5562), range(8521, 8623))
>>> str(fbss.shape), str(fbss.at(2)), str(fbss.time_to(0.20))
('0.6604 (0.6377 to 0.6831)', '0.1295 (0.1269 to 0.1322)', '4.11 (3.886 to 4.365)')
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fbss_analysis.models import steps
from fbss_analysis.models.arguments import one_of, positive, refuse
from fbss_analysis.models.box import Box, Envelope, smallest_half_width
from fbss_analysis.models.cohort import Cohort
from fbss_analysis.models.competing import CompetingBounds, competing_bounds
from fbss_analysis.models.curve import FamilyCurve, curve_by_likelihood, curve_through
from fbss_analysis.models.families import FAMILIES, parameters_of
from fbss_analysis.models.individuals import Individuals
from fbss_analysis.models.likelihood import Fit, fit_grouped
from fbss_analysis.models.printed import printed_share
from fbss_analysis.reported import HALF_UP, ReportedNumber
from fbss_analysis.schema import InputError

Printed = str | ReportedNumber


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether some curve of a family passes through the whole box, and the least half-width, in percentage points."""

    family: str
    feasible: bool
    smallest_half_width: float
    printed_half_width: float


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative incidences at horizons; `box` holds them as proportions, `cohort` the people where n was given."""

    box: Box
    family: str
    cohort: Cohort | None = None

    @property
    def horizons(self) -> tuple[float, ...]:
        """The horizons, rising, in the unit in which they were given."""
        return self.box.times

    @property
    def cumulative(self) -> tuple[Envelope, ...]:
        """Cumulative incidence at each horizon."""
        rows = zip(self.box.nominal, self.box.low, self.box.high, strict=True)
        return tuple(Envelope(*row) for row in rows)

    @property
    def event_counts(self) -> tuple[range, ...]:
        """For each horizon every count of events that would be printed so; an empty range where there is none."""
        return self._people("event_counts").event_counts

    @property
    def new_events(self) -> tuple[Envelope, ...]:
        """New events up to each horizon from the one before; ends are whole where there were no losses."""
        return self._people("new_events").new_events(self.box)

    @property
    def conditional_risks(self) -> tuple[Envelope, ...]:
        """The risk of those still well at the horizon before (at 0 for the first), for each horizon."""
        return tuple(steps.conditional_risk(self.box, j) for j in range(len(self.horizons)))

    @property
    def hazards(self) -> tuple[Envelope, ...]:
        """The constant hazard between each horizon and the one before, per unit of time."""
        return tuple(steps.hazard(self.box, j) for j in range(len(self.horizons)))

    @property
    def person_time(self) -> tuple[float, ...]:
        """Event-free person-time in each interval at the nominal values, with a constant hazard inside it."""
        new = [e.value for e in self._people("person_time").new_events(self.box)]
        rates = (e.value for e in self.hazards)
        return tuple(d / h if h else math.nan for d, h in zip(new, rates, strict=True))

    def ratio(self, above: float, below: float) -> Envelope:
        """The incidence at one horizon divided by that at another: 8.4 / 5.4, the "nearly doubled"."""
        return steps.ratio(self.box, self._place(above), self._place(below))

    def ratio_under_constant_hazard(self, above: float, below: float) -> Envelope:
        """What `ratio` would be, had the hazard up to `below` gone on."""
        return steps.ratio_under_constant_hazard(self.box, self._place(above), self._place(below))

    def hazard_ratio(self, later: float, earlier: float) -> Envelope:
        """The hazard of the interval that ends at `later` divided by that of the one that ends at `earlier`."""
        return steps.hazard_ratio(self.box, self._place(later), self._place(earlier))

    def curve(self, family: str | None = None, through: Sequence[float] | None = None) -> FamilyCurve:
        """The curve of `family` (default: the one chosen at construction), through all horizons or those named.

        Where no curve of the family passes, the maximum likelihood fit (`how` says so). UsageError: unknown family;
        InputError: fewer horizons than parameters, a horizon that was not given, no maximum.
        """
        name = one_of(family or self.family, FAMILIES, "family")
        box = self.box if through is None else self.box.only(sorted(self._place(t) for t in through))
        found = curve_through(name, box)
        if found is not None:
            return found
        nominal = self._fit(name, box.nominal, box).curve
        return curve_by_likelihood(name, box, lambda f: self._fit(name, f, box, exact=False).curve, nominal)

    @property
    def shape(self) -> Envelope:
        """Shape of the chosen family's curve."""
        return self.curve().shape

    @property
    def scale(self) -> Envelope:
        """Scale of the chosen family's curve, in the unit of the horizons."""
        return self.curve().scale

    def at(self, time: float) -> Envelope:
        """Cumulative incidence of the chosen family's curve at `time`."""
        return self.curve().at(time)

    def time_to(self, p: float) -> Envelope:
        """Time by which a share `p` has had the event, on the chosen family's curve."""
        return self.curve().time_to(p)

    def restricted_mean(self, until: float) -> Envelope:
        """Mean event-free time up to `until` (RMST) on the chosen family's curve."""
        return self.curve().restricted_mean(until)

    def feasibility(self, family: str | None = None) -> Feasibility:
        """Whether one curve of `family` passes through the whole box, and how wide the print would have to be.

        >>> lss = incidence({2: "6.2%", 5: "10.8%", 10: "18.4%"}, n=1400)
        >>> lss.feasibility().feasible, round(lss.feasibility().smallest_half_width, 4)
        (False, 0.3819)
        """
        name = one_of(family or self.family, FAMILIES, "family")
        widths = [100 * (high - low) / 2 for low, high in zip(self.box.low, self.box.high, strict=True)]
        needed = 100 * smallest_half_width(name, self.box)
        return Feasibility(name, curve_through(name, self.box) is not None, needed, max(widths))

    def fit(self, family: str | None = None) -> Fit:
        """Interval-censored maximum likelihood at the nominal counts, with G2 against the saturated model."""
        self._people("fit")
        return self._fit(one_of(family or self.family, FAMILIES, "family"), self.box.nominal, self.box)

    def families(self, *, times: Sequence[float] = (), shares: Sequence[float] = (0.20, 0.40)) -> list[dict[str, Any]]:
        """Compare all families: one plain record each, with feasibility, fit, and the answers asked for.

        The default shares are the 20 to 40% that articles quote. A family that cannot be used says why in `reason`.
        """
        return [self._family_row(family, times, shares) for family in FAMILIES]

    def across_families(self, p: float) -> Envelope:
        """How much the choice of family matters for the time to `p`: the hull over those that pass through the box."""
        curves = [self.curve(f) for f in FAMILIES if self._usable(f) and curve_through(f, self.box) is not None]
        found = [curve.time_to(p) for curve in curves]
        return Envelope.of(self.time_to(p).value, [end for e in found for end in (e.low, e.high)])

    def on_counts(self) -> Incidence:
        """The same with whole events: the ends of the box are the least and greatest counts that print so."""
        return replace(self, box=self._people("on_counts").counted(self.box))

    def individuals(self, rng: np.random.Generator, *, vary: bool = False) -> Individuals:
        """Made-up rows that agree with every printed value; nobody has an event after the last horizon.

        Counts are the nominal ones, or with `vary` drawn from those that the print allows. Never evidence.
        """
        return self._people("individuals").individuals(self.box, rng, vary)

    def competing_death(self, mortality: Mapping[float, Printed]) -> dict[float, CompetingBounds]:
        """What competing death could do at each horizon where the share dead by then is printed."""
        found = {}
        for time, printed in mortality.items():
            dead, own = printed_share(printed, f"mortality at {time:g}"), self.cumulative[self._place(time)]
            least, most = competing_bounds(own.low, dead.high), competing_bounds(own.high, dead.high)
            pairs = ((a[0], b[1]) for a, b in zip(_bounds(least), _bounds(most), strict=True))
            found[time] = CompetingBounds(*pairs)
        return found

    def as_rows(self) -> list[dict[str, Any]]:
        """One plain record for each horizon."""
        parts = {"incidence": self.cumulative, "conditional_risk": self.conditional_risks, "hazard": self.hazards}
        rows: list[dict[str, Any]] = [{"horizon": t} for t in self.horizons]
        for name, envelopes in parts.items():
            for row, e in zip(rows, envelopes, strict=True):
                row |= {name: e.value, f"{name}_low": e.low, f"{name}_high": e.high}
        return rows

    def _place(self, time: float) -> int:
        if time not in self.horizons:
            known = ", ".join(f"{t:g}" for t in self.horizons)
            raise InputError(f"{time!r} is not a horizon here", "horizon", f"use one of: {known}")
        return self.horizons.index(time)

    def _people(self, what: str) -> Cohort:
        if self.cohort is None:
            raise InputError(f"{what} needs the number of people", "n", "give n to incidence()")
        return self.cohort

    def _fit(self, family: str, f: Sequence[float], box: Box, *, exact: bool = True) -> Fit:
        """Fit to incidences `f`: whole nominal counts where there is n, otherwise shares, which give the same curve."""
        cohort = self.cohort or Cohort.of_shares()
        new, left = cohort.weights(box.times, f, whole=exact)
        return fit_grouped(box.times, new, censored=left, family=family)

    def _usable(self, family: str) -> bool:
        return parameters_of(family) <= len(self.horizons)

    def _family_row(self, family: str, times: Sequence[float], shares: Sequence[float]) -> dict[str, Any]:
        row: dict[str, Any] = {"family": family, "reason": ""}
        try:
            curve, feasibility = self.curve(family), self.feasibility(family)
        except InputError as error:
            return row | {"reason": error.what}
        row |= {"how": curve.how, "feasible": feasibility.feasible}
        row |= {"smallest_half_width": feasibility.smallest_half_width}
        asked = {f"incidence at {t:g}": curve.at(t) for t in times} | {
            f"time to {p:g}": curve.time_to(p) for p in shares
        }
        for name, e in asked.items():
            row |= {name: e.value, f"{name}, low": e.low, f"{name}, high": e.high}
        return row | self._fit_row(family)

    def _fit_row(self, family: str) -> dict[str, Any]:
        """How well the family fits the counts; a piecewise curve is the saturated model itself."""
        if self.cohort is None or family == "piecewise_exponential":
            return {}
        try:
            fit = self.fit(family)
        except InputError as error:
            return {"reason": error.what}
        return {"loglik": fit.loglik, "aic": fit.aic, "g2": fit.g2, "df": fit.df, "p_value": fit.p_value}


def incidence(
    horizons: Mapping[float, Printed],
    *,
    n: int | None = None,
    at_risk: Mapping[float, int] | None = None,
    family: str = "weibull",
    rounding: str = HALF_UP,
) -> Incidence:
    """Take cumulative incidences as printed, percentages by horizon, and derive what follows from them.

    `horizons` maps times above 0, in one unit, to printed percentages ("5.4%", "1 in 12", "about 8%"). `n` is the
    number of people at the start, `at_risk` how many were still followed without an event at each horizon. `family`
    is the one that `.shape`, `.at` and `.time_to` use. InputError: no horizon, times not above 0, values that are no
    percentages as printed or that fall, n below 1, at-risk numbers that contradict them; UsageError: unknown family.
    """
    one_of(family, FAMILIES, "family")
    if not horizons:
        raise InputError("no horizon was given", "horizons", 'give at least one, {1: "8.4%"}')
    times = positive(list(horizons), "horizons")
    order = np.argsort(times)
    refuse(np.append(False, np.diff(times[order]) == 0), times[order], "horizons", "must differ", "give each time once")
    printed = list(horizons.values())
    shares = [printed_share(printed[i], f"horizon {times[i]:g}", rounding) for i in order]
    parts = zip(*((e.value, e.low, e.high) for e in shares), strict=True)
    box = Box(tuple(times[order].tolist()), *(tuple(part) for part in parts)).tightened()
    ordered = [printed[i] for i in order]
    cohort = None if n is None else Cohort.of(box, ordered, n, at_risk, rounding)
    if cohort is None and at_risk is not None:
        raise InputError("numbers at risk need the number at the start", "n", "give n as well")
    return Incidence(box, family, cohort)


def _bounds(b: CompetingBounds) -> tuple[tuple[float, float], ...]:
    return b.actual, b.without_death, b.dependent

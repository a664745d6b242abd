"""The people behind printed incidences: how many events a print allows, losses, weights for a fit, made-up rows.

Without numbers at risk everybody is taken to be followed to the last horizon, and counts are whole. With them, events
and losses are effective ones: those lost between two horizons count for half of the interval (the actuarial way).

Reference: Gehan EA. J Chronic Dis 1969;21:629.

>>> everybody = Cohort(1400, None, (range(87, 88), range(151, 152), range(257, 259)))
>>> [part.tolist() for part in everybody.weights((2, 5, 10), (0.062, 0.108, 0.184), whole=True)]
[[87.0, 64.0, 107.0], [0.0, 0.0, 1142.0]]
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fbss_analysis.models.arguments import Floats, counts_of, refuse, whole
from fbss_analysis.models.box import Box, Envelope
from fbss_analysis.models.individuals import Individuals, from_counts
from fbss_analysis.models.printed import printed_percent
from fbss_analysis.models.proportion import counts_printed
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Cohort:
    """`n` people at the start, those still at risk at each horizon (where known), and the counts each print allows."""

    n: float
    at_risk: tuple[float, ...] | None
    event_counts: tuple[range, ...]

    @classmethod
    def of(
        cls,
        box: Box,
        printed: Sequence[str | ReportedNumber],
        n: int,
        at_risk: Mapping[float, int] | None,
        rounding: str,
    ) -> Cohort:
        """Check the numbers and count; with numbers at risk no whole count stands behind a percentage."""
        size = float(counts_of(0, n)[1])
        if at_risk is None:
            numbers = [printed_percent(text, "horizons") for text in printed]
            return cls(size, None, tuple(counts_printed(number, int(size), rounding) for number in numbers))
        missing = [t for t in box.times if t not in at_risk]
        if missing or len(at_risk) != len(box.times):
            what = f"at_risk must name exactly the horizons {', '.join(f'{t:g}' for t in box.times)}"
            raise InputError(what, "at_risk", "give the number at risk at each horizon")
        left = whole([at_risk[t] for t in box.times], "at_risk")
        refuse(np.diff(left, prepend=size) > 0, left, "at_risk", "must not rise above n or before", "check the numbers")
        cohort = cls(size, tuple(left.tolist()), ())
        cohort.weights(box.times, box.nominal, whole=False)
        return cohort

    @classmethod
    def of_shares(cls) -> Cohort:
        """One person, divisible: a fit to shares, whose curve does not depend on n."""
        return cls(1.0, None, ())

    def weights(self, times: Sequence[float], f: Sequence[float], *, whole: bool) -> tuple[Floats, Floats]:
        """New events up to each horizon, and those who leave at it, for incidences `f`; whole counts if asked.

        InputError: numbers at risk that leave no room for the events.
        """
        if self.at_risk is not None and len(times) == len(self.at_risk):
            return self._actuarial(np.asarray(f, dtype=float))
        total = self.n * np.asarray(f, dtype=float)
        if whole and self.event_counts:
            total = np.floor(total + 0.5)
        new = np.diff(total, prepend=0.0)
        return np.maximum(new, 0.0), np.append(np.zeros(len(new) - 1), max(self.n - total[-1], 0.0))

    def _actuarial(self, f: Floats) -> tuple[Floats, Floats]:
        """Events d and losses c of each interval solve d = q (Y - c / 2) and Y - d - c = the next number at risk."""
        assert self.at_risk is not None, "called with numbers at risk only"
        left = np.array(self.at_risk)
        before = np.append(self.n, left[:-1])
        survival = np.append(1.0, 1 - f)
        q = 1 - survival[1:] / np.maximum(survival[:-1], 1e-300)
        events = q * (before + left) / (2 - q)
        lost = before - events - left
        refuse(lost < -0.5, lost, "at_risk", "leaves fewer losses than none between two horizons", "check the numbers")
        lost = np.maximum(lost, 0.0)
        return events, np.append((lost[:-1] + lost[1:]) / 2, left[-1] + lost[-1] / 2)

    def new_events(self, box: Box) -> tuple[Envelope, ...]:
        """New events in each interval, nominal and with the least and greatest that the printed values allow."""
        if self.at_risk is not None:
            found = [self._actuarial(np.asarray(corner))[0] for corner in (box.nominal, box.low, box.high)]
            return tuple(Envelope.of(float(v[0]), [float(x) for x in v[1:]]) for v in zip(*found, strict=True))
        nominal = np.diff([self.n * p for p in box.nominal], prepend=0.0)
        low, high = self._ends()
        least = np.maximum(low - np.append(0, high[:-1]), 0)
        most = high - np.append(0, low[:-1])
        return tuple(Envelope(*(float(x) for x in row)) for row in zip(nominal, least, most, strict=True))

    def counted(self, box: Box) -> Box:
        """The box with whole counts for its ends; the nominal value stays as printed."""
        low, high = self._ends()
        ends = (tuple((part / self.n).tolist()) for part in (low, high))
        return replace(Box(box.times, box.nominal, *ends)).tightened()

    def _ends(self) -> tuple[Floats, Floats]:
        if self.at_risk is not None:
            what = "with losses no whole count stands behind a percentage"
            raise InputError(what, "at_risk", "leave at_risk out to treat everybody as followed")
        for j, counts in enumerate(self.event_counts):
            if not counts:
                what = f"no count among {self.n:g} would be printed so (GRIM)"
                raise InputError(what, f"horizons[{j}]", "check the value and n, or leave n out")
        ends = np.array([[counts[0], counts[-1]] for counts in self.event_counts], dtype=float)
        return ends[:, 0], ends[:, 1]

    def individuals(self, box: Box, rng: np.random.Generator, vary: bool) -> Individuals:
        """Rows that agree with the printed values: see `Incidence.individuals`."""
        if self.at_risk is not None:
            return self._with_losses(box, rng)
        counted = self.counted(box)
        low, high = (np.round(self.n * np.asarray(part)) for part in (counted.low, counted.high))
        nominal = np.clip(np.floor(self.n * np.asarray(box.nominal) + 0.5), low, high)
        total, before = [], 0.0
        for j in range(len(low)):
            drawn = float(rng.integers(int(max(low[j], before)), int(high[j]) + 1)) if vary else nominal[j]
            total.append(max(drawn, before))
            before = total[-1]
        new = np.diff(total, prepend=0.0)
        return from_counts(box.times, new, np.append(np.zeros(len(new) - 1), self.n - total[-1]), rng)

    def _with_losses(self, box: Box, rng: np.random.Generator) -> Individuals:
        """Losses are put at the horizons, so that the Kaplan-Meier estimate there is the published one."""
        assert self.at_risk is not None, "called with numbers at risk only"
        survival, here, new, lost = 1.0, self.n, [], []
        for j, left in enumerate(self.at_risk):
            risks = [1 - (1 - p) / survival for p in (box.nominal[j], box.low[j], box.high[j])]
            least, most = math.ceil(here * risks[1] - 1e-9), math.floor(here * risks[2] + 1e-9)
            events = min(max(round(here * risks[0]), least, 0), most)
            if events < max(least, 0) or events > here - left:
                what = f"no whole number of events fits {here:g} at risk before and {left:g} at {box.times[j]:g}"
                raise InputError(what, f"at_risk[{j}]", "the numbers at risk and the incidence do not go together")
            new.append(float(events))
            lost.append(here - events - left if j + 1 < len(self.at_risk) else here - events)
            survival, here = survival * (1 - events / here) if here else survival, left
        return from_counts(box.times, new, lost, rng)

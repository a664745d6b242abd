"""Cumulative incidence where something else can come first: the Aalen-Johansen estimate, and bounds without data.

A patient who dies cannot be reoperated. Who counts the dead as censored (one minus Kaplan-Meier) overstates how many
will be reoperated; the Aalen-Johansen estimate counts them as what they are. It comes from statsmodels, with the
multi-state standard error that R's survfit gives; cmprsk's (Aalen's, corrected for ties) is computed here as well.

Where only a printed percentage is left, `competing_bounds` says how far the two can lie apart.

References: Aalen OO, Johansen S. Scand J Stat 1978;5:141. Aalen O. Ann Stat 1978;6:534 (variance). Putter H, Fiocco M,
Geskus RB. Stat Med 2007;26:2389. Peterson AV. PNAS 1976;73:11 (bounds).

>>> risks = cumulative_incidence([1, 2, 3, 4], [1, 2, 1, 0], cause=1)
>>> risks.at(3.5).tolist(), risks.one_minus_km(3.5).tolist()
(0.5, 0.625)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.duration.survfunc import CumIncidenceRight

from fbss_analysis.models.arguments import Floats, fraction, numbers, one_of
from fbss_analysis.models.survival import Curve, kaplan_meier, observed, risk_table
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """The incidence of one cause; arrays have one entry for each distinct observed time.

    `se` is the multi-state error (survfit; NaN once nobody is left), `se_aalen` that of cmprsk; `event_free` is
    all-cause survival, `censoring_others` what results from counting other causes as censored.
    """

    cause: int
    time: Floats
    incidence: Floats
    se: Floats
    se_aalen: Floats
    event_free: Curve
    censoring_others: Curve

    def at(self, time: ArrayLike) -> Floats:
        """Cumulative incidence at any times."""
        return self._read(self.incidence, time)

    def se_at(self, time: ArrayLike, method: str = "survfit") -> Floats:
        """Standard error at any times: `survfit` or `aalen`."""
        columns = {"survfit": self.se, "aalen": self.se_aalen}
        return self._read(columns[one_of(method, columns)], time)

    def one_minus_km(self, time: ArrayLike) -> Floats:
        """What counting the other causes as censored would give at any times."""
        return np.asarray(1 - self.censoring_others.at(time))

    def _read(self, column: Floats, time: ArrayLike) -> Floats:
        return np.append(0.0, column)[np.searchsorted(self.time, numbers(time, "time"), side="right")]


def cumulative_incidence(time: ArrayLike, status: ArrayLike, *, cause: int) -> CumulativeIncidence:
    """Estimate the cumulative incidence of `cause` (Aalen-Johansen) where other causes compete.

    `time` and `status` (0 censored, 1, 2, … causes) are lists of one length. InputError: a cause that nobody has,
    negative times, NaN, statuses that are no whole numbers.
    """
    times, states = observed(time, status)
    causes = np.unique(states[states > 0])
    if cause not in causes:
        known = ", ".join(f"{c:g}" for c in causes) or "none"
        raise InputError(f"nobody has the cause {cause}", "cause", f"choose one that occurs: {known}")
    distinct, _, _, _ = risk_table(times, states)
    with np.errstate(all="ignore"):
        fitted = CumIncidenceRight(times, np.searchsorted(causes, states) + (states > 0))
    which = int(np.searchsorted(causes, cause))
    at = np.searchsorted(fitted.times, distinct, side="right")
    incidence, se = (np.append(0.0, column[which])[at] for column in (fitted.cinc, fitted.cinc_se))
    event_free = kaplan_meier(times, states > 0)
    alone = kaplan_meier(times, states == cause)
    se_aalen = np.sqrt(_aalen_variance(event_free, alone.n_event, incidence))
    return CumulativeIncidence(cause, distinct, incidence, se, se_aalen, event_free, alone)


def _aalen_variance(free: Curve, own: Floats, incidence: Floats) -> Floats:
    """Aalen's variance with hypergeometric terms for ties, as cmprsk has it.

    Each event at s moves the incidence at t by its own step and by what it takes from those still free; both terms are
    linear in 1 and F(t), so that three running sums give all times at once.
    """
    other, n = free.n_event - own, free.n_risk
    before, after = np.append(1.0, free.survival)[:-1], free.survival
    still = np.where(after > 0, 1 / np.where(after > 0, after, 1.0), 0.0)

    def tied(d: Floats) -> Floats:
        return before**2 * d / n**2 * (1 - np.maximum(d - 1, 0) / np.maximum(n - 1, 1))

    own_terms, other_terms = tied(own), np.where(after > 0, tied(other), 0.0)
    own_shift, other_shift = 1 + incidence * still, incidence * still
    zero, one, two = (
        np.cumsum(own_terms * own_shift ** (2 - k) * still**k + other_terms * other_shift ** (2 - k) * still**k)
        for k in (0, 1, 2)
    )
    return np.asarray(np.maximum(zero - 2 * incidence * one + incidence**2 * two, 0.0))


@dataclass(frozen=True, slots=True)
class CompetingBounds:
    """What a printed incidence can mean where a share of the patients died: lowest and highest share.

    `actual` is the share that had the event if the print counted the dead as censored; `without_death` is the risk if
    nobody died, should the print have counted them rightly; `dependent` the same with no assumption at all.
    """

    actual: tuple[float, float]
    without_death: tuple[float, float]
    dependent: tuple[float, float]


def competing_bounds(incidence: float, mortality: float) -> CompetingBounds:
    """Bound what competing death does to a published incidence, given the share dead at the same horizon.

    Both are proportions. If the print is one minus Kaplan-Meier and death is independent, the share that had the event
    lies between F (1 - D) (all died at the start) and F (all at the end). If it is the actual share, the risk without
    death lies between F and F / (1 - D); without independence between F and F + D (Peterson 1976).

    >>> bounds = competing_bounds(0.184, 0.10)
    >>> [round(end, 4) for end in bounds.actual + bounds.without_death + bounds.dependent]
    [0.1656, 0.184, 0.184, 0.2044, 0.184, 0.284]
    """
    f, d = float(fraction(incidence, "incidence")), float(fraction(mortality, "mortality"))
    alone = min(f / (1 - d), 1.0) if d < 1 else float(f > 0)
    return CompetingBounds((f * (1 - d), f), (f, max(alone, f)), (f, min(f + d, 1.0)))

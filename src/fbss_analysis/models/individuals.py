"""Individual data made up to agree with what was published: for tools that need rows, never as evidence.

`from_counts` takes events counted between horizons and sets each event somewhere between its two horizons, as a
constant hazard there would; whoever is left is censored at the last horizon, because nothing is known beyond it.
`from_curve` rebuilds rows from a digitised Kaplan-Meier curve and the numbers at risk printed below it.

Neither uses a random state of its own: the caller's generator decides, and `from_curve` needs none.

References: Guyot P, Ades AE, Ouwens MJNM, Welton NJ. BMC Med Res Methodol 2012;12:9.

>>> rows = from_counts([2, 5, 10], [87, 64, 107], [0, 0, 1142], np.random.default_rng(1))
>>> len(rows.time), int(rows.status.sum()), float(rows.time.max())
(1400, 258, 10.0)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fbss_analysis.models.arguments import Floats, numbers, positive, refuse, whole
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Individuals:
    """Rows: a time for each person and a status, 1 event, 0 censored."""

    time: Floats
    status: Floats


def from_counts(times: ArrayLike, events: ArrayLike, lost: ArrayLike, rng: np.random.Generator) -> Individuals:
    """Make rows with `events` new events before each horizon and `lost` people censored at it, the last ones included.

    `times` rise from above 0; everyone is counted once, in `events` or in `lost`. InputError: lengths that do not
    match, nobody at all.
    """
    horizons, new, left = positive(times, "times"), whole(events, "events"), whole(lost, "lost")
    if not horizons.shape == new.shape == left.shape or new.sum() + left.sum() == 0:
        raise InputError(
            "times, events and lost must be lists of one length, with people", "events", "check the counts"
        )
    refuse(np.append(False, np.diff(horizons) <= 0), horizons, "times", "must rise", "sort the horizons")
    at_risk, rows = np.cumsum((new + left)[::-1])[::-1], []
    for start, end, d, c, y in zip(np.append(0.0, horizons[:-1]), horizons, new, left, at_risk, strict=True):
        inside = start + (end - start) * _waiting(d / max(y, 1.0), rng.uniform(size=int(d)))
        # Strictly inside: a time that rounding set on a horizon would belong to the next interval or precede it.
        inside = np.clip(inside, np.nextafter(start, end), np.nextafter(end, start))
        rows.append((np.append(np.sort(inside), np.full(int(c), end)), np.append(np.ones(int(d)), np.zeros(int(c)))))
    time, status = (np.concatenate([part[k] for part in rows]) for k in (0, 1))
    return Individuals(time, status)


def _waiting(risk: float, u: Floats) -> Floats:
    """Where in its interval an event of a constant hazard falls, from 0 to 1."""
    return u if risk >= 1 or risk <= 0 else np.asarray(np.log1p(-u * risk) / np.log1p(-risk))


def from_curve(
    time: ArrayLike, survival: ArrayLike, risk_times: ArrayLike, n_risk: ArrayLike, *, events: int | None = None
) -> Individuals:
    """Rebuild rows from points of a Kaplan-Meier curve and the numbers at risk (Guyot's algorithm).

    `survival` holds proportions at `time`, read off a plot: points before 0 and small rises are put right. `n_risk`
    are the numbers at `risk_times`, which begin at 0. `events`, where printed, bounds those of the last interval.
    InputError: no point, numbers at risk that rise, proportions outside 0 to 1.03.
    """
    t, s = _tidy(numbers(time, "time"), numbers(survival, "survival"))
    risk_at, at_risk = numbers(risk_times, "risk_times"), whole(n_risk, "n_risk")
    if risk_at.shape != at_risk.shape or len(risk_at) == 0 or risk_at[0] != 0:
        raise InputError("risk_times and n_risk must pair up and begin at 0", "risk_times", "give n at time 0 first")
    refuse(np.append(False, np.diff(at_risk) > 0), at_risk, "n_risk", "must not rise", "check the numbers at risk")
    ends = np.append(risk_at[1:], max(t[-1], risk_at[-1]) + 1e-9)
    last_km, rows, lost_so_far, here = 1.0, [], 0, int(at_risk[0])
    for i, (start, end) in enumerate(zip(risk_at, ends, strict=True)):
        inside = (t >= start) & (t < end)
        goal = int(at_risk[i + 1]) if i + 1 < len(risk_at) else None
        span = (start, min(end, t[-1]) if goal is None else end)
        lost = _first_guess(goal, here, lost_so_far, span)
        part = _Interval(t[inside], s[inside], span, here, last_km)
        fitted = part.fit(lost, goal)
        rows.append(fitted)
        last_km, lost_so_far, here = fitted.last_km, lost_so_far + len(fitted.lost), fitted.left
    return _rows(rows, float(t[-1]), events)


def _tidy(time: Floats, survival: Floats) -> tuple[Floats, Floats]:
    """Points in order of time from (0, 1), survival never rising."""
    if time.shape != survival.shape or time.ndim != 1 or len(time) == 0:
        raise InputError("time and survival must be two lists of one length", "time", "give the points of the curve")
    refuse((survival < 0) | (survival > 1.03), survival, "survival", "is no proportion", "divide percentages by 100")
    kept = time >= 0
    order = np.argsort(time[kept], kind="stable")
    t, s = np.append(0.0, time[kept][order]), np.append(1.0, np.minimum(survival[kept][order], 1.0))
    return t, np.minimum.accumulate(s)


def _first_guess(goal: int | None, n: int, lost_so_far: int, span: tuple[float, float]) -> int:
    """Losses in an interval to begin with; in the last one, where no number follows, at the average rate so far."""
    if goal is not None or span[0] == 0:
        return 0
    return min(round(lost_so_far * (span[1] - span[0]) / span[0]), n)


@dataclass(frozen=True, slots=True)
class _Fitted:
    times: Floats
    events: Floats
    lost: Floats
    last_km: float
    left: int


@dataclass(frozen=True, slots=True)
class _Interval:
    """The points of a curve between two printed numbers at risk."""

    time: Floats
    survival: Floats
    span: tuple[float, float]
    n: int
    km: float

    def fit(self, lost: int, goal: int | None) -> _Fitted:
        """Change the number lost, evenly spaced, until as many are left as the next number at risk says, or nearly."""
        tried, by_left = self.run(lost), dict[int, _Fitted]()
        if goal is None:
            return tried
        while tried.left not in by_left:  # one that was there before, the goal's too, comes back for ever
            by_left[tried.left] = tried
            lost = min(max(lost + tried.left - goal, 0), self.n)
            tried = self.run(lost)
        return min(by_left.values(), key=lambda fitted: abs(fitted.left - goal))

    def run(self, lost: int) -> _Fitted:
        """Walk along the curve: at each point as many events as bring the estimate closest to it."""
        start, end = self.span
        gone = start + (end - start) * np.arange(1, lost + 1) / (lost + 1)
        edges = np.concatenate([[start], self.time, [end]])
        between = np.histogram(gone, edges)[0] if len(gone) else np.zeros(len(edges) - 1, int)
        left, km, events = self.n - int(between[0]), self.km, np.zeros(len(self.time))
        for k, s in enumerate(self.survival):
            if left > 0 and km > 0:
                events[k] = min(max(round(left * (1 - s / km)), 0), left)
                km *= 1 - events[k] / left
            left = max(left - int(events[k]) - int(between[k + 1]), 0)
        taken = self.n - left - int(events.sum())  # more cannot be lost than are still there
        return _Fitted(self.time, events, gone[:taken], km, left)


def _rows(parts: list[_Fitted], end: float, events: int | None) -> Individuals:
    """Lay the intervals out as rows; whoever is left at the end is censored there."""
    died = np.concatenate([np.repeat(part.times, part.events.astype(int)) for part in parts])
    lost = np.concatenate([part.lost for part in parts] + [np.full(parts[-1].left, end)])
    if events is not None and len(died) > events:  # the last ones are the least certain
        lost, died = np.append(lost, died[events:]), died[:events]
    time = np.concatenate([died, lost])
    status = np.append(np.ones(len(died)), np.zeros(len(lost)))
    order = np.lexsort((-status, time))
    return Individuals(time[order], status[order])

"""How much a published share weighs in a pool: its log-odds, the variance of that, and what the variance rests on.

A share told with real counts weighs as a binomial share. A percentage times a number of people is a *pseudo-count*: it
ignores who died, left, or was not yet followed that far, so it never enters as events. Such a row weighs by its
published confidence interval; where there is none, by an effective number of people, which is a stated part of the
number told: under censoring, the standard error of a cumulative share goes with the number still at risk at its end
(Peto), and half of those at the start is our working value, shown with others beside it. What rounding adds to the
variance, a twelfth of the square of the last printed unit (Sheppard), counts with it. A row with neither has no weight.

References: Peto R et al. Br J Cancer 1977;35:1-39, statistical note 6 (standard error by the number at risk).
Sheppard WF. Proc Lond Math Soc 1897;29:353-380. Schwarzer G, Rücker G. Methods Mol Biol 2022;2345:159-172 (log-odds).

>>> row = Cohort("a2020", "a2020", "reoperation", "reoperation", "fusion", events=10, events_source="reported", n=100)
>>> told = weigh(row)
>>> told.basis.value, round(told.y, 4), round(told.v, 4)
('counts', -2.1972, 0.1111)
>>> weigh(Cohort("b", "b", "reoperation", "reoperation", "fusion", percent=Decimal("9")))
'neither an interval nor a number of people: it has no weight'
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist

from fbss_analysis.models.effects import back_transform, proportion_effects
from fbss_analysis.works import Cohort

EFFECTIVE_SHARE = 0.5  # of the people told; an assumption, see above
PUBLISHED_LEVEL = 0.95  # of the intervals in data/raw/cohorts.csv, by its schema
REAL = ("reported", "exact_from_counts")


class Basis(StrEnum):
    """What the weight of a row rests on, best first."""

    COUNTS = "counts"
    INTERVAL = "published interval"
    SIZE = "effective number"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A row with its effect `y` (log-odds) and variance `v`."""

    cohort: Cohort
    basis: Basis
    y: float
    v: float

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100.0 * back_transform(self.y, "PLO")

    def limits(self, level: float = PUBLISHED_LEVEL) -> tuple[float, float]:
        """The normal interval on the log-odds scale, in percent."""
        reach = _normal(level) * math.sqrt(self.v)
        return 100.0 * back_transform(self.y - reach, "PLO"), 100.0 * back_transform(self.y + reach, "PLO")


def has_counts(cohort: Cohort) -> bool:
    """Whether the row tells how many of how many, as printed or as follows exactly from what is printed."""
    return cohort.events_source in REAL and cohort.events is not None and cohort.n is not None


def weigh(cohort: Cohort, share: float = EFFECTIVE_SHARE) -> Weighed | str:
    """The row with its weight, or the reason why it has none; `share` is the effective part of a number of people."""
    if has_counts(cohort):
        return _by_counts(cohort)
    if cohort.percent is None:
        return "no single figure: it tells a range or nothing"
    if not 0 < cohort.percent < 100:
        return f"{cohort.percent} percent has no finite log-odds"
    if cohort.ci_low is not None and cohort.ci_high is not None:
        return _by_interval(cohort, cohort.percent, cohort.ci_low, cohort.ci_high)
    if cohort.n:
        return _by_size(cohort, cohort.percent, share * cohort.n)
    return "neither an interval nor a number of people: it has no weight"


def _by_counts(cohort: Cohort) -> Weighed | str:
    events, n = cohort.events, cohort.n
    if events is None or n is None or not 0 <= events <= n or n == 0:
        return f"{events} of {n} cannot be"
    effects = proportion_effects([events], [n], "PLO")
    return Weighed(cohort, Basis.COUNTS, float(effects.y[0]), float(effects.v[0]))


def _by_interval(cohort: Cohort, percent: Decimal, low: float, high: float) -> Weighed | str:
    if not 0 < low < float(percent) < high < 100:
        return f"its interval, {low:g} to {high:g}, does not enclose {percent}"
    width = _log_odds(high / 100) - _log_odds(low / 100)
    return Weighed(cohort, Basis.INTERVAL, _log_odds(float(percent) / 100), (width / 2 / _normal(PUBLISHED_LEVEL)) ** 2)


def _by_size(cohort: Cohort, percent: Decimal, effective: float) -> Weighed:
    p = float(percent) / 100
    exponent = percent.as_tuple().exponent
    unit = 10.0 ** (exponent if isinstance(exponent, int) else 0) / 100
    slope = p * (1 - p)  # of p in its log-odds
    return Weighed(cohort, Basis.SIZE, _log_odds(p), 1 / (effective * slope) + unit * unit / 12 / slope**2)


def _log_odds(p: float) -> float:
    return math.log(p / (1 - p))


def _normal(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)

"""A pooled cumulative incidence over time: published cohorts at different horizons, one row each, on one curve.

Horizons of one cohort are nested, so each cohort enters once, and the curve is a meta-regression of the log-odds on the
logarithm of time: a log-logistic curve with a variance between cohorts about it. The confidence band is about the curve
of the typical cohort; the prediction band is about one more cohort of its kind, which is what a single published figure
is to be compared with. Between the earliest and the latest horizon the curve interpolates; outside it says nothing.

References: Thompson SG, Higgins JPT. Stat Med 2002;21:1559-1573. Knapp G, Hartung J. Stat Med 2003;22:2693-2710.
Bennett S. J R Stat Soc C 1983;32:165-171 (log-logistic model). Riley RD, Higgins JPT, Deeks JJ. BMJ 2011;342:d549.

>>> from fbss_analysis.synthesis import Cohort, gather
>>> rows = [Cohort(c, c, "reoperation", "reoperation", "", horizon_months=12.0 * t, events=e, events_source="reported",
...         n=400) for c, t, e in (("a", 1, 20), ("b", 2, 36), ("c", 4, 60), ("d", 8, 90))]
>>> round(trend(gather(rows, "reoperation")).at(4).value, 3)
0.145
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from fbss_analysis.errors import InputError
from fbss_analysis.models.batch import quantile
from fbss_analysis.models.effects import back_transform
from fbss_analysis.models.metaregression import Regression, regress
from fbss_analysis.synthesis import Pool, fit_shares


@dataclass(frozen=True, slots=True)
class Band:
    """A share at one time with its confidence and its prediction limits, as proportions."""

    value: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The regression behind a curve over time, and the years between which it rests on cohorts."""

    regression: Regression
    first: float
    last: float
    level: float

    def at(self, years: float) -> Band:
        """The curve at a time with both its bands; InputError outside the horizons of the cohorts."""
        if not self.first <= years <= self.last:
            todo = f"ask between {self.first:g} and {self.last:g} years, where the cohorts are"
            raise InputError(f"no cohort tells anything near {years:g} years", "years=", todo)
        x = np.array([1.0, math.log(years)])
        centre = float(x @ np.array(self.regression.beta))
        variance = float(x @ np.array(self.regression.covariance) @ x)
        reach = float(quantile(self.level, np.array([self.regression.qm_df[1]]))[0])
        half, wide = reach * math.sqrt(variance), reach * math.sqrt(variance + self.regression.tau2)
        ends = (centre, centre - half, centre + half, centre - wide, centre + wide)
        return Band(*(back_transform(end, "PLO") for end in ends))


def trend(pool: Pool, *, tau2: str = "REML", test: str = "knha", level: float = 0.95) -> Trend:
    """The curve over the members of a pool that tell a horizon; InputError for fewer than three horizons."""
    members = tuple(member for member in pool.members if member.cohort.horizon_months)
    times = [(member.cohort.horizon_months or 0.0) / 12 for member in members]
    if len(set(times)) < 3:
        todo = "gather a family with three horizons or more"
        raise InputError(f"{len(set(times))} horizons cannot carry a curve", f"the pool of {pool.family}", todo)
    result = fit_shares(replace(pool, members=members), tau2=tau2, test=test, level=level)
    return Trend(regress(result, {"log years": np.log(times)}), min(times), max(times), level)

"""Survival of groups compared: log-rank and Peto-Peto tests, and the hazard ratio of a Cox model.

The tests and the model are statsmodels' (equal to R's survdiff and coxph on the reference data); observed and expected
events, which it does not report, come from the table of numbers at risk.

References: Mantel N. Cancer Chemother Rep 1966;50:163. Peto R, Peto J. JRSS A 1972;135:185. Harrington DP, Fleming TR.
Biometrika 1982;69:553. Cox DR. JRSS B 1972;34:187. Efron B. JASA 1977;72:557 (ties).

>>> test = log_rank([9, 13, 18, 5, 8, 12], [1, 0, 1, 1, 1, 1], ["A", "A", "A", "B", "B", "B"])
>>> test.levels, test.observed.tolist(), round(test.p_value, 4)
(('A', 'B'), [2.0, 3.0], 0.1098)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import survdiff

from fbss_analysis.models.arguments import Floats, one_of
from fbss_analysis.models.survival import risk_table, zero_or_one
from fbss_analysis.schema import InputError

# The weights of Harrington and Fleming's family: rho = 0 counts all events alike, rho = 1 early ones more.
TESTS = {"log_rank": 0, "peto_peto": 1}


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A test of equal survival; `observed` and `expected` events have one entry for each of the `levels`."""

    levels: tuple[str, ...]
    observed: Floats
    expected: Floats
    stat: float
    df: int
    p_value: float
    method: str


@dataclass(frozen=True, slots=True)
class HazardRatios:
    """A Cox model: log hazard ratios against the first level, standard errors, and log-likelihoods without and with."""

    levels: tuple[str, ...]
    estimate: Floats
    se: Floats
    loglik_null: float
    loglik: float


def log_rank(time: ArrayLike, status: ArrayLike, group: ArrayLike, *, method: str = "log_rank") -> GroupTest:
    """Test whether groups have the same survival: `log_rank`, or `peto_peto` with weight on early events.

    `time`, `status` (0, 1) and `group` (any labels) are lists of one length. `observed` and `expected` are unweighted
    in both. InputError: fewer than two groups, no event, lengths that do not match.
    """
    one_of(method, TESTS)
    times, states, levels, member = _groups(time, status, group)
    weights = {"weight_type": "fh", "fh_p": 1} if TESTS[method] else {}
    try:
        with np.errstate(all="ignore"):
            stat, p_value = survdiff(times, states, member, **weights)
    except np.linalg.LinAlgError:
        what = "no event happened while all groups were under observation"
        raise InputError(what, "time and group", "leave out the group that was observed at other times") from None
    distinct, n_risk, n_event, _ = risk_table(times, states)
    share = [np.array([np.sum(times[member == g] >= t) for t in distinct]) / n_risk for g in range(len(levels))]
    observed = np.bincount(member, weights=states, minlength=len(levels)).astype(float)
    expected = np.array([np.sum(part * n_event) for part in share])
    return GroupTest(levels, observed, expected, float(stat), len(levels) - 1, float(p_value), method)


def hazard_ratios(time: ArrayLike, status: ArrayLike, group: ArrayLike) -> HazardRatios:
    """Estimate log hazard ratios of the later levels against the first by a Cox model with Efron's ties.

    Arguments and errors as in `log_rank`.
    """
    times, states, levels, member = _groups(time, status, group)
    design = np.equal.outer(member, np.arange(1, len(levels))).astype(float)
    model = PHReg(times, design, status=states, ties="efron")
    silent = [levels[g] for g in range(len(levels)) if not states[member == g].any()]
    if silent:
        what = f"group {silent[0]!r} has no event, so that its hazard ratio has no finite estimate"
        raise InputError(what, "group", "compare the groups by log_rank")
    fitted = model.fit(disp=0)
    null = model.loglike(np.zeros(len(levels) - 1))
    return HazardRatios(levels, np.asarray(fitted.params), np.asarray(fitted.bse), float(null), float(fitted.llf))


def _groups(
    time: ArrayLike, status: ArrayLike, group: ArrayLike
) -> tuple[Floats, Floats, tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.int_]]]:
    times, states = zero_or_one(time, status)
    labels = np.asarray(group).astype(str)
    if labels.shape != times.shape:
        raise InputError(
            f"group has the shape {labels.shape}, time {times.shape}", "group", "give one label per person"
        )
    levels, member = np.unique(labels, return_inverse=True)
    if len(levels) < 2 or not states.any():
        raise InputError("a comparison needs two groups and an event", "group and status", "nothing can be tested here")
    return times, states, tuple(levels.tolist()), member

"""Fits to cumulative incidence known at a few horizons, of a reference file, number by number against ours."""

from __future__ import annotations

from typing import Any

import numpy as np
from reference_grid import ABOUT, Account

from fbss_analysis.models.box import Box
from fbss_analysis.models.incidence import Incidence
from fbss_analysis.models.likelihood import fit_grouped
from fbss_analysis.models.steps import conditional_risk, hazard


def _grouped_set(account: Account, i: int, part: dict) -> None:
    times, new, n = part["times"], part["events_in_interval"], part["n"]
    total = np.cumsum(new) / n
    exact = Box(*(tuple(v) for v in (times, total, total, total)))
    risk, rate_ = ([f(exact, j).value for j in range(len(times))] for f in (conditional_risk, hazard))
    here = n - np.append(0, np.cumsum(new)[:-1])
    with np.errstate(invalid="ignore"):
        se = np.sqrt(np.array(risk) * (1 - np.array(risk)) / here)
    account.compare(f"/sets/{i}/cumulative_incidence", [e.value for e in Incidence(exact, "weibull").cumulative])
    account.compare(f"/sets/{i}/conditional_risk", risk)
    account.compare(f"/sets/{i}/piecewise_hazard", rate_)
    account.compare(f"/sets/{i}/se_conditional_risk", se.tolist())
    for family in part["models"]:
        _grouped_fit(account, f"/sets/{i}/models/{family}", part, family)


def _grouped_fit(account: Account, path: str, part: dict, family: str) -> None:
    model = part["models"][family]
    fit = fit_grouped(part["times"], part["events_in_interval"], part["n"], family=family)
    parameters = fit.curve.parameters()
    found = {
        "location": fit.theta[0],
        "scale_survreg": 1 / parameters["shape"],
        "shape": parameters["shape"],
        "scale": parameters["scale"],
        "vcov_location_logscale": fit.covariance.tolist(),
        "F": [fit.curve.incidence(t) for t in model["F_times"]],
        "time_to_20pct": fit.curve.time_to(0.2),
        "time_to_40pct": fit.curve.time_to(0.4),
        "time_to_50pct": fit.curve.time_to(0.5),
    }
    for key, value in found.items():
        account.compare(f"{path}/{key}", value, 1e-5)
    account.compare(f"{path}/loglik", fit.loglik, 1e-9)


LEFT_OUT = ABOUT | {
    "/sets/*/label": "input",
    "/sets/*/n": "input",
    "/sets/*/times/*": "input",
    "/sets/*/events_in_interval/*": "input",
    "/sets/*/models/*/F_times/*": "input",
}


def walk(document: dict[str, Any]) -> Account:
    """Compare every number of one file of fits to grouped counts."""
    account = Account(document)
    for i, part in enumerate(document["sets"]):
        _grouped_set(account, i, part)
    return account

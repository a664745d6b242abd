"""Survival, competing risks and life tables of a reference file, number by number against ours."""

from __future__ import annotations

from typing import Any

import numpy as np
from reference_grid import ABOUT, Account

from fbss_analysis.models.competing import cumulative_incidence
from fbss_analysis.models.groups import hazard_ratios, log_rank
from fbss_analysis.models.likelihood import fit_individuals
from fbss_analysis.models.spline import royston_parmar
from fbss_analysis.models.survival import kaplan_meier, life_table

INPUT = ABOUT | {"/data/*": "input"}
INDIVIDUALS_LEFT_OUT = INPUT | {"/parametric/*/grid/*": "input", "/parametric/*/quantile_p/*": "input"}
RISKS_LEFT_OUT = INPUT | {
    "/results/survfit_multistate/states/*": "input",
    "/results/survfit_multistate/times/*": "input",
}
TABLE_LEFT_OUT = INPUT | {"/results/nlost/*": "input", "/results/nevent/*": "input"}
COLUMNS = {
    "time": "time",
    "n_risk": "n_risk",
    "n_event": "n_event",
    "n_censor": "n_censor",
    "surv": "survival",
    "se_surv": "se",
    "nelson_aalen": "cumulative_hazard",
    "se_nelson_aalen": "se_cumulative_hazard",
}


def _curve(account: Account) -> None:
    data, km = account.document["data"], account.document["kaplan_meier"]
    curve = kaplan_meier(data["time"], data["status"])
    for theirs, ours in COLUMNS.items():
        account.compare(f"/kaplan_meier/{theirs}", getattr(curve, ours).tolist())
    for transform, part in km["ci"].items():
        low, high = curve.limits(transform)
        account.compare(f"/kaplan_meier/ci/{transform}", {"lower": low.tolist(), "upper": high.tolist()})
        quantiles = km["quantiles"][transform]
        limits = [curve.quantile_limits(p, transform) for p in quantiles["p"]]
        low, high = np.transpose(limits)
        times = [curve.quantile(p) for p in quantiles["p"]]
        found = {"p": quantiles["p"], "t": times, "lower": low.tolist(), "upper": high.tolist()}
        account.compare(f"/kaplan_meier/quantiles/{transform}", found)
        assert part
    mean, se = curve.restricted_mean(km["rmst"]["tau"])
    account.compare("/kaplan_meier/rmst", {"tau": km["rmst"]["tau"], "rmst": mean, "se": se})


def _groups(account: Account) -> None:
    data, km = account.document["data"], account.document["kaplan_meier"]
    if "logrank" not in km:
        return
    arguments = (data["time"], data["status"], data["group"])
    test, early, cox = log_rank(*arguments), log_rank(*arguments, method="peto_peto"), hazard_ratios(*arguments)
    found = {
        "levels": list(test.levels),
        "observed": test.observed.tolist(),
        "expected": test.expected.tolist(),
        "chisq": test.stat,
        "df": test.df,
        "p": test.p_value,
    }
    account.compare("/kaplan_meier/logrank", found)
    account.compare("/kaplan_meier/peto_peto/chisq", early.stat)
    account.compare("/kaplan_meier/cox_efron/coef", cox.estimate.tolist(), 1e-8)
    account.compare("/kaplan_meier/cox_efron/se", cox.se.tolist(), 1e-8)
    account.compare("/kaplan_meier/cox_efron/loglik", [cox.loglik_null, cox.loglik], 1e-9)


# survreg and flexsurv: 1e-5 on parameters, 1e-9 on the log-likelihood; flexsurvspline 1e-4
def _parametric(account: Account) -> None:
    data = account.document["data"]
    for family, part in account.document["parametric"].items():
        path = f"/parametric/{family}"
        if family.startswith("royston_parmar"):
            _spline(account, path, part)
            continue
        fit = fit_individuals(data["time"], data["status"], family=family)
        grid = account.document["parametric"]["weibull"]["grid"]  # Gompertz' entry leaves out its own
        found = fit.curve.parameters() | {
            "location": fit.theta[0],
            "log_scale": fit.theta[1] if len(fit.theta) > 1 else 0.0,
            "vcov_location_logscale": fit.covariance.tolist(),
            "S_grid": [1 - fit.curve.incidence(t) for t in grid],
            "quantile_t": [fit.curve.time_to(p) for p in part.get("quantile_p", [])],
        }
        for key in set(found) & set(part):
            account.compare(f"{path}/{key}", found[key], 1e-5)
        account.compare(f"{path}/loglik", fit.loglik, 1e-9)


def _spline(account: Account, path: str, part: dict) -> None:
    data = account.document["data"]
    spline = royston_parmar(data["time"], data["status"], inner_knots=int(path[-1]))
    account.compare(f"{path}/knots_log_time", spline.knots.tolist(), 1e-10)
    account.compare(f"{path}/gamma", spline.gamma.tolist(), 1e-4)
    account.compare(f"{path}/loglik", spline.loglik, 1e-9)
    account.compare(f"{path}/S_grid", spline.survival(part["grid"]).tolist(), 1e-4)


def walk_individuals(document: dict[str, Any]) -> Account:
    """Compare every number of one file about survival from individual data."""
    account = Account(document)
    _curve(account)
    _groups(account)
    _parametric(account)
    return account


def walk_risks(document: dict[str, Any]) -> Account:
    """Compare every number of one file about competing risks."""
    account, data = Account(document), document["data"]
    results = document["results"]
    states = results["survfit_multistate"]
    risks = [cumulative_incidence(data["time"], data["cause"], cause=int(c)) for c in states["states"][1:]]
    for ours in risks:
        part = f"/results/cause{ours.cause}"
        times = results[f"cause{ours.cause}"]["times"]
        naive = ours.one_minus_km(times)
        account.compare(f"{part}/times", times)
        account.compare(f"{part}/aalen_johansen", ours.at(times).tolist())
        account.compare(f"{part}/variance_cmprsk", (ours.se_at(times, "aalen") ** 2).tolist())
        account.compare(f"{part}/one_minus_km", naive.tolist())
        account.compare(f"{part}/overstatement", (naive - ours.at(times)).tolist())
    times, free = states["times"], risks[0].event_free
    row = np.searchsorted(free.time, times, side="right") - 1
    together = np.column_stack([free.at(times), *(r.at(times) for r in risks)])
    errors = np.column_stack([free.se[row], *(r.se_at(times) for r in risks)])
    account.compare("/results/survfit_multistate/pstate", together.tolist())
    account.compare("/results/survfit_multistate/se", errors.tolist())
    account.compare("/results/all_cause_surv", free.at(times).tolist())
    return account


def walk_table(document: dict[str, Any]) -> Account:
    """Compare every number of one life table."""
    account, data = Account(document), document["data"]
    table = life_table(data["breaks"], data["n0"], data["lost"], data["events"])
    names = {"nsubs": "entering", "nrisk": "exposed", "surv": "survival", "pdf": "density", "hazard": "hazard"}
    names |= {"se.surv": "se_survival", "se.pdf": "se_density", "se.hazard": "se_hazard"}
    for theirs, ours in names.items():
        account.compare(f"/results/{theirs}", getattr(table, ours).tolist())
    return account

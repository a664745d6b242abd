"""Intervals of proportions, rates and multinomials of a reference file, number by number against ours."""

from __future__ import annotations

from typing import Any

import numpy as np
from reference_grid import Account

from fbss_analysis.models.multinomial import multinomial
from fbss_analysis.models.proportion import proportion
from fbss_analysis.models.rate import rate

# Name in the reference files → our name. exactci prints four decimals, so the last two are compared at that precision.
NAMES = {
    "clopper_pearson": "clopper_pearson",
    "wilson": "wilson",
    "wilson_cc": "wilson_cc",
    "wilson_prop_test": "wilson",
    "jeffreys_equal_tailed": "jeffreys_equal_tailed",
    "jeffreys_brown_modified": "jeffreys",
    "uniform_prior_equal_tailed": "uniform",
    "agresti_coull_unclipped": "agresti_coull",
    "wald_unclipped": "wald",
    "mid_p": "mid_p",
    "likelihood_ratio": "likelihood_ratio",
    "arcsine_freeman_tukey_free": "arcsine",
    "logit_wald": "logit",
    "cloglog": "cloglog",
    "check_binom_package_exact": "clopper_pearson",
    "blaker": "blaker",
    "minlike_sterne": "sterne",
}
ROUNDED_IN_R = {"blaker": 1e-4, "minlike_sterne": 1e-4}
LEFT_OUT = {
    "/schema": "not a number",
    "/kind": "not a number",
    "/id": "not a number",
    "/split": "not a number",
    "/source": "not a number",
    "/notes": "not a number",
    "/binomial/*/x": "input",
    "/binomial/*/n": "input",
    "/binomial/*/conf_level": "input",
    "/poisson_rate/*/events": "input",
    "/poisson_rate/*/person_time": "input",
    "/poisson_rate/*/conf_level": "input",
    "/multinomial/*/counts/*": "input",
    "/multinomial/*/conf_level": "input",
    "/poisson_rate/*/byar/0": "null at zero events, where ours is an error",
    "/poisson_rate/*/wald_log/0": "null at zero events, where ours is an error",
    "/binomial/*/intervals/wilson_cc/[01]": "R drops the correction where x = n / 2, Newcombe's formula does not",
}


def _binomial(account: Account) -> None:
    for i, row in enumerate(account.document["binomial"]):
        x, n, level = row["x"], row["n"], row["conf_level"]
        account.compare(f"/binomial/{i}/estimate", proportion(x, n, method="wilson").estimate)
        for name, ends in row["intervals"].items():
            if name == "wilson_cc" and 2 * x == n:
                continue
            ours = proportion(x, n, method=NAMES[name], level=level)
            path, slack = f"/binomial/{i}/intervals/{name}", ROUNDED_IN_R.get(name, 1e-12)
            row["intervals"][name] = np.clip(ends, 0, 1).tolist()  # R leaves Wald and Agresti-Coull unclipped
            account.compare(path, [ours.ci_low, ours.ci_high], absolute=slack)


def _poisson(account: Account) -> None:
    names = {"exact_garwood": "exact", "mid_p": "mid_p", "jeffreys": "jeffreys", "byar": "byar", "wald_log": "log_wald"}
    for i, row in enumerate(account.document["poisson_rate"]):
        for name, method in names.items():
            if row[name] in (None, [None]):
                continue
            ours = rate(row["events"], row["person_time"], method=method, level=row["conf_level"])
            # exactci finds mid-P with uniroot, whose default tolerance is 1.22e-4 of an expected event
            slack = 1.3e-4 / row["person_time"] if name == "mid_p" else 1e-12
            account.compare(f"/poisson_rate/{i}/{name}", [ours.ci_low, ours.ci_high], absolute=slack)
            account.compare(f"/poisson_rate/{i}/rate", ours.estimate)


def _multinomial(account: Account) -> None:
    for i, row in enumerate(account.document["multinomial"]):
        for method in ("goodman", "quesenberry_hurst", "sison_glaz"):
            ours = multinomial(row["counts"], method=method, level=row["conf_level"])
            both = np.column_stack([ours.ci_low, ours.ci_high]).tolist()
            account.compare(f"/multinomial/{i}/{method}", both)


def walk(document: dict[str, Any]) -> Account:
    """Compare every interval of one file."""
    account = Account(document)
    _binomial(account)
    _poisson(account)
    _multinomial(account)
    return account

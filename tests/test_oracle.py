"""The oracle: every value derived from the articles' own percentages, agreed to 1e-6 or by the stated envelope."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from reference_grid import Account

from fbss_analysis.models.box import Envelope
from fbss_analysis.models.families import regress
from fbss_analysis.models.incidence import Incidence, incidence
from fbss_analysis.models.likelihood import fit_grouped
from fbss_analysis.models.proportion import event_counts, proportion
from fbss_analysis.models.spread import spread

ORACLE = json.loads((Path(__file__).parent / "reference" / "oracle.json").read_text())
TEXT = (
    "formula",
    "formula_counts",
    "formula_piecewise",
    "source",
    "caveat",
    "meaning",
    "monotonicity",
    "question",
    "note",
)
ORACLE_LEFT_OUT = {
    "/schema": "not a number",
    "/conventions/*": "text",
    "/verification/*": "text",
    **{f"*/{name}": "text" for name in TEXT},
    "/grim_134/*": "a question of consistency, not of incidence",
    "/fbss_mariner/inpatient_share_from_mixture_6m/*": "mixtures are a question of consistency",
    "/fbss_mariner/procedure_share_sum/*": "sums are a question of consistency",
    "/lss_korea_jung/mixture_10y/*": "mixtures are a question of consistency",
    "/fbss_mariner/n": "input",
    "/lss_korea_jung/n": "input",
    "*/events": "input",
    "*/time": "input",
    "*/interval/[01]": "input",
    "/fbss_mariner/conditional_risk_6_12m/events_at_nominal/*": "input of the interval beside it",
    "/fbss_mariner/weibull_two_point/corners/*/F*": "input",
    "/ranges/*/low": "input",
    "/ranges/*/high": "input",
    "/other_published/*/label": "text",
    "/other_published/*/percent": "input",
    "/other_published/*/n": "input",
    "/other_published/*/reported_c*": "input",
    "/other_published/*/ci_recomputed/*/count": "input",
    "/other_published/*/ci_recomputed/*/method": "input",
}
METHODS = {"wilson": "wilson", "clopper_pearson": "clopper_pearson", "jeffreys": "jeffreys", "wald": "wald"}


@pytest.fixture
def account() -> Account:
    return Account(json.loads(json.dumps(ORACLE)))


def same(account: Account, path: str, got: object) -> None:
    account.compare(path, got, 1e-6)


def pair(e: Envelope) -> list[float]:
    return [e.low, e.high]


def _intervals(account: Account, path: str, n: int) -> None:
    part = account.document
    for key in path.strip("/").split("/"):
        part = part[key]
    for i, row in enumerate(part):
        for name in set(METHODS) & set(row):
            ours = proportion(row["events"], n, method=METHODS[name])
            same(account, f"{path}/{i}/{name}", [ours.ci_low, ours.ci_high])
        if "estimate" in row:
            same(account, f"{path}/{i}/estimate", row["events"] / n)


def _union(account: Account, name: str, counts: range, n: int) -> None:
    for method in ("wilson", "clopper_pearson"):
        ours = proportion([counts[0], counts[-1]], n, method=method)
        path = f"/fbss_mariner/ci95_union_over_count_interval/{name}/{method}"
        same(account, path, [ours.ci_low.min(), ours.ci_high.max()])


def _mariner_steps(account: Account, fbss: Incidence) -> None:
    here, counted = "/fbss_mariner", fbss.on_counts()
    n = account.document["fbss_mariner"]["n"]
    for name, counts in zip(("6m", "12m"), fbss.event_counts, strict=True):
        same(account, f"{here}/event_count_interval_{name}", [counts[0], counts[-1]])
        _intervals(account, f"{here}/ci95/{name}", n)
        _union(account, name, counts, n)
    same(account, f"{here}/nominal_events", [n * e.value for e in fbss.cumulative])
    same(account, f"{here}/new_events_second_half_year/interval", pair(fbss.new_events[1]))
    same(account, f"{here}/new_events_second_half_year/nominal", fbss.new_events[1].value)
    risk, at = fbss.conditional_risks[1], f"{here}/conditional_risk_6_12m"
    same(account, f"{at}/nominal", risk.value)
    same(account, f"{at}/interval_continuous_closed", pair(risk))
    same(account, f"{at}/interval_from_counts", pair(counted.conditional_risks[1]))
    for method in ("clopper_pearson", "wilson"):
        ours = proportion(3061, 96536, method=method)
        same(account, f"{at}/{method}_at_nominal", [ours.ci_low, ours.ci_high])
    at = f"{here}/hazard_per_year"
    for name, e in zip(("first", "second"), fbss.hazards, strict=True):
        same(account, f"{at}/{name}_half_nominal", e.value)
        same(account, f"{at}/{name}_half_closed", pair(e))
    same(account, f"{at}/ratio_h2_h1_nominal", fbss.hazard_ratio(1, 0.5).value)
    same(account, f"{at}/ratio_h2_h1_closed", pair(fbss.hazard_ratio(1, 0.5)))
    at = f"{here}/person_years_if_uncensored_exponential_within_half"
    same(account, f"{at}/value_first", fbss.person_time[0])
    same(account, f"{at}/value_second", fbss.person_time[1])
    account.compared.add(f"{at}/first")  # the formula in words
    at = f"{here}/ratio_12m_to_6m"
    same(account, f"{at}/formula", "8.4/5.4")
    same(account, f"{at}/nominal", fbss.ratio(1, 0.5).value)
    same(account, f"{at}/closed", pair(fbss.ratio(1, 0.5)))
    same(account, f"{at}/from_counts", pair(counted.ratio(1, 0.5)))
    same(account, f"{at}/value_under_constant_hazard", fbss.ratio_under_constant_hazard(1, 0.5).value)
    same(account, f"{at}/value_under_constant_hazard_closed", pair(fbss.ratio_under_constant_hazard(1, 0.5)))
    account.compared.add(f"{at}/expected_under_constant_hazard")  # the formula in words
    same(account, f"{at}/share_of_12m_events_in_first_half", fbss.ratio(0.5, 1).value)
    same(account, f"{at}/share_closed", pair(fbss.ratio(0.5, 1)))


def _mariner_weibull(account: Account, fbss: Incidence) -> None:
    at, counted = "/fbss_mariner/weibull_two_point", fbss.on_counts()
    answers = {"shape": fbss.shape, "scale": fbss.scale}
    answers |= {f"time_to_{p}pct": fbss.time_to(p / 100) for p in (10, 20, 40)}
    for name, e in answers.items():
        years = "" if name == "shape" else "_years"
        same(account, f"{at}/{name}{years}", e.value)
        same(account, f"{at}/{name}_closed", pair(e))
    for year in (2, 3, 5, 10, 20):
        e = fbss.at(year)
        same(account, f"{at}/F_at_years/{year}", {"nominal": e.value, "closed": pair(e)})
    same(account, f"{at}/shape_from_counts", pair(counted.shape))
    same(account, f"{at}/t20_from_counts", pair(counted.time_to(0.2)))
    same(account, f"{at}/t40_from_counts", pair(counted.time_to(0.4)))
    ends = {
        (c["F6"], c["F12"]): i for i, c in enumerate(account.document["fbss_mariner"]["weibull_two_point"]["corners"])
    }
    for (f6, f12), i in ends.items():
        nearest = min(fbss.curve().members, key=lambda c: abs(c.incidence(0.5) - f6) + abs(c.incidence(1) - f12))
        found = nearest.parameters() | {"t20": nearest.time_to(0.2), "t40": nearest.time_to(0.4)}
        for key in ("shape", "scale", "t20", "t40"):
            same(account, f"{at}/corners/{i}/{key}", found[key])
    f = [e.value for e in fbss.cumulative]
    weights = np.diff(np.array(f) * fbss.cohort.n, prepend=0)
    fit = fit_grouped(fbss.horizons, weights, fbss.cohort.n, family="weibull")
    at += "/sampling_se_delta_method"
    for name, value in (("shape", fit.se_shape), ("ln_t20", fit.se_log_time(0.2)), ("ln_t40", fit.se_log_time(0.4))):
        same(account, f"{at}/{name}", value)


def _mariner_families(account: Account, fbss: Incidence) -> None:
    at = "/fbss_mariner/time_to_threshold_other_models"
    curves = {
        "log_logistic": fbss.curve("loglogistic"),
        "log_normal": fbss.curve("lognormal"),
        "piecewise_exponential_constant_after_6m": fbss.curve("piecewise_exponential"),
        "exponential_through_12m": fbss.curve("exponential", through=[1]),
    }
    for name, curve in curves.items():
        for p in ("0.2", "0.4"):
            e = curve.time_to(float(p))
            same(account, f"{at}/{name}/{p}", {"nominal": e.value, "closed": pair(e)})
    gompertz, never = fbss.curve("gompertz"), "never (infinite)"
    for p in ("0.2", "0.4"):
        e = gompertz.time_to(float(p))
        words = [never if math.isinf(x) else x for x in (e.value, e.low, e.high)]
        same(account, f"{at}/gompertz/{p}", {"nominal": words[0], "closed": words[1:]})
    plateau = gompertz.at(math.inf)
    assert plateau == gompertz.parameter("plateau")
    same(account, f"{at}/gompertz/plateau_cumulative_incidence/nominal", plateau.value)
    same(account, f"{at}/gompertz/plateau_cumulative_incidence/closed", pair(plateau))


def _korea_steps(account: Account, lss: Incidence) -> None:
    here = "/lss_korea_jung"
    for name, counts in zip(("6.2", "10.8", "18.4"), lss.event_counts, strict=True):
        found = {"interval": [counts[0], counts[-1]], "all": list(counts)}
        same(account, f"{here}/event_count_interval/{name}", found)
    _intervals(account, f"{here}/ci95_nominal", 1400)
    for j, (risk, rate) in enumerate(zip(lss.conditional_risks, lss.hazards, strict=True)):
        found = {"conditional_risk": risk.value, "conditional_risk_closed": pair(risk)}
        found |= {"hazard_per_year": rate.value, "hazard_closed": pair(rate)}
        for key, value in found.items():
            same(account, f"{here}/piecewise/{j}/{key}", value)
        start = (0.0, *lss.horizons)[j]
        same(account, f"{here}/piecewise/{j}/interval", [start, lss.horizons[j]])
    piecewise = lss.curve("piecewise_exponential")
    for name, p in (("t20", 0.2), ("t40", 0.4)):
        same(account, f"{here}/piecewise_constant_after_10y_t20_t40/{name}", piecewise.time_to(p).value)


def _korea_weibull(account: Account, lss: Incidence) -> None:
    here = "/lss_korea_jung"
    for name, part in account.document["lss_korea_jung"]["weibull_pairs"].items():
        curve = lss.curve("weibull", through=[float(t.rstrip("y")) for t in name.split("_")])
        found = {"shape": curve.shape.value, "scale_years": curve.scale.value, "shape_closed": pair(curve.shape)}
        found |= {"predicted": {t: curve.at(float(t)).value for t in part["predicted"]}}
        found |= {"t20": curve.time_to(0.2).value, "t40": curve.time_to(0.4).value}
        same(account, f"{here}/weibull_pairs/{name}", found)
    line = regress("weibull", list(zip(lss.horizons, (e.value for e in lss.cumulative), strict=True)))
    same(account, f"{here}/weibull_ols_cloglog/shape", line.parameters()["shape"])
    same(account, f"{here}/weibull_ols_cloglog/scale_years", line.parameters()["scale"])
    same(account, f"{here}/weibull_ols_cloglog/fitted", [line.incidence(t) for t in lss.horizons])
    feasibility = lss.feasibility("weibull")
    same(account, f"{here}/single_weibull_feasible_in_rounding_boxes", feasibility.feasible)
    same(account, f"{here}/single_weibull_min_halfwidth_pp/value", feasibility.smallest_half_width)


def _korea_likelihood(account: Account, lss: Incidence) -> None:
    at = "/lss_korea_jung/weibull_grouped_ml_nominal_n1400"
    fit, curve = lss.fit("weibull"), lss.curve("weibull")
    assert curve.how == "likelihood"
    new, left = lss.cohort.weights(lss.horizons, lss.box.nominal, whole=True)
    found = {"counts": [*new.tolist(), left[-1]], "shape": curve.shape.value, "scale_years": curve.scale.value}
    found |= {"fitted": [curve.at(t).value for t in lss.horizons], "loglik": fit.loglik}
    found |= {"saturated_loglik": fit.saturated, "G2_vs_saturated": fit.g2, "df": fit.df, "p": fit.p_value}
    found |= {"t20": curve.time_to(0.2).value, "t40": curve.time_to(0.4).value}
    same(account, at, found)
    constant = lss.fit("exponential")
    found = {"rate_per_year": constant.curve.parameters()["rate"], "G2": constant.g2, "df": constant.df}
    same(account, "/lss_korea_jung/exponential_grouped_ml_nominal", found | {"p": constant.p_value})


def _ranges(account: Account) -> None:
    for name, part in account.document["ranges"].items():
        wide = spread(f"{part['low']}%", f"{part['high']}%")
        found = {
            "difference_pp": 100 * wide.difference.value,
            "ratio": wide.ratio.value,
            "ratio_closed": pair(wide.ratio),
            "odds_ratio": wide.odds_ratio.value,
            "odds_ratio_closed": pair(wide.odds_ratio),
            "logit_span": wide.logit_span,
            "logit_midpoint_percent": 100 * wide.midpoint,
            "tau_if_95pct_prediction_interval": wide.tau(),
            "tau_if_range_of_k_studies": {k: wide.tau(int(k)) for k in part["tau_if_range_of_k_studies"]},
        }
        for key, value in found.items():
            same(account, f"/ranges/{name}/{key}", value)


def _other(account: Account) -> None:
    methods = METHODS | {"logit": "logit"}
    for i, part in enumerate(account.document["other_published"]):
        at, counts = f"/other_published/{i}", event_counts(part["percent"] + "%", part["n"])
        same(account, f"{at}/counts", list(counts))
        if "recomputed_percent" in part:
            ours = proportion(part["reported_count"], part["n"], method="wilson")
            same(account, f"{at}/recomputed_percent", 100 * ours.estimate)
            same(account, f"{at}/consistent", part["reported_count"] in counts)
        reproducing = []
        for j, row in enumerate(part.get("ci_recomputed", [])):
            ours = proportion(row["count"], part["n"], method=methods[row["method"]])
            ends = [100 * ours.ci_low, 100 * ours.ci_high]
            rounded = [f"{end:.1f}" for end in ends]
            found = {"ci": ends, "rounded": rounded, "reproduces": rounded == part["reported_ci"]}
            reproducing += [[row["count"], row["method"]]] if found["reproduces"] else []
            for key, value in found.items():
                same(account, f"{at}/ci_recomputed/{j}/{key}", value)
        if "methods_that_reproduce" in part:
            same(account, f"{at}/methods_that_reproduce", reproducing)


def test_every_value_of_the_oracle_is_derived_again(account: Account) -> None:
    fbss = incidence({0.5: "5.4%", 1: "8.4%"}, n=account.document["fbss_mariner"]["n"])
    lss = incidence({2: "6.2%", 5: "10.8%", 10: "18.4%"}, n=account.document["lss_korea_jung"]["n"])
    for step in (_mariner_steps, _mariner_weibull, _mariner_families):
        step(account, fbss)
    for step in (_korea_steps, _korea_weibull, _korea_likelihood):
        step(account, lss)
    _ranges(account)
    _other(account)
    assert account.wrong == []
    assert account.unclaimed(ORACLE_LEFT_OUT) == []
    assert len(account.compared) > 380

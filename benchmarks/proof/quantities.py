"""Which quantity a number of a reference file is: patterns on its path, first match wins; data only.

A path is that of the leaf in the file without list positions and without the names of measures. What matches nothing is
an error, so that a new kind of number cannot go unnamed. An empty name marks input that the file repeats.
"""

from __future__ import annotations

import re

_METAFOR, _SURVIVAL = "metafor", "survival"
PATTERNS: dict[str, list[tuple[str, str, str, str]]] = {  # kinds: pattern, area, quantity, program
    "binomial_ci": [
        (r"/binomial/estimate", "proportion", "estimate", "binom"),
        (r"/binomial/intervals/(blaker|minlike_sterne)", "proportion", "interval, {}", "exactci"),
        (r"/binomial/intervals/check_binom_package_exact", "proportion", "interval, clopper_pearson", "binom"),
        (r"/binomial/intervals/wilson_prop_test", "proportion", "interval, wilson", "stats"),
        (r"/binomial/intervals/(.*)", "proportion", "interval, {}", "stats, binom"),
        (r"/poisson_rate/rate", "rate", "estimate", "stats"),
        (r"/poisson_rate/mid_p", "rate", "interval, mid_p", "exactci"),
        (r"/poisson_rate/(.*)", "rate", "interval, {}", "stats"),
        (r"/multinomial/(.*)", "multinomial", "interval, {}", "MultinomialCI"),
    ],
    "grouped_horizons": [
        (r".*/cumulative_incidence", "incidence at horizons", "cumulative incidence", _SURVIVAL),
        (r".*conditional_risk", "incidence at horizons", "conditional risk and its error", _SURVIVAL),
        (r".*/piecewise_hazard", "incidence at horizons", "hazard", _SURVIVAL),
        (r"/sets/models/exponential/(scale_survreg|shape)", "", "", ""),
        (r".*/(location|scale_survreg|shape|scale)", "incidence at horizons", "parameters of a curve", _SURVIVAL),
        (r".*/vcov_location_logscale", "incidence at horizons", "covariance of parameters", _SURVIVAL),
        (r".*/F", "incidence at horizons", "incidence on the curve", _SURVIVAL),
        (r".*/time_to_.*", "incidence at horizons", "time to an incidence", _SURVIVAL),
        (r".*/loglik", "incidence at horizons", "log-likelihood", _SURVIVAL),
    ],
    "survival_ipd": [
        (r".*/(quantiles/.*/p|tau|exponential/log_scale)", "", "", ""),
        (r"/kaplan_meier/(time|n_risk|n_event|n_censor)", "survival", "times and counts", _SURVIVAL),
        (r"/kaplan_meier/surv", "survival", "Kaplan-Meier survival", _SURVIVAL),
        (r"/kaplan_meier/se_surv", "survival", "standard error of survival", _SURVIVAL),
        (r"/kaplan_meier/.*nelson_aalen", "survival", "cumulative hazard and its error", _SURVIVAL),
        (r"/kaplan_meier/ci/.*", "survival", "limits of survival, five transforms", _SURVIVAL),
        (r"/kaplan_meier/quantiles/.*", "survival", "quantiles and their limits", _SURVIVAL),
        (r"/kaplan_meier/rmst/.*", "survival", "restricted mean and its error", _SURVIVAL),
        (r"/kaplan_meier/(logrank|peto_peto)/.*", "survival", "log-rank and Peto tests", _SURVIVAL),
        (r"/kaplan_meier/cox_efron/.*", "survival", "hazard ratios", _SURVIVAL),
        (r"/parametric/royston_parmar.*", "survival", "spline, all of it", "flexsurv"),
        (r"/parametric/gompertz.*", "survival", "Gompertz curve, all of it", "flexsurv"),
        (r"/parametric/.*/vcov_location_logscale", "survival", "covariance of parameters", _SURVIVAL),
        (r"/parametric/.*/loglik", "survival", "log-likelihood of a curve", _SURVIVAL),
        (r"/parametric/.*/S_grid", "survival", "survival on a curve", _SURVIVAL),
        (r"/parametric/.*/quantile_t", "survival", "quantiles of a curve", _SURVIVAL),
        (r"/parametric/.*", "survival", "parameters of a curve", _SURVIVAL),
    ],
    "competing_risks": [
        (r".*/times", "", "", ""),
        (r".*/(aalen_johansen|pstate)", "competing risks", "Aalen-Johansen incidence", "cmprsk, survival"),
        (r".*/(variance_cmprsk|se)", "competing risks", "errors of the incidence", "cmprsk, survival"),
        (r".*/(one_minus_km|overstatement)", "competing risks", "one minus Kaplan-Meier", _SURVIVAL),
        (r".*/all_cause_surv", "competing risks", "event-free survival", _SURVIVAL),
    ],
    "life_table": [(r"/results/.*", "life table", "all columns", "R")],
    "meta": [
        (r"/effect_sizes/yi", "synthesis", "effect sizes", _METAFOR),
        (r"/effect_sizes/vi", "synthesis", "variances of effect sizes", _METAFOR),
        (r"/pooled_metafor_default_convergence/tau2", "synthesis", "tau2 where R stops by default", _METAFOR),
        (r"/pooled_metafor_default_convergence/.*", "synthesis", "what follows from R's default tau2", _METAFOR),
        (r"/tau2_confint/.*", "synthesis", "intervals of tau2, I2, H2", _METAFOR),
        (r"/leave1out/.*", "synthesis, sensitivity", "leave one out", _METAFOR),
        (r"/cumulative/.*", "synthesis, sensitivity", "cumulative", _METAFOR),
        (r"/influence/.*", "synthesis, sensitivity", "influence", _METAFOR),
        (r"/blup/.*", "synthesis, sensitivity", "best predictions of single studies", _METAFOR),
        (r"/subgroup/common_tau2.*", "synthesis, moderators", "subgroups, common tau2", _METAFOR),
        (r"/subgroup/separate_tau2/(Q_between|df|p)", "synthesis, moderators", "test between subgroups", _METAFOR),
        (r"/meta_regression/.*", "synthesis, moderators", "meta-regression", _METAFOR),
        (r"/regtest/.*", "synthesis, small studies", "Egger's test", _METAFOR),
        (r"/ranktest/.*", "synthesis, small studies", "rank test", _METAFOR),
        (r"/trimfill/.*", "synthesis, small studies", "trim and fill", _METAFOR),
        (r"/glmm/exact_ml/.*", "synthesis of counts", "against dense integration", "dense integration"),
        (r"/glmm/meta_regression/.*", "synthesis of counts", "meta-regression", _METAFOR),
        (r"/glmm/rma_glmm.*", "synthesis of counts", "against seven nodes", _METAFOR),
        (r"/glmm/glmer_nAGQ7/.*", "synthesis of counts", "against seven nodes", "lme4"),
        (r"/glmm/glmer_nAGQ25/.*", "synthesis of counts", "against twenty-five nodes", "lme4"),
        (r"/glmm/common_effect_glm/.*", "synthesis of counts", "common effect", "stats"),
        (r".*/back/pi_.*", "synthesis", "prediction interval as a proportion", _METAFOR),
        (r".*/back/.*", "synthesis", "estimate and limits as a proportion", _METAFOR),
        (r".*/pi_.*", "synthesis", "prediction interval, three rules", _METAFOR),
        (r".*/estimate", "synthesis", "pooled estimate", _METAFOR),
        (r".*/se", "synthesis", "standard error", _METAFOR),
        (r".*/(ci_lb|ci_ub)", "synthesis", "confidence limits, three tests", _METAFOR),
        (r".*/(stat|s2w)", "synthesis", "test statistic and its scale", _METAFOR),
        (r".*/(pval|QEp)", "synthesis", "p values", _METAFOR),
        (r".*/(tau2|tau)", "synthesis", "tau2 and tau, nine estimators", _METAFOR),
        (r".*/se_tau2", "synthesis", "standard error of tau2", _METAFOR),
        (r".*/(I2|H2)", "synthesis", "I2 and H2", _METAFOR),
        (r".*/QE", "synthesis", "Q", _METAFOR),
        (r".*/(loglik|AIC|BIC|AICc)", "synthesis", "log-likelihood and criteria", _METAFOR),
        (r".*/(k|dfs)", "synthesis", "counts and degrees of freedom", _METAFOR),
    ],
}
_DROPPED = re.compile(r"/(?:\d+|PR|PLN|PLO|PAS|PFT)(?=/|$)|^/sets(?=/\d+/(?:effect_sizes|pooled))")
_COMPILED = {
    kind: [(re.compile(pattern), *names) for pattern, *names in rows] for kind, rows in PATTERNS.items()
}  # fmt: skip


def quantity_of(kind: str, path: str) -> tuple[str, str, str] | None:
    """Area, quantity and R program of a leaf; None for repeated input, LookupError where no pattern matches."""
    plain = _DROPPED.sub("", path)
    for pattern, area, quantity, program in _COMPILED["meta" if kind.startswith("meta") else kind]:
        if match := pattern.fullmatch(plain):
            return (area, quantity.format(*match.groups()).replace("_", " "), program) if area else None
    raise LookupError(f"no quantity is named for {path} of a file of kind {kind}; add a pattern")

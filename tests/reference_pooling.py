"""Every number about synthesis in a reference file, compared with ours; what is left out is listed with its reason."""

from __future__ import annotations

import contextlib
import functools
import math
from typing import Any

import numpy as np
from reference_grid import Account

from fbss_analysis.errors import InputError
from fbss_analysis.models.effects import Effects, proportion_effects, rate_effects
from fbss_analysis.models.glmm import pool_counts
from fbss_analysis.models.metaregression import Regression, regress, subgroups
from fbss_analysis.models.pooling import Pooled, pool, pool_effects
from fbss_analysis.models.pools import Pools
from fbss_analysis.models.sensitivity import blup, cumulative, influence, leave_one_out
from fbss_analysis.models.smallstudy import egger, rank_test, trim_and_fill

CLOSED = {"EE", "DL", "HE", "HS", "SJ"}
# Relative tolerances, as the reference manifest names them.
EXACT, ITERATED, YEAR, COUNTS, COUNTS_R = 1e-10, 1e-8, 1e-7, 1e-5, 1e-3
FLOOR = 1e-12
# metafor stopped at 1e-14 in tau2, absolutely: where variances are of the order 1e-6 that is all its digits hold.
STOP = 1e-14
Z = 1.959963984540054

FIT = {
    "estimate": "estimate",
    "se": "se",
    "stat": "stat",
    "p_value": "pval",
    "ci_low": "ci_lb",
    "ci_high": "ci_ub",
    "tau2": "tau2",
    "i2": "I2",
    "h2": "H2",
}
WHOLE = FIT | {
    "k": "k",
    "tau2_se": "se_tau2",
    "q": "QE",
    "q_p": "QEp",
    "s2w": "s2w",
    "loglik": "loglik",
    "aic": "AIC",
    "bic": "BIC",
    "aicc": "AICc",
}
LEFT_OUT = {
    "/schema": "a name",
    "/kind": "a name",
    "/id": "a name",
    "/split": "a name",
    "/measure": "an option",
    "/source*": "names of programs and data sets",
    "/note*": "a sentence",
    "/data/*": "input",
    "/sets/*/name": "a name",
    "/sets/*/xi/*": "input",
    "/sets/*/ni/*": "input",
    "/sets/*/n_pooled": "a count of rows",
    "*/measure": "an option",
    "*/method": "an option",
    "*/test": "an option",
    "*/type": "an option",
    "*/columns/*": "names",
    "*/model": "an option",
    "*/predictor": "an option",
    "*/estimator": "an option",
    "*/moderator": "an option",
    "*/group": "an option",
    "*/levels/*": "names, compared as such",
    "*/level": "a name, compared as such",
    "*/names/*": "names",
    "*/back/transform": "a name",
    "/cumulative": "no rows in this file",
    "/meta_regression": "no rows in this file",
    "/subgroup": "no rows in this file",
    "/trimfill": "no rows in this file",
    "/glmm/exact_ml/how": "a sentence",
    "/glmm/glmer_nAGQ1/*": "the Laplace approximation, biased, which we do not offer",
    "/glmm/*/nAGQ": "an option",
    "/glmm/glmer_*/se": "lme4's penalised least squares, which treats tau as known and approximates the rest",
    "/glmm/glmer_*/loglik": "lacks constants",
    "/glmm/glmer_*/deviance": "lacks constants",
    "/glmm/rma_glmm_default/loglik": "lacks constants",
    "/glmm/meta_regression/*/loglik": "lacks constants",
}


def tolerance(method: str) -> float:
    return EXACT if method in CLOSED else ITERATED


def ours(name: str) -> str:
    """metafor calls equal effects FE in some places and EE in others."""
    return "EE" if name == "FE" else name


class Grid:
    """One reference file (or one edge case in it), its fits, and the account of what was compared."""

    def __init__(self, account: Account, document: dict[str, Any], root: str = "") -> None:
        self.account, self.document, self.root = account, document, root
        data = document.get("data", document)
        self.data, self.sizes = data, data.get("ni")
        self.fit = functools.cache(self._fit)

    def effects(self, measure: str) -> Effects:
        if "ni" in self.data:
            return proportion_effects(self.data["xi"], self.data["ni"], measure)
        if "ti" in self.data:
            return rate_effects(self.data["xi"], self.data["ti"], measure)
        return Effects(np.array(self.data["yi"]), np.array(self.data["vi"]), "GEN")

    def _fit(self, row_measure: str | None, method: str, test: str) -> Pooled:
        measure = row_measure or self.document["measure"]
        options = {"tau2": ours(method), "test": test}
        if "ni" in self.data:
            return pool(self.data["xi"], self.data["ni"], measure=measure, **options)
        if "ti" in self.data:
            return pool(self.data["xi"], self.data["ti"], measure=measure, **options)
        return pool_effects(self.data["yi"], self.data["vi"], measure=measure, **options)

    def rows(self, block: str) -> list[tuple[str, dict[str, Any]]]:
        rows = self.document.get(block) or []
        return [(f"{self.root}/{block}/{i}", row) for i, row in enumerate(rows)]

    def same(self, path: str, got: Any, relative: float, absolute: float = FLOOR) -> None:
        """Compare arrays of any depth; an undefined number of ours stands for the reference's null."""
        if isinstance(got, tuple | list | np.ndarray) and len(got) == 0:
            part: Any = self.account.document
            for key in path.strip("/").split("/"):
                part = part[int(key) if isinstance(part, list) else key]
            self.account.compared.add(path)
            if part != []:
                self.account.wrong.append(f"{path}: nothing against {part}")
            return
        self.account.compare(path, plain(got), relative, absolute)

    def p_value(self, path: str, got: Any, relative: float) -> None:
        """A tiny p multiplies the relative error of its statistic by -log p: the tolerance does the same."""
        values = np.atleast_1d(np.asarray(got, float))
        steep = max([1.0, *(-math.log(x) for x in values if x > 0.0)])
        self.same(path, got, relative * steep, 1e-300)

    def compare(self, path: str, got: Any, names: dict[str, str], relative: float) -> None:
        tau2 = np.asarray(got.tau2, float)
        smallest = float(tau2[tau2 > 0].min()) if (tau2 > 0).any() else 1.0
        for our, their in names.items():
            value = getattr(got, our)
            if our in ("p_value", "q_p", "qm_p"):
                self.p_value(f"{path}/{their}", value, relative)
            elif our == "i2":
                self.same(f"{path}/{their}", value, relative, 1e-5)
            elif our == "tau2":
                self.same(f"{path}/{their}", value, relative, 1e-9)
            else:
                self.same(f"{path}/{their}", value, relative + STOP / smallest, FLOOR)


def plain(value: Any) -> Any:
    """Lists and numbers, None for what is not finite."""
    if isinstance(value, tuple | list | np.ndarray):
        return [plain(v) for v in value]
    return value if isinstance(value, str) else float(value) if math.isfinite(value) else None


def check_effect_sizes(grid: Grid) -> None:
    for measure in grid.document.get("effect_sizes", {}):
        effects = grid.effects(measure)
        grid.same(f"{grid.root}/effect_sizes/{measure}/yi", effects.y, EXACT)
        grid.same(f"{grid.root}/effect_sizes/{measure}/vi", effects.v, EXACT)


def check_pooled_row(grid: Grid, path: str, row: dict[str, Any], fit: Pooled) -> None:
    relative = tolerance(row["method"])
    grid.compare(path, fit, WHOLE, relative)
    grid.same(f"{path}/tau", math.sqrt(fit.tau2), relative, 1e-7)
    grid.same(f"{path}/dfs", fit.df, relative)
    back = fit.on_proportion()
    floor = FLOOR if row["method"] in CLOSED else 1e-9
    for ours_, theirs in (("estimate", "estimate"), ("ci_low", "ci_lb"), ("ci_high", "ci_ub")):
        grid.same(f"{path}/back/{theirs}", getattr(back, ours_), relative, floor)
    for rule in ("default", "riley", "t_k_minus_1"):
        name = "pi_t_k_minus_1" if rule == "t_k_minus_1" else f"pi_{rule}"
        if name in row:
            grid.same(f"{path}/{name}", fit.prediction(rule), relative, floor)
        if name in row["back"]:
            other = refit(fit, rule)
            limits = (other.on_proportion().prediction_low, other.on_proportion().prediction_high)
            grid.same(f"{path}/back/{name}", limits, relative, floor)


def refit(fit: Pooled, rule: str) -> Pooled:
    return pool_effects(
        fit.y,
        fit.v,
        measure=fit.measure,
        tau2=fit.tau2_method,
        test=fit.test,
        prediction=rule,
        sizes=fit.sizes or None,
    )


def check_pooled(grid: Grid) -> None:
    for path, row in grid.rows("pooled"):
        fit = grid.fit(row["measure"], row["method"], row["test"])
        check_pooled_row(grid, path, row, fit)
    for path, row in grid.rows("pooled_metafor_default_convergence"):
        check_default_convergence(grid, path, row)


def check_default_convergence(grid: Grid, path: str, row: dict[str, Any]) -> None:
    """What R prints by default: its tau2 is near ours, and the rest is what follows from its tau2.

    R stops at steps of 1e-5 (Paule-Mandel: 1.2e-4) in tau2. Where variances are as small as that, the estimate moves by
    more than the manifest's 1e-4, so the other numbers are compared at R's tau2, and to rounding.
    """
    fit = grid.fit(row["measure"], row["method"], "z")
    grid.same(f"{path}/tau2", fit.tau2, 0.0, 1.2e-4)
    pools, tau2 = Pools.of([fit.y], [fit.v]), row["tau2"]
    at = pools.at(np.array([tau2]))
    estimate, se = float(at.beta[0, 0] + pools.centre[0]), math.sqrt(float(at.covariance[0, 0, 0]))
    typical = float(pools.df[0] / pools.common().trace()[0])
    found = {"estimate": estimate, "se": se, "ci_lb": estimate - Z * se, "ci_ub": estimate + Z * se}
    for name, value in (found | {"I2": 100.0 * tau2 / (tau2 + typical)}).items():
        grid.same(f"{path}/{name}", value, ITERATED, 1e-9)


def check_sensitivity(grid: Grid) -> None:
    for path, row in grid.rows("leave1out"):
        left = leave_one_out(grid.fit(row.get("measure"), row["method"], row["test"]))
        grid.compare(path, left, FIT | {"q": "Q", "q_p": "Qp"}, ITERATED)
    for path, row in grid.rows("cumulative"):
        grown = cumulative(grid.fit(row.get("measure"), row["method"], row.get("test", "z")), row.get("order"))
        grid.compare(path, grown, {o: t for o, t in FIT.items() if t in row}, ITERATED)
    for path, row in grid.rows("tau2_confint"):
        interval = grid.fit(row.get("measure"), row["method"], "z").tau2_interval(row["type"])
        grid.same(f"{path}/tau2", interval.tau2, ITERATED, 1e-9)
        # An error of tau2 divided by the typical variance is one of H2, a hundred times that at most one of I2.
        typical = interval.tau2[2] / (interval.h2[2] - 1.0)
        grid.same(f"{path}/I2", interval.i2, ITERATED, 1e-5)
        grid.same(f"{path}/H2", interval.h2, ITERATED, 10.0 * STOP / typical)
        if "tau" in row:
            grid.same(f"{path}/tau", np.sqrt(interval.tau2), ITERATED, 1e-7)


def check_studies(grid: Grid) -> None:
    names = {
        "rstudent": "rstudent",
        "dffits": "dffits",
        "cook_d": "cook_d",
        "cov_r": "cov_r",
        "q_deleted": "QE_del",
        "hat": "hat",
        "weight": "weight",
        "influential": "is_infl",
    }
    for measure, row in grid.document.get("influence", {}).items():
        found = influence(grid.fit(measure, row["method"], "z"))
        for our, their in names.items():
            grid.same(f"{grid.root}/influence/{measure}/{their}", getattr(found, our), ITERATED, 1e-9)
        grid.same(f"{grid.root}/influence/{measure}/tau2_del", found.tau2_deleted, ITERATED, 1e-9)
    for measure, row in grid.document.get("blup", {}).items():
        predicted = blup(grid.fit(measure, row["method"], "z"))
        for our, their in {"value": "pred", "se": "se", "low": "pi_lb", "high": "pi_ub"}.items():
            grid.same(f"{grid.root}/blup/{measure}/{their}", getattr(predicted, our), ITERATED)


def check_regression(grid: Grid, path: str, row: dict[str, Any], fit: Regression, relative: float) -> None:
    names = FIT | {"beta": "beta", "r2": "R2", "q": "QE", "q_p": "QEp", "qm": "QM", "qm_p": "QMp", "k": "k"}
    del names["estimate"]
    grid.compare(path, fit, names, relative)
    grid.same(f"{path}/QMdf", fit.qm_df, relative)
    grid.same(f"{path}/p", len(fit.beta), relative)
    # Cells of groups that share no study are 0 but for rounding.
    grid.same(f"{path}/vcov", fit.covariance, relative, 1e-12 * max(1.0, float(np.abs(fit.covariance).max())))
    if "n_dropped_missing" in row:
        grid.same(f"{path}/n_dropped_missing", fit.dropped, relative)


def check_moderators(grid: Grid) -> None:
    for path, row in grid.rows("meta_regression"):
        x = np.array(grid.data["moderators"][row["moderator"]], float)
        fit = regress(grid.fit(row.get("measure"), row["method"], row["test"]), {row["moderator"]: x})
        uncentred = abs(float(np.nanmean(x))) > 10.0 * float(np.nanstd(x))
        check_regression(grid, path, row, fit, YEAR if uncentred else tolerance(ours(row["method"])))
    for path, row in grid.rows("subgroup"):
        groups = subgroups(grid.fit(row["measure"], row["method"], "z"), grid.data["groups"][row["group"]])
        relative = tolerance(row["method"])
        assert list(groups.levels) == row["levels"] == [f["level"] for f in row["separate_tau2"]["fits"]]
        for i, (fit, part) in enumerate(zip(groups.fits, row["separate_tau2"]["fits"], strict=True)):
            check_pooled_row(grid, f"{path}/separate_tau2/fits/{i}", part, fit)
        grid.same(f"{path}/separate_tau2/Q_between", groups.q_between, relative)
        grid.same(f"{path}/separate_tau2/df", groups.df, relative)
        grid.p_value(f"{path}/separate_tau2/p", groups.p_value, relative)
        check_regression(grid, f"{path}/common_tau2", row["common_tau2"], groups.common, relative)
        check_regression(grid, f"{path}/common_tau2_contrast", row["common_tau2_contrast"], groups.contrast, relative)


def check_small_studies(grid: Grid) -> None:
    names = {"stat": "stat", "df": "df", "limit": "limit_est", "limit_low": "limit_ci_lb", "limit_high": "limit_ci_ub"}
    for path, row in grid.rows("regtest"):
        fit = grid.fit(row.get("measure"), row["method"], "z")
        found = egger(fit, predictor=row["predictor"], model=row["model"])
        for our, their in (names | {"slope": "slope"}).items():
            grid.same(f"{path}/{their}", getattr(found, our), ITERATED)
        grid.p_value(f"{path}/pval", found.p_value, ITERATED)
    ranks = grid.document.get("ranktest") or {}
    for measure in ranks if "tau" not in ranks else [None]:
        path = f"{grid.root}/ranktest" + (f"/{measure}" if measure else "")
        found_rank = rank_test(grid.fit(measure, "REML", "z"))
        grid.same(f"{path}/tau", found_rank.tau, EXACT)
        grid.same(f"{path}/pval", found_rank.p_value, EXACT)
    check_trim_and_fill(grid)


def check_trim_and_fill(grid: Grid) -> None:
    seen = set()
    for path, row in grid.rows("trimfill"):
        seen.add((row["measure"], row["method"], row["estimator"]))
        found = trim_and_fill(grid.fit(row["measure"], row["method"], "z"), estimator=row["estimator"])
        grid.same(f"{path}/k0", found.k0, EXACT)
        grid.same(f"{path}/side", found.side, EXACT)
        grid.same(f"{path}/filled_yi", found.filled_y, ITERATED, 1e-9)
        grid.same(f"{path}/filled_vi", found.filled_v, EXACT)
        for our, their in (("estimate", "estimate"), ("se", "se"), ("ci_low", "ci_lb"), ("ci_high", "ci_ub")):
            grid.same(f"{path}/{their}", getattr(found.result, our), ITERATED, 1e-9)
        grid.same(f"{path}/tau2", found.result.tau2, ITERATED, 1e-9)
    for measure, method in {(m, t) for m, t, _ in seen}:
        for estimator in ("L0", "R0", "Q0"):
            if (measure, method, estimator) not in seen:  # R refuses these: so must we
                with contextlib.suppress(InputError):
                    trim_and_fill(grid.fit(measure, method, "z"), estimator=estimator)
                    grid.account.wrong.append(f"{grid.root}/trimfill: {measure} {method} {estimator} was not refused")


def check_counts(grid: Grid) -> None:
    glmm = grid.document.get("glmm")
    if not glmm:
        return
    x, n, root = grid.data["xi"], grid.data["ni"], f"{grid.root}/glmm"
    fit, in_t = pool_counts(x, n), pool_counts(x, n, test="t")
    back = fit.on_proportion()
    proportions = {
        "estimate": back["estimate"],
        "ci_lb": back["ci_low"],
        "ci_ub": back["ci_high"],
        "pi": (back["prediction_low"], back["prediction_high"]),
    }
    truth = {"estimate": fit.estimate, "tau2": fit.tau2, "loglik": fit.loglik, "se": fit.se}
    truth |= {"se_tau_fixed": fit.se_tau_fixed, "population_mean_probability": fit.mean_probability}
    for name, value in (truth | {f"back/{k}": v for k, v in proportions.items()}).items():
        grid.same(f"{root}/exact_ml/{name}", value, COUNTS, 1e-9)
    shown = {"estimate": fit.estimate, "se": fit.se, "stat": fit.stat, "ci_lb": fit.ci_low, "ci_ub": fit.ci_high}
    shown |= {"pi": (fit.prediction_low, fit.prediction_high), "tau2": fit.tau2, "I2": fit.i2, "H2": fit.h2}
    shown |= {"QE_Wld": fit.q_wald, "QE_LRT": fit.q_lrt, "QE_df": fit.q_df}
    for name, value in (shown | {f"back/{k}": v for k, v in proportions.items()}).items():
        grid.same(f"{root}/rma_glmm_default/{name}", value, COUNTS_R, 1e-9)
    for name, value in {"pval": fit.p_value, "QEp_Wld": fit.q_wald_p, "QEp_LRT": fit.q_lrt_p}.items():
        grid.p_value(f"{root}/rma_glmm_default/{name}", value, COUNTS_R)
    for name in ("estimate", "se", "stat", "df"):
        grid.same(f"{root}/rma_glmm_test_t/{name}", getattr(in_t, name), COUNTS_R)
    grid.p_value(f"{root}/rma_glmm_test_t/pval", in_t.p_value, COUNTS_R)
    grid.same(f"{root}/rma_glmm_test_t/ci_lb", in_t.ci_low, COUNTS_R)
    grid.same(f"{root}/rma_glmm_test_t/ci_ub", in_t.ci_high, COUNTS_R)
    for nodes, relative in ((7, COUNTS_R), (25, COUNTS)):
        grid.same(f"{root}/glmer_nAGQ{nodes}/estimate", fit.estimate, relative)
        grid.same(f"{root}/glmer_nAGQ{nodes}/tau2", fit.tau2, relative, 1e-9)
    check_common_and_moderated_counts(grid, root, glmm)


def check_common_and_moderated_counts(grid: Grid, root: str, glmm: dict[str, Any]) -> None:
    x, n = grid.data["xi"], grid.data["ni"]
    equal = pool_counts(x, n, tau2="EE")
    # R's glm stops when the deviance settles to 1e-8.
    for name in ("estimate", "se", "loglik"):
        grid.same(f"{root}/common_effect_glm/{name}", getattr(equal, name), 1e-8)
    grid.same(f"{root}/common_effect_glm/pooled_proportion", equal.on_proportion()["estimate"], EXACT)
    for name in glmm.get("meta_regression") or {}:
        found = pool_counts(x, n, moderators={name: grid.data["moderators"][name]})
        pairs = {"beta": found.beta, "se": found.beta_se, "tau2": found.tau2, "QM": found.qm}
        for key, value in pairs.items():
            grid.same(f"{root}/meta_regression/{name}/{key}", value, COUNTS_R)
        grid.p_value(f"{root}/meta_regression/{name}/QMp", found.qm_p, COUNTS_R)


CHECKS = (
    check_effect_sizes,
    check_pooled,
    check_sensitivity,
    check_studies,
    check_moderators,
    check_small_studies,
    check_counts,
)


def walk(document: dict[str, Any]) -> Account:
    """Compare every number of one file about synthesis."""
    account = Account(document)
    sets = document.get("sets")
    for part, root in [(document, "")] if sets is None else [(part, f"/sets/{i}") for i, part in enumerate(sets)]:
        for check in CHECKS:
            check(Grid(account, part, root))
    return account

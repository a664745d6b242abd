"""The binomial-normal model: counts as they are, no zero-cell correction, no approximation of the variances.

x_i ~ Binomial(n_i, p_i) with logit p_i = X_i b + tau u_i and u_i standard normal (Hamza et al. 2008,
J Clin Epidemiol 61:41; Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046). The integral over u_i is taken by adaptive
Gauss-Hermite quadrature about its own peak (Pinheiro & Bates 1995, J Comput Graph Stat 4:12) with enough nodes to be
exact in practice; one node, the Laplace approximation, is biased and not offered. For a given tau the likelihood is
log-concave in b, so Newton's method finds it; tau is found on the profile, between points that bracket the peak.
Standard errors are from the observed information over (b, tau) by Louis' identity (1982, JRSS B 44:226).

>>> fit = pool_counts([2, 0, 7, 5], [40, 35, 60, 55], test="z")
>>> round(fit.estimate, 4), round(fit.se, 4), round(fit.tau2, 4)
(-2.5844, 0.3841, 0.0701)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.errors import InputError, UsageError
from fbss_analysis.models.arguments import confidence, one_of
from fbss_analysis.models.batch import quantile, two_sided
from fbss_analysis.models.effects import back_transform, check_counts, proportion_effects
from fbss_analysis.models.frames import Shown
from fbss_analysis.models.moderators import design_of, refuse_separation
from fbss_analysis.models.pools import Pools
from fbss_analysis.models.projection import Array
from fbss_analysis.models.roots import brent

NODES = 121  # with 61, sparse data with a large tau move the seventh digit
_TAUS = (0.0, 1e-3, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class CountFit(Shown):
    """A binomial-normal fit: `beta` and its companions have one entry a term, on the log-odds scale.

    `estimate`, `se` and the limits are those of the first term (the pooled log-odds where there is no moderator);
    `se_tau_fixed` would hold if tau were known. `loglik` has all its constants. `q_wald` and `q_lrt` compare studies
    with k - p degrees of freedom; `qm` tests the moderators.
    """

    names: tuple[str, ...]
    beta: tuple[float, ...]
    beta_se: tuple[float, ...]
    estimate: float
    se: float
    se_tau_fixed: float
    stat: float
    df: float
    p_value: float
    ci_low: float
    ci_high: float
    prediction_low: float
    prediction_high: float
    tau2: float
    i2: float
    h2: float
    q_wald: float
    q_wald_p: float
    q_lrt: float
    q_lrt_p: float
    q_df: int
    qm: float
    qm_p: float
    loglik: float
    mean_probability: float
    k: int
    level: float
    notes: tuple[str, ...]

    def on_proportion(self) -> dict[str, float]:
        """Return estimate, limits and prediction limits as proportions: those of the median study, not the mean."""
        names = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")
        return {name: back_transform(getattr(self, name), "PLO") for name in names}


@dataclass(frozen=True, slots=True)
class _Model:
    """The counts, an orthonormal design, and the quadrature rule."""

    x: Array
    n: Array
    basis: Array
    nodes: Array
    log_weights: Array

    def moments(self, b: Array, tau: float) -> tuple[float, Array, Array]:
        """Log-likelihood, score and observed information in (b, tau)."""
        u, share, loglik = self._posterior(self.basis @ b, tau)
        p = special.expit((self.basis @ b)[:, None] + tau * u)
        rest, spread = self.x[:, None] - self.n[:, None] * p, self.n[:, None] * p * (1.0 - p)
        s, us = (share * rest).sum(-1), (share * u * rest).sum(-1)
        score = np.append(self.basis.T @ s, us.sum())
        bb = (share * (spread - rest**2)).sum(-1) + s**2
        bt = (share * u * (spread - rest**2)).sum(-1) + s * us
        tt = ((share * u**2 * (spread - rest**2)).sum(-1) + us**2).sum()
        cross = self.basis.T @ bt
        return loglik, score, np.block([[self.basis.T * bb @ self.basis, cross[:, None]], [cross, np.array([[tt]])]])

    def _posterior(self, eta: Array, tau: float) -> tuple[Array, Array, float]:
        """Nodes (k, q), their shares of each study's integral, and the log-likelihood."""
        peak, width = self._peak(eta, tau)
        u = peak[:, None] + math.sqrt(2.0) * width[:, None] * self.nodes
        value = self.x[:, None] * special.log_expit(eta[:, None] + tau * u) + (self.n - self.x)[
            :, None
        ] * special.log_expit(-eta[:, None] - tau * u)
        log_terms = value - 0.5 * u * u + self.log_weights
        each = special.logsumexp(log_terms, axis=-1)
        constants = np.log(width) - 0.5 * math.log(math.pi) + _log_choose(self.n, self.x)
        return u, np.exp(log_terms - each[:, None]), float((each + constants).sum())

    def _peak(self, eta: Array, tau: float) -> tuple[Array, Array]:
        """Where each integrand is highest, and its width there; the steps are capped because a sigmoid overshoots."""
        u = np.zeros(len(eta))
        for _ in range(200):
            p = special.expit(eta + tau * u)
            curve = 1.0 + tau * tau * self.n * p * (1.0 - p)
            step = np.clip((tau * (self.x - self.n * p) - u) / curve, -1.0, 1.0)
            u = u + step
            if np.abs(step).max() < 1e-12:
                break
        return u, 1.0 / np.sqrt(curve)

    def best(self, tau: float, start: Array) -> tuple[Array, float, float]:
        """The best b at this tau, the log-likelihood there, and its slope in tau."""
        b = start
        for _ in range(100):
            loglik, score, information = self.moments(b, tau)
            step = np.linalg.solve(information[:-1, :-1], score[:-1])
            size = float(np.abs(step).max())
            b = b + step / max(1.0, size / 2.0)
            if size < 1e-11:
                break
        return b, loglik, float(score[-1])


def pool_counts(
    events: ArrayLike,
    n: ArrayLike,
    *,
    moderators: Mapping[str, ArrayLike] | None = None,
    tau2: str = "ML",
    test: str = "z",
    level: float = 0.95,
    nodes: int = NODES,
) -> CountFit:
    """Fit the binomial-normal model to `events` among `n` (arrays of length k) by exact maximum likelihood.

    `tau2` is ML, or EE for one common proportion; `test` is z, or t with k - p degrees of freedom; `moderators` maps
    names to k numbers. UsageError for unknown names, InputError for counts that cannot be and where no finite maximum
    exists (no event at all, or nothing else; moderators that separate). Formulas: this module's text.

    >>> round(pool_counts([2, 1, 7, 5], [40, 35, 60, 55]).on_proportion()["estimate"], 4)
    0.0789
    """
    one_of(tau2, ("ML", "EE"), "tau2")
    one_of(test, ("z", "t"), "test")
    confidence(level)
    if not 3 <= nodes <= 200:
        raise UsageError(f"{nodes} nodes cannot be used", "nodes", "give 3 to 200")
    x, size = check_counts(events, n)
    if x.sum() in (0.0, size.sum()):
        what = "there is no event at all" if x.sum() == 0 else "every subject has the event"
        raise InputError(f"{what}: the log-odds has no finite estimate", "events=", "use an exact binomial interval")
    names, design = design_of(moderators or {}, len(x))
    basis, r = np.linalg.qr(design)
    refuse_separation(x, size, basis, names)
    z, weights = np.polynomial.hermite.hermgauss(nodes)
    model = _Model(x, size, basis, z, np.log(weights) + z * z)
    tau, b = _maximise(model) if tau2 == "ML" else (0.0, model.best(0.0, np.zeros(len(names)))[0])
    return _report(model, names, np.linalg.inv(r), b, tau, test, level)


def _maximise(model: _Model) -> tuple[float, Array]:
    """The tau of the highest profile likelihood: the best of a grid, then the root of the slope beside it."""
    start = np.zeros(model.basis.shape[1])
    fits = []
    for tau in _TAUS:
        start, loglik, slope = model.best(tau, start)
        fits.append((loglik, slope))
    top = max(range(len(_TAUS)), key=lambda i: fits[i][0])
    start = model.best(_TAUS[top], np.zeros(len(start)))[0]
    if top == 0 or (top == 1 and fits[1][1] <= 0.0):
        return 0.0, model.best(0.0, np.zeros(len(start)))[0]
    rising = fits[top][1] > 0.0
    low, high = (top, min(top + 1, len(_TAUS) - 1)) if rising else (max(top - 1, 1), top)
    if fits[low][1] <= 0.0 or fits[high][1] >= 0.0:
        raise InputError(
            "the likelihood has no peak in tau",
            f"tau up to {_TAUS[-1]:g}",
            'tell the studies one by one, or use tau2="EE"',
        )
    tau = brent(lambda t: model.best(t, start)[2], _TAUS[low], _TAUS[high], xtol=1e-12, rtol=1e-13)
    return tau, model.best(tau, start)[0]


def _report(
    model: _Model, names: tuple[str, ...], back: Array, b: Array, tau: float, test: str, level: float
) -> CountFit:
    loglik, _, information = model.moments(b, tau)
    p, k = len(b), len(model.x)
    beta = back @ b
    covariance = back @ np.linalg.inv(information)[:p, :p] @ back.T
    fixed = back @ np.linalg.inv(information[:p, :p]) @ back.T
    se = np.sqrt(np.diagonal(covariance))
    df = np.full(p, float(k - p) if test == "t" and k > p else math.inf)
    critical = float(quantile(level, df)[0])
    half, reach = critical * se[0], critical * math.sqrt(se[0] ** 2 + tau * tau)
    stat = beta / se
    qm = float(beta[1:] @ np.linalg.solve(covariance[1:, 1:], beta[1:])) if p > 1 else math.nan
    return CountFit(
        names=names,
        beta=tuple(beta.tolist()),
        beta_se=tuple(se.tolist()),
        estimate=float(beta[0]),
        se=float(se[0]),
        se_tau_fixed=float(math.sqrt(fixed[0, 0])),
        stat=float(stat[0]),
        df=float(df[0]),
        p_value=float(two_sided(stat, df)[0]),
        ci_low=float(beta[0] - half),
        ci_high=float(beta[0] + half),
        prediction_low=float(beta[0] - reach),
        prediction_high=float(beta[0] + reach),
        tau2=tau * tau,
        **_between(model, tau),
        qm=qm,
        qm_p=float(special.chdtrc(p - 1, qm)) if p > 1 else math.nan,
        loglik=loglik,
        mean_probability=_mean_probability(float(beta[0]), tau) if p == 1 else math.nan,
        k=k,
        level=level,
        notes=("one study: tau cannot be seen and is 0",) if k == 1 else (),
    )


def _between(model: _Model, tau: float) -> dict[str, Any]:
    """Heterogeneity: Wald and likelihood-ratio tests of the studies against the fit without tau; I2 in percent."""
    x, n, df = model.x, model.n, len(model.x) - model.basis.shape[1]
    common = model.basis @ model.best(0.0, np.zeros(model.basis.shape[1]))[0]
    q_lrt = 2.0 * float((_loglik(x, n, x / n) - _loglik(x, n, special.expit(common))).sum())
    effects = proportion_effects(x, n, "PLO")
    q_wald = _residual(effects.y, np.where((x > 0) & (x < n), 1.0 / effects.v, 0.0), model.basis)
    h2 = 1.0
    if df > 0:
        h2 += tau * tau * float(Pools.of([effects.y], [effects.v], None, model.basis).common().trace()[0]) / df
    return {
        "i2": 100.0 * (h2 - 1.0) / h2,
        "h2": h2,
        "q_wald": q_wald,
        "q_wald_p": float(special.chdtrc(df, q_wald)) if df else 1.0,
        "q_lrt": q_lrt,
        "q_lrt_p": float(special.chdtrc(df, q_lrt)) if df else 1.0,
        "q_df": df,
    }


def _residual(y: Array, weight: Array, design: Array) -> float:
    """The weighted residual sum of squares, also where the studies of weight above 0 do not tell all terms apart."""
    root = np.sqrt(weight)
    fitted = design @ np.linalg.lstsq(root[:, None] * design, root * y, rcond=None)[0]
    return float((weight * (y - fitted) ** 2).sum())


def _loglik(x: Array, n: Array, p: Array) -> Array:
    return np.asarray(special.xlogy(x, p) + special.xlog1py(n - x, -p))


def _log_choose(n: Array, x: Array) -> Array:
    return np.asarray(special.gammaln(n + 1.0) - special.gammaln(x + 1.0) - special.gammaln(n - x + 1.0))


def _mean_probability(b: float, tau: float) -> float:
    """The mean of the studies' proportions, by the trapezoidal rule, which is exact to rounding on a bell."""
    u = np.linspace(-12.0, 12.0, 4801)
    return float((special.expit(b + tau * u) * np.exp(-0.5 * u * u)).sum() * 0.005 / math.sqrt(2.0 * math.pi))

"""How often the intervals that the report shows hold the truth: exactly where that can be summed, else simulated.

- coverage_proportion: every method at several n, exactly: the binomial probabilities of the counts whose interval holds
  p, added up. `known` says what is known of the count: the count itself, or only the percentage that was printed, in
  which case the interval reaches from the lower end of the least count to the upper end of the greatest.
- coverage_worst: for the same methods the lowest coverage at any p, and at any p from 5% to 95%, both exact (between
  two ends of intervals coverage has no minimum, so only ends are looked at), and mean coverage and width over all p.
- coverage_incidence: curves drawn at random, printed with rounding, read back: how often each envelope holds the truth.
- coverage_pool: random-effects pools of few and many studies, from no heterogeneity to a lot. `normal` draws effects as
  the model assumes; `counts` draws events, so that zero cells, skewed log-odds and estimated variances have their say.
  The share of prediction intervals is the probability of a further study's true value, not a draw of one.
- coverage_tau2: the Q-profile interval of tau2.

Every block has its own generator, seeded by SEED and its own settings, so that any row can be made again alone.
Reference: Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101. Run: make proof
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from results import Row, write  # noqa: E402

from fbss_analysis.models.batch import PREDICTION_RULES, pool_many, prediction_limits  # noqa: E402
from fbss_analysis.models.box import Envelope  # noqa: E402
from fbss_analysis.models.effects import proportion_effects  # noqa: E402
from fbss_analysis.models.families import Distribution, through  # noqa: E402
from fbss_analysis.models.glmm import pool_counts  # noqa: E402
from fbss_analysis.models.grim import count_bounds  # noqa: E402
from fbss_analysis.models.incidence import Incidence, incidence  # noqa: E402
from fbss_analysis.models.pools import Pools  # noqa: E402
from fbss_analysis.models.profile import q_profile  # noqa: E402
from fbss_analysis.models.proportion import proportion  # noqa: E402

Array = NDArray[np.float64]
SEED, LEVEL = 20_261_120, 0.95

# ------------------------------------------------------------------ proportions, exactly

METHODS = ("wilson", "clopper_pearson", "jeffreys", "agresti_coull", "mid_p")
KNOWN: dict[str, int | None] = {"count": None, "whole percent": 0, "percent with one decimal": 1}
SIZES = {"count": (10, 20, 50, 100, 200, 500, 1000), "whole percent": (500,), "percent with one decimal": (2000,)}
DRAWN = (20, 100, 500)  # sizes whose coverage is stored along p
# Up to one half, about which the methods are symmetric; at uneven distances, densest where events are rare, because an
# even grid meets the saw-tooth of coverage always at the same place.
GRID = tuple((0.5 * ((np.arange(120) + 0.5) / 120) ** 1.5).round(5).tolist())


def intervals(method: str, n: int, known: str) -> tuple[Array, Array]:
    """The ends for each count 0..n, over all counts that print the same where only the print is known."""
    x = np.arange(n + 1)
    ends = proportion(x, n, method=method, level=LEVEL)
    decimals = KNOWN[known]
    if decimals is None:
        return ends.ci_low, ends.ci_high
    scale = 100 * 10**decimals
    printed = (2 * x * scale + n) // (2 * n)
    least, most = count_bounds(printed, n, decimals=decimals, rounding="half_up")
    return ends.ci_low[least], ends.ci_high[most]


def binomial(n: int, p: Array) -> Array:
    """The probabilities of all counts (rows) at each p."""
    x = np.arange(n + 1)[:, None]
    choose = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    return np.asarray(np.exp(choose + special.xlogy(x, p) + special.xlog1py(n - x, -p)))


def coverage_at(p: Array, low: Array, high: Array) -> Array:
    """The probability, at each p, of a count whose interval holds p."""
    held = (low[:, None] <= p) & (p <= high[:, None])
    return np.asarray((binomial(len(low) - 1, p) * held).sum(0))


def lowest(low: Array, high: Array, within: tuple[float, float]) -> tuple[float, float]:
    """The lowest coverage at any p in a range and that p: coverage just left and just right of every end."""
    inside = (within[0] < np.append(low, high)) & (np.append(low, high) < within[1])
    ends = np.unique(np.append(low, high)[inside])
    mass = binomial(len(low) - 1, ends)
    left = (mass * ((low[:, None] < ends) & (ends <= high[:, None]))).sum(0)
    right = (mass * ((low[:, None] <= ends) & (ends < high[:, None]))).sum(0)
    found = np.minimum(left, right)
    edges = np.array([p for p in within if 0 < p < 1])
    found, ends = np.append(found, coverage_at(edges, low, high)), np.append(ends, edges)
    return float(found.min()), float(ends[found.argmin()])


def proportion_rows(sizes: tuple[int, ...] = DRAWN) -> Iterator[Row]:
    """Coverage along p."""
    p = np.array(GRID)
    for known, method, n in _settings():
        if n in sizes and known == "count":
            found = coverage_at(p, *intervals(method, n, known))
            for at, share in zip(GRID, found.tolist(), strict=True):
                yield _setting(known, method, n) | {"p": f"{at:g}", "coverage": f"{share:.5f}"}


def worst_rows(sizes: tuple[int, ...] = ()) -> Iterator[Row]:
    """The lowest and the mean coverage over all p, and the mean width; of some sizes only where named."""
    for known, method, n in _settings():
        if sizes and n not in sizes:
            continue
        low, high = intervals(method, n, known)
        x = np.arange(n + 1)
        # the integral of a binomial probability over an interval of p is a difference of beta distributions
        mean = (special.betainc(x + 1, n - x + 1, high) - special.betainc(x + 1, n - x + 1, low)).mean()
        (least, at), (inner, inner_at) = (lowest(low, high, within) for within in ((0.0, 1.0), (0.05, 0.95)))
        yield _setting(known, method, n) | {
            "lowest": f"{least:.5f}",
            "at_p": f"{min(at, 1 - at):.5f}",
            "lowest_inside": f"{inner:.5f}",
            "inside_at_p": f"{min(inner_at, 1 - inner_at):.5f}",
            "mean": f"{mean:.5f}",
            "width": f"{(high - low).mean():.5f}",
        }


def _settings() -> Iterator[tuple[str, str, int]]:
    return ((known, method, n) for known in KNOWN for method in METHODS for n in SIZES[known])


def _setting(known: str, method: str, n: int) -> Row:
    return {"known": known, "method": method, "level": LEVEL, "n": n}


# ------------------------------------------------------------------ envelopes of rounded incidences

SETS = 60
FAMILIES = ("exponential", "weibull", "loglogistic", "lognormal", "gompertz", "piecewise_exponential")
BEYOND = 2.0  # how far past the last horizon the curves are read, in units of it
SHARE = 0.4  # the incidence whose time is asked for


def envelope_rows(family: str, horizons: int, decimals: int, sets: int = SETS) -> Iterator[Row]:
    """How often each envelope holds the truth, for curves of one family printed at some horizons."""
    rng = np.random.default_rng([SEED, FAMILIES.index(family), horizons, decimals])
    held: dict[str, list[bool]] = {}
    widths: dict[str, list[float]] = {}
    for _ in range(sets):
        truth, times = _drawn_curve(rng, family, horizons)
        printed = {t: printed_percent(truth.incidence(t), decimals) for t in times}
        for name, true, envelope in _answers(truth, incidence(printed, family=family)):
            held.setdefault(name, []).append(envelope.low - 1e-9 <= true <= envelope.high + 1e-9)
            widths.setdefault(name, []).append((envelope.high - envelope.low) / true)
    for name, found in held.items():
        setting: Row = {"family": family, "horizons": horizons, "decimals": decimals, "quantity": name}
        width = f"{np.median(widths[name]):.3g}"  # of the truth, so that an envelope cannot hold by being wide
        yield setting | {"sets": len(found), "held": sum(found), "relative_width": width, "seed": SEED}


def printed_percent(share: float, decimals: int) -> str:
    """A share as an article prints it, ties up.

    >>> printed_percent(0.0545, 1)
    '5.5%'
    """
    digits = Decimal(repr(share)) * 100
    return f"{digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


def _drawn_curve(rng: np.random.Generator, family: str, horizons: int) -> tuple[Distribution, tuple[float, ...]]:
    """A curve through two random points (piecewise: through all), and rising times to read it at."""
    times = tuple(np.cumsum(rng.uniform(0.5, 4.0, horizons)).round(2).tolist())
    steps = np.cumsum(rng.uniform(0.03, 0.12, horizons)).tolist()
    if family == "exponential":
        return through(family, [(times[-1], steps[-1])]), times
    if family == "piecewise_exponential":
        return through(family, list(zip(times, steps, strict=True))), times
    return through(family, [(times[0], steps[0]), (times[-1], steps[-1])]), times


def _answers(truth: Distribution, found: Incidence) -> Iterator[tuple[str, float, Envelope]]:
    """Each quantity that a chapter shows: its name, its true value, its envelope."""
    times = found.horizons
    f = [truth.incidence(t) for t in times]
    free = [1.0 - p for p in f]
    risk, pace = (f[-1] - f[-2]) / free[-2], np.log(free[-2] / free[-1]) / (times[-1] - times[-2])
    first = -np.log(free[0]) / times[0]
    yield "incidence at a horizon", f[-1], found.cumulative[-1]
    yield "risk between horizons", risk, found.conditional_risks[-1]
    yield "hazard between horizons", float(pace), found.hazards[-1]
    yield "ratio of two incidences", f[-1] / f[0], found.ratio(times[-1], times[0])
    if len(times) == 2:
        yield "ratio of two hazards", float(pace / first), found.hazard_ratio(times[-1], times[0])
    yield "incidence past the last horizon", truth.incidence(BEYOND * times[-1]), found.at(BEYOND * times[-1])
    yield "time to an incidence", truth.time_to(SHARE), found.time_to(SHARE)
    if found.family == "weibull":
        yield "shape", truth.parameters()["shape"], found.shape
        yield "scale", truth.parameters()["scale"], found.scale


def count_rows(n: int, decimals: int, sets: int = 2000) -> Iterator[Row]:
    """Printed shares of n people: does the envelope hold the people's own figure, and the figure of everybody?"""
    rng = np.random.default_rng([SEED, n, decimals])
    true = rng.uniform(0.02, 0.4, sets)
    counts = rng.binomial(n, true)
    scale = 100 * 10**decimals
    printed = (2 * counts * scale + n) // (2 * n)
    least, most = count_bounds(printed, n, decimals=decimals, rounding="half_up")
    low, high = (printed - 0.5) / scale, (printed + 0.5) / scale
    held = {
        "count of people, from the print": (least <= counts) & (counts <= most),
        "share of these people": (low - 1e-12 <= counts / n) & (counts / n <= high + 1e-12),
        "share in the population": (low <= true) & (true <= high),
    }
    for name, found in held.items():
        setting: Row = {"family": "counts", "horizons": 1, "decimals": decimals, "quantity": name, "n": n}
        yield setting | {"sets": sets, "held": int(found.sum()), "seed": SEED}


# ------------------------------------------------------------------ pools

REPLICATES, COUNT_REPLICATES, PROFILES = 2000, 120, 500
COUNT_STUDIES, COUNT_TAU2 = (5, 10, 20), (0.2, 1.0)
STUDIES = (3, 5, 10, 20)
TAU2 = (0.0, 0.05, 0.2, 0.5, 1.0, 2.0)
FITS = [("EE", "z"), *((tau2, test) for tau2 in ("DL", "PM", "REML") for test in ("z", "knha", "adhoc"))]
SHARE_OF_STUDIES = 0.1  # the median study's proportion; with 40 to 2,000 people it makes cells of a few events and none
CENTRE = float(special.logit(SHARE_OF_STUDIES))
MODELS = ("normal", "counts")


def drawn_counts(k: int, tau2: float, replicates: int, block: int) -> tuple[Array, Array]:
    """Events and sizes of pools of k studies whose log-odds vary by tau2 about CENTRE."""
    rng = np.random.default_rng([SEED, block, k, round(1000 * tau2)])
    n = np.exp(rng.uniform(np.log(40), np.log(2000), (replicates, k))).round()
    logit = CENTRE + np.sqrt(tau2) * rng.standard_normal((replicates, k))
    return rng.binomial(n.astype(int), special.expit(logit)).astype(float), n


def drawn_effects(model: str, k: int, tau2: float, replicates: int) -> tuple[Array, Array]:
    """Effects and variances as the model of the pool assumes them (`normal`), or from drawn counts."""
    x, n = drawn_counts(k, tau2, replicates, MODELS.index(model))
    if model == "counts":
        effects = proportion_effects(x.ravel(), n.ravel(), "PLO")
        return effects.y.reshape(x.shape), effects.v.reshape(x.shape)
    rng = np.random.default_rng([SEED, len(MODELS), k, round(1000 * tau2)])
    v = 1.0 / (n * SHARE_OF_STUDIES * (1.0 - SHARE_OF_STUDIES))
    return rng.normal(CENTRE, np.sqrt(v + tau2)), v


def pool_rows(model: str, k: int, tau2: float, replicates: int = REPLICATES) -> Iterator[Row]:
    """Coverage of the pooled estimate and of the prediction intervals, for every estimator and test."""
    y, v = drawn_effects(model, k, tau2, replicates)
    for method, test in FITS:
        fit = pool_many(y, v, tau2=method, test=test, level=LEVEL)
        inference = {"estimate": fit.estimate, "se": fit.se, "df": fit.df}
        row = _pool_row(model, k, tau2, (method, test), (fit.ci_low, fit.ci_high))
        for rule in PREDICTION_RULES:
            low, high = prediction_limits(rule, method, LEVEL, fit.k, fit.tau2, inference)
            row[f"prediction_{rule}"] = _predicted(low, high, tau2)
        yield row


def count_fit_rows(k: int, tau2: float, replicates: int = COUNT_REPLICATES) -> Iterator[Row]:
    """Coverage of the binomial-normal model, which is slow: fewer replicates."""
    x, n = drawn_counts(k, tau2, replicates, MODELS.index("counts"))
    fits = [pool_counts(events, sizes, test="z", level=LEVEL) for events, sizes in zip(x, n, strict=True)]
    names = ("ci_low", "ci_high", "prediction_low", "prediction_high")
    low, high, ahead, behind = (np.array([getattr(fit, name) for fit in fits]) for name in names)
    row = _pool_row("counts", k, tau2, ("binomial-normal", "z"), (low, high))
    yield row | {"prediction_default": _predicted(ahead, behind, tau2)}


def _pool_row(model: str, k: int, tau2: float, fit: tuple[str, str], ends: tuple[Array, Array]) -> Row:
    low, high = ends
    share = float(((low <= CENTRE) & (high >= CENTRE)).mean())
    return {
        "model": model,
        "k": k,
        "tau2": f"{tau2:g}",
        "method": fit[0],
        "test": fit[1],
        "level": LEVEL,
        "coverage": f"{share:.4f}",
        "error": f"{np.sqrt(share * (1 - share) / len(low)):.4f}",
        "width": f"{np.median(high - low):.3f}",
        "replicates": len(low),
        "seed": SEED,
    }


def _predicted(low: Array, high: Array, tau2: float) -> str:
    """The mean probability that the true log-odds of a further study lie between the limits; empty without any."""
    if np.isnan(low).any():
        return ""
    if tau2 == 0.0:
        return f"{((low <= CENTRE) & (high >= CENTRE)).mean():.4f}"
    ends = [special.ndtr((end - CENTRE) / np.sqrt(tau2)) for end in (low, high)]
    return f"{(ends[1] - ends[0]).mean():.4f}"


def tau2_rows(model: str, k: int, tau2: float, replicates: int = PROFILES) -> Iterator[Row]:
    """Coverage of the Q-profile interval of tau2, on the first of the pools."""
    y, v = drawn_effects(model, k, tau2, replicates)
    found = [q_profile(Pools.of([a], [b]), LEVEL) for a, b in zip(y, v, strict=True)]
    share = float(np.mean([low <= tau2 <= high for low, high in found]))
    row: Row = {"model": model, "k": k, "tau2": f"{tau2:g}", "level": LEVEL, "coverage": f"{share:.4f}"}
    yield row | {"error": f"{np.sqrt(share * (1 - share) / replicates):.4f}", "replicates": replicates, "seed": SEED}


def main() -> None:
    """Write the five tables."""
    write("coverage_proportion", list(proportion_rows()))
    write("coverage_worst", list(worst_rows()))
    printed = [(family, k, d) for family in FAMILIES for k in (2, 3) for d in (0, 1)]
    envelopes = [row for setting in printed for row in envelope_rows(*setting)]
    counted = [row for n in (134, 1400, 102_047) for decimals in (0, 1) for row in count_rows(n, decimals)]
    write("coverage_incidence", envelopes + counted)
    grid = [(model, k, tau2) for model in MODELS for k in STUDIES for tau2 in TAU2]
    exact = [row for k in COUNT_STUDIES for tau2 in COUNT_TAU2 for row in count_fit_rows(k, tau2)]
    write("coverage_pool", [row for setting in grid for row in pool_rows(*setting)] + exact)
    write("coverage_tau2", [row for setting in grid for row in tau2_rows(*setting)])


if __name__ == "__main__":
    main()

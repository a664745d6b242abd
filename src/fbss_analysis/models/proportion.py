"""Confidence intervals of a proportion: fifteen methods by name, none of them silently.

An article prints "22.4%" and a count; what the count can say about other patients is an interval, and which interval
depends on a method that the analyst has to choose. `proportion` takes the method by name, always. Wilson's score
interval is the one to choose without a reason for another (Brown 2001); Clopper-Pearson never covers less than
promised; mid-P, Jeffreys and Agresti-Coull lie between. Wald's interval is here for one purpose, to find out whether
somebody else's printed interval was computed with it: it says of 0 in 28 that the risk is exactly zero.

Wilson, Agresti-Coull and Clopper-Pearson are computed by statsmodels, which agrees with R to 1e-14 when the method is
named. Jeffreys is ours because statsmodels' is not adjusted at the boundary, where the equal-tailed interval excludes
the observed proportion.

References: Wilson EB. JASA 1927;22:209. Clopper CJ, Pearson ES. Biometrika 1934;26:404. Brown LD, Cai TT, DasGupta A.
Stat Sci 2001;16:101 (review; Jeffreys at the boundary, Agresti-Coull, arcsine, logit, likelihood). Newcombe RG. Stat
Med 1998;17:857 (Wilson with continuity correction, mid-P). Blaker H. Can J Stat 2000;28:783. Sterne TE. Biometrika
1954;41:275.

>>> wilson = proportion(112, 500, method="wilson")
>>> print(f"{wilson.estimate:.3f} ({wilson.ci_low:.3f} to {wilson.ci_high:.3f})")
0.224 (0.190 to 0.263)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from fbss_analysis.models.acceptability import blaker, likelihood_ratio, mid_p, sterne
from fbss_analysis.models.arguments import Floats, confidence, counts_of, one_of, plain
from fbss_analysis.models.printed import WHOLE, printed_percent
from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import HALF_UP, ReportedNumber
from fbss_analysis.schema import InputError

Ends = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Proportion:
    """A proportion with its interval; floats for one group, arrays (sealed) for several."""

    events: Any
    n: Any
    estimate: Any
    ci_low: Any
    ci_high: Any
    level: float
    method: str

    def as_rows(self) -> list[dict[str, Any]]:
        """One plain record for each group."""
        names = ("events", "n", "estimate", "ci_low", "ci_high")
        columns = [np.atleast_1d(getattr(self, name)).ravel().tolist() for name in names]
        common = {"level": self.level, "method": self.method}
        return [dict(zip(names, row, strict=True)) | common for row in zip(*columns, strict=True)]


def proportion(events: ArrayLike, n: ArrayLike, *, method: str, level: float = 0.95) -> Proportion:
    """Estimate a proportion with the confidence interval that `method` names.

    `events` and `n` are whole numbers or arrays that broadcast; the result has their shape. Ends are clipped to
    [0, 1]. InputError: n = 0, more events than people, fractions, NaN, lengths that do not match, or an interval that
    is not defined (logit and cloglog at zero events or all); UsageError: a method not in `METHODS`.

    >>> proportion([0, 28], 28, method="clopper_pearson").ci_high.round(4).tolist()
    [0.1234, 1.0]
    """
    one_of(method, METHODS)
    x, size = counts_of(events, n)
    low, high = METHODS[method](x, size, confidence(level))
    low, high = plain(np.clip(low, 0.0, 1.0)), plain(np.clip(high, 0.0, 1.0))
    return Proportion(plain(x), plain(size), plain(x / size), low, high, level, method)


def event_counts(percent: str, n: int, *, rounding: str = HALF_UP) -> range:
    """Return every count of events among `n` that would be printed as `percent`; empty where there is none.

    `percent` is read by `reported.parse`, hedges included. An empty range is the GRIM test's inconsistency.

    >>> event_counts("5.4%", 102_047)
    range(5460, 5562)
    """
    return counts_printed(printed_percent(percent, "percent"), int(counts_of(0, n)[1]), rounding)


def counts_printed(percent: ReportedNumber, n: int, rounding: str = HALF_UP) -> range:
    """The same for a percentage that has been read already and an `n` that is known to be a group size."""
    possible = percent.interval(rounding).meet(WHOLE)
    assert possible is not None, "the printed value itself lies in both"
    return (possible * Interval.point(Fraction(n, 100))).whole_numbers()


def normal_quantile(level: float) -> float:
    """The standard normal quantile that leaves (1 - level) / 2 above it, 1.96 for 0.95."""
    return float(special.ndtri((1 + level) / 2))


def _library(name: str) -> Callable[[Floats, Floats, float], Ends]:
    def interval(x: Floats, n: Floats, level: float) -> Ends:
        from statsmodels.stats.proportion import proportion_confint  # slow to import, and an audit of pages needs none

        low, high = proportion_confint(x, n, alpha=1 - level, method=name)
        # At the boundary the end is the boundary itself; rounding must not move it.
        return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)

    return interval


def _wald(x: Floats, n: Floats, level: float) -> Ends:
    half = normal_quantile(level) * np.sqrt(x / n * (1 - x / n) / n)
    return x / n - half, x / n + half


def _wilson_corrected(x: Floats, n: Floats, level: float) -> Ends:
    """Wilson's interval with a continuity correction (Newcombe 1998, method 4)."""
    z, p = normal_quantile(level), x / n
    spread_low = z * np.sqrt(np.maximum(z**2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1), 0))
    spread_high = z * np.sqrt(np.maximum(z**2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1), 0))
    low = (2 * x + z**2 - 1 - spread_low) / (2 * (n + z**2))
    high = (2 * x + z**2 + 1 + spread_high) / (2 * (n + z**2))
    # R's prop.test drops the correction where x = n / 2, because it tests p = 1/2 on the way; Newcombe's does not.
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _bayes(prior: float) -> Callable[[Floats, Floats, float], Ends]:
    def interval(x: Floats, n: Floats, level: float) -> Ends:
        a, b = x + prior, n - x + prior
        return special.betaincinv(a, b, (1 - level) / 2), special.betainccinv(a, b, (1 - level) / 2)

    return interval


def _jeffreys(x: Floats, n: Floats, level: float) -> Ends:
    """Jeffreys' interval, its end at the boundary set to the boundary (Brown 2001, section 4.1.2)."""
    low, high = _bayes(0.5)(x, n, level)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _arcsine(x: Floats, n: Floats, level: float) -> Ends:
    """The variance-stabilised interval without Anscombe's correction (Brown 2001, 4.2.1)."""
    angle, half = np.arcsin(np.sqrt(x / n)), normal_quantile(level) / (2 * np.sqrt(n))
    ends = np.clip(angle - half, 0, np.pi / 2), np.clip(angle + half, 0, np.pi / 2)
    return np.sin(ends[0]) ** 2, np.sin(ends[1]) ** 2


def _logit(x: Floats, n: Floats, level: float) -> Ends:
    p = _inside(x, n, "logit")
    half = normal_quantile(level) / np.sqrt(n * p * (1 - p))
    return special.expit(special.logit(p) - half), special.expit(special.logit(p) + half)


def _cloglog(x: Floats, n: Floats, level: float) -> Ends:
    """Wald's interval of ln(-ln p), as R's binom package computes it."""
    p = _inside(x, n, "cloglog")
    half = normal_quantile(level) * np.sqrt((1 - p) / (n * p)) / -np.log(p)
    log_minus_log = np.log(-np.log(p))
    return np.exp(-np.exp(log_minus_log + half)), np.exp(-np.exp(log_minus_log - half))


def _inside(x: Floats, n: Floats, method: str) -> Floats:
    """Proportions strictly between 0 and 1, where the method is defined."""
    if np.any((x == 0) | (x == n)):
        what = f"{method} is not defined where no one or everyone had the event"
        raise InputError(what, "events", "choose wilson, clopper_pearson, jeffreys or mid_p")
    return x / n


METHODS = MappingProxyType(
    {
        "wilson": _library("wilson"),
        "wilson_cc": _wilson_corrected,
        "clopper_pearson": _library("beta"),
        "jeffreys": _jeffreys,
        "jeffreys_equal_tailed": _bayes(0.5),
        "uniform": _bayes(1.0),
        "agresti_coull": _library("agresti_coull"),
        "mid_p": mid_p,
        "likelihood_ratio": likelihood_ratio,
        "blaker": blaker,
        "sterne": sterne,
        "arcsine": _arcsine,
        "logit": _logit,
        "cloglog": _cloglog,
        "wald": _wald,
    }
)

"""Intervals of a proportion that are defined by a test: mid-P, likelihood ratio, Blaker, Sterne.

Each interval holds the proportions that a test does not reject. For mid-P and the likelihood ratio the p-value is
monotone on either side of the estimate and bisection finds the ends. Blaker's and Sterne's p-values add to the tail
beyond the observed count a tail on the other side that jumps as the proportion moves; between two jumps the p-value
falls, then rises. So the end is found exactly, jump by jump: either at a jump, or in the rising part before the next
one. (R's exactci searches a grid; the two agree to its tolerance of 1e-5.) Where the accepted set has gaps, the
interval is its hull.

Each function works on the lower end; the upper one is the lower end of the count of non-events, mirrored.

References: Berry G, Armitage P. Statistician 1995;44:417 (mid-P). Blaker H. Can J Stat 2000;28:783. Sterne TE.
Biometrika 1954;41:275. Fay MP. Biostatistics 2010;11:373 (central, minlike and Blaker p-values).

>>> import numpy as np
>>> low, high = mid_p(np.array(0.0), np.array(10.0), 0.90)
>>> round(float(high), 6)
0.205672
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from fbss_analysis.models.arguments import Floats
from fbss_analysis.models.roots import bisect

Ends = tuple[Floats, Floats]


def _binom() -> Any:
    """Binomial distributions of scipy: slow to import, and an audit of pages needs none."""
    from scipy import stats

    return stats.binom


def upper_tail(x: Floats, n: Floats, p: Floats) -> Floats:
    """P(X >= x) of a binomial count, 1 where x = 0."""
    inner = special.betainc(np.maximum(x, 1), np.maximum(n - x + 1, 1), p)
    return np.asarray(np.where(x <= 0, 1.0, np.where(x > n, 0.0, inner)))


def mid_p(x: Floats, n: Floats, level: float) -> Ends:
    """Clopper-Pearson's interval with half the probability of the observed count."""

    def low_end(x: Floats) -> Floats:
        def excess(p: Floats) -> Floats:
            return (upper_tail(x, n, p) + upper_tail(x + 1, n, p)) / 2 - (1 - level) / 2

        return np.where(x == 0, 0.0, bisect(excess, np.zeros_like(n), np.ones_like(n)))

    return low_end(x), 1 - low_end(n - x)


def likelihood_ratio(x: Floats, n: Floats, level: float) -> Ends:
    """The proportions whose deviance stays below the chi-square quantile."""
    limit = special.chdtri(1, 1 - level)

    def log_likelihood(x: Floats, p: Floats) -> Floats:
        return np.asarray(special.xlogy(x, p) + special.xlog1py(n - x, -p))

    def low_end(x: Floats) -> Floats:
        best = log_likelihood(x, x / n)
        inner = bisect(lambda p: limit - 2 * (best - log_likelihood(x, p)), np.zeros_like(n), x / n)
        return np.where(x == 0, 0.0, inner)

    return low_end(x), 1 - low_end(n - x)


def blaker(x: Floats, n: Floats, level: float) -> Ends:
    """Blaker's interval: the far tail is the largest one that is no more probable than the near one."""
    return _mirrored(_blaker_jumps, x, n, level)


def sterne(x: Floats, n: Floats, level: float) -> Ends:
    """Sterne's interval: the far tail holds the counts that are no more probable than the observed one."""
    return _mirrored(_sterne_jumps, x, n, level)


Jumps = Callable[[float, float, float], tuple[Floats, Floats]]


def _mirrored(jumps: Jumps, x: Floats, n: Floats, level: float) -> Ends:
    ends = np.vectorize(lambda x, n: _low_end(jumps, float(x), float(n), 1 - level), otypes=[float])
    return ends(x, n), 1 - ends(n - x, n)


def _low_end(jumps: Jumps, x: float, n: float, alpha: float) -> float:
    """The smallest proportion that is not rejected, searched in the stretches between two jumps of the p-value."""
    if x == 0:
        return 0.0
    tails, begins = jumps(x, n, alpha)
    ends = np.append(begins[1:], x / n)

    def p_value(tail: Floats, p: Floats) -> Floats:
        return np.asarray(upper_tail(np.asarray(x), np.asarray(n), p) + _binom().cdf(tail, n, p))

    accepted = (p_value(tails, begins) >= alpha) | (p_value(tails, ends) >= alpha)
    first = int(np.argmax(accepted))
    tail, begin, end = tails[first], begins[first], ends[first]
    if p_value(tail, begin) >= alpha:
        return float(begin)
    return float(bisect(lambda p: p_value(tail, p) - alpha, begin, end))


# Up to this many counts below the observed one, Sterne's jumps are all looked at; beyond, the two tails are so nearly
# alike that the end cannot lie where the near one has less than a ten-thousandth of the level.
ALL_COUNTS, FAR_BELOW = 100_000, 1e-4
NO_COUNTS = np.array([])


def _sterne_jumps(x: float, n: float, alpha: float) -> tuple[Floats, Floats]:
    """Far tails X <= k, and the proportion from which each counts: where k is as probable as x."""
    first, k = 0.0, np.arange(0, x) if x <= ALL_COUNTS else NO_COUNTS
    if x > ALL_COUNTS:
        first, last = (special.betaincinv(x, n - x + 1, a) for a in (alpha * FAR_BELOW, alpha))
        k = np.arange(_binom().ppf(1e-12, n, first), min(_binom().ppf(0.5, n, last), x - 1) + 1)
    log_odds = (_log_choose(n, k) - _log_choose(n, x)) / (x - k)
    return _from_the_first(k, special.expit(log_odds), first)


def _blaker_jumps(x: float, n: float, alpha: float) -> tuple[Floats, Floats]:
    """Far tails X <= k, and the proportion from which each is no more probable than the near one.

    Only k whose jump lies between the two one-sided limits can decide (below the first the p-value is less than
    alpha, above the second more), so the others are not looked for.
    """
    first, last = (special.betaincinv(x, n - x + 1, a) for a in (alpha / 2, alpha))
    k = np.arange(_binom().ppf(alpha / 2, n, first) - 2, _binom().ppf(alpha, n, last) + 3)
    k = k[(k >= 0) & (k < x)]

    def excess(p: Floats) -> Floats:
        return np.asarray(upper_tail(np.asarray(x), np.asarray(n), p) - _binom().cdf(k, n, p))

    return _from_the_first(k, bisect(excess, np.zeros_like(k), np.full_like(k, x / n)), first)


def _from_the_first(k: Floats, begins: Floats, first: float) -> tuple[Floats, Floats]:
    """Put the tail before the first jump in front; nothing below the proportion `first` is looked at."""
    before = k[0] - 1 if len(k) else -1.0
    return np.append(before, k), np.maximum(np.append(0.0, begins), first)


def _log_choose(n: float, k: Floats | float) -> Floats:
    return np.asarray(-special.betaln(n - k + 1, k + 1) - np.log1p(n))

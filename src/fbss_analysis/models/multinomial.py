"""Intervals for all answers of one question at once: simultaneous multinomial intervals.

"11, 28, 44 and 17 percent" are four shares of one group. Four separate 95% intervals all hold together less often than
95%; simultaneous intervals keep the promise for the whole list. Goodman's and Sison-Glaz's come from statsmodels, which
agrees with R to 1e-13; Quesenberry-Hurst's, wider, is Goodman's formula with another quantile.

References: Goodman LA. Technometrics 1965;7:247. Quesenberry CP, Hurst DC. Technometrics 1964;6:191. Sison CP, Glaz J.
JASA 1995;90:366.

>>> shares = multinomial([11, 28, 44, 17], method="goodman")
>>> shares.ci_low.round(3).tolist()
[0.054, 0.183, 0.323, 0.096]
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike
from scipy import special
from statsmodels.stats.proportion import multinomial_proportions_confint

from fbss_analysis.models.arguments import Floats, confidence, one_of, plain, whole
from fbss_analysis.models.proportion import Proportion
from fbss_analysis.schema import InputError


def multinomial(counts: ArrayLike, *, method: str, level: float = 0.95) -> Proportion:
    """Estimate the shares of `counts`, one count for each answer, with intervals that hold together at `level`.

    The result's fields are arrays as long as `counts`. InputError: fewer than two answers, no one at all, a count that
    is none; UsageError: a method not in `METHODS`.
    """
    one_of(method, METHODS)
    x = whole(counts, "counts")
    if x.ndim != 1 or len(x) < 2 or x.sum() == 0:
        raise InputError("counts must list at least two answers and one person", "counts", "give one count per answer")
    low, high = METHODS[method](x, confidence(level))
    n = np.full_like(x, x.sum())
    return Proportion(plain(x), plain(n), plain(x / n), plain(low), plain(high), level, method)


def _library(name: str) -> Callable[[Floats, float], tuple[Floats, Floats]]:
    def intervals(x: Floats, level: float) -> tuple[Floats, Floats]:
        low, high = np.transpose(multinomial_proportions_confint(x.astype(int), alpha=1 - level, method=name))
        return low, high

    return intervals


def _quesenberry_hurst(x: Floats, level: float) -> tuple[Floats, Floats]:
    n, c = x.sum(), special.chdtri(len(x) - 1, 1 - level)
    half = np.sqrt(c * (c + 4 * x * (n - x) / n))
    return (c + 2 * x - half) / (2 * (n + c)), (c + 2 * x + half) / (2 * (n + c))


METHODS = MappingProxyType(
    {
        "goodman": _library("goodman"),
        "sison_glaz": _library("sison-glaz"),
        "quesenberry_hurst": _quesenberry_hurst,
    }
)

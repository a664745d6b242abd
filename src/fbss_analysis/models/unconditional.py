"""Exact unconditional limits of a difference of two proportions.

The lower limit is the smallest difference under which a result at least as high as the observed one still has
probability alpha / 2 for some value of the second proportion, the nuisance: the probability is maximised over it, so
that the interval covers at least as often as promised whatever it is. Results are ordered by the observed difference
itself (Santner and Snell; the default of SAS' PROC FREQ), for which the maximum rises with the difference. The upper
limit is the lower one with the groups exchanged. (For a ratio the same ordering is of no use: a table with one event
against none ranks highest, so that the interval of any ratio reaches almost from zero to infinity.)

The work grows with the square of the group size, to half a second at `LARGEST`.

References: Santner TJ, Snell MK. JASA 1980;75:386. Agresti A, Min Y. Biometrics 2001;57:963. Röhmel J, Mansmann U. Biom
J 1999;41:149 (why the maximum is monotone).

>>> low, high = difference_limits(7, 10, 2, 10, 0.95)
>>> round(low, 3), round(high, 3)
(0.018, 0.827)
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from fbss_analysis.models.arguments import Floats
from fbss_analysis.models.roots import brent
from fbss_analysis.schema import InputError

LARGEST = 1000
# The nuisance is searched on a grid, denser towards 0 and 1, then twice more between the neighbours of the best point.
GRID = np.sin(np.linspace(0, np.pi / 2, 121)) ** 2


def difference_limits(x1: float, n1: float, x2: float, n2: float, level: float) -> tuple[float, float]:
    """Limits of p1 - p2; InputError where a group is larger than `LARGEST`."""
    if max(n1, n2) > LARGEST:
        what = f"exact limits are computed for groups up to {LARGEST:,}"
        raise InputError(what, "n_1 and n_2", "use method='newcombe', which is close to them in large groups")
    return _low(x1, n1, x2, n2, level), -_low(x2, n2, x1, n1, level)


def _low(x1: float, n1: float, x2: float, n2: float, level: float) -> float:
    # For each count in group 1, the most events in group 2 that leave the difference as high as observed; exact in
    # whole numbers, so that no tie is lost.
    most = (np.arange(int(n1) + 1) * int(n2) - int(x1 * n2 - x2 * n1)) // int(n1)

    def excess(delta: float) -> float:
        return _greatest(delta, most, int(n1), int(n2)) - (1 - level) / 2

    if excess(-1.0) >= 0:
        return -1.0
    return brent(excess, -1.0, x1 / n1 - x2 / n2, xtol=1e-9)


def _greatest(delta: float, most: NDArray[np.int_], n1: int, n2: int) -> float:
    """The greatest probability, over p2 with p1 = p2 + delta, that group 2 has at most `most` events."""
    best, start, end = 0.0, max(0.0, -delta), min(1.0, 1 - delta)
    for _ in range(3):
        nuisance = start + (end - start) * GRID
        found = _probability(np.clip(nuisance + delta, 0, 1), nuisance, most, n1, n2)
        top = int(np.argmax(found))
        best = max(best, float(found[top]))
        start, end = float(nuisance[max(top - 1, 0)]), float(nuisance[min(top + 1, len(GRID) - 1)])
    return best


def _probability(p1: Floats, p2: Floats, most: NDArray[np.int_], n1: int, n2: int) -> Floats:
    """The probability of group 2 having at most `most[a]` events where group 1 has a, for each pair of proportions."""
    used = most >= 0
    at_most = np.cumsum(_pmf(n2, p2), axis=0)[np.minimum(most[used], n2)]
    return np.asarray((_pmf(n1, p1)[used] * at_most).sum(axis=0))


def _pmf(n: int, p: Floats) -> Floats:
    """Binomial probabilities, one row for each count and one column for each proportion."""
    k = np.arange(n + 1)[:, None]
    log_choose = -special.betaln(n - k + 1, k + 1) - math.log1p(n)
    return np.asarray(np.exp(log_choose + special.xlogy(k, p) + special.xlog1py(n - k, -p)))

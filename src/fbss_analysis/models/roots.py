"""Where a monotone function crosses zero: bisection on whole arrays, or Brent's method on one number.

The exact intervals are defined by equations without a closed form, one for each element of the input. Bisection is the
method that cannot fail: it needs no derivative, keeps its bracket, and stops when neighbouring floats are reached.
References: Brent RP. Algorithms for Minimization without Derivatives. Prentice-Hall 1973, chapter 4 (what bracketing
guarantees).

>>> bool(abs(bisect(lambda x: x * x - 2, 1, 2) - 2**0.5) < 1e-15)
True
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fbss_analysis.models.arguments import Floats

# 1,100 halvings would reach any double from any bracket; a bracket of width one is at its last bit after about sixty,
# and roots near zero take some more.
STEPS = 200
RTOL = 4 * np.finfo(float).eps  # the least that brentq takes


def bisect(function: Callable[[Floats], Any], low: Any, high: Any) -> Floats:
    """Return the roots of an increasing `function` between `low` and `high`, element by element.

    Where the function is above zero already at `low` that end is returned, where it stays below zero, `high`.
    """
    low, high = (end.astype(float) for end in np.broadcast_arrays(low, high))
    for _ in range(STEPS):
        middle = low + (high - low) / 2
        if np.all((middle == low) | (middle == high)):
            break
        below = function(middle) < 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(low + (high - low) / 2)


def brent(
    function: Callable[[float], float], low: float, high: float, *, xtol: float, rtol: float = RTOL, maxiter: int = 100
) -> float:
    """Return the root of a continuous `function` that has different signs at `low` and `high`, by scipy's brentq."""
    from scipy.optimize import brentq  # slow to import, and an audit of pages finds no roots

    return float(brentq(function, low, high, xtol=xtol, rtol=rtol, maxiter=maxiter))

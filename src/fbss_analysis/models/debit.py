"""DEBIT: can a mean and a standard deviation of yes-or-no data come from n people?

Data of zeros and ones with k ones have mean k / n and sample variance k (n - k) / (n (n - 1)), so that the mean fixes
the standard deviation. The test looks for a count k whose mean prints as reported and whose standard deviation does
too. Squared and multiplied out, the second question is one between whole numbers: with s for the printed digits of the
standard deviation and T for 10 to the number of its decimals, 4 T² k (n - k) must lie between (2 s + low)² n (n - 1)
and (2 s + high)² n (n - 1). Programs that work in floats, or that take the rounded mean for k / n, accept impossible
triples: 386 of 2,000 in one comparison.

References: Heathers JAJ, Brown NJL. DEBIT: a simple consistency test for binary data. OSF preprint 2019,
https://osf.io/5vb3u.

>>> debit("0.35", "0.48", 100), debit("0.34", "0.47", 82)
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from fbss_analysis.models.grim import Bools, array_ends, count_bounds, sums_that_print, within
from fbss_analysis.models.prints import (
    Printed,
    read_convention,
    read_print,
    read_prints,
    read_size,
    read_spread,
    read_wholes,
)
from fbss_analysis.schema import InputError


@overload
def debit(mean: Printed, sd: Printed, n: int, *, rounding: str = ...) -> bool:
    """One triple of printed numbers."""


@overload
def debit(
    mean: Sequence[Printed], sd: Sequence[Printed], n: Sequence[int] | npt.NDArray[Any], *, rounding: str = ...
) -> Bools:
    """A list of each."""


def debit(mean: Any, sd: Any, n: Any, *, rounding: str = "either") -> bool | Bools:
    """Whether `n` zeros and ones can have this printed mean and this printed sample standard deviation (n - 1).

    Texts and one n of at least 2, or three lists of equal length for an array. InputError for what is no print, for a
    negative standard deviation or lists that do not match; UsageError for an unknown rounding. Source: Heathers & Brown
    2019, in whole numbers.

    >>> debit(["0.35", "1.00"], ["0.48", "0.00"], [100, 5]).tolist()
    [True, True]
    """
    if isinstance(mean, Printed):
        return len(debit_counts(mean, sd, n, rounding)) > 0
    means, sds = read_prints(mean, "mean"), read_prints(sd, "sd")
    sizes = np.atleast_1d(read_wholes(n, "n", 2))
    if not len(means) == len(sds) == len(sizes):
        what = f"the lists do not match: {len(means)} means, {len(sds)} standard deviations, {len(sizes)} sizes"
        raise InputError(what, "debit", "give one of each for each row")
    result = np.empty(len(means), bool)
    places = [(one.decimals, other.decimals) for one, other in zip(means, sds, strict=True)]
    for pair in set(places):
        rows = np.array([place == pair for place in places])
        m, s = (np.array([p.digits for p in prints])[rows] for prints in (means, sds))
        result[rows] = debit_array(m, s, sizes[rows], decimals=pair, rounding=rounding)
    return result


def debit_counts(mean: Printed, sd: Printed, n: int, rounding: str = "either") -> tuple[int, ...]:
    """The counts of ones among `n` for which mean and standard deviation print as given, ascending.

    Errors as `debit`. Source: Heathers & Brown 2019.

    >>> debit_counts("0.33", "0.47", 120), debit_counts("0.19", "0.39", 146)
    ((39, 40), ())
    """
    rule, spread = read_convention(rounding), read_spread(sd)
    size = read_size(n, least=2)
    low, low_closed, high, high_closed = rule.ends(spread.digits)
    ends = low, int(not low_closed), high, int(not high_closed)
    counts = within(sums_that_print(read_print(mean, "mean"), size, 1, rule), range(size + 1))
    return tuple(k for k in counts if _spread_fits(k, size, ends, spread.decimals))


def debit_array(
    mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike, *, decimals: tuple[int, int], rounding: str = "either"
) -> Bools:
    """DEBIT for arrays of printed digits (35 for 0.35) of one length; `decimals` are those of mean and of sd.

    Exact as `grim_array`; one pass for each count that a mean leaves open, which is n / 10^decimals, rounded up.
    Errors as `debit`. Source: Heathers & Brown 2019.

    >>> debit_array([35, 34], [48, 47], [100, 82], decimals=(2, 2)).tolist()
    [True, False]
    """
    s, sizes = np.broadcast_arrays(read_wholes(sd, "sd", 0), read_wholes(n, "n", 2))
    first, last = count_bounds(mean, sizes, decimals=decimals[0], whole=1, rounding=rounding)
    widest = 2 * max(int(s.max(initial=0)) + 1, 10 ** decimals[1]) * int(sizes.max(initial=0))
    dtype = np.int64 if widest**2 < 2**63 else object
    ends = array_ends(read_convention(rounding), s.astype(dtype))
    first, last, sizes = first.astype(dtype), last.astype(dtype), sizes.astype(dtype)
    result = np.zeros(first.shape, bool)
    for offset in range(int((last - first).max(initial=-1)) + 1):
        count = first + offset
        result |= ((count <= last) & _spread_fits(count, sizes, ends, decimals[1])).astype(bool)
    return result


def _spread_fits(k: Any, n: Any, ends: tuple[Any, Any, Any, Any], decimals: int) -> Any:
    """Whether the standard deviation of k ones among n prints so; `ends` are low, open?, high, open? in half digits."""
    low, low_open, high, high_open = ends
    spread, unit = 4 * 100**decimals * k * (n - k), n * (n - 1)
    return ((low < 0) | (spread - low_open >= low * low * unit)) & (spread + high_open <= high * high * unit)

"""GRIM: can a printed percentage or mean come from n whole things? Decided in integers, one at a time or in millions.

Of 134 patients 56.4% cannot be: 75 are 56.0% and 76 are 56.7%. The test asks whether a whole count k has 100 k / n in
the set of values that print so. With P for the printed digits, S for what 100% would be in them, and the values that
print so from P + low/2 to P + high/2, it asks for a multiple of 2 S between n (2 P + low) and n (2 P + high): whole
numbers throughout, so that a tie such as 1/8 = 12.5% is decided and not left to binary floats. Every convention is one
unit wide (high = low + 2), so that one remainder tells: a multiple lies in between where the remainder of the upper end
by 2 S is at most 2 n, less one for each end that is open.

References: Brown NJL, Heathers JAJ. The GRIM test: a simple technique detects numerous anomalies in the reporting of
results in psychology. Soc Psychol Personal Sci 2017;8:363-369.

>>> grim("56.4", 134), grim("56.4", 133)
(False, True)
>>> grim(["56.4", "12"], [133, 8], rounding="half_up").tolist()
[True, False]
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from fbss_analysis.models.prints import Print, Printed, read_convention, read_print, read_prints, read_size, read_wholes
from fbss_analysis.printed.rounding import Convention
from fbss_analysis.schema import InputError

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
_BLOCK = 1 << 15  # pairs worked on at a time, so that the intermediate arrays stay in the cache


@overload
def grim(percent: Printed, n: int, *, rounding: str = ...) -> bool:  # type: ignore[overload-overlap]
    """One printed percentage; a text is never taken for a list of its letters."""


@overload
def grim(percent: Sequence[Printed], n: int | Sequence[int] | Array, *, rounding: str = ...) -> Bools:
    """A list of them."""


def grim(percent: Printed | Sequence[Printed], n: Any, *, rounding: str = "either") -> bool | Bools:
    """Whether a whole count out of `n` prints as `percent` under the named rounding.

    `percent` is text ("56.4" or "56.4%"), since a float does not say how many decimals were printed; a list of them,
    with one n or as many, gives an array. Outside 0 to 100 no count fits. InputError for what is no print or no whole
    n >= 1, UsageError for an unknown rounding. Source: Brown & Heathers 2017.

    >>> grim("12", 8, rounding="half_up"), grim("13", 8, rounding="half_up")
    (False, True)
    """
    if isinstance(percent, Printed):
        return len(grim_counts(percent, n, rounding)) > 0
    prints = read_prints(percent, "percent")
    decimals = np.array([p.decimals for p in prints])
    digits, sizes = _matched([p.digits for p in prints], n)
    result = np.empty(len(prints), bool)
    for places in set(decimals.tolist()):
        rows = decimals == places
        result[rows] = grim_array(digits[rows], sizes[rows], decimals=places, rounding=rounding)
    return result


def grim_counts(percent: Printed, n: int, rounding: str = "either") -> range:
    """The counts k of `n`, ascending, for which 100 k / n prints as `percent`; empty where none does.

    Errors as `grim`. Source: Brown & Heathers 2017.

    >>> list(grim_counts("18.4", 1400))
    [257, 258]
    """
    return within(sums_that_print(read_print(percent), read_size(n), 100, read_convention(rounding)), range(n + 1))


def grim_sums(mean: Printed, n: int, *, items: int = 1, rounding: str = "either") -> range:
    """The sums of `n` times `items` whole numbers whose mean prints as `mean`; empty where the mean fails GRIM.

    Errors as `grim`. Source: Brown & Heathers 2017 (with several items a person the grain is 1 / (n items)).

    >>> list(grim_sums("3.26", 27)), list(grim_sums("5.19", 28))
    ([88], [])
    """
    return sums_that_print(read_print(mean), read_size(n) * read_size(items, "items"), 1, read_convention(rounding))


def sums_that_print(printed: Print, n: int, whole: int, rounding: Convention) -> range:
    """The whole k, of either sign, for which whole × k / n prints so; exact for numbers of any size."""
    low, low_closed, high, high_closed = rounding.ends(printed.digits)
    step = 2 * whole * 10**printed.decimals
    first = -(-n * low // step) if low_closed else n * low // step + 1
    last = n * high // step if high_closed else -(-n * high // step) - 1
    return range(first, max(last + 1, first))


def within(inner: range, outer: range) -> range:
    """The numbers in both of two ranges of step one."""
    start = max(inner.start, outer.start)
    return range(start, max(min(inner.stop, outer.stop), start))


def nearest_percentages(percent: Printed, n: int) -> tuple[tuple[int, Fraction], ...]:
    """The attainable percentages of `n` next to the printed value, as (count, exact percentage), below and above.

    One pair where the printed value is attained exactly or lies outside 0 to 100. Errors as `grim`.

    >>> [(k, round(float(share), 2)) for k, share in nearest_percentages("56.4", 134)]
    [(75, 55.97), (76, 56.72)]
    """
    k = min(max(read_print(percent).value, Fraction(0)), Fraction(100)) * read_size(n) / 100
    return tuple((count, Fraction(100 * count, n)) for count in dict.fromkeys((floor(k), ceil(k))))


def grim_array(
    digits: npt.ArrayLike, n: npt.ArrayLike, *, decimals: int = 0, whole: int = 100, rounding: str = "either"
) -> Bools:
    """GRIM for arrays of printed digits (564 for 56.4 with one decimal) and sizes, broadcast against each other.

    Exact: 32-bit arithmetic where the products fit, 64-bit where they do, Python's whole numbers otherwise. `whole` is
    100 for percentages, 1 for proportions. Errors as `grim`, naming the index. Source: Brown & Heathers 2017.

    >>> grim_array([564, 595], 133, decimals=1).tolist()
    [True, False]
    """
    rule = read_convention(rounding)
    p, sizes, scale = _arrays(digits, n, decimals, whole)
    result = np.empty(p.shape, bool)
    flat, p, sizes = result.reshape(-1), p.reshape(-1), sizes.reshape(-1)
    for start in range(0, p.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        flat[block] = _block_fits(p[block], sizes[block], scale, rule)
    return result


def count_bounds(
    digits: npt.ArrayLike, n: npt.ArrayLike, *, decimals: int = 0, whole: int = 100, rounding: str = "either"
) -> tuple[Array, Array]:
    """The smallest and the largest count out of n that prints so, as two arrays; smallest > largest where none does.

    Arguments and errors as `grim_array`. Source: Brown & Heathers 2017.

    >>> [bounds.tolist() for bounds in count_bounds([184, 564], [1400, 134], decimals=1)]
    [[257, 76], [258, 75]]
    """
    rule = read_convention(rounding)
    p, sizes, scale = _arrays(digits, n, decimals, whole)
    largest = int(sizes.max(initial=0)) * (2 * int(abs(p).max(initial=0)) + 4)
    dtype = np.int64 if max(largest, 2 * scale) < 2**63 else object
    p, sizes = p.astype(dtype), sizes.astype(dtype)
    low, low_open, high, high_open = array_ends(rule, p)
    first = -((-sizes * low - low_open) // (2 * scale))
    last = (sizes * high - high_open) // (2 * scale)
    return np.maximum(first, 0), np.minimum(last, sizes)


def array_ends(rule: Convention, digits: Array) -> tuple[Array, Any, Array, Any]:
    """What `Convention.ends` says of printed digits that are not negative: low, open (1 or 0), high, open (1 or 0)."""
    low_open, high_open = (digits % 2 if end is None else int(not end) for end in (rule.low_closed, rule.high_closed))
    return 2 * digits + rule.low, low_open, 2 * digits + rule.high, high_open


def _block_fits(p: Array, n: Array, scale: int, rule: Convention) -> Array:
    """GRIM for some pairs, in the smallest unsigned type that holds their products."""
    top = int(p.max())
    dtype = _unsigned(max(int(n.max()) * (2 * top + 2), 2 * scale))
    fits = _holds_multiple(p.astype(dtype), n.astype(dtype), 2 * scale, rule)
    return fits & (p >= 0) & (p <= scale) if top > scale or p.min() < 0 else fits


def _holds_multiple(p: Array, n: Array, step: int, rule: Convention) -> Array:
    """Whether a multiple of `step` lies between n (2 p + low) and n (2 p + high); the arrays are used up."""
    parity = rule.high_closed is None
    shift: Any = p & 1 if parity else int(not rule.high_closed)
    opens: Any = 2 * shift if parity else int(not rule.low_closed) + shift
    p *= 2
    p += rule.high
    p *= n
    p -= shift
    p -= p // step * step
    n *= 2
    n -= opens
    return np.asarray(p <= n, bool)


def _arrays(digits: npt.ArrayLike, n: npt.ArrayLike, decimals: int, whole: int) -> tuple[Array, Array, int]:
    """The two arrays at their common shape, and what the whole is in units of the last printed digit."""
    scale = read_size(whole, "whole") * 10 ** read_size(decimals, "decimals", 0)
    return *_matched(digits, n), scale


def _matched(digits: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Array, Array]:
    p, sizes = read_wholes(digits, "digits"), read_wholes(n, "n", 1)
    try:
        p, sizes = np.broadcast_arrays(p, sizes)
    except ValueError:
        what = f"the lists do not match: {p.shape} printed numbers and {sizes.shape} sizes"
        raise InputError(what, "n", "give one n, or one for each printed number") from None
    return p, sizes


def _unsigned(largest: int) -> Any:
    return np.uint32 if largest < 2**32 else np.uint64 if largest < 2**64 else object

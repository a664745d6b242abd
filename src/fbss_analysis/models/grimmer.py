"""GRIMMER: can a mean and a standard deviation of whole-number data come from n people?

If n whole numbers add up to T and their squares to Q, the mean is T / n and the sample variance is
(n Q - T²) / (n (n - 1)). The test looks for a T whose mean prints as reported and a Q whose standard deviation does,
and asks whether n whole numbers with this sum and this sum of squares exist. A number and its square are both odd or
both even, hence so are T and Q; and Q cannot be less than for the most even split. For five numbers or more that is
enough: set one of them to 0 or 1 so that the sum b of the other four is odd; their sum of squares a is then odd too,
4 a - b² leaves 3 when divided by 8 and is a sum of three odd squares (Gauss), from which the four follow as in Cauchy's
lemma; further numbers are set to the whole part of the mean. For fewer than five, and on a scale with ends, the numbers
are looked for.

References: Anaya J. The GRIMMER test: a method for testing the validity of reported measures of variability. PeerJ
Preprints 2016;4:e2400v1. Allard A. Analytic-GRIMMER: a new way of testing the possibility of standard deviations. 2018,
https://aurelienallard.netlify.app/post/anaytic-grimmer-possibility-standard-deviations. Nathanson MB. A short proof of
Cauchy's polygonal number theorem. Proc Am Math Soc 1987;99:22-24 (the lemma).

>>> grimmer("2.87", "1.39", 32), grimmer("3.26", "1.34", 11)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

from fbss_analysis.models.grim import sums_that_print
from fbss_analysis.models.prints import Print, Printed, read_convention, read_print, read_size, read_spread
from fbss_analysis.printed.rounding import Convention
from fbss_analysis.schema import InputError


def grimmer(
    mean: Printed,
    sd: Printed,
    n: int,
    *,
    items: int = 1,
    scale: tuple[int, int] | None = None,
    rounding: str = "either",
) -> bool:
    """Whether `n` whole numbers, on a `scale` from lowest to highest, can have this printed mean and sample SD (n - 1).

    With several `items` the data are each person's mean of so many whole numbers. InputError for what is no print,
    n < 2, a negative standard deviation or a scale upside down; UsageError for an unknown rounding. Source: Anaya 2016,
    Allard 2018; with a scale by exact search.

    >>> grimmer("1.50", "0.71", 2, scale=(1, 5)), grimmer("1.50", "0.50", 2, scale=(1, 5))
    (True, False)
    """
    rule, size, parts = read_convention(rounding), read_size(n, least=2), read_size(items, "items")
    low, high = _scale(scale)
    for total, squares in _sums_of_squares(read_print(mean, "mean"), read_spread(sd), size, parts, rule):
        if scale is None:
            found = _exist(size, total, squares)
        else:
            low_sum = size * parts * low
            shifted = squares - 2 * parts * low * total + parts * low * low_sum
            found = _exist_to(size, total - low_sum, shifted, parts * (high - low))
        if found:
            return True
    return False


def _sums_of_squares(mean: Print, sd: Print, n: int, items: int, rule: Convention) -> Iterator[tuple[int, int]]:
    """Sums and sums of squares, of one parity, of the n totals of items whose mean and standard deviation print so."""
    low, low_closed, high, high_closed = rule.ends(sd.digits)
    factor, unit = 4 * 100**sd.decimals, items * items * n * (n - 1)
    least, most = max(low, 0) ** 2 * unit + (not low_closed and low >= 0), high**2 * unit - (not high_closed)
    for total in sums_that_print(mean, n * items, 1, rule):
        first = -(-(least + factor * total**2) // (factor * n))
        last = (most + factor * total**2) // (factor * n)
        for squares in range(first + (first - total) % 2, last + 1, 2):
            yield total, squares


def _exist(n: int, total: int, squares: int) -> bool:
    """Whether n whole numbers of either sign have this sum and sum of squares, which are both odd or both even."""
    whole, rest = divmod(total, n)  # subtract the whole part of the mean from each: the sum is now 0 to n - 1
    squares += -2 * whole * total + n * whole * whole
    if squares < rest or n > 4:
        return squares >= rest
    return _few_exist(n, rest, squares)


def _few_exist(n: int, total: int, squares: int) -> bool:
    """The same for two to four numbers, by trying each value of the first one."""
    if n == 2:
        gap = 2 * squares - total * total  # (x - y)², for x + y = total
        return gap >= 0 and isqrt(gap) ** 2 == gap
    if n * squares < total * total:
        return False
    reach = isqrt(squares)
    return any(_few_exist(n - 1, total - x, squares - x * x) for x in range(-reach, reach + 1))


def _exist_to(n: int, total: int, squares: int, top: int) -> bool:
    """Whether n whole numbers from 0 to `top` have this sum and sum of squares: by how many of them equal `top`."""
    if not 0 <= total <= n * top or (total - squares) % 2 or not _least(n, total) <= squares <= _most(total, top):
        return False
    if top <= 2:
        twos = (squares - total) // 2
        return twos >= 0 and total - 2 * twos >= 0 and total - twos <= n
    most = min(n, total // top, squares // top**2)
    return any(_exist_to(n - k, total - k * top, squares - k * top**2, top - 1) for k in range(most, -1, -1))


def _least(n: int, total: int) -> int:
    """The sum of squares of the most even split of `total` among n."""
    whole, rest = divmod(total, n) if n else (0, 0)
    return n * whole**2 + rest * (2 * whole + 1)


def _most(total: int, top: int) -> int:
    """The sum of squares of the most uneven split of `total` into numbers up to `top`."""
    full, rest = divmod(total, top) if top else (0, 0)
    return full * top**2 + rest**2


def _scale(scale: tuple[int, int] | None) -> tuple[int, int]:
    low, high = scale or (0, 0)
    if low > high:
        raise InputError(f"the scale {scale} is upside down", "scale", "give (lowest, highest)")
    return low, high

"""Misfits: a count, a whole and a percentage of which one is mistyped.

A percentage that no two of the numbers around it give shows little by itself: the whole may not be printed. That two of
them would give it to the last digit, had a single digit been struck right, shows more, the more the percentage is away.

>>> share = Share(54.2, 1, ("542",))
>>> gives(share, 286, 379), is_misfit(share, 93, 379), is_misfit(share, 286, 379), is_misfit(share, 286, 379, rest=True)
(False, True, False, True)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from fbss_analysis.printed.mistyping import digits_of, is_plain_slip, is_slip

_LEAST = 0.065  # a percentage that is nearer may be out of another whole, which is not printed
_MOST = 400
_ONE_DIGIT = 9  # one such number is a slip away from all the others
_UNITS = 3  # of the last digit: three digits or more are seldom a slip away by chance


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage as printed: its value, its decimals, its digits (none if in words), how loosely it is told."""

    value: float
    decimals: int
    digits: tuple[str, ...] = ()
    slack: float = 1.0

    @property
    def unit(self) -> float:
        """What the last printed digit is worth."""
        return 10.0**-self.decimals


def gives(share: Share, k: float, n: float, *, loosely: bool = True) -> bool:
    """Whether `k` out of `n` may be printed so: rounded, or `loosely` to either side."""
    return n > 0 and abs(100 * k / n - share.value) <= (1.0 if loosely else 0.5) * share.slack * share.unit + 1e-9


def is_far(share: Share, k: int, n: int) -> bool:
    """Whether `k` out of `n` is so far from the share that no other whole of about that size can be meant."""
    expected = 100 * k / n
    return abs(expected - share.value) >= max(_LEAST * max(expected, share.value), 2 * share.slack * share.unit)


def is_misfit(share: Share, k: int, n: int, *, rest: bool = False) -> bool:
    """Whether `k` of `n`, or what is left of `n`, is not the share, but would be, had one of them been typed right."""
    if k > n > 1 and not rest:
        return _mistyped(share, k, n, rest=False)
    if not 0 <= k <= n or n < 2:
        return False
    part = (n - k) if rest else k
    if share.decimals and is_share_mistyped(share, part, n):
        return abs(100 * part / n - share.value) >= _UNITS * share.slack * share.unit
    if not is_far(share, part, n):
        return False
    return any(is_slip(told, _digits(share, part, n)) for told in share.digits) or _mistyped(share, k, n, rest=rest)


def is_plain_misfit(share: Share, k: int, n: int) -> bool:
    """As `is_misfit`, where the slip would seldom come about by chance: of two digits exchanged, or one of three."""
    if not 0 <= k <= n or n < 2 or not is_far(share, k, n):
        return False
    return is_share_mistyped(share, k, n) or _mistyped(share, k, n, rest=False, slips=is_plain_slip)


def is_share_mistyped(share: Share, k: int, n: int) -> bool:
    """Whether a share is not what `k` out of `n` would print, but for a slip that would seldom come about by chance."""
    return any(is_plain_slip(told, _digits(share, k, n)) for told in share.digits)


def _digits(share: Share, k: int, n: int) -> str:
    return digits_of(str(math.floor(100 * k / n * 10**share.decimals + 0.5)))


def _mistyped(share: Share, k: int, n: int, *, rest: bool, slips: Callable[[str, str], bool] = is_slip) -> bool:
    """Whether another count, or another whole, gives the share and is one slip away from the one that is printed."""
    value = 100 - share.value if rest else share.value
    low, high = value - share.unit * share.slack / 2, value + share.unit * share.slack / 2
    if low <= 0:
        return False
    counts = range(math.ceil(n * low / 100), math.floor(n * high / 100) + 1)
    wholes = range(math.ceil(100 * k / high), math.floor(100 * k / low) + 1)
    return any(m <= n and max(k, m) > _ONE_DIGIT and slips(str(k), str(m)) for m in islice(counts, _MOST)) or any(
        m >= k and slips(str(n), str(m)) for m in islice(wholes, _MOST)
    )

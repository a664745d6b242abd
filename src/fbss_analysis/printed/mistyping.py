"""Whether one printed number is another one mistyped: a digit struck wrong, two exchanged, one lost or doubled.

Where a passage ties numbers together only loosely, that they disagree shows little: other numbers may have been meant.
That they would agree to the last digit, had one of them been typed right, shows more: few other numbers are a slip
away. So a slip corroborates a loose tie. A number in words is taken by its value, as if it had been written in digits.

Reference: Salthouse TA. Perceptual, cognitive, and motoric aspects of transcription typing. Psychol Bull
1986;99:303-319 (substitutions, transpositions, omissions, intrusions).

>>> [is_slip(digits_of(told), digits_of(meant)) for told, meant in (("47.4", "74.4"), ("8", "28"), ("36", "39"))]
[True, True, True]
>>> [is_slip(digits_of(told), digits_of(meant)) for told, meant in (("47.4", "74.5"), ("136", "36"), ("36", "49"))]
[False, True, False]
>>> is_plain_slip("36", "63"), is_plain_slip("36", "39"), is_plain_slip("361", "391")
(True, False, True)
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

_SHORT = 2  # digits: one in five of such numbers is a slip away from any other


def digits_of(number: str | Decimal) -> str:
    """The digits of a number, without sign, separators and leading noughts: the same unit must be meant for all."""
    return "".join(c for c in str(number) if c.isdigit()).lstrip("0")


def is_slip(one: str, two: str) -> bool:
    """Whether a run of digits is another one but for one slip; the same run twice is none."""
    if len(one) == len(two):
        differ = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(differ) == 2:
            a, b = differ
            return one[a] == two[b] and one[b] == two[a]
        return len(differ) == 1
    shorter, longer = sorted((one, two), key=len)
    if not shorter or len(longer) != len(shorter) + 1:
        return False
    return longer[1:] == shorter or _drops(longer, shorter, lost=shorter == one)


def _drops(longer: str, shorter: str, *, lost: bool) -> bool:
    """Whether a run has `lost` one of three digits or more; or else, whether one of two or more was doubled."""
    at = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    same = longer[at + 1 :] == shorter[at:]
    doubled = at > 0 and longer[at] == longer[at - 1]
    return same and (lost or doubled) and len(longer) > _SHORT


def is_plain_slip(one: str, two: str) -> bool:
    """Whether a slip would seldom come about by chance: two digits exchanged, or one of three or more."""
    longest = max(len(one), len(two))
    exchanged = len(one) == len(two) and sorted(one) == sorted(two)
    lost = len(one) < len(two) and len(one) <= _SHORT and two[1:] != one
    return is_slip(one, two) and (exchanged or longest > _SHORT) and not lost


def in_units(value: float | Decimal, decimals: int) -> int:
    """A number as a whole count of units of its last printed digit."""
    if not decimals and value == int(value):
        return int(value)  # most are counts, and this is ten times as fast
    return round(Decimal(str(value)).scaleb(decimals))


def slips_of(digits: str, *, pointed: bool = False) -> Iterator[str]:
    """Every run of digits that a run may be a slip of; it begins with a nought if it did so before, or has a point.

    Digits lost or doubled within are left out: there would be too many, and one of them is soon what was wanted.

    >>> sorted(slips_of("12"), key=int)[:3], len(set(slips_of("12"))), "40" in slips_of("04")
    (['2', '10', '11'], 28, True)
    """
    noughts = digits.startswith("0")
    for at, own in enumerate(digits):
        others = "0123456789" if at else "123456789"
        yield from (digits[:at] + other + digits[at + 1 :] for other in others if other != own)
    for a, b in combinations(range(len(digits)), 2):
        if digits[a] != digits[b] and (a or noughts or pointed or digits[b] != "0"):
            yield digits[:a] + digits[b] + digits[a + 1 : b] + digits[a] + digits[b + 1 :]
    if len(digits) > 1 and (noughts or digits[1] != "0"):
        yield digits[1:]
    yield from (first + digits for first in "123456789" if digits)

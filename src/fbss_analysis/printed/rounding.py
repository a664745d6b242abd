"""Rounding conventions, named: which true values print as a given string of digits.

Nobody knows how an author rounded. The seven conventions of this table cover what people and programs do; `either`
takes both ties, so that nothing is called impossible because of a rule that was only assumed. Ends are kept as whole
numbers, in halves of the last printed digit, so that every question about a print is one of integers.

References: IEEE Std 754-2019, section 4.3 (directed rounding and the two rules for ties). Brown NJL, Heathers JAJ. The
GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (why both ties are accepted).

>>> rounding_interval(54, 1, "half_up"), rounding_interval(54, 1, "ceiling")
([5.35, 5.45), (5.3, 5.4])
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from fbss_analysis.printed.interval import Interval

Ends = tuple[int, bool, int, bool]


@dataclass(frozen=True, slots=True)
class Convention:
    """The values that print as the digits P: from P + low/2 to P + high/2, in units of the last printed digit.

    An end that is None is closed where P is even (ties to even). A `mirrored` rule treats a negative number as it
    treats the positive one, so that its ends change sides at zero.
    """

    name: str
    low: int
    low_closed: bool | None
    high: int
    high_closed: bool | None
    rule: str
    mirrored: bool = False

    def ends(self, digits: int) -> Ends:
        """Return (low, low closed, high, high closed) of the printed `digits`, in halves of the last digit."""
        even = digits % 2 == 0
        low_closed = even if self.low_closed is None else self.low_closed
        high_closed = even if self.high_closed is None else self.high_closed
        if not self.mirrored or digits > 0:
            return 2 * digits + self.low, low_closed, 2 * digits + self.high, high_closed
        if digits < 0:
            return 2 * digits - self.high, high_closed, 2 * digits - self.low, low_closed
        return -self.high, high_closed, self.high, high_closed


CONVENTIONS = MappingProxyType(
    {
        convention.name: convention
        for convention in (
            Convention("either", -1, True, 1, True, "to the nearest, a tie may have gone up or down"),
            Convention("half_up", -1, True, 1, False, "to the nearest, ties away from zero", mirrored=True),
            Convention("half_down", -1, False, 1, True, "to the nearest, ties toward zero", mirrored=True),
            Convention("half_even", -1, None, 1, None, "to the nearest, ties to the even digit"),
            Convention("truncated", 0, True, 2, False, "the digits after the last are cut off", mirrored=True),
            Convention("ceiling", -2, False, 0, True, "up to the next printed digit"),
            Convention("floor", 0, True, 2, False, "down to the printed digit"),
        )
    }
)

# What R's scrutiny and other programs call the same rules.
ALIASES = MappingProxyType(
    {
        "up_or_down": "either",
        "up": "half_up",
        "down": "half_down",
        "even": "half_even",
        "trunc": "truncated",
    }
)


def convention(name: str) -> Convention:
    """Look up a convention by its name or alias; a ValueError lists the known names.

    >>> convention("up_or_down").name
    'either'
    """
    found = CONVENTIONS.get(ALIASES.get(name, name)) if isinstance(name, str) else None
    if found is None:
        raise ValueError(f"unknown rounding {name!r}; known: {', '.join((*CONVENTIONS, *ALIASES))}")
    return found


def rounding_interval(digits: int, decimals: int, rounding: str) -> Interval:
    """The true values that print as `digits` with the last `decimals` of them after the point."""
    low, low_closed, high, high_closed = convention(rounding).ends(digits)
    halves = 2 * 10**decimals
    return Interval(Fraction(low, halves), Fraction(high, halves), low_closed, high_closed)

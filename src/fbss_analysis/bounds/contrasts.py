"""Numbers that are set against each other, and whether an interval told of them is that of their difference or ratio.

Two levels and an interval behind them leave open what it is told of: the second level, or what lies between the two.
Where the interval is called one of a difference, no level has to lie in it.

Reference: Altman DG et al, eds. Statistics with Confidence. 2nd ed. BMJ Books 2000, chapter 6 (differences).

>>> text = "(312.4 v. 251.8; 95% CI of difference 19.2 to 98.4)"
>>> from fbss_analysis.bounds.figures import read_figures
>>> from fbss_analysis.bounds.notation import find_intervals
>>> figures = read_figures(text)
>>> [derived(text, figures[:2], figures[1], told) for told in find_intervals(text, figures)]
[True]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from fbss_analysis.bounds.figures import Figure
from fbss_analysis.bounds.notation import Told
from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import ROUNDINGS

_AGAINST = re.compile(
    r"\b(?:versus|vs?|compared|than|against|while|whereas|but|to|and|from|relative)\b|→|,", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"\bdifferences?\b|\bMD\b", re.IGNORECASE)
_BROKEN = re.compile(r"[^\W\d]\.\s+[-−]?$")  # "28 mm in one arm and. 32 mm in the other"
_NAMED = 160  # characters in which a number may be called a difference
_TOO_LARGE = 10**15  # to be measured, and to be rounded in decimals of limited length


def lies_in(figure: Figure, told: Told) -> bool:
    """Whether some value that prints so lies in an interval, by any way of rounding."""
    for rounding in ROUNDINGS:
        first = told.low.extent(rounding)
        bounds: Interval = (-first if told.crosses else first).hull(told.high.extent(rounding))
        if figure.extent(rounding).meets(bounds):
            return True
    return False


def derived(text: str, before: Sequence[Figure], nearest: Figure, told: Told) -> bool:
    """Whether the difference or the ratio of the nearest number and one that it is set against lies in the interval."""
    at = before.index(nearest)
    for other in before[max(0, at - 2) : at]:
        gap = text[other.end : nearest.start]
        same = other.percent == nearest.percent and (other.decimals == nearest.decimals or nearest.percent)
        if not same or len(gap) > 120 or ";" in gap or not _AGAINST.search(gap):
            continue
        decimals = min(nearest.decimals, other.decimals)
        difference = abs(nearest.value - other.value)
        values = [difference, -difference]
        values += [nearest.value / other.value] if other.value else []
        values += [other.value / nearest.value] if nearest.value else []
        if any(abs(value) < _TOO_LARGE and lies_in(_loosened(nearest, value, decimals), told) for value in values):
            return True
    return False


def _loosened(figure: Figure, value: Decimal, decimals: int) -> Figure:
    """A number worked out from two rounded ones: one unit of the last digit off on either side."""
    return replace(figure, value=round(value, max(decimals, 1)), decimals=decimals, hedged=True)


def is_of_difference(text: str, nearest: Figure, told: Told) -> bool:
    """Whether an interval is that of a difference, or of what goes on from the sentence before, and a level is near."""
    called = told.cue and _DIFFERENCE.search(text, told.cue[0], told.start)
    level = not _DIFFERENCE.search(text, max(0, nearest.start - _NAMED), nearest.start)
    return bool(called and level) or _BROKEN.search(text, max(0, nearest.start - 6), nearest.start) is not None

"""Lone pairs: the only two figures near a claim that it can lie between, where a slip keeps it from doing so.

Words set two levels against each other in more ways than can be listed. Where a change or a difference is claimed and
just two figures of one measure stand near it, no others can be meant; and that the two would bear it out to the last
digit, had one number been typed right (`mistyping`), shows that they are.

Reference: Salthouse TA. Perceptual, cognitive, and motoric aspects of transcription typing. Psychol Bull
1986;99:303-319.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.directions import direction
from fbss_analysis.interpretation.levels import like, measure
from fbss_analysis.interpretation.vicinity import decimals_of
from fbss_analysis.printed.mistyping import digits_of, in_units, is_slip
from fbss_analysis.schema import Kind

_NEAR = 2  # sentences
_ALL = 100
_LEAST = 2  # digits of the larger level: of fewer, every other number is a slip away


def find_lone_pair(view: Context, i: int, levels: Sequence[int]) -> tuple[int, int] | None:
    """The only two like figures among the levels, all in the few sentences up to the claim or in its own."""
    at = view.sentence_of[i]
    if at is None:
        return None
    near = [j for j in levels if j != i and -_NEAR <= (view.sentence_of[j] or 0) - at <= 1]
    pairs = [pair for pair in combinations(near, 2) if like(view, *pair)]
    return pairs[0] if len(pairs) == 1 and len(near) == len(pairs[0]) else None


def misses_difference(view: Context, i: int, pair: tuple[int, int]) -> bool:
    """Whether two figures do not lie so far apart as told, but would but for a slip in one of the three numbers."""
    places = max(decimals_of(view.mentions[j]) for j in (i, *pair))
    told, one, other = (in_units(abs(value_of(view.mentions[j])), places) for j in (i, *pair))
    if abs(one - other) == told or len(str(max(one, other))) < _LEAST:
        return False
    low, high = sorted((one, other))
    meant = ((told, high - low), (high, low + told), (low, high - told))
    return any(right > 0 and is_slip(digits_of(str(wrong)), digits_of(str(right))) for wrong, right in meant)


def misses_change(view: Context, i: int, pair: tuple[int, int]) -> bool:
    """Whether a percentage is not what lies between two figures, but would be but for a slip in one of the three."""
    mention = view.mentions[i]
    if mention.kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE) or measure(view, pair[0]) == ("percent", ""):
        return False
    low, high = sorted((value_of(view.mentions[j]) for j in pair))
    places, told = decimals_of(mention), abs(value_of(mention))
    worth = list(_worth(low, high, direction(view, i)))
    if any(abs(value - told) <= max(1.5, 0.06 * told) for value in worth):
        return False
    digits = digits_of(f"{told:.{places}f}")
    if any(is_slip(digits, digits_of(f"{value:.{places}f}")) for value in worth):
        return True
    half = 0.5 * 10.0**-places
    return any(
        abs(value - told) <= half
        for a, b in ((low, other) for other in _slips(view, pair, high))
        for value in _worth(min(a, b), max(a, b), direction(view, i))
    ) or any(
        abs(value - told) <= half
        for other in _slips(view, pair, low)
        for value in _worth(min(other, high), max(other, high), direction(view, i))
    )


def _worth(low: float, high: float, way: int) -> Iterator[float]:
    """The change between two figures in percent of the first, whichever that is."""
    if low > 0:
        if way <= 0:
            yield _ALL * (high - low) / high
        if way >= 0:
            yield _ALL * (high - low) / low


def _slips(view: Context, pair: tuple[int, int], value: float) -> Iterator[float]:
    """The numbers that one digit away from a printed one, in its decimals."""
    places = max(decimals_of(view.mentions[j]) for j in pair)
    digits = str(in_units(value, places))
    for at, own in enumerate(digits):
        for other in "0123456789":
            if other != own and not (at == 0 and other == "0"):
                yield int(digits[:at] + other + digits[at + 1 :]) / 10**places
    for at, to in combinations(range(len(digits)), 2):
        swapped = list(digits)
        swapped[at], swapped[to] = swapped[to], swapped[at]
        yield int("".join(swapped)) / 10**places

"""Reckonings: a figure that should follow from others, does not, and would, had one of them been typed right.

Two levels and a change that do not agree show little where the passage only sets them near each other: another level,
another group or another outcome may have been meant. That the change would follow to its last digit, had a single digit
of one of them been struck right (`mistyping`), shows that these levels were meant: what is near by chance seldom does.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document
>>> page = Document("page", "From 200 to 150, a fall of 52%; not 90%.")
>>> view = read_context(page, [Mention("page", a, b, page.text[a:b], kind, value) for a, b, kind, value in (
...     (5, 8, Kind.COUNT, 200.0), (12, 15, Kind.COUNT, 150.0), (27, 30, Kind.PERCENT, 52.0),
...     (36, 39, Kind.PERCENT, 90.0))])
>>> is_slip_away(view, 2, ["percent_fall(@0, @1)"]), is_slip_away(view, 3, ["percent_fall(@0, @1)"])
(True, False)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from fbss_analysis.interpretation.alikeness import BOUNDS
from fbss_analysis.interpretation.context import Context, decimals_of
from fbss_analysis.printed.mistyping import is_slip, slips_of
from fbss_analysis.schema import Kind, Mention

_OPERAND = re.compile(r"@(\d+)")
_CALL = re.compile(r"(\w+)\(@\d+, @\d+\)(?: - (1))?")
_OF_PAIR: Mapping[str, Callable[[float, float], float]] = {
    "percent_change": lambda a, b: 100 * b / a - 100,
    "percent_fall": lambda a, b: 100 - 100 * b / a,
    "percent_left": lambda a, b: 100 * b / a,
    "ratio": lambda a, b: a / b,
}
_TOLD_IN_WORDS = {Kind.FRACTION_WORD: 1.25, Kind.MULTIPLIER_WORD: 0.0}  # half of what the words may stretch to
_OF_MULTIPLE, _BEYOND = 0.06, 0.2


def is_slip_away(view: Context, i: int, readings: Iterable[str]) -> bool:
    """Whether figure `i` would be what one of some readings gives, had it or one of its operands been typed right."""
    return any(_explains(view, i, reading) for reading in readings)


def agrees(view: Context, i: int, readings: Iterable[str]) -> bool:
    """Whether some reading gives figure `i` with the printed values, or nearly: whether it may do is for the checks."""
    for reading in readings:
        values = [abs(view.mentions[int(place)].value or 0.0) for place in _OPERAND.findall(reading)]
        if _gives(view.mentions[i], reading, values):
            return True
    return False


def _explains(view: Context, i: int, reading: str) -> bool:
    told = view.mentions[i]
    operands = [view.mentions[int(place)] for place in _OPERAND.findall(reading)]
    values = [abs(operand.value or 0.0) for operand in operands]
    found = _reckon(reading, values)
    if found is None:
        return False
    if told.text[:1].isdigit() or told.text[:1] in "+-−–.":
        unit = decimals_of(told)
        if _is_mistyped(_digits(told.value or 0.0, unit), _digits(found, unit)):
            return True
    return any(_gives(told, reading, changed) for changed in _mistyped(operands, values))


def _mistyped(operands: Sequence[Mention], values: Sequence[float]) -> Iterator[list[float]]:
    """The values of the operands with one of them typed otherwise, by every slip in turn."""
    for at, operand in enumerate(operands):
        unit = decimals_of(operand)
        for digits in slips_of(_digits(values[at], unit), pointed=unit > 0):
            changed = [*values[:at], int(digits) / 10**unit, *values[at + 1 :]]
            turned = len(values) == 2 and (changed[0] < changed[1]) != (values[0] < values[1])
            yield changed[::-1] if turned else changed


def _gives(told: Mention, reading: str, values: Sequence[float]) -> bool:
    found = _reckon(reading, values)
    return found is not None and abs(abs(found) - abs(told.value or 0.0)) <= _slack(told)


def _slack(told: Mention) -> float:
    """How far the value may be from what is printed: half of the last digit, or the width of a word."""
    if told.hedge in BOUNDS:
        return _BEYOND * abs(told.value or 0.0)
    if told.unit in ("times", "fold") and not told.text[:1].isdigit():
        return _OF_MULTIPLE * (told.value or 0.0)
    words = _TOLD_IN_WORDS.get(told.kind)
    half = 0.5 * 10.0 ** -decimals_of(told)
    return (words or (half if told.hedge == "none" else 2 * half)) + 1e-9


def _reckon(reading: str, values: Sequence[float]) -> float | None:
    """What a reading gives for values of its operands, in their order; None where nothing is divided by."""
    call = _CALL.fullmatch(reading)
    if call:
        a, b = values
        divisor = b if call[1] == "ratio" else a
        return None if divisor == 0 else _OF_PAIR[call[1]](a, b) - (1 if call[2] else 0)
    if len(values) == 2:
        return values[0] - values[1]
    return (values[0] - values[1]) - (values[2] - values[3]) if len(values) == 4 else None


def _digits(value: float, decimals: int) -> str:
    """The digits of a number as it is printed, with the nought in front of its point."""
    return str(math.floor(abs(value) * 10**decimals + 0.5)).rjust(decimals + 1, "0")


def _is_mistyped(one: str, two: str) -> bool:
    return is_slip(one, two) or is_slip(one.lstrip("0"), two.lstrip("0"))

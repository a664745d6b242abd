"""What the consistency tests read: numbers as printed, sizes, and the name of a rounding convention.

A print is text, because "5.0" and "5" promise different things and a float has forgotten which it was.

>>> read_print("56.4%")
Print(text='56.4%', digits=564, decimals=1)
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.rounding import Convention, convention, rounding_interval
from fbss_analysis.reported import ReportedNumber, parse
from fbss_analysis.schema import InputError, UsageError

_NO_ROUNDING = ("one_in", "fraction", "multiplier")


@dataclass(frozen=True, slots=True)
class Print:
    """A rounded number as its `digits` without the point (564 for 56.4) and how many of them stand after it."""

    text: str
    digits: int
    decimals: int

    @property
    def value(self) -> Fraction:
        """The printed value, exact."""
        return Fraction(self.digits, 10**self.decimals)

    def interval(self, rounding: str) -> Interval:
        """The true values that print so under the named rounding."""
        return rounding_interval(self.digits, self.decimals, read_convention(rounding).name)


Printed = str | Decimal | ReportedNumber | Print


def read_print(number: Printed, where: str = "the printed number") -> Print:
    """Read a number as printed: text, a Decimal, or a parsed number without a hedge; InputError for anything else."""
    if isinstance(number, Print):
        return number
    if isinstance(number, Decimal) and number.is_finite():
        return _print(f"{number:f}", number, max(-int(number.as_tuple().exponent), 0))
    try:
        reported = parse(number) if isinstance(number, str) else number
        if isinstance(reported, ReportedNumber) and _is_rounded(reported):
            return _print(reported.text, reported.value, reported.decimals)
    except ValueError:
        pass
    what = f"{number!r} is not a number as printed, whose decimals can be counted"
    raise InputError(what, where, 'give its digits as text, such as "56.4", without a hedge')


def read_spread(sd: Printed, where: str = "sd") -> Print:
    """Read a printed standard deviation; a negative one is an InputError."""
    spread = read_print(sd, where)
    if spread.digits < 0:
        raise InputError(f"{spread.text} is negative", where, "a standard deviation is at least 0")
    return spread


def read_prints(numbers: Iterable[Printed], where: str = "percents") -> list[Print]:
    """Read a list of printed numbers; the error names the index, and an empty list or a single text is one too."""
    if isinstance(numbers, Printed):
        raise InputError(f"{numbers!r} is one number", where, "give a list of them")
    several = numbers if isinstance(numbers, Iterable) else [read_print(numbers, where)]  # a float is refused here
    prints = [read_print(number, f"{where}[{i}]") for i, number in enumerate(several)]
    if not prints:
        raise InputError("there is no number", where, "give at least one")
    return prints


def read_size(n: Any, where: str = "n", least: int = 1) -> int:
    """Read a whole number of at least `least`; floats, even whole ones, and truth values are an InputError."""
    try:
        size = operator.index(n)
    except TypeError:
        size = None
    if size is None or isinstance(n, bool | np.bool_) or size < least:
        raise InputError(f"{n!r} is not a whole number of at least {least}", where, "give how many things were counted")
    return size


def read_wholes(values: npt.ArrayLike, where: str, least: int | None = None) -> npt.NDArray[Any]:
    """Read an array of whole numbers (of any size), each at least `least`; the error names the first bad index."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        array = np.asarray(values, dtype=object)  # as they were given: numpy would make texts of all beside a text
        whole = [isinstance(x, int | np.integer) and not isinstance(x, bool) for x in array.ravel().tolist()]
        if not all(whole):
            bad = array.ravel().tolist()[whole.index(False)]
            raise InputError(f"{bad!r} is not a whole number", f"{where}[{whole.index(False)}]", "give whole numbers")
    if least is not None and array.size and array.min() < least:
        bad = int(np.flatnonzero(array.ravel() < least)[0])
        raise InputError(f"{array.ravel()[bad]} is less than {least}", f"{where}[{bad}]", f"give at least {least}")
    return array


def read_convention(name: str) -> Convention:
    """Look up a rounding convention; an unknown name is a UsageError that lists the known ones."""
    try:
        return convention(name)
    except ValueError as error:
        raise UsageError(str(error), "rounding", "choose one of them") from None


def _is_rounded(number: ReportedNumber) -> bool:
    return number.hedge == "none" and number.form not in _NO_ROUNDING and number.unit in ("", "percent")


def _print(text: str, value: Decimal, decimals: int) -> Print:
    return Print(text, int(Fraction(value) * 10**decimals), decimals)

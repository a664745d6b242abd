"""What the statistical functions accept: plain numbers and arrays, checked once, with an error that says where.

Every function of the models takes scalars or arrays alike. What they hold is checked here, before any formula sees it,
so that no NaN travels through a computation and no library warns about what we should have refused. An error names the
argument, the position in it, and what to do, in three parts.

>>> whole([3, 4.0], "events")
array([3., 4.])
>>> whole(2.5, "events")
Traceback (most recent call last):
    ...
fbss_analysis.errors.InputError: events must be whole numbers, got 2.5
  where: events
  to do: give counts, not percentages or estimates
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fbss_analysis.schema import InputError, UsageError

Floats = NDArray[np.float64]


def numbers(values: ArrayLike, name: str) -> Floats:
    """Return `values` as an array of finite floats; an InputError names the first that is none."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} must be numbers, got {values!r}", name, "give a number or an array") from None
    refuse(~np.isfinite(array), array, name, "must be finite", "leave out what is missing before calling")
    return array


def whole(values: ArrayLike, name: str) -> Floats:
    """Return `values` as an array of whole numbers from zero up, held as floats."""
    array = numbers(values, name)
    refuse(array < 0, array, name, "must not be negative", "give counts from zero up")
    refuse(array != np.floor(array), array, name, "must be whole numbers", "give counts, not percentages or estimates")
    return array


def counts_of(events: ArrayLike, n: ArrayLike, of: str = "n", what: str = "events") -> tuple[Floats, Floats]:
    """Return events and group sizes as arrays of one shape: whole, no empty group, no more events than people."""
    x, size = together(whole(events, what), whole(n, of), what, of)
    refuse(size == 0, size, of, "must be at least one", "leave the empty group out: nothing is estimable from nobody")
    refuse(x > size, x, what, f"must not exceed {of}", "check which of the two numbers is the denominator")
    return x, size


def together(first: Floats, second: Floats, name: str, other: str) -> tuple[Floats, Floats]:
    """Broadcast two arrays against each other; an InputError tells lengths that do not match."""
    try:
        one, two = np.broadcast_arrays(first, second)
    except ValueError:
        lengths = f"{name} has the shape {first.shape} and {other} has {second.shape}"
        raise InputError(lengths, f"{name} and {other}", "give arrays of one length, or a single number") from None
    return one.astype(float), two.astype(float)


def positive(values: ArrayLike, name: str) -> Floats:
    """Return `values` as an array of finite numbers above zero."""
    array = numbers(values, name)
    refuse(array <= 0, array, name, "must be above zero", f"check the unit and the order of {name}")
    return array


def confidence(level: float) -> float:
    """Return a confidence level strictly between 0 and 1 (95 is told to be 0.95)."""
    value = float(numbers(level, "level"))
    if not 0 < value < 1:
        raise InputError(f"level must lie between 0 and 1, got {value:g}", "level", "write 0.95 for 95 percent")
    return value


def fraction(values: ArrayLike, name: str) -> Floats:
    """Return `values` as an array of proportions from 0 to 1."""
    array = numbers(values, name)
    refuse((array < 0) | (array > 1), array, name, "must lie between 0 and 1", "divide percentages by 100")
    return array


def one_of(name: str, known: Collection[str], what: str = "method") -> str:
    """Return `name` where it is known; a UsageError lists the names that are."""
    if name in known:
        return name
    raise UsageError(f"unknown {what} {name!r}", what, f"use one of: {', '.join(known)}")


def refuse(wrong: Any, array: Floats, name: str, why: str, todo: str) -> None:
    """Raise an InputError about the first position where `wrong` is true."""
    if not np.any(wrong):
        return
    at = tuple(int(i) for i in np.argwhere(np.atleast_1d(wrong))[0])
    value = np.atleast_1d(array)[at]
    where = name + "".join(f"[{i}]" for i in at) if array.ndim else name
    raise InputError(f"{name} {why}, got {value:g}", where, todo)


def plain(array: Any) -> Any:
    """Return a float for an array without dimensions, and otherwise the array, sealed against writing."""
    array = np.asarray(array, dtype=float)
    if array.ndim == 0:
        return float(array)
    array = array.copy()
    array.flags.writeable = False
    return array

"""Denominators that could stand behind printed percentages: of one, of several together, of shares that fill a whole.

A percentage that no count of the stated n gives (see `grim`) says that not everyone was asked, or that a number is
wrong. Which n do fit is then the telling answer: if four percentages told of one group have no n in common, they are
not of one group; how many different denominators they need at least is what `min_denominators` finds. Shares that
partition a group (17.3, 49.8 and 32.9 percent) must come from counts that add up to it: with ranges of whole counts
that is so exactly where the sum of the least counts is at most n and that of the largest at least n.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Karp RM. Reducibility among
combinatorial problems. In: Complexity of Computer Computations. Plenum 1972:85-103 (set covering).

>>> grim_denominators("56.4", up_to=134)
(39, 55, 78, 94, 101, 110, 117, 133)
>>> partition_denominators(["17.3", "49.8", "32.9"], up_to=300)[0]
225
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from types import MappingProxyType

import numpy as np

from fbss_analysis.models.grim import Array, count_bounds, grim_counts, within
from fbss_analysis.models.prints import Print, Printed, read_prints, read_size

Column = tuple[frozenset[int], int]


def grim_denominators(percent: Printed, *, up_to: int, at_least: int = 1, rounding: str = "either") -> tuple[int, ...]:
    """Every n from `at_least` to `up_to` of which some whole count prints as `percent`. Errors as `grim`."""
    return joint_denominators([percent], up_to=up_to, at_least=at_least, rounding=rounding)


def joint_denominators(
    percents: Iterable[Printed], *, up_to: int, at_least: int = 1, rounding: str = "either"
) -> tuple[int, ...]:
    """Every n from `at_least` to `up_to` that fits all the percentages: the denominators they could share.

    Errors as `grim`; no percentage at all is an InputError. Source: Brown & Heathers 2017, applied to each.

    >>> joint_denominators(["56.4", "77.3"], up_to=134), joint_denominators(["56.4", "59.5"], up_to=134)
    ((110,), ())
    """
    sizes, fits = _fits(read_prints(percents), up_to, at_least, rounding)
    return tuple(sizes[fits.all(axis=0)].tolist())


def partition_denominators(
    shares: Iterable[Printed], *, up_to: int, at_least: int = 1, rounding: str = "either"
) -> tuple[int, ...]:
    """Every n from `at_least` to `up_to` that whole counts printed as these shares can add up to. Errors as `grim`.

    >>> partition_denominators(["33.3", "33.3", "33.3"], up_to=9)
    (3, 6, 9)
    """
    sizes, low, high = _count_table(read_prints(shares, "shares"), up_to, at_least, rounding)
    fits = (low <= high).all(axis=0) & (low.sum(axis=0) <= sizes) & (sizes <= high.sum(axis=0))
    return tuple(sizes[fits].tolist())


def partition_counts(shares: Iterable[Printed], n: int, rounding: str = "either") -> tuple[range, ...]:
    """The counts that each share can have when all of them add up to `n`; empty ranges where they cannot.

    Errors as `grim`.

    >>> [list(counts) for counts in partition_counts(["17.3", "49.8", "32.9"], 225)]
    [[39], [112], [74]]
    """
    ranges = [grim_counts(share, n, rounding) for share in read_prints(shares, "shares")]
    low, high = sum(r.start for r in ranges), sum(r.stop - 1 for r in ranges)
    if not all(ranges) or not low <= n <= high:
        return tuple(range(0) for _ in ranges)
    return tuple(within(r, range(n - high + r.stop - 1, n - low + r.start + 1)) for r in ranges)


@dataclass(frozen=True, slots=True)
class Denominators:
    """The fewest denominators that explain a set of percentages, and which of them each one explains.

    `unfit` are the percentages that no denominator of the range explains; they count for nothing else.
    """

    denominators: tuple[int, ...]
    explains: Mapping[int, tuple[str, ...]]
    unfit: tuple[str, ...]

    @property
    def fewest(self) -> int:
        """How many different denominators are needed for the percentages that can be explained."""
        return len(self.denominators)


def min_denominators(
    percents: Iterable[Printed], *, up_to: int, at_least: int = 1, rounding: str = "either"
) -> Denominators:
    """The fewest different n from `at_least` to `up_to` with which all the percentages can be explained.

    An exact set cover by iterative deepening; where several n explain the same percentages the smallest is named.
    Errors as `joint_denominators`.

    >>> min_denominators(["56.4", "59.5", "77.3", "71.3"], up_to=134).fewest
    3
    """
    prints = read_prints(percents)
    sizes, fits = _fits(prints, up_to, at_least, rounding)
    wanted = frozenset(np.flatnonzero(fits.any(axis=1)).tolist())
    chosen = _cover(_columns(fits, sizes), wanted)
    explains = {n: tuple(prints[i].text for i in sorted(rows)) for rows, n in chosen}
    unfit = tuple(p.text for i, p in enumerate(prints) if i not in wanted)
    return Denominators(tuple(sorted(explains)), MappingProxyType(explains), unfit)


def _count_table(prints: Sequence[Print], up_to: int, at_least: int, rounding: str) -> tuple[Array, Array, Array]:
    """All sizes, and the least and largest count for each print (row) and size (column)."""
    sizes = _sizes(up_to, at_least)
    bounds = [count_bounds(p.digits, sizes, decimals=p.decimals, rounding=rounding) for p in prints]
    return sizes, np.array([low for low, _ in bounds]), np.array([high for _, high in bounds])


def _sizes(up_to: int, at_least: int) -> Array:
    return np.arange(read_size(at_least, "at_least"), read_size(up_to, "up_to") + 1)


def _fits(prints: Sequence[Print], up_to: int, at_least: int, rounding: str) -> tuple[Array, Array]:
    """All sizes, and which of them (column) fit each print (row)."""
    sizes = _sizes(up_to, at_least)
    packed = np.array([_packed_fits(p.digits, p.decimals, up_to, at_least, rounding) for p in prints])
    return sizes, np.unpackbits(packed, axis=1, count=len(sizes)).astype(bool)


@lru_cache(maxsize=16)
def _packed_fits(digits: int, decimals: int, up_to: int, at_least: int, rounding: str) -> Array:
    """Which sizes fit a print, eight in a byte: a share is asked about alone, with each other, and with all."""
    low, high = count_bounds(digits, _sizes(up_to, at_least), decimals=decimals, rounding=rounding)
    return np.packbits(low <= high)


def _columns(fits: Array, sizes: Array) -> list[Column]:
    """Each set of rows that a size explains and that lies in no other such set, with its smallest size; large first."""
    first = [(frozenset(np.flatnonzero(fits[:, at]).tolist()), int(sizes[at])) for at in _distinct(fits)]
    maximal = [(rows, n) for rows, n in first if rows and not any(rows < other for other, _ in first)]
    return sorted(maximal, key=lambda column: (-len(column[0]), column[1]))


def _distinct(fits: Array) -> Array:
    """Where each pattern of rows comes first; eight rows at once, as there are far more sizes than patterns."""
    first, *more = np.packbits(fits, axis=0)
    for eight in more:
        first = 256 * np.unique(first, return_inverse=True)[1] + eight
    return np.unique(first, return_index=True)[1]


def _cover(columns: list[Column], wanted: frozenset[int]) -> tuple[Column, ...]:
    """The smallest choice of columns whose rows hold all that are wanted."""
    return next(found for size in range(len(wanted) + 1) if (found := _cover_with(columns, wanted, size)) is not None)


def _cover_with(columns: list[Column], wanted: frozenset[int], size: int) -> tuple[Column, ...] | None:
    """Cover with at most `size` columns: some column must hold the row that the fewest do, so try only those."""
    if not wanted:
        return ()
    largest = max((len(rows & wanted) for rows, _ in columns), default=0)
    if size < 1 or ceil(len(wanted) / max(largest, 1)) > size:
        return None
    rarest = min(sorted(wanted), key=lambda row: sum(row in rows for rows, _ in columns))
    for column in columns:
        if rarest in column[0]:
            rest = _cover_with(columns, wanted - column[0], size - 1)
            if rest is not None:
                return (column, *rest)
    return None

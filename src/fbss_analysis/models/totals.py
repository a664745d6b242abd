"""Totals inside totals: can numbers that are sums of one another all be what was printed?

Each quantity has a set of values (a printed number, an interval, or nothing told: anything from 0), and each sum says
that one quantity is the total of others. Where no quantity is a part of two totals the sums form trees and a closed
form decides: from the leaves up, a total can be what its own print and the sum of its parts' sets have in common. Where
quantities overlap, as in a table with totals at both margins, a linear programme is asked and its answer is proved in
fractions (see `feasibility`).

References: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 4.

>>> nested_totals({"all": 100, "men": "46", "women": "53"}, {"all": ["men", "women"]}).feasible
True
>>> told = {"all": "500", "referred": "221", "not": "278", "surgery": "112"}
>>> nested_totals(told, {"all": ["referred", "not"]}, whole_numbers=True).conflict
('all',)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, inf

from fbss_analysis.models.consistency import Value, value_interval
from fbss_analysis.models.feasibility import Feasibility, Sum, solve
from fbss_analysis.printed.interval import Interval, total
from fbss_analysis.schema import InputError

Sums = Mapping[str, Sequence[str]] | Sequence[Sum]


def nested_totals(
    quantities: Mapping[str, Value | int], sums: Sums, *, whole_numbers: bool = False, rounding: str = "either"
) -> Feasibility:
    """Whether values can be chosen, one behind each printed quantity, that add up as `sums` says.

    `sums` maps each total to its parts, or lists such pairs where one total is summed in two ways. Numbers given as int
    are exact; what is in `sums` without a value is anything from 0; with `whole_numbers` all are counts. The result has
    values that fit, checked in fractions, or names the totals that cannot hold together. InputError for what is no
    print, no sums, or a total inside itself; UsageError for an unknown rounding.
    """
    pairs = _pairs(sums)
    names = dict.fromkeys([*quantities, *(name for total_name, parts in pairs for name in (total_name, *parts))])
    sets = {name: _told(quantities.get(name), rounding, name) for name in names}
    if whole_numbers:
        wholes = {name: _whole(interval) for name, interval in sets.items()}
        sets = {name: interval for name, interval in wholes.items() if interval is not None}
        if len(sets) < len(wholes):
            return Feasibility(False, {}, tuple(name for name in wholes if name not in sets), "closed form")
    order = _bottom_up(pairs)
    totals, parts = Counter(name for name, _ in pairs), Counter(part for _, parts in pairs for part in parts)
    if max(totals.values()) > 1 or max(parts.values()) > 1:
        return solve(sets, pairs, whole_numbers=whole_numbers)
    return _solve_trees(sets, order, whole_numbers)


def _solve_trees(sets: dict[str, Interval], order: list[Sum], whole_numbers: bool) -> Feasibility:
    """Narrow each total from the leaves up, then choose values from the roots down."""
    narrowed = dict(sets)
    for name, parts in order:
        common = narrowed[name].meet(total(narrowed[part] for part in parts))
        if common is None:
            return Feasibility(False, {}, (name,), "closed form")
        narrowed[name] = common
    below = {part for _, parts in order for part in parts}
    chosen = {name: _inside(narrowed[name], whole_numbers) for name in narrowed if name not in below}
    for name, parts in reversed(order):
        chosen.update(_split(chosen[name], [(part, narrowed[part]) for part in parts], whole_numbers))
    return Feasibility(True, chosen, (), "closed form")


def _split(value: Fraction, parts: list[tuple[str, Interval]], whole_numbers: bool) -> Iterator[tuple[str, Fraction]]:
    """Choose values of the parts that add up to `value`, each so that the rest can still make up for it."""
    for i, (name, interval) in enumerate(parts):
        allowed = interval.meet(Interval.point(value) - total(rest for _, rest in parts[i + 1 :]))
        assert allowed is not None, f"{name} was narrowed so that its total can be reached"
        chosen = _inside(allowed, whole_numbers)
        value -= chosen
        yield name, chosen


def _inside(interval: Interval, whole_numbers: bool) -> Fraction:
    """A plain value of the interval: its middle, or close to its finite end; whole where the ends are."""
    low, high = interval.low, interval.high
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return Fraction(floor((low + high) / 2)) if whole_numbers else (low + high) / 2
    return low + 1 if isinstance(low, Fraction) else high - 1 if isinstance(high, Fraction) else Fraction(0)


def _told(value: Value | int | None, rounding: str, name: str) -> Interval:
    if value is None:
        return Interval(Fraction(0), inf)
    return Interval.point(value) if isinstance(value, int) else value_interval(value, rounding, name)


def _whole(interval: Interval) -> Interval | None:
    """From the first whole number of the interval to the last, or None where it holds none."""
    low, high = interval.low, interval.high
    if isinstance(low, Fraction):
        low = Fraction(ceil(low) + (low.denominator == 1 and not interval.low_closed))
    if isinstance(high, Fraction):
        high = Fraction(floor(high) - (high.denominator == 1 and not interval.high_closed))
    return Interval(low, high) if low <= high else None


def _pairs(sums: Sums) -> list[Sum]:
    """The sums as pairs; none at all, or a total without parts, is an InputError."""
    pairs: list[Sum] = [(name, tuple(parts)) for name, parts in (sums.items() if isinstance(sums, Mapping) else sums)]
    if not pairs:
        raise InputError("there is no sum", "sums", "name at least one total and its parts")
    for name, parts in pairs:
        if not parts:
            raise InputError(f"{name!r} has no parts", "sums", "name the parts of each total")
    return pairs


def _bottom_up(pairs: list[Sum]) -> list[Sum]:
    """The sums, each after those of its parts; a total inside itself is an InputError."""
    waiting, order = list(pairs), list[Sum]()
    while waiting:
        open_totals = {name for name, _ in waiting}
        ready = [pair for pair in waiting if not open_totals.intersection(pair[1])]
        if not ready:
            raise InputError(f"{waiting[0][0]!r} is a part of itself", "sums", "let no total contain itself")
        order += ready
        waiting = [pair for pair in waiting if pair not in ready]
    return order

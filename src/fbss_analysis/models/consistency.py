"""Whether printed numbers agree with one another: lists that fill a whole, overall values of subgroups. Closed forms.

Each printed value stands for the set of values that print so, and every question is whether some choice from these sets
holds. A list that should add up to 100 does where 100 lies in the sum of its sets. An overall value p of subgroups with
values p1, p2, ... and unknown weights is a weighted mean, so it must lie in their hull; and the weight w of subgroup i
can be every w with w pi + (1 - w) r = p, for r in the hull of the others, which the four ends of the two sets decide.
All of it is done in fractions with open and closed ends. Totals inside totals are in `totals`, counts out of a known n
in `grim` and `denominators`.

A pooled cumulative incidence is the weighted mean of those of its subgroups exactly only where censoring is the same in
all of them, so that for these a mixture is a screen and no proof.

References: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009 (sums of sets). Brown NJL,
Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (rounding intervals of prints).

>>> sum_to_whole(["54", "36", "8.9"], rounding="half_up").unaccounted
(0.05, 2.15]
>>> mixture("18.4", ["20.6", "12.6", "18.6"]).weights[1]
[0.0166667, 0.2875]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from fbss_analysis.models.grim import grim_counts, within
from fbss_analysis.models.prints import Printed, read_convention, read_print, read_prints, read_size
from fbss_analysis.printed.interval import Bound, Interval, total
from fbss_analysis.schema import InputError

Value = Printed | Interval


def value_interval(value: Value, rounding: str = "either", where: str = "value") -> Interval:
    """The true values behind a printed number under the named rounding; an interval is taken as it is.

    >>> value_interval("5.4", "half_up"), value_interval("5.4")
    ([5.35, 5.45), [5.35, 5.45])
    """
    return value if isinstance(value, Interval) else read_print(value, where).interval(read_convention(rounding).name)


@dataclass(frozen=True, slots=True)
class WholeSum:
    """The set of sums of a list, and the set of what it leaves of the whole (negative where it exceeds it)."""

    total: Interval
    unaccounted: Interval

    @property
    def complete(self) -> bool:
        """Whether the list can be the whole."""
        return 0 in self.unaccounted


def sum_to_whole(parts: Iterable[Value], whole: Value | int = 100, rounding: str = "either") -> WholeSum:
    """What parts told as printed numbers (or intervals) can add up to, and what they leave of the `whole`.

    The whole is exact when it is an int. InputError for what is no print or for no parts, UsageError for an unknown
    rounding. Source: sum of intervals, Moore et al. 2009.

    >>> sum_to_whole(["11", "28", "44", "17"]).complete, sum_to_whole(["54", "36", "8.9"]).complete
    (True, False)
    """
    sets = _intervals(parts, rounding, "parts")
    target = Interval.point(whole) if isinstance(whole, int) else value_interval(whole, rounding, "whole")
    return WholeSum(total(sets), target - total(sets))


def unaccounted_counts(parts: Iterable[Printed], n: int, rounding: str = "either") -> range:
    """How many of `n` can be in none of the parts, which are percentages of n and do not overlap.

    Negative numbers say that the parts are more than n; empty where a part fits no count of n. Errors as `grim`.

    >>> counts = unaccounted_counts(["54", "36", "8.9"], 102_047, "half_up")
    >>> counts[0], counts[-1]
    (52, 2192)
    """
    counts = [grim_counts(part, n, rounding) for part in read_prints(parts, "parts")]
    if not all(counts):
        return range(0)
    return range(n - sum(c[-1] for c in counts), n - sum(c[0] for c in counts) + 1)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Whether an overall value can be the weighted mean of subgroups: their hull, and the weights that each can have.

    A weight is a share of 1; None where the overall value cannot be reached with any weight.
    """

    feasible: bool
    hull: Interval
    weights: tuple[Interval | None, ...]


def mixture(overall: Value, groups: Iterable[Value], rounding: str = "either") -> Mixture:
    """Whether `overall` can be a mean of the subgroup values with weights from 0 to 1 that nobody told.

    All in one unit (percent, say). Errors as `sum_to_whole`. Source: hull and ends of intervals, Moore et al. 2009.

    >>> mixture("8.4", ["6.0", "4.3"]).feasible, mixture("5.4", ["6.0", "4.3"]).weights[0]
    (False, [0.588235, 0.705882])
    """
    target, sets = value_interval(overall, rounding, "overall"), _intervals(groups, rounding, "groups")
    hull = reduce(Interval.hull, sets)
    rests = [[other for j, other in enumerate(sets) if j != i] for i in range(len(sets))]
    weights = tuple(_weights(own, rest, target) for own, rest in zip(sets, rests, strict=True))
    return Mixture(hull.meets(target), hull, weights)


def pooled_counts(overall: Printed, groups: Sequence[Printed], sizes: Sequence[int], rounding: str = "either") -> range:
    """The counts of the whole group that print as `overall` and are sums of subgroup counts that print as told.

    Percentages of subgroups of known size that do not overlap; empty where there is none. Errors as `grim`.

    >>> list(pooled_counts("13", ["12", "15"], [25, 20])), list(pooled_counts("14", ["12", "15"], [25, 20]))
    ([6], [])
    """
    prints = read_prints(groups, "groups")
    if len(prints) != len(sizes):
        raise InputError(f"{len(prints)} groups have {len(sizes)} sizes", "sizes", "give one for each group")
    counts = [
        grim_counts(p, read_size(n, f"sizes[{i}]"), rounding)
        for i, (p, n) in enumerate(zip(prints, sizes, strict=True))
    ]
    if not all(counts):
        return range(0)
    sums = range(sum(c[0] for c in counts), sum(c[-1] for c in counts) + 1)
    return within(sums, grim_counts(overall, sum(sizes), rounding))


def _intervals(values: Iterable[Value], rounding: str, where: str) -> list[Interval]:
    if isinstance(values, Value):
        raise InputError(f"{values!r} is one value", where, "give a list of them")
    sets = [value_interval(value, rounding, f"{where}[{i}]") for i, value in enumerate(values)]
    if not sets:
        raise InputError("there is no value", where, "give at least one")
    return sets


def _weights(own: Interval, rest: list[Interval], target: Interval) -> Interval | None:
    """The weights w for which w own + (1 - w) (a mean of the rest) meets `target`; such a set is convex.

    Between 0 and 1 both sets take part, and an open end of either is open in the mean; at 0 and 1 only one does.
    """
    pieces = [Interval.point(1)] if own.meets(target) else []
    if rest:
        others = reduce(Interval.hull, rest)
        pieces += [Interval.point(0)] if others.meets(target) else []
        inner = _inner_weights(own, others, target)
        pieces += [inner] if inner else []
    return reduce(Interval.hull, pieces) if pieces else None


def _inner_weights(own: Interval, others: Interval, target: Interval) -> Interval | None:
    """The weights between 0 and 1 at which the low end of the mean is not above the target, nor its high end below."""
    low = _at_most(own.low, others.low, target.high, own.low_closed and others.low_closed and target.high_closed)
    high = _at_most(-own.high, -others.high, -target.low, own.high_closed and others.high_closed and target.low_closed)
    if low is None or high is None:
        return None
    below = Interval(Fraction(0), Fraction(1), False, False).meet(low)
    return below.meet(high) if below else None


def _at_most(own: Bound, other: Bound, limit: Bound, closed: bool) -> Interval | None:
    """The w with w own + (1 - w) other <= limit, or < where it is not closed; an infinite end sets no limit."""
    everything = Interval(-math.inf, math.inf)
    if any(isinstance(end, float) for end in (own, other, limit)):
        return everything
    slope, room = own - other, limit - other
    if slope == 0:
        return everything if room > 0 or (room == 0 and closed) else None
    edge = Fraction(room) / Fraction(slope)
    return Interval(-math.inf, edge, False, closed) if slope > 0 else Interval(edge, math.inf, closed, False)

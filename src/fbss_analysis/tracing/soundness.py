"""Whether a published value can be true: percentages, counts, intervals and sums, held against each other in print.

Studies are not above arithmetic. A share above 100%, more events than people, an interval the wrong way round or beside
its own estimate, a percentage that no count of its denominator gives: such a value is not used. What nobody can repair
by looking again, because the study itself prints it so, is kept and shown; its record says so in `misprint`.

A confidence interval of a share of n people cannot be much narrower than the narrowest of the usual binomial intervals,
Wald's and Wilson's; a tenth is allowed for other methods. Other designs (clusters, censoring) only widen it.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Brown LD, Cai TT, DasGupta
A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101-133.

>>> from decimal import Decimal
>>> value = PublishedValue("reoperation", "56.4%", "abstract", "-", "seen_in_source", percent=Decimal("56.4"), n=134)
>>> [flaw.todo for flaw in flaws(value)]
['possible near it: 55.97% (75 of 134), 56.72% (76 of 134)']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, sqrt
from statistics import NormalDist

from fbss_analysis.printed.interval import Interval, show, total
from fbss_analysis.reported import ROUNDINGS, ReportedNumber, parse
from fbss_analysis.schema import PublishedValue

PERCENTAGES = frozenset({"proportion", "cumulative_incidence", "study_range", "r_squared", "range"})
NARROWEST = 0.9  # of the narrowest usual interval; see the module's text
WHOLE = Interval.point(100)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a published value cannot be as it stands: which key, what is wrong, the nearest that is possible."""

    key: str
    what: str
    todo: str


def flaws(value: PublishedValue) -> list[Flaw]:
    """What is impossible in one published value; an empty list where nothing is."""
    return [flaw for rule in _RULES for flaw in rule(value)]


def printed(value: Decimal, unit: str = "") -> ReportedNumber:
    """A decimal as the number that its digits print, so that 5.40 promises more than 5.4."""
    decimals = max(-int(value.as_tuple().exponent), 0)
    return ReportedNumber(f"{value:f}{unit}", value, decimals)


def widened(value: Decimal) -> Interval:
    """The true values that print as `value` under any of the usual roundings to the nearest."""
    return _widened(str(value))  # equal decimals may be printed differently, so the print is what is remembered


@lru_cache(maxsize=4096)
def _widened(digits: str) -> Interval:
    number = printed(Decimal(digits))
    return number.interval(ROUNDINGS[0]).hull(number.interval(ROUNDINGS[1]))


def counts(percent: Decimal, n: int) -> range:
    """The counts of `n` that print as `percent`."""
    of_n = widened(percent) * Interval.of(n, n) / WHOLE
    return range(max(of_n.whole_numbers().start, 0), min(of_n.whole_numbers().stop, n + 1))


def denominators(percent: Decimal, events: int, up_to: int = 10**6) -> range:
    """The sizes of a group of which `events` people print as `percent`; empty where there is none up to the limit."""
    share = widened(percent).meet(Interval.of(Fraction(1, up_to), 100))
    if share is None or not events:
        return range(0)
    sizes = (Interval.point(100 * events) / share).whole_numbers()
    return range(max(sizes.start, events), min(sizes.stop, up_to))


def unmet_partitions(values: Iterable[PublishedValue]) -> Iterator[tuple[str, tuple[PublishedValue, ...], Interval]]:
    """The groups of values said to make up a whole whose sum cannot be 100%, each with what the sum can be."""
    parts: dict[str, list[PublishedValue]] = {}
    for value in values:
        if value.partition and value.percent is not None:
            parts.setdefault(value.partition, []).append(value)
    for name, group in parts.items():
        added = total(widened(value.percent) for value in group if value.percent is not None)
        if 100 not in added:
            yield name, tuple(group), added


def _outside_its_range(value: PublishedValue) -> Iterator[Flaw]:
    if value.percent is not None and value.statistic in PERCENTAGES and not 0 <= value.percent <= 100:
        near = 100 if value.percent > 100 else 0
        yield Flaw("percent", f"{value.percent}% is no share of a whole", f"possible near it: {near}%")
    if value.n is not None and value.n < 1:
        yield Flaw("n", f"n is {value.n}", "possible near it: 1")


def _more_events_than_people(value: PublishedValue) -> Iterator[Flaw]:
    if value.n_events is not None and value.n_events < 0:
        yield Flaw("n_events", f"{value.n_events} events", "possible near it: 0")
    if value.n_events is not None and value.n is not None and value.n_events > value.n:
        yield Flaw(
            "n_events", f"{value.n_events} events among {value.n} people", f"possible near it: {value.n} of {value.n}"
        )


def _ends_in_the_wrong_order(value: PublishedValue) -> Iterator[Flaw]:
    for low, high, key in ((value.low, value.high, "low"), (value.ci_low, value.ci_high, "ci_low")):
        if low is not None and high is not None and low > high:
            yield Flaw(key, f"{low} to {high} runs the wrong way", f"possible near it: {high} to {low}")


def _beside_its_interval(value: PublishedValue) -> Iterator[Flaw]:
    estimate = next((x for x in (value.percent, value.ratio, value.value) if x is not None), None)
    if estimate is None or value.ci_low is None or value.ci_high is None or value.ci_low > value.ci_high:
        return
    if not widened(value.ci_low).hull(widened(value.ci_high)).meets(widened(estimate)):
        end = min((value.ci_low, value.ci_high), key=lambda bound: abs(bound - estimate))
        what = f"{estimate} lies outside its own interval, {value.ci_low} to {value.ci_high}"
        yield Flaw("ci_low", what, f"possible near it: {end}")


def _no_count_gives_it(value: PublishedValue) -> Iterator[Flaw]:
    if value.percent is None or value.statistic not in ("", "proportion") or not 0 <= value.percent <= 100:
        return
    if value.n is not None and value.n > 0 and value.n_events is None and not counts(value.percent, value.n):
        what = f"no count of {value.n} people is {value.percent}%"
        yield Flaw("percent", what, f"possible near it: {nearest(value.percent, value.n)}")
    elif value.n and value.n_events is not None and 0 <= value.n_events <= value.n:
        share = Fraction(100 * value.n_events, value.n)
        if share not in widened(value.percent):
            fits = counts(value.percent, value.n)
            some = f"{fits[0]}" if len(fits) == 1 else f"{fits[0]} to {fits[-1]}" if fits else ""
            other = f", or {some} of {value.n}" if some else ""
            what = f"{value.n_events} of {value.n} do not print as {value.percent}%"
            yield Flaw("percent", what, f"possible near it: {show(share, 4)}%{other}")


def _text_tells_another(value: PublishedValue) -> Iterator[Flaw]:
    figures = [x for x in (value.percent, value.count, value.ratio, value.value) if x is not None]
    if not figures or value.low is not None:
        return
    try:
        told = parse(value.text)
    except ValueError:
        return
    if not any(told.allows(Fraction(figure)) for figure in figures):
        what = f"printed {value.text!r}, but recorded as {' or '.join(map(str, figures))}"
        yield Flaw("text", what, f"possible near it: {told.value:f}")


def nearest(percent: Decimal, n: int) -> str:
    """The percentages next to a printed one that some count of `n` gives."""
    k = Fraction(percent) * n / 100
    return ", ".join(f"{show(Fraction(100 * x, n), 4)}% ({x} of {n})" for x in dict.fromkeys((floor(k), ceil(k))))


def too_narrow(value: PublishedValue) -> Flaw | None:
    """The flaw of a confidence interval narrower than n people can give, or None; the estimate itself may be sound."""
    if value.percent is None or value.n is None or value.ci_low is None or value.ci_high is None or value.n < 1:
        return None
    if value.statistic not in ("proportion", "cumulative_incidence") or not 0 <= value.percent <= 100:
        return None
    level = value.level or Decimal(95)
    widest = float(widened(value.ci_high).high - widened(value.ci_low).low)
    least = narrowest_width(value.percent, value.n, level)
    if widest >= NARROWEST * least:
        return None
    what = f"{value.ci_low} to {value.ci_high}% is {widest:.2g} points wide at most, as printed"
    todo = f"a {level}% interval of {value.n} people is at least about {least:.2g} points wide"
    return Flaw("ci_low", what, todo)


def narrowest_width(percent: Decimal, n: int, level: Decimal) -> float:
    """The width, in percent points, of the narrower of Wald's and Wilson's interval for a share of n people."""
    z = NormalDist().inv_cdf(0.5 + float(level) / 200)
    p = float(percent) / 100
    wald = 2 * z * sqrt(p * (1 - p) / n)
    wilson = 2 * z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (wilson if wald == 0 else min(wald, wilson))


_RULES = (
    _outside_its_range,
    _more_events_than_people,
    _ends_in_the_wrong_order,
    _beside_its_interval,
    _no_count_gives_it,
    _text_tells_another,
)

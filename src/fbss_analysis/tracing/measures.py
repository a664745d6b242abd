"""What a published value says in the measure of a claim: as a share, a change, a count, a time, or how many times.

A count of people can answer a claim in percent and the other way round; two shares at two horizons answer a claim that
something doubled. Each answer is an interval: what rounding leaves of a print, what a hedge leaves of it, or what the
derivation of an inferred value leaves.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from fbss_analysis.horizon import months
from fbss_analysis.printed.interval import Bound, Interval, show
from fbss_analysis.reported import parse
from fbss_analysis.schema import Claim, Kind, PublishedValue, Study
from fbss_analysis.tracing.soundness import counts, widened

SAMPLE_SIZE = "sample_size"
# Outcomes that go by several names: those of curated claims and of studies, and those that are read from a text.
SAME_OUTCOMES = (
    frozenset({"fbss", "fbss diagnosis", "failed back surgery syndrome"}),
    frozenset({"kinesiophobia", "fear of movement"}),
    frozenset({"opioids after surgery", "opioid use"}),
    frozenset({"no pain improvement", "no improvement"}),
    frozenset({"complete pain improvement", "complete relief"}),
    frozenset({"patient reported failure", "failure"}),
    frozenset({"patient reported worsening", "worsening"}),
)
SHARES = (Kind.PERCENT, Kind.PERCENT_RANGE, Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD)
EFFECTS = ("odds_ratio", "hazard_ratio", "change", "difference", "ratio")


@dataclass(frozen=True, slots=True)
class Measured:
    """A published value in a claim's measure: what it can be, the ends of a printed range, the printed number."""

    value: PublishedValue
    interval: Interval
    ends: tuple[Interval, Interval] | None = None
    point: Fraction | None = None


def measure(claim: Claim, study: Study) -> Iterator[Measured]:
    """Every value of a study that is about the claim's outcome and can be told in its measure."""
    values = [value for value in _values(claim, study) if _is_about(claim, value)]
    if claim.mention.kind is Kind.MULTIPLIER_WORD:
        yield from _multiples(claim, values)
    for value in values:
        found = _measured(claim, value)
        if found is not None:
            yield found


def _values(claim: Claim, study: Study) -> tuple[PublishedValue, ...]:
    """The study's values; for a sample size also the number of people in its record."""
    if claim.statistic != SAMPLE_SIZE or study.n is None:
        return study.values
    whole = PublishedValue(
        outcome=claim.outcome,
        text=f"{study.n:,}",
        locator=study.found.replace("_", " ") or "record",
        address=study.address,
        confidence="seen_in_source",
        count=Decimal(study.n),
        statistic=SAMPLE_SIZE,
        place=study.place,
    )
    return (whole, *study.values)


def _is_about(claim: Claim, value: PublishedValue) -> bool:
    if SAMPLE_SIZE in (claim.statistic, value.statistic):
        return claim.statistic == value.statistic
    return same_outcome(claim.outcome, value.outcome)


@lru_cache(maxsize=16384)
def same_outcome(one: str, other: str) -> bool:
    """Whether two names mean the same outcome; an unnamed outcome is none.

    >>> same_outcome("fbss_diagnosis", "failed back surgery syndrome"), same_outcome("reoperation", "infection")
    (True, False)
    """
    names = {name.replace("_", " ").replace("-", " ").casefold().strip() for name in (one, other)}
    return "" not in names and (len(names) == 1 or any(names <= same for same in SAME_OUTCOMES))


def _measured(claim: Claim, value: PublishedValue) -> Measured | None:
    kind = claim.mention.kind
    if kind in SHARES and value.statistic not in EFFECTS:
        return _share(value) if value.unit in ("", "percent") else None
    if kind is Kind.PERCENT_CHANGE and value.statistic == "change":
        return _share(value)
    if kind is Kind.COUNT:
        return _count(value)
    if kind in (Kind.AGE, Kind.DURATION) and value.unit == claim.mention.unit:
        return _plain(value.value if value.value is not None else value.count, value)
    return None


def _share(value: PublishedValue) -> Measured | None:
    if value.percent is None and value.low is None and value.n_events is not None and value.n:
        return _exactly(value, Fraction(100 * value.n_events, value.n))
    return _plain(value.percent, value)


def _count(value: PublishedValue) -> Measured | None:
    if value.count is not None:
        return _exactly(value, Fraction(value.count))
    if value.n_events is not None:
        return _exactly(value, Fraction(value.n_events))
    if value.percent is not None and value.n and (possible := counts(value.percent, value.n)):
        return Measured(value, Interval.of(possible[0], possible[-1]))
    return None


def _exactly(value: PublishedValue, number: Fraction) -> Measured:
    return Measured(value, Interval.point(number), point=number)


def _plain(number: Decimal | None, value: PublishedValue) -> Measured | None:
    """A printed number or range; the range of an inferred number is what its derivation leaves open."""
    point = None if number is None else Fraction(number)
    if value.low is None or value.high is None:
        return None if number is None else Measured(value, _as_told(number, value.text), point=point)
    if value.confidence == "inferred":
        return Measured(value, Interval.of(value.low, value.high), point=point)
    ends = widened(value.low), widened(value.high)
    return Measured(value, ends[0].hull(ends[1]), ends, point)


def _as_told(number: Decimal, text: str) -> Interval:
    """What a printed number leaves open; one printed with a hedge ("about 170%") leaves as much as the hedge says."""
    try:
        told = parse(text)
    except ValueError:
        return widened(number)
    return told.interval() if told.hedge != "none" and told.value == number else widened(number)


def _multiples(claim: Claim, values: list[PublishedValue]) -> Iterator[Measured]:
    """How many times the earlier share the later one is, for shares of one group at the two ends of the horizon."""
    span = months(claim.horizon or "")
    if span is None:
        return
    shares = [(value, found.interval) for value in values if (found := _share(value)) and 0 not in found.interval]
    for earlier, before in shares:
        for later, after in shares:
            if _is_at(earlier, span.low) and _is_at(later, span.high) and _people(earlier) == _people(later):
                yield Measured(_multiple(earlier, later, after / before), after / before)


def _is_at(value: PublishedValue, time: Bound) -> bool:
    told = months(value.horizon or "")
    return told is not None and told.is_point and told.low == time


def _people(value: PublishedValue) -> tuple[str, str, str]:
    return value.subgroup, value.procedure, value.population


def _multiple(earlier: PublishedValue, later: PublishedValue, ratio: Interval) -> PublishedValue:
    return PublishedValue(
        outcome=later.outcome,
        text=f"{later.text} / {earlier.text} = {show(ratio.low, 4)} to {show(ratio.high, 4)} times",
        locator=later.locator,
        address=later.address,
        confidence="inferred",
        horizon=f"{earlier.horizon} to {later.horizon}",
        subgroup=later.subgroup,
        procedure=later.procedure,
        population=later.population,
        statistic="ratio",
        place=later.place,
    )

"""From published cohorts to pools: one outcome family at one horizon, one row a cohort, and how much may be said of it.

Outcome families are never pooled with each other, and of rows on the same or overlapping patients (`cohort_id`) one
enters. Which one is a fixed order: the outcome asked for, real counts before a published interval before an effective
number (`weights`), the later horizon, the larger group. What is left out is listed with its reason.

How much is said depends on k, the number of cohorts, which comes first, with the number of those that tell real counts.
One cohort is shown as it is. Two to four give an estimate and their range, but no headline and no prediction interval,
whose few degrees of freedom would make it a statement about k. From five on a random-effects model is told in full
(REML, Hartung-Knapp, prediction interval, tau2, I2), and beside it, where five or more tell real counts, the
binomial-normal model on these alone. Tests for small-study effects want ten.

References: Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159 (prediction intervals).
IntHout J, Ioannidis JPA, Borm GF. BMC Med Res Methodol 2014;14:25 (Hartung-Knapp). Sterne JAC et al. BMJ
2011;343:d4002 (ten studies). Stijnen T, Hamza TH, Özdemir P. Stat Med 2010;29:3046-3067 (binomial-normal model).

>>> row = Cohort("a", "a", "reoperation", "reoperation", "fusion", events=9, events_source="reported", n=90)
>>> pool = gather([row, replace(row, events=12), replace(row, citekey="b", cohort_id="b")], "reoperation")
>>> pool.k, pool.k_real, [(out.citekey, out.reason) for out in pool.left_out]
(2, 2, [])
>>> synthesize(pool).silent
'2 cohorts: no prediction interval and no headline, which want 5'
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fbss_analysis import corpus
from fbss_analysis.appraisal.weights import EFFECTIVE_SHARE, Basis, Weighed, has_counts, weigh
from fbss_analysis.models.glmm import CountFit, pool_counts
from fbss_analysis.models.pooling import Pooled, pool_effects
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.tracing.groups import facets
from fbss_analysis.tracing.measures import same_outcome
from fbss_analysis.works import Cohort

FAMILIES = {
    "fbss_diagnosis": "failed back surgery syndrome, diagnosed or by the study's definition",
    "failure_or_worse": "the same, worse, or no acceptable result",
    "dissatisfaction": "dissatisfied with the result",
    "reoperation": "another operation",
}
MIXED = "several or not told"
HEADLINE, SMALL_STUDY = 5, 10  # cohorts that a headline and a test for small-study effects want
_BASES = tuple(Basis)
_LIMITS = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cohort of the family that is not in a pool, with the reason."""

    cohort_id: str
    citekey: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The cohorts of one outcome family at one horizon (months; None: each at its own), and those left out."""

    family: str
    at: Interval | None
    members: tuple[Weighed, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def k(self) -> int:
        """How many cohorts are in it."""
        return len(self.members)

    @property
    def k_real(self) -> int:
        """How many of them tell real counts."""
        return sum(member.basis is Basis.COUNTS for member in self.members)

    @property
    def citekeys(self) -> tuple[str, ...]:
        """The studies in it, in the order of the table."""
        return tuple(member.cohort.citekey for member in self.members)

    def with_counts_only(self) -> Pool:
        """The same pool without the rows that tell no real counts."""
        reason = "no real counts"
        out = [LeftOut(m.cohort.cohort_id, m.cohort.citekey, reason) for m in self.members if not _is_real(m)]
        return replace(self, members=tuple(filter(_is_real, self.members)), left_out=(*self.left_out, *out))

    def when(self) -> str:
        """The horizon in words."""
        if self.at is None:
            return "any horizon"
        ends = [show(end) for end in dict.fromkeys((self.at.low, self.at.high))]
        return f"{' to '.join(ends)} months"


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What may be said of a pool: shares in percent, None where k is too small for them; `silent` says why."""

    k: int
    k_real: int
    low: float | None
    high: float | None
    estimate: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    prediction_low: float | None = None
    prediction_high: float | None = None
    tau2: float | None = None
    i2: float | None = None
    method: str = ""
    silent: str = ""


def family_of(outcome: str, cohorts: Iterable[Cohort]) -> str | None:
    """The family whose cohorts tell an outcome of this name; None where none does."""
    told = (row for row in cohorts if any(same_outcome(outcome, name) for name in (row.outcome, row.family)))
    return next((row.family for row in told), None)


def gather(
    cohorts: Iterable[Cohort],
    family: str,
    at: Interval | None = None,
    *,
    without: Iterable[str] = (),
    outcome: str = "",
    only: Iterable[str] = (),
    share: float = EFFECTIVE_SHARE,
) -> Pool:
    """The pool of a family at a horizon in months (None: any), without the cohort_ids in `without`.

    Of a cohort with several rows the one that tells `outcome` is preferred; `only` names the outcomes of the family
    that are let in (empty: all); `share` is explained in `weights`.
    """
    wanted = frozenset(only)
    removed, by_cohort = frozenset(without), dict[str, list[Cohort]]()
    for row in cohorts:
        if row.family == family and (not wanted or row.outcome in wanted):
            by_cohort.setdefault(row.cohort_id, []).append(row)
    members, out = [], []
    for cohort_id, rows in by_cohort.items():
        found = "its own cohort, or one that overlaps it" if cohort_id in removed else _best(rows, at, outcome, share)
        if isinstance(found, str):
            out.append(LeftOut(cohort_id, rows[0].citekey, found))
        else:
            members.append(found)
    return Pool(family, at, tuple(members), tuple(out))


def _best(rows: Sequence[Cohort], at: Interval | None, outcome: str, share: float) -> Weighed | str:
    """The row that stands for a cohort, or the reason why none can."""
    timely = [row for row in rows if at is None or _is_at(row, at)]
    if not timely:
        told = sorted({row.horizon_months for row in rows if row.horizon_months is not None})
        return f"told at {', '.join(f'{month:g}' for month in told)} months" if told else "tells no single horizon"
    weighed = [weigh(row, share) for row in timely]
    usable = [row for row in weighed if isinstance(row, Weighed)]
    if not usable:
        return next(reason for reason in weighed if isinstance(reason, str))
    return min(usable, key=lambda row: _rank(row, outcome))


def _rank(row: Weighed, outcome: str) -> tuple[bool, int, float, int]:
    other = bool(outcome) and not same_outcome(outcome, row.cohort.outcome)
    return other, _BASES.index(row.basis), -(row.cohort.horizon_months or 0.0), -(row.cohort.n or 0)


def _is_at(row: Cohort, at: Interval) -> bool:
    return row.horizon_months is not None and Fraction(row.horizon_months) in at


def _is_real(member: Weighed) -> bool:
    return member.basis is Basis.COUNTS and has_counts(member.cohort)


def operation(row: Cohort) -> str:
    """The one kind of operation that a cohort had, by the words of `groups`; `MIXED` where none or several are told."""
    kinds = {value.partition("/")[0] for value in facets(row.procedure).get("operation", ())}
    return kinds.pop() if len(kinds) == 1 else MIXED


def published(
    family: str,
    months: float | None = None,
    *,
    without: Iterable[str] = (),
    only: Iterable[str] = (),
    share: float = EFFECTIVE_SHARE,
) -> Pool:
    """The pool that the project's own cohorts make, at a horizon in months or each at its own (None).

    `without` names studies or cohorts; whatever shares patients with them is left out too. `only` as in `gather`.
    """
    cohorts, named = corpus.cohorts(), frozenset(without)
    out = {row.cohort_id for row in cohorts if named & {row.citekey, row.cohort_id}}
    at = None if months is None else Interval.point(Fraction(months))
    return gather(cohorts, family, at, without=out, only=only, share=share)


def horizons(cohorts: Iterable[Cohort], family: str) -> list[float]:
    """The horizons in months that the rows of a family tell, each once, rising."""
    return sorted({row.horizon_months for row in cohorts if row.family == family and row.horizon_months is not None})


def pools(cohorts: Sequence[Cohort]) -> list[Pool]:
    """Every pool that has a member: each family at any horizon, then at each horizon that its rows tell."""
    asked = [
        (family, None if month is None else Interval.point(Fraction(month)))
        for family in FAMILIES
        for month in (None, *horizons(cohorts, family))
    ]
    made = [gather(cohorts, family, at) for family, at in asked]
    return [pool for pool in made if pool.k]


def fit_shares(pool: Pool, *, tau2: str = "REML", test: str = "knha", level: float = 0.95) -> Pooled:
    """The random-effects model on the log-odds of a pool, whatever k; InputError for an empty pool."""
    y, v = [member.y for member in pool.members], [member.v for member in pool.members]
    return pool_effects(y, v, measure="PLO", tau2=tau2, test=test, level=level, labels=pool.citekeys)


def fit_counts(pool: Pool, *, over_time: bool = False) -> CountFit:
    """The binomial-normal model on the rows with real counts, and on nothing else; InputError where there are none.

    With `over_time` the logarithm of the horizon in years is a moderator, and rows without a horizon are left out.
    """
    rows = [member.cohort for member in pool.members if _is_real(member)]
    rows = [row for row in rows if row.horizon_months] if over_time else rows
    moderators = {"log years": [math.log((row.horizon_months or 1.0) / 12) for row in rows]} if over_time else None
    return pool_counts([row.events or 0 for row in rows], [row.n or 0 for row in rows], moderators=moderators)


def expected_range(pool: Pool, level: float = 0.95) -> tuple[float, float]:
    """The prediction interval of a pool in percent, for three cohorts or more."""
    back = fit_shares(pool, level=level).on_proportion()
    return 100.0 * back.prediction_low, 100.0 * back.prediction_high


def synthesize(pool: Pool, *, tau2: str = "REML", test: str = "knha", level: float = 0.95) -> Synthesis:
    """What may be said of a pool, by the rule of the module's text; options are those of `models.pooling`."""
    shares = [member.percent for member in pool.members]
    said = Synthesis(pool.k, pool.k_real, min(shares, default=None), max(shares, default=None), silent=_why(pool))
    if pool.k < 2:
        return said if pool.k == 0 else replace(said, estimate=shares[0], method="one cohort, as published")
    result = fit_shares(pool, tau2=tau2, test=test, level=level)
    back = result.on_proportion()
    if pool.k < HEADLINE:
        return replace(said, estimate=100.0 * back.estimate, method=f"{tau2}, of {pool.k}: read the range")
    limits = {name: getattr(back, name) for name in _LIMITS}
    said = replace(said, tau2=result.tau2, i2=result.i2, method=f"random effects on log-odds, {tau2}, {test}")
    return _with_limits(said, limits)


def synthesize_counts(pool: Pool) -> Synthesis:
    """What the rows with real counts say alone: by the binomial-normal model from five on, else as `synthesize`."""
    real = pool.with_counts_only()
    if real.k < HEADLINE:
        return synthesize(real)
    result = fit_counts(real)
    shares = [member.percent for member in real.members]
    said = Synthesis(real.k, real.k_real, min(shares), max(shares), tau2=result.tau2, i2=result.i2, silent=_why(real))
    said = replace(said, method="binomial-normal model of the counts, maximum likelihood")
    return _with_limits(said, result.on_proportion())


def _with_limits(said: Synthesis, shares: Mapping[str, float]) -> Synthesis:
    """The same with estimate and limits filled in, from shares of one to percent."""
    low, high, from_, to = (100.0 * shares[name] for name in _LIMITS[1:])
    estimate = 100.0 * shares["estimate"]
    return replace(said, estimate=estimate, ci_low=low, ci_high=high, prediction_low=from_, prediction_high=to)


def _why(pool: Pool) -> str:
    """What is not told of a pool of this size, and why; empty where everything is."""
    count = f"{pool.k} cohort{'' if pool.k == 1 else 's'}"
    if pool.k < 2:
        return f"{count}: nothing to pool" + ("; shown as it is" if pool.k else "")
    if pool.k < HEADLINE:
        return f"{count}: no prediction interval and no headline, which want {HEADLINE}"
    if pool.k < SMALL_STUDY:
        return f"{count}: no test for small-study effects, which wants {SMALL_STUDY}"
    return ""

"""How sure one may be of a pooled share, in GRADE's four levels, and which of its five domains took it down.

For questions of prognosis, cohorts start as high certainty (Iorio). Each domain is judged by a stated rule from the
data of the pool, so that two readers get the same answer; what no number shows (how patients were recruited, who
answered) is not judged here, so the true certainty may be lower, never higher. The thresholds are working values: a
range whose ends differ by a factor of two would lead patients to different decisions, by a factor of four all the more.

| domain | taken down |
|---|---|
| risk of bias | by one, where fewer than half of the cohorts tell real counts: the rest ignore who was lost or died |
| inconsistency | by one (two), where the ends of what another cohort would show differ by a factor above two (four) |
| indirectness | by one for each: outcomes, horizons, operations that differ or are not told; two at most |
| imprecision | by one, for fewer than five cohorts or confidence limits a factor above two apart; by two for one |
| publication bias | by one, where ten or more cohorts allow a test and it is positive at the 10% level |

References: Guyatt GH et al. J Clin Epidemiol 2011;64:383-394. Iorio A et al. BMJ 2015;350:h870 (prognosis). Egger M et
al. BMJ 1997;315:629-634 (test and its level).

>>> from fbss_analysis.synthesis import Cohort, gather
>>> rows = [Cohort(c, c, "reoperation", "reoperation", "lumbar fusion", horizon_months=24.0, events=e,
...         events_source="reported", n=2000) for c, e in zip("abcdef", (100, 104, 98, 101, 103, 99))]
>>> grade(gather(rows, "reoperation", Interval.point(24))).level
'high'
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fbss_analysis.models.smallstudy import egger
from fbss_analysis.printed.interval import Interval
from fbss_analysis.prose import sentence
from fbss_analysis.synthesis import HEADLINE, MIXED, SMALL_STUDY, Pool, Synthesis, fit_shares, operation, synthesize

LEVELS = ("very low", "low", "moderate", "high")
FACTOR, FAR_FACTOR = 2.0, 4.0
EGGER_LEVEL = 0.10

__all__ = ["LEVELS", "Certainty", "Domain", "Interval", "grade"]


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the five domains: by how many levels it takes the certainty down, and why."""

    name: str
    down: int
    reason: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """The level that is left, and the five domains."""

    level: str
    domains: tuple[Domain, ...]

    @property
    def taken_down_by(self) -> tuple[str, ...]:
        """The domains that took it down."""
        return tuple(domain.name for domain in self.domains if domain.down)


def grade(pool: Pool) -> Certainty:
    """The certainty of what a pool says, by the rules of the module's text; an empty pool is very low."""
    if not pool.k:
        return Certainty(LEVELS[0], (Domain("imprecision", len(LEVELS) - 1, "there is no cohort"),))
    said = synthesize(pool)
    domains = (_bias(pool), _inconsistency(said), _indirectness(pool), _imprecision(said), _publication(pool))
    return Certainty(LEVELS[max(0, len(LEVELS) - 1 - sum(domain.down for domain in domains))], domains)


def _bias(pool: Pool) -> Domain:
    reason = sentence("{real} of {k} cohorts tell real counts", real=pool.k_real, k=pool.k)
    return Domain("risk of bias", int(2 * pool.k_real < pool.k), reason)


def _inconsistency(said: Synthesis) -> Domain:
    if said.k == 1:
        return Domain("inconsistency", 0, "one cohort cannot differ from others")
    told = said.prediction_low is not None
    low, high = (said.prediction_low, said.prediction_high) if told else (said.low, said.high)
    factor = _factor(low, high)
    what = "prediction limits" if told else "lowest and highest cohort"
    reason = sentence("{what} differ by a factor of {factor:.2g}", what=what, factor=factor)
    return Domain("inconsistency", int(factor > FACTOR) + int(factor > FAR_FACTOR), reason)


def _indirectness(pool: Pool) -> Domain:
    rows = [member.cohort for member in pool.members]
    kinds = {
        "outcomes": len({row.outcome for row in rows}) > 1,
        "horizons": len({row.horizon_months for row in rows}) > 1 or None in {row.horizon_months for row in rows},
        "operations": len({operation(row) for row in rows}) > 1 or operation(rows[0]) == MIXED,
    }
    differing = [kind for kind, differs in kinds.items() if differs]
    reason = f"{', '.join(differing)} differ or are not told" if differing else "one outcome, horizon and operation"
    return Domain("indirectness", min(2, len(differing)), reason)


def _imprecision(said: Synthesis) -> Domain:
    if said.k < HEADLINE:
        return Domain(
            "imprecision",
            2 if said.k == 1 else 1,
            sentence("{k} of the {want} cohorts wanted", k=said.k, want=HEADLINE),
        )
    factor = _factor(said.ci_low, said.ci_high)
    reason = sentence("confidence limits differ by a factor of {factor:.2g}", factor=factor)
    return Domain("imprecision", int(factor > FACTOR), reason)


def _publication(pool: Pool) -> Domain:
    if pool.k < SMALL_STUDY:
        return Domain("publication bias", 0, sentence("not to be tested below {want} cohorts", want=SMALL_STUDY))
    test = egger(fit_shares(pool))
    reason = sentence("regression test, p = {p:.2g}", p=test.p_value)
    return Domain("publication bias", int(test.p_value < EGGER_LEVEL), reason)


def _factor(low: float | None, high: float | None) -> float:
    return high / low if low and high else math.inf

"""What one asks of a pool before believing it: does one cohort decide, does the operation, do small cohorts differ?

Every answer is a synthesis of fewer cohorts by the same rule as the whole, so a subgroup too small for a headline gets
none. A test for small-study effects is silent below ten cohorts and says so.

References: Viechtbauer W, Cheung MWL. Res Synth Methods 2010;1:112-125 (leaving out). Borenstein M, Higgins JPT. Prev
Sci 2013;14:134-143 (subgroups). Sterne JAC et al. BMJ 2011;343:d4002 (ten studies).

>>> from fbss_analysis.synthesis import Cohort, gather
>>> rows = [Cohort(c, c, "reoperation", "reoperation", "lumbar fusion", events=e, events_source="reported", n=400)
...         for c, e in (("a", 20), ("b", 36), ("c", 60))]
>>> pool = gather(rows, "reoperation")
>>> {name: said.k for name, said in left_out(pool).items()}, small_studies(pool)[1]
({'a': 2, 'b': 2, 'c': 2}, '3 cohorts: a test for small-study effects wants 10')
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fbss_analysis.models.metaregression import regress
from fbss_analysis.models.smallstudy import EggerTest, egger
from fbss_analysis.synthesis import SMALL_STUDY, Pool, Synthesis, fit_shares, operation, synthesize


def left_out(pool: Pool, **options: Any) -> dict[str, Synthesis]:
    """What is left to say without each cohort in turn; `options` as in `synthesize`."""
    return {
        f"{member.cohort.citekey}": synthesize(_only(pool, [m is not member for m in pool.members]), **options)
        for member in pool.members
    }


def by_operation(pool: Pool, **options: Any) -> dict[str, Synthesis]:
    """What the cohorts of each kind of operation say by themselves, kinds in alphabetical order."""
    kinds = [operation(member.cohort) for member in pool.members]
    return {kind: synthesize(_only(pool, [k == kind for k in kinds]), **options) for kind in sorted(set(kinds))}


def operations_differ(pool: Pool, **options: Any) -> float | None:
    """The p-value that the kinds of operation differ, with a common tau2; None where there are not two kinds."""
    kinds = [operation(member.cohort) for member in pool.members]
    if len(set(kinds)) < 2 or len(kinds) <= len(set(kinds)):
        return None
    others = sorted(set(kinds))[1:]
    return regress(fit_shares(pool, **options), {one: [float(kind == one) for kind in kinds] for one in others}).qm_p


def small_studies(pool: Pool, **options: Any) -> tuple[EggerTest | None, str]:
    """Egger's regression test, or None with the reason why it is silent."""
    if pool.k < SMALL_STUDY:
        return None, f"{pool.k} cohorts: a test for small-study effects wants {SMALL_STUDY}"
    return egger(fit_shares(pool, **options)), ""


def _only(pool: Pool, keep: list[bool]) -> Pool:
    return replace(pool, members=tuple(m for m, kept in zip(pool.members, keep, strict=True) if kept))

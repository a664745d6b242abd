"""The ladder: four questions about one claim, each ending in one verdict, and the verdict that the article is held to.

Located: does the article say this at this place? Recomputed: does it follow from the other numbers given? Traced: is it
what the cited study published? Pooled: where does it stand among comparable studies? `overall` looks at recomputed and
traced, which an article can be held to: inconsistent if either is, otherwise the better of the two. Pooled is context.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fbss_analysis.schema import Check, Claim, Finding, Kind, Relation, Rung, Verdict

BEST_FIRST = (Verdict.REPRODUCED, Verdict.CONSISTENT, Verdict.INDETERMINATE, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a claim's ladder: the verdict, the sentence that gives the reason, and the formula behind it."""

    rung: Rung
    verdict: Verdict
    message: str
    formula: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The four rungs of one claim; a rung that is not built yet is None."""

    claim: Claim
    recomputed: Step
    located: Step | None = None
    traced: Step | None = None
    pooled: Step | None = None

    @property
    def decided_by(self) -> Rung:
        """The rung that decided `overall`."""
        return self._deciding.rung

    @property
    def overall(self) -> Verdict:
        """Inconsistent if recomputed or traced is, otherwise the better of them."""
        return self._deciding.verdict

    @property
    def _deciding(self) -> Step:
        held = [step for step in (self.recomputed, self.traced) if step is not None]
        wrong = [step for step in held if step.verdict is Verdict.INCONSISTENT]
        return wrong[0] if wrong else min(held, key=lambda step: BEST_FIRST.index(step.verdict))


def climb(
    claims: Iterable[Claim], findings: Iterable[Finding], checks: Mapping[str, Check], located: Mapping[str, Step] = {}
) -> tuple[Ladder, ...]:
    """Build the ladder of every claim from the findings about it; `located` comes from whoever has the originals."""
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        about.setdefault(finding.claim_id, []).append(finding)
    return tuple(_ladder(claim, about.get(claim.claim_id, []), checks, located.get(claim.claim_id)) for claim in claims)


def _ladder(claim: Claim, findings: list[Finding], checks: Mapping[str, Check], located: Step | None) -> Ladder:
    by_rung = {rung: [f for f in findings if f.rung is rung] for rung in Rung}
    return Ladder(
        claim,
        recomputed=_recomputed(claim, by_rung[Rung.RECOMPUTED], checks),
        located=located,
        traced=_worst_or_best(by_rung[Rung.TRACED]),
        pooled=_worst_or_best(by_rung[Rung.POOLED]),
    )


def _recomputed(claim: Claim, findings: list[Finding], checks: Mapping[str, Check]) -> Step:
    """A finding of any check can pull the rung down; only a check that derives the figure anew can lift it."""
    wrong = [f for f in findings if f.verdict is Verdict.INCONSISTENT]
    derived = [f for f in findings if f.check in checks and checks[f.check].derives]
    step = _worst_or_best(wrong or derived)
    return step or Step(Rung.RECOMPUTED, Verdict.INDETERMINATE, missing(claim))


def _worst_or_best(findings: list[Finding]) -> Step | None:
    if not findings:
        return None
    wrong = [f for f in findings if f.verdict is Verdict.INCONSISTENT]
    best = wrong[0] if wrong else min(findings, key=lambda f: BEST_FIRST.index(f.verdict))
    return Step(best.rung, best.verdict, best.message, best.formula, best.relation)


def missing(claim: Claim) -> str:
    """What would settle a claim that nothing else in its article determines."""
    if claim.mention.kind in (Kind.PERCENT, Kind.PERCENT_RANGE, Kind.PERCENT_CHANGE, Kind.FRACTION_WORD):
        return "No other number in the article determines this one; the count behind it would settle it."
    if claim.mention.kind is Kind.COUNT:
        return "No other number in the article determines this count; only its source can."
    return "No other number in the article determines this one."

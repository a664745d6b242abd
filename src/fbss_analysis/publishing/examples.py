"""One worked example of each word, taken from the ledger: never typed, so it is always a claim as it now stands.

Chosen is the claim that shows most: one with an arithmetic behind its deciding rung before one without, a percentage
before other quantities, then one with a short reason. Which claim that is changes with the data, and the page with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fbss_analysis.answers import brackets, figure
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.publishing.glossary import RELATIONS, RUNGS, VERDICTS
from fbss_analysis.schema import Kind, Relation, Rung, Source, Verdict

Shown = dict[str, Any]


def of_verdicts(ladders: Sequence[Ladder], sources: Mapping[str, Source]) -> list[Shown]:
    """Each verdict with its sense, and a claim that ends in it; where none does, one with it on some rung."""
    return [
        {"verdict": verdict.value, "sense": sense, "example": found and example(*found, sources[_source(found)])}
        for verdict, sense in VERDICTS.items()
        for found in [_best(_ending(ladders, verdict)) or _best(_on_a_rung(ladders, verdict))]
    ]


def of_relations(ladders: Sequence[Ladder]) -> list[Shown]:
    """Each relation with its sense and verdict, and a claim that stands in it, if any does."""
    rows = []
    for relation, sense in RELATIONS.items():
        found = _best(_in_relation(ladders, relation))
        rows.append(
            {
                "relation": relation.value,
                "sense": sense,
                "verdict": relation.verdict.value,
                "claim": found and brief(found[0], found[1]),
            }
        )
    return rows


def brief(ladder: Ladder, step: Step) -> Shown:
    """A claim in a line: its name, figure, statement, and what one rung says."""
    claim = ladder.claim
    return {
        "claim_id": claim.claim_id,
        "figure": figure(claim),
        "statement": claim.statement,
        "message": step.message,
        "formula": step.formula,
    }


def example(ladder: Ladder, step: Step, source: Source) -> Shown:
    """A claim step by step: what is printed, what that stands for, and what each rung answers."""
    number = ladder.claim.reported
    return brief(ladder, step) | {
        "source": source.title,
        "stands_for": _stands_for(number.interval()) if number else "",
        "unit": number.unit if number else "",
        "hedge_rule": number.rule if number else "",
        "rungs": [
            {"name": rung.value, "question": question, "verdict": found.verdict.value, "message": found.message}
            for rung, question in RUNGS.items()
            if (found := getattr(ladder, rung.value)) is not None
        ],
        "overall": ladder.overall.value,
        "decided_by": ladder.decided_by.value,
        "rung": step.rung.value,
    }


def _stands_for(interval: Interval) -> str:
    return f"just {show(interval.low)}" if interval.is_point else brackets(interval)


def _source(found: tuple[Ladder, Step]) -> str:
    return found[0].claim.source_id


def _ending(ladders: Iterable[Ladder], verdict: Verdict) -> Iterator[tuple[Ladder, Step]]:
    for ladder in ladders:
        if ladder.overall is verdict:
            yield ladder, getattr(ladder, ladder.decided_by.value)


def _on_a_rung(ladders: Iterable[Ladder], verdict: Verdict) -> Iterator[tuple[Ladder, Step]]:
    for ladder in ladders:
        for rung in Rung:
            step = getattr(ladder, rung.value)
            if step is not None and step.verdict is verdict:
                yield ladder, step


def _in_relation(ladders: Iterable[Ladder], relation: Relation) -> Iterator[tuple[Ladder, Step]]:
    for ladder in ladders:
        if ladder.traced and ladder.traced.relation is relation:
            yield ladder, ladder.traced


def _best(found: Iterable[tuple[Ladder, Step]]) -> tuple[Ladder, Step] | None:
    def order(pair: tuple[Ladder, Step]) -> tuple[bool, bool, int, str]:
        ladder, step = pair
        share = ladder.claim.mention.kind is Kind.PERCENT
        return not step.formula, not share, len(step.message), ladder.claim.claim_id

    return min(found, key=order, default=None)

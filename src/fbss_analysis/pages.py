"""Records to what the templates of the static report show: cards, ledger rows, bars; and `claims.json`.

Nothing here computes a verdict. Everything is text that jinja2 escapes; the few fragments that are HTML already (an
executed chapter, the marked-up digest) are made by `chapters` and marked as such there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fbss_analysis.answers import brackets, figure
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.schema import Finding, Rung, Source, Verdict

Shown = dict[str, Any]


def source_page(source_id: str) -> str:
    """The file name of an article's page."""
    return f"source-{source_id}.html"


def card(ladder: Ladder, source: Source, findings: Iterable[Finding], correction: str = "") -> Shown:
    """All that the card of one claim shows."""
    claim = ladder.claim
    number = claim.reported
    about = [f"{label}: {value}" for label, value in _about(ladder) if value]
    return {
        "claim_id": claim.claim_id,
        "statement": claim.statement,
        "figure": figure(claim),
        "start": claim.mention.start,
        "end": claim.mention.end,
        "source_title": source.title,
        "page": f"{source_page(source.source_id)}#{claim.claim_id}",
        "interval": brackets(number.interval()) + _unit(ladder) if number else "",
        "hedge_rule": number.rule if number else "",
        "about": "; ".join(about),
        "formula": ladder.recomputed.formula,
        "restates": _full(claim.restates, claim.source_id),
        "rungs": [_rung(rung, getattr(ladder, rung.value)) for rung in Rung],
        "overall": ladder.overall.value,
        "decided_by": ladder.decided_by.value,
        "correction": correction,
        "findings": [{"check": f.check, "verdict": f.verdict.value, "message": f.message} for f in findings],
    }


def _about(ladder: Ladder) -> list[tuple[str, str | None]]:
    claim = ladder.claim
    fields = ("statistic", "outcome", "population", "procedure", "horizon", "denominator")
    return [(name, (getattr(claim, name) or "").replace("_", " ")) for name in fields] + [
        ("cites", ", ".join(claim.cites))
    ]


def _unit(ladder: Ladder) -> str:
    number = ladder.claim.reported
    unit = number.unit if number else ""
    return f" {unit}" if unit else ""


def _full(name: str | None, source_id: str) -> str:
    return "" if not name else name if "." in name else f"{source_id}.{name}"


def _rung(rung: Rung, step: Step | None) -> Shown:
    return {
        "name": rung.value.capitalize(),
        "verdict": step.verdict.value if step else None,
        "relation": step.relation.value if step and step.relation else None,
        "message": step.message if step else "",
    }


def bars(ladders: Sequence[Ladder]) -> list[Shown]:
    """One bar per verdict that occurs: how many claims end in it, and how wide the bar is in percent of the longest."""
    counts = Counter(ladder.overall for ladder in ladders)
    longest = max(counts.values(), default=1)
    return [
        {"verdict": verdict.value, "count": counts[verdict], "width": round(100 * counts[verdict] / longest)}
        for verdict in Verdict
        if counts[verdict]
    ]


def source_row(source: Source) -> Shown:
    """One row of the table of articles."""
    here = "The original is here and its hash is right." if source.original else "The original is not on this machine."
    return {
        "source_id": source.source_id,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "page": source_page(source.source_id),
        "claims": len(source.claims),
        "characters": f"{source.characters:,}",
        "sha256": source.sha256,
        "original": here,
    }


def claim_object(ladder: Ladder, correction: str = "") -> Shown:
    """A claim as `claims.json` holds it: verdict words, null where a rung is not built yet."""
    claim = ladder.claim
    steps = {rung.value: getattr(ladder, rung.value) for rung in Rung}
    return {
        "claim_id": claim.claim_id,
        "source_id": claim.source_id,
        "statement": claim.statement,
        "reported": claim.mention.text,
        "start": claim.mention.start,
        "end": claim.mention.end,
        **{name: step.verdict.value if step else None for name, step in steps.items()},
        "relation": ladder.traced.relation.value if ladder.traced and ladder.traced.relation else None,
        "overall": ladder.overall.value,
        "decided_by": ladder.decided_by.value,
        "formula": ladder.recomputed.formula,
        "message": steps[ladder.decided_by.value].message,
        "correction": correction,
    }


def to_json(objects: Iterable[Mapping[str, Any]]) -> str:
    """JSON for people and programs: one object a line, in the order given."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in objects)
    return f"[\n{lines}\n]\n"

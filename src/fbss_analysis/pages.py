"""Records to what the templates of the static report show: cards, ledger rows, bars; and `claims.json`.

Nothing here computes a verdict. Everything is text that jinja2 escapes; the few fragments that are HTML already (an
executed chapter, the marked-up digest) are made by `chapters` and marked as such there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fbss_analysis.answers import figure
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.navigation import card_link, source_page
from fbss_analysis.schema import Rung, Source, Verdict

Shown = dict[str, Any]


def ledger_row(ladder: Ladder, source: Source) -> Shown:
    """One row of the ledger: what it shows, and what it is filtered and sorted by."""
    claim = ladder.claim
    rungs = [rung_shown(rung, getattr(ladder, rung.value)) for rung in Rung]
    value = claim.mention.value if claim.mention.value is not None else claim.mention.low
    return {
        "claim_id": claim.claim_id,
        "link": card_link(claim.claim_id),
        "source_id": source.source_id,
        "source": f"{source.author or source.publisher}",
        "source_title": source.title,
        "statement": claim.statement,
        "figure": figure(claim),
        "value": "" if value is None else f"{value:g}",
        "outcome": claim.outcome.replace("_", " "),
        "relation": (relation_of(ladder) or "").replace("_", " "),
        "rungs": rungs,
        "overall": ladder.overall.value,
        "decided_by": ladder.decided_by.value,
        "message": getattr(ladder, ladder.decided_by.value).message,
    }


def relation_of(ladder: Ladder) -> str | None:
    """What the claim is to the published value, by its word."""
    return ladder.traced.relation.value if ladder.traced and ladder.traced.relation else None


def rung_shown(rung: Rung, step: Step | None) -> Shown:
    """One rung: its name, its verdict, the relation and the reason."""
    return {
        "rung": rung.value,
        "name": rung.value.capitalize(),
        "verdict": step.verdict.value if step else None,
        "relation": step.relation.value if step and step.relation else None,
        "message": step.message if step else "",
    }


def bars(ladders: Sequence[Ladder]) -> list[Shown]:
    """One bar per verdict that occurs: how many claims end in it, its width in percent of the longest, its share."""
    counts = Counter(ladder.overall for ladder in ladders)
    longest, whole = max(counts.values(), default=1), max(len(ladders), 1)
    return [
        {
            "verdict": verdict.value,
            "count": counts[verdict],
            "width": round(100 * counts[verdict] / longest),
            "share": round(100 * counts[verdict] / whole, 2),
        }
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


def tokens(source: Source) -> Shown | None:
    """What became of the numeric tokens of an article's original; None where they were not counted."""
    counted = source.tokens
    if counted is None:
        return None
    kinds = {
        "audited": counted.audited,
        "excluded": sum(counted.excluded.values()),
        "unresolved": len(counted.unresolved),
    }
    shares = [(kind, round(100 * count / max(counted.total, 1), 2)) for kind, count in kinds.items()]
    reasons = sorted(counted.excluded.items(), key=lambda item: (-item[1], item[0]))
    told = [(reason.replace("_", " "), count) for reason, count in reasons]
    return {**kinds, "total": counted.total, "shares": shares, "reasons": told}


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
        "relation": relation_of(ladder),
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

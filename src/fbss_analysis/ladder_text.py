"""The ladder of one claim as plain text, read from the derived tables without any heavy import."""

from __future__ import annotations

import csv
import difflib

from fbss_analysis.errors import InputError, UsageError
from fbss_analysis.project import root
from fbss_analysis.vocabulary import Rung


def show(claim_id: str) -> str:
    """Statement, place, formula, inputs and verdicts of one claim; an unknown id is a UsageError with the nearest."""
    rows = {row["claim_id"]: row for row in _rows("claims")}
    if claim_id not in rows:
        near = difflib.get_close_matches(claim_id, rows, n=3, cutoff=0.4)
        todo = f"did you mean {', '.join(near)}?" if near else "see: fbss list claims"
        raise UsageError(f"no claim is called {claim_id!r}", "data/derived/claims.csv", todo)
    return "\n".join([*_head(rows[claim_id]), *_rungs(rows[claim_id]), *_findings(claim_id)])


def _rows(name: str) -> list[dict[str, str]]:
    path = root() / "data" / "derived" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise InputError("nothing has been derived yet", str(path), "run: fbss report") from None


def _head(row: dict[str, str]) -> list[str]:
    hedge = "" if row["hedge"] == "none" else f" ({row['hedge'].replace('_', ' ')})"
    interval = f"{row['interval_low'] or '−∞'} to {row['interval_high'] or '∞'}"
    fields = ("outcome", "population", "procedure", "horizon", "denominator", "cites", "restates", "derivation")
    return [
        f"{row['claim_id']}: {row['statement']}",
        f"  printed      {row['reported']}{hedge}, which stands for {interval} {row['unit']}".rstrip(),
        f"  place        {row['source_id']}, code points {row['start']} to {row['end']}",
        *(f"  {name:<12} {row[name]}" for name in fields if row[name]),
    ]


def _rungs(row: dict[str, str]) -> list[str]:
    lines = []
    for rung in (Rung.RECOMPUTED, Rung.TRACED, Rung.POOLED):
        verdict = row[rung.value] or "not asked yet"
        lines.append(f"  {rung.value:<12} {verdict}" + (f": {m}" if (m := row[f"{rung.value}_message"]) else ""))
    lines.append(f"  overall      {row['overall']}, decided by {row['decided_by']}")
    return [*lines, *_tipping(row["claim_id"]), f"  correction   {row['correction']}"]


def _tipping(claim_id: str) -> list[str]:
    found = [row for row in _rows("tipping") if row["claim_id"] == claim_id]
    return [f"  would flip   {row['rung']}: {row['message']}" for row in found]


def _findings(claim_id: str) -> list[str]:
    found = [row for row in _rows("findings") if row["claim_id"] == claim_id]
    return [f"  finding      {row['check']}: {row['verdict']}. {row['message']}" for row in found]

"""The published cohorts of data/raw/cohorts.csv: one record a study and horizon, for curves and for the synthesis.

`events_source` tells a real count from a pseudo-count (percent × n, which ignores censoring); `cohort_id` marks rows of
the same or overlapping patients, of which one at a time may enter a pool.
"""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from fbss_analysis.curated.records import Problems, suggestion
from fbss_analysis.reading import read_bytes
from fbss_analysis.works import Cohort

__all__ = ["Cohort", "read_cohorts"]

_TEXTS = {"citekey", "cohort_id", "family", "outcome", "procedure", "design", "country", "events_source"}
# A percentage keeps its decimals: they say how far it was rounded.
_TYPES: dict[str, type[int] | type[Decimal]] = {"year": int, "events": int, "n": int, "percent": Decimal}


def read_cohorts(path: Path, shown: str, problems: Problems) -> tuple[Cohort, ...]:
    """Every row of the file that can be read; each cell that cannot be is a problem with its line."""
    rows = csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline=""))
    names = [field.name for field in fields(Cohort)]
    for name in sorted(set(names) - set(rows.fieldnames or ())):
        problems.add(
            f"the column {name!r} is missing", f"{shown}:1", suggestion(name, rows.fieldnames or (), "columns")
        )
        return ()
    found = []
    for row in rows:
        cells = {name: _cell(name, row[name] or "", f"{shown}:{rows.line_num}", problems) for name in names}
        found.append(Cohort(**cells))  # type: ignore[arg-type]
    return tuple(found)


def _cell(name: str, text: str, where: str, problems: Problems) -> str | int | float | Decimal | None:
    if name in _TEXTS:
        return text
    try:
        return None if not text else _TYPES.get(name, float)(text)
    except (ValueError, InvalidOperation):
        problems.add(f"{name} must be a number, not {text!r}", where, "correct the cell or leave it empty")
        return None

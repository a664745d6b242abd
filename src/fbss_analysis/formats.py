"""Records to text for other programs: JSON, JSON lines, CSV, or a table for the terminal.

JSON is an array with one object a line, snake_case, exactly the fields of the record; numbers are JSON numbers and the
print is kept in `text`. What comes from a document is never live: in CSV a cell that a spreadsheet would run as a
formula gets an apostrophe in front, and on the terminal control characters are shown as escapes.

Reference: OWASP, CSV injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any

FORMATS = ("table", "json", "jsonl", "csv")
WIDEST_CELL = 48


def write(records: Sequence[Any], kind: type, form: str) -> str:
    """The records, all of one `kind`, as text in one of `FORMATS`; ends with a line end unless it is empty."""
    names = [field.name for field in fields(kind)]
    rows = [{name: _plain(getattr(record, name)) for name in names} for record in records]
    return _WRITERS[form](names, rows)


def _json(_: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _jsonl(_: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(names: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(names), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _table(names: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    shown = [name for name in names if any(row[name] not in (None, "", []) for row in rows)]
    lines = [shown, *([_terminal(row[name]) for name in shown] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(shown))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "".join(line.rstrip() + "\n" for line in padded) if rows else ""


_WRITERS = {"json": _json, "jsonl": _jsonl, "csv": _csv, "table": _table}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    live = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if live else value


def visible(text: str) -> str:
    """A text with its control characters as escapes, so that a terminal shows them and obeys none."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _terminal(value: Any) -> str:
    safe = visible("" if value is None else str(value))
    return safe if len(safe) <= WIDEST_CELL else safe[: WIDEST_CELL - 1] + "…"

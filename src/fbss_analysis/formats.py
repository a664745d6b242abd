"""Records to text for other programs: JSON, JSON lines, CSV, or a table for the terminal; and the schema of the JSON.

JSON is an array with one object a line, snake_case, exactly the fields of the record; numbers are JSON numbers and the
print is kept in `text`. `json_schema` describes it; the package has it as files (`schemas/`), by kind and version. What
comes from a document is never live (`escapes`). HTML and Parquet are other modules' (`highlights`, `parquet`).

Reference: JSON Schema, draft 2020-12, https://json-schema.org/draft/2020-12.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from fbss_analysis.columns import TABLES
from fbss_analysis.escapes import spreadsheet, to_json, visible

FORMATS = ("table", "json", "jsonl", "csv", "parquet", "html")
VERSION = "1"  # of the JSON; a field that is taken away or means something else makes a new one
WIDEST_CELL = 48


def write(records: Sequence[Any], kind: type, form: str) -> str:
    """The records, all of one `kind`, as text in one of `FORMATS`; ends with a line end unless it is empty."""
    names = [field.name for field in fields(kind)]
    rows = [{name: _plain(getattr(record, name)) for name in names} for record in records]
    return _WRITERS[form](names, rows)


def _json(_: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(to_json(row) for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _jsonl(_: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    return "".join(to_json(row) + "\n" for row in rows)


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
    if isinstance(value, float):
        return (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return spreadsheet(value) if isinstance(value, str) else value


def _terminal(value: Any) -> str:
    safe = visible("" if value is None else str(value))
    return safe if len(safe) <= WIDEST_CELL else safe[: WIDEST_CELL - 1] + "…"


def json_schema(kind: type) -> dict[str, Any]:
    """The JSON Schema of the array that `write` gives for a kind of record."""
    hints = get_type_hints(kind)
    said = {column.name: column.description for column in TABLES[f"{kind.__name__.lower()}s"]} | _SAID
    properties = {f.name: _property(hints[f.name]) | {"description": said[f.name]} for f in fields(kind)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fbss-analysis:{kind.__name__.lower()}s:{VERSION}",
        "title": f"{kind.__name__}s, version {VERSION}",
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


_SAID = {
    "doc": "the path as given; of a file in a folder, the path of the file",
    "start": "first Unicode code point in the document's text",
    "spans": "places of all operands in the document's text, as [start, end]",
}


def _property(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is UnionType:
        (kind,) = (option for option in get_args(hint) if option is not NoneType)
        return {"anyOf": [_property(kind), {"type": "null"}]}
    if get_origin(hint) is tuple:
        items = get_args(hint)
        if items[-1] is Ellipsis:
            return {"type": "array", "items": _property(items[0])}
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return {"type": {str: "string", int: "integer", float: "number"}[hint]}

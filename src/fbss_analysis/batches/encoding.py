"""Results to the bytes of Parquet files: one schema a table, so that all partitions can be read as one.

Findings, mentions and documents are the records themselves (`parquet.schema`); claims have the columns of the derived
claims table, so that whatever reads the one can read the other. The same results give the same bytes: no clock, no
thread and no path but the documents' own enters them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from fbss_analysis import parquet
from fbss_analysis.columns import TABLES
from fbss_analysis.schema import Finding, Mention
from fbss_analysis.tables import Row

if TYPE_CHECKING:
    import pyarrow

COMPRESSION = "zstd"
DOCUMENTS = ".documents"  # its partitions are joined in documents.parquet at the end
PARTS = (DOCUMENTS, "findings", "mentions", "claims")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What became of one document; where it was set aside, `reason` and `message` say why."""

    path: str
    sha256: str
    bytes: int
    characters: int
    mentions: int
    claims: int
    findings: int
    inconsistent: int
    status: str
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Audited:
    """One document: its row in the table of documents, and what was found in it."""

    document: DocumentRow
    findings: tuple[Finding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Row, ...] = ()


def encode(done: Sequence[Audited]) -> dict[str, bytes]:
    """The bytes of one Parquet file for each of `PARTS`, in the order of the documents."""
    tables = (
        parquet.to_table([one.document for one in done], DocumentRow),
        parquet.to_table([finding for one in done for finding in one.findings], Finding),
        parquet.to_table([mention for one in done for mention in one.mentions], Mention),
        rows_to_table([row for one in done for row in one.claims], "claims"),
    )
    return {name: to_bytes(table) for name, table in zip(PARTS, tables, strict=True)}


def rows_to_table(rows: Sequence[Row], name: str) -> pyarrow.Table:
    """Rows of a derived table as an Arrow table with the types of its columns; what is not there is null."""
    columns = {column.name: _values(rows, column.name, column.type) for column in TABLES[name]}
    return parquet.arrow().table(columns, schema=schema_of(name))


def schema_of(name: str) -> pyarrow.Schema:
    """The Arrow schema of a derived table."""
    pa = parquet.arrow()
    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return pa.schema([(column.name, types[column.type]) for column in TABLES[name]])


def _values(rows: Iterable[Mapping[str, Any]], name: str, kind: str) -> list[Any]:
    found = (row.get(name) for row in rows)
    return [None if value is None or value == "" else _plain(value, kind) for value in found]


def _plain(value: Any, kind: str) -> Any:
    if kind == "number":
        return float(value)
    if isinstance(value, Enum):
        return value.value
    return " ".join(map(str, value)) if isinstance(value, tuple) else value


def to_bytes(table: pyarrow.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, compression=COMPRESSION)
    return out.getvalue()

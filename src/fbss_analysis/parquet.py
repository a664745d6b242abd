"""Records as Parquet: one Arrow schema for each kind of record, made from the record itself.

Text is string, enums are their words, numbers are float64 or int64, a place is a list of start and end; a field that
may be absent is nullable. Who writes one file and who writes a thousand partitions uses the same schema, so the files
can be read as one table. pyarrow is optional: `pip install 'fbss-analysis[audit]'`.

Reference: Apache Parquet format, https://parquet.apache.org/docs/file-format/.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from fbss_analysis.errors import UsageError

if TYPE_CHECKING:
    import pyarrow

VERSION = "1"
INSTALL = "pip install 'fbss-analysis[audit]'"


def arrow() -> Any:
    """The module pyarrow; a UsageError with the line that installs it where it is missing."""
    try:
        import pyarrow
    except ImportError:
        raise UsageError("Parquet needs pyarrow, which is not installed", "pyarrow", INSTALL) from None
    return pyarrow


def schema(kind: type) -> pyarrow.Schema:
    """The Arrow schema of a kind of record: a field for each of its fields, and the version in the metadata."""
    hints = typing.get_type_hints(kind)
    fields = [_field(field.name, hints[field.name]) for field in dataclasses.fields(kind)]
    return arrow().schema(fields, metadata={"fbss_record": kind.__name__, "fbss_schema": VERSION})


def to_table(records: Sequence[Any], kind: type) -> pyarrow.Table:
    """Records, all of one kind, as an Arrow table, also when there are none."""
    names = [field.name for field in dataclasses.fields(kind)]
    columns = {name: [_plain(getattr(record, name)) for record in records] for name in names}
    return arrow().table(columns, schema=schema(kind))


def to_bytes(records: Sequence[Any], kind: type) -> bytes:
    """Records as the bytes of one Parquet file; the same records give the same bytes."""
    table = to_table(records, kind)
    import pyarrow.parquet

    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _field(name: str, hint: Any) -> pyarrow.Field:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    (kind,) = (option for option in options if option is not types.NoneType)
    return arrow().field(name, _type(kind), nullable=types.NoneType in options)


def _type(kind: Any) -> pyarrow.DataType:
    pa = arrow()
    if typing.get_origin(kind) is tuple:
        inner = _type(typing.get_args(kind)[0])
        return pa.list_(pa.field("element", inner, nullable=False))  # the name that Parquet itself gives it
    if issubclass(kind, str):
        return pa.string()
    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}[kind]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value

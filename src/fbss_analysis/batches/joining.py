"""The rows of all documents in one table, and of those set aside in another, however many there are.

The partitions are read one after the other and written on in groups of rows, so that memory holds one group at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from fbss_analysis import parquet
from fbss_analysis.batches.encoding import COMPRESSION, DocumentRow
from fbss_analysis.batches.work import QUARANTINED
from fbss_analysis.building.files import replacing

DOCUMENTS, ERRORS = "documents.parquet", "errors.parquet"
WHY = ("reason", "message")
GROUP = 20_000  # rows at a time


def join(parts: Iterable[Path], folder: Path) -> None:
    """Write `documents.parquet` and `errors.parquet` from the partitions, in the order given."""
    pa = parquet.arrow()
    import pyarrow.parquet

    whole = parquet.schema(DocumentRow)
    counted = pa.schema([field for field in whole if field.name not in WHY], metadata=whole.metadata)
    refused = pa.schema([whole.field(name) for name in ("path", *WHY)], metadata=whole.metadata)
    with ExitStack() as stack:
        files = [stack.enter_context(replacing(folder / name)) for name in (DOCUMENTS, ERRORS)]
        documents, errors = (
            stack.enter_context(pyarrow.parquet.ParquetWriter(file, schema, compression=COMPRESSION))
            for file, schema in zip(files, (counted, refused), strict=True)
        )
        for rows in _groups(parts):
            documents.write_table(rows.select(counted.names))
            errors.write_table(rows.filter(pa.compute.equal(rows["status"], QUARANTINED)).select(refused.names))


def _groups(parts: Iterable[Path]) -> Iterator[Any]:
    """The rows of all partitions, so many at a time."""
    pa = parquet.arrow()
    import pyarrow.compute
    import pyarrow.parquet

    group: list[Any] = []
    for path in parts:
        group.append(pyarrow.parquet.read_table(path, schema=parquet.schema(DocumentRow), partitioning=None))
        if sum(map(len, group)) >= GROUP:
            yield pa.concat_tables(group).combine_chunks()
            group = []
    if group:
        yield pa.concat_tables(group).combine_chunks()


def first_errors(folder: Path, most: int) -> list[tuple[str, str, str]]:
    """Path, reason and message of the first documents that were set aside."""
    parquet.arrow()
    import pyarrow.parquet

    found: list[tuple[str, str, str]] = []
    with pyarrow.parquet.ParquetFile(folder / ERRORS) as file:
        for rows in file.iter_batches(batch_size=most):
            found += [(row["path"], row["reason"], row["message"]) for row in rows.to_pylist()]
            if len(found) >= most:
                break
    return found[:most]

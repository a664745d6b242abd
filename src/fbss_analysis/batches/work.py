"""What a worker does with a partition: read and audit each document, and make the Parquet files that hold the results.

The files are made here, as bytes, because that is work and workers share it; they are written by the process that
leads, because then one process alone can tear a file, a full disk is told once, and only the documents have to be
visible to a worker on another machine. Nothing here depends on which worker does it, nor when.

A document that cannot be read, or whose audit fails, is set aside with the reason; the others are done. A document
that takes too long ends the worker: `faulthandler` can do so even where Python's own signals are not heard, in the
middle of a C function. The leading process then does the partition one document at a time (`isolation`).
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from fbss_analysis.batches.encoding import Audited, DocumentRow, encode
from fbss_analysis.batches.partitions import Entry, Partition
from fbss_analysis.building.fingerprint import digest, library_digest
from fbss_analysis.documents.folders import writable
from fbss_analysis.errors import InputError
from fbss_analysis.pipeline import audit_document
from fbss_analysis.reading import read_as, read_bytes
from fbss_analysis.tables import claim_row
from fbss_analysis.vocabulary import Reason, Verdict

AUDITED, QUARANTINED = "audited", "quarantined"
LIMIT = 60.0  # seconds that a small document may take; it takes some thousandths
SLOWEST = 10_000  # bytes a second that a large one may take; a quarter of what the densest text takes
# What may go better next time although the listing is the same.
AGAIN = frozenset({Reason.VANISHED, Reason.UNREADABLE, Reason.CRASHED, Reason.TOO_LONG})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A partition done: the bytes of its file in each table, and how many documents went which way.

    `version` is the library that did it, `verdicts` counts the findings, and `again` says that trying again may give
    more.
    """

    name: str
    key: str
    version: str
    files: Mapping[str, bytes] = field(repr=False)
    audited: int
    quarantined: int
    verdicts: Mapping[str, int]
    again: bool


@cache
def version() -> str:
    """The library that audits here, by its hash."""
    return library_digest()


def audit_partitions(task: Sequence[Partition], limit: float) -> list[Outcome]:
    """Audit partitions, one after the other; `limit` is what a small document may take, in seconds."""
    return [outcome(one, [audit_in_time(entry, limit) for entry in one.entries]) for one in task]


def audit_in_time(entry: Entry, limit: float) -> Audited:
    """Audit one document; where that takes longer than it may, the process ends."""
    with _watched(limit + entry.size / SLOWEST):
        return audit_entry(entry)


def audit_entry(entry: Entry) -> Audited:
    """Read and audit one document; where that fails, for whatever reason, the reason stands in its row."""
    data = b""
    try:
        if entry.problem is not None:
            raise entry.problem
        data = read_bytes(entry.path)
        document = read_as(data, entry.path)
        made = audit_document(document)
    except InputError as error:
        return set_aside(entry, error.reason or Reason.UNREADABLE, in_one_line(error, entry.path), data)
    except Exception as error:
        return set_aside(entry, Reason.FAILED, f"the audit failed: {type(error).__name__}: {error}", data)
    counts = len(made.mentions), len(made.ladders), len(made.findings)
    wrong = sum(finding.verdict is Verdict.INCONSISTENT for finding in made.findings)
    row = DocumentRow(document.doc, digest(data), len(data), len(document.text), *counts, wrong, AUDITED)
    return Audited(row, made.findings, made.mentions, tuple(map(claim_row, made.ladders)))


def set_aside(entry: Entry, reason: str, message: str, data: bytes = b"") -> Audited:
    """The row of a document that could not be audited; its hash is empty where it could not be read either."""
    known = digest(data) if data else ""
    size = len(data) or entry.size
    told = message.encode("utf-8", "backslashreplace").decode()
    return Audited(DocumentRow(writable(entry.path), known, size, 0, 0, 0, 0, 0, QUARANTINED, str(reason), told))


def in_one_line(error: InputError, path: str) -> str:
    """An error without its path: what is wrong, at which line where that is known, and what to do."""
    at = error.where.removeprefix(writable(path)).removeprefix(":")
    line = f" (line {at})" if at.isdigit() else ""
    return f"{error.what}{line}; {error.todo}" if error.todo else f"{error.what}{line}"


def outcome(partition: Partition, done: Sequence[Audited]) -> Outcome:
    """The files of a partition; a document whose results cannot be written is set aside as well."""
    try:
        files = encode(done)
    except Exception:
        done = [_writable(one, entry) for one, entry in zip(done, partition.entries, strict=True)]
        files = encode(done)
    rows = [one.document for one in done]
    audited = sum(row.status == AUDITED for row in rows)
    return Outcome(
        partition.name,
        partition.key,
        version(),
        files,
        audited,
        len(rows) - audited,
        dict(sorted(Counter(finding.verdict.value for one in done for finding in one.findings).items())),
        any(row.reason in AGAIN and not e.problem for row, e in zip(rows, partition.entries, strict=True)),
    )


def _writable(one: Audited, entry: Entry) -> Audited:
    try:
        encode([one])
    except Exception as error:
        return set_aside(entry, Reason.FAILED, f"the results cannot be written: {type(error).__name__}: {error}")
    return one


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End this process where what is inside takes longer; only in a process that was started for such work."""
    if multiprocessing.parent_process() is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()

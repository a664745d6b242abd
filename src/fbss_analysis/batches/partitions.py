"""Many documents to partitions: which belong together follows from their names alone, never from who was ready first.

A partition is the unit of work and of output: some hundreds of documents, so that sending it costs little beside
auditing it, and so that little is lost with it. Where a partition ends is decided by the documents themselves
(content-defined chunking): after the least number of documents, the first whose name's checksum is zero modulo the
wanted length ends it. So a document that comes or goes moves the end of its own partition and at most of a few behind
it, and the audit of a crawl that has grown redoes only what has changed.

What a partition was made from is its key: path, size and time of change of each file, as `make` and `git` see it. A
hash of all contents would be surer by a hair and would mean reading a whole crawl to learn that nothing is to be done;
the hash of what was read is in the table of documents for whoever wants to compare. The version of the library is part
of the key, since another library may find something else.

Reference: Muthitacharoen A, Chen B, Mazières D. A low-bandwidth network file system. SOSP 2001 (chunks that end where
their content says).

>>> shape = Shape(least=2, mean=2, most=4)
>>> [len(part.entries) for part in partitions((Entry(f"{n}.txt", 1, 0) for n in range(9)), "version", shape)]
[4, 4, 1]
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fbss_analysis.building.fingerprint import digest
from fbss_analysis.errors import InputError
from fbss_analysis.reading import files

NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was listed: its path, size in bytes and time of change; or why it cannot be read."""

    path: str
    size: int
    changed: int
    problem: InputError | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How large partitions are: documents at least, on average above that, and at most; bytes at most."""

    least: int = 64
    mean: int = 192
    most: int = 512
    bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents that are audited and written together; `name` says which they are, `key` in which state."""

    name: str
    key: str
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(entry.size for entry in self.entries)


def entries(paths: Iterable[str | os.PathLike[str]], leave_out: Path | None = None) -> Iterator[Entry]:
    """Every document that the paths name, listed lazily and sorted; nothing that lies in the folder `leave_out`."""
    ours = "" if leave_out is None else os.path.join(leave_out.absolute(), "")  # noqa: PTH118
    for found in files(paths):
        if isinstance(found, InputError):
            yield Entry(found.where, 0, 0, found)
        elif not (ours and os.path.abspath(found).startswith(ours)):  # noqa: PTH100  (links stay as they are)
            yield _entry(found)


def _entry(path: str) -> Entry:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:  # gone since it was listed; reading it says so
        return Entry(path, 0, 0)
    return Entry(path, status.st_size, status.st_mtime_ns)


def partitions(entries: Iterable[Entry], version: str, shape: Shape) -> Iterator[Partition]:
    """Group entries, in order; `version` is that of the library which will audit them."""
    group: list[Entry] = []
    size = 0
    for entry in entries:
        if group and size + entry.size > shape.bytes:
            yield _partition(group, version)
            group, size = [], 0
        group.append(entry)
        size += entry.size
        if len(group) >= shape.most or (len(group) >= shape.least and _ends(entry, shape.mean)):
            yield _partition(group, version)
            group, size = [], 0
    if group:
        yield _partition(group, version)


def _ends(entry: Entry, mean: int) -> bool:
    return zlib.crc32(os.fsencode(entry.path)) % mean == 0


def _partition(group: Sequence[Entry], version: str) -> Partition:
    names = b"\0".join(os.fsencode(entry.path) for entry in group)
    states = "\0".join(f"{entry.size} {entry.changed} {entry.problem or ''}" for entry in group)
    return Partition(digest(names)[:NAME_LENGTH], digest(f"{version}\0{digest(names)}\0{states}"), tuple(group))

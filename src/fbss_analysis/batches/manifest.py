"""What is done of an audit, and how that is known: a line for each partition, written when its files are safely there.

Each file is written beside its place, forced to the disk and renamed; after the last comes the partition's line in
`manifest.jsonl`, with the hash of every file and the key of what it was made from. So whatever ends a run, a line means
that the files were whole; and where one has been torn or lost since, its hash says so and the partition is done again.
The last line of a finished audit, and of no other, says `complete`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fbss_analysis.batches.encoding import PARTS
from fbss_analysis.batches.partitions import Partition
from fbss_analysis.batches.work import Outcome
from fbss_analysis.building.files import replace_file, told
from fbss_analysis.building.fingerprint import digest, file_digest
from fbss_analysis.errors import InputError

NAME = "manifest.jsonl"
LOCK = ".lock"
FORMAT = {"fbss_audit": 1}


@dataclass(frozen=True, slots=True)
class Line:
    """A partition that is done: from what, how many documents went which way, and the hash of each of its files."""

    part: str
    key: str
    audited: int
    quarantined: int
    verdicts: Mapping[str, int]
    again: bool
    files: Mapping[str, str]


class Manifest:
    """The lines of one audit, on disk and in hand; a manifest that is opened anew holds what earlier runs finished."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / NAME
        self.lines: dict[str, Line] = {}

    def open(self) -> None:
        """Read what is there and go on from it; an InputError where the folder holds something else."""
        with told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.lines = {line.part: line for line in read_lines(self.path)}
            for part in PARTS:
                (self.folder / part).mkdir(exist_ok=True)
        self._replace(self.lines.values(), {})

    def kept(self, partition: Partition) -> Line | None:
        """The line of a partition that need not be done again: nothing has changed, and its files are whole."""
        line = self.lines.get(partition.name)
        if line is None or line.key != partition.key or line.again:
            return None
        whole = all(file_digest(self._place(line.part, part)) == known for part, known in line.files.items())
        return line if whole else None

    def add(self, outcome: Outcome) -> Line:
        """Write the files of a partition, then its line; a FbssError where they cannot be written."""
        for part, data in outcome.files.items():
            replace_file(self._place(outcome.name, part), data)
        hashes = {part: digest(data) for part, data in outcome.files.items()}
        counts = outcome.audited, outcome.quarantined, outcome.verdicts
        line = Line(outcome.name, outcome.key, *counts, outcome.again, hashes)
        with told(self.path), self.path.open("ab") as file:
            file.write(_dump(asdict(line)).encode())
            file.flush()
            os.fsync(file.fileno())
        self.lines[line.part] = line
        return line

    def finish(self, order: Iterable[str], total: Mapping[str, Any]) -> None:
        """Put the partitions in the order of the documents, and say that the audit is complete."""
        self._replace([self.lines[name] for name in order], total)

    def sweep(self, wanted: Iterable[str]) -> None:
        """Remove the partitions that no document belongs to any more, and what an interrupted write has left."""
        names = set(map(file_name, wanted))
        for part in PARTS:
            for path in (self.folder / part).glob("*part-*"):
                if path.name not in names:
                    path.unlink()

    def documents(self, order: Iterable[str]) -> Iterable[Path]:
        """The file of each partition in the table of documents."""
        return (self._place(name, PARTS[0]) for name in order)

    def _place(self, name: str, part: str) -> Path:
        return self.folder / part / file_name(name)

    def _replace(self, lines: Iterable[Line], total: Mapping[str, Any]) -> None:
        last = [{"complete": total}] if total else []
        replace_file(self.path, "".join(map(_dump, [FORMAT, *map(asdict, lines), *last])))


def read_lines(path: Path) -> list[Line]:
    """The partitions that a manifest names; a line that was torn counts for nothing."""
    try:
        first, *rest = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        first, rest = json.dumps(FORMAT).encode(), []
        _refuse_unless(all(map(_is_ours, path.parent.iterdir())), path.parent)
    _refuse_unless(_load(first) == FORMAT, path)
    return [Line(**found) for found in map(_load, rest) if set(found) == set(Line.__dataclass_fields__)]


def _is_ours(path: Path) -> bool:
    """Whether this may lie in a folder for an audit that has not begun: our lock, or a folder with nothing in it."""
    return path.name == LOCK or (path.name in PARTS and not any(path.iterdir()))


def _refuse_unless(ours: bool, place: Path) -> None:
    if not ours:
        todo = "name a folder that is not there yet, or the folder of an earlier audit"
        raise InputError("the folder holds something else than an audit", str(place), todo)


def file_name(name: str) -> str:
    """What the file of a partition is called, in every table."""
    return f"part-{name}.parquet"


def _dump(line: Mapping[str, Any]) -> str:
    return json.dumps(line) + "\n"


def _load(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

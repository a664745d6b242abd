"""Hashes of everything that a result may depend on: files, trees, tables, the library, the environment.

Contents are hashed, not dates: a file that was touched or checked out anew is the same file. The environment enters as
the hash of the lock, of the installed packages' directory listing (which names every version), and of the interpreter;
reading every package's own record would cost a tenth of a second.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import site
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fbss_analysis.errors import UsageError
from fbss_analysis.project import DERIVED, RAW, REPORTS, notebooks, root

ABSENT = "absent"
LOCK = "requirements.lock"
KEYS = {"source_id": "{}", "doc": "{}", "claim_id": "{}."}  # a row's column that says which source it is about


def digest(text: str | bytes) -> str:
    """The SHA-256 of a text or of bytes."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, or a word that says that there is none."""
    try:
        with path.open("rb") as file:
            return digest(file.read())
    except OSError:
        return ABSENT


def listing(folder: Path) -> Iterable[Path]:
    """Every file below a folder, in order, without hidden ones and what Python leaves behind."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def tree_digest(folder: Path) -> str:
    """The SHA-256 of a folder: names and contents of all its files."""
    start = len(str(folder)) + 1
    return digest("".join(f"{file_digest(path)}  {str(path)[start:]}\n" for path in listing(folder)))


def listing_digest(folder: Path) -> str:
    """The hash of the names in a folder."""
    return digest("\n".join(sorted(os.listdir(folder)))) if folder.is_dir() else ABSENT  # noqa: PTH208


def raw_digest(project: Path) -> str:
    """The hash of data/raw with whatever originals are there."""
    return tree_digest(project / RAW)


def library_digest() -> str:
    """The hash of the library's whole source tree, templates included."""
    return tree_digest(Path(__file__).parents[1])


def environment_digest(project: Path) -> str:
    """The hash of what the library runs on: interpreter, machine, lock, and the names of all that is installed."""
    folders = [folder for folder in site.getsitepackages() if Path(folder).is_dir()]
    installed = ["\n".join(sorted(os.listdir(folder))) for folder in folders]  # noqa: PTH208
    about = [sys.version, platform.machine(), sys.platform, file_digest(project / LOCK), *installed]
    return digest("\n\n".join(about))


def selection(source: str = "", rows: Mapping[str, Sequence[str]] | None = None, columns: Sequence[str] = ()) -> str:
    """A part of a table as it is noted: about which source, which rows by the values of columns, which columns."""
    said = {
        "source": source,
        "rows": {key: list(values) for key, values in sorted((rows or {}).items())},
        "columns": list(columns),
    }
    return json.dumps({key: value for key, value in said.items() if value}) if any(said.values()) else ""


def part_of(text: str, part: str) -> str:
    """The selected rows and columns of a table, with its header; a UsageError where it has no such column.

    >>> part_of("claim_id,n\\ndarrow.a,1\\npmir.b,2\\n", selection("darrow", columns=["n"]))
    'n\\n1\\n'
    """
    header, *rows = _parsed(text)
    wanted = json.loads(part) if part else {}
    if source := wanted.get("source"):
        column, end, value = _about(header, source)
        rows = [row for row in rows if row[column][:end] == value]
    for name, values in wanted.get("rows", {}).items():
        column, among = _place(header, name), set(values)
        rows = [row for row in rows if row[column] in among]
    if columns := wanted.get("columns"):
        places = [_place(header, name) for name in columns]
        header, rows = list(columns), [[row[place] for place in places] for row in rows]
    found = io.StringIO(newline="")
    csv.writer(found, lineterminator="\n").writerows([header, *rows])
    return found.getvalue()


@lru_cache(maxsize=64)
def _parsed(text: str) -> tuple[list[str], ...]:
    return tuple(csv.reader(io.StringIO(text, newline="")))


def _about(header: Sequence[str], source: str) -> tuple[int, int | None, str]:
    key = next((name for name in KEYS if name in header), None)
    if key is None:
        raise UsageError("the rows of this table belong to no source", f"source={source!r}", "read the whole table")
    value = KEYS[key].format(source)
    return header.index(key), len(value) if key == "claim_id" else None, value


def _place(header: Sequence[str], name: str) -> int:
    if name not in header:
        raise UsageError(f"the table has no column {name!r}", "fbss.derived", f"its columns: {', '.join(header)}")
    return header.index(name)


def table_digest(fields: Sequence[Mapping[str, Any]], text: str, part: str) -> str:
    """The hash of a part of a table: the schema of its columns and its text."""
    columns = json.loads(part).get("columns") if part else None
    kept = [field for field in fields if not columns or field["name"] in columns]
    return digest(json.dumps(kept, sort_keys=True) + "\n" + (part_of(text, part) if part else text))


def tables_now(package: str, texts: Mapping[str, str], name: str, part: str) -> str:
    """The hash of a derived table, or of a part, given the data package and the text of each file by its name."""
    return _table_now(package, texts.get(f"{name}.csv"), name, part)


@lru_cache(maxsize=1024)
def _table_now(package: str, text: str | None, name: str, part: str) -> str:
    fields = {resource["name"]: resource["schema"]["fields"] for resource in _resources(package)}
    if name not in fields or text is None:
        return ABSENT
    try:
        return table_digest(fields[name], text, part)
    except UsageError:  # a column that was read is gone
        return ABSENT


@lru_cache(maxsize=2)
def _resources(package: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(package)["resources"]
    return found


def state() -> dict[str, str]:
    """The hash of everything that a build reads or has written, by what it is; reads it all, and imports nothing."""
    project = root()
    return {
        "data/raw": raw_digest(project),
        "notebooks": digest("".join(f"{path.name} {file_digest(path)}\n" for path in notebooks())),
        "library": library_digest(),
        "environment": environment_digest(project),
        "data/derived": tree_digest(project / DERIVED),
        "reports": tree_digest(project / REPORTS),
    }

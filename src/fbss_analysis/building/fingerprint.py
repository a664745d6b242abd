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
from collections.abc import Iterable, Mapping
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


def part_of(text: str, part: str) -> str:
    """The header of a table and its rows about one source; a UsageError where rows say nothing about sources.

    >>> part_of("claim_id,n\\ndarrow.a,1\\npmir.b,2\\n", "darrow")
    'claim_id,n\\ndarrow.a,1\\n'
    """
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    key = next((name for name in KEYS if name in header), None)
    if key is None:
        raise UsageError("the rows of this table belong to no source", f"source={part!r}", "read the whole table")
    column, wanted = header.index(key), KEYS[key].format(part)
    found = io.StringIO(newline="")
    end = len(wanted) if key == "claim_id" else None
    csv.writer(found, lineterminator="\n").writerows([header, *(row for row in rows if row[column][:end] == wanted)])
    return found.getvalue()


def table_digest(fields: Any, text: str) -> str:
    """The hash of a table: its schema and its text."""
    return digest(json.dumps(fields, sort_keys=True) + "\n" + text)


def tables_now(package: str, texts: Mapping[str, str], name: str, part: str) -> str:
    """The hash of a derived table, or of a part, given the data package and the text of each file by its name."""
    fields = {resource["name"]: resource["schema"]["fields"] for resource in json.loads(package)["resources"]}
    if name not in fields or f"{name}.csv" not in texts:
        return ABSENT
    text = texts[f"{name}.csv"]
    return table_digest(fields[name], part_of(text, part) if part else text)


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

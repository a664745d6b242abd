"""The committed tables of `data/derived`, as notebooks read them: typed by their own descriptor, refused when stale.

Notebooks read nothing else, so that plain papermill, nbval and Run All work before any build. The descriptor is a
Frictionless Data Package (https://datapackage.org): one resource a table, with a Table Schema, and the hash of the
`data/raw` that the tables were derived from.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis.building.fingerprint import digest, part_of, selection, table_digest
from fbss_analysis.building.observation import DERIVED_FROM, note, unguarded
from fbss_analysis.columns import TABLES
from fbss_analysis.corpus import raw_hash, root
from fbss_analysis.curated.records import suggestion
from fbss_analysis.schema import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def folder() -> Path:
    """Where the derived tables live."""
    return root() / "data" / "derived"


def descriptor() -> dict[str, Any]:
    """The data package that describes the tables; an InputError where there is none yet."""
    path = folder() / "datapackage.json"
    try:
        with unguarded(), path.open(encoding="utf-8") as file:
            found: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        raise InputError("nothing has been derived yet", str(path), "run: fbss report") from None
    return found


def derived(
    name: str, source: str | Sequence[str] = (), columns: Sequence[str] = (), **wanted: str | Iterable[str]
) -> pd.DataFrame:
    """Read one derived table, with the types of its schema; refuse it when `data/raw` has changed since.

    With a `source`, or several, only the rows about these articles are read, in the order given; with other names only
    rows whose column of that name has the value, or one of the values; of these only the `columns`, where some are
    named. In a build nothing else counts as read: a change elsewhere does not run the notebook again. A UsageError
    where there is no such column.
    """
    text, fields = _table(name)
    rows = {key: [value] if isinstance(value, str) else list(map(str, value)) for key, value in wanted.items()}
    parts = [selection(part, rows, columns) for part in ([source] if isinstance(source, str) else source) or [""]]
    texts = [part_of(text, part) if part else text for part in parts]
    for part in parts:
        note("table", name, part, table_digest(fields, text, part))
    text = texts[0] + "".join(some.partition("\n")[2] for some in texts[1:])
    _known(name, source, texts)
    return _frame(text, {field["name"]: field["type"] for field in fields if not columns or field["name"] in columns})


def _known(name: str, source: str | Sequence[str], texts: Sequence[str]) -> None:
    """Refuse an article that has no rows because nobody knows it; one that is known may have none."""
    named = [source] if isinstance(source, str) else source
    for one, text in zip(named, texts, strict=False):
        if one and text.count("\n") == 1:  # the header alone
            known = list(derived("sources", columns=["source_id"]).source_id)
            if one not in known:
                raise UsageError(f"there is no article {one!r}", f"the derived table {name}", suggestion(one, known))


def typed(name: str, text: str) -> pd.DataFrame:
    """The CSV text of a derived table as a frame with the types of its columns."""
    return _frame(text, {column.name: column.type for column in TABLES[name]})


def _frame(text: str, types: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    kinds = {name: DTYPES[kind] for name, kind in types.items()}
    return pd.read_csv(io.StringIO(text), dtype=kinds, keep_default_na=False, na_values=[""])


def _table(name: str) -> tuple[str, list[dict[str, str]]]:
    """The text and the fields of a table; an InputError where it is unknown, stale, or not what was derived."""
    package = descriptor()
    known = {resource["name"]: resource for resource in package["resources"]}
    if name not in known:
        raise InputError(f"no derived table is called {name!r}", str(folder()), f"known: {', '.join(sorted(known))}")
    if package["raw_sha256"] != (os.environ.get(DERIVED_FROM) or raw_hash()):
        raise InputError(
            f"{name} was derived from other data than data/raw holds now", str(folder()), "run: fbss report"
        )
    with unguarded(), (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        text = file.read()
    if known[name]["hash"] != f"sha256:{digest(text)}":
        raise InputError(f"{name} is not the table that was derived", str(folder()), "run: fbss report")
    return text, known[name]["schema"]["fields"]


def only(frame: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    """The rows whose columns have the wanted values, an empty value wanting all; a UsageError where none has one."""
    for column, value in wanted.items():
        rows = frame[frame[column] == value] if value else frame
        if value and not len(rows):
            known = frame[column].dropna().unique()
            raise UsageError(
                f"nothing here has {column} {value!r}", "a parameter of this notebook", suggestion(value, known)
            )
        frame = rows
    return frame

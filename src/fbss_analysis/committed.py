"""The committed tables of `data/derived`, as notebooks read them: typed by their own descriptor, refused when stale.

Notebooks read nothing else, so that plain papermill, nbval and Run All work before any build. The descriptor is a
Frictionless Data Package (https://datapackage.org): one resource a table, with a Table Schema, and the hash of the
`data/raw` that the tables were derived from.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis.corpus import raw_hash, root
from fbss_analysis.records import suggestion
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
        with path.open(encoding="utf-8") as file:
            found: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        raise InputError("nothing has been derived yet", str(path), "run: fbss report") from None
    return found


def derived(name: str) -> pd.DataFrame:
    """Read one derived table, with the types of its schema; refuse it when `data/raw` has changed since."""
    import pandas as pd

    package = descriptor()
    schemas = {resource["name"]: resource["schema"]["fields"] for resource in package["resources"]}
    if name not in schemas:
        raise InputError(f"no derived table is called {name!r}", str(folder()), f"known: {', '.join(sorted(schemas))}")
    if package["raw_sha256"] != raw_hash():
        raise InputError(
            f"{name} was derived from other data than data/raw holds now", str(folder()), "run: fbss report"
        )
    types = {field["name"]: DTYPES[field["type"]] for field in schemas[name]}
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return pd.read_csv(io.StringIO(text), dtype=types, keep_default_na=False, na_values=[""])


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

"""The results about many documents as frames, whether they are the curated articles, a folder of documents, or the
folder that an audit has left.

An audit's folder is read back as it is; a folder of documents is audited into a temporary one first, which is for
hundreds and not for a million: `fbss audit FOLDER -o OUT` does those, and its OUT is what to name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fbss_analysis import parquet
from fbss_analysis.batches.encoding import DocumentRow, schema_of
from fbss_analysis.batches.folder import audit_folder
from fbss_analysis.batches.joining import DOCUMENTS, ERRORS
from fbss_analysis.batches.manifest import NAME, file_name, read_lines
from fbss_analysis.batches.workers import Serial
from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, observing, unguarded
from fbss_analysis.committed import derived
from fbss_analysis.errors import InputError, UsageError
from fbss_analysis.reading import files
from fbss_analysis.schema import Finding

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

FINDING = ("check", "rung", "claim_id", "doc", "verdict", "reported", "expected", "message")
DOCUMENT = ("path", "characters", "claims", "findings", "inconsistent", "status")
ERROR = ("path", "reason", "message")


@dataclass(frozen=True, slots=True)
class Collection:
    """What was found in many documents, one frame each: `documents`, `errors`, `claims`, `findings`.

    Documents have path, characters, claims, findings, inconsistent and status; errors path, reason and message; claims
    and findings are those of the derived tables.
    """

    documents: pd.DataFrame
    errors: pd.DataFrame
    claims: pd.DataFrame
    findings: pd.DataFrame


def collected(folder: str | os.PathLike[str] = "") -> Collection:
    """What was found in the curated articles, or, where a folder is named, in its documents.

    An InputError where its audit is not finished, a UsageError where it is no folder.
    """
    if not os.fspath(folder):
        return _curated()
    place = Path(folder)
    if not place.is_dir():
        todo = "name a folder of documents, or the folder that an audit has left; leave it empty for the articles"
        raise UsageError("there is no such folder", str(folder), todo)
    if (place / NAME).is_file():
        note("file", str((place / NAME).absolute()), "", file_digest(place / NAME))
        with unguarded():
            return _read(place)
    for name in files([folder]) if observing() else ():
        if not isinstance(name, InputError):
            note("file", str(Path(name).absolute()), "", file_digest(Path(name)))
    with unguarded(), TemporaryDirectory(prefix="fbss-") as out:
        audit_folder(folder, out, Serial())
        return _read(Path(out))


def _curated() -> Collection:
    import pandas as pd

    sources, claims, findings = derived("sources"), derived("claims"), derived("findings")
    per_source = findings.groupby("doc").verdict.agg(["size", lambda verdicts: (verdicts == "inconsistent").sum()])
    per_source = per_source.reindex(sources.source_id, fill_value=0).astype("Int64")
    columns = {"path": sources.source_id, "characters": sources.characters, "claims": sources.claims}
    columns |= {"findings": per_source["size"].to_numpy(), "inconsistent": per_source.iloc[:, 1].to_numpy()}
    documents = pd.DataFrame(columns).assign(status="audited")
    errors = pd.DataFrame({"path": [], "reason": [], "message": []}, dtype="string")
    return Collection(documents, errors, claims, findings[list(FINDING)])


def _read(out: Path) -> Collection:
    if "complete" not in json.loads((out / NAME).read_text(encoding="utf-8").splitlines()[-1]):
        raise InputError("the audit is not finished", str(out), "run the same fbss audit again; it goes on")
    parts = [file_name(line.part) for line in read_lines(out / NAME)]  # in the order of the documents
    tables = (
        _table([out / DOCUMENTS], parquet.schema(DocumentRow), DOCUMENT),
        _table([out / ERRORS], parquet.schema(DocumentRow), ERROR),
        _table([out / "claims" / part for part in parts], schema_of("claims")),
        _table([out / "findings" / part for part in parts], parquet.schema(Finding), FINDING),
    )
    return Collection(*map(_frame, tables))


def _table(paths: Sequence[Path], schema: pyarrow.Schema, columns: Sequence[str] = ()) -> pyarrow.Table:
    import pyarrow.parquet

    wanted = list(columns or schema.names)
    chosen = pyarrow.schema([schema.field(name) for name in wanted])
    if not paths:
        return chosen.empty_table()
    return pyarrow.parquet.read_table(list(map(str, paths)), schema=chosen, columns=wanted)


def _frame(table: pyarrow.Table) -> pd.DataFrame:
    import pandas as pd

    pa = parquet.arrow()
    types: dict[Any, Any] = {pa.string(): pd.StringDtype("python"), pa.int64(): pd.Int64Dtype()}
    made: pd.DataFrame = table.to_pandas(types_mapper=types.get)
    return made

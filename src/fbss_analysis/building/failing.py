"""Which claims a failing cell is about: what its error message names beside notebook and cell.

Asked in this order, by whatever has an answer: the variables that the failing code uses, frame by frame from the
innermost, where they hold a claim or the name of one; the names of claims in the error, in the cell, and in the
parameters that the cell uses; the claims that the notebook selected last. Only names that the derived table of claims
has are told. A notebook that reads the whole table and fails on no claim in particular is about no claim.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from fbss_analysis.building.fingerprint import part_of
from fbss_analysis.building.observation import note
from fbss_analysis.errors import UsageError
from fbss_analysis.project import DERIVED

KIND = "failing"
NAME = re.compile(r"[a-z0-9_-]+\.[a-z0-9_]+", re.IGNORECASE)
TOLD_AT_MOST = 3


def load_ipython_extension(shell: Any) -> None:
    """In a kernel whose reads are observed: look at each cell that has failed."""
    shell.events.register("post_run_cell", _look)


def _look(result: Any) -> None:
    if result.error_in_exec is not None:
        note_claims(result.error_in_exec)


def note_claims(error: BaseException) -> None:
    """In the kernel: note what could be the name of a claim in the variables that the failing code uses."""
    for frame in reversed(list(_frames(error.__traceback__))):
        used = (*frame.f_code.co_varnames, *frame.f_code.co_names)
        for name in _held(frame.f_locals[key] for key in used if key in frame.f_locals):
            note(KIND, name, "", "")


def _frames(traceback: TracebackType | None) -> Iterator[Any]:
    while traceback:
        yield traceback.tb_frame
        traceback = traceback.tb_next


def _held(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        for held in (value, getattr(value, "claim_id", None), getattr(value, "name", None)):
            if type(held) is str and NAME.fullmatch(held):
                yield held


def claims_about(notes: Path | None, texts: Iterable[str], parameters: Mapping[str, object], project: Path) -> str:
    """The claims that a failing cell is about, as they stand in a message; empty where it is about none."""
    try:
        table = (project / DERIVED / "claims.csv").read_text(encoding="utf-8")
    except OSError:
        return ""
    known = _ids(table)
    lines = notes.read_text(encoding="utf-8").splitlines() if notes and notes.exists() else []
    seen: list[list[str]] = [json.loads(line) for line in lines]
    held = [name for kind, name, *_ in seen if kind == KIND]
    said = [name for text in texts for name in NAME.findall(text)]
    source = " ".join(texts)
    said += [str(value) for name, value in parameters.items() if re.search(rf"\b{re.escape(name)}\b", source)]
    return _told(_known(held, known) or _known(said, known) or _selected(seen, table, known))


def _known(names: Iterable[str], known: Collection[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in known]


def _selected(seen: Iterable[list[str]], table: str, known: Collection[str]) -> list[str]:
    """The claims of the last selection that was no whole table."""
    for kind, name, part, _ in reversed(list(seen)):
        if kind == "table" and name == "claims" and part:
            wanted = {key: value for key, value in json.loads(part).items() if key != "columns"}
            try:
                found = _ids(part_of(table, json.dumps(wanted)))
            except UsageError:
                continue
            if 0 < len(found) < len(known):
                return found
    return []


def _ids(table: str) -> list[str]:
    return [row["claim_id"] for row in csv.DictReader(io.StringIO(table, newline=""))]


def _told(names: list[str]) -> str:
    more = len(names) - TOLD_AT_MOST
    word = "claim" if len(names) == 1 else "claims"
    return f"{word} {', '.join(names[:TOLD_AT_MOST])}" + (f" and {more} more" if more > 0 else "") if names else ""

"""The kept baseline: the verdicts that were accepted last and what they rested on, so that a change has its cause.

`data/baseline` holds the verdicts with what the curators had entered of each claim (`verdicts.csv`) and the hash of
every file of `data/raw` (`inputs.csv`). Only `fbss baseline` writes it; no build does. The report is compared with
it: a verdict that differs is put down to what changed in the claim, in the records it leans on, or, where nothing of it
did, to a rule of the library.

>>> before = {"claim_id": "a.x", "reported": "5%", "cites": "b", "overall": "reproduced", "traced": "reproduced"}
>>> after = before | {"overall": "inconsistent", "traced": "inconsistent"}
>>> changed = compare([before], [after], {"studies/b.toml": "1"}, {"studies/b.toml": "2"})
>>> [(one.rung, one.after, one.cause) for one in changed]
[('traced', 'inconsistent', 'studies/b.toml'), ('overall', 'inconsistent', 'studies/b.toml')]
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fbss_analysis.building.files import replace_file
from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, unguarded
from fbss_analysis.corpus import raw_files
from fbss_analysis.project import root

FOLDER = Path("data", "baseline")
VERDICTS, INPUTS = "verdicts.csv", "inputs.csv"
ENTERED = ("reported", "hedge", "horizon", "denominator", "population", "procedure", "outcome", "cites", "derivation")
ASKED = ("recomputed", "traced", "relation", "pooled", "overall")
RULE = "a rule of the library; nothing that was entered for it has changed"
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A verdict that differs from the baseline, and because of what."""

    claim_id: str
    rung: str
    before: str
    after: str
    cause: str


def compare(old: Rows, new: Rows, inputs: Mapping[str, str], inputs_now: Mapping[str, str]) -> list[Changed]:
    """Every verdict that differs, claim by claim; rows are of the claims table, inputs are hashes by path."""
    before, after = ({row["claim_id"]: row for row in rows} for rows in (old, new))
    moved = {name for name in inputs.keys() | inputs_now.keys() if inputs.get(name) != inputs_now.get(name)}
    found = []
    for name in dict.fromkeys((*after, *before)):
        if name not in before or name not in after:
            words = ("no claim", after[name]["overall"]) if name in after else (before[name]["overall"], "no claim")
            found.append(Changed(name, "overall", *words, f"sources/{name.partition('.')[0]}/claims.toml"))
            continue
        for rung in ASKED:
            one, other = before[name].get(rung, ""), after[name].get(rung, "")
            if one != other:
                found.append(
                    Changed(name, rung, one or "none", other or "none", _cause(before[name], after[name], moved, rung))
                )
    return found


def _cause(old: Mapping[str, str], new: Mapping[str, str], moved: set[str], rung: str) -> str:
    """What was entered differently for a claim, else which file that it leans on differs, else a rule."""
    entered = [
        f"{key} {old.get(key) or 'none'} → {new.get(key) or 'none'}"
        for key in ENTERED
        if old.get(key, "") != new.get(key, "")
    ]
    works = [f"studies/{key}.toml" for key in new.get("cites", "").split()]
    source = f"sources/{new['claim_id'].partition('.')[0]}/"
    leans_on = [path for path in sorted(moved) if path in works or path.startswith(source)]
    pooled = [path for path in sorted(moved) if path == "cohorts.csv" and rung == "pooled"]
    return "; ".join(entered or leans_on or pooled) or RULE


def changed(claims: str) -> list[Changed] | None:
    """How the claims table (its CSV text) differs from the baseline; None where none is kept."""
    kept = {name: _kept(name) for name in (VERDICTS, INPUTS)}
    if not all(kept.values()):
        return None
    old, inputs = (list(csv.DictReader(io.StringIO(kept[name]))) for name in (VERDICTS, INPUTS))
    hashes = {row["path"]: row["sha256"] for row in inputs}
    return compare(old, list(csv.DictReader(io.StringIO(claims))), hashes, raw_files())


def _kept(name: str) -> str:
    path = root() / FOLDER / name
    note("file", (FOLDER / name).as_posix(), "", file_digest(path))
    with unguarded():
        return path.read_text(encoding="utf-8") if path.is_file() else ""


def keep() -> list[str]:
    """Make the derived tables as they stand the baseline; return the paths that were written, below the project."""
    with (root() / "data" / "derived" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = list(csv.DictReader(file))
    texts = {
        VERDICTS: _table(("claim_id", *ENTERED, *ASKED), claims),
        INPUTS: _table(("path", "sha256"), [{"path": name, "sha256": found} for name, found in raw_files().items()]),
    }
    (root() / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        replace_file(root() / FOLDER / name, text)
    return [(FOLDER / name).as_posix() for name in texts]


def _table(columns: Sequence[str], rows: Rows) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_cells(columns, rows))
    return out.getvalue()


def _cells(columns: Sequence[str], rows: Rows) -> Iterator[Sequence[str]]:
    yield columns
    yield from ([row[column] for column in columns] for row in rows)

"""What changed between two builds: which verdicts differ, claim by claim, rung by rung, and because of which input.

A build is a `claims.json`, or a folder with one: a report. Where the tables of the build are there too (`tables/` in a
report, or a folder like `data/derived`), the inputs of each changed claim are compared (`causes`), and what differs
among them is told as the reason; without them only what `claims.json` holds can be.

>>> old = [{"claim_id": "a.x", "reported": "5%", "recomputed": "reproduced", "overall": "reproduced"}]
>>> new = [{"claim_id": "a.x", "reported": "6%", "recomputed": "inconsistent", "overall": "inconsistent"}]
>>> for change in changes(old, new):
...     print(change)
a.x: reported 5% → 6%; recomputed reproduced → inconsistent; overall reproduced → inconsistent
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fbss_analysis import chapters
from fbss_analysis.causes import NO_TABLES, Row, Tables, causes
from fbss_analysis.columns import TABLES
from fbss_analysis.schema import InputError

COMPARED = ("reported", "start", "end", "located", "recomputed", "traced", "relation", "pooled", "overall", "formula")
VERDICTS = ("located", "recomputed", "traced", "pooled", "overall")
Build = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that came, went or changed: what differs (name, before, after), and because of which inputs."""

    claim_id: str
    statement: str
    status: str
    differing: tuple[tuple[str, str, str], ...] = ()
    because: tuple[str, ...] = field(default=())

    @property
    def verdicts(self) -> tuple[tuple[str, str, str], ...]:
        """Of what differs, the verdicts."""
        return tuple(one for one in self.differing if one[0] in VERDICTS)

    def __str__(self) -> str:
        return f"{self.claim_id}: " + "; ".join(_told(*one) for one in self.differing)


def read_build(path: Path) -> Build:
    """The claims of a build: a `claims.json`, or a folder (a report) that holds one."""
    file = path / "claims.json" if path.is_dir() else path
    if path.is_dir() and not file.exists() and (table := read_tables(path).get("claims")):
        return table
    try:
        with file.open(encoding="utf-8") as opened:
            found = json.load(opened)
    except OSError as error:
        raise InputError(f"the build cannot be read: {error.strerror}", str(file), "name a claims.json") from None
    except ValueError as error:
        raise InputError(f"this is not JSON: {error}", str(file), "name the claims.json of a report") from None
    if not isinstance(found, list) or not all(isinstance(item, dict) and "claim_id" in item for item in found):
        raise InputError("this is not a list of claims", str(file), "name the claims.json of a report")
    return found


def read_tables(path: Path) -> Tables:
    """The derived tables of a build by name, for its inputs; empty where it is a `claims.json` alone."""
    folder = path if path.is_dir() else path.parent
    folder = folder / "tables" if (folder / "tables").is_dir() else folder
    found: dict[str, Sequence[Row]] = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as opened:
                found[name] = list(csv.DictReader(opened))
    return found


def changes(old: Build, new: Build, before: Tables = NO_TABLES, after: Tables = NO_TABLES) -> Iterator[Change]:
    """Each claim that came, went or changed, in the order of the new build, what went at the end.

    `before` and `after` are the tables of the two builds, for the reasons.
    """
    was, now = ({claim["claim_id"]: claim for claim in build} for build in (old, new))
    for name, claim in now.items():
        if name not in was:
            yield Change(name, claim.get("statement", ""), "new", (("overall", "", _word(claim.get("overall"))),))
        elif found := tuple(_differing(was[name], claim)):
            why = causes(name, before, after) if before and after else ()
            yield Change(name, claim.get("statement", ""), "changed", found, why)
    for name, claim in was.items():
        if name not in now:
            yield Change(name, claim.get("statement", ""), "gone", (("overall", _word(claim.get("overall")), ""),))


def to_text(found: Sequence[Change]) -> str:
    """The changes for a terminal: a line each, and its reasons below."""
    lines = [line for change in found for line in (str(change), *(f"  because: {why}" for why in change.because))]
    return "\n".join(lines or ["no verdict changed"]) + "\n"


def to_page(found: Sequence[Change], old: str, new: str, total: int) -> str:
    """The changes as a page of its own, which needs no other file; `old` and `new` name the builds."""
    from markupsafe import Markup

    moved = [change for change in found if change.verdicts]
    return chapters.writer("")(
        "difference",
        style=Markup((chapters.TEMPLATES / "style.css").read_text(encoding="utf-8")),
        old=old,
        new=new,
        total=total,
        moved=moved,
        others=[change for change in found if not change.verdicts],
        verdicts=VERDICTS,
        reasons=any(change.because for change in found) or not found,
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key in COMPARED:
        if key in old and key in new and (pair := (_word(old[key]), _word(new[key])))[0] != pair[1]:
            yield key, *pair


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _told(key: str, old: str, new: str) -> str:
    if key == "overall" and not (old and new):
        return f"new, {new}" if new else f"gone, was {old}"
    return f"{key} {old or 'none'} → {new or 'none'}"

"""What changed between two builds: which verdicts differ, claim by claim, rung by rung.

>>> old = [{"claim_id": "a.x", "reported": "5%", "recomputed": "reproduced", "overall": "reproduced"}]
>>> new = [{"claim_id": "a.x", "reported": "6%", "recomputed": "inconsistent", "overall": "inconsistent"}]
>>> for change in changes(old, new):
...     print(change)
a.x: reported 5% → 6%; recomputed reproduced → inconsistent; overall reproduced → inconsistent
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fbss_analysis.schema import InputError

COMPARED = ("reported", "start", "end", "located", "recomputed", "traced", "relation", "pooled", "overall", "formula")
Build = Sequence[Mapping[str, Any]]


def read_build(path: Path) -> Build:
    """The claims of a build: a `claims.json`, or a folder (a report) that holds one."""
    file = path / "claims.json" if path.is_dir() else path
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


def changes(old: Build, new: Build) -> Iterator[str]:
    """One line per claim that came, went or changed, in the order of the new build, what went at the end."""
    before = {claim["claim_id"]: claim for claim in old}
    after = {claim["claim_id"]: claim for claim in new}
    for name, claim in after.items():
        if name not in before:
            yield f"{name}: new, {claim.get('overall')}"
        elif differences := [d for key in COMPARED if (d := _difference(key, before[name], claim))]:
            yield f"{name}: {'; '.join(differences)}"
    yield from (f"{name}: gone, was {claim.get('overall')}" for name, claim in before.items() if name not in after)


def _difference(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    pair = (old.get(key), new.get(key))
    return "" if pair[0] == pair[1] else f"{key} {pair[0] or 'none'} → {pair[1] or 'none'}"

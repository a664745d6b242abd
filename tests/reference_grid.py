"""Walk every number of a reference file and account for it: compared, given as input, or left out for a reason.

A comparison that silently skips what it does not know is worth little. `account` therefore takes a whole reference
document and the comparisons made on it, each with the path of what it was compared with, and reports every leaf of the
document that nobody claimed. The folder of the files is `tests/reference/dev`, or the one that FBSS_REFERENCE names,
so that other files of the same schema can be walked.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ABOUT = {f"/{name}": "not a number" for name in ("schema", "id", "split", "source", "kind", "dataset", "note")}
FOLDER = Path(os.environ.get("FBSS_REFERENCE") or Path(__file__).parent / "reference" / "dev")


def documents(kind: str) -> dict[str, dict[str, Any]]:
    """All reference documents of one kind, by file name."""
    every = {path.name: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
    return {name: document for name, document in every.items() if document.get("kind") == kind}


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number, text or null of a document with its path, parts joined by slashes."""
    if isinstance(node, dict | list) and node:
        parts = node.items() if isinstance(node, dict) else enumerate(node)
        for key, part in parts:
            yield from leaves(part, f"{path}/{key}")
    else:
        yield path, node


@dataclass(frozen=True, slots=True)
class Gap:
    """One number compared: how far ours is from it, its own size, and the two tolerances."""

    difference: float
    size: float
    relative: float
    absolute: float


@dataclass
class Account:
    """What became of every leaf: `compared`, `wrong` and, for numbers, the `gaps`, all by path."""

    document: dict[str, Any]
    compared: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    gaps: dict[str, Gap] = field(default_factory=dict)

    def compare(self, path: str, got: Any, relative: float = 1e-10, absolute: float = 1e-12) -> None:
        """Compare `got` (a number or nested lists of them) with the part of the document at `path`."""
        part: Any = self.document
        for key in path.strip("/").split("/"):
            part = part[int(key) if isinstance(part, list) else key]
        found = dict(leaves(got, path))
        expected = dict(leaves(part, path))
        if set(found) != set(expected):
            self.wrong.append(f"{path}: {len(found)} values against {len(expected)}")
        for leaf in set(found) & set(expected):
            self.compared.add(leaf)
            self._measure(leaf, found[leaf], expected[leaf], relative, absolute)
            if not same(found[leaf], expected[leaf], relative, absolute):
                self.wrong.append(f"{leaf}: {found[leaf]!r} against {expected[leaf]!r}")

    def _measure(self, leaf: str, got: Any, expected: Any, relative: float, absolute: float) -> None:
        numeric = isinstance(expected, int | float) and not isinstance(expected, bool) and math.isfinite(expected)
        if numeric and got is not None:
            self.gaps[leaf] = Gap(abs(float(got) - expected), abs(expected), relative, absolute)

    def unclaimed(self, left_out: dict[str, str]) -> list[str]:
        """Leaves that were neither compared nor left out by a pattern."""
        rest = (path for path, _ in leaves(self.document) if path not in self.compared)
        return [path for path in rest if not any(fnmatch(path, pattern) for pattern in left_out)]


def same(got: Any, expected: Any, relative: float, absolute: float) -> bool:
    """Whether two leaves agree; null stands for what R could not write as a number: NaN, NA and infinities."""
    if isinstance(expected, str):
        return bool(got == expected)
    if expected is None:
        return got is None or not math.isfinite(got)
    return math.isclose(got, expected, rel_tol=relative, abs_tol=absolute)

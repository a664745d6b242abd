"""The licence of everything that the locks install, read from what is installed by its own metadata.

`python tests/licences.py` rewrites docs/licences.csv: one row a distribution of the locks. One that is not installed
here (another platform's, another Python's) keeps its row; a folder given as an argument is searched as well.
"""

from __future__ import annotations

import csv
import importlib.metadata
import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "installer.lock", "bench.lock")
LISTED = ROOT / "docs" / "licences.csv"
COLUMNS = ("distribution", "licence")
# How older metadata says it, in words or as a classifier: the first pattern that matches names the licence.
WORDS = (
    (r"Mozilla Public License 2\.0|MPL[- ]2\.0", "MPL-2.0"),
    (r"Apache (?:Software )?Licen[sc]e|Apache[ -]2\.0", "Apache-2.0"),
    (r"Python Software Foundation|\bPSF", "PSF-2.0"),
    (r"3[- ]Clause BSD|BSD[- ]3|3-Clause", "BSD-3-Clause"),
    (r"2[- ]Clause BSD|BSD[- ]2|2-Clause", "BSD-2-Clause"),
    (r"\bBSD", "BSD"),
    (r"\bISC\b|ISCL", "ISC"),
    (r"\bMIT\b", "MIT"),
    (r"Artistic License", "Artistic-1.0"),
    (r"Lesser General Public|LGPL", "LGPL"),
)


def locked(lock: str) -> dict[str, set[str]]:
    """The distributions of a lock and their versions; there are several where Pythons differ."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    versions: dict[str, set[str]] = {}
    for each in found:
        versions.setdefault(canonicalize_name(each.name), set()).add(str(each.specifier).removeprefix("=="))
    return versions


def licence(distribution: importlib.metadata.Distribution) -> str:
    """The SPDX expression, or what licence field, classifiers or the licence file say; empty where nothing is said."""
    metadata = distribution.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [text for text in metadata.get_all("Classifier", []) if text.startswith("License ::")]
    files = [file for file in distribution.files or () if file.name.upper().startswith("LICEN")]
    heads = [file.read_text().strip().split("\n")[0] for file in files if not classifiers]
    for text in ((metadata.get("License") or "").strip().split("\n")[0], *classifiers, *heads):
        if re.fullmatch(r"[A-Za-z0-9.-]+(?: (?:AND|OR) [A-Za-z0-9.-]+)+", text):
            return text
        for pattern, name in WORDS:
            if re.search(pattern, text):
                return name
    return ""


def installed(folders: list[str] | None = None) -> dict[str, tuple[str, str]]:
    """Version and licence of every distribution that can be imported here, or that lies in the folders."""
    found = importlib.metadata.distributions(**({"path": folders} if folders else {}))
    return {canonicalize_name(d.name): (d.version, licence(d)) for d in found if d.metadata["Name"]}


def listed() -> dict[str, str]:
    """The rows of docs/licences.csv."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row["distribution"]: row["licence"] for row in csv.DictReader(file)}


def main(folders: list[str]) -> None:
    """Write the list anew."""
    here = (installed(folders) if folders else {}) | installed()
    known = (listed() if LISTED.exists() else {}) | {name: text for name, (_, text) in here.items()}
    names = sorted({name for lock in LOCKS for name in locked(lock)})
    with LISTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((name, known.get(name, "")) for name in names)


if __name__ == "__main__":
    main(sys.argv[1:])

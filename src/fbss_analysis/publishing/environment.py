"""What a report was made with: Python, the libraries and their versions, and the hashes of library and lock.

Nothing here tells the time or a place on this machine; the same environment gives the same page. All of it is part of
what decides whether a step has to run again (`fingerprint.environment_digest`).

>>> name_of("pandas[all]>=2.3; python_version > '3'")
'pandas'
"""

from __future__ import annotations

import platform
import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fbss_analysis import __version__
from fbss_analysis.building.fingerprint import LOCK, file_digest, library_digest
from fbss_analysis.building.observation import note, unguarded
from fbss_analysis.project import root

PROJECT = "pyproject.toml"
_NAME = re.compile(r"[\w.-]+")


def of_here() -> dict[str, Any]:
    """The environment of this process, for the page that tells it."""
    return {
        "about": [
            ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
            ("system", f"{platform.system()} on {platform.machine()}"),
            ("fbss_analysis", __version__),
        ],
        "hashes": [("the library's source", library_digest()), (LOCK, file_digest(root() / LOCK))],
        "libraries": [(name, _version(name)) for name in libraries()],
    }


def libraries() -> list[str]:
    """The libraries that the project says it needs, in order."""
    path = root() / PROJECT
    note("file", PROJECT, "", file_digest(path))
    with unguarded():
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return sorted(name_of(line) for line in found.get("project", {}).get("dependencies", []))


def name_of(requirement: str) -> str:
    """The name of the package that a line of requirements asks for."""
    found = _NAME.match(requirement)
    return found[0] if found else requirement


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"

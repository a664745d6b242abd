"""Where the originals are, and what a missing piece means: a loud skip for a person, a failure where FBSS_STRICT=1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def require(path: Path, what: str) -> Path:
    """Return `path` if it is there; otherwise skip, or fail in strict runs, saying what is missing."""
    if path.exists():
        return path
    message = f"{what} is missing at {path}; set FBSS_ORIGINALS to the folder of the five articles"
    if os.environ.get("FBSS_STRICT") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five original articles."""
    return require(Path(os.environ.get("FBSS_ORIGINALS", ROOT.parent / "shared" / "seeds")), "the folder of originals")

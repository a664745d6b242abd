"""The articles' own texts, which are not in the repository: FBSS_ORIGINALS names their folder."""

import hashlib
import os
from functools import cache
from pathlib import Path

import pytest

from fbss_analysis import corpus
from fbss_analysis.reading import decode
from fbss_analysis.schema import Source

PROJECT = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """The folder with the originals; skips the test where there is none, fails it under FBSS_STRICT=1."""
    path = Path(os.environ.get("FBSS_ORIGINALS", PROJECT.parent / "shared" / "seeds"))
    if not path.is_dir():
        message = f"the originals are not in {path}: set FBSS_ORIGINALS to the folder that holds them"
        (pytest.fail if os.environ.get("FBSS_STRICT") == "1" else pytest.skip)(message)
    return path


@cache
def sources() -> dict[str, Source]:
    """The sources of this checkout."""
    read = corpus.read_corpus(PROJECT)
    assert not read.source_problems, "\n".join(map(str, read.source_problems))
    return dict(read.sources)


def paths() -> dict[str, Path]:
    """Each source's original by its hash; all five must be there."""
    by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder().glob("*.txt"))}
    return {name: by_hash[source.sha256] for name, source in sources().items()}


def texts() -> dict[str, str]:
    """The decoded text of each original."""
    return {name: decode(path.read_bytes()) for name, path in paths().items()}

"""The articles' own texts, which are not in the repository, and the curated sources that they belong to."""

import hashlib
import os
from functools import cache
from pathlib import Path

from conftest import ROOT, require

from fbss_analysis import corpus
from fbss_analysis.reading import decode
from fbss_analysis.schema import Source


@cache
def sources() -> dict[str, Source]:
    """The sources of this checkout."""
    read = corpus.read_corpus(ROOT)
    assert not read.source_problems, "\n".join(map(str, read.source_problems))
    return dict(read.sources)


def paths() -> dict[str, Path]:
    """Each source's original by its hash; all five must be there."""
    folder = require(
        Path(os.environ.get("FBSS_ORIGINALS", ROOT.parent / "shared" / "seeds")), "the folder of originals"
    )
    by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.txt"))}
    return {name: by_hash[source.sha256] for name, source in sources().items()}


@cache
def texts() -> dict[str, str]:
    """The decoded text of each original."""
    return {name: decode(path.read_bytes()) for name, path in paths().items()}

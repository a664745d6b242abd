"""The first step of a build, run as `python -m fbss_analysis.building.auditing REQUEST RESULT` in a process of its own.

It needs half of the library and statsmodels besides; in a process forked from the warm parent these are there already,
and the process that leads the build never imports them. The request is a JSON file, and so are the two results: the
derived tables, which the notebooks wait for, and then the ledger's pages, made while these run. A FbssError comes back
in its three parts.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fbss_analysis import ledger_pages, pipeline
from fbss_analysis.building.deriving import RESULTS
from fbss_analysis.errors import FbssError
from fbss_analysis.publishing import about


def audit(listed: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The text of each derived table by its name, then that of each page that needs no notebook.

    A file that is no text is packed into one (`binaries`).
    """
    audits = pipeline.audit_sources()
    tables = pipeline.derive(audits)
    yield tables
    pages = ledger_pages.ledger_pages(audits, listed, tables)
    yield pages | about.pages(audits, tables, pages["claims.json"])


def put(path: Path, found: Mapping[str, Any]) -> None:
    """Write a result so that who waits for the file finds it whole."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(found), encoding="utf-8")
    beside.replace(path)


if __name__ == "__main__":
    request, result = map(Path, sys.argv[1:])
    try:
        for name, found in zip(RESULTS, audit(json.loads(request.read_text(encoding="utf-8"))), strict=True):
            put(result / name, found)
    except FbssError as error:
        for name in RESULTS:
            put(result / name, {"error": [type(error).__name__, error.what, error.where, error.todo]})
    sys.stderr.flush()
    os._exit(0)  # all is written; to take down what it shares with its parent would copy that first

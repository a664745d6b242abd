"""The first step of a build, run as `python -m fbss_analysis.building.auditing REQUEST RESULT` in a process of its own.

It needs half of the library and statsmodels besides; in a process forked from the warm parent these are there already,
and the process that leads the build never imports them. Request and result are JSON files; a FbssError comes back in
its three parts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fbss_analysis import ledger_pages, pipeline
from fbss_analysis.errors import FbssError


def audit(listed: list[dict[str, str]]) -> dict[str, Any]:
    """The derived tables and the ledger's pages, each file's text by its path, or the error that there was."""
    try:
        audits = pipeline.audit_sources()
        texts = {f"data/derived/{name}": text for name, text in pipeline.derive(audits).items()}
        return texts | {f"reports/{name}": text for name, text in ledger_pages.ledger_pages(audits, listed).items()}
    except FbssError as error:
        return {"error": [type(error).__name__, error.what, error.where, error.todo]}


if __name__ == "__main__":
    request, result = map(Path, sys.argv[1:])
    found = audit(json.loads(request.read_text(encoding="utf-8")))
    result.write_text(json.dumps(found), encoding="utf-8")

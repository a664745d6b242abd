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
from fbss_analysis.publishing import about


def audit(listed: list[dict[str, str]]) -> dict[str, Any]:
    """The derived tables and the pages that need no notebook, each file's text by its path, or the error there was.

    A file that is no text is packed into one (`binaries`).
    """
    try:
        audits = pipeline.audit_sources()
        tables = pipeline.derive(audits)
        pages = ledger_pages.ledger_pages(audits, listed, tables)
        pages |= about.pages(audits, tables, pages["claims.json"])
        texts = {f"data/derived/{name}": text for name, text in tables.items()}
        return texts | {f"reports/{name}": text for name, text in pages.items()}
    except FbssError as error:
        return {"error": [type(error).__name__, error.what, error.where, error.todo]}


if __name__ == "__main__":
    request, result = map(Path, sys.argv[1:])
    found = audit(json.loads(request.read_text(encoding="utf-8")))
    result.write_text(json.dumps(found), encoding="utf-8")

"""An executed notebook made a chapter's fragment of HTML, as `python -m fbss_analysis.building.typesetting IN OUT`.

It runs in a process of its own, forked from the warm parent, which has imported nbconvert already: several chapters are
rendered at once, and the process that leads the build need not import it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from fbss_analysis import chapters

MODULE = "fbss_analysis.building.typesetting"

if __name__ == "__main__":
    executed, fragment = map(Path, sys.argv[1:])
    fragment.write_text(chapters.render(nbformat.read(executed, as_version=4)), encoding="utf-8", newline="")

"""Precision, recall and F1 of extraction on every labelled corpus, by its role; writes extraction/results.csv.

A quantity counts as read right where kind group, all numbers and unit are those of the label (strict). The first page
of the report and the tests read what is stored here; run this again when extraction or a corpus has changed.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
CORPORA = HERE.parent / "tests" / "examples" / "extraction"
RESULTS = HERE / "extraction" / "results.csv"
ROLES = ("held_out", "developed_on", "bugs")
COLUMNS = ("role", "texts", "quantities", "precision", "recall", "f1")


def scorer() -> ModuleType:
    """The scoring program beside the corpora."""
    spec = importlib.util.spec_from_file_location("extraction_score", CORPORA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def table() -> str:
    """The results as CSV."""
    score = scorer()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for role in ROLES:
        tally = score.score(role)
        shares = (tally.precision(), tally.recall(), tally.f1())
        writer.writerow([role, len(score.load(role)), tally.gold["all"], *(f"{share:.6f}" for share in shares)])
    return out.getvalue()


if __name__ == "__main__":
    RESULTS.write_text(table(), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"), end="")

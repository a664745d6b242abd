"""Precision, recall and F1 of extraction on every labelled corpus, by its role; writes extraction/results.csv.

A quantity counts as read right where kind group, all numbers and unit are those of the label (strict). The first page
of the report and the tests read what is stored here; run this again when extraction or a corpus has changed.

Texts of others stay out of the repository, and what was looked at once is unseen no more. So the score on unseen texts
is measured once, before anything is changed because of them, from a folder with `docs/*.txt`, `labels.jsonl` and
`borderline.jsonl` (free to be read or not); its row is kept in extraction/unseen.csv:

    python benchmarks/extraction_scores.py --unseen FOLDER
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from fbss_analysis.extraction import extract
from fbss_analysis.schema import Document

HERE = Path(__file__).parent
CORPORA = HERE.parent / "tests" / "examples" / "extraction"
RESULTS = HERE / "extraction" / "results.csv"
UNSEEN = HERE / "extraction" / "unseen.csv"
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
    if UNSEEN.is_file():
        writer.writerows(csv.reader(UNSEEN.read_text(encoding="utf-8").splitlines()))
    for role in ROLES:
        writer.writerow(_row(role, len(score.load(role)), score.score(role)))
    return out.getvalue()


def _row(role: str, texts: int, tally: Any) -> list[object]:
    shares = (tally.precision(), tally.recall(), tally.f1())
    return [role, texts, tally.gold["all"], *(f"{share:.6f}" for share in shares)]


def unseen(folder: Path) -> list[object]:
    """The row of texts that nobody who works on extraction has seen."""
    score = scorer()
    labels: dict[str, list[Any]] = {path.stem: [] for path in sorted((folder / "docs").glob("*.txt"))}
    for name, kind in (("labels", None), ("borderline", "free")):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            numbers = {key: record.get(key) for key in ("value", "low", "high", "numerator", "denominator", "sd")}
            if numbers["value"] is not None:  # the bounds of a hedge are not printed
                numbers |= {"low": None, "high": None}
            if record["kind"] == "date":  # labels tell a month, mentions its year
                numbers = {key: float(str(number)[:4]) for key, number in numbers.items() if number is not None}
            labels[record["doc"]].append(score.Label(record["start"], record["end"], kind or record["kind"], **numbers))
    tally = score.Tally()
    for name, told in labels.items():
        with (folder / "docs" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            document = Document(name, file.read())
        tally.add(document.text, told, extract(document))
    return _row("unseen", len(labels), tally)


def main() -> None:
    """Measure what is asked for, store it, and show the table."""
    if sys.argv[1:2] == ["--unseen"]:
        with UNSEEN.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(unseen(Path(sys.argv[2])))
    RESULTS.write_text(table(), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()

"""Where the proof stores its tables: one small CSV each, rows in the order they were made, no clock in it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, object]
FOLDER = Path(__file__).resolve().parent / "results"


def write(name: str, rows: Sequence[Row], folder: Path = FOLDER) -> None:
    """Write the table `name`: its columns are those of all rows, in order of appearance."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of a stored table, as text."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

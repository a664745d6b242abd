"""Fuzzing at length: hostile texts into extract and audit, broken records and parameters into their readers.

    python benchmarks/proof/fuzz.py [--texts 1000000] [--records 100000] [--seed 1] [--jobs 2] [--again | --older]

Stores one row a part: which numbers of which seed, how many bytes, how many failed, and the slowest. A text fails with
an error that is not in three parts, an offset that does not hold, or more than 50 ms of the processor per started KB
(tests/fuzz/run.py says how that is measured). A part is stored as soon as it is done, so that a run that was broken off
is taken up where it ended; parts that another state of the library was given are tried again, or with `--older` only
those of them in which something failed: the row of each tells by its digest which library it was given. The programs
stand in tests/fuzz and tell the number of what failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests" / "fuzz")]

import records  # noqa: E402
import results  # noqa: E402
import run  # noqa: E402

from fbss_analysis.building.fingerprint import library_digest  # noqa: E402

PART = 20_000
TEXTS, RECORDS = "extract and audit", "records and parameters"
PLACE = ("target", "seed", "first", "inputs")
Counts = dict[str, object]


def texts(pool: ProcessPoolExecutor, seed: int, first: int, last: int) -> Counts:
    """Examine generated texts by their numbers."""
    found = run.try_all(pool, seed, first, last)
    for number, name, data, error in found.failed:
        print(f"input {number} of seed {seed} ({name}): {data!r}\n{error}", file=sys.stderr)
    return {"bytes": found.size, "failed": len(found.failed), "slowest_ms_per_kb": f"{1000 * found.slowest:.0f}"}


def broken_records(pool: ProcessPoolExecutor, seed: int, first: int, last: int) -> Counts:
    """Examine damaged records and parameters by their numbers."""
    starts = range(first, last, run.BATCH)
    tasks = [pool.submit(_records, seed, at, min(at + run.BATCH, last)) for at in starts]
    return {"bytes": "", "failed": sum(task.result() for task in tasks), "slowest_ms_per_kb": ""}


def _records(seed: int, first: int, last: int) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(first, last):
            try:
                records.examine(seed, number, Path(scratch))
            except Exception as error:
                failed += 1
                print(f"record {number} of seed {seed}: {error!r}", file=sys.stderr)
    return failed


def parts(target: str, inputs: int, seed: int) -> list[results.Row]:
    """The stretches of numbers that are to be tried, without what comes of them."""
    library = library_digest()[:12]
    ends = [min(first + PART, inputs) for first in range(0, inputs, PART)]
    return [
        {"target": target, "seed": seed, "first": PART * i, "inputs": end - PART * i, "library": library}
        for i, end in enumerate(ends)
    ]


def taken_up(wanted: list[results.Row], stored: list[dict[str, str]], *, older: bool = False) -> list[results.Row]:
    """The wanted parts, those that were tried with this library (or well with an `older`) with what came of them."""
    same = PLACE if older else (*PLACE, "library")
    known = {tuple(row[key] for key in same): row for row in stored if not older or row["failed"] == "0"}
    return [row | known.get(tuple(str(row[key]) for key in same), {}) for row in wanted]


def main() -> None:
    """Try what is asked for and has not been tried, and store the counts."""
    parser = argparse.ArgumentParser(description="Fuzzing at length.")
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    repeated = parser.add_mutually_exclusive_group()
    repeated.add_argument("--again", action="store_true", help="try all, also what is stored of this library")
    repeated.add_argument("--older", action="store_true", help="keep what is stored of any library and did not fail")
    given = parser.parse_args()
    wanted = parts(TEXTS, given.texts, given.seed) + parts(RECORDS, given.records, given.seed)
    rows = taken_up(wanted, [] if given.again else results.read("fuzz"), older=given.older)
    with ProcessPoolExecutor(given.jobs) as pool:
        tries: dict[str, Callable[..., Counts]] = {TEXTS: partial(texts, pool), RECORDS: partial(broken_records, pool)}
        for row in (row for row in rows if "failed" not in row):
            row |= tries[str(row["target"])](given.seed, row["first"], int(str(row["first"])) + int(str(row["inputs"])))
            results.write("fuzz", [each for each in rows if "failed" in each])
            print(", ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    sys.exit(any(int(str(row["failed"])) for row in rows))


if __name__ == "__main__":
    main()

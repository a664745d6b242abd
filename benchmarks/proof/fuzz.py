"""Fuzzing at length: hostile texts into extract and audit, broken records and parameters into their readers.

    python benchmarks/proof/fuzz.py [--texts 1000000] [--records 100000] [--seed 1] [--jobs 2]

Stores how many inputs were tried of each and how many failed: an error that is not in three parts, an offset that does
not hold, or more than 5 seconds for one text. Both programs stand in tests/fuzz and tell the number of what failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests" / "fuzz")]

import records  # noqa: E402
import results  # noqa: E402
import run  # noqa: E402

SLOW_SECONDS = 5.0


def texts(inputs: int, seed: int, jobs: int) -> results.Row:
    """Examine generated texts."""
    starts = range(0, inputs, run.BATCH)
    with ProcessPoolExecutor(jobs) as pool:
        tasks = [pool.submit(run.try_batch, seed, at, min(at + run.BATCH, inputs), SLOW_SECONDS) for at in starts]
        found = [task.result() for task in tasks]
    failed = [failure for _, failures in found for failure in failures]
    for number, name, data, error in failed:
        print(f"input {number} of seed {seed} ({name}): {data!r}\n{error}", file=sys.stderr)
    size = sum(size for size, _ in found)
    return {"target": "extract and audit", "inputs": inputs, "bytes": size, "failed": len(failed), "seed": seed}


def broken_records(inputs: int, seed: int) -> results.Row:
    """Examine damaged records and parameters."""
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(inputs):
            try:
                records.examine(seed, number, Path(scratch))
            except Exception as error:
                failed += 1
                print(f"input {number} of seed {seed}: {error!r}", file=sys.stderr)
    return {"target": "records and parameters", "inputs": inputs, "bytes": "", "failed": failed, "seed": seed}


def main() -> None:
    """Try what is asked for and store the counts."""
    parser = argparse.ArgumentParser(description="Fuzzing at length.")
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    rows = [texts(given.texts, given.seed, given.jobs), broken_records(given.records, given.seed)]
    results.write("fuzz", rows)
    sys.exit(any(row["failed"] for row in rows))


if __name__ == "__main__":
    main()

"""A million hostile texts: python tests/fuzz/run.py --inputs 1000000 --seed 1 [--jobs 2] [--keep]

Each input follows from the seed and its number, so any one can be made again. An input that breaks something, or for
which reading, extraction and audit take more than 50 ms of the processor per started KB (1,024 bytes), is told with its
number and the error; with --keep it becomes a file of corpus/, which every test run replays. Exit status 1 where
anything failed.

The time is that of the processor, as others may use the machine. One that is over the limit is examined twice more and
the least of the three counts, so that what happens once in a process (a module loaded, an expression compiled, memory
tidied up) or in a moment of a crowded machine is not held against the text that comes first; what a text costs it
costs each time. An empty page costs some 2 ms; so started KBs need no other floor.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pieces
from examine import examine

BATCH = 500
EVERY = 10  # of so many inputs one is written in all formats, too
PER_KB = 0.05  # seconds of the processor
CORPUS = Path(__file__).parent / "corpus"


class Batch(NamedTuple):
    """What came of a stretch of inputs: their bytes, the slowest in seconds per started KB, and what failed."""

    size: int
    slowest: float
    failed: list[tuple[int, str, bytes, str]]


def try_batch(seed: int, first: int, last: int) -> Batch:
    """Examine inputs by their numbers; number, name, bytes and error of each that fails are told."""
    failed, size, slowest = [], 0, 0.0
    for number in range(first, last):
        data, name = pieces.document(random.Random(f"{seed}-{number}"))
        size += len(data)
        try:
            taken = per_kb(data, examine(data, name, written=number % EVERY == 0))
            if taken > PER_KB:
                taken = min(per_kb(data, examine(data, name, written=False)) for _ in range(2))
        except Exception:
            failed.append((number, name, data, traceback.format_exc(limit=-3)))
            continue
        slowest = max(slowest, taken)
        if taken > PER_KB:
            failed.append((number, name, data, f"took {1000 * taken:.0f} ms per KB for {len(data)} bytes"))
    return Batch(size, slowest, failed)


def per_kb(data: bytes, seconds: float) -> float:
    """Seconds per started KB."""
    return seconds / (len(data) // 1024 + 1)


def keep(name: str, data: bytes) -> Path:
    """Store an input that failed, under the hash of its bytes."""
    CORPUS.mkdir(exist_ok=True)
    path = CORPUS / (hashlib.sha256(data).hexdigest()[:16] + Path(name).suffix)
    path.write_bytes(data)
    return path


def main() -> int:
    """Try all inputs, tell what failed, and how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="store what failed in corpus/")
    options = parser.parse_args()
    began, failures, size, slowest = time.perf_counter(), 0, 0, 0.0
    with ProcessPoolExecutor(options.jobs) as pool:
        starts = range(0, options.inputs, BATCH)
        tasks = [pool.submit(try_batch, options.seed, at, min(at + BATCH, options.inputs)) for at in starts]
        for batch in (task.result() for task in tasks):
            size, slowest, failures = size + batch.size, max(slowest, batch.slowest), failures + len(batch.failed)
            for number, name, data, error in batch.failed:
                stored = f" stored as {keep(name, data).name}" if options.keep else ""
                print(f"input {number} of seed {options.seed} ({name}){stored}: {data!r}\n{error}", flush=True)
    taken = time.perf_counter() - began
    print(
        f"{options.inputs:,} inputs, {size / 1e6:.1f} MB, {failures} failed, {options.inputs / taken:,.0f} a second, "
        f"at most {1000 * slowest:.0f} ms per KB"
    )
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())

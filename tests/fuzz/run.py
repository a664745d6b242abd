"""A million hostile texts: python tests/fuzz/run.py --inputs 1000000 --seed 1 [--jobs 2] [--keep]

Each input follows from the seed and its number, so any one can be made again. An input that breaks something, or for
which reading, extraction and audit take more than 50 ms of the processor per started KB (1,024 bytes), is told with its
number and the error; with --keep it becomes a file of corpus/, which every test run replays. Exit status 1 where
anything failed.

The time is that of the processor, as others may use the machine. One that is over the limit is examined twice more, and
again alone when all others are done, and the least counts, so that what happens once in a process (a module loaded, an
expression compiled, memory tidied up) or between processes that share a core is not held against a text; what a text
costs it costs each time. An empty page costs some 2 ms; so started KBs need no other floor.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pieces
from examine import examine

BATCH = 500
EVERY = 10  # of so many inputs one is written in all formats, too
PER_KB = 0.05  # seconds of the processor
CORPUS = Path(__file__).parent / "corpus"


Failure = tuple[int, str, bytes, str]  # number, name, bytes, error


class Batch(NamedTuple):
    """What came of a stretch of inputs: their bytes, the slowest in seconds per started KB, the failed and the slow."""

    size: int
    slowest: float
    failed: list[Failure]
    slow: list[int]


def try_batch(seed: int, first: int, last: int) -> Batch:
    """Examine inputs by their numbers; number, name, bytes and error of each that fails are told, those over the limit
    by their numbers."""
    failed, slow, size, slowest = [], [], 0, 0.0
    for number in range(first, last):
        data, name = pieces.document(random.Random(f"{seed}-{number}"))
        size += len(data)
        try:
            taken = per_kb(data, examine(data, name, written=number % EVERY == 0))
            if taken > PER_KB:
                taken = least(data, name, 2)
        except Exception:
            failed.append((number, name, data, traceback.format_exc(limit=-3)))
            continue
        if taken > PER_KB:
            slow.append(number)
        else:
            slowest = max(slowest, taken)
    return Batch(size, slowest, failed, slow)


def least(data: bytes, name: str, times: int) -> float:
    """The least time that an input takes, in seconds per started KB."""
    return min(per_kb(data, examine(data, name, written=False)) for _ in range(times))


def try_alone(seed: int, number: int) -> tuple[float, list[Failure]]:
    """How long a slow input takes while no other is examined, and that it fails where this is over the limit."""
    data, name = pieces.document(random.Random(f"{seed}-{number}"))
    taken = least(data, name, 3)
    told = f"took {1000 * taken:.0f} ms per KB for {len(data)} bytes"
    return taken, [(number, name, data, told)] if taken > PER_KB else []


def try_all(pool: Executor, seed: int, first: int, last: int) -> Batch:
    """Examine inputs by their numbers in batches, and those that were slow once more, one by one."""
    starts = range(first, last, BATCH)
    tasks = [pool.submit(try_batch, seed, at, min(at + BATCH, last)) for at in starts]
    batches = [task.result() for task in tasks]
    alone = [pool.submit(try_alone, seed, number).result() for batch in batches for number in batch.slow]
    failed = [each for batch in batches for each in batch.failed] + [each for _, told in alone for each in told]
    slowest = max([batch.slowest for batch in batches] + [taken for taken, _ in alone])
    return Batch(sum(batch.size for batch in batches), slowest, failed, [])


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
    began = time.perf_counter()
    with ProcessPoolExecutor(options.jobs) as pool:
        found = try_all(pool, options.seed, 0, options.inputs)
    for number, name, data, error in found.failed:
        stored = f" stored as {keep(name, data).name}" if options.keep else ""
        print(f"input {number} of seed {options.seed} ({name}){stored}: {data!r}\n{error}", flush=True)
    taken = time.perf_counter() - began
    print(
        f"{options.inputs:,} inputs, {found.size / 1e6:.1f} MB, {len(found.failed)} failed, "
        f"{options.inputs / taken:,.0f} a second, at most {1000 * found.slowest:.0f} ms per KB"
    )
    return bool(found.failed)


if __name__ == "__main__":
    sys.exit(main())

"""A million hostile texts: python tests/fuzz/run.py --inputs 1000000 --seed 1 [--jobs 2] [--keep]

Each input follows from the seed and its number, so any one can be made again. An input that breaks something, or that
takes longer than --slow seconds, is told with its number and the error; with --keep it becomes a file of corpus/, which
every test run replays. Exit status 1 where anything failed.
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

import pieces
from examine import examine

BATCH = 500
EVERY = 10  # of so many inputs one is written in all formats, too
CORPUS = Path(__file__).parent / "corpus"


def try_batch(seed: int, first: int, last: int, slow: float) -> tuple[int, list[tuple[int, str, bytes, str]]]:
    """Examine inputs by their numbers; the bytes tried, and number, name, bytes and error of each that failed."""
    failed, size = [], 0
    for number in range(first, last):
        data, name = pieces.document(random.Random(f"{seed}-{number}"))
        size += len(data)
        began = time.perf_counter()
        try:
            examine(data, name, written=number % EVERY == 0)
        except Exception:
            failed.append((number, name, data, traceback.format_exc(limit=-3)))
        else:
            if (taken := time.perf_counter() - began) > slow:
                failed.append((number, name, data, f"took {taken:.1f} seconds for {len(data)} bytes"))
    return size, failed


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
    parser.add_argument("--slow", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--keep", action="store_true", help="store what failed in corpus/")
    options = parser.parse_args()
    began, failures, size = time.perf_counter(), 0, 0
    with ProcessPoolExecutor(options.jobs) as pool:
        starts = range(0, options.inputs, BATCH)
        tasks = [
            pool.submit(try_batch, options.seed, start, min(start + BATCH, options.inputs), options.slow)
            for start in starts
        ]
        for task in tasks:
            tried, failed = task.result()
            size += tried
            failures += len(failed)
            for number, name, data, error in failed:
                stored = f" stored as {keep(name, data).name}" if options.keep else ""
                print(f"input {number} of seed {options.seed} ({name}){stored}: {data!r}\n{error}", flush=True)
    taken = time.perf_counter() - began
    print(f"{options.inputs:,} inputs, {size / 1e6:.1f} MB, {failures} failed, {options.inputs / taken:,.0f} a second")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())

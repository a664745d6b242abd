"""Folders of many small documents: documents a second, scaling over two processes, peak memory.

    python benchmarks/batches.py [DOCUMENTS]

The documents are made here, of our own words, in a temporary folder; DOCUMENTS is 100,000 where not said. Every way of
doing them runs in processes of its own, from a cold start, and has to leave the same bytes. Times are of the wall, so
they mean something on a quiet machine only. Scaling is the speed of two processes over twice that of one, of several
runs in turn, so that what else the machine does falls on both alike. Memory is the largest resident set that the system
has counted for the leading process and for any of its workers (VmHWM, so Linux only).
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import cycle
from pathlib import Path

DOCUMENTS = 100_000
FEW = 10_000
REPEATS = 3
A_FOLDER = 1_000
POLL = 0.2
SENTENCES = (
    "Of {n} patients who came back after the operation, {k} ({share}%) still had pain in the leg.",
    "About {share}% were content with the result; the others would rather have waited.",
    "The follow-up lasted {months} months, and {lost} people were lost on the way.",
    "Nobody asked them beforehand what they hoped for, which is a pity.",
    "One in {in_n} needed a second operation within {months} months.",
    "The score fell from {before} to {after} points, which most of them noticed.",
    "Walking helped more than rest, and so did a patient explanation.",
    "In the clinic {n} people were seen in the year, {half} of them women.",
)
SERIAL = """
import sys
from fbss_analysis.batches.folder import audit_folder
from fbss_analysis.batches.workers import Serial
audit_folder(*sys.argv[1:], executor=Serial())
"""


def write_documents(folder: Path, first: int, behind: int) -> None:
    """Small documents of two to four sentences, a thousand to a folder."""
    for number in range(first, behind):
        if number % A_FOLDER == 0:
            (folder / f"{number // A_FOLDER:04d}").mkdir(parents=True)
        n, k = 60 + number % 400, 3 + number % 50
        values = {"n": n, "k": k, "share": round(100 * k / n, 1), "months": 3 + number % 40, "lost": number % 9}
        values |= {"in_n": 5 + number % 20, "before": 7 + number % 3, "after": 2 + number % 4, "half": n // 2}
        at = [(number * 5 + step * 3) % len(SENTENCES) for step in range(2 + number % 3)]
        text = " ".join(SENTENCES[place].format(**values) for place in at)
        (folder / f"{number // A_FOLDER:04d}" / f"{number:07d}.txt").write_text(text + "\n", encoding="utf-8")


def run(folder: Path, out: Path, *how: str) -> tuple[float, dict[int, float]]:
    """Seconds that an audit takes, and the peak memory of each of its processes in megabytes, the leading one first."""
    given = ["-c", SERIAL, str(folder), str(out)]
    if how:
        given = ["-m", "fbss_analysis", "audit", str(folder), "-o", str(out), "--quiet", *how]
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *given], stdout=subprocess.DEVNULL, start_new_session=True)
    peaks: dict[int, float] = {process.pid: 0.0}
    while process.poll() is None:
        peaks |= {pid: peak for pid, peak in memory(process.pid) if peak}
        time.sleep(POLL)
    if process.returncode:
        raise SystemExit(f"the audit ended with status {process.returncode}")
    return time.perf_counter() - start, peaks


def memory(session: int) -> Iterator[tuple[int, float]]:
    """The processes of a session with the largest resident set of each so far, in megabytes."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            of_session = int((place / "stat").read_text(errors="replace").rpartition(")")[2].split()[3])
            peak = re.search(r"VmHWM:\s+(\d+)", (place / "status").read_text())
        except OSError:
            continue
        if of_session == session and peak:
            yield int(place.name), int(peak[1]) / 1024


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process with one thread."""
    from distributed import Client

    file = folder / "scheduler.json"

    def dask(*given: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "dask", *given, "--scheduler-file", str(file), "--no-dashboard"]
        return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)

    processes = [dask("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        while not file.exists() or not file.stat().st_size:
            time.sleep(POLL)
        processes += [dask("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(2)]
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        with Client(address) as client:
            client.wait_for_workers(2, timeout=120)
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def digest(out: Path) -> str:
    """One hash of all files of a result."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def tell(name: str, count: int, seconds: float, peaks: dict[int, float]) -> None:
    lead, *others = peaks.values()
    workers = f", of a worker {max(others):.0f} MB" if others else ""
    print(f"{name:<22} {count / seconds:>8,.0f} documents/s  ({count:,} in {seconds:.1f} s)", end="")
    print(f"  peak memory {lead:.0f} MB{workers}", flush=True)


def speeds(folder: Path, scratch: Path, count: int) -> None:
    """All ways on all documents; the results have to be the same."""
    results = set()
    for name, how in (("serial", []), ("one process", ["--jobs", "1"]), ("two processes", ["--jobs", "2"])):
        out = scratch / name.replace(" ", "-")
        tell(name, count, *run(folder, out, *how))
        results.add(digest(out))
    with cluster(scratch) as address:
        out = scratch / "dask"
        tell("two Dask workers", count, *run(folder, out, "--scheduler", address))
        results.add(digest(out))
    tell("again, nothing to do", count, *run(folder, out, "--jobs", "2"))
    print("the same bytes every way" if len(results) == 1 else "THE RESULTS DIFFER")


def scaling(folder: Path, scratch: Path, count: int) -> None:
    """Speed of two processes over twice the speed of one, in turn."""
    seconds: dict[str, list[float]] = {"1": [], "2": []}
    for number, jobs in zip(range(2 * REPEATS), cycle(seconds), strict=False):
        seconds[jobs].append(run(folder, scratch / f"{jobs}-{number}", "--jobs", jobs)[0])
    shares = sorted(one / (2 * two) for one, two in zip(*seconds.values(), strict=True))
    middle = statistics.median(shares)
    print(f"scaling over two processes, {count:,} documents, start included: {middle:.2f} of ideal", end="")
    print(f" ({shares[0]:.2f} to {shares[-1]:.2f} in {REPEATS} pairs of runs)")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    few = min(FEW, count // 10)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        write_documents(place / "documents", 0, few)
        tell(f"two processes, {few:,}", few, *run(place / "documents", place / "few", "--jobs", "2"))
        scaling(place / "documents", place, few)
        write_documents(place / "documents", few, count)
        speeds(place / "documents", place, count)

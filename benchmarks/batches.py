"""Folders of many small documents: documents a second, scaling over two processes, peak memory.

    python benchmarks/batches.py [STEP ...] [--documents 100000] [--folder FOLDER]

Every step audits a folder from a cold start, in processes of its own; its line is printed and stored in
`benchmarks/batches.csv` as soon as it is done, so that a part can be done again by naming its steps. A step is a way
and a size: `serial`, `one` and `two` (processes of a pool), `dask` (two local workers, about 1,000 documents a task) or
`again` (nothing to do), with `start` (one document), `few` (a tenth) or `many` (all). Where no step is named, all are
done but `serial-many`, which takes as long as `one-many` and measures the same: twelve minutes on two quiet cores.

Scaling is the time of one worker process over twice that of two. It is told with the start and without it, which is
what a folder with one document takes. Beside it stands what the machine itself gives to two processes that share
nothing (`control`), and beside each step the cores that others used meanwhile, the hypervisor included: times are of
the wall, and mean something only where that is near zero. `cpu` is the processor time of all processes of the step,
which tells what the parallel ways cost even where the machine is not quiet. Memory is the largest resident set that the
system has counted for the leading process and for any of its workers (VmHWM; Linux only). All ways have to leave the
same bytes. The documents are made here, of our own words.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path

from proof import results

import fbss_analysis
from fbss_analysis.building.fingerprint import library_digest

DOCUMENTS = 100_000
A_FOLDER = 1_000
POLL = 0.4
TABLE = "batches"
HERE = Path(__file__).resolve().parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(fbss_analysis.__file__).parents[1])}
TICK = os.sysconf("SC_CLK_TCK")
BUSY = (0, 1, 2, 5, 6, 7)  # of a line of /proc/stat: all but idle and waiting, what the hypervisor takes included
WAYS = {"serial": [], "one": ["--jobs", "1"], "two": ["--jobs", "2"], "dask": [], "again": ["--jobs", "2"]}
STEPS = ("control", "one-start", "two-start", "dask-start", "serial-few", "one-few", "two-few", "dask-few")
STEPS += ("one-many", "two-many", "dask-many", "again-many")
LOOPS = 20_000_000
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
Use = dict[int, tuple[float, float]]  # of each process: peak memory in megabytes, processor time in seconds


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
        file = folder / f"{number // A_FOLDER:04d}" / f"{number:07d}.txt"
        file.write_text(text + "\n", encoding="utf-8")
        os.utime(file, (0, 0))  # the time of change enters the manifest, and steps are compared by their bytes


def documents(place: Path, count: int) -> str:
    """The name of the folder with so many documents, which is made where it is not there yet."""
    name = f"documents-{count}"
    if not (place / name).exists():
        half_done = place / f"{name}-new-{os.getpid()}"
        write_documents(half_done, 0, count)
        half_done.rename(place / name)
    return name


def use_of(sessions: set[int]) -> Use:
    """What the processes of some sessions have used so far."""
    found: Use = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[3]) in sessions:
                peak = re.search(r"VmHWM:\s+(\d+)", (place / "status").read_text())
                found[int(place.name)] = int(peak[1]) / 1024 if peak else 0.0, sum(map(int, fields[11:13])) / TICK
        except OSError:
            continue
    return found


def machine_use() -> float:
    """Seconds of all cores that anyone has used so far."""
    counted = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
    return sum(int(counted[at]) for at in BUSY) / TICK


def run(command: Sequence[str], place: Path, beside: set[int]) -> results.Row:
    """Run an audit: its seconds, its use of the processors and of memory, and what others used meanwhile."""
    before, others, start = use_of(beside), machine_use(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, start_new_session=True, cwd=place, env=ENVIRONMENT
    )
    used: Use = {process.pid: (0.0, 0.0)}
    while process.poll() is None:
        used |= {pid: use for pid, use in use_of({process.pid, *beside}).items() if use[0]}
        try:
            process.wait(POLL)
        except subprocess.TimeoutExpired:
            continue
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the audit ended with status {process.returncode}")
    cpu = sum(spent - before.get(pid, (0.0, 0.0))[1] for pid, (_, spent) in used.items())
    lead, *workers = (peak for peak, _ in used.values())
    return {
        "seconds": round(seconds, 2),
        "cpu": round(cpu, 1),
        "others": round(max(0.0, machine_use() - others - cpu) / seconds, 2),
        "lead_mb": round(lead),
        "worker_mb": round(max(workers, default=0)),
    }


@contextmanager
def cluster(place: Path) -> Iterator[tuple[str, set[int]]]:
    """A Dask scheduler with two workers, each a process with one thread: its address, and the sessions of all three."""
    from distributed import Client

    file = place / "scheduler.json"
    file.unlink(missing_ok=True)

    def dask(*given: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "dask", *given, "--scheduler-file", str(file), "--no-dashboard"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(line, stdout=quiet, stderr=quiet, cwd=place, env=ENVIRONMENT, start_new_session=True)

    processes = [dask("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        while not file.exists() or not file.stat().st_size:
            if processes[0].poll() is not None:
                raise SystemExit("the Dask scheduler does not start")
            time.sleep(POLL)
        processes += [dask("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(2)]
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        with Client(address) as client:
            client.wait_for_workers(2, timeout=120)
        yield address, {process.pid for process in processes}
    finally:
        for process in processes:
            process.kill()
            process.wait()


def digest(out: Path) -> str:
    """One hash of all files of a result."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in files)).hexdigest()[:12]


def audit(way: str, count: int, place: Path) -> results.Row:
    """Audit so many documents in one way."""
    folder = documents(place, count)
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        out = Path(scratch) / "out"
        given = [folder, str(out), *WAYS[way]]
        line = ["-m", "fbss_analysis", "audit", folder, "-o", str(out), "--quiet", *WAYS[way]]
        if way == "again":
            run(line, place, set())
        with cluster(place) if way == "dask" else nullcontext(("", set())) as (address, beside):
            line += ["--scheduler", address] if address else []
            row = run(["-c", SERIAL, *given] if way == "serial" else line, place, beside)
        return row | {"bytes": digest(out)}


def loop() -> None:
    """Work that shares nothing with anyone."""
    total = 0
    for number in range(LOOPS):
        total += number


def control() -> results.Row:
    """What two processes give that share nothing: the seconds of one over those of two side by side."""

    def seconds(jobs: int) -> float:
        processes = [multiprocessing.Process(target=loop) for _ in range(jobs)]
        start = time.perf_counter()
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return time.perf_counter() - start

    shares = sorted(seconds(1) / seconds(2) for _ in range(3))
    return {"scaling": round(shares[1], 2)}


def tell(row: results.Row) -> None:
    """One line about a step."""
    if "seconds" not in row:
        print(f"control: two processes that share nothing reach {row['scaling']} of ideal", flush=True)
        return
    count, seconds = int(str(row["documents"])), float(str(row["seconds"]))
    print(f"{row['step']:<12}{count / seconds:>7,.0f} documents/s ({count:,} in {seconds:.1f} s", end="")
    print(f", cpu {row['cpu']} s, others used {row['others']} cores)", end="")
    print(f"  peak memory {row['lead_mb']} MB, of a worker {row['worker_mb']} MB", flush=True)


def store(row: results.Row) -> list[dict[str, str]]:
    """Put a row in the table, in the place of the same step of before; what another library did is dropped."""
    kept = [old for old in stored() if old["library"] == row["library"]]
    key = str(row["step"]), str(row["documents"])
    others = [old for old in kept if (old["step"], old["documents"]) != key]
    results.write(TABLE, [*others, row], HERE)
    return stored()


def stored() -> list[dict[str, str]]:
    """The rows of the table, none where there is no table."""
    return results.read(TABLE, HERE) if (HERE / f"{TABLE}.csv").exists() else []


def summarize(rows: Sequence[dict[str, str]], sizes: dict[str, int]) -> None:
    """Scaling, with the start and without, flat memory, and whether all ways left the same bytes."""
    rows = [row for row in rows if row["documents"] in map(str, sizes.values())]
    seconds = {row["step"]: float(row["seconds"]) for row in rows if row["seconds"]}
    for size in ("few", "many"):
        for two in ("two", "dask"):
            one = f"one-{size}"
            if one in seconds and f"{two}-{size}" in seconds:
                whole = seconds[one] / (2 * seconds[f"{two}-{size}"])
                print(f"scaling {two}-{size}: {whole:.2f} of ideal, start included", end="")
                if {"one-start", f"{two}-start"} <= set(seconds):
                    least = seconds[one] - seconds["one-start"], seconds[f"{two}-{size}"] - seconds[f"{two}-start"]
                    print(f"; {least[0] / (2 * least[1]):.2f} without", end="")
                print(f" ({sizes[size]:,} documents)")
    for way in ("one", "two", "dask"):
        peaks = [
            (row["lead_mb"], row["worker_mb"]) for s in ("few", "many") for row in rows if row["step"] == f"{way}-{s}"
        ]
        if len(peaks) == 2:
            (lead, worker), (lead_many, worker_many) = peaks
            print(f"memory {way}: leading {lead} and {lead_many} MB, a worker {worker} and {worker_many} MB", end="")
            print(f" ({sizes['few']:,} and {sizes['many']:,} documents)")
    for size, count in sizes.items():
        left = [row["bytes"] for row in rows if row["documents"] == str(count) and row["bytes"]]
        if len(left) > 1:
            same = "the same bytes" if len(set(left)) == 1 else "THE BYTES DIFFER"
            print(f"{size}: {same} in {len(left)} ways")


def main() -> None:
    """Do the steps that are named."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("steps", nargs="*", metavar="STEP", help=f"{', '.join(STEPS)} or serial-many; all but it")
    options.add_argument("--documents", type=int, default=DOCUMENTS, help="how many are many; few are a tenth")
    options.add_argument("--folder", type=Path, help="where the documents are made and kept; else a temporary one")
    given = options.parse_args()
    if unknown := set(given.steps) - {*STEPS, "serial-many", "serial-start", "again-few", "again-start"}:
        options.error(f"no such step: {', '.join(sorted(unknown))}")
    sizes = {"start": 1, "few": given.documents // 10, "many": given.documents}
    with tempfile.TemporaryDirectory() as made:
        place = (given.folder or Path(made)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        rows = stored()
        for step in given.steps or STEPS:
            way, _, size = step.partition("-")
            row: results.Row = {"step": step, "documents": sizes[size or "start"], "library": library_digest()[:12]}
            row |= audit(way, sizes[size], place) if size else control()
            tell(row)
            rows = store(row)
        summarize(rows, sizes)


if __name__ == "__main__":
    main()

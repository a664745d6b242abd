"""Time `fbss report` from a clean tree against the same notebooks run one by one with papermill and jupyter nbconvert.

Both sides execute the same notebooks the same number of times; ours also derives the tables and writes every page.
Prints minimum, median and maximum of wall time, processor time and peak memory, and the ratios. Run it on a quiet
machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fbss_analysis import corpus, reporting

BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of wall time and of processor time, and the peak of resident memory in MB."""

    wall: float
    cpu: float
    memory: float


def measure(run: Callable[[], None]) -> Cost:
    """Run once and measure, children included; memory is sampled over the whole tree of processes."""
    peak, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, done))
    watcher.start()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    watcher.join()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak[0])


def _watch(peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.05):
        peak[0] = max(peak[0], _resident(os.getpid()))


def _resident(parent: int) -> float:
    """Resident memory in MB of all descendants of a process, by /proc; 0 where there is no /proc."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=False).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family, grown = {parent}, True
    while grown:
        more = {pid for pid, above, _ in rows if above in family and pid not in family}
        family, grown = family | more, bool(more)
    return sum(rss for pid, _, rss in rows if pid in family and pid != parent) / 1024


def ours(jobs: int) -> None:
    """`fbss report` with nothing built before."""
    shutil.rmtree(corpus.root() / "reports" / "notebooks", ignore_errors=True)
    subprocess.run([BIN / "fbss", "report", "--quiet", "--jobs", str(jobs)], check=True, stdout=subprocess.DEVNULL)


def by_hand() -> None:
    """The papermill command and then jupyter nbconvert for each execution that the report has."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as folder:
        for run in reporting.plan({}):
            output = Path(folder, f"{run.name}.ipynb")
            values = [text for name, value in run.values.items() for text in ("-p", name, str(value))]
            subprocess.run([BIN / "papermill", run.path, output, *values, "--cwd", run.path.parent], **quiet)  # type: ignore[call-overload]
            subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", output], **quiet)  # type: ignore[call-overload]


def tell(name: str, costs: list[Cost]) -> None:
    """Print minimum, median and maximum of each cost."""
    for what in ("wall", "cpu", "memory"):
        values = sorted(getattr(cost, what) for cost in costs)
        print(f"{name:<10} {what:<7} {values[0]:9.2f} {statistics.median(values):9.2f} {values[-1]:9.2f}")


def main() -> None:
    """Measure both sides in turn and print the ratios of their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sides = {"report": lambda: ours(options.jobs), "by hand": by_hand}
    costs = {name: [measure(run) for _ in range(options.repeats)] for name, run in sides.items()}
    print(f"{'':<10} {'':<7} {'minimum':>9} {'median':>9} {'maximum':>9}   seconds; memory in MB")
    for name, found in costs.items():
        tell(name, found)
    for what in ("wall", "cpu", "memory"):
        pair = [statistics.median(getattr(cost, what) for cost in costs[name]) for name in sides]
        print(f"report / by hand, {what}: {pair[0] / pair[1]:.3f}")


if __name__ == "__main__":
    main()

"""Time `fbss report` from nothing, with nothing to do and after one claim was edited, against the notebooks by hand.

By hand means the papermill command and then jupyter nbconvert for each execution that the report has; ours also derives
the tables and writes every page. All runs work on a copy of the project. An edited claim is one with another statement:
the same steps run as for another figure, and its article, digest and record still agree. Prints minimum, median and
maximum of wall time, processor time and peak memory, and the ratios of the medians. Run it on a quiet machine.
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

from fbss_analysis import project
from fbss_analysis.building import planning

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


def copy_of_project(folder: Path) -> Path:
    """A copy of what a build reads, without originals; FBSS_ROOT names it from now on."""
    here = project.root()
    for name in ("data", "notebooks", "benchmarks"):
        shutil.copytree(here / name, folder / name, ignore=shutil.ignore_patterns("original.*"))
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(here / name, folder)
    os.environ[project.ROOT_VARIABLE] = str(folder)
    return folder


def fbss(*arguments: str) -> None:
    """Run the command `fbss`."""
    subprocess.run([sys.executable, "-m", "fbss_analysis", *arguments], check=True, stdout=subprocess.DEVNULL)


def from_nothing(jobs: int) -> None:
    """`fbss report` with nothing built before."""
    for name in (project.BUILD, project.REPORTS):
        shutil.rmtree(project.root() / name, ignore_errors=True)
    fbss("report", "--quiet", "--jobs", str(jobs))


def statements(folder: Path) -> list[tuple[Path, int]]:
    """Every claim's statement: its file and line."""
    files = sorted((folder / "data" / "raw" / "sources").glob("*/claims.toml"))
    return [
        (path, number)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines())
        if line.startswith('statement = "')
    ]


def edit(path: Path, number: int) -> None:
    """Add a mark to the statement of one claim."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number] = lines[number].removesuffix('"') + '!"'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def after_an_edit(place: tuple[Path, int], jobs: int) -> Cost:
    """What `fbss report` costs after the statement of one claim was edited."""
    edit(*place)
    return measure(lambda: fbss("report", "--quiet", "--jobs", str(jobs)))


def by_hand() -> None:
    """The papermill command and then jupyter nbconvert for each execution that the report has."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as folder:
        for run in planning.plan({}):
            output = Path(folder, f"{run.name}.ipynb")
            values = [text for name, value in run.values.items() for text in ("-p", name, str(value))]
            subprocess.run([BIN / "papermill", run.path, output, *values, "--cwd", run.path.parent], **quiet)  # type: ignore[call-overload]
            subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", output], **quiet)  # type: ignore[call-overload]


def tell(name: str, costs: list[Cost]) -> None:
    """Print minimum, median and maximum of each cost."""
    for what in ("wall", "cpu", "memory"):
        values = sorted(getattr(cost, what) for cost in costs)
        print(f"{name:<12} {what:<7} {values[0]:9.2f} {statistics.median(values):9.2f} {values[-1]:9.2f}")


def main() -> None:
    """Measure all sides in turn and print the ratios of their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--claims", type=int, default=5, help="how many claims to edit, evenly spread; 0: all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_of_project(Path(scratch))
        places = statements(folder)
        step = max(1, len(places) // options.claims) if options.claims else 1
        costs: dict[str, list[Cost]] = {name: [] for name in ("by hand", "from nothing", "one claim", "no change")}
        for _ in range(options.repeats):  # in turn, so that whatever else the machine does falls on all of them
            costs["from nothing"].append(measure(lambda: from_nothing(options.jobs)))
            costs["no change"] += [measure(lambda: fbss("report", "--quiet")) for _ in range(5)]
            costs["by hand"].append(measure(by_hand))
        costs["one claim"] = [after_an_edit(place, options.jobs) for place in places[::step]]
    print(f"{'':<12} {'':<7} {'minimum':>9} {'median':>9} {'maximum':>9}   seconds; memory in MB")
    for name, found in costs.items():
        tell(name, found)
    for name, other in (("from nothing", "by hand"), ("one claim", "from nothing"), ("no change", "from nothing")):
        for what in ("wall", "cpu", "memory"):
            pair = [statistics.median(getattr(cost, what) for cost in costs[side]) for side in (name, other)]
            print(f"{name} / {other}, {what}: {pair[0] / pair[1]:.3f}")


if __name__ == "__main__":
    main()

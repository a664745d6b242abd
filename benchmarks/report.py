"""Time `fbss report` from nothing, with nothing to do and after one claim's figure was edited, against others.

By hand means the papermill command and then jupyter nbconvert for each execution that the report has; ours also derives
the tables and writes every page. The floor is the cells alone, in two processes that are forked when all imports are
done: no kernel, no page. With --peers the same graph is given to snakemake and to dvc, installed by uv into an
environment of their own. All runs work on a copy of the project.

An edited claim has its figure moved by the smallest step, in its record and its digest, one claim after the other over
all sources. After an edit the build is timed twice: with the process that has stayed from the build before (what an
analyst has), and without (what a scheduled job has; its processor time is complete, that of the process that stayed is
not ours to count). From nothing means without it, too.

Prints what it has measured as it goes, and at the end minimum, median and maximum of wall time, processor time and peak
memory, the share of each part of a build, and the ratios of the medians. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
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

sys.path.insert(0, str(Path(__file__).resolve().parent))

import peers
from floor import floor
from mutation.mutants import mutate

from fbss_analysis import corpus, project
from fbss_analysis.building import planning
from fbss_analysis.schema import Claim

BIN = Path(sys.executable).parent
SHOWN = "darrow.fbss_6m"
FIRST_LOOKS_SECONDS = (0.05, 0.05, 0.1)
LOOKS_EVERY_SECONDS = 0.25  # at memory; to look is to list all processes, which takes a hundredth of a second itself
NAMES = ("by hand", "floor", "from nothing", "no change", "fbss show", "fbss --help")
RATIOS = (
    *(("from nothing", "by hand"), ("from nothing", "floor"), ("one claim", "from nothing")),
    *(("the same, cold", "from nothing"), ("no change", "from nothing")),
    *(
        (ours, f"{peer}, {which}")
        for peer in ("snakemake", "dvc")
        for ours, which in (("from nothing", "full"), ("no change", "nothing"))
    ),
)


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
    looks = itertools.chain(FIRST_LOOKS_SECONDS, itertools.repeat(LOOKS_EVERY_SECONDS))
    while not done.wait(next(looks)):
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
    """`fbss report` with nothing built before and no process that has stayed."""
    for name in (project.BUILD, project.REPORTS):
        shutil.rmtree(project.root() / name, ignore_errors=True)
    fbss("report", "--quiet", "--jobs", str(jobs), "--keep-warm", "0")


def chosen(count: int) -> list[Claim]:
    """So many claims, spread evenly, and the first of every source; all for 0."""
    claims = [claim for source in corpus.sources().values() for claim in source.claims]
    step = max(1, len(claims) // count) if count else 1
    first = {claim.source_id: claim for claim in reversed(claims)}
    wanted = {claim.claim_id for claim in (*claims[::step], *first.values())}
    return [claim for claim in claims if claim.claim_id in wanted]


def after_an_edit(claim: Claim, jobs: int, *, warm: bool) -> tuple[Cost, dict[str, float]] | None:
    """What `fbss report` costs after the figure of one claim was edited, and when its parts ended; None if it fails.

    An edit that the report cannot be built from is told with what the build said of it, and taken back.
    """
    folder = project.root() / "data" / "raw" / "sources" / claim.source_id
    before = {path: path.read_bytes() for path in (folder / "claims.toml", folder / "digest.md")}
    current = corpus.source(claim.source_id).claims  # it may have been edited before
    made = mutate(next(each for each in current if each.claim_id == claim.claim_id))
    log = Path(os.environ[project.ROOT_VARIABLE], "log")
    kept = ("--keep-warm", "600" if warm else "0")
    statuses = []

    def run() -> None:
        with log.open("w", encoding="utf-8") as file:
            command = [sys.executable, "-m", "fbss_analysis", "report", "--json-log", "--jobs", str(jobs), *kept]
            statuses.append(subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=file).returncode)

    cost, said = measure(run), log.read_text(encoding="utf-8")
    if statuses == [0]:
        return cost, parts(said, cost.wall)
    error = "\n".join(line for line in said.splitlines() if not line.startswith('{"at"'))
    print(
        f"no report with {claim.claim_id} = {made!r} (status {statuses[0]}), the edit is taken back\n{error}",
        flush=True,
    )
    for path, data in before.items():
        path.write_bytes(data)
    return None


def after_edits(name: str, claims: list[Claim], jobs: int, *, warm: bool) -> list[tuple[Cost, dict[str, float]]]:
    """What all edits cost that a report could be built from, one after the other, each told as it is done."""
    found = []
    for claim in claims:
        if made := after_an_edit(claim, jobs, warm=warm):
            found.append(made)
            print(
                f"{name}: {claim.claim_id} {made[0].wall:.2f} s, {made[1]['notebooks run']:.0f} notebooks", flush=True
            )
    return found


def parts(log: str, wall: float) -> dict[str, float]:
    """The seconds of a build until the tables are there, until the last notebook has ended, and until the end."""
    events = [json.loads(line) for line in log.splitlines() if line.startswith('{"at"')]
    ended = [event for event in events if event["event"] == "ended"]
    tables = max((event["at"] for event in ended if event["step"] == "tables"), default=0.0)
    notebooks = max((event["at"] for event in ended), default=tables)
    runs = float(sum(event["step"] != "tables" for event in ended))
    return {"tables": tables, "notebooks": notebooks - tables, "pages": wall - notebooks, "notebooks run": runs}


def by_hand() -> None:
    """The papermill command and then jupyter nbconvert for each execution that the report has."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as folder:
        for run in planning.plan({}):
            output = Path(folder, f"{run.name}.ipynb")
            values = [text for name, value in run.values.items() for text in ("-p", name, str(value))]
            subprocess.run([BIN / "papermill", run.path, output, *values, "--cwd", run.path.parent], **quiet)  # type: ignore[call-overload]
            subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", output], **quiet)  # type: ignore[call-overload]


def tell_all(costs: dict[str, list[Cost]]) -> None:
    """Print what has been measured so far."""
    print(f"{'':<18} {'':<7} {'minimum':>9} {'median':>9} {'maximum':>9}   seconds; memory in MB")
    for name, found in costs.items():
        if found:
            tell(name, found)


def tell(name: str, costs: list[Cost]) -> None:
    """Print minimum, median and maximum of each cost."""
    for what in ("wall", "cpu", "memory"):
        values = sorted(getattr(cost, what) for cost in costs)
        middle = statistics.median(values)
        print(f"{name:<18} {what:<7} {values[0]:9.2f} {middle:9.2f} {values[-1]:9.2f}", flush=True)


def in_turn(options: argparse.Namespace) -> dict[str, list[Cost]]:
    """What the sides cost, measured in turn, so that whatever else the machine does falls on all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in NAMES}
    for _ in range(options.repeats):
        costs["from nothing"].append(measure(lambda: from_nothing(options.jobs)))
        costs["no change"] += [measure(lambda: fbss("report", "--quiet")) for _ in range(5)]
        costs["fbss show"] += [measure(lambda: fbss("show", SHOWN)) for _ in range(5)]
        costs["fbss --help"] += [measure(lambda: fbss("--help")) for _ in range(5)]
        costs["floor"].append(measure(lambda: floor(options.jobs)))
        if not options.no_hand:
            costs["by hand"].append(measure(by_hand))
        for name, cost in peers.costs(options.jobs, measure).items() if options.peers else ():
            costs.setdefault(name, []).extend(cost)
        tell_all(costs)
    return {name: found for name, found in costs.items() if found}


def ratios(costs: dict[str, list[Cost]]) -> None:
    """Print the ratios of the medians."""
    for name, other in RATIOS:
        for what in ("wall", "cpu", "memory"):
            if costs.get(name) and costs.get(other):
                pair = [statistics.median(getattr(cost, what) for cost in costs[side]) for side in (name, other)]
                print(f"{name} / {other}, {what}: {pair[0] / pair[1]:.3f}")


def main() -> None:
    """Measure all sides in turn, then the edits, and print the ratios of their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--claims", type=int, default=25, help="how many claims to edit, evenly spread; 0: all")
    parser.add_argument("--no-hand", action="store_true", help="leave out the notebooks by hand, which take a minute")
    parser.add_argument("--peers", action="store_true", help="give the same graph to snakemake and dvc as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy_of_project(Path(scratch))
        costs = in_turn(options)
        from_nothing(options.jobs)
        after_edits("warming up", chosen(1)[:1], options.jobs, warm=True)
        made = {
            name: after_edits(name, chosen(options.claims), options.jobs, warm=warm)
            for name, warm in (("one claim", True), ("the same, cold", False))
        }
    costs |= {name: [cost for cost, _ in pairs] for name, pairs in made.items() if pairs}
    tell_all(costs)
    for name, pairs in made.items():
        for part in pairs[0][1] if pairs else ():
            print(f"{name}: {part} {statistics.median(seconds[part] for _, seconds in pairs):.2f} (median)")
    ratios(costs)


if __name__ == "__main__":
    main()

"""Faults on purpose: builds killed at random moments, disks that fill up, two builds at once, a world that varies.

Each fault is tried on a small project of its own: two articles, two chapters, and one claim whose statement is edited
back and forth. What must hold after each: `reports` and `data/derived` are the old complete version or the new one,
the next build needs no cleaning, and it ends in the bytes of a build from nothing.

- **killed**: `fbss report` gets SIGKILL at a moment drawn uniformly from the length of a build; half of all kills are
  of `fbss audit FOLDER -o OUT` (`audit_faults`).
- **disk full**: an audit hook in the build's own process (and in every process that inherits its environment) lets the
  n-th opening for writing fail with ENOSPC; n is drawn from the number that a build makes. A third are audits.
- **two at once**: two builds started together both end well.
- **varied**: the clock, time zone, locale, hash seed, order of directory entries and number of workers.

Reference: Pillai TS et al. All file systems are not created equal. OSDI 2014.

    python benchmarks/proof/faults.py [--kills 200] [--writes 50] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests")]

import audit_faults  # noqa: E402
import results  # noqa: E402
from project import files_of, make_project  # noqa: E402

PLACES = ("reports", "data/derived")
FULL = (3, 4)  # the exit status where something cannot be written: the lock, or what a build has made
KEPT_SOURCES = ("neurospine", "sespine")
CHAPTERS = {
    "n01_one": [
        'source = "neurospine"  # an article',
        "import fbss_analysis as fbss",
        'fbss.Table(fbss.derived("claims", source=source)[["claim_id", "statement", "overall"]])',
    ],
    "n02_two": [
        "level = 0.95  # confidence level",
        "import fbss_analysis as fbss",
        'fbss.say("{n} findings", n=len(fbss.derived("findings")))',
    ],
}
VARIATIONS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "as it is": ({}, ()),
    "the clock a year ahead": ({"FAULT_CLOCK": "31536000"}, ()),
    "time zone": ({"TZ": "Pacific/Chatham"}, ()),
    "locale": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, ()),
    "no locale": ({"LC_ALL": "C", "LANG": "C"}, ()),
    "hash seed 1": ({"PYTHONHASHSEED": "1"}, ()),
    "hash seed 4294967295": ({"PYTHONHASHSEED": "4294967295"}, ()),
    "directory entries shuffled": ({"FAULT_ORDER": "7"}, ()),
    "one worker": ({}, ("--jobs", "1")),
    "four workers": ({}, ("--jobs", "4")),
    "cold kernels": ({}, ("--cold",)),
}
# What the build's processes run at their start: the faults that the environment asks for.
SHIM = """
import errno, os, random, sys, time

if "FAULT_CLOCK" in os.environ:
    _now, _ahead = time.time, float(os.environ["FAULT_CLOCK"])
    time.time = lambda: _now() + _ahead
if "FAULT_ORDER" in os.environ:
    _listdir = os.listdir
    def _shuffled(*given):
        found = sorted(_listdir(*given))
        random.Random(os.environ["FAULT_ORDER"]).shuffle(found)
        return found
    os.listdir = _shuffled
if "FAULT_WRITES" in os.environ:
    _root, _counts = os.environ.get("FAULT_ROOT") or os.environ["FBSS_ROOT"], os.environ["FAULT_WRITES"]
    _fail_at = int(os.environ.get("FAULT_AT", "0"))
    def _count(event, given):
        if event != "open" or isinstance(given[0], int):
            return
        if not os.path.abspath(os.fsdecode(given[0])).startswith(_root):
            return
        if not (given[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        descriptor = os.open(_counts, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(descriptor, b"x")
            made = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if _fail_at and made >= _fail_at:
            raise OSError(errno.ENOSPC, "No space left on device", given[0])
    sys.addaudithook(_count)
"""


class Project:
    """A small project with two states of one claim, and what a build from nothing makes of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_project(folder / "project", **CHAPTERS)
        for source in (self.folder / "data" / "raw" / "sources").iterdir():
            if source.name not in KEPT_SOURCES:
                shutil.rmtree(source)
        self.shim = folder / "shim"
        self.shim.mkdir()
        (self.shim / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
        self.claims = self.folder / "data" / "raw" / "sources" / KEPT_SOURCES[0] / "claims.toml"
        self.plain = self.claims.read_text(encoding="utf-8")
        self.made: list[dict[str, bytes]] = []
        self.lengths: list[float] = []
        for state in (0, 1):
            self.edit(state)
            self.clear()
            began = time.monotonic()
            self.run()
            self.lengths.append(time.monotonic() - began)
            self.made.append(self.outputs())
        assert self.made[0] != self.made[1], "the edit must show in what is built"

    def edit(self, state: int) -> None:
        """Put the claim into one of its two states."""
        text = self.plain if state == 0 else self.plain.replace('statement = "', 'statement = "Indeed: ', 1)
        self.claims.write_text(text, encoding="utf-8")

    def clear(self) -> None:
        """Take away all that builds have made."""
        for place in ("reports", ".build", "data/derived"):
            shutil.rmtree(self.folder / place, ignore_errors=True)

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start a build."""
        path = os.pathsep.join((str(self.shim), str(ROOT / "src")))
        command = [sys.executable, "-m", "fbss_analysis", "report", "--quiet", *arguments]
        return subprocess.Popen(
            command,
            env={**os.environ, "FBSS_ROOT": str(self.folder), "PYTHONPATH": path, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **env: str) -> int:
        """Build to the end; the exit status."""
        running = self.start(*arguments, **env)
        running.communicate()
        return running.returncode

    def outputs(self) -> dict[str, bytes]:
        """Every file that a build has made, but for the memory of the build."""
        places = [place for place in PLACES if (self.folder / place).exists()]
        return {f"{place}/{name}": text for place in places for name, text in files_of(self.folder / place).items()}

    def whole(self) -> bool:
        """Whether each place holds one state's complete version, and nothing else."""
        found = self.outputs()
        return all(_below(place, found) in [_below(place, made) for made in self.made] for place in PLACES)


def _below(place: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith(f"{place}/")}


def killed(project: Project, rounds: int, draw: random.Random) -> Iterator[bool]:
    """Kill a build in each round, and let every fifth be followed by one that ends."""
    for number in range(rounds):
        state = number % 2
        project.edit(state)
        running = project.start()
        time.sleep(draw.uniform(0, max(project.lengths)))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        held = project.whole()
        if number % 5 == 4 or not held:
            held = project.run() == 0 and project.outputs() == project.made[state] and held
        yield held


def disk_full(project: Project, rounds: int, draw: random.Random) -> Iterator[bool]:
    """Let every opening for writing fail from the n-th on; then build again with the disk as it should be."""
    counter = project.shim / "writes"

    def build(state: int, at: int) -> int:
        counter.write_bytes(b"")
        project.edit(state)
        return project.run("--force", FAULT_WRITES=str(counter), FAULT_AT=str(at))

    build(0, 0)  # the project was left in its other state, so all is written
    writes = counter.stat().st_size
    for number in range(rounds):
        state = 1 - number % 2
        status = build(state, draw.randint(1, writes))
        held = project.whole() and (status in FULL or project.outputs() == project.made[state])
        yield held and project.run() == 0 and project.outputs() == project.made[state]


def two_at_once(project: Project, rounds: int, _: random.Random) -> Iterator[bool]:
    """Start two builds together."""
    for number in range(rounds):
        state = number % 2
        project.edit(state)
        both = [project.start(), project.start()]
        ended = [running.communicate() and running.returncode for running in both]
        yield ended == [0, 0] and project.outputs() == project.made[state]


def varied(project: Project, _: int, __: random.Random) -> Iterator[bool]:
    """Build from nothing in each variation of the world."""
    project.edit(0)
    for env, arguments in VARIATIONS.values():
        project.clear()
        yield project.run(*arguments, **env) == 0 and project.outputs() == project.made[0]


TRIALS: dict[str, Callable[[Project, int, random.Random], Iterator[bool]]] = {
    "killed": killed,
    "disk full": disk_full,
    "two at once": two_at_once,
    "varied": varied,
}
OF_AUDITS: dict[str, Callable[[audit_faults.Audits, int, random.Random], Iterator[bool]]] = {
    "audit killed": audit_faults.killed,
    "audit, disk full": audit_faults.disk_full,
}


def outcomes(rounds: dict[str, int], seed: int, folder: Path) -> Iterator[tuple[str, Iterator[bool]]]:
    """Each fault with what comes of trying it so many times."""
    if rounds.keys() & TRIALS.keys():
        project = Project(folder)
        for name in (name for name in rounds if name in TRIALS):
            yield name, TRIALS[name](project, rounds[name], random.Random(f"{seed} {name}"))
    if rounds.keys() & OF_AUDITS.keys():
        (folder / "shim").mkdir(exist_ok=True)
        (folder / "shim" / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
        audits = audit_faults.Audits(folder / "audits", folder / "shim")
        for name in (name for name in rounds if name in OF_AUDITS):
            yield name, OF_AUDITS[name](audits, rounds[name], random.Random(f"{seed} {name}"))


def tried(rounds: dict[str, int], seed: int) -> Iterator[results.Row]:
    """Try each fault so many times; one row each: how often it was tried and how often all held."""
    with tempfile.TemporaryDirectory() as folder:
        for name, found in outcomes(rounds, seed, Path(folder)):
            held: list[bool] = []
            for outcome in found:
                held.append(outcome)
                print(f"\r{name}: {sum(held)} of {len(held)} held", end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            yield {"fault": name, "tried": len(held), "held": sum(held), "seed": seed}


def main() -> None:
    parser = argparse.ArgumentParser(description="Try faults on purpose, and store how often all held.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=50)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=(*TRIALS, *OF_AUDITS), help="these faults and no others")
    parser.add_argument("--dry", action="store_true", help="store nothing")
    given = parser.parse_args()
    rounds = {"varied": len(VARIATIONS), "two at once": given.pairs}
    rounds |= {"killed": given.kills - given.kills // 2, "audit killed": given.kills // 2}
    rounds |= {"disk full": given.writes - given.writes // 3, "audit, disk full": given.writes // 3}
    rounds = {name: rounds[name] for name in given.only or rounds if rounds[name]}
    rows = []
    for row in tried(rounds, given.seed):
        rows.append(row)
        if not given.dry:
            others = [each for each in results.read("faults") if each["fault"] != row["fault"]]
            results.write("faults", [*others, row])
    sys.exit(any(row["tried"] != row["held"] for row in rows))


if __name__ == "__main__":
    main()

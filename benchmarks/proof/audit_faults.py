"""Faults during `fbss audit FOLDER -o OUT`: runs killed at random moments, disks that fill up.

A small folder of documents, a few partitions of them, in two states: one document is edited back and forth. What must
hold after each fault: each table of a partition is whole, in the version of one of the states; those that the manifest
tells of are there; a manifest that says `complete` is that of a finished audit. The next run needs no cleaning, keeps
what was finished, and ends in the bytes of a run from nothing.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from project import ROOT, files_of

from fbss_analysis.errors import Exit

DOCUMENTS = 400
LONG_AGO = 1_600_000_000  # seconds: partitions are known by their files' times, too


class Audits:
    """A folder of documents in two states, and what an audit from nothing makes of each."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.folder, self.shim, self.out = folder, shim, folder / "out"
        for number in range(DOCUMENTS):
            path = folder / "crawl" / f"{number // 100}" / f"{number:04d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            k = number % 50 + 1
            self._write(path, f"Of 200 patients {k} ({k / 2 + 20 * (number % 7 == 0):.1f}%) had pain.")
        self.made: list[dict[str, bytes]] = []
        self.lengths: list[float] = []
        for state in (0, 1):
            self.edit(state)
            self.clear()
            began = time.monotonic()
            assert self.run() == 0
            self.lengths.append(time.monotonic() - began)
            self.made.append(self.outputs())
        assert self.made[0] != self.made[1], "the edit must show in what is written"

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        os.utime(path, (LONG_AGO, LONG_AGO))

    def edit(self, state: int) -> None:
        """Put the document into one of its two states."""
        text = "Of 80 people 12 (15%) fell." if state == 0 else "Of 80 people 12 (25%) fell within two years."
        self._write(self.folder / "crawl" / "0" / "0007.txt", text)

    def clear(self) -> None:
        """Take away all that audits have written."""
        shutil.rmtree(self.out, ignore_errors=True)

    def start(self, **env: str) -> subprocess.Popen[str]:
        """Start an audit, in a session of its own."""
        path = os.pathsep.join((str(self.shim), str(ROOT / "src")))
        command = [sys.executable, "-m", "fbss_analysis", "audit", "crawl", "-o", "out", "--jobs", "2", "--quiet"]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, **env: str) -> int:
        """Audit to the end; the exit status."""
        running = self.start(**env)
        running.communicate()
        return running.returncode

    def outputs(self) -> dict[str, bytes]:
        """Every file that audits have written, but for the lock."""
        found = files_of(self.out) if self.out.exists() else {}
        return {name: content for name, content in found.items() if name != ".lock"}

    def whole(self) -> bool:
        """Whether tables are whole, each that the manifest tells of is there, and a finished audit has all."""
        found = self.outputs()
        parts = {name: content for name, content in found.items() if Path(name).name.startswith("part-")}
        lines = list(_lines(found.get("manifest.jsonl", b"")))
        told = {f"{kind}/part-{line['part']}.parquet" for line in lines for kind in line.get("files", ())}
        finished = any("complete" in line for line in lines)
        return (
            all(content in [made.get(name) for made in self.made] for name, content in parts.items())
            and told <= parts.keys()
            and (found in self.made or not finished)
        )

    def ended(self, running: subprocess.Popen[str]) -> None:
        """Wait for the workers, which end with the process that leads them."""
        running.communicate()
        while _alive(running.pid):
            time.sleep(0.05)


def _lines(manifest: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a manifest; the last may be torn."""
    for line in manifest.splitlines():
        with suppress(ValueError):
            yield json.loads(line)


def _alive(session: int) -> bool:
    """Whether any process of a session runs; a zombie, which only waits to be counted, does not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if after[3] == str(session) and after[0] != "Z":
            return True
    return False


def killed(audits: Audits, rounds: int, draw: random.Random) -> Iterator[bool]:
    """Kill an audit in each round; every fifth is followed by one that ends, and then by an edit or a new beginning."""
    for number in range(rounds):
        state = (number // 5) % 2
        audits.edit(state)
        running = audits.start()
        time.sleep(draw.uniform(0, max(audits.lengths)))
        running.send_signal(signal.SIGKILL)
        audits.ended(running)
        held = audits.whole()
        if number % 5 == 4 or not held:
            held = audits.run() == 0 and audits.outputs() == audits.made[state] and held
            if number % 10 == 9:
                audits.clear()
        yield held


def disk_full(audits: Audits, rounds: int, draw: random.Random) -> Iterator[bool]:
    """Let every opening for writing fail from the n-th on; then audit again with the disk as it should be."""
    counter = audits.shim / "writes_of_audits"

    def audit(state: int, at: int) -> int:
        counter.write_bytes(b"")
        audits.clear()
        audits.edit(state)
        return audits.run(FAULT_WRITES=str(counter), FAULT_AT=str(at), FAULT_ROOT=str(audits.out))

    assert audit(0, 0) == 0
    writes = counter.stat().st_size
    assert writes > 10, "an audit opens more files than that"
    for number in range(rounds):
        state = 1 - number % 2
        status = audit(state, draw.randint(1, writes))
        held = audits.whole() and (status == Exit.INPUT or audits.outputs() == audits.made[state])
        yield held and audits.run() == 0 and audits.outputs() == audits.made[state]

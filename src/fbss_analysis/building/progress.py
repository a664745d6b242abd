"""What a person, or a log, hears of a build: a bar where there is a terminal, plain lines where there is none.

The bar counts the seconds that each step took last time, so that the time left is an estimate from the last build and
not from the number of notebooks; beside it stands the cell in hand.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

UNKNOWN_SECONDS = 1.0
BLOCKS = 24


class Progress:
    """Hears what a build does; this one says nothing, the others override `show`."""

    def __init__(self) -> None:
        self.jobs, self.expected, self.done = 1, dict[str, float](), set[str]()
        self.began: dict[str, float] = {}
        self.explains = False
        self._lock = threading.Lock()

    def plan(self, expected: Mapping[str, float], jobs: int) -> None:
        """These steps will run, and took so many seconds last time (0: not known)."""
        self.jobs = jobs
        self.expected |= {step: seconds or UNKNOWN_SECONDS for step, seconds in expected.items()}

    def tell(self, event: str, step: str = "", **more: Any) -> None:
        """Something happened: started, cell, ended, failed, skipped, reason, said."""
        with self._lock:
            if event == "started":
                self.began[step] = time.monotonic()
            elif event in ("ended", "failed"):
                self.done.add(step)
            self.show(event, step, more)
        if event == "reason" and self.explains:
            self.say(f"{step} {'runs' if more['runs'] else 'is kept'}: {more['why']}")

    def say(self, text: str) -> None:
        """Something for the user to read."""
        self.tell("said", text=text)

    def show(self, event: str, step: str, more: Mapping[str, Any]) -> None:
        """Show one event; only what was asked for, here."""
        if event == "said" and not step and self.explains:
            print(more["text"], file=sys.stderr)

    def close(self) -> None:
        """The build is over."""

    def left(self) -> float:
        """Seconds that are likely left, by what the steps took last time."""
        now = time.monotonic()
        rest = sum(
            max(seconds - (now - self.began[step] if step in self.began else 0), 0)
            for step, seconds in self.expected.items()
            if step not in self.done
        )
        return rest / self.jobs


class Bar(Progress):
    """One line on a terminal, written over and over."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self.out, self.hand = out, ""

    def show(self, event: str, step: str, more: Mapping[str, Any]) -> None:
        """Draw the line anew; what is said stands above it."""
        if event == "said":
            self.out.write(f"\r\x1b[K{more['text']}\n")
        if event == "cell":
            self.hand = f"{step}, cell {more['cell'] + 1} of {more['of']}"
        total = sum(self.expected.values()) or UNKNOWN_SECONDS
        share = sum(self.expected.get(name, 0) for name in self.done) / total
        full = round(BLOCKS * share)
        self.out.write(f"\r\x1b[K[{'█' * full}{'·' * (BLOCKS - full)}] {self.left():.0f} s left  {self.hand}")
        self.out.flush()

    def close(self) -> None:
        """Remove the line."""
        self.out.write("\r\x1b[K")
        self.out.flush()


class Lines(Progress):
    """A line when a step has ended, for logs that people read."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self.out = out

    def show(self, event: str, step: str, more: Mapping[str, Any]) -> None:
        """Write the line."""
        if event in ("ended", "failed"):
            about = f"{len(self.done)} of {len(self.expected)}, {self.left():.0f} s left"
            print(f"{step} {event} after {more['seconds']:.1f} s ({about})", file=self.out, flush=True)
        elif event == "said":
            print(more["text"], file=self.out, flush=True)


class JsonLog(Progress):
    """Every event as a line of JSON, for programs."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self.out, self.start = out, time.monotonic()

    def show(self, event: str, step: str, more: Mapping[str, Any]) -> None:
        """Write the line."""
        at = round(time.monotonic() - self.start, 3)
        line = json.dumps({"at": at, "event": event, **({"step": step} if step else {}), **more}, ensure_ascii=False)
        print(line, file=self.out, flush=True)


def progress(*, quiet: bool, json_log: bool, explain: bool = False, out: TextIO | None = None) -> Progress:
    """The progress that fits: JSON when asked, nothing when asked, a bar on a terminal, lines elsewhere."""
    out = out or sys.stderr
    kinds: list[tuple[bool, Callable[[], Progress]]] = [
        (json_log, lambda: JsonLog(out)),
        (quiet, Progress),
        (out.isatty(), lambda: Bar(out)),
    ]
    chosen = next((make for fits, make in kinds if fits), lambda: Lines(out))()
    chosen.explains = explain and not json_log
    return chosen

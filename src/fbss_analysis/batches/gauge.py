"""How far an audit of many documents is: a bar on a terminal, a line now and then in a log, or nothing.

How many documents there are is counted beside the work, since listing a large crawl takes a while; until then there is
no time left to tell.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from tqdm import tqdm

EVERY = 10.0  # seconds between two lines


class Gauge:
    """Hears how many documents are done; this one says nothing but what has to be said."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.total = out, 0
        self.documents = self.findings = 0

    def count(self, counted: Callable[[], int]) -> None:
        """Find out the total in a thread beside the work."""
        threading.Thread(target=lambda: self.expect(counted()), daemon=True).start()

    def expect(self, total: int) -> None:
        """So many documents there are."""
        self.total = total

    def add(self, documents: int, findings: int) -> None:
        """So many more are done."""
        self.documents += documents
        self.findings += findings
        self.show()

    def show(self) -> None:
        """Show how far it is; not here."""

    def say(self, text: str) -> None:
        """Something for the user to read."""
        print(text, file=self.out, flush=True)

    def close(self) -> None:
        """It is over."""


class Bar(Gauge):
    """One line on a terminal: documents, findings, time left."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self.bar = tqdm(file=out, unit=" documents", dynamic_ncols=True, leave=False)

    def expect(self, total: int) -> None:
        """Let the bar know where it ends."""
        self.bar.total = total

    def show(self) -> None:
        """Draw the bar anew, now and then."""
        self.bar.set_postfix_str(f"{self.findings:,} findings", refresh=False)
        self.bar.update(self.documents - self.bar.n)

    def say(self, text: str) -> None:
        """Write above the bar."""
        tqdm.write(text, file=self.out)

    def close(self) -> None:
        """Remove the bar."""
        self.bar.close()


class Lines(Gauge):
    """A line every few seconds, for logs."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self.began = self.last = time.monotonic()

    def show(self) -> None:
        """Write a line where the last is some seconds old."""
        now = time.monotonic()
        if now - self.last < EVERY:
            return
        self.last = now
        left = (self.total - self.documents) * (now - self.began) / max(self.documents, 1)
        of = f" of {self.total:,}, {left:.0f} s left" if self.total else ""
        self.say(f"{self.documents:,} documents{of}, {self.findings:,} findings")


def gauge(*, quiet: bool, out: TextIO | None = None) -> Gauge:
    """The gauge that fits: nothing when asked, a bar on a terminal, lines elsewhere."""
    out = out or sys.stderr
    if quiet:
        return Gauge(out)
    return Bar(out) if out.isatty() else Lines(out)

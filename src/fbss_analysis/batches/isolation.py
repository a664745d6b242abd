"""One document at a time, in a process that may die: how the one that kills or hangs a worker is told from the rest.

An executor says only that a worker is gone, or nothing at all; which of its documents did it is found by doing them
one after the other in a process of our own, which says what it has finished and can be ended. The document in hand when
it dies, or when its time is up, is set aside; a new process goes on behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from fbss_analysis.batches import work
from fbss_analysis.batches.encoding import Audited
from fbss_analysis.batches.partitions import Entry, Partition
from fbss_analysis.batches.workers import context, follow
from fbss_analysis.vocabulary import Reason

STARTING = 60.0  # seconds that a process may take to import everything


def one_by_one(partition: Partition, limit: float) -> work.Outcome:
    """Audit a partition so that a document that ends or outlasts its process is set aside alone."""
    done: list[Audited] = []
    while len(done) < len(partition.entries):
        rest = partition.entries[len(done) :]
        with _process(rest) as line:
            done += _heard(line, rest, limit)
    return work.outcome(partition, done)


def _heard(line: Connection, entries: Sequence[Entry], limit: float) -> Iterator[Audited]:
    """What the process says, up to the first document that it does not survive."""
    line.poll(STARTING)
    for entry in entries:
        seconds = limit + entry.size / work.SLOWEST
        try:
            if not line.poll(seconds):
                yield work.set_aside(entry, Reason.TOO_LONG, f"the audit took longer than {seconds:.0f} seconds")
                return
            yield line.recv()
        except (EOFError, OSError):
            yield work.set_aside(entry, Reason.CRASHED, "the audit ended its process")
            return


@contextmanager
def _process(entries: Sequence[Entry]) -> Iterator[Connection]:
    """A process that audits the entries in order and sends each result; ended when the block is left."""
    here, there = context().Pipe(duplex=False)
    process = context().Process(target=_send_each, args=(there, entries), daemon=True)
    process.start()
    there.close()
    try:
        yield here
    finally:
        process.kill()
        process.join()
        here.close()


def _send_each(line: Connection, entries: Sequence[Entry]) -> None:
    follow()
    for entry in entries:
        line.send(work.audit_entry(entry))

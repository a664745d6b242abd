"""Audit a folder of any size: partitions go out to workers, a few at a time, and come back as files.

What is in hand at any time is bounded: the names in one folder, the partitions under way (twice as many as there are
workers) and their results. Results are written as they come, under names that say what they were made from, so any
number of workers in any order leaves the same bytes. A partition that is done is kept when the same audit is run again,
after an interruption or a year; so are those of a crawl that has grown. What the result is, is written in the README.

A worker that ends takes its executor with it (that is how process pools are); the partitions that were under way are
done one document at a time, in a process of their own, and the rest in a new pool. So one document that kills whatever
reads it is one row of `errors.parquet`. read = audited + quarantined is checked at the end.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from fbss_analysis.batches import work
from fbss_analysis.batches.gauge import Gauge, gauge
from fbss_analysis.batches.isolation import STARTING, one_by_one
from fbss_analysis.batches.joining import first_errors, join
from fbss_analysis.batches.manifest import LOCK, Line, Manifest
from fbss_analysis.batches.partitions import Partition, Shape, entries, partitions
from fbss_analysis.batches.workers import Workers, cluster, processes
from fbss_analysis.building.lock import locked
from fbss_analysis.errors import FbssError, InputError
from fbss_analysis.parquet import arrow
from fbss_analysis.reading import files

Task = tuple[Partition, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How an audit of many documents went; `kept` are those of an earlier run, `errors` the first that were set aside.

    `verdicts` counts the findings by verdict.
    """

    out: Path
    read: int
    audited: int
    quarantined: int
    kept: int
    verdicts: Mapping[str, int]
    errors: tuple[tuple[str, str, str], ...] = ()

    @property
    def findings(self) -> int:
        """Findings of all documents."""
        return sum(self.verdicts.values())


@dataclass(frozen=True, slots=True)
class Options:
    """How to go about it: processes at once, or a cluster's address; seconds a small document may take; how to tell."""

    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    scheduler: str = ""
    limit: float = work.LIMIT
    shape: Shape = field(default_factory=Shape)
    heard: Gauge = field(default_factory=lambda: gauge(quiet=True))
    most_errors: int = 20


def audit_folder(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    executor: Executor | None = None,
    options: Options | None = None,
) -> Tally:
    """Audit every document of a folder, or of several, into the folder `out`; go on where an earlier run has ended.

    Without an executor, processes on this machine do the work, or the cluster that `options` names. An InputError where
    the result cannot be written (what was finished stays), a UsageError where something is missing.
    """
    arrow()
    options = options or Options()
    paths = list(dict.fromkeys([folder] if isinstance(folder, str | os.PathLike) else folder))
    try:
        with locked(Path(out) / LOCK, wait=False, tell=options.heard.say), ExitStack() as stack:
            stack.callback(options.heard.close)
            return _Run(Path(out), stack, options, executor).over(paths)
    except FbssError as error:
        if type(error) is not FbssError:
            raise
        todo = f"{error.todo}; the same command goes on where this one has stopped"
        raise InputError(error.what, error.where, todo) from error


class _Run:
    """One audit: what is under way, what is done, and in which order it belongs."""

    def __init__(self, out: Path, stack: ExitStack, options: Options, executor: Executor | None) -> None:
        self.manifest, self.stack, self.options = Manifest(out), stack, options
        self.workers = self._workers(executor)
        self.under_way: dict[Future[list[work.Outcome]], Task] = {}
        self.order: dict[str, int] = {}
        self.kept = 0

    def _workers(self, executor: Executor | None) -> Workers:
        if executor is not None:
            return Workers(executor, 2 * self.options.jobs)
        if self.options.scheduler:
            return self.stack.enter_context(cluster(self.options.scheduler))
        return self.stack.enter_context(processes(self.options.jobs))

    def over(self, paths: Sequence[str | os.PathLike[str]]) -> Tally:
        """Audit all documents that the paths name."""
        out = self.manifest.folder
        self.manifest.open()
        self.options.heard.count(lambda: sum(1 for _ in files(paths)))
        grouped = partitions(entries(paths, leave_out=out), work.version(), self.options.shape)
        for task in _tasks(self._undone(grouped), self.workers.partitions):
            while len(self.under_way) >= self.workers.tasks:
                self._collect()
            self._submit(task)
        while self.under_way:
            self._collect()
        return self._finish(out)

    def _undone(self, grouped: Iterable[Partition]) -> Iterator[Partition]:
        """The partitions that are not kept from an earlier run."""
        for partition in grouped:
            if partition.name in self.order:  # the same documents by the same names, named twice
                continue
            self.order[partition.name] = len(partition.entries)
            line = self.manifest.kept(partition)
            if line is None:
                yield partition
            else:
                self.kept += len(partition.entries)
                self._count(line)

    def _count(self, line: Line) -> None:
        self.options.heard.add(line.audited + line.quarantined, sum(line.verdicts.values()))

    def _submit(self, task: Task) -> None:
        try:
            future = self.workers.executor.submit(work.audit_partitions, task, self.options.limit)
        except (BrokenExecutor, RuntimeError, OSError):  # it has ended: go on with processes of our own
            self.workers = self.stack.enter_context(processes(self.options.jobs))
            future = self.workers.executor.submit(work.audit_partitions, task, self.options.limit)
        self.under_way[future] = task

    def _collect(self) -> None:
        """Take in what is done; where nothing gets done for longer than it may take, do all that is under way here."""
        done = wait(self.under_way, self._patience(), FIRST_COMPLETED).done or set(self.under_way)
        for future in done:
            task = self.under_way.pop(future)
            for outcome in self._outcomes(future, task):
                self._take(outcome)

    def _patience(self) -> float:
        most = max(sum(partition.size for partition in task) for task in self.under_way.values())
        return STARTING + 2 * (self.options.limit + most / work.SLOWEST)

    def _outcomes(self, future: Future[list[work.Outcome]], task: Task) -> Iterable[work.Outcome]:
        try:
            return future.result(timeout=0)
        except BrokenExecutor:
            self.options.heard.say("a worker has ended: what was under way is done one document at a time")
        except Exception as error:  # whatever an executor may tell of its workers; what is ill with documents is caught
            future.cancel()
            what = f"{type(error).__name__} {error}".strip()
            self.options.heard.say(f"the executor failed ({what}): its task is done one document at a time")
        return (one_by_one(partition, self.options.limit) for partition in task)

    def _take(self, outcome: work.Outcome) -> None:
        if outcome.version != work.version():
            todo = "install the same version everywhere and start the workers anew"
            raise InputError("the workers have another version of fbss_analysis", self.options.scheduler, todo)
        self._count(self.manifest.add(outcome))

    def _finish(self, out: Path) -> Tally:
        """Join the tables, close the manifest, and check that every document is accounted for."""
        lines = [self.manifest.lines[name] for name in self.order]
        read, audited = sum(self.order.values()), sum(line.audited for line in lines)
        quarantined = sum(line.quarantined for line in lines)
        assert read == audited + quarantined, f"{read} documents read, {audited} audited, {quarantined} quarantined"
        verdicts: Counter[str] = sum((Counter(line.verdicts) for line in lines), Counter())
        self.manifest.sweep(self.order)
        join(self.manifest.documents(self.order), out)
        found = dict(sorted(verdicts.items()))
        counts = {"read": read, "audited": audited, "quarantined": quarantined}
        self.manifest.finish(self.order, counts | {"verdicts": found})
        errors = tuple(first_errors(out, self.options.most_errors))
        return Tally(out, read, audited, quarantined, self.kept, found, errors)


def _tasks(undone: Iterator[Partition], size: int) -> Iterator[Task]:
    while task := tuple(islice(undone, size)):
        yield task

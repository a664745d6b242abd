"""Where the work is done: processes on this machine, the workers of a Dask cluster, or this very thread.

Processes are forked from a server that has imported the library once and does nothing else (`forkserver`): a fork of
the leading process itself could inherit a lock that another of its threads holds, and a process spawned anew would
import for a second. Where there is no such server, processes are spawned. Either kind would run the script of whoever
audits anew, as multiprocessing does for functions that stand in it: none does here, so that is of no use, takes time,
and a script that does not ask for its `__name__` would begin an audit in every worker. So they do not see it. Workers
end with the process that leads, also when that is killed; they leave interruptions to it.

Reference: Python documentation, multiprocessing, contexts and start methods.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.forkserver import ensure_running
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

from fbss_analysis.errors import UsageError

WARM = ("fbss_analysis.batches.work", "pyarrow.parquet")
START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
CONTEXT: Any = type(multiprocessing.get_context(START))
CONNECTING = 10  # seconds that a scheduler may take to answer

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Serial(Executor):
    """Does the work at once, in the thread that asks for it."""

    def submit(
        self, work: Callable[Arguments, Result], /, *given: Arguments.args, **named: Arguments.kwargs
    ) -> Future[Result]:
        """Do the work; the future that comes back is done."""
        future: Future[Result] = Future()
        try:
            future.set_result(work(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor, how many of its tasks may be under way at once, and how many partitions make a task."""

    executor: Executor
    tasks: int
    partitions: int = 1


class Worker(CONTEXT.Process):  # type: ignore[misc]
    """A process that does not run the script of the leading one."""

    def start(self) -> None:
        """Start it while the script is out of sight."""
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = script


class _Context(CONTEXT):  # type: ignore[misc]
    Process = Worker


def context() -> Any:
    """The way to start processes: from a warm server, or spawned where there is none."""
    chosen = _Context()
    if START == "forkserver":
        chosen.set_forkserver_preload(list(WARM))
    return chosen


def warm(address: str = "") -> None:
    """Let the server of processes import the library beside whatever is done next, if there is use for it."""
    if not address and context().get_start_method() == "forkserver":
        ensure_running()


@contextmanager
def processes(jobs: int) -> Iterator[Workers]:
    """So many processes on this machine; two tasks are under way for each, so that none waits for the other end."""
    pool = ProcessPoolExecutor(jobs, mp_context=context(), initializer=follow)
    try:
        yield Workers(pool, 2 * jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def follow() -> None:
    """In a worker: leave interruptions to the leading process, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leader = multiprocessing.parent_process()
    if leader is not None:
        threading.Thread(target=_end_after, args=(leader.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def cluster(address: str, partitions: int = 4) -> Iterator[Workers]:
    """The workers of the Dask scheduler at an address; a task is about 1,000 documents here, since sending it costs."""
    try:
        from distributed import Client
    except ImportError:
        todo = "pip install 'fbss-analysis[dask]'"
        raise UsageError("a cluster needs distributed, which is not installed", "--scheduler", todo) from None
    try:
        client = Client(address, timeout=CONNECTING)
    except (OSError, ValueError) as error:
        todo = "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"
        raise UsageError(f"no Dask scheduler answers: {error}", address, todo) from None
    with client:
        cores = sum(client.ncores().values()) or 1
        yield Workers(client.get_executor(pure=False, retries=3), 2 * cores, partitions)

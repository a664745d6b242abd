"""Processes that run a module of Python, forked from a warm parent or started cold, behind what `Popen` offers.

`Launcher.start` runs `python -m MODULE ARGUMENTS`. A warm launcher asks its parent (`warm`) for a fork; a cold one
starts Python anew. Both answer with a process that is polled, waited for and signalled alike. Leaving the launcher's
context kills what still runs: a warm parent does so by itself when its owner's end of the socket closes.

BLAS gets one thread everywhere, and the memory allocator of pyarrow none: a fork must not meet the threads of its
parent, and sums must not depend on how many cores a machine has. Should another package start a thread when it is
imported, the parent refuses to fork, and the warm launcher starts its processes cold.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from fbss_analysis.errors import FbssError
from fbss_analysis.kernels.staying import Stay, join
from fbss_analysis.project import ROOT_VARIABLE, root

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"  # frameworks of macOS do not outlive a fork
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ONE_THREAD["JE_ARROW_MALLOC_CONF"] = "background_thread:false"  # of pyarrow, which pandas imports where it can
PATIENCE_SECONDS = 60
LEAVING_SECONDS = 5
CELL_TIMEOUT_SECONDS = 600
ENDED = "the warm parent of the kernels has ended"


def environment() -> dict[str, str]:
    """The environment of whatever is started: ours, and where the project is, wherever the notebook stands."""
    return {**os.environ, ROOT_VARIABLE: str(root())}


class Process(Protocol):
    """What of `subprocess.Popen` is needed of a process, however it was started."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...


class Launcher(Protocol):
    """Starts processes that run a module."""

    def start(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        needs: Sequence[str] | None = None,
    ) -> Process: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def launcher(*, cold: bool, stay: Stay | None = None) -> Launcher:
    """A warm launcher where forking is possible and not declined, else a cold one; the parent may `stay` afterwards."""
    return ColdLauncher() if cold or not CAN_FORK else WarmLauncher(stay)


class ColdLauncher:
    """Starts every process anew."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        needs: Sequence[str] | None = None,
    ) -> Process:
        """Start `python -m MODULE ARGUMENTS`; what it needs it imports by itself."""
        del needs
        process = GroupProcess(
            [sys.executable, "-m", module, *arguments],
            cwd=cwd,
            env={**env, **ONE_THREAD},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()


class GroupProcess(subprocess.Popen[bytes]):
    """A process whose signals reach all that it started."""

    def send_signal(self, sig: int) -> None:
        """Signal the process and those it started; nothing happens where it has ended."""
        if self.poll() is not None:
            return
        try:
            os.killpg(self.pid, sig)
        except (OSError, AttributeError):
            super().send_signal(sig)


class ForkedProcess:
    """A process that a warm parent forked and watches for us."""

    def __init__(self, parent: WarmLauncher) -> None:
        self.pid, self.error, self.refused = 0, "", False
        self.returncode: int | None = None
        self._parent, self._born, self._ended = parent, threading.Event(), threading.Event()

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit status; TimeoutExpired when it takes longer."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return self.returncode or 0

    def send_signal(self, sig: int) -> None:
        """Signal the process and those it started; nothing happens where it has ended."""
        if self.returncode is None:
            self._parent.send({"do": "signal", "pid": self.pid, "signal": int(sig)})

    def hear(self, answer: Mapping[str, Any]) -> None:
        """Take in what the parent said."""
        self.pid = answer.get("pid", self.pid)
        self.error = answer.get("error", self.error)
        self.refused = answer.get("refused", False)
        if "status" in answer or self.error:
            self.returncode = answer.get("status", -signal.SIGKILL)
            self._ended.set()
        self._born.set()

    def await_birth(self) -> None:
        """Wait until it is forked, or refused; a FbssError where the parent has gone."""
        self._born.wait(PATIENCE_SECONDS)
        if not self.pid and not self.refused:
            what = self.error or "the warm parent of the kernels does not answer"
            raise FbssError(what, "warm kernels", "try again with --cold")


class WarmLauncher:
    """Owns a warm parent, one that has stayed or a new one, and asks it for forks; thread-safe."""

    def __init__(self, stay: Stay | None = None) -> None:
        self._stay = stay
        found = stay and join(stay.place)
        self._started: subprocess.Popen[bytes] | None = None
        if found:
            self._own, self.parent_id = found
        else:
            self._own, self._started = _start_parent()
            self.parent_id = self._started.pid
        self._lock, self._asked = threading.Lock(), 0
        self._processes: dict[int, ForkedProcess] = {}
        self._gone, self._spare = False, ColdLauncher()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        needs: Sequence[str] | None = None,
    ) -> Process:
        """Fork a process that runs a module once the parent has imported what it `needs` (None: all it knows of)."""
        process = ForkedProcess(self)
        with self._lock:
            self._asked += 1
            number = self._asked
            self._processes[number] = process
            if self._gone:
                process.hear({"error": ENDED})
        asked = {"do": "start", "id": number, "module": module, "arguments": list(arguments)}
        self.send({**asked, "cwd": str(cwd), "env": {**env, **ONE_THREAD}, "needs": needs and list(needs)})
        process.await_birth()
        if process.refused:
            return self._spare.start(module, arguments, cwd=cwd, env=env)
        return process

    def send(self, request: Mapping[str, Any]) -> None:
        """Send one request; a parent that has gone is noticed by the listener."""
        with self._lock:
            try:
                self._own.sendall(json.dumps(request).encode() + b"\n")
            except OSError:
                return

    def _listen(self) -> None:
        with self._own.makefile("r", encoding="utf-8") as answers:
            for line in answers:
                answer = json.loads(line)
                self._processes[answer["id"]].hear(answer)
        with self._lock:
            self._gone = True
            for process in self._processes.values():
                if process.returncode is None:
                    process.hear({"status": -signal.SIGKILL, "error": ENDED})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spare.__exit__(kind, error, trace)
        stays = self._stay if kind is None else None
        if stays:
            self.send({"do": "stay", "place": str(stays.place), "seconds": stays.seconds})
        with suppress(OSError):
            self._own.shutdown(socket.SHUT_WR)
        self._listener.join(LEAVING_SECONDS)  # the parent closes its end when it has killed what it had forked
        self._own.close()
        if self._started and not stays:
            _end(self._started)
        elif self._started:
            self._started.returncode = 0  # it is nobody's any more


def _start_parent() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    own, theirs = socket.socketpair()
    with theirs:
        started = subprocess.Popen(
            [sys.executable, "-m", "fbss_analysis.kernels.warm", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return own, started


def _end(parent: subprocess.Popen[bytes]) -> None:
    try:
        parent.wait(LEAVING_SECONDS)
    except subprocess.TimeoutExpired:
        parent.kill()
        parent.wait()

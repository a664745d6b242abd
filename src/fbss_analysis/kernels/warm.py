"""A warm parent: one process that has imported the heavy modules, and forks a fresh process for whatever is asked.

`python -m fbss_analysis.kernels.warm FD` reads requests, one JSON object a line, from the socket FD, and answers on it.
A request to launch `python -m MODULE ARGUMENTS` in a folder with an environment is answered by the process id of a fork
that runs just that, and, when it has ended, by its exit status as `subprocess` counts it. So a notebook's kernel is a
real ipykernel, fresh process and fresh namespace and all, without the seconds of imports.

What is right in the child, and why:

- Threads: the parent has one, or it refuses to fork (a lock that another thread holds would stay held for ever). BLAS
  libraries start theirs when they are loaded, so parent and kernels, warm or cold, run with one BLAS thread; that also
  makes sums the same on every machine.
- ZMQ: importing it makes no context and no event loop; the kernel makes its own, after the fork.
- Random state: `random` and `numpy.random` are seeded anew, else all kernels would draw the same numbers.
- Signals: SIGCHLD, SIGINT, SIGTERM and the wake-up descriptor are back at their defaults; the child leads a session of
  its own, as a cold kernel does: an interrupt or a kill reaches what it started, and a Ctrl-C at the terminal does not.
- File descriptors: the sockets of the parent are closed in the child; standard input is empty.
- Environment, folder and arguments are those of the request; the time zone is read again.
- Modules: pandas looks for a running kernel while it is imported, so the parent looks like one at that moment;
  matplotlib reads MPLBACKEND at import, so it finds the inline backend that a kernel would name, which itself is not
  loaded, for it has to find a kernel when it is. What a request does not need yet is imported when nothing is asked.
- Order: a build first asks for the step that derives the tables, so what that needs is imported before what kernels do.
- Memory: the collector is frozen before each fork, so that it does not touch, and thereby copy, what is shared.

The parent ends, and kills what it has forked, when its owner's end of the socket closes, however the owner came to its
end; unless the owner has asked it to stay for the next one (`staying`). Should the parent itself be killed, ipykernel's
own watch on its parent's id ends the kernels within a second.

Not as in a cold kernel: MPLBACKEND or MPLCONFIGDIR set inside a cell, and a module of one's own that hides one which is
loaded already, come too late; and jsonschema, if a cell validates with it, does not know the formats of addresses
and durations. `fbss report --cold` does without all this.

References: the fork server of Python's multiprocessing; Android's zygote.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import random
import runpy
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fbss_analysis.kernels.hiding import DEBUGGER, GRAMMARS, hidden
from fbss_analysis.kernels.staying import Stay, await_owner

OF_KERNELS = (
    "IPython",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "IPython.core.oinspect",
    "fbss_analysis",
)
LATER = (
    "fbss_analysis.building.readiness",
    *OF_KERNELS,
    "fbss_analysis.publishing.compiled",
    "pandas",
    "fbss_analysis.committed",
    "fbss_analysis.building.observation",
    "fbss_analysis.tables",
    "fbss_analysis.prose",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "fbss_analysis.plots",
    "fbss_analysis.models.incidence",
    "fbss_analysis.models.consistency",
    "matplotlib.pyplot",
    "nbformat",
    "fbss_analysis.exporter",
    "latex2mathml.converter",
    "pyarrow.parquet",
)
INLINE = "module://matplotlib_inline.backend_inline"
ENDS = (signal.SIGTERM, signal.SIGHUP) if hasattr(signal, "SIGHUP") else (signal.SIGTERM,)


class Nursery:
    """The parent's state: the socket to its owner, what it has still to import, and its living children."""

    def __init__(self, control: socket.socket) -> None:
        self.control, self.buffer = control, b""
        self.stay: Stay | None = None
        self.later = list(LATER)
        self.children: dict[int, int] = {}  # process id to the number of its request
        self.wake, self.woken = os.pipe()
        self.ended = self.left = False

    def serve(self) -> dict[str, Any] | None:
        """Answer requests until the owner has gone; in a forked child return its request."""
        self._listen_for_signals()
        while not self.ended:
            request = self._serve_owner()
            if request is not None:
                return request
            self._kill_all()
            self.ended = self.ended or not self._find_owner()
        return None

    def _find_owner(self) -> bool:
        """Wait for the next owner, if the last one has asked for that."""
        self.control.close()
        how, self.stay, self.buffer = self.stay, None, b""
        found = how and await_owner(how, self.wake, lambda: self.ended)
        if found:
            self.control = found
        return bool(found)

    def _serve_owner(self) -> dict[str, Any] | None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.wake, selectors.EVENT_READ)
            self.left = False
            while not (self.ended or self.left):
                ready = {key.fd for key, _ in selector.select(0 if self.later else None)}
                if self.wake in ready:
                    os.read(self.wake, 512)
                    self._reap()
                for request in self._requests() if self.control.fileno() in ready else ():
                    if self._handle(request):
                        return request
                if not ready and self.later:
                    preload([self.later.pop(0)])
        return None

    def _listen_for_signals(self) -> None:
        os.set_blocking(self.woken, False)
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in ENDS:
            signal.signal(number, lambda *_: setattr(self, "ended", True))

    def _requests(self) -> list[dict[str, Any]]:
        data = self.control.recv(1 << 16)
        self.left = self.left or not data
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def _handle(self, request: dict[str, Any]) -> bool:
        """Do what is asked; true in the child of a fork."""
        if request["do"] == "signal":
            if request["pid"] in self.children:  # not reaped yet, so the id is not another's
                send_signal(request["pid"], request["signal"])
            return False
        if request["do"] == "stay":
            self.stay = Stay(Path(request["place"]), request["seconds"])
            return False
        self._load(request["needs"])
        return self._fork(request["id"])

    def _load(self, needs: list[str] | None) -> None:
        wanted = [name for name in self.later if needs is None or name in needs]
        self.later = [name for name in self.later if name not in wanted]
        preload(wanted)

    def _fork(self, number: int) -> bool:
        if threads() > 1:
            self._answer({"id": number, "refused": True})
            return False
        gc.freeze()
        pid = os.fork()
        if pid:
            self.children[pid] = number
            self._answer({"id": number, "pid": pid})
            return False
        self._forget_parent()
        return True

    def _forget_parent(self) -> None:
        """In the child: give back everything that was the parent's own."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, *ENDS):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.control.close()
        os.close(self.wake)
        os.close(self.woken)

    def _reap(self) -> None:
        while self.children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._answer({"id": self.children.pop(pid), "status": os.waitstatus_to_exitcode(status)})

    def _answer(self, answer: dict[str, Any]) -> None:
        try:
            self.control.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            self.left = True

    def _kill_all(self) -> None:
        for pid in self.children:
            send_signal(pid, signal.SIGKILL)
        for pid in self.children:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self.children.clear()


def send_signal(pid: int, number: int) -> None:
    """Signal a child and what it started; only the child where it does not lead a group yet, nothing if it has gone."""
    for send in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            send(pid, number)
            return


def preload(names: list[str]) -> None:
    """Import modules as a kernel would; one that fails is left for the notebook to fail with."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    backend = os.environ.setdefault("MPLBACKEND", INLINE)
    try:
        for name in names:
            with suppress(Exception), hidden(DEBUGGER, *GRAMMARS):
                importlib.import_module(name)
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]
        if backend == INLINE:
            del os.environ["MPLBACKEND"]


def threads() -> int:
    """How many threads this process has, those of C libraries included where the system tells."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        import threading

        return threading.active_count()


def become(request: dict[str, Any]) -> None:
    """In the child: run `python -m MODULE ARGUMENTS` as the request says; the exit of the module is the child's."""
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    time.tzset()
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    sys.argv[1:] = request["arguments"]
    sys.path.insert(0, request["cwd"])  # as -m does
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


def main() -> None:
    """Serve the owner at the other end of the socket named by the first argument."""
    del sys.path[0]  # the folder that -m put there
    nursery = Nursery(socket.socket(fileno=int(sys.argv[1])))
    request = nursery.serve()
    if request is not None:
        become(request)


if __name__ == "__main__":
    main()

"""Chapters rendered, as seen by the process that leads the build: one process does it for all of them.

It is started with the first chapter, or before, and asked for one at a time. A small chapter takes it a hundredth of a
second, where a process of its own would take ten times as long to come and go. The two talk over a private socket (a
named pipe on Windows), and the process that renders ends when its end of it closes, however the leading one came to its
end.
"""

from __future__ import annotations

import os
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from fbss_analysis.errors import FbssError
from fbss_analysis.kernels.launching import Launcher, Process, environment

MODULE = "fbss_analysis.building.typesetting"
NEEDS = ("nbformat", "fbss_analysis.exporter")
KEY = "FBSS_TYPESETTING_KEY"  # names the variable by which the process knows that it is meant
KEY_BYTES = 32
LOOKS_EVERY_SECONDS = 0.1


class Composing:
    """The process that renders, and the connection to it; thread-safe."""

    def __init__(self, kernels: Launcher, project: Path) -> None:
        self._kernels, self._project, self._lock = kernels, project, Lock()
        self._process: Process | None = None
        self._connection: Connection | None = None

    def render(self, notebook: str) -> str:
        """The fragment of HTML of an executed notebook; a FbssError where it cannot be made."""
        with self._lock:
            connection = self._connection = self._connection or self._start()
            try:
                connection.send_bytes(notebook.encode())
                return connection.recv_bytes().decode()
            except (EOFError, OSError):
                self.close()
                raise self._failed() from None

    def start(self) -> None:
        """Start the process before it is needed."""
        with self._lock:
            self._connection = self._connection or self._start()

    def close(self) -> None:
        """Let the process end."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _start(self) -> Connection:
        key = os.urandom(KEY_BYTES)
        with Listener(authkey=key) as listener:
            env = environment() | {KEY: key.hex()}
            self._process = self._kernels.start(
                MODULE, [str(listener.address)], cwd=self._project, env=env, needs=NEEDS
            )
            found: SimpleQueue[Connection] = SimpleQueue()
            Thread(target=_accept, args=(listener, found), daemon=True).start()
            while True:
                try:
                    return found.get(timeout=LOOKS_EVERY_SECONDS)
                except Empty:
                    if self._process.poll() is not None:
                        raise self._failed() from None

    def _failed(self) -> FbssError:
        status = self._process.wait() if self._process else None
        return FbssError(f"a chapter could not be rendered (status {status})", MODULE, "see its messages above")


def _accept(listener: Listener, found: SimpleQueue[Connection]) -> None:
    with suppress(OSError, AuthenticationError):  # nobody came, or not who was asked
        found.put(listener.accept())

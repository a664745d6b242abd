"""One build at a time: a lock that knows who holds it and since when.

The system's own lock on a file is let go when its holder ends, in whatever way; what the file says is only for the
message. A second build waits, or says who is building where it must not wait.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fbss_analysis.errors import FbssError

try:
    import fcntl
except ImportError:  # no such lock on Windows
    fcntl = None  # type: ignore[assignment]

POLL_SECONDS = 0.1


@contextmanager
def locked(path: Path, *, wait: bool, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock; where another build does, `tell` it and wait, or raise a FbssError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _taken(file.fileno()):
            if not wait:
                raise FbssError(
                    f"another build is under way: {holder(path)}", str(path), "wait for its end, or leave out --no-wait"
                )
            tell(f"waiting for another build: {holder(path)}")
            while not _taken(file.fileno()):
                time.sleep(POLL_SECONDS)
        file.truncate(0)
        file.write(f"{os.getpid()} {time.time():.0f}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _taken(descriptor: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def holder(path: Path) -> str:
    """Who holds the lock and for how long, in words."""
    with suppress(OSError, ValueError):
        pid, since = path.read_text(encoding="utf-8").split()
        return f"process {pid}, since {max(0, round(time.time() - int(since)))} seconds"
    return "a process that has just started"

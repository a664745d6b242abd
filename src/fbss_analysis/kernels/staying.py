"""A warm parent that stays for the next build, so that an analyst who changes one number does not wait for imports.

A build that ended well asks its parent to stay for a while (`fbss report --keep-warm SECONDS`). The parent kills what
it has forked, lets go of the terminal, and listens at a socket in a folder that only its user may enter. The socket's
name is the hash of all that its imports depend on: library, environment, interpreter, search path. So a build finds a
parent that has imported what it would import itself, or none, and then starts its own. A parent serves one build at a
time: while it does, it does not listen. It ends when nobody has come for so long, when its socket is gone, when it is
told to, or when the build that it serves ends in any other way than well. Nothing stays where the variable CI is set.
"""

from __future__ import annotations

import json
import os
import select
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fbss_analysis.building.fingerprint import digest, environment_digest, library_digest

SECONDS = 120
VARIABLE = "FBSS_KEEP_WARM"
OF_IMPORTS = (
    *("PYTHON", "LD_", "MPL", "MATPLOTLIB", "OMP_", "OPENBLAS_", "MKL_", "JE_", "PANDAS", "IPYTHON", "JUPYTER"),
    *("LANG", "LC_", "TZ", "HOME", "XDG_", "PATH", "TMP", "VIRTUAL_ENV"),
)
PATIENCE_SECONDS = 2.0
LOOKS_EVERY_SECONDS = 1.0
TAKEN_OVER = (1, 2)  # standard output and error


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a parent may be found and is to stay, and for how many seconds."""

    place: Path
    seconds: int


def seconds_by_default() -> int:
    """For how long a parent stays where nothing is said: FBSS_KEEP_WARM, nothing in continuous integration."""
    given = os.environ.get(VARIABLE, "")
    return int(given) if given.isdigit() else 0 if os.environ.get("CI") else SECONDS


def stay(project: Path, seconds: int) -> Stay | None:
    """How a parent for this project stays; None where nobody wants it to, or where there is no safe place."""
    folder = Path(tempfile.gettempdir(), f"fbss-warm-{os.getuid()}") if hasattr(os, "getuid") else None
    if not seconds or folder is None:
        return None
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
            return Stay(folder / _key(project)[:24], seconds)
    return None


def _key(project: Path) -> str:
    env = sorted((name, value) for name, value in os.environ.items() if name.startswith(OF_IMPORTS))
    parts = [library_digest(), environment_digest(project), sys.executable, sys.path, env]
    return digest(json.dumps(parts))


def join(place: Path) -> tuple[socket.socket, int] | None:
    """Become the owner of the parent that stays at a place: its socket and its process id; None where there is none."""
    control = socket.socket(socket.AF_UNIX)
    try:
        control.settimeout(PATIENCE_SECONDS)
        control.connect(str(place))
        socket.send_fds(control, [b"."], TAKEN_OVER)
        pid = int.from_bytes(control.recv(4), "big")
        control.settimeout(None)
    except (OSError, ValueError):
        pid = 0
    if not pid:
        control.close()
        return None
    return control, pid


def await_owner(how: Stay, wake: int, ended: Callable[[], bool]) -> socket.socket | None:
    """In the parent: let go of the terminal and wait for the next owner; None when it is time to end."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    _take_over([nowhere, os.dup(nowhere)])
    listener = _listener(how.place)
    if listener is None:
        return None
    try:
        own, end = how.place.stat().st_ino, time.monotonic() + how.seconds
        while time.monotonic() < end and not ended() and _is_there(how.place, own):
            ready = select.select([listener.fileno(), wake], [], [], LOOKS_EVERY_SECONDS)[0]
            if wake in ready:
                os.read(wake, 512)
            if listener.fileno() in ready and (control := _greet(listener)):
                return control
        return None
    finally:
        listener.close()
        if _is_there(how.place, own):
            how.place.unlink()


def _listener(place: Path) -> socket.socket | None:
    """A socket that listens at a place; None where another parent stays there."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(place))
        except ConnectionRefusedError:  # what one has left that was killed
            place.unlink(missing_ok=True)
        except OSError:
            pass
        else:
            return None
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(str(place))
        listener.listen(1)
    except OSError:  # another was faster, or the path is too long
        listener.close()
        return None
    return listener


def _is_there(place: Path, own: int) -> bool:
    try:
        return place.stat().st_ino == own
    except OSError:
        return False


def _greet(listener: socket.socket) -> socket.socket | None:
    """Take the owner's standard output and error, and tell who we are; None for one that only knocked."""
    control, _ = listener.accept()
    try:
        control.settimeout(PATIENCE_SECONDS)
        _, given, _, _ = socket.recv_fds(control, 1, len(TAKEN_OVER))
        if len(given) == len(TAKEN_OVER):
            _take_over(given)
            control.sendall(os.getpid().to_bytes(4, "big"))
            control.settimeout(None)
            return control
    except OSError:
        pass
    control.close()
    return None


def _take_over(given: list[int]) -> None:
    for old, new in zip(TAKEN_OVER, given, strict=True):
        os.dup2(new, old)
        os.close(new)

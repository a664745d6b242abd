"""What a step reads, observed and not declared, and a guard against what would be read unseen.

Everything that the library reads on behalf of a notebook is noted: which table, which part of it, which file, and the
hash of what was there. The notes go to the file that FBSS_OBSERVED names; without it nothing is noted and nothing is
guarded. As an IPython extension (`load_ipython_extension`) this module also sets an audit hook (PEP 578): a file of the
project's data that a cell opens itself is noted like any other; one from outside the project's data, a network
connection, a database or a foreign program is an InputError in that very cell. The interpreter, installed packages,
the library, fonts and matplotlib's own files are free, as is what the notebook has written itself.

The hook does not see files that C or C++ code opens, so tables are handed to their readers as text or bytes.

Reference: Mokhov A, Mitchell N, Peyton Jones S. Build systems à la carte. Proc ACM Program Lang 2018;2:79 (what is
recorded here makes a "constructive trace").
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from fbss_analysis.building.fingerprint import file_digest, listing_digest
from fbss_analysis.errors import InputError
from fbss_analysis.project import DERIVED, NOTEBOOKS, RAW, ROOT_VARIABLE

VARIABLE = "FBSS_OBSERVED"
DERIVED_FROM = "FBSS_DERIVED_FROM"  # the hash of data/raw that a build has just derived the tables from
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/proc", "/sys", "/dev", "/System", "/Library")
OF_HOME = (".ipython", ".cache", ".config", ".fonts", ".local/share", ".matplotlib", ".jupyter", "Library/Fonts")
HARMLESS = frozenset({"fc-list", "uname", "ldconfig", "lsb_release", "gcc", "cc", "ld", "objdump"})  # ask of the system
_state = threading.local()
_written: set[str] = set()


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """One thing that was read: its kind (file, raw or table), its name, which part of it, and its hash at that time."""

    kind: str
    name: str
    part: str
    seen: str


def observing() -> bool:
    """Whether somebody wants to know what is read."""
    return bool(os.environ.get(VARIABLE))


def note(kind: str, name: str, part: str, seen: str) -> None:
    """Note that something was read; nothing happens outside a build."""
    path = os.environ.get(VARIABLE)
    if path:
        line = json.dumps(astuple(Observation(kind, name, part, seen))) + "\n"
        with unguarded(), Path(path).open("a", encoding="utf-8") as file:
            file.write(line)


def read_notes(path: Path) -> tuple[Observation, ...]:
    """What was noted in a file, each thing once, in order."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({Observation(*json.loads(line)) for line in lines}))


@contextmanager
def unguarded() -> Iterator[None]:
    """Let the library read what it notes itself."""
    before = getattr(_state, "free", False)
    _state.free = True
    try:
        yield
    finally:
        _state.free = before


def load_ipython_extension(_: Any) -> None:
    """Guard this kernel from here on, if its reads are observed."""
    if os.environ.get(VARIABLE) and not getattr(sys, "_fbss_guarded", False):
        sys._fbss_guarded = True  # type: ignore[attr-defined]  # a hook cannot be taken back, so it is set once
        sys.addaudithook(_Guard(Path(os.environ[ROOT_VARIABLE])))


class _Guard:
    """The audit hook: notes or refuses what a cell opens."""

    def __init__(self, project: Path) -> None:
        self.project = str(project)
        self.data = tuple(str(project / part) + os.sep for part in (RAW, DERIVED, NOTEBOOKS))
        home, here = Path.home(), str(Path(__file__).parents[1])
        places = [sys.prefix, sys.base_prefix, sys.exec_prefix, here, *SYSTEM, *(str(home / part) for part in OF_HOME)]
        places += [os.environ.get("MPLCONFIGDIR", ""), os.environ.get("IPYTHONDIR", ""), os.environ[VARIABLE]]
        places += [path for path in sys.path if path and not path.startswith(self.project)]
        places += [os.path.join(tempfile.gettempdir(), name) for name in ("ipykernel_", "matplotlib-", "fbss-")]  # noqa: PTH118
        self.free = tuple({form for place in places if place for form in (place, os.path.realpath(place))})

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at one audit event."""
        if event not in _JUDGES or getattr(_state, "free", False) or sys.is_finalizing():
            return
        with unguarded():
            _JUDGES[event](self, *arguments)

    def open(self, path: Any, mode: Any, flags: Any) -> None:
        """A file is opened."""
        name = _full(path)
        if name is None:
            return
        if _writes(mode, flags):
            self._refuse_writing(name)
            _written.add(name)
        elif name not in _written and not name.startswith(self.free):
            self._note_or_refuse(name)

    def _note_or_refuse(self, name: str) -> None:
        real = os.path.realpath(name)
        if real.startswith(self.data) or name.startswith(self.data):
            note("file", os.path.relpath(name, self.project), "", file_digest(Path(name)))
        elif not real.startswith(self.free):
            todo = "read through fbss.derived, or put the file into data/raw and let the library read it"
            raise InputError("a cell reads a file from outside the project's data", name, todo)

    def _refuse_writing(self, name: str) -> None:
        if name.startswith(self.project + os.sep):
            raise InputError("a cell writes into the project", name, "only the pipeline writes there; show it instead")

    def listing(self, path: Any = None) -> None:
        """A folder is listed."""
        name = _full(path if path is not None else ".")
        if name and (name + os.sep).startswith(self.data[:2]):
            note("listing", os.path.relpath(name, self.project), "", listing_digest(Path(name)))

    def connect(self, _: Any, address: Any) -> None:
        """A socket is connected; only those of this machine's own kind are free."""
        if isinstance(address, tuple):
            raise InputError("a cell asks the network", str(address[:2]), "put what it needs into data/raw")

    def database(self, name: Any) -> None:
        """A SQLite database is opened, by C code that no hook sees further."""
        if name not in (":memory:", b":memory:", ""):
            self._note_or_refuse(_full(name) or str(name))

    def program(self, executable: Any, arguments: Any, *_: Any) -> None:
        """Another program is started, whose reads nobody sees."""
        name = os.path.basename(os.fsdecode(executable or (arguments and arguments[0]) or ""))  # noqa: PTH119
        if name not in HARMLESS and not name.startswith("python"):
            raise InputError("a cell starts a program whose reads nobody sees", name, "let the library do it")

    def shell(self, command: Any) -> None:
        """A command is given to the shell."""
        raise InputError("a cell starts a program whose reads nobody sees", os.fsdecode(command), "do it in Python")


_JUDGES: dict[str, Any] = {
    "open": _Guard.open,
    "os.listdir": _Guard.listing,
    "os.scandir": _Guard.listing,
    "socket.connect": _Guard.connect,
    "sqlite3.connect": _Guard.database,
    "subprocess.Popen": _Guard.program,
    "os.system": _Guard.shell,
}


def _full(path: Any) -> str | None:
    if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
        return None
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


def _writes(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))

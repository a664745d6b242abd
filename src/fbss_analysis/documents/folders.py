"""The files that paths name, one after the other: sorted, without loops, nothing passed over in silence.

A folder is walked lazily, so that a million files are never in one list, not even where they lie in one folder: of its
names so many are sorted at a time, put aside in a temporary file, and merged. Links are followed, except back to a
folder that one is in (a loop, which is told) and except a second time to the same folder. A version control's own
folders are no documents. Files of other kinds than `SUFFIXES` are left alone; named one by one, any file is taken.

>>> list(files(["page.html", "-"]))
['page.html', '-']
"""

from __future__ import annotations

import errno
import heapq
import marshal
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from fbss_analysis.errors import InputError
from fbss_analysis.vocabulary import Reason

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
PDF_SUFFIXES = (".pdf",)
SUFFIXES = TEXT_SUFFIXES + HTML_SUFFIXES + PDF_SUFFIXES
VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr", ".jj", "CVS", "_darcs"})

Listed = tuple[str, str, bool]  # how it sorts, its name, whether it is a folder
AT_ONCE = 20_000
Folder = tuple[int, int]  # device and inode: what a folder is, whatever it is called
_REASONS = {errno.ELOOP: Reason.LOOP, errno.ENOENT: Reason.VANISHED, errno.EISDIR: Reason.NOT_A_FILE}


def files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str | InputError]:
    """The name of every file that the paths name, in order; for a folder or link that cannot be followed, why."""
    for path in paths:
        name = os.fspath(path)
        if name == "-" or not Path(name).is_dir():
            yield name
        else:
            yield from _walk(name, (), set())


def _walk(folder: str, inside: tuple[Folder, ...], linked: set[Folder]) -> Iterator[str | InputError]:
    try:
        here = _identity(os.stat(folder))  # noqa: PTH116
        with os.scandir(folder) as entries:
            found = merged((_sorted_as(entry), entry.name, _is_folder(entry)) for entry in entries)
    except OSError as error:
        yield unreadable(error, folder, "folder")
        return
    for _, name, is_folder in found:
        path = os.path.join(folder, name)  # noqa: PTH118  (a path as given stays as given)
        if is_folder and name not in VERSION_CONTROL:
            yield from _enter(path, (*inside, here), linked)
        elif not is_folder and name.lower().endswith(SUFFIXES):
            yield _file(path)


def merged(listed: Iterable[Listed], at_once: int = AT_ONCE) -> Iterator[Listed]:
    """All that is listed, taken at once and given sorted, with only so many in memory."""
    left = iter(listed)
    first = sorted(islice(left, at_once))
    runs = [_put_aside(run) for run in iter(lambda: sorted(islice(left, at_once)), [])]
    return heapq.merge(first, *runs)


def _put_aside(run: Iterable[Listed]) -> Iterator[Listed]:
    """Write a run to a temporary file, which goes with the last reader, and give it back one by one."""
    file = TemporaryFile()  # noqa: SIM115  (open for as long as it is read)
    for item in run:
        marshal.dump(item, file)
    file.seek(0)
    return _stored(file)


def _stored(file: IO[bytes]) -> Iterator[Listed]:
    with file, suppress(EOFError):
        while True:
            yield marshal.load(file)


def _enter(path: str, inside: tuple[Folder, ...], linked: set[Folder]) -> Iterator[str | InputError]:
    """Walk a folder within a folder, unless it is a link that leads back or has been followed."""
    if os.path.islink(path):  # noqa: PTH114
        try:
            target = _identity(os.stat(path))  # noqa: PTH116
        except OSError as error:
            yield unreadable(error, path, "link")
            return
        if target in inside:
            what = "this link leads back to a folder that it is in"
            yield InputError(what, writable(path), "remove the link", Reason.LOOP)
            return
        if target in linked:
            return
        linked.add(target)
    yield from _walk(path, inside, linked)


def _file(path: str) -> str | InputError:
    """The path, if a file is there to be read; a pipe or a device would keep everybody waiting."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError as error:
        return unreadable(error, path)
    if stat.S_ISREG(mode):
        return path
    what = "this is a pipe, a socket or a device, not a file"
    return InputError(what, writable(path), "remove it", Reason.NOT_A_FILE)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: neither, and told as what its name says
        return False


def _sorted_as(entry: os.DirEntry[str]) -> str:
    """Folders sort with the stroke behind them, so that whole paths come in order."""
    return entry.name + os.sep if _is_folder(entry) else entry.name


def _identity(status: os.stat_result) -> Folder:
    return status.st_dev, status.st_ino


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file; an InputError names a file that is not there, not a file, or not allowed to be read."""
    try:
        with Path(path).open("rb") as file:
            return file.read()
    except OSError as error:
        raise unreadable(error, os.fspath(path)) from error


def unreadable(error: OSError, path: str, kind: str = "file") -> InputError:
    """The InputError that says why the system does not let a file or folder be read."""
    reason = _REASONS.get(error.errno or 0, Reason.UNREADABLE)
    what = f"cannot read the {kind}: {error.strerror or error}"
    return InputError(what, writable(path), "check its name and permissions", reason)


def writable(name: str) -> str:
    """A file's name as text that can be written: bytes that are no UTF-8 are shown as escapes.

    >>> writable("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")

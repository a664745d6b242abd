"""Files and folders that are replaced whole or not at all, whenever the power or the disk fails.

New content is written beside the old, forced to the disk, and swapped in by renaming; the folder is forced to the disk
as well, for a rename that is only in memory is lost with it. Two folders are exchanged in one step where the system can
(`renameat2` of Linux); elsewhere there are two renames, and `recover` puts an interrupted pair right.

Reference: Pillai TS et al. All file systems are not created equal. OSDI 2014 (what survives a crash without fsync).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from fbss_analysis.building.fingerprint import digest
from fbss_analysis.errors import NO_ROOM, FbssError

AT_HERE = -100
RENAME_EXCHANGE = 2


def replace_file(path: Path, text: str | bytes, *, lasting: bool = True) -> None:
    """Write beside and swap in whole, so that no reader ever sees half a file; a FbssError where the disk is full.

    What need not be `lasting`, for a later reader notices when it is damaged, is not forced to the disk.
    """
    with replacing(path, lasting=lasting) as file:
        file.write(text.encode() if isinstance(text, str) else text)


@contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of another when the block is left without an error."""
    beside = path.with_name(f".{path.name}.new")
    with told(path):
        with beside.open("wb") as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        beside.replace(path)
        if lasting:
            sync_folder(path.parent)


def replace_folder(folder: Path, files: Mapping[str, str | bytes], kept: str) -> None:
    """Put files in place of all that a folder holds, whole or not at all; of the old ones only `kept` stays."""
    with replacing_folder(folder, kept) as new:
        new.write(files)


class NewFolder:
    """The folder that is written beside another to take its place: the hash of each file by its name."""

    def __init__(self, folder: Path) -> None:
        self.folder, (self.beside, self.old) = folder, _beside(folder)
        self.written: dict[str, str] = {}
        self.wanted = True

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files and force them to the disk; one that is the same as before is linked, where the system can."""
        with told(self.folder):
            for name, text in files.items():
                (self.beside / name).parent.mkdir(parents=True, exist_ok=True)
                if not _linked(self.folder / name, self.beside / name, text):
                    _write(self.beside / name, text)
                self.written[name] = digest(text)

    def swap(self, kept: str) -> None:
        """Put it in the place of the other, of which only `kept` stays."""
        with told(self.folder):
            if (self.folder / kept).exists():
                _write(self.beside / kept, (self.folder / kept).read_text(encoding="utf-8"))
            for place in {self.beside, *(path for path in self.beside.rglob("*") if path.is_dir())}:
                sync_folder(place)
            _swap(self.beside, self.folder, self.old)
            sync_folder(self.folder.parent)


@contextmanager
def replacing_folder(folder: Path, kept: str) -> Iterator[NewFolder]:
    """A folder to write to that takes the place of another when the block is left without an error, and is `wanted`."""
    recover(folder)
    new = NewFolder(folder)
    try:
        yield new
        if new.wanted:
            new.swap(kept)
    finally:
        recover(folder)


def recover(folder: Path) -> None:
    """Finish what an interrupted `replace_folder` has begun, and remove its leftovers."""
    beside, old = _beside(folder)
    if not folder.exists() and old.exists():
        old.rename(folder)
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk, where the system can open folders."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _linked(old: Path, new: Path, text: str | bytes) -> bool:
    """Whether a file that holds this text already could be given a second name."""
    try:
        if old.read_bytes() != (text.encode() if isinstance(text, str) else text):
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _swap(new: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        folder.rename(old)
        new.rename(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(AT_HERE, os.fsencode(one), AT_HERE, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _write(path: Path, content: str | bytes) -> None:
    with path.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what goes wrong in writing to a place as a FbssError in three parts."""
    try:
        yield
    except OSError as error:
        todo = "free some space and try again" if error.errno in NO_ROOM else "check permissions and try again"
        what = f"cannot write: {error.strerror or error}"
        raise FbssError(what, str(path), f"{todo}; what was there before is untouched") from error

"""Bytes to one canonical text: what was printed, character for character, so that offsets mean the same everywhere.

A position in a text is worth nothing unless everybody decodes the text alike. The canonical text is the decoded text
as it is: no line end is translated, no no-break space replaced, nothing normalised; offsets count Unicode code points.
A byte order mark names the encoding and is no part of the text. Without one the bytes must be UTF-8: a guess
(Windows-1252, say) would be right most of the time and silently turn a dash into other letters the rest of the time.

References: The Unicode Standard, version 15.0, section 23.8 (byte order mark). RFC 3629 (UTF-8).

>>> decode("5.4%\\u00a0of patients".encode("utf-16"))
'5.4%\\xa0of patients'
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, observing, unguarded
from fbss_analysis.schema import Document, InputError

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text")
# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
MARKS: Mapping[bytes, str] = MappingProxyType(
    {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF32_LE: "utf-32",
        codecs.BOM_UTF32_BE: "utf-32",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }
)
_NOT_TEXT: Mapping[bytes, str] = MappingProxyType(
    {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x89PNG": "a PNG"}
)


def read(path: str | os.PathLike[str]) -> Document:
    """Read a text file as a Document that goes by the path as given; an InputError says what cannot be read."""
    name = os.fspath(path)
    if observing():
        note("file", str(Path(name).absolute()), "", file_digest(Path(name)))
    with unguarded():
        return Document(name, decode(read_bytes(name), name))


def documents(paths: Iterable[str]) -> Iterator[Document | InputError]:
    """Every document that the paths name, in order: files, folders (their text files, sorted), `-` for standard input.

    What cannot be read comes as the InputError that says why, so that the rest is still done.
    """
    for path in paths:
        for name in _files(path):
            try:
                yield Document("-", decode(sys.stdin.buffer.read(), "-")) if name == "-" else read(name)
            except InputError as error:
                yield error


def _files(path: str) -> list[str]:
    if path == "-" or not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).rglob("*") if file.suffix in TEXT_SUFFIXES and file.is_file())


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file; an InputError names a file that is not there, not a file, or not allowed to be read."""
    try:
        with Path(path).open("rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"cannot read the file: {reason}", os.fspath(path), "check its name and permissions"
        ) from error


def decode(data: bytes, where: str = "") -> str:
    """Decode bytes as their byte order mark says, else as UTF-8; `where` names them in the InputError."""
    for magic, name in _NOT_TEXT.items():
        if data.startswith(magic):
            raise InputError(f"this is {name}, not plain text", where, "save its text as UTF-8 and give that file")
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f"byte {error.start} ({data[error.start]:#04x}) is not {error.encoding.upper()}"
        raise InputError(what, f"{where}:{line}", "save the file as UTF-8 and try again") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError("there is a NUL character, so this is no text", f"{where}:{line}", "give a plain text file")
    return text

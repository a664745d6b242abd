"""Bytes of plain text to one canonical text: what was printed, character for character.

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
from collections.abc import Mapping
from types import MappingProxyType

from fbss_analysis.errors import InputError
from fbss_analysis.vocabulary import Reason

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
    {
        b"%PDF": "a PDF",
        b"PK\x03\x04": "a zip archive (a word processor's file is one)",
        b"\x89PNG": "a PNG",
        b"\xff\xd8\xff": "a JPEG",
        b"GIF8": "a GIF",
        b"\x1f\x8b": "gzip",
        b"\xd0\xcf\x11\xe0": "an old word processor's file",
        b"\x7fELF": "a program",
    }
)
SAVE = "save its text as UTF-8 and give that file"


def decode(data: bytes, where: str = "") -> str:
    """Decode bytes as their byte order mark says, else as UTF-8; `where` names them in the InputError."""
    refuse_binary(data, where)
    encoding = marked(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f"byte {error.start} ({data[error.start]:#04x}) is not {error.encoding.upper()}"
        raise InputError(what, f"{where}:{line}", "save the file as UTF-8 and try again", Reason.ENCODING) from error
    if "\0" in text:
        raise _nul(data, text, where)
    return text


def marked(data: bytes) -> str | None:
    """The encoding that a byte order mark names, or None where there is no mark."""
    return next((name for mark, name in MARKS.items() if data.startswith(mark)), None)


def refuse_binary(data: bytes, where: str) -> None:
    """Raise an InputError where bytes begin as those of a kind of file that is no text."""
    for magic, name in _NOT_TEXT.items():
        if data.startswith(magic):
            raise InputError(f"this is {name}, not plain text", where, SAVE, Reason.BINARY)


def _nul(data: bytes, text: str, where: str) -> InputError:
    """What a NUL character means: every other byte of UTF-16 is one; elsewhere the bytes are no text."""
    line = text[: text.index("\0")].count("\n") + 1
    every_other = max(data[:4096:2].count(0), data[1:4096:2].count(0))
    if every_other > 0.6 * len(data[:4096:2]):
        what = "every other byte is NUL, as in UTF-16, but no byte order mark says so"
        return InputError(what, f"{where}:{line}", "save the file as UTF-8 and try again", Reason.ENCODING)
    what = "there is a NUL character, so this is no text"
    return InputError(what, f"{where}:{line}", "give a plain text file", Reason.BINARY)

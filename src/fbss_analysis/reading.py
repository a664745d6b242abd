"""A path, or bytes and the name they go by, to one `Document`: the only door through which documents come in.

What cannot be read is an InputError in three parts whose `reason` is one word of `vocabulary.Reason`; a list of paths
or a folder loses nothing to it, for `documents` gives the error in the place of the document and goes on. `files` names
the documents without reading them, for those who read elsewhere (another process, another machine).

>>> read_as(b"It helped 40% of them.", "note.txt")
Document(doc='note.txt', text='It helped 40% of them.', media_type='text/plain')
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, observing, unguarded
from fbss_analysis.documents.decoding import decode
from fbss_analysis.documents.folders import HTML_SUFFIXES, PDF_SUFFIXES, TEXT_SUFFIXES, files, read_bytes, writable
from fbss_analysis.documents.markup import html_text, is_html
from fbss_analysis.documents.pdf import is_pdf, pdf_text
from fbss_analysis.schema import Document, InputError
from fbss_analysis.vocabulary import Reason

__all__ = ["decode", "documents", "files", "read", "read_as", "read_bytes"]

STDIN = "-"
TODO = "give a file with text in it"
TEXT, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"
_READERS = MappingProxyType({TEXT: decode, MARKDOWN: decode, HTML: html_text, PDF: pdf_text})
_NOTHING = MappingProxyType({TEXT: Reason.EMPTY, MARKDOWN: Reason.EMPTY, HTML: Reason.NO_TEXT, PDF: Reason.NO_TEXT})


def read(path: str | os.PathLike[str]) -> Document:
    """Read a file, or `-` for standard input, as a Document that goes by the path as given.

    An InputError says what cannot be read, and its `reason` says so in one word.
    """
    name = os.fspath(path)
    if name == STDIN:
        return read_as(sys.stdin.buffer.read(), STDIN)
    if observing():
        note("file", str(Path(name).absolute()), "", file_digest(Path(name)))
    with unguarded():
        return read_as(read_bytes(name), name)


def read_as(data: bytes, name: str) -> Document:
    """The Document that bytes are, by the name they go by; an InputError where they are none.

    A PDF shows by its first bytes; the name's suffix decides between text and HTML, the first bytes where it has none.
    """
    shown = writable(name)
    if not data.strip():
        raise InputError("the file is empty", shown, TODO, Reason.EMPTY)
    media_type = _media_type(data, name.lower())
    text = _READERS[media_type](data, shown)
    if not text.strip():
        raise InputError("there is no text in it", shown, TODO, _NOTHING[media_type])
    return Document(shown, text, media_type)


def _media_type(data: bytes, name: str) -> str:
    if is_pdf(data) or name.endswith(PDF_SUFFIXES):
        return PDF
    if name.endswith(HTML_SUFFIXES) or (not name.endswith(TEXT_SUFFIXES) and is_html(data)):
        return HTML
    return MARKDOWN if name.endswith((".md", ".markdown")) else TEXT


def documents(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Document | InputError]:
    """Every document that the paths name, in order: files, folders (sorted, lazily), `-` for standard input.

    What cannot be read comes as the InputError that says why, so that the rest is still done.
    """
    for name in files(paths):
        try:
            yield name if isinstance(name, InputError) else read(name)
        except InputError as error:
            yield error

"""PDF to text: the text layer in reading order, paragraphs whole again, marks kept apart, running heads left out.

PDFium (Chrome's reader, through pypdfium2) gives each character with its place and size; `layout` makes lines and
paragraphs of them. A file that is encrypted, cut off, damaged, or that has no text layer is an error: part of a
document is no document.

References: ISO 32000-2:2020, section 7.5.5 (the end of a file). PDFium, public/fpdf_text.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from fbss_analysis.documents.layout import Glyph, paragraphs
from fbss_analysis.errors import InputError
from fbss_analysis.vocabulary import Reason

SIGNATURE, END = b"%PDF-", b"%%EOF"
SEARCHED = 1024  # readers look for the signature in as many first bytes; the end may have a little after it
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def is_pdf(data: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    return SIGNATURE in data[:SEARCHED]


def pdf_text(data: bytes, where: str = "") -> str:
    """The text of a PDF; an InputError where it is encrypted, truncated, damaged, or has no text layer."""
    if not is_pdf(data):
        raise InputError("this is no PDF", where, "give the file that its name promises", Reason.DAMAGED)
    if END not in data[-4 * SEARCHED :]:
        raise InputError(
            "the PDF is cut off: its end is missing", where, "fetch the whole file again", Reason.TRUNCATED
        )
    pages = list(_pages(data, where))
    text = paragraphs(pages)
    if not text.strip():
        what = f"the PDF has no text layer on its {len(pages)} pages"
        raise InputError(what, where, "recognise its text (OCR) and give that", Reason.NO_TEXT)
    return text


def _pages(data: bytes, where: str) -> Iterator[list[Glyph]]:
    """The characters of each page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refused(error, where) from None
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                yield list(_glyphs(page.get_textpage()))
            finally:
                page.close()
    except pypdfium2.PdfiumError as error:
        raise _refused(error, where) from None
    finally:
        document.close()


def _refused(error: Any, where: str) -> InputError:
    if getattr(error, "err_code", None) == _PASSWORD:
        return InputError("the PDF is encrypted", where, "remove its password and try again", Reason.ENCRYPTED)
    return InputError("the PDF is damaged and cannot be read", where, "fetch the file again", Reason.DAMAGED)


def _glyphs(text: Any) -> Iterator[Glyph]:
    """Every character of a page's text layer, with where it stands and how large it is."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index)
        letter = chr(code)
        made = letter.isspace() and raw.FPDFText_IsGenerated(text, index) == 1
        yield Glyph(letter, x.value, y.value, size, made)

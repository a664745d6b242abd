"""Characters with places to paragraphs: lines joined where a paragraph goes on, and only there.

A line break in a printed page means nothing if the next word would not have fitted; then the paragraph goes on. It ends
where the word would have fitted, where the distance or the size of letters changes, and before a list mark. A hyphen at
the end of a line is dropped between small letters and kept between digits. What stands at the same place of most pages,
but for its digits, is a running head or foot and left out. Raised small characters are marks (`rendering`).

>>> line = [Glyph(c, 5.0 * i, 700.0, 10.0) for i, c in enumerate("of 10%")]
>>> mark = [Glyph("7", 30.0, 704.0, 6.0)]
>>> paragraphs([line + mark])
'of 10%[7]'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mode
from typing import NamedTuple

from fbss_analysis.documents.rendering import superscript

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
HYPHENS = "\u00ad\ufffe\x02"  # what PDFium makes of a hyphen that parts a word
# All but the hyphens, which are looked at when lines are joined.
_CONTROLS = dict.fromkeys((0, 1, *range(3, 9), 11, 12, *range(14, 32), 0x7F, 0xFEFF, 0xFFFF), "")
_MARKED = re.compile(r"(?:[•·▪○►●◦‣∙*–-]|\[?\(?\d{1,3}[.)\]])\s")
_STOPPED = re.compile(r"[.!?:;][\"”’)\]]*(?:\[[\d,–-]+\])?$")
_DIGITS = re.compile(r"\d+")
_RAISED, _SMALLER = 0.2, 0.9  # of the size of the letters around
_SAME_LINE, _NEXT_LINE = 0.7, 1.65  # distances of base lines, in sizes
_COLUMN_GAP = 1.7  # between the origins of two characters of one line, in sizes: a table's row
_SAME_SIZE, _INDENT, _RAGGED = 0.08, 0.8, 3.0  # in sizes
MOST_LINES = 1000  # on one page; no page that a person reads has more


class Glyph(NamedTuple):
    """A character, the origin of its place in points, its size, and whether the reader made it up."""

    text: str
    x: float
    y: float
    size: float
    made: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed: its text, where it stands, and the width of its first word."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    first_word: float
    is_row: bool


def paragraphs(pages: Sequence[Sequence[Glyph]]) -> str:
    """The text of pages, a line for each paragraph, item or row."""
    lines = [line for number, glyphs in enumerate(pages) for line in _lines(glyphs, number)]
    kept = _without_running_heads(lines, len(pages))
    edges = _edges(kept)
    pieces = [kept[0].text] if kept else []
    for before, line in pairwise(kept):
        if _goes_on(before, line, edges.get(before)):
            pieces[-1], joint = _joint(pieces[-1], line.text)
            pieces += [joint, line.text]
        else:
            pieces += [_parting(before, line), line.text]
    return "".join(pieces)


def _lines(glyphs: Sequence[Glyph], page: int) -> Iterator[Line]:
    """The lines of a page; a piece that the reader broke off at a raised character is put back."""
    held: list[Glyph] = []
    for piece in _pieces(glyphs):
        if held and not _same_line(held, piece):
            yield from _line(held, page)
            held = []
        held += piece
    yield from _line(held, page)


def _pieces(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """What stands between line ends; the hyphen that parts a word is the last of its line."""
    piece: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text not in "\r\n":
            piece.append(glyph)
        if piece and glyph.text in "\r\n" + HYPHENS:
            yield piece
            piece = []
    if piece:
        yield piece


def _same_line(held: Sequence[Glyph], piece: Sequence[Glyph]) -> bool:
    one, other = _printed(held), _printed(piece)
    if not one or not other:
        return True
    size = max(one[-1].size, other[0].size)
    base = _base(one)
    return abs(base - other[0].y) < _SAME_LINE * size and other[0].x > one[-1].x and other[0].x - one[-1].x < 3 * size


def _printed(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.made and not glyph.text.isspace()]


def _base(printed: Sequence[Glyph]) -> float:
    largest = max(glyph.size for glyph in printed)
    return mode(round(glyph.y, 1) for glyph in printed if glyph.size > _SMALLER * largest)


def _line(glyphs: Sequence[Glyph], page: int) -> Iterator[Line]:
    printed = _printed(glyphs)
    if not printed:
        return
    size, base = max(glyph.size for glyph in printed), _base(printed)
    text = _text(glyphs, size, base).strip()
    if not text:
        return
    first = next((i for i, glyph in enumerate(glyphs) if glyph.text.isspace() and i > 0), len(glyphs))
    word = [glyph.x for glyph in glyphs[:first]]
    right = printed[-1].x + size / 2
    is_row = any(b.x - a.x > _COLUMN_GAP * size for a, b in pairwise(printed))
    yield Line(text, page, printed[0].x, right, base, size, max(word) - min(word) + size / 2, is_row)


def _text(glyphs: Sequence[Glyph], size: float, base: float) -> str:
    """The text of a line, with raised small characters as marks."""
    text = ""
    for is_raised, group in groupby(glyphs, key=lambda g: g.y - base > _RAISED * size and g.size < _SMALLER * size):
        piece = "".join(glyph.text for glyph in group).translate(LIGATURES).translate(_CONTROLS)
        text += superscript(text, piece.strip()) + " " * piece.endswith(" ") if is_raised else piece
    return text


def _without_running_heads(lines: Sequence[Line], pages: int) -> list[Line]:
    """The lines without those that stand at the edge of at least half of the pages, the same but for their digits."""
    if pages < 2:
        return list(lines)
    edges: dict[Line, tuple[str, int]] = {}
    for _, group in groupby(lines, key=lambda line: line.page):
        ordered = sorted(group, key=lambda line: line.base)
        for line in {*ordered[:2], *ordered[-2:]}:
            edges[line] = _DIGITS.sub("#", line.text), round(line.base / 3)
    counts = Counter(edges.values())
    return [line for line in lines if line not in edges or counts[edges[line]] < max(2, pages / 2)]


def _edges(lines: Sequence[Line]) -> dict[Line, tuple[float, bool]]:
    """How far right each line could have gone, as far as any of its size above or below it did; whether several did."""
    edges: dict[Line, tuple[float, bool]] = {}
    alike: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if not line.is_row:
            alike.setdefault((line.page, round(line.size)), []).append(line)
    for run in alike.values():
        for line in run if len(run) <= MOST_LINES else ():
            rights = [other.right for other in run if other.left < line.right and other.right > line.left]
            edge = max(rights)
            edges[line] = edge, sum(right > edge - _RAGGED * line.size for right in rights) > 1
    return edges


def _goes_on(before: Line, line: Line, edge: tuple[float, bool] | None) -> bool:
    """Whether a line goes on with the paragraph of the one before."""
    other_size = abs(before.size - line.size) > _SAME_SIZE * before.size
    if edge is None or other_size or line.is_row or _MARKED.match(line.text):
        return False
    furthest, is_sure = edge
    if before.right + line.first_word < furthest - before.size / 2:
        return False  # the word would have fitted, so the paragraph ends here
    open_ended = not _STOPPED.search(before.text) and (line.text[0].islower() or line.text[0].isdigit())
    if before.page == line.page and before.base > line.base:
        indented = line.left - before.left > _INDENT * before.size and not _MARKED.match(before.text)
        near = before.base - line.base < _NEXT_LINE * before.size
        return near and not indented and (is_sure or open_ended)
    return open_ended


def _joint(text: str, line: str) -> tuple[str, str]:
    """A line and what goes between it and the next of its paragraph: a word that a hyphen parts is whole again."""
    last, first = text[-1:], line[:1]
    if last in HYPHENS or (last == "-" and text[-2:-1].isalpha() and first.islower()):
        return text[:-1], ""
    return text, "" if last in "-–—/" else " "


def _parting(before: Line, line: Line) -> str:
    near = before.page == line.page and 0 < before.base - line.base < _NEXT_LINE * before.size
    return "\n" if near and abs(before.size - line.size) < _SAME_SIZE * before.size else "\n\n"

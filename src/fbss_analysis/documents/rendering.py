"""A tree of HTML, or of trafilatura's own tags, to lines of text; and the marks in it that text would lose.

Before: superscripts are made text in a way that keeps numbers apart, and items of numbered lists get their numbers.
After: one line for a paragraph, an item, a row; a blank line between them but within lists and tables.

>>> from lxml.html import fragment_fromstring
>>> tree = fragment_fromstring("<div><p>In 2 m<sup>2</sup>,\\n 5%<sup>a,3</sup></p><ol start='4'><li>Four</ol></div>")
>>> set_marks_apart(tree)
>>> number_lists(tree)
>>> print(render(tree))
In 2 m², 5%[a,3]
<BLANKLINE>
4. Four
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre quote section summary table tbody tfoot thead
title tr ul list item row
"""
BLOCKS = frozenset(_BLOCKS.split())
LISTS = frozenset({"ul", "ol", "dl", "list", "table", "tbody", "thead", "tfoot"})
ITEMS = frozenset({"li", "item"})
ROWS = frozenset({"tr", "row"})
CELLS = frozenset({"td", "th", "cell"})
BREAKS = frozenset({"br", "lb"})
PREFORMATTED = frozenset({"pre", "code"})
LEAVES = ("div", "section")
BULLET = "\N{BULLET} "

_SUPERSCRIPT = str.maketrans("0123456789+-\N{MINUS SIGN}", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|o|a|º|ª|TM|SM|®|™|©)", re.IGNORECASE)
_POWER = re.compile(r"[-+\N{MINUS SIGN}]?\d{1,2}")
_BASE = re.compile(r"(?:(?:^|[\s/·×(])(?:[kcmdnµμ]?m|in|ft|kg|s|cell|x|R|r|χ|chi|I|η|τ)|(?:^|[\s×x*(])10)$")
_BRACKETED = re.compile(r"[\[(].*[\])]|[*†‡§¶#]+")
_ORDERED = re.compile(r"\s*[\[(]?\d{1,3}[\]).:]?(?:\s|$)")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_PARTING = ("", " ", " | ", "\n", "\n\n")  # the stronger one stands


def set_marks_apart(tree: Element) -> None:
    """Make superscripts text: powers and ordinals stay with what they belong to, marks get brackets."""
    for mark in list(tree.iter("sup")):
        if not any(ancestor.tag == "sup" for ancestor in mark.iterancestors()):
            _replace(mark, superscript(_before(mark), "".join(mark.itertext()).strip()))


def superscript(before: str, text: str) -> str:
    """What a superscript becomes after the text that stands before it.

    >>> [superscript("in 5 m", "2"), superscript("10%", "12"), superscript("the 21", "st"), superscript("x", "[3]")]
    ['²', '[12]', 'st', '[3]']
    """
    if not text or _ORDINAL.fullmatch(text) or _BRACKETED.fullmatch(text):
        return text
    if _POWER.fullmatch(text) and (_BASE.search(before) or text[0] in "+-\N{MINUS SIGN}"):
        return text.translate(_SUPERSCRIPT)
    return f"[{text}]" if any(character.isdigit() for character in text) else text


def _before(element: Element) -> str:
    """The last characters before an element, within its parent."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is None:
        return (parent.text or "")[-16:] if parent is not None else ""
    return ((previous.text or "") + (previous.tail or "") if len(previous) == 0 else previous.tail or "")[-16:]


def _replace(element: Element, text: str) -> None:
    """Put text in the place of an element."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    text += element.tail or ""
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
    parent.remove(element)


def number_lists(tree: Element) -> None:
    """Write the number of each item of a numbered list before its text, unless it is there."""
    for listed in tree.iter("ol"):
        if listed.get("type", "1") != "1":
            continue
        number = _whole_number(listed.get("start"), 1)
        for item in listed.iterchildren("li"):
            number = _whole_number(item.get("value"), number)
            first = next((node for node in item.iter() if (node.text or "").strip()), None)
            if first is not None and not _ORDERED.match(first.text or ""):
                first.text = f"{number}. {(first.text or '').lstrip()}"
            number += 1


def make_paragraphs(tree: Element) -> None:
    """Make every `div` that holds a line of text, and no block, a paragraph: a number alone in one would be dropped."""
    for element in list(tree.iter(*LEAVES)):
        if not any(part.tag in BLOCKS for part in element.iterdescendants()):
            element.tag = "p"


def _whole_number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise


def render(tree: Element) -> str:
    """The text of a tree, a line for each block; without recursion, so that depth costs nothing."""
    from lxml import etree

    page = _Page()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            page.open(element)
        else:
            page.close(element)
            if element is not tree:
                page.write(element.tail or "")
    return "".join(page.written)


class _Page:
    """What has been written, and what parts it from what will be."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.parted = ""  # "", a space, a stroke, a line end or a blank line: what comes before the next text
        self.mark = ""  # the bullet that comes before the next text
        self.inside = {"list": 0, "pre": 0}
        self.row_has_text = False

    def open(self, element: Element) -> None:
        """Begin an element: a block begins a line, an item has a bullet, a cell a stroke before it."""
        tag = element.tag
        if tag in CELLS:
            self.parted = " | " if self.row_has_text else self.parted
        elif tag in BLOCKS:
            self._part()
            self.row_has_text = self.row_has_text and tag not in ROWS
            if tag in ITEMS:
                self.mark = "  " * max(self.inside["list"] - 1, 0) + BULLET
        elif tag in BREAKS:
            self.parted = max(self.parted, "\n", key=_PARTING.index)
        self._count(tag, 1)
        self.write(element.text or "")

    def close(self, element: Element) -> None:
        """End an element: what follows a block begins a line."""
        self._count(element.tag, -1)
        if element.tag in BLOCKS:
            self._part()
            self.mark = ""

    def write(self, text: str) -> None:
        """Write text with its white space made one space, but for what is preformatted."""
        shown = text if self.inside["pre"] else _SPACE.sub(" ", text)
        words = shown.lstrip(" ") if self.parted or not self.written else shown
        if words.strip():
            self._write_words(words)
        elif words and not self.parted and self.written:
            self.parted = " "

    def _write_words(self, words: str) -> None:
        if self.written:
            self.written.append(self.parted)
        if self.mark and not _ORDERED.match(words):
            self.written.append(self.mark)
        kept = words.rstrip(" ")
        self.written.append(kept)
        self.parted, self.mark, self.row_has_text = " " * (kept != words), "", True

    def _part(self) -> None:
        end = "\n" if self.inside["list"] else "\n\n"
        self.parted = max(self.parted, end, key=_PARTING.index) if self.written else ""

    def _count(self, tag: str, change: int) -> None:
        self.inside["list"] += change * (tag in LISTS)
        self.inside["pre"] += change * (tag in PREFORMATTED)

"""Digests: an article retold in our own words, every number of it an inline link to the claim that it stands for.

A digest is Markdown. `[5.4%](#darrow.fbss_6m)` says that the figure 5.4% at this place is the claim darrow.fbss_6m; a
qualifier that is bound to a claim has the claim's address and its role: `[six months](#darrow.fbss_6m.horizon)`. What a
reader sees, and what positions in the digest count, is the text without the addresses.

Reference: CommonMark 0.31, section 6.3 (inline links); only links with an address that begins with # are anchors here.

>>> anchors("In all [5.4%](#darrow.fbss_6m) had it (5).")[1]
(Anchor(target='darrow.fbss_6m', text='5.4%', start=7, end=11, line=1),)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fbss_analysis.schema import Span

_ANCHOR = re.compile(r"\[(?P<text>[^\[\]]+)\]\(#(?P<target>[^\s()]+)\)")
_MARKER = re.compile(r"\(\d+(?:[,;] ?\d+)*\)")
_LIST_NUMBER = re.compile(r"^[ ]{0,3}(\d+)[.)](?=[ ])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A linked figure: what it stands for, its text, its span in the text that a reader sees, and its line."""

    target: str
    text: str
    start: int
    end: int
    line: int


def anchors(markdown: str) -> tuple[str, tuple[Anchor, ...]]:
    """The text of a digest without addresses, and every anchor with its span in that text."""
    pieces: list[str] = []
    found: list[Anchor] = []
    length = last = 0
    for match in _ANCHOR.finditer(markdown):
        before = markdown[last : match.start()]
        start = length + len(before)
        length, last = start + len(match["text"]), match.end()
        line = markdown.count("\n", 0, match.start()) + 1
        found.append(Anchor(match["target"], match["text"], start, length, line))
        pieces += (before, match["text"])
    return "".join((*pieces, markdown[last:])), tuple(found)


def markers(text: str) -> dict[str, tuple[Span, ...]]:
    """Where a digest's text has numbers that are none of its figures: citation markers like (5), and list numbers."""
    return {
        "citation_marker": tuple(match.span() for match in _MARKER.finditer(text)),
        "list_or_heading_number": tuple(match.span(1) for match in _LIST_NUMBER.finditer(text)),
    }

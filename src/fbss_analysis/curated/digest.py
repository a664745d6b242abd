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
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fbss_analysis.curated.ledger import ledger
from fbss_analysis.curated.records import Problems, suggestion
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


@dataclass(frozen=True, slots=True)
class Expected:
    """What a digest has to link: the figure of each target, and the place in the original that a qualifier has.

    One horizon may belong to several claims; one anchor serves all qualifiers at one place. Targets of a claim that is
    `broken` (it has problems of its own) are not asked about.
    """

    figures: Mapping[str, str]
    bound: Mapping[str, Span]
    broken: Collection[str] = ()

    def missing(self, places: Mapping[str, Span]) -> list[str]:
        """The targets without an anchor."""
        served = {span for target, span in self.bound.items() if target in places}
        return sorted(
            target for target in self.figures if target not in places and self.bound.get(target) not in served
        )

    def fault(self, anchor: Anchor, places: Mapping[str, Span]) -> tuple[str, str] | None:
        """What is wrong with an anchor, and what to do; None where it is right."""
        target, figure = anchor.target, self.figures.get(anchor.target)
        if target.split(".")[1:2] and target.split(".")[1] in self.broken:
            return None
        if figure is None:
            return f"no claim has the anchor {target!r}", suggestion(target, self.figures, "claims")
        if target in places:
            return f"{target} has a second anchor", "leave one of the two"
        if _plain(anchor.text) != _plain(figure):
            what = f"the digest prints {anchor.text!r} for {target}, claims.toml {figure!r}"
            return what, "look at the original and correct the wrong one"
        return None


def places(markdown: str, expected: Expected, file: str, problems: Problems) -> tuple[str, dict[str, Span]]:
    """The digest's text, and where in it each target stands; each must be there once, with its own figure."""
    text, found = anchors(markdown)
    placed: dict[str, Span] = {}
    for anchor in found:
        fault = expected.fault(anchor, placed)
        if fault:
            problems.add(fault[0], f"{file}:{anchor.line}", fault[1])
        placed.setdefault(anchor.target, (anchor.start, anchor.end))
    for target in expected.missing(placed):
        todo = f"add [{expected.figures[target]}](#{target}) where it belongs"
        problems.add(f"{target} has no anchor in the digest", file, todo)
    _require_anchors(text, found, file, problems)
    return text, placed


def _require_anchors(text: str, found: Iterable[Anchor], file: str, problems: Problems) -> None:
    """Every number in the digest must stand in an anchor or be a citation marker or a list number."""
    for start, end in ledger(text, [(anchor.start, anchor.end) for anchor in found], markers(text)).unresolved:
        line = text.count("\n", 0, start) + 1
        problems.add(f"the number {text[start:end]!r} has no anchor", f"{file}:{line}", "link it to a claim")


def _plain(text: str) -> str:
    """A figure as it looks: line ends of the digest and no-break spaces of the original are spaces."""
    return " ".join(text.split())


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

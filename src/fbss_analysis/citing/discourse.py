"""What each block of a page hands down: the source that is being talked about when no marker says so.

A page is cut into blocks and sentences, each sentence with its citation markers. A source that a block names is handed
down to the list that follows it, and handed on to the next paragraph where that carries on ("this study", "they
found", a colon). A heading ends it, and so does a paragraph that speaks of something else.

>>> from fbss_analysis.schema import Document, Marker, Reference
>>> text = "A trial (1) had two arms.\\n\\nThis study ran long.\\n\\nWe open at eight."
>>> read_page(Document("page", text), [Reference(1, "")]).handed_down
{0: (), 1: (1,), 2: ()}
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from fbss_analysis.citing.markers import find_markers
from fbss_analysis.citing.passages import Block, find_blocks, find_sentences
from fbss_analysis.citing.reference_list import list_span
from fbss_analysis.schema import Document, Marker, Reference

STUDY = (
    r"(?:stud(?:y|ies)|papers?|trials?|reviews?|research|analys[ie]s|surveys?|reports?|findings|data|results|series)"
)
_WRITERS = r"(?:researchers?|authors?|investigators?|study\s+team|reviewers?)"
_PEOPLE = rf"(?:{_WRITERS}|doctors?|surgeons?|team|group|cohort|patients?|participants?|numbers)"
_SAYING = (
    r"(?:found|reported|noted|wrote|concluded|suggested|observed|showed|asked|added|stated|recommended|warned|say)"
)
_CARRIES_ON = re.compile(
    rf"\b(?:this|these|that|those|their|said)\s+(?:same\s+)?(?:[\w’'-]+\s+){{0,2}}?(?:{STUDY}|{_PEOPLE})\b"
    rf"|\bthe\s+(?:same\s+)?(?:[\w’'-]+\s+){{0,1}}?(?:study|paper|trial|review|survey|report|findings|{_WRITERS})\b"
    rf"|\b(?:they|he|she)\s+(?:\w+ly\s+|also\s+|further\s+|then\s+)?{_SAYING}\b|^\W*of (?:these|those|them)\b",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    rf"\b(?:a|an|another|one|new|recent|different|second)\s+(?:[\w’'-]+\s+){{0,3}}?{STUDY}\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the index of its block, and the markers in it."""

    start: int
    end: int
    block: int
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A document cut up: its blocks, its sentences in order, what each block passes on to what follows.

    `markers` are all of the document, `marked` the indices of the sentences that have any.
    """

    text: str
    blocks: list[Block]
    sentences: list[Sentence]
    handed_down: dict[int, tuple[int, ...]]
    handed_on: dict[int, tuple[int, ...]]
    markers: tuple[Marker, ...]
    marked: tuple[int, ...]

    def sentence_at(self, position: int) -> int | None:
        """The index of the sentence that holds `position`."""
        i = bisect_right(self.sentences, position, key=lambda sentence: sentence.start) - 1
        return i if i >= 0 and position < self.sentences[i].end else None

    def marked_beside(self, at: int, step: int) -> Sentence | None:
        """The nearest sentence with a marker before (`step` -1) or behind (1) the sentence at index `at`."""
        i = bisect_left(self.marked, at) - 1 if step < 0 else bisect_right(self.marked, at)
        return self.sentences[self.marked[i]] if 0 <= i < len(self.marked) else None

    def of_block(self, block: int) -> list[Sentence]:
        """The sentences of a block."""
        first = bisect_left(self.sentences, block, key=lambda sentence: sentence.block)
        last = bisect_right(self.sentences, block, key=lambda sentence: sentence.block)
        return self.sentences[first:last]

    def words(self, sentence: Sentence) -> str:
        """The text of a sentence."""
        return self.text[sentence.start : sentence.end]


_PAGES: WeakKeyDictionary[Document, dict[tuple[Reference, ...], Page]] = WeakKeyDictionary()


def read_page(document: Document, references: Sequence[Reference]) -> Page:
    """Cut a document into blocks and sentences and work out what each block hands down; the list itself is left out.

    A page is read once for each list of references and lives as long as its document does.
    """
    listed = tuple(references)
    pages = _PAGES.setdefault(document, {})
    if listed not in pages:
        pages[listed] = _read(document, listed)
    return pages[listed]


def _read(document: Document, references: tuple[Reference, ...]) -> Page:
    text = document.text
    span = list_span(references) or (len(text), len(text))
    blocks = find_blocks(text)
    markers = find_markers(document, references, blocks)
    sentences = []
    for i, block in enumerate(blocks):
        if not span[0] <= block.start < span[1]:
            for start, end in find_sentences(text, block.start, block.end):
                inside = tuple(m for m in _between(markers, start, end))
                sentences.append(Sentence(start, end, i, inside))
    marked = tuple(i for i, sentence in enumerate(sentences) if sentence.markers)
    page = Page(text, blocks, sentences, {}, {}, tuple(markers), marked)
    _hand_down(page)
    return page


def _between(markers: list[Marker], start: int, end: int) -> list[Marker]:
    first = bisect_right(markers, start - 1, key=lambda marker: marker.start)
    last = bisect_right(markers, end - 1, key=lambda marker: marker.start)
    return markers[first:last]


def _hand_down(page: Page) -> None:
    """Work out, block by block, which numbers a block takes over and which it passes on."""
    of_block: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in page.sentences:
        of_block[sentence.block].append(sentence)
    before: int | None = None
    for i, block in enumerate(page.blocks):
        if block.in_teaser or block.kind in ("heading", "link"):
            before = None
            continue
        taken = _takes_over(page, i, before)
        own = [m.numbers for s in of_block[i] if (m := Group.last_of(s.markers))]
        page.handed_down[i] = taken
        page.handed_on[i] = own[-1] if own else taken
        before = i if block.kind != "item" or before is None else _after_item(page, i, before)


def _after_item(page: Page, i: int, before: int) -> int:
    """What a list leaves behind: the block that led it in, where that has a source, and its last item otherwise."""
    return before if page.handed_on.get(before) and page.blocks[before].kind != "item" else i


def _takes_over(page: Page, i: int, before: int | None) -> tuple[int, ...]:
    block = page.blocks[i]
    text = page.text[block.start : block.end]
    if block.kind == "item" and block.lead is not None:
        return page.handed_on.get(block.lead, ())
    if before is None:
        return ()
    opens = page.text[page.blocks[before].start : page.blocks[before].end].rstrip().endswith(":")
    return page.handed_on.get(before, ()) if opens or carries_on(text) else ()


def carries_on(text: str) -> bool:
    """Whether "this study" or "they found" comes before any new source is announced."""
    back, new = _CARRIES_ON.search(text), ANNOUNCES.search(text)
    return back is not None and (new is None or back.start() < new.start())


@dataclass(frozen=True, slots=True)
class Group:
    """The markers that stand at one place: several numbers in one pair of brackets are one citation."""

    start: int
    numbers: tuple[int, ...]

    @staticmethod
    def of(markers: Sequence[Marker]) -> list[Group]:
        """The groups of some markers, in order."""
        places: dict[int, list[int]] = defaultdict(list)
        for marker in markers:
            places[marker.start].append(marker.number)
        return [Group(start, tuple(numbers)) for start, numbers in sorted(places.items())]

    @staticmethod
    def last_of(markers: Sequence[Marker]) -> Group | None:
        """The last group, or None."""
        groups = Group.of(markers)
        return groups[-1] if groups else None

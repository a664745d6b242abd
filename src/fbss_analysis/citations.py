"""Which entry of the reference list a number leans on.

A reader knows the source of a number without a marker beside it: the marker may close the sentence, open the
paragraph, or stand in the line that a list hangs from; "this study" carries it into the next paragraph; "the research
above" sends the reader back to where the same figure was told first. `link` follows the same signs, in this order:

* same sentence: the marker behind the number, or before it where the sentence opens with its source;
* anaphoric: "the above research", "as we saw": the earlier mention with the same figures decides;
* inherited: from the sentence before in the paragraph, from the block that a list follows, from the paragraph before
  where the text says so ("this study", "they found", a colon), or from the source that a date announces;
* none: nothing of the kind. A heading ends what was said before it, and what a teaser cites is another page's.

Reference: Athar A, Teufel S. Context-enhanced citation sentiment detection. NAACL 2012:597-601 (most of what is said of
a cited work stands outside the sentence with the marker, and is tied to it by such signs).

>>> from fbss_analysis.schema import Document, Kind, Marker, Mention
>>> page = Document("page", "A 2015 study (1) followed 50 people. Of these, 10% were worse.\\n\\nReferences\\n"
...     "1. Ek A, Lind B. Leg pain. Spine. 2015;29(2):25-30.")
>>> share = Mention("page", 46, 49, "10%", Kind.PERCENT, value=10.0)
>>> find_links(page, [share])
[Link(kind=<LinkKind.INHERITED: 'inherited'>, numbers=(1,), in_teaser=False)]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from fbss_analysis.citing.discourse import ANNOUNCES, STUDY, Group, Page, Sentence, carries_on, read_page
from fbss_analysis.citing.markers import find_markers
from fbss_analysis.citing.reference_list import find_references
from fbss_analysis.horizon import MONTHS_IN
from fbss_analysis.printed.folding import folded
from fbss_analysis.printed.words import UNITS
from fbss_analysis.schema import Document, Kind, Marker, Mention, Reference

__all__ = ["Link", "LinkKind", "Marker", "find_links", "find_markers", "find_references", "link"]

_TOLD = r"(?:mentioned|cited|discussed|described|noted)"
_LOOKS_BACK = folded(
    rf"\b(?:above|aforementioned|afore-mentioned|earlier|previously[ -]{_TOLD})[ -]?(?:{_TOLD}\s+)?{STUDY}\b"
    rf"|\b{STUDY}\s+(?:\w+\s+){{0,2}}?(?:above|{_TOLD}\s+(?:above|earlier|before|previously))\b"
    r"|\bas\s+(?:we|you|i)\s+(?:saw|see|have\s+seen|mentioned|noted|discussed|said|stated)\b"
    r"|\bas\s+(?:mentioned|noted|discussed|stated|described|shown)\s+(?:above|earlier|before|previously)\b"
)
_COUNTS_STUDIES = folded(rf"\b({'|'.join(UNITS)})\s+(?:[\w’'-]+\s+){{0,2}}?{STUDY}\b")
_POINTS_AHEAD = re.compile(r"\b(?:look at|consider|following|here are|below|turn to|discuss)\b", re.IGNORECASE)
_OUR_OWN = re.compile(
    r"\b(?:our|my)\s+(?:own\s+)?(?:clinic|office|practice|patients?|team|staff|cent(?:er|re)|doctors?)\b", re.I
)
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")


class LinkKind(StrEnum):
    """By which sign a mention is tied to the entry that it leans on."""

    SAME_SENTENCE = "same_sentence"
    INHERITED = "inherited"
    ANAPHORIC = "anaphoric"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention leans on: the numbers of one marker or of several, and by which sign.

    In a teaser the numbers point into the list of another page.
    """

    kind: LinkKind = LinkKind.NONE
    numbers: tuple[int, ...] = ()
    in_teaser: bool = False

    @property
    def number(self) -> int | None:
        """The first entry of this page's list, or None."""
        return self.numbers[0] if self.numbers and not self.in_teaser else None


_NO_LINK = Link()
_LOOK_BACK = 400  # mentions, so that a book is read in linear time
_LOOK_AHEAD = 400  # sentences, likewise; announced studies follow within a page


def link(
    document: Document, mentions: Sequence[Mention], references: Sequence[Reference] | None = None
) -> list[Mention]:
    """Return the mentions with `citation` set to the number of the entry that each leans on, or to None.

    `references` are those of `find_references` where not given; `find_links` says how each link was made.
    """
    links = find_links(document, mentions, references)
    return [
        mention if mention.citation == found.number else replace(mention, citation=found.number)
        for mention, found in zip(mentions, links, strict=True)
    ]


def find_links(
    document: Document, mentions: Sequence[Mention], references: Sequence[Reference] | None = None
) -> list[Link]:
    """For each mention, in order, the link to the reference list and its kind."""
    listed = find_references(document) if references is None else list(references)
    page = read_page(document, listed)
    links: dict[int, Link] = {}
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for i in sorted(range(len(mentions)), key=lambda place: mentions[place].start):
        at = page.sentence_at(mentions[i].start)
        if at is not None:
            by_sentence[at].append(i)
    for at, places in sorted(by_sentence.items()):
        links |= _link_sentence(page, at, places, mentions, links)
    return [links.get(i, _NO_LINK) for i in range(len(mentions))]


def _link_sentence(
    page: Page, at: int, places: list[int], mentions: Sequence[Mention], links: dict[int, Link]
) -> dict[int, Link]:
    """The links of the mentions of one sentence: by its own markers each, otherwise all alike."""
    sentence = page.sentences[at]
    here = [mentions[i] for i in places]
    if sentence.markers:
        return dict(zip(places, _in_sentence(page, sentence, here), strict=True))
    if page.blocks[sentence.block].in_teaser:
        return {}
    back = _look_back(page, sentence, here, mentions, links) if _LOOKS_BACK.search(page.words(sentence)) else ()
    numbers = back or _inherited(page, at)
    kind = LinkKind.ANAPHORIC if back else LinkKind.INHERITED
    return dict.fromkeys(places, Link(kind, numbers)) if numbers else {}


def _in_sentence(page: Page, sentence: Sentence, here: list[Mention]) -> list[Link]:
    """Behind the number, or before it where the sentence opens with its source; a range of entries counts as one."""
    groups = Group.of(sentence.markers)
    starts = [group.start for group in groups]
    first = min((m.start for m in here if m.kind != Kind.DATE), default=None)
    in_teaser = page.blocks[sentence.block].in_teaser
    found = []
    for mention in here:
        opens = starts[0] < (mention.start if first is None else first)
        behind = bisect_left(starts, mention.start)
        chosen = behind - 1 if behind and (opens or behind == len(groups)) else behind
        found.append(Link(LinkKind.SAME_SENTENCE, groups[chosen].numbers, in_teaser))
    return found


def _inherited(page: Page, at: int) -> tuple[int, ...]:
    """From the sentences before in the block, from a source announced in it, from the block that hands down."""
    sentence = page.sentences[at]
    words = page.words(sentence)
    before = _nearest(page, at, -1)
    if before:
        return () if _OUR_OWN.search(words) else before
    handed = page.handed_down.get(sentence.block, ())
    after = _nearest(page, at, 1)
    if after and ANNOUNCES.search(words) and not (handed and carries_on(words)):
        return after
    return handed or _announced(page, at, words)


def _nearest(page: Page, at: int, step: int) -> tuple[int, ...]:
    """The numbers of the nearest marked sentence of the same block, in front of the sentence or behind it."""
    found = page.marked_beside(at, step)
    if found is None or found.block != page.sentences[at].block:
        return ()
    group = Group.last_of(found.markers) if step < 0 else _first_of(found)
    return group.numbers if group else ()


def _first_of(sentence: Sentence) -> Group | None:
    groups = Group.of(sentence.markers)
    return groups[0] if groups else None


def _announced(page: Page, at: int, words: str) -> tuple[int, ...]:
    """The sources of "let's look at two studies": that many different markers behind it, before the next heading."""
    counted = _COUNTS_STUDIES.search(words)
    wanted = UNITS.get(counted[1].lower(), 0) if counted else 0
    if wanted < 2 or not _POINTS_AHEAD.search(words):
        return ()
    found: list[int] = []
    for later in islice(page.sentences, at + 1, at + 1 + _LOOK_AHEAD):
        if page.blocks[later.block].kind == "heading" or page.blocks[later.block].in_teaser:
            break
        found += [m.number for m in later.markers if m.number not in found]
        if len(found) >= wanted:
            return tuple(found[:wanted])
    return ()


def _look_back(
    page: Page, sentence: Sentence, told: list[Mention], mentions: Sequence[Mention], links: dict[int, Link]
) -> tuple[int, ...]:
    """The earlier source that was told with the most of this sentence's figures, then words; the later on a tie."""
    here = {_figure(m) for m in told}
    words = _content_words(page.words(sentence))
    figures: dict[tuple[int, ...], set[tuple[object, ...]]] = defaultdict(set)
    overlap: dict[tuple[int, ...], int] = defaultdict(int)
    for i, earlier in islice(reversed(links.items()), _LOOK_BACK):
        at = page.sentence_at(mentions[i].start)
        if earlier.numbers and not earlier.in_teaser and at is not None and page.sentences[at].block != sentence.block:
            figures[earlier.numbers] |= here & {_figure(mentions[i])}
            shared = len(words & _content_words(page.words(page.sentences[at])))
            overlap[earlier.numbers] = max(overlap[earlier.numbers], shared)
    return max(figures, key=lambda numbers: (len(figures[numbers]), overlap[numbers], numbers), default=())


@lru_cache(maxsize=1024)
def _content_words(text: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip("s") for word in _CONTENT_WORD.findall(text))


_SHARES = (Kind.PERCENT, Kind.PERCENT_RANGE, Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD)


def _figure(mention: Mention) -> tuple[object, ...]:
    """What two tellings of one figure have in common: shares in percent points, lengths of time in months."""
    values = (mention.value, mention.low, mention.high)
    if mention.kind == Kind.DURATION:
        unit = float(MONTHS_IN.get(mention.unit.rstrip("s"), 0))
        return ("time", *(None if value is None else round(value * unit, 2) for value in values))
    return ("share" if mention.kind in _SHARES else mention.kind, *values)

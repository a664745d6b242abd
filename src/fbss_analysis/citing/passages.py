"""The shape of a page: its lines as headings, paragraphs, list items and links, each under what leads it in.

A number is read in its passage. "11% reported none" says of whom and by when only through the line above the list, so
every block knows its `lead`: the list item it is nested in, or the paragraph (or heading) that its list follows. On
scraped pages a line is a block; lines wrapped at a fixed width are joined first. Teasers of other pages (a title, the
beginning of a text that breaks off, a link to read on) are marked, since nothing in them belongs to this page.

>>> page = "After a year:\\n • 5% were worse.\\n\\nBig toe\\n\\nThe toe is a part of the foot.\\n\\nRead more"
>>> blocks = find_blocks(page)
>>> [(block.kind, block.lead, block.in_teaser) for block in blocks[:3]]
[('paragraph', None, False), ('item', 0, False), ('heading', None, True)]
>>> [(block.kind, block.lead, block.in_teaser) for block in blocks[3:]]
[('paragraph', None, True), ('link', None, True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fbss_analysis.schema import Span
from fbss_analysis.segments import sentences

_BULLET = re.compile(
    r"[ \t\u00a0]*(?:[•◦▪●○‣∙·*]|[-–—](?=\s))[ \t\u00a0]*|[ \t\u00a0]*(?:\d{1,2}|[a-z])[.)][ \t\u00a0]+(?=\S)"
)
_LINK = re.compile(
    r"(?:read|learn|show|see|view|find out|discover|click)\s+(?:more|on|full|all|here|the\s+full)\b.{0,120}"
    r"|continue\s+reading\b.{0,120}"
    r"|(?:read|view)\s+(?:article|post|story|the\s+(?:article|post|rest)).{0,80}|more\s*(?:»|>|→|info)?",
    re.IGNORECASE,
)
_TEASER_HEADING = re.compile(
    r"\W*(?:you\s+(?:might|may)\s+also\s+(?:enjoy|like|be\s+interested)|(?:related|recent|popular|latest|similar|recommended|other|more)\s+"
    r"(?:articles|posts|stories|reading|pages|blogs?|news|topics|content)|most\s+popular|most\s+read|read\s+next|up\s+next|keep\s+reading|"
    r"more\s+from\b.*|see\s+also|trending)\b[\s\W]*(?:\w+\W*)?",
    re.IGNORECASE,
)
_BREAKS_OFF = re.compile(r"(?:…|\.\s?\.\s?\.|\[(?:…|\.\.\.)\])\.?\s*$")
_ENDS_SENTENCE = re.compile(r"[.!;:…][\"”’)\]\d,;–-]*\s*$")
_TITLE_AT_MOST = 120
_WRAPPED_AT_LEAST = 50
_SHORTEST_TEASER = 120


@dataclass(frozen=True, slots=True)
class Block:
    """A line or joined lines of a page: heading, paragraph, item or link; `lead` is the index of what leads it in."""

    start: int
    end: int
    kind: str
    indent: int = 0
    lead: int | None = None
    in_teaser: bool = False


def find_blocks(text: str) -> list[Block]:
    """The blocks of a page in order; they cover every character that is not blank."""
    return _with_teasers(text, _with_leads(list(_raw_blocks(text))))


def _raw_blocks(text: str) -> Iterator[Block]:
    pending: Block | None = None
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        block = _read_line(text, start, end)
        if block and pending and _is_wrapped(text, pending, block):
            pending = replace(pending, end=block.end)
        else:
            if pending:
                yield pending
            pending = block
        start = end + 1
        if block is None and pending:
            yield pending
            pending = None
    if pending:
        yield pending


def _read_line(text: str, start: int, end: int) -> Block | None:
    line = text[start:end]
    bare = line.strip()
    if not bare:
        return None
    indent = len(line) - len(line.lstrip())
    start, end = start + indent, start + len(line.rstrip())
    bullet = _BULLET.match(bare)
    if bullet:
        return Block(start + bullet.end(), end, "item", indent) if bullet.end() < len(bare) else None
    if len(bare) <= _TITLE_AT_MOST and _LINK.fullmatch(bare):
        return Block(start, end, "link", indent)
    is_heading = len(bare) <= _TITLE_AT_MOST and not _ENDS_SENTENCE.search(bare) and not bare[0].islower()
    return Block(start, end, "heading" if is_heading else "paragraph", indent)


def _is_wrapped(text: str, above: Block, below: Block) -> bool:
    """Whether two lines next to each other are one that was wrapped: the lower goes on in the middle of a sentence."""
    carries_on = text[below.start].islower() and below.kind != "item"
    return (
        carries_on
        and above.end - above.start >= _WRAPPED_AT_LEAST
        and not _ENDS_SENTENCE.search(text, above.end - 3, above.end)
    )


def _with_leads(blocks: list[Block]) -> list[Block]:
    """Point every list item at the item it is nested in, or at the block that its list follows."""
    result: list[Block] = []
    open_items: list[int] = []
    before_list: int | None = None
    for i, block in enumerate(blocks):
        if block.kind != "item":
            open_items, before_list = [], i
            result.append(block)
            continue
        while open_items and blocks[open_items[-1]].indent >= block.indent:
            open_items.pop()
        result.append(replace(block, lead=open_items[-1] if open_items else before_list))
        open_items.append(i)
    return result


def _with_teasers(text: str, blocks: list[Block]) -> list[Block]:
    teasers = _before_links(text, blocks) | _broken_off(text, blocks) | _under_teaser_heading(text, blocks)
    return [replace(block, in_teaser=True) if i in teasers else block for i, block in enumerate(blocks)]


def _before_links(text: str, blocks: list[Block]) -> set[int]:
    """A link to read on, the text above it, and the title above that."""
    found: set[int] = set()
    for i, block in enumerate(blocks):
        if block.kind == "link":
            found.add(i)
            found |= _titled(text, blocks, i - 1) if i and blocks[i - 1].kind != "link" else set()
    return found


def _broken_off(text: str, blocks: list[Block]) -> set[int]:
    """A text that breaks off in an ellipsis, and the title above it."""
    found: set[int] = set()
    for i, block in enumerate(blocks):
        long_enough = block.end - block.start >= _SHORTEST_TEASER
        if long_enough and _BREAKS_OFF.search(text, block.end - 8, block.end) and text[block.end - 1] not in '”"’':
            found |= _titled(text, blocks, i)
    return found


def _titled(text: str, blocks: list[Block], i: int) -> set[int]:
    """Block `i` and the title over it, a heading or the short item of a list of teasers, printed once or twice."""
    if not i or not _is_title(blocks[i - 1]):
        return {i}
    title = text[blocks[i - 1].start : blocks[i - 1].end]
    repeated = i > 1 and text[blocks[i - 2].start : blocks[i - 2].end] == title
    return {i, i - 1, i - 2} if repeated else {i, i - 1}


def _is_title(block: Block) -> bool:
    return block.kind in ("heading", "item") and block.end - block.start <= _TITLE_AT_MOST


def _under_teaser_heading(text: str, blocks: list[Block]) -> set[int]:
    """Under "You might also enjoy": titles with at most one paragraph each, up to the first title with two."""
    found: set[int] = set()
    inside, paragraphs = False, 0
    for i, block in enumerate(blocks):
        if block.end - block.start <= _TITLE_AT_MOST and _TEASER_HEADING.fullmatch(text, block.start, block.end):
            inside, paragraphs = True, 0
        elif inside and block.kind == "paragraph":
            paragraphs += 1
            inside = paragraphs < 2
            found -= set() if inside else {i - 1}
        elif inside:
            paragraphs = 0
        if inside:
            found.add(i)
    return found


_LEADING_MARKER = re.compile(r"\s*[(\[]\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[)\]]\.?(?=\s|$)")
_GLUED_MARKER = re.compile(
    r"(?:(?<=[^\W\d_][.!?])|(?<=[%)”\"’][.!?]))(?:\d{1,6}(?:[,–-]\d{1,3})*|[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,⁻–-]*)(?=\s+[\"“‘(\[]?[^\W_a-z])"
)


def find_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a block; a citation marker behind the full stop stays with the sentence that it closes."""
    block = text[start:end].replace("\n", " ")
    found: list[Span] = []
    for first, last in sentences(block):
        marker = _LEADING_MARKER.match(block, first, last) if found else None
        if marker:
            found[-1] = (found[-1][0], marker.end())
            first = _skip_spaces(block, marker.end())
        for glued in _GLUED_MARKER.finditer(block, first, last):
            found.append((first, glued.end()))
            first = _skip_spaces(block, glued.end())
        if first < last:
            found.append((first, last))
    return [(start + first, start + last) for first, last in found]


def _skip_spaces(text: str, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position

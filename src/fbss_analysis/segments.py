"""The layout of a page as text: lines, sentences, and the stretches that are reference lists.

Scraped pages lose their markup: bullets become lines, headings end without a full stop or are glued to the next
sentence. So a line break always ends a sentence, a full stop ends one
where a new one begins after it (also glued: "…maximus.Gluteus Minimus"), and abbreviations and initials do not.
All answers are spans into the text; each runs in linear time. Lists, lead-ins and teasers are blocks (`passages`), the
entries of the one list that a page cites from are in `reference_list`.

>>> text = "Dr. Lee saw 12 patients (5.4%). Two left.Three stayed\\n• none vs. some"
>>> [text[a:b] for a, b in sentences(text)]
['Dr. Lee saw 12 patients (5.4%).', 'Two left.', 'Three stayed', 'none vs. some']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fbss_analysis.quantities.lexicon import word_set
from fbss_analysis.schema import Span

_ABBREVIATIONS = word_set(
    "dr mr mrs ms prof st vs eg e.g ie i.e al etc fig figs no nos approx ca cf ed eds vol pp inc ltd jr sr dept m.d "
    "ph.d d.o m.s u.s u.k a.m p.m c.i resp incl min max jan feb mar apr jun jul aug sep sept oct nov dec ref refs"
)
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*(?=\s|$|[A-Z][a-z])|\n")
_BULLET = re.compile(r"\s*[•·▪○►●◦‣∙*–-]+\s+")
_OPENS = re.compile(r"[\s]*[\"“‘'(\[•·–—-]*\s*[A-Z0-9¿À-ÖØ-Þ]")

_HEADING = re.compile(
    r"^[ \t\u00a0#*]*(?:\d+[.)]?[ \t]*)?(?:references?|reference list|bibliography|works cited|literature cited"
    r"|citations?|"
    r"sources?|footnotes?|endnotes|literature)(?: list| and notes| cited)?[ \t\u00a0]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"[ \t\u00a0•*-]*\[?\d{1,3}[\]).:]?[ \t\u00a0]*(?=\S)")
_AUTHOR = re.compile(
    r"(?:[a-z]{1,4} )*[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){0,2},? (?:[A-Z]\.? ?-?){1,4}(?:[,.;:&]| et al| and )"
)
_PLACE = re.compile(
    r"(?:19|20)\d\d[^\n]{0,14}?;[ \u00a0]?\d+|\bdoi\b|\bPMID\b|https?://\S*doi"
    r"|\d+\(\d[^)]{0,8}\)[:,] ?[A-Za-z]?\d+|et al\b.{0,200}(?:19|20)\d\d"
    r"|(?:19|20)\d\d [A-Z][a-z]{2}\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_ENTRY = 30


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text` as spans without surrounding white space; a line break always ends one."""
    stop = len(text) if end is None else end
    found: list[Span] = []
    begin = start
    for match in _STOP.finditer(text, start, stop):
        if match[0] == "\n" or _ends_sentence(text, match.start(), match.end()):
            found.append((begin, match.end()))
            begin = match.end()
    found.append((begin, stop))
    return [span for span in (_stripped(text, *span) for span in found) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends and without the bullet that opens it."""
    piece = text[start:end]
    bullet = _BULLET.match(piece)
    left = bullet.end() if bullet else len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    if not _OPENS.match(text, after) and text[after : after + 1] not in ("", "\n"):
        return False
    if text[stop] != ".":
        return True
    word = text[max(0, stop - 12) : stop].split()[-1:] or [""]
    last = word[0].lstrip("(\"“'[").lower()
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha() and word[0][-1:].isupper())


def lines(text: str) -> Iterator[Span]:
    """The lines of `text` as spans, without their line breaks."""
    start = 0
    for piece in text.split("\n"):
        yield start, start + len(piece)
        start += len(piece) + 1


def reference_regions(text: str) -> list[Span]:
    """The stretches of `text` that are reference lists: with or without a heading, numbered or not."""
    entries = [(start, end) for start, end in lines(text) if _is_entry(text, start, end)]
    if not entries:
        return []
    regions = _runs(text, entries)
    headings = [match.end() for match in _HEADING.finditer(text)]
    return [
        _with_heading(region, headings) for region, count in regions if count > 1 or _headed(text, region, headings)
    ]


def _is_entry(text: str, start: int, end: int) -> bool:
    """Whether a line reads like an entry of a reference list: two of number, authors, place of publication."""
    if end - start < _SHORTEST_ENTRY:
        return False
    number = _NUMBER.match(text, start, min(end, start + 16))
    at = number.end() if number else start
    author = _AUTHOR.match(text, at, min(end, at + 60)) is not None
    if not author and number is None and "doi" not in text[start:end]:
        return False
    if author and number is not None:
        return True
    place = _PLACE.search(text, start, min(end, start + 900)) is not None
    return place and (author or end - start < 500)


def _runs(text: str, entries: list[Span]) -> list[tuple[Span, int]]:
    """Entries that follow each other, over blank lines, wrapped lines and at most one line that is no entry."""
    runs: list[tuple[Span, int]] = []
    for start, end in entries:
        if runs:
            (begin, last), count = runs[-1]
            between = [line for line in text[last:start].split("\n") if line.strip()]
            if len(between) <= 2 and sum(map(len, between)) < 400:
                runs[-1] = ((begin, end), count + 1)
                continue
        runs.append(((start, end), 1))
    return runs


def _headed(text: str, region: Span, headings: list[int]) -> bool:
    return any(heading <= region[0] and not text[heading : region[0]].strip() for heading in headings)


def _with_heading(region: Span, headings: list[int]) -> Span:
    """A region under a heading begins there, also when its first entries do not read like entries."""
    start, end = region
    near = [heading for heading in headings if heading <= start and start - heading < 1500]
    return (near[-1] if near else start), end

"""Where the reference list of a page is, headed or not, and which stretch of text each of its entries takes.

On scraped pages the list is at the end but seldom the end: links, teasers and forms follow, and its heading may be
missing. So the list is known by what its lines look like: an author list with initials, a date with volume and pages,
an identifier. Lines that look so and stand together, with numbers that rise, are a list; one entry is enough under a
heading, two without. An entry may be wrapped over lines, may stand apart from its number, and several may share one
line.

>>> from fbss_analysis.schema import Document
>>> page = Document("page", "Text (1).\\nSources\\n1. Ek A. Pain after surgery. Spine. 2004;29(2):25-30.\\nShare this")
>>> [entry.title for entry in find_references(page)]
['Pain after surgery']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from fbss_analysis.citing.references import NUMBER, parse_entry, read_authors
from fbss_analysis.schema import Document, Reference, Span

_HEADING = re.compile(
    r"[\W\d]*(?:(?:selected|key|further|cited|medical|article|scientific|our|full)\s+)?"
    r"(?:references?|bibliography|sources?|citations?|literature|works|footnotes|endnotes)"
    r"(?:\s+(?:cited|list|used|and\s+\w+|&\s+\w+|section))?\W*",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b[^;:]{0,30}[;:]\s*\w?\d+|\b\d+\s*\(\d+[^)]*\)\s*[:,]\s*\w?\d+|\b\d{1,4}\s*:\s*\w?\d+[-–]\w?\d+"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRINTED_PLACE = re.compile(r"\bdoi\b|\b10\.\d{4,9}/|\bPMID\b|\bPMC\d{4}|\bPubMed\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\bdoi\b|\b10\.\d{4,9}/|\bPMID\b|\bPMC\d{4}|\bet al\b|\bPubMed\b", re.IGNORECASE)
_RUN_IN = re.compile(r"(?:(?<=\s)|^)\[?(\d{1,3})[\].]{1,2}\s*(?=[^\W\d_])")
_BEFORE_ENTRY = " \t\r\u00a0•*·▪◦"
_LONE_NUMBER = re.compile(r"\s*[\[(]?\d{1,3}[\]).]{0,2}\s*")
_LONGEST_ENTRY = 1500
_MOST_LINES_BETWEEN = 2
_ENOUGH = 3  # points of `_looks_like_entry`


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be an entry: its stretch of text, its number if any, and whether it looks like an entry."""

    start: int
    end: int
    number: int | None
    is_entry: bool


def find_references(document: Document) -> list[Reference]:
    """The reference list of a document, each entry split into its fields, in the order of the page; empty if none.

    Entries without numbers are numbered by their place.
    """
    text = document.text
    return [
        parse_entry(" ".join(text[line.start : line.end].split("\n")), number=place, start=line.start)
        for place, line in enumerate(_find_list(text), 1)
    ]


def list_span(references: list[Reference] | tuple[Reference, ...]) -> Span | None:
    """From the first to the last character of the list; None where the references carry no places."""
    places = [(r.start, r.end) for r in references if r.start is not None and r.end is not None]
    return (min(start for start, _ in places), max(end for _, end in places)) if places else None


def _find_list(text: str) -> list[_Line]:
    """The best run of entries: one under a heading before one without, then the longest, then the last."""
    best: tuple[tuple[bool, int], list[_Line]] = ((False, 0), [])
    for headed, run in _runs(text):
        score = (headed, sum(line.is_entry and (headed or _has_place(text, line)) for line in run))
        if score[1] >= (1 if headed else 2) and score >= best[0]:
            best = score, run
    return best[1]


def _has_place(text: str, line: _Line) -> bool:
    """Whether a line tells where a work is printed, as prose that names authors and years seldom does."""
    if _DATED.search(text, line.start, line.end):
        return True
    named = _PRINTED_PLACE.search(text, line.start, line.end)
    return named is not None and named.start() > line.start


def _runs(text: str) -> Iterator[tuple[bool, list[_Line]]]:
    """Runs of lines that belong to one list, each with whether a heading stands before it."""
    run: list[_Line] = []
    headed, gap = False, 0
    for line in _join_numbers(text, list(_lines(text))):
        if _HEADING.fullmatch(text, line.start, line.end):
            yield headed, run
            run, headed, gap = [], True, 0
        elif _continues(run, line):
            run.append(line)
            gap = 0
        elif run and _is_wrapped(text, run[-1], line):
            run[-1] = _Line(run[-1].start, line.end, run[-1].number, True)
        elif line.is_entry:
            yield headed, run
            run, headed, gap = [line], headed and not run, 0
        else:
            gap += 1
            if gap > _MOST_LINES_BETWEEN:
                yield headed, run
                run, headed = [], headed and not run and gap <= _MOST_LINES_BETWEEN + 1
    yield headed, run


def _continues(run: list[_Line], line: _Line) -> bool:
    """Whether `line` is the next entry of `run`: by the next number, or by its looks where there are no numbers."""
    if not run:
        return False
    last = run[-1].number
    if line.number is None or last is None:
        return line.is_entry and line.number == last
    return line.number == last + 1 or (line.is_entry and last < line.number <= last + 5)


def _is_wrapped(text: str, last: _Line, line: _Line) -> bool:
    """Whether a line carries on the entry of the line right above it."""
    apart = text[last.end : line.start].strip(" \t\u00a0") != "\n"
    complete = text[last.start : last.end].rstrip().endswith((".", "]")) and _DATED.search(text, last.start, last.end)
    return not apart and line.number is None and not complete and line.end - last.start < _LONGEST_ENTRY


def _lines(text: str) -> Iterator[_Line]:
    """The lines of a text that are not blank; a line that holds several numbered entries is cut into them."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            for piece in _pieces(text, start, end):
                yield _line(text, *piece)
        start = end + 1


def _line(text: str, start: int, end: int) -> _Line:
    start += len(text[start:end]) - len(text[start:end].lstrip(_BEFORE_ENTRY))
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    number = NUMBER.match(text, start, min(end, start + 20))
    value = int(next(group for group in number.groups() if group)) if number else None
    return _Line(start, end, value, _looks_like_entry(text[start:end], number.end() - start if number else 0))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut a line at the numbers of run-in entries that count up from the first; most lines stay whole."""
    cuts: list[int] = []
    expected: int | None = None
    for match in _RUN_IN.finditer(text, start, end):
        if expected is not None and int(match[1]) != expected:
            continue
        if read_authors(text[match.end() : match.end() + 200])[0]:
            cuts.append(match.start())
            expected = int(match[1]) + 1
    if len(cuts) < 2:
        return [(start, end)]
    edges = [start, *cuts, end] if text[start : cuts[0]].strip() else [*cuts, end]
    return list(pairwise(edges))


def _looks_like_entry(line: str, body_from: int) -> bool:
    """Three points or more: authors 2 (two or more names 3), date with volume or pages 2, identifier 2, year 1."""
    if not 20 <= len(line) <= _LONGEST_ENTRY:
        return False
    authors = len(read_authors(line[: body_from + 600], body_from)[0])
    points = 2 * bool(authors) + (authors > 1)
    points += 2 * bool(_DATED.search(line)) + 2 * bool(_IDENTIFIER.search(line)) + bool(_YEAR.search(line))
    return points >= _ENOUGH


def _join_numbers(text: str, lines: list[_Line]) -> Iterator[_Line]:
    """A number that stands alone on its line belongs to the line below it."""
    waiting: _Line | None = None
    for line in lines:
        if _LONE_NUMBER.fullmatch(text, line.start, line.end):
            waiting = line
            continue
        if waiting and line.is_entry and line.number is None:
            line = _line(text, waiting.start, line.end)
        waiting = None
        yield line

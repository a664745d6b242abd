"""Citation markers in running text, in every shape that they take on real pages.

A marker is a number that points into the reference list: in round or square brackets, one or several, with a range,
as superscript, or, where the superscript was lost on the way, glued to the word or full stop before it ("al.5",
"0.2%.1234"). The same characters also print counts, scores and decimals, so a candidate has to earn its place: its
number must be in the list (or next in turn), and a weak shape is taken only where it does not run ahead of the
numbers seen so far. Markers inside teasers of other pages are kept, marked as such: they point into another list.

Reference: International Committee of Medical Journal Editors. Recommendations, section IV.A.3.g (references are
numbered consecutively in the order in which they are first mentioned).

>>> from fbss_analysis.schema import Document, Marker, Reference
>>> listed = [Reference(number, "") for number in range(1, 5)]
>>> page = Document("page", "One study (1) found 5 (30) of 40; as others did.2-4 Age over 40(3) mattered.")
>>> [(marker.number, marker.form) for marker in find_markers(page, listed)]
[(1, 'round'), (2, 'glued'), (3, 'glued'), (4, 'glued'), (3, 'round')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fbss_analysis.citing.passages import Block, find_blocks
from fbss_analysis.citing.reference_list import list_span
from fbss_analysis.schema import Document, Marker, Reference

ROUND, SQUARE, OPEN, SUPERSCRIPT, GLUED, NAMED = "round", "square", "open", "superscript", "glued", "author_year"

_LIST = r"\d{1,3}(?:\s*(?:[,;&‐‑‒–—-]|and\b)\s*\d{1,3}){0,12}"
_UNITS = r"(?:years?|months?|weeks?|days?|hours?|minutes?|percent|patients?|people|points?|times|levels?|mm|cm|mg|kg)"
_MARKER = re.compile(
    rf"""\(\s*(?:see\s+)?(?:refs?\.?\s*|reference\s+)?(?P<round>{_LIST})\s*\)
    | \[\s*(?:see\s+)?(?:refs?\.?\s*|reference\s+)?(?P<square>{_LIST})\s*\]
    | \((?P<open>\d{{1,3}})(?!{_UNITS})(?=[a-z]{{3}})
    | (?P<superscript>[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*)
    | (?:(?<=[^\W\d_]{{2}}[.,;?!])|(?<=[%)\]”"’][.,;?!])|(?<=[.,;?!][”"’)])|(?<=\b(?:19|20)\d\d\.))
      (?P<glued>\d{{1,9}}(?:[,–-]\d{{1,3}}){{0,6}})(?=[\s”"’)\]]|$|[A-Z][a-z])
    | (?:(?<=[a-z]{{3}})|(?<=%))(?P<word>\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,6}})(?=[\s.,;:)\]]|$)
    | (?<=\b(?:19|20)\d\d)(?P<year>\d{{1,2}})(?=[.,;)])
    """,
    re.VERBOSE,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_AFTER_NUMBER = re.compile(r"(?<![.\w])(?!(?:19|20)\d\d\s*$)\d[\d.,]*\s*$")
_EXPONENT = re.compile(r"\b(?:[^\W\d_]|[ckm]m)$")
_LONGEST_RANGE = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    numbers: tuple[int, ...]
    start: int
    end: int
    form: str
    is_weak: bool


def find_markers(
    document: Document, references: Sequence[Reference] = (), blocks: Sequence[Block] | None = None
) -> list[Marker]:
    """The markers of a document in the order of the text; without a list, only those that count up from one."""
    text = document.text
    span = list_span(list(references)) or (len(text), len(text))
    teasers = [(b.start, b.end) for b in (find_blocks(text) if blocks is None else blocks) if b.in_teaser]
    known = frozenset(reference.number for reference in references)
    outside = [c for c in _candidates(text, known) if not span[0] <= c.start < span[1]]
    own = [c for c in outside if not _inside(c, teasers)]
    foreign = [c for c in outside if _inside(c, teasers) and not c.is_weak]
    markers = [*_expand(_in_turn(own, known), False), *_expand(foreign, True), *_named(text, references, span[0])]
    return sorted(markers, key=lambda marker: (marker.start, marker.number))


def _inside(candidate: _Candidate, spans: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(spans, candidate.start, key=itemgetter(0)) - 1
    return i >= 0 and candidate.start < spans[i][1]


def _expand(candidates: Iterable[_Candidate], in_teaser: bool) -> Iterator[Marker]:
    for c in candidates:
        for number in c.numbers:
            yield Marker(number, c.start, c.end, c.form, in_teaser)


def _candidates(text: str, known: frozenset[int]) -> Iterator[_Candidate]:
    for match in _MARKER.finditer(text):
        shape, printed = match.lastgroup or "", match[match.lastgroup or 0].translate(_DIGITS)
        numbers = read_numbers(printed, known if shape in ("glued", "superscript") else frozenset())
        before = text[max(0, match.start() - 12) : match.start()]
        if not numbers or (shape == "superscript" and _EXPONENT.search(before)):
            continue
        is_count = shape in ("round", "square") and _AFTER_NUMBER.search(before)
        is_weak = bool(is_count) or shape in ("open", "word", "year") or (shape == "superscript" and not known)
        yield _Candidate(numbers, match.start(), match.end(), GLUED if shape in ("word", "year") else shape, is_weak)


def read_numbers(printed: str, known: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The numbers that a marker's text stands for: "3-5" is 3, 4, 5; "1234", run together, is 1, 2, 3, 4.

    Run-together digits are cut into rising numbers of `known` where the whole is none of them. Nothing that can be
    read gives an empty tuple.
    """
    if printed.isdigit():
        return _cut_up(printed, known) if len(printed) > 1 and known and int(printed) not in known else _one(printed)
    numbers: list[int] = []
    for part in re.split(r"\s*(?:[,;&]|and\b)\s*", printed):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        if len(ends) == 2 and not 0 < ends[1] - ends[0] <= _LONGEST_RANGE:
            return ()
        numbers += range(ends[0], ends[-1] + 1) if ends else ()
    return tuple(numbers) if 0 not in numbers else ()


def _one(printed: str) -> tuple[int, ...]:
    return (int(printed),) if 0 < int(printed) < 1000 else ()


def _cut_up(digits: str, known: frozenset[int]) -> tuple[int, ...]:
    """The first way to cut `digits` into rising known numbers, shortest pieces first."""
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack:
        at, found = stack.pop()
        if at == len(digits):
            return found
        for width in (3, 2, 1):
            piece = digits[at : at + width]
            if len(piece) == width and int(piece) in known and (not found or int(piece) > found[-1]):
                stack.append((at + width, (*found, int(piece))))
    return ()


def _in_turn(candidates: Sequence[_Candidate], known: frozenset[int]) -> list[_Candidate]:
    """Those whose numbers are listed or next in turn; weak ones only where they do not run ahead."""
    kept: list[_Candidate] = []
    highest = 0
    for candidate in candidates:
        first, last = min(candidate.numbers), max(candidate.numbers)
        in_turn = first <= highest + 1
        is_listed = all(number in known for number in candidate.numbers)
        strong = not candidate.is_weak and (
            is_listed or (first == highest + 1 and (not known or candidate.form != GLUED))
        )
        if strong or (candidate.is_weak and is_listed and in_turn):
            kept.append(candidate)
            highest = max(highest, last)
    return kept


def _named(text: str, references: Sequence[Reference], list_start: int) -> Iterator[Marker]:
    """Author and year ("Ek et al. (2004)") where exactly one entry has both."""
    listed: dict[tuple[str, int], list[int]] = {}
    for r in references:
        if r.authors and r.year:
            surname = r.authors[0].rpartition(" ")[0] or r.authors[0]
            listed.setdefault((surname, r.year), []).append(r.number)
    if not listed:
        return
    surnames = "|".join(re.escape(name) for name in sorted({name for name, _ in listed}, key=len, reverse=True))
    others = r"(?:\s+et\s+al\.?|,?\s+(?:and|&)\s+(?:colleagues|co-?workers|[^\W\d_]+))?"
    for match in re.finditer(rf"\b({surnames}){others},?\s*[(\[]?((?:19|20)\d\d)\b[)\]]?", text[:list_start]):
        numbers = listed.get((match[1], int(match[2])), [])
        if len(numbers) == 1:
            yield Marker(numbers[0], match.start(), match.end(), NAMED)

"""Entries of the reference list: which one a claim leans on, and what an entry's own words say.

A title is evidence: it names the number of patients, the length of follow-up and the subject, so that an article can
be held to the titles that it cites without any of the cited papers at hand.

Reference: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007 (the fields of an entry).

>>> sizes(Reference(1, "Leg pain: a cross-sectional study of 84 patients"))
(84,)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fbss_analysis.citing.discourse import read_page
from fbss_analysis.schema import Article, Claim, Document, Kind, Reference

_PEOPLE = (
    r"patients?|cases?|subjects?|people|persons?|participants?|adults?|wom[ae]n|m[ae]n|individuals?|children|"
    r"procedures?|operations?|surgeries|workers|veterans|surgeons?|respondents?|consecutive"
)
_SIZE = re.compile(rf"(?<![\d.,-])(\d{{1,3}}(?:,\d{{3}})+|\d+)\s+(?:[\w-]+\s+){{0,2}}?(?:{_PEOPLE})\b", re.IGNORECASE)
_STUDY = r"(?:stud(?:y|ies)|papers?|trials?|reviews?|research|articles?|reports?|publications?|(?:meta-?)?analys[ei]s)"
_STUDY_AFTER = re.compile(
    rf"[\s,]{{1,3}}(?:\[?\(?\d{{1,3}}[\])]?[\s,]*)?(?:(?:[\w’'-]+\s+){{0,3}}?{_STUDY}\b|they\s+(?:published|reported)\b)",
    re.IGNORECASE,
)
_STUDY_BEFORE = re.compile(rf"\b(?:{_STUDY}|published|appeared)\s+(?:\w+\s+)?(?:in|from|of)\s*$", re.IGNORECASE)
_OF_DATA = re.compile(r"(?:recruit|enrol|collect|perform|operat|underw|data\b)[^.]*$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"(?:\b(?:since|between|until|and|to|through)|[-–])\s*$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def entry_of(article: Article, claim: Claim) -> Reference | None:
    """The entry that a claim leans on by its marker; None where it has none or the list has no such number."""
    return next((entry for entry in article.references if entry.number == claim.mention.citation), None)


def entries_of(article: Article, claim: Claim) -> tuple[Reference, ...]:
    """The entries that a claim cites, by marker or by citekey, in the order of the list; a work listed twice once."""
    found = [e for e in article.references if e.number == claim.mention.citation or e.citekey in claim.cites]
    return tuple({entry.citekey or str(entry.number): entry for entry in reversed(found)}.values())[::-1]


def sizes(entry: Reference) -> tuple[int, ...]:
    """The numbers of people (or cases, operations) that an entry's title names; nobody is no number of people."""
    found = (int(match[1].replace(",", "")) for match in _SIZE.finditer(entry.title))
    return tuple(size for size in found if size > 0)


def year_in(text: str) -> int | None:
    """The year that a text prints, or None."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None


def label(entry: Reference, *, opens: bool = False) -> str:
    """How a finding calls an entry: its number, first author and year; `opens` begins a sentence with it."""
    parts = (entry.authors[0] if entry.authors else "", str(entry.year or ""))
    known = " ".join(part for part in parts if part)
    noun = "Entry" if opens else "entry"
    return f"{noun} {entry.number} ({known})" if known else f"{noun} {entry.number}"


def numbers(entries: Iterable[Reference]) -> str:
    """The numbers of entries in words: "6 and 21"."""
    shown = [str(entry.number) for entry in entries]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with a marker: the entry's number, the words, where they begin, and whether the list stands there too.

    `in_place` is false for a digest, whose places are not those of the original.
    """

    number: int
    words: str
    start: int
    in_place: bool


def marked_sentences(article: Article) -> Iterator[Marked]:
    """The sentences of the document with a marker outside teasers."""
    document = article.document
    if document is None or not article.references:
        return
    in_place = _has_list(article, document)
    entries = article.references if in_place else [replace(e, start=None, end=None) for e in article.references]
    page = read_page(document, list(entries))
    for sentence in page.sentences:
        for marker in sentence.markers:
            if not marker.in_teaser:
                yield Marked(marker.number, page.words(sentence), sentence.start, in_place)


def _has_list(article: Article, document: Document) -> bool:
    """Whether the entries stand in the document where they say; a digest has none of them."""
    return all(
        entry.start is not None and entry.title[:20] in document.text[entry.start : entry.end]
        for entry in article.references
    )


def dates_publication(article: Article, claim: Claim) -> bool:
    """Whether a claim is the date of the work that it cites: filed as such, or told as the date of a study."""
    if claim.statistic == "publication_date":
        return True
    document, (start, end) = article.document, (claim.mention.start, claim.mention.end)
    if claim.mention.kind is not Kind.DATE or document is None or document.text[start:end] != claim.mention.text:
        return False
    before = document.text[max(start - 60, 0) : start]
    if _RANGE_BEFORE.search(before) or _OF_DATA.search(before):
        return False
    told_after = _STUDY_AFTER.match(document.text, end, end + 60)
    return bool(told_after or _STUDY_BEFORE.search(before))

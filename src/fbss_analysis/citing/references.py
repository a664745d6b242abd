"""One entry of a reference list, split into its fields as far as they are printed.

An entry is read from both ends. From the front come its number and its authors, a list of surnames with initials
that ends at a full stop, "et al", a year in brackets, or a group ("; Swedish Lumbar Spine Study Group."). From the
back come identifiers (DOI, PMID, PMCID) and the tail: date; volume(issue):pages. What is left is title and journal,
parted at the last full stop or question mark; where none is printed, the journal is the run of capitalised words at
the end. Whatever is not printed stays empty: an entry that is cut off gives its authors and title and no more.

References: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007 (Vancouver style). AMA
Manual of Style, 11th ed. Oxford 2020, chapter 3.

>>> entry = parse_entry("3. Ek A, Lind B. Does it last? Spine (Phila Pa 1976). 2004 Nov 15;29(22):2516-20. doi:10.1/x.")
>>> entry.number, entry.authors, entry.title, entry.journal
(3, ('Ek A', 'Lind B'), 'Does it last?', 'Spine (Phila Pa 1976)')
>>> entry.year, entry.month, entry.day, entry.volume, entry.issue, entry.pages
(2004, 11, 15, '29', '22', '2516-20')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fbss_analysis.schema import Reference

UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
LOWER = "".join(chr(code) for code in range(0x61, 0x250) if chr(code).islower())
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = {form: i for i, name in enumerate(_MONTH_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DASH = "[-‐‑‒–—−]"

NUMBER = re.compile(
    rf"\s*(?:[•*·]\s*)?(?:\[\s*(\d{{1,3}})\s*\]|\(\s*(\d{{1,3}})\s*\)|(\d{{1,3}})\s*[.)](?!\d)|(\d{{1,3}})(?=\s|[{UPPER}]))\s*"
)
_INITIALS = (
    rf"(?:[{UPPER}](?:\.[\s-]?[{UPPER}](?=\.)){{1,3}}\.?|[{UPPER}]{{1,4}}(?:-[{UPPER}]{{1,2}})?\.?)(?![{LOWER}{UPPER}])"
)
_SURNAME = rf"(?:[{LOWER}’']{{1,4}}\s)?(?:[{UPPER}][{LOWER}]*[’'])?[{UPPER}][{LOWER}{UPPER}’'-]*[{LOWER}]"
_NAME = re.compile(
    rf"(?:(?:van|von|de|der|den|del|della|di|da|dos|la|le|ten|ter|bin|al|el|zu)\s)*{_SURNAME}(?:\s{_SURNAME}){{0,2}}"
    rf"(?:,\s?(?=[{UPPER}]\.))?\s?{_INITIALS}(?:,?\s(?:Jr|Sr|2nd|3rd|II|III)\b\.?)?"
)
_DOTTED = re.compile(rf",?\s+((?:[{UPPER}]\.[\s-]?)+)$")
_BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:and\b|&)?|\band\b|&)\s*")
_ET_AL = re.compile(r"[\s,;]*\bet\s+al\b\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"[\s;,.]*(?:and\s+|for\s+)?(?:the\s+)?([^.;:?]{3,120}?\b(?:Group|Investigators?|Collaborators?"
    r"|Collaboration|Society|Association|"
    r"Organi[sz]ation|Committee|Network|Institutes?|Foundation|Registry|Cent(?:er|re)s?|Consortium|Council|College|"
    r"Academy|Agency|Trialists|Service|Ministry|Department)(?:\s*\([^)]{2,12}\))?)\s*[.:](?=\s)"
)
_YEAR_AFTER_AUTHORS = re.compile(
    rf"[\s,.]*\(\s*((?:19|20)\d\d)[a-z]?(?:,?\s*({_MONTH})\s*(\d{{1,2}})?)?\s*\)\s*[.:,]?\s*", re.I
)

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\]>,;]+|10\.\d{1,3}/\w[^\s\]>,;]*)")
_PMID = re.compile(r"\bPMID\s*:?\s*(\d{1,9})", re.IGNORECASE)
_PMCID = re.compile(r"\b(PMC\d{3,9})\b")
_TRAILER = re.compile(
    r"[\s\[(]*(?:\bdoi\b|https?://|www\.|\b10\.\d{4,9}/|\bPMID\b|\bPMCID\b|\bPMC\d"
    r"|\bPublished\b(?=\s+(?:online|(?:19|20)\d\d|[A-Z]))|"
    r"\bEpub\b|\[(?:PubMed|CrossRef|Google|Medline|Full|PMC|DOI|Web)|\bPubMed\b\s*(?:PMID|\||$)"
    r"|\bAvailable (?:at|from|online)\b|"
    r"\bAccessed\b|\bRetrieved\b|\[published|\beCollection\b|\bISSN\b|\bMedline\b\s*\.?$)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    rf"\bPublished(?:\s+online)?:?\s+(?:((?:19|20)\d\d)\s+({_MONTH})(?:\s+(\d{{1,2}}))?|({_MONTH})\s+(\d{{1,2}}),?\s+((?:19|20)\d\d))",
    re.I,
)

_PLACE = (
    rf"(?P<volume>[A-Z]?\d{{1,5}}[A-Za-z]?(?:{_DASH}\d{{1,4}})?)?\s*(?:,?\s*(?P<suppl>\(?Suppl\.?[\s\w]*\)?|Pt\s?\d+))?\s*"
    rf"(?:,?\s*(?:\((?P<issue>[^()]{{1,20}})\)|no\.?\s?(?P<no>\d+)))?\s*(?P<extra>Suppl\.?\s?\w*)?"
    rf"(?:\s*[:,]\s*(?:pp?\.?\s?)?(?P<pages>[A-Za-z]{{0,4}}\d[\w.]*(?:\s*{_DASH}\s*[A-Za-z]{{0,2}}\d\w*)?(?:\s*quiz\s*\w+)?))?"
)
_DATE = (
    rf"(?:(?P<first_month>{_MONTH})\s+(?:(?P<first_day>\d{{1,2}}),?\s+)?)?(?P<year>(?:19|20)\d\d)[a-z]?\b"
    rf"(?:[\s,]+(?P<month>{_MONTH})(?:\s*[-–/]\s*{_MONTH})?(?:\s+(?P<day>\d{{1,2}})\b)?)?"
)
_TAIL = re.compile(rf"[\s(]+{_DATE}\)?\s*(?:[;:,.]\s*{_PLACE})?(?:;\s*discussion\s+[\w–-]+)?[\s.;,]*$", re.I)
_TAIL_YEAR_LAST = re.compile(
    rf"[\s,]+{_PLACE},\s*(?:(?P<month>{_MONTH})\s+)?(?P<year>(?:19|20)\d\d)[\s.]*$", re.IGNORECASE
)
_TAIL_WITHOUT_DATE = re.compile(rf"[\s,]+{_PLACE}[\s.;,]*$", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?<=[.?!])[”\"’]?\s+")
_JOURNAL_AT_END = re.compile(
    rf"(?<=[{LOWER}\d)])\s+((?:[{UPPER}][\w.&:-]*|of|and|the|in|&)(?:\s+(?:[{UPPER}][\w.&:-]*|of|and|the|in|&))*)$"
)


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands behind title and journal."""

    start: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


def parse_entry(text: str, number: int | None = None, start: int | None = None) -> Reference:
    """Split one printed entry into its fields.

    `number` is used where the entry prints none (a list without numbers); `start` is where `text` begins in its
    document and sets the offsets of the record. Nothing printed, nothing filled in.
    """
    found = NUMBER.match(text)
    body_from = found.end() if found else 0
    printed = int(next(group for group in found.groups() if group)) if found else None
    authors, et_al, rest_from = read_authors(text, body_from)
    dated = _YEAR_AFTER_AUTHORS.match(text, rest_from)
    rest_from = dated.end() if dated else rest_from
    trailer = _TRAILER.search(text, rest_from)
    rest = text[rest_from : trailer.start() if trailer else len(text)]
    tail = _with_published(_read_tail(rest, dated), text)
    title, journal = _title_and_journal(rest[: tail.start])
    return Reference(
        number=printed if printed is not None else number or 0,
        title=title,
        authors=authors,
        et_al=et_al,
        journal=journal,
        year=tail.year,
        month=tail.month,
        day=tail.day,
        volume=tail.volume,
        issue=tail.issue,
        pages=tail.pages,
        doi=_doi(text),
        pmid=_first(_PMID, text),
        pmcid=_first(_PMCID, text),
        start=start,
        end=None if start is None else start + len(text),
    )


def read_authors(text: str, position: int = 0) -> tuple[tuple[str, ...], bool, int]:
    """Read the author list at `position`: names as printed, whether "et al" follows, and where the title begins.

    A group stands as the author only where no person does.
    """
    names: list[str] = []
    at = position
    while match := _NAME.match(text, at):
        names.append(_undotted(_plain(match[0])))
        end = match.end()
        if not (between := _BETWEEN.match(text, end)):
            at = end
            break
        at = between.end()
    et_al = _ET_AL.match(text, at)
    at = et_al.end() if et_al else at
    group = _GROUP.match(text, at)
    if group and (not names or text[at - 2 : at].rstrip().endswith(";") or text[at : at + 1] == ";"):
        names = names or [_plain(group[1])]
        at = group.end()
    at += len(text[at:]) - len(text[at:].lstrip(" .:,;\u00a0"))
    return tuple(names), bool(et_al), at if names else position


def _undotted(name: str) -> str:
    """A name as Vancouver style has it: "Smith, J. A." is "Smith JA"."""
    initials = _DOTTED.search(name)
    return f"{name[: initials.start()]} {re.sub(r'[. ]', '', initials[1])}" if initials else name.rstrip(".")


def duplicates(references: Iterable[Reference]) -> list[tuple[Reference, Reference]]:
    """Pairs of entries that are one work: the same DOI, PMID, or title with the same first author; earlier first."""
    first: dict[tuple[str, ...], Reference] = {}
    pairs = []
    for reference in references:
        earlier = next((first[key] for key in identities(reference) if key in first), None)
        if earlier is not None:
            pairs.append((earlier, reference))
        for key in identities(reference):
            first.setdefault(key, reference)
    return pairs


def identities(reference: Reference) -> list[tuple[str, ...]]:
    """What makes two entries one work: DOI, PMID, PMCID, or title with first author; entries that share one are one."""
    letters = "".join(re.findall(r"[^\W_]+", reference.title.casefold()))
    titled = [("title", letters, *reference.authors[:1])] if letters else []
    named = [(name, value.casefold()) for name in ("doi", "pmid", "pmcid") if (value := getattr(reference, name))]
    return named + titled


def _read_tail(rest: str, dated: re.Match[str] | None) -> _Tail:
    """The tail of `rest`; `dated` is a year in brackets that stood behind the authors."""
    match = next((m for m in (_TAIL_YEAR_LAST.search(rest),) if m and m["volume"] and m["pages"]), None)
    match = match or _TAIL.search(rest)
    if match is None and dated:
        match = _TAIL_WITHOUT_DATE.search(rest)
        match = match if match and match["volume"] else None
    fields = match.groupdict() if match else {}
    date = (dated[1], dated[2], dated[3]) if dated else (None, None, None)
    year, month, day = (
        fields.get("year") or date[0],
        fields.get("month") or fields.get("first_month") or date[1],
        fields.get("day") or fields.get("first_day") or date[2],
    )
    return _Tail(
        start=match.start() if match else len(rest),
        year=int(year) if year else None,
        month=month_number(month),
        day=int(day) if day else None,
        volume=fields.get("volume") or "",
        issue=_issue(fields),
        pages=re.sub(rf"\s*{_DASH}\s*", "-", fields.get("pages") or "").rstrip("."),
    )


def _issue(fields: dict[str, str | None]) -> str:
    supplement = (fields.get("suppl") or fields.get("extra") or "").strip("() ")
    return _plain(" ".join(part for part in (fields.get("issue") or fields.get("no"), supplement) if part))


def month_number(name: str | None) -> int | None:
    """The month that a name or abbreviation means ("Sept." is 9); None for anything else."""
    return MONTHS.get((name or "").strip(" .").lower())


def _with_published(tail: _Tail, text: str) -> _Tail:
    """A day printed as "Published 2016 Nov 7" completes a tail that has none of its own."""
    match = _PUBLISHED.search(text)
    if match is None or tail.month is not None:
        return tail
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
    if tail.year is not None and tail.year != int(year):
        return tail
    return _Tail(
        tail.start, int(year), month_number(month), int(day) if day else None, tail.volume, tail.issue, tail.pages
    )


def _title_and_journal(head: str) -> tuple[str, str]:
    """Part what stands between authors and date."""
    head = _plain(head).strip(" .,;")
    if head.endswith("("):
        head = head[:-1].rstrip(" .")
    cuts = list(_BOUNDARY.finditer(head))
    if cuts:
        return _cut(head, cuts)
    inferred = _JOURNAL_AT_END.search(head)
    if inferred:
        return head[: inferred.start()].strip(" ."), inferred[1]
    return head, ""


def _cut(head: str, cuts: list[re.Match[str]]) -> tuple[str, str]:
    """Cut at the last boundary, moving left over the parts of a dotted abbreviation ("J. Bone Joint Surg. Am.")."""
    chosen = len(cuts) - 1
    while chosen > 0 and _is_abbreviation(head[cuts[chosen - 1].end() : cuts[chosen].start()]):
        chosen -= 1
    title, journal = head[: cuts[chosen].start()], head[cuts[chosen].end() :]
    if not _may_be_journal(journal):
        return head, ""
    return re.sub(r"(?<=[?!])\.$", "", title).rstrip("."), journal


def _is_abbreviation(part: str) -> bool:
    words = part.rstrip(".").split()
    return part.endswith(".") and len(words) <= 4 and all(word[0].isupper() and len(word) <= 6 for word in words)


def _may_be_journal(text: str) -> bool:
    """A journal's name is short and has no sentence in it; what is longer belongs to the title."""
    return 0 < len(text.split()) <= 12 and text[0].isalpha() and not text.endswith(("?", "…"))


def _doi(text: str) -> str:
    match = _DOI.search(text)
    if match is None:
        return ""
    found = match[1].rstrip(".,;:’”\"'")
    return found.rstrip(")") if found.count("(") < found.count(")") else found


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _plain(text: str) -> str:
    return " ".join(text.split())

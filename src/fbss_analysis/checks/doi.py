"""DOI: does the year inside an identifier agree with the entry, and with the date that the text gives?

Many publishers write the year into a DOI, some volume, issue and page as well. The year is that of acceptance or first
publication, so it may lie one year before the volume's. Where the text dates the paper as the DOI does, that agreement
is told: it explains how a stated year can differ from the listed one.

Reference: ISO 26324:2022, Information and documentation: digital object identifier system.

>>> years("10.1016/j.spinee.2015.08.065"), years("10.1007/s00586-015-4014-y"), years("10.7326/L15-5129-4")
((2015,), (2015,), (2015,))
"""

import re
from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.entries import dates_publication, label, year_in
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Reference, Rung, Verdict

NAME = "doi"
# The registrant's own numbering follows the slash: a full year between separators; Springer's three digits of a year
# behind the journal's number; a letter and two digits of a year, as the Annals of Internal Medicine print it.
_FULL = re.compile(r"(?<=[./-])((?:19|20)\d\d)(?=[./-])")
_SPRINGER = re.compile(r"^s\d{5}-0(\d\d)-")
_LETTER = re.compile(r"^[A-Z](\d\d)-\d+")


def years(doi: str) -> tuple[int, ...]:
    """The years that a DOI carries behind its slash; empty where it carries none."""
    suffix = doi.partition("/")[2]
    found = [int(year) for year in _FULL.findall(f"/{suffix}/")]
    short = _SPRINGER.match(suffix) or _LETTER.match(suffix)
    return tuple(dict.fromkeys([*found, *([2000 + int(short[1])] if short else [])]))


def find(article: Article) -> Iterator[Finding]:
    """One finding per entry whose DOI carries a year, and one per stated date that the DOI has."""
    for entry in article.references:
        found = years(entry.doi)
        if len(found) == 1 and entry.year:
            yield _finding(article, entry, found[0])
        for claim in article.claims:
            told = year_in(claim.mention.text)
            if claim.mention.citation == entry.number and told in found and dates_publication(article, claim):
                message = f"The DOI of {label(entry)} carries {told}, as the text says."
                yield place(
                    article,
                    NAME,
                    Verdict.REPRODUCED,
                    message,
                    [claim],
                    claim_id=claim.claim_id,
                    references=[entry],
                    reported=figure(claim),
                    expected=entry.doi,
                )


def _finding(article: Article, entry: Reference, year: int) -> Finding:
    assert entry.year is not None
    early = entry.year - year
    verdict = Verdict.REPRODUCED if early == 0 else Verdict.CONSISTENT if early == 1 else Verdict.INCONSISTENT
    also = [name for name, value in _fields(entry) if value]
    more = f"; so are {' and '.join(also)}" if also and early == 0 else ""
    gap = {0: f"the year of the entry{more}", 1: "a year before the entry, as with papers that appear online first"}
    message = f"The DOI of {label(entry)} carries {year}: {gap.get(early, f'the entry has {entry.year}')}."
    return place(article, NAME, verdict, message, references=[entry], expected=str(entry.year), formula=entry.doi)


def _fields(entry: Reference) -> Iterator[tuple[str, bool]]:
    """Which other fields stand in the DOI between separators."""
    parts = re.split(r"[./-]", entry.doi.partition("/")[2])
    first = re.match(r"[A-Za-z]*\d+", entry.pages)
    yield "volume", entry.volume in parts
    yield "issue", bool(entry.issue) and entry.issue in parts
    yield "the first page or article number", bool(first) and first[0] in parts if first else False


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the year inside an identifier agree with the entry, and with the date that the text gives?",
    reference="ISO 26324:2022",
    find=find,
)

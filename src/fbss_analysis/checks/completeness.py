"""Completeness: can every entry of the reference list be found by what is printed?

An entry needs a title, a journal and a year, and either volume with pages or an identifier. What an entry lacks cannot
be checked, so an incomplete list leaves statements about its works open.

Reference: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007, chapter 1.
"""

from collections.abc import Iterator

from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Reference, Rung, Verdict

NAME = "completeness"


def find(article: Article) -> Iterator[Finding]:
    """One finding for the list: which entries lack what."""
    if not article.references:
        return
    missing = {entry: lacks for entry in article.references if (lacks := _lacks(entry))}
    told = "; ".join(f"{entry.number} {', '.join(lacks)}" for entry, lacks in missing.items())
    message = f"Entries that lack something: {told}." if missing else "Every entry has what it takes to find it."
    verdict = Verdict.INDETERMINATE if missing else Verdict.REPRODUCED
    yield place(article, NAME, verdict, message, references=missing or article.references)


def _lacks(entry: Reference) -> list[str]:
    """The fields that are not printed; an identifier makes up for volume and pages."""
    found = {"title": entry.title, "journal": entry.journal, "year": entry.year}
    if not (entry.doi or entry.pmid or entry.pmcid):
        found |= {"volume": entry.volume, "pages": entry.pages, "month": entry.volume or entry.month}
    return [name for name, value in found.items() if not value]


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Can every entry of the reference list be found by what is printed?",
    reference="Citing Medicine 2007",
    find=find,
)

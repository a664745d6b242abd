"""Publication date: is a paper dated as in the reference list?

An article that says "a study of August 2022" can be held to its own list. Where both print a month, month and year must
agree; otherwise the year alone is compared. A list without a date leaves the statement open. On a page that nobody has
annotated a date counts where it is told of a study ("a March 2018 study", "published in 2015") and leans on an entry.

Reference: Wager E, Middleton P. Technical editing of research reports in biomedical journals. Cochrane Database Syst
Rev 2008;(4):MR000002 (errors in references are common).
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.citing.references import month_number
from fbss_analysis.entries import dates_publication, entry_of, label, year_in
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "publication_date"


def find(article: Article) -> Iterator[Finding]:
    """One finding per stated date of an entry that the list has."""
    for claim in article.claims:
        entry = entry_of(article, claim)
        if entry and dates_publication(article, claim):
            yield _finding(article, claim, entry)


def month_in(text: str) -> int | None:
    """The month that a text names, or None."""
    return next((number for word in text.split() if (number := month_number(word.strip(",")))), None)


def _finding(article: Article, claim: Claim, entry: Reference) -> Finding:
    year, month = year_in(claim.mention.text), month_in(claim.mention.text)
    listed = f"{entry.year}-{entry.month:02d}" if entry.year and entry.month else str(entry.year or "no date")
    return place(
        article,
        NAME,
        _verdict(year, month, entry),
        f"Told as {claim.mention.text}; the list has {listed} for {label(entry)}{_lag(year, month, entry)}.",
        [claim],
        claim_id=claim.claim_id,
        references=[entry],
        reported=figure(claim),
        expected=listed,
        formula=f"{claim.mention.text} = {listed}",
    )


def _verdict(year: int | None, month: int | None, entry: Reference) -> Verdict:
    if entry.year is None or year is None:
        return Verdict.INDETERMINATE
    if year != entry.year or (month and entry.month and month != entry.month):
        return Verdict.INCONSISTENT
    return Verdict.CONSISTENT if month and not entry.month else Verdict.REPRODUCED


def _lag(year: int | None, month: int | None, entry: Reference) -> str:
    """How far the listed date lies from the stated one, in months where both have one."""
    if year is None or entry.year is None:
        return ""
    in_months = bool(month and entry.month)
    lag = 12 * (year - entry.year) + (month or 0) - (entry.month or 0) if in_months else year - entry.year
    unit = ("month" if in_months else "year") + ("s" if abs(lag) > 1 else "")
    return f", {abs(lag)} {unit} {'earlier' if lag > 0 else 'later'}" if lag else ""


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is a paper dated as in the reference list?",
    reference="Wager & Middleton 2008",
    find=find,
    derives=True,
)

"""Chronology: do events come in the order that they must, and intervals last as long as is told?

Recruiting precedes publishing, and data cannot be younger than the paper that they are taken from: the years bound to
a figure are held against the year of the entry that it cites. An interval told between two publications ("seven years
apart") is counted from the reference list as well, to the month where both months are printed.

Reference: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007 (dates of publication).
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from fbss_analysis.answers import figure
from fbss_analysis.entries import entries_of, label
from fbss_analysis.horizon import months
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.questions import Asked, compare, extent, place, printed
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "chronology"
APART = "time_between_publications"
_YEAR = re.compile(r"\b\d{4}\b")


def find(article: Article) -> Iterator[Finding]:
    """Years of data against years of sources, intervals against the list, then the comparisons."""
    for claim in article.claims:
        yield from _data_before_paper(article, claim)
        entries = entries_of(article, claim)
        if claim.statistic == APART and len(entries) == 2:
            yield from _apart(article, claim, entries)
    yield from compare(NAME, ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """Whether the events of a comparison come in the order in which it names them."""
    shown = " ≤ ".join(figure(part) for part in asked.parts)
    later = all(extent(b).high >= extent(a).low for a, b in pairwise(asked.parts))
    clearly = all(printed(a).high <= printed(b).low for a, b in pairwise(asked.parts))
    verdict = Verdict.REPRODUCED if clearly else Verdict.CONSISTENT if later else Verdict.INCONSISTENT
    message = f"{shown}: " + ("in the order that they must have." if later else "what comes first is dated later.")
    yield asked.answer(NAME, verdict, message, formula=shown)


def _data_before_paper(article: Article, claim: Claim) -> Iterator[Finding]:
    """The last year bound to a figure may not lie after the year of the entry that it leans on."""
    entry = next((e for e in article.references if e.number == claim.mention.citation), None)
    for part in claim.qualifiers:
        years = [int(year) for year in _YEAR.findall(part.text)] if part.role == "years" else []
        if not years or entry is None or entry.year is None:
            continue
        last = max(years)
        ok = last <= entry.year
        yield place(
            article,
            NAME,
            Verdict.REPRODUCED if ok else Verdict.INCONSISTENT,
            f"The data end in {last}; {label(entry)} is " + ("no older." if ok else "older than its data."),
            [claim],
            claim_id=claim.claim_id,
            places=[(part.start, part.end)],
            references=[entry],
            reported=part.text,
            expected=f"no later than {entry.year}",
            formula=f"{last} ≤ {entry.year}",
        )


def _apart(article: Article, claim: Claim, entries: tuple[Reference, ...]) -> Iterator[Finding]:
    """The interval between two entries of the list, against the one that is told."""
    told = months(claim.mention.text)
    first, later = sorted(entries, key=lambda entry: (entry.year or 0, entry.month or 0))
    if told is None or first.year is None or later.year is None:
        return
    between = 12 * (later.year - first.year)
    exactly = first.month is not None and later.month is not None
    between += (later.month or 0) - (first.month or 0) if exactly else 0
    slack = Fraction(6) if exactly else Fraction(12)  # told in whole years: to the nearest, or from years alone
    near = Interval(told.low - slack, told.high + slack).__contains__(between)
    verdict = Verdict.REPRODUCED if told == Interval.point(between) else Verdict.CONSISTENT
    shown = f"{show(Fraction(between, 12), 3)} years"
    yield place(
        article,
        NAME,
        verdict if near else Verdict.INCONSISTENT,
        f"By the reference list {label(first)} and {label(later)} are {shown} apart; told: {claim.mention.text}.",
        [claim],
        claim_id=claim.claim_id,
        references=(first, later),
        reported=claim.mention.text,
        expected=shown,
        formula=f"{later.year} − {first.year}",
    )


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do events come in the order that they must, and intervals last as long as is told?",
    reference="Citing Medicine 2007",
    find=find,
)

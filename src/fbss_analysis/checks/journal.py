"""Journal: does the entry appear in the journal that the text names?

Names are compared by their abbreviation of words (ISO 4). Where the cited entry is in another journal and a different
entry is in the named one, that entry is pointed out: the marker probably belongs to it. On a page that nobody has
annotated, a capitalised name in a sentence with a marker counts where the list has a journal of that name.

Reference: ISO 4:1997, Information and documentation: rules for the abbreviation of title words.
"""

import re
from collections.abc import Iterator

from fbss_analysis.citing.journals import same_journal
from fbss_analysis.entries import Marked, entry_of, label, marked_sentences
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Span, Verdict

NAME = "journal"
_CAPITAL = r"[A-Z][\w&’'-]*"
_NAMED = re.compile(
    rf"\b(?:journal|(?:published|appeared|appearing|reported|printed|writing|featured)(?:\s+\w+)?\s+in|in|from|of)\s+(?:the\s+)?"
    rf"(?:journal\s+)?({_CAPITAL}(?:\s+(?:(?:of|and|in|the|for|&)\s+)*{_CAPITAL})*)"
)


def find(article: Article) -> Iterator[Finding]:
    """One finding per named journal of an entry that the list has, curated or found in the text."""
    told: set[int] = set()
    for claim in article.claims:
        entry = entry_of(article, claim)
        if claim.statistic == NAME and entry:
            told.add(entry.number)
            yield _finding(article, claim.mention.text, entry, claim)
    for marked in marked_sentences(article):
        entry = next((e for e in article.references if e.number == marked.number), None)
        if entry and marked.in_place and entry.number not in told:
            yield from _found(article, marked, entry)


def _found(article: Article, marked: Marked, entry: Reference) -> Iterator[Finding]:
    """A name in the sentence counts as a journal where some entry of the list is in a journal of that name."""
    for match in _NAMED.finditer(marked.words):
        if any(same_journal(match[1], other.journal) for other in article.references):
            span = (marked.start + match.start(1), marked.start + match.end(1))
            yield _finding(article, match[1], entry, None, span)


def _finding(article: Article, named: str, entry: Reference, claim: Claim | None, span: Span | None = None) -> Finding:
    agrees = same_journal(named, entry.journal)
    others = [] if agrees else [other for other in article.references if same_journal(named, other.journal)]
    verdict = Verdict.REPRODUCED if agrees else Verdict.INCONSISTENT if entry.journal else Verdict.INDETERMINATE
    listed = entry.journal or "no journal that is printed"
    message = f"{label(entry, opens=True)} is in {listed}; the text names {named}."
    if others:
        message += f" In that journal is {', '.join(map(label, others))}: the marker may belong to it."
    return place(
        article,
        NAME,
        verdict,
        message,
        [claim] if claim else [],
        claim_id=claim.claim_id if claim else "",
        places=[span] if span else [],
        references=[entry, *others],
        reported=named,
        expected=entry.journal,
        formula=f"{named} = {entry.journal}",
    )


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the entry appear in the journal that the text names?",
    reference="ISO 4:1997",
    find=find,
    derives=True,
)

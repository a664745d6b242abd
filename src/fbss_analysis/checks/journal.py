"""Journal: does the entry appear in the journal that the text names?

Names are compared by their abbreviation of words (ISO 4). Where the cited entry is in another journal and a different
entry is in the named one, that entry is pointed out: the marker probably belongs to it.

Reference: ISO 4:1997, Information and documentation: rules for the abbreviation of title words.
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.entries import entry_of, label
from fbss_analysis.journals import same_journal
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "journal"


def find(article: Article) -> Iterator[Finding]:
    """One finding per named journal of an entry that the list has."""
    for claim in article.claims:
        entry = entry_of(article, claim)
        if claim.statistic == NAME and entry:
            yield _finding(article, claim, entry)


def _finding(article: Article, claim: Claim, entry: Reference) -> Finding:
    named = claim.mention.text
    agrees = same_journal(named, entry.journal)
    others = [] if agrees else [other for other in article.references if same_journal(named, other.journal)]
    verdict = Verdict.REPRODUCED if agrees else Verdict.INCONSISTENT if entry.journal else Verdict.INDETERMINATE
    message = (
        f"{label(entry, opens=True)} is in {entry.journal or 'no journal that is printed'}; the text names {named}."
    )
    if others:
        message += f" In that journal is {', '.join(map(label, others))}: the marker may belong to it."
    return place(
        article,
        NAME,
        verdict,
        message,
        [claim],
        claim_id=claim.claim_id,
        references=[entry, *others],
        reported=figure(claim),
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

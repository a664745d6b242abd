"""Sample size: is the told number of people the one in the title of the cited work?

Titles name their samples ("a cross-sectional study of 84 patients"), and an article that tells another number is
inconsistent with its own list. If the told number is the larger, some may have been asked and not have answered: that
share is worked out, and stays open, since the text does not say so.

Reference: von Elm E, Altman DG, Egger M, et al. The STROBE statement. Lancet 2007;370:1453-1457 (numbers at each
stage of a study).
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.entries import entry_of, label, sizes
from fbss_analysis.printed.interval import show
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "sample_size"


def find(article: Article) -> Iterator[Finding]:
    """Findings for each told size of an entry whose title names one number of people."""
    for claim in article.claims:
        entry = entry_of(article, claim)
        named = sizes(entry) if entry else ()
        if claim.statistic == NAME and claim.reported and entry and len(named) == 1:
            yield from _findings(article, claim, entry, named[0])


def _findings(article: Article, claim: Claim, entry: Reference, named: int) -> Iterator[Finding]:
    assert claim.reported is not None
    told = claim.reported.point
    allowed = claim.reported.allows(named)
    verdict = Verdict.REPRODUCED if told == named else Verdict.CONSISTENT if allowed else Verdict.INCONSISTENT
    message = f"{figure(claim)} are told; the title of {label(entry)} has {named:,}."
    yield _placed(article, claim, entry, verdict, message, f"{named:,}")
    if verdict is Verdict.INCONSISTENT and told > named:
        share = show(round(100 * named / told, 1), 4)
        message = (
            f"If {figure(claim)} were asked and {named:,} analysed, that would be {share}%; the text does not say so."
        )
        yield _placed(article, claim, entry, Verdict.INDETERMINATE, message, f"{share}%")


def _placed(article: Article, claim: Claim, entry: Reference, verdict: Verdict, message: str, expected: str) -> Finding:
    return place(
        article,
        NAME,
        verdict,
        message,
        [claim],
        claim_id=claim.claim_id,
        references=[entry],
        reported=figure(claim),
        expected=expected,
    )


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is the told number of people the one in the title of the cited work?",
    reference="STROBE 2007",
    find=find,
)

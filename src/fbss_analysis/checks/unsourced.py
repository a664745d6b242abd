"""Unsourced: which figures does the article tell without naming a source?

A figure without a marker cannot be traced; where it repeats one that has a source, that one is named. An article that
makes no quantitative claim needs none: that it prints no digit and no percent sign is told as what it is.

Reference: Greenberg SA. How citation distortions create unfounded authority. BMJ 2009;339:b2680.
"""

import re
from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Rung, Verdict

NAME = "unsourced"
_DIGIT = re.compile(r"[\d%]")


def find(article: Article) -> Iterator[Finding]:
    """One finding per claim without a source, or one for an article without claims."""
    for claim in article.claims:
        if claim.mention.citation is None and not claim.cites:
            yield _finding(article, claim)
    if not article.claims:
        yield _absence(article)


def _finding(article: Article, claim: Claim) -> Finding:
    origin = article.named().get(claim.restates or "")
    sourced = origin and (origin.cites or origin.mention.citation is not None)
    message = f"{figure(claim)} is told without a source" + (
        "; only the first telling has one." if sourced else " and cannot be traced."
    )
    return place(
        article,
        NAME,
        Verdict.INDETERMINATE,
        message,
        [claim, *([origin] if origin else [])],
        claim_id=claim.claim_id,
        reported=figure(claim),
        expected="a source",
    )


def _absence(article: Article) -> Finding:
    """No claim at all: nothing to source, nothing to report from this article."""
    clean = article.document is None or not _DIGIT.search(article.document.text)
    message = "The article makes no quantitative claim" + (
        ": it prints no digit and no percent sign." if clean else ", though digits stand in it."
    )
    if not article.references:
        message += " It has no reference list, and no figure that needs one."
    verdict = Verdict.REPRODUCED if clean else Verdict.INDETERMINATE
    places = [(item.start, item.end) for item in article.exclusions]
    return place(article, NAME, verdict, message, places=places)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Which figures does the article tell without naming a source?",
    reference="Greenberg 2009",
    find=find,
)

"""The verdicts as schema.org ClaimReview, the vocabulary that search engines and fact-check archives read.

One review a claim. A rating is given only where the verdict is one: reproduced is the best (five), consistent next to
it (four), inconsistent the worst (one). An open verdict is named in words and has no number, for half-way between true
and false is not what "indeterminate" means.

Reference: https://schema.org/ClaimReview.

>>> sorted(RATINGS.items())[0]
(<Verdict.CONSISTENT: 'consistent'>, 4)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fbss_analysis.answers import figure
from fbss_analysis.ladder import Ladder
from fbss_analysis.navigation import card_link
from fbss_analysis.schema import Source, Study, Verdict

BEST, WORST = 5, 1
RATINGS: Mapping[Verdict, int] = MappingProxyType(
    {Verdict.REPRODUCED: BEST, Verdict.CONSISTENT: BEST - 1, Verdict.INCONSISTENT: WORST}
)
CONTEXT = "https://schema.org"
AUTHOR = {"@type": "Organization", "name": "fbss_analysis"}
Node = dict[str, Any]


def reviews(ladders: Sequence[Ladder], sources: Mapping[str, Source], studies: Mapping[str, Study]) -> str:
    """One JSON-LD document with a ClaimReview for each claim, in the order of the ledger."""
    graph = [review(ladder, sources[ladder.claim.source_id], studies) for ladder in ladders]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def review(ladder: Ladder, source: Source, studies: Mapping[str, Study]) -> Node:
    """The ClaimReview of one claim; what is not known is left out."""
    claim = ladder.claim
    works = [studies[key] for key in claim.cites if key in studies]
    found: Node = {
        "@type": "ClaimReview",
        "url": card_link(claim.claim_id),
        "identifier": claim.claim_id,
        "claimReviewed": f"{claim.statement}: {figure(claim)}",
        "itemReviewed": {"@type": "Claim", "appearance": _article(source)},
        "author": AUTHOR,
        "reviewRating": rating(ladder),
        "isBasedOn": [_work(study) for study in works],
    }
    return {key: value for key, value in found.items() if value}


def rating(ladder: Ladder) -> Node:
    """The verdict as a schema.org Rating; without a number where the verdict leaves the claim open."""
    message = getattr(ladder, ladder.decided_by.value).message
    words = {"@type": "Rating", "alternateName": ladder.overall.value, "ratingExplanation": message}
    value = RATINGS.get(ladder.overall)
    return words if value is None else words | {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}


def _article(source: Source) -> Node:
    author = {"@type": "Person", "name": source.author} if source.author else None
    publisher = {"@type": "Organization", "name": source.publisher}
    found = {"@type": "Article", "headline": source.title, "author": author, "publisher": publisher}
    return {key: value for key, value in found.items() if value}


def _work(study: Study) -> Node:
    address = f"https://doi.org/{study.doi}" if study.doi else ""
    found = {"@type": "ScholarlyArticle", "headline": study.title, "sameAs": address}
    return {key: value for key, value in found.items() if value}

"""Counts: which whole numbers of people does a percentage stand for, where the count itself is not printed?

"5.4% of 102,047" hides a count that a reader would need in order to recompute the share. The check says which counts
the print allows; since none is printed, the claim's recomputation stays open, and the count would settle it.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure, is_plain_share, spans, whole_of
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.schema import Article, Check, Finding, Rung, Verdict


def find(article: Article) -> Iterator[Finding]:
    """One finding per percentage of a known whole that neither a printed count nor a derivation rebuilds."""
    for claim in article.claims:
        n = whole_of(article, claim)
        if not n or not is_plain_share(claim) or claim.derivation:
            continue
        assert claim.reported is not None
        counts = grim_counts(claim.reported, n)
        if counts:
            some = f"{counts[0]:,} to {counts[-1]:,}" if len(counts) > 1 else f"{counts[0]:,}"
            whole = article.named().get(claim.denominator or "")
            yield Finding(
                check=CHECK.name,
                rung=Rung.RECOMPUTED,
                claim_id=claim.claim_id,
                doc=article.doc,
                spans=spans(claim, *([whole] if whole else [])),
                verdict=Verdict.INDETERMINATE,
                reported=figure(claim),
                expected=f"{some} of {n:,}",
                message=f"The print allows {some} of {n:,}; the count is not printed and would settle it.",
                formula=f"{claim.mention.text} × {n:,} / 100",
            )


CHECK = Check(
    name="counts",
    rung=Rung.RECOMPUTED,
    question="Which counts does the percentage stand for?",
    reference="Brown & Heathers 2017",
    find=find,
    derives=True,
)

"""Judgement: what a reader concluded that no mechanism can, shown as judgement and with its reason.

Whether a conjecture is told as a finding, a cause claimed from a correlation, or a quotation cut so that it says more,
cannot be computed from numbers. Such verdicts are curated records. Each becomes a finding about its first claim, or
about the document where it names none; it can pull a rung down but derives nothing.

Reference: Jergas H, Baethge C. Quotation accuracy in medical journal articles: a systematic review and meta-analysis.
PeerJ 2015;3:e1364.
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure, spans
from fbss_analysis.schema import Article, Check, Finding, Judgement, Rung


def find(article: Article) -> Iterator[Finding]:
    """One finding per judgement."""
    for judgement in article.judgements:
        yield _finding(article, judgement)


def _finding(article: Article, judgement: Judgement) -> Finding:
    named = article.named()
    claims = [named[name] for name in judgement.claims if name in named]
    cited = {ref.number: ref.citekey for ref in article.references}
    works = [cited.get(number) or f"reference {number}" for number in judgement.references]
    return Finding(
        check=CHECK.name,
        rung=judgement.rung,
        claim_id=claims[0].claim_id if claims else "",
        doc=article.doc,
        spans=tuple(dict.fromkeys((*spans(*claims), *judgement.spans))),
        verdict=judgement.verdict,
        relation=judgement.relation,
        reported=figure(claims[0]) if claims else "",
        expected=", ".join(works),
        message=f"Judged by reading ({judgement.check.replace('_', ' ')}): {judgement.reason}",
    )


CHECK = Check(
    name="judgement",
    rung=Rung.RECOMPUTED,
    question="What did a reader judge who compared the text with its sources?",
    reference="Jergas & Baethge 2015",
    find=find,
)

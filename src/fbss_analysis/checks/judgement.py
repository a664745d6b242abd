"""Judgement: what only a reader can decide, recorded with its reason and shown as judgement.

Whether a retelling changes the subject or a title fits a sentence is not computed here but read. Each such verdict is a
curated record; it becomes a finding under its own name, and its sentence begins with the word judgement, so that it is
never taken for a computation.

Reference: Higgins JPT, Altman DG, Gøtzsche PC, et al. The Cochrane Collaboration's tool for assessing risk of bias in
randomised trials. BMJ 2011;343:d5928 (a judgement stands beside the support for it).
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.questions import look_up, place
from fbss_analysis.schema import Article, Check, Finding, Rung

NAME = "judgement"


def find(article: Article) -> Iterator[Finding]:
    """One finding per judgement, about the first of its claims that is one of this article."""
    known = look_up(article)
    for judged in article.judgements:
        claims = [known[name] for name in judged.claims if name in known]
        own = [claim.claim_id for claim in claims if claim in article.claims]
        yield place(
            article,
            judged.check,
            judged.verdict,
            f"Judgement: {judged.reason}",
            claims,
            claim_id=own[0] if own else "",
            references=[entry for entry in article.references if entry.number in judged.references],
            places=judged.spans,
            rung=judged.rung,
            relation=judged.relation,
            reported=", ".join(figure(claim) for claim in claims),
        )


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="What does a reader judge that no computation decides?",
    reference="Higgins et al. 2011",
    find=find,
)

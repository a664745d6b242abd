"""GRIM: can whole people make up this percentage of so many?

A percentage of n people is a count divided by n, so with one decimal only some percentages exist for n under a
thousand: of 134 people none make 56.4%. The test is exact, in whole numbers, and accepts both usual roundings. It is
inconsistent only where everyone of the stated n was assessed, or a curator gave the denominator; elsewhere some may
have dropped out, and the denominators that would fit are named instead. It can pull a claim down but not lift it: to
be possible is little.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure, is_plain_share, spans, whole_of
from fbss_analysis.interval import show
from fbss_analysis.models.denominators import grim_denominators
from fbss_analysis.models.grim import grim_counts, nearest_percentages
from fbss_analysis.schema import Article, Check, Claim, Finding, Rung, Verdict

NAMED_AT_MOST = 12


def find(article: Article) -> Iterator[Finding]:
    """One finding per percentage with a known denominator."""
    for claim in article.claims:
        n = whole_of(article, claim)
        if n and is_plain_share(claim):
            yield _finding(article, claim, n)


def _finding(article: Article, claim: Claim, n: int) -> Finding:
    assert claim.reported is not None
    counts = grim_counts(claim.reported, n)
    whole = article.named().get(claim.denominator or "")
    verdict = Verdict.CONSISTENT if counts else Verdict.INCONSISTENT if claim.assessed else Verdict.INDETERMINATE
    return Finding(
        check=CHECK.name,
        rung=Rung.RECOMPUTED,
        claim_id=claim.claim_id,
        doc=article.doc,
        spans=spans(claim, *([whole] if whole else [])),
        verdict=verdict,
        reported=figure(claim),
        expected=f"a whole number of {n:,}",
        message=_possible(claim, counts, n) if counts else _impossible(claim, n),
        formula=f"100 × k / {n:,} = {claim.mention.text}",
    )


def _possible(claim: Claim, counts: range, n: int) -> str:
    some = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    return f"{some} of {n:,} would print as {claim.mention.text}."


def _impossible(claim: Claim, n: int) -> str:
    assert claim.reported is not None
    near = " and ".join(f"{k:,} of {n:,} ({show(p, 4)}%)" for k, p in nearest_percentages(claim.reported, n))
    fits = grim_denominators(claim.reported, up_to=n)
    named = ", ".join(map(str, fits[:NAMED_AT_MOST])) + (" and more" if len(fits) > NAMED_AT_MOST else "")
    return (
        f"No whole number of {n:,} prints as {claim.mention.text}; the nearest are {near}. "
        f"Smaller groups that could: {named or 'none'}."
    )


CHECK = Check(
    name="grim",
    rung=Rung.RECOMPUTED,
    question="Can whole people make up this percentage of so many?",
    reference="Brown & Heathers 2017",
    find=find,
)

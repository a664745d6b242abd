"""Estimates: what sampling alone leaves open about a percentage whose whole is known.

Where the count is printed, the interval is that of the count. Where it is not, every count that prints so is allowed,
and the interval reaches from the lower end for the smallest to the upper end for the largest. Both a score interval
(Wilson) and an exact one (Clopper and Pearson) are given; neither allows for who was left out, which no interval can.

References: Wilson EB. J Am Stat Assoc 1927;22:209-212. Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.
"""

from __future__ import annotations

from collections.abc import Iterator

from fbss_analysis.answers import is_plain_share, whole_of
from fbss_analysis.derivation import names, root
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.models.proportion import proportion
from fbss_analysis.schema import Article, Claim, Estimate

METHODS = ("wilson", "clopper_pearson")
LEVEL = 0.95


def estimate(article: Article) -> Iterator[tuple[str, Estimate]]:
    """The interval estimates of every percentage with a known whole, with the claim_id each belongs to."""
    for claim in article.claims:
        n = whole_of(article, claim)
        if n and is_plain_share(claim):
            counts = _counts(article, claim, n)
            for method in METHODS if counts else ():
                yield claim.claim_id, _interval(claim, counts, n, method)


def _counts(article: Article, claim: Claim, n: int) -> range:
    """The printed count alone, where the claim is derived from one; else all counts that print as the percentage."""
    assert claim.reported is not None
    if claim.derivation and root(claim.derivation) == "percent":
        count = article.named()[names(claim.derivation)[0]].reported
        if count and count.form == "count" and count.hedge == "none":
            return range(int(count.value), int(count.value) + 1)
    return grim_counts(claim.reported, n)


def _interval(claim: Claim, counts: range, n: int, method: str) -> Estimate:
    assert claim.reported is not None
    lowest, highest = (proportion(count, n, method=method, level=LEVEL) for count in (counts[0], counts[-1]))
    known = len(counts) == 1
    return Estimate(
        estimand="proportion",
        value=counts[0] / n if known else float(claim.reported.point / 100),
        ci_low=lowest.ci_low,
        ci_high=highest.ci_high,
        level=LEVEL,
        method=method if known else f"{method}, over all counts that print so",
        n_events=counts[0] if known else None,
        n=n,
        horizon=claim.horizon,
        citekeys=claim.cites,
    )

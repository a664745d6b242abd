"""GRIM: can whole people make up this percentage of so many?

A percentage of n people is a count divided by n, so with one decimal only some percentages exist for n under a
thousand: of 134 people none make 56.4%. The test is exact, in whole numbers, and accepts both usual roundings. It is
inconsistent only where everyone of the stated n was assessed, or a curator gave the denominator; elsewhere some may
have dropped out, and the denominators that would fit are named instead (see `denominators`). Means of whole numbers are
asked the same where a passage says that the numbers were whole and that everyone was counted (see `means`). Where the
title of the cited work names a number of people, the percentage is tried on that as well. A share that is a whole count
exactly is reproduced, one that is only rounded from a count consistent; to be possible is little, so neither lifts a
claim.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.

>>> [try_on(share, n) for share, n in (("44%", "100"), ("Half", "97"), ("56.4%", "134"))]
['reproduced', 'consistent', 'indeterminate']
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from fbss_analysis.answers import LARGEST_GROUP, MOST_DECIMALS, figure, whole_of
from fbss_analysis.bounds.means import Mean, find_means
from fbss_analysis.entries import entry_of, label, sizes
from fbss_analysis.models.denominators import grim_denominators
from fbss_analysis.models.grim import grim_counts, nearest_percentages
from fbss_analysis.printed.interval import show
from fbss_analysis.questions import place
from fbss_analysis.reported import ReportedNumber, parse
from fbss_analysis.schema import Article, Check, Claim, Finding, Kind, Mention, Reference, Rung, Verdict

NAME = "grim"
NAMED_AT_MOST = 12


def find(article: Article) -> Iterator[Finding]:
    """One finding per percentage with a known denominator, one where the cited title names another, one per mean."""
    for claim in article.claims:
        if not is_share(claim):
            continue
        n = whole_of(article, claim)
        if n:
            yield _finding(article, claim, n, None)
        entry = entry_of(article, claim)
        named = sizes(entry) if entry else ()
        if entry and len(named) == 1 and named[0] != n:
            yield _finding(article, claim, named[0], entry)
    if article.document is not None and isinstance(article.document.text, str):
        for mean in find_means(article.document, article.references, article.claims):
            yield _of_mean(article, mean)


def _of_mean(article: Article, mean: Mean) -> Finding:
    """The finding on one mean of whole numbers, about the claim that it is."""
    figure, sizes = mean.mean, " or ".join(n.text for n in mean.sizes)
    claim_id = next((claim.claim_id for claim in article.claims if claim.mention.start == figure.start), "")
    told = "A" if mean.agrees else "No"
    return place(
        article,
        NAME,
        Verdict.CONSISTENT if mean.agrees else Verdict.INCONSISTENT,
        f"{told} mean of {sizes} whole numbers prints as {figure.text}.",
        places=[(figure.start, figure.end), *((n.start, n.end) for n in mean.sizes)],
        claim_id=claim_id,
        reported=figure.text,
        expected=f"a whole sum divided by {sizes}",
        formula=f"k / {sizes} = {figure.text}",
    )


def is_share(claim: Claim) -> bool:
    """Whether the figure is an unhedged share of people, printed with digits or told as a fraction."""
    number = claim.reported
    kinds = (Kind.PERCENT, Kind.FRACTION_WORD)
    if number is None or claim.mention.kind not in kinds or number.hedge != "none" or claim.reported_high:
        return False
    return number.form == "fraction" or (number.unit in ("", "percent") and number.decimals <= MOST_DECIMALS)


def counts_of(number: ReportedNumber, n: int) -> range:
    """The whole counts of `n` that would be told so; of a fraction word those within its width."""
    if number.form != "fraction":
        return grim_counts(number, n)
    share = number.interval()
    low, high = (Fraction(end) * n / 100 for end in (share.low, share.high))
    return range(ceil(low), floor(high) + 1)


def _finding(article: Article, claim: Claim, n: int, entry: Reference | None) -> Finding:
    assert claim.reported is not None
    counts = counts_of(claim.reported, n)
    whole = None if entry else article.named().get(claim.denominator or "")
    exactly = (claim.reported.point * n / 100).denominator == 1
    verdict = Verdict.REPRODUCED if exactly else Verdict.CONSISTENT
    if not counts:
        verdict = Verdict.INCONSISTENT if claim.assessed and not entry else Verdict.INDETERMINATE
    source = f" ({n:,} by the title of {label(entry)})" if entry else ""
    return place(
        article,
        NAME,
        verdict,
        (_possible(claim, counts, n) if counts else _impossible(claim, n)) + source,
        [claim, *([whole] if whole else [])],
        claim_id=claim.claim_id,
        references=[entry] if entry else [],
        reported=figure(claim),
        expected=f"a whole number of {n:,}",
        formula=f"100 × k / {n:,} = {claim.mention.text}",
    )


def _possible(claim: Claim, counts: range, n: int) -> str:
    some = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    return f"{some} of {n:,} would print as {claim.mention.text}."


def _impossible(claim: Claim, n: int) -> str:
    assert claim.reported is not None
    if claim.reported.form == "fraction":
        return f"No whole number of {n:,} is {claim.mention.text}."
    near = " and ".join(f"{k:,} of {n:,} ({show(p, 4)}%)" for k, p in nearest_percentages(claim.reported, n))
    tried = min(n, LARGEST_GROUP)
    fits = grim_denominators(claim.reported, up_to=tried)
    named = ", ".join(map(str, fits[:NAMED_AT_MOST])) + (" and more" if len(fits) > NAMED_AT_MOST else "")
    return (
        f"No whole number of {n:,} prints as {claim.mention.text}; the nearest are {near}. "
        f"Smaller groups{f' of up to {tried:,}' if tried < n else ''} that could: {named or 'none'}."
    )


def try_on(share: str, n: str) -> str:
    """The verdict on one share of n people who need not all have been assessed, to try the check on."""
    number = parse(share)
    kind = Kind.FRACTION_WORD if number.form == "fraction" else Kind.PERCENT
    claim = Claim("s.p", "s", share, Mention("s", 0, len(share), share, kind), number, denominator=n)
    return next(find(Article("s", (claim,)))).verdict.value


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Can whole people make up this percentage of so many?",
    reference="Brown & Heathers 2017",
    find=find,
)

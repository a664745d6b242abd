"""Membership: does a figure lie in the range that is told for it, and do ranges meet?

A share of one study and the range of many are told side by side as if they were of one kind; they can be only where
they have values in common. `membership` asks it of a figure and a range, `range_overlap` of any number of statements.

Whether an estimate lies in the confidence or credible interval that a text prints with it is asked as well, wherever
the text tells one (see `bounds`); and, where it does, whether a ratio lies near the middle of it on the log scale, and
whether the p-value that is told with them says of the null value what the interval says (see `bounds.inference`). So is
whether a mean or a median lies in the range or between the quartiles that are printed with it (see `bounds.spreads`).

References: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, section 2.1 (intersection).
Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304.

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("membership", ["85%"], "53% to 90%"))]
['consistent']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("range_overlap", ["5-19%", "20-40%"]))]
['inconsistent']
"""

from collections.abc import Iterator

from fbss_analysis.answers import brackets, figure
from fbss_analysis.bounds.estimates import Limits
from fbss_analysis.bounds.inference import Doubt, find_doubts
from fbss_analysis.bounds.reading import find_limits
from fbss_analysis.bounds.spreads import find_spreads
from fbss_analysis.printed.interval import Interval
from fbss_analysis.questions import Asked, compare, extent, place
from fbss_analysis.reported import ROUNDINGS
from fbss_analysis.schema import Article, Check, Claim, Finding, Rung, Verdict

NAME = "membership"


def find(article: Article) -> Iterator[Finding]:
    """Answer the comparisons, then one finding for each interval that the text tells of an estimate."""
    yield from _compared(article)
    document = article.document
    if document is not None and isinstance(document.text, str):
        claims = {claim.mention.start: claim for claim in article.claims}
        asked = set()
        for limits in find_limits(document, article.references, article.claims):
            asked.add(limits.told.start)
            claim = claims.get(limits.estimate.start)
            yield _placed(article, limits, claim)
            for doubt in find_doubts(document.text, limits) if limits.agrees else ():
                yield _doubted(article, limits, doubt, claim)
        for limits in find_spreads(document, article.references):
            if limits.told.start not in asked:
                yield _placed(article, limits, claims.get(limits.estimate.start), "range")


def _placed(article: Article, limits: Limits, claim: Claim | None, called: str = "interval") -> Finding:
    """The finding on one estimate and its interval or range, about the claim that the estimate is."""
    estimate, told = limits.estimate, limits.told
    interval = f"{told.low.text} to {told.high.text}"
    lies = "lies in" if limits.agrees else "does not lie in"
    return place(
        article,
        NAME,
        Verdict.CONSISTENT if limits.agrees else Verdict.INCONSISTENT,
        f"{estimate.text} {lies} the {called} that is told of it, {interval}.",
        places=[(estimate.start, estimate.end), (told.start, told.end)],
        claim_id=claim.claim_id if claim else "",
        reported=estimate.text,
        expected=interval,
        formula=f"{estimate.text} in [{told.low.text}, {told.high.text}]",
    )


def _doubted(article: Article, limits: Limits, doubt: Doubt, claim: Claim | None) -> Finding:
    """The finding on an estimate that lies in its interval as it hardly can, or with a p-value that denies it."""
    estimate, told = limits.estimate, limits.told
    return place(
        article,
        NAME,
        Verdict.INCONSISTENT if doubt.certain else Verdict.INDETERMINATE,
        doubt.message,
        places=[(estimate.start, estimate.end), (told.start, told.end), doubt.place],
        claim_id=claim.claim_id if claim else "",
        reported=estimate.text,
        expected=doubt.expected,
        formula=doubt.formula,
    )


def ask(asked: Asked) -> Iterator[Finding]:
    """Consistent where all the figures have values in common."""
    common = next((shared for rounding in ROUNDINGS if (shared := _common(asked, rounding))), None)
    shown = " and ".join(figure(claim) for claim in asked.figures)
    if common:
        yield asked.answer(NAME, Verdict.CONSISTENT, f"{shown} have {brackets(common)} in common.", formula=shown)
    else:
        yield asked.answer(NAME, Verdict.INCONSISTENT, f"{shown} have no value in common.", formula=shown)


def _common(asked: Asked, rounding: str) -> Interval | None:
    first, *rest = (extent(claim, rounding) for claim in asked.figures)
    common: Interval | None = first
    for interval in rest:
        common = common.meet(interval) if common else None
    return common


_compared = compare("membership", "range_overlap", ask=ask)
CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the figure lie in the range, and do the ranges meet?",
    reference="Moore, Kearfott & Cloud 2009",
    find=find,
)

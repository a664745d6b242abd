"""Range form: does every printed range run from its smaller to its larger end?

"40–20%" is a slip of the pen, "70-74" is not. Every range of the article is looked at, those in horizons and in numbers
that are no claims as well; the width of a range of years is told.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, section 2.1.

>>> from fbss_analysis.answers import sketch
>>> list(CHECK.find(sketch(a="5.4%")))
[]
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from fbss_analysis.printed.interval import show
from fbss_analysis.questions import as_claim, place, read
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Article, Check, Finding, Rung, Span, Verdict

NAME = "range_form"
# "1997-98" are years, "twenty-four" is one number, and "1.5 lower to 0.6 higher" crosses nought
_DESCENDS_RIGHTLY = re.compile(
    r"\b(?:1[89]|20)\d\d\b|[a-z]-[a-z]|\b(?:lower|higher|fewer|more|less|greater)\b", re.IGNORECASE
)
Range = tuple[str, Span, str, Fraction, Fraction]


def find(article: Article) -> Iterator[Finding]:
    """One finding for each range that descends, and one for all that ascend."""
    ranges = sorted(set(_ranges(article)), key=lambda found: found[1])
    for text, span, claim_id, low, high in ranges:
        if low > high and not _DESCENDS_RIGHTLY.search(text):
            message = f"{text} runs from {show(low)} down to {show(high)}."
            yield place(article, NAME, Verdict.INCONSISTENT, message, places=[span], claim_id=claim_id, reported=text)
    rising = [found for found in ranges if found[3] <= found[4]]
    if rising:
        told = ", ".join(f"{text} ({show(high - low)} wide)" for text, _, _, low, high in rising)
        message = f"Every one of these ranges ascends: {told}."
        shown = ", ".join(text for text, *_ in rising)
        yield place(article, NAME, Verdict.REPRODUCED, message, places=[span for _, span, *_ in rising], reported=shown)


def _ranges(article: Article) -> Iterator[Range]:
    for claim in (*article.claims, *(as_claim(item) for item in article.exclusions)):
        span = (claim.mention.start, claim.mention.end)
        yield from _ends(claim.mention.text, span, claim.claim_id, claim.reported, claim.reported_high)
        for part in claim.qualifiers:
            yield from _ends(part.text, (part.start, part.end), "", *read(part.text))


def _ends(
    text: str, span: Span, claim_id: str, low: ReportedNumber | None, high: ReportedNumber | None
) -> Iterator[Range]:
    if low and high:
        yield text, span, claim_id, low.point, high.point


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does every printed range run from its smaller to its larger end?",
    reference="Moore, Kearfott & Cloud 2009",
    find=find,
)

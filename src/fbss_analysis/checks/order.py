"""Order: do cumulative figures rise with their horizon?

A cumulative incidence never falls: whoever had the event by six months has had it by twelve. Claims with the same
outcome, population, procedure and citation but different horizons are put in order of time; a later figure that lies
wholly below an earlier one is inconsistent. The order alone derives nothing, so it can pull a claim down but not lift
it.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapter 8.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.answers import brackets, figure, spans
from fbss_analysis.horizon import are_compared, months
from fbss_analysis.interpretation.topics import is_named
from fbss_analysis.printed.interval import Bound, Interval
from fbss_analysis.questions import Asked, compare, either, extent, printed
from fbss_analysis.reported import ROUNDINGS
from fbss_analysis.schema import Article, Check, Claim, Finding, Rung, Verdict

CUMULATIVE = "cumulative_incidence"


def find(article: Article) -> Iterator[Finding]:
    """One finding per pair of neighbouring horizons, and one per comparison that names figures in rising order."""
    for series in _series(article):
        for earlier, later in pairwise(series):
            if _are_compared(article, earlier, later):
                continue
            finding = _finding(article, earlier, later)
            named = article.document is None or is_named(earlier.outcome, earlier.statement, later.statement)
            if named or finding.verdict is not Verdict.INCONSISTENT:
                yield finding
    yield from compare("order", ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """Whether each figure of a comparison is at least the one before it."""
    pairs = list(pairwise(asked.parts))
    if pairs:
        clearly = all(printed(low).low <= printed(high).low for low, high in pairs)
        may = all(either(lambda r, a=a, b=b: _may_rise(extent(a, r), extent(b, r))) for a, b in pairs)  # type: ignore[misc]
        verdict = Verdict.REPRODUCED if clearly else Verdict.CONSISTENT if may else Verdict.INCONSISTENT
        shown = " ≤ ".join(figure(part) for part in asked.parts)
        message = f"{shown}: " + ("in order." if clearly else "in order within rounding." if may else "not in order.")
        yield asked.answer(CHECK.name, verdict, message, expected="each at least the one before", formula=shown)


def _may_rise(low: Interval, high: Interval) -> bool:
    """Whether some value of one extent is no more than some value of another; where they touch, both must hold it."""
    return low.low < high.high or (low.low == high.high and low.low_closed and high.high_closed)


def _series(article: Article) -> Iterator[list[Claim]]:
    groups: dict[tuple[str, ...], list[tuple[Bound, Claim]]] = defaultdict(list)
    for claim in article.claims:
        if claim.statistic == CUMULATIVE and claim.reported and not claim.restates and claim.horizon:
            at = months(claim.horizon)
            if at is not None:
                groups[claim.outcome, claim.population, claim.procedure, *claim.cites].append((at.high, claim))
    for group in groups.values():
        if len(dict(group)) == len(group) > 1:  # one figure per horizon, else they are not one series
            yield [claim for _, claim in sorted(group, key=lambda pair: pair[0])]


def _are_compared(article: Article, earlier: Claim, later: Claim) -> bool:
    """Whether the print sets two figures against each other: "25.7% versus 29.9%" are of two groups at one time."""
    if article.document is None or not isinstance(article.document.text, str):
        return False
    first, last = sorted((earlier.mention, later.mention), key=lambda mention: mention.start)
    return are_compared(article.document.text[first.end : last.start])


def _finding(article: Article, earlier: Claim, later: Claim) -> Finding:
    assert earlier.reported is not None
    assert later.reported is not None
    rises = any(_may_rise(earlier.reported.interval(rule), later.reported.interval(rule)) for rule in ROUNDINGS)
    clearly = later.reported.point >= earlier.reported.point
    verdict = Verdict.REPRODUCED if clearly else Verdict.CONSISTENT if rises else Verdict.INCONSISTENT
    sign = ">=" if clearly else "<"
    return Finding(
        check=CHECK.name,
        rung=Rung.RECOMPUTED,
        claim_id=later.claim_id,
        doc=article.doc,
        spans=spans(later, earlier),
        verdict=verdict,
        reported=figure(later),
        expected=f"at least {brackets(earlier.reported.interval())}",
        message=f"{figure(later)} by {later.horizon} after {figure(earlier)} by {earlier.horizon}: "
        + ("a cumulative figure may not fall, and does not." if rises else "a cumulative figure may not fall."),
        formula=f"{later.mention.text} {sign} {earlier.mention.text}",
    )


CHECK = Check(
    name="order",
    rung=Rung.RECOMPUTED,
    question="Do cumulative figures rise with their horizon, and ordered figures as they must?",
    reference="Kalbfleisch & Prentice 2002",
    find=find,
)

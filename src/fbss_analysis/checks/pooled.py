"""Pooled: where does the figure stand among comparable studies, its own cohort and those that overlap it left out?

A figure can be copied faithfully and still be far from what other groups of patients had. So it is held against what
one more cohort of its outcome family would show at its horizon, the prediction interval of all the others: inside is
consistent, outside inconsistent. That is context, not blame: a true figure may lie outside. With fewer than three
others nothing is said but who they are; with three or four the verdict is given with their range, and the interval,
wide as it is with so few, is kept in the formula. A range is inside if both its ends are. A date, a journal, a count of
people or a change belongs to no outcome family.

References: Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159. IntHout J, Ioannidis JPA,
Rovers MM, Goeman JJ. BMJ Open 2016;6:e010247 (prediction intervals tell what to expect elsewhere).

>>> from dataclasses import replace
>>> from fbss_analysis.answers import sketch
>>> from fbss_analysis.schema import Cohort, Kind
>>> others = tuple(Cohort(c, c, "reoperation", "reoperation", "fusion", horizon_months=24.0, events=e,
...     events_source="reported", n=500) for c, e in (("a", 30), ("b", 35), ("c", 41), ("d", 44), ("e", 38)))
>>> article = sketch(again="31%")
>>> claim = replace(article.claims[0], outcome="reoperation", horizon="2 years")
>>> claim = replace(claim, mention=replace(claim.mention, kind=Kind.PERCENT))
>>> [found.verdict.value for found in CHECK.find(replace(article, claims=(claim,), cohorts=others))]
['inconsistent']
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure, spans
from fbss_analysis.horizon import months
from fbss_analysis.printed.interval import Interval
from fbss_analysis.prose import show_number
from fbss_analysis.schema import Article, Check, Claim, Cohort, Finding, Rung, Study, Verdict
from fbss_analysis.synthesis import HEADLINE, Pool, expected_range, family_of, gather, synthesize
from fbss_analysis.tracing.measures import SHARES

COMPARATORS = 3  # DESIGN's rule: fewer settle nothing


def find(article: Article) -> Iterator[Finding]:
    """One finding a claim, where there are cohorts at all to compare it with."""
    for claim in article.claims if article.cohorts else ():
        family = family_of(claim.outcome, article.cohorts) if claim.mention.kind in SHARES else None
        if family is None or claim.reported is None:
            yield _finding(article, claim, Verdict.NOT_APPLICABLE, "", _no_family(claim))
        else:
            yield _placed(article, claim, peers(claim, article, family))


def peers(claim: Claim, article: Article, family: str) -> Pool:
    """The pool that a claim is compared with: its family at its horizon, without its own and overlapping cohorts."""
    at = months(claim.horizon or "")
    return gather(article.cohorts, family, at, without=own_cohorts(claim, article), outcome=claim.outcome)


def own_cohorts(claim: Claim, article: Article) -> frozenset[str]:
    """The cohort_ids of the works that a claim leans on, by itself or through what it repeats, and of what they retell.

    A registry study without a row of its own overlaps every registry cohort of the same country.
    """
    named = article.named()
    origin = named.get(claim.restates or "")
    keys = {*claim.cites, *(origin.cites if origin else ())}
    works = [article.studies[key] for key in sorted(keys) if key in article.studies]
    keys |= {key for work in works for key in work.retells}
    own = {row.cohort_id for row in article.cohorts if row.citekey in keys}
    rowless = [work for work in works if all(row.citekey != work.citekey for row in article.cohorts)]
    shared = {row.cohort_id for row in article.cohorts if any(_same_registry(row, work) for work in rowless)}
    return frozenset(own | shared)


def _same_registry(row: Cohort, work: Study) -> bool:
    """Whether the same people may be in both: two registries of one country."""
    both = all("regist" in design.casefold() for design in (row.design, work.design))
    return both and bool(row.country) and row.country.casefold() in work.population.casefold()


def _no_family(claim: Claim) -> str:
    what = (claim.statistic or claim.mention.kind.value).replace("_", " ")
    if claim.mention.kind not in SHARES:
        return f"This is no share of people with an outcome ({what}): there is nothing to pool."
    told = claim.outcome.replace("_", " ") or "an unnamed outcome"
    return f"No published cohorts at hand tell this outcome ({told})."


def _placed(article: Article, claim: Claim, pool: Pool) -> Finding:
    if pool.k < COMPARATORS:
        return _finding(article, claim, Verdict.INDETERMINATE, _members(pool), _too_few(claim, pool))
    low, high = expected_range(pool)
    outside = _ends_outside(claim, low, high)
    verdict = Verdict.INCONSISTENT if outside else Verdict.CONSISTENT
    formula = f"prediction interval of {pool.k} cohorts: {_span(low, high)}"
    return _finding(article, claim, verdict, _members(pool), _sentence(claim, pool, outside), formula)


def _ends_outside(claim: Claim, low: float, high: float) -> list[str]:
    """The printed ends of a claim that no value in the interval can print as."""
    expected = Interval.of(low, high)
    ends = [number for number in (claim.reported, claim.reported_high) if number is not None]
    return [show_number(float(number.point)) for number in ends if not number.interval().meets(expected)]


def _sentence(claim: Claim, pool: Pool, outside: list[str]) -> str:
    said = synthesize(pool)
    counts = f"{pool.k} other cohorts at {pool.when()}, {pool.k_real} with real counts"
    ends = f" with {' and '.join(outside)}%" if outside and claim.reported_high else ""
    place = f"{figure(claim)} lies {'outside' if outside else 'inside'}{ends} what"
    if pool.k < HEADLINE or said.prediction_low is None or said.prediction_high is None:
        return f"{place} {counts}, lead to expect; they tell {_members(pool)}, too few for more."
    expected = _span(said.prediction_low, said.prediction_high)
    return f"{place} one more cohort would show, {expected}, by {counts} ({_members(pool)})."


def _too_few(claim: Claim, pool: Pool) -> str:
    """How many comparators there are and which, what kept the others out, and how many would settle it."""
    told = f"{pool.k} other cohort{'' if pool.k == 1 else 's'} at {pool.when()}"
    named = f" ({_members(pool)})" if pool.k else ""
    out = "; ".join(f"{left.citekey}: {left.reason}" for left in pool.left_out)
    why = f" Left out: {out}." if out else ""
    return f"{figure(claim)} has {told} to stand among{named}; {COMPARATORS} would settle where.{why}"


def _members(pool: Pool) -> str:
    return ", ".join(f"{member.cohort.citekey} {show_number(member.percent, 3)}%" for member in pool.members)


def _span(low: float, high: float) -> str:
    return f"{show_number(low, 3)} to {show_number(high, 3)}%"


def _finding(
    article: Article, claim: Claim, verdict: Verdict, expected: str, message: str, formula: str = ""
) -> Finding:
    return Finding(
        check=CHECK.name,
        rung=Rung.POOLED,
        claim_id=claim.claim_id,
        doc=article.doc,
        spans=spans(claim),
        verdict=verdict,
        reported=figure(claim),
        expected=expected,
        message=message,
        formula=formula,
    )


CHECK = Check(
    name="pooled",
    rung=Rung.POOLED,
    question="Where does it stand among comparable studies?",
    reference="Higgins, Thompson & Spiegelhalter 2009",
    find=find,
)

"""Retelling: does a figure keep its hedge and its source where it is told again?

"About 1 in 12" is an estimate, "up to 1 in 12" a ceiling: the same figure, another statement. Within one article, a
retelling that turns an estimate into a bound (or a bound into an estimate) is inconsistent where both tell of one
horizon or are odds; a bare number may be named again without its bound ("at least 10 … the 10"), so that it stays open
there, as it does between articles that tell the same range. `cited` asks which of several tellings names a source.

Reference: Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508. Greenberg SA. How citation
distortions create unfounded authority. BMJ 2009;339:b2680 (hedges fall away as claims are passed on).
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.answers import figure
from fbss_analysis.printed.widths import HEDGES
from fbss_analysis.questions import Asked, compare, place
from fbss_analysis.schema import Article, Check, Claim, Finding, Kind, Rung, Verdict

NAME = "retelling"


def find(article: Article) -> Iterator[Finding]:
    """Drifts within the article, then the comparisons."""
    families: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in article.claims:
        if claim.reported:
            number = claim.reported
            origin = claim.restates or claim.claim_id.rpartition(".")[2]
            families[origin, number.parts or number.value, claim.reported_high and claim.reported_high.value].append(
                claim
            )
    for family in families.values():
        for first, again in pairwise(sorted(family, key=lambda claim: claim.mention.start)):
            if _is_bound(first) != _is_bound(again):
                yield _drift(article, first, again)
    yield from compare("same_hedge", "cited", ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """Answer a comparison of tellings that may stand in several documents."""
    if asked.comparison.check == "cited":
        yield _cited(asked)
        return
    told = [figure(claim) for claim in asked.figures]
    same = len({_is_bound(claim) for claim in asked.figures}) == 1
    message = f"Told as {' and as '.join(told)}: " + ("one kind of statement." if same else "an estimate and a bound.")
    verdict = Verdict.CONSISTENT if same else Verdict.INDETERMINATE
    yield asked.answer(NAME, verdict, message, expected="the same hedge", formula=" / ".join(told))


def _cited(asked: Asked) -> Finding:
    """Whether all, some or none of the tellings name a source."""
    sourced = [claim for claim in asked.figures if claim.cites or claim.mention.citation is not None]
    missing = [claim for claim in asked.figures if claim not in sourced]
    verdict = Verdict.INDETERMINATE if missing else Verdict.CONSISTENT
    where = ", ".join(claim.mention.doc for claim in missing)
    message = f"{len(sourced)} of {len(asked.figures)} tellings name a source" + (
        f"; not in {where}." if missing else "."
    )
    return asked.answer(NAME, verdict, message, expected="a source for each")


def _drift(article: Article, first: Claim, again: Claim) -> Finding:
    estimate, bound = ("an estimate", "a bound")
    before, after = (bound, estimate) if _is_bound(first) else (estimate, bound)
    return place(
        article,
        NAME,
        Verdict.INCONSISTENT if _is_tied(first, again) else Verdict.INDETERMINATE,
        f"{figure(first)} is {before}; told again as {figure(again)} it is {after}.",
        (again, first),
        claim_id=again.claim_id,
        reported=figure(again),
        expected=figure(first),
    )


def _is_tied(first: Claim, again: Claim) -> bool:
    """Whether two tellings are of one thing: at one horizon, or as odds, which are no number to be named again."""
    return bool(first.horizon and again.horizon) or again.mention.kind == Kind.RATIO_ONE_IN_N


def _is_bound(claim: Claim) -> bool:
    return claim.reported is not None and HEDGES[claim.reported.hedge].is_bound


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does a figure keep its hedge and its source where it is told again?",
    reference="Lakoff 1973; Greenberg 2009",
    find=find,
)

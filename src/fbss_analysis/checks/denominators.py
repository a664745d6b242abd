"""Denominators: of which groups could percentages be told, one by one, together, and where they fill a whole?

A percentage that no count of the stated n gives was taken of fewer people, or is wrong. Which n would do is named for
each such percentage; a set told of one group must have one n in common, and where it has none the fewest different
groups that would explain it are named. Shares that make up a whole need counts that add up, which gives the smallest
group they can be of. Nothing here lifts a claim: that a group is possible does not make it the group.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Karp RM. Reducibility among
combinatorial problems. Plenum 1972:85-103 (set covering).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from fbss_analysis.answers import LARGEST_GROUP, figure, is_plain_share, whole_of
from fbss_analysis.models.consistency import sum_to_whole
from fbss_analysis.models.denominators import (
    grim_denominators,
    joint_denominators,
    min_denominators,
    partition_denominators,
)
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.questions import Asked, compare, place
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Article, Check, Claim, Finding, Rung, Verdict

NAME = "denominators"
UP_TO = 10_000  # groups tried where no size is printed
NAMED_AT_MOST = 12
LARGEST_SET = 12
Sizes = Sequence[int]


def find(article: Article) -> Iterator[Finding]:
    """What fits each misfit, then every set told of one group with a misfit in it, then the comparisons."""
    groups: dict[int, list[Claim]] = defaultdict(list)
    for claim in article.claims:
        n = whole_of(article, claim)
        if n and is_plain_share(claim):
            groups[n].append(claim)
            if not grim_counts(_number(claim), n):
                yield _one(article, claim, n)
    for n, claims in groups.items():
        misfits = [claim for claim in claims if not grim_counts(_number(claim), n)]
        if misfits and 1 < len(claims) <= LARGEST_SET:
            yield from _together(article, claims, n)
    yield from compare("grim_joint", ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """The groups that shares of unknown size could be of; a set of known size is looked at without being asked for."""
    if asked.whole or not all(map(is_plain_share, asked.parts)) or len(asked.parts) < 2:
        return
    numbers = [_number(part) for part in asked.parts]
    fills = sum_to_whole(numbers).complete
    fits = (partition_denominators if fills else joint_denominators)(numbers, up_to=UP_TO)
    shown = ", ".join(figure(part) for part in asked.parts)
    if fits:
        how = "add up to the group" if fills else "are whole counts"
        message = f"The shares {how} from {fits[0]} people on ({_listed(fits)}); the size is not printed."
    else:
        message = f"No group of up to {UP_TO:,} people gives these shares."
    verdict = Verdict.CONSISTENT if fits else Verdict.INDETERMINATE
    yield asked.answer(NAME, verdict, message, expected=_listed(fits), formula=shown)


def _one(article: Article, claim: Claim, size: int) -> Finding:
    n = min(size, LARGEST_GROUP)
    fits = grim_denominators(_number(claim), up_to=n)
    whole = article.named().get(claim.denominator or "")
    message = (
        f"{len(fits)} smaller groups could give {figure(claim)} ({_listed(fits)}), so that fewer than {size:,} may "
        "have been asked; which group it was is not printed."
        if fits
        else f"No group of up to {n:,} people could give {figure(claim)}."
    )
    return place(
        article,
        NAME,
        Verdict.INDETERMINATE,
        message,
        [claim, *([whole] if whole else [])],
        claim_id=claim.claim_id,
        reported=figure(claim),
        expected=_listed(fits),
        formula=f"100 × k / N = {claim.mention.text}, N ≤ {n:,}",
    )


def _together(article: Article, claims: list[Claim], size: int) -> Iterator[Finding]:
    """Each pair, then the whole set: the groups that they could share."""
    n = min(size, LARGEST_GROUP)
    for pair in combinations(claims, 2) if len(claims) > 2 else ():
        yield _shared(article, pair, n, joint_denominators(map(_number, pair), up_to=n), "")
    common = joint_denominators(map(_number, claims), up_to=n)
    yield _shared(article, claims, n, common, "" if common else _explained(claims, n))


def _explained(claims: list[Claim], n: int) -> str:
    """How many groups would be needed where one is not enough, and which."""
    fewest = min_denominators(map(_number, claims), up_to=n)
    told = "; ".join(f"{size} for {', '.join(texts)}" for size, texts in fewest.explains.items())
    return f" At least {fewest.fewest} different groups would be needed (say {told})."


def _shared(article: Article, claims: Sequence[Claim], n: int, fits: Sizes, more: str) -> Finding:
    """No group in common is inconsistent only where everyone was assessed, as for GRIM itself."""
    whole = article.named().get(claims[0].denominator or "")
    shown = " and ".join(figure(claim) for claim in claims)
    verdict = Verdict.INDETERMINATE if fits or not all(c.assessed for c in claims) else Verdict.INCONSISTENT
    message = f"Of up to {n:,} people, {shown} could share a group of {_listed(fits)}." if fits else ""
    message = message or f"No group of up to {n:,} people gives {shown} alike.{more}"
    return place(
        article,
        NAME,
        verdict,
        message,
        [*claims, *([whole] if whole else [])],
        claim_id=claims[-1].claim_id,
        reported=shown,
        expected=_listed(fits) or "one group in common",
        formula=f"N ≤ {n:,} with whole counts for {shown}",
    )


def _number(claim: Claim) -> ReportedNumber:
    assert claim.reported is not None, "a plain share has a figure"
    return claim.reported


def _listed(sizes: Sizes) -> str:
    return ", ".join(map(str, sizes[:NAMED_AT_MOST])) + (" and more" if len(sizes) > NAMED_AT_MOST else "")


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Of which groups could the percentages be told?",
    reference="Brown & Heathers 2017",
    find=find,
)

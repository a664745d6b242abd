"""Horizons: do all wordings of a time convert to the same number of months?

"Six months", "the first half-year" and the 6 of a table are one horizon, and a retelling may slip from one to another.
Every bound wording is converted to months; a claim whose wording differs from the horizon that it is filed under, or
from the claim that it restates, is inconsistent. Agreeing wordings of one outcome are put together.

Reference: International Organization for Standardization. ISO 8601-1:2019 (durations).
"""

from collections import defaultdict
from collections.abc import Iterator

from fbss_analysis.entries import entries_of
from fbss_analysis.horizon import months
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Qualifier, Reference, Rung, Verdict

NAME = "horizons"
Wording = tuple[Claim, Qualifier]


def find(article: Article) -> Iterator[Finding]:
    """Findings about slips, then one about each time that is worded more than once."""
    slips = list(_slips(article))
    yield from slips
    wrong = {finding.claim_id for finding in slips}
    groups: dict[tuple[object, ...], list[Wording]] = defaultdict(list)
    for claim in article.claims:
        for part in claim.qualifiers:
            at = months(part.text)
            if at is not None and claim.claim_id not in wrong:
                groups[claim.outcome, claim.cites or claim.mention.citation, at.low, at.high].append((claim, part))
    for key, wordings in groups.items():
        if len({(part.start, part.end) for _, part in wordings}) > 1:
            yield _agreeing(article, wordings, Interval(key[2], key[3]))  # type: ignore[arg-type]


def _slips(article: Article) -> Iterator[Finding]:
    named = article.named()
    for claim in article.claims:
        told = next((part for part in claim.qualifiers if part.role == "horizon"), None)
        at = months(told.text) if told else None
        origin = named.get(claim.restates or "")
        for filed in (claim.horizon, origin.horizon if origin else None):
            expected = months(filed or "")
            if told and at and expected and not at.meets(expected):
                message = f"{told.text!r} is {_shown(at)}, but the figure belongs to {_shown(expected)}."
                yield place(
                    article,
                    NAME,
                    Verdict.INCONSISTENT,
                    message,
                    [claim, *([origin] if origin else [])],
                    claim_id=claim.claim_id,
                    places=[(told.start, told.end)],
                    reported=told.text,
                    expected=_shown(expected),
                )
                break


def _agreeing(article: Article, wordings: list[Wording], at: Interval) -> Finding:
    texts = ", ".join(dict.fromkeys(part.text for _, part in wordings))
    places = sorted({(part.start, part.end) for _, part in wordings})
    titles = [entry for entry in entries_of(article, wordings[0][0]) if _in_title(entry, at)]
    also = f"; the title of entry {titles[0].number} names it too" if titles else ""
    message = f"{len(places)} wordings ({texts}) all mean {_shown(at)}{also}."
    numbers = {entry.number for entry in titles}
    quoted = [c for c in article.claims if c.statistic == "title" and c.mention.citation in numbers]
    claims = dict.fromkeys((*(claim for claim, _ in wordings), *quoted))
    return place(
        article,
        NAME,
        Verdict.REPRODUCED,
        message,
        claims,
        places=places,
        references=titles,
        reported=texts,
        expected=_shown(at),
    )


def _in_title(entry: Reference, at: Interval) -> bool:
    return months(entry.title) == at


def _shown(at: Interval) -> str:
    return f"{show(at.low)} months" if at.is_point else f"{show(at.low)} to {show(at.high)} months"


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do all wordings of a time convert to the same number of months?",
    reference="ISO 8601-1:2019",
    find=find,
)

"""List count: are as many things named as are announced?

"Three complications" promises three of them. What the list names is curated (`items`, or the figures that the count
takes together); a number of studies is held against the sources cited for it without any curation.

Reference: Halliday MAK, Hasan R. Cohesion in English. Longman 1976 (a number word that points ahead to a list).
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.entries import entries_of, numbers
from fbss_analysis.questions import Asked, compare, place
from fbss_analysis.schema import Article, Check, Finding, Rung, Verdict

NAME = "list_count"
STUDIES = "study_count"


def find(article: Article) -> Iterator[Finding]:
    """Numbers of studies against the sources cited for them, then the comparisons."""
    for claim in article.claims:
        entries = entries_of(article, claim)
        if claim.statistic == STUDIES and len(entries) > 1 and claim.reported:
            agree = claim.reported.value == len(entries)
            yield place(
                article,
                NAME,
                Verdict.REPRODUCED if agree else Verdict.INCONSISTENT,
                f"{figure(claim)} are announced, and {len(entries)} are cited: entries {numbers(entries)}.",
                [claim],
                claim_id=claim.claim_id,
                references=entries,
                reported=figure(claim),
                expected=str(len(entries)),
            )
    yield from compare(NAME, ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """Every announcement of a comparison against the items, or its first part against the figures behind it."""
    items = asked.comparison.items
    named = list(items) or [figure(part) for part in asked.parts[1:]]
    if not named:
        return
    announced = asked.parts if items else asked.parts[:1]
    agree = all(part.reported is not None and part.reported.value == len(named) for part in announced)
    told = " and ".join(dict.fromkeys(figure(part) for part in announced))
    message = f"{told} announced, {len(named)} named: {', '.join(named)}."
    verdict = Verdict.REPRODUCED if agree else Verdict.INCONSISTENT
    yield asked.answer(NAME, verdict, message, expected=str(len(named)))


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Are as many things named as are announced?",
    reference="Halliday & Hasan 1976",
    find=find,
)

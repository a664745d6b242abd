"""Recency: is what the text calls recent recent, beside the newest work that it knows?

"Recent" has no fixed length. Beside the newest date on the page (in the list or in the text), up to five years are
called consistent, more than ten inconsistent, and what lies between stays open; the two limits are the project's
convention. The word is looked for in the sentences around the entry's marker.

Reference: Shojania KG, Sampson M, Ansari MT, et al. How quickly do systematic reviews go out of date? Ann Intern Med
2007;147:224-233 (a median of five and a half years).
"""

import re
from collections.abc import Iterator

from fbss_analysis.entries import dates_publication, label, marked_sentences, year_in
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Reference, Rung, Verdict

NAME = "recency"
FRESH, STALE = 5, 10
_RECENT = re.compile(r"\b(?:recent(?:ly)?|latest|newest|up-to-date)\b", re.IGNORECASE)
BIBLIOGRAPHIC = frozenset({"journal", "title", "publication_date"})


def find(article: Article) -> Iterator[Finding]:
    """One finding per entry that is called recent and has a year."""
    newest = _newest(article)
    called = {marked.number for marked in marked_sentences(article) if _RECENT.search(marked.words)}
    for entry in article.references:
        if entry.number in called and entry.year and newest:
            yield _finding(article, entry, newest)


def _newest(article: Article) -> int | None:
    told = [year_in(claim.mention.text) for claim in article.claims if dates_publication(article, claim)]
    return max((year for year in (*told, *(entry.year for entry in article.references)) if year), default=None)


def _finding(article: Article, entry: Reference, newest: int) -> Finding:
    assert entry.year is not None
    age = newest - entry.year
    verdict = Verdict.CONSISTENT if age <= FRESH else Verdict.INDETERMINATE
    if age > STALE:
        verdict = Verdict.INCONSISTENT
    told = [c for c in article.claims if c.mention.citation == entry.number and c.statistic in BIBLIOGRAPHIC]
    return place(
        article,
        NAME,
        verdict,
        f"{label(entry, opens=True)} is called recent and is {age} years older than the newest work on the page.",
        told,
        references=[entry],
        places=[(marker.start, marker.end) for marker in article.markers if marker.number == entry.number],
        reported="recent",
        expected=f"{newest - FRESH} or later",
        formula=f"{newest} − {entry.year} = {age}",
    )


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is what the text calls recent recent, beside the newest work that it knows?",
    reference="Shojania et al. 2007",
    find=find,
)

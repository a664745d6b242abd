"""Title: is a quoted title the beginning of the title in the reference list?

Titles are quoted without their subtitles, with other dashes, quotes and spaces. The letters and digits that are left
must be a beginning of the listed ones.

Reference: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007 (titles).

>>> letters("Long-Term\\u00a0Rate of “Failure”") == letters("Long-term rate of 'failure'")
True
"""

import unicodedata
from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.entries import entry_of, label
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Rung, Verdict

NAME = "title"


def find(article: Article) -> Iterator[Finding]:
    """One finding per quoted title of an entry that the list has."""
    for claim in article.claims:
        entry = entry_of(article, claim)
        if claim.statistic != NAME or not entry:
            continue
        quoted, listed = letters(claim.mention.text), letters(entry.title)
        agrees = bool(quoted) and listed.startswith(quoted)
        yield place(
            article,
            NAME,
            Verdict.REPRODUCED if agrees else Verdict.INCONSISTENT,
            f"The quoted title is {'the beginning of' if agrees else 'not'} the title of {label(entry)}.",
            [claim],
            claim_id=claim.claim_id,
            references=[entry],
            reported=figure(claim),
            expected=entry.title,
        )


def letters(title: str) -> str:
    """The letters and digits of a title, lower case and without accents."""
    plain = unicodedata.normalize("NFKD", title)
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is a quoted title the beginning of the title in the reference list?",
    reference="Citing Medicine 2007",
    find=find,
    derives=True,
)

"""Where the report can be entered: the one list of its fixed pages, which every page shows in its header and its foot.

A new page adds its line here and nowhere else. `HEADER` is short, so that it fits on a telephone in two lines; `FOOT`
is for what is looked up once: methods, words, limits, how to cite. Chapters and articles list themselves on the first
page. A test follows every link, so a line whose page is not built is noticed.

>>> [place.label for place in HEADER][:2]
['Overview', 'Ledger']
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a place on one, and the word that leads to it."""

    page: str
    label: str


HEADER = (
    Place("index.html", "Overview"),
    Place("ledger.html", "Ledger"),
    Place("index.html#sources", "Articles"),
    Place("index.html#chapters", "Chapters"),
)
FOOT = (
    Place("verdicts.html", "How to read a verdict"),
    Place("methods.html", "Methods"),
    Place("glossary.html", "Glossary"),
    Place("limits.html", "Limits"),
    Place("environment.html", "Environment"),
    Place("downloads.html", "Downloads"),
    Place("cite.html", "How to cite"),
)


def source_page(source_id: str) -> str:
    """The page of an article, with its digest and its cards."""
    return f"source-{source_id}.html"


def card_link(claim_id: str) -> str:
    """The address of a claim's card: the claim's name on the page of its article.

    >>> card_link("darrow.fbss_6m")
    'source-darrow.html#darrow.fbss_6m'
    """
    return f"{source_page(claim_id.partition('.')[0])}#{claim_id}"

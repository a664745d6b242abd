"""What an article says about the works that it cites: when and where they appeared, under which title, how many.

Such a claim is held to the study's own record, not to the article's reference list. A record that names only the year
leaves the month open. A paper may be dated by its issue or by the day it first appeared online; either is right.

Reference: International Committee of Medical Journal Editors. Recommendations, section on references (date of
publication, and date first published online).

>>> date_of("in April 2020"), date_of("2018")
((2020, 4), (2018, None))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from fbss_analysis.citing.journals import same_journal
from fbss_analysis.printed.interval import Interval
from fbss_analysis.schema import Article, Claim, Relation, Study
from fbss_analysis.tracing.groups import Group, compare

Date = tuple[int, int | None]
Answer = tuple[Relation, str]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)


def date_of(text: str) -> Date | None:
    """The year and, where one is named, the month of a printed or ISO date; None where there is no year."""
    year, month, iso = _YEAR.search(text), _MONTH.search(text), re.search(r"\b\d{4}-(\d\d)\b", text)
    if year is None:
        return None
    number = _MONTHS.index(month[1].lower()) + 1 if month else int(iso[1]) if iso else None
    return int(year[1]), number


def dates(study: Study) -> dict[str, Date]:
    """The dates of a study's record: of its issue, and of its first appearance online."""
    issue = {"issue": (study.year, study.month)} if study.year else {}
    online = date_of(study.online)
    return issue | ({"online": online} if online else {})


def dates_told(claim: Claim, article: Article) -> dict[str, Date]:
    """Who dates the work that a claim dates, and how: the text, its list, the work's record; empty for other claims."""
    told = date_of(claim.mention.text) if claim.statistic == "publication_date" else None
    if told is None:
        return {}
    entries = [e for e in article.references if e.number == claim.mention.citation or e.citekey in claim.cites]
    listed = {"listed": (entries[0].year, entries[0].month)} if entries and entries[0].year else {}
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    return {"told": told} | listed | (dates(works[0]) if works else {})


def span_of(date: Date) -> Interval:
    """All that a date allows, in years: a month is a twelfth of its year.

    >>> span_of((2020, 4)), span_of((2020, None))
    ([2020.25, 2020.33), [2020, 2021))
    """
    year, month = date
    start = Fraction(year) + Fraction((month or 1) - 1, 12)
    return Interval(start, start + (Fraction(1, 12) if month else 1), high_closed=False)


def answer(claim: Claim, article: Article) -> Answer | None:
    """The relation of a claim about the cited works to their records, with what the records say; None for others."""
    ask = _ASKED.get(claim.statistic)
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    return ask(claim, article, works) if ask and works else None


def told_of_another(claim: Claim, article: Article) -> list[Study]:
    """The cited works (or those they retell) that are about another group or operation than the claim tells."""
    told = (claim.procedure, claim.population)
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    retold = [article.studies[key] for work in works for key in work.retells if key in article.studies]
    described = [(work, "; ".join((work.title, work.design, work.population))) for work in (*works, *retold)]
    return [work for work, text in described if compare(told, text) is Group.OTHER]


def _date(claim: Claim, _: Article, works: list[Study]) -> Answer:
    told, study = date_of(claim.mention.text), works[0]
    recorded = dates(study)
    says = f"{study.citekey}: " + ", ".join(f"{name} {show_date(date)}" for name, date in recorded.items())
    if told is None or not recorded:
        return Relation.UNSUPPORTED, f"{study.citekey}: no date in its record; its journal would settle it"
    relations = [_compare(told, date) for date in recorded.values()]
    return min(relations, key=(Relation.EXACT, Relation.ROUNDED, Relation.MISDATED).index), says


def _compare(told: Date, recorded: Date) -> Relation:
    if told[0] != recorded[0] or (told[1] and recorded[1] and told[1] != recorded[1]):
        return Relation.MISDATED
    return Relation.ROUNDED if told[1] and not recorded[1] else Relation.EXACT


def _journal(claim: Claim, article: Article, works: list[Study]) -> Answer:
    study = works[0]
    if same_journal(claim.mention.text, study.journal):
        return Relation.EXACT, f"{study.citekey}: {study.journal}"
    used = {key for other in article.claims for key in other.cites} | {ref.citekey for ref in article.references}
    there = [key for key in sorted(used) if key in article.studies and _appeared_in(claim, article.studies[key])]
    also = f"; in that journal, of the works cited: {', '.join(there)}" if there else ""
    return Relation.WRONG_CITATION, f"{study.citekey}: {study.journal}{also}"


def _appeared_in(claim: Claim, study: Study) -> bool:
    return same_journal(claim.mention.text, study.journal)


def _title(claim: Claim, _: Article, works: list[Study]) -> Answer:
    told, title = _plain(claim.mention.text), _plain(works[0].title)
    same = bool(told) and (title == told or title.startswith(f"{told} "))
    return (Relation.EXACT if same else Relation.WRONG_CITATION), f"{works[0].citekey}: {works[0].title}"


def _time_between(claim: Claim, article: Article, works: list[Study]) -> Answer:
    origin = article.named().get(claim.restates or "")
    if len(works) < 2 and origin:
        works = [article.studies[key] for key in origin.cites if key in article.studies]
    years = [study.year for study in works if study.year]
    if len(years) < 2 or claim.reported is None:
        return Relation.UNSUPPORTED, "the years of two works would settle it"
    apart = max(years) - min(years)
    relation = Relation.EXACT if claim.reported.allows(apart) else Relation.MISDATED
    return relation, f"{apart} years, from {min(years)} to {max(years)}"


def _number_of_works(claim: Claim, _: Article, works: list[Study]) -> Answer | None:
    """How many works an article counts among those it cites there; studies that one work counts are its findings."""
    if len(works) < 2:
        return None
    distinct = len({study.citekey for study in works})
    assert claim.reported is not None
    relation = Relation.EXACT if claim.reported.allows(distinct) else Relation.CONTRADICTED
    return relation, f"{distinct} works: {', '.join(study.citekey for study in works)}"


_ASKED: Mapping[str, Callable[[Claim, Article, list[Study]], Answer | None]] = MappingProxyType(
    {
        "publication_date": _date,
        "journal": _journal,
        "title": _title,
        "time_between_publications": _time_between,
        "study_count": _number_of_works,
    }
)


def _plain(title: str) -> str:
    """A title without case, accents, punctuation and the kind of its spaces."""
    bare = unicodedata.normalize("NFKD", title)
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)).casefold()))


def show_date(date: Date) -> str:
    """A date as ISO writes it: "2020-04", or the year alone."""
    return str(date[0]) if date[1] is None else f"{date[0]}-{date[1]:02d}"

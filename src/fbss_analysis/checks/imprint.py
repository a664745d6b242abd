"""Imprint: do year, volume, issue, month and pages of the entries agree with one another?

Most journals print one volume a year, so that year minus volume is one number for all entries of a journal, those in
other articles' lists included; where the volumes rise faster than the years all along, there may be several a year, or
one is misprinted, and it stays open. A monthly journal's issue is its month, a twice-monthly one's about twice that.
Page ranges ascend once the shortened last page is written out; pages that begin at 1 look like a count of pages.

Reference: Patrias K, Wendling D. Citing Medicine, 2nd ed. National Library of Medicine 2007, chapter 1 (volume, issue,
pages).

>>> pages("2119-26"), pages("S41-52"), pages("e0203518")
((2119, 2126), (41, 52), None)
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fbss_analysis.citing.journals import same_journal
from fbss_analysis.citing.references import identities
from fbss_analysis.entries import numbers
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Reference, Rung, Verdict

NAME = "imprint"
ISSUES_OFF = 3  # a twice-monthly journal's issue may be this far from twice its month
_SEVERAL = 1.5  # volumes a year, at least, of a journal that prints several
_PAGES = re.compile(r"[A-Za-z]*(\d+)\s*[-–]\s*[A-Za-z]*(\d+)")


def find(article: Article) -> Iterator[Finding]:
    """Findings about volumes and issues of each journal, then about pages."""
    journals = _journals(article)
    own = frozenset(article.references)
    for journal in journals:
        yield from _volumes(article, journal, own)
    yield from _issues(article, [[entry for entry in journal if entry in own] for journal in journals], journals)
    yield from _pages(article)


def pages(printed: str) -> tuple[int, int] | None:
    """First and last page, the shortened last one written out; None where no range is printed."""
    match = _PAGES.fullmatch(printed.strip())
    if match is None:
        return None
    first, last = match[1], match[2]
    return int(first), int(first[: max(len(first) - len(last), 0)] + last)


def _journals(article: Article) -> list[list[Reference]]:
    """The entries of this and the other lists by journal, where this list has one; a work listed twice once."""
    own, foreign = list(article.references), [entry for listed in article.lists.values() for entry in listed]
    groups: list[list[Reference]] = []
    group_of: dict[str, int] = {}
    works: set[tuple[object, ...]] = set()
    for place_in_list, entry in enumerate((*own, *foreign)):
        name = entry.journal
        at = group_of.get(name)
        if at is None:
            at = next((i for i, group in enumerate(groups) if same_journal(group[0].journal, name)), len(groups))
        if at == len(groups) and not (place_in_list < len(own) and name):
            continue
        group_of[name] = at
        groups += [[]] * (at == len(groups))
        keys = {(at, *identity) for identity in identities(entry)}
        if keys.isdisjoint(works):
            groups[at] = [*groups[at], entry]
            works |= keys
    return groups


def _volumes(article: Article, journal: list[Reference], own: frozenset[Reference]) -> Iterator[Finding]:
    dated = [entry for entry in journal if entry.year and entry.volume.isdigit()]
    offsets = {entry.year - int(entry.volume) for entry in dated if entry.year}
    if len(dated) < 2:
        return
    spread = max(offsets) - min(offsets)
    misses = Verdict.INDETERMINATE if _prints_several(dated) else Verdict.INCONSISTENT
    verdict = (Verdict.REPRODUCED, Verdict.CONSISTENT)[spread] if spread < 2 else misses
    shown = ", ".join(f"{entry.year} − {entry.volume}" for entry in dated)
    told = "one number" if spread == 0 else "numbers one apart" if spread == 1 else "different numbers"
    several = "; it may print several volumes a year" if verdict is Verdict.INDETERMINATE else ""
    message = f"{journal[0].journal}: year minus volume ({shown}) gives {told}{several}."
    yield place(
        article,
        NAME,
        verdict,
        message,
        references=[e for e in dated if e in own],
        expected="year minus volume",
        formula=shown,
    )


def _prints_several(dated: Sequence[Reference]) -> bool:
    """Whether the volumes of a journal rise by more than one a year from each of its different entries to the next."""
    told = sorted({(entry.year or 0, int(entry.volume)) for entry in dated})
    steps = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(told)]
    return all(volumes > 0 and volumes >= _SEVERAL * years for years, volumes in steps)


def _issues(
    article: Article, owned: Sequence[Sequence[Reference]], journals: Sequence[Sequence[Reference]]
) -> Iterator[Finding]:
    """Monthly journals agree or say nothing (many print one issue a year); twice-monthly ones go by their dates."""
    monthly = [e for e in article.references if e.issue.isdigit() and e.month == int(e.issue)]
    pairs = zip(owned, journals, strict=True)
    frequent = [own for own, all_ in pairs if any(e.issue.isdigit() and int(e.issue) > 12 for e in all_)]
    often = [e for own in frequent for e in own if e.issue.isdigit() and e.month]
    dated = set(often)
    plain = [entry for entry in monthly if entry not in dated]
    if plain:
        message = f"Entries {numbers(plain)}: the issue is the month."
        yield place(article, NAME, Verdict.REPRODUCED, message, references=plain, expected="issue by month")
    if often:
        off = [entry for entry in often if abs(int(entry.issue) - _expected_issue(entry)) > ISSUES_OFF]
        told = "; ".join(f"{e.number} prints issue {e.issue}, about {_expected_issue(e)} expected" for e in often)
        verdict = Verdict.INCONSISTENT if off else Verdict.REPRODUCED
        yield place(
            article, NAME, verdict, f"Twice-monthly journals: {told}.", references=often, expected="issue by month"
        )


def _expected_issue(entry: Reference) -> int:
    return 2 * (entry.month or 1) - (1 if (entry.day or 1) <= 15 else 0)


def _pages(article: Article) -> Iterator[Finding]:
    ranges = {entry: found for entry in article.references if (found := pages(entry.pages))}
    falling = [entry for entry, (first, last) in ranges.items() if last < first]
    if ranges:
        verdict = Verdict.INCONSISTENT if falling else Verdict.REPRODUCED
        told = f"; not in {numbers(falling)}" if falling else ""
        message = f"Pages ascend in {len(ranges) - len(falling)} of {len(ranges)} entries with a range{told}."
        yield place(article, NAME, verdict, message, references=falling or list(ranges), expected="ascending pages")
    counted = [entry for entry, (first, _) in ranges.items() if first == 1]
    if counted:
        message = f"Entries {numbers(counted)} print pages from 1 on, which look like a count of pages."
        yield place(article, NAME, Verdict.INDETERMINATE, message, references=counted, expected="pages within a volume")


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do year, volume, issue, month and pages of the entries agree with one another?",
    reference="Citing Medicine 2007",
    find=find,
)

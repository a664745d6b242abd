"""Citations: do markers and reference list fit together?

Every marker should have an entry and every entry a marker; numbers run without gaps and rise in order of first mention;
a marker has both its brackets. A marker inside the preview of another page points into that page's list: where this
page has the number as well, it stands for two sources at once.

Reference: International Committee of Medical Journal Editors. Recommendations, section IV.A.3.g (references are
numbered consecutively in the order in which they are first mentioned).
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Finding, Marker, Rung, Verdict

NAME = "citations"


def find(article: Article) -> Iterator[Finding]:
    """Findings about the list, then about the markers; none for a document that has neither."""
    if article.references:
        yield _numbering(article)
    if article.references and article.markers:
        own = [marker for marker in article.markers if not marker.in_teaser]
        yield _matching(article, own)
        yield _order(article, own)
        yield _once(article, own)
        yield from _broken(article, own)
        yield from _foreign(article, own)


def _finding(article: Article, good: bool, message: str, markers: list[Marker], expected: str) -> Finding:
    verdict = Verdict.REPRODUCED if good else Verdict.INCONSISTENT
    return place(article, NAME, verdict, message, places=[(m.start, m.end) for m in markers], expected=expected)


def _numbering(article: Article) -> Finding:
    listed = [entry.number for entry in article.references]
    expected = list(range(1, len(listed) + 1))
    message = f"The entries are numbered {listed[0]} to {listed[-1]}" + (
        " without gaps." if listed == expected else f", which is not 1 to {len(listed)} without gaps."
    )
    verdict = Verdict.REPRODUCED if listed == expected else Verdict.INCONSISTENT
    return place(article, NAME, verdict, message, references=article.references, expected="numbers without gaps")


def _matching(article: Article, own: list[Marker]) -> Finding:
    listed, marked = {entry.number for entry in article.references}, {marker.number for marker in own}
    orphans, unused = sorted(marked - listed), sorted(listed - marked)
    told = [f"markers without an entry: {', '.join(map(str, orphans))}"] if orphans else []
    told += [f"entries never cited: {', '.join(map(str, unused))}"] if unused else []
    message = "; ".join(told) or "Every marker has an entry and every entry is cited"
    return _finding(article, not told, f"{message[0].upper()}{message[1:]}.", own, "markers and entries match")


def _order(article: Article, own: list[Marker]) -> Finding:
    first = list(dict.fromkeys(marker.number for marker in own))
    late = [b for a, b in pairwise(first) if b < a]
    message = (
        "Entries are numbered in the order of their first mention"
        if not late
        else (f"Entries {', '.join(map(str, late))} are mentioned after a higher number")
    )
    return _finding(article, not late, f"{message}.", own, "order of first mention")


def _once(article: Article, own: list[Marker]) -> Finding:
    """Citing an entry again is no fault; where none is, later figures lean on a source that is not marked again."""
    again = sorted(number for number, count in Counter(marker.number for marker in own).items() if count > 1)
    shown = ", ".join(map(str, again))
    message = f"Cited more than once: {shown}." if again else "Each entry is cited exactly once in the text."
    verdict = Verdict.CONSISTENT if again else Verdict.REPRODUCED
    return place(article, NAME, verdict, message, places=[(m.start, m.end) for m in own], expected="each once")


def _broken(article: Article, own: list[Marker]) -> Iterator[Finding]:
    broken = [marker for marker in own if marker.form == "open"]
    if broken:
        shown = ", ".join(str(marker.number) for marker in broken)
        well = len(own) - len(broken)
        yield _finding(
            article, False, f"{well} of {len(own)} markers have both brackets; not {shown}.", broken, "both brackets"
        )


def _foreign(article: Article, own: list[Marker]) -> Iterator[Finding]:
    """Numbers that stand for an entry of this list and, in a preview, for one of another page."""
    mine = {marker.number for marker in own}
    for number in sorted({marker.number for marker in article.markers if marker.in_teaser} & mine):
        markers = [marker for marker in article.markers if marker.number == number]
        previews = sum(marker.in_teaser for marker in markers)
        message = f"Marker {number} stands {len(markers)} times, {previews} of them in previews of other pages."
        entry = [e for e in article.references if e.number == number]
        places = [(marker.start, marker.end) for marker in markers]
        expected = "no markers of other pages"
        yield place(article, NAME, Verdict.INCONSISTENT, message, references=entry, places=places, expected=expected)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do markers and reference list fit together?",
    reference="ICMJE Recommendations IV.A.3.g",
    find=find,
)

"""Levels: which two figures of one measure a passage sets against each other, whatever words it does it with.

A change and a difference lie between two levels: "fell by a third … 151 in the year before and 140 in the year after",
"27 in 2015, 51 now", "64 to 11 mm", a row for before and one for after. The levels are figures of one measure near the
figure that claims something of them; that they are meant is told by how they stand to each other: "from … to", an
arrow, a comparing word, a moment of its own for each, or the claim right beside the two. A claim can be refuted only
where such a pair is there, and only if no two figures of that measure near by bear it out.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document, Kind, Mention
>>> page = Document("page", "Stays fell by a third: 151 then and 140 now.")
>>> figures = [Mention("page", a, b, page.text[a:b], kind, value)
...     for a, b, kind, value in ((14, 21, Kind.FRACTION_WORD, 33.3), (23, 26, Kind.COUNT, 151.0),
...     (36, 39, Kind.COUNT, 140.0))]
>>> [(pair.first, pair.second) for pair in find_pairs(read_context(page, figures), 0, [1, 2])]
[(1, 2)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fbss_analysis.interpretation.alikeness import like
from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.printed.folding import Folded, folded

_BEFORE, _BEHIND = 600, 400  # characters
_SENTENCES = 5
_CROWD = 30
_PARAGRAPH = re.compile(r"\n\s*\n")
_HEDGED = r"(?:[^\W\d][\w’'-]*[\s(]+){0,5}(?:US|A|C)?[£$€(]?\s?"
_FROM = folded(rf"\bfrom\s+{_HEDGED}$")
_TO = re.compile(rf"[^;]{{0,80}}?\b(?:to|through\s+to|until)\s+{_HEDGED}", re.IGNORECASE | re.DOTALL)
_BACK_FROM = re.compile(rf"[^;]{{0,80}}?\b(?:from|after)\s+{_HEDGED}", re.IGNORECASE | re.DOTALL)
_TO_BEFORE = folded(rf"\b(?:to|at|now|of|is|was|reached|reaching)\s+{_HEDGED}$")
_ARROW = re.compile(r"[^.;\n]{0,30}?(?:→|⇒|➔|[-–—=]+>)\s*[^\d.;\n]{0,20}")
_SET_AGAINST = folded(
    r"\b(?:versus|vs|v|compar\w+|against|than|opposed|instead|rather|whereas|where|while|whilst|but|until|used\s+to|had\s+been|"
    r"as\s+it\s+had|down\s+from|up\s+from|contrast\w*|respectively)\b"
)
_AGAINST_WHICH = folded(r"\b(?:compared|relative|contrast\w*|against)\b(?:\s+(?:with|to))?[^;\d]*$")
_MOMENT = folded(
    r"\b(?:(?:19|20)\d\d|last|this|these|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|final\w*|previous\w*|prior|next|before\w*|after\w*|"
    r"earlier|later|initial\w*|baseline|now(?:adays)?|today|then|ago|once|current\w*|present|nowadays|former\w*|original\w*|pre\w{0,12}|post\w{0,14}|follow(?:ing|[\s-]?up)?|spring|"
    r"summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|start\w*|beg(?:an|in\w*)|end(?:s|ed|ing)?|"
    r"outset|entry|enrol\w*|inclusion|intake|presentation|discharge|admission|referral|old|new|used\s+to|had\s+been|by|at\s+(?:one|two|three|four|five|six|nine|ten|twelve|\d+)|"
    r"day|week|month|year)\b"
)
_LATER = folded(
    r"\b(?:now(?:adays)?|today|currently|at\s+present|down\s+to|up\s+to|(?:fell|fallen|dropped|come\s+down|came\s+down|gone\s+down|went\s+down|sunk|sank|declined|"
    r"decreased|rose|risen|climbed|grown|grew|increased|gone\s+up|went\s+up|reached|become|became|improved|shrunk|shrank)\s+to|used\s+to\s+be|once\s+was|had\s+(?:been|stood)|"
    r"(?:the|a)\s+(?:year|month|week|decade|quarter)\s+(?:before|earlier|ago)|the\s+previous\s+(?:year|month|week|quarter|decade))\b"
)
_BREAKS = tuple(
    re.compile(told) for told in (r"[.!?]”?\s|[\n|]", r"[;:]", r"\b(?:and|but|to|while|whereas|versus|vs)\b", r",")
)

_CELLS = re.compile(r"[ %*)]*[|\t][ |\t*(]*")
_BRIDGE = re.compile(r"[^\d.;]{0,25}[,:(–—-]\s*(?:namely|at|to|i\.e\.,?|that\s+is,?|or)?\s*", re.IGNORECASE)
_ROWS, _LINE = 4, 90
_BESIDE = 70


@dataclass(frozen=True, slots=True)
class Pair:
    """Two levels in the order of time where that is told (`ordered`), else in that of the text."""

    first: int
    second: int
    ordered: bool = False


def window(view: Context, i: int) -> range:
    """The mentions of the paragraph of mention `i` that are near it: some sentences before and behind."""
    text, mention = view.document.text, view.mentions[i]
    start, end = max(0, mention.start - _BEFORE), min(len(text), mention.end + _BEHIND)
    for cut in _PARAGRAPH.finditer(text, start, mention.start):
        start = cut.end()
    behind = _PARAGRAPH.search(text, mention.end, end)
    end = behind.start() if behind else end
    first = last = i
    while first > max(0, i - _CROWD) and view.mentions[first - 1].start >= start and _near(view, first - 1, i):
        first -= 1
    most = min(len(view.mentions), i + _CROWD)
    while last + 1 < most and view.mentions[last + 1].end <= end and _near(view, last + 1, i):
        last += 1
    return range(first, last + 1)


def _near(view: Context, j: int, i: int) -> bool:
    at, of = view.sentence_of[j], view.sentence_of[i]
    return at is not None and of is not None and abs(at - of) <= _SENTENCES


def find_pairs(view: Context, i: int, candidates: Sequence[int]) -> Iterator[Pair]:
    """Among like figures in order, the pairs that the text sets against each other."""
    for at, j in enumerate(candidates):
        next_to = True  # until one like it stands between
        for k in candidates[at + 1 :]:
            if like(view, j, k):
                pair = _in_order(view, j, k)
                if pair is None and next_to:
                    set_so = _are_set_so(view, j, k) or _beside(view, i, j, k) or _bridged(view, i, j, k)
                    pair = Pair(j, k) if set_so else None
                if pair is not None:
                    yield pair
            next_to = next_to and not like(view, k, j)


@once
def _in_order(view: Context, j: int, k: int) -> Pair | None:
    """Two figures of a sentence that are told from the first to the second, or to the one from the other."""
    if view.sentence_of[j] != view.sentence_of[k]:
        return None
    gap = view.gap(j, k)
    if _ARROW.fullmatch(gap) or (_is_behind(view, j, _FROM) and _TO.fullmatch(gap)):
        return Pair(j, k, ordered=True)
    back = _is_behind(view, j, _TO_BEFORE) and _BACK_FROM.fullmatch(gap)
    return Pair(k, j, ordered=True) if back else None


@once
def _is_behind(view: Context, j: int, words: Folded) -> bool:
    return words.search(view.before(j, 60)) is not None


@once
def _are_set_so(view: Context, j: int, k: int) -> bool:
    """Whether the words around two figures, wherever a claim of them stands, set one against the other."""
    gap = view.gap(j, k)
    same = view.sentence_of[j] == view.sentence_of[k]
    compared = same and bool(_SET_AGAINST.search(gap) or _AGAINST_WHICH.search(view.before(j, 120)))
    return compared or _have_moments(view, j, k) or _are_rows(view, j, k) or _CELLS.fullmatch(gap) is not None


def _bridged(view: Context, i: int, j: int, k: int) -> bool:
    """Whether the claim stands between two levels, right before the second: "3.1 points lower, namely 51.1"."""
    return j < i < k and _BRIDGE.fullmatch(view.gap(i, k)) is not None


def _have_moments(view: Context, j: int, k: int) -> bool:
    """Whether each of two levels has a moment of its own, or one is told as the later or the earlier."""
    one, other = around(view, j, k, 0), around(view, j, k, 1)
    return bool(_LATER.search(one) or _LATER.search(other) or (_MOMENT.search(one) and _MOMENT.search(other)))


def around(view: Context, j: int, k: int, which: int) -> str:
    """The words that are one level's own: of what stands between two, up to the last break for the first of them."""
    text, (a, b) = view.document.text, (view.mentions[j], view.mentions[k])
    gap = text[a.end : b.start]
    cut = next(
        (found[-1] for found in ([m.end() for m in rank.finditer(gap)] for rank in _BREAKS) if found), len(gap) // 2
    )
    if which == 0:
        return text[max(0, a.start - 110) : a.start].rpartition(". ")[2] + " # " + gap[:cut]
    return gap[cut:] + " # " + re.split(r"[;.]\s|\n", text[b.end : b.end + 60])[0]


def _are_rows(view: Context, j: int, k: int) -> bool:
    """Whether two figures stand in two short lines below each other, as the last of each."""
    lines = view.gap(j, k).split("\n")
    return 2 <= len(lines) <= _ROWS and not re.search(r"[^\s|*%)]", lines[0]) and all(len(x) < _LINE for x in lines)


def _beside(view: Context, i: int, j: int, k: int) -> bool:
    """Whether the claim stands right before or right behind the two, with no other figure between."""
    between = range(k + 1, i) if i > k else range(i + 1, j)
    if i in range(j, k + 1) or any(like(view, m, j) for m in between):
        return False
    return len(view.gap(k, i) if i > k else view.gap(i, j)) <= _BESIDE

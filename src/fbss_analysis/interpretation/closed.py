"""Lists that are closed by what their members are: men and women, yes or no, "rated as good, fair or poor".

Members that shut each other out and leave nothing between them make a whole without a word about the rest. Of
percentages the members must be told of the figures themselves ("60% were men"), not of whom they are shares of ("60%
of men").

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.schema import Kind

_PAIRS = (
    ("men|males?|boys", "women|females?|girls"),
    (r"(?:ex-?|former\s+|current\s+)?smok(?:ers?|ed)", r"(?:non-?|never[\s-])smok(?:ers?|ed)"),
    ("elective", "emergenc(?:y|ies)|urgent"),
    ("primary", "revisions?|secondary"),
    ("single|one-level", "multiple|multi-?level|several"),
    ("inpatients?|in-patients?", "outpatients?|out-patients?"),
    ("yes", "no"),
    ("agreed|accepted|consented", "refused|declined"),
    ("survived|alive", "died|dead"),
    ("superficial", "deep"),
    ("minor", "major"),
    ("early", "late"),
    ("acute", "chronic"),
    ("unilateral|one-sided", "bilateral|two-sided"),
    ("left", "right"),
    ("urban", "rural"),
    ("positive", "negative"),
    ("benign", "malignant"),
    ("vaginal", "c(?:a)?esarean"),
    (
        r"(?:treatment|intervention|surg(?:ery|ical)|experimental|active|study|fusion|brace|drug|exercise|operative|operated)",
        r"(?:controls?|placebo|sham|comparison|conservative|non-?operative|standard|usual)",
    ),
)
_SIDES = tuple(tuple(re.compile(rf"(?:{words})\b", re.IGNORECASE) for words in pair) for pair in _PAIRS)
_ANY_SIDE = re.compile(rf"(?:{'|'.join(words for pair in _PAIRS for words in pair)})\b", re.IGNORECASE)
_TELLS = re.compile(
    r"(?:\s*[)\]%])?\s*(?:(?:of\s+them\s+)?(?:were|was|are|is|answered|said|voted|had|got|received|in|to|into|the|a|an|for|on|by|who|that|"
    r"of\s+them)\s+)*[\"“‘']?",
    re.IGNORECASE,
)
_THEY_WERE = re.compile(
    rf"(?:\s*{PEOPLE}\s+(?:were|are)\s+)?{_TELLS.pattern}", re.IGNORECASE
)  # "40 of 90 residents were"
_IS = re.compile(
    r"\s*(?:(?:of\s+(?:them|(?:(?:all|the|these)\s+)*(?:patients|participants|respondents|subjects|people|cases))\s+)?(?:were|was|are|answered|said|voted)\s+)?[\"“‘']?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"[^.;\d]{0,20}?\b(?:unknown|missing|not\s+(?:recorded|stated|known|given|sure)|did\s+not\s+(?:say|answer|know)|undecided|other)\b",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(
    r"\b(?P<word>[^\W\d][\w-]*)(?:\s+(?:group|arm|patients))?\s*(?:,?\s*who\s+(?:were|numbered|made\s+up|accounted\s+for)|numbered|had|included|consisted\s+of|comprised|contained|made\s+up|accounted\s+for|was|were|,|:|\(|\(n\s*=|n\s*=)\s*$",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b(?:rated|graded|classified|classed|categori[sz]ed|judged|scored|ranked|either)\b[^.;%]{0,60}$", re.IGNORECASE
)
_OR = re.compile(r"\s*[)\]]?\s*,?\s*or\b[^.;\d]{0,40}", re.IGNORECASE)
_ANSWER = re.compile(
    r"\b(yes|no)\b[”\"’')]?\s*[,:–—-]?\s*(?:(?:said|answered|replied|was|were|by|from|:)\s*)*$", re.IGNORECASE
)
_AGAINST = re.compile(r"\b(?:vs|versus|compared|than|against|whereas)\b", re.IGNORECASE)
_REACH, _ALL = 12, 100
_OF_PEOPLE = re.compile(r"\s*of\s+(?!(?:them|these|those|the\s+(?:sample|total|group))\b)", re.IGNORECASE)
_WHOLE_BEHIND = re.compile(
    r"[^.;\d]{0,40}?(?:\b(?:among|of|in|from|for|making|out\s+of)\s+(?:(?:the|all|a\s+total\s+of|these|our)\s+)*|\()$",
    re.I,
)


@once
def _side_of_share(view: Context, i: int) -> tuple[int, int] | None:
    """As `_side_of_count`; a share may stand for a part of the group that is named in front of it or after "in"."""
    answer = _ANSWER.search(view.before(i, 40))
    if answer:
        return _named(answer[1])
    behind = _IS.match(view.after(i, 80))
    return _named(view.after(i, 80)[behind.end() :]) if behind else None


@once
def _side_of_count(view: Context, i: int) -> tuple[int, int] | None:
    """Which pair of words that leave nothing between them figure `i` is told with, and which of the two."""
    behind = (_THEY_WERE if view.mentions[i].denominator else _TELLS).match(view.after(i, 40))
    words = view.after(i, 80)[behind.end() if behind else 0 :]
    front = _IN_FRONT.search(view.before(i, 60))
    return (_named(front["word"]) if front else None) or _named(words)


def _named(text: str) -> tuple[int, int] | None:
    """The pair of opposites and the side of it that a text opens with."""
    for number, pair in enumerate(_SIDES) if _ANY_SIDE.match(text) else ():
        for which, pattern in enumerate(pair):
            if pattern.match(text):
                return number, which
    return None


def complementary(view: Context, places: Sequence[int], *, of_counts: bool = True) -> list[int]:
    """Two figures of a list that are told with opposite words, and a third of those who are neither; else nothing."""
    side = _side_of_count if of_counts else _side_of_share
    for a, b in pairwise(places):
        one, other = side(view, a), side(view, b)
        against = not of_counts and _AGAINST.search(view.gap(a, b))
        if one and other and one[0] == other[0] and one[1] != other[1] and not against:
            rest = [j for j in places if j == b + 1 and _UNKNOWN.match(view.after(j, 60))]
            return [a, b, *rest]
    return []


def closed_shares(view: Context, places: Sequence[int]) -> list[int]:
    """Percentages of a sentence that are said to be all there are, by opposite words or by a list with "or"."""
    if any(_OF_PEOPLE.match(view.after(j)) for j in places) or len(places) < 2:
        return []
    if len(places) == 2 and (pair := complementary(view, places, of_counts=False)):
        return pair
    listed = _RATED.search(view.before(places[0])) and _OR.fullmatch(view.gap(places[-2], places[-1]))
    bracketed = all(view.in_brackets(j) for j in places)
    return list(places) if listed and bracketed else []


def fills_hundred(view: Context, i: int) -> bool:
    """Whether percentage `i` and those right in front of it, in sentences before as well, make a hundred."""
    added, size = value_of(view.mentions[i]), 1
    for j in range(i - 1, max(-1, i - _REACH), -1):
        if view.passage(j) != view.passage(i):
            return False
        if view.mentions[j].kind in (Kind.PERCENT, Kind.PERCENT_CHANGE):
            added, size = added + value_of(view.mentions[j]), size + 1
            if abs(added - _ALL) <= size / 20:
                return True
    return False


def whole_of_pair(view: Context, places: Sequence[int]) -> int | None:
    """The count that two opposite groups make: the one in front of them in their sentence, or right behind them."""
    same = [
        j
        for j in view.with_sentence(places[0])
        if view.mentions[j].kind == Kind.COUNT and view.mentions[j].hedge == "none"
    ]
    least = max(value_of(view.mentions[j]) for j in places)
    ahead = [j for j in same if j < places[0] and value_of(view.mentions[j]) > least]
    behind = [
        j
        for j in same
        if j == places[-1] + 1 and _WHOLE_BEHIND.search(view.gap(places[-1], j)) and value_of(view.mentions[j]) > least
    ]
    found = ahead[-1:] or behind[:1]
    return found[0] if found else None

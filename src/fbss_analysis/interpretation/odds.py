"""Odds: "one in N", in any of the forms in which English tells it, and where it stands in a text.

"1 in 20", "one patient out of every twenty", "a 1-in-20 chance", "1:20", "of every 20 patients one", "every twentieth
patient", "imagine 20 people: just one of them". What they have in common is two whole numbers with a small word between
or in front, the smaller of which is one, or both of which are small.

>>> from fbss_analysis.interpretation.integers import read_integers
>>> text = "1 person out of every 35; of any 60 people, on average one; every 10th device; a 1-in-73 chance; 12 of 80"
>>> [(odds.part, odds.whole) for odds in read_odds(text, read_integers(text))]
[(1, 35), (1, 60), (1, 10), (1, 73)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fbss_analysis.interpretation.integers import Integer
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.printed.folding import folded
from fbss_analysis.printed.words import ORDINALS

_MORE_ORDINALS = {"other": 2, "twelfth": 12, "fifteenth": 15, "twentieth": 20, "fiftieth": 50, "hundredth": 100}
_NTH = {**{word: n for word, n in ORDINALS.items() if n > 1}, **_MORE_ORDINALS}
_EVERY_NTH = re.compile(
    rf"\b(?:every|each)\s+(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_NTH)}))\s+(?!of\b)[^\W\d]", re.IGNORECASE
)
_EACH = (
    r"(?:(?:every|each|about|roughly|some|around|approximately|all|any|almost|nearly|exactly|only|just|(?:some\s+)?other|an?|the\s+course\s+of|"
    r"(?:group|total|hall|room|crowd|sample|average|population)(?:\s+(?:of|with))?)\s+)*"
)
_LINKED = re.compile(
    rf"(?:\s+(?!(?:and|or|but|to|was|were|had|is|are)\b)[^\W\d][\w’'-]*){{0,4}}?[\s“”\"]*"
    rf"(?:(?<![^\W\d_])(?:(?P<loose>(?:out\s+)?of|from|among(?:st)?)|in|per|for|to)|-in-|(?P<sign>[:/]))\s*(?P<each>{_EACH})",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:of|for|among(?:st)?|in|from|per|with|if|imagine|picture|suppose|take|consider|treat\w*|operat\w+|given)\s+"
    r"(?:(?!(?:which|whom|the|these|those)\b)[^\W\d]+\s+){0,3}?$",
    re.IGNORECASE,
)
_IMAGINED = re.compile(
    r"\b(?:every|each|any|if|imagine|picture|suppose|take|consider)\s+(?:[^\W\d]+\s+){0,3}?$", re.IGNORECASE
)
_ONE_OF_ALL = folded(
    r"\b(?:every|each|any|either|which|no|first|last|grades?|types?|phases?|stages?|levels?|groups?|class(?:es)?|scores?|items?|visits?|cycles?|days?|weeks?|months?|years?)\s+$"
)
_ALONE = re.compile(r"(?:(?!\band\b)[^\d]){2,120}?", re.DOTALL | re.IGNORECASE)
_NOT_HEADS = re.compile(
    r"\s*(?:[^\W\d][\w-]*\s+){0,2}?(?:studies|trials|RCTs|reviews|reports|groups|arms|cent(?:er|re)s|seasons|domains|items|scales|countries|"
    r"methods|techniques|doses|lectures|series|sites|categories|classes|types|patterns|ways|times)\b",
    re.IGNORECASE,
)
_ONCE = folded(rf"\b(?:once|(?:just\s+)?a\s+single(?:\s+[^\W\d]+){{0,3}}?)\s+(?:in|per|for|out\s+of|every)\s+{_EACH}$")
_NO_ONE = re.compile(
    r"\s+(?:year|month|week|day|hour|minute|point|or\s+more|another|third|half|quarter|hundred|thousand|million)\b",
    re.I,
)
_JUST_OVER = re.compile(
    r"\b(?:just|slightly|marginally|barely|scarcely|fractionally|a\s+(?:little|bit|fraction|shade|touch))\s+"
    r"(?:over|above|more\s+than|exceeding)\s+$",
    re.IGNORECASE,
)
_LITTLE_MORE = 1.15
ROUND = (100, 1000, 10_000)
_SMALL, _PLAIN, _DILUTED = 20, 10, 1000


@dataclass(frozen=True, slots=True)
class Odds:
    """A part of a whole, both told as small numbers, and where they are printed.

    `turned` says that the whole comes first, `loose` that the words may tell a choice as well: "one of three".
    """

    start: int
    end: int
    part: int
    whole: int
    turned: bool = False
    loose: bool = False


def just_over(odds: Odds, before: str) -> tuple[float, float] | None:
    """The percentages that odds stand for where the words before tell a little more: "just over one in five"."""
    if not _JUST_OVER.search(before):
        return None
    low = 100 * odds.part / odds.whole
    return low, 100 / (odds.whole - 0.5) if odds.part == 1 else low * _LITTLE_MORE


def read_odds(text: str, numbers: Sequence[Integer], offset: int = 0) -> list[Odds]:
    """The odds among the whole numbers of a text that begins at `offset`, in order."""
    found = [*_of_pairs(text, numbers, offset), *_of_ordinals(text, offset)]
    return sorted((*found, *_once(text, numbers, offset)), key=lambda odds: odds.start)


def _of_pairs(text: str, numbers: Sequence[Integer], offset: int) -> Iterator[Odds]:
    end = 0
    for one, two in pairwise(numbers):
        behind = two.end - offset
        if one.start < end or _NO_ONE.match(text, behind) or _NOT_HEADS.match(text, behind):
            continue
        if link := _link(text, one, two, offset):
            loose = _is_loose(link)
            yield Odds(one.start, two.end, one.value, two.value, loose=loose)
            end = two.end
        elif _is_turned(text, one, two, offset):
            yield Odds(one.start, two.end, two.value, one.value, turned=True)
            end = two.end


def _once(text: str, numbers: Sequence[Integer], offset: int) -> Iterator[Odds]:
    """ "Once in 10,000 operations", "a single case per 500"."""
    for number in numbers:
        told = _ONCE.search(text, max(0, number.start - offset - 60), number.start - offset)
        if told and number.value > 1 and not _NOT_HEADS.match(text, number.end - offset):
            yield Odds(offset + told.start(), number.end, 1, number.value)


def _link(text: str, part: Integer, whole: Integer, offset: int) -> re.Match[str] | None:
    """What joins two numbers told as "one in N", small enough to be odds and no count out of a sample; else None."""
    link = _LINKED.fullmatch(text, part.end - offset, whole.start - offset)
    if link is None or not 0 < part.value < whole.value or _ONE_OF_ALL.search(text, 0, part.start - offset):
        return None
    if link["sign"]:
        return link if part.value == 1 and whole.value < _DILUTED else None
    small = whole.value <= _PLAIN or (not _is_loose(link) and part.value <= _SMALL)
    return link if part.value == 1 or small else None


def _is_loose(link: re.Match[str]) -> bool:
    return bool(link["loose"]) and re.search(r"every|each", link["each"], re.IGNORECASE) is None


def _is_turned(text: str, whole: Integer, part: Integer, offset: int) -> bool:
    """Whether the whole comes first: "of every 60 people one"."""
    before = text[max(0, whole.start - offset - 40) : whole.start - offset]
    if not _ALONE.fullmatch(text, whole.end - offset, part.start - offset) or _NOT_HEADS.match(
        text, whole.end - offset
    ):
        return False
    opened = _OPENED if part.value == 1 or whole.value in ROUND else _IMAGINED
    named = any(is_label(text, n.start - offset, n.end - offset) for n in (part, whole))
    return 0 < part.value < whole.value and not named and opened.search(before) is not None


def _of_ordinals(text: str, offset: int) -> Iterator[Odds]:
    for match in _EVERY_NTH.finditer(text):
        whole = int(match[1]) if match[1] else _NTH[match[2].lower()]
        if whole > 1:
            yield Odds(offset + match.start(), offset + match.end(), 1, whole)

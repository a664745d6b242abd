"""Whole numbers alone in round brackets: counts or citation markers.

"Infection (8), leak (12) and haematoma (3)" counts; "as others found (8)" cites. The digits look alike, so the page
decides: a bracketed number is a marker where the page has a numbered list that reaches so far, or where the numbers
count up from one as markers do. Where neither holds, one behind a percentage, or one of a list of named things that
does not count up, is a count. Pages that cite in square brackets count in round ones.

Reference: International Committee of Medical Journal Editors. Recommendations, section IV.A.3.g (references are
numbered consecutively in the order in which they are first mentioned).

>>> text = "Tears (18), leaks (7) and clots (9) came in 60.2% (34)."
>>> [text[at : at + 2] for at in sorted(bracketed_counts(text))]
['18', '7)', '9)', '34']
>>> bracketed_counts("One trial (1) and another (2) found 60% (3).")
frozenset()
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

_ALONE = re.compile(r"\((?P<number>[0-9]{1,3})\)(?!\s?[0-9]|[.-][0-9])")
_BEHIND_SHARE = re.compile(r"[0-9](?:\s?%|\s(?:percent|per cent))\s$")
_BEHIND_ALL = re.compile(r"\b[Aa]ll\s+(?:the\s+|our\s+)?(?:patients|participants|cases|subjects|people|procedures)\s$")
_BEHIND_MANY = re.compile(
    r"\b(?:(?:as|so)\s(?:many|few)|(?:in|during|of|for|by)\s(?:19|20)[0-9]{2}|(?:last|this)\s(?:year|month))\s$", re.I
)
_BEHIND_NAME = re.compile(r"[^\W\d_]{2,}[\s]$")
_NEXT_OF_LIST = re.compile(
    r"(?:\s*[,;]?\s*(?:and|or|&|plus|versus|vs\.?)\s|\s*[,;]\s)\s*(?:[^\W\d_][\w’'/-]*\s+){1,6}", re.IGNORECASE
)
_SAME_SENTENCE = re.compile(r"[^.;:\n]{1,120}")
_MANY = 100  # of so many sources there would be a list
_SQUARE = re.compile(r"\[[0-9]{1,3}(?:[,–-]\s?[0-9]{1,3})*\]")
_LETTER_BEHIND = re.compile(r"[^\W\d_]\s?$")
_FARTHEST = 300  # characters between two members of a list: six words and what joins them


def bracketed_counts(text: str, lists: Sequence[tuple[int, int]] = ()) -> frozenset[int]:
    """Where the bracketed numbers of `text` begin that count; `lists` are the stretches that are reference lists."""
    starts, ends = [start for start, _ in lists], [end for _, end in lists]
    found = [match for match in _ALONE.finditer(text) if bisect(starts, at := match.start()) == bisect(ends, at)]
    if not found:
        return frozenset()
    cites = _highest_marker(text, found, lists)
    beyond = [match for match in found if int(match["number"]) > cites]
    counts = {match.start("number") for match in beyond if _follows(_BEHIND_ALL, text, match)}
    counts |= {match.start("number") for match in beyond if not lists and int(match["number"]) >= _MANY}
    if not lists and not cites:  # nothing on the page counts up from one
        counts |= {match.start("number") for match in beyond if _follows(_BEHIND_MANY, text, match)}
    counts |= {match.start("number") for match in beyond if _follows(_BEHIND_SHARE, text, match)}
    for one, other in pairwise(found):
        near = other.start() - one.end() <= _FARTHEST and not _counts_up(one, other)
        listed = near and _NEXT_OF_LIST.fullmatch(text, one.end(), other.start())
        if listed and _follows(_BEHIND_NAME, text, one):
            counts |= {match.start("number") for match in (one, other) if int(match["number"]) > cites}
    return frozenset(counts | _of_same_lists(text, beyond, counts))


def _of_same_lists(text: str, found: Sequence[re.Match[str]], counts: set[int]) -> set[int]:
    """The bracketed numbers that stand in a list of three or more of which some count."""
    lists: list[list[re.Match[str]]] = []
    for match in found:
        if lists and _SAME_SENTENCE.fullmatch(text, lists[-1][-1].end(), match.start()):
            lists[-1].append(match)
        else:
            lists.append([match])
    long = (each for each in lists if len(each) > 2 and any(match.start("number") in counts for match in each))
    return {match.start("number") for each in long for match in each}


def _follows(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    return pattern.search(text, max(0, match.start() - 32), match.start()) is not None


def _counts_up(one: re.Match[str], other: re.Match[str]) -> bool:
    return int(other["number"]) == int(one["number"]) + 1


def _highest_marker(text: str, found: Sequence[re.Match[str]], lists: Sequence[tuple[int, int]]) -> int:
    """The highest number that may be a marker: as many as the list has lines, or as far as they count up from one."""
    if any(_LETTER_BEHIND.search(text, max(0, at - 2), at) for at in map(re.Match.start, _SQUARE.finditer(text))):
        return 0
    if lists:
        return sum(text.count("\n", start, end) + 1 for start, end in lists)
    highest = 0
    for match in found:
        highest += int(match["number"]) == highest + 1
    return highest

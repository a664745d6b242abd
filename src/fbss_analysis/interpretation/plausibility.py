"""Plausibility: whether a percentage, its count and a whole that the words leave open are likely to be one statement.

A whole that is only near ("400 were seen … of these, 199 (98%)") may have been left behind without a word: the groups,
the drop-outs, those who answered. That a percentage is nearly what it gives, or would be but for a slip of the hand,
shows that it was meant; where it is anything else, another whole was. A count that has a percentage of its own beside
it is a part as well, and no whole of the next.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.misfits import gives, is_far, is_misfit, is_plain_misfit
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.vicinity import find_vicinity, is_given, read_share
from fbss_analysis.interpretation.wholes import IS_A_PART, Wholes
from fbss_analysis.schema import Kind

_OWN_SHARE = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,3}\s*[(\[]\s*\d+(?:[.·]\d+)?\s*%")
_BARE_BRACKET = re.compile(r"\s*(?:[^\W\d][\w-]*\s*){0,3}[(\[]\s*(?:n\s*=\s*)?", re.IGNORECASE)
_OF_THEM = re.compile(r"\b(?:of|among)\s+(?:these|those|them|whom|which)\b", re.IGNORECASE)
_OF_A_GROUP = re.compile(  # "In the zinc group (60 mg) …"
    r"\b(?:in|for|of|among|from)\s+(?:the|this|our)\s+(?!whole|entire|total|study|same)(?:[\w/-]+\s+){1,4}(?:group|arm)\b",
    re.IGNORECASE,
)
_ARE_PEOPLE = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:LNs|nodes|lesions|samples|specimens|teeth|sites|stations|vertebrae|levels|eyes|visits|items|images|scans)\b",
    re.I,
)
_TERM = re.compile(r"@?\d+(?:\.\d+)?")
_NAMED = re.compile(r"\b(?!n\b)[A-Za-z][\w-]*\s*=\s*$")


def is_meant(view: Context, i: int, count: int, wholes: Wholes) -> bool:
    """Whether percentage `i` is told of a count and one of its wholes, whether or not the numbers agree."""
    share, k = read_share(view, i), int(value_of(view.mentions[count]))
    if share is None or any(gives(share, k, n) for n in _made(view, wholes)):
        return True
    if _NAMED.search(view.before(count, 24)):
        return False
    near = _places(wholes)
    sizes = {int(value_of(view.mentions[j])) for j in near} | {int(n) for n in wholes.readings if n.isdigit()}
    larger = [n for n in sizes if n >= max(k, 1)]
    if any(gives(share, k, n) or not is_far(share, k, n) for n in larger):
        return True
    if _is_told_of_others(view, i, count):
        return False
    here = [j for j in near if view.sentence_of[j] == view.sentence_of[count]]
    if here:
        return not all(_has_its_own(view, j) for j in here) and max(value_of(view.mentions[j]) for j in here) > k
    if len(set(larger)) == 1 and near and _is_alone(view, i, near[0], count):
        return True
    slips = is_misfit if _OF_THEM.search(view.before(count, 24)) else is_plain_misfit
    return any(slips(share, k, n) for n in larger)


def _is_alone(view: Context, i: int, whole: int, count: int) -> bool:
    """Whether no group is named between a whole and its part, and no other percentage told with the one of the part."""
    between = view.document.text[view.mentions[min(whole, count)].end : view.mentions[max(whole, count)].start]
    return not IS_A_PART.search(between) and not any(view.is_percent(j) for j in view.with_sentence(i) if j != i)


def is_of_another_group(view: Context, i: int, count: str, whole: str) -> bool:
    """Whether a whole of another sentence, by its name in derivations, counts other things or stands before a group."""
    if count[:1] != "@" or whole[:1] != "@":
        return False
    k, n = int(count[1:]), int(whole[1:])
    if view.sentence_of[n] == view.sentence_of[i] or n > i:
        return False
    people, things = _ARE_PEOPLE.search(view.mentions[k].unit), _THINGS.search(view.mentions[n].unit)
    return bool(people and things) or _OF_A_GROUP.search(view.before(i)) is not None


def _made(view: Context, wholes: Wholes) -> Iterator[float]:
    """The sums, differences and hundreds of counts among the readings of a whole."""
    for reading in wholes.readings:
        terms = [value_of(view.mentions[int(n[1:])]) if n[0] == "@" else float(n) for n in _TERM.findall(reading)]
        if " + " in reading:
            yield terms[0] + terms[1]
        elif " - " in reading:
            yield terms[0] - terms[1]
        elif " / " in reading and terms[2]:
            yield terms[0] * terms[1] / terms[2]


def _places(wholes: Wholes) -> list[int]:
    return [int(n[1:]) for n in wholes.readings if n[:1] == "@" and n[1:].isdigit()]


def _has_its_own(view: Context, j: int) -> bool:
    """Whether a count has a percentage of its own behind it."""
    return _OWN_SHARE.match(view.after(j, 60)) is not None


def _is_told_of_others(view: Context, i: int, count: int) -> bool:
    """Whether a percentage that is not put right behind its count is given by two other numbers around."""
    first, last = sorted((count, i))
    if view.mentions[i].kind != Kind.PERCENT or _BARE_BRACKET.fullmatch(view.gap(first, last)):
        return False
    near = find_vicinity(view, i)
    return near is not None and is_given(near, made=False)

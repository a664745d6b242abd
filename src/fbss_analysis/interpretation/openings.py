"""Openings: how a whole opens the list of its parts, and how the last of them is told as the rest.

A colon, brackets or a verb ("consisted of", "were split into") bring in all the parts of the count in front of them;
"the others", "the 14 that were left" close a list. Those who were dealt out to groups may have been lost before they
were counted there, so that a list which "were randomized" opens is held to its whole only where the misfit is plainly
a slip of the hand.

Reference: Moher D et al. CONSORT 2010 explanation. BMJ 2010;340:c869 (numbers at each stage of a trial).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fbss_analysis.interpretation.addends import Addend, addends, slips_plainly
from fbss_analysis.interpretation.closed import complementary, whole_of_pair
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.outsiders import are_sizes
from fbss_analysis.interpretation.stretches import is_line
from fbss_analysis.schema import Kind

_APPOSED = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,4},\s*", re.IGNORECASE)
_ADJUNCT = re.compile(
    r"(?:\s+of\s+(?:them|these|which|whom))?(?:\s+[^\W\d][\w’'-]*)?\s+(?:in|on|at|by|from|through|via|to|with|for|under|after|before|during|as|among)\b",
    re.I,
)
_THE_REST = re.compile(
    r"\b(?:remaining|remainder|rest|others?|everyone\s+else|everything\s+else|last|balance)\b[^.;:\d]{0,60}$",
    re.IGNORECASE,
)
_LEFT_BEHIND = re.compile(  # "the 14 that were left", "40, all of the others"
    r"\s+(?:[^\W\d][\w’'-]*\s+){0,2}?(?:(?:that|who|which)\s+)?(?:(?:were|was|are)\s+left(?!\s+(?:with|untreated|out|in|to|without))|remain(?:s|ed|ing)?)\b(?!\s+[^\W\d])|"
    r"\s*(?:[^\W\d][\w’'-]*\s*){0,2},\s*(?:that\s+is\s+|i\.e\.\s+|namely\s+)?all\s+(?:of\s+)?the\s+(?:others|rest|remainder)\b",
    re.IGNORECASE,
)
_PLAIN_REST = re.compile(
    r"\b(?:the|all)\s+(?:others?|rest|remainder|remaining)\s+(?:[^\W\d][\w’'-]*\s+){0,2}$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\s*(?:(?:[^\W\d][\w’'-]*\s*){0,3}\)\s*(?=:))?\)?(?!\s*(?:,|;|and\b|or\b))[^.;)]{0,110}?(?:[:(–—\[]|\s-\s|\bof\s+(?:which|whom|these|those|them)\b|\b(?:consist|compris|namely|that\s+is|i\.e\.|made\s+up|composed|divid|split|random|alloc|assign|"
    r"assembl|classified|graded|from|as\s+follows|show)\w*)[^\d]{0,80}",
    re.IGNORECASE,
)
_PLAIN_LIST = re.compile(r"(?:[^.;:()\d]|(?<=[A-Z])\d(?:/[A-Z]?\d)?){1,90}")
_LAST_OF_LIST = re.compile(r"(?:,|\band\b)\s*(?:[^\W\d][\w’'-]*\s*=?\s*){0,4}$", re.IGNORECASE)
_ONE = re.compile(r"\b(?:one|another|first)\b", re.IGNORECASE)  # "one … the other"
_N_EQUALS = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_DEALT_OUT = re.compile(r"\b(?:random|alloc|assign)", re.IGNORECASE)
_PAIR, _LARGE = 2, 70


def find_opening(view: Context, whole: Addend, parts: Sequence[Addend], *, listed: bool) -> str:
    """How a whole in front of its parts opens a closed list of them."""
    first = parts[0].place
    if whole.place > first:
        pair = complementary(view, [part.place for part in parts])
        return "opposite groups" if pair and whole.place == whole_of_pair(view, pair) else ""
    gap = view.gap(whole.place, first) if whole.place < first else ""
    if _is_followed(view, whole, parts):
        return "parts named behind their whole"
    same = view.sentence_of[whole.place] == view.sentence_of[parts[-1].place] or _has_lines(view, parts)
    bracketed = _N_EQUALS.search(view.before(whole.place, 8)) and gap.strip() == ";"
    if are_sizes(view, whole.place, first):
        return ""
    if listed and same and gap and (_OPENS.fullmatch(gap) or bracketed):
        dealt_out = _DEALT_OUT.search(gap) and not slips_plainly(whole, parts)
        return "" if dealt_out else "a closed list"
    if listed and leaves_rest(view, parts):
        return "the rest"
    return "opposite groups" if complementary(view, [part.place for part in parts]) else ""


def _is_followed(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether the first count of a sentence is followed by its parts, each with its place: "9 letters, 4 from Rome"."""
    if whole.place + 1 != parts[0].place or not _APPOSED.fullmatch(view.gap(whole.place, parts[0].place)):
        return False
    if any(view.mentions[j].kind == Kind.COUNT for j in view.with_sentence(whole.place) if j < whole.place):
        return False
    parted = all(_ADJUNCT.match(view.after(part.place, 30)) for part in parts)
    return parted and not _ADJUNCT.match(view.after(whole.place, 30))


def is_enumeration(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether three or more figures of one sentence, the last behind "and", follow a large one."""
    same = len({view.sentence_of[part.place] for part in (whole, *parts)}) == 1
    if any(figure.loose for j in view.with_sentence(whole.place) for figure in addends(view, j)):
        return False
    if not same or len(parts) <= _PAIR or whole.value < _LARGE or whole.place > parts[0].place + whole.is_base:
        return False
    return all(_PLAIN_LIST.fullmatch(view.gap(a.place, b.place)) for a, b in pairwise(parts)) and bool(
        _LAST_OF_LIST.search(view.gap(parts[-2].place, parts[-1].place))
    )


def _has_lines(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether each part has a line for itself."""
    places = [view.sentence_of[part.place] for part in parts]
    return len(set(places)) == len(parts) and all(at is not None and is_line(view, at) for at in places)


def leaves_rest(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether the last part of a list is told as the rest."""
    start = view.mentions[parts[-1].place].start
    last = view.document.text[max(0, start - 80) : start]
    return _THE_REST.search(re.split(r"\d", last)[-1]) is not None or is_rest(view, parts[-1])


def is_rest(view: Context, part: Addend) -> bool:
    """Whether a figure is plainly told as those that are left: "the other 57", "the 14 that were left"."""
    before, behind = view.before(part.place, 40), view.after(part.place, 60)
    rest = _PLAIN_REST.search(before) and not _ONE.search(view.before(part.place))
    return bool(rest) or _LEFT_BEHIND.match(behind) is not None

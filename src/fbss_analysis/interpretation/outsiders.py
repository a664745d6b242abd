"""Outsiders: figures that stand like the parts of a whole and are none.

"Of them" brings in some of the whole or a part of a part; "each" and "per group" tell a size that is taken several
times; two sizes in brackets ("(n = 30)", "(n = 55)") are those of two groups; and parts with percentages of their own
are all of a whole only where these are all of a hundred.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fbss_analysis.interpretation.addends import Addend
from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.schema import Kind

_APIECE = re.compile(r"[^.;,\d(]{0,40}\b(?:each|per|apiece)\b", re.IGNORECASE)
_OF_THESE = re.compile(
    r"(?:^|[.,;:(–—]\s*|\band\s+)(?:of|among|out\s+of)\s+(?:the\s+|these\s+|those\s+|all\s+)*$", re.IGNORECASE
)
_OF_SOME = re.compile(
    r"\s+of\s+(?:(?:these|those)\s+(?:were|was|are|had|have|did)|the\s+(?:remainder|rest|latter|former|others))\b", re.I
)
_WITH_SHARE = re.compile(r"\d\s*[(\[]\s*[\d.·]+\s?%\s*[)\]]\s+(?:out\s+)?of\s+(?:the\s+)?$")
_FOR_EACH = re.compile(  # "four groups of 55 patients each", "26 randomised to each arm"
    r"[^.;,:\d]{0,40}?\b(?:each\s*[.,;:)]|apiece\b|(?:to|in|per|for)\s+(?:each\s+)?(?:arm|group)\b)",
    re.IGNORECASE,
)
_OWN_PARTS = re.compile(r"\(\s*(?:n\s*=\s*)?$")
_OF_THEM = re.compile(r"\s*of\s+(?:them|these|those|whom|which)\b", re.IGNORECASE)
_DETAIL = re.compile(r"\s*(?:[^\W\d][\w-]*\s+){0,3}\(\s*$")
_ALONE = re.compile(r"[^()\d]*(?:\d+(?:[.·]\d+)?\s?%[^()\d]*)?\)")
_OF_WHICH = re.compile(r"\s*of\s+(?:which|whom)\b", re.IGNORECASE)
_OWN_SHARE = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,3}\s*[(\[;,]\s*(\d+(?:[.·]\d+)?)\s?%")
_TELLS_PARTS = re.compile(r":|\b(?:of|consist|compris|divid|split|random|alloc|assign|made\s+up|classified)\w*\b", re.I)
_N_EQUALS = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"\b(?:all|total|overall|whole|entire|together|altogether|any)\b", re.IGNORECASE)
_EXACT = 0.051  # percent: printed with one decimal
_FAR = 1.5  # times
_ALL, _LOOSELY = 100, 2  # percent a share: one of them may be the mistyped figure, or be rounded


def are_outsiders(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether the words right around some figures tell that they are not the parts of a whole."""
    if any(_is_outsider(view, part.place) for part in parts):
        return True
    first = min(parts, key=lambda part: part.place)
    named = whole.place < first.place and are_sizes(view, whole.place, first.place)
    if named and not _ALL_OF_THEM.search(view.before(whole.place, 60)):
        return True
    if _FOR_EACH.match(view.after(whole.place, 60)) or _is_nested(view, parts):
        return True
    return _is_part_itself(view, whole, parts) or not _fit_shares(view, whole, parts)


def _is_part_itself(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether a whole is told as some of the parts that exceed it: "36 men and 58 women … 44 of these people"."""
    largest = max(part.value for part in parts if part.place < whole.place) if parts[0].place < whole.place else 0
    return largest > whole.value and _OF_THEM.match(view.after(whole.place, 30)) is not None


def is_told_apart(view: Context, i: int) -> bool:
    """Whether the words right around a figure tell it of each, or as a group of which others are told."""
    return bool(_OF_THESE.search(view.before(i, 40)) or _APIECE.match(view.after(i, 60)))


def is_detail(view: Context, i: int) -> bool:
    """Whether a figure has a bracket for itself behind another one, of which it tells some: "39 (31 of them boys)"."""
    if i == 0 or view.mentions[i - 1].kind != Kind.COUNT or not _DETAIL.fullmatch(view.gap(i - 1, i)):
        return False
    return _ALONE.match(view.after(i, 90)) is not None


@once
def _is_outsider(view: Context, i: int) -> bool:
    """Whether a figure is told of a group named before, or of each."""
    told_of = _OF_SOME.match(view.after(i, 40)) or _WITH_SHARE.search(view.before(i, 60))
    return told_of is not None or is_told_apart(view, i)


@once
def are_sizes(view: Context, one: int, two: int) -> bool:
    """Whether two figures are the sizes of two groups, in brackets behind their names."""
    gap = view.gap(one, two)
    sized = _N_EQUALS.search(view.before(one, 8)) and _N_EQUALS.search(view.before(two, 8))
    return bool(sized) and gap.lstrip()[:1] == ")" and _TELLS_PARTS.search(gap) is None


def _is_nested(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether a part is put in brackets behind another as one of its own: "54 (13 of which were late)"."""
    places = {part.place for part in parts}
    if any(part.place - 1 in places and part.of is None and is_detail(view, part.place) for part in parts):
        return True
    return any(_is_within(view, a.place, b.place) for a, b in pairwise(parts) if a.place < b.place)


@once
def _is_within(view: Context, i: int, j: int) -> bool:
    return bool(_OF_WHICH.match(view.after(j, 16)) and _OWN_PARTS.search(view.gap(i, j)))


def _fit_shares(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether parts that are each told with a share of their own are told with all of a hundred, or of the whole's."""
    told = [share for part in parts if (share := _own_share(view, part.place)) is not None]
    wanted = (_ALL, _own_share(view, whole.place) or _ALL)
    if whole.sort == "n" and sum(_is_of_another(view, whole, part) for part in parts) > 1:
        return False
    exact = (abs(_ALL * part.value / whole.value - share) < _EXACT for part, share in zip(parts, told, strict=False))
    if whole.sort == "n" and len(told) == len(parts) and all(exact):
        return False  # each is of the whole, so that none is mistyped: some are told of twice
    return len(told) < len(parts) or any(abs(sum(told) - all_of) <= _LOOSELY * len(parts) for all_of in wanted)


def _is_of_another(view: Context, whole: Addend, part: Addend) -> bool:
    """Whether the percentage that a part is told with is far from what it is of a whole."""
    share = _own_share(view, part.place)
    of_it = 100 * part.value / whole.value
    return share is not None and not of_it / _FAR <= share <= of_it * _FAR


@once
def _own_share(view: Context, i: int) -> float | None:
    """The percentage that a figure is told with."""
    told = _OWN_SHARE.match(view.after(i, 60))
    return float(told[1].replace("·", ".")) if told else None

"""Enumerations: the figures of one sort that a sentence tells as one list.

A list is joined throughout by commas or semicolons, the last of its figures by "and", or stands in brackets of its own;
no bracket opens or closes within it, and a new clause ends it. Small words that may count anything, and numbers in the
names of things ("ABP 501"), are no members.

Reference: Huddleston R, Pullum GK. The Cambridge grammar of the English language. 2002; ch. 15 (coordination).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fbss_analysis.interpretation.addends import Addend, addends
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.ties import CURRENCY
from fbss_analysis.schema import Kind

MOST, FEW = 12, 2  # figures of a list
_NAME = re.compile(r"\b[A-Z][A-Z0-9]+[\s-]$")  # "ABP 501"
_BETWEEN = re.compile(r"[^.]{0,140}")
_JOINS = re.compile(r"[,;)&+]|\b(?:and|or|plus|to|while)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[^.;:\d]{0,60}(?:,|\band)\s+", re.IGNORECASE)
_LAST = re.compile(
    r"\b(?:and|plus|or|to)\b|&|\+|\b(?:while|whereas|but|with)\s+(?:in\s+|for\s+|of\s+)?(?:the\s+|all\s+)?(?:remaining|remainder|rest|others?|balance)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"\b({CURRENCY})\s?$"), re.compile(rf"\s?({CURRENCY})\b")
_OR_MORE = re.compile(r"\s+or\s+(?:more|fewer|less)\b", re.IGNORECASE)  # "three or more in 38"
_REST = re.compile(r"\bthe\s+(?:remaining|other|rest|remainder)\s+(?:of\s+)?$", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(
    r",\s*(?:of\s+(?:whom|which|these)|with\s+(?:a|an|the)\s+(?:mean|median)|whereas(?!\s+(?:in\s+|for\s+)?the\s+(?:remaining|other|rest))|although)\b|\.\s+[A-Z]",
    re.IGNORECASE,
)


def figures_of(view: Context, places: Sequence[int]) -> dict[str, list[Addend]]:
    """The figures of a sentence by their sorts, without those in small words that may count anything."""
    sorts: dict[str, list[Addend]] = {}
    for i in places:
        if named := _named(view, i):
            sorts.setdefault(named.sort, []).append(named)
            continue
        for figure in addends(view, i):
            counts = figure.sort != "n" or view.mentions[i].text[:1].isdigit() or figure.value > FEW
            of_time = figure.sort == "n" and figure.is_base and not view.mentions[i].denominator  # as hours, already
            if counts and not (
                figure.loose or of_time or _NAME.search(view.before(i, 12)) or _OR_MORE.match(view.after(i, 12))
            ):
                sorts.setdefault(figure.sort, []).append(figure)
        if not addends(view, i) and sorts.get("n") and _goes_on(view, sorts["n"][-1].place, i):
            sorts["n"].append(Addend(i, view.mentions[i].value or 0, "n", False, 0))
    return sorts


def _named(view: Context, i: int) -> Addend | None:
    """A sum of money in letters: "CHF 613", "613 CHF"."""
    mention = view.mentions[i]
    if mention.kind != Kind.COUNT or mention.value is None or mention.hedge != "none":
        return None
    money = _MONEY[0].search(view.before(i, 8)) or _MONEY[1].match(view.after(i, 8))
    return Addend(i, mention.value, money[1], False, len(mention.text.partition(".")[2])) if money else None


def _goes_on(view: Context, before: int, i: int) -> bool:
    """Whether a small number of things, which would count for nothing alone, goes on with a list: "and 7 trials"."""
    mention = view.mentions[i]
    plain = mention.kind in (Kind.COUNT, Kind.AGE) and mention.text.isdigit() and mention.hedge == "none"
    return plain and before == i - 1 and _GOES_ON.fullmatch(view.gap(before, i)) is not None


def list_behind(view: Context, whole: Addend, figures: Sequence[Addend]) -> list[Addend]:
    """The figures behind a whole, to where their clause ends; nothing where they are no list."""
    behind = [
        f
        for f in figures
        if (f.place > whole.place or (whole.is_base and f.place == whole.place))
        and not f.is_base
        and f.of in (None, whole.value)
    ]
    if not behind or len(behind) > MOST:
        return []
    if any(f.of not in (None, whole.value) for f in figures) or sum(f.of is not None for f in behind) > 1:
        return []
    semicolons = len(behind) > 1 and ";" in view.gap(behind[0].place, behind[1].place)
    parts = behind[:1]
    for one, other in pairwise(behind):
        gap = view.gap(one.place, other.place)
        if (
            _OTHER_CLAUSE.search(gap)
            or (";" in gap and not semicolons and not _REST.search(gap))
            or (view.in_brackets(one.place) != view.in_brackets(other.place) and not _REST.search(gap))
        ):
            break
        parts.append(other)
    return parts if is_list(view, parts) else []


def is_list(view: Context, parts: Sequence[Addend], closed_by: re.Pattern[str] = _LAST) -> bool:
    """Whether some figures are joined as one list, the last of them by "and", or by other words that are asked for."""
    if len(parts) < FEW:
        return False
    gaps = [view.gap(a.place, b.place) for a, b in pairwise(parts)]
    joined = all(_BETWEEN.fullmatch(gap) and _JOINS.search(gap) for gap in gaps)
    if closed_by is not _LAST:
        return joined and closed_by.search(gaps[-1]) is not None
    parted = all(";" in gap for gap in gaps) or (view.in_brackets(parts[-1].place) and all("," in gap for gap in gaps))
    closed = _LAST.search(gaps[-1]) or parted
    return joined and bool(closed)


def is_choice(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether parts stand each in a bracket, the last of them behind "or": "in Linz (30), Graz (41) or Wels (12)"."""
    closed = all(view.in_brackets(part.place) and view.after(part.place, 12)[:1] == ")" for part in parts)
    return closed and re.search(r"\bor\b", view.gap(parts[-2].place, parts[-1].place)) is not None


def is_listed(view: Context, before: Addend, figure: Addend) -> bool:
    """Whether a figure follows another as in a list, so that it opens none."""
    return re.fullmatch(r"[^.;:(]{0,60}(?:,|\band\b)[^.;:(]{0,40}", view.gap(before.place, figure.place)) is not None

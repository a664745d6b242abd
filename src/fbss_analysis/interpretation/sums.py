"""Totals: a figure that a text gives as the sum of others.

A total closes its list ("3% and 4%, in total 7%"), or opens it ("a total of 30 complications: 18 infections and 12
leaks"). Which figures in front belong to the list is not always plain; each way of taking the last ones is a reading. A
list that is opened must be closed in print (a colon, brackets, "consisting of"): "including" leaves others untold.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from fbss_analysis.interpretation.addends import misses_plainly
from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.interpretation.plans import is_plan
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.ties import HAPPENED
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind

_IN_TOTAL = (
    r"(?:in\s+total|(?:for\s+|giving\s+|making\s+)?a\s+(?:grand\s+|combined\s+|overall\s+)?total\s+of|total(?:l?ing|led|s|ed)?|altogether|combined|"
    r"together|in\s+all|in\s+sum|overall|sum(?:med|s|ming)?(?:\s+up)?(?:\s+(?:to|of))|add(?:ing|s|ed)?\s+up\s+to|adds?\s+to|equals?(?!\s+(?:in|for|on|at|with|among|between)\b)|"
    r"for\s+an\s+overall)"
)
_BEFORE = re.compile(rf"\b{_IN_TOTAL}\b[^.;\d]{{0,30}}$", re.IGNORECASE)
_OPENS = re.compile(r"\W*(?:together|combined|in\s+total|altogether|in\s+all|taken\s+together)\b", re.IGNORECASE)
_GIVES = re.compile(
    r"\)|\b(?:had|have|hold|held|includ\w+|compris\w+|contain\w*|ma[dk]e|g[ai]ve|enrol\w+|involv\w+|treat\w+|cover\w*|recruit\w*|contribut\w*|"
    r"report\w*|account\w*|reach\w*)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s,(]*(?:[^\W\d][\w’'-]*\s+){0,3}(?:in\s+total|altogether|combined|in\s+all|overall(?!\s+[^\W\d])|total)\b(?!\s+of)",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:gives?|giving|makes?|making|yield(?:s|ing)?|account(?:s|ed)?\s+for)\s+(?:an?\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_OWN_TOTAL = re.compile(rf"(?:{_BEHIND.pattern})(?!\s*(?:of\s+)?\d)", re.IGNORECASE)  # not "4%, in total 7%"
_LOOSELY = re.compile(r"\b(?:overall|account\w*)\b", re.IGNORECASE)
_BEGINS = re.compile(r"[.]\s+[A-Z]")
_RUNNING = re.compile(r"\b(?:cumulative|running|accumulated|accrued)\s+(?:total|sum|number|count)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|n[’']t|cannot)\s+(?:always\s+)?(?:add|sum|total)\w*\b", re.IGNORECASE)
_EQUATION = re.compile(r"[+][^=+;]*\d[^=+;]*=\s*$")
_TERM = 60  # characters
_ROUNDING = 0.3
_AROUND = 20  # mentions
_PLAN = 250  # characters
_FIRST_GROUPS = re.compile(r"\bfirst\s+(two|three|four)\s+(?:groups?|categories|answers|items)", re.IGNORECASE)
_NUMBER_OF = {"two": 2, "three": 3, "four": 4}
_MOST_ITEMS = max(_NUMBER_OF.values())
_CLOSED_LIST = re.compile(
    r"(?!\)\s*(?:,|;|and\b|or\b))[^.;\d)]{0,90}?(?::|\((?!\s*\d+\s*\))|[–—]|\s-\s|\b(?:consist(?:ing|ed|s)\s+of|compris(?:ing|ed|es)|made\s+up\s+of|composed\s+of|namely|"
    r"(?:which|that|they|these|it)\s+(?:were|was|are|is)|as\s+follows|made\s+up\s+by|"
    r"sum\s+of|the\s+result\s+of|that\s+is|i\.e\.)\b|\)\s+(?:were|was|are|comprised|included\s+only|consisted\s+of))"
    r"[\s,]*(?:[^\W\d][\w’'/-]*\s+){0,6}\(?(?:n\s*=\s*)?$",
    re.IGNORECASE,
)
_NO_OTHERS = re.compile(r"\b(?:no|without\s+any)\s+others?\b|\bnothing\s+else\b|\bno\s+further\b", re.IGNORECASE)
_OPEN_LIST = re.compile(
    r"\b(?:includ\w+|such\s+as|e\.g\.|for\s+example|mostly|mainly|among\s+(?:them|others))\b", re.IGNORECASE
)
_PEOPLE = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_MORE_DIGITS = re.compile(r"\s\d{3}\b|\d")
_CURRENCY = re.compile(r"(?:USD|EUR|GBP|[$£€])\s*$")
_HAD = re.compile(rf"\s*(?:\w+\s+)?{PEOPLE}\s+(?:had|experienced|developed|suffered|reported|with)\b", re.IGNORECASE)
_LISTED = re.compile(r"[^.:]{0,60}")
_OF_TOTAL = re.compile(r"%\s*(?:out\s+)?of\s+(?:the\s+|a\s+)?total(?:\s+of)?\s*$", re.IGNORECASE)
_TOTAL_NUMBER = folded(r"\btotal\s+(?:number|count|amount|n)\b")
_OTHER_THINGS = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|reviews?|papers?|articles?|reports?|cent(?:er|re)s|hospitals|series|cohorts|arms|groups)\b",
    re.I,
)
_CLOSE = 0.7, 1.4  # parts behind a total, of the total
_LEAST, _MOST = 0.5, 2.5  # of the sum: a figure further away tells something else
_A_PART_OF = re.compile(r"(?:^|[,;:]\s*)(?:of|among|out\s+of)\s+(?:the\s+|these\s+|those\s+|all\s+)?$", re.IGNORECASE)


def propose_total(view: Context, i: int) -> Proposal | None:
    """A figure told as the sum of the list before it in its sentence, behind it, or of the first items of its list."""
    if _EQUATION.search(view.before(i)) and view.mentions[i].kind in (Kind.COUNT, Kind.PERCENT, Kind.OTHER):
        return _of_equation(view, i)
    if (
        view.mentions[i].kind not in (Kind.PERCENT, Kind.COUNT)
        or view.mentions[i].hedge != "none"
        or not _is_printed(view, i)
    ):
        return None
    said = _BEFORE.search(view.before(i, 70)) or _BEHIND.match(view.after(i, 60)) or _opens(view, i)
    start = view.mentions[i].start
    if _DENIED.search(view.before(i, 90)) or _RUNNING.search(view.before(i, 60)):
        return None
    if is_plan(view.document.text[max(0, start - _PLAN) : start + _PLAN]):
        return None
    if _OF_TOTAL.search(view.before(i, 24)) or sum(1 for _ in _TOTAL_NUMBER.finditer(view.sentence(i))) > 1:
        return None  # "54.9% of total 51"; or each figure of the sentence is a total
    first = _FIRST_GROUPS.search(view.before(i, 80)) if said else None
    if first:
        return _sum_of(view, i, [_items(view, i)[: _NUMBER_OF[first[1].lower()]]])
    makes = _MAKES.search(view.before(i, 40))
    if said or makes:
        lists = _endings(_list_before(view, i))
        words = said[0] if isinstance(said, re.Match) else "" if said else makes[0] if makes else ""
        loosely = _LOOSELY.search(words) is not None
        if _sum_of(view, i, lists) and not (loosely and _misses_otherwise(view, i, lists)):
            return _sum_of(view, i, [*lists, *_endings(_all_before(view, i))])
    return _opened(view, i, said=bool(said))


def _of_equation(view: Context, i: int) -> Proposal | None:
    """A figure behind "=" with others in front that a plus sign joins: "3 early + 5 late = 8"."""
    parts = [i - 1]
    while parts[0] > 0 and "+" in view.gap(parts[0] - 1, parts[0]) and len(view.gap(parts[0] - 1, parts[0])) < _TERM:
        parts.insert(0, parts[0] - 1)
    alike = {(view.mentions[j].kind, view.mentions[j].unit == "percent") for j in (i, *parts)}
    own = all(view.sentence_of[j] == view.sentence_of[i] for j in parts) and "=" in view.gap(parts[-1], i)
    plain = (
        len(parts) > 1 and own and len(alike) == 1 and all(view.mentions[j].denominator is None for j in (i, *parts))
    )
    return Proposal((" + ".join(f"@{j}" for j in parts),)) if plain else None


def _opens(view: Context, i: int) -> bool:
    """Whether "together" opens the sentence of a figure that a verb or a bracket parts from its list."""
    opened = _OPENS.match(view.sentence(i))
    if not opened or re.match(r",?\s*\d", view.sentence(i)[opened.end() :]):
        return False  # or it is the number right behind that is the total
    same = [j for j in view.with_sentence(i) if _is_like(view, i, j)]
    return bool(len(same) > 2 and same[-1] == i and _GIVES.search(view.gap(same[-2], i)))


@once
def _is_printed(view: Context, i: int) -> bool:
    mention = view.mentions[i]
    if is_label(view.document.text, mention.start, mention.end):
        return False
    whole = mention.denominator is None and mention.text[:1].isdigit() and not _MORE_DIGITS.match(view.after(i, 6))
    return whole and not _CURRENCY.search(view.before(i, 6))


def _sum_of(view: Context, i: int, lists: Sequence[Sequence[int]]) -> Proposal | None:
    """The lists whose sum the figure may be meant as: of several parts, the longest of them near the figure."""
    told, near = value_of(view.mentions[i]), []
    for parts in lists:
        values = [value_of(view.mentions[j]) for j in parts]
        if len(parts) > 1 and max(values) < told and _LEAST * sum(values) <= told <= _MOST * sum(values):
            near.append(parts)
    if _is_told_otherwise(view, i, near):
        return None
    readings = [" + ".join(f"@{j}" for j in parts) for parts in near]
    return Proposal(tuple(dict.fromkeys(readings))) if readings else None


def _misses_otherwise(view: Context, i: int, lists: Sequence[Sequence[int]]) -> bool:
    """Whether no list makes the figure, nor misses it by a slip that would seldom come about by chance."""
    told, values = value_of(view.mentions[i]), [[value_of(view.mentions[j]) for j in parts] for parts in lists]
    return not any(abs(sum(parts) - told) < _ROUNDING or misses_plainly(told, parts) for parts in values)


def _is_told_otherwise(view: Context, i: int, lists: Sequence[Sequence[int]]) -> bool:
    """Whether the parts are those of another figure, or a figure of the sentence is what they leave."""
    same, told = view.with_sentence(i), value_of(view.mentions[i])
    for parts in lists:
        added = sum(value_of(view.mentions[j]) for j in parts)
        others = {value_of(view.mentions[j]) for j in same if j != i and j not in parts} - {0.0, 1.0, told}
        if _NO_OTHERS.search(view.after(i)) and told + added in _near(view, i):
            return True
        if added in others or (parts is lists[0] and told - added in others):
            return True
    return False


def _near(view: Context, i: int) -> set[float]:
    """The counts of the sentences right around that of mention `i`."""
    at, near = view.sentence_of[i], range(max(0, i - _AROUND), min(len(view.mentions), i + _AROUND))
    beside = (j for j in near if at is not None and abs((view.sentence_of[j] or 0) - at) == 1)
    return {value_of(view.mentions[j]) for j in beside if view.mentions[j].kind == view.mentions[i].kind}


def _endings(parts: Sequence[int]) -> list[Sequence[int]]:
    """A list, and all its endings of two or more."""
    return [parts[start:] for start in range(max(0, len(parts) - 1))]


def _list_before(view: Context, i: int) -> list[int]:
    """The like figures in front of mention `i` in its sentence, where it comes last and there are two or more."""
    same = [j for j in view.with_sentence(i) if j < i and _is_like(view, i, j)]
    same = [j for j in same if not (_A_PART_OF.search(view.before(j)) or _OWN_TOTAL.match(view.after(j, 60)))]
    near = len(same) > 1 and len(view.gap(same[-1], i)) < 80 and not _BEGINS.search(view.gap(same[-1], i))
    return same if near else []


def _all_before(view: Context, i: int) -> list[int]:
    """The figures of the same kind in front of mention `i` in its sentence, whatever they count."""
    kind = view.mentions[i].kind
    return [j for j in view.with_sentence(i) if j < i and view.mentions[j].kind == kind and _is_printed(view, j)]


def _is_like(view: Context, i: int, j: int) -> bool:
    alike = view.mentions[j].kind == view.mentions[i].kind and _is_printed(view, j)
    if not alike or (_counts_works(view, j) and not _counts_works(view, i)):
        return False
    heads, told = _counts_people(view, j), view.mentions[i].unit
    return not (heads and told.endswith("s") and not _counts_people(view, i))


@once
def _counts_people(view: Context, j: int) -> bool:
    return _PEOPLE.search(view.mentions[j].unit) is not None and not _counts_works(view, j)


@once
def _counts_works(view: Context, j: int) -> bool:
    """Whether a count is one of studies, centres or groups, which are no part of a number of people."""
    return _OTHER_THINGS.search(view.mentions[j].unit) is not None


def _opened(view: Context, i: int, *, said: bool) -> Proposal | None:
    """A total with its parts behind it, in a list that the text closes."""
    behind = (j for j in view.with_sentence(i) if j > i and _is_like(view, i, j))
    first = next(behind, None)
    gap = view.gap(i, first) if first is not None else ""
    closed = _CLOSED_LIST.fullmatch(gap) and not _OPEN_LIST.search(view.after(i))
    if first is None or not (closed or _NO_OTHERS.search(view.after(i))) or _HAD.match(view.after(i)):
        return None
    parts = [first, *behind]
    if len(parts) < 2 or not all(_LISTED.fullmatch(view.gap(a, b)) for a, b in pairwise(parts)):
        return None
    if any(HAPPENED.match(view.after(j, 40)) for j in parts) and not said:
        return None
    told, bracketed = value_of(view.mentions[i]), gap.count("(") > gap.count(")")
    parts = _inside(view, parts) if bracketed else parts
    shares = view.is_percent(i) and not (":" in gap or said)
    added = sum(value_of(view.mentions[j]) for j in parts)
    if shares or not _CLOSE[0] * told <= added <= _CLOSE[1] * told:
        return None
    others = [j for j in view.with_sentence(i) if j > i and view.mentions[j].kind == view.mentions[i].kind]
    alike = [j for j in others if _is_printed(view, j)]
    lists = [parts[:end] for end in range(len(parts), 1, -1)]
    return (
        _sum_of(view, i, [*lists, *(alike[:end] for end in range(len(alike), 1, -1))])
        if _sum_of(view, i, lists)
        else None
    )


def _inside(view: Context, parts: list[int]) -> list[int]:
    """The parts that stand in the brackets that the first one opens."""
    text, first = view.document.text, view.mentions[parts[0]].start
    return [j for j in parts if ")" not in re.sub(r"\([^()]*\)", "", text[first : view.mentions[j].start])]


def _items(view: Context, i: int) -> list[int]:
    """The first percentage of each item of the list that mention `i` stands in, in front of it."""
    block = view.block(i)
    lead = view.page.blocks[block].lead if block is not None else None
    if block is None or lead is None:
        return []
    firsts: dict[int, int] = {}
    begins = bisect_left(view.mentions, view.page.blocks[lead].end, key=attrgetter("start"))
    for j in range(begins, i):
        if len(firsts) >= _MOST_ITEMS:
            break
        own = view.block(j)
        if own is not None and own != block and view.page.blocks[own].lead == lead and view.is_percent(j):
            firsts.setdefault(own, j)
    return list(firsts.values())

"""Belonging: whether a change or a difference is told of two levels that the text sets against each other.

Two levels and a claim belong together where they stand in one clause, where the claim refers to them right behind
("that is a drop of 40%"), where their sentence goes on with what the claim told, or in the rows of one table. Where the
levels are not told in order, no third figure of their measure may stand near by, for it could be meant as well.

Reference: Hobbs JR. Coherence and coreference. Cogn Sci 1979;3:67-90.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis.interpretation.alikeness import like
from fbss_analysis.interpretation.cells import find_cell, heads_change, heads_difference
from fbss_analysis.interpretation.change_words import MORE, NOUN, VERB
from fbss_analysis.interpretation.context import EFFECTS, Context, once, value_of
from fbss_analysis.interpretation.cues import new_words
from fbss_analysis.interpretation.directions import is_nominal, is_part, moves
from fbss_analysis.interpretation.levels import Pair
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind

_ANOTHER_CLAUSE = folded(r"\b(?:but|while|whilst|whereas|although|though)\b|(?<!\bi)(?<!e)[.](?!\d|e\.)\s")
_BY_DOING = re.compile(r"\bby\s+\w+ing\b", re.IGNORECASE)  # "doubled by raising the dose from 20 to 30"
_A_LINE = 120  # characters
_AND = re.compile(r"\band\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|do|went|goes|remain\w*|stay(?:s|ed)|averag\w+|show\w*|became|becomes?|reach\w*|stood|stands?)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r",\s+with\s", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(?:but|whereas|while|whilst|although|though)\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?:than|compared|against|versus|vs)\b", re.IGNORECASE)
_ON = re.compile(
    r"\s+(?:on|over|from|above|below|of)\s+(?:(?:the|its|their|our|a|an)\s+)?(?:\w+\s+){0,3}[$£€]?", re.IGNORECASE
)
_FOR_EXAMPLE = re.compile(r"\W*(?:for\s+(?:example|instance)|e\.g\.)", re.IGNORECASE)
_BY_TO = re.compile(r",?\s+(?:to|at|reaching|down\s+to|up\s+to)\b[^.;]{0,30}$", re.IGNORECASE)
_THEN_LEVEL = re.compile(
    r"\s*(?:fewer|more|less|lower|higher|shorter|longer)?\s*(?:[:(–—-]|,\s*(?:namely|i\.e\.,?|that\s+is,?)?)\s*", re.I
)
_TO_LEVEL = re.compile(r",?\s*to\s+(?:\w+\s+){0,3}\W?\d", re.IGNORECASE)
_FIRST = re.compile(
    r"\W*(?:in|at|by|after|before|during)\s+(?:the\s+)?(?:first|last|second|third|final|\d)", re.IGNORECASE
)
_CARRIED_ON = re.compile(
    r"\W*(?:(?:in|by|at|after|before|during|on|from)\s+[^,;]{0,40},\s*)?(?:it|they|there|this|that|these|those|the\s+(?:\w+\s+)?(?:number|figure|mean|median|score|rate|total|count|average|time)s?)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\W*(?:(?:however|conversely|meanwhile|in\s+contrast|by\s+contrast|on\s+the\s+other\s+hand),?\s+)"
    r"(?:in|among|for|with)\s+(?:the\s+)?[^\W\d]",
    re.IGNORECASE,
)
_OF_CHANGE = re.compile(
    rf"{VERB}|{NOUN}|{MORE}|(?:relative|absolute|terms|baseline|per\s?cent|points|halved|doubled|tripled|trebled|amount|mean|equat|represent)",
    re.IGNORECASE,
)
_UP_TO_STOP = re.compile(r"[^.;:,)]*")
_TELLING, _OBJECT = 200, 60  # characters
_NEWS = 3  # words
_MOMENTS = frozenset((Kind.DURATION, Kind.DATE, Kind.AGE, Kind.P_VALUE, Kind.CONFIDENCE_INTERVAL, Kind.NUMBER_RANGE))
_STEM = re.compile(r"[^\W\d_]{4,}")
_NEAR_SENTENCES = 3
_FARTHEST = 25  # times that the higher of two levels is the lower one
_APPENDED = 80  # characters


def belongs(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change is told of two levels: in one clause with them, or as what refers to them."""
    first, last = sorted((pair.first, pair.second))
    at, one, other = (view.sentence_of[j] for j in (i, first, last))
    if at is None or one is None or other is None or (one <= at < other and one != other):
        return False
    if at in (one, other):
        return _is_of_clause(view, i, pair)
    if max(min(abs(at - one), abs(at - other)), abs(one - other)) > _NEAR_SENTENCES:
        return False
    if other < at:
        return _refers_back(view, i, last) or _is_table(view, i)
    return _goes_on(view, i, first, last)


def _refers_back(view: Context, i: int, last: int) -> bool:
    """Whether a change is told as that of the levels before it: no other figure between, and of nothing new."""
    if not is_nominal(view, i) or _ELSEWHERE.match(view.sentence(i)):
        return False
    at, of = view.sentence_of[i], view.sentence_of[last]
    between = [j for j in range(last + 1, i) if view.sentence_of[j] not in (at, of)]
    if any(view.mentions[j].kind not in _MOMENTS for j in between):
        return False
    own = view.before(i, _TELLING) + " " + _UP_TO_STOP.match(view.after(i, _OBJECT))[0]  # type: ignore[index]
    return len(_of_its_own(_before(view, last) + view.sentence(last), own)) <= _NEWS


def _before(view: Context, last: int) -> str:
    """The words of the sentence before that of a level, in which the other one may stand."""
    at = view.sentence_of[last] or 0
    sentence = view.page.sentences[max(0, at - 1)]
    return view.document.text[sentence.start : sentence.end][-_TELLING:] + " "


def _of_its_own(known: str, told: str) -> list[str]:
    """The words of a clause that name what has not been named before, words of change left out."""
    return [word for word in new_words(known, told) if not _OF_CHANGE.match(word)]


def _goes_on(view: Context, i: int, first: int, last: int) -> bool:
    """Whether the levels behind a change are what it told of, and no table or example of their own."""
    if _is_table(view, first) or _FOR_EXAMPLE.match(view.sentence(first)):
        return False
    told = view.before(first) + view.gap(first, last)
    return _shares_talk(view, i, first) and len(_of_its_own(view.sentence(i), told)) <= _NEWS


def is_alone(view: Context, i: int, pair: Pair, levels: Sequence[int]) -> bool:
    """Whether no third figure near by is of the measure of two levels, which are not too far apart to be meant."""
    low, high = sorted(value_of(view.mentions[j]) for j in (pair.first, pair.second))
    first = min(pair.first, pair.second)
    others = [j for j in levels if j not in (pair.first, pair.second) and like(view, j, pair.first)]
    others = [j for j in others if _is_printed_alike(view, j, pair)]
    at = view.sentence_of[i]
    here = at == view.sentence_of[pair.first] == view.sentence_of[pair.second]
    others = [j for j in others if not here or view.sentence_of[j] == at]
    alone = not others and high <= _FARTHEST * low
    return (
        alone
        and not any(has_effects(view, j) for j in (pair.first, pair.second))
        and (first < i or not _is_to_level(view, i))
    )


def in_one_sentence(view: Context, *places: int) -> bool:
    """Whether some figures stand in the same sentence."""
    return len({view.sentence_of[j] for j in places}) == 1


def _is_printed_alike(view: Context, j: int, pair: Pair) -> bool:
    """Whether a figure has a decimal point where one of two levels has one."""
    points = ["." in view.mentions[k].text for k in (pair.first, pair.second)]
    return ("." in view.mentions[j].text) in points


@once
def has_effects(view: Context, i: int) -> bool:
    """Whether the sentence of a figure tells estimates of a model."""
    return any(view.mentions[j].kind in (*EFFECTS, Kind.CONFIDENCE_INTERVAL) for j in view.with_sentence(i))


def _is_of_clause(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change stands in the clause of its levels, or refers to them right behind."""
    first, last = sorted((pair.first, pair.second))
    if first < i < last:
        apart = view.sentence_of[first] != view.sentence_of[last]
        by_to = _BY_TO.match(view.gap(i, last)) or _THEN_LEVEL.fullmatch(view.gap(i, last))
        return (
            apart
            or by_to is not None
            or is_part(view, i)
            or pair.ordered
            or _THAN.search(view.gap(i, last)) is not None
            or _ON.fullmatch(view.gap(i, last)) is not None
        )
    if last < i and is_nominal(view, i):
        return not _CONTRAST.search(view.gap(last, i))
    between = _outside(view.gap(last, i)) if last < i else view.gap(i, first)
    if last < i and (_WITH.search(between) or _opens_anew(view, i, between)):
        return False
    return not _breaks(between) and (i < last or len(between) <= _APPENDED)


def _outside(gap: str) -> str:
    """What stands between two levels and a change, up to the bracket that the change stands in."""
    ahead, opened, inside = gap.rpartition("(")
    return ahead if opened and ")" not in inside else gap


def _opens_anew(view: Context, i: int, between: str) -> bool:
    """Whether another matter is told behind a semicolon."""
    _, stop, told = between.rpartition(";")
    return bool(stop) and len(_of_its_own(view.before(i, _TELLING).removesuffix(told), told)) >= _NEWS


def _breaks(between: str) -> bool:
    """Whether another clause begins in what stands between; an "and" begins one where a verb follows."""
    if _ANOTHER_CLAUSE.search(between) or _BY_DOING.search(between):
        return True
    joined = _AND.search(between)
    rest = between[joined.end() :] if joined else ""
    return _FINITE.search(rest) is not None or moves(rest)


def _is_table(view: Context, i: int) -> bool:
    """Whether a figure stands in a line of its own with a label, as in a table or a list."""
    text, mention = view.document.text, view.mentions[i]
    low, high = max(0, mention.start - _A_LINE), mention.end + _A_LINE
    start, end = text.rfind("\n", low, mention.start) + 1, text.find("\n", mention.end, high)
    line = text[max(low, start) : end if end >= 0 else high]
    return (start > 0 or end >= 0) and len(line) < _A_LINE and re.search(r"[:|\t–-]", line) is not None


def _shares_talk(view: Context, i: int, j: int) -> bool:
    """Whether the sentence of the levels goes on with what that of the change told."""
    one, other = view.sentence(i), view.sentence(j)
    if _CARRIED_ON.match(other):
        return True
    if _told_in_turn(view, i, j):
        return True
    stems = [{word[:4].lower() for word in _STEM.findall(told)} for told in (one, other)]
    return bool(stems[0] & stems[1])


def _is_to_level(view: Context, i: int) -> bool:
    """Whether "fell 3% to 55" leaves out what it fell from."""
    return _TO_LEVEL.match(view.after(i, 40)) is not None and "from" not in view.sentence(i)


def _told_in_turn(view: Context, i: int, j: int) -> bool:
    """Whether the levels stand in the sentence right behind a change, in which nothing but a change is told."""
    at, of = view.sentence_of[i], view.sentence_of[j]
    figures = [m for m in view.with_sentence(i) if m != i and view.mentions[m].kind not in (Kind.DURATION, Kind.DATE)]
    return at is not None and of == at + 1 and not figures and _FIRST.match(view.sentence(j)) is not None


def in_row(view: Context, i: int, places: Sequence[int]) -> list[int]:
    """Of some figures, those of the row of figure `i`, where that stands in a table."""
    cell = find_cell(view, i)
    if cell is None:
        return list(places)
    return [j for j in places if (c := find_cell(view, j)) is None or c.line == cell.line]


def in_grid(view: Context, i: int, places: Sequence[int]) -> list[int]:
    """Of some figures, those that the table of a claim lets be its levels: of its row, or of its column."""
    cell = find_cell(view, i)
    if cell is None:
        return list(places)
    cells = [(j, find_cell(view, j)) for j in places]
    by_head = heads_change(view, i) or heads_difference(view, i)
    return [
        j
        for j, c in cells
        if c and (c.line == cell.line if by_head else c.line != cell.line and c.column == cell.column)
    ] or [j for j, c in cells if c is None or c.line == cell.line]

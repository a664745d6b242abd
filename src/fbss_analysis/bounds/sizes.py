"""Which whole numbers of a passage may be numbers of people, or of what else a mean is taken over.

Those that are told as such ("n = 13", "13 people") are; of the others, those are not that the words around them make a
bound of a scale, a time or a grade, nor the ends of a range, nor neighbours in "1, 2, 3 or 4".

>>> from fbss_analysis.bounds.figures import read_figures
>>> text = "Of 45 nurses, 40 rated pain from 0 to 10."
>>> [found.text for found in find_counts(text, read_figures(text), 0, len(text))]
['45', '40']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis.bounds.figures import Figure
from fbss_analysis.bounds.notation import is_range
from fbss_analysis.bounds.wording import FARTHEST_END, JOIN
from fbss_analysis.interpretation.everyone import is_bound
from fbss_analysis.printed.folding import folded

AGE = folded(
    r"\b(?:age[ds]?|BMI|body\s+mass|weight|height|duration|time|follow-?up)\b(?:(?!mean|average)[^.;\d]){0,25}$"
)
_SCALE_LEFT = folded(
    r"\b(?:scales?|ranged?|ranging|from|between|min(?:imum)?\.?|max(?:imum)?\.?|out\s+of|up\s+to|to|at\s+(?:least|most)|than|version|grades?"
    r"|levels?|weeks?|days?|months?|years?|table|figure|stage|type|low\w*|high\w*|highest|best|worst|per)"
    r"\s*(?:of|=|:|was|is|score)?\s*$|[-–−/.]\s?$"
)
_SCALE_RIGHT = re.compile(
    r"[-\s]?(?:points?|items?|questions?|marks?|steps?|options?|levels?|months?|years?|weeks?|days?|nights?|hours?|minutes?|seconds?|h|mm|cm|kg|mg|ml"
    r"|times|sessions?|visits?|degrees?|of\s+(?:the\s+)?(?:points?|items?))\b|\s?[%°/]|\s?\((?:none|no\b|not|worst|best|never|always|very|max|min|un)"
    r"|-[A-Za-z]|\s?[(±]\s?(?:SD|\d)|\s?(?:to|or\s+more|and\s+above)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|(?:wo)?m[ae]n|children|respondents?"
    r"|volunteers?|cases?|members?|nurses|students|trainees|surgeons|doctors|residents|workers|players|athletes|girls|boys|infants|females?|males?|controls?)"
)
_SIZE_LEFT = re.compile(
    r"\b(?:[nN]|[Ss]ample\s+size|[Nn]umber(?:ed|ing)?|[Ss]ize|[Tt]otal(?:led|ling)?)\s*(?:=|:|of|was|is)?\s*$"
    rf"|\b(?i:{_PEOPLE})\s*(?:\((?:n|N)\)\s*)?[:=|\t]\s*$"
)
_SIZE_RIGHT = re.compile(
    r"\s*(?:in\s+(?:number|all|total)|altogether)\b"
    r"|\s+(?:(?!(?:by|of|in|for|to|from|with|and|or|every|each|all|the|an?|per|at|on)\b)[^\W\d][\w’'-]*\s+){0,3}?"
    rf"{_PEOPLE}\b"
)
_STUDIES = re.compile(
    r"\s(?:[^\W\d]\w*\s){0,2}?(?:trials|studies|cent(?:er|re)s|hospitals|groups|arms|sites|items)\b", re.I
)
_BETWEEN = re.compile(r"\bbetween\s*$", re.IGNORECASE)
_BESIDE = 40
_SMALLEST, _YEARS = 4, range(1900, 2101)


def told_sizes(text: str, figures: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The numbers that a passage tells as numbers of people, whatever else it says of them."""
    told = (f for f in figures if _may_be_size(f) and _is_told_as_size(text, f, start, end))
    return [f for f in told if not _STUDIES.match(text, f.end)]


def find_counts(text: str, figures: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The whole numbers of a passage that may be numbers of people, or of what else a mean is taken over."""
    told, others = list[Figure](), list[Figure]()
    for f in filter(_may_be_size, figures):
        (told if _is_told_as_size(text, f, start, end) else others).append(f)
    others = [f for f in others if not _is_of_scale(text, f, start, end)]
    joined = _joined(text, sorted(figures, key=lambda f: f.start)) if others else set()
    return sorted([*told, *(f for f in others if f.start not in joined)], key=lambda f: f.start)


def find_sizes(text: str, whole: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The numbers of people among the whole numbers of a passage: those that are told as such, else all."""
    sure = [
        f
        for f in whole
        if _is_told_as_size(text, f, start, end) or is_bound(text[start:end], f.start - start, f.end - start)
    ]
    people = [f for f in sure or whole if not _STUDIES.match(text, f.end)]
    return people or sure or list(whole)


def _is_told_as_size(text: str, figure: Figure, start: int, end: int) -> bool:
    left = _SIZE_LEFT.search(text, max(start, figure.start - _BESIDE), figure.start)
    return bool(left or _SIZE_RIGHT.match(text, figure.end, min(end, figure.end + 2 * _BESIDE)))


def _may_be_size(figure: Figure) -> bool:
    plain = figure.decimals == 0 and not figure.percent and not figure.money
    return plain and figure.value >= _SMALLEST and figure.value not in _YEARS


def _is_of_scale(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether a number is an age, a bound of a scale or a grade by the words around it."""
    left = text[max(start, figure.start - _BESIDE) : figure.start]
    right = text[figure.end : min(end, figure.end + _BESIDE)]
    return bool(AGE.search(left) or _SCALE_LEFT.search(left) or _SCALE_RIGHT.match(right))


def _joined(text: str, figures: Sequence[Figure]) -> set[int]:
    """Where the numbers begin that are the ends of a range or neighbours in "1, 2, 3 or 4"."""
    found: set[int] = set()
    for at, one in enumerate(figures):
        if not JOIN.match(text[one.end : one.end + FARTHEST_END]):
            continue
        for k in range(at + 1, len(figures)):
            if k > at + 1 and figures[k].start - one.end > FARTHEST_END:
                break
            if _are_joined(text, one, figures[k]):
                found |= {one.start, figures[k].start}
    return found


def _are_joined(text: str, one: Figure, other: Figure) -> bool:
    if one.value >= other.value:
        return False
    if other.value <= one.value + 1 and text[one.end : other.start].strip() in (",", "or", "and"):
        return True
    between = _BETWEEN.search(text, max(0, one.start - _BESIDE), one.start) is not None
    return one.end <= other.start and is_range(text, one, other, loose=between)

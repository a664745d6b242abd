"""Conclusions: where a text itself says that two levels make a change, so that any misfit is one.

"From 7.8 to 4.1. This represents a fall of 47%", "5,118 in 2014, 50% more than the 3,412 in 2004", "8.1 before and 6.1
after, a fall of 25%": the words refer to the two levels and to nothing else.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.appositions import SAYS
from fbss_analysis.interpretation.belonging import in_one_sentence
from fbss_analysis.interpretation.change_words import NOUN
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.directions import is_by, is_nominal
from fbss_analysis.interpretation.levels import Pair, around

_OVER = re.compile(
    r"\s*(?:more|less|higher|lower|fewer|above|below)?\s*(?:than|over|on|from|compared\s+(?:with|to)|relative\s+to)\s+(?:the\s+)?(?:in\s+(?:19|20)\d\d\s*[(,]\s*)?"
    r"(?:[$€£]\s?)?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s+to\s+(?:[$€£]\s?)?", re.IGNORECASE)
_SAYS_CHANGE = re.compile(rf"\W*{SAYS}\s+(?:an?\s+)?(?:[^\W\d][\w-]*\s+){{0,3}}?{NOUN}\s+(?:of|by)\s+", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|baseline|pre\w*|first|initial\w*)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after\w*|post\w*|last|final\w*|follow[\s-]?up)\b", re.IGNORECASE)
_ASIDE = re.compile(rf"(?:\s+[^\W\d]\w*)?[\s,;(–—-]+(?:{SAYS}\s*)?", re.IGNORECASE)
_BACK = re.compile(
    r"\s+(?:below|above|under|over|(?:less|lower|more|higher|fewer|better|worse|shorter|longer)\s+than)\s+(?:(?:the|its|their|at)\s+)*"
    r"(?:pre\w*|baseline|initial|original|starting|first|before|admission|earlier)\b",
    re.IGNORECASE,
)
_NEAR, _BY = 25, 90  # characters


def is_set_over(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change stands between two levels as that of one over the other: "5,118, 50% more than the 3,412"."""
    if not pair.first < i < pair.second or not in_one_sentence(view, i, pair.first, pair.second):
        return False
    gap = view.gap(i, pair.second)
    return _OVER.fullmatch(gap) is not None or (is_by(view, i) and _TO.fullmatch(gap) is not None)


def is_told_next(view: Context, i: int, pair: Pair) -> bool:
    """Whether the sentence behind two levels says that they make a change: "This represents a fall of 47%"."""
    ends = [view.sentence_of[j] for j in (pair.first, pair.second)]
    at = view.sentence_of[i]
    follows = at is not None and ends == [at - 1, at - 1] and view.passage(pair.second) == view.passage(i)
    return follows and pair.second < i and _SAYS_CHANGE.fullmatch(view.before(i)) is not None


def is_set_back(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change right behind the later level is told as one from the first: "3.5, 44% below the first mean"."""
    last = max(pair.first, pair.second)
    ends = {view.sentence_of[j] for j in (last, i)}
    together = last < i and len(ends) == 1 and view.passage(min(pair.first, pair.second)) == view.passage(i)
    return together and bool(_ASIDE.fullmatch(view.gap(last, i)) and _BACK.match(view.after(i, 60)))


def is_concluded(view: Context, i: int, pair: Pair) -> bool:
    """Whether a change is told as that of two levels in front: as a thing of its own, or right behind "after"."""
    told = _BEFORE.search(around(view, pair.first, pair.second, 0)) and _AFTER.search(view.gap(pair.second, i))
    return is_nominal(view, i) or (
        told is not None and len(view.gap(pair.second, i)) <= (_BY if is_by(view, i) else _NEAR)
    )

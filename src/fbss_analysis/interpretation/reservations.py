"""Reservations: what a sentence says that leaves a list open, so that its figures need not make a whole.

It selects ("including", "mainly", "such as"), compares ("respectively", "versus"), tells of those who were lost, of one
thing that is two at once ("both"), or of what is planned or measured. Words that shut the list take a reservation back:
"no patient had more than one", "the two trials included 40 and 50 patients, respectively, a total of 90", "in the leg
in 30, in the back in 20 and in both in 10, which accounts for all 60".

Reference: Huddleston R, Pullum GK. The Cambridge grammar of the English language. 2002; ch. 5 (quantification).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis.interpretation import ties
from fbss_analysis.interpretation.addends import Addend
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.plans import is_plan
from fbss_analysis.schema import Kind

_SHUTS = re.compile(r"\b(?:all|whole|entire|full|every|total|cohort|sample|population)\b", re.IGNORECASE)
_FOR_AGE = re.compile(r"\bfor\s+(?:old\s+)?age\b", re.IGNORECASE)  # a reason
_SIZES = re.compile(r"\brespectively\b|\bincluded\s+(?=\d)", re.IGNORECASE)


def is_loose(view: Context, whole: Addend, parts: Sequence[Addend], said: str) -> bool:
    """Whether the sentence selects, hedges, or tells of those that were lost."""
    first, last = min(whole.place, parts[0].place), max(whole.place, parts[-1].place)
    text, start, end = view.document.text, view.mentions[first].start, view.mentions[last].end
    words = view.before(first, 80) + text[start:end] + view.after(last, 120)
    listed = text[view.mentions[parts[0].place].start : end]
    strange: re.Match[str] | bool | None
    if whole.sort == "n":
        strange = ties.MEASURE.search(_FOR_AGE.sub("", view.before(first, 80) + text[start:end]))
    else:
        strange = view.mentions[last].kind != Kind.MONEY and ties.SPELLED.search(listed)
    lost = whole.sort == "n" and ties.LOST.search(words) and not _is_shut(words)
    goes_on = view.in_brackets(last) and re.match(r"[^()]*\d", view.after(last, 80))
    shut = ties.EXCLUSIVE.search(words) or (whole.place > parts[-1].place and _SHUTS.search(said))
    told = (
        ties.SELECTS.search(_without_what_shuts(view, whole, parts, words)),
        ties.SIZED.search(words),
        not shut and ties.BOTH.search(listed + view.after(last, 30)),
        strange,
        lost,
        goes_on,
    )
    return any(told) or _has_ratio(view, whole, parts) or is_plan(words)


def _has_ratio(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether a part may have been read as a ratio: "one level in 99 and two in 60"."""
    places = sorted((whole.place, *(part.place for part in parts)))
    return any(view.mentions[i].kind == Kind.RATIO_ONE_IN_N for i in range(places[0], places[-1]))


def _is_shut(words: str) -> bool:
    shut = ties.EXCLUSIVE.search(words) or ties.REST.search(words) or ties.ACCOUNTED.search(words)
    return shut is not None


def _without_what_shuts(view: Context, whole: Addend, parts: Sequence[Addend], words: str) -> str:
    """A sentence without "no patient had more than one", and without "respectively" where a total is told beside."""
    words = ties.EXCLUSIVE.sub(" ", words)
    ahead = ties.CALLED.search(view.before(whole.place, 40)) and whole.place < parts[0].place
    counted = ahead and ties.counts_of(view.gap(whole.place, parts[0].place)) == len(parts)
    behind = whole.place > parts[-1].place and ties.TOTAL.search(view.gap(parts[-1].place, whole.place))
    return _SIZES.sub(" ", words) if counted or behind else words

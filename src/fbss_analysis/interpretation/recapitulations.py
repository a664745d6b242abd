"""Recapitulations: a whole that comes back behind the list of its parts, in a clause or a sentence of its own.

"Drugs cost $4,300 and visits $2,150. The total cost was $6,450", "… poor in the remaining 55; all 357 patients were
classified", "Of the 90 residents, 40 walked. The remaining 50 did not". The sentence tells of one figure of the sort,
and opens with the words that call it the whole or the rest; the list is all figures of the sort in the one before.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation import ties
from fbss_analysis.interpretation.addends import Addend
from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.enumerations import FEW, MOST, is_list

Recapitulation = tuple[Addend, tuple[Addend, ...], str]
_OPENING = 90  # characters
_SO = (
    r"^\W*(?:(?:thus|hence|therefore|so|then|overall|accordingly|consequently|in\s+consequence|as\s+a\s+result)\b"
    r",?\s*)?"
)
_MONEY = rf"\s*(?:[$£€]|{ties.CURRENCY}\s)?\s*$"
_BEING = (
    r"\s+(?:(?:was|were|is|are|thus|therefore|then|hence|so|came|comes|amounted|amounts|reached|equalled|to)\s+)*"
    r"(?:was|were|is|are|to|thus|therefore|then|hence|reached|equalled)"
)
_TOTAL_IS = re.compile(
    rf"{_SO}(?:(?:the|their|its|this)\s+)?(?:(?:grand|overall|combined)\s+)?(?:total|sum){_BEING}{_MONEY}"
    r"|^\W*(?:this|that|these|they|which)\s+(?:gives?|gave|makes?|made|yields?|yielded|adds?\s+up|added\s+up|comes?|came|amounts?|amounted|totals?|totalled|totaled)\s+"
    rf"(?:to\s+)?(?:an?\s+|the\s+)?(?:(?:grand|overall|combined)\s+)?(?:(?:total|sum)\s+(?:of\s+)?)?{_MONEY}"
    r"|^\W*(?:(?:taken\s+)?together|combined|in\s+total|altogether|in\s+all|added\s+up|in\s+sum)\b,?\s+(?:this|that|these|they|both|the\s+(?:two|three|four|five))\s+"
    rf"(?:[^\W\d]+\s+){{0,3}}?(?:cost|took|lasted|made|make|makes|gave|give|gives|numbered|scored|weighed|(?:c[ao]me|comes|amount|amounts|amounted|add\s+up|adds\s+up|added\s+up)\s+to){_MONEY}"
    r"|^\W*(?:these|those|the)\s+(?:(?:two|three|four|five|six|\d)\s+)?(?:groups|classes|categories|grades|subgroups|strata|levels|answers)\s+(?:together\s+)?"
    r"(?:cover|comprise|make\s+up|made\s+up|account|contain|includ)(?:e?d|s)?\s+(?:for\s+)?(?:all|every\s+one)\s+(?:of\s+)?(?:the\s+|our\s+)?$",
    re.IGNORECASE,
)
_TOTAL_COST = re.compile(
    rf"{_SO}(?:(?:the|their|its|this)\s+)?{ties.FULL}\s+(?:(?:annual|yearly|mean|direct|medical)\s+)?"
    rf"(?:costs?|bill|price|spending|expenditures?|expenses?|charges?|outlay|amount|sum|budget|burden){_BEING}{_MONEY}",
    re.IGNORECASE,
)
_EVERYONE = re.compile(
    r"(?:^|[;:.,–—(])\W*(?:and\s+|so\s+(?:that\s+)?|thus,?\s+|that\s+is,?\s+|i\.e\.,?\s+|in\s+other\s+words,?\s+|together\s+(?:these\s+are\s+)?)?(?:all|every\s+one\s+of|each\s+(?:one\s+)?of|every)(?:\s+of)?(?:\s+the|\s+these|\s+our)?\s*$",
    re.IGNORECASE,
)
_THAT_IS = re.compile(r"\b(?:that\s+is|i\.e\.|in\s+other\s+words|together)", re.IGNORECASE)
_REST = re.compile(
    r"^\W*(?:(?:in|for|of|among)\s+)?(?:(?:the|all)\s+)?(?:remaining|remainder|rest|others?)(?:\s+of\s+the)?(?:\s+group)?\s*[,:(]?\s*(?:n\s*=\s*)?$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:^|[.;:,]\s*)(?:of|among(?:st)?|out\s+of|in|from)\s+(?:a\s+total\s+of\s+)?(?:the\s+|these\s+|all\s+|our\s+|those\s+)*$",
    re.IGNORECASE,
)


def recapitulations(
    view: Context, sort: str, figures: Sequence[Addend], before: Sequence[Addend]
) -> Iterator[Recapitulation]:
    """The wholes of a sentence that come back behind their list, in it or in the sentence before."""
    yield from _in_clause(view, figures)
    if len(figures) != 1 or not before or figures[0].is_base or figures[0].of:
        return
    last, opening = figures[0], view.before(figures[0].place, _OPENING)
    if sort == "n" and _REST.search(opening):
        yield from _rest(view, before, last)
    elif FEW <= len(before) <= MOST and not any(f.is_base for f in before) and is_list(view, before):
        said = _said(view, sort, last, opening)
        if said and not ties.COMPARED.search(view.sentence(before[0].place)):
            yield last, tuple(before), said


def _in_clause(view: Context, figures: Sequence[Addend]) -> Iterator[Recapitulation]:
    """ "… and poor in the remaining 55; all 357 patients were classified"."""
    *parts, whole = figures
    plain = FEW <= len(parts) <= MOST and whole.sort == "n" and not any(f.is_base or f.of for f in figures)
    if plain and is_list(view, parts) and _EVERYONE.search(view.gap(parts[-1].place, whole.place)):
        rest = ties.REST.search(view.before(parts[-1].place, 40))
        if (
            rest
            or _THAT_IS.search(view.gap(parts[-1].place, whole.place))
            or ties.SORTED.search(view.after(whole.place, 100))
        ):
            yield whole, tuple(parts), "all of them"


def _said(view: Context, sort: str, whole: Addend, opening: str) -> str:
    """The words by which the one figure of a sentence is the whole of the list in the sentence before."""
    total = _TOTAL_IS.search(opening) or (sort != "n" and _TOTAL_COST.search(opening))
    if total:
        return " ".join(total[0].split()).lower()
    if sort == "n" and _EVERYONE.search(opening) and len(opening) < _OPENING:
        words = view.after(whole.place, 100)
        told = ties.SORTED.search(words) or ties.EXCLUSIVE.search(words)
        return f"all: {told[0].lower()}" if told else ""
    return ""


def _rest(view: Context, before: Sequence[Addend], last: Addend) -> Iterator[Recapitulation]:
    """ "Of the 90 residents, 40 walked. The remaining 50 did not": the whole is in front, or told with a part."""
    bases = {f.value for f in before if f.is_base}
    parts = [f for f in before if not f.is_base]
    if len(bases) == 1 and len(parts) == 1 and parts[0].of in bases:
        whole = next(f for f in before if f.is_base)
    elif not bases and len(parts) > 1 and _BEGINS.search(view.before(parts[0].place, 60)):
        whole, *parts = parts
    else:
        return
    if len(parts) == 1 or is_list(view, parts):
        yield whole, (*parts, last), "the rest"

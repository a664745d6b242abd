"""Asides: figures that stand beside a word of change and tell no change of anything that was found.

What a study is to detect, how many it may lose, and what counts as a success are told with the words of a result; a
list of three percentages, or of two told respectively, leaves open which is of which. None of these is held against the
figures around it.

Reference: Chan A-W, Tetzlaff JM, Altman DG, et al. SPIRIT 2013 statement: defining standard protocol items for clinical
trials. Ann Intern Med 2013;158:200-207 (item 14, sample size).

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document, Mention
>>> page = Document("page", "We assumed a fall of 40%. It fell by 20%.")
>>> view = read_context(page, [Mention("page", a, a + 3, page.text[a:a+3], Kind.PERCENT, 1.0) for a in (21, 37)])
>>> is_planned(view, 0), is_planned(view, 1)
(True, False)
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind

_PLANS = re.compile(
    r"\b(?:sample\s+size|power(?:ed)?\s+(?:of|to|calculat\w+|analys\w+)|\d\s?%\s+power|(?:statistical|adequate|sufficient)\s+power|two-?\s?sided|one-?\s?sided|alpha|β|type\s+I{1,2}\s+error|"
    r"to\s+(?:detect|allow\s+for|account\s+for|show|demonstrate)|we\s+assum\w+|assumptions?|assuming|anticipat\w+|hypothesi[sz]\w+|non-?inferiority|equivalence\s+margin|"
    r"drop-?\s?outs?\s+(?:rates?\s+)?of|attrition\s+(?:rates?\s+)?of|(?:for|an?|some)\s+(?:\w+\s+)?attrition|(?:would|will)\s+(?:be\s+)?(?:require|need)\w*|(?:was|were|is|are)\s+defined\s+as|criteri(?:a|on)\b|minim(?:al|um)\s+clinically)",
    re.IGNORECASE,
)
_LISTING = 3
_COMMA = re.compile(r"\s*(?:,|;|/|,?\s*(?:and|or|&))\s*", re.IGNORECASE)
_PERCENTS, _NUMBERS = (Kind.PERCENT, Kind.PERCENT_CHANGE), (Kind.COUNT, Kind.OTHER, Kind.DURATION, Kind.DOSE)
_SORTS = {kind: kinds for kinds in (_PERCENTS, _NUMBERS) for kind in kinds}
_PERCENT_SIGN = re.compile(r"%|per\s?cent$", re.IGNORECASE)
_EACH_OF = folded(r"\brespectively\b")
_SUCCESS = re.compile(
    r"\b(?:achiev|reach|attain|respon|criteri|defin|threshold|cut-?off|consider|at\s+least|minim|clinically|obtain|identif|using|had\s+an?)\w*",
    re.IGNORECASE,
)
_ADDED_TO = re.compile(r"\d\s?\+\s?$")
_A = re.compile(r"\b(?:an?|the|this|≥|>)\s*$", re.IGNORECASE)


def is_planned(view: Context, i: int) -> bool:
    """Whether the sentence of a figure plans a study: what it is to find, lose, or call a success."""
    return _PLANS.search(view.sentence(i)) is not None


def is_listed(view: Context, i: int) -> bool:
    """Whether a figure is one of three or more told in a row, or of two told respectively: of what, nobody can tell."""
    own, first, last = view.with_sentence(i), i, i
    while last - first + 1 < _LISTING and first - 1 in own and _is_next(view, first - 1, first, i):
        first -= 1
    while last - first + 1 < _LISTING and last + 1 in own and _is_next(view, last, last + 1, i):
        last += 1
    listed = last - first + 1
    return listed >= _LISTING or (listed == _LISTING - 1 and _EACH_OF.search(view.sentence(i)) is not None)


def _is_next(view: Context, j: int, k: int, i: int) -> bool:
    """Whether two figures of the sort of `i` are parted by a comma or an "and" alone; points begin anew behind "%"."""
    told = [view.mentions[m] for m in (j, k)]
    alike = all(mention.kind in _SORTS.get(view.mentions[i].kind, ()) for mention in told)
    levels_and_points = "point" in told[1].text and _PERCENT_SIGN.search(told[0].text) is not None
    return alike and not levels_and_points and _COMMA.fullmatch(view.gap(j, k)) is not None


def is_factor_of_design(view: Context, i: int) -> bool:
    """Whether a number is one of the levels of a design: "a 3 Group × 2 Time analysis", "at 30+180 minutes"."""
    before = view.before(i, 4)
    crossed = before.endswith(("×", "× ", " x ")) and view.mentions[i].text[:1].isdigit()
    return crossed or _ADDED_TO.search(before) is not None


def is_threshold(view: Context, i: int) -> bool:
    """Whether a round percentage is what counts as a response: "achieved a 50% reduction"."""
    round_one = value_of(view.mentions[i]) % 5 == 0 and _A.search(view.before(i, 10))
    return bool(round_one and _SUCCESS.search(view.before(i, 90) + view.after(i, 90)))

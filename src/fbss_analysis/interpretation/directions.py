"""Directions: whether the words beside a figure tell it as a change, and whether up or down.

English has a few dozen verbs and nouns of rising and falling; which of them stands beside a figure, and how, is all
that tells "a drop of 40%" from "40% of patients". The words are matched by their stems.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document
>>> page = Document("page", "A drop of 40% in those 12% who stayed.")
>>> view = read_context(page, [Mention("page", a, a + 3, page.text[a:a+3], Kind.PERCENT, 1.0) for a in (10, 23)])
>>> tells_change(view, 0), tells_change(view, 1), direction(view, 0)
(True, False, -1)
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.alikeness import is_points, is_when
from fbss_analysis.interpretation.asides import is_factor_of_design, is_listed, is_threshold
from fbss_analysis.interpretation.cells import heads_change, heads_difference, heads_points
from fbss_analysis.interpretation.change_words import (
    DOWN_MORE,
    DOWN_NOUN,
    DOWN_VERB,
    MORE,
    NOUN,
    PERCENT_CHANGE,
    UP_MORE,
    UP_NOUN,
    UP_VERB,
    VERB,
)
from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind, Mention

_MOVES = folded(VERB)
_UP_WORD = folded(rf"{UP_VERB}|{UP_MORE}|{UP_NOUN}")
_DOWN_WORD = folded(rf"{DOWN_VERB}|{DOWN_MORE}|{DOWN_NOUN}")
_SMALL = (
    r"(?:(?:about|nearly|almost|roughly|over|some|around|an?|the|only|just|exactly|as\s+much\s+as|fully|precisely|even|"
    r"another|further|well|approximately|more\s+than)\s+)*"
)
_WORDS = r"(?:\s+(?!(?:in|for|among|at|with|to|from|than|who|whom|was|were|is|are|had)\s)[^\W\d][\w’'/%-]*)"
_TOLD_BEFORE = folded(
    rf"(?:(?:{VERB}|\b{NOUN}){_WORDS}{{0,5}}?(?:\s+(?:by|of))?|"
    rf"\b{NOUN}(?:,?\s+(?:in|of|for|on|at|over|during|between|from|since|that)\s(?:[^.,;\d]|(?<=[A-Za-z-])\d+){{0,40}}?)?(?:,\s+of|,|:|"
    rf"[^.;:,()\[\]]{{0,40}}:|\s+(?:was|were|is|equals?|comes?\s+to|came\s+to|amount(?:s|ed|ing)?\s+to|of|by))|"
    rf"\b(?:{NOUN}|{VERB}ed\b){_WORDS}{{0,4}}?(?:\s*\([^()\d]*\))?\s*[:=|(\t—–-])\**\s*{_SMALL}[(\s|]*[+−–-]?$"
)
_APPENDED = folded(
    r"\bto\s+(?:[^.;]|\.(?=\d)){0,40}\d(?:[^.;,(]|\.(?=\d)){0,30}(?:\(|,\s*(?:or|i\.e\.,?|that\s+is,?)?\s*|\s[–—-]\s)[+−–-]?$"
)
_BY = re.compile(rf"\bby\s+{_SMALL}$", re.IGNORECASE)
_TOLD_BEHIND = re.compile(
    rf"(?:[^\S\t]|-)*(?:(?:relative|absolute|overall|further|mean|average|net|total|significant(?:ly)?|additional|crude|real|clear|steep|sharp|point|points|percent|a)[\s-]+){{0,3}}(?:{NOUN}|{MORE})",
    re.IGNORECASE,
)
_OF_LEVEL = re.compile(
    r"\s*(?:what\b|(?:of|the)\s+(?:what\b|that\b|it\b|its\b|their\b|the\s+(?:former|original|earlier|initial|previous|old|baseline|starting|first|pre\w*|number|level|figure|rate|count|time|value)"
    r"|before|baseline)|that\b|as\s+(?:many|much|high|low|long|often|large|big|common|frequent|great)|(?:the|its|their)\s+(?:\w+\s+)?(?:number|figure|level|rate|time|value|size|amount|total|score|count)|again\b)",
    re.IGNORECASE,
)
_CUT_IN = re.compile(
    r"\b(?:cut|slashed|split|divided|reduced|down|brought\s+down)\b[^.;\d]{0,30}\b(?:in|to|by)\s+(?:about\s+|almost\s+|nearly\s+)?$",
    re.I,
)
_DOWN_TO = folded(rf"(?:{DOWN_VERB}|{UP_VERB})\s+(?:\w+\s+){{0,2}}to\s+{_SMALL}$")
_EACH = re.compile(
    r"\s*(?:increase\s+)?(?:(?:a|per|each|every)\s+(?:year|month|decade|annum)|annual|yearly|p\.?a\.?\b)", re.IGNORECASE
)
_OF_PEOPLE = re.compile(
    rf"\s*(?:of|in|among)\s+(?:(?:the|all|these|those|our|its|their|his)\s+)?(?:\w[\w,-]*\s+){{0,2}}{PEOPLE}\b",
    re.IGNORECASE,
)
_ANNUAL = folded(
    r"\b(?:annual|yearly|per\s+year)(?:ly)?\s+(?:\w+\s+)?(?:growth|increase|decrease|change|rise)\b|"
    r"\b(?:at|by|with|of)\s+an\s+(?:\w+\s+)?(?:annual|yearly)\s+rate\b|\b(?:annual|yearly)\s+rates?\s+of\s+(?:growth|increase|decrease|change|rise)\b|\bon\s+average\b(?!\s*[,)])|\bcompound"
)
_CONCLUDES = folded(
    r"\b(?:therefore|thus|hence|so|accordingly|meaning|i\.e\.|that\s+is|in\s+other\s+words|making|giving|equivalent|corresponding|represent\w*|implying|yielding|amount\w*)\b[^.;\d]{0,60}$"
)
_ABSOLUTE = re.compile(r"\babsolute\b|\brisk\s+difference\b", re.IGNORECASE)
_END_OF = re.compile(
    r"\bbetween\s+(?:[^\W\d]+\s+){0,4}$", re.IGNORECASE
)  # "the absolute difference between 61% and 48%"
_MEASURED = (Kind.OTHER, Kind.COUNT, Kind.DURATION, Kind.MONEY, Kind.DOSE)
_OF_COUNT = folded(rf"(?:\bby|{NOUN}\s+(?:of|is|was)|{NOUN}\s*[:|=])\s+{_SMALL}[+−–-]?$")
_MORE_THAN = re.compile(
    rf"(?:\s+[^\W\d][\w-]*)?\s+(?:{UP_MORE}|{DOWN_MORE})\s*(?:than\b(?!\s+(?:doubl|tr[ei]|halv|quadr|quint|twice|half|\d))|[.,;)])",
    re.IGNORECASE,
)
_NO_DIFFERENCE = folded(
    r"\bto\s*$|\b(?:confidence|limits?|CI)\b[^.;]{0,20}$|\bnot\s+(?:\w+\s+)?different\b[^.;\d]{0,60}$"
)
_OFTEN = re.compile(r"\s+(?:an?|per|each|every|daily|weekly|monthly|yearly)\b", re.IGNORECASE)
_COEFFICIENT = re.compile(
    r"\b(?:[Bb]etas?|[Rr]ho|coefficients?|correlat\w+|[rRtzFβρ])\s*[:=]?\s*[+−–-]?$|[βρ]\s*[:=]?\s*$"
)
_CLAUSE_ENDS = re.compile(r"%|;|\b(?:whereas|while|whilst|but)\b", re.IGNORECASE)
_IN_RELATIVE = re.compile(r"\s+in\s+relative\s+terms\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:fell|fallen|falls?|dropped|changed|moved)\s+$", re.IGNORECASE)  # "twelve fell 18 times"
_VAGUE = re.compile("-|couple")
_SCALE = re.compile(r"[\s-]*(?:(?!on\b|of\b|in\b)[^\W\d][\w-]*\s+){0,2}scale\b", re.IGNORECASE)
_FARED = re.compile(r"\s*(?:better|worse)\b(?!\s+than)", re.IGNORECASE)  # "the remaining 20% worse"
_APART = re.compile(r"[\s-]*(?:points?\s+)?(?:between|apart|separat\w+|in\s+favou?r)\b", re.IGNORECASE)
_VERSUS = re.compile(r"\s*\)?\s*(?:versus|vs\.?|compared\s+(?:with|to)|against)\s+[-−–+]?\d", re.IGNORECASE)
_AGAINST = re.compile(r"\s*\)?\s*(?:versus|vs\.?|compared\s+(?:with|to)|and|or|to)\s+[-−+]?\d", re.IGNORECASE)
_SIGNED = re.compile(r"(?:[(\[:|\t,;]|\b(?:by|of|was|is|change[ds]?|difference|delta)\b)\W{0,4}$", re.IGNORECASE)
_AS_FACTOR = re.compile(
    r"\s*(?:as|the(?!\s+(?:upper|lower|normal|usual|recommended|maxim|standard|legal|limit))|more|higher|greater|larger|longer|bigger|better|worse|faster|likelier|less|lower|fewer|that|what|its|their|over|up|rise|increase|growth|increased|normal)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    rf"\s*(?:{MORE})(?:\s+(?:than\s+(?:before|then|at\s+(?:the\s+)?(?:start|outset|baseline))))?\s*[.,;!)”’\"]",
    re.IGNORECASE,
)
_LISTED = re.compile(r"%\s*,?\s*(?:and|or|,)\s*$")
_OPENS = re.compile(rf"\W*(?:[^\W\d][\w-]*\s+){{0,2}}{NOUN}[^.;\d]{{0,40}}", re.IGNORECASE)
_OF_START = re.compile(
    r"\s*of\s+(?:its|the|their|his|her)\s+(?:\w+\s+)?(?:starting|initial|baseline|original|previous|former|pre\w*|earlier|first|opening)\b",
    re.IGNORECASE,
)
_NOMINAL = folded(
    rf"\b(?:an?|this|that|the|which|it|equivalent\s+to|i\.e\.|giving|meaning|representing|corresponding\s+to)\s+(?:[^\W\d][\w-]*\s+){{0,3}}?(?:{NOUN}|growth|halving|doubling|tripling|trebling|"
    rf"quadrupling)\b[^.;\d]{{0,40}}$|\b(?:that|this|which|it)(?:\s+(?:is|was|means|makes|represents|amounts\s+to|equals|corresponds\s+to|works\s+out\s+at)|’s|'s)\s+(?:\w+\s+){{0,4}}$|"
    rf"\b{NOUN}[^.;\d\n]{{0,20}}[:|=\t][\W_]*$"
)
_NOMINAL_BEHIND = re.compile(
    rf"[\s-]*(?:(?:relative|overall|further|mean|average|net|total|absolute)[\s-]+)*{NOUN}\b", re.IGNORECASE
)


@once
def tells_change(view: Context, i: int) -> bool:
    """Whether a percentage, a fraction or a factor is told as a change of something."""
    mention = view.mentions[i]
    part = mention.kind == Kind.FRACTION_WORD and is_part(view, i)
    if is_listed(view, i) or is_factor_of_design(view, i):
        return False
    if mention.low is not None or view.is_criterion(i) or _is_yearly(view, i):
        return False
    if not part and _OF_PEOPLE.match(view.after(i, 60)):
        return False
    before, behind = view.before(i, 90), view.after(i, 50)
    if mention.unit in ("times", "fold"):
        counted = mention.text.endswith(("time", "times"))
        if counted and _OFTEN.match(behind):
            return False
        happened = counted and _HAPPENED.search(before) is not None
        return not counted or bool(_AS_FACTOR.match(behind) or (_told_before(view, i) and not happened))
    if (_AGAINST.match(behind) and not is_by(view, i)) or is_threshold(view, i):
        return False
    if mention.kind in (Kind.OTHER, Kind.COUNT):
        return (mention.unit == "" and PERCENT_CHANGE.search(before) is not None) or heads_change(view, i)
    return part or _is_told(view, i) or (mention.kind == Kind.PERCENT and heads_difference(view, i))


def _is_told(view: Context, i: int) -> bool:
    """Whether a word of change, or a sign, stands beside a fraction or a percentage."""
    mention, before = view.mentions[i], view.before(i, 90)
    told = _told_before(view, i) or _TOLD_BEHIND.match(view.after(i, 50))
    if mention.kind == Kind.FRACTION_WORD:
        return told is not None or _IN_RELATIVE.match(view.after(i, 30)) is not None or _is_by_so_much(view, i)
    if _FARED.match(view.after(i, 30)):
        return False
    if mention.kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE) or before[-3:].rstrip().endswith("="):
        return False
    signed = value_of(mention) < 0 or before.endswith(("-", "−", "–")) or mention.text[:1] in "+-−–"
    signed = before.endswith("+") or (signed and _SIGNED.search(before.rstrip("+-−– ")) is not None)
    told = told or (None if _LISTED.search(before) else _OF_START.match(view.after(i, 50)))
    return signed or mention.kind == Kind.PERCENT_CHANGE or told is not None or _is_by_so_much(view, i)


@once
def _told_before(view: Context, i: int) -> re.Match[str] | None:
    """The word of change in front of a figure, with all that joins it to the figure."""
    return _TOLD_BEFORE.search(view.before(i, 90))


@once
def tells_difference(view: Context, i: int) -> bool:
    """Whether a figure is told as what lies between two others: in points, or as so much more or less of its unit."""
    mention = view.mentions[i]
    if is_listed(view, i) or is_factor_of_design(view, i):
        return False
    if mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE) or is_points(view, i):
        compared = _VERSUS.match(view.after(i, 50)) is not None
        return not compared and (is_points(view, i) or is_absolute(view, i))
    if mention.kind not in _MEASURED or mention.unit == "times" or _is_yearly(view, i) or is_threshold(view, i):
        return False
    before, behind = view.before(i, 90), view.after(i, 50)
    if (
        _AGAINST.match(behind)
        or _COEFFICIENT.search(before)
        or PERCENT_CHANGE.search(before)
        or _NO_DIFFERENCE.search(before)
    ):
        return False
    if _SCALE.match(behind) or (mention.kind == Kind.DURATION and (_is_moment(view, i) or _VAGUE.search(mention.text))):
        return False
    if mention.kind == Kind.COUNT:
        return heads_points(view, i) or (
            bool(_OF_COUNT.search(before) or _MORE_THAN.match(behind)) and mention.text[:1].isdigit()
        )
    if heads_difference(view, i) and not heads_change(view, i):
        return True
    sign = mention.text[:1] in "+-−–" or before.endswith("+")
    signed = sign and _SIGNED.search(before.removesuffix("+")) is not None
    beside = _told_before(view, i) or _TOLD_BEHIND.match(behind) or _APART.match(behind)
    return signed or beside is not None or _is_by_so_much(view, i)


def _is_moment(view: Context, i: int) -> bool:
    """Whether a length of time says when, and not by how much something changed."""
    return is_when(view, i) and not (is_by(view, i) and moves(view.before(i, 60)))


@once
def is_absolute(view: Context, i: int) -> bool:
    """Whether a percentage is told as an absolute difference, in percentage points."""
    before, behind = view.before(i, 90), re.split(r"[;,]", view.after(i, 45))[0]
    told = None if _END_OF.search(before) else _told_before(view, i) or _TOLD_BEHIND.match(behind)
    return told is not None and bool(_ABSOLUTE.search(before) or _ABSOLUTE.search(behind))


def moves(words: str) -> bool:
    """Whether a verb of change stands in some words."""
    return _MOVES.search(words) is not None


@once
def is_part(view: Context, i: int) -> bool:
    """Whether a fraction is told of an earlier level: "a third of what it was", "half that", "cut in half"."""
    before = view.before(i, 60)
    return bool(_OF_LEVEL.match(view.after(i, 50)) or _CUT_IN.search(before) or _DOWN_TO.search(before))


def is_of_start(view: Context, i: int) -> bool:
    """Whether a percentage is told of the first level: "13% of its starting value"."""
    return _OF_START.match(view.after(i, 50)) is not None


@once
def is_by(view: Context, i: int) -> bool:
    """Whether "by" stands before a figure, so that it is the change and not what is left."""
    return _BY.search(view.before(i, 40)) is not None


def _is_by_so_much(view: Context, i: int) -> bool:
    """Whether "by 40%", or "(40%)" behind "from … to …", closes a clause whose verb of change stands in front."""
    before = view.before(i, 160)
    clause = _CLAUSE_ENDS.split(before)[-1]
    appended = _APPENDED.search(clause) and "from" in clause
    return (is_by(view, i) or bool(appended)) and any(word.search(before) for word in (_MOVES, _UP_WORD, _DOWN_WORD))


@once
def is_nominal(view: Context, i: int) -> bool:
    """Whether a change is told as a thing of its own, which refers to what was told before: "a drop of 40%"."""
    before = view.before(i, 90)
    if _ELLIPTIC.match(view.after(i, 40)) or _OPENS.fullmatch(view.before(i, 400)):
        return True
    return bool(_NOMINAL.search(before) or _CONCLUDES.search(before) or _NOMINAL_BEHIND.match(view.after(i, 50)))


def direction(view: Context, i: int) -> int:
    """1 where the words nearest to a change tell a rise, -1 for a fall, 0 where they leave it open."""
    mention: Mention = view.mentions[i]
    if value_of(mention) < 0:
        return -1
    before, behind = view.before(i, 60), view.after(i, 30)
    told = _TOLD_BEHIND.match(behind)
    words = told[0] if told else _TOLD_BEFORE.search(before)
    words = words if isinstance(words, str) else words[0] if words else before[-40:] + " " + behind
    up, down = bool(_UP_WORD.search(words)), bool(_DOWN_WORD.search(words))
    return up - down


@once
def _is_yearly(view: Context, i: int) -> bool:
    """Whether a percentage is a change a year, which is not the change over all years."""
    return bool(_EACH.match(view.after(i)) or _ANNUAL.search(view.before(i, 60)))

"""Alikeness: what a figure measures, as far as its print tells, so that two may be levels of one thing.

A level is a count, a score, a share, a sum of money, a dose or a length of time. What is a bound, a label ("ward 4"), a
citation, a part of a whole, a statistic or a moment is none. Two figures are alike where their kinds and units are, or
where one of them leaves its unit out.

Reference: Stevens SS. On the theory of scales of measurement. Science 1946;103:677-680.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document
>>> page = Document("page", "The score was 6.2 on ward 4, then 4.1.")
>>> view = read_context(page, [Mention("page", a, b, page.text[a:b], kind, float(page.text[a:b]))
...     for a, b, kind in ((14, 17, Kind.OTHER), (26, 27, Kind.COUNT), (34, 37, Kind.OTHER))])
>>> measure(view, 0), measure(view, 1), like(view, 0, 2)
(('plain', ''), None, True)
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.schema import Kind, Mention

_FEW = 12
_PART_OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:the\s+|all\s+|these\s+|those\s+)?(?:\d|whom\b|which\b|them\b)|/\d|-(?:inch|liter|litre|year|month|week|day|item|point|level)\b",
    re.IGNORECASE,
)
_NUMBERS, _GOODS = (Kind.COUNT, Kind.OTHER, Kind.MEAN_SD), (Kind.MONEY, Kind.DOSE)
BOUNDS = frozenset(("over", "at_least", "up_to", "no_more_than", "under"))
_PLAIN_UNITS = frozenset(("", "points", "point", "score", "scores"))
_WORKS = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|cent(?:er|re)s|countries|comparisons|articles|papers|eyes)\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\b(?:patients?|participants?|people|persons?|subjects?|women|men|children|adults?|volunteers?|respondents?)\b",
    re.I,
)
_GIVEN = re.compile(
    r"(?<!stood\s)(?<!stands\s)(?<!put\s)(?<!estimated\s)(?<!valued\s)(?<!remained\s)\bat\s+$|/\s?$", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?<!\d )(?<!\d-)(?<!one )(?<!two )(?<!three )(?<!four )(?<!five )(?<!six )(?<!nine )(?<!ten )(?<!twelve )"
    r"\b(?:wards?|levels?|grades?|groups?|phases?|tables?|fig(?:ure)?s?\.?|types?|stages?|class(?:es)?|cent(?:er|re)s?|hospitals?|sites?|versions?|"
    r"days?|weeks?|months?|years?|quarters?|beds?|rooms?|floors?|arms?|cohorts?|stud(?:y|ies)|trials?|questions?|items?|steps?|parts?|chapters?|pages?|"
    r"refs?\.?|references?|no\.?|nr\.?|numbers?|units?|rounds?|visits?|sections?|appendix|schedule|regions?|zones?|types?)\s+$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"-(?:[,;]|\s)")  # "1.8-, 1.9- and 2.5-fold"
_CITED = re.compile(r"[^\W\d_]{3}\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\s?[,–-]\s?$")  # "in two trials23, 24"
_SYMBOL = re.compile(r"(?:^|[\s(,;])(?:[A-Za-zχκρβηΔ]{1,2}[²2]?|SD|SE|SEM|df)\s*=\s*$")
_WHEN = re.compile(
    r"\bperiods?\s+of\s+$|\b(?:at|by|after|within|over|during|until|till|for|in|through|beyond|follow\w*|every|per|last|past|next|first|previous|age[ds]?|lasting)"
    r"(?:\s+(?:the|a|an|about|around|approximately|first|last|next|final|mean|median|up|to|of))*\s*[(]?\s*$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:day|week|month|year|first)\b", re.IGNORECASE)  # "week 12"
_LATER_BY = re.compile(
    r"[\s-]*(?:after(?!\s+(?:it|that|them|this)\b)|post\w*|later|ago|follow[\s-]?up|old|of\s+(?:age|follow\w*|treatment|surgery))\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s+to\s+(?:only\s+|just\s+|about\s+)?", re.IGNORECASE)
_MOVED_FROM = re.compile(
    r"\b(?:fell|f[ae]ll(?:en)?|dropped|decreas\w*|declin\w*|went\s+(?:down|up)|rose|increas\w*|reduc\w*|shorten\w*|lengthen\w*|cut|improv\w*|chang\w*|c[ao]me\s+down)"
    r"\s+(?:[^\W\d]\w*\s+){0,4}?from\s+(?:an?\s+(?:mean|median|average)\s+of\s+)?$",
    re.IGNORECASE,
)
_SCALE_END = re.compile(r"\b(?:per|out\s+of|of\s+a\s+possible)\s+$|/\s?$", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:to|and|or|versus|vs\.?|→|[-–]+>|[-–—])\s*(?:only\s+|just\s+|about\s+)?", re.IGNORECASE)
_STOP = re.compile(r"[.!?]\s")
_IT = re.compile(r"\b(?:it|this|that|they|these|those)\b", re.IGNORECASE)
_LEFT_OUT = 60  # characters over which the second of two figures may go without its unit
_POINTS = re.compile(r"[-\s]*(?:absolute\s+|percentage\s+)?(?:points?|pts)\b", re.IGNORECASE)
_POINTS_AHEAD = re.compile(r"\b(?:percentage|per\s?cent|%)[\s-]points?\W{1,4}$|\bpp\W{1,4}$", re.IGNORECASE)
_PP = re.compile(r"\s?(?:pp|ppts?|p\.p\.)(?!\w)", re.IGNORECASE)


@once
def measure(view: Context, j: int) -> tuple[str, str] | None:
    """What two figures must have in common to be levels of one thing; None where a figure can be no level."""
    mention = view.mentions[j]
    if (
        mention.text.endswith("-point")
        or mention.value is None
        or mention.low is not None
        or mention.hedge in BOUNDS
        or value_of(mention) <= 0
    ):
        return None
    if mention.kind == Kind.DURATION:
        return None if is_when(view, j) else ("duration", mention.unit)
    if mention.kind == Kind.PERCENT:
        return None if is_points(view, j) or view.is_criterion(j) else ("percent", "")
    if mention.kind not in (*_GOODS, *_NUMBERS) or _is_no_level(view, j):
        return None
    if mention.kind in _NUMBERS:
        return "plain", _unit(mention)
    return None if _GIVEN.search(view.before(j, 20)) else (mention.kind.value, mention.unit.partition(" per ")[0])


@once
def is_points(view: Context, j: int) -> bool:
    """Whether a figure is in percentage points, which only a difference can be."""
    mention = view.mentions[j]
    if mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE):
        return "point" in mention.text or _POINTS.match(view.after(j, 30)) is not None
    told = _POINTS_AHEAD.search(view.before(j, 40)) if mention.unit == "" else None
    return mention.unit == "pp" or _PP.match(view.after(j, 6)) is not None or told is not None


def _is_no_level(view: Context, j: int) -> bool:
    mention, before = view.mentions[j], view.before(j, 30)
    if mention.kind == Kind.COUNT and (_WORKS.search(mention.unit) or _is_small_word(mention)):
        return True
    if _CUT_OFF.match(view.after(j, 4)):
        return True
    named = mention.kind == Kind.COUNT and _LABEL.search(before)
    told = named or _CITED.search(before) or _SYMBOL.search(before) or _SCALE_END.search(before)
    return mention.unit == "times" or is_points(view, j) or bool(told) or _is_part(view, j)


def _is_small_word(mention: Mention) -> bool:
    return mention.text[:1].isalpha() and value_of(mention) <= _FEW


@once
def is_when(view: Context, j: int) -> bool:
    """Whether a length of time says when something was so, and is not what was measured."""
    if _is_end_of_change(view, j):
        return False
    return bool(
        _NAMED.match(view.mentions[j].text)
        or _WHEN.search(view.before(j, 40))
        or _LATER_BY.match(view.after(j, 30))
        or _LABEL.search(view.before(j, 12))
    )


def _is_end_of_change(view: Context, j: int) -> bool:
    """Whether a length of time is what another one became: "from 10.8 days to 6.9 days after the change"."""
    before = j > 0 and view.mentions[j - 1].kind == Kind.DURATION and view.sentence_of[j] == view.sentence_of[j - 1]
    return bool(before and _TO.fullmatch(view.gap(j - 1, j)) and _MOVED_FROM.search(view.before(j - 1, 60)))


def _unit(mention: Mention) -> str:
    """The unit that a figure is measured in; a count has none, for the noun behind it is not told every time."""
    return "" if mention.kind == Kind.COUNT or mention.unit in _PLAIN_UNITS else mention.unit


@once
def like(view: Context, j: int, k: int) -> bool:
    """Whether two figures are of one measure; a unit may be left out the first time ("115 to 44 mg")."""
    one, other = measure(view, j), measure(view, k)
    mentions = view.mentions[j], view.mentions[k]
    if one is None or other is None or count_others(*mentions) or _is_of_people(*mentions):
        return False
    return one == other or _elided(view, min(j, k), max(j, k), one, other)


def _elided(view: Context, j: int, k: int, one: tuple[str, str], other: tuple[str, str]) -> bool:
    bare = ("plain", "") in (one, other) and "percent" not in (one[0], other[0])
    gap = view.gap(j, k)
    if not bare or len(gap) > _LEFT_OUT or ")" in gap.partition("(")[0]:
        return False
    if one == ("plain", ""):
        return _LINK.fullmatch(gap) is not None or (bool(other[1]) and other[1] in view.after(j, 30))
    return view.mentions[k].unit == "" and (not _STOP.search(gap) or _IT.search(gap) is not None)


def count_others(one: Mention, other: Mention) -> bool:
    """Whether two counts are of different people or things."""
    nouns = [m.unit.split()[-1].lower() if m.unit else "" for m in (one, other)]
    counted = [noun for noun in nouns if noun.endswith("s") or noun in ("people", "staff", "women", "men", "children")]
    return one.kind == other.kind == Kind.COUNT and len(counted) == 2 and counted[0] != counted[1]


def _is_of_people(one: Mention, other: Mention) -> bool:
    """Whether one of two figures counts people and the other is measured to a decimal."""
    forms = [(m.kind == Kind.COUNT and _PEOPLE.search(m.unit) is not None, "." in m.text) for m in (one, other)]
    return any(people for people, _ in forms) and any(decimal for _, decimal in forms)


def _is_part(view: Context, j: int) -> bool:
    """Whether a whole number is one of others ("11 of 20"); a mean score out of 20 is a level."""
    return "." not in view.mentions[j].text and _PART_OF.match(view.after(j, 20)) is not None

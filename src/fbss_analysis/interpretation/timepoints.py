"""Time points: every moment that a stretch of text tells, on one scale, whether or not its unit is printed with it.

A moment is told as a length of time since the start ("5 years", "12-month", "year two", "the first anniversary", "a
decade"), as an age, or by the calendar ("the end of March", "in 2015"). A list shares the unit that closes it ("1-, 2-
and 5-year"), and behind a preposition a bare number takes the unit of its neighbours ("86% after three"). A length that
is no moment (an age on average, a mean follow-up, a period "between" two others) is left out.

Reference: Altman DG, Bland JM. Time to event (survival) data. BMJ 1998;317:468-469 (a proportion needs its time).

>>> [(point.months, point.scale) for point in find_timepoints("7% at 1 year, 9% after three and 12% by the fifth year")]
[(12.0, 'since'), (36.0, 'since'), (60.0, 'since')]
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fbss_analysis.horizon import MONTHS_IN
from fbss_analysis.printed.words import ORDINALS, number_of_words

SINCE, AGE, CALENDAR = "since", "age", "calendar"
_HOUR = float(MONTHS_IN["day"]) / 24
_DAY, _WEEK = float(MONTHS_IN["day"]), float(MONTHS_IN["week"])
_UNITS = {
    **{unit: float(length) for unit, length in MONTHS_IN.items()},
    **dict.fromkeys(("y", "yr", "anniversary", "birthday"), 12.0),
    **dict.fromkeys(("mo", "mth", "m"), 1.0),
    **dict.fromkeys(("wk", "w"), _WEEK),
    **dict.fromkeys(("hour", "hr", "h"), _DAY / 24),
    **dict.fromkeys(("winter", "summer", "autumn", "spring"), 12.0),
    **dict.fromkeys(("cycle", "attempt", "round", "transfer"), 1.0),
    "q": 3.0,
    "fortnight": 2 * _WEEK,
    "d": _DAY,
}
_FEASTS = {
    "New Year": 1.0,
    "Easter": 4.3,
    "Midsummer": 6.7,
    "Michaelmas": 9.9,
    "Christmas": 12.8,
    "New Year's Eve": 12.95,
}
_MONTHS = tuple(name.lower() for name in month_name[1:])
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUM = rf"(?:\d+(?:[.·]\d+)?(?!\d|[.,·]\d)|(?:{_TENS})(?:[-\s](?:{_ONES}))?\b|(?:{_ONES})\b)"
_UNIT = (
    r"(?:(?:hour|day|week|fortnight|month|quarter|year|decade|winter|summer|autumn|spring|cycle|attempt|round|transfer)s?|(?:hr|wk|mo|mth|yr)s?\.?|(?<=\d)[\s-]?[ymwdh](?![\w²³/])|"
    r"(?<=\d-)[ymwdh](?!\w))(?!\w)"
)
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|fifteenth|twentieth|twenty-fifth|"
    r"thirtieth|\d{1,2}(?:st|nd|rd|th))"
)
_MORE_ORDINALS = {
    "eleventh": 11,
    "twelfth": 12,
    "fifteenth": 15,
    "twentieth": 20,
    "twenty-fifth": 25,
    "thirtieth": 30,
}
_CLOSES = (
    r"(?!\s+and\s+a\s+half)"
    r"(?=\s*(?:[,.;:)\]/|–—(\[]|$|(?:and|but|it|they|the|there|this|that|these|then|was|were|had|have|has|is|are|of\s+them|as|or|a|an|some|only|all|"
    r"another|with|while|when|to|up|in\s+all|\d)(?!\w)|\d))"
)
_LIST = rf"{_NUM}-?(?:\s*(?:,|/|&|,?\s*\band|,?\s*\bor)\s*{_NUM}-?)+(?:\s?-|\s)?\s*"
_POINT = re.compile(
    rf"(?P<range>\bbetween\s+(?:the\s+)?{_NUM}(?:[-\s]*{_UNIT})?\s+and\s+{_NUM}[-\s]*{_UNIT}|\b{_NUM}(?:\s*[–—]\s*|(?<=\d)-(?=\d)|\s+to\s+){_NUM}[-\s]*{_UNIT})"
    r"|\b(?P<end>(?:the\s+)?year(?:['’]s)?[\s-]end|(?:the\s+)?end\s+of\s+the\s+year)\b"
    rf"|\b(?P<ordinal>{_ORDINAL})\s+(?:(?:post\w*|full|whole|follow-up|study|complete)\s+)?(?P<of>day|week|month|quarter|year|decade|anniversary|birthday|cycle|attempt|round|transfer)(?!\w|\s+of\s+age)"
    rf"|\b(?P<ranked>{_ORDINAL}(?:\s*,\s*{_ORDINAL})*\s*,?\s*and\s+(?:the\s+)?{_ORDINAL})\s+(?:post\w*\s+|full\s+)?(?P<ranks>day|week|month|quarter|year|decade|cycle)s?\b"
    rf"|\bthe\s+(?P<elided>{_ORDINAL}){_CLOSES}"
    rf"|\b(?P<leds>years|months|weeks|days)\s+(?P<listed>{_NUM}(?:\s*,\s*{_NUM})*\s*,?\s*(?:and|&|or)\s*{_NUM})(?!\s*%)"
    rf"|\b(?P<led>years?|months?|weeks?|days?|hours?|quarters?|yr|mo|wk)\s*[=#]?\s?(?P<count>{_NUM})(?![\w%]|\s*%|\s+per\s?cent)"
    rf"|\b(?-i:(?P<letter>[YMWDQ])(?P<short>\d+))\b"
    rf"|\b(?P<list>{_LIST})(?P<shared>{_UNIT})"
    rf"|\b(?P<number>{_NUM})(?:\s+and\s+a\s+(?P<half>half))?(?:\s|-|\s?-\s?)?(?P<unit>{_UNIT})"
    r"|\b(?P<one>half\s+an?|half-a|an?|the)\s+(?:full\s+|whole\s+|single\s+)?(?P<alone>hour|day|week|fortnight|month|quarter|year|decade)\b(?P<more>\s+and\s+a\s+half)?"
    rf"|\bage[ds]?\s+(?:of\s+)?(?P<age>{_NUM})\b"
    rf"|\b(?-i:(?P<month>{'|'.join(month_name[1:])}))(?:\s+(?P<in>(?:19|20)\d\d))?\b"
    rf"|\b(?-i:(?P<feast>{'|'.join(_FEASTS)}))\b"
    r"|\b(?P<baseline>at\s+(?:baseline|(?:the\s+)?(?:start|outset|beginning)|enrol+ment|inclusion|entry))\b(?!\s+of\s+(?:\d|the\s+\w+\s+year))"
    r"|(?:(?<=[:;|,(]\s)|(?<=[(|])|^)(?P<annum>(?:19|20)\d\d)(?=\s*[:=,)–-]?\s*(?:\d|$|[,;)]))"
    r"|\b(?:in|by|until|through|of|to|end|at|since|year)\s+(?P<calendar>(?:19|20)\d\d)\b(?!\s*(?:%|patients|people|participants))"
    rf"|\b(?:at|by|after|within|until|through|beyond)\s+(?!{_LIST}{_UNIT})(?P<bare>{_NUM}){_CLOSES}",
    re.IGNORECASE,
)
_NO_POINT_BEFORE = re.compile(
    r"(?:[<>≤≥]\s*|\b(?:under|over|below|above)\s+|\b(?:mean|median|average|minimum|maximum|medians|means|averag\w+|range|every|each|per|last|past|previous|preceding|prior|lasting|than|old|aged?|ages|between|during|"
    r"for\s+the|over\s+the|over\s+an?)\s+(?:\w+\s+)?(?:of\s+|was\s+|is\s+)?(?:the\s+)?|\b(?:follow(?:ed)?[\s-]?up|age|duration|stay|time)\b[^.;,()%]{0,40}?\b(?:was|were|of|is|averaged|recipients|,)\s*)$",
    re.IGNORECASE,
)
_NO_POINT_AFTER = re.compile(
    r"\s*-?\s*(?:old\b|of\s+age\b|ago\b|earlier\b|of\s+(?:experience|observation)|apart\b|or\s+(?:older|more|longer)\b|(?:time\s+)?intervals?\b|periods?\b|(?:treatment\s+|study\s+|therapy\s+)?(?:groups?|arms?|regimens?|courses?|protocols?|programme|program|therapy|treatment|supply|trial|study)\b|(?:of\s+)?(?:mean|median)\s+follow)",
    re.IGNORECASE,
)
_AT_AGE = re.compile(r"\b(?:at|by)\s+(?:the\s+)?$", re.IGNORECASE)
_BEHIND_A_UNIT = re.compile(rf"(?:{_UNIT}|\d[ymwdh])[\s:=–—-]*$", re.IGNORECASE)
_RANK = re.compile(_ORDINAL, re.IGNORECASE)
_SEPARATED = re.compile(_NUM, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A moment where it is printed, in months since the start, of age or of the calendar; `unit` is empty if elided."""

    start: int
    end: int
    months: float
    scale: str
    unit: str
    told: bool = True


def find_timepoints(text: str) -> list[TimePoint]:
    """The moments of a text in order; a bare number takes the unit of the moment before it, or else behind it."""
    found = list(_read(text))
    units = [point.unit if point.unit != "start" else "" for point in found]
    points = []
    for i, point in enumerate(found):
        if not point.told:
            continue
        unit = point.unit or next((u for u in (*units[:i][::-1], *units[i + 1 :]) if u), "")
        if unit:
            scale = point.scale if point.unit else (AGE if unit == "age" else SINCE)
            points.append(
                replace(point, months=point.months * (1 if point.unit else _UNITS.get(unit, 12)), scale=scale)
            )
    return points


def _read(text: str) -> Iterator[TimePoint]:
    for found in _POINT.finditer(text):
        told = _is_told(text, found)
        if found["ranked"]:
            yield from _of_ranks(found, told)
        elif found["list"] or found["listed"]:
            yield from _of_list(found, told)
        elif not found["range"]:
            yield from _of_one(found, told)


def _is_told(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 60) : found.start()]
    if found["unit"] or found["one"] or found["ordinal"]:
        if _AT_AGE.search(before) and text.startswith(" of age", found.end()):
            return True
        return not (_NO_POINT_BEFORE.search(before) or _NO_POINT_AFTER.match(text, found.end()))
    return True


def _of_ranks(found: re.Match[str], told: bool) -> Iterator[TimePoint]:
    """The moments of "at the end of the first, second and fifth year"."""
    unit, members = _stem(found["ranks"]), list(_RANK.finditer(found["ranked"]))
    for place, member in enumerate(members):
        start = found.start("ranked") + member.start()
        end = found.end() if place == len(members) - 1 else start + len(member[0])
        yield TimePoint(start, end, _number(member[0]) * _UNITS[unit], SINCE, unit, told)


def _of_list(found: re.Match[str], told: bool) -> Iterator[TimePoint]:
    group = "list" if found["list"] else "listed"
    unit = _stem(found["shared"] or found["leds"])
    members = list(_SEPARATED.finditer(found[group]))
    if _BEHIND_A_UNIT.search(found.string, max(0, found.start() - 12), found.start()) or "." in members[0][0]:
        members = members[-1:]  # "1 year 5, 3 years 9": the first is a figure
    for place, member in enumerate(members):
        start = found.start(group) + member.start()
        end = found.end() if place == len(members) - 1 else start + len(member[0])
        yield TimePoint(start, end, _number(member[0]) * _UNITS[unit], SINCE, unit, told)


def _of_one(found: re.Match[str], told: bool) -> Iterator[TimePoint]:
    start, end = found.span()
    if found["month"] or found["end"] or found["calendar"] or found["annum"] or found["feast"]:
        month = _MONTHS.index(found["month"].lower()) + 1 if found["month"] else _FEASTS.get(found["feast"], 12.9)
        year = int(found["in"] or found["calendar"] or found["annum"] or 0)
        yield TimePoint(start, end, 12 * year + month, CALENDAR, CALENDAR, told)
    elif found["baseline"]:
        yield TimePoint(start, end, 0.0, SINCE, "start", told)
    elif found["age"]:
        yield TimePoint(start, end, 12 * _number(found["age"]), AGE, "age", told)
    elif found["bare"] or found["elided"]:
        yield TimePoint(start, end, _number(found["bare"] or found["elided"]), SINCE, "", told)
    elif found["one"]:
        size = (0.5 if "half" in found["one"].lower() else 1.0) + (0.5 if found["more"] else 0.0)
        unit = found["alone"].lower()
        yield TimePoint(start, end, size * _UNITS[unit], SINCE, unit, told and found["one"].lower() != "the")
    else:
        unit = _stem(found["unit"] or found["of"] or found["led"] or found["letter"])
        number = _number(found["number"] or found["ordinal"] or found["count"] or found["short"])
        if found["led"] and 1900 <= number < 2100:
            yield TimePoint(start, end, 12 * number + 12.9, CALENDAR, CALENDAR, told)
        else:
            yield TimePoint(start, end, (number + (0.5 if found["half"] else 0)) * _UNITS[unit], SINCE, unit, told)


def _stem(unit: str) -> str:
    word = "".join(filter(str.isalpha, unit)).lower()  # a "h" may bring any kind of space along
    return word if word in _UNITS else word.removesuffix("s")


def _number(text: str) -> float:
    word = text.lower().replace("·", ".")
    if word[0].isdigit():
        return float(word.rstrip("stndrh"))
    if word in ORDINALS or word in _MORE_ORDINALS:
        return float(ORDINALS.get(word) or _MORE_ORDINALS[word])
    return float(number_of_words(word)[0] or 0)

"""Spans: the range or interquartile range that a text tells of the same values as their median or mean.

A median lies between the quartiles, and a median or mean between the least and the greatest value, whatever the values
are, so that any misfit beyond rounding is an error. A mean may lie outside of the quartiles, and is not asked there.
The two must be tied by the print: "median 7 days (IQR 5–11)", "a mean of 57 years, ranging from 33 to 68", "aged 33 to
68 years (mean 57)", "median (range) stay: 7 (2–19)". Ranges of values that nobody had (of a scale, of the normal,
a possible, recommended or planned one), of others ("33–68 in the controls") or in another unit are left alone.

Reference: Altman DG. Practical Statistics for Medical Research. Chapman & Hall 1991, section 3.4 (describing data).

>>> told = "Median stay was 15 days (interquartile range 5–11).", "The mean dose was 12 mg (recommended range 20–40)."
>>> [[(found.estimate.text, found.agrees) for found in find_spans(Document("page", text))] for text in told]
[[('15', False)], []]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.bounds.contrasts import lies_in
from fbss_analysis.bounds.estimates import Limits
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.notation import Told, is_range
from fbss_analysis.citing.discourse import read_page
from fbss_analysis.schema import Document, Reference

_QUARTILES = (
    r"(?:inter-?\s?quartile\s+(?:ranges?|intervals?)(?:\s*[(\[]?\s*IQR\s*[)\]]?)?|IQRs?|quartiles|"
    r"Q1\s?[–,-]\s?Q3|25th\s?[–-]\s?75th\s+percentiles?)"
)
_EXTREMES = (
    r"(?:(?:(?:full|overall|total|observed|age)\s+)?ranges?|min(?:imum)?\.?\s?[–,/-]\s?max(?:imum)?\.?|"
    r"rang(?:ing|ed)|extremes)"
)
_SIGN = re.compile(
    r"\b(?:interquartile|inter-quartile|IQR|quartiles|rang(?:e|ed|es|ing)|min|minimum|aged)\b|75th", re.IGNORECASE
)
_UNIT = r"(?:\s?-?(?P<{0}>%|°|[^\W\d_][\w/²³.’'-]*)(?:\s+(?:old|of\s+age|in\s+number|each))?)?"
_SPREAD = (
    r"(?:\s*(?:±|\+/[-–−])\s*[\d.·]+(?:\s?[^\W\d_]+)?|"
    r"\s*[(\[]\s*(?:SD|s\.d\.|standard\s+deviation)[\s:=,]*(?:±\s*)?[\d.·]+\s*(?:[^\W\d_]+\s*)?(?=[)\],;]))?"
)
_TO_RANGE = re.compile(
    rf"{_UNIT.format('unit')}{_SPREAD}(?:\s*[,;:()\[\]–—-])*\s*(?:and\s+|with\s+)?(?:an?\s+|the\s+|their\s+|its\s+)?(?:(?P<quartiles>{_QUARTILES})|{_EXTREMES})"
    r"[\s,:=]*(?:(?:was|were|of|from|between|being|is)\s+)*[(\[]?\s*",
    re.IGNORECASE,
)
_TO_LEAST = re.compile(
    rf"{_UNIT.format('unit')}{_SPREAD}(?:\s*[,;:()\[\]–—-])*\s*min(?:imum)?\.?[\s:=,]*(?:of\s+)?", re.IGNORECASE
)
_TO_MOST = re.compile(r"(?:\s?[^\W\d_]+)?\s*(?:,|;|and|–|-)*\s*max(?:imum)?\.?[\s:=,]*(?:of\s+)?", re.IGNORECASE)
_BARE = re.compile(rf"{_UNIT.format('unit')}\s*[(\[]\s*", re.IGNORECASE)
_MIDDLE = re.compile(
    r"\b(?:(?P<median>medians?)|means?|average[ds]?|averaging)\b(?P<words>[^.;()\[\]\d]{0,70})$", re.IGNORECASE
)
_HEADED = re.compile(
    rf"\b(?:(?P<median>medians?)|means?|average)\s*(?:[(\[,]|\band\b|\bwith\b|±)\s*(?:(?P<quartiles>{_QUARTILES})|{_EXTREMES})\s*[)\],:]?[^.;()\[\]\d]{{0,60}}$",
    re.IGNORECASE,
)
_RANGED = re.compile(
    r"\b(?:aged?|ages|rang(?:e|ed|ing))\b[\s,:=(]*(?:(?:of|from|between|was|were)\s+)*$", re.IGNORECASE
)
_TO_MIDDLE = re.compile(
    rf"{_UNIT.format('unit')}(?:\s*[,;:(\[–—-])*\s*(?:with\s+)?(?:an?\s+|the\s+|their\s+|its\s+)?(?:overall\s+)?(?:medians?|means?|average)(?:\s+(?:age|value|duration|follow-?up|time))?"
    r"[\s,:=]*(?:(?:of|was|being|is|at)\s+)*",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"{_UNIT.format('unit')}(?:\s*[)\],;.]|\s*$|\s*\band\b)", re.IGNORECASE)
_ENDS_MIDDLE = re.compile(rf"{_UNIT.format('unit')}\s*(?:[)\],;.±(\[]|$|and\b|with\b|\+/)", re.IGNORECASE)
_NOT_SEEN = re.compile(
    r"\b(?:normal|reference|possible|potential|theoretical|recommended|therapeutic|target|acceptable|allowed|permitted|predicted|expected|planned|scale|score|scoring|"
    r"item|items|response|dynamic|detection|measuring|working|usual|literature|reported|published|previous(?:ly)?|dose|dosing|cut-?off)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OTHER_MIDDLE = re.compile(
    r"\b(?:change|changes|changed|difference|differences|reduction|increase|decrease|improvement|adjusted|estimated|predicted|modelled|geometric|weighted|pooled|SD|"
    r"deviation|error|ratio|versus|vs|compared|than|from|per)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:age[ds]?|follow-?up|stay|duration|time|survival|interval|hospitali[sz]ation|delay)\b", re.IGNORECASE
)
_LONGEST = 2000


def find_spans(document: Document, references: Sequence[Reference] = ()) -> Iterator[Limits]:
    """The medians and means of a document with the ranges that are told of the same values."""
    page = read_page(document, references)
    places = {page.sentence_at(found.start()) for found in _SIGN.finditer(page.text)}
    for at in sorted(place for place in places if place is not None):
        sentence = page.sentences[at]
        if sentence.end - sentence.start <= _LONGEST:
            yield from _of_sentence(page.text, sentence.start, sentence.end)


def _of_sentence(text: str, start: int, end: int) -> Iterator[Limits]:
    figures = [f for f in read_figures(text, start, end) if not f.money or f.value >= 0]
    for at in range(len(figures) - 2):
        one, two, three = figures[at : at + 3]
        found = _middle_first(text, start, end, one, figures[at + 1 :]) or _range_first(
            text, start, end, one, two, three
        )
        if found and found.told.low.value < found.told.high.value and min(f.value for f in _parts(found)) >= 0:
            yield found


def _parts(found: Limits) -> tuple[Figure, Figure, Figure]:
    return found.estimate, found.told.low, found.told.high


def _middle_first(text: str, start: int, end: int, middle: Figure, behind: Sequence[Figure]) -> Limits | None:
    """A median or mean with the range behind it, right behind or behind its deviation."""
    for low, high in ((behind[0], behind[1]), *([(behind[1], behind[2])] if len(behind) > 2 else [])):
        tie = _tie(text, middle, low, high)
        if tie is None:
            continue
        named = _MIDDLE.search(text, max(start, middle.start - 110), middle.start)
        headed = None if named else _HEADED.search(text, max(start, middle.start - 140), middle.start)
        told = tie if tie.re is not _BARE else headed
        if tie.re is _BARE and headed is None:
            plain = named and named["median"] and _TIMES.search(named["words"]) and low is behind[0]
            told = tie if plain else None
        sure = named or headed
        if told is None or sure is None or (named and _OTHER_MIDDLE.search(named["words"])):
            return None
        quartiles = "quartiles" in told.re.groupindex and told["quartiles"]
        ends = _ENDS.match(text, high.end, end)
        if (quartiles and not sure["median"]) or not ends or not _same_unit(tie["unit"], ends["unit"]):
            return None
        return _limits(middle, low, high)
    return None


def _tie(text: str, middle: Figure, low: Figure, high: Figure) -> re.Match[str] | None:
    """What ties a number to two others as their range; None where they are none."""
    least = _TO_LEAST.fullmatch(text, middle.end, low.start)
    if least and _TO_MOST.fullmatch(text, low.end, high.start):
        return least
    told = _TO_RANGE.fullmatch(text, middle.end, low.start)
    loose = told is not None and (told[0].rstrip().endswith("between") or told["quartiles"] is not None)
    if not is_range(text, low, high, loose=loose) or _NOT_SEEN.search(text, middle.end, low.start):
        return None
    return told or _BARE.fullmatch(text, middle.end, low.start)


def _range_first(text: str, start: int, end: int, low: Figure, high: Figure, middle: Figure) -> Limits | None:
    """A range with the median or mean behind it: "aged 33 to 68 years (mean 57)"."""
    opened = _RANGED.search(text, max(start, low.start - 40), low.start)
    tie = _TO_MIDDLE.fullmatch(text, high.end, middle.start)
    if opened is None or tie is None or _NOT_SEEN.search(text, max(start, opened.start() - 30), opened.start()):
        return None
    ends = _ENDS_MIDDLE.match(text, middle.end, end)
    joined = is_range(text, low, high, loose=opened[0].rstrip().endswith("between"))
    return _limits(middle, low, high) if joined and ends and _same_unit(tie["unit"], ends["unit"]) else None


def _same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same: one is left out, or they begin alike."""
    if not one or not other or other.lower() in ("and", "with"):
        return True
    return one.lower()[:2] == other.lower()[:2] or (
        one[0].lower() == other[0].lower() and min(len(one), len(other)) < 4
    )


def _limits(middle: Figure, low: Figure, high: Figure) -> Limits | None:
    if middle.percent != (low.percent or high.percent) and (low.percent or high.percent or middle.percent):
        return None
    told = Told(low, high, None, True)
    return Limits(middle, told, lies_in(middle, told))

"""The range, the quartiles or the extremes that are printed with a mean or a median, and whether it can lie in them.

A median lies within its quartiles and both lie within the least and the largest value; a mean may lie outside the
quartiles, so that nothing is asked of it there. A range is one of the number that it stands right behind, with nothing
but its unit and its standard deviation between them ("54 ± 9 years (range 31–78)"), or right in front of ("ranged from
3 to 12, median 7"); or it follows in brackets where the words in front name both ("median (IQR) age was 54 (46–63)").
A number is a mean or a median where its sentence calls it so. Units that differ are left alone, and so is a single
number, which is the width of a range.

References: Altman DG, Bland JM. Quartiles, quintiles, centiles, and other quantiles. BMJ 1994;309:996.
Hozo SP, Djulbegovic B, Hozo I. Estimating the mean and variance from the median, range, and the size of a sample. BMC
Med Res Methodol 2005;5:13 (a median and a mean lie within their range).

>>> page = Document("page", "Median stay was 9 days (interquartile range 4–8), mean age 55 years (range 38–80).")
>>> [(found.estimate.text, found.told.low.text, found.agrees) for found in find_spreads(page)]
[('9', '4', False), ('55', '38', True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.bounds.estimates import Limits, agrees
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.notation import Told, is_range
from fbss_analysis.bounds.spread_words import (
    AGAINST,
    AHEAD,
    BEHIND,
    CLOSED,
    COUNTED,
    CUE,
    DEVIATES,
    EXTREMES,
    GLUE,
    LABEL,
    MOMENT,
    NAMED_BEHIND,
    OF_OTHERS,
    OWN_UNIT,
    PEOPLE,
    RUNS,
    SAID,
    SECOND,
    STAT,
    SUM,
    UNIT,
    UNITS,
)
from fbss_analysis.citing.discourse import Page, read_page
from fbss_analysis.schema import Document, Reference

_BACK, _FORTH, _REACH = 180, 90, 140  # characters before and behind a cue, and from "median" to its number
_LEFT, _CHAIN, _MOST = 40, 40, 4
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_MEDIAN = re.compile(r"\bmedians?\b", re.IGNORECASE)
_QUARTILES, _WHOLE = "quartiles", "whole"


def find_spreads(document: Document, references: Sequence[Reference] = ()) -> Iterator[Limits]:
    """The means and medians of a document with the ranges or quartiles that are told of them."""
    page = read_page(document, references)
    seen: set[int] = set()
    for found in sorted(_all(page), key=lambda limits: limits.told.start):
        if found.told.start not in seen:
            seen.add(found.told.start)
            yield found


def _all(page: Page) -> Iterator[Limits]:
    for match in CUE.finditer(page.text):
        yield from _of_cue(page, match, _QUARTILES if match["quartiles"] else _WHOLE)
    for match in EXTREMES.finditer(page.text):
        yield from _of_cue(page, match, _WHOLE)
    for match in LABEL.finditer(page.text):
        yield from _of_label(page, match)
    for match in _MEDIAN.finditer(page.text):
        yield from _of_median(page, match)
    for match in NAMED_BEHIND.finditer(page.text):
        yield from _of_bracket(page, match)


def _of_cue(page: Page, cue: re.Match[str], kind: str) -> Iterator[Limits]:
    """The numbers right in front of a range that is named, and right behind it."""
    at = page.sentence_at(cue.start())
    if at is None:
        return
    sentence = page.sentences[at]
    start, end = max(sentence.start, cue.start() - _BACK), min(sentence.end, cue.end() + _FORTH)
    figures = read_figures(page.text, start, end)
    told = _told(page.text, [f for f in figures if f.start >= cue.end()], cue)
    if told is None:
        return
    before = [f for f in figures if f.end <= cue.start()]
    behind = [f for f in figures if f.start >= told.end][:1]
    for estimate in (*_in_front(page.text, before, told, kind, start), *_behind(page.text, behind, told, kind)):
        lies = agrees([estimate], told)
        if lies or _is_its_own(page.text, estimate, told):
            yield Limits(estimate, told, lies)


def _is_its_own(text: str, estimate: Figure, told: Told) -> bool:
    """Whether a range has the unit of its estimate, and is not said to be that of others: "33–68 in the controls"."""
    return _is_of_one_unit(text, estimate, told) and not OF_OTHERS.match(text, told.end)


def _told(text: str, figures: Sequence[Figure], cue: re.Match[str]) -> Told | None:
    """The two ends that stand right behind a cue; a descending range is none, as another check asks about its form."""
    if len(figures) < 2:
        return None
    one, other = figures[:2]
    if cue.re is EXTREMES:
        joined = SECOND.fullmatch(text, one.end, other.start) is not None
        one, other = sorted((one, other), key=lambda f: f.value)
        return Told(one, other, cue.span(), False) if joined else None
    words = text[cue.end() : one.start]
    loose = _BETWEEN.search(words) is not None or CLOSED.match(text, other.end) is not None
    if not GLUE.fullmatch(words) or not is_range(text, one, other, loose=loose) or one.value > other.value:
        return None
    return Told(one, other, cue.span(), False)


def _in_front(text: str, before: Sequence[Figure], told: Told, kind: str, start: int) -> Iterator[Figure]:
    """The number that a range stands right behind, where it is called a mean or a median, or has quartiles."""
    assert told.cue is not None
    for figure in reversed(before[-_MOST:]):
        gap = AHEAD.fullmatch(text, figure.end, told.cue[0])
        if gap is None:
            continue
        left = text[max(start, figure.start - _LEFT) : figure.start]
        if MOMENT.search(left) and any(0 < figure.start - f.end < _LEFT for f in before):
            return
        if DEVIATES.search(left) or (left.endswith(("(", "[")) and text[figure.end : figure.end + 1] in ")]"):
            continue
        said = _said(text, figure, max(start, figure.start - _REACH), told.cue[0])
        known = _is_named(gap["noun"], text[start : figure.start])
        alone = not said and kind == _QUARTILES and gap[0].rstrip()[-1:] in ("(", "[")
        if known and not SUM.search(left) and (_may_lie(said, kind) or (alone and not PEOPLE.match(text, figure.end))):
            yield figure
        return


def _is_named(noun: str | None, words: str) -> bool:
    """Whether a range, or a mean behind it, is of what the words in front name, or of nothing else."""
    told = (noun or "").strip().lower().rstrip("s")
    return told in ("", "value", "score") or told in words.lower()


def _may_lie(said: str, kind: str) -> bool:
    """Whether what is called so must lie in the quartiles, or in the whole range."""
    return said == "median" or (said == "mean" and kind == _WHOLE)


def _said(text: str, figure: Figure, start: int, end: int) -> str:
    """Whether a number is called a "mean" or a "median" by the words in front of it, or between it and its range."""
    after = STAT.search(text, figure.end, end)
    if after:
        return "median" if after["median"] else "mean"
    called = max(STAT.finditer(text, start, figure.start), key=lambda match: match.start(), default=None)
    if called is None or ";" in text[called.end() : figure.start]:
        return ""
    words = text[called.end() : figure.start]
    if any(map(str.isdigit, words)) and not (SAID.search(words) or AGAINST.search(words)):
        return ""
    if PEOPLE.match(text, figure.end) and not COUNTED.fullmatch(words):
        return ""
    return "median" if called["median"] else "mean"


def _behind(text: str, behind: Sequence[Figure], told: Told, kind: str) -> Iterator[Figure]:
    """The number that is called a mean or a median right behind a range."""
    for figure in behind:
        gap = BEHIND.fullmatch(text, told.end, figure.start)
        ahead = text[max(0, told.opening - 2 * _LEFT) : told.end]
        if (
            gap
            and _is_named(gap["noun"], ahead)
            and _may_lie("median" if gap["stat"].lower() == "median" else "mean", kind)
        ):
            yield figure


def _of_label(page: Page, label: re.Match[str]) -> Iterator[Limits]:
    """The numbers with two joined ones in brackets behind words that name both: "median (IQR)"."""
    kind = _QUARTILES if label["quartiles"] else _WHOLE
    at = page.sentence_at(label.start())
    if at is None or not _may_lie("median" if label["stat"].lower().startswith("median") else "mean", kind):
        return
    end = min(page.sentences[at].end, label.end() + _BACK)
    figures = read_figures(page.text, label.end(), end)
    last = label.end()
    for estimate, low, high in zip(figures, figures[1:], figures[2:], strict=False):
        if estimate.start < last or not _is_bracketed(page.text, estimate, low, high):
            continue
        words = page.text[last : estimate.start]
        if len(words) > (_CHAIN if last > label.end() else 2 * _CHAIN) or STAT.search(words) or "\n" in words.strip():
            return
        told = Told(low, high, label.span(), True)
        last = high.end
        lies = agrees([estimate], told)
        if lies or (low.value <= high.value and _is_of_one_unit(page.text, estimate, told)):
            yield Limits(estimate, told, lies)


def _of_median(page: Page, named: re.Match[str]) -> Iterator[Limits]:
    """A median with two joined numbers in brackets, which it lies between whatever they are: "6 days (4–8)"."""
    at = page.sentence_at(named.start())
    if at is None:
        return
    text, sentence = page.text, page.sentences[at]
    figures = read_figures(text, named.end(), min(sentence.end, named.end() + _BACK))
    for estimate, low, high in zip(figures, figures[1:], figures[2:], strict=False):
        if not _is_bracketed(text, estimate, low, high):
            continue
        told = Told(low, high, None, True)
        marker = any(mark.start <= low.start < mark.end for mark in sentence.markers)
        lies = agrees([estimate], told)
        own = lies or (low.value <= high.value and _is_its_own(text, estimate, told))
        if own and not marker and _said(text, estimate, named.start(), low.start) == "median":
            yield Limits(estimate, told, lies)
        return


def _of_bracket(page: Page, named: re.Match[str]) -> Iterator[Limits]:
    """The mean or median in brackets right behind a range that is told without a name: "aged 18 to 65 (mean 40)"."""
    at = page.sentence_at(named.start())
    if at is None:
        return
    sentence = page.sentences[at]
    figures = read_figures(
        page.text, max(sentence.start, named.start() - _BACK), min(sentence.end, named.end() + _LEFT)
    )
    before = [f for f in figures if f.end <= named.start()][-2:]
    estimate = next((f for f in figures if f.start >= named.end()), None)
    if len(before) < 2 or estimate is None or not OWN_UNIT.fullmatch(page.text, before[1].end, named.start()):
        return
    low, high = before
    ahead = page.text[max(sentence.start, low.start - _LEFT) : low.start]
    loose = _BETWEEN.search(ahead) is not None
    if (
        not RUNS.search(ahead)
        or not _is_named(named["noun"], ahead)
        or not is_range(page.text, low, high, loose=loose)
        or low.value > high.value
    ):
        return
    told = Told(low, high, named.span(), False)
    lies = agrees([estimate], told)
    if lies or _is_of_one_unit(page.text, estimate, told):
        yield Limits(estimate, told, lies)


def _is_bracketed(text: str, estimate: Figure, low: Figure, high: Figure) -> bool:
    """Whether two joined numbers have a bracket for themselves, right behind a number."""
    unit = OWN_UNIT.match(text, estimate.end, low.start)
    opened = unit is not None and text[unit.end() : low.start].strip() in ("(", "[")
    return opened and is_range(text, low, high, loose=True) and CLOSED.match(text, high.end) is not None


def _is_of_one_unit(text: str, estimate: Figure, told: Told) -> bool:
    """Whether the units that are printed with an estimate and with the ends of its range are the same."""
    units = {unit for figure in (estimate, told.low, told.high) if (unit := _unit(text, figure))}
    return len(units) < 2


def _unit(text: str, figure: Figure) -> str:
    """The unit behind a number in its usual short form; nothing where a word behind it is no unit."""
    if figure.percent:
        return "%"
    match = UNIT.match(text, figure.end)
    return UNITS.get(match["unit"].lower(), "") if match else ""

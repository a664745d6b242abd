"""Numerals: every printed number of a text, as digits or in words, with the unit that is printed with it.

The text is scanned for places where a numeral may begin; each place is then read by one pattern and looked up in the
lexicon. How numerals combine is the business of `grammar`.

>>> [(n.value, n.family, n.unit) for n in scan("Two of 1,234 patients (54%) after 6-12 weeks")]
[(2.0, 'bare', ''), (1234.0, 'bare', ''), (54.0, 'percent', 'percent'), (6.0, 'bare', ''), (12.0, 'duration', 'weeks')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from fbss_analysis import patterns
from fbss_analysis.quantities import lexicon
from fbss_analysis.quantities.brackets import bracketed_counts
from fbss_analysis.quantities.dates import dated, is_year_with_marker, read_calendar_date
from fbss_analysis.quantities.lexicon import BARE, MONEY, PERCENT
from fbss_analysis.quantities.names import end_of_name
from fbss_analysis.quantities.numeral import Numeral, Reading
from fbss_analysis.quantities.places import end_of_token
from fbss_analysis.quantities.spelled import read_words
from fbss_analysis.quantities.statistics_terms import read_statistic
from fbss_analysis.quantities.units import settle, take_unit

_DATE_WORDS = frozenset({*lexicon.MONTHS, "st", "nd", "rd", "th", "of"})
_COUNTED_TIMES = frozenset(("day", "week", "month", "year", "visit", "session"))
_DATE_LINKS = frozenset("/-")
_PLAIN_BEFORE = frozenset(" (\u00a0\u2009\u202f")
_GOES_ON = ("/", ".", ":")
_NO_DIGIT = re.compile("[^0-9]")
_SIGNS = frozenset(".-−–") | frozenset(lexicon.CURRENCY)
_FAR_SIGNS = frozenset("−") | frozenset(lexicon.CURRENCY)
_SPACES = frozenset(patterns.SPACES)


def scan(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Numeral]:
    """All numerals and statistics of `text` in order, but for those within the stretches to `skip` (in order too)."""
    found: list[Numeral] = []
    counted = bracketed_counts(text, skip)
    skipping = iter([*skip, (len(text) + 1, len(text) + 1)])
    skip_start, skip_end = next(skipping)
    free = 0
    for start, end in _anchors(text):
        while start >= skip_end:
            skip_start, skip_end = next(skipping)
        if start < free or start >= skip_start:
            continue
        if text[start] > "9":
            numeral, free = read_words(text, start, end)
        else:
            numeral, free = _read_digits(text, start) if start not in counted else _read_counted(text, start, end)
        if numeral is None or (found and numeral.start < found[-1].end):  # "half a year or two" is half a year
            continue
        if numeral.family == BARE or numeral.family == PERCENT:
            covered = read_statistic(text, numeral)
            if covered < 0:
                continue
            free = covered if covered > free else free
        found.append(numeral)
    return found


def _anchors(text: str) -> Iterator[tuple[int, int]]:
    """Where a numeral may begin: digits, by `re` (cheap for each match), and words, by RE2 (fast between), in order."""
    shadow = shadow_of(text)
    words = chain((match.span() for match in patterns.WORD_ANCHOR.finditer(shadow)), repeat((len(text) + 1, 0)))
    word = next(words)
    for match in patterns.DIGIT_ANCHOR.finditer(shadow):
        span = match.span()
        while word < span:
            yield word
            word = next(words)
        yield span
    while word[0] <= len(text):
        yield word
        word = next(words)


def shadow_of(text: str) -> bytes:
    """The text with every character outside ASCII replaced by one byte, so that offsets in it are offsets in `text`."""
    text = text.replace(patterns.VULGAR_SHADOW, "?")  # a control character that is none of ours
    for sign in patterns.VULGAR:
        if sign in text:
            text = text.replace(sign, patterns.VULGAR_SHADOW)
    return text.encode("ascii", "replace")


def _read_digits(text: str, start: int) -> Reading:
    """Read the number in digits at `start`, unless they belong to a name, a date or a marker."""
    match = patterns.NUMERAL.match(text, start)
    assert match is not None, "an anchor of digits begins a numeral"
    digits, fraction, scale, short, plus, percent, link, word = match.groups()
    figure_end = start + len(digits) + len(fraction or "")
    after = text[figure_end : figure_end + 1]
    told = percent or (link == " " and word in lexicon.UNIT_OF_WORD) or (fraction and after not in _GOES_ON)
    plain = told and start and text[start - 1] in _PLAIN_BEFORE  # a quantity, whatever stands around
    if not plain and (skip_to := end_of_name(text, start, start + _run_of(digits))):
        return None, skip_to
    if fraction:
        if after == "." and _is_dotted(text, start, figure_end):
            return None, end_of_token(text, start)
        if len(digits) == 4 and is_year_with_marker(text, digits, figure_end):
            return dated(text, start, start + 4, float(digits)), figure_end
    before = word_before(text, start)
    if before.lower() in _COUNTED_TIMES and " " in digits[:3]:
        return _time_point(text, start, digits, before)
    linked = after == "." if fraction else after in _DATE_LINKS and text[figure_end + 1 : figure_end + 2].isdigit()
    if linked or word in _DATE_WORDS or before in lexicon.MONTHS:
        date = read_calendar_date(text, start, digits)
        if date:
            return date
    numeral = _number(start, figure_end, digits, fraction)
    numeral.before = before
    if scale or short or plus:
        _scale(numeral, match)
    if start and (
        (sign := text[start - 1]) in _SIGNS or (sign in _SPACES and start > 1 and text[start - 2] in _FAR_SIGNS)
    ):
        _take_sign(text, numeral)
    end = match.end()
    if percent and not _opens_another(text[figure_end:end]):
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", end
        if text.startswith("+", end) and not text.startswith("+/", end):
            numeral.end, numeral.hedge = end + 1, "at_least"
        return numeral, numeral.end
    if word and not percent and not take_unit(text, numeral, link, word, end):
        return None, end
    return settle(text, numeral, digits)


def _opens_another(told: str) -> bool:
    """Whether a percent sign or word behind a number opens another cell, or another line."""
    return "\t" in told or "\nP" in told


def _read_counted(text: str, start: int, end: int) -> Reading:
    return Numeral(start, end, end, float(text[start:end])), end


def _time_point(text: str, start: int, digits: str, before: str) -> Reading:
    """ "Week 12 264 N" is a time and a figure, and no number above twelve thousand."""
    numeral = _number(start, start + _run_of(digits), digits[: _run_of(digits)], None)
    numeral.before = before
    return settle(text, numeral, "")


def _run_of(digits: str) -> int:
    """How many digits stand before the first comma or space of a grouped number."""
    return len(digits) if digits.isdigit() else len(digits) - len(digits.lstrip("0123456789"))


def word_before(text: str, start: int) -> str:
    """The word right before a number, without opening brackets and quotes; empty where none is."""
    if start == 0 or not text[start - 1].isspace():
        return ""
    words = text[start - 24 if start > 24 else 0 : start].rsplit(None, 1)
    return words[-1].strip("(“\"'[*_") if words else ""


def _is_dotted(text: str, start: int, figure_end: int) -> bool:
    """ "3.2.3" is a version; "03.14.2018" a date."""
    return text[figure_end + 1 : figure_end + 2].isdigit() and not patterns.CALENDAR_DATE.match(text, start)


def _number(start: int, end: int, digits: str, fraction: str | None) -> Numeral:
    whole = digits if digits.isdigit() else _NO_DIGIT.sub("", digits)
    if fraction:
        return Numeral(start, end, end, float(f"{whole}.{fraction[1:]}"), decimal=True)
    return Numeral(start, end, end, float(whole))


def _scale(numeral: Numeral, match: re.Match[str]) -> None:
    """Take in the words and signs behind the digits: "million", "k", "+"."""
    word = match["scale"] or match["short"]
    if word:
        numeral.scale = lexicon.SCALE_OF_WORD[re.sub(patterns.SPACE, " ", word).lower() if match["scale"] else word]
        numeral.value = (numeral.value or 0.0) * numeral.scale
    if match["plus"]:
        numeral.hedge = "at_least"
    last = "plus" if match["plus"] else "scale" if match["scale"] else "short"
    numeral.end = numeral.figure_end = match.end(last)


def _take_sign(text: str, numeral: Numeral) -> None:
    """Add what stands before the digits: the point of ".05", a currency sign, a minus."""
    before, further = text[numeral.start - 1], text[max(0, numeral.start - 2)]
    if before in patterns.SPACES and further in lexicon.CURRENCY:
        numeral.family, numeral.unit, numeral.start = MONEY, lexicon.CURRENCY[further], numeral.start - 2
        return
    if before == "." and not numeral.decimal:
        digits = _NO_DIGIT.sub("", text[numeral.start : numeral.figure_end])  # not ".5 million", ".945,318"
        numeral.value, numeral.decimal, numeral.start = float(f"0.{digits}") * numeral.scale, True, numeral.start - 1
        before = text[numeral.start - 1] if numeral.start else " "
    elif before in lexicon.CURRENCY:
        numeral.family, numeral.unit, numeral.start = MONEY, lexicon.CURRENCY[before], numeral.start - 1
        return
    if before in "-−–" and _is_minus(text, numeral.start - 1):
        numeral.value, numeral.start = -(numeral.value or 0.0), numeral.start - 1
    elif before in patterns.SPACES and further == "−" and _is_minus(text, numeral.start - 2):
        numeral.value, numeral.start = -(numeral.value or 0.0), numeral.start - 2


def _is_minus(text: str, at: int) -> bool:
    """A dash is a sign when it is glued to its number and nothing that could begin a range stands before it."""
    left = text[max(0, at - 3) : at]
    if not left or left[-1] in "([=<>,;:±≤≥":
        return True
    before = left.rstrip()
    if left[-1] not in patterns.SPACES or before[-1:].isdigit() or before[-1:] == "%":
        return False
    return text[at] == "−" or ("\n" not in left and bool(before) and (before[-1] != ")" or _is_told_small(text, at)))


def _is_told_small(text: str, at: int) -> bool:
    """ "Mean difference (MD) -0.57": a decimal behind an abbreviation in brackets keeps its sign."""
    return text[at + 1].isdigit() and text[at + 2 : at + 3] == "." and text[at - 3 : at - 2].isalpha()

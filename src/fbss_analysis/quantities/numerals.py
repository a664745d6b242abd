"""Numerals: every printed number of a text, as digits or in words, with the unit that is printed with it.

The text is scanned for places where a numeral may begin; each place is then read by one pattern and looked up in the
lexicon. How numerals combine is the business of `grammar`.

>>> [(n.value, n.family, n.unit) for n in scan("Two of 1,234 patients (54%) after 6-12 weeks")]
[(2.0, 'bare', ''), (1234.0, 'bare', ''), (54.0, 'percent', 'percent'), (6.0, 'bare', ''), (12.0, 'duration', 'weeks')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis import patterns
from fbss_analysis.quantities import lexicon
from fbss_analysis.quantities.brackets import bracketed_counts
from fbss_analysis.quantities.dates import dated, is_year_with_marker, read_calendar_date
from fbss_analysis.quantities.lexicon import MONEY, PERCENT
from fbss_analysis.quantities.names import end_of_name, end_of_token
from fbss_analysis.quantities.numeral import Numeral, Reading
from fbss_analysis.quantities.spelled import read_words
from fbss_analysis.quantities.statistics_terms import read_statistic
from fbss_analysis.quantities.units import settle, take_unit

Groups = tuple[str | None, ...]
_ORDINALS = frozenset({"st", "nd", "rd", "th", "of"})
_DATE_LINKS = ("/", "-")
_PLAIN_BEFORE = frozenset(" (\u00a0\u2009\u202f")
_GOES_ON = ("/", ".", ":")


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
        numeral, free = _read(text, start, end, counted=start in counted)
        if numeral is not None:
            covered = read_statistic(text, numeral)
            free = max(free, covered)
            if covered >= 0:
                found.append(numeral)
    return found


def _anchors(text: str) -> list[tuple[int, int]]:
    """Where a numeral may begin: digits, by `re` (cheap for each match), and words, by RE2 (fast between)."""
    shadow = shadow_of(text)
    digits = [match.span() for match in patterns.DIGIT_ANCHOR.finditer(shadow)]
    return sorted(digits + [match.span() for match in patterns.WORD_ANCHOR.finditer(shadow)])


def shadow_of(text: str) -> bytes:
    """The text with every character outside ASCII replaced by one byte, so that offsets in it are offsets in `text`."""
    for sign in patterns.VULGAR:
        if sign in text:
            text = text.replace(sign, patterns.VULGAR_SHADOW)
    return text.encode("ascii", "replace")


def _read(text: str, start: int, end: int, *, counted: bool = False) -> Reading:
    if not "0" <= text[start] <= "9":
        return read_words(text, start, end)
    match = patterns.NUMERAL.match(text, start)
    assert match is not None, "an anchor of digits begins a numeral"
    groups = match.groups()
    if counted:
        return Numeral(start, end, end, float(text[start:end])), end
    if start == 0 or text[start - 1] not in _PLAIN_BEFORE or not _is_told_by_unit(text, match, groups):
        skip_to = end_of_name(text, start, patterns.DIGITS.match(text, start).end())  # type: ignore[union-attr]
        if skip_to:
            return None, skip_to
    return _read_digits(text, start, match, groups)


def _is_told_by_unit(text: str, match: re.Match[str], groups: Groups) -> bool:
    """Whether what follows the digits leaves no doubt that they are a quantity, so that no name need be looked for."""
    _, fraction, _, _, _, percent, link, word = groups
    if percent or (word and link == " " and word in lexicon.UNIT_OF_WORD):
        return True
    return fraction is not None and text[match.end("fraction") : match.end("fraction") + 1] not in _GOES_ON


def _read_digits(text: str, start: int, match: re.Match[str], groups: Groups) -> Reading:
    digits, fraction, _, _, _, percent, _, word = groups
    assert digits is not None, "the digits of a numeral are never absent"
    if fraction and text[match.end("fraction") : match.end("fraction") + 1] == "." and _is_dotted(text, match):
        return None, end_of_token(text, start)
    if fraction and is_year_with_marker(text, digits, match.end("fraction")):
        return dated(text, start, start + 4, float(digits)), match.end("fraction")
    before = word_before(text, start)
    if _may_be_calendar_date(text, match, before, word):
        date = read_calendar_date(text, start, digits)
        if date:
            return date
    numeral = _number(match, start, groups)
    numeral.before = before
    _take_sign(text, numeral)
    if percent:
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", match.end("percent")
        if text.startswith("+", numeral.end) and not text.startswith("+/", numeral.end):
            numeral.end, numeral.hedge = numeral.end + 1, "at_least"
        return numeral, numeral.end
    if not take_unit(text, numeral, match):
        return None, match.end("word")
    return settle(text, numeral, digits)


def word_before(text: str, start: int) -> str:
    """The word right before a number, without opening brackets and quotes; empty where none is."""
    if start == 0 or not text[start - 1].isspace():
        return ""
    words = text[max(0, start - 24) : start].rsplit(None, 1)
    return words[-1].strip("(“\"'[") if words else ""


def _may_be_calendar_date(text: str, match: re.Match[str], before: str, word: str | None) -> bool:
    if before in lexicon.MONTHS or (word and (word in lexicon.MONTHS or word in _ORDINALS)):
        return True
    if match["fraction"]:
        return text.startswith(".", match.end("fraction"))
    end = match.end("digits")
    return text.startswith(_DATE_LINKS, end) and text[end + 1 : end + 2].isdigit()


def _is_dotted(text: str, match: re.Match[str]) -> bool:
    """ "3.2.3" is a version; "03.14.2018" a date."""
    end = match.end("fraction")
    return text[end + 1 : end + 2].isdigit() and not patterns.CALENDAR_DATE.match(text, match.start())


def _number(match: re.Match[str], start: int, groups: Groups) -> Numeral:
    digits, fraction, scale, short, plus, *_ = groups
    assert digits is not None, "the digits of a numeral are never absent"
    whole = digits if len(digits) < 4 else re.sub("[^0-9]", "", digits)
    end, times = start + len(digits), 1.0
    if fraction:
        whole, end = f"{whole}.{fraction[1:]}", end + len(fraction)
    if scale:
        times, end = lexicon.SCALE_OF_WORD[re.sub(patterns.SPACE, " ", scale).lower()], match.end("scale")
    elif short:
        times, end = lexicon.SCALE_OF_WORD[short], match.end("short")
    end = match.end("plus") if plus else end
    hedge = "at_least" if plus else ""
    return Numeral(start, end, end, float(whole) * times, decimal=fraction is not None, scale=times, hedge=hedge)


def _take_sign(text: str, numeral: Numeral) -> None:
    """Add what stands before the digits: the point of ".05", a currency sign, a minus."""
    before = text[numeral.start - 1] if numeral.start else " "
    if before == " " and (further := text[max(0, numeral.start - 2)]) != "−":
        if further in lexicon.CURRENCY:
            numeral.family, numeral.unit, numeral.start = MONEY, lexicon.CURRENCY[further], numeral.start - 2
        return
    if before == "." and not numeral.decimal:
        digits = text[numeral.start : numeral.figure_end]
        numeral.value, numeral.decimal, numeral.start = float(f"0.{digits}"), True, numeral.start - 1
        before = text[numeral.start - 1] if numeral.start else " "
    elif before in lexicon.CURRENCY:
        numeral.family, numeral.unit, numeral.start = MONEY, lexicon.CURRENCY[before], numeral.start - 1
        return
    if before in "-−–" and _is_minus(text, numeral.start - 1):
        numeral.value, numeral.start = -(numeral.value or 0.0), numeral.start - 1
    elif before in patterns.SPACES and text[max(0, numeral.start - 2)] == "−" and _is_minus(text, numeral.start - 2):
        numeral.value, numeral.start = -(numeral.value or 0.0), numeral.start - 2


def _is_minus(text: str, at: int) -> bool:
    """A dash is a sign when it is glued to its number and nothing that could begin a range stands before it."""
    left = text[max(0, at - 3) : at]
    if not left or left[-1] in "([=<>,;:±≤≥":
        return True
    before = left.rstrip()
    if left[-1] not in patterns.SPACES or before[-1:].isdigit() or before[-1:] == "%":
        return False
    return text[at] == "−" or ("\n" not in left and bool(before) and before[-1] != ")")

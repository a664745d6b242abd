"""Numerals: every printed number of a text, as digits or in words, with the unit that is printed with it.

The text is scanned once for places where a numeral may begin (`patterns.ANCHOR`); each place is then read by one
pattern and looked up in the lexicon. How numerals combine is the business of `grammar`.

>>> [(n.value, n.family, n.unit) for n in scan("Two of 1,234 patients (54%) after 6-12 weeks")]
[(2.0, 'bare', ''), (1234.0, 'bare', ''), (54.0, 'percent', 'percent'), (6.0, 'bare', ''), (12.0, 'duration', 'weeks')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fbss_analysis import lexicon, patterns
from fbss_analysis.lexicon import MONEY, PERCENT
from fbss_analysis.quantities.dates import dated, is_year_with_marker, read_calendar_date
from fbss_analysis.quantities.names import end_of_name
from fbss_analysis.quantities.numeral import Numeral, Reading
from fbss_analysis.quantities.spelled import read_words
from fbss_analysis.quantities.units import settle, take_unit


def scan(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Numeral]:
    """All numerals of `text` in order, but for those within the stretches to `skip` (which must be in order)."""
    found: list[Numeral] = []
    skipping = iter([*skip, (len(text) + 1, len(text) + 1)])
    skip_start, skip_end = next(skipping)
    free = 0
    for match in patterns.ANCHOR.finditer(shadow_of(text)):
        start, end = match.span()
        while start >= skip_end:
            skip_start, skip_end = next(skipping)
        if start < free or start >= skip_start:
            continue
        numeral, free = _read(text, start, end)
        if numeral is not None:
            found.append(numeral)
    return found


def shadow_of(text: str) -> bytes:
    """The text with every character outside ASCII replaced by one byte, so that offsets in it are offsets in `text`."""
    for sign in patterns.VULGAR:
        if sign in text:
            text = text.replace(sign, patterns.VULGAR_SHADOW)
    return text.encode("ascii", "replace")


def _read(text: str, start: int, end: int) -> Reading:
    if not "0" <= text[start] <= "9":
        return read_words(text, start, end)
    skip_to = end_of_name(text, start, end)
    return (None, skip_to) if skip_to else _read_digits(text, start)


def _read_digits(text: str, start: int) -> Reading:
    match = patterns.NUMERAL.match(text, start)
    assert match is not None, "an anchor of digits begins a numeral"
    digits, fraction = match["digits"], match["fraction"]
    if fraction and is_year_with_marker(text, digits, match.end("fraction")):
        return dated(text, start, start + 4, float(digits)), match.end("fraction")
    date = read_calendar_date(text, start, digits)
    if date:
        return date
    numeral = _number(match, start)
    _take_sign(text, numeral)
    if match["percent"]:
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", match.end("percent")
        return numeral, numeral.end
    if not take_unit(text, numeral, match):
        return None, match.end("word")
    return settle(text, numeral, digits)


def _number(match: re.Match[str], start: int) -> Numeral:
    digits, fraction, scale, short, plus = match.group("digits", "fraction", "scale", "short", "plus")
    times = 1.0
    value, end = float(digits if len(digits) < 4 else re.sub("[^0-9]", "", digits)), match.end("digits")
    if fraction:
        value, end = float(f"{int(value)}.{fraction[1:]}"), match.end("fraction")
    if scale:
        times, end = lexicon.SCALE_OF_WORD[re.sub(patterns.SPACE, " ", scale).lower()], match.end("scale")
    elif short:
        times, end = lexicon.SCALE_OF_WORD[short], match.end("short")
    end = match.end("plus") if plus else end
    return Numeral(start, end, end, value * times, decimal=bool(fraction), scale=times)


def _take_sign(text: str, numeral: Numeral) -> None:
    """Add what stands before the digits: the point of ".05", a currency sign, a minus."""
    before = text[numeral.start - 1] if numeral.start else " "
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

"""Numerals: every printed number of a text, as digits or in words, with the unit that is printed with it.

The text is scanned once for places where a numeral may begin (`patterns.ANCHOR`); each place is then read by one
pattern and looked up in the lexicon. How numerals combine is the business of `grammar`.

>>> [(n.value, n.family, n.unit) for n in scan("Two of 1,234 patients (54%) after 6-12 weeks")]
[(2.0, 'bare', ''), (1234.0, 'bare', ''), (54.0, 'percent', 'percent'), (6.0, 'bare', ''), (12.0, 'duration', 'weeks')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fbss_analysis import lexicon as words
from fbss_analysis import patterns
from fbss_analysis.lexicon import AGE, BARE, DATE, DURATION, FRACTION, MONEY, MULTIPLIER, PERCENT, word_set
from fbss_analysis.names import end_of_level, end_of_name, in_page_chrome, names_a_thing
from fbss_analysis.words import FRACTIONS, MULTIPLIERS, number_of_words

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_VULGAR_VALUES = dict(
    zip(
        patterns.VULGAR,
        (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1 / 6, 5 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8),
        strict=True,
    )
)
_FORBIDS_UNIT_BEFORE = word_set("a an per each every the that this last next first same one whole half any")


@dataclass(slots=True)
class Numeral:
    """One printed number while it is being read; `end` includes the unit, `figure_end` does not."""

    start: int
    end: int
    figure_end: int
    value: float | None
    family: str = BARE
    unit: str = ""
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    level: float | None = None
    sd: float | None = None
    spelled: bool = False
    decimal: bool = False
    bracketed: bool = False
    kind: str = ""
    hedge: str = ""


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


def _read(text: str, start: int, end: int) -> tuple[Numeral | None, int]:
    first = text[start]
    if "0" <= first <= "9":
        skip_to = end_of_name(text, start, end)
        return (None, skip_to) if skip_to else _read_digits(text, start)
    if first in patterns.VULGAR:
        value = 100 * _VULGAR_VALUES[first]
        return Numeral(start, end, end, value, FRACTION, "percent", kind="fraction_word"), end
    return _read_words(text, start, end)


def _read_digits(text: str, start: int) -> tuple[Numeral | None, int]:
    match = patterns.NUMERAL.match(text, start)
    assert match is not None, "an anchor of digits begins a numeral"
    digits, fraction, scale, short, plus, percent, link, word = match.groups()
    if fraction and _is_year_with_marker(text, digits, match.end("fraction")):
        return _dated(text, start, start + 4, float(digits)), match.end("fraction")
    date = _calendar_date(text, start, digits)
    if date:
        return date
    value = float(re.sub("[^0-9]", "", digits)) if len(digits) > 3 else float(digits)
    if fraction:
        value = float(f"{int(value)}.{fraction[1:]}")
    figure_end = match.end("fraction" if fraction else "digits")
    if scale or short:
        value *= words.SCALE_OF_WORD[(scale or short).replace("\u00a0", " ")]
        figure_end = match.end("scale" if scale else "short")
    figure_end = match.end("plus") if plus else figure_end
    numeral = Numeral(start, figure_end, figure_end, value, decimal=bool(fraction))
    _take_sign(text, numeral)
    if percent:
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", match.end("percent")
        return numeral, numeral.end
    kept = _take_unit(text, numeral, match, link, word)
    if not kept:
        return None, match.end("word")
    return _settle(text, numeral, digits)


def _is_year_with_marker(text: str, digits: str, end: int) -> bool:
    return (
        len(digits) == 4
        and digits[:2] in ("19", "20")
        and text[end : end + 2].strip()[:1] not in tuple("%abcdefghijklmnopqrstuvwxyz")
    )


def _take_sign(text: str, numeral: Numeral) -> None:
    start = numeral.start
    before = text[start - 1] if start else " "
    if before == "." and numeral.value is not None and not numeral.decimal:
        digits = numeral.figure_end - start
        numeral.value, numeral.start, numeral.decimal = numeral.value / 10**digits, start - 1, True
        before = text[start - 2] if start > 1 else " "
    elif before in words.CURRENCY:
        numeral.family, numeral.unit = MONEY, words.CURRENCY[before]
        numeral.start = start - 1
        return
    if before in "-−–" and _is_minus(text, numeral.start - 1):
        numeral.value = -(numeral.value or 0.0)
        numeral.start -= 1


def _is_minus(text: str, at: int) -> bool:
    """A dash is a sign when it is glued to its number and nothing that could begin a range stands before it."""
    left = text[max(0, at - 3) : at]
    if not left or left[-1] in "([=<>,;:±≤≥":
        return True
    if left[-1] not in " \u00a0\u2009\u202f":
        return False
    before = left.rstrip()
    if before[-1:].isdigit() or before[-1:] in "%)" or not before:
        return text[at] == "−" and not before[-1:].isdigit() and before[-1:] != "%"
    return not (text[at] == "-" and "\n" in left)


def _take_unit(text: str, numeral: Numeral, match: re.Match[str], link: str | None, word: str | None) -> bool:
    """Add the unit that follows; False where the letters after the digits make it a name, an ordinal or a device."""
    if not word:
        return True
    if numeral.family == MONEY:
        return True
    if not link:
        return _take_glued(numeral, match, word)
    unit = words.UNIT_OF_WORD.get(word)
    dashed = link.strip() != ""
    if unit is None and not dashed and word in words.UNIT_ADJECTIVES:
        further = patterns.NEXT_WORD.match(text, match.end("word"))
        unit = words.UNIT_OF_WORD.get(further[1]) if further else None
        if unit is not None and unit[0] == DURATION and further is not None:
            numeral.family, numeral.unit, numeral.end = *unit, further.end()
        return True
    if unit is not None and word not in words.GLUED_ONLY and (not dashed or len(link) == 1):
        numeral.family, numeral.unit, numeral.end = *unit, match.end("word")
        return True
    return not dashed or len(link) > 1 or word in words.HYPHENATED_NOUNS or word in ("to", "and", "or")


def _take_glued(numeral: Numeral, match: re.Match[str], word: str) -> bool:
    if word == "s" and numeral.value is not None and not numeral.decimal:
        value, numeral.end = numeral.value, match.end("word")
        if _FIRST_YEAR <= value < _LAST_YEAR:
            numeral.family, numeral.unit = DATE, "decade"
        elif value % 10 == 0 and 20 <= value < 100:
            numeral.family, numeral.unit = AGE, "years"
        else:
            numeral.family, numeral.unit = DURATION, "seconds"
        return True
    unit = words.UNIT_OF_WORD.get(word) if word in words.GLUED or word in words.GLUED_ONLY else None
    if unit is None:
        return False
    numeral.family, numeral.unit, numeral.end = *unit, match.end("word")
    return True


def _settle(text: str, numeral: Numeral, digits: str) -> tuple[Numeral | None, int]:
    """Decide what a number is whose unit has been looked for: an age, a date, a time point, a name, or bare."""
    end = numeral.end
    if numeral.family == DURATION:
        return _settle_duration(text, numeral)
    if numeral.family != BARE:
        return numeral, end
    value = numeral.value or 0.0
    if len(digits) == 4 and not numeral.decimal and _FIRST_YEAR <= value < _LAST_YEAR and _is_year(text, numeral):
        return _dated(text, numeral.start, end, value), end
    if not numeral.decimal and names_a_thing(text, numeral.start, value) and not _counts_on(text, numeral):
        return None, max(end, end_of_level(text, numeral.start))
    numeral.bracketed = text[numeral.start - 1 : numeral.start] in ("(", "[") and bool(
        patterns.PURE_CLOSE.match(text, end)
    )
    if not numeral.decimal:
        _take_time_before(text, numeral)
    return numeral, end


def _counts_on(text: str, numeral: Numeral) -> bool:
    """After a word that may name ("study 45 patients") a following plural noun says that this counts."""
    before = text[max(0, numeral.start - 24) : numeral.start].split()[-1].strip("(“\"'[").lower()
    return before in words.SOFT_NAMING and _is_plural(_next_word(text, numeral.end))


def _next_word(text: str, at: int) -> str:
    match = patterns.NEXT_WORD.match(text, at)
    return match[1] if match else ""


def _is_plural(word: str) -> bool:
    return (word.endswith("s") and len(word) > 3 and word not in words.NOT_PLURAL) or word in words.IRREGULAR_PLURALS


def _settle_duration(text: str, numeral: Numeral) -> tuple[Numeral | None, int]:
    if numeral.value == 0 and numeral.unit == "seconds":
        return None, numeral.end
    half = patterns.AND_A_HALF.match(text, numeral.figure_end)
    if half and numeral.value is not None:
        numeral.value += 0.5
    ahead = patterns.AGE_AHEAD.match(text, numeral.end)
    if ahead:
        numeral.family = AGE
        if not ahead[0].endswith(("older", "younger", "above", "over")):
            numeral.end = ahead.end()
    elif numeral.unit in ("years", "months") and is_age_before(text, numeral.start):
        numeral.family = AGE
    return numeral, numeral.end


def is_age_before(text: str, start: int) -> bool:
    """Whether the words before a number say that it is an age."""
    left = text[max(0, start - 48) : start]
    return ("ag" in left or "er than" in left) and patterns.AGE_BEHIND.search(left) is not None


def _take_time_before(text: str, numeral: Numeral) -> None:
    """ "Day 3", "weeks 4, 8 and 10": a unit of time before a bare number, unless the unit belongs to something else."""
    left = text[max(0, numeral.start - 20) : numeral.start]
    if left[-1:] not in (" ", "\u00a0", "-"):
        return
    tail = left.replace("-", " ").split()
    unit = words.TIME_WORDS.get(tail[-1].lower()) if tail else None
    if unit is None or _is_plural(_next_word(text, numeral.end)):
        return
    further = tail[-2].lower() if len(tail) > 1 else ""
    if further in _FORBIDS_UNIT_BEFORE or further[-1:].isdigit() or further in words.FUNCTION_WORDS & {"few"}:
        return
    if number_of_words(further)[0] is not None:
        return
    numeral.family, numeral.unit = DURATION, unit
    numeral.start -= len(left) - left.rfind(tail[-1])


def _is_year(text: str, numeral: Numeral) -> bool:
    following = _next_word(text, numeral.end)
    if following in words.COUNTED_PLURALS:
        return False
    left = text[max(0, numeral.start - 5) : numeral.start].replace(" ", "").lower()
    return not left.endswith(("n=", "totalof")) and numeral.figure_end == numeral.end


def _dated(text: str, start: int, end: int, year: float) -> Numeral | None:
    if in_page_chrome(text, start):
        return None
    left = text[max(0, start - 28) : start]
    month = patterns.MONTH_BEFORE.search(left)
    unit = "year-month" if month else "year"
    begin = start - len(left) + month.start() if month else start
    return Numeral(begin, end, end, year, DATE, unit)


def _calendar_date(text: str, start: int, digits: str) -> tuple[Numeral | None, int] | None:
    """ "14 March 2018", "March 14, 2018", "2018-03-14": one date; a day of a month without a year is none."""
    if len(digits) > 4 or len(digits) == 3:
        return None
    match = patterns.CALENDAR_DATE.match(text, start)
    if match is None and len(digits) < 3:
        left = text[max(0, start - 14) : start]
        if left[-1:] != " " or left.split()[-1:] == [] or left.split()[-1] not in words.MONTHS:
            return None
        match = patterns.DAY_AND_YEAR.match(text, start)
        if match is None:
            return (None, start + len(digits)) if left.split()[-1] != "May" else None
        start -= len(left) - left.rfind(left.split()[-1])
    if match is None:
        return None
    year = next(part for part in match.groups() if part and part.isdigit())
    if in_page_chrome(text, start):
        return None, match.end()
    return Numeral(start, match.end(), match.end(), float(year), DATE, "date"), match.end()


def _read_words(text: str, start: int, end: int) -> tuple[Numeral | None, int]:
    lower = text[start:end].lower()
    if start and (
        text[start - 1].isalnum()
        or (text[start - 1] in "-‐‑" and start > 1 and text[start - 2].isalpha() and not _joined(text, start))
    ):
        return None, end
    special = _fraction(text, start) or _multiplier(text, start) or _first_year(text, start, lower)
    if special:
        return special
    if lower.endswith(("couple", "dozen")):
        return _couple(text, start, end, lower)
    match = patterns.WORD_NUMERAL.match(text, start)
    if match is None:
        return None, end
    value = float(_value_of_words(match[0]))
    numeral = Numeral(start, match.end(), match.end(), value, spelled=True)
    return _spelled(text, numeral)


def _joined(text: str, start: int) -> bool:
    """A number word after a dash counts in "ten-to-twelve" and "mid-thirty", not in "high-five"."""
    left = text[max(0, start - 5) : start - 1]
    return left.endswith(("to", "or", "and"))


def _value_of_words(text: str) -> int:
    words_only = re.sub("[-‐‑–]", " ", text)
    lower = words_only.lower()
    value = number_of_words("one " + words_only[2:] if lower.startswith("a ") else words_only)[0]
    return value or 0


def _spelled(text: str, numeral: Numeral) -> tuple[Numeral | None, int]:
    tail = patterns.TAIL.match(text, numeral.end)
    fold = patterns.FOLD.match(text, numeral.end)
    if fold:
        numeral.family, numeral.unit, numeral.end, numeral.kind = MULTIPLIER, "times", fold.end(), "multiplier_word"
        return numeral, numeral.end
    if tail and tail["percent"]:
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", tail.end()
        return numeral, numeral.end
    if tail and tail["word"]:
        if text[numeral.end : numeral.end + 1].isalpha():
            return None, numeral.end
        kept = _take_unit(text, numeral, tail, tail["link"], tail["word"])
        if not kept or (tail["word"].endswith(("th", "ths")) and "-" in tail["link"]):
            return None, tail.end("word")
    half = patterns.AND_A_HALF.match(text, numeral.figure_end)
    if half and numeral.family == BARE:
        following = patterns.NEXT_WORD.match(text, half.end())
        unit = words.UNIT_OF_WORD.get(following[1]) if following else None
        if unit and following:
            numeral.family, numeral.unit, numeral.end = *unit, following.end()
            numeral.value = (numeral.value or 0) + 0.5
            return numeral, numeral.end
    return _settle(text, numeral, "")


def _fraction(text: str, start: int) -> tuple[Numeral | None, int] | None:
    match = patterns.FRACTION_WORDS.match(text, start)
    if match is None:
        return None
    unit = patterns.HALF_UNIT.match(text, start)
    if unit:
        return Numeral(start, unit.end(), unit.end(), 0.5, DURATION, unit[1] + "s", spelled=True), unit.end()
    word = re.sub("[-‐‑–]", " ", match[0].lower())
    goes_on = patterns.FRACTION_GOES_ON.match(text, match.end())
    if word.startswith("a ") and word != "a half" and not goes_on:
        return None, match.end()
    if "half" in word and (patterns.NOT_A_HALF.match(text, match.end()) or _is_half_of_time(text, start)):
        return None, match.end()
    value, parts = _fraction_value(word)
    numeral = Numeral(start, match.end(), match.end(), value, FRACTION, "percent", spelled=True, kind="fraction_word")
    numeral.numerator, numeral.denominator = parts
    return numeral, match.end()


_NTHS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def _fraction_value(word: str) -> tuple[float, tuple[float, float]]:
    parts = word.split()
    numerator = number_of_words(parts[0])[0] if len(parts) > 1 and parts[0] != "a" else 1
    denominator = _NTHS[parts[-1].removesuffix("s") if parts[-1] != "half" else "half"]
    value = FRACTIONS.get(word)
    top = float(numerator or 1)
    return (float(value) if value is not None else 100 * top / denominator), (top, float(denominator))


def _is_half_of_time(text: str, start: int) -> bool:
    left = text[max(0, start - 12) : start].lower()
    return left.endswith(
        ("first ", "second ", "latter ", "last ", "and a ", "other ", "first-", "second-", "and ")
    ) and not left.endswith("than ")


def _multiplier(text: str, start: int) -> tuple[Numeral | None, int] | None:
    match = patterns.MULTIPLIER_WORD.match(text, start)
    if match is None:
        lower = text[start : start + 7].lower()
        return (None, start + 5) if lower.startswith(("twice", "doubl", "tripl", "quadr", "halv")) else None
    word = match[0].lower()
    known = MULTIPLIERS.get(word)
    value = float(known) if known is not None else 0.0
    if not value:
        stem = word.replace("-", "").replace("fold", "").replace("‐", "").replace("‑", "")
        value = float(MULTIPLIERS.get(stem) or number_of_words(stem)[0] or _stem_value(word))
    numeral = Numeral(start, match.end(), match.end(), value, MULTIPLIER, "times", spelled=True)
    numeral.kind = "multiplier_word"
    return numeral, match.end()


def _stem_value(word: str) -> float:
    return {"d": 2.0, "t": 3.0, "q": 4.0, "h": 0.5}[word[0]]


def _first_year(text: str, start: int, lower: str) -> tuple[Numeral | None, int] | None:
    if not lower.startswith("first "):
        return None
    left = text[max(0, start - 16) : start].lower()
    end = start + len(lower)
    within = left.endswith(
        ("in the ", "within the ", "during the ", "over the ", "after the ", "for the ", "throughout the ")
    )
    if not within or text[end : end + 1] == "-":
        return None, end
    return Numeral(start, end, end, 1.0, DURATION, lower.split()[1] + "s", spelled=True), end


def _couple(text: str, start: int, end: int, lower: str) -> tuple[Numeral | None, int]:
    if lower.endswith("dozen"):
        numeral = Numeral(start, end, end, 12.0, spelled=True)
        return _settle(text, numeral, "")
    match = re.match(r" of (?:[a-z]+ )?(second|minute|hour|day|night|week|month|year|decade)s\b", text[end : end + 30])
    if match is None:
        return None, end
    begin = start + len(lower) - len("couple")
    stop = end + match.end()
    return Numeral(begin, stop, stop, 2.0, DURATION, match[1] + "s", spelled=True, hedge="about"), stop

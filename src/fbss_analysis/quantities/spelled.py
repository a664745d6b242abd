"""Numbers in words: cardinals, fractions of a whole, multipliers, "a couple of weeks", "within the first year".

>>> [read_words(text, 0, 5)[0].value for text in ("three patients", "twenty-four", "Half of them", "twelvefold rise")]
[3.0, 24.0, 50.0, 12.0]
"""

from __future__ import annotations

import re
from functools import lru_cache

from fbss_analysis import patterns
from fbss_analysis.printed.words import FRACTIONS, MULTIPLIERS, number_of_words
from fbss_analysis.quantities import lexicon
from fbss_analysis.quantities.lexicon import DURATION, FRACTION, MULTIPLIER, PERCENT
from fbss_analysis.quantities.numeral import Numeral, Reading
from fbss_analysis.quantities.units import settle, take_unit, unit_of

_HYPHENS = "-‐‑–"
_NTHS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_OF_STEM = {
    "doubl": 2.0,
    "tripl": 3.0,
    "trebl": 3.0,
    "quadr": 4.0,
    "quint": 5.0,
    "halve": 0.5,
    "halvi": 0.5,
    "twice": 2.0,
}
_VULGAR = dict(zip(patterns.VULGAR, patterns.VULGAR_PARTS, strict=True))


def read_words(text: str, start: int, end: int) -> Reading:
    """Read the number word at `start:end` and what belongs to it."""
    if text[start] in _VULGAR:
        top, whole = _VULGAR[text[start]]
        following = patterns.NEXT_WORD.match(text, end)
        unit = unit_of(following[1]) if following else None
        if unit and following:
            return Numeral(start, following.end(), end, top / whole, *unit, spelled=True), following.end()
        return _fraction_of(start, end, 100 * top / whole, top, whole), end
    if _is_part_of_word(text, start):
        return None, end
    special = (
        _unit_or_two(text, start, end)
        or _fraction(text, start)
        or _multiplier(text, start)
        or _first_unit(text, start, end)
    )
    if special:
        return special
    if text.endswith(("couple", "dozen"), start, end):
        return _couple(text, start, end)
    match = patterns.WORD_NUMERAL.match(text, start)
    if match is None:
        return None, end
    numeral = Numeral(start, match.end(), match.end(), float(_value(match[0])), spelled=True)
    numeral.before = text[max(0, start - 16) : start].rpartition(" ")[0].rpartition(" ")[2].strip("(“")
    return _take_tail(text, numeral)


def _is_part_of_word(text: str, start: int) -> bool:
    """ "Any-one", "high-five"; but a dash after "to", "or", "and" joins numbers."""
    before = text[start - 1] if start else " "
    if before.isalnum():
        return True
    if before not in _HYPHENS or start < 2 or not text[start - 2].isalpha():
        return False
    return not text[max(0, start - 5) : start - 1].lower().endswith(("to", "or", "and", "in", "of", "mid", "post"))


def _unit_or_two(text: str, start: int, end: int) -> Reading | None:
    """ "A week or two"."""
    behind = patterns.A_UNIT_OR_BEHIND.search(text[max(0, start - 14) : start]) if text[start:end] == "two" else None
    if behind is None:
        return None
    unit = unit_of(behind[1])
    if unit is None:
        return None, end
    begin = start - len(behind[0])
    return Numeral(begin, end, end, None, *unit, low=1.0, high=2.0, spelled=True), end


@lru_cache(maxsize=1024)
def _value(text: str) -> int:
    plain = re.sub(f"[{_HYPHENS}]", " ", text)
    dozens = 12 if plain.lower().endswith(" dozen") else 1
    return dozens * (number_of_words(plain)[0] or 0)


def _take_tail(text: str, numeral: Numeral) -> Reading:
    fold = patterns.FOLD.match(text, numeral.end)
    if fold:
        numeral.family, numeral.unit, numeral.end, numeral.kind = MULTIPLIER, "times", fold.end(), "multiplier_word"
        return numeral, numeral.end
    tail = patterns.TAIL.match(text, numeral.end)
    if tail and tail["percent"]:
        numeral.family, numeral.unit, numeral.end = PERCENT, "percent", tail.end()
        return numeral, numeral.end
    if tail and tail["word"]:
        word = tail["word"]
        ordinal = "-" in tail["link"] and word.endswith(("th", "ths", "third")) and unit_of(word) is None
        if ordinal or not take_unit(text, numeral, tail["link"], word, tail.end()):
            return None, tail.end()
    return settle(text, numeral, "")


def _fraction_of(start: int, end: int, value: float, top: float, whole: float) -> Numeral:
    numeral = Numeral(start, end, end, value, FRACTION, "percent", spelled=True, kind="fraction_word")
    numeral.numerator, numeral.denominator = top, whole
    return numeral


def _fraction(text: str, start: int) -> Reading | None:
    match = patterns.FRACTION_WORDS.match(text, start)
    if match is None:
        return None
    word = re.sub(f"[{_HYPHENS}]", " ", match[0].lower())
    if word.endswith("half"):
        return _half(text, start, match.end())
    by_so_much = patterns.CHANGE_OF_BEHIND.search(text[max(0, start - 36) : start])
    if word.startswith("a ") and not by_so_much and not patterns.FRACTION_GOES_ON.match(text, match.end()):
        return None, match.end()
    parts = word.split()
    top = float(1 if parts[0] == "a" else number_of_words(parts[0])[0] or 1)
    whole = float(_NTHS[parts[-1].removesuffix("s")])
    return _fraction_of(start, match.end(), float(FRACTIONS.get(word, 0)) or 100 * top / whole, top, whole), match.end()


def _half(text: str, start: int, end: int) -> Reading:
    """A half of people; but half an hour is a duration, half a million a count, the second half no quantity."""
    unit = patterns.HALF_UNIT.match(text, start)
    if unit:
        return Numeral(start, unit.end(), unit.end(), 0.5, DURATION, unit[1] + "s", spelled=True), unit.end()
    scale = patterns.HALF_SCALE.match(text, end)
    if scale:
        value = lexicon.SCALE_OF_WORD[scale[1]] / 2
        return settle(text, Numeral(start, scale.end(), scale.end(), value, spelled=True), "")
    if whole := _unit_and_half(text, start, end):
        return whole, end
    if patterns.NOT_A_HALF.match(text, end) or patterns.NO_HALF_BEHIND.search(text[max(0, start - 12) : start]):
        return None, end
    return _fraction_of(start, end, 50.0, 1.0, 2.0), end


def _unit_and_half(text: str, start: int, end: int) -> Numeral | None:
    """ "A year and a half"."""
    told = patterns.A_UNIT_AND_A_HALF.search(text[max(0, start - 20) : end])
    unit = unit_of(told[1]) if told else None
    if told is None or unit is None:
        return None
    begin = end - len(told[0])
    return Numeral(begin, end, end, 1.5, *unit, spelled=True)


def _multiplier(text: str, start: int) -> Reading | None:
    stem = text[start : start + 5].lower()
    match = patterns.MULTIPLIER_WORD.match(text, start)
    if match is None:
        return (None, start + 5) if stem in _OF_STEM else None
    word = match[0].lower()
    known = MULTIPLIERS.get(word) or number_of_words(re.sub(f"fold|[{_HYPHENS}]", "", word))[0] or _OF_STEM[stem]
    numeral = Numeral(start, match.end(), match.end(), float(known), MULTIPLIER, "times", spelled=True)
    numeral.kind = "multiplier_word"
    return numeral, match.end()


def _first_unit(text: str, start: int, end: int) -> Reading | None:
    """ "Within the first year" is a horizon of one year."""
    lower = text[start:end].lower()
    if not lower.startswith("first "):
        return None
    if text[end : end + 1] == "-" or not patterns.WITHIN_BEHIND.search(text[max(0, start - 16) : start]):
        return None, end
    return Numeral(start, end, end, 1.0, DURATION, lower.split()[1] + "s", spelled=True), end


def _couple(text: str, start: int, end: int) -> Reading:
    if text.endswith("dozen", start, end):
        vague = text[max(0, start - 9) : start].endswith(("few ", "several ", "many ", "of "))
        return (None, end) if vague else settle(text, Numeral(start, end, end, 12.0, spelled=True), "")
    match = patterns.COUPLE_OF.match(text, end)
    if match is None:
        return None, end
    begin = end - len("couple")
    numeral = Numeral(begin, match.end(), match.end(), 2.0, DURATION, match[1] + "s", spelled=True, hedge="about")
    return numeral, match.end()

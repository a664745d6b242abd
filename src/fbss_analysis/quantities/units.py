"""What a number is, told by the unit after it or the word before it: percent, duration, age, dose, time point, name.

>>> n = Numeral(0, 2, 2, 18.0)
>>> take_unit("18 months old", n, " ", "months", 9), settle("18 months old", n, "18")[0].family
(True, 'age')
"""

from __future__ import annotations

import re
from functools import lru_cache

from fbss_analysis import patterns
from fbss_analysis.printed.words import number_of_words
from fbss_analysis.quantities import lexicon
from fbss_analysis.quantities.counting import is_plural, next_word
from fbss_analysis.quantities.dates import dated, is_year, is_year_value
from fbss_analysis.quantities.lexicon import AGE, BARE, DATE, DURATION, MONEY, MULTIPLIER
from fbss_analysis.quantities.names import end_of_names, may_name, names_a_thing
from fbss_analysis.quantities.numeral import Numeral, Reading

_HALVES = frozenset((" a", "-a", " 1", " ½", "\u00a0½"))  # how "and a half" and "1/2" begin
_OPENINGS = ("(", "[")

_LAST_NAMED = 20
_LAST_WORD = re.compile(r"(?:[a-z]+(?:-[a-z]+)*|[0-9])-?$")  # whatever is glued to its front


def unit_of(word: str) -> tuple[str, str] | None:
    """The family and name of the unit that a word stands for, also in a title's capitals; None where it is no unit."""
    unit = lexicon.UNIT_OF_WORD.get(word)
    if unit is None and len(word) > 3 and word[0].isupper():
        return lexicon.UNIT_OF_WORD.get(word.lower())
    return lexicon.UNIT_OF_WORD.get(word.partition("/")[0]) if unit is None and "/" in word else unit


def take_unit(text: str, numeral: Numeral, link: str | None, word: str, end: int) -> bool:
    """Add the unit `word` that ends at `end`; False where letters after the digits make a name or an ordinal."""
    if numeral.family == MONEY:
        if not link and word in lexicon.MONEY_SCALES:
            numeral.scale = lexicon.MONEY_SCALES[word]
            numeral.value, numeral.end = (numeral.value or 0.0) * numeral.scale, end
        return True
    if word in lexicon.DIMENSIONS:
        return False
    gap = text[numeral.figure_end : end - len(word)]
    if "\t" in gap or ("\n" in gap and word[:1].isupper()):  # another cell, or another line
        return True
    if not link:
        return _take_glued(text, numeral, word, end)
    dashed = link != " " and not link.isspace()
    if not dashed and word in lexicon.UNIT_ADJECTIVES:
        return _take_after_adjective(text, numeral, end)
    unit = unit_of(word)
    if unit is not None and word not in lexicon.GLUED_ONLY and (not dashed or len(link) == 1):
        if not text[end : end + 1].isdigit():
            numeral.family, numeral.unit = unit
            numeral.end = end
        return True
    return link != "-" or word in lexicon.HYPHENATED_NOUNS or word in ("to", "and", "or", "in", "out", "of", "plus")


def _take_after_adjective(text: str, numeral: Numeral, end: int) -> bool:
    further = patterns.NEXT_WORD.match(text, end)
    unit = unit_of(further[1]) if further else None
    if unit is not None and unit[0] == DURATION and further is not None:
        numeral.family, numeral.unit, numeral.end = *unit, further.end()
    return True


def _take_glued(text: str, numeral: Numeral, word: str, end: int) -> bool:
    if word == "x" and text[end : end + 1].isdigit():
        return True
    if word == "s" and not numeral.decimal:
        if (numeral.value or 0.0) >= 100 and not is_year_value(numeral.value):
            return False
        of_ages = text[max(0, numeral.start - 6) : numeral.start].rstrip(" -").lower().endswith(("over", "under"))
        family, unit_name = (AGE, "years") if of_ages else _plural_number(numeral.value or 0.0)
        numeral.family, numeral.unit, numeral.end = family, unit_name, end
        return True
    unit = lexicon.UNIT_OF_WORD.get(word) if word in lexicon.GLUED or word in lexicon.GLUED_ONLY else None
    if unit is None:
        return False
    numeral.family, numeral.unit, numeral.end = *unit, end
    return True


def _plural_number(value: float) -> tuple[str, str]:
    """ "1990s" is a date, "40s" an age, "5s" five seconds."""
    if is_year_value(value):
        return DATE, "decade"
    return (AGE, "years") if value % 10 == 0 and 20 <= value < 100 else (DURATION, "seconds")


def settle(text: str, numeral: Numeral, digits: str) -> Reading:
    """Decide what a number is whose unit has been looked for: an age, a date, a time point, a name, or bare."""
    if numeral.family == DURATION:
        return _settle_duration(text, numeral)
    if numeral.family != BARE or (_may_be_half(text, numeral.figure_end) and _take_half(text, numeral)):
        return numeral, numeral.end
    if len(digits) == 4 and is_year(text, numeral, digits):
        return dated(text, numeral.start, numeral.end, numeral.value or 0.0), numeral.end
    if numeral.before == "of" and text.endswith("factor of ", 0, numeral.start):
        numeral.family, numeral.unit, numeral.kind = MULTIPLIER, "times", "multiplier_word"
        return numeral, numeral.end
    unit, may_name = _told_by(numeral.before)
    if not numeral.decimal and _take_time_before(text, numeral, unit):
        return numeral, numeral.end
    if may_name and names_a_thing(text, numeral) and not _counts_on(text, numeral):
        return None, max(numeral.end, end_of_names(text, numeral.start))
    if text.startswith(_OPENINGS, numeral.start - 1):
        numeral.bracketed = patterns.PURE_CLOSE.match(text, numeral.end) is not None
    return numeral, numeral.end


def _may_be_half(text: str, end: int) -> bool:
    follows = text[end : end + 2]
    return follows in _HALVES or follows[:1] == "½"


def _take_half(text: str, numeral: Numeral) -> bool:
    """ "Two and a half years", "2 1/2 inches"."""
    half = patterns.AND_A_HALF.match(text, numeral.figure_end)
    following = patterns.NEXT_WORD.match(text, half.end()) if half else None
    unit = unit_of(following[1]) if following else None
    if unit is None or following is None:
        return False
    numeral.family, numeral.unit, numeral.end = *unit, following.end()
    numeral.value = (numeral.value or 0.0) + 0.5
    return True


def _counts_on(text: str, numeral: Numeral) -> bool:
    """After a word that may name ("study 45 patients") a following plural noun says that this counts."""
    if (numeral.value or 0.0) > _LAST_NAMED and patterns.PART_AHEAD.match(text, numeral.end):
        return True  # "at the last visit 451 of 552"
    if numeral.before.lower() not in lexicon.SOFT_NAMING:
        return False
    value, of_people = numeral.value or 0.0, lexicon.OF_PEOPLE
    if numeral.before.lower() in of_people and patterns.PART_AHEAD.match(text, numeral.end):
        return True  # "in the control group 15 of 50"
    if value > 20 or (value > 4 and patterns.SHARE_AHEAD.match(text, numeral.end)):
        return True
    return is_plural(next_word(text, numeral.end))


def _settle_duration(text: str, numeral: Numeral) -> Reading:
    if numeral.value == 0 and numeral.unit == "seconds":
        return None, numeral.end
    if numeral.value is not None and (half := patterns.AND_A_HALF_AFTER.match(text, numeral.end)):
        numeral.value, numeral.end = numeral.value + 0.5, half.end()
    ahead = patterns.AGE_AHEAD.match(text, numeral.end)
    if ahead:
        numeral.family = AGE
        numeral.end = ahead.end() if ahead["old"] else numeral.end
    elif numeral.unit in ("years", "months") and is_age_before(text, numeral.start):
        numeral.family = AGE
    return numeral, numeral.end


def is_age_before(text: str, start: int) -> bool:
    """Whether the words before a number say that it is an age."""
    left = text[start - 48 if start > 48 else 0 : start]
    return ("ge" in left or "er than" in left) and patterns.AGE_BEHIND.search(left) is not None


@lru_cache(maxsize=4096)
def _told_by(before: str) -> tuple[str | None, bool]:
    """What the word before a number says: the unit of time that it is, and whether it may make the number a name."""
    return lexicon.TIME_WORDS.get(before.rpartition("-")[2].lower()), may_name(before)


def _take_time_before(text: str, numeral: Numeral, unit: str | None) -> bool:
    """ "Day 3", "weeks 4, 8 and 10": a unit of time before a bare number, unless the unit belongs to something else."""
    if unit is None and numeral.start and text[numeral.start - 1] == "-":
        unit = _dashed_time(text, numeral.start)
    if unit is None or is_plural(next_word(text, numeral.end)):
        return False
    left = text[max(0, numeral.start - 24) : numeral.start - 1]
    begin = max(left.rfind(" "), left.rfind("\n"), left.rfind("("), left.rfind("-"), left.rfind("*")) + 1
    further = left[:begin].split()[-1:] or [""]
    found = _LAST_WORD.search(further[0].lower())
    word = found[0].rstrip("-") if found else ""
    if word in lexicon.NO_TIME_POINT_AFTER or word.isdigit() or number_of_words(word)[0]:
        return False  # "5-year 12" is no year 12
    numeral.family, numeral.unit, numeral.leading = DURATION, unit, True
    numeral.start -= len(left) + 1 - begin
    return True


def _dashed_time(text: str, start: int) -> str | None:
    """ "Day-3"."""
    return lexicon.TIME_WORDS.get(text[max(0, start - 8) : start - 1].split(" ")[-1].lower())

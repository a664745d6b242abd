"""Years, months with their year, and calendar dates: a date is told by its year.

>>> read_calendar_date("on 14 March 2018", 3, "14")[0].value
2018.0
"""

from __future__ import annotations

from fbss_analysis import patterns
from fbss_analysis.quantities import lexicon
from fbss_analysis.quantities.counting import next_word
from fbss_analysis.quantities.lexicon import DATE
from fbss_analysis.quantities.names import in_page_chrome
from fbss_analysis.quantities.numeral import Numeral, Reading

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CITATION_ENDS = tuple(")];abc")
_LETTERS_AND_PERCENT = frozenset("%abcdefghijklmnopqrstuvwxyz")


def is_year_value(value: float | None) -> bool:
    """Whether a number lies where years of publications and studies lie."""
    return value is not None and _FIRST_YEAR <= value < _LAST_YEAR


def is_year(text: str, numeral: Numeral, digits: str) -> bool:
    """Whether four digits are a year rather than a count ("2000 patients", "n = 1998")."""
    if len(digits) != 4 or numeral.decimal or not is_year_value(numeral.value):
        return False
    if next_word(text, numeral.end) in lexicon.COUNTED_PLURALS or numeral.figure_end != numeral.start + 4:
        return False
    left = text[max(0, numeral.start - 9) : numeral.start].replace(" ", "").lower()
    return not left.endswith(("n=", "totalof", "(n="))


def is_year_with_marker(text: str, digits: str, end: int) -> bool:
    """Whether the four digits of "2009.4" are a year at the end of a sentence with a marker glued to its full stop."""
    if digits[:2] not in ("19", "20"):
        return False
    return text[end : end + 2].strip()[:1] not in _LETTERS_AND_PERCENT


def dated(text: str, start: int, end: int, year: float) -> Numeral | None:
    """The date that ends in the year at `start`, with the month before it; None in a line of page furniture."""
    if in_page_chrome(text, start):
        return None
    left = text[max(0, start - 48) : start]
    if text[end : end + 1] in _CITATION_ENDS and patterns.AUTHOR_BEHIND.search(left):
        return None
    month = patterns.MONTH_BEFORE.search(left)
    begin = start - len(left) + month.start() if month else start
    return Numeral(begin, end, end, year, DATE, "year-month" if month else "year")


def read_calendar_date(text: str, start: int, digits: str) -> Reading | None:
    """ "14 March 2018", "March 14, 2018", "2018-03-14": one date. A day of a month without a year is no quantity."""
    if len(digits) > 4 or len(digits) == 3:
        return None
    match = patterns.CALENDAR_DATE.match(text, start)
    if match is None:
        return _day_after_month(text, start, digits) if len(digits) < 3 else None
    year = next(part for part in match.groups() if part and part.isdigit())
    return _whole_date(text, start, match.end(), year)


def _day_after_month(text: str, start: int, digits: str) -> Reading | None:
    left = text[max(0, start - 14) : start]
    month = left.split()[-1:] or [""]
    if left[-1:] != " " or month[0] not in lexicon.MONTHS:
        return None
    match = patterns.DAY_AND_YEAR.match(text, start)
    if match is None:
        return None if month[0] in ("May", "March") else (None, start + len(digits))
    return _whole_date(text, start - len(left) + left.rfind(month[0]), match.end(), match["year"])


def _whole_date(text: str, start: int, end: int, year: str) -> Reading:
    if in_page_chrome(text, start):
        return None, end
    return Numeral(start, end, end, float(year), DATE, "date"), end

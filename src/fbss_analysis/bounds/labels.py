"""What the words right around a number say that it is: no estimate, where they name a p-value, a size, a year.

Reference: Lang TA, Altman DG. Basic statistical reporting for articles published in biomedical journals: the SAMPL
guidelines. Int J Nurs Stud 2015;52:5-9.

>>> from fbss_analysis.bounds.figures import read_figures
>>> text = "n = 84, P = 0.02 and OR 1.71 in 2004"
>>> [figure.text for figure in read_figures(text) if may_be_estimate(text, figure, 0, len(text))]
['1.71']
"""

from __future__ import annotations

import re

from fbss_analysis.bounds.figures import Figure
from fbss_analysis.bounds.notation import Told, is_product

_NOT_ESTIMATE = re.compile(
    r"(?:\b[Pp](?:[\s-]?values?)?(?:\s(?:for|of)\s(?:\w+\s){1,3})?\s*(?:[=<>≤≥]|was|of|is)+\s*"
    r"|\b(?:[nN]|df|[tzFQWUH]|SDs?|s\.d\.|SEM?|s\.e\.|IQR|I2|I²|I\^2|τ2|τ²|χ2|χ²|tau2|Wald|chi-squared?|age[ds]?|since|version|power|alpha|α|BMI)"
    r"\s*(?:\([^()]{0,12}\))?\s*(?:[=:≈]|of|was)?\s*|\b\d{1,2},\s?\d{1,4}\s?=\s?"
    r"|(?:\bstandard\s+(?:deviations?|errors?))[\s=:,(]*(?:of|was)?\s*"
    r"|(?:±|\+/-|\+/−|\+-)\s*"
    r"|[<>≤≥⩽⩾]\s*|\b(?:less|more|fewer|greater|older|younger)\s+than\s+|\bper\s+|/\s?|\b(?:in|out\s+of)\s+(?:every|each)\s+|\bout\s+of\s+"
    r"|/\s?[cm]?m\s?|[^\W\d][-‐‑])$"
)
_MEAN_AGE = re.compile(r"\b(?:mean|median|average)\s+age\s*(?:[=:≈]|of|was)?\s*$", re.IGNORECASE)
_THEN_INTERVAL = re.compile(r"\s*(?:years?|yrs?|y)?\s*[\[(,;]\s*(?:9\d\s?%|CI\b)", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:[Tt]able|[Ff]ig(?:ure)?s?\.?|[Rr]ef(?:erence)?s?\.?|[Mm]odels?|[Gg]rades?|[Tt]ypes?|[Ss]tages?|[Ll]evels?|[Pp]hase|[Cc]hapter|[Gg]roups?|[Ee]quation|[Ww]eek|[Dd]ay|[Mm]onth|[Yy]ear)\s+$"
)
_ADJECTIVE = re.compile(r"[-‐‑](?!fold|times)[A-Za-z]|(?:th|st|nd|rd)\b|\s?SD\b|\s?[x×]\s?10")
_PEOPLE = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|(?:wo)?men|children|studies|trials|cases|controls|infants"
    r"|respondents?|centres|centers|hospitals|surgeons|volunteers|students|births|deaths|events|articles|cohorts|comparisons|datasets|countries)\b"
)
_MOMENT = re.compile(r"\b(?:at|after|within|until|by)\s+$", re.IGNORECASE)
_OF_TIME = re.compile(r"[\s-]?(?:hours?|days?|weeks?|months?|years?|h|min)\b(?!\s*[\[(,;])")
_MARKER = re.compile(r"[\[(]\d{1,3}(?:\s?[,–-]\s?\d{1,3})*[\])]")
_OF_SO_MANY = re.compile(r"(?:\s?/\s?|\s+(?:out\s+)?of\s+)\d")
_SO_MANY_OF = re.compile(r"\d(?:\s?/\s?|\s+(?:out\s+)?of\s+)$")
_AHEAD = 12  # characters
_YEARS = range(1900, 2101)


def may_be_estimate(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether nothing around a number says that it is a p-value, a size, a test statistic, a year or a marker."""
    left = text[max(start, figure.start - 40) : figure.start]
    right = text[figure.end : min(end, figure.end + 40)]
    if (
        (_NOT_ESTIMATE.search(left) and not (_MEAN_AGE.search(left) and _THEN_INTERVAL.match(right)))
        or _ADJECTIVE.match(right)
        or is_product(text, figure)
        or (_MOMENT.search(left) and _OF_TIME.match(right))
    ):
        return False
    plain = figure.decimals == 0 and not figure.percent and not figure.money
    if plain and _LABEL.search(left):
        return False
    if plain and (int(figure.value) in _YEARS and "," not in figure.text):
        return False
    return not (plain and left[-1:] in "[(" and left and _MARKER.match(text, figure.start - 1))


def is_count(text: str, figure: Figure, told: Told) -> bool:
    """Whether a whole number is one of so many ("21/22"), or counts people where the bounds are no whole numbers."""
    if figure.decimals > 0 or figure.percent:
        return False
    if _OF_SO_MANY.match(text, figure.end) or _SO_MANY_OF.search(text, max(0, figure.start - _AHEAD), figure.start):
        return True
    return told.high.decimals > 0 and bool(_PEOPLE.match(text, figure.end))

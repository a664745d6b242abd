"""Whole numbers in a piece of text, in digits or in words, whatever they stand for.

A relation between numbers is looked for among all that are printed, and not only among those that are told as counts:
"thirteen of the forty-one leads", "21 cases/63 operations", "1:28". Which of them may be counts is for the reader of
the relation to say; what belongs to a decimal number, a name ("L5"), a reference in square brackets or a date is none.

>>> [(n.value, n.spelled) for n in read_integers("Thirteen of 4,702 (0.3%) at L5, 1:28 [12].")]
[(13, True), (4702, False), (1, False), (28, False)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fbss_analysis.printed.words import TENS, UNITS, number_of_words

_DIGITS = re.compile(
    r"""
    (?<![\w.,·’'$£€#−±<>≤≥])(?<![^\W\d][-(])(?<!\d[–-])(?<!\d\s[–-]\s)
    (?:[1-9]\d{0,2}(?:[,\u00a0\u2009\u202f\u2008’'\ ][0-9]{3})++(?!\d)|\d++)
    (?![.,·]\d|[^\W\d]|['’′][^\W\d]|-(?!in-)[^\W\d]|\s?[–-]\s?\d|\s?[%％‰]|[\s-]per\s?cent)
    |(?<=-in-)\d++
    """,
    re.VERBOSE,
)
_INITIALS = "".join(sorted({word[0] for word in (*UNITS, *TENS, "a hundred")}))  # turns most places down at once
_WORDS = re.compile(
    rf"(?=[{_INITIALS}])(?:(?<![\w-])|(?<=-in-))(?:{'|'.join((*UNITS, *TENS))}|a\s+hundred)\b", re.IGNORECASE
)
_REFERENCES = re.compile(r"\[[\d\s,;–-]+\]")
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*(?:[;,.)\]]|$))")  # four digits, and nothing named that they would count
_OF_A_COUNT = re.compile(r"(?:\bof|=|/)\s*$", re.IGNORECASE)
_LONGEST, _AHEAD = 40, 9


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number and where it is printed."""

    start: int
    end: int
    value: int
    spelled: bool = False


def read_integers(text: str, offset: int = 0) -> list[Integer]:
    """The whole numbers of a text in order; places are counted from `offset`."""
    return sorted(find_integers(text, offset), key=lambda number: number.start)


def find_integers(text: str, offset: int = 0) -> Iterator[Integer]:
    """The whole numbers of a text one by one, those in digits first: who wants few of them need not wait for all."""
    yield from _in_digits(text, offset)
    end = 0
    for match in _WORDS.finditer(text):
        if match.start() < end:
            continue
        value, size = number_of_words(text[match.start() : match.start() + _LONGEST])
        if value:
            end = match.start() + size
            yield Integer(offset + match.start(), offset + end, value, spelled=True)


def _in_digits(text: str, offset: int) -> Iterator[Integer]:
    cited = [match.span() for match in _REFERENCES.finditer(text)]
    for match in _DIGITS.finditer(text):
        ahead = text[max(0, match.start() - _AHEAD) : match.start()]
        year = _YEAR.match(text, match.start()) and not _OF_A_COUNT.search(ahead)
        if not year and not any(start <= match.start() < end for start, end in cited):
            digits = re.sub(r"\D", "", match[0])
            yield Integer(offset + match.start(), offset + match.end(), int(digits))

"""Number words of English: cardinals up to the millions, fractions of a whole, multipliers. Data and one small reader.

>>> number_of_words("one hundred and two thousand")
(102000, 28)
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType

_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TO_TEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = MappingProxyType({word: value for value, word in enumerate((*_TO_TEN, *_TEENS))})
TENS = MappingProxyType({word: 10 * (i + 2) for i, word in enumerate(_TENS)})
SCALES = MappingProxyType({"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000})

# In percent points; a third is told as 33, the nearest whole percent.
FRACTIONS = MappingProxyType(
    {
        "half": Decimal(50),
        "one half": Decimal(50),
        "a half": Decimal(50),
        "one-half": Decimal(50),
        "a third": Decimal(100) / 3,
        "one third": Decimal(100) / 3,
        "one-third": Decimal(100) / 3,
        "two thirds": Decimal(200) / 3,
        "two-thirds": Decimal(200) / 3,
        "a quarter": Decimal(25),
        "one quarter": Decimal(25),
        "one-quarter": Decimal(25),
        "one-fourth": Decimal(25),
        "one fourth": Decimal(25),
        "three quarters": Decimal(75),
        "three-quarters": Decimal(75),
        "three fourths": Decimal(75),
        "a fifth": Decimal(20),
        "one fifth": Decimal(20),
        "one-fifth": Decimal(20),
        "two fifths": Decimal(40),
        "two-fifths": Decimal(40),
        "three fifths": Decimal(60),
        "four fifths": Decimal(80),
        "a tenth": Decimal(10),
        "one tenth": Decimal(10),
        "one-tenth": Decimal(10),
    }
)
MULTIPLIERS = MappingProxyType(
    {
        **dict.fromkeys(("double", "doubled", "doubles", "doubling", "twice", "twofold", "two-fold"), Decimal(2)),
        **dict.fromkeys(("triple", "tripled", "triples", "threefold", "three-fold", "three times"), Decimal(3)),
        **dict.fromkeys(("quadruple", "quadrupled", "fourfold", "four-fold"), Decimal(4)),
        **dict.fromkeys(("fivefold", "five-fold"), Decimal(5)),
        **dict.fromkeys(("sixfold", "six-fold"), Decimal(6)),
        **dict.fromkeys(("tenfold", "ten-fold"), Decimal(10)),
        **dict.fromkeys(("halved", "halves"), Decimal("0.5")),
    }
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def number_of_words(text: str) -> tuple[int | None, int]:
    """Read the cardinal at the start of `text`; return its value and how many characters it took, or (None, 0)."""
    total = group = used = 0
    seen = False
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word == "and" and seen:
            continue
        value = _step(word, group)
        if value is None:
            break
        group, closed = value
        total, group = (total + group, 0) if closed else (total, group)
        seen, used = True, match.end()
    return (total + group, used) if seen else (None, 0)


def _step(word: str, group: int) -> tuple[int, bool] | None:
    """Add one word to the group of hundreds being read; the second value says that the group is closed by its scale."""
    if word in UNITS or word in TENS:
        return group + (UNITS.get(word) or TENS.get(word, 0)), False
    if word == "hundred":
        return max(group, 1) * 100, False
    if word in SCALES:
        return max(group, 1) * SCALES[word], True
    return None

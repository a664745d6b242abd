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
        **dict.fromkeys(("tripling", "trebled", "trebles", "trebling"), Decimal(3)),
        **dict.fromkeys(("quadruple", "quadrupled", "quadruples", "quadrupling", "fourfold", "four-fold"), Decimal(4)),
        **dict.fromkeys(("fivefold", "five-fold", "quintupled", "quintuples", "quintupling"), Decimal(5)),
        **dict.fromkeys(("sixfold", "six-fold"), Decimal(6)),
        **dict.fromkeys(("tenfold", "ten-fold"), Decimal(10)),
        **dict.fromkeys(("halved", "halves", "halving"), Decimal("0.5")),
    }
)
_GAP = r"(?:\s+|\s?[-‐‑]\s?)"
_AND = rf"(?:\s+and\s+|{_GAP})"
_ONES = "|".join(_TO_TEN[1:10])
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})\b(?:{_GAP}(?:{_ONES})\b)?|(?:ten|{'|'.join(_TEENS)}|{_ONES})\b)"
_HUNDREDS = rf"(?:(?:{_BELOW_100}|a){_GAP})?hundred\b(?:{_AND}{_BELOW_100})?"
_GROUP = rf"(?:{_HUNDREDS}|{_BELOW_100})"
_SCALES = tuple((name, SCALES[name]) for name in ("billion", "million", "thousand"))
# The groups in falling order; a comma may stand before a group only where it cannot be the comma of a list.
_PIECES = tuple(
    (re.compile(rf"(?:(?P<group>{_GROUP}|a){_GAP})?{name}\b", re.IGNORECASE), scale) for name, scale in _SCALES
)
_LAST = re.compile(rf"(?P<group>{_GROUP})", re.IGNORECASE)
_LAST_AFTER_COMMA = re.compile(rf"(?P<group>{_HUNDREDS})", re.IGNORECASE)
_JOINT = re.compile(rf"(?P<comma>,\s+(?:and\s+)?)|{_AND}", re.IGNORECASE)


ORDINALS = MappingProxyType(
    {
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "sixth": 6,
        "seventh": 7,
        "eighth": 8,
        "ninth": 9,
        "tenth": 10,
    }
)


def number_of_words(text: str) -> tuple[int | None, int]:
    """Read the cardinal at the start of `text`; return its value and how many characters it took, or (None, 0).

    It ends where the next word cannot belong to the same number: in "two, three" and in "five and six" after the first.

    >>> number_of_words("two hundred and five of them"), number_of_words("two, three"), number_of_words("a few")
    ((205, 20), (2, 3), (None, 0))
    """
    start = len(text) - len(text.lstrip())
    if re.match(r"zero\b", text[start:], re.IGNORECASE):
        return 0, start + 4
    value, end = 0, start
    for piece, scale in (*_PIECES, (_LAST, 1)):
        joint = _JOINT.match(text, end) if end > start else None
        if end > start and joint is None:
            break
        last = _LAST_AFTER_COMMA if joint and joint["comma"] and scale == 1 else piece
        match = last.match(text, joint.end() if joint else start)
        if match:
            value, end = value + scale * _group(match["group"]), match.end()
    return (value, end) if end > start else (None, 0)


def _group(text: str | None) -> int:
    """The value of a number below a thousand (or of twelve hundred and its kin); nothing, and "a", count one."""
    value = 0
    for word in re.findall("[a-z]+", (text or "a").lower()):
        value = max(value, 1) * 100 if word == "hundred" else value + UNITS.get(word, TENS.get(word, 0))
    return max(value, 1)

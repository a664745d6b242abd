"""How a printed number came to differ from what it should be: a slip of the hand, of rounding, or of thought.

Errors in copying numbers are few in kind: one digit is another, two neighbours are swapped, one is dropped or doubled,
the decimal point has moved. Where the printed and the expected number differ so, the difference is likely a slip; where
they differ in any other way, somebody has computed or understood something else. Only findings that state one number
on either side are classified.

Reference: Salthouse TA. Perceptual, cognitive, and motoric aspects of transcription typing. Psychol Bull
1986;99:303-319 (substitutions, transpositions, omissions, intrusions).

>>> [misprint("58%", "47.5937"), misprint("54%", "45"), misprint("1.7%", "17.02"), misprint("47.5%", "47.5937")]
['one digit is another', 'two digits are swapped', 'the decimal point has moved', 'the last digit is one off']
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LAST = "the last digit is one off"
ANOTHER = "one digit is another"
SWAPPED = "two digits are swapped"
MOVED = "the decimal point has moved"
MISSING = "a digit is missing"
TOO_MANY = "a digit too many"
OTHER = "another number"
LONGEST = 25  # characters of a number that anybody means
_NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(?:\s?%)?")
_ALONE = re.compile(r"$|,? in |, ")  # what may follow the number that is expected


def misprint(reported: str, expected: str) -> str:
    """How the printed number differs from the one expected, in words; empty where one of them is no single number."""
    told, wanted = _NUMBER.fullmatch(reported), _NUMBER.match(expected)
    if not told or not wanted or not _ALONE.match(expected, wanted.end()):
        return ""
    number, other = Decimal(told[1].replace(",", "")), Decimal(wanted[1].replace(",", ""))
    if number.is_signed() != other.is_signed() or max(len(told[1]), len(wanted[1])) > LONGEST:
        return OTHER
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    with localcontext(prec=4 * LONGEST):
        return _slip(abs(number), abs(other).quantize(unit, ROUND_HALF_UP), unit)


def _slip(number: Decimal, other: Decimal, unit: Decimal) -> str:
    one, two = str(number).replace(".", ""), str(other).replace(".", "")
    differ = [at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]]
    slips = (
        (LAST, abs(number - other) <= unit),
        (MOVED, one.strip("0") == two.strip("0") or _shifted(number, other)),
        (ANOTHER, len(one) == len(two) and len(differ) == 1),
        (SWAPPED, len(one) == len(two) and len(differ) == 2 and _swapped(one, two, differ)),
        (MISSING, len(one) + 1 == len(two) and _without_one(two, one)),
        (TOO_MANY, len(two) + 1 == len(one) and _without_one(one, two)),
    )
    return next((name for name, holds in slips if holds), OTHER)


def _shifted(number: Decimal, other: Decimal) -> bool:
    """Whether one is the other times a power of ten, rounded as it is printed; one digit alone would show nothing."""
    if not other or len(number.normalize().as_tuple().digits) < 2:
        return False
    places = len(other.as_tuple().digits) + int(other.as_tuple().exponent)
    places -= len(number.as_tuple().digits) + int(number.as_tuple().exponent)
    moved = other.scaleb(-places).quantize(Decimal(1).scaleb(int(number.as_tuple().exponent)), ROUND_HALF_UP)
    return places != 0 and moved == number


def _swapped(one: str, two: str, differ: list[int]) -> bool:
    first, second = differ
    return second == first + 1 and one[first] == two[second] and one[second] == two[first]


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def misprints(findings: pd.DataFrame) -> pd.DataFrame:
    """Inconsistent findings by kind of slip, the most common first; columns misprint, findings, documents, example."""
    wrong = findings[findings.verdict == "inconsistent"].fillna({"reported": "", "expected": ""})
    slips = [misprint(told, wanted) for told, wanted in zip(wrong.reported, wrong.expected, strict=True)]
    named = wrong.assign(misprint=slips, example=wrong.reported + ", not " + wrong.expected.str.split(", ").str[0])
    grouped = named[named.misprint != ""].groupby("misprint")
    counted = grouped.agg(findings=("check", "size"), documents=("doc", "nunique"), example=("example", "first"))
    return counted.sort_values(["findings", "documents"], ascending=False, kind="stable").reset_index()

"""The numbers of a stretch of text as they are printed, read for telling which of them are bounds of an interval.

Extraction says what a number is; here only its print matters: sign, digits, decimals, percent sign, currency. A dash is
a sign where nothing stands before it that it could join, and a decimal comma is read where the stretch has no points.

Reference: International Organization for Standardization. ISO 80000-1:2022, section 7.3 (printing of numbers).

>>> [(f.text, float(f.value), f.decimals) for f in read_figures("−4.0 mm (95% CI -6.7--1.3)")]
[('−4.0', -4.0, 1), ('95%', 95.0, 0), ('-6.7', -6.7, 1), ('-1.3', -1.3, 1)]
>>> [f.text for f in read_figures("0,84 (0,67–0,92) bei L4, am 3rd")]
['0,84', '0,67', '0,92']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import ReportedNumber

_GROUPS = r"[0-9]{1,3}(?:[,\u00a0\u2009\u202f’' ][0-9]{3})+(?![0-9])"
_PERCENT = r"(?:\s?[%％]|[\s-]?per\s?cent(?:age)?(?![a-z])|\spct\b)"
_SCALE = r"\s?(?:(?P<scale>thousand|million|billion)\b|(?P<short>[kKmM]|bn)(?![A-Za-z]))"
_FIGURE = re.compile(
    rf"(?P<sign>[-−–‒+]\s?)?(?P<money>[$€£¥]\s?)?(?:(?<![\w.·])|(?<=\bto)|(?<=\b[OHRS]R))"
    rf"(?P<digits>(?:{_GROUPS}|[0-9]+)(?:[.·][0-9]+)?|[.·][0-9]+)"
    rf"(?P<scaled>{_SCALE})?(?P<percent>{_PERCENT})?(?!st\b|nd\b|rd\b|th\b)",
    re.IGNORECASE,
)
_COMMAS = re.compile(_FIGURE.pattern.replace("[.·][0-9]+)?|", "[,.·][0-9]+)?|").replace(_GROUPS, "[0-9]+"), re.I)
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(?:[0-9]+,[0-9]{1,2}|0,[0-9]+)(?![0-9,]|\.[0-9])")
_DECIMAL_POINT = re.compile(r"[0-9][.·][0-9]")
_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9}
_UNIT_BEHIND = re.compile(r"[0-9]\s?[%A-Za-z/²°]{1,8}\s$")
_LEVEL_BEHIND = re.compile(r"(?:\bC\.?I\.?|\bIC|[Ii]nterval|[Ll]imits)[\s:(]*9[059]\s?%\s$")  # "CI 95% -2.1 to 0.2"
_ENOUGH_COMMAS = 3
_MINUS = frozenset("-−–‒")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number: where it stands, its exact value, its decimals, and whether it is a percentage or money."""

    start: int
    end: int
    text: str
    value: Decimal
    decimals: int
    percent: bool = False
    money: bool = False
    signed: bool = False
    hedged: bool = False

    def extent(self, rounding: str) -> Interval:
        """The true values that print so; a hedged figure may be one unit of its last digit off."""
        if self.decimals < 0:
            half = Decimal(5).scaleb(-self.decimals - 1)
            return Interval.of(self.value - half, self.value + half)
        hedge = "about" if self.hedged else "none"
        return ReportedNumber(self.text, self.value, self.decimals, hedge=hedge).interval(rounding)


def read_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The numbers of `text` between two places, in order."""
    stop = len(text) if end is None else end
    commas = len(_DECIMAL_COMMA.findall(text, start, stop)) >= _ENOUGH_COMMAS
    pattern = _COMMAS if commas and not _DECIMAL_POINT.search(text, start, stop) else _FIGURE
    return [_figure(text, match) for match in pattern.finditer(text, start, stop)]


def _figure(text: str, match: re.Match[str]) -> Figure:
    sign = "" if match["sign"] is None or _joins(text, match.start()) else match["sign"].strip()
    power = _power(match)
    start = match.start() if sign or match["sign"] is None else match.end("sign")
    end = match.end("digits") if match["scaled"] and not power else match.end()
    plain = _plain(match["digits"])
    value = Decimal(plain).scaleb(power) * (-1 if sign in _MINUS else 1)
    decimals = len(plain.partition(".")[2]) - power
    percent = match["percent"] is not None and end == match.end()
    return Figure(start, end, text[start:end], value, decimals, percent, match["money"] is not None, bool(sign))


def _power(match: re.Match[str]) -> int:
    """The power of ten of "million" behind a number; a short form such as "m" is one behind money only."""
    word = match["scale"] or (match["short"] if match["money"] else None)
    return _SCALES[word.lower()] if word else 0


def _plain(digits: str) -> str:
    """The digits with a point for the decimal sign and without what parts off thousands."""
    digits = digits.replace("·", ".")
    return digits.replace(",", ".") if has_decimal_comma(digits) else re.sub(r"[,\s’']", "", digits)


def has_decimal_comma(digits: str) -> bool:
    """Whether a comma in the digits is a decimal one: it does not part off three digits, or follows a nought."""
    return _DECIMAL_COMMA.fullmatch(digits) is not None


def _joins(text: str, at: int) -> bool:
    """Whether the dash at `at` joins the number behind it to what stands in front of it."""
    left = text[max(0, at - 3) : at]
    before = left.rstrip()[-1:]
    if not before or before in "-−–‒—":
        return False
    if text[at + 1 : at + 2] == " " and _UNIT_BEHIND.search(text, max(0, at - 12), at):
        return True
    if left.endswith((" ", "\n", "\t", "\u00a0")):
        return (before.isdigit() or before == "%") and not _LEVEL_BEHIND.search(text, max(0, at - 20), at)
    if before.isalpha():
        return text[at] != "−" and not left.endswith(("CI", "CIs"))
    return before.isdigit() or before in "%)]"

"""Reported statistics: confidence intervals, p-values, odds, hazard and risk ratios, numbers in scientific notation.

Each is told by the words or the sign right before or after a numeral, so each is looked for at one place only.

>>> from fbss_analysis.quantities.numerals import scan
>>> [(n.kind, n.low, n.high) for n in scan("OR 2.3 (95% CI, 1.2-3.4; P = .0208)")]
[('odds_ratio', None, None), ('confidence_interval', 1.2, 3.4), ('p_value', None, None)]
"""

from __future__ import annotations

import re

from fbss_analysis import patterns
from fbss_analysis.quantities.lexicon import MULTIPLIER, PERCENT
from fbss_analysis.quantities.numeral import Numeral

_LEVEL_FROM = 80
_LAST_LETTERS = frozenset("IslRks")
_NOT_IN_NUMBER = re.compile("[^0-9.·]")
_TIMES = frozenset("x×·t")  # of " times", "×", "x", "·"
_COMPARATORS = frozenset("=<>≤≥⩽⩾")
_BEFORE_EFFECT = frozenset(",:=[()]fseRokIl")  # the last letters of all that may stand between "OR" and its number
_EFFECTS = {
    "OR": "odds_ratio",
    "HR": "hazard_ratio",
    "odds": "odds_ratio",
    "hazard": "hazard_ratio",
    "hazards": "hazard_ratio",
}
_SIGN_OF_HEDGE = {
    "<": "under",
    ">": "over",
    "≤": "no_more_than",
    "≥": "at_least",
    "<=": "no_more_than",
    ">=": "at_least",
    "⩽": "no_more_than",
    "⩾": "at_least",
    "less than": "under",
    "greater than": "over",
}


def read_statistic(text: str, numeral: Numeral) -> int:
    """Find a statistic at a percent or bare number, in place: return the end of what it covers, 0, or -1 to drop."""
    if numeral.family == PERCENT:
        return _level(text, numeral) if (numeral.value or 0) >= _LEVEL_FROM else _interval_without_level(text, numeral)
    small = numeral.decimal or (numeral.value or 0.0) <= 1
    if small or text[max(0, numeral.start - 4) : numeral.start].strip(" (:,[=")[-1:] in _LAST_LETTERS:
        covered = _p_value(text, numeral) or _interval_without_level(text, numeral) or _effect(text, numeral)
        if covered:
            return covered
    if _TIMES.isdisjoint(text[numeral.end : numeral.end + 2]):
        return 0
    return _scientific(text, numeral) or _times_as(text, numeral)


def _level(text: str, numeral: Numeral) -> int:
    """ "95% CI 1.2 to 3.4": one mention from the level to the upper bound; without bounds the level is no mention."""
    ahead = patterns.CI_WORDS_AHEAD.match(text, numeral.end)
    behind = ahead is None and text[max(0, numeral.start - 12) : numeral.start].rstrip(" (:,=-").endswith(
        ("CI", "CIs", "interval")
    )
    if not ahead and not behind:
        return 0
    tail = patterns.CI_TAIL.match(text, numeral.end)
    if tail is None:
        return -1
    return _take_interval(numeral, tail, numeral.value)


def _take_interval(numeral: Numeral, tail: re.Match[str], level: float | None) -> int:
    low, high = _bound(tail["low"]), _bound(tail["high"])
    if low > high:
        return 0
    numeral.kind, numeral.family, numeral.unit = "confidence_interval", "interval", ""
    if tail["low_percent"] or tail["high_percent"]:
        numeral.unit = "percent"
    numeral.level, numeral.value, numeral.low, numeral.high = level, None, low, high
    numeral.end = numeral.figure_end = tail.end("high_percent" if tail["high_percent"] else "high")
    return numeral.end


def _bound(text: str) -> float:
    plain = _NOT_IN_NUMBER.sub("", text).replace("·", ".")
    return -float(plain) if text[0] in "-−–" else float(plain)


def _interval_without_level(text: str, numeral: Numeral) -> int:
    left = text[numeral.start - 44 if numeral.start > 44 else 0 : numeral.start]
    if "CI" not in left and "nterval" not in left and "CrI" not in left:
        return 0
    behind = patterns.CI_WORDS_BEHIND.search(left)
    if behind is None:
        return 0
    tail = patterns.CI_TAIL.match(text, numeral.start)
    if tail is None:
        return 0
    level = float(_NOT_IN_NUMBER.sub("", behind["level"])) if behind["level"] else None
    signed = text[numeral.start] in "-−–" and tail["low"][0] not in "-−–"
    covered = _take_interval(numeral, tail, level)
    if signed and covered and numeral.low is not None:
        numeral.low = -numeral.low  # the pattern takes a dash in front for one that joins
    return covered


def _p_value(text: str, numeral: Numeral) -> int:
    left = text[numeral.start - 36 if numeral.start > 36 else 0 : numeral.start]
    if _COMPARATORS.isdisjoint(left[-3:]) and "than" not in left[-7:] and "value" not in left:
        return 0
    behind = patterns.P_BEHIND.search(left)
    if behind is None or (behind["sign"] is None and "value" not in behind[0]):
        return 0
    numeral.start -= len(left) - behind.start()
    numeral.kind, numeral.family = "p_value", "statistic"
    numeral.hedge = _SIGN_OF_HEDGE.get(behind["sign"] or "", "none")
    power = patterns.SCIENTIFIC.match(text, numeral.end)
    if power:
        _raise(numeral, power)
    return numeral.end


def _names_effect(left: str) -> bool:
    ratio = " ratio" in left or "-ratio" in left or " Ratio" in left or "-Ratio" in left
    return ratio or "R" in left or "isk" in left


def _effect(text: str, numeral: Numeral) -> int:
    left = text[numeral.start - 80 if numeral.start > 80 else 0 : numeral.start]
    if left[-3:].rstrip()[-1:] not in _BEFORE_EFFECT or not _names_effect(left):
        return 0
    behind = patterns.EFFECT_BEHIND.search(left)
    if behind is None:
        return 0
    word = behind["long"] or behind["short"] or ""
    numeral.kind = _EFFECTS.get(word.lower(), _EFFECTS.get(word[-2:], "relative_risk"))
    numeral.family = "statistic"
    return numeral.end


def _raise(numeral: Numeral, power: re.Match[str]) -> None:
    sign = -1 if power["sign"] else 1
    numeral.value = float(f"{numeral.value!r}e{sign * int(power['power'])}")
    numeral.end = numeral.figure_end = power.end()


def _scientific(text: str, numeral: Numeral) -> int:
    if text[numeral.end : numeral.end + 1] not in " ×x·\u00a0":
        return 0
    power = patterns.SCIENTIFIC.match(text, numeral.end)
    if power is None or (not power["open"] and not power["sign"] and power["power"].startswith("0")):
        return 0
    _raise(numeral, power)
    numeral.kind, numeral.decimal = "other", True
    return numeral.end


def _times_as(text: str, numeral: Numeral) -> int:
    if not text.startswith((" times", " x "), numeral.end) or not patterns.TIMES_AS.match(text, numeral.end):
        return 0
    numeral.family, numeral.unit, numeral.kind = MULTIPLIER, "times", "multiplier_word"
    return 0

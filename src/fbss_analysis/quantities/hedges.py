"""The words around a number that widen or open it.

>>> hedge_before("no more than ", 13), hedge_after("30 or more", 2)
('no_more_than', 'at_least')
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from fbss_analysis import patterns
from fbss_analysis.printed.widths import HEDGE_WORDS

_LONGEST_HEDGE = 26
OPENS_HEDGE = frozenset((" or ", " and", "\u00a0or "))  # how what `hedge_after` reads begins
_WORD_STARTS = (" ", "\u00a0", "\n", "(", "“", '"')


def _by_last_word() -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for name, phrases in {**HEDGE_WORDS}.items():
        for phrase in phrases:
            table.setdefault(phrase.rsplit(" ", 1)[-1], []).append((phrase, name))
    for phrase, name in _MORE_PHRASES.items():
        table.setdefault(phrase.rsplit(" ", 1)[-1], []).append((phrase, name))
    for pairs in table.values():
        pairs.sort(key=lambda pair: -len(pair[0]))
    return table


_MORE_PHRASES = {
    **dict.fromkeys(
        ("longer than", "older than", "higher than", "larger than", "well over", "just over", "slightly over"), "over"
    ),
    **dict.fromkeys(("shorter than", "younger than", "lower than", "smaller than", "well under"), "under"),
    **dict.fromkeys(
        ("as few as", "as little as", "as low as", "minimum of", "minimum", "no less than", "no fewer than"), "at_least"
    ),
    **dict.fromkeys(("maximum of", "maximum", "as long as", "upto"), "up_to"),
    **dict.fromkeys(("not exceeding", "no longer than", "no greater than", "no higher than"), "no_more_than"),
    **dict.fromkeys(
        (
            *(
                "just below",
                "slightly under",
                "slightly below",
                "slightly less than",
                "slightly fewer than",
                "just shy of",
            ),
            *("a little under", "a little below", "a little less than", "marginally under", "marginally below"),
            *(
                "just less than",
                "just fewer than",
                "approaching",
                "nearing",
                "practically",
                "virtually",
                "little short of",
                "very nearly",
            ),
        ),
        "nearly",
    ),
    **dict.fromkeys(
        (
            *(
                "of the order of",
                "in the order of",
                "in the neighbourhood of",
                "in the neighborhood of",
                "somewhere near",
            ),
            *(
                "in the vicinity of",
                "something like",
                "more or less",
                "broadly",
                "near to",
                "give or take",
            ),
            *("roughly speaking", "as near as"),
        ),
        "about",
    ),
    **dict.fromkeys(
        ("somewhere around", "in the region of", "on the order of", "roughly", "∼", "≅", "≃", "the average"), "about"
    ),
}
_SUMMED = (  # "add up to" and "went up to" bound nothing
    *("add ", "adds ", "added ", "adding ", "sum ", "sums ", "summed ", "summing "),
    *("go ", "goes ", "going ", "gone ", "went ", "came ", "moved ", "crept ", "shot ", "brought "),
)
_BY_LAST = MappingProxyType(_by_last_word())
_SIGNS = MappingProxyType(
    {
        "<": "under",
        ">": "over",
        "≤": "up_to",
        "≥": "at_least",
        "~": "about",
        "≈": "about",
        "∼": "about",
        "⩾": "at_least",
        "⩽": "up_to",
    }
)


_ARROWS = frozenset(("->", "=>", "–>", "—>", "<-"))


def hedge_before(text: str, start: int) -> str:
    """The hedge right before `start`; "none" where there is none."""
    left = text[start - _LONGEST_HEDGE if start > _LONGEST_HEDGE else 0 : start].rstrip(" \u00a0\n($€£")
    if not left:
        return "none"
    sign = _SIGNS.get(left[-1])
    if sign:
        return "none" if left[-2:] in _ARROWS else sign
    cut = max(map(left.rfind, _WORD_STARTS))
    pairs = _BY_LAST.get(left[cut + 1 :].lower(), ())
    lower = left.lower().replace("\u00a0", " ").replace("\n", " ")
    for phrase, name in pairs:
        rest = lower[: -len(phrase)]
        if lower.endswith(phrase) and not rest[-1:].isalpha() and not (phrase == "up to" and rest.endswith(_SUMMED)):
            return name
    return "none"


@lru_cache(maxsize=4096)
def may_hedge(word: str) -> bool:
    """Whether a hedge can end in `word`."""
    return word.lower() in _BY_LAST or word[-1] in _SIGNS


def hedge_after(text: str, end: int) -> str:
    """The hedge that follows: "or more", "and older", "or less"."""
    match = patterns.HEDGE_AHEAD.match(text, end)
    if match is None:
        return "none"
    return "at_least" if match["more"] else "up_to"

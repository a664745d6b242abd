"""The words around a number that widen or open it, and the nouns that it counts.

>>> hedge_before("no more than ", 13), hedge_after("30 or more", 2), counted_noun("33 small trials of fusion", 2)
('no_more_than', 'at_least', 'small trials')
"""

from __future__ import annotations

from types import MappingProxyType

from fbss_analysis import lexicon, patterns
from fbss_analysis.lexicon import word_set
from fbss_analysis.reported import HEDGE_WORDS

_LONGEST_HEDGE = 26


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
        ("somewhere around", "in the region of", "on the order of", "roughly", "∼", "≅", "≃", "the average"), "about"
    ),
}
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


def hedge_before(text: str, start: int) -> str:
    """The hedge that stands right before `start`; "none" where there is none."""
    left = text[max(0, start - _LONGEST_HEDGE) : start].rstrip(" \u00a0\n($€£")
    if not left:
        return "none"
    sign = _SIGNS.get(left[-1])
    if sign:
        return sign
    cut = max(
        left.rfind(" "), left.rfind("\u00a0"), left.rfind("\n"), left.rfind("("), left.rfind("“"), left.rfind('"')
    )
    pairs = _BY_LAST.get(left[cut + 1 :].lower())
    if pairs is None:
        return "none"
    lower = left.lower().replace("\u00a0", " ").replace("\n", " ")
    for phrase, name in pairs:
        if lower.endswith(phrase) and not lower[: -len(phrase)][-1:].isalpha():
            return name
    return "none"


def hedge_after(text: str, end: int) -> str:
    """The hedge that follows: "or more", "and older", "or less"."""
    if text[end : end + 4] not in (" or ", " and", "\u00a0or "):
        return "none"
    match = patterns.HEDGE_AHEAD.match(text, end)
    if match is None:
        return "none"
    return "at_least" if match["more"] else "up_to"


def counted_noun(text: str, end: int) -> str:
    """The noun phrase that follows a count, up to its first plural; empty where a function word comes first."""
    match = patterns.NEXT_WORDS.match(text, end)
    if match is None:
        return ""
    kept: list[str] = []
    for word in match[0].replace("-", " ").split():
        if word in lexicon.FUNCTION_WORDS or word.startswith("("):
            break
        kept.append(word)
        if is_plural(word):
            break
    return " ".join(kept)


def is_plural(word: str) -> bool:
    """Whether a word reads like a plural noun."""
    return (
        word.endswith("s") and len(word) > 3 and word not in lexicon.NOT_PLURAL
    ) or word in lexicon.IRREGULAR_PLURALS


_COUNTING_BEFORE = (
    "at least",
    "only",
    "just",
    "more than",
    "exactly",
    "no more than",
    "less than",
    "fewer than",
    "minimum of",
    "become",
    "as",
)
_TIME_BEFORE = word_set(
    "within for after in at than to or least and about every only last per by approximately the first over until "
    "through of"
)
_TIME_AFTER = word_set(
    "after of post later before follow following postoperatively postoperative prior ago from follow-up and or"
)


def one_counts(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the word "one" counts ("one patient died", "at least one"), rather than standing for "a" or a noun."""
    left = text[max(0, start - 24) : start]
    before = left.split()[-1:] or [""]
    if unit:
        return unit != "days" or before[0].lower() in _TIME_BEFORE or _word_at(text, end) in _TIME_AFTER
    if before[0].lower() in (
        "if",
        "there's",
        "another",
        "no",
        "any",
        "this",
        "that",
        "first",
        "loved",
        "which",
        "each",
        "every",
        "number",
    ):
        return False
    following = _words_at(text, end)
    if not following or following[0] in ("of", "another", "day", "thing", "way"):
        return following[:3] == ["of", "the", "two"] and False
    if following[:2] == ["or", "more"] or following[:2] == ["or", "both"]:
        return following[1] == "more"
    rest = text[end : end + 60]
    if (
        " another" in rest
        or " other" in rest
        or (text[start : start + 1] == "O" and following[0] in lexicon.ONE_NARRATES)
    ):
        return False
    hedged = left.rstrip().lower().endswith(_COUNTING_BEFORE)
    if hedged:
        return (
            not left.rstrip().endswith(" as")
            or following[0] in lexicon.ONE_COUNTS
            or (len(following) > 1 and following[1] in lexicon.ONE_COUNTS)
        )
    return _counts_noun(following)


def _counts_noun(following: list[str]) -> bool:
    for word in following[:3]:
        if word in lexicon.FUNCTION_WORDS:
            return False
        if word in lexicon.ONE_COUNTS:
            return True
    return False


def _words_at(text: str, end: int) -> list[str]:
    match = patterns.NEXT_WORDS.match(text, end)
    return match[0].replace("-", " ").split() if match else []


def _word_at(text: str, end: int) -> str:
    return (_words_at(text, end) or [""])[0]

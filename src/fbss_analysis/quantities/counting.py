"""The nouns that numbers count, and when the word "one" counts.

>>> counted_noun("33 small trials of fusion", 2)
'small trials'
>>> [one_counts(text, 0, 3) for text in ("one patient died", "one of the most common", "one or more discs")]
[True, False, True]
"""

from __future__ import annotations

import re

from fbss_analysis import patterns
from fbss_analysis.quantities import lexicon

_LOOK_BEHIND, _LOOK_AHEAD = 24, 60
_NEW_LINE = re.compile(r"\n(?=[\s•*–-]*[A-Z•*–-])")  # not one that wraps a sentence
_CLAUSE_ENDS = ".;,:\n"


def next_word(text: str, at: int) -> str:
    """The word that follows `at`; empty where something else follows."""
    match = patterns.NEXT_WORD.match(text, at)
    return match[1] if match else ""


def is_plural(word: str) -> bool:
    """Whether a word reads like a plural noun."""
    plural = word.endswith("s") and len(word) > 3 and word not in lexicon.NOT_PLURAL
    return plural or word in lexicon.IRREGULAR_PLURALS


def counted_noun(text: str, end: int) -> str:
    """The noun phrase that follows a count, up to its first plural; empty where a function word comes first."""
    kept: list[str] = []
    for word in _words_after(text, end):
        if word in lexicon.FUNCTION_WORDS or word.startswith("("):
            break
        kept.append(word)
        if is_plural(word):
            break
    return " ".join(kept)


def _words_after(text: str, end: int) -> list[str]:
    match = patterns.NEXT_WORDS.match(text, end)
    return _NEW_LINE.split(match[0], maxsplit=1)[0].replace("-", " ").split() if match else []


def one_counts(text: str, start: int, end: int) -> bool:
    """Whether the word "one" counts ("one patient died", "at least one"), rather than standing for "a" or a noun."""
    left = text[max(0, start - _LOOK_BEHIND) : start].rstrip().lower()
    following = _words_after(text, end)
    if not following or left.rpartition(" ")[2].strip('(“"') in lexicon.NO_COUNT_BEFORE_ONE:
        return False
    if following[0] in lexicon.NO_COUNT_AFTER_ONE:
        return False
    if following[0] == "or":
        return following[1:2] == ["more"]
    if patterns.ONE_IN_LIST_AHEAD.match(text, end) or patterns.ONE_IN_LIST_BEHIND.search(
        text[max(0, start - 48) : start]
    ):
        return True
    if _is_told_apart(text, end) or (text[start] == "O" and following[0] in lexicon.ONE_NARRATES):
        return False
    return left.endswith(lexicon.COUNTING_BEFORE_ONE) or _names_countable(following)


def one_unit_counts(text: str, start: int, end: int, unit: str) -> bool:
    """Whether "one" before a unit of time is a quantity: always, but for "one day" without a frame around it."""
    if unit != "days":
        return True
    before = text[max(0, start - _LOOK_BEHIND) : start].split()[-1:] or [""]
    return before[0].lower() in lexicon.TIME_FRAME_BEFORE or next_word(text, end) in lexicon.TIME_FRAME_AFTER


def _is_told_apart(text: str, end: int) -> bool:
    """ "From one vertebra to another", "one on each side": not a number but one of a pair."""
    rest = text[end : end + _LOOK_AHEAD]
    stop = min((at for at in map(rest.find, _CLAUSE_ENDS) if at >= 0), default=len(rest))
    return any(word in rest[:stop] for word in (" another", " the other", " on each"))


def _names_countable(following: list[str]) -> bool:
    for word in following[:3]:
        if word in lexicon.FUNCTION_WORDS:
            return False
        if word in lexicon.ONE_COUNTS:
            return True
    return False

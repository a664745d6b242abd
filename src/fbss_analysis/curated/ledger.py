"""The token ledger: every number in a text is audited, excluded with a reason, or unresolved, and the three add up.

An audit that lists what it found says nothing about what it missed. So the denominator is counted first, by a rule that
knows nothing of claims: a numeric token is

* a maximal run of digits with the separators inside it, and the percent sign that follows ("102,047", "5.4%", "40 %",
  "10.1177"; a dash separates, so "20-40%" is two tokens);
* a number word, hyphens included: a cardinal ("six", "fifty-eight", "millions"), a fraction ("half"), a multiplier
  ("doubled");
* an ordinal word ("second", "third", "first");
* a percent sign without a figure.

Words for a vague amount (most, both, several, few) and units without a figure (days) carry no number and are no
tokens. Then each token is put where it stands: in a claim or in a qualifier bound to one (audited), in a number that is
no claim or a stretch that holds no quantities, such as a list of references (excluded, by reason), or nowhere
(unresolved).

Reference: the flow diagram of PRISMA 2020 (Page MJ et al. BMJ 2021;372:n71), where records add up from box to box.

>>> [token.text for token in numeric_tokens("Of 102,047 people, one in twenty (5.4 %) by L5.")]
['102,047', 'one', 'twenty', '5.4 %', '5']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fbss_analysis.printed.words import FRACTIONS, MULTIPLIERS, SCALES, TENS, UNITS
from fbss_analysis.schema import Ledger, Span

AUDITED = "audited"

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"),
    *("hundredth", "thousandth", "millionth"),
)
_ONE_WORD = {word for word in (*FRACTIONS, *MULTIPLIERS) if word.isalpha()} | {"quarter"}
_PLURALS = {f"{word}s" for word in (*SCALES, *_ORDINALS, "quarter")} | {"halves", "dozen", "dozens"}
_COMPOUNDS = {word for word in MULTIPLIERS if "-" in word}
_WORDS = {*UNITS, *TENS, *SCALES, *_ORDINALS, *_ONE_WORD, *_PLURALS, *_COMPOUNDS}
_WORD = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
_TOKEN = re.compile(
    rf"""
    \d+ (?: [.,]\d+ )* (?: [ \u00a0\u202f\u2009]? % )?     # a figure with its percent sign
    | \b (?:{_WORD}) (?: [-\u2010\u2011] (?:{_WORD}) )* \b   # a number word
    | %                                                      # a percent sign that has lost its figure
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A numeric token and its half-open span in code points."""

    start: int
    end: int
    text: str


def numeric_tokens(text: str) -> list[Token]:
    """Every numeric token of `text` in order: runs of digits, number words, ordinals, lone percent signs."""
    return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


def ledger(text: str, audited: Iterable[Span], excluded: Mapping[str, Iterable[Span]]) -> Ledger:
    """Put each numeric token of `text` where it stands: the first span it overlaps, audited spans before excluded.

    >>> ledger("Of 500 people, 112 (9)", [(3, 6), (15, 18)], {"citation_marker": [(19, 22)]})
    Ledger(total=3, audited=2, excluded={'citation_marker': 1}, unresolved=())
    """
    tokens = numeric_tokens(text)
    reasons = [(AUDITED, audited), *sorted(excluded.items())]
    indexed = [(reason, _Spans(spans)) for reason, spans in reasons]
    places = [next((reason for reason, spans in indexed if spans.meets(token)), None) for token in tokens]
    counts = Counter(place for place in places if place)
    unresolved = tuple((t.start, t.end) for t, place in zip(tokens, places, strict=True) if place is None)
    return Ledger(len(tokens), counts.pop(AUDITED, 0), dict(sorted(counts.items())), unresolved)


class _Spans:
    """Spans that can be asked for an overlap; nested ones are merged first."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)

    def meets(self, token: Token) -> bool:
        at = bisect_right(self.starts, token.end - 1) - 1
        return at >= 0 and self.ends[at] > token.start

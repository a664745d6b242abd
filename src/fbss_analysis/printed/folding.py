"""Patterns that do not tell capitals from small letters, tried on text whose capitals were made small before.

`re.IGNORECASE` looks up both cases of every letter at every place of a text, which takes several times as long as a
plain pattern does. Most words that are looked for are not there; so a folded pattern looks for them in the text in
small letters, and only what it finds is matched in the text as it is printed. Only patterns whose letters are ASCII can
be folded, and texts with as many small letters (not "İ") and without the two that `re` takes for "s" and "i".

>>> folded(r"\\bfell\\s+(?P<by>by)?").search("It FELL by 5")["by"]
'by'
>>> [found.span() for found in folded(r"is").finditer("ıs, IS and iſ")]
[(0, 2), (4, 6), (11, 13)]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache

_KEPT = re.compile(r"\\.|\(\?P[<=]\w+|[^\\(]+|\(", re.DOTALL)
_OWN = "ſı"


class Folded:
    """A pattern that finds what `re.IGNORECASE` finds."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags | re.IGNORECASE

    @cached_property
    def exact(self) -> re.Pattern[str]:
        """The pattern as `re` takes it."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        small = (part if part[:1] in "\\(" else part.lower() for part in _KEPT.findall(self.pattern))
        return re.compile("".join(small), self.flags & ~re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        small = _small(text) if end == sys.maxsize and not start else _small_page(text)
        if small is None:
            return self.exact.search(text, start, end)
        found = self._plain.search(small, start, end)
        return found and self.exact.match(text, found.start(), end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        small = _small(text) if end == sys.maxsize and not start else _small_page(text)
        if small is None:
            yield from self.exact.finditer(text, start, end)
            return
        places = (found.start() for found in self._plain.finditer(small, start, end))
        yield from filter(None, (self.exact.match(text, place, end) for place in places))

    def sub(self, new: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return text if self.search(text) is None else self.exact.sub(new, text)


def folded(pattern: str, flags: int = 0) -> Folded:
    """A pattern that takes capitals for small letters, for searches; a ValueError where it cannot be folded."""
    if "(?-i:" in pattern or any(c.isalpha() and not c.isascii() for c in pattern):
        raise ValueError(f"pattern {pattern!r} tells capitals, or has letters that are not ASCII: use re.compile")
    return Folded(pattern, flags)


def _small(text: str) -> str | None:
    """A text in small letters; None where they stand at other places, or `re` takes one of them for another."""
    small = text.lower()
    if text.isascii():
        return small
    return small if len(small) == len(text) and not any(letter in small for letter in _OWN) else None


_small_page = lru_cache(maxsize=2)(_small)

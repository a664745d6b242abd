"""Lists that are not all: a stretch of text says that it names only some of the parts, or sets figures side by side.

"Including", "such as", "most often", "more than one answer was allowed", a running total: what follows need not make
the whole. Nor need figures that are told one against another ("respectively", "versus"), unless the stretch says that
they are everything. Stretches overlap, so the words are looked for once a sentence.
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.interpretation.exhausting import EXHAUSTS
from fbss_analysis.interpretation.stretches import Stretch
from fbss_analysis.printed.folding import folded

_SOME = folded(
    r"\b(?:includ(?:e|es|ing)|such\s+as|for\s+example|e\.g\.|among\s+others|most\s+(?:common|frequent)\w*|some\s+of|"
    r"more\s+than\s+one\s+(?:answer|reason)\s+(?:was|could|were)|several\s+answers|(?<!without\s)(?<!without\sany\s)(?<!no\s)(?<!not\s)(?<!never\s)(?<!non-)overlap\w*|could\s+(?:choose|name)|multiple\s+(?:answers|responses)|"
    r"cumulat\w+|running|to\s+date|(?:previous|preceding|earlier)\s+(?:\w+\s+){0,2}(?:reports?|years?|totals?|figures?))\b"
)
_SETS_AGAINST = folded(r"\b(?:respectively|compared|versus|vs|whereas)\b")
_ARRIVES = re.compile(
    r"\brespectively\b[^.;\d]{0,30}\b(?:arriving\s+at|making|giving|totall?ing|bringing|for\s+a\s+total|in\s+all)\b",
    re.IGNORECASE,
)
_BEYOND = 120  # characters: words that begin in a sentence may end behind it


def names_some(view: Context, stretch: Stretch) -> bool:
    """Whether a stretch says that it names only some of the parts, or figures that are no parts."""
    first, last = stretch.widened(view)
    start, end = view.page.sentences[first].start, view.page.sentences[last].end
    found = [word for at in range(first, last + 1) for word in _limits(view, at) if word[1] <= end]
    if not found or any(some for _, _, some in found):
        return bool(found)
    text = view.document.text
    return not (EXHAUSTS.search(text, start, end) or _ARRIVES.search(text, start, end))


@once
def _limits(view: Context, at: int) -> list[tuple[int, int, bool]]:
    """The words of a sentence that name some of the parts, and those that set figures against each other."""
    here, text = view.page.sentences[at], view.document.text
    somes = ((found, True) for found in _SOME.finditer(text, here.start, here.end + _BEYOND))
    sets = ((found, False) for found in _SETS_AGAINST.finditer(text, here.start, here.end))
    return [(found.start(), found.end(), some) for found, some in (*somes, *sets) if found.start() < here.end]

"""Appositions: the words by which a text says that one figure is another one told again.

"12 of 80, or 15%", "20%, that is to say one in five", "this corresponds to 29% of respondents", "giving a rate of 43%".
A text that says so ties exactly these two figures, so that whatever rounding leaves no room for is an error, be it a
slip of the hand or not. The classes are closed: a few conjunctions, the verbs of being and of amounting to with or
without a pronoun that points back, their participles, and some set phrases.

Reference: Quirk R, Greenbaum S, Leech G, Svartvik J. A Comprehensive Grammar of the English Language. Longman 1985,
sections 17.65 to 17.93 (apposition and its indicators).

>>> gaps = ", or ", "; this corresponds to ", ", in other words by ", " and "
>>> [re.fullmatch(rf"[\\s,;]*{SAYS}\\s*(?:by\\s*)?", gap) is not None for gap in gaps]
[True, True, True, False]
"""

from __future__ import annotations

import re

_AMOUNTS = (
    r"(?:(?:correspond|amount|equate|translate|come|came|add\s+up|boil\s+down)(?:s|ed|d)?\s+(?:in)?to|"
    r"work(?:s|ed)?\s+out\s+(?:at|as|to)|"
    r"(?:is|was|are|were)\s+(?:equivalent|equal|identical|tantamount)\s+to|(?:is|was|are|were)\s+the\s+same\s+as)"
)
IS = (
    r"(?:is|was|are|were|means?|meant|equals?|equall?ed|makes?|made|gives?|gave|yield(?:s|ed)?|represent(?:s|ed)?|"
    rf"constitute(?:s|d)?|{_AMOUNTS})"
)
_BEING = (
    r"(?:(?:correspond|amount|equat|translat|com)ing\s+(?:in)?to|(?:equivalent|equal)\s+to|resulting\s+in|"
    r"(?:represent|constitut|mak|giv|yield|mean|equal|equall|produc)ing)"
)
_PUT = (
    r"(?:in\s+(?:other|plain|simple|simpler|everyday)\s+(?:words|terms|language)|to\s+put\s+it\s+[^\W\d]+|"
    r"(?:put|said|expressed|stated)\s+(?:differently|otherwise|another\s+way|simply|plainly)|simply\s+put|namely|viz\.?)"
)
SAYS = (
    rf"(?:or\b|i\.\s?e\.|ie\b|that\s+is(?:\s+to\s+say)?\b|{_PUT}|(?:that|it)['’]s\b|"
    rf"(?:which|this|that|it|these|they)\s+(?:therefore\s+|thus\s+|in\s+turn\s+)?{IS}(?:\s+that)?\b|{_BEING}(?:\s+that)?\b)[,:]?"
)
_SAYS_SO = re.compile(
    rf"(?:\s+(?!(?:and|but|while|whereas|versus|vs|of\s+whom)\b)[^\W\d_][\w’'-]*){{0,8}}\s*[)\]]?[\s,;:.–—(-]*(?:(?:(?:and|so|thus|hence)\s+)?{SAYS}|(?:so|thus|hence|therefore)\b,?)"
    r"\s*(?:(?:about|roughly|around|approximately|nearly|almost|some|just|only|exactly|by|in|for|a|an|the)\s+)*",
    re.IGNORECASE,
)
_LONGEST = 300  # characters


def says_again(words: str) -> bool:
    """Whether the words between two figures say that the second one is the first told again."""
    return len(words) <= _LONGEST and _SAYS_SO.fullmatch(words) is not None

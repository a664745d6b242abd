"""Plans: passages that work out how many people a study would need, and tell no result.

A power calculation is full of figures that are assumed ("12% versus 8%", "a loss of 15%", "36 patients, 18 a group");
how one follows from another is a formula that is not printed, so that nothing can be recomputed from them.

References: Julious SA. Sample sizes for clinical trials. Chapman & Hall 2010. CONSORT 2010, item 7a.

>>> told = "With 90% power and an alpha of 5%, 120 patients were needed.", "Of 120 patients 40 were in pain."
>>> [is_plan(text) for text in told]
[True, False]
"""

from __future__ import annotations

from functools import lru_cache

from fbss_analysis.printed.folding import folded

_PLAIN = folded(
    r"\b(?:power\s+(?:of\s+|was\s+|at\s+)?(?:\w+\s+){0,3}?\d|\d+\s?%?\s+(?:statistical\s+|study\s+)?power\b|statistical\s+power|power\s+(?:analys|calculat)\w+|"
    r"sample[\s-]size\s+(?:\w+\s+){0,3}?(?:calculat|estimat|determin|comput|need|requir)\w*|(?:calculat|estimat|requir|need)\w*\s+(?:\w+\s+){0,3}?sample[\s-]size|"
    r"(?:alpha|significance\s+level|type\s+I\b\s+error)\b[^.;]{0,80}\b(?:power|beta)\b|effect\s+size\s+of\s+\d[^.]{0,80}\bpower\b|G\W?power)"
)
_ASSUMED = folded(
    r"\b(?:assum(?:e[sd]?|ing|ptions?)|anticipat\w+|expected\s+(?:loss|drop|attrition|rate)\w*|allow(?:s|ed|ing)?\s+for|(?:would|will)\s+be\s+(?:needed|required|sufficient)|"
    r"(?:was|were|is|are)\s+(?:needed|required)\s+to\s+(?:detect|show|demonstrate)|taking\s+into\s+account|(?:aimed|planned|intended)\s+to\s+(?:enrol\w*|recruit|include)|"
    r"to\s+detect\s+an?\b|drop[\s-]?out\s+rate|attrition\s+rate|rate\s+of\s+(?:attrition|loss))\b"
)
_TWICE = 2


@lru_cache(maxsize=256)
def is_plan(text: str) -> bool:
    """Whether a passage works out a sample size: in so many words, or by two assumptions."""
    return _PLAIN.search(text) is not None or len({found[0] for found in _ASSUMED.finditer(text)}) >= _TWICE

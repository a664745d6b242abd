"""Strengths: percentages that say how strong a substance is, or are worked out in a formula, and are shares of nobody.

"Lidocaine 10%", "a 0.23% salt solution", "acetic acid in 12.5% saturation" and "(93.9 − 82.1)/17.9 × 100 = 65.9%" stand
with counts of people all around and have nothing to do with them. So have shares that were weighted or adjusted before
they were printed behind their counts.

Reference: Thompson A, Taylor BN. Guide for the use of the International System of Units. NIST Special Publication 811,
2008, section 7.10 (quantities expressed as percentages).

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document, Kind, Mention
>>> page = Document("page", "Of 40 who got lidocaine 10% spray, 25% slept.")
>>> view = read_context(page, [Mention("page", a, a + 3, page.text[a:a+3], Kind.PERCENT, 1.0) for a in (24, 35)])
>>> is_strength(view, 0), is_strength(view, 1)
(True, False)
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context, once

_SUBSTANCE = (
    r"(?:\w*(?:caine|hexidine|flurane|oxidil)|sorbitol|mannitol|xylitol|glycerol|propofol|saline|glucose|dextrose|sucrose|"
    r"fructose|starch|formalin|formaldehyde|iodine|acid|bleach|hypochlorite|peroxide|ethanol|alcohol|cream|gel|ointment|"
    r"lotion|spray|solution|emulsion|drops|mouthwash|mouthrinse|varnish|toothpaste|nitrate|timolol|atropine)"
)
_IN_FRONT = re.compile(rf"\b{_SUBSTANCE}\s+(?:at\s+|of\s+)?\(?$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s*(?:[^\W\d][\w-]*\s+)?(?:{_SUBSTANCE}|salt|saturation|concentrations?|strength|dilution|w/w|w/v|v/v)\b",
    re.IGNORECASE,
)
_WORKED_OUT = re.compile(r"[×x*]\s?100\s?%?\s?=\s?$")
_WEIGHTED = re.compile(
    r"\b(?:adjusted|weighted|age-standardi[sz]ed|standardi[sz]ed|imputed)\s+(?:[^\W\d][\w-]*\s+){0,2}?"
    r"(?:proportions?|rates?|percentages?|prevalence|incidence|shares?|risks?|estimates?)[\s:=,(]*(?:of|was|is|were)?\s*$",
    re.IGNORECASE,
)


@once
def is_strength(view: Context, i: int) -> bool:
    """Whether a percentage is the strength of a substance, the end of a formula, or weighted: no share of a count."""
    before = view.before(i, 60)
    return bool(
        _IN_FRONT.search(before)
        or _BEHIND.match(view.after(i, 40))
        or _WORKED_OUT.search(before)
        or _WEIGHTED.search(before)
    )

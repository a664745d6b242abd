"""Words of change: the verbs, nouns and comparatives by which English tells a rise, a fall, or either.

The classes are closed: a few dozen stems each. A verb tells what happened ("fell"), a noun names it ("a fall of"), a
comparative sets one level against another ("fewer than"). Each is a pattern; stems are matched with what follows them.

Reference: Levin B. English Verb Classes and Alternations. University of Chicago Press 1993, section 45.6 (verbs of
calibratable changes of state).

>>> import re
>>> [bool(re.search(VERB, words)) for words in ("it plummeted", "it followed up", "it went up")]
[True, False, True]
"""

from __future__ import annotations

from fbss_analysis.printed.folding import folded


def _stems(stems: str, whole: str = "") -> str:
    """A pattern of words that begin with one of some stems, or are one of some whole words."""
    parts = [
        rf"(?:{'|'.join(stems.split())})\w*" if stems else "",
        rf"(?:{'|'.join(whole.split())})\b" if whole else "",
    ]
    return rf"\b(?:{'|'.join(filter(None, parts))})"


UP_VERB = _stems(
    "increas grow climb gain jump expand soar rais escalat lengthened prolong widen swell swollen mount advanc rocket "
    "leap accelerat boost elevat balloon spik outnumber",
    "rise rises rising risen rose grew surge surges surged surging added adds adding "
    r"(?<!follow.)(?<!followed.)(?<!following.)(?<!made.)(?<!make.)(?<!makes.)up(?!\sof\b)",
)
DOWN_VERB = _stems(
    r"decreas drop(?!-?\s?outs?\b) declin reduc shrunk shrink diminish shorten sink sunk slump plung plummet tumbl "
    "slid slipp contract trim slash dwindl ebb reced abat subsid attenuat slim narrowed retreat curtail prun "
    "weaken",
    "fell fall falls fallen falling lowered lowering lowers shrank cut cuts cutting sank dip dips dipped dipping lost "
    "eased eases easing saved saves saving savings shed sheds shedding slowed slows slowing down",
)
OTHER_VERB = _stems("chang improv differ shift worsen deteriorat recover", "move moves moved moving")
UP_MORE = _stems(
    "",
    "more higher longer bigger larger greater extra additional above excess surplus dearer costlier heavier taller "
    "stronger wider further farther up ahead upwards?",
)
DOWN_MORE = _stems(
    "",
    "less lower fewer shorter smaller cheaper slower lighter weaker narrower below down behind downwards?",
)
OTHER_MORE = _stems("", "better worse faster quicker")
UP_NOUN = _stems(
    "",
    "increases? rises? growth gains? uplift boosts? jumps? surges? leaps? expansion uptick upsurge upturn "
    "excess surplus lengthening prolongation lead advantage escalation elevation increments? additions? "
    "doubling trebling tripling quadrupling",
)
DOWN_NOUN = _stems(
    "",
    r"decreases? falls? drops?(?!-?\s?outs?\b) declines? reductions? cuts? loss(?:es)? savings? slumps? "
    "dips? shortening shortfall "
    "correction deficit contraction downturn narrowing decrements? disadvantage halving plunge attenuation slide "
    "erosion",
)
OTHER_NOUN = _stems(
    "",
    "changes? improvements? shifts? differences? deterioration worsening gaps? swings? relief discrepancy "
    "margin movement delta restoration disparity spread imbalance lag benefit",
)
VERB = rf"(?:{UP_VERB}|{DOWN_VERB}|{OTHER_VERB})"
NOUN = rf"(?:{UP_NOUN}|{DOWN_NOUN}|{OTHER_NOUN})"
MORE = rf"(?:{UP_MORE}|{DOWN_MORE}|{OTHER_MORE})"
PERCENT_CHANGE = folded(
    rf"(?:%|\bper\s?cent(?:age)?)\s+(?:{NOUN})\W{{0,4}}$|\b{NOUN}\s*[(,]?\s*(?:in\s+)?(?:%|per\s?cent(?:age)?)\s*\)?[\s:|=,]*[+−–-]?$"
)

"""Whether the values behind a mean are whole numbers: the passage says so, or what is counted only comes whole.

A passage says so of all its numbers ("whole numbers", "a Likert item", "one mark for each right answer", "0, 1, 2 or
3", "between two and six injections"). Of one mean it is said by what the mean is of: a number of something ("the mean
number of screws was 2.3"), or things told in the plural right behind it ("a mean of 2.3 sessions", "2.3 visits each").
Measures are no things (points, years, litres), nor is what may be had in halves (tablets, packs), nor a rate per time.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Stevens SS. On the theory
of scales of measurement. Science 1946;103:677-680 (counts and measures).

>>> told = ("a mean of 2.3 physiotherapy sessions", "a mean of 2.3 points", "the mean was 2.3 years")
>>> [counts_things(text, text.index("2.3"), text.index("2.3") + 3, 0, len(text)) for text in told]
[True, False, False]
"""

from __future__ import annotations

import re

from fbss_analysis.printed.folding import folded

_NUMBER = r"(?:\d{1,2}|zero|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WHOLE_NUMBERS = folded(
    r"\b(?:whole[-\s]+(?:number|point|digit|unit|day|night|visit|session|step|mark|tablet|pill|capsule|dose|cup|pack|drink|hour|minute|year|month|week|kilogram)\w*|integers?|integral"
    r"|(?:full|complete[d]?)\s+(?:nights?|days?|weeks?|visits?|sessions?|points?)|no\s+(?:half|halves|fraction\w*|decimals?)|(?:11|eleven)[-\s]point(?=\s)"
    r"|not\s+(?:half|fraction\w*)|count(?:s|ed|ing)?|tall(?:y|ies|ied)|numbers?\s+of\s+(?!the\b)[^\W\d]\w*|how\s+many|singly|discrete|Likert"
    r"|steps?\s+of\s+(?:1|one)|indivisible|without\s+(?:halves|fractions|decimals|half)|dichotomous(?:ly)?|true[-\s]+(?:or[-\s]+|/\s?)false"
    r"|yes\s?(?:/|-|\s+or\s+|-or-)\s?no|multiple[-\s]choice)\b"
    r"|\b(?:whole|entire)\s+(?:scores?|values?|figures?|visits?|sessions?|ones)\b|\bwhole\s+by\s+nature\b|\bcount(?:s|ed|ing)?\s+(?:as\s+one|once)\b"
    r"|\b(?:never|not|nor|no|without)\s+(?:in\s+|a\s+|any\s+)?(?:half|halves|fractions?|fractional|parts?\s+of)\b"
    r"|\b(?:zero|none|one),\s+(?:one|two),?\s+(?:or|and|two|three)\b|\b0,\s?1,\s?2\s?,?\s?(?:…|\.\.\.)"
    r"|\bone\s+of\s+(?:the\s+|its\s+)?\w+\s+(?:boxes|options|answers|grades|categories|faces|numbers|steps)\b"
    r"|\b\d(?:,\s?\d){0,6},?\s+or\s+\d\b|\b\d(?:,\s?\d){1,6},?\s+and\s+\d\b"
    r"|\b(?:one|1|a|single)\s+(?:mark|point)\s+(?:(?:was|is|being)\s+)?(?:\w+\s+)?(?:for|per)\s+(?:each|every|an?|any|(?:the\s+)?(?:right|correct))\b"
    r"|\b(?:each|every)\s+(?:[^\W\d][\w’'-]*\s+){1,4}(?:scor|earn|count|bring|g[ai]v|carr|add|got|worth)\w*\s+(?:as\s+)?(?:one|1|a)(?:\s+(?:mark|point))?\b"
    r"|\b[01]\s?(?:=|:|\()\s?[^\W\d][^=:()\n]{0,60}\b[1-9]\s?(?:=|:|\()\s?[^\W\d]"
    r"|\b(?:right|correct|wrong|incorrect)\s+(?:answers|responses|replies|choices)\b|\banswered\s+(?:\w+ly\s+)?(?:correctly|rightly|right)\b"
)
_HALVES = folded(r"(?<!no )(?<!not )(?<!without )\bhal(?:f|ves)[-\s](?:points?|marks?|steps?)\b")
_MEASURES = (
    r"(?:years?|months?|weeks?|days?|nights?|hours?|minutes?|mins|seconds?|secs|hrs|yrs|points?|marks|per\s?cents?|degrees?|grades?|scores?"
    r"|levels?|(?:standard\s+)?deviations?|values?|units?|\w*met(?:re|er)s?|kilos?|\w*grams?|\w*lit(?:re|er)s?|pounds|ounces|stones?|inches|feet|foot|yards"
    r"|miles|pints?|gallons?|dollars|euros|pounds|cents|francs|yen|\w*calories|\w*joules|watts|volts|amps|hertz|decibels|\w*pascals|mets|moles|drinks"
    r"|packs?|cups|glasses|bottles|servings|portions|spoons|tablets|pills|doses|percentiles?|quartiles?|folds?|logs?|stages|classes|ratings|halves"
    r"|tim?es|sds|ses|hz|beats|breaths|bits|acres|tonnes?|tons|equivalents|percentages|shares|rates|ratios|odds|means|averages|items?|proportions|others|controls)"
)
_PLURAL = (
    r"(?!(?:has|was|is|does|his|its|this|thus|us|as|always|perhaps|less|versus|vs|plus|minus|across|besides|patients|participants|subjects"
    r"|people|persons|individuals|adults|cases|nurses|respondents)\b)"
    rf"(?!{_MEASURES}\b)(?:[^\W\d_]{{2,}}(?<![sui])s|[^\W\d_]*children|teeth|men|women|mice|vertebrae|discectomies|people)"
)
_BETWEEN_WORDS = (
    r"(?:(?!(?:of|in|for|on|at|to|by|from|with|and|or|was|were|is|are|had|has|have|did|per|each|every|than|as|when|after|before|during|among|among"
    rf"|more|fewer|less|higher|lower|versus|vs|times|{_MEASURES})\b)[^\W\d][\w’'-]*\s+){{0,3}}?"
)
_TREATED = (
    r"(?:fused|operated|treated|decompressed|instrumented|affected|involved|injected|blocked|stimulated|implanted|grafted|spinal|vertebral|lumbar|cervical|"
    r"dis[ck]|motion|surgical|adjacent|stenotic|degenerated?)"
)
_LEVELS = (
    rf"(?:(?:[^\W\d][\w-]*\s+){{0,2}}?{_TREATED}\s+levels|levels\s+(?:\w+\s+)?{_TREATED}|"
    r"levels\s+of\s+(?:fusion|surgery|decompression|laminectomy))\b"
)
_THINGS = re.compile(rf"\s+(?:{_LEVELS}|{_BETWEEN_WORDS}{_PLURAL}\b(?!-))", re.IGNORECASE)
_AND_ANOTHER = re.compile(  # "2.47 and 2.68 falls": the first of two means goes without its things
    r"(?:\s*\(\s*(?:SD\s*[=:,]?\s*)?\d[\d.]*\s*\))?,?\s+(?:and|or|versus|vs\.?)\s+\d+[.·]\d+(?:\s*\(\s*(?:SD\s*[=:,]?\s*)?\d[\d.]*\s*\))?",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(
    rf"\s+(?:out\s+)?of\s+(?:the\s+|all\s+|a\s+possible\s+)?{_NUMBER}(?=\s+[^\W\d]){_THINGS.pattern}", re.IGNORECASE
)
_TIMES = re.compile(
    r"\s+times\b(?!\s+(?:as|more|less|fewer|high\w*|low\w*|great\w*|larg\w*|small\w*|long\w*|short\w*|likel\w*|the|that|those|its|their|baseline|normal|upper)\b)",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"[^.;:,()]{0,50}?\b(?:(?:per|an?|each|every)\s+(?:person[-\s]|patient[-\s])?(?:years?|months?|weeks?|days?|nights?|hours?|minutes?|shift|km|cm|mm|m|\d+)"
    r"|daily|weekly|monthly|yearly|annually|hourly|nightly)\b",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(
    r"\b(?:mean|average|averaged|avg\.?)\s+(?:\w+\s+){0,2}?(?:numbers?|nos?\.?|counts?|tall(?:y|ies)|frequenc(?:y|ies))(?![\w-])[^.;\d]{0,90}$"
    r"|(?:\bnumbers?\b|\bno\.|#)\s+(?:of\s+)?[^.;\d]{0,90}?\b(?:mean|average[ds]?|averaging|avg)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_OF_EACH = re.compile(  # "Cases per list: mean 2.97"
    rf"\b(?!{_MEASURES}\b)[^\W\d_]{{2,}}(?<![sui])s\b[^.;\d\n]{{0,40}}?\bper\s+(?!{_MEASURES}\b|cent\b)[^\W\d][^.;\d\n]{{0,100}}$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?:between|from)\s+{_NUMBER}\s+(?:and|to)\s+{_NUMBER}{_THINGS.pattern}|\b{_NUMBER}\s?(?:to|-|–|or)\s?{_NUMBER}{_THINGS.pattern}",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"\s?-?{_MEASURES}\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:means?|average[ds]?|averaging|avg)\b(?:\s+(?:number|count)\b)?[^.;\d\n]{0,60}$", re.IGNORECASE
)
EACH = (
    r"(?:each|apiece|per\s+(?:head|person|patient|participant|subject|individual|adult|child|man|woman|case|respondent|member"
    r"|volunteer))"
)
_CALLED_BEHIND = re.compile(
    rf"[^.;:\d\n]{{0,80}}?\b(?:(?:on|in|by)\s+(?:the\s+|an\s+)?(?:average|mean)|(?:was|is|were|being)\s+the\s+(?:mean|average)|{EACH})\b",
    re.I,
)
_NUMBER_OF = re.compile(r"\b(?:numbers?|counts?)\b|\bno\.|#|\bn\s+of\b", re.IGNORECASE)
_HEAD_NOISE = re.compile(rf"\b(?:means?|averages?|avg|SD|s\.d\.|SE|range|{EACH})\b|[^\w\s’'/%-]", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:,()]\s")
_MODELLED = re.compile(
    r"\b(?:adjusted|estimated|predicted|modell?ed|weighted|least[-\s]squares?|marginal|geometric|trimmed|imputed|pooled|expected|rates?|ratios?|indexe?s?|scores?|daily|weekly|monthly|yearly|annual|nightly|hourly)\b",
    re.IGNORECASE,
)


def says_whole(text: str) -> bool:
    """Whether a passage says that its values are whole numbers, and nowhere that halves were allowed."""
    return _WHOLE_NUMBERS.search(text) is not None and not allows_halves(text)


def allows_halves(text: str) -> bool:
    """Whether a passage says that values may be halves."""
    return _HALVES.search(text) is not None


def counts_things(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether the mean that stands from `start` to `end` is one of things counted, by the words of its sentence."""
    before, behind = text[first:start], text[end:last]
    if _MODELLED.search(_CLAUSE.split(before[-90:])[-1]) or _RATE.match(behind):
        return False
    number = _A_NUMBER.search(before)
    if number and not _MODELLED.search(number[0]):
        return True
    if _OF_EACH.search(before) and (_CALLED.search(before) or _CALLED_BEHIND.match(behind)):
        return not _UNIT.match(behind)
    if not (_CALLED.search(before) or _CALLED_BEHIND.match(behind)):
        return False
    if other := _AND_ANOTHER.match(behind):
        behind = behind[other.end() :]
    return bool(
        _THINGS.match(behind)
        or _OF_SO_MANY.match(behind)
        or _TIMES.match(behind)
        or (_RANGE.search(before) and not _UNIT.match(behind))
    )


def names_things(head: str) -> bool:
    """Whether the head of a column of means, or the label of a row, names things that are counted."""
    words = _HEAD_NOISE.sub(" ", head)
    if _MODELLED.search(words) or _RATE.match(f" {words}"):
        return False
    return _NUMBER_OF.search(head) is not None or _THINGS.match(f" {words.strip()}") is not None

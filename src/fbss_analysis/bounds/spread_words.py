"""The words and signs that tell the range or the quartiles of what a mean or a median is told of. Data only.

`CUE` names them, and its groups say which of the two is meant; `EXTREMES` begins where each end has its own name. All
other patterns are tried at one place.

>>> [found[0] for found in CUE.finditer("6 (interquartile range 4-8); 46 (min-max 20-63), 3 to 9 (10th–90th centile)")]
['interquartile range', 'min-max', '10th–90th centile']
"""

from __future__ import annotations

import re

_TO = r"\s?(?:[-–—−‐‑/,;&]|\bto\b|\band\b)\s?"
_NUMBER = r"[-−–]?\d+(?:[.,·]\d+)*\s?%?"
_CENT = r"(?:st|nd|rd|th)?\s?%?\s?(?:(?:per)?cent\w*|%ile|quartile|quantile)?"
QUARTILE = (
    r"(?:\b(?:inter-?\s?quartile(?:\s+ranges?|\s+intervals?|s)?|inter-?quantile\s+ranges?|IQRs?|I\.Q\.R\.|IQ\s+ranges?)"
    rf"(?:\s?[(\[](?:IQRs?|IR|Q1{_TO}Q3|25(?:th)?{_TO}75(?:th)?(?:\s(?:per)?centiles?)?)[)\]])?"
    rf"|\bQ1{_TO}Q3\b|\b[pP]25{_TO}[pP]75\b|\b(?:lower|first|1st){_TO}(?:the\s)?(?:upper|third|3rd)\s+quartiles?|\bquartiles\b"
    rf"|\b\d{{1,2}}{_CENT}{_TO}(?:the\s)?\d{{1,2}}{_CENT}(?:(?<=centile)|(?<=centiles)|(?<=quartile)|(?<=%ile)))"
)
_RANGE = (
    rf"(?:\bmin(?:imum)?\.?{_TO}max(?:imum)?\b\.?|\bminimal{_TO}maximal\b|\blowest{_TO}highest\b|\bshortest{_TO}longest\b"
    r"|\branges?\b|\brang(?:ing|ed)\b|\bvar(?:ying|ied)\s+(?=from|between)|\bspann?(?:ing|ed)\s+(?=from|between)"
    rf"|\bextremes\b)(?:\s?[(\[]min(?:imum)?\.?{_TO}max(?:imum)?\.?[)\]])?"
)
CUE = re.compile(rf"(?P<quartiles>{QUARTILE})|(?P<whole>{_RANGE})", re.IGNORECASE)

_LEAST = r"min(?:imum|imal|\.)?|lowest|shortest|youngest|smallest|least|lower"
_MOST = r"max(?:imum|imal|\.)?|highest|longest|oldest|largest|greatest|most|upper"
_IS = r"\s?(?:values?\s?)?(?:[:=,]|of|was|is|being)?\s?"
_UNITS = r"(?:\s?-?(?:[^\W\d_][\w./²³°’'-]{0,24}|%)){0,2}"
EXTREMES = re.compile(  # "minimum 20, maximum 63"
    rf"\b(?:{_LEAST}|{_MOST})(?!\w){_IS}(?={_NUMBER}{_UNITS}\s?(?:[,;/–-]|\band\b|,?\s?\bwith\b)\s?(?:(?:and|with|an?|the)\s)*"
    rf"(?:{_LEAST}|{_MOST})(?!\w){_IS}{_NUMBER})",
    re.IGNORECASE,
)
SECOND = re.compile(
    rf"{_UNITS}\s?(?:[,;/–-]|\band\b)?\s?(?:(?:and|with|an?|the)\s)*(?:{_LEAST}|{_MOST})(?!\w){_IS}", re.IGNORECASE
)
GLUE = re.compile(  # between a cue and the lower end
    r"[\s,:=;(\[)\]–—]{0,4}(?:(?:of|from|was|were|is|are|being|between|widely|about|approximately|in|values?|years?)\b[\s,:=]{0,2}){0,3}"
    r"[$€£]?",
    re.IGNORECASE,
)
_LEAD = (
    r"(?:(?:with|and|which|that|they|an?|the|total|overall|full|observed|whole|its|individual|values?|on|average)\s+)"
    r"{0,4}+"
)
_STAT = r"(?:mean|median|average)(?:\s+(?:value|age))?[,;:]?\s*(?:and\s+)?"
_NOT_WORD = (
    r"(?!(?:and|or|vs|versus|means?|medians?|averag\w+|ranges?|ranging|ranged|while|but|aged|whereas|SDs?|IQRs?|on|with"
    r"|min(?:imum|imal)|max(?:imum|imal)|compared|than)\b)"
)
_WORDS = rf"(?:[\s-]?(?:%|{_NOT_WORD}[^\W\d_][\w/²³°’'-]*+)(?:\(s\))?){{0,5}}+"
_DEVIATION = (
    r"(?:[\s,;(\[]{0,3}(?:±|\+/-|\+/−|\+-|\bSDs?\b|\bs\.d\.|\bstandard\s+(?:deviation|error)s?|\bSEM?\b)[\s=:,±]{0,3}(?:of\s+)?"
    rf"{_NUMBER}|\s?[(\[]\s?±?\s?{_NUMBER}(?=\s?[)\]]|,|;))"
)
_QUARTILES = (
    rf"(?:[\s,;(\[]{{0,3}}{QUARTILE}[\s,:=]{{0,3}}(?:of\s+|from\s+)?{_NUMBER}{_WORDS}\s?(?:[-–—−,;]|to)\s?{_NUMBER})"
)
AHEAD = re.compile(  # between an estimate and the cue
    rf"{_WORDS}(?:{_DEVIATION}{_WORDS}[)\]]?)?(?:{_QUARTILES}{_WORDS}[)\]]?)?(?:\s+on\s+average)?[\s,;:(\[–—-]{{0,4}}(?:{_STAT})?{_LEAD}"
    r"(?P<noun>[^\W\d_]+\s)?",
    re.IGNORECASE,
)
STAT = re.compile(
    r"\b(?:(?P<median>medians?|Mdn)|(?P<mean>[Mm]eans?|[Aa]verag(?:es?|ed|ing)|[Aa]vg\b\.?|M(?=\s?=)))(?!\w)|x̄",
    re.IGNORECASE,
)
SAID = re.compile(  # right in front of an estimate
    r"(?:\b(?:was|were|is|are|of|being|averag(?:ed|es|ing)|reached|lasted|totall?ed|took)|[=:])\s*"
    r"(?:about|approximately|around|only|just|nearly|almost|roughly|at|~|≈|[$€£])?\s*$",
    re.IGNORECASE,
)
SUM = re.compile(
    r"\b(?:total|sum|out|one|each|all|most|some|none|first|last)\s+of\s*(?:the\s+)?$|/\s?$|(?<![\w.])[nNpP]\s?[=<>≤≥]\s?$"
)
DEVIATES = re.compile(
    r"(?:±|\+/-|\+/−|\+/|\+-|\b(?:SDs?|SEM?|s\.d\.|(?:standard\s+)?(?:deviation|error)s?|IQRs?|ranges?|min(?:imum)?|max(?:imum)?|variance|CV|width)"
    r"[\s=:,()\[\]]*(?:of|was)?)\s*[$€£]?$",
    re.IGNORECASE,
)
AGAINST = re.compile(  # behind a number with its range comes the next: "9 (7–14) in one arm and 12 (8–20)"
    r"[)\]][^)\]\d]{0,60}(?:\b(?:versus|vs\.?|v\.|compared\s+(?:to|with)|against|than|and|or|while|whereas|but)\s+"
    r"(?:[^\W\d]+\s+){0,3}|[,;/]\s?)$",
    re.IGNORECASE,
)
MOMENT = re.compile(r"\b(?:per|every|each|at|after|within|over|during|in|by|for|until)\s+$", re.IGNORECASE)
PEOPLE = re.compile(
    r"\s(?:[a-z-]+\s){0,3}?(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|(?:wo)?men|children|studies|trials|cases"
    r"|controls|respondents?|centres|centers|hospitals|surgeons|volunteers|(?:fe)?males|boys|girls|groups?|eyes|knees|hips)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(  # "median number of 12 patients", and not "mean age of 12 patients"
    r"\s*(?:(?:\w+\s)?(?:number|n|count|size)\b.*|of|was|were|[:=])?\s*", re.IGNORECASE | re.DOTALL
)
_CALLS = (
    r"(?:[,;(\[]\s?(?:with\s)?|\bwith\s)(?:an?\s|the\s|its\s)?(?P<stat>median|mean|average)(?:\s(?P<noun>[^\W\d][\w-]*))??"
    r"(?:[\s,:=]|of\b|was\b|is\b|being\b){1,4}"
)
BEHIND = re.compile(  # between the upper end and an estimate behind it
    rf"\s?(?:[^\W\d_][\w./²³°’'-]*|%)?(?:\s(?:old|of\s+age))?\s?{_CALLS}", re.IGNORECASE
)
NAMED_BEHIND = re.compile(rf"{_CALLS}(?=[\d$€£−-])", re.IGNORECASE)  # "from 3 to 12 days (median 7)"
RUNS = re.compile(
    r"\b(?:from|between|aged?|ages|were|was|are|is|of|lasted|took|lasting|taking|rang\w+|stayed|age\srange)[\s:=,]+$",
    re.IGNORECASE,
)
OF_OTHERS = re.compile(r"\s?(?:%|[^\W\d_][\w./²³°-]*)?\s(?:in|for|among|at|of)\s(?!age\b)", re.IGNORECASE)
OWN_UNIT = re.compile(r"\s?-?(?:%|[^\W\d_][\w./²³°’'-]*)?(?:\s(?:old|of\s+age))?\s?")
LABEL = re.compile(  # "median (IQR)"
    rf"\b(?P<stat>medians?|means?|averages?)\b(?:[\s,]+[^\W\d_][\w/-]*+){{0,6}}?\s?(?:[(\[]|,\s)\s?(?:{CUE.pattern})\s?[,:)\]]",
    re.IGNORECASE,
)
CLOSED = re.compile(r"\s?-?(?:%|[^\W\d_][\w./²³°’'-]*)?\s?[)\]]")
UNIT = re.compile(r"\s?-?[(\[]?(?P<unit>%|[^\W\d_][\w/²³°]*)")
UNITS = {
    unit: name
    for name, units in {
        "s": "s sec secs second seconds",
        "min": "min mins minute minutes",
        "h": "h hr hrs hour hours",
        "d": "d day days",
        "w": "w wk wks week weeks",
        "mo": "mo mos mth mths month months",
        "y": "y yr yrs year years",
        "mm": "mm millimetres millimeters",
        "cm": "cm centimetres centimeters",
        "m": "m metres meters",
        "g": "g grams",
        "mg": "mg milligrams",
        "kg": "kg kilograms",
        "l": "l litres liters",
        "ml": "ml millilitres milliliters",
        "%": "% percent",
    }.items()
    for unit in units.split()
}

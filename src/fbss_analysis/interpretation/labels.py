"""Labels: numbers that name, measure or number something instead of counting it.

"Group 50", "exon 2", "CYP2C19*2", "Fisher 344 rats", the "2)" of a list, "85 dB", "an SD of 20", "per 1,000" and "a
number needed to treat of 85" are whole numbers, and none of them is a part of a sample or its size.

>>> [is_label(told, told.index("50"), told.index("50") + 2) for told in ("Group 50: none", "at 50 dB", "50 patients")]
[True, True, False]
"""

from __future__ import annotations

import re

from fbss_analysis.printed.folding import folded

NAMES = (
    r"(?:exon|type|stage|table|figure|fig\.?|phase|week|item|question|section|chapter|version|ref\.?|no\.?|article|"
    r"protocol|step|visit|rank|chromosome|vertebra|channel|appendix|look|scenario|experiment)"
)
_BEFORE = folded(
    rf"(?:\b{NAMES}\s*|[*#]\s?|[€$£]\s?[-−]?|\b(?:Fisher|Zucker|Dawley|Wistar)\s|\b(?:SD|SEM?|standard\s+(?:deviation|error)s?|correlation|coefficient|sigma|"
    r"power|dose|rate|NNTB?|NNH|needed\s+to\s+(?:treat|harm))(?:\s+(?:of|was|is|were|at|be|to|between|from))*(?:\s+(?:about|approximately|only))?\s*[=:]?\s*)$"
)
_IDENTIFIER = re.compile(  # "approved (no. 2014/123)"
    r"\b(?:(?:approv\w+|ethic\w*|reference|registration|registered|licen[cs]e|grant|protocol|IRB|REC|project|permit|certificate|trial|decision|file|dossier|under|committee)\s*[(,:]?\s*"
    r"(?:the\s+)?(?:(?:approval|reference|registration|protocol|decision)\s+)?(?:numbers?|no\.?|nr\.?|code|id|ID|identifier)|[Rr]ef(?:erence)?\.?(?:\s+(?:numbers?|no\.?))?)\s*[:=#]?\s*(?:[\w.-]+[/-])?$"
)
_NAMED_GROUP = re.compile(r"\b(?-i:[Gg]roups?|[Aa]rms?|[Cc]lass|[Cc]ohort)\s$")
_BEHIND = re.compile(
    r"\s?(?:[A-Za-z]{0,3}%|(?:dB|[kcm]?Gy|[kM]?Hz|kcal|kJ|mm\s?Hg|IU|[mkµμn]g|mcg|g|ml|mL|dl|dL|l|L|[ckmnµμ]?m|mmol|nmol|mol|ppm|bpm|°C?|"
    r"[ap]\.?m\.?|standard\s+deviations?|SDs?|volts?|m?V|m?A|k?W|k?Pa|rpm|joules?|energy|metres?|meters?|miles?|km|kilometres?|kilometers?)(?![\w’'-])|/\s?(?:[^\W\d]|\d+\s?(?:h|min|hours?|days?|weeks?|months?|years?)\b))"
)
_BASE = re.compile(r"10{2,}|10{0,2}(?:\D000)+")
_COUNTED = re.compile(
    r"\s+(?:[^\W\d][\w’'-]*\s)?(?:[^\W\d][\w’'-]+s|people|(?:wo)?men|children)\b"
)  # "visit 49 patients"
_SCALE_END = re.compile(r"\s?=\s?[^\W\d]")  # "100 = bedridden"
_MONTH = re.compile(  # "22 de abril"
    r"\s(?:de\s)?(?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|enero|febrero|"
    r"marzo|mayo|junio|julio|septiembre|octubre|noviembre|diciembre)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:^|[:;,.—–-]\s+|\b(?:and|or)\s+)$")
_AHEAD = 40


def is_identifier(text: str, start: int) -> bool:
    """Whether the number that begins at `start` is that of an approval, a registration and the like."""
    return _IDENTIFIER.search(text, max(0, start - _AHEAD), start) is not None


def is_label(text: str, start: int, end: int) -> bool:
    """Whether the number that stands from `start` to `end` in a text names, measures or numbers something."""
    before, behind = text[max(0, start - _AHEAD) : start], text[end : end + 24]
    base = before.rstrip().endswith("/") and _BASE.fullmatch(text, start, end)  # "12 infections /1,000 patients"
    if base or (_BEFORE.search(before) and not _COUNTED.match(behind)) or _BEHIND.match(behind):
        return True
    if is_identifier(text, start):
        return True
    named = _NAMED_GROUP.search(before) and behind[:1] in (":", ")")
    item = behind[:2] == ") " and before.count("(") <= before.count(")") and _ITEM.search(before)
    return bool(named or item or _SCALE_END.match(behind) or _MONTH.match(behind))

"""The words and signs that tell an interval, and what may stand between them and the bounds. Data only.

`CUE` names an interval, `DOUBT` only speaks of doubt about a number. All other patterns are tried at one place.

>>> [found[0] for found in CUE.finditer("2.1 (95% CI 1 to 3); 90 per cent limits; the 95% credible region")]
['95% CI', '90 per cent limits', '95% credible region']
"""

from __future__ import annotations

import re

_PERCENT = r"(?:\s?%|[\s-]?per\s?cent)"
_SPELLED = r"\bninety(?:[\s-](?:five|nine|eight|seven))?[\s-]per\s?cent"
_LEVEL = (
    rf"(?:(?<![\w.,·])(?:(?<=[(\[])0?[.·]9[0-9]{{0,2}}|[89][0-9](?:[.·,][0-9]{{1,2}})?|68|50){_PERCENT}?|{_SPELLED})"
)
_PERCENT_LEVEL = rf"(?:(?<![\w.,·])(?:[89][0-9](?:[.·,][0-9]{{1,2}})?|68|50){_PERCENT}|{_SPELLED})"
_LEVEL_BEHIND = (  # behind "CI" a number without percent sign may be the first bound
    rf"(?:(?:[89][0-9](?:[.·][0-9])?|68){_PERCENT}"
    r"|(?:0?\.)?(?:90|95|99)(?=\s?[:=,)\]]|\s[\d\[(-]))(?!\s?%?\s?(?:–|to\b|and\b)\s?\d|%?-\d|\s?%?\s-\s\d)"
)
_ACRONYM = r"(?:C\.\s?I\.|B?CIs?|B?Cr\.?Is?|CrL|CLs?|UIs?|HP?DIs?|HPD|HPDI|PrI|ETI|IC(?!50)|KI|VI)"
_QUALITY = (
    r"(?:confidence|credib\w+|uncertainty|compatib\w+|plausib\w+|probability|predicti\w+|posterior|bayes\w*"
    r"|bootstrap\w*|fiducial|density|certainty|error|support|likelihood|equal-tailed)"
)
_NOUN = r"(?:intervals?|limits?|bounds?|range|region|bands?|margins?|levels?|bars?)"
CUE = re.compile(
    rf"(?i:(?:{_LEVEL}[\s-]*\W?\s?)?\b(?:{_QUALITY}[\s-]+(?:\(?\w+\)?[\s-]+)?){{1,3}}{_NOUN}\b)"
    rf"(?:\s?[\[(](?:{_LEVEL}\s?)?{_ACRONYM}[\])])?(?:\s?\(?{_LEVEL_BEHIND}\)?)?"
    rf"|(?:{_LEVEL}\s?-?)?(?<![A-Za-z]){_ACRONYM}(?![A-Za-z-])(?:[\s_]?[(\[]?{_LEVEL_BEHIND}[)\]]?)?"
    rf"|(?i:{_PERCENT_LEVEL}[\s-]+(?:[\w-]+\s+){{0,3}}?(?:{_NOUN}|{_QUALITY}|sure|certain|confident|likely|chance)\b)"
    r"|(?i:\b(?:the|an?|its|this|their)\s+(?:(?:very\s+)?(?:wide|narrow|broad|tight|large|small|resulting|corresponding|accompanying|associated)\s+)?interval\b)"
    r"|(?i:\b(?:with|its|whose)\s+(?:\w+\s+)?limits\b)"
)
DOUBT = re.compile(
    r"\b(?:sampling\s+(?:error|variation|variability)|margins?\s+of\s+(?:sampling\s+)?error|error\s+margins?"
    r"|(?:true|real|actual|underlying)\s+(?:[\w-]+\s+){1,3}?(?:lies?|lay|is|was|could|may|might|falls?|can|must|ranges?"
    r"|will|should|anywhere|somewhere)"
    r"|uncertain\w*|confident|plausibl[ey]|compatible\s+with|credibl[ey]|statistical\s+error"
    r"|chance\s+variation)\b",
    re.IGNORECASE,
)
LEVEL_ALONE = re.compile(rf"(?i:{_PERCENT_LEVEL})")
NAMES_KIND = re.compile(r"\d|ninety|confid|cred|uncert", re.IGNORECASE)

_DASH = r"[-–—−‐‑‒―~]"
_UNIT = r"(?:\s?[\])]?\s?[\[(]?[A-Za-zµμ°€$£][\w.µμ°²³/^]*+(?:-[A-Za-z]\w*+)*+){0,4}?[\])]?"
_FORE = (
    r"(?:(?:[A-Z]{0,3}[$€£¥]|USD|EUR|GBP|AUD|CAD|CHF|Rs\.?|about|approximately|an?|the|as\s+(?:low|high|little|much)\s+as"
    r"|(?:not?|never)\s+(?:above|over|more\s+than|higher\s+than|greater\s+than|beyond|exceeding)|at\s+(?:the\s+)?(?:very\s+)?most"
    r"|an?\s+high\s+of|up\s+to|(?:ends?|ended|ending|finish\w*|stop(?:s|ped)?)\s+(?:at|with)"
    r"|(?:upper|higher|maximum|max\.?)(?:\s(?:limit|bound|end|value|confidence))*[\s:=]*(?:of|at)?)\s*)*[\[(]?"
)
FARTHEST_END = 60  # characters between the ends of a range
_TIGHT_LINK = rf"(?:{_DASH}|\bto\b|,\s*to\b|\bthrough\b|\buntil\b|\btill\b|\bup\s+to\b|\.\.+|…|÷|→)"
TIGHT = re.compile(rf"{_UNIT}\s*{_TIGHT_LINK}\s*(?:up\s+to\s+)?{_FORE}", re.IGNORECASE)
JOIN = re.compile(  # how what joins a number to another begins
    rf"{_UNIT}\s*(?:{_DASH}|,|;|:|\||&|\b(?:to|through|until|till|up\s|and|or)|\.\.|…|÷|→)", re.IGNORECASE
)
LOOSE = re.compile(rf"{_UNIT}\s*(?:,|;|:|\||&|,?\s*\band\b|\bor\b)\s*{_FORE}", re.IGNORECASE)
BETWEEN = re.compile(
    r"\b(?:between|limits?|bounds?|by|within)\b[^.;\d]{0,25}$"
    r"|\b(?:not?\s+(?:below|under|less\s+than|fewer\s+than|lower\s+than)|at\s+(?:the\s+)?(?:very\s+)?least"
    r"|down\s+to|an?\s+low\s+of|as\s+low\s+as|(?:starts?|started|starting|begins?|began|beginning)\s+(?:at|from|with))\s*$"
    r"|\b(?:was|were|are|is|being|respectively)[\s:]*$",
    re.IGNORECASE,
)
RANGE_WORD = re.compile(
    r"\b(?:between|from|range[sd]?|ranging|of|anywhere|somewhere|within|interval|limits?|low\w*)\b[^.;\d]{0,25}$",
    re.IGNORECASE,
)
GLUE = re.compile(
    r"[\s,:=;(\[)\]–—]*(?:(?:of|from|was|were|is|are|being|ran|runs?|running|extend\w*|stretch\w*|span\w*|reach\w*"
    r"|went|goes|going|lay|lies|lying|rang\w+|between|for|the|at|around|about|estimated|calculated|computed|and|with|its"
    r"|here|by|as|given|respectively|approximately)\b[\s,:=;(\[)\]–—]*)*",
    re.IGNORECASE,
)
BACK_GLUE = re.compile(
    r"\s?[\])]?(?:[\s,;:–—(\[=]|\b(?:at|with|as|is|being|was|were|the|its|an?|this|that|representing|giving|gives"
    r"|making|forms?|for|which|i\.?e\.?|by|years?|mm|points?|percentage|kg|cm|ml|days?|per|cent|hours?|months?|weeks?"
    r"|minutes?|people|patients)\b)*",
    re.IGNORECASE,
)
OTHER_THING = re.compile(
    r"\b(?:margins?|equivalen\w+|non-?\s?inferiority|threshold|normal"
    r"|reference|exclud\w+|overlap\w*|scales?|width|target|acceptable|items?|questions?|p|coverage|adjusted\s+for|aged?|n)\b",
    re.IGNORECASE,
)
NO_INTERVAL = re.compile(
    r"\b(?:reference|normal|tolerance|time|dosing|sampling|QT|PR|agreement)\s+(?:\w+\s+)?$", re.IGNORECASE
)
CRITERION = re.compile(  # "if the 90% confidence intervals were between 80% and 125%"
    r"\b(?:if|when|provided|unless|criteri\w+|defined|declared|required)\b[^.;]*$", re.IGNORECASE
)
KEPT_WITHIN = re.compile(r"\s*(?:(?:were|was|are|is|all|fell|lay|lie|both|contained|entirely|well)\s+)*within\b", re.I)
ENDS = re.compile(r"\b(?:ends?|limits?|bounds?|extremes?|edges|borders)\b", re.IGNORECASE)
TIMES_BEHIND, TIMES_AHEAD = re.compile(r"\d\s?[×x]\s?$"), re.compile(r"\s?[×x]\s?\d")
OPENS, CLOSES = re.compile(r"[\[(]\s*(?:[$€£]\s?)?$"), re.compile(r"\s*[\])]")
JOINS_NEXT = re.compile(
    r"[\s\])]*(?:,|;|\band\b|\bor\b|\bvs\.?|\bversus\b|,\s*and\b|/|\|)\s*(?:from\s+|between\s+)?[\[(]?\s*",
    re.IGNORECASE,
)
LISTED = re.compile(r"\s?%?\s?[,;]\s?")
ITS = re.compile(r"(?:its|with|whose)\s", re.IGNORECASE)
AROUND = re.compile(  # "the interval around the pooled effect ran from"
    r"(?:\s*[\[(][^)\]\n]{1,40}[)\]])?\s+(?:(?:that\s+)?surround(?:s|ed|ing)|around|about|for|on|of)\s+(?:the|this|that|our)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:estimates?|effects?|ratios?|differences?|means?|changes?|rates?|risks?|odds|hazards?|proportions?|prevalences?|incidences?|reductions?)\b",
    re.IGNORECASE,
)
RATIO = re.compile(r"\b(?:ratios?|OR|HR|RR|(?:relative|absolute)\s+risk|mean\s+difference|risk\s+difference|effect)\b")
EFFECT_OF = re.compile(  # "MD 2.5", "an odds ratio of 1.9"
    r"\b(?:a?(?:OR|HR|RR|IRR|MD|SMD|WMD|RD)|(?i:(?:odds|risk|rate|hazards?)\s+ratio|(?:mean|risk)\s+difference))"
    r"(?:\s*[=:]|\s+(?:of|was|is))?\s*$"
)
WITH_WORDS = re.compile(r"(?:\s+[^\W\d][\w-]*){0,6}\s*[\[(]\s*")
DIRECTION = re.compile(
    r"[\s%]*(?:(?:[a-z/²]+\s){0,2})?(?:(?P<down>lower|fewer|less|shorter|reduction|decrease|worse|decline|smaller)"
    r"|higher|more|longer|greater|increase|better|gain|larger)\b",
    re.IGNORECASE,
)
EFFECT = re.compile(
    r"(?:\b(?:a|adj\.?\s?|c|s|m|u)?(?:OR|HR|RR|IRR|PR|SIR|SMR|RRR|SHR|MD|SMD|WMD|AUC|AUROC|ICC|RD|ARR|ES|DOR|LR[+-]?)s?"
    r"\b|\b(?i:ratios?|relative\s+risk|mean\s+difference|risk\s+difference|effect\s+size|kappa|κ|hedges.?\s+g"
    r"|cohen.?s\s+d|correlation|pooled|meta-analy\w+|estimate[ds]?|sensitivity|specificity|accuracy|predictive\s+value|prevalence|incidence))[^.;\d]{0,90}$"
)

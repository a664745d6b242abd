"""The named verbose patterns of extraction: how numerals, markers, dates and statistics are printed. Data only.

`DIGIT_ANCHOR` (by re) and `WORD_ANCHOR` (by RE2: many alternatives, linear time) are scanned over the whole text, on an
ASCII shadow of it that has one byte for each code point, so that offsets are the text's own. All other patterns are
tried at one place and look only a bounded stretch ahead or behind, which rules out catastrophic matching.

>>> NUMERAL.match("1,234 patients")["digits"], NUMERAL.match("5.4 %")["percent"]
('1,234', '%')
"""

from __future__ import annotations

import re

import re2

from fbss_analysis.quantities.lexicon import CHANGES, DASHES, MONTHS

SPACE = "[ \\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]"
DASH = f"[{DASHES}]"
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
VULGAR_PARTS = (
    (1, 2),
    (1, 3),
    (2, 3),
    (1, 4),
    (3, 4),
    (1, 5),
    (2, 5),
    (3, 5),
    (4, 5),
    (1, 6),
    (5, 6),
    (1, 8),
    (3, 8),
    (5, 8),
    (7, 8),
)
VULGAR_SHADOW = "\x01"
SPACES = " \t\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f"


def _either_case(words: str) -> str:
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words.split())


_TO_NINE = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ALONE = (
    "zero half twice halved halves halving doubled doubles doubling tripled triples tripling trebled trebles trebling "
    "quadrupled quadruples quadrupling quintupled quintuples quintupling"
)
_AFTER_A = "hundred thousand million billion dozen couple third quarter fifth sixth tenth half year"
_FOLDS = "two three four five six seven eight nine ten twelve fifteen twenty thirty fifty hundred"
_PARTS = "third thirds quarter quarters fourth fourths fifth fifths sixth eighth eighths tenth tenths"

DIGIT_ANCHOR = re.compile(rb"[0-9]+(?:\.[0-9]+)?")
WORD_ANCHOR = re2.compile(
    (
        rf"{VULGAR_SHADOW}|\b(?:[Aa]n? (?:{_AFTER_A.replace(' ', '|')})"
        rf"|{_either_case(' '.join((_TO_NINE, _TEENS, _TENS, _ALONE)))}|[Dd]ouble|[Tt]riple|[Dd]ozen|[Qq]uadruple"
        r"|[Ff]irst (?:year|month|week|decade))(?:fold)?\b"
    ).encode()
)

DIGITS = re.compile("[0-9]+")
NUMERAL = re.compile(
    rf"""
    (?P<digits>[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}(?![0-9,])
      |[0-9]{{1,3}}(?:(?:,[0-9]{{3}}){{1,6}}|(?:[\u00a0\u2009\u202f\u2008'’\ ][0-9]{{3}}){{1,6}})(?![0-9])|[0-9]+)
    (?P<fraction>[.·][0-9]+|,[0-9]{{1,2}}(?={SPACE}?%))?
    (?:(?:{SPACE}|-)?(?=[HhTtMmBbDd])(?P<scale>hundred{SPACE}thousand|[Hh]undred|[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|[Dd]ozen)\b
      |(?P<short>[kKM]|bn)(?![A-Za-z0-9]))?
    (?P<plus>\+(?![/-]))?
    (?:(?:{SPACE}|\n|-){{0,2}}
         (?P<percent>[%％]|[Pp]er(?:{SPACE}|-)?cent(?:age)?(?:(?:{SPACE}|-)points?)?(?![a-z]))
      |(?P<link>{SPACE}{{1,2}}\n?|\n|{DASH}|{SPACE}?{DASH}{SPACE}?)?(?P<word>[A-Za-zµμ°][A-Za-zµμ°²]*(?:/[A-Za-z²]+2?)*)
    )?
    """,
    re.VERBOSE,
)

_SUB_HUNDRED = (
    rf"(?:(?:{_either_case(_TENS)})(?:[- ‐‑–](?:{_either_case(_TO_NINE)})\b)?"
    rf"|{_either_case(_TEENS)}" + (rf"|{_either_case(_TO_NINE)})\b")
)
_SUB_THOUSAND = rf"(?:(?:[Aa]|{_SUB_HUNDRED})[ -]hundred\b(?:(?: and)? {_SUB_HUNDRED})?|{_SUB_HUNDRED})"
_SCALE = r"[ -](?:[Tt]housand|[Mm]illion|[Bb]illion|[Dd]ozen)\b"
WORD_NUMERAL = re.compile(
    rf"(?:(?:[Aa]"
    rf"|{_SUB_THOUSAND}){_SCALE}(?:,?(?: and)? {_SUB_THOUSAND}(?:{_SCALE}(?:,?(?: and)? {_SUB_THOUSAND})?)?)?"
    rf"|{_SUB_THOUSAND}|[Zz]ero\b)"
)
# What follows a spelled-out number: the same tail as after digits.
TAIL = re.compile(
    rf"""
    (?:(?:{SPACE}|\n|-){{1,2}}(?P<percent>[%％]|[Pp]er(?:{SPACE}|-)?cent(?:age)?(?:(?:{SPACE}|-)points?)?(?![a-z]))
      |(?P<link>{SPACE}{{1,2}}\n?|\n|{DASH}|{SPACE}?{DASH}{SPACE}?)(?P<word>[A-Za-zµμ°][A-Za-zµμ°²]*(?:/[A-Za-z²]+2?)*)
    )?
    """,
    re.VERBOSE,
)
NEXT_WORD = re.compile(rf"{SPACE}{{0,2}}[-\n]?{SPACE}?([A-Za-zµ°]+)")
NEXT_WORDS = re.compile(rf"(?:(?:{SPACE}|-|\n){{1,2}}\(?[A-Za-z’'-]+){{1,5}}")
AND_A_HALF = re.compile(
    rf"(?:{SPACE}|-)and(?:{SPACE}|-)(?:a|one)(?:{SPACE}|-)half(?={SPACE}|-)|{SPACE}1/2(?![0-9/])|{SPACE}?½"
)

FRACTION_WORDS = re.compile(
    rf"(?P<part>(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ss]even|[Nn]ine)[- ‐‑–](?:{_either_case(_PARTS)})\b)"
    r"|(?:[Oo]ne[- ]|[Aa] )?[Hh]alf\b"
)
FRACTION_GOES_ON = re.compile(
    r"(?:[-\s]+(?:of|to|or|are|were|was|is|had|has|have|will|who|more|less|fewer|lower"
    r"|higher|greater|shorter|longer|smaller|larger|cheaper|as|reported|felt|did|do|said|say|got"
    r"|get|need|still|never|also|can|could|would|may|went)\b"
    r"|[.,;)])"
)
CHANGE_OF_BEHIND = re.compile(
    r"\b(?:by|(?:fall|drop|cut|rise|reduction|decrease|decline|increase|saving|growth|change|difference|gain|loss|shortening"
    r"|improvement|jump|slump) of|down|up) (?:(?:about|nearly|almost|roughly|around|over|just|exactly|fully) )?$",
    re.IGNORECASE,
)
NOT_A_HALF = re.compile(
    r"[- ](?:life|lives|marathon|way|time|hearted|brother|sister|the battle|dose|dozen|moon|mile|inch|million"
    r"|century)\b"
)
HALF_UNIT = re.compile(r"(?:[Hh]alf(?: an?|[- ])(?: )?|[Aa] half[- ])(hour|day|year|minute|month|decade)\b")
HALF_SCALE = re.compile(r"(?: an?|-) ?(million|billion|dozen|hundred|thousand)\b")
NO_HALF_BEHIND = re.compile(r"(?:\b(?:first|second|latter|last|other|and|and a)[ -]|(?<!\w)half-)$", re.IGNORECASE)
WITHIN_BEHIND = re.compile(
    r"\b(?:in|within|during|over|after|for|throughout|at) (?:the|their|his|her"
    r"|your) $",
    re.IGNORECASE,
)
COUPLE_OF = re.compile(r" of (?:[a-z]+ )?(second|minute|hour|day|night|week|month|year|decade)s\b")
FOLD = re.compile(r"[- ‐‑–]?[Ff]olds?\b")
MULTIPLIER_WORD = re.compile(
    rf"(?P<fold>(?:{_either_case(_FOLDS)})[-‐‑]?fold\b)"
    r"|(?P<verb>(?:[Dd]oubl|[Tt]r[ei](?:p|b)l|[Qq]u(?:adr|int)upl|[Hh]alv)(?:ed|ing)\b|(?:[Dd]oubl|[Tt]r[ei](?:p|b)l|[Qq]u(?:adr|int)upl)es\b"
    r"|[Hh]alves(?= (?:the|their|its|your)\b))"
    r"|(?P<twice>[Tt]wice)(?= (?:as|the|that|more|their|its|what|normal|higher)\b)"
    r"|(?P<double>[Dd]ouble|[Tt]riple|[Qq]uadruple)(?= (?:the|that|their|its|your|what)\b)"
)
COMPARES_AHEAD = re.compile(
    rf"{SPACE}(?:as|more|higher|greater|less|likelier|lower|the|larger|that|fewer|increased|normal|better|worse"
    rf"|longer)\b"
)
ONE_IN_LIST_AHEAD = re.compile(r"[^.;,]{1,40},? (?:and|or) (?:two|three|four|five|six|seven|eight|nine|ten|[0-9])")
ONE_IN_LIST_BEHIND = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|[0-9]+) [^.;]{1,30}(?:,|and"
    r"|or) $",
    re.IGNORECASE,
)
TIMES_AS = re.compile(
    rf"{SPACE}(?:times|x){SPACE}(?:as|more|higher|greater|less|likelier|lower|the|larger|that|fewer|increased|normal|"
    r"better|worse|longer|faster|bigger|stronger)\b"
)

_MONTH = "|".join(re.escape(month) for month in sorted(MONTHS, key=len, reverse=True))
CALENDAR_DATE = re.compile(
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?:{SPACE}of)?{SPACE}(?P<month>{_MONTH})\.?,?{SPACE}(?P<year>(?:19"
    rf"|20)[0-9]{{2}})\b"
    rf"|(?P<iso>(?:19|20)[0-9]{{2}})-[01][0-9]-[0-3][0-9](?![0-9])"
    rf"|[0-3]?[0-9][/.][0-3]?[0-9][/.](?P<slash>(?:19|20)[0-9]{{2}})(?![0-9])"
)
DAY_AND_YEAR = re.compile(rf"[0-3]?[0-9](?:st|nd|rd|th)?,?{SPACE}(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])")
AUTHOR_BEHIND = re.compile(
    r"[(;\[] ?(?:see |e\.g\.,? )?(?:[a-z]{2,3} ){0,2}[A-Z][\w’'&. -]{1,40},? $|[A-Z][a-z’'-]+ \($|et al\.?,? \(?$"
)
A_UNIT_OR_BEHIND = re.compile(r"\b[Aa]n? ([a-z]+) or $")
A_UNIT_AND_A_HALF = re.compile(r"\b[Aa]n? ([a-z]+) and a half$")
AND_A_HALF_AFTER = re.compile(r" and a half\b(?! of)")
MONTH_BEFORE = re.compile(
    rf"(?:[Ee]arly |[Ll]ate |mid-)?(?P<month>{_MONTH})"
    rf"(?:{SPACE}[0-9]{{1,2}}(?:st|nd|rd|th)?,)?,?{SPACE}(?:of{SPACE})?$"
)

_BOUND = (
    rf"(?P<{{0}}>[-−–+]?{SPACE}?(?:[0-9]+(?:,[0-9]{{{{3}}}})*(?:[.·][0-9]+)?|[.·][0-9]+))"
    rf"{SPACE}?(?P<{{0}}_percent>[%％])?"
)
_TO = rf"(?:{SPACE}?(?:{DASH}|,(?:{SPACE}to\b)?|;|:|to|and|through|/){SPACE}?|\.\.+)"
_WORD_UNIT = rf"(?:(?:{SPACE}|-)?(?!to\b|and\b|through\b)[a-zµ/]{{1,9}})?"
CI_WORDS = (
    rf"(?:CIs?|C\.I\.|CrI|CrIs|PI|confidence{SPACE}(?:intervals?|limits?)|credible{SPACE}intervals?"
    rf"|credibility{SPACE}intervals?"
    rf"|prediction{SPACE}intervals?|Confidence{SPACE}Intervals?|Credible{SPACE}Intervals?)"
    rf"(?:{SPACE}?[\[(](?:95%{SPACE}?)?(?:CIs?|CrI|PI)[\])])?"
)
# After the level ("95%"), or after the words when the level stands elsewhere.
CI_TAIL = re.compile(
    rf"{SPACE}?-?{SPACE}?(?:{CI_WORDS})?(?:{SPACE}?(?:[,:=;]|of|from|was|were|is|ran|runs|running|extend(?:s|ed|ing)|stretched|spann?(?:s|ed|ing)|reached|went|lay|ranged|ranging|between|\["
    rf"|\())*{SPACE}?\n?{SPACE}?" + _BOUND.format("low") + _WORD_UNIT + _TO + _BOUND.format("high"),
)
CI_BEHIND_BOUNDS = re.compile(rf"{SPACE}?[,;]?{SPACE}?(?:[89][0-9]{SPACE}?%{SPACE}?)?{CI_WORDS}")
CI_WORDS_AHEAD = re.compile(rf"{SPACE}?-?{SPACE}?\n?{CI_WORDS}")
CI_WORDS_BEHIND = re.compile(
    rf"(?P<level>[89][0-9](?:\.[0-9])?{SPACE}?%{SPACE}?)?\b{CI_WORDS}(?:{SPACE}?[,:=\[(]|{SPACE}of"
    rf"|{SPACE}from)*{SPACE}?$"
)
P_BEHIND = re.compile(
    rf"\b[Pp](?:['’]?s)?(?:(?:{SPACE}|-|[_(])?(?:values?|(?:for{SPACE})?(?:trend|interaction|adj\w*|diff\w*"
    rf"|heterogeneity|all))\)?){{0,2}}"
    rf"(?:{SPACE}(?:was|were|is|of))?{SPACE}?(?P<sign>[=<>≤≥⩽⩾]{{1,2}}|(?:less|greater) than)?{SPACE}?$"
)
EFFECT_BEHIND = re.compile(
    rf"(?:\b(?P<short>(?:a|adj\.?{SPACE}?|c|s|m)?(?:OR|HR|RR|IRR|PR|SIR|SMR|RRR|SHR))s?"
    rf"|(?P<long>[Oo]dds|[Hh]azards?|[Rr]isk|[Rr]ate|[Pp]revalence|[Ll]ikelihood)[ -][Rr]atios?"
    rf"|(?P<risk>[Rr]elative [Rr]isks?))"
    rf"(?:{SPACE}?[(\[][A-Za-z]{{1,4}}[)\]])?(?:{SPACE}(?:for|of|in|with"
    rf"|associated with)(?:{SPACE}[a-z-]+){{1,5}}?(?={SPACE}(?:was|were|is"
    rf"|of)))?(?:,?{SPACE}?[(\[]?[89][0-9](?:\.[0-9])?{SPACE}?%{SPACE}?(?:CI"
    rf"|confidence interval)[)\]]?)?"
    rf"(?:{SPACE}?(?:[,:=]|of|was|were|is|\[|\())*{SPACE}?$"
)
SD_GAP = re.compile(
    rf"{SPACE}?[(\[,]?{SPACE}?(?:[a-z]{{4,7}}{SPACE}?[(\[,]{SPACE}?)?(?:±|\+/-|\+/−|\+-|\+/–|(?:SDs?|s\.d\."
    rf"|SEM?|[Ss]tandard{SPACE}deviations?|[Ss]tandard errors?)"
    rf"(?:{SPACE}?[,:=±]|{SPACE}of|{SPACE}was)*){SPACE}?"
)
AGE_BEHIND = re.compile(
    r"\b[Aa]ge[sd]?\b(?: (?:group|range|ranged|ranging|of|was|were|is|at|between|from|over|under|above|below|to"
    r"|than|and|or"
    r"|about|in|years|the|surgery|"
    r"patients?|participants?|study|sample|group|all|their|approximately|around|for|groups|at surgery|mean"
    r"|median|average|diagnosis"
    r"|older|younger)|[,:=(\[±<>≥≤]| ?SD| ?IQR| ?range){0,7} ?[(\[]?$"
    r"|\b(?:older|younger) than $|\b(?:aged?|ages) [0-9]{1,2}(?: years)?(?:,| and| or| to|-|–)* $"
)
AGE_AHEAD = re.compile(
    rf"(?:['’])?(?:{SPACE}|-)(?P<old>old|of{SPACE}age|olds)\b|{SPACE}(?:and|or){SPACE}(?:older|younger|above|over)\b"
)
OLDER_AHEAD = re.compile(rf"(?:{SPACE}years?)?{SPACE}(?:and|or){SPACE}(?:older|younger)\b")
AGED_GROUP_BEHIND = re.compile(
    r"(?:patients|people|adults|women|men|individuals|anyone|those|persons|were|are|is) (?:[a-z]+ )?(?:over"
    r"|under|above|below|older than|younger than) (?:the age of )?$"
)
FROM_BEHIND = re.compile(
    rf"\b[Ff]rom{SPACE}(?:(?:about|around|approximately|a|an|roughly|nearly){SPACE})*(?:[a-z]+{SPACE}(?:of"
    rf"|in){SPACE})?[$€£]?$"
)
BETWEEN_BEHIND = re.compile(
    rf"\b[Bb]etween{SPACE}(?:about{SPACE}|approximately{SPACE}|the years{SPACE}|the ages of{SPACE}|ages{SPACE}"
    rf"|around{SPACE})?[$€£]?$"
)
RATIO_GAP = re.compile(
    rf"(?P<noun>(?:{SPACE}(?!(?:was|were|is|are|had|has|have|and|but|while|(?:level|segment)s?{SPACE}in){SPACE})[a-z]+){{1,3}}?)?"
    rf"{SPACE}\(?(?P<link>in|out of|of)(?:{SPACE}(?P<each>every|each))?"
    rf"(?:{SPACE}(?:the|these|those|our|all|a total of|a|about|approximately))*{SPACE}"
)
RATE_GAP = re.compile(rf"(?:{SPACE}[a-z]+){{0,3}}{SPACE}(?:per|for every|for each){SPACE}(?:every{SPACE})?")
RATE_UNIT = re.compile(
    rf"(?:{SPACE}|-)(?:person|patient|woman)?[- ]?(?:years?|months?|days?|people|patients"
    rf"|inhabitants|population|persons|adults)\b(?:[- ](?:years?|days?))?"
)
SCIENTIFIC = re.compile(
    rf"{SPACE}?[x×·]{SPACE}?10{SPACE}?(?P<open>[\^(]?){SPACE}?(?P<sign>[-−–]?)(?P<power>[0-9]{{1,2}})\)?(?![0-9.])"
)
LESS_OR_MORE = re.compile(
    rf"{SPACE}(?P<way>less|lower|fewer|more|higher|greater){SPACE}(?:likely{SPACE})?(?:than[a-z ]{{0,20}})?to{SPACE}"
)
MORE_AHEAD = re.compile(rf"{SPACE}(?P<way>less|lower|fewer|more|higher|greater)\b")
HEDGE_AHEAD = re.compile(
    rf"{SPACE}(?:or|and){SPACE}(?P<more>more|older|greater|longer|higher|above|over|up|later|beyond)\b(?!{SPACE}(?:in|for|among|than)\b)"
    rf"|{SPACE}or{SPACE}(?P<less>less|fewer|younger|lower|under|below|earlier|shorter)\b(?!{SPACE}(?:in|for|among|than)\b)"
)
CHANGE_AHEAD = re.compile(
    rf"(?!\t)(?:{SPACE}|-)(?:(?:relative|absolute|overall|significant|greater|further|annual|risk){SPACE})?"
    r"(?:increase|decrease|reduction|decline|drop|rise|improvement|lower|higher|less|more|greater|fewer|worse"
    r"|better|faster|"
    r"reduced|increased|cheaper|longer|shorter|gain|growth)\b"
)
CHANGE_BEHIND = re.compile(
    r"(?:(?:increas|decreas|reduc|declin|improv|dropp?|fell|fall|r[io]se|grew|grow|climb|lower|rais|cut|jump"
    r"|worsen)[a-z]*(?: [a-z]+){0,4}?|"
    r"(?:increase|reduction|decrease|drop|decline|improvement|rise) (?:in [a-z ]{1,40})?) ?(?:of"
    r"|by)(?: (?:about|nearly|almost|up to|over|more than|at least|approximately|around|roughly|an|as much as))* $"
)
CHANGE_OR_RANGE = re.compile("|".join(("rang", "vari", "vary", *CHANGES)))
SHARE_AHEAD = re.compile(rf"{SPACE}[(\[][0-9.]+{SPACE}?%")
PART_AHEAD = re.compile(rf"(?:{SPACE}(?:of|out of)(?:{SPACE}(?:the|all))?{SPACE}|/)[0-9]{{2}}")
PURE_CLOSE = re.compile(rf"{SPACE}?[)\]]")

"""Ties: the words and signs by which a text claims that exactly these figures make that one.

"Made up of", "the sum of", "in total … : a, b and c", "of these, a … and the remaining b", "every one of them … : a in
x and b in y", "a and b, giving c overall". Words like these leave no room: where they stand, any misfit beyond rounding
is one. Whether nothing is selected, lost or told twice is asked elsewhere (`reservations`).

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.

>>> [found[0] for found in map(COMPOSED.search, (" days was made up of ", " costs, the sum of ", " men had ")) if found]
['made up of', 'the sum of']
"""

from __future__ import annotations

import re

_SUM = r"(?:(?:grand|overall|combined|final|whole|joint|aggregate|summed|annual|yearly)\s+)*(?:totals?|sum|aggregate)"
COMPOSED = re.compile(
    r"\b(?:made\s+up\s+(?:of|by|from)|consist(?:s|ed|ing)?\s+(?:only\s+)?(?:of|in)|compris(?:es|e|ed|ing)(?:\s+of)?|compos(?:ed|ing)\s+of|"
    r"constituted\s+(?:by|of)|formed\s+(?:by|of|from)|assembled\s+from|(?:the\s+|a\s+|simple\s+)*sum\s+of|(?:sub)?divided|partitioned|split|"
    r"(?:was|were|is|are|been)\s+(?:all\s+)?spent\s+on|br(?:oken|eak(?:s|ing)?|oke)\s+down|breakdown|(?:result(?:s|ed|ing)|ar(?:ose|is(?:es?|ing|en))|stem(?:s|med|ming)|c[ao]m(?:es?|ing)|deriv(?:es?|ed|ing)|built\s+up)\s+from|namely|viz\.?|that\s+is|i\.e\.|distributed\s+as\s+follows|"
    r"sorted\s+into|grouped\s+into|(?:classified|categori[sz]ed|classed|graded)(?:\s+(?:as|into|by))?)(?=\W)",
    re.IGNORECASE,
)
_WHOLE = (
    rf"(?:{_SUM}|total(?:l?ed|l?ing)|in\s+all|altogether|all\s+told|all\s+in\s+all|overall|in\s+sum|entire|whole|between\s+them|taken\s+together|"
    r"amount(?:s|ed|ing)?\s+to|c[ao]mes?\s+to|came\s+out\s+at|number(?:s|ed|ing))"
)
CALLED = re.compile(rf"\b{_WHOLE}\b[^.;:\d]{{0,60}}$", re.IGNORECASE)
CALLED_BEHIND = re.compile(
    r"[^.;:,\d(]{0,60}?\b(?:in\s+(?:total|all|sum)|altogether|all\s+told|overall|combined|all\s+together)\b(?!\s+(?:[^\W\d]+\s+)?(?:survival|mortality|rate))",
    re.IGNORECASE,
)
EVERYONE = re.compile(
    r"\b(?:all|each|every(?:one)?|both)\s+(?:one\s+)?(?:of\s+)?(?:the\s+|these\s+|those\s+|our\s+|of\s+)*(?:[^\W\d][\w-]*\s+){0,2}$",
    re.IGNORECASE,
)
EXCLUSIVE = re.compile(
    r"\b(?:mutually\s+exclusive|(?:exactly|only|just|precisely)\s+one|(?:a\s+|one\s+)single|one\s+(?:[^\W\d][\w-]*\s+){1,3}(?:being|was|is|were)\s+(?:recorded|given|counted|assigned|noted|chosen)|"
    r"one\s+[^\W\d]\w*\s+(?:only|per\s+(?:person|patient|participant|case|subject))|counted\s+(?:only\s+|exactly\s+|just\s+)?once|once\s+(?:only|each)|(?:no|without(?:\s+any)?|non|not)[\s-]overlap\w*|(?:no|nobody|none|no\s+one|never)\b[^.;\d]{0,40}\b(?:unallocated|unassigned|"
    r"excluded|lost|missing|left\s+out|omitted|unclassified|unknown|more\s+than\s+one|twice|declined|refused|withdr\w+|dropped|skipped|incomplete)|no\s+other\s+[^\W\d]\w+|"
    r"(?:no|without(?:\s+any)?)\s+missing|nothing\s+else|(?:one|1)\s+of\s+(?:the\s+|these\s+)?(?:two|three|four|five|six|seven|eight|\d)\b)",
    re.IGNORECASE,
)
KNOWN = re.compile(
    r"\ball\b[^.;:]{0,60}\baccounted\s+for\b|\b(?:known|complete|recorded|available|stated|documented|ascertained|determined|obtained|reported|collected|answered|given|specified|registered|completed)\s+(?:for|in|by|from|of)\s+(?:all|each|every)\b"
    r"|\b(?:all|every|each)\b[^.;:]{0,60}\b(?:were|was|gave|stated|answered|reported|named|had|could\s+be|specified|disclosed|indicated)\b[^.;:]{0,50}"
    r"\b(?:classified|classed|graded|categori[sz]ed|grouped|assigned|allocated|randomi[sz]ed|rated|sorted|their|his|her|item|question|status)\b",
    re.IGNORECASE,
)
DEALT_TO = re.compile(
    r"(?:\s+[^\W\d]\w*){1,3}?\s+(?:(?:were|was|are|being|had\s+been|randomly|equally|evenly|prospectively|then|each)\s+)+"
    r"(?:randomi[sz]ed|allocated|assigned|distributed|shared|divided|split|allotted)\s+(?:in)?to\b[^.;:]*$",
    re.IGNORECASE,
)
ACCOUNTED = re.compile(r"\baccounted\s+for\b", re.IGNORECASE)
TOTAL = re.compile(rf"\b(?:{_SUM}|altogether|in\s+all)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = re.compile(
    r"\b(two|three|four|five|six|seven|eight|[2-8])\s+(?:[^\W\d][\w-]*\s+){0,2}?(?:hospitals|cent(?:er|re)s|clinics|countries|cities|towns|sites|units|wards|departments|"
    r"practices|groups|subgroups|arms|cohorts|categories|classes|terciles|tertiles|quartiles|quintiles|strata|makers|manufacturers|databases|sources|schools|regions|districts|"
    r"institutions|surgeons|periods|phases|waves|seasons|years|winters|subscales|domains|components|items|parts|grades|levels|answers|trials|studies)"
    r"\s*(?:[,:(–—]|\s-\s|\bas\s+follows\s*:)\s*(?:[^.;:()\d]{0,60}?\(?(?:n\s*=\s*)?[$£€]?\s*)$",
    re.IGNORECASE,
)
DEALT_OUT = re.compile(r"[^.;:]*\b(?:randomi[sz]ed|randomly)\b[^.;:\d]*,\s*$", re.IGNORECASE)
DEALT_IN = re.compile(
    r"\s*(?:[^\W\d]\w*\s+){0,4}?(?:assigned|allocated|allotted|randomi[sz]ed)\s+(?:in)?to\b", re.IGNORECASE
)
EACH_IN_ONE = re.compile(
    r"(?:\s+[^\W\d]\w*){1,3}?\s+(?:were|was|are|had\s+been)\s+(?:[^\W\d]\w*ly\s+|then\s+)?"
    r"(?:seen|treated|operated|recruited|enrolled|rated|graded|classified|classed|"
    r"categori[sz]ed|judged|managed|followed|referred|admitted|discharged|interviewed|born|employed)\b[^.;:()]*\(\s*(?:n\s*=\s*)?$",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\s*(?:(?:were|was|had|from|of|due\s+to|for|in|to|by|had\s+an?)\s+)*(?:others?|another|various|miscellaneous|unknown|undetermined|unspecified)\b",
    re.IGNORECASE,
)
_COURSE = (
    r"before|after|baseline|at\s+(?:the\s+)?follow-?up|pre-?operative\w*|post-?operative\w*|versus|without|compared|than|"
    r"from|rose|fell|increased|decreased|in\s+(?:19|20)\d\d"
)
COURSE = re.compile(rf"\b(?:{_COURSE})\b", re.IGNORECASE)
COMPARED = re.compile(rf"\b(?:groups?|arms?|controls?|{_COURSE})\b", re.IGNORECASE)
DEALT = re.compile(r"\b(?:randomi[sz]ed|randomly|allocated|assigned|distributed|shared|spread)\b", re.IGNORECASE)
REST = re.compile(
    r"\b(?:remaining|remainder|rest|balance|others?)\b(?!\s+than)(?:\s+[^\W\d][\w’'-]*){0,2}[\s,:(]*(?:n\s*=\s*)?[$£€]?$",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,2}?(?:(?:would|did|do|does|was|were|is|are|had|has|have|could)\s+not|(?:would|did|do|does|was|were|is|are|had|has|have|could)n[’']t)(?=\s*(?:[.;,)]|$))",
    re.IGNORECASE,
)
ARRIVES = re.compile(
    rf"\b(?:(?:for|giving|gives?|gave|making|makes?|made|yield(?:s|ed|ing)|with|i\.e\.,?|that\s+is,?|or|resulting\s+in|result(?:s|ed)\s+in|provid(?:ed|es|ing)|contribut(?:ed|ing)|"
    rf"bring(?:s|ing)|brought|produc\w+|hence|thus|thereby|leading\s+to|equal(?:s|led|ling)?(?:\s+to)?|representing|leaving|came\s+to|comes\s+to|reach(?:ed|ing|es)?)\s+(?:up\s+)?(?:an?\s+|the\s+|our\s+|in\s+)?{_SUM}(?:\s+[^\W\d]\w*){{0,3}}?(?:\s+(?:of|to|at))?"
    rf"|{_SUM}(?:\s+[^\W\d]\w*){{0,4}}?\s+(?:is|was|were|being|comes\s+to|came\s+to|at|reached|amount\w*\s+to)"
    r"|total(?:l?ing|l?ed|s)(?:\s+(?:up\s+)?to)?|add(?:s|ed|ing)?\s+up\s+to|add(?:s|ed|ing)?\s+to|sum(?:s|med|ming)?\s+(?:up\s+)?to|account(?:s|ed|ing)?\s+for\s+all|"
    r"in\s+(?:total|all|sum)|(?:al)?together|all\s+told|ma(?:de|kes?|king)\s+up|mak(?:es|ing)|giv(?:es|ing)|(?:which|these|that)\s+(?:together\s+)?(?:makes?|gives?|equals?|is|are|were))\b(?:\s+(?:the|our|all|an?|up|to|of|overall|for|total|grand|sum|combined|whole|entire|full|costs?|made|gave|were|was|took|came|amounted|numbered|yielded))*\s*(?:[$£€]|CHF|USD|EUR|GBP)?\s*$",
    re.IGNORECASE,
)
FULL = r"(?:overall|total|combined|aggregate|joint|summed|whole|full|entire)"
_BEING = (
    r"(?:of|to|at|was|is|were|are|being|c[ao]mes?\s+to|amount(?:s|ed)\s+to|reached|took|lasted|cost)"
    r"(?:\s+(?:thus|therefore|hence|then))?"
)
_ALL_THAT_IS = (
    r"(?:cohort|sample|population|group|series|material|number|set|whole|total|lot|collective|collection|team|staff|"
    r"panel)"
)
CURRENCY = (
    r"(?:CHF|USD|EUR|GBP|AUD|CAD|NZD|SGD|HKD|SEK|NOK|DKK|ISK|JPY|CNY|RMB|INR|KRW|THB|TRY|BRL|MXN|ZAR|ILS|IRR|SAR|AED|"
    r"PLN|CZK|HUF|RON|RUB)"
)
SUMMED = re.compile(
    rf"(?:[,;(]\s*(?:or\s+|and\s+|i\.e\.,?\s+)?(?:an?\s+|the\s+)?{_SUM}(?:(?:\s+[^\W\d]\w*){{0,3}}?\s+of|\s*[,:=])?|"
    rf"\b{FULL}(?:\s+[^\W\d][\w-]*){{1,4}}?\s+{_BEING}|"
    rf"\b(?:ma(?:de|kes?|king)\s+up|form(?:s|ed|ing)?|constitut\w+|represent\w+|account(?:s|ed|ing)?\s+for|complet\w+)\s+(?:the|our|this|an?)\s+"
    rf"(?:(?!half|majority|most|part)[^\W\d][\w-]*\s+){{0,4}}?{_ALL_THAT_IS}\s+of(?:\s+(?:the|all))*|"
    rf"^(?:\s+(?!and\b|or\b)[^\W\d][\w-]*){{1,4}}?\s+amount(?:s|ed)\s+to)\s*(?:[$£€]|{CURRENCY}\s)?\s*$",
    re.IGNORECASE,
)
SORTED = re.compile(
    r"\b(?:classified|classed|categori[sz]ed|graded|rated|sorted|grouped|allocated|assigned|accounted\s+for|(?:fell|f[ae]ll|fit(?:ted)?|belong(?:ed)?)\s+(?:in)?to|"
    r"one\s+of\s+(?:these|those|the)|(?:a|one)\s+single|exactly\s+one|only\s+one)\b",
    re.IGNORECASE,
)
ADDED = re.compile(
    r"\b(?:sum\s+of|add(?:ing|ed|ition\s+of)|combin(?:ing|ation\s+of|ed)|sum(?:ming|med)|pool(?:ing|ed)|taken\s+together)\b[^.;\d]{0,80}$",
    re.IGNORECASE,
)
MAKES = re.compile(
    r"\b(?:was|is|were|equal\w*|g[ai]ve[sn]?|giving|makes?|made|yield\w*|c[ao]mes?\s+to|amount\w*\s+to|total\w*|brings?|brought|results?|resulted|produc\w+|"
    r"reach\w*)\b[^.;\d]{0,60}$",
    re.IGNORECASE,
)
RUNNING = re.compile(
    r"\b(?:cumulative|running|accumulated|accrued|rolling)\b|\b(?:to\s+date|so\s+far|by\s+then)\b", re.IGNORECASE
)
LOST = re.compile(
    r"(?<!\bno\s)(?<!without\s)(?<!non-)\b(?:(?:was|were|been|being|patients?)\s+lost|lost\s+to|missing|unknown|exclud\w+|dropped|drop-?outs?|withdr[ae]w\w*|discontinu\w+|refus\w+|unavailable|incomplete|not\s+(?:available|recorded|known|reported|"
    r"assessed|analy[sz]ed|specified|stated|treated|randomi[sz]ed|included)|did\s+not\s+(?:receive|return|complete|attend|undergo|answer|start|respond))\b",
    re.IGNORECASE,
)
SELECTS = re.compile(
    r"\b(?:includ(?:e|es|ing)|(?<!were\s)(?<!was\s)(?<!are\s)(?<!been\s)(?<!be\s)included\s+(?!in\b|for\b|from\b)|such\s+as|e\.g\.?|for\s+(?:example|instance)|among\s+(?:them|which|others)|most(?:ly)?|main(?:ly)?|chiefly|primarily|predominantly\s+of|largely|notably|particularly|"
    r"especially|in\s+particular|at\s+least|at\s+most|(?<!add\s)(?<!adds\s)(?<!added\s)(?<!adding\s)(?<!sums\s)(?<!sum\s)(?<!summed\s)(?<!summing\s)(?<!came\s)(?<!brings\s)(?<!bring\s)(?<!bringing\s)up\s+to|some\s+of|several|both\s+[^\W\d]\w+\s+and|multiple|more\s+than\s+one|(?<!\btwo\s)(?<!\bthree\s)(?<!\bfour\s)(?<!\bfive\s)(?<!\bsix\s)(?<!\d\s)or\s+more|overlap\w*|either\s+or\s+both|"
    r"also|as\s+well|about|approximately|around|roughly|nearly|almost|per\s+(?:group|arm|centre|center|site)|each\s+(?:group|arm|with|containing|of\s+(?!the\b|these\b|those\b|our\b)|having|receiv\w+|consist\w+|includ\w+)|\d\s+each|medians?|not\s+(?:add|sum|total)\w*|n[’']t\s+(?:add|sum)|respectively|versus|vs|compared|respect)\b",
    re.IGNORECASE,
)
STAGES = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,3}?(?:completed|analy[sz]ed|randomi[sz]ed|included|eligible|enrol\w+|consented|agreed|returned(?!\s+to\s+work)|remained|screened|recruited|started|attended|invited|available)\b",
    re.IGNORECASE,
)
SIZED = re.compile(r"\bgroups?\s*[(\[]\s*n\s*=\s*\d+\s*[)\]]", re.IGNORECASE)
BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
MEASURE = re.compile(
    r"\b(?:mean|average|aged?|scores?|scale|ratio|range|odds|hazard|levels?\s+of|concentration)\b", re.IGNORECASE
)
SPELLED = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half)\b", re.IGNORECASE)
HAPPENED = re.compile(  # what may befall one person twice; not "had returned", "had two"
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,2}?(?:ha(?:d|ve)(?!\s+(?:\w+ed\b|been|never|not|no\b|died|undergone|an?\s+(?:very\s+)?(?:good|fair|poor|bad|excellent|satisfactory|unsatisfactory|moderate|un?favou?rable|complete|partial)|one|two|three|four|none|both|only|\d))|reported|experienced|developed|"
    r"suffered|complained)\b|\s*(?:[^\W\d][\w-]*s\s+)?with\s(?!\s*(?:one|two|three|\d))",
    re.IGNORECASE,
)


def counts_of(words: str) -> int:
    """How many groups, places or parts are counted right in front of their list: "in three towns, "; else nought.

    >>> [counts_of(words) for words in (" residents of three towns, ", " residents had two dogs, ")]
    [3, 0]
    """
    found = _NUMBER.search(words)
    return _NUMBERS.get(found[1].lower(), 0) or int(found[1]) if found else 0

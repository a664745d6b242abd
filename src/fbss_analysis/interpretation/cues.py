"""Cues: the words by which figures over time are cumulative, fall for good, or are neither. Data and one small reader.

A figure is cumulative where it counts all who ever had something: a running total, a cumulative share, a perfect tense
of what happens for good ("had been revised by"). It can only fall where it counts those who are left: survival, being
free of an event, still being in place, not having had it yet. A state that comes and goes (pain, use of a drug) is
neither, whatever stands beside it.

>>> direction("survival"), direction("running total"), direction("cumulative survival"), direction("pain")
('falls', 'rises', 'either', '')
>>> new_words("the revision rate was", "and it was in smokers with")
['smokers']
"""

from __future__ import annotations

import re

_FOR_GOOD = (
    r"(?:(?:re-?)?operated|revised|removed|replaced|explanted|exchanged|converted|amputated|taken\s+out|pulled\s+out|readmitted|re-admitted|died|retired|"
    r"implanted|treated|enrolled|recruited|randomi[sz]ed|reported|diagnosed|detected|recorded|registered|vaccinated|failed|broken|fractured|loosened|dislocated|"
    r"back\s+in\s+theatre|returned\s+at\s+least|lost\s+to\s+follow|dropped\s+out|withdrawn|withdrew|infected|fused|healed|united|delivered|discharged)"
)
_GAINED = (
    r"(?:(?:undergone|needed|required|received|developed|experienced|suffered|sustained|had)\s+(?:an?|at\s+least|any|some|another|further|"
    r"repeat|additional|more|one|revision|re-?operation|surgery|subsequent|fusion|removal))"
)
_RISES = (
    rf"cumulat\w+|cum\.|accumulat\w+|running\s+(?:totals?|tall(?:y|ies)|counts?|sums?)|(?:the\s+|a\s+)?tall(?:y|ies)|totals?\s+(?:to\s+date|so\s+far)|so\s+far|"
    rf"to[\s-]date|since\s+(?:launch|inception|opening|the\s+(?:start|launch|opening|outset|beginning))|ever(?=[\s-](?:use|had|been|need|under|requir|re-?|\w+ed\b))|"
    rf"(?:have|has|had|having)\s+ever|at\s+least\s+once|(?:in\s+total|in\s+all|altogether|all\s+told)(?!\s+the)|lifetime\s+risk|"
    rf"(?:have|has|had|having)\s+(?:already\s+|also\s+|now\s+)?(?:been\s+)?{_FOR_GOOD}|(?:have|has|had|having)\s+{_GAINED}|been\s+taken\s+out|"
    rf"(?:re-?|re\s)counted|once\s+(?:counted|recorded|included|registered)|"
    rf"count(?:ing|s|ed|ing\s+in)?\s+(?:everyone|everybody|anyone|all|each|any)\b|"
    rf"includ\w+\s+(?:all\s+|the\s+|those\s+|everyone\s+|everybody\s+|people\s+|patients\s+){{1,3}}(?:earlier|previous\w*|before|counted|already|preceding|prior)|"
    rf"without\s+(?:removing|subtracting|dropping)|(?:nobody|no\s+one|none)\s+(?:is|was|being|has\s+been)\s+(?:ever\s+)?(?:removed|taken\s+off|subtracted)|"
    rf"mount(?:s|ed|ing)\s+up|adds?\s+up\s+over|more\s+and\s+more\s+\w+\s+(?:are|have|had)"
)
_PASSES = (  # comes and goes, so that being free of it may come and go, too
    r"(?:(?:any|all|further|back|leg|neck|chronic|significant|prescription)\s+)*(?:pain|symptom|drug|opioid|opiate|narcotic|medication|medicine|smok|steroid|seizure|headache|"
    r"complaint|analgesi|alcohol|tobacco|nicotine|gluten|depress|anxiet)"
)
_IN_PLACE = (
    r"(?:in\s+(?:place|situ|use|service|follow-?up|the\s+(?:study|trial|cohort|programme|program))|under\s+follow-?up|at\s+risk|"
    rf"free\s+(?:of|from)(?!\s+{_PASSES})|alive|living|intact|functional|function(?:ing|ed)|working(?!\s+(?:full|part|and))|implanted|un\w+ed\b|event-?free|patent|enrolled|"
    r"being\s+followed|standing|running|attached|open\b|with\s+their\s+(?:original|first))"
)
_FALLS = (
    rf"(?<!median\s)(?<!mean\s)surviv(?:al|als|orship|e|es|ed|ing)(?!\s+(?:times?|duration|benefit|advantage|differen\w+|of\s+\d))|alive|patency|retention|(?:number|patients|n|no\.?|subjects|persons|people|hips|knees|implants|those|still)\s+at\s+risk|(?:\A|(?<=[|\t\n]))\s*at\s+risk|"
    rf"free(?:dom)?\s+(?:of|from)(?!\s+{_PASSES})|(?<![\w-])(?!{_PASSES})\w+(?:-\w+)?-free(?!\s+diet)|"
    rf"(?:still|remain(?:s|ed|ing)?|stay(?:s|ed|ing)?)\s+(?:\w+ly\s+)?{_IN_PLACE}|(?:have|has|had|having)\s+(?:not\s+yet|yet\s+to|still\s+not|never|escaped|avoided)|"
    rf"still\s+(?:have|had|has|carr\w+|wore)\s+(?:their|its|the|that|his|her|this)\b|still\s+(?:going|there|turning|lasting|holding|up\b|good\b|doing\s+(?:their|its)|serving)|"
    rf"yet\s+to\s+(?:be|have|need|under)|not\s+(?:yet\s+)?been\s+{_FOR_GOOD}|without\s+(?:being\s+|having\s+been\s+){_FOR_GOOD}|(?:never|not)\s+(?:been\s+)?{_FOR_GOOD}|"
    rf"unrevised|not\s+yet\s+\w+"
)
_EITHER = r"kaplan[\s–-]*meier|life[\s-]tables?|actuarial(?:ly)?|competing[\s-](?:risks?|events?)"
EITHER_WAY = "either"
_STRONG = re.compile(r"cum|accum|running|tally|tallies|total|so\s|to[\s-]date|ever\b|at\s+least\s+once", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:still|remain\w*|left|last(?:s|ed|ing)?|kept|keep\w*|success\w*|no\s+longer|not|never|without)\b",
    re.IGNORECASE,
)
ONCE = re.compile(
    r"\b(?:mortality|case\s+fatality|re-?operations?|re-?operation\s+rates?|revision\s+rates?|revisions|explant\w*|amputation\s+rates?|readmissions?|re-?admission\s+rates?)\b",
    re.IGNORECASE,
)
RISES = re.compile(rf"\b(?:{_RISES})(?!\w)", re.IGNORECASE)
FALLS = re.compile(rf"(?<!\w)(?:{_FALLS})(?!\w)", re.IGNORECASE)
EITHER = re.compile(rf"\b(?:{_EITHER})\b", re.IGNORECASE)
SAYS = re.compile(rf"\b(?:{_RISES}|{_FALLS}|{_EITHER}|{ONCE.pattern[2:]})", re.IGNORECASE)
RATES = re.compile(
    r"\b(?:versus|vs|compared|annual(?:ly|i[sz]ed)?(?!\s+(?:report|meeting|review))|per\s+(?:year|annum|month|person)|(?<!end\s)(?<!of\s)each\s+(?:year|month)|yearly|"
    r"person-years|new\s+(?:cases|patients)|conditional|intervals?\s+between|during\s+(?:the\s+)?(?:first|second|third|fourth|next|following|year|month))\b",
    re.IGNORECASE,
)
EXPLAINS = re.compile(
    r"\W*(?:(?:these|those|the|all|both|such|each|every|here)\b[^.;:]{0,40}?\b(?:figures?|percentages?|numbers?|counts?|values?|shares?|rates?|proportions?|totals?|estimates?|"
    r"data|probabilities)\b|once\b|same\b|nobody\b|no\s+one\b|everyone\b|everybody\b|\(|all\s+(?:are|is|cumulative)|cumulative\b|counts\s+are|they\s+are|it\s+is\s+a)",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"\b(?:the|that|this|its|their|these|whose)\s+(?:\w+\s+)?(?:cumulat\w+|running|total|tally|count|figure|share|proportion|number|percentage|survival|survivorship)\b|"
    r"\b(?:cumulatively|altogether|in\s+all|in\s+total)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*")
_LIGHT = frozenset(
    re.findall(
        r"\S+",
        """
    a an the this that these those it its they them their we our he she his her you your who which what whose there here
    and or but nor so as if than then while when where whereas though although yet also only just even still already
    again later further afterwards thereafter meanwhile finally eventually subsequently respectively overall once
    of in on at by to from up down over under after before within until till through throughout for with without per
    about around roughly approximately nearly almost more less most least fewer all both each every any some same one
    is are was were be been being has have had having will would could can may might must do does did done not no
    reach reached reaches reaching rose rise rises risen rising grew grow grows grown growing climb climbed climbs
    climbing fell fall falls fallen falling declined decline declines dropped drop drops decreased increased increase
    increasing decreasing went gone go goes stood stand stands standing came come comes coming mounted mounting
    amounted amounts was put estimated estimate estimates estimating observed obtained found seen noted reported
    recorded calculated computed measured showed shown shows show gave given gives got get gets had-been became become
    became remained remain remains stayed followed following corresponding equivalent respective figure figures value
    values rate rates share shares proportion proportions percentage percentages percent number numbers count counts
    total totals running tally sum cumulative cumulatively cumulated incidence probability probabilities risk chance
    point points mark time times end start beginning follow-up postoperative postoperatively operation surgery
    procedure implantation index year years month months week weeks day days hour hours decade decades anniversary
    birthday quarter first second third fourth fifth sixth seventh eighth ninth tenth last final another
    people patients patient participants persons subjects individuals cohort group cases ones original
    low high lower higher slightly further steadily gradually only just confidence interval ci se sd range
    kaplan meier analysis actuarial being counted counting respectively case cent per hundred thousand every ever
    january february march april may june july august september october november december spring summer autumn winter
    study report register registry closed close ended cover covering then now us
        out along line road way mark afterward nearer whole stage
        """,
    )
)


def direction(text: str, *, once: bool = True) -> str:
    """Which way the figures of a text must go by its words: "rises", "falls", "either", or "" where it does not say.

    `once` takes the bare name of what happens for good, such as mortality, as a word for all who had it by then.
    """
    falls, rises = FALLS.search(text), RISES.search(text)
    lasting = _LASTING.search(text) is not None
    if falls and rises and not falls.start() <= rises.start() < falls.end():
        return "either"
    if falls:
        return "falls"
    if rises and lasting and not _STRONG.match(rises[0]):
        return EITHER_WAY
    return "rises" if rises else "either" if EITHER.search(text) else "rises" if once and ONCE.search(text) else ""


def new_words(before: str, text: str) -> list[str]:
    """The words of a text with a meaning of their own that do not stand before it already."""
    known = {_stem(word) for word in _WORD.findall(before.lower())}
    words = [word for word in _WORD.findall(text.lower()) if word not in _LIGHT]
    return [word for word in words if _stem(word) not in known]


def _stem(word: str) -> str:
    return word[:6]

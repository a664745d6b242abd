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

from fbss_analysis.printed.folding import folded

_FOR_GOOD = (
    r"(?:(?:re-?)?operated|revised|removed|replaced|explanted|exchanged|converted|amputated|(?:taken|pulled)\s+out"
    r"|re-?admitted|died|dead|retired|implanted|treated|enrolled|recruited|randomi[sz]ed|reported|diagnosed|detected|recorded"
    r"|registered|vaccinated|failed|broken|fractured|loosened|dislocated|swapped|back\s+in\s+theatre|returned\s+at\s+least"
    r"|lost\s+to\s+follow|dropped\s+out|withdrawn|withdrew|infected|fused|healed|united|delivered|discharged)"
)
_EVENT = (
    r"(?:re-?operations?|revisions?|recurrences?|relapses?|progression|events?|failures?|removals?"
    r"|explantations?|replacements?|re-?interventions?|fusions?|fractures?|dislocations?|infections?"
    r"|(?:repeat|second|further|another)\s+\w+)"
)
_A = r"(?:(?:an?|any|some|the|their|its|all|every|each|further|another|additional|repeat|one|more|single)\s+)*"
_HAVE = r"(?:have|has|had|having)\s+(?:(?:already|also|now|since|by\s+then|since\s+then)\s+)?"
_PASSES = (  # comes and goes, so that being free of it may come and go, too
    r"(?:(?:any|all|further|back|leg|neck|chronic|significant|prescription)\s+)*(?:pain|symptom|drug|opioid|opiate|narcotic"
    r"|medication|medicine|smok|steroid|seizure|headache|complaint|analgesi|alcohol|tobacco|nicotine|gluten|depress"
    r"|anxiet)"
)
_BACK = r"(?:improv|recover|resum|regain|wors|deteriorat|report|complain|chang|increas|decreas|ris|fall|follow|score)"
_DOWN = r"(?:fall|drop|decrease|decline|shrink|go\s+(?:back|down)|come\s+down|be\s+(?:undone|reversed)|revert|reverse)"
_GAINED = (
    r"(?:undergone|needed|required|received|developed|experienced|suffered|sustained|had)\s+(?:an?|at\s+least|any|some|another"
    rf"|further|repeat|additional|more|one|the|their|surgery|subsequent|{_EVENT})"
)
_SUMS = (
    r"cumulat\w+|cum\.|accumul\w+|accru\w+|aggregate\w*|running\s+(?:totals?|tall(?:y|ies)|counts?|sums?)|tall(?:y|ies)|so\s+far"
    r"|thus\s+far|to[\s-]date|(?:up\s+)?(?:until|to)\s+(?:then|now|that\s+(?:point|day|date|moment|time))|by\s+then"
    r"|since\s+(?:launch|inception|opening|surgery|implantation|(?:the|its|our|their)\s+(?:\w+\s+){0,2}?(?:start\w*|launch\w*|open\w*|outset"
    r"|beg[ai]n\w*|operation|surgery|procedure|implant\w*|inception|introduction|found\w+))"
)
_COUNTED = (
    r"count(?:ing|s|ed|ing\s+in)?\s+(?:everyone|everybody|anyone|all|each|any)\b|(?:re-?|re\s)counted"
    r"|once\s+(?:counted|recorded|included|registered)|(?:all|every|each)\s+(?:\w+\s+){1,4}(?:is|are|was|were|being)\s+(?:\w+ly\s+)?counted"
    r"|includ\w+\s+(?:(?:all|the|those|everyone|everybody|people|patients)\s+){1,3}(?:earlier|previous\w*|before|counted|already|preceding|prior)"
    r"|without\s+(?:removing|subtracting|dropping)|(?:nobody|no\s+one|none|nothing)\s+(?:is|was|being|has\s+been)\s+(?:ever\s+)?(?:removed|taken|subtracted)"
    rf"|(?:can|could|may|does|do|will)(?:\s*not|n[’']t|\s+never)\s+{_DOWN}|never\s+{_DOWN}s?|irreversib\w+|permanent(?:ly)?"
    r"|can\s+only\s+(?:rise|grow|increase|go\s+up|climb)|(?:stays?|remains?)\s+(?:counted|revised|on\s+the\s+list)"
    rf"|never\s+(?:reset|zeroed|wiped)|{_HAVE}gone\s+(?:back\s+)?(?:under\s+the\s+knife|to\s+(?:theatre|surgery))"
    r"|mount(?:s|ed|ing)\s+up|(?:builds?|built|building)\s+up\s+(?:as|over|to)\b|adds?\s+up\s+over|more\s+and\s+more\s+\w+\s+(?:are|have|had)"
)
_PERFECT = (
    rf"{_HAVE}(?:been\s+)?{_FOR_GOOD}|{_HAVE}{_GAINED}|been\s+taken\s+out|{_HAVE}(?:been\s+)?(?!{_BACK})(?:\w+(?:ed|en|wn|ng)|done|made|put|sold|built|sent|held|left|lost|come|gone)\s+"
    r"(?:[^\s.;,%]+\s+){0,3}?by\s+(?:the\s+)?(?:end|year|month|week|day|age|\w+[\s-](?:year|month|week|day)s?)"
)
_RISES = (
    rf"(?:will|would|should|may|might)\s+have\s+(?:been\s+)?(?!{_BACK})\w+(?:ed|en|wn|ng|ad)\b|{_SUMS}|{_COUNTED}|{_PERFECT}|(?:have|has|had|having)\s+ever|ever(?=[\s-](?:use|had|been|need|under|requir|re-?|\w+ed\b))|at\s+least\s+once"
    r"|(?:in\s+total|in\s+all|altogether|all\s+told)(?!\s+the)|lifetime\s+risk|total\s+(?:number|count)\s+of\s+(?:\w+\s+){1,3}(?:since|by)"
)
_IN_PLACE = (
    r"(?:in\s+(?:place|situ|use|service|follow-?up|the\s+(?:study|trial|cohort|programme|program))|under\s+(?:follow-?up|observation)|at\s+risk"
    rf"|free\s+(?:of|from)(?!\s+{_PASSES})|alive|living|intact|functional|function(?:ing|ed)|working(?!\s+(?:full|part|and))|implanted|un\w+ed\b"
    r"|event-?free|patent|enrolled|(?:being\s+)?followed|standing|running|attached|open\b|with\s+their\s+(?:original|first)"
    r"|going|there|turning|lasting|holding|up\b|good\b|doing\s+(?:their|its)|serving|(?:have|had|has|carr\w+|wore)\s+(?:their|its|the|that|his|her)\b)"
)
_SURVIVE = (
    r"(?<!median\s)(?<!mean\s)surviv(?:al|als|orship|e|es|ed|ing)(?!\s+(?:times?|duration|benefit|advantage|differen\w+|of\s+\d))|alive"
    r"|patency|retention|(?:number|patients|n|no\.?|subjects|persons|people|hips|knees|implants|those|still)\s+at\s+risk"
    r"|(?:\A|(?<=[|\t\n]))\s*at\s+risk|unrevised|attrition"
)
_SPARED = (
    rf"free(?:dom)?\s+(?:of|from)(?!\s+{_PASSES})|(?<![\w-])(?!{_PASSES})\w+(?:-\w+)?-free(?!\s+diet)"
    rf"|(?:have|has|had|having)\s+(?:not\s+yet|yet\s+to|still\s+not|never|escaped|avoided)|yet\s+to\s+(?:be|have|need|under)|not\s+yet\s+\w+"
    rf"|(?:never|not\s+(?:yet\s+)?)(?:\s*been)?\s*{_FOR_GOOD}|without\s+(?:being\s+|having\s+(?:been\s+)?)?{_FOR_GOOD}"
    rf"|(?:without|avoid\w*|escap\w+|spared)\s+{_A}{_EVENT}"
)
_FALLS = rf"{_SURVIVE}|{_SPARED}|(?:still|remain(?:s|ed|ing)?|stay(?:s|ed|ing)?)\s+(?:\w+ly\s+)?{_IN_PLACE}"
_EITHER = (
    r"kaplan[\s–-]*meier|life[\s-]tables?|actuarial(?:ly)?|product[\s-]limit|aalen|competing[\s-](?:risks?|events?)"
    r"|can\s+only\s+(?:fall|shrink|decline|go\s+down)"
)
EITHER_WAY = "either"
TO_DATE = re.compile(
    r"\b(?:running\s+\w+|tall(?:y|ies)|so\s+far|thus\s+far|to[\s-]date|since\s+(?:launch|inception|opening|the))\b",
    re.IGNORECASE,
)
BY_THEN = re.compile(
    r"\b(?:have|has|had)\s+[^.;,]{0,40}\bby\s+(?:the\s+)?(?:(?:end|middle|close|start)\s+of\s+|mid-?|late\s+|early\s+)?(?:19|20)\d\d",
    re.I,
)
ADDED_UP = re.compile(rf"\b(?:{_SUMS}|ever\b|at\s+least\s+once|totals?|in\s+all|altogether|all\s+told)", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:still|remain\w*|left|last(?:s|ed|ing)?|kept|keep\w*|success\w*|no\s+longer|not|never|without)\b",
    re.IGNORECASE,
)
ONCE = re.compile(
    r"\b(?:mortality|case\s+fatality|deaths|re-?operations?|revision\s+rates?|revisions|explant\w*|amputation\s+rates?|re-?admissions?)\b",
    re.IGNORECASE,
)
RISES = folded(rf"\b(?:{_RISES})(?!\w)")
FALLS = folded(rf"(?<!\w)(?:{_FALLS})(?!\w)")
EITHER = re.compile(rf"\b(?:{_EITHER})\b", re.IGNORECASE)
SAYS = folded(rf"\b(?:{_RISES}|{_FALLS}|{_EITHER}|{ONCE.pattern[2:]})")
RATES = re.compile(
    r"\b(?:versus|vs|compared(?!\s+(?:with|to)\s+(?:only\s+)?[\d.·]+\s?%\s+(?:at\s+|after\s+|by\s+)?(?:the\s+)?(?:\w+[\s-])?(?:years?|months?|weeks?|days?)\b)|ratios?|RRs?|HRs?|annual(?:ly|i[sz]ed)?(?!\s+(?:report|meeting|review))|per\s+(?:year|annum|month|person)|(?<!end\s)(?<!of\s)each\s+(?:year|month)|yearly|"
    r"person-years|new\s+(?:cases|patients)|conditional|intervals?\s+between|during\s+(?:the\s+)?(?:first|second|third|fourth|next|following|year|month))\b",
    re.IGNORECASE,
)
EXPLAINS = re.compile(
    r"\W*(?:(?:these|those|the|all|both|such|each|every|here)\b[^.;:]{0,40}?\b(?:figures?|percentages?|numbers?|counts?|values?|shares?|rates?|proportions?|totals?|estimates?|"
    r"data|probabilities)\b|once\b|same\b|nobody\b|no\s+one\b|everyone\b|everybody\b|\(|(?:all|every|each)\b[^.;:]{0,50}\bcounted|all\s+(?:are|is|cumulative)|cumulative\b|counts\s+are|they\s+are|it\s+is\s+a)",
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
    such being estimate done made earlier previous preceding next subsequent corresponding
    low high lower higher slightly further steadily gradually only just confidence interval ci se sd range
    kaplan meier analysis actuarial being counted counting respectively case cent per hundred thousand every ever
    january february march april may june july august september october november december spring summer autumn winter
    study report register registry closed close ended cover covering then now us
        take takes took taken bring brings brought move moves moved moving pass passes passed passing
        lengthen lengthening
        extend extending extended prolong prolonging horizon horizons step steps lies lie stands compared
        against opposed contrast starting started
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
    if rises and lasting and not ADDED_UP.match(rises[0]):
        return EITHER_WAY
    return "rises" if rises else "either" if EITHER.search(text) else "rises" if once and ONCE.search(text) else ""


def new_words(before: str, text: str) -> list[str]:
    """The words of a text with a meaning of their own that do not stand before it already."""
    known = {_stem(word) for word in _WORD.findall(before.lower())}
    words = [word for word in _WORD.findall(text.lower()) if word not in _LIGHT]
    return [word for word in words if _stem(word) not in known]


def _stem(word: str) -> str:
    return word[:6]

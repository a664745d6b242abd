"""Whether a passage says that everyone of a group was counted: nobody lost, nothing missing, all of the n.

Three things say so. A word for all is bound to the number, or to what it counts: "each of the 45", "45 nurses; every
nurse". A word for none is bound to one for a loss: "not one was missing", "without exception". Or what
was collected is told as complete: "full follow-up", "response was 100%", "37 of 37". Words of exception undo it,
wherever they stand: "nearly all", "all but two", "three were lost".

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (who is the denominator).

>>> told = ("We phoned all 45 nurses.", "Of 45 nurses, none declined.", "Of 45, 40 came.", "Nearly all of the 45 came.")
>>> [says_everyone(text, text.index("45"), text.index("45") + 2) for text in told]
[True, True, False, False]
"""

from __future__ import annotations

import re
from functools import lru_cache

from fbss_analysis.printed.folding import folded

_ALL = r"(?:all|each|every|both|everyone|everybody)"
_EVERYONE = r"(?:each|all|every\s+(?:single\s+|last\s+)?one|everyone|everybody)"
_THE = r"(?:(?:one|single|of|the|our|these|those|its|their|my|his|her)\s+)*"
_ALL_OF_IT = (
    r"(?:whole|entire|full|complete|total)\s+(?:\w+\s+)?"
    r"(?:group|series|cohort|sample|set|class|team|staff|panel|population|batch)"
)
_BEFORE_NUMBER = folded(
    rf"\b(?:{_ALL}\s+{_THE}(?:[^\W\d][\w’'-]*,?\s+){{0,4}}?"
    rf"|{_ALL_OF_IT}\s+(?:of|[(,])\s*{_THE}(?:[^\W\d][\w’'-]*\s+){{0,2}}?)[(]?\s*(?:n\s*=\s*)?$"
)
_NOUN = re.compile(r"\s*((?:[^\W\d_][\w’'-]*\s+){0,3}?[^\W\d_]{3,}s?)\b")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_VERB = (
    r"(?:were|was|had|have|has|did|could|been|being|are|is|of|\w+ed|came|gave|took|got|sat|kept|wore|made|went|met|saw"
    r"|ran|chose|drew|wrote|said|told|sent|underwent|stood|swam|rode|felt|held|left|rose|knew|spoke|bore|brought)"
)
_ALL_THEN = folded(
    rf"^(?:\s+[^\W\d][\w’'-]*){{0,4}}\s?(?:,\s*{_EVERYONE}\b|\(\s*(?:all|complete|everyone|everybody|100\s?%))|\b{_EVERYONE}\s+(?:of\s+(?:whom|them|these|those|which|us)\b|(?:\w+ly\s+)?{_VERB}\b)"
    rf"|^(?:\s+[^\W\d][\w’'-]*){{1,4}}\s?,?\s+(?:who|which|that)\s+(?:were|had|have|are|did)\s+(?:each|all)\b"
    rf"|\b(?:to|from|for|by|in|of|on|with|at)\s+{_EVERYONE}"
    r"(?=\s*[,;:.)]|\s+(?:of\s+(?:them|these|those|whom)|and|at|after)\b)"
)
_MEMBER = (
    r"(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|(?:wo)?m[ae]n|child(?:ren)?|respondents?"
    r"|volunteers?|cases?|members?|implants?|operations?|procedures?|records?|forms?|questionnaires?)"
)
_ALL_MEMBERS = re.compile(
    rf"\b(?:(?:all|each|every)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+)?(?:[^\W\d][\w’'-]*\s+){{0,2}}?{_MEMBER}"
    rf"|the\s+{_ALL_OF_IT})\b",
    re.IGNORECASE,
)
_SEEN = (
    r"(?:included|analy[sz]ed|assessed|evaluated|followed|examined|seen|interviewed|studied|tested|available|attended|completed|replied|responded"
    r"|returned|answered|counted|present|traced|reached|reviewed|observed|surveyed|questioned|asked|recorded|accounted)"
)
_ALL_SEEN = re.compile(
    rf"\b(?:all|each|every)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+)?(?:[^\W\d][\w’'-]*\s+){{0,2}}?{_MEMBER}"
    rf"\s+(?:(?:were|was|had|have|has|could)\s+)?(?:be(?:en)?\s+)?(?:\w+ly\s+)?{_SEEN}\b",
    re.IGNORECASE,
)
_LOSS = (
    r"(?:lost|losing|loss(?:es)?|drop(?:ped|ping|s)?[-\s]?(?:outs?|off)|dropouts?|withdr\w+|missing|missed|miss|attrition"
    r"|exclu\w+|absent|absences?|absentees?|declin\w+|refus\w+|left\s+(?:out|the|blank|early|unanswered)|leav\w+"
    r"|fail\w+|gaps?|blanks?|incomplete|omi\w+|skip\w+|default\w*|disappear\w+|exception\w*|non-?\s?respon\w+"
    r"|unanswered|unrecorded|undocumented|unknown|uncounted|unassessed|unreturned|untraced|unaccounted|unavailable|abstain\w*|opt\w*\s+out|stay\w*\s+away|turn\w*\s+down|quit|hung\s+up|censor\w+|crossed\s+over|died|deaths?)"
)
_NONE = (
    r"(?:no|none|nobody|no[-\s]one|not\s+(?:a\s+single\s+)?(?:one)?|never|nor|zero|0|without|free\s+(?:of|from)"
    r"|nothing|neither|n['’]t)"
)
_NONE_LOST = re.compile(
    rf"\b{_NONE}\b[^.;:]{{0,60}}?\b{_LOSS}\b"
    rf"|\b{_LOSS}\b\s+(?:(?!not\b)\w+\s+){{0,2}}?(?:nobody|none|no[-\s]one|not\s+(?:a\s+single\s+)?one|nothing)\b"
    rf"|\b{_LOSS}\b[^.;:\d]{{0,20}}[:=|(\t,]\s*(?:0|none|nil|zero|nobody|no\s+one)\b(?!\.\d)",
    re.IGNORECASE,
)
_COLLECTED = (
    r"(?:follow[-\s]?up|data(?:set|base)?|response(?:s|\s+rate)?|returns?|records?|recording|documentation|ascertainment"
    r"|coverage|attendance|information|questionnaires?|forms?|answers?|outcomes?|participation|uptake|turn-?out|retention"
    r"|assessments?|case\s+notes|diar(?:y|ies)|reporting|survey)"
)
_WHOLE = r"(?:(?<!in)complete|full|100\s?(?:%|per\s?cent|percent)|perfect|total|entire)"
_COMPLETE = re.compile(
    rf"\b{_WHOLE}(?:\s+[\w’'-]+){{0,3}}?\s+{_COLLECTED}\b"
    rf"|\b{_COLLECTED}\b[^.;\d]{{0,60}}?(?:\b(?:was|were|is|are|being|at|of|reached|stood|rate)\b|[:=,|(\t]|(?=\s100|\scomplete))"
    rf"\s*(?:\w+\s+){{0,2}}?{_WHOLE}(?![\w-])"
    rf"|\b{_COLLECTED}\b[^.;\d]{{0,40}}?\b(?:for|from|of|on|by)\s+(?:all|every|each)\b"
    r"|\b(?:from|for|by|in|on|of|to)\s+(?:everyone|everybody|every\s+(?:single\s+)?one)\b"
    r"|[(,;]\s*(?:all|everyone|everybody)\s+(?:(?:were|was)\s+)?(?:\w+ly\s+)?[^\W\d]+ed\s*[),;.]"
    r"|[(,;]\s*(?:all|everyone|everybody)\s+(?:with|having|of\s+whom)\s[^();\n]{0,40}?\b(?:known|complete|recorded|available|full|documented)\b"
    rf"|\bone\s+(?:[^\W\d][\w’'-]*\s+){{1,3}}?(?:per|for\s+each|for\s+every|from\s+each|from\s+every)\s+{_MEMBER}\b"
    r"|(?<!in)\bcomplete\s+(?:for|in)\s+(?:all\b|every\b|each\b|the\b)|\b(?:every|each)\s+member\s+of\b"
    r"|\b(?:was|were|is|are|being|meaning|that\s+is)\s+(?:everyone|everybody|all\s+of\s+them)\b"
    r"|\b(?:leav\w+|left|losing|spar\w+)\s+(?:out\s+)?(?:nobody|no\s+one|none|nothing|not\s+one)\b"
    rf"|\b(?:everyone|everybody)\s+(?:\w+ly\s+)?{_VERB}\b"
    rf"|\b{_COLLECTED}\b(?:\s+rate)?\s[^.;]{{0,60}}?\b(?:was|were|is|of|at|reached)\s+100\s?(?:%|per\s?cent)|\b100\s?(?:%|per\s?cent)\s+of\s+the\s+(?=\d)"
    r"|\b(?:completed|attended|answered|finished|kept|returned)\s+(?:every|each|all)\b"
    r"|\bto\s+the\s+last\s+[^\W\d]|\b(?:giving|given|gave|assigning|awarding|allotting)\s+each\b|\b100\s?%\s+of\s+(?:those|them|all)\b"
    r"|\b(?:all|every|each)\s+(?:of\s+)?(?:the\s+)?(?:questionnaires?|forms?|diar(?:y|ies)|cards?|answers?)\s+(?:came\s+back|(?:was|were)\s+returned|returned)\b"
    r"|\b(?:fully|completely)\s+(?:documented|recorded|followed|observed|assessed|returned|answered|evaluated|examined)",
    re.IGNORECASE,
)
_BEGAN = (
    r"(?:enrol\w+|asked|invited|start\w+|began|beg[iu]n|enter\w*|recruit\w+|join\w*|includ\w+|treated|operated|implanted|sent|approached|eligible"
    r"|baseline|outset|first|randomi[sz]ed|allocated|contacted|underwent|questioned|admitted|registered|signed)"
)
_AGAIN = re.compile(  # "31 were asked and 31 answered"
    rf"(?<![\d.,])(\d+)(?![\d.,]*\d)(?!\s?%)[^.\n]{{0,60}}?\b{_BEGAN}\b[^.\n\d]{{0,80}}(?<![\d.,])\1(?![\d.,]*\d)(?!\s?%)",
    re.IGNORECASE,
)
_SAME = re.compile(r"(?<![\d.,])(\d+)\s*(?:of|/|out\s+of)\s*(?:the\s+|all\s+)?(\d+)(?![\d.,]*\d)")
_LABELLED = re.compile(r"^[^\n\d:=|\t]{2,60}[:=|\t]\s*(\d+)\s*$", re.MULTILINE)
_EXCEPTION = re.compile(
    r"\b(?:not\s+(?:all|every|each)|(?:nearly|almost|virtually|practically|about|most)\s+(?:all|every|complete)"
    r"|all\s+but|except(?:ing|\s+for)?\b(?!ion)|excluding|incomplete|partial\w*|(?:was|were|been)\s+lost\b|lost\s+to\b|dropped\s+out|drop-?outs?"
    r"|withdrew|missing|declined|refused|unavailable|non-?\s?respon\w+"
    r"|did\s+not\s+(?:return|reply|respond|attend|complete|answer)|failed\s+to|excluded|attrition|died\b"
    r"|(?:complete|available|obtained|returned|answered|traced|reviewed|analy[sz]ed)\b[^.;\d]{0,30}\b(\d+)\s*(?:of|/|out\s+of)\s*(?:the\s+|all\s+)?(?!\1\b)\d"
    r"|complete\s+\w+\s+(?:(?:were|was)\s+)?(?:selected|included|chosen|required|eligible))",
    re.IGNORECASE,
)
_NO_PEOPLE = (
    r"(?:bias(?:es)?|confound\w*|effects?|possibilit\w+|chance|influences?|interactions?|errors?|causes?|explanations?|misclassification|heterogeneity|contamination"
    r"|differences?|associations?|relationship|infections?|malignanc\w+|tumou?rs?|pregnancy|stenosis|instability|patholog\w+|diagnos[ei]s|disease|disorders?|significance"
    r"|hypothes[ei]s|power|precision|pain|scores?|rates?|function\w*|strength|quality|mortality|incidence|prevalence|intensity|use|consumption|intake|doses?|costs?"
    r"|disability|satisfaction|height|weight|blood|efficacy|risk|number|evidence|articles?|stud(?:y|ies)|trials?|reports?|papers?|reviews?|abstracts?|publications?|outliers?|variables?)"
)
_EVERYDAY = re.compile(  # words of exception that except nobody
    rf"\b{_NO_PEOPLE}\b[^.;:,()\d]{{0,60}}?\b(?:excluded|ruled\s+out|missed|lost|declined|dropped|withdrawn|incomplete|unknown|refused|unavailable|died\s+(?:down|away))\b"
    r"|\b(?:cannot|can\s*n[o’'][t]|could(?:\s+not|n[’']t)|may\s+not|must\s+not|should\s+not|might)\s+(?:(?:\w+ly|always|therefore)\s+)?be\s+(?:\w+ly\s+)?(?:excluded|ruled\s+out|refused|declined|missed)\b"
    rf"|\battrition\s+bias\b|\bfailed\s+to\s+(?!(?:return|repl|respond|attend|complet|answer|appear|show\s+up|come|provide|report|participate|turn|keep))\w+"
    r"|\bpartial(?:ly)?\s+(?!(?:complet|answer|fill|data|follow|record|respon|return|document|assess|miss|observ|availab)\w*)[^\W\d]\w*"
    r"|\bincomplete\s+(?:relief|recovery|removal|healing|fusion|para\w+|injur\w+|lesions?|tears?|decompression|resection|remission|resolution|understanding|evidence|knowledge)\b"
    r"|\b(?:not|nearly|almost|about|most)\s+(?:all|every|each)\s+(?:(?:of|the|these|those|other|such)\s+)*(?:[^\W\d]\w*\s+)?(?:differences?|associations?|findings?|results?|studies|trials?|effects?|comparisons?|guidelines|authors|variables?|factors|outcomes?)\b"
    r"|\bexcept\s+(?:where|when|as)\b|\bmissing\s+(?:teeth|tooth)\b",
    re.IGNORECASE,
)
_AROUND = 90
_LONGEST = 2_000  # characters of a sentence, to either side


@lru_cache(maxsize=256)
def _told(text: str) -> tuple[bool, bool]:
    """Whether a passage excepts some, and whether it says by itself that nobody was lost or that all is complete."""
    rest = _NONE_LOST.sub(" ", text)
    same = any(match[1] == match[2] for match in _SAME.finditer(text)) or _AGAIN.search(text) is not None
    labelled = _LABELLED.findall(text)
    same = same or len(set(labelled)) < len(labelled)
    nobody = rest != text
    return _EXCEPTION.search(_EVERYDAY.sub(" ", rest)) is not None, nobody or same or _COMPLETE.search(text) is not None


def says_everyone(text: str, start: int, end: int, *, alone: bool = True, again: bool = False) -> bool:
    """Whether a passage says that all of the number that stands from `start` to `end` were counted.

    Where the number does not stand `alone` with its passage, the word for all must be bound to it. A number that is
    told `again`, as those who began and those who were seen, says it by itself.
    """
    excepted, complete = _told(text)
    if excepted:
        return False
    return again or is_bound(text, start, end) or (alone and (complete or _near_all(text, start, end)))


def says_all_were_seen(text: str) -> bool:
    """Whether the words around a table say that all patients were included, or all members of what it counts."""
    return not _told(text)[0] and _ALL_SEEN.search(text) is not None


def is_bound(text: str, start: int, end: int) -> bool:
    """Whether a word for all is bound to a number, or to what it counts."""
    if _BEFORE_NUMBER.search(text, max(0, start - _AROUND), start) or _ALL_THEN.search(text[end : end + 2 * _AROUND]):
        return True
    noun = _NOUN.match(text, end)
    words = _WORDS.findall(noun[1]) if noun else []
    near = text[max(0, start - _AROUND) : end + 2 * _AROUND]
    return any(_every(near, word) for word in words[:4])


def _near_all(text: str, start: int, end: int) -> bool:
    """Whether the sentence of a number speaks of all patients."""
    low, high = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    left = max(low - 1, text.rfind(". ", low, start), text.rfind("\n", low, start)) + 1
    right = min((at for stop in (". ", "\n") if (at := text.find(stop, end, high)) >= 0), default=high)
    return bool(_ALL_MEMBERS.search(text, left, right) or _ALL_THEN.search(text, left, right))


def _every(text: str, word: str) -> bool:
    """Whether "every" is said of a noun that a number counts, in its singular or plural."""
    stem = re.escape(word.rstrip("s")[: max(3, len(word) - 3)])
    return (
        re.search(rf"\b(?:all|each|every)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+)?{stem}\w*", text, re.IGNORECASE)
        is not None
    )

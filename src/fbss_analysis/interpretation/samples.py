"""Out of how many: the samples that a text states, and the figures that rest on them.

A count is a sample where the text brings it in as one: "of 102,047 patients who had", "a study of 100 patients", "500
cases were analyzed", "(n = 84)". Its reach is the passage: shares and head counts behind it rest on it until another
sample is stated. What names a base of its own ("80% of referrals made that year", "10% in multi-level procedures"),
what is a range over studies, and what carries its base with it ("1 in 12", "16 of 198") does not. A hedged sample
("nearly 9000") is a sample, but no number to divide by.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context
from fbss_analysis.schema import Kind

SAMPLE, EVENT_COUNT = "sample_size", "event_count"
PEOPLE = (
    r"(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|men|women|children|males?|females?|cases?|respondents?|"
    r"volunteers?|workers|veterans|beneficiaries|athletes|residents|smokers|surger(?:y|ies)|operations?|procedures?|fusions?|"
    r"discectomies|hips?|knees?|discs?|levels?|referrals?|implants?|surgeons?|doctors|members)"
)
_GROUP = r"(?:\s*[^\W\d][\w’'-]*[\s-]+){0,4}?\s*"
_INCLUDED = (
    r"(?:included|enrol?led|analy[sz]ed|recruited|evaluated|studied|assessed|examined|randomi[sz]ed|identified|reviewed|completed|"
    r"participated|underwent|took\s+part|available|followed|responded|eligible|met\b|surveyed|interviewed|selected|treated|agreed\s+to)"
)
_BROUGHT_IN = re.compile(
    r"(?:\b(?:stud(?:y|ies)|sample|cohort|series|surveys?|trials?|population|group|analysis|review|database|registry|total|data|report|records?)\s+"
    r"(?:\w+\s+)?(?:of|on|in|from|with|involving|including|included|includes|comprising|comprised)\s+(?:a\s+total\s+of\s+|the\s+|data\s+from\s+)?"
    r"|\b(?:included|enrol?led|recruited|followed|studied|surveyed|analy[sz]ed|examined|randomi[sz]ed|evaluated|reviewed|asked|assigned|"
    r"interviewed|involved|involving|comprised|tracked|looked\s+at|outcomes\s+(?:of|in|for)|data\s+(?:on|from|of)|records\s+of|among|amongst)\s+(?:up\s+)?"
    r"(?:a\s+total\s+of\s+|the\s+|data\s+(?:on|from)\s+)?"
    r"|(?:^|[(:;,.“\"]\s*)(?:of|among|out\s+of|in)\s+(?:the\s+|these\s+|those\s+|all\s+|a\s+total\s+of\s+)?"
    r"|\btotal\s+of\s+)(?:about\s+|over\s+|nearly\s+|almost\s+|more\s+than\s+|approximately\s+|some\s+)?$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*\[\d[\d,;–-]*\]|\s*\(\d{1,3}\)|(?<=[a-z])\d{1,3}(?=\s)")
_N_EQUALS = re.compile(r"\bn\s*(?:=|of)\s*$", re.IGNORECASE)
_SHARE_BEHIND = re.compile(r"\s*[;,]\s*[\d.]+\s*%")
_SMALLEST_ARM = 10  # "infection (n = 4)" counts events
_PEOPLE_BEHIND = re.compile(rf"{_GROUP}{PEOPLE}\b", re.IGNORECASE)
_TAKEN_IN = re.compile(
    rf"{_GROUP}{PEOPLE}\b(?:[^.;,()\d]|\([^)]*\)){{0,60}}?\s(?:(?:were|was|who|had\s+been|have\s+been)\s+(?:\w+ly\s+)?)?{_INCLUDED}",
    re.I,
)
_OF_ITS_OWN = re.compile(
    r"\s*(?:of|in|among)\s+(?:all\s+|the\s+|these\s+|those\s+|such\s+)?(?:[\w’'-]+\s+){0,3}?"
    rf"(?:{PEOPLE}|women|procedures)\s+(?:with|who|whose|that|made|undergoing|aged|over|under|in|having|treated|on|without|from|after)\b"
    r"|\s*(?:in|among|for)\s+(?:the\s+)?(?:[\w’'-]+\s+){1,6}(?:group|arm|procedures?|patients|surger(?:y|ies)|cases|women|men|controls?|fusions?)\b"
    r"|\s*(?:in|among|for|of)\s+(?:the\s+)?(?:non-?)?(?:smokers|women|men|controls?|diabetics|obese|elderly|veterans|workers)\b",
    re.IGNORECASE,
)
_SUBGROUP = re.compile(
    r"\b(?:(?:non-?)?smokers|women|men|males|females|diabetics|obese|elderly|controls|(?:\w+\s)?(?:group|arm))\b[^,;:()]{0,60}$",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\W*(?:of|among|out\s+of)\s+(?:the\s+|these\s+|those\s+|all\s+)?", re.IGNORECASE)
_IMMEDIATE = re.compile(r"\s*(?:of|out\s+of|in|among)\s+(?:the\s+|these\s+|all\s+)?", re.IGNORECASE)
_COUNTS_THEM = re.compile(
    r"\s*(?:\(|,|\.|;|$|(?:were|was|had|have|has|underwent|agreed|reported|developed|required|needed|died|did|said|showed|experienced|"
    r"received|remained|went|failed|improved|achieved|returned|could|would|are|still|also|no|felt|of\s+(?:them|these|those|whom|the))\b)",
    re.IGNORECASE,
)


def statistic_of_count(view: Context, i: int) -> str:
    """Whether a count is a sample by the way it is brought in; whether it counts events depends on its passage."""
    mention = view.mentions[i]
    if mention.kind != Kind.COUNT or mention.denominator is not None or (mention.value or 0) < 2:
        return ""
    before, after = _MARKER.sub("", view.before(i)), view.after(i)
    if _N_EQUALS.search(before):
        return SAMPLE if (mention.value or 0) >= _SMALLEST_ARM and not _SHARE_BEHIND.match(after) else ""
    of_people = _PEOPLE_BEHIND.match(after) is not None
    if of_people and (_BROUGHT_IN.search(before) or _TAKEN_IN.match(after)):
        return SAMPLE
    return ""


def find_samples(view: Context) -> dict[int, int | None]:
    """For each sample, head count and share, the mention whose count it rests on; a sample rests on itself.

    A sample that is hedged, or too large a part of nothing, rests on nothing.
    """
    found: dict[int, int | None] = {}
    current: dict[int, int] = {}
    for i in range(len(view.mentions)):
        passage = view.passage(i)
        if passage is None:
            continue
        base = current.get(passage)
        if _is_new_sample(view, i, base):
            found[i] = i if view.mentions[i].hedge == "none" else None
            current[passage] = i
        elif base is not None and view.mentions[base].hedge == "none" and rests_on(view, i, base):
            found[i] = base
    return found | _stated_behind(view, found) | _of_the(view, found)


def _is_new_sample(view: Context, i: int, base: int | None) -> bool:
    """A part of the sample at hand that "underwent" something is a head count, unless it is stated as "n ="."""
    if statistic_of_count(view, i) != SAMPLE:
        return False
    if base is None or view.mentions[base].hedge != "none" or _N_EQUALS.search(view.before(i)):
        return True
    smaller = (view.mentions[i].value or 0) <= (view.mentions[base].value or 0)
    return not (smaller and not _BROUGHT_IN.search(view.before(i)))


def rests_on(view: Context, i: int, base: int) -> bool:
    """Whether mention `i` is a share of the sample `base`, or a head count in it."""
    mention = view.mentions[i]
    whole = view.mentions[base].value or 0
    if mention.kind in (Kind.PERCENT, Kind.FRACTION_WORD):
        return not (has_its_own(view, i) or view.is_criterion(i)) and (mention.value or 0) <= 100
    return is_head_count(view, i) and (mention.value or 0) <= whole


def has_its_own(view: Context, i: int) -> bool:
    """Whether a share names its base behind it, is told of a subgroup, or is set against a share that has its own."""
    if (
        view.before(i, 4).rstrip().endswith("=")
        or _OF_ITS_OWN.match(view.after(i))
        or _SUBGROUP.search(view.before(i, 80))
    ):
        return True
    same = [j for j in view.with_sentence(i) if j > i and view.mentions[j].kind == Kind.PERCENT]
    against = same and re.fullmatch(
        r"[\s,]*(?:vs\.?|versus|compared\s+(?:with|to)|against)\s+", view.gap(i, same[0]), re.I
    )
    return bool(against and _OF_ITS_OWN.match(view.after(same[0])))


def is_head_count(view: Context, i: int) -> bool:
    """Whether a bare count in a passage with a sample counts members of it."""
    mention = view.mentions[i]
    if mention.kind != Kind.COUNT or mention.denominator is not None or mention.hedge != "none":
        return False
    if (mention.value or 0) < 1 or not float(mention.value or 0).is_integer() or not mention.text[:1].isdigit():
        return False
    after = view.after(i)
    return (
        bool(_N_EQUALS.search(view.before(i))) or bool(_COUNTS_THEM.match(after)) or bool(_PEOPLE_BEHIND.match(after))
    )


def _stated_behind(view: Context, found: dict[int, int | None]) -> dict[int, int | None]:
    """A share whose sample stands right behind it: "5% of 200 patients"."""
    behind: dict[int, int | None] = {}
    for i in range(len(view.mentions) - 1):
        share = view.mentions[i].kind in (Kind.PERCENT, Kind.FRACTION_WORD)
        if share and view.sentence_of[i] == view.sentence_of[i + 1] and _IMMEDIATE.fullmatch(view.gap(i, i + 1)):
            whole = view.mentions[i + 1]
            if whole.kind == Kind.COUNT and whole.hedge == "none" and _PEOPLE_BEHIND.match(view.after(i + 1)):
                behind |= {i: i + 1, i + 1: i + 1}
    return {i: j for i, j in behind.items() if found.get(i) != j}


def _of_the(view: Context, found: dict[int, int | None]) -> dict[int, int | None]:
    """A count of whatever things out of those that open its sentence: "Of the 33 reviews, only one"."""
    parts: dict[int, int | None] = {}
    for i, mention in enumerate(view.mentions):
        if mention.kind != Kind.COUNT or i in found:
            continue
        first = next(j for j in view.with_sentence(i) if view.mentions[j].kind == Kind.COUNT)
        opens = first < i and first not in found and _OF_THE.fullmatch(view.before(first))
        if opens and 0 < (mention.value or 0) < (view.mentions[first].value or 0):
            parts[i] = first
    return parts

"""What back-surgery texts speak of: outcomes, operations and groups of people, by the words that name them. Data only.

Each outcome is a short name and a pattern; the first pattern of the list that matches at a place wins, so the special
stand before the general ("reoperation" before "operation", "dissatisfied" before "satisfied"). `EVENTS` are outcomes
that happen to a person once for all, so that their share can only rise with time; a state such as being satisfied or
in pain can pass.

>>> [name for name, _ in find_outcomes("22% were dissatisfied and 5% had a second operation")]
['dissatisfaction', 'reoperation']
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from fbss_analysis.printed.folding import folded

_AGAIN = r"(?:repeat|second|third|further|additional|another|subsequent|more)"
OUTCOMES = MappingProxyType(
    {
        "failed back surgery syndrome": r"failed\s+back(?:\s+surger(?:y|ies))?(?:\s+syndrome)?|FBSS|PSPS(?:-T2)?|"
        r"persistent\s+spinal\s+pain\s+syndrome|post-?laminectomy\s+syndrome",
        "reoperation": rf"re-?operat\w+|revision\s+(?:spine\s+|spinal\s+|lumbar\s+)?surger\w+|revision\s+rates?"
        rf"|revisions?\b|{_AGAIN}\s+"
        r"(?:\w+\s+){0,2}(?:surger(?:y|ies)|operations?|procedures?)|return(?:ed)?\s+to\s+the\s+operating|operated\s+(?:on\s+)?again",
        "adjacent segment disease": r"adjacent[\s-](?:segment|level)\s+\w+|ASD\b",
        "recurrence": r"recur\w*|re-?herniat\w+|came\s+back|comes\s+back|return\s+of\s+(?:\w+\s+)?pain",
        "infection": r"infect\w+",
        "dural tear": r"(?:dural|dura)\s+tears?|durotom\w+|leak(?:age)?s?\s+of\s+spinal\s+fluid|csf\s+leaks?",
        "nonunion": r"non-?unions?|pseud[oa]?arthros[ie]s|fail(?:ed|ure)\s+(?:to\s+fuse|of\s+fusion)|not\s+fused",
        "implant failure": r"(?:implant|hardware|screw|rod|device|lead)s?\s+(?:failure|breakage|broke\w*"
        r"|loosening|migration|removal)",
        "nerve injury": r"(?:nerve|neurologic\w*)\s+(?:root\s+)?(?:injur\w+|damage|deficits?)",
        "death": r"mortality|died|deaths?\b",
        "readmission": r"re-?admi(?:ssions?|tted)|rehospitali[sz]\w+",
        "complication": r"complications?|adverse\s+events?",
        "opioid use": r"opioids?|narcotics?|opiates?|pain\s?killers?|pain\s+medications?",
        "return to work": r"return(?:ed|ing)?\s+to\s+work|back\s+(?:at|to)\s+work",
        "fear of movement": r"kinesiophobi\w+|fear\s+of\s+movement",
        "depression": r"depress\w+",
        "no improvement": r"(?:no|not|never|did\s+not|without)\s+(?:\w+\s+){0,2}(?:improve\w*|relief|benefit\w*"
        r"|better)|unchanged|unimproved",
        "minimum clinically important difference": r"minim\w+\s+clinical\w*\s+important\s+\w+|MCID",
        "expectation not met": r"(?:none|not\s+\w*|unmet|unfulfilled)[^.,;%]{0,30}expectations?"
        r"|expectations?[^.,;%]{0,60}\bnot\s+met",
        "expectation met": r"expectations?[^.,;%]{0,60}\bmet\b|met\s+(?:their\s+|all\s+)?expectations?",
        "dissatisfaction": r"dissatisf\w+|unsatisf\w+|not\s+satisf\w+",
        "satisfaction": r"satisf\w+",
        "worsening": r"wors\w+|deteriorat\w+|increased\s+pain|more\s+pain",
        "complete relief": r"(?:complete|total|full)\s+(?:pain\s+)?(?:relief|improvement|recovery)|pain[\s-]free",
        "improvement": r"improve\w*|relie(?:f|ved)|better\b|benefit\w*|reduc\w+",
        "success": r"success\w*|(?:good|excellent|favou?rable)\s+(?:\w+\s+){0,2}(?:outcomes?|results?)",
        "failure": r"fail\w*|unsuccess\w*|poor\s+(?:\w+\s+)?(?:outcomes?|results?)",
        "surgical candidates": r"surgical\s+candidates?|candidates?\s+for\s+surgery|surgical\s+indications?",
        "agreement": r"agree\w*|concordan\w+",
        "discharge": r"discharg\w+",
        "fusion achieved": r"(?:solid|successful|radiographic)\s+(?:fusion|union)|fusion\s+rates?|bon[ey]y?\s+union",
        "persistent pain": r"(?:persist\w+|chronic|ongoing|residual|continu\w+|lingering)\s+(?:\w+\s+){0,2}pain"
        r"|still\s+(?:\w+\s+){0,2}pain",
        "disability": r"disab\w+",
        "pain": r"(?:back|leg|neck|nerve|low\s+back)\s+pain|sciatica|pain\b",
    }
)
EVENTS = frozenset(
    (
        *(
            "failed back surgery syndrome",
            "reoperation",
            "adjacent segment disease",
            "recurrence",
            "infection",
            "death",
        ),
        *("dural tear", "implant failure", "nerve injury", "readmission", "complication"),
    )
)
PREVALENT = folded(r"\bprevalen\w+|\blifetime\b|\bof\s+(?:all\s+)?(?:adults|people|the\s+population|americans)\b")
_ANY_OUTCOME = "|".join(f"(?P<o{i}>{pattern})" for i, pattern in enumerate(OUTCOMES.values()))
_OUTCOME = folded(rf"\b(?=[A-Za-z])(?:{_ANY_OUTCOME})")
_NAMES = tuple(OUTCOMES)
_REMEMBERED = 1024  # texts: the figures of a passage look through the same sentences

_SORT = (
    r"(?:anterior|posterior|lateral|transforaminal|oblique|lumbar|lumbosacral|cervical|thoracic|thoracolumbar|spinal|spine|back|low\s+back|"
    r"disc|disk|stenosis|interbody|instrumented|revision|elective|degenerative|decompressive|surgical|minimally\s+invasive|open|endoscopic|"
    r"multi-?level|single-?level|two-?level|inpatient|outpatient|spinal\s+cord|epidural|steroid|radiofrequency|total|artificial|facet|joint)"
)
_OPERATION = (
    r"(?:fusions?|arthrodesis|decompressions?|laminectom(?:y|ies)|laminotom(?:y|ies)|(?:micro)?dis[ck]ectom(?:y|ies)|foraminotom(?:y|ies)|"
    r"replacements?|stimulation|stimulators?|vertebroplast(?:y|ies)|kyphoplast(?:y|ies)|ablations?|injections?|physical\s+therapy|"
    r"surger(?:y|ies)|operations?|procedures?)"
)
PROCEDURE = folded(
    rf"\b(?:{_SORT}[\s-]+)*{_OPERATION}(?:\s+(?:or|and|with\s+or\s+without)\s+(?:{_SORT}[\s-]+)*{_OPERATION})?\b"
)
GENERIC = re.compile(r"(?:surger(?:y|ies)|operations?|procedures?|injections?)", re.IGNORECASE)
SYNDROME = folded(rf"\b(?:{OUTCOMES['failed back surgery syndrome']})")
_SECOND_VERB = (
    r"(?:and|but|that|at|by|were|was|will|would|are|is|did|do|have|has|had|can|could|may|said|found|noted|reported|showed|looking|"
    r"experienced?|develop\w*|continue\w*|suffer(?:ed)?|need(?:ed)?|required?|within|in|up|during|than|as)"
)
_WORDS = rf"(?:\s+(?!{_SECOND_VERB}\b)[^\W\d_][\w’'/-]*)"
GROUP = folded(
    r"\b(?:patients?|people|adults|participants|individuals|subjects|men|women|children|smokers|workers|veterans|persons)\b"
    rf"(?:\s+who\s+[\w’']+{_WORDS}{{0,8}}"
    rf"|\s+(?:with|without|undergoing|over|aged|under|having|after|treated|following|referred|suffering)\b{_WORDS}{{1,8}})?"
)
_ENDS_LOOSE = re.compile(r"(?:\s+(?:a|an|the|of|for|to|with|from|their|his|her|or|on|after|who|already))+$")


@lru_cache(maxsize=_REMEMBERED)
def find_outcomes(text: str) -> tuple[tuple[str, int], ...]:
    """The outcomes that a text names, in order, each with its offset."""
    return tuple((_NAMES[int((m.lastgroup or "o0")[1:])], m.start()) for m in _OUTCOME.finditer(text))


def is_named(outcome: str, *texts: str) -> bool:
    """Whether one of some texts names an outcome by itself, so that it is not only inherited from what stood before."""
    return any(name == outcome for text in texts for name, _ in find_outcomes(text))


def plain(words: str) -> str:
    """A phrase in lower case, with single spaces, operations in the singular."""
    text = _ENDS_LOOSE.sub("", " ".join(words.split()).lower())
    return re.sub(
        r"\b(surger|laminectom|laminotom|discectom|diskectom)ies\b",
        r"\1y",
        re.sub(r"\b(\w+(?:fusion|ession|ation|ure))s\b", r"\1", text),
    )

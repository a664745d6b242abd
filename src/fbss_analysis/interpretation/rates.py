"""Rates: the nouns by which a share is called, and whether a rate is that of the event a count was just told of.

"Of 120 patients, 14 were reoperated; the reoperation rate was 11.7%" tells one thing twice, "…; the infection rate was
5.4%" something new. The rate is of the event told before where its name begins like a word of that, or is one of the
few names that English has from another root: those who died make the mortality, those who replied the response.

Reference: Halliday MAK, Hasan R. Cohesion in English. Longman 1976, chapter 6 (lexical cohesion).

>>> told = "Of 120 patients, 14 were reoperated and 9 died; "
>>> [is_rate_of(told, name) for name in ("the reoperation ", "the overall mortality ", "the infection ", "the ")]
[True, True, False, False]
"""

from __future__ import annotations

import re

RATE = (
    r"(?:rates?|shares?|proportion|percentage|fraction|frequency|incidence|prevalence|ratio|risk|probability|"
    r"likelihood|chance)"
)
CALLED = (  # what a share may be called without such a noun: "(conversion, 68.7%)"
    rf"(?:{RATE}|success|failure|conversion|response|yield|uptake|retention|compliance|adherence|participation|completion|recurrence|mortality|survival|"
    r"attendance|coverage|follow-up|relief|occurrence|satisfaction)"
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5  # letters
_PLAIN = re.compile(
    r"overall|total|crude|final|corresponding|resulting|observed|actual|mean|this|that|with|were|have|been|from|rate|"
    r"their|patients?|long|short|term|year|month|early|late|same",
    re.IGNORECASE,
)
_OTHER_ROOTS = (
    (
        "respo",
        re.compile(r"\b(?:repl(?:y|ied|ies)|return\w*|answer\w*|(?:sent|came|mailed)\s+back|back)\b", re.IGNORECASE),
    ),
    ("morta", re.compile(r"\b(?:died|deaths?|dead|fatal\w*|deceased)\b", re.IGNORECASE)),
    ("death", re.compile(r"\b(?:died|dead|fatal\w*|deceased)\b", re.IGNORECASE)),
    ("fatal", re.compile(r"\b(?:died|deaths?|dead|deceased)\b", re.IGNORECASE)),
    ("parti", re.compile(r"\b(?:took\s+part|agreed|consented|enrol\w*|joined)\b", re.IGNORECASE)),
    ("reten", re.compile(r"\b(?:retain\w*|remained|stayed|completed)\b", re.IGNORECASE)),
    ("compl", re.compile(r"\b(?:finished|adher\w+)\b", re.IGNORECASE)),
    ("conve", re.compile(r"\b(?:implant\w*|permanent(?:ly)?|went\s+on)\b", re.IGNORECASE)),
    ("revis", re.compile(r"\b(?:reoperat\w+|re-operat\w+|replaced|exchanged)\b", re.IGNORECASE)),
    ("reope", re.compile(r"\b(?:revis\w+|second\s+operation|operated\s+(?:on\s+)?again)\b", re.IGNORECASE)),
    ("drop-", re.compile(r"\b(?:dropped\s+out|withdrew|left)\b", re.IGNORECASE)),
    ("attri", re.compile(r"\b(?:dropped\s+out|withdrew|left|lost)\b", re.IGNORECASE)),
)


def is_rate_of(told: str, name: str) -> bool:
    """Whether the words that name a rate name the event that was told before."""
    words = [word.lower() for word in _WORD.findall(name)]
    words = [word for word in words if not _PLAIN.fullmatch(word)]
    known = {word.lower()[:_STEM] for word in _WORD.findall(told)}
    return bool(words) and all(
        word[:_STEM] in known or any(word.startswith(stem) and other.search(told) for stem, other in _OTHER_ROOTS)
        for word in words
    )

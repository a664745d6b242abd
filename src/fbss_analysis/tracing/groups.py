"""Who a percentage is about: the attributes that a description of people names, and how two descriptions differ.

"91% were still on opioids" and "of those who took opioids long before" differ in one attribute, earlier opioid use,
which the first does not name: a part is told as the whole. "Fusion" and "decompression" differ in an attribute that
both name: another group. So a description is read as facets (kind of operation, setting, earlier opioid use, …), each
with the words that name its values; a value may lie within a wider one (an anterior fusion is a fusion). What the table
does not know makes no difference: descriptions are told apart only by attributes that they are seen to have or lack.

Reference: Richardson WS, Wilson MC, Nishikawa J, Hayward RSA. The well-built clinical question. ACP J Club
1995;123:A12-13 (population and intervention as the attributes of a finding).

>>> compare("people after lumbar fusion", "long-term opioid users before surgery")
<Group.PART: 'part'>
>>> compare("spinal fusion for stenosis", "lumbar decompression"), compare("surgery", "lumbar surgery")
(<Group.OTHER: 'other'>, <Group.SAME: 'same'>)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType


class Group(StrEnum):
    """How the people of a published value relate to the people of a claim."""

    SAME = "same"
    PART = "part"
    WHOLE = "whole"
    OTHER = "other"


# Facet → value → words that name it (regular expressions). A value "wide/narrow" lies within "wide".
FACETS = MappingProxyType(
    {
        "operation": {
            "decompression": r"decompress|laminectom|laminotom|foraminotom",
            "fusion": r"fusion|arthrodes|\b[tpax]?lif\b",
            "fusion/anterior": r"anterior (?:lumbar )?(?:interbody )?(?:fusion|arthrodes)",
            "fusion/posterior": r"posterior (?:lumbar )?(?:interbody )?(?:fusion|arthrodes)",
            "fusion/single": r"simple (?:fusion|arthrodes)",
            "fusion/complex": r"complex (?:fusion|arthrodes)",
            "discectomy": r"discectom|diskectom|dis[ck] (?:herniation )?(?:surgery|operation)",
            "physical therapy": r"physical therapy|physiotherap|pain-management|pain programme",
        },
        "region of a fusion": {"lumbar": r"lumbar (?:spinal |interbody )?(?:fusion|arthrodes)"},
        "levels": {
            "several": r"multi-?\s?(?:level|segment)|more than two segments",
            "few": r"single-level|one or two segm",
        },
        "setting": {"inpatient": r"\binpatient", "outpatient": r"\boutpatient"},
        "earlier opioid use": {
            "yes": r"opioid users? before|users? of opioids before|preoperative opioid use",
            "yes/long-term": r"long-term opioid users? before",
            "no": r"no opioids before|opioid-naive",
        },
        "time of measurement": {
            "before": r"waiting for|before (?:the |their )?(?:operation|surgery)|preoperativ",
            "after": r"after (?:the |their )?(?:operation|surgery)|following (?:spinal )?surgery|postoperativ",
        },
        "earlier operations": {
            "none": r"no (?:lumbar )?(?:surgery|operation) before|no earlier|first operation|no previous",
            "some": r"lumbar surgery before|earlier lumbar surgery|repeat operation|≥\s?\d earlier",
            "some/second": r"second (?:spine |spinal |lumbar )?(?:surgery|operation)",
            "some/third": r"third (?:spine |spinal |lumbar )?(?:surgery|operation)",
            "some/fourth": r"fourth (?:spine |spinal |lumbar )?(?:surgery|operation)",
        },
        "health": {"healthy": r"\bhealthy"},
        "respondents": {"physicians": r"\bphysicians?\b", "patients": r"\bpatients:"},
        "questionnaires": {"sent": r"questionnaires? sent", "scored": r"\bscored\b"},
    }
)
_WORDS = {
    facet: {value: re.compile(words, re.IGNORECASE) for value, words in values.items()}
    for facet, values in FACETS.items()
}


@lru_cache(maxsize=4096)
def facets(description: str) -> Mapping[str, frozenset[str]]:
    """The facets that a description names, each with its values; a narrow value takes the place of its wide one.

    >>> facets("multi-level inpatient decompression") == {
    ...     "operation": {"decompression"}, "levels": {"several"}, "setting": {"inpatient"}}
    True
    """
    named = {
        facet: {value for value, words in values.items() if words.search(description)}
        for facet, values in _WORDS.items()
    }
    if "yes" in named["earlier opioid use"] or "no" in named["earlier opioid use"]:
        named["time of measurement"].discard("before")  # the time of the opioids, not of the outcome
    if named["earlier operations"]:
        named["time of measurement"] -= {"before"}
    narrowed = {
        facet: values - {value.partition("/")[0] for value in values if "/" in value} for facet, values in named.items()
    }
    return MappingProxyType({facet: frozenset(values) for facet, values in narrowed.items() if values})


@lru_cache(maxsize=16384)
def compare(claimed: str | tuple[str, ...], published: str) -> Group:
    """How the published group relates to the claimed one: the same, a part of it, a whole around it, or another.

    Of several claimed descriptions the first that names a facet counts: "anterior fusion" of "people who had a fusion".
    """
    of_claim, of_value = _told_by(claimed), facets(published)
    steps = {_step(of_claim.get(facet), of_value.get(facet)) for facet in {*of_claim, *of_value}}
    for group in (Group.OTHER, Group.PART, Group.WHOLE):
        if group in steps:
            return group
    return Group.SAME


def differing(claimed: str | Sequence[str], published: str) -> list[str]:
    """The facets in which two descriptions differ, in words: what the published group is where the claim is silent."""
    of_claim, of_value = _told_by(claimed), facets(published)
    return [
        f"{facet}: {_told(of_claim.get(facet))} in the text, {_told(of_value.get(facet))} in the study"
        for facet in FACETS
        if _step(of_claim.get(facet), of_value.get(facet)) in (Group.PART, Group.OTHER)
    ]


def _told_by(descriptions: str | Sequence[str]) -> dict[str, frozenset[str]]:
    told: dict[str, frozenset[str]] = {}
    for description in (descriptions,) if isinstance(descriptions, str) else descriptions:
        told = {**facets(description), **told}
    return told


def _step(claimed: frozenset[str] | None, published: frozenset[str] | None) -> Group:
    """One facet: a description that does not name it is about all its values."""
    if claimed == published or published is None:
        return Group.SAME if claimed == published else Group.WHOLE
    if claimed is None:
        return Group.PART
    if all(any(_within(value, wide) for wide in claimed) for value in published):
        return Group.PART
    if all(any(_within(value, wide) for wide in published) for value in claimed):
        return Group.WHOLE
    return Group.OTHER


def _within(value: str, wide: str) -> bool:
    return value == wide or value.startswith(f"{wide}/")


def _told(values: frozenset[str] | None) -> str:
    return " or ".join(value.replace("/", ", ") for value in sorted(values)) if values else "not told"

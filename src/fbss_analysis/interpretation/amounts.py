"""Amounts: the numbers around a percentage that may be its count or its whole, alone or two of them together.

A number counts people or things unless something else is named behind it ("12 studies"), it is a label ("grade 2"), or
it is round and hedged ("about 500"). "27 men and 19 women" are a whole as well.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fbss_analysis.interpretation.integers import Integer
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.interpretation.vicinity import Vicinity
from fbss_analysis.schema import Kind

_LEAST_COUNT = 2
_CITED = re.compile(  # "in similar studies 23", "grade 3/4"
    r"\b(?:grades?|stages?|types?|levels?|class(?:es)?)\s\d\s?(?:[/–-]|to|or|and)\s?$|"
    r"\b(?:studies|trials|reports|reviews|literature|authors|work|al\.?)\s$"
)
_ROUND, _ROUND_FROM = 2, 100  # digits: "over 500" is hedged, "looked over 142" is not
_NOT_COUNTED = re.compile(
    r"\s*[-\s](?:[^\W\d][\w-]*\s+){0,2}?(?:studies|trials|RCTs|reviews|reports|authors|reviewers|investigators|assessors|databases|languages|groups|arms|cent(?:er|re)s|countries|categories|classes|types|points|items|"
    r"scales|cm|mm|kg|mg|ml|g|L|Hz|°|mm?Hg|years?|months?|weeks?|days?|hours?|minutes?|times|sessions|doses?)\b"
)
_LABELLED = re.compile(
    r"(?:\b(?:exon|grade|type|stage|day|level|score|group|table|figure|fig\.?|phase|week|month|year|class|item|question|section|chapter|version|ref\.?|no\.?|"
    r"p|r|t|F|SD|OR|RR|HR)\s*[=(]?|[<>≥≤~±]\s?=?)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|over|under|(?<!\bno\smore\s)(?<!\bno\sless\s)(?<!\bno\sfewer\s)than|least|most|up\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,3},?\s+(?:and|plus)\s+(?:[^\W\d]+\s+){0,2}", re.IGNORECASE)
OF_WHOM = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,2}?(?:of|among|from)\s+(?:whom|which|them|these|those)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a sum of two that may be a count or a whole, its name in derivations, if it is told "of them"."""

    value: int
    name: str
    counts: bool
    of_others: bool = False


def amount_of(near: Vicinity, number: Integer) -> Amount:
    """A number that may be a count or a whole, under the name of its mention if it has one."""
    of_others = OF_WHOM.match(near.text(number.end, number.end + 60)) is not None
    return Amount(number.value, _operand(near, number), _counts(near, number), of_others)


def joined(near: Vicinity, at: int, to: int) -> Iterator[Amount]:
    """Two groups told together as a whole of their sum: "27 men and 19 women"."""
    one, other = near.ahead(_LEAST_COUNT)[at], near.ahead(_LEAST_COUNT)[to]
    if _AND.fullmatch(near.text(one.end, other.start)):
        both = amount_of(near, one), amount_of(near, other)
        yield Amount(one.value + other.value, f"({both[0].name} + {both[1].name})", both[0].counts and both[1].counts)


def _counts(near: Vicinity, number: Integer) -> bool:
    """Whether a number may count people or things, and plainly so: no studies, no label, nothing hedged."""
    before, behind = near.text(max(0, number.start - 24), number.start), near.text(number.end, number.end + 60)
    hedged = len(str(number.value).rstrip("0")) <= _ROUND and number.value >= _ROUND_FROM and _HEDGED.search(before)
    if is_label(near.view.document.text, number.start, number.end) or _CITED.search(before):
        return False
    return not (_NOT_COUNTED.match(behind) or _LABELLED.search(before) or hedged)


def _operand(near: Vicinity, number: Integer) -> str:
    around = range(max(0, near.i - 40), min(len(near.view.mentions), near.i + 40))
    for j in around:
        told = near.view.mentions[j]
        if (told.start, told.end) == (number.start, number.end) and told.kind == Kind.COUNT and told.hedge == "none":
            return f"@{j}"
    return str(number.value)

"""Courses: figures told with rising times, which can only rise, or only fall, by what they are called.

A running total, a cumulative share and a tally of those who ever had something cannot fall; the share of those who
survive or stay free of something cannot rise. The words say which; each figure must have a time of its own, in the
order of the text, so that nothing is left to guess. Tables and lists are read like sentences.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd edition. Wiley 2002, section
1.2 (cumulative incidence and survivor function are monotone).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from fbss_analysis.horizon import MONTHS_IN
from fbss_analysis.interpretation.context import Context, mentions_by_sentence
from fbss_analysis.printed.words import ORDINALS, number_of_words
from fbss_analysis.schema import Claim, Kind

_RISES = re.compile(
    r"\b(?:cumulat\w+|running\s+total\w*|(?:the\s+)?tally|so\s+far|to[\s-]date|since\s+launch|ever\s+(?:\w+\s+)?(?:needed|had|been|undergone|required)|"
    r"had\s+ever|in\s+total\s+by|altogether\s+by|climb\w*\s+to|(?:rose|grew|mounted|crept\s+up)\s+(?:steadily|further|to))\b",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"\b(?:surviv\w*|survivorship|(?:re-?operation|revision|event|recurrence|disease|failure|infection)[\s-]free|free\s+(?:from|of)|(?:still|remained)\s+in\s+"
    r"(?:place|situ|use)|patency|retention|retained|remain\w*\s+(?:un\w+ed|intact|functional))\b",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"\b(?:versus|vs|compared|respectively|annual(?:ly)?|per\s+year|each\s+year|yearly|between|during\s+the|in\s+the\s+(?:second|third|next))\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\bage[ds]?\s+(?:of\s+)?(?P<age>\d+)\b|\b(?P<number>\d+(?:\.\d+)?|[a-z]+(?:-[a-z]+)?)[\s-]+(?:post\w*[\s-]+)?(?P<unit>day|week|month|year|decade)s?\b"
    r"|\b(?P<led>year|month|week|day)\s+(?P<count>\d+)\b"
    r"|\b(?:after|by|at)\s+(?P<bare>\d+|[a-z]+(?:-[a-z]+)?)(?=\s*(?:[,.;)\[(/|]|and\b|$))",
    re.IGNORECASE,
)
_LONGEST = 900  # characters
_MOST = 8  # sentences


def find_courses(view: Context, claims: Sequence[Claim]) -> Iterator[tuple[list[Claim], str]]:
    """Each course with its figures in the order in which they must not fall, and the word that says so."""
    end = -1
    told = mentions_by_sentence(view)
    for at, sentence in enumerate(view.page.sentences):
        words = view.page.words(sentence)
        said = _FALLS.search(words) or _RISES.search(words)
        if said is None or at <= end or len(words) > _LONGEST:
            continue
        last, places = _longest(view, told, at)
        if len(places) > 1:
            end = last
            falls = _FALLS.search(words) is not None
            yield [claims[i] for i in (places[::-1] if falls else places)], " ".join(said[0].split()).lower()


def _longest(view: Context, told: Mapping[int, list[int]], at: int) -> tuple[int, list[int]]:
    """The figures from a sentence on, over as many sentences as each time has one figure."""
    found: tuple[int, list[int]] = (at, [])
    sentences = view.page.sentences
    for last in range(at, min(at + _MOST, len(sentences))):
        text = view.document.text[sentences[at].start : sentences[last].end]
        if len(text) > _LONGEST or _MIXED.search(text):
            break
        times, places = _times(text), _figures(view, [i for s in range(at, last + 1) for i in told.get(s, ())])
        if len(times) == len(places) > 1 and all(a < b for a, b in pairwise(times)):
            found = (last, places)
        elif len(places) > len(times) + 1:
            break
    return found


def _times(text: str) -> list[float]:
    """The times that a text tells, in months; one whose unit is left out takes that of the one before."""
    times: list[float] = []
    unit = ""
    for found in _TIME.finditer(text):
        unit = (found["unit"] or found["led"] or ("year" if found["age"] else unit)).lower()
        number = _read(found["age"] or found["number"] or found["count"] or found["bare"])
        if number is not None and unit:
            times.append(number * float(MONTHS_IN[unit]))
    return times


def _read(text: str) -> float | None:
    word = text.lower()
    if word[0].isdigit():
        return float(word)
    if word in ORDINALS or word in ("a", "an"):
        return float(ORDINALS.get(word, 1))
    value, used = number_of_words(word)
    return float(value) if value is not None and used == len(word) else None


def _figures(view: Context, inside: Sequence[int]) -> list[int]:
    """The percentages of some sentences, or their printed counts where there are no percentages."""
    shares = [i for i in inside if view.mentions[i].kind == Kind.PERCENT and "point" not in view.mentions[i].text]
    if shares:
        return shares
    counts = [i for i in inside if view.mentions[i].kind == Kind.COUNT and view.mentions[i].text[:1].isdigit()]
    return [i for i in counts if not view.before(i, 6).rstrip().endswith("=")]

"""Couples: which figure of a sentence is told of which moment, whatever words stand between them.

Figures of one kind and moments are taken in the order of the text. A moment goes with the figure next to it ("5% at one
year", "at one year 5%"), a list of moments with a list of as many figures ("5%, 8% and 12% at 1, 3 and 5 years").
Where the sentence cannot be told off to its end like this, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.timepoints import TimePoint
from fbss_analysis.schema import Kind, Mention

_PERCENTS = (Kind.PERCENT, Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD)
_NUMBERS = (Kind.COUNT, Kind.OTHER, Kind.DURATION, Kind.AGE, Kind.PERCENT)
_AMOUNTS = (Kind.MONEY, Kind.DOSE)
FIGURES = frozenset((*_PERCENTS, *_AMOUNTS, *_NUMBERS))
_SAMPLE = re.compile(
    r"(?:\bn\s*=\s*|\b(?:of|in|among|from|all|/)\s*(?:(?:the|our|these|those|all|same|first|original|initial|a\s+total\s+of)\s+)*)$",
    re.I,
)
_POINTS = re.compile(r"points?\b|\s*-?\s*points?\b", re.IGNORECASE)
_LED = re.compile(r"(?:day|week|month|year|quarter)s?\s+(?=\d)", re.IGNORECASE)
_PLAIN = re.compile(rf"(?:{_LED.pattern})?\d[\d.,·\s]*", re.IGNORECASE)
_PARTS = re.compile(r"[;()\[\]]|\s[–—-]\s|,\s+(?:with|where|which|who|in|of)\b", re.IGNORECASE)
_OF_THEN = re.compile(r"\W*(?:of|among|in)\s+(?:all\s+)?(?:the|those|these|patients|people|women|men|children)\b", re.I)
_MOST = 40  # tokens of a sentence


@dataclass(frozen=True, slots=True)
class Couple:
    """A moment and the mention that is told of it, with the stretch of text that both take up."""

    point: TimePoint
    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    point: TimePoint | None = None
    place: int = -1


def find_couples(view: Context, places: Sequence[int], points: Sequence[TimePoint]) -> list[Couple]:
    """The couples of a sentence's mentions and moments; of percentages, else of counts and bare numbers."""
    if not points or not places:
        return []
    free = [i for i in places if not any(p.start < view.mentions[i].end <= p.end for p in points)]
    moments = [_Token(p.start, p.end, p) for p in points]
    comma = _first_comma(view, places[0])
    if _OF_THEN.match(view.sentence(places[0])) and all(view.mentions[i].start > comma for i in places if i in free):
        moments = [m for m in moments if m.start > comma] or moments
    choices = [
        sorted([*moments, *figures], key=lambda token: token.start)[:_MOST]
        for figures in _choices(view, places, points)
    ]
    for lenient in (False, True):
        for tokens in choices:
            couples = _tell_off(tokens, lenient) or _tell_off(_in_company(view.document.text, tokens), lenient)
            if couples:
                return couples
    return []


def _first_comma(view: Context, i: int) -> int:
    """Where the first comma of the sentence of a mention stands; what is told before it says of whom all is told."""
    sentence = view.page.sentences[view.sentence_of[i] or 0]
    return view.document.text.find(",", sentence.start, sentence.end)


def _in_company(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """Without the tokens of clauses and brackets that tell moments alone, or figures alone."""
    clauses: list[list[_Token]] = [[]]
    for at, token in enumerate(tokens):
        if at and _PARTS.search(text, tokens[at - 1].end, token.start):
            clauses.append([])
        clauses[-1].append(token)
    return [token for clause in clauses if len({t.point is None for t in clause}) > 1 for token in clause]


def _choices(view: Context, places: Sequence[int], points: Sequence[TimePoint]) -> Iterator[list[_Token]]:
    """The figures that may be told of the moments: each kind with all of its members, then without samples."""
    free = [i for i in places if not any(p.start < view.mentions[i].end <= p.end for p in points)]
    free = [i for i in free if value_of(view.mentions[i]) >= 0 and not _is_bound(view, i)]
    shares = [i for i in free if _is_share(view, i)]
    yield _tokens(view, shares)
    if len(shares) >= len(points):
        return
    for kind in _AMOUNTS:
        yield _tokens(view, [i for i in free if view.mentions[i].kind == kind])
    digits = [i for i in free if view.mentions[i].kind in _NUMBERS and _PLAIN.fullmatch(view.mentions[i].text)]
    yield _tokens(view, digits)
    fewer = [i for i in digits if not _SAMPLE.search(view.before(i, 30))]
    if len(fewer) < len(digits):
        yield _tokens(view, fewer)
    yield _tokens(view, [i for i in free if view.mentions[i].kind == Kind.COUNT and i not in digits])


def _is_bound(view: Context, i: int) -> bool:
    """Whether a figure stands at the edge of square brackets, as the bounds of an estimate and entries do."""
    return view.before(i, 3).rstrip(" −–-").endswith("[") or view.after(i, 2).startswith("]")


def _is_share(view: Context, i: int) -> bool:
    mention = view.mentions[i]
    if mention.kind not in _PERCENTS or _POINTS.match(view.document.text, mention.end, mention.end + 10):
        return False
    return "point" not in mention.text and not view.is_criterion(i)


def _tokens(view: Context, places: Sequence[int]) -> list[_Token]:
    return [_Token(_number_starts(view.mentions[i]), view.mentions[i].end, place=i) for i in places]


def _number_starts(mention: Mention) -> int:
    """Where the number itself starts: the word of a moment may have been read into its span ("second year 34")."""
    led = _LED.match(mention.text)
    return mention.start + (led.end() if led else 0)


def _tell_off(tokens: Sequence[_Token], lenient: bool) -> list[Couple]:
    """Pair each moment with a figure, in runs of equal length next to each other; nothing where one is left over.

    A run of figures that follows a list of moments used already is told of the same moments again. At the very end
    there may be figures that tell something else, if no other reading is left (`lenient`).
    """
    couples: list[Couple] = []
    listed: list[TimePoint] = []
    at = 0
    while at < len(tokens):
        run = _run(tokens, at)
        behind = _run(tokens, at + len(run))[: len(run)]
        if len(listed) == len(run) > 1 and run[0].point is None and len(behind) < len(run):
            couples += [
                Couple(point, token.place, token.start, token.end) for point, token in zip(listed, run, strict=True)
            ]
            at += len(run)
        elif len(behind) < len(run):
            closes = run[0].point is None and at + len(run) == len(tokens)
            return couples if lenient and closes and len(couples) > 1 and _are_near(couples, run[0]) else []
        else:
            pairs = list(zip(run, behind, strict=True))
            couples += [_couple(one, other) for one, other in pairs]
            listed = [point for pair in pairs for point in (pair[0].point or pair[1].point,) if point]
            at += 2 * len(run)
    return couples


def _are_near(couples: Sequence[Couple], behind: _Token) -> bool:
    """Whether each moment stands behind its figure, and nearer to it than to the figure that follows."""
    follows = [*(couple.start for couple in couples[1:]), behind.start]
    return all(
        couple.point.end == couple.end and couple.point.start - couple.start < start - couple.point.start
        for couple, start in zip(couples, follows, strict=True)
    )


def _run(tokens: Sequence[_Token], at: int) -> list[_Token]:
    """The tokens of one sort, moments or figures, from a place on."""
    return list(takewhile(lambda token: (token.point is None) == (tokens[at].point is None), tokens[at:]))


def _couple(one: _Token, other: _Token) -> Couple:
    moment, figure = (one, other) if one.point else (other, one)
    assert moment.point is not None
    return Couple(moment.point, figure.place, one.start, other.end)

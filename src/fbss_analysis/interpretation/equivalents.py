"""Equivalents: "one in N" that tells a count and its whole again: "40 of 320, or one in eight", "one in 8 (40/320)".

The tie is one of words (`appositions`) or of brackets that hold nothing else, and the whole is printed with the count
or stated of it, so that odds are blamed where neither the count and its whole nor another whole of the passage gives
them. A round N of twenty or more may stand for its neighbours, and odds of some ("of these", "of the women", "of the
deaths") are told of others.

Reference: Gigerenzer G, Edwards A. Simple tools for understanding risks. BMJ 2003;327:741-744.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation.appositions import says_again
from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.portions import tells_others
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.shares import counts_heads
from fbss_analysis.interpretation.wholes import IS_A_PART, Samples, find_wholes
from fbss_analysis.schema import Kind

_PUT_BESIDE = re.compile(
    r"(?:\s+(?!(?:and|but|while|whereas|versus|vs)\b)[^\W\d_][\w’'-]*){0,8}\s*[)\]]?\s*[(\[,;:–—-]\s*"
    r"(?:(?:about|roughly|some|approximately|around|nearly|almost|every|or|i\.e\.,?)\s+)*",
    re.IGNORECASE,
)
_CLOSES = re.compile(rf"\s*(?:{PEOPLE}\s*)?(?:[)\],;.–—]|$)", re.IGNORECASE)
_OPENS = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,4}\s*[(\[]\s*(?:n\s*=\s*)?", re.IGNORECASE)
_CLOSED = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,2}\s*[)\],;]")
_PART_OF = re.compile(
    r"(?:\s+(?!(?:and|but|or)\b)[^\W\d_][\w’'-]*){0,4}?\s+(?:out\s+of|of|among|amongst|in|from)\s+(?:(?:the|these|those|all|our|a\s+total\s+of)\s+)*",
    re.IGNORECASE,
)
_OF_SOME = re.compile(
    r"\s*(?:[^\W\d_][\w’'-]*\s+)?(?:of|in|among|for)\s+(?:them|these|those|whom|which|the\s+other)\b", re.IGNORECASE
)
_NEXT = re.compile(r"[^,;:.()\[\]]{0,60}")
_EVENTS = re.compile(
    r"\s+(?:of\s+(?:the|all)\s+)?(?:deaths|complications|events|failures|recurrences|losses|dropouts|withdrawals)\b",
    re.I,
)
_APPOSED = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,4}[\s,;:(\[–—-]+(?:(?:or|that\s+is|i\.e\.),?\s+)?", re.IGNORECASE)
_ENDS = re.compile(r"\s*[)\],–—]")
_DID_NOT = re.compile(
    r"(?:\s+[^\W\d][\w’'-]*){0,3}?\s+(?:did|do|does|was|were|is|are|had|has|have|could|would)(?:\s+not\b|n[’']t\b)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"(?:^|[.;:]\s*)\W*(?:with|since|as|because|given)\s+(?:only\s+|a\s+total\s+of\s+)?$", re.IGNORECASE
)
_HENCE = re.compile(
    r"\b(?:so|thus|hence|therefore|meaning|means?|meant|implying|consequently|accordingly|correspond\w*)\b",
    re.IGNORECASE,
)
_PAIR = 2
_ROUND, _MANY, _NEARLY = 5, 20, 0.12
_SLASHED = 5  # "1/2 of the dose"


def propose_equivalent(view: Context, i: int, samples: Samples) -> Proposal | None:
    """The readings of odds by the count that they tell again, out of its whole; None where they are told of none."""
    odds = view.mentions[i]
    if odds.kind != Kind.RATIO_ONE_IN_N or odds.hedge not in ("none", "about") or _is_of_others(view, i):
        return None
    ties = () if _tells_rest(view, i) else _ties(view, i)
    for count, whole in (*ties, *_led_up(view, i)):
        told = view.mentions[count]
        if told.numerator is not None and told.denominator:
            if "/" in told.text and told.denominator < _SLASHED:
                return None
            return _unless_rounded(
                view, i, told.numerator, told.denominator, f"{told.numerator:g}", f"{told.denominator:g}"
            )
        if not counts_heads(view, count):
            return None
        if whole is None:
            wholes = find_wholes(view, i, count, samples)
            whole = wholes.base if wholes and wholes.stated else None
            others = wholes.readings if wholes else ()
        else:
            others = ()
        return None if whole is None else _of_mentions(view, i, count, whole, others)
    return None


def _of_mentions(view: Context, i: int, count: int, whole: int, others: Sequence[str]) -> Proposal | None:
    """The readings by a count and its whole, and by the other wholes of the passage."""
    k, n = (value_of(view.mentions[j]) for j in (count, whole))
    told = _unless_rounded(view, i, k, n, f"@{count}", f"@{whole}")
    readings = dict.fromkeys((*told.readings, *(f"percent(@{count}, {n})" for n in others))) if told else ()
    return Proposal(tuple(readings), base=whole) if readings else None


def _unless_rounded(view: Context, i: int, k: float, n: float, count: str, whole: str) -> Proposal | None:
    """The reading by a count and a whole, unless odds with a round N are told for the general figure."""
    large, part = view.mentions[i].denominator or 0, view.mentions[i].numerator or 1
    if not 0 < k <= n or n <= large:
        return None
    rounded = large >= _MANY and large % _ROUND == 0 and abs(part * n / k - large) <= _NEARLY * large
    return None if rounded else Proposal((f"percent({count}, {whole})",))


def _is_of_others(view: Context, i: int) -> bool:
    """Whether odds are told of some of those who were counted, or of what befell them."""
    behind = view.after(i, 80)
    if _OF_SOME.match(behind) or _EVENTS.match(behind):
        return True
    named = _NEXT.match(behind)
    return named is not None and IS_A_PART.search(named[0]) is not None


def _tells_rest(view: Context, i: int) -> bool:
    """Whether the words behind odds tell of others, where odds do not stand right behind a count as an aside of it."""
    behind = view.after(i, 80)
    again = _is_count(view, i, i - 1) and _APPOSED.fullmatch(view.gap(i - 1, i)) and _ENDS.match(behind)
    return tells_others(behind) and not again


def _ties(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The count that odds tell again, with its whole where that stands right behind it."""
    if _is_count(view, i, i - 1):
        gap = view.gap(i - 1, i)
        if says_again(gap) or (_PUT_BESIDE.fullmatch(gap) and _CLOSES.match(view.after(i))):
            apart = not view.mentions[i - 1].denominator and _is_count(view, i, i - 2)
            if apart and _PART_OF.fullmatch(view.gap(i - 2, i - 1)):
                yield i - 2, i - 1
            else:
                yield i - 1, None
    behind = _is_count(view, i, i + 1) and view.mentions[i + 1].denominator
    if behind and _OPENS.fullmatch(view.gap(i, i + 1)) and _CLOSED.match(view.after(i + 1)):
        yield i + 1, None


def _led_up(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The only count of a sentence out of which odds are concluded: "With 13 of 156 removed, it befell 1 in 12"."""
    told = [j for j in view.with_sentence(i) if j != i]
    counts = [j for j in told if _is_count(view, i, j)]
    if not counts or counts != told or counts[-1] > i or len(counts) > _PAIR:
        return
    opened = _BECAUSE.search(view.before(counts[0])) or _HENCE.search(view.gap(counts[-1], i))
    if not opened or tells_others(view.gap(counts[-1], i)) or _DID_NOT.match(view.after(i)):
        return
    if len(counts) == 1 and view.mentions[counts[0]].denominator:
        yield counts[0], None
    elif len(counts) == _PAIR and _PART_OF.fullmatch(view.gap(*counts)):
        yield counts[0], counts[1]


def _is_count(view: Context, i: int, j: int) -> bool:
    """Whether a mention is an exact count of the passage of another one."""
    inside = 0 <= j < len(view.mentions) and view.sentence_of[j] is not None
    told = inside and view.mentions[j].kind == Kind.COUNT and view.mentions[j].hedge == "none"
    return told and view.passage(j) == view.passage(i)

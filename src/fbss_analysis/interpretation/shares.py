"""A count, a whole and a percentage that a text ties together.

The tie between the count and the percentage is printed: brackets, a dash, "or", "which is". The whole is the one that
the count is told of ("12 of the 80"); where the text does not say which, every count of the passage that may be the
whole gives a reading of its own, and a later check blames the text only if none of them fits.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.restatements import HEDGES
from fbss_analysis.interpretation.samples import PEOPLE, SAMPLE, statistic_of_count
from fbss_analysis.schema import Kind

Samples = Mapping[int, int | None]
_WORDS = r"(?:\s+(?!(?:and|but|while|whereas|versus|vs)\b)[^\W\d][\w’'-]*)"
_IN_BRACKETS = re.compile(rf"{_WORDS}{{0,4}}[\s,]*[(\[–—-]\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
_SAID = re.compile(
    rf"{_WORDS}{{0,8}}\s*[,;:–—]?\s*(?:or|i\.e\.,?|that\s+is,?|that\s+(?:makes|means)|which\s+(?:is|was|means|makes)"
    r"|(?:corresponding|equal|equivalent|amounting|coming)\s+to|representing|giving|making|(?:for|with)?\s*an?\s+(?:\w+\s+){0,2}"
    rf"(?:rate|share|proportion|incidence|frequency|prevalence)\s+of)\s*(?:{HEDGES}\s*)*",
    re.IGNORECASE,
)
_COMMA = re.compile(rf"{_WORDS}{{0,3}}\s*,\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[,)–—.;]|$)")
_OPENED = re.compile(r"\s*(?:[(\[:–—]|or\b|,\s*or\b)\s*(?:that\s+is,?\s+|n\s*=\s*|i\.e\.,?\s*)?", re.IGNORECASE)
_OF = re.compile(
    rf"{_WORDS}{{0,3}}?\s*\b(?:of|out\s+of|among|in|from)\s+(?:(?:the|these|those|all|our|a\s+total\s+of)\s+)*",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(r"\s*(?:of|among|in)\s+(?:(?:the|these|those|all|our)\s+)*", re.IGNORECASE)
_OF_OTHERS = re.compile(
    rf"\s*(?:\w+\s+)?(?:of|in|among)\s+(?:the|these|those)\s+(?!(?:{PEOPLE}|sample|cohort|series|group|total|them)\b)[^\W\d]",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:(?:non-?)?smokers|women|men|males|females|diabetics|obese|elderly|controls|older|younger|(?:\w+\s)?(?:sub)?group|arm)\b"
    r"[^.;:()\d]{0,40}$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:lost|remaining|rest|excluded|dropped|withdrew|missing|died|refused|declined|unavailable)\b", re.IGNORECASE
)
_A_PART = re.compile(r"\d\s*(?:of|/|out\s+of)\s*$")  # a whole whose count was read as a name: "group 15 of 50"
_TELLS_OF = re.compile(
    r"\b(?:of|among|from|in|to)\s+(?:(?:the|these|those|all|our|a|an|total|group|of)\s+)*$", re.IGNORECASE
)
_PEOPLE_BEHIND = re.compile(rf"\s*(?:[^\W\d][\w’'-]*\s+){{0,3}}?{PEOPLE}\b", re.IGNORECASE)


def propose_share(view: Context, i: int, samples: Samples) -> Proposal | None:
    """The readings of a percentage that is tied to a count, kindest decided later; None where no whole is told."""
    if view.mentions[i].kind != Kind.PERCENT or "point" in view.mentions[i].text:
        return None
    for count, whole in _ties(view, i):
        told = view.mentions[count]
        if told.numerator is not None and told.denominator:
            return Proposal((f"percent({told.numerator:g}, {told.denominator:g})",))
        if whole is not None:
            return Proposal((f"percent(@{count}, @{whole})",), base=whole)
        if (
            _A_PART.search(view.before(count, 20))
            or _is_of_a_part(view, count)
            or _OF_OTHERS.match(view.after(count))
            or not float(value_of(told)).is_integer()
        ):
            return None
        proposal = _of_any_whole(view, i, count, samples)
        if proposal:
            return proposal
    return None


def _is_of_a_part(view: Context, count: int) -> bool:
    """Whether a group without a printed number stands in front of the count: "of the smokers, 9"."""
    before = view.before(count)
    part = _PART.search(before)
    return part is not None and not before[: part.start()].rstrip()[-1:].isdigit()


def _ties(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The count that percentage `i` tells, with its whole where that stands between or right behind."""
    near = {j: j for j in (i - 2, i - 1, i + 1, i + 2) if _is_count_beside(view, i, j)}
    behind = view.after(i)
    if i - 1 in near:
        gap = view.gap(i - 1, i)
        tied = _IN_BRACKETS.fullmatch(gap) or _SAID.fullmatch(gap) or (_COMMA.fullmatch(gap) and _CLOSED.match(behind))
        listed = gap.strip() in (";", ",") and view.before(i - 1).rstrip().endswith("=")
        whole_first = (
            i - 2 in near and _OF.fullmatch(view.gap(i - 2, i - 1)) and view.mentions[i - 1].denominator is None
        )
        if tied and whole_first and value_of(view.mentions[i - 2]) <= value_of(view.mentions[i - 1]):
            yield i - 2, i - 1
        if tied or listed:
            yield i - 1, None
    if i + 1 in near:
        gap = view.gap(i, i + 1)
        if i + 2 in near and _OF_THE_WHOLE.fullmatch(gap) and _IN_BRACKETS.fullmatch(view.gap(i + 1, i + 2)):
            yield i + 2, i + 1
        of_it = i + 2 in near and _OF.fullmatch(view.gap(i + 1, i + 2))
        if _OPENED.fullmatch(gap):
            yield i + 1, i + 2 if of_it else None


def _is_count_beside(view: Context, i: int, j: int) -> bool:
    inside = 0 <= j < len(view.mentions) and view.sentence_of[j] is not None
    return (
        inside
        and view.sentence_of[j] == view.sentence_of[i]
        and view.mentions[j].kind == Kind.COUNT
        and view.mentions[j].hedge == "none"
    )


def _of_any_whole(view: Context, i: int, count: int, samples: Samples) -> Proposal | None:
    own = samples.get(count)
    wholes = [own] if own is not None and own != count else []
    others = [j for j in _counts_of_passage(view, i, count) if j not in wholes]
    likely = [j for j in others if _may_be_a_whole(view, i, j)]
    if wholes or likely:
        order = dict.fromkeys((*wholes, *likely, *others))
        readings = [f"percent(@{count}, @{j})" for j in order]
        if _LEFT_OUT.search(view.document.text[view.mentions[min(order)].start : view.mentions[i].end + 60]):
            readings += [f"percent(@{count}, @{a} - @{b})" for a, b in _rests(view, i, count, list(order))]
        printed = [f"percent(@{count}, {n:g})" for n in _printed_wholes(view, i, count)]
        return Proposal((*readings, *printed), base=next(iter(order)))
    printed = [f"percent(@{count}, {n:g})" for n in _printed_wholes(view, i, count)]
    return Proposal(tuple(printed)) if printed else None


def _rests(view: Context, i: int, count: int, wholes: list[int]) -> list[tuple[int, int]]:
    """A whole and what is left out of it, where the count fits into the rest."""
    others = [j for j in range(max(0, i - 20), i) if j != count and _is_count_beside(view, i, j)]
    least = value_of(view.mentions[count])
    return [(a, b) for a in wholes for b in others if value_of(view.mentions[a]) - value_of(view.mentions[b]) >= least]


def _counts_of_passage(view: Context, i: int, count: int, reach: int = 40) -> list[int]:
    """The counts of the passage that percentage `i` may be out of, nearest first."""
    near = range(max(0, i - reach), min(len(view.mentions), i + 4))
    found = [
        j
        for j in near
        if j != count
        and view.passage(j) == view.passage(i)
        and (j < i or view.sentence_of[j] == view.sentence_of[i])
        and view.mentions[j].kind == Kind.COUNT
        and view.mentions[j].denominator is None
        and value_of(view.mentions[j]) >= value_of(view.mentions[count])
        and value_of(view.mentions[j]) > 1
    ]
    return sorted(found, key=lambda j: (abs(j - i), j))


def _may_be_a_whole(view: Context, i: int, j: int) -> bool:
    """Whether a count is brought in as a sample, or told in the same sentence as what something is of."""
    if view.mentions[j].hedge != "none":
        return False
    here = view.sentence_of[j] == view.sentence_of[i]
    told = _TELLS_OF.search(view.before(j)) or (_PEOPLE_BEHIND.match(view.after(j)) and j < i)
    return statistic_of_count(view, j) == SAMPLE or bool(here and told)


def _printed_wholes(view: Context, i: int, count: int) -> list[float]:
    """The wholes of every "k of n" in front of mention `i` in its passage, into which the count fits."""
    before = [view.mentions[j] for j in range(max(0, i - 40), i) if view.passage(j) == view.passage(i)]
    wholes = [mention.denominator for mention in reversed(before) if mention.kind == Kind.COUNT and mention.denominator]
    return [n for n in dict.fromkeys(wholes) if n >= value_of(view.mentions[count])]

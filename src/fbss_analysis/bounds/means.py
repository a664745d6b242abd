"""Means of whole numbers, with the number of people that they are means of.

A mean of n whole numbers is a whole sum divided by n, so for small n only some means exist. It is tested only where a
passage says that the numbers were whole (counts, integers, ratings without halves) and that everyone was counted (see
`everyone`). A mean may be of any number of people that the passage tells; where groups are told one by one, each with
its mean, a mean is of its own group. Bounds of scales, times and grades are no numbers of people.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.

>>> text = "Pain was rated in whole numbers from 0 to 10 by all 13 people; the mean was 6.32 (SD 2.1)."
>>> [(found.mean.text, [n.text for n in found.sizes], found.agrees) for found in find_means(Document("page", text))]
[('6.32', ['13'], False)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from fbss_analysis.bounds.columns import tabled_means
from fbss_analysis.bounds.countables import EACH, allows_halves, counts_things, says_whole
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.instruments import is_total
from fbss_analysis.bounds.labels import may_be_estimate
from fbss_analysis.bounds.notation import cues, is_range
from fbss_analysis.bounds.sizes import AGE, find_counts, find_sizes, told_sizes
from fbss_analysis.citing.discourse import Page, Sentence, read_page
from fbss_analysis.interpretation.everyone import says_all_were_seen, says_everyone
from fbss_analysis.printed.folding import folded
from fbss_analysis.reported import ROUNDINGS
from fbss_analysis.schema import Claim, Document, Kind, Reference

MEAN = folded(
    r"\b(?:means?|averag\w+|avg\.?|M\s?=|x̄)(?!\w|\s+(?:\w+\s+)?(?:differences?|changes?|ratios?|reductions?|improvements?))"
    rf"|\d\.\d+\s+(?:[^\W\d][\w’'-]*\s+){{1,3}}?{EACH}\b"
)
_CONTINUOUS = re.compile(
    r"\s?-?(?:years?|yrs?|months?|mm|cm|m|kg|g|mg|ml|l|minutes?|mins?|hours?|h|s|seconds?|°|degrees?|%|per\s?cent|kPa|mmHg|mmol|µ\w+)(?![\w])",
    re.IGNORECASE,
)
_PER_ITEM = re.compile(
    r"\b(?:per|each|mean|average)\s+(?:item|question|rating|reading)|\b(?:item|question)\s+(?:mean|average|score)", re.I
)
_ADDED = re.compile(r"^[^.;]{0,60}(?:\band\b|&|\+|,)[^.;]{0,60}$", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:versus|vs|compared|than)\b", re.IGNORECASE)
_ITEMS = re.compile(r"[-\s](?:items?|questions?|measurements?|ratings?|raters?|readings?|trials?)\b", re.IGNORECASE)
_ADJUSTED = re.compile(
    r"\b(?:adjusted|estimated|predicted|modell?ed|weighted|least[-\s]squares?|geometric|trimmed|imputed|expected)\b[^.;\d]{0,60}$",
    re.I,
)
_SPREAD = re.compile(r"±\s*\d")
_RESPECTIVELY = re.compile(r"\brespectively\b|\bin\s+(?:that|this)\s+order\b", re.IGNORECASE)
_DECIMAL = re.compile(r"\d[.·,]\d")
_REACH, _BESIDE = 3, 40
_LONGEST, _BEYOND = 4000, 300
_FEW = 3  # groups and means of a plain sentence; more are a table that was run together


@dataclass(frozen=True, slots=True)
class Mean:
    """A printed mean, the numbers of people that it may be of, and whether a whole sum of any of them gives it."""

    mean: Figure
    sizes: tuple[Figure, ...]
    agrees: bool


def find_means(
    document: Document, references: Sequence[Reference] = (), claims: Sequence[Claim] = ()
) -> Iterator[Mean]:
    """The means of whole numbers of a document whose number of people is told, and all of whom were counted."""
    page = read_page(document, references)
    spelled = [_spelled(claim) for claim in claims if _is_spelled(claim)]
    tabled = list(_of_tables(page.text))
    yield from tabled
    seen = {found.mean.start for found in tabled}
    places = {page.sentence_at(match.start()) for match in MEAN.finditer(page.text)}
    for at in sorted(place for place in places if place is not None):
        yield from (found for found in _of_sentence(page, at, spelled) if found.mean.start not in seen)


def _of_tables(text: str) -> Iterator[Mean]:
    """The means of the tables whose head or row names a mean, where the lines around say that everyone was counted."""
    done = -1
    for match in MEAN.finditer(text):
        if match.start() <= done or not _in_table(text, match.start()):
            continue
        start = text.rfind("\n\n", max(0, match.start() - _LONGEST), match.start())
        start = max(done + 1, match.start() - _LONGEST if start < 0 else start + 2, 0)
        end = text.find("\n\n", match.start(), match.start() + _LONGEST)
        end = done = end if end >= 0 else min(len(text), match.start() + _LONGEST)
        above, below = max(0, start - _BEYOND), min(len(text), end + _BEYOND)
        around = text[above:below]
        if allows_halves(around):
            continue
        seen = says_all_were_seen(around)
        for mean, size, all_seen in tabled_means(text, start, end, whole=says_whole(around)):
            if seen or all_seen or says_everyone(around, size.start - above, size.end - above):
                yield Mean(mean, (size,), _has_sum(mean, int(size.value)))


def _in_table(text: str, at: int) -> bool:
    """Whether bars or tabs cut the line of a place into cells."""
    start, end = text.rfind("\n", max(0, at - _LONGEST), at) + 1, text.find("\n", at, at + _LONGEST)
    line = text[start : end if end >= 0 else at + _LONGEST]
    return "|" in line or "\t" in line


def _of_sentence(page: Page, at: int, spelled: Sequence[Figure]) -> Iterator[Mean]:
    near = page.sentences[max(0, at - _REACH) : at + _REACH + 1]
    start, end = near[0].start, near[-1].end
    text = page.text[start:end]
    if end - start > _LONGEST or allows_halves(text):
        return
    sentence, whole = page.sentences[at], says_whole(text)
    if not whole and not _DECIMAL.search(page.text, sentence.start, sentence.end):
        return
    figures = read_figures(page.text, start, end)
    means = _means(page.text, [f for f in figures if sentence.start <= f.start < sentence.end], sentence)
    if not means or len(means) > _FEW or len(_SPREAD.findall(page.words(sentence))) > 1:
        return
    numbers = [*figures, *(f for f in spelled if start <= f.start < end)]
    if len(told_sizes(page.text, numbers, start, end)) > _FEW:
        return
    counts = find_counts(page.text, numbers, start, end)
    sizes = find_sizes(page.text, counts, start, end)
    if len(sizes) > _FEW or not any(says_everyone(text, n.start - start, n.end - start) for n in sizes):
        return
    inside = _groups([n for n in sizes if sentence.start <= n.start < sentence.end])
    turns = len(means) > 1 and _of_its_own(means[0], means, inside)
    if len(means) > 1 and not turns and _COMPARED.search(page.words(sentence)):
        return
    if not whole:
        counted = [f for f in means if _is_whole(page.text, f, sentence, start, end)]
        means = means if counted and len(means) == len(inside or sizes) else counted
    for mean in means:
        in_turn = _RESPECTIVELY.search(page.text, sentence.start, sentence.end) is not None
        chosen = _of_its_own(mean, means, inside or sizes, in_turn=in_turn) or inside or sizes
        agrees = _agrees(page.text, mean, chosen, figures)
        if agrees or not any(_has_sum(mean, int(n.value)) for n in counts if n not in sizes):
            yield Mean(mean, tuple(chosen), agrees)


def _is_whole(text: str, mean: Figure, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a mean is one of things counted, or of the totals of an instrument that is marked in whole numbers."""
    if counts_things(text, mean.start, mean.end, sentence.start, sentence.end):
        return True
    return is_total(text[start:end], mean.start - start, sentence.start - start)


def _groups(sizes: list[Figure]) -> list[Figure]:
    """The numbers of people without one that is the sum of all others."""
    whole = [n for n in sizes if len(sizes) > 2 and 2 * n.value == sum(m.value for m in sizes)]
    return [n for n in sizes if n not in whole]


def _means(text: str, own: Sequence[Figure], sentence: Sentence) -> list[Figure]:
    """The numbers of a sentence that are means, or set beside one, in front of any interval that it tells."""
    start, end = sentence.start, sentence.end
    if all(f.decimals < 1 for f in own):
        return []
    told = next((a for a, _, doubt in cues(text, start, end) if not doubt), end)
    return [f for f in own if f.start < told and _is_mean(text, f, own, start, end)]


def _is_mean(text: str, figure: Figure, own: Sequence[Figure], start: int, end: int) -> bool:
    """Whether a number with decimals is a mean, or set beside one: no spread, no test, no measure in a unit."""
    if figure.decimals < 1 or figure.percent or figure.money or figure.value < 0:
        return False
    if text[figure.start - 1 : figure.start] == "(" and text[figure.end : figure.end + 1] == ")":
        return False  # a spread behind a mean
    if _CONTINUOUS.match(text, figure.end) or AGE.search(text, max(start, figure.start - 80), figure.start):
        return False
    if _ADJUSTED.search(text, max(start, figure.start - 80), figure.start):
        return False
    others = [f for f in own if f is not figure]
    ranged = any(
        is_range(text, *sorted((f, figure), key=lambda g: g.start))
        for f in others
        if abs(f.start - figure.start) < _BESIDE
    )
    return not ranged and may_be_estimate(text, figure, start, end)


def _of_its_own(
    mean: Figure, means: Sequence[Figure], sizes: Sequence[Figure], *, in_turn: bool = False
) -> list[Figure]:
    """The number of people that is told with a mean, where as many of them are told as means, turn by turn.

    `in_turn` says that the means are told respectively, all behind the numbers of people.
    """
    if len(sizes) != len(means):
        return []
    if in_turn and max(n.end for n in sizes) < min(m.start for m in means):
        return [sizes[means.index(mean)]]
    told = sorted((*means, *sizes), key=lambda f: f.start)
    turns = all((one in means) != (other in means) for one, other in zip(told[::2], told[1::2], strict=True))
    return [sizes[means.index(mean)]] if turns else []


def _agrees(text: str, mean: Figure, sizes: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    """Whether a whole sum of one of the groups, or of all, prints as the mean, with one item a person or several."""
    counts = {int(n.value) for n in sizes}
    counts |= {sum(counts)} if len(sizes) > 1 and _ADDED.search(text, sizes[0].end, sizes[-1].start) else set()
    several = figures and _PER_ITEM.search(text, figures[0].start, figures[-1].end + _BESIDE)
    items = {int(f.value) for f in figures if several and f.decimals == 0 and _ITEMS.match(text, f.end)}
    counts |= {n * k for n in counts for k in items}
    return any(_has_sum(mean, n) for n in counts)


def _has_sum(mean: Figure, n: int) -> bool:
    for rounding in ROUNDINGS:
        values = mean.extent(rounding)
        low, high = values.low * n, values.high * n
        if any(Fraction(k, n) in values for k in range(ceil(low), floor(high) + 1)):
            return True
    return False


def _is_spelled(claim: Claim) -> bool:
    mention = claim.mention
    return mention.kind == Kind.COUNT and mention.value is not None and not any(map(str.isdigit, mention.text))


def _spelled(claim: Claim) -> Figure:
    mention = claim.mention
    return Figure(mention.start, mention.end, mention.text, Decimal(int(mention.value or 0)), 0)

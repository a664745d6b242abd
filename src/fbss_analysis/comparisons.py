"""Questions that a text raises about several of its claims at once.

Only what the text says is asked: `partition` where it says that nothing is left over ("the remaining", "the rest") or
divides a stated number into counted groups, `sum` where it adds figures up itself, `membership` of a figure in the
confidence interval printed behind it, and `order` of one outcome's figures at rising horizons. That four percentages
happen to add up to a hundred is no reason.

>>> from fbss_analysis.claims import interpret
>>> from fbss_analysis.schema import Kind, Mention
>>> page = Document("page", "Of them 60% were better and the remaining 45% were not.")
>>> mentions = [Mention("page", a, a + 3, page.text[a : a + 3], Kind.PERCENT, v) for a, v in ((8, 60), (41, 45))]
>>> [(found.check, found.parts, found.whole) for found in propose_comparisons(page, interpret(page, mentions))]
[('partition', ('m001', 'm002'), '100%')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from fbss_analysis.derivation import names, root
from fbss_analysis.horizon import months
from fbss_analysis.interpretation.context import SHARES, Context, read_context
from fbss_analysis.interpretation.courses import find_courses
from fbss_analysis.interpretation.parted import find_partitions
from fbss_analysis.interpretation.tallies import find_tallies
from fbss_analysis.printed.interval import Bound
from fbss_analysis.schema import Claim, Comparison, Document, Kind

PARTITION, ORDER, MEMBERSHIP, SUM = "partition", "order", "membership", "sum"
_WITH_ITS = (
    r"(?:(?:with|and|its|an?|the|of|whose|having|where|corresponding|associated|respective|wide|narrow|2-sided|two-sided)\s+)*"
    r"(?:(?:CIs?|confidence\s+(?:intervals?|limits?))\s*[,:=]?\s*)?"
)
_BEFORE_INTERVAL = re.compile(
    r"(?:\s+(?:of|in|among|for|per)\s+(?:(?:the|all)\s+)?[^\W\d]\w*(?:\s+[^\W\d]\w*)?)?\s*(?:per\s?cent|percentage\s+points|points|%)?[\s,;:([–—-]*"
    + _WITH_ITS,
    re.IGNORECASE,
)
_FAR_FROM_INTERVAL = re.compile(
    rf"[^.;\d()]{{0,90}}?(?:[,;([]\s*|\b(?=with\b|and\s+(?:its|an?|the)\b)){_WITH_ITS}(?<=[(\[\s])", re.IGNORECASE
)
_INTERVAL_AROUND = re.compile(
    r"\b(?:CI|confidence\s+interval)\s+(?:around|for|of|about)\b[^.;\d]{0,50}$", re.IGNORECASE
)
_TIMES = 3
_SURE = re.compile(
    r"\s+(?:confident|sure|certain|confidence)\b[^.;\d]{0,80}\b(?:between|from|lies|range\s+of)\s+", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(?:mean|median|average)\b", re.IGNORECASE)
_RUNS = re.compile(
    r"\s*(?:was|is|ran|runs|went|goes|extend\w+|rang\w+|reach\w+|lay|lies)\s+(?:from\s+|between\s+)?", re.I
)
_OPENS_WITH_INTERVAL = re.compile(
    r"\W*(?:(?:the|its|their|an?|corresponding|associated|and|with|of)\W+)*", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:,|and|or|,\s*and|versus|vs\.?)\s*", re.IGNORECASE)
_MEASURES = (Kind.COUNT, Kind.DURATION, Kind.AGE, Kind.MONEY)
_UNSIGNED = re.compile(r"\b(?:fewer|more|less|lower|higher)\b|,\d", re.IGNORECASE)
_ESTIMATES = (
    *SHARES,
    Kind.PERCENT_CHANGE,
    Kind.MULTIPLIER_WORD,
    Kind.ODDS_RATIO,
    Kind.HAZARD_RATIO,
    Kind.RELATIVE_RISK,
    Kind.MEAN_SD,
    Kind.OTHER,
)


def propose_comparisons(document: Document, claims: Sequence[Claim]) -> list[Comparison]:
    """The comparisons that the text calls for between claims of `interpret`, in the order of their first part."""
    view = read_context(document, [claim.mention for claim in claims])
    sums = list(_sums(claims))
    parted = [_comparison(PARTITION, *found) for found in find_partitions(view, claims)]
    taken = {name for comparison in (*sums, *parted) for name in (*comparison.parts, comparison.whole)}
    done = frozenset(i for i, claim in enumerate(claims) if _name(claim) in taken)
    found = [
        *parted,
        *(_comparison(PARTITION, *tally) for tally in find_tallies(view, claims, done)),
        *sums,
        *_intervals(view, claims),
        *_series(claims),
        *(_comparison(ORDER, course, None, said) for course, said in find_courses(view, claims)),
    ]
    order = {_name(claim): i for i, claim in enumerate(claims)}
    return sorted(found, key=lambda comparison: (order[comparison.parts[0]], comparison.check))


def _name(claim: Claim) -> str:
    return claim.claim_id.rpartition(".")[2]


def _comparison(check: str, parts: Sequence[Claim], whole: Claim | str | None, note: str) -> Comparison:
    operands = [*parts, *([whole] if isinstance(whole, Claim) else [])]
    place = f"characters {min(c.mention.start for c in operands)} to {max(c.mention.end for c in operands)}"
    return Comparison(check, tuple(map(_name, parts)), _name(whole) if isinstance(whole, Claim) else whole, note, place)


def _sums(claims: Sequence[Claim]) -> Iterator[Comparison]:
    """A figure that the text gives as the sum of others."""
    by_name = {_name(claim): claim for claim in claims}
    for claim in claims:
        if claim.derivation and root(claim.derivation) == "total":
            yield _comparison(SUM, [by_name[name] for name in names(claim.derivation)], claim, "the text adds them up")


def _intervals(view: Context, claims: Sequence[Claim]) -> Iterator[Comparison]:
    """An estimate and the confidence interval that is told of it."""
    for i in range(1, len(claims)):
        estimate, interval = claims[i - 1], claims[i]
        sure = i > 1 and _SURE.fullmatch(view.gap(i - 1, i)) and claims[i - 2].reported and interval.reported_high
        if sure and view.sentence_of[i] == view.sentence_of[i - 2]:
            yield _comparison(MEMBERSHIP, [claims[i - 2]], interval, "confidence interval")
        if _is_interval_in_words(view, i):
            yield _comparison(MEMBERSHIP, [estimate], interval, "confidence interval")
        if interval.mention.kind != Kind.CONFIDENCE_INTERVAL or interval.reported is None or not estimate.reported:
            continue
        if _is_listed(view, i - 1) or _is_scale(view, i - 1) or _lost_its_sign(estimate, interval):
            continue
        if _is_told_of(view, i) and not _UNSIGNED.search(interval.mention.text + view.after(i, 3)):
            yield _comparison(MEMBERSHIP, [estimate], interval, "confidence interval")


def _is_of_its_size(view: Context, i: int) -> bool:
    """Whether a measure and the interval behind it are of one order, and not a base and a ratio."""
    value, high = view.mentions[i - 1].value, view.mentions[i].high
    return value is not None and high is not None and high / _TIMES <= value <= high * _TIMES


def _is_interval_in_words(view: Context, i: int) -> bool:
    """Whether "the confidence interval around the estimate of 8% ran from" stands in front of range `i`."""
    ranges = (
        view.mentions[i].kind in (Kind.PERCENT_RANGE, Kind.NUMBER_RANGE) and view.mentions[i - 1].kind in _ESTIMATES
    )
    same = view.sentence_of[i] == view.sentence_of[i - 1]
    return ranges and same and bool(_INTERVAL_AROUND.search(view.before(i - 1)) and _RUNS.fullmatch(view.gap(i - 1, i)))


def _is_told_of(view: Context, i: int) -> bool:
    """Whether interval `i` belongs to the figure in front of it: right behind, or named as its own further on."""
    kind, gap = view.mentions[i - 1].kind, view.gap(i - 1, i)
    if view.sentence_of[i] != view.sentence_of[i - 1]:
        alone = sum(view.mentions[j].kind in _ESTIMATES for j in view.with_sentence(i - 1)) == 1
        next_to = None not in (view.sentence_of[i], view.sentence_of[i - 1]) and len(gap) < 40
        return kind in _ESTIMATES and alone and next_to and bool(_OPENS_WITH_INTERVAL.fullmatch(view.before(i)))
    if kind in _ESTIMATES:
        if kind in SHARES and view.mentions[i].unit != "percent" and not _is_of_its_size(view, i):
            return False  # a score in percent with an interval in points
        return bool(_BEFORE_INTERVAL.fullmatch(gap) or _FAR_FROM_INTERVAL.fullmatch(gap))
    plain = kind in _MEASURES and view.mentions[i - 1].hedge == "none"
    plain = plain and view.mentions[i - 1].text[:1].isdigit() and _is_of_its_size(view, i)
    bracketed = gap.rstrip()[-1:] in ("(", "[") or _AVERAGE.search(view.before(i - 1, 60))
    return plain and bool(_BEFORE_INTERVAL.fullmatch(gap)) and bool(bracketed)


def _lost_its_sign(estimate: Claim, interval: Claim) -> bool:
    """Whether the figure lies in the interval once its sign is turned: "lower by 1.7 (95% CI -2.3 to -1.1)"."""
    low, high, value = interval.mention.low, interval.mention.high, estimate.mention.value
    if value is not None and value < 0 and low is not None and low < 0:
        return False  # both are signed
    return None not in (low, high, value) and low <= -value <= high  # type: ignore[operator]


def _is_scale(view: Context, i: int) -> bool:
    """Whether a figure is the far end of a scale ("5/100 mm") or the base of a rate."""
    told = view.mentions[i].text
    return (
        view.before(i, 4).endswith(("/", "per "))
        or "/" in told
        or "-point" in told
        or view.after(i).startswith(" scale")
    )


def _is_listed(view: Context, i: int) -> bool:
    """Whether a figure closes a list ("1.5 and 2.5"), so that the interval behind it may be the first one's."""
    first = i - 1
    return first >= 0 and view.sentence_of[first] == view.sentence_of[i] and bool(_LISTED.fullmatch(view.gap(first, i)))


def _series(claims: Sequence[Claim]) -> Iterator[Comparison]:
    """Cumulative figures of one outcome, group, operation and source, in the order of their horizons."""
    groups: dict[tuple[object, ...], list[tuple[Bound, Claim]]] = defaultdict(list)
    for claim in claims:
        at = months(claim.horizon) if claim.horizon else None
        if claim.statistic == "cumulative_incidence" and at is not None and not claim.restates:
            key = (claim.outcome, claim.population, claim.procedure, claim.mention.citation)
            groups[key].append((at.high, claim))
    for group in groups.values():
        horizons = {at for at, _ in group}
        if len(horizons) == len(group) > 1:
            yield _comparison(ORDER, [c for _, c in sorted(group, key=lambda pair: pair[0])], None, "rising horizons")

"""Questions that a text raises about several of its claims at once.

Only what the text says is asked: `partition` where it says that nothing is left over ("the remaining", "the rest") or
divides a stated number into counted groups, `sum` where it adds figures up itself, and `order` of one outcome's figures
at rising horizons. That four percentages happen to add up to a hundred is no reason.

>>> from fbss_analysis.claims import interpret
>>> from fbss_analysis.schema import Kind, Mention
>>> page = Document("page", "Of them 60% were better and the remaining 45% were not.")
>>> mentions = [Mention("page", a, a + 3, page.text[a : a + 3], Kind.PERCENT, v) for a, v in ((8, 60), (41, 45))]
>>> [(found.check, found.parts, found.whole) for found in propose_comparisons(page, interpret(page, mentions))]
[('partition', ('m001', 'm002'), '100%')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fbss_analysis.derivation import names, root
from fbss_analysis.horizon import are_compared, months
from fbss_analysis.interpretation.alternatives import find_alternatives
from fbss_analysis.interpretation.compositions import find_compositions
from fbss_analysis.interpretation.context import read_context
from fbss_analysis.interpretation.courses import find_courses
from fbss_analysis.interpretation.crowds import in_crowds
from fbss_analysis.interpretation.parted import find_partitions
from fbss_analysis.interpretation.tallies import find_tallies
from fbss_analysis.interpretation.topics import is_named
from fbss_analysis.printed.interval import Bound
from fbss_analysis.schema import Claim, Comparison, Document

PARTITION, ORDER, SUM = "partition", "order", "sum"


def propose_comparisons(document: Document, claims: Sequence[Claim]) -> list[Comparison]:
    """The comparisons that the text calls for between claims of `interpret`, in the order of their first part."""
    view = read_context(document, [claim.mention for claim in claims])
    sums = list(_sums(claims))
    crowd = in_crowds(document, view.mentions)
    summed = {name for comparison in sums for name in (*comparison.parts, comparison.whole)}
    composed = [
        _comparison(PARTITION, *found) for found in (*find_compositions(view, claims), *find_alternatives(view, claims))
    ]
    known = {name for told in composed for name in (*told.parts, told.whole)}
    composed = [told for told in composed if told.whole not in summed]
    plain = (found for found in find_partitions(view, claims) if not any(c.mention.start in crowd for c in found[0]))
    parted = [
        *composed,
        *(_comparison(PARTITION, *found) for found in plain if known.isdisjoint(map(_name, found[0]))),
    ]
    taken = {name for comparison in (*sums, *parted) for name in (*comparison.parts, comparison.whole)}
    done = frozenset(i for i, claim in enumerate(claims) if _name(claim) in taken or claim.mention.start in crowd)
    courses = [_comparison(ORDER, course, None, said) for course, said in find_courses(view, claims)]
    found = [
        *parted,
        *(_comparison(PARTITION, *tally) for tally in find_tallies(view, claims, done)),
        *sums,
        *courses,
        *(
            series
            for series in _series(claims, document.text)
            if not any(set(series.parts) <= set(told.parts) for told in courses)
        ),
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


def _series(claims: Sequence[Claim], text: str) -> Iterator[Comparison]:
    """Cumulative figures of one outcome, group, operation and source, in the order of their horizons."""
    groups: dict[tuple[object, ...], list[tuple[Bound, Claim]]] = defaultdict(list)
    for claim in claims:
        at = months(claim.horizon) if claim.horizon else None
        if claim.statistic == "cumulative_incidence" and at is not None and not claim.restates:
            key = (claim.outcome, claim.population, claim.procedure, claim.mention.citation)
            groups[key].append((at.high, claim))
    for group in groups.values():
        horizons = {at for at, _ in group}
        places = sorted((claim.mention.start, claim.mention.end) for _, claim in group)
        compared = any(are_compared(text[one[1] : other[0]]) for one, other in pairwise(places))
        rising = [claim for _, claim in sorted(group, key=lambda pair: pair[0])]
        if len(horizons) == len(group) > 1 and not compared and (_rise(rising) or _are_named(rising)):
            yield _comparison(ORDER, rising, None, "rising horizons")


def _rise(claims: Sequence[Claim]) -> bool:
    """Whether each figure is printed with at least the value of the one before it."""
    return all((a.mention.value or 0) <= (b.mention.value or 0) for a, b in pairwise(claims))


def _are_named(claims: Sequence[Claim]) -> bool:
    """Whether the outcome that figures have in common is named where one of them stands: else it may be another's."""
    return is_named(claims[0].outcome, *(claim.statement for claim in claims))

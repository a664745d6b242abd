"""Agreements: whether some choice of the figures around makes a whole, so that the text may be right.

A list is blamed only where no choice agrees: lists that follow each other, single figures told in small words, the same
whole made several times, figures that are already the parts of another one, and parts of which one is told twice.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from fbss_analysis.interpretation.addends import Addend, addends
from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.interpretation.stretches import around
from fbss_analysis.printed.mistyping import in_units

_ENDS = re.compile(r"[.\n]\s")
_OF_PARTS = re.compile(r"\b(?:of|including)\s+(?:whom|which|these|them|those|the)\b|\bincluding\b", re.IGNORECASE)
_LOSES = re.compile(
    r"\b(?:dropped|drop-?outs?|lost|withdr\w+|exclud\w+|discontinu\w+|refus\w+|declin\w+)\b", re.IGNORECASE
)
_FEW = 2
_MOST_NEAR = 14
_NESTED = 30
_LEAST_WHOLE = 20
_ALL = 100
_STAGES = 6  # numbers from one stage to the next
_SMALL = 9


def is_plain(view: Context, parts: Sequence[Addend], whole: Addend | None = None) -> bool:
    """Whether no other figures of the kind stand around."""
    return {part for part in _near(view, parts) if not (part.loose or part.is_base or part.value == _ALL)} <= {
        whole,
        *parts,
    }


def makes_hundred(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether some percentages around that follow each other make a hundred."""
    near = _near(view, parts)
    decimals = max(part.decimals for part in near)
    lists = _lists(view, near, decimals)
    runs = (lists[a:b] for a in range(len(lists)) for b in range(a + 1, len(lists) + 1))
    sums = ((sum(added for added, _ in run), sum(size for _, size in run)) for run in runs)
    return any(size > 1 and abs(added - in_units(100, decimals)) <= size / 2 for added, size in sums)


def agrees(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether any figures around make the whole, or some of these figures are already the parts of another."""
    near = _near(view, parts)
    decimals = max(part.decimals for part in (whole, *near))
    others = [part for part in near if part != whole and not part.is_base][:_MOST_NEAR]
    firm = [part for part in others if not part.loose]
    told = in_units(whole.value, decimals)
    alone = [(in_units(part.value, decimals), 1) for part in others if part.loose]
    if any(added == told and size > 1 for added, size in _sums([*_lists(view, firm, decimals), *alone])):
        return True
    values = [in_units(part.value, decimals) for part in firm]
    if _fills_again(values, told) or _begins_with(parts, whole) or _is_said_twice(parts, whole):
        return True
    if _flows(view, firm, values):
        return True
    return any(_is_told(view, near, other, {whole, *parts}, decimals) for other in near if other != whole)


def _flows(view: Context, figures: Sequence[Addend], values: Sequence[int]) -> bool:
    """Whether numbers tell stages: one less those that are lost makes those that go on, "75 … 5 … 38 and 32"."""
    for at, first in enumerate(values):
        for lost, left in combinations(range(at + 1, min(len(values), at + _STAGES)), 2):
            follows = values[left : left + 2]
            fits = first >= _LEAST_WHOLE and first - values[lost] in (follows[0], sum(follows))
            if fits and _LOSES.search(view.gap(figures[at].place, figures[left].place)):
                return True
    return False


def _fills_again(values: Sequence[int], told: int) -> bool:
    """Whether numbers in a row make the same whole several times: by sex, then by class."""
    added = filled = 0
    for value in values:
        added += value
        if added == told:
            added, filled = 0, filled + 1
    return added == 0 and filled > 1


def _begins_with(parts: Sequence[Addend], whole: Addend) -> bool:
    """Whether the first of some parts make the whole, so that those behind them are of something else."""
    added = parts[0].value
    for part in parts[1:-1]:
        added += part.value
        if round(added - whole.value, 4) == 0:
            return True
    return False


def _is_said_twice(parts: Sequence[Addend], whole: Addend) -> bool:
    """Whether parts make the whole without one of them, a small one that is told apart from the list."""
    added = round(sum(part.value for part in parts) - whole.value, 4)
    return len(parts) > _FEW and 0 < added <= _SMALL and any(added == part.value for part in parts)


def _lists(view: Context, figures: Sequence[Addend], decimals: int) -> list[tuple[int, int]]:
    """The sum and size of each list; a figure that is parted more strongly from the others is alone."""
    ends = [_strength(view, a.place, b.place) for a, b in pairwise(figures)]
    weakest = min(ends, default=0)
    lists: list[tuple[int, int]] = []
    for at, figure in enumerate(figures):
        value = in_units(figure.value, decimals)
        if at and ends[at - 1] == weakest and len(figures) > _FEW:
            lists[-1] = lists[-1][0] + value, lists[-1][1] + 1
        else:
            lists.append((value, 1))
    return lists


def _strength(view: Context, a: int, b: int) -> int:
    """How strongly what stands between two figures parts them: a sentence's end, a semicolon or bracket, a comma."""
    gap = view.gap(a, b)
    if view.sentence_of[a] != view.sentence_of[b] or _ENDS.search(gap):
        return 3
    return 2 if ";" in gap or gap.count("(") != gap.count(")") or _OF_PARTS.search(gap) else 1


def _near(view: Context, parts: Sequence[Addend]) -> list[Addend]:
    return _of_sort_near(view, parts[0].place, parts[-1].place, parts[0].sort)


@once
def _of_sort_near(view: Context, first: int, last: int, sort: str) -> list[Addend]:
    near = dict.fromkeys((*_all_near(view, first), *_all_near(view, last)))
    return sorted((part for part in near if part.sort == sort), key=lambda part: (part.place, part.is_base))


@once
def _all_near(view: Context, i: int) -> list[Addend]:
    return [part for j in around(view, i) for part in addends(view, j)]


def _is_told(view: Context, near: Sequence[Addend], whole: Addend, suspects: set[Addend], decimals: int) -> bool:
    """Whether figures that follow each other make another whole, two or more of the suspects among them."""
    told, firm = in_units(whole.value, decimals), [part for part in near if not (part.loose or part.is_base)]
    own = firm.index(whole) if whole in firm else -2
    if told < _LEAST_WHOLE or (whole in suspects and whole.value < _NESTED):
        return False
    for start in range(len(firm)):
        added = 0
        for end in range(start, len(firm)):
            added += in_units(firm[end].value, decimals)
            if added == told and end > start and not start <= own <= end:
                beside = whole not in suspects or (own == start - 1 and _is_opened(view, whole, firm[start]))
                if beside and len(suspects & {whole, *firm[start : end + 1]}) > 1:
                    return True
            if added >= told:
                break
    return False


def _is_opened(view: Context, whole: Addend, part: Addend) -> bool:
    """Whether a bracket, a colon or "of whom" opens a list of parts behind a figure."""
    gap = view.gap(whole.place, part.place)
    return (
        view.sentence_of[whole.place] != view.sentence_of[part.place]
        or "(" in gap
        or ":" in gap
        or _OF_PARTS.search(gap) is not None
    )


def _sums(values: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The sums of one or more lists, with how many figures they have."""
    sums = {(0, 0)}
    for value, size in values:
        sums |= {(added + value, many + size) for added, many in sums}
    return sums

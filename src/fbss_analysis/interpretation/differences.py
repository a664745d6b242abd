"""Differences: a figure that a text gives as what lies between two others, in their own unit.

"60% versus 45%, a difference of 15 percentage points", "53.4 before and 33.6 after, i.e. 19.8 points lower", a row for
each group and one for the gap. Points between percentages can be told of nothing but two percentages, so that two
of them near by are enough; a score, a weight or a time needs levels that the text sets against each other (`levels`).
A difference lies between two levels or between two changes, never between one and the other. Whichever two near by
bear it out may be meant, and one out of a model need not be what two printed means give.

Reference: Altman DG. Practical Statistics for Medical Research. Chapman & Hall 1991, section 9.6 (differences of
means and of proportions).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from fbss_analysis.interpretation.alikeness import BOUNDS, is_points, like, measure
from fbss_analysis.interpretation.asides import is_planned
from fbss_analysis.interpretation.belonging import belongs, has_effects, in_grid, in_one_sentence, is_alone
from fbss_analysis.interpretation.cells import heads_points
from fbss_analysis.interpretation.change_words import NOUN
from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.directions import is_absolute, tells_difference
from fbss_analysis.interpretation.levels import Pair, find_pairs, window
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.reckonings import agrees, is_slip_away
from fbss_analysis.schema import Kind

_BETWEEN = re.compile(r"\b(?:difference|gap|margin)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\brelative\b", re.IGNORECASE)
_RELATIVE_CHANGE = re.compile(r"\b(?:relative\s+(?:risk\s+)?\w+|RRR|RR)\b[^.;,\d]{0,25}$", re.IGNORECASE)
_FOR_RELATIVE = re.compile(r"\s*(?:for|of|as)\s+(?:an?\s+|the\s+)?relative\b", re.IGNORECASE)
_ADJUSTED = re.compile(
    r"\b(?:adjust\w+|least[\s-]squares?|model\w*|regression|ANCOVA|weighted|pooled|standardi[sz]ed|imput\w+|confidence)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:power(?:ed)?|detect\w*|sample\s+size|non-?inferior\w*(?:\s+margin)?|equivalence|clinically|minim(?:al|um)\b|threshold|expected|assum\w+|pre-?\s?(?:specified|defined|set)|at\s+least|relevant|important)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:difference|gap)\b(?:\s+(?:of|was|is|being)|,|:|\s*=)?\s*$", re.IGNORECASE)
_OBSERVED = re.compile(
    r"\b(?:observed|actual|found|measured)\s+(?:\w+\s+){0,2}(?:was\s+|of\s+)?[+−–-]?$", re.IGNORECASE
)
_MINUS, _EQUALS = re.compile(r"\s*(?:[−–-]|minus)\s*"), re.compile(r"\s*(?:=|equals|is|gives|makes)\s*")
_ABSOLUTE = re.compile(r"\babsolute\b|\brisk\s+difference\b", re.IGNORECASE)
_LEVEL_OF_TRUST = re.compile(r"\s*(?:CI|CrI|confidence|credible)\b", re.IGNORECASE)
_TRIALS = re.compile(r"\b(?:trials|studies|RCTs|evidence|meta-?analys\w+|review)\b", re.IGNORECASE)
_MODELLED = re.compile(
    r"\b(?:adjusted|modell?ed|weighted|pooled|standardi[sz]ed|imputed|estimated)\b[^.;,\d]{0,40}$", re.IGNORECASE
)
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_COMES_AFTER = re.compile(
    rf"(?:\s+points?)?[\s,:;(–—-]*(?:i\.e\.,?\s*|that\s+is,?\s*|thus\s+)?(?:by|an?\s+(?:(?:further|overall|total|absolute)\s+)?{NOUN}\s+of)\s+",
    re.IGNORECASE,
)
_COMES_FIRST = re.compile(r"[\s,:;(–—-]*from\s+", re.IGNORECASE)
_MOST, _FEW, _ARMS = 8, 3, 2
_SENTENCES = 3


def propose_difference(view: Context, i: int) -> Proposal | None:
    """The readings of a difference between two figures that the text ties it to; None where it ties it to none."""
    mention = view.mentions[i]
    if mention.low is not None or mention.value is None or not tells_difference(view, i):
        return None
    if _RELATIVE.search(view.before(i, 60)) or _MODELLED.search(view.before(i, 60)):
        return None
    if _FOR_RELATIVE.match(view.after(i, 20)) or _is_planned(view, i):
        return None
    tied, near = _tied(view, i)
    if not tied:
        return None
    few = len(near) <= _FEW and is_points(view, i)
    pairs = [*tied, *(pair for pair in combinations(near, 2) if few or _fits(view, i, *pair))]
    ordered = [sorted(pair, key=lambda j: value_of(view.mentions[j])) for pair in dict.fromkeys(pairs)]
    signs = (-1, 1) if value_of(mention) < 0 else (1,)
    readings = [f"@{high} - @{low}" if sign > 0 else f"@{low} - @{high}" for low, high in ordered for sign in signs]
    readings += _of_arms(view, tied)
    planned = is_planned(view, i) and not _OBSERVED.search(view.before(i, 40))
    if planned and not all(in_one_sentence(view, i, *pair) and view.is_percent(pair[0]) for pair in tied):
        return None
    plain = not planned and _is_plain(view, i, tied)
    held = plain or agrees(view, i, readings) or is_slip_away(view, i, readings)
    return Proposal(tuple(readings)) if held else None


def _is_plain(view: Context, i: int, tied: Sequence[tuple[int, int]]) -> bool:
    """Whether a difference stands with its two figures in a sentence, in points, or called a difference."""
    if len(tied) != 1 or not in_one_sentence(view, i, *tied[0]):
        return False
    if _goes_from_to(view, i, *tied[0]):
        return True
    if _is_called_so(view, i) and like(view, *tied[0]) and not view.is_percent(tied[0][0]):
        return True
    here = [j for j in view.with_sentence(i) if view.mentions[j].kind in (Kind.PERCENT, Kind.PERCENT_CHANGE) and j != i]
    in_points = is_points(view, i) or is_absolute(view, i) or view.mentions[i].unit == "points"
    return set(here) == set(tied[0]) and in_points


def _goes_from_to(view: Context, i: int, j: int, k: int) -> bool:
    """Whether a figure in points is by how much something went "from … to …": "by 17 points", "a gain of 17 points"."""
    if view.mentions[i].unit != "points" or not any(pair.ordered for pair in find_pairs(view, i, (j, k))):
        return False
    beside = _COMES_AFTER.fullmatch(view.gap(k, i)) if k < i else _COMES_FIRST.fullmatch(view.gap(i, j))
    return beside is not None and (k < i or _BY.search(view.before(i, 30)) is not None)


def _is_called_so(view: Context, i: int) -> bool:
    """Whether a figure behind its levels is called a difference between them."""
    return _CALLED.search(view.before(i, 60)) is not None


def _of_arms(view: Context, tied: Sequence[tuple[int, int]]) -> list[str]:
    """The readings of a difference between the changes of two arms, each told with its two levels."""
    if len(tied) != _ARMS or len({j for pair in tied for j in pair}) != 2 * _ARMS:
        return []
    (a, b), (c, d) = (sorted(pair, key=lambda j: value_of(view.mentions[j])) for pair in tied)
    return [f"(@{b} - @{a}) - (@{d} - @{c})", f"(@{d} - @{c}) - (@{b} - @{a})"]


def _tied(view: Context, i: int) -> tuple[list[tuple[int, int]], list[int]]:
    """The pairs that a difference is told of, and all figures near by that it may lie between."""
    mention = view.mentions[i]
    if i > 1 and _MINUS.fullmatch(view.gap(i - 2, i - 1)) and _EQUALS.fullmatch(view.gap(i - 1, i)):
        return [(i - 2, i - 1)], [i - 2, i - 1]
    of_shares = is_points(view, i) or heads_points(view, i) or mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE)
    near = in_grid(view, i, [j for j in window(view, i) if j != i and _is_operand(view, i, j, of_shares=of_shares)])
    tied = _shares(view, i, near) if of_shares else _levels(view, i, near)
    if not tied and of_shares:
        bare = [j for j in view.with_sentence(i) if measure(view, j) == ("plain", "")]
        tied = [(pair.first, pair.second) for pair in find_pairs(view, i, bare) if pair.ordered]
    if not tied and of_shares and mention.kind not in (Kind.PERCENT, Kind.PERCENT_CHANGE):
        bare = [j for j in window(view, i) if j != i and _is_operand(view, i, j, of_shares=False)]
        near = in_grid(view, i, bare)
        tied = _levels(view, i, near)
    if not tied and mention.unit == "points":
        near = [j for j in window(view, i) if j != i and _is_operand(view, i, j, of_shares=True)]
        near = [j for j in in_grid(view, i, near) if view.is_percent(j)]
        tied = _of_points(view, i, near)
    if not tied and not of_shares and not _is_modelled(view, i):
        near = [j for j in view.with_sentence(i) if j != i and _is_change(view, i, j) and not _is_called_so(view, j)]
        tied = [(near[0], near[1])] if len(near) == 2 and _BETWEEN.search(view.before(i, 60)) else []
    return tied, near


def _of_points(view: Context, i: int, near: Sequence[int]) -> list[tuple[int, int]]:
    """Two percentages that plain points are told of: in their sentence, or where nothing but they can be meant."""
    here = [j for j in near if view.sentence_of[j] == view.sentence_of[i]]
    chosen = here if len(here) == 2 else near
    if len(chosen) != 2 or has_effects(view, i):
        return []
    return [(chosen[0], chosen[1])] if belongs(view, i, Pair(chosen[0], chosen[1])) else []


def _is_change(view: Context, i: int, j: int) -> bool:
    """Whether a figure is itself a change in the unit of difference `i`."""
    return tells_difference(view, j) and view.mentions[j].unit == view.mentions[i].unit


def _is_planned(view: Context, i: int) -> bool:
    """Whether a difference is one to be found or one that matters, not one that was found."""
    if _OBSERVED.search(view.before(i, 40)):
        return False
    before = re.split(r"[.;,]\s|\d", view.before(i, 90))[-1]
    return _PLANNED.search(before + view.after(i, 30)) is not None or _is_of_trials(view, i)


def _is_of_trials(view: Context, i: int) -> bool:
    """Whether a difference with its interval is pooled from trials, and no difference of two printed figures."""
    with_interval = any(view.mentions[j].kind == Kind.CONFIDENCE_INTERVAL for j in view.with_sentence(i) if j > i)
    return with_interval and _TRIALS.search(view.sentence(i)) is not None


def _is_operand(view: Context, i: int, j: int, *, of_shares: bool) -> bool:
    """Whether a figure is a level that a difference in points, or in its own unit, may lie between."""
    if of_shares:
        share = view.mentions[j].kind in (Kind.PERCENT, Kind.RATIO_ONE_IN_N) and view.mentions[j].low is None
        share = share and view.mentions[j].hedge not in BOUNDS and not view.before(j, 4).rstrip().endswith("=")
        share = (
            share and not _LEVEL_OF_TRUST.match(view.after(j, 16)) and not _RELATIVE_CHANGE.search(view.before(j, 60))
        )
        return share and not is_points(view, j) and not view.is_criterion(j)
    told, mention = measure(view, j), view.mentions[i]
    if told is None or told[0] == "percent" or tells_difference(view, j):
        return False
    if mention.kind in (Kind.DURATION, Kind.DOSE, Kind.MONEY) and told != ("plain", ""):
        return told[0] == mention.kind.value and told[1] == mention.unit
    return told[1] in ("", mention.unit)


def _shares(view: Context, i: int, near: Sequence[int]) -> list[tuple[int, int]]:
    """Two percentages in the sentence of the difference, else with those of the sentences around it."""
    at = view.sentence_of[i]
    for reach in range(1 if has_effects(view, i) else _SENTENCES + 1):
        inside = [j for j in near if at is not None and -reach <= (view.sentence_of[j] or 0) - at <= max(0, reach - 1)]
        if len(inside) > 1:
            few_of_one = len(inside) == _FEW and in_one_sentence(view, *inside) and not has_effects(view, i)
            together = reach == 0 or few_of_one
            few = len(inside) == 2 or (together and len(inside) <= _MOST)
            return list(combinations(inside, 2)) if few else []
    return []


def _levels(view: Context, i: int, near: Sequence[int]) -> list[tuple[int, int]]:
    """The two figures of one measure that are set against each other, where there is no third."""
    if _is_modelled(view, i):
        return []
    found = [pair for pair in find_pairs(view, i, near) if belongs(view, i, pair)]
    ordered = [pair for pair in found if pair.ordered and in_one_sentence(view, i, pair.first)]
    found = ordered or [pair for pair in found if is_alone(view, i, pair, near) and _has_unit(view, i, pair)]
    if view.mentions[i].kind == Kind.MONEY:
        found = [pair for pair in found if pair.ordered or in_one_sentence(view, i, pair.first, pair.second)]
    most = _ARMS if ordered else 1
    return [(pair.first, pair.second) for pair in found] if len(found) <= most else []


def _has_unit(view: Context, i: int, pair: Pair) -> bool:
    """Whether one of two levels has the unit of a difference, where that has one; counts are no decimals apart."""
    told = [view.mentions[j] for j in (pair.first, pair.second)]
    if "." in view.mentions[i].text and all(m.kind == Kind.COUNT and "." not in m.text for m in told):
        return False
    unit = view.mentions[i].unit
    if unit in ("", "points") or unit in (view.mentions[pair.first].unit, view.mentions[pair.second].unit):
        return True
    scales = [j for j in view.with_sentence(i) if view.mentions[j].kind == Kind.NUMBER_RANGE]
    return any(view.mentions[j].unit == unit for j in scales)


def _is_modelled(view: Context, i: int) -> bool:
    return has_effects(view, i) or _ADJUSTED.search(view.before(i, 150) + view.after(i, 60)) is not None


def _fits(view: Context, i: int, j: int, k: int) -> bool:
    told, found = abs(value_of(view.mentions[i])), abs(value_of(view.mentions[j]) - value_of(view.mentions[k]))
    return abs(told - found) <= max(0.06 * told, 0.15)

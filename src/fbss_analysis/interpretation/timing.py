"""By when: which follow-up time each figure is read at.

A figure takes the horizon that its clause gives it: the next one behind it, or the one in front where the sentence
opens with its horizon; lists of equal length pair by position ("5% and 9% at one and two years"). A sentence that opens
with a horizon passes it on to the next ones, and a line that leads in a list ("Two years after surgery:") to all its
items, until one of them states its own. Which lengths of time are horizons at all, `followup` says.

Reference: Altman DG, Bland JM. Time to event (survival) data. BMJ 1998;317:468-469 (a proportion needs its time).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from fbss_analysis.interpretation.context import EFFECTS, SHARES, Context
from fbss_analysis.interpretation.followup import HORIZON, UNITS, in_words, role
from fbss_analysis.schema import Kind, Mention, Qualifier

_PREPOSITION_OF_NEXT = re.compile(
    r"(?:[,;]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b)\s*(?:at|by|after|within|in|over)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_CROWD = 80
_FROM_TO = re.compile(r"\s*(?:\w+[\s-]*){0,3}\bto\s+(?:about\s+)?", re.IGNORECASE)
_OPENS = re.compile(
    r"\W*(?:[^\W\d]+(?:\s[^\W\d]+){0,2}:\s*)?(?:(?:and|but|similarly|overall|then|however|also)\W+)?"
    r"(?:(?:at|by|after|within|in|over|during|for|only|just|about|the|a|an|final|last|mean|median|average|first|follow-?up|of)\W+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Time:
    """The horizon of a figure in words, with the stretches of text that it was taken from."""

    horizon: str
    qualifiers: tuple[Qualifier, ...]


def find_times(view: Context) -> dict[int, Time]:
    """The horizon of every figure that has one; a horizon's own mention is its own."""
    horizons = _elided(view, [i for i in range(len(view.mentions)) if role(view, i) == HORIZON])
    found = {i: _time(view, i) for i in horizons}
    for sentence in _sentences(view):
        found |= _of_sentence(view, sentence, horizons)
    found |= _of_dates(view)
    found |= _handed_down(view, horizons, found)
    return found


def _time(view: Context, *horizons: int) -> Time:
    marks = tuple(Qualifier("horizon", m.text, m.start, m.end) for m in (view.mentions[h] for h in horizons))
    return Time(in_words(view.mentions[horizons[0]]), marks)


def _elided(view: Context, horizons: list[int]) -> frozenset[int]:
    """With one member of a list of durations ("1, 3 and 6 months") all of it are horizons."""
    durations = [i for i, m in enumerate(view.mentions) if m.kind == Kind.DURATION and m.unit in UNITS]
    runs = view.runs(durations)
    return frozenset(i for run in runs if set(run) & set(horizons) for i in run) | frozenset(horizons)


def _sentences(view: Context) -> list[list[int]]:
    """The mentions of each sentence that has any; a crowd of them is cut up."""
    groups: list[list[int]] = []
    for i, at in enumerate(view.sentence_of):
        if at is None:
            continue
        if groups and view.sentence_of[groups[-1][0]] == at and len(groups[-1]) < _CROWD:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def is_figure(view: Context, i: int) -> bool:
    """Whether a mention is a result that may have a horizon: a share, effect, change or mean, and no criterion."""
    kind = view.mentions[i].kind
    if view.is_criterion(i):
        return False
    return kind in SHARES or kind in EFFECTS or kind in (Kind.MULTIPLIER_WORD, Kind.PERCENT_CHANGE, Kind.MEAN_SD)


def _of_sentence(view: Context, sentence: list[int], horizons: frozenset[int]) -> dict[int, Time]:
    here = [i for i in sentence if i in horizons]
    figures = [i for i in sentence if is_figure(view, i)]
    if not here or not figures:
        return {}
    found = _from_to(view, figures, here) | _paired(view, figures, here)
    for i in figures:
        if i not in found and (chosen := _chosen(view, i, figures, here)) is not None:
            found[i] = _time(view, chosen)
    return found


def _from_to(view: Context, figures: list[int], here: list[int]) -> dict[int, Time]:
    """A change "from six months to one year" has both."""
    found = {}
    for i in figures:
        ahead = [h for h in here if h > i][:2]
        changes = view.mentions[i].kind in (Kind.MULTIPLIER_WORD, Kind.PERCENT_CHANGE)
        if (
            changes
            and len(ahead) == 2
            and view.gap(i, ahead[0]).rstrip().endswith("from")
            and _FROM_TO.fullmatch(view.gap(*ahead))
        ):
            first, second = (view.mentions[h] for h in ahead)
            marks = (
                Qualifier("from", first.text, first.start, first.end),
                Qualifier("to", second.text, second.start, second.end),
            )
            found[i] = Time(_between(first, second), marks)
    return found


def _between(first: Mention, second: Mention) -> str:
    one, other = in_words(first), in_words(second)
    if one.split()[-1].rstrip("s") == other.split()[-1].rstrip("s"):
        return f"{one.split()[0]} to {other}"
    months = {"year": 12, "month": 1}
    units = first.unit.rstrip("s"), second.unit.rstrip("s")
    if first.value is None or second.value is None or not set(units) <= months.keys():
        return f"{one} to {other}"
    return f"{first.value * months[units[0]]:g} to {second.value * months[units[1]]:g} months"


def _paired(view: Context, figures: list[int], here: list[int]) -> dict[int, Time]:
    """Lists of equal length pair by position."""
    found: dict[int, Time] = {}
    times = [run for run in view.runs(here) if len(run) > 1]
    for run in view.runs(figures):
        match = next((t for t in times if len(t) == len(run)), None)
        if match and len(run) > 1:
            found |= {i: _time(view, h) for i, h in zip(run, match, strict=True)}
    return found


def _chosen(view: Context, i: int, figures: list[int], here: list[int]) -> int | None:
    """The horizon of one figure of a sentence: in front where the sentence opens with it, else the next behind."""
    before = [h for h in here if h < i]
    behind = _next_behind(view, i, figures, here)
    opens = here[0] < figures[0]
    if opens:
        previous = max((f for f in figures if f < i), default=-1)
        if behind is not None and not any(previous < h < i for h in here):
            return behind
        return before[-1] if before else behind
    previous = max((f for f in figures if f < i), default=-1)
    if behind is None and before and before[-1] > previous >= 0 and _opens_next(view, previous, before[-1], i):
        return before[-1]
    return behind if behind is not None else _shared(view, i, figures, before)


def _next_behind(view: Context, i: int, figures: list[int], here: list[int]) -> int | None:
    """The first horizon behind the figure before a figure that is not of its list, unless it opens what follows."""
    run = view.run(figures, i)
    following = next((f for f in figures if f > run[-1] and not _tells_again(view, f)), None)
    for h in here:
        if h > i and (following is None or h < following):
            return None if following is not None and _opens_next(view, run[-1], h, following) else h
    later = [h for h in here if h > i]
    alone = len(here) == 1 and not view.in_brackets(i)
    return later[0] if later and alone and _compares(view, i, later[0]) else None


def _opens_next(view: Context, i: int, h: int, following: int) -> bool:
    """Whether ", and at one year 10%" gives the horizon to the figure behind it."""
    close = len(view.gap(h, following).split()) <= 3 and not re.search(r"[;,]\s*\S", view.gap(h, following))
    return close and _PREPOSITION_OF_NEXT.search(view.gap(i, h)) is not None


def _compares(view: Context, i: int, h: int) -> bool:
    """Two groups told side by side share the horizon that closes the sentence."""
    return re.search(r"\b(?:compared|versus|vs|while|whereas|and|than)\b", view.gap(i, h), re.IGNORECASE) is not None


def _shared(view: Context, i: int, figures: list[int], before: list[int]) -> int | None:
    """A horizon given to the figure just before is shared by one that is set against it or stands in its brackets."""
    if not before:
        return None
    previous = max((f for f in figures if f < i), default=None)
    gap = view.gap(previous, i) if previous is not None else ""
    against = re.search(r"\b(?:compared|versus|vs|than|against)\b", gap, re.IGNORECASE)
    return before[-1] if against or _tells_again(view, i) else None


def _tells_again(view: Context, i: int) -> bool:
    """Whether a figure is a ratio or fraction in brackets, the other form of the share in front of it."""
    return view.mentions[i].kind in (Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD) and view.in_brackets(i)


def _of_dates(view: Context) -> dict[int, Time]:
    """Between two years: a change spans both, and the counts it goes from and to take one each."""
    found: dict[int, Time] = {}
    for d, date in enumerate(view.mentions):
        if date.kind != Kind.DATE or date.low is None or date.high is None:
            continue
        mark = (Qualifier("horizon", date.text, date.start, date.end),)
        span = Time(f"{date.low:g}-{date.high:g}", mark)
        same = [i for i in view.with_sentence(d) if i > d]
        changes = [i for i in same if view.mentions[i].kind in (Kind.PERCENT_CHANGE, Kind.MULTIPLIER_WORD)]
        counts = [i for i in same if view.mentions[i].kind == Kind.COUNT]
        found |= {d: span} | dict.fromkeys(changes, span)
        if changes and len(counts) == 2 and re.search(r"\bto\b", view.gap(*counts)):
            found |= {counts[0]: Time(f"{date.low:g}", mark), counts[1]: Time(f"{date.high:g}", mark)}
    return found


def _handed_down(view: Context, horizons: frozenset[int], found: dict[int, Time]) -> dict[int, Time]:
    """Give figures in sentences without a horizon what the sentence before, or the line above the list, opened with."""
    given: dict[int, Time] = {}
    carried: dict[int, Time | None] = {}
    blocks_of_items: dict[int, Time | None] = {}
    ordered = sorted(horizons)
    for sentence in _sentences(view):
        block = view.block(sentence[0])
        if block is None:
            continue
        own = [i for i in sentence if i in horizons]
        lead = view.page.blocks[block].lead
        if own:
            opened = _opening(view, own[0], sentence)
            carried[block] = found[own[0]] if opened else None
            if lead is not None:
                blocks_of_items[lead] = carried[block]
            continue
        time = carried.get(block) or (
            _from_lead(view, lead, ordered, found) or blocks_of_items.get(lead) if lead is not None else None
        )
        if time is not None:
            given |= {i: time for i in sentence if is_figure(view, i) and i not in found}
    return given


def _opening(view: Context, h: int, sentence: Sequence[int]) -> bool:
    """Whether the sentence opens with its horizon, before any figure."""
    figures = [i for i in sentence if is_figure(view, i)]
    return _OPENS.fullmatch(view.before(h)) is not None and (not figures or h < figures[0])


def _from_lead(view: Context, lead: int | None, ordered: Sequence[int], found: dict[int, Time]) -> Time | None:
    """The last horizon of the line that leads in a list, or of the line that leads that in."""
    while lead is not None:
        block = view.page.blocks[lead]
        last = bisect_left(ordered, block.end, key=lambda h: view.mentions[h].start) - 1
        inside = last >= 0 and view.mentions[ordered[last]].start >= block.start
        if inside and (block.kind == "heading" or view.block_text(lead).rstrip().endswith(":")):
            return found[ordered[last]]
        lead = block.lead
    return None

"""Compositions: a whole, the words that compose it, and the list of its parts to the end of the clause.

Where the words claim that exactly these figures make that one (`ties`), nothing about the figures themselves is asked
first: no slip must explain the misfit, as it must where figures only stand near each other (`tallies`). What is asked
is that the list is one: all figures of one sort, told alike from the first to the last, joined by commas and an "and"
or shut in by brackets, with no other figure of the sort left over in the sentence. A composition is silent where the
words select ("including", "mostly"), where some were lost, and where any other choice of the figures around agrees.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fbss_analysis.interpretation import ties
from fbss_analysis.interpretation.addends import Addend
from fbss_analysis.interpretation.agreements import agrees
from fbss_analysis.interpretation.closed import complementary
from fbss_analysis.interpretation.context import Context, mentions_by_sentence
from fbss_analysis.interpretation.enumerations import FEW, MOST, figures_of, is_choice, is_list, is_listed, list_behind
from fbss_analysis.interpretation.outsiders import are_outsiders
from fbss_analysis.interpretation.recapitulations import recapitulations
from fbss_analysis.interpretation.reservations import is_loose
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.printed.mistyping import is_slip
from fbss_analysis.schema import Claim

Parted = tuple[Sequence[Claim], Claim | str, str]
_CROWD = 30  # mentions of a sentence
_NEAR, _FAR = (0.4, 2.5), (0.15, 7)  # of the whole: parts that make less or more tell something else
_WORDS = r"(?:[^.;:\d]|(?<=[A-Za-z])\d)"  # "L4" is a word
_OPENED = re.compile(rf"(?:[:(–—]|\s-\s)\s*{_WORDS}{{0,60}}$")
_FOLLOWED = re.compile(
    r"\s*[^\W\d][^.;:]{0,100}?[,;]\s*(?:and\s+|with\s+|of\s+(?:which|whom|these|them)\s*,?\s+)?[^.;:,\d]{0,50}$|,\s+of\s+(?:which|whom|these|them)\b[^.;:,\d]{0,50}$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:^|[.;:,]\s*|^\W*[^.;,]{0,40},\s*)(?:of|among(?:st)?|out\s+of|from)\s+(?:a\s+total\s+of\s+)?(?:the\s+|these\s+|all\s+|our\s+|those\s+)*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*[,;)]|\s+(?:and|for|on|in|of|by|before|after|during|at|with|to)\b", re.IGNORECASE)
_COLON = re.compile(r"\s+[^.;:,()\d]{1,60}:\s+")
_THE_TOTAL = re.compile(r"[,;]\s*(?:grand\s+|overall\s+)?(?:total|sum)\s*[:=]?\s*[$£€]?$", re.IGNORECASE)
_SCALE = re.compile(r"thousand|[mb]illion|trillion", re.IGNORECASE)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_BUT = re.compile(r"\b(?:while|whereas|but|although|though|if|when|without)\b", re.IGNORECASE)
_COMMA = re.compile(r"[,:–—]|\bgiving\b|^\)\s*(?:cost|took|lasted|gave|weighed|numbered|made)\b", re.IGNORECASE)
_OF_THESE = re.compile(r"\s*(?:of|among)\s+(?:these|them|those|which|whom)\b|\s*(?:all|each|every)\b", re.IGNORECASE)
_ADJUNCT = re.compile(r"\s*(?:[^\W\d][\w-]*\s+){0,2}?(in|on|from|through|via|to|for|under|as)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:[^\W\d][\w-]*\s+)?of\s+(?:them|whom|which|these|those)\b", re.IGNORECASE)
_AS_ITSELF = re.compile(
    r"\b(?:as|of)\b[^:(,;]*[^\W_][^:(,;]*,\s*(?:and\s+)?$", re.IGNORECASE
)  # "22 were classed as type 1, 9 as"
_IS_ALL = re.compile(r"\s+(?:[^\W\d][\w-]*\s+){1,4}(?:were|are|was|is)\s+", re.IGNORECASE)  # "these 40 leaks were 12 …"
_THESE = re.compile(r"\b(?:the|these|those|our|its|their|all)\s+$", re.IGNORECASE)
_AND_WERE = re.compile(r"^[^.;:]*\band\s+(?:was|were|is|are)\b", re.IGNORECASE)
_PEOPLE = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole, its parts in the order of the text, and the words that tie them."""

    whole: Addend
    parts: tuple[Addend, ...]
    said: str


def find_compositions(view: Context, claims: Sequence[Claim]) -> Iterator[Parted]:
    """Every composition of a text, whether its parts make the whole or not."""
    told = mentions_by_sentence(view)
    for at, places in told.items():
        if len(places) > _CROWD:
            continue
        earlier = told.get(at - 1, [])
        before = figures_of(view, earlier) if len(earlier) <= _CROWD else {}
        for found in _compositions(view, figures_of(view, places), before):
            if _holds(view, found):
                whole = claims[found.whole.place]
                plain = whole.mention.denominator != found.whole.value and whole.mention.unit != "times"
                own = whole if plain else f"{found.whole.value:.0f}"
                yield [claims[part.place] for part in found.parts], own, found.said
                break


def _compositions(
    view: Context, own: dict[str, list[Addend]], before: dict[str, list[Addend]]
) -> Iterator[Composition]:
    for sort, figures in own.items():
        if sort == "%":
            continue
        yield from _opened(view, figures)
        yield from _arriving(view, figures)
        yield from _shared_out(view, figures)
        for found in recapitulations(view, sort, figures, before.get(sort, ())):
            yield Composition(*found)
        if sort != "n" and len(figures) == 1:
            yield from _elided(view, figures[0], own.get("n", ()))
        if len(before.get(sort, ())) == 1 and len(figures) >= FEW:
            yield from _carried_on(view, before[sort][0], figures)


def _opened(view: Context, figures: Sequence[Addend]) -> Iterator[Composition]:
    """A whole that opens the list of its parts."""
    for at, whole in enumerate(figures):
        parts = list_behind(view, whole, figures)
        if len(parts) < FEW or whole.place > parts[0].place:
            continue
        called = ties.CALLED.search(view.before(whole.place, 30))
        listed = at > 0 and not whole.is_base and not called and is_listed(view, figures[at - 1], whole)
        if not listed and (said := _tie(view, whole, parts)):
            yield Composition(whole, tuple(parts), said)


def _elided(view: Context, whole: Addend, counts: Sequence[Addend]) -> Iterator[Composition]:
    """A whole that alone tells the unit of its parts: "95 minutes: 20 for positioning, 60 for placement and 15 …"."""
    parts = [part for part in counts if part.place > whole.place]
    bare = all(_BARE.match(view.after(part.place, 12)) and part.of is None for part in parts)
    if not FEW <= len(parts) <= MOST or not bare or not is_list(view, parts):
        return
    gap = view.gap(whole.place, parts[0].place)
    named = all(re.match(r"\s+\w", view.after(part.place, 12)) for part in parts)
    called = ties.CALLED.search(view.before(whole.place, 80)) and view.in_brackets(parts[-1].place)
    if called or (named and (_OPENED.search(gap) or ties.COMPOSED.search(gap))):
        yield Composition(whole, tuple(parts), "in one unit")


def _arriving(view: Context, figures: Sequence[Addend]) -> Iterator[Composition]:
    """A whole that closes the list of its parts."""
    for at, whole in enumerate(figures):
        parts = [part for part in figures[:at] if not part.is_base]
        listed = is_list(view, parts) or is_list(view, [*parts, whole], closed_by=_THE_TOTAL)
        if not FEW <= len(parts) <= MOST or whole.is_base or not listed:
            continue
        gap = view.gap(parts[-1].place, whole.place)
        if any(ties.CALLED_BEHIND.match(view.after(part.place, 40)) for part in parts):
            continue  # each is a total of its own
        behind = ties.CALLED_BEHIND.match(view.after(whole.place, 90)) if _COMMA.search(gap) else None
        added = ties.ADDED.search(view.before(parts[0].place, 120)) and ties.MAKES.search(gap)
        arrives = ties.ARRIVES.search(gap[-90:]) or _summed(view, whole, parts) or behind or added
        if arrives and not ties.RUNNING.search(gap) and "." not in gap.replace("i.e.", "").rstrip()[:-1]:
            yield Composition(whole, tuple(parts), " ".join(arrives[0].split()).lower())


def _summed(view: Context, whole: Addend, parts: Sequence[Addend]) -> re.Match[str] | None:
    """The words that call a whole one that stands behind its parts; one that some part exceeds may be their mean."""
    gap, listed = view.gap(parts[-1].place, whole.place)[-90:], view.gap(parts[0].place, parts[-1].place)
    other = whole.value <= max(part.value for part in parts) or _BUT.search(gap)
    return None if other or ties.COURSE.search(view.before(parts[0].place, 60) + listed) else ties.SUMMED.search(gap)


def _shared_out(view: Context, figures: Sequence[Addend]) -> Iterator[Composition]:
    """A whole told with the last of its parts: "one cause each: x in 12, y in 9 and z in 7 of the 28"."""
    parts = [part for part in figures if not part.is_base]
    if len(parts) < FEW or parts[-1].of is None or any(part.of for part in parts[:-1]) or not is_list(view, parts):
        return
    words = view.sentence(parts[-1].place)
    whole = next((f for f in figures if f.is_base and f.place == parts[-1].place), None)
    said = ties.EXCLUSIVE.search(words) or ties.KNOWN.search(words)
    if whole and said and len(parts) <= MOST:
        yield Composition(whole, tuple(parts), said[0].lower())


def _carried_on(view: Context, whole: Addend, figures: Sequence[Addend]) -> Iterator[Composition]:
    """A whole alone in its sentence, and the list of its parts in the next: "Of these, …"."""
    parts = [part for part in figures if not part.is_base]
    opens = _OF_THESE.match(view.before(parts[0].place, 300).lstrip()) if parts else None
    plain = opens and len(parts) == len(figures) <= MOST and is_list(view, parts)
    if plain and (said := _closing(view, whole, parts)):
        yield Composition(whole, tuple(parts), said)


def _tie(view: Context, whole: Addend, parts: Sequence[Addend]) -> str:
    """The words that tie a list to the whole in front of it; "" where none do."""
    gap = view.gap(whole.place, parts[0].place) if whole.place < parts[0].place else ""
    composed = ties.COMPOSED.search(gap)
    if (
        composed
        and len(gap) < 200
        and not _AS_ITSELF.search(gap)
        and not re.search(r"[.;]\s", gap.replace("i.e.", "").replace("viz.", ""))
    ):
        return " ".join(composed[0].split()).lower()
    if view.in_brackets(whole.place) and "(" in gap and ":" not in gap:
        return ""
    if ties.counts_of(gap) == len(parts) and not view.in_brackets(whole.place):
        return "as many as there are"
    if ties.DEALT_TO.match(gap) and _THESE.search(view.before(whole.place, 12)):
        return "dealt to"
    if _OF.search(view.before(whole.place, 80)) and ties.DEALT_OUT.match(gap) and _dealt_in(view, parts):
        return "dealt out"
    if ties.EACH_IN_ONE.match(gap) and _THESE.search(view.before(whole.place, 12)) and is_choice(view, parts):
        return "one or another"
    if _IS_ALL.fullmatch(gap) and _THESE.search(view.before(whole.place, 12)):
        return "these are"
    opened = _OPENED.search(gap) or _FOLLOWED.fullmatch(gap)
    everyone = ties.EVERYONE.search(view.before(whole.place, 40))
    opened = opened or (_AND_WERE.search(gap) if everyone else None)
    if not (opened or _OF.search(view.before(whole.place, 80)) or whole.is_base):
        return ""
    return _closing(view, whole, parts)


def _dealt_in(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether parts are told as assigned to one thing and to another: "74 were assigned to walks and 76 to baths"."""
    first, *others = (view.after(part.place, 60) for part in parts)
    return ties.DEALT_IN.match(first) is not None and all(
        re.match(r"\s+(?:\w+\s+){0,3}?to\b", words) for words in others
    )


def _closing(view: Context, whole: Addend, parts: Sequence[Addend]) -> str:
    """The words around a list that make it all of a whole: those that call it the whole, the rest, opposites."""
    last = parts[-1].place
    rest = ties.REST.search(re.split(r"\d", view.before(last, 80))[-1])
    if rest:
        return "the rest"
    if len(parts) == FEW and (
        ties.NEGATED.match(view.after(last, 80)) or complementary(view, [p.place for p in parts])
    ):
        return "opposites"
    words = view.sentence(last)
    accounted = ties.EVERYONE.search(view.before(whole.place, 40)) and ties.ACCOUNTED.search(words)
    exclusive = ties.EXCLUSIVE.search(words) or accounted if whole.sort == "n" else None
    if exclusive:
        return exclusive[0].lower()
    people = _PEOPLE.search(view.mentions[whole.place].unit)
    if len(parts) > FEW and whole.sort == "n" and not people and ties.OTHERS.match(view.after(last, 60)):
        return "and others"
    if _tell_happenings(view, whole, parts):
        return ""
    if whole.sort == "n" and (known := ties.KNOWN.search(words)):
        return known[0].lower()
    ahead = None if whole.is_base else ties.CALLED.search(view.before(whole.place, 120))
    called = ahead or ties.CALLED_BEHIND.match(view.after(whole.place, 90))
    if called and not ties.RUNNING.search(view.before(whole.place, 60)):
        return " ".join(called[0].split()).lower()
    if ties.EVERYONE.search(view.before(whole.place, 40)) and ties.DEALT.search(words):
        return "all"
    gap = view.document.text[view.mentions[whole.place].end : view.mentions[parts[0].place].start]
    if len(parts) > FEW and whole.sort == "n" and _COLON.fullmatch(gap):
        return "a colon"
    return "one by one" if _are_parallel(view, whole, parts) else ""


def _are_parallel(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether each part is told with the same small word: "859 from one, 167 from another and 376 from a third"."""
    words = [_ADJUNCT.match(view.after(part.place, 40)) for part in parts]
    told = {word[1].lower() if word else "" for word in words}
    if whole.place + 1 != parts[0].place or _OF.search(view.before(whole.place, 80)) or len(told) > 1 or "" in told:
        return False
    return re.search(rf"\b{told.pop()}\b", view.gap(whole.place, parts[0].place), re.IGNORECASE) is None


def _tell_happenings(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether the parts of a group of people are what happened to them, which may befall one person twice."""
    people = _PEOPLE.search(view.mentions[whole.place].unit)
    units = [view.mentions[part.place].unit for part in parts]
    strange = any(unit and not _PEOPLE.search(unit) and unit.endswith("s") for unit in units)
    happened = any(ties.HAPPENED.match(view.after(part.place, 60)) for part in parts)
    stages = sum(ties.STAGES.match(view.after(part.place, 60)) is not None for part in parts) > 1
    return bool((people and strange) or happened or stages)


def _holds(view: Context, found: Composition) -> bool:
    """Whether nothing around a composition speaks against it; one that fits needs no more."""
    whole, parts = found.whole, found.parts
    added = sum(part.value for part in parts)
    if added == whole.value:
        return True
    if not _is_near(whole, added) or is_loose(view, whole, parts, found.said):
        return False
    if whole.sort != "n" and abs(added - whole.value) <= sum(_last_digit(view, told) for told in (whole, *parts)) / 2:
        return False
    behind = [part for part in parts if part.place != whole.place + 1]  # not "of 40 residents, 12 of them men"
    of_another = any(_OF_THEM.match(view.after(part.place, 30)) for part in behind) or any(
        added - times * part.value == whole.value for part in parts for times in (1, 2)
    )
    return not (of_another or are_outsiders(view, whole, parts) or agrees(view, whole, parts))


def _is_near(whole: Addend, added: float) -> bool:
    """Whether a sum is of the size of a whole, or one digit away from it."""
    slip = whole.sort == "n" and is_slip(f"{whole.value:.0f}", f"{added:.0f}")
    near = _FAR if slip else _NEAR
    return near[0] * whole.value <= added <= near[1] * whole.value


def _last_digit(view: Context, figure: Addend) -> float:
    """What the last printed digit of an amount is worth: of "$7.9 million" a hundred thousand."""
    scale = _SCALE.search(view.mentions[figure.place].text)
    return _SCALES.get(scale[0].lower(), 1) * 10.0**-figure.decimals if scale else 10.0**-figure.decimals

"""Tallies: a stretch of text that says that some of its figures are all there are of another.

Which figures are the parts cannot always be told from the words, but need not be: where a stretch says that it counts
everything ("in all", "made up of", "every one is listed") and some of its figures do give the greatest or the one that
is called the total, the stretch agrees with itself. Only where no choice of two or more of them does is the tally
blamed, and only with figures that come near enough to have been meant so.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from fbss_analysis.interpretation.context import Context, mentions_by_sentence, value_of
from fbss_analysis.schema import Claim, Kind

Parted = tuple[Sequence[Claim], Claim | str, str]
_N = r"(?:two|three|four|five|six|seven|eight|\d)"
_EXHAUSTS = re.compile(
    rf"\b(?:exactly\s+{_N}|only\s+{_N}\s+(?:\w+\s+)?(?:groups?|kinds?|types?|classes|categories|answers|options)|(?:fell|falls|fall|divided|split|sorted|grouped|"
    rf"broken\s+down|divides?|splits?|breaks?\s+down)\s+(?:\w+\s+){{0,6}}?(?:into|by|between|according)|made\s+up\s+of|makes?\s+up|"
    r"composed\s+of|consist(?:s|ed|ing)?\s+of|compris(?:e|es|ed|ing)|(?:no|not\s+any|without\s+any)\s+(?:\w+\s+){0,3}?in\s+any\s+other|no\s+others?\b|nobody\s+else|"
    r"no\s+one\s+else|nothing\s+else|account(?:s|ed)?\s+for\s+(?:all|every|the\s+(?:whole|entire)|each)|every\s+(?:one|single\s+one|\w+)\s+(?:is|was|are|were|has\s+been)\s+"
    r"(?:\w+\s+)?(?:listed|counted|included|classed|shown|assigned|placed)|each\s+\w+\s+(?:is|was)\s+counted\s+once|these\s+(?:were|are)\s+all|that\s+was\s+all|"
    r"complete\s+(?:set|list|series|sample)|full\s+(?:set|list|series)|breakdown|pie\s+chart|"
    r"(?:the\s+)?whole\s+(?:cohort|sample|group|series|set)|entire\s+(?:cohort|sample|group|series)|mutually\s+exclusive|between\s+them|one\s+of\s+(?:two|three|four|five))\b",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\b(?:total(?:s|l?ed|l?ing)?|in\s+all|altogether|together|add(?:s|ed|ing)?\s+up|sum(?:s|med|ming)?|number(?:ed|ing)|in\s+sum|taken\s+together|"
    r"as\s+follows|namely|(?:were|came|was|are|is)\s+from)\b",
    re.IGNORECASE,
)
_AND_THE_REST = re.compile(r"\b(?:and|,)\s+(?:the\s+)?(?:rest|remaining|remainder|others)\b", re.IGNORECASE)
_WORKS = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|reviews?|papers?|articles?|countries|schools|hospitals|cent(?:er|re)s|groups?|arms?|years?|categories|classes)\b",
    re.I,
)
_BETWEEN = re.compile(r"[^.]{0,70}(?:[,;:(\n]|\band\b|\bplus\b|\bor\b)[^.]{0,70}", re.IGNORECASE)
_LEAST_WHOLE = 10
_SOME = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such\s+as|for\s+example|e\.g\.|mainly|mostly|chiefly|among\s+others|most\s+(?:common|frequent)\w*|some\s+of|more\s+than\s+one|"
    r"several\s+answers|overlap\w*|at\s+least|could\s+(?:choose|name|have)|both|multiple|respectively|compared|versus|vs|than|whereas|lost|excluded|screened|declined|running|cumulat\w+|since|preceding|previous)\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"\d[\d,]*(?:\s+[^\W\d][\w-]*){1,2},\s+\d[\d,]*\s+(?:through|from|via|at|by|in|on|to)\s", re.IGNORECASE
)
_RATE_OF = re.compile(
    r"\s*of\s+(?:the\s+)?(?:(?:women|men|smokers|diabetics|controls|older|younger|those|patients\s+(?:with|who|in)))\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:ris|rose|fell|fall|increas|decreas|drop|declin|grew|grow|improv|reduc|from\s+\d)", re.IGNORECASE
)
_MORE_DIGITS = re.compile(r"\s\d{3}\b|\d")
_SHORT_TIMES = ("minutes", "hours", "seconds")
_CLOSE_SHARES, _CLOSE = (0.7, 1.45), (0.5, 1.9)
_CROWD = 9
_TOLD = (Kind.PERCENT, Kind.COUNT)
_FEWEST_SHARES = 2


def find_tallies(view: Context, claims: Sequence[Claim], done: frozenset[int]) -> Iterator[Parted]:
    """Every tally whose figures are not those of `done`, with its whole and the words that close it."""
    told = mentions_by_sentence(view)
    for stretch in _stretches(view, told):
        if len(stretch) > 4 * _CROWD or done & set(stretch):
            continue
        words = _words(view, told, stretch)
        closes = _EXHAUSTS.search(words)
        if closes and not _SOME.search(words):
            yield from _shares(view, claims, stretch, " ".join(closes[0].split()).lower())
        if not _SOME.search(words):
            if closes or _TOTALS.search(words) or _AND_THE_REST.search(words):
                yield from _of_printed(view, claims, stretch)
            yield from _like(view, claims, stretch, exhausts=bool(closes))


def _stretches(view: Context, told: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """The mentions of each sentence, and those of each list with the lines around it."""
    lists: dict[int, list[int]] = defaultdict(list)
    blocks = view.page.blocks
    first = _first_items([block.kind == "item" for block in blocks])
    for at, places in told.items():
        block = view.page.sentences[at].block
        items = [b for b in (block, block + 1, block - 1) if 0 <= b < len(blocks) and blocks[b].kind == "item"]
        if items:
            lists[first[items[0]]] += places
    yield from (places for places in lists.values() if len(places) > 2)
    yield from told.values()


def _first_items(items: Sequence[bool]) -> list[int]:
    """For each block the first one of the run of items that it stands in."""
    first: list[int] = []
    for i, item in enumerate(items):
        first.append(first[-1] if i and item and items[i - 1] else i)
    return first


def _words(view: Context, told: Mapping[int, list[int]], stretch: Sequence[int]) -> str:
    """The text of a stretch and of the sentence behind it, where that is of the same passage."""
    places = [at for at in (view.sentence_of[stretch[0]], view.sentence_of[stretch[-1]]) if at is not None]
    last = places[-1]
    further = view.page.sentences[last + 1 : last + 2]
    if (
        further
        and view.passage_of[further[0].block] == view.passage(stretch[-1])
        and not any(view.mentions[i].kind in _TOLD for i in told.get(last + 1, ()))
    ):
        last += 1
    return view.document.text[view.page.sentences[places[0]].start : view.page.sentences[last].end]


def _shares(view: Context, claims: Sequence[Claim], stretch: Sequence[int], said: str) -> Iterator[Parted]:
    """Percentages that are said to be all, and make no hundred whichever of them are taken."""
    places = [i for i in stretch if _is_share(view, i)]
    if not _FEWEST_SHARES <= len(places) < _CROWD or any(claims[i].restates for i in places):
        return
    if len({claims[i].denominator for i in places if claims[i].derivation}) > 1:
        return
    if not _is_list(view, places) or not _leads_in(view, places[0], said):
        return
    values = [value_of(view.mentions[i]) for i in places]
    near = [c for c in _choices(len(values)) if abs(sum(values[j] for j in c) - 100) <= len(c) / 2]
    added = sum(values)
    if max(values) < 100 and (near or _CLOSE_SHARES[0] * 100 <= added <= _CLOSE_SHARES[1] * 100):
        chosen = near[0] if near else tuple(range(len(values)))
        yield [claims[places[j]] for j in chosen], "100%", said


def _leads_in(view: Context, first: int, said: str) -> bool:
    """Whether words such as "consisting of" stand in front of the list that they open."""
    opens = re.match(r"consist|compris|made|composed", said)
    return opens is None or said.split()[0] in view.before(first).lower()


def _is_share(view: Context, i: int) -> bool:
    mention = view.mentions[i]
    plain = mention.kind in (Kind.PERCENT, Kind.PERCENT_CHANGE) and "point" not in mention.text
    return plain and not _RATE_OF.match(view.after(i)) and not _CHANGES.search(view.before(i, 40))


def _choices(n: int) -> Iterator[tuple[int, ...]]:
    """Two or more of `n` places, most of them first."""
    for size in range(n, 1, -1):
        yield from combinations(range(n), size)


def _like(view: Context, claims: Sequence[Claim], stretch: Sequence[int], *, exhausts: bool) -> Iterator[Parted]:
    """Figures of one kind of which the greatest is no sum of others, although it comes near to the sum of all."""
    for kind, places in _kinds(view, stretch).items():
        works = kind[0] != "works" or any(_WORKS.search(view.mentions[i].unit) for i in places)
        if not works or not 2 < len(places) < _CROWD or any(claims[i].derivation or claims[i].restates for i in places):
            continue
        whole = max(places, key=lambda i: value_of(view.mentions[i]))
        parts = [i for i in places if i != whole]
        if not (exhausts or _is_total(view, whole)) or not _is_list(view, parts):
            continue
        told, values = value_of(view.mentions[whole]), [value_of(view.mentions[i]) for i in parts]
        outside = len(places) > 3 and parts[0] < whole < parts[-1]
        if (
            outside
            or told < _LEAST_WHOLE
            or told in values
            or max(values) == told
            or not _CLOSE[0] * told <= sum(values) <= _CLOSE[1] * told
        ):
            continue
        near = [c for c in _choices(len(values)) if abs(sum(values[j] for j in c) - told) < 1e-9]
        chosen = near[0] if near else tuple(range(len(values)))
        yield [claims[parts[j]] for j in chosen], claims[whole], "all together"


def _is_total(view: Context, i: int) -> bool:
    """Whether the words right around a figure call it the total of others."""
    text, mention = view.document.text, view.mentions[i]
    before, behind = text[max(0, mention.start - 50) : mention.start], text[mention.end : mention.end + 40]
    near = (_TOTALS.search(part) for part in (re.split(r"\d", before)[-1], re.split(r"\d", behind)[0]))
    return any(near) or _APPOSED.match(text, mention.start) is not None


def _is_list(view: Context, places: Sequence[int]) -> bool:
    """Whether figures follow each other as in a list."""
    return all(_BETWEEN.fullmatch(view.gap(a, b)) for a, b in pairwise(places))


def _of_printed(view: Context, claims: Sequence[Claim], stretch: Sequence[int]) -> Iterator[Parted]:
    """Counts of which one is told with the whole ("41 of the 279"), and which make no such whole."""
    counts = [i for i in stretch if view.mentions[i].kind == Kind.COUNT and view.mentions[i].hedge == "none"]
    wholes = {view.mentions[i].denominator for i in counts} - {None}
    parts = [i for i in counts if view.mentions[i].denominator or value_of(view.mentions[i]) not in wholes]
    if len(wholes) != 1 or not 2 < len(parts) < _CROWD or any(claims[i].derivation for i in parts):
        return
    told = float(next(iter(wholes)) or 0)
    values = [view.mentions[i].numerator or value_of(view.mentions[i]) for i in parts]
    if max(values) < told and _CLOSE[0] * told <= sum(values) <= _CLOSE[1] * told:
        near = [c for c in _choices(len(values)) if abs(sum(values[j] for j in c) - told) < 1e-9]
        yield [claims[parts[j]] for j in (near[0] if near else range(len(values)))], f"{told:g}", "all together"


def _kinds(view: Context, stretch: Sequence[int]) -> dict[tuple[str, str], list[int]]:
    """The figures of a stretch by kind and unit: counts of people, sums of money, lengths of time."""
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in stretch:
        mention = view.mentions[i]
        if mention.hedge != "none" or mention.value is None or mention.denominator is not None:
            continue
        digits = mention.text[:1].isdigit() or mention.value >= _LEAST_WHOLE
        if mention.kind == Kind.COUNT and float(mention.value).is_integer() and mention.value > 0:
            if digits and not _WORKS.search(mention.unit) and not _MORE_DIGITS.match(view.after(i, 6)):
                kinds["count", ""].append(i)
            if digits and (_WORKS.search(mention.unit) or not mention.unit):
                kinds["works", ""].append(i)
        elif mention.kind == Kind.MONEY or (mention.kind == Kind.DURATION and mention.unit in _SHORT_TIMES):
            kinds[str(mention.kind), mention.unit].append(i)
    return kinds

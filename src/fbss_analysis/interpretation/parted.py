"""Lists that are said to be the whole: shares that make a hundred, and groups that make a sample.

Only what the text says is taken as a whole: "the remaining", "the rest", a sample that is divided into groups, or a
list in brackets or behind a colon whose members shut each other out. Where some of the figures of a sentence make the
whole and the others are told of a part ("20 of them twice"), these are the list: a reading that agrees is preferred.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.derivation import root
from fbss_analysis.interpretation.addends import THINGS, misses_plainly, slips_from, slips_from_hundred
from fbss_analysis.interpretation.closed import closed_shares, complementary, fills_hundred, whole_of_pair
from fbss_analysis.interpretation.context import Context, decimals_of, value_of
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.interpretation.outsiders import is_detail, is_told_apart
from fbss_analysis.interpretation.stretches import around
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Claim, Kind

Parted = tuple[Sequence[Claim], Claim | str, str]
_NOTHING_LEFT = folded(
    r"\b(?:the\s+)?(?:remaining(?!\s+(?:free|alive|unrevised|in|on|at|well|stable|intact|unchanged|without|asymptomatic|under)\b)|remainder|(?<!week\s)(?<!day\s)(?<!month\s)(?<!bed\s)rest(?!\s+(?:period|phase|day|pain|interval)))\b|\bleaving\s+(?:only\s+|just\s+)?$|\ball\s+others\b|\bthe\s+others\b|\bthe\s+other\s*[(,:]?\s*$"
)
_AMONG_THE_REST = re.compile(  # "of the remaining patients 20%" tells a share of the rest, not the rest
    r"\b(?:of|among|for|than|from|in)\s+(?:all\s+)?the\s+(?:(?:others|remainder|rest)\b|(?:remaining|other)\s+[^\W\d])[^,;:]{0,40}$",
    re.IGNORECASE,
)
_PLAIN_REST = re.compile(
    r"\b(?:(?:the|all)\s+(?:remaining|remainder|rest|others?)|in\s+all\s+others)\s*[(,:]?\s*(?:of\s+)?(?:only\s+|just\s+)?$",
    re.I,
)
_ONE_AND_THE_OTHER = re.compile(r"\b(?:one|another|first)\b", re.IGNORECASE)
_CLASSES = re.compile(
    r"\bone\s+of\s+(?:the\s+)?(two|three|four|five)\s+(?:\w+\s+){0,2}?(?:class|group|categor|level|grade|type|stage|answer|outcome|option|result)\w*"
    r"|\b(two|three|four|five)\s+(?:\w+\s+){0,2}?(?:class|categor|answer|outcome|option|result)\w*\s+(?:were|was|are)\s+(?:possible|allowed|offered|distinguished|used)",
    re.IGNORECASE,
)
_NUMBER_OF = {"two": 2, "three": 3, "four": 4, "five": 5}
_DIVIDED = re.compile(
    r"\b(?:divided|split|randomi[sz]ed|assigned|allocated|comprising|comprised|comprises|consisting|consisted|consists|classified|grouped|"
    r"composed|made\s+up\s+of|categori[sz]ed|separated)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\band\b|\)", re.IGNORECASE)
_SCORED = re.compile(r"\bscores?\s+(?:of\s+)?$", re.IGNORECASE)
_ADJUNCTS = (" for ", " in ", " on ", " at ", " with ", " from ", " by ")  # "4 for pain, 3 for sleep and 2 for colds"
_DEALT_OUT = re.compile(r"(?:randomi[sz]ed|assigned|allocated)", re.IGNORECASE)
_OPENED = re.compile(r"(?:[:(–—]|,)\s*(?:[^\W\d][\w’'-]*\s+){0,4}(?:\(\s*)?(?:n\s*=\s*)?$")
_SHUT_OUT = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,3}?(?:men|women|males?|females?|boys|girls|smokers|non-?smokers|controls?\b|cases\b|(?:to|in|into|for|on|by)\s|"
    r"[^()\d]{0,40}(?:group|arm)\b)",
    re.IGNORECASE,
)
_MAY_OVERLAP = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,3}?(?:had|have|reported|with|developed|experienced)\b", re.IGNORECASE
)
_LEFT_LATER = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,3}?(?:completed|analy\w+|dropped|lost|refused|declined|excluded)\b", re.IGNORECASE
)
_SOME_OF_THEM = re.compile(r"\b(?:including|such\s+as|e\.g\.|of\s+(?:whom|which|these|them))\b", re.IGNORECASE)
_PARTS = (Kind.PERCENT, Kind.PERCENT_CHANGE)  # "the remaining 20% worse" reads like a change and is a share
_PEOPLE = re.compile(r"\b(?:patients|people|men|women|males|females|boys|girls|children)\b", re.IGNORECASE)
_AS_A_PART = re.compile(r"\bas\b[^,;]*,\s*(?:and\s+)?$", re.IGNORECASE)  # "22 were classified as type 1, 9 as type 2"
_WHOLES = (Kind.COUNT, Kind.DURATION)
_CROWD, _SLIGHTLY = 7, 0.8
_REACH = 12  # mentions
_SMALL = 12  # a number in words as small as this may count anything
_CLOSE = 0.75, 1.35  # of the whole: what adds up to less or more was not meant as its parts


def find_partitions(view: Context, claims: Sequence[Claim]) -> Iterator[Parted]:
    """Every list of parts with its whole and the words that say that nothing is left."""
    yield from _of_a_hundred(view, claims)
    yield from _of_a_sample(view, claims)


def _of_a_hundred(view: Context, claims: Sequence[Claim]) -> Iterator[Parted]:
    """Percentages of one sentence of which one is all that remains, or as many as there are classes."""
    for i, claim in enumerate(claims):
        if claim.mention.kind not in _PARTS or "point" in claim.mention.text:
            continue
        same = [j for j in view.with_sentence(i) if claims[j].mention.kind in _PARTS and _is_of_people(view, j)]
        if any(view.mentions[j].kind == Kind.FRACTION_WORD for j in view.with_sentence(i)):
            continue
        places = [j for j in same if not claims[j].restates and "point" not in claims[j].mention.text]
        named = _named_rest(view, i) or _named_classes(view, i, [j for j in places if j <= i])
        chosen = places if places[:1] == [i] and named else [j for j in places if j <= i]
        parts = [claims[j] for j in chosen]
        if named:
            told = _of_hundred(view, parts, chosen)
            if _misses_rest(view, i, named, parts, told) and not (fills_hundred(view, i) and not _fills(parts)):
                yield told, "100%", named
        elif places[-1:] == [i] and not _is_parted(view, i):
            closed = [claims[j] for j in closed_shares(view, places)]
            if _may_miss(closed) and not _miss_slightly(closed):
                yield closed, "100%", "all that there is"


def _misses_rest(view: Context, i: int, named: str, parts: Sequence[Claim], told: Sequence[Claim]) -> bool:
    """Whether the shares in front of the one that is named the rest are of the same, and do not make a hundred."""
    values = [part.mention.value or 0 for part in parts]
    if len(parts) < 2 or abs(sum(values[:-1]) - 100) < 1:
        return False  # the rest is of something else
    if named.startswith("one of") and not _CLOSE[0] * 100 <= sum(values) <= _CLOSE[1] * 100:
        return False
    return _may_miss(told, plainly=_PLAIN_REST.search(view.before(i, 30)) is not None)


def _is_of_people(view: Context, j: int) -> bool:
    """Whether a percentage may be a share of a group: not one run together with a measure, as "40%1RM"."""
    return not view.after(j, 1).isalnum()


def _may_miss(parts: Sequence[Claim], *, plainly: bool = False) -> bool:
    """Whether percentages make a hundred, or would but for a slip, or nearly where the last is `plainly` the rest."""
    if plainly and _CLOSE[0] * 100 <= sum(part.mention.value or 0 for part in parts) <= _CLOSE[1] * 100:
        return len(parts) > 1
    shares = [(part.mention.value or 0, decimals_of(part.mention)) for part in parts]
    return len(parts) > 1 and (_fills(parts) or slips_from_hundred(shares))


def _miss_slightly(parts: Sequence[Claim]) -> bool:
    """Whether percentages miss a hundred by more than their rounding, but too little to tell a slip from a habit."""
    miss = abs(sum(part.mention.value or 0 for part in parts) - 100)
    return len(parts) / 2 * 10.0 ** -max(decimals_of(part.mention) for part in parts) < miss + 1e-6 < _SLIGHTLY


def _fills(parts: Sequence[Claim]) -> bool:
    return abs(sum(part.mention.value or 0 for part in parts) - 100) <= len(parts) / 2


def _named_rest(view: Context, i: int) -> str:
    """The words by which percentage `i` is all that the others leave."""
    before = view.before(i, 60)
    said = None if _AMONG_THE_REST.search(before) else _NOTHING_LEFT.search(before)
    if said and re.search(r"\d", before[said.end() :]):
        return ""
    if said and said[0].lower().startswith("the other") and _ONE_AND_THE_OTHER.search(view.before(i)):
        said = None
    return " ".join(said[0].split()).lower() if said else ""


def _named_classes(view: Context, i: int, places: Sequence[int]) -> str:
    """The words by which there are as many classes as percentages up to `i`."""
    classes = _CLASSES.search(view.before(i, 200))
    closes = classes and len(places) == _NUMBER_OF[(classes[1] or classes[2]).lower()]
    return " ".join(classes[0].split()).lower() if classes and closes else ""


def _is_parted(view: Context, i: int) -> bool:
    """Whether some figure of the sentence is told as the rest."""
    return any(_NOTHING_LEFT.search(view.before(j, 60)) for j in view.with_sentence(i))


def _of_a_sample(view: Context, claims: Sequence[Claim]) -> Iterator[Parted]:
    """The largest count of a sentence, in front, that is divided into counted groups; or the whole of opposite ones."""
    done: set[int] = set()
    for i, claim in enumerate(claims):
        at = view.sentence_of[i]
        if at is None or at in done or not _is_group(view, claim):
            continue
        done.add(at)
        groups = [j for j in view.with_sentence(i) if _is_group(view, claims[j])]
        groups = [j for j in groups if j == i or not (is_told_apart(view, j) or (is_detail(view, j) and j - 1 != i))]
        places = [j for j in groups if j > i]
        said = _said_whole(view, claims, i, places)
        sums = claim.derivation and root(claim.derivation) == "total"
        if said and _DEALT_OUT.match(said) and _lose_some(view, i, places):
            continue
        if said and not sums and not any(claims[j].derivation for j in places) and not _makes_more(view, i, places):
            plain = bool(_PLAIN_REST.search(said) or complementary(view, places))
            yield from _divided(claim, [claims[j] for j in places], " ".join(said.split()).lower(), plain=plain)
        elif not said and (pair := complementary(view, groups)):
            yield from _opposite(view, claims, pair)


def _lose_some(view: Context, i: int, places: Sequence[int]) -> bool:
    """Whether those that are missing in the groups were lost: told near by, or not plainly a slip of the hand."""
    size, values = value_of(view.mentions[i]), [value_of(view.mentions[j]) for j in places]
    left = size - sum(values)
    if left == 0 or not values:
        return False
    near = (view.mentions[j] for j in around(view, places[-1]) if j != i and j not in places)
    return any(m.kind == Kind.COUNT and value_of(m) == left for m in near) or not misses_plainly(size, values)


def _makes_more(view: Context, i: int, places: Sequence[int]) -> bool:
    """Whether a count and those behind it are all parts of one that was told before."""
    added = sum(value_of(view.mentions[j]) for j in (i, *places))
    last = max(places, default=i)
    around_them = (*range(max(0, i - _REACH), i), *range(last + 1, min(len(view.mentions), last + _REACH)))
    near = (j for j in around_them if view.passage(j) == view.passage(i))
    return any(view.mentions[j].kind in _WHOLES and value_of(view.mentions[j]) == added for j in near)


def _opposite(view: Context, claims: Sequence[Claim], pair: Sequence[int]) -> Iterator[Parted]:
    """Two groups that leave nobody between them, and the count that they make."""
    whole = whole_of_pair(view, pair)
    if whole is None or any(claims[j].derivation for j in (*pair, whole)) or pair[-1] - whole > len(pair):
        return
    size, added = value_of(view.mentions[whole]), sum(value_of(view.mentions[j]) for j in pair)
    listed = any(value_of(view.mentions[j]) == size + added for j in view.with_sentence(whole) if j < whole)
    near = _CLOSE[0] * size <= added <= _CLOSE[1] * size and not listed
    plain = not _ANOTHER.search(view.gap(whole, pair[0]))
    if near and (plain or size == added or slips_from(size, [value_of(view.mentions[j]) for j in pair])):
        yield [claims[j] for j in pair], claims[whole], "opposite groups"


def _divided(whole: Claim, parts: Sequence[Claim], said: str, *, plain: bool) -> Iterator[Parted]:
    """The groups of a whole, or of the one among them that the others make."""
    values = [part.mention.value or 0 for part in parts]
    for k in range(len(parts) - 2):
        if values[k] == sum(values[k + 1 :]):
            yield parts[k + 1 :], parts[k], said
            return
    size, added = whole.mention.value or 0, sum(values)
    if 1 < len(parts) < _CROWD and max(values) <= size and _CLOSE[0] * size <= added <= _CLOSE[1] * size:
        agreeing = _agreeing(parts, size)
        suspect = size not in values and (plain or slips_from(size, values))
        if suspect or len(agreeing) < len(parts) or added == size:
            yield agreeing, whole, said


def _is_group(view: Context, claim: Claim) -> bool:
    mention = claim.mention
    scored = _SCORED.search(view.document.text, max(0, mention.start - 12), mention.start)
    if scored or is_label(view.document.text, mention.start, mention.end):
        return False
    return (
        mention.kind == Kind.COUNT
        and mention.denominator is None
        and mention.hedge == "none"
        and (mention.value or 0) > 1
        and (mention.text[:1].isdigit() or (mention.value or 0) > _SMALL)
        and not ((mention.value or 0) <= _SMALL and THINGS.search(mention.unit.rpartition(" ")[2]))
    )


def _said_whole(view: Context, claims: Sequence[Claim], i: int, places: Sequence[int]) -> str:
    """The words by which the groups at `places` are all of the count in front of them; "" where none are."""
    if len(places) < 2:
        return ""
    counts = [view.mentions[j] for j in view.with_sentence(i) if j > i and view.mentions[j].kind == Kind.COUNT]
    spelled = [count for count in counts if not count.text[:1].isdigit()]
    if any(_PEOPLE.search(count.unit) for count in spelled) or _AS_A_PART.search(view.gap(i, places[0])):
        return ""
    before = view.before(places[-1], 40)
    left = None if _AMONG_THE_REST.search(before) else _NOTHING_LEFT.search(before)
    if left and not before[: left.start()].endswith("of "):
        return left[0]
    if any(1 < (count.value or 0) <= _SMALL for count in spelled):
        return ""  # which may be a part, or count anything
    gap = view.gap(i, places[0])
    behind = [view.document.text[claims[j].mention.end : claims[j].mention.end + 60] for j in places]
    if _SOME_OF_THEM.search(view.after(i)) or any(map(_LEFT_LATER.match, behind)):
        return ""
    if len(gap) <= 90 and (divided := _DIVIDED.search(gap)):
        return divided[0]
    listed = gap.startswith(_ADJUNCTS)
    opened = _OPENED.search(gap) if not listed and len(gap) <= 60 and not any(map(_MAY_OVERLAP.match, behind)) else None
    return opened[0] if opened and all(map(_SHUT_OUT.match, behind)) else ""


def _agreeing(parts: Sequence[Claim], whole: float) -> Sequence[Claim]:
    """The parts, or the longest run of them that makes the whole where all together do not."""
    values = [part.mention.value or 0 for part in parts]
    for size in range(len(parts), 1, -1):
        for start in range(len(parts) - size + 1):
            if sum(values[start : start + size]) == whole:
                return parts[start : start + size]
    return parts


def _of_hundred(view: Context, parts: Sequence[Claim], places: Sequence[int]) -> Sequence[Claim]:
    """The shares, or those outside brackets, or the last ones, that make a hundred where all together do not."""
    outside = [part for part, j in zip(parts, places, strict=True) if not view.in_brackets(j)]
    lists = [parts, outside, *(parts[start:] for start in range(1, len(parts) - 1))]
    for chosen in lists:
        if len(chosen) > 1 and abs(sum(part.mention.value or 0 for part in chosen) - 100) <= len(chosen) / 2:
            return chosen
    return parts

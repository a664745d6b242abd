"""Which whole a count is a part of, and whether the text is plain enough to hold it to that.

A whole is stated where the text says so right there: "of 80 patients, 12", "12 of them", "(n = 80): 12". Otherwise it
is only near, and a percentage that fits no count of the passage shows little: groups, drop-outs and answers that are
missing are often told in words alone. So a whole that is only near is taken where the passage is short and plain, with
few counts, none of a group, and nobody left out. All other counts of the passage are readings as well, and so are
their sums and differences, and what several percentages have in common that fit none of them.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.schema import Kind

Samples = Mapping[int, int | None]
_REACH = 40  # mentions
_FEW = 3  # wholes that a plain passage may tell
_LONG_LIST = 8
_NEAR = 3  # sentences from a whole to its part
_THE = (
    r"(?:(?:the|these|those|all|our|a|an|total|overall|full|entire|original|remaining|other|last|first|next|latest|"
    r"consecutive|included|eligible)\s+|of\s+)*"
)
_OPENS_OF = re.compile(
    rf"(?:^|[(,;:.–—]\s*|\b(?:and|but|while|whereas|although)\s+|^\W*\w+ly,?\s+)(?:only\s+|just\s+)?(?:of|among|amongst|out\s+of|in|from|for|with)\s+{_THE}"
    r"(?:(?:sample|cohort|series|group|study|population|registry|database)\s+of\s+)?$",
    re.IGNORECASE,
)
_OF_BEHIND = re.compile(
    rf"\s*[)\]–—,]?\s*(?:[^\W\d][\w’'-]*\s+){{0,3}}?(?:out\s+of|of|among|amongst|from|in)\s+{_THE}"
    r"(?:(?:sample|cohort|series|group|total|study|population)\s+of\s+)?",
    re.IGNORECASE,
)
_N_EQUALS = re.compile(r"(?<!%)(?<!percent)(?<!per\scent)\s[(\[]\s*n\s*=\s*$", re.IGNORECASE)
_SHARE_BEHIND = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,3}\s*(?:[(\[]\s*[\d.]+\s*%|[;,]\s*[\d.]+\s*%\s*[)\]])")
_OF_THEM = re.compile(
    rf"\s*(?:[^\W\d][\w’'-]*\s+)?(?:out\s+)?(?:of|from|among)\s+(?:them|whom|which|(?:the|these|those)(?:\s+(?:{PEOPLE}|sample|cohort|series))?)"
    r"(?=[\s,;.()–—]|$)",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"\b(?:of|among|from|in)\s+(?:whom|which|them|these|those),?\s+(?:only\s+|just\s+)?$", re.IGNORECASE
)
_GROUPED = re.compile(r"\b(?:(?:sub)?groups?|arms?|controls?|placebo|sham|subsets?)\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    rf"\s*(?:\w+\s+)?(?:of|in|among)\s+(?:the|these|those)\s+(?!(?:{PEOPLE}|sample|cohort|series|total|them|whole|entire|entries|answers)\b)[^\W\d]",
    re.IGNORECASE,
)
IS_A_PART = re.compile(
    r"\b(?:(?:non-?)?smokers|women|men|males?|females?|diabetics|obese|elderly|controls?|older|younger|(?:sub)?groups?|arms?|placebo|sham|"
    r"subsets?|versus|vs|respectively|former|latter|cohorts)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:lost|remaining|rest|exclud\w+|drop\w*|withdr\w+|missing|died|refused|declined|unavailable|without|incomplete|available|others?|"
    r"except|analy[sz]able|evaluable|subset)\b",
    re.IGNORECASE,
)

_OF_SOMETHING = re.compile(
    rf"\s*of\s+(?:(?:the|all|these|those|our|its|their|total|whole|entire)\s+)+(?!(?:[\w’'-]+\s+){{0,1}}?(?:{PEOPLE}|sample|cohort|series|"
    r"total|group|forms|answers)\b)(?:[^\W\d])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wholes:
    """The whole that a count is taken to be part of, and every whole that may be meant, as operands of a derivation.

    `stated` says whether the words around the count say what it is part of; otherwise the whole is only near.
    """

    base: int | None
    readings: tuple[str, ...]
    stated: bool = True


def find_wholes(view: Context, i: int, count: int, samples: Samples) -> Wholes | None:
    """The wholes of `count` that percentage `i` may rest on; None where the text is not plain enough to say."""
    near = _counts_of_passage(view, i, count)
    printed = _printed_wholes(view, i, count)
    stated = _stated(view, i, count, near)
    if stated is None and not (near or printed):
        return None
    if stated is None and not _is_plain(view, i, count, near, printed):
        return None
    own = samples.get(count)
    base = stated if stated is not None else own if own in near else near[0] if near else None
    order = list(dict.fromkeys([*([base] if base is not None else []), *near]))
    operands = (
        [f"@{j}" for j in order]
        + [f"{n:g}" for n in printed]
        + [f"100 * @{j} / @{j + 1}" for j in order if _is_tied(view, j)]
    )
    return Wholes(base, (*operands, *_made(view, i, count)), stated is not None)


def is_of_something(view: Context, i: int) -> bool:
    """Whether a percentage names right behind what it is of, and that is no group of people: "of the variance"."""
    return _OF_SOMETHING.match(view.after(i)) is not None


def _stated(view: Context, i: int, count: int, near: Sequence[int]) -> int | None:
    """The whole that the words right around a count and its percentage say it is out of."""
    last = max(i, count)
    if last + 1 in near and _OF_BEHIND.fullmatch(view.gap(last, last + 1)):
        return last + 1
    same = [j for j in near if view.sentence_of[j] == view.sentence_of[count] and j < count]
    for j in reversed(same):
        if _is_size(view, j) or (_opens_of(view, j) and not IS_A_PART.search(view.gap(j, count))):
            return j
    of_them = _OF_THEM.match(view.after(count)) and not _OF_OTHERS.match(view.after(count))
    if of_them or _OF_WHOM.search(view.before(count, 24)):
        samples = [j for j in near if j < count and view.mentions[j].hedge == "none"]
        return samples[0] if len(samples) == 1 else None
    return None


@once
def _is_size(view: Context, j: int) -> bool:
    return _N_EQUALS.search(view.before(j)) is not None and not _SHARE_BEHIND.match(view.after(j))


@once
def _opens_of(view: Context, j: int) -> bool:
    return _OPENS_OF.search(view.before(j)) is not None


def _is_plain(view: Context, i: int, count: int, near: Sequence[int], printed: Sequence[float]) -> bool:
    """Whether a passage tells few wholes, no groups and no losses between the whole and its part."""
    wholes = {value_of(view.mentions[j]) for j in near} | set(printed)
    ahead = [j for j in near if j < i and view.mentions[j].hedge == "none" and not _SHARE_BEHIND.match(view.after(j))]
    ahead += [j for j in _parts_of_printed(view, i) if view.mentions[j].denominator in printed]
    if not ahead or len(wholes) > _FEW or _OF_OTHERS.match(view.after(count)):
        return False
    at, to = view.sentence_of[max(ahead)], view.sentence_of[i]
    if at is None or to is None or to - at > _NEAR:
        return False
    whole = view.mentions[min(ahead)]
    named = view.after(min(ahead), 60).find(whole.unit) + len(whole.unit) if whole.unit else 0
    words = view.document.text[whole.end + max(named, 0) : view.mentions[i].end + 60]
    if IS_A_PART.search(words) or _GROUPED.search(view.before(min(ahead), 60)):
        return False
    return _LEFT_OUT.search(words) is None or len(wholes) > 1


def _is_tied(view: Context, j: int) -> bool:
    """Whether a count has its own percentage right behind, so that a part of it may be told of the same whole."""
    behind = j + 1 < len(view.mentions) and view.is_percent(j + 1) and value_of(view.mentions[j + 1]) > 0
    return behind and _SHARE_BEHIND.match(view.after(j)) is not None


def _counts_of_passage(view: Context, i: int, count: int) -> list[int]:
    """The counts of the passage that percentage `i` may be out of, nearest first."""
    found = [
        j
        for j in range(max(0, i - _REACH), min(len(view.mentions), i + 4))
        if j != count
        and together(view, j, i)
        and (j < i or view.sentence_of[j] == view.sentence_of[i])
        and view.mentions[j].kind == Kind.COUNT
        and view.mentions[j].denominator is None
        and value_of(view.mentions[j]) >= value_of(view.mentions[count])
        and value_of(view.mentions[j]) > 1
    ]
    return sorted(found, key=lambda j: (abs(j - i), j))


def _printed_wholes(view: Context, i: int, count: int) -> list[float]:
    """The wholes and parts of every "k of n" of the passage in front of mention `i`, into which the count fits."""
    told = [view.mentions[j] for j in reversed(_parts_of_printed(view, i))]
    numbers = [n for m in told for n in (m.denominator, m.numerator) if n]
    return [n for n in dict.fromkeys(numbers) if n >= value_of(view.mentions[count]) and n > 1]


def together(view: Context, j: int, i: int) -> bool:
    """Whether two mentions stand in one passage, or in one list."""
    if view.passage(j) == view.passage(i):
        return True
    one, other = view.block(j), view.block(i)
    if one is None or other is None or not 0 < other - one < _LONG_LIST:
        return False
    return all(block.kind == "item" for block in view.page.blocks[one : other + 1])


def _parts_of_printed(view: Context, i: int) -> list[int]:
    """Every "k of n" of the passage in front of mention `i`."""
    before = [j for j in range(max(0, i - _REACH), i) if view.passage(j) == view.passage(i)]
    return [j for j in before if view.mentions[j].kind == Kind.COUNT and view.mentions[j].denominator]


def _made(view: Context, i: int, count: int) -> list[str]:
    """Sums and differences of counts of the passage, in which a part may be told: groups together, those left over."""
    least = value_of(view.mentions[count])
    counts = [
        j
        for j in range(max(0, i - _REACH), i)
        if view.passage(j) == view.passage(i) and view.mentions[j].kind == Kind.COUNT and j != count
    ][-8:]
    sizes = {j: view.mentions[j].denominator or value_of(view.mentions[j]) for j in counts}
    names = {j: f"{sizes[j]:g}" if view.mentions[j].denominator else f"@{j}" for j in counts}
    pairs = [(a, b) for a, b in combinations(counts, 2) if sizes[a] and sizes[b]]
    differences = [(a, b) if sizes[a] >= sizes[b] else (b, a) for a, b in pairs]
    return [f"{names[a]} + {names[b]}" for a, b in pairs if sizes[a] + sizes[b] >= least] + [
        f"{names[a]} - {names[b]}" for a, b in differences if sizes[a] - sizes[b] >= max(least, 1)
    ]

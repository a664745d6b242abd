"""Portions: a percentage whose count and whole stand near it, in whatever words, and of which one is mistyped.

Where the print ties a percentage to its count and its whole, `shares` reads it. Most texts are freer: the whole stands
in the sentence before, the percentage in one of its own ("The response rate was therefore 43%"), or each in a line or
a column of a small table. What they have in common is order: the percentage is led up to by the numbers right in front
of it, or brings in those right behind it. Such a loose tie is held against a text only if no two numbers around, nor
their sums and differences, give the percentage, if those in front or behind would give it but for one slip (`misfits`),
and if all other percentages around do agree with the numbers, so that nothing they are out of is left unsaid.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fbss_analysis.interpretation.amounts import OF_WHOM, Amount, amount_of, joined
from fbss_analysis.interpretation.context import Context, decimals_of, value_of
from fbss_analysis.interpretation.integers import Integer
from fbss_analysis.interpretation.misfits import Share, gives, is_far, is_misfit, is_share_mistyped
from fbss_analysis.interpretation.plans import is_plan
from fbss_analysis.interpretation.plausibility import is_of_another_group
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.ties import EVERYONE
from fbss_analysis.interpretation.vicinity import (
    Vicinity,
    find_vicinity,
    in_sentence,
    is_between,
    is_given,
    others_agree,
    read_share,
    unused,
)
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind

_AROUND = 12  # mentions
_FEWEST = 2  # numbers around
_LEAST_COUNT, _LEAST_WHOLE, _LEAST_LEFT = 2, 8, 5
_AHEAD, _BEHIND = 40, 60  # characters in which others are told of
_SENTENCE_AWAY = 250  # characters
_SAYS = (
    r"(?:that|this|these|those|which|it|such|so|thus|hence|therefore|accordingly|consequently|i\.e\.|in\s+other\s+words|namely|mean(?:s|ing|t)|mak(?:es?|ing)|made|"
    r"giv(?:es?|ing|en)|gave|yield\w*|correspond\w*|equal\w*|equivalent|represent\w*|amount\w*|account\w*|constitut\w*|translat\w*|work(?:s|ed)?\s+out|com(?:es|ing)\s+to|"
    r"rates?|shares?|proportions?|percentages?|fraction|frequency|incidence|prevalence|risk|figure|probability|chance|uptake|yield|retention|response|follow-up|success|remaining|remainder|rest)"
)
_CONCLUDES = re.compile(rf"\b{_SAYS}\b", re.IGNORECASE)
_APPOSED = re.compile(
    r"(?:[(\[,:=–—|\t→]|\s-)\s*(?:(?!(?:and|but|while|whereas|whilst|with|versus|vs|compared)\b)[^\W\d][\w.’'-]*[\s:=]*){0,4}$|^\s*;\s*$"
)
_TELLS_AGAIN = re.compile(
    r"\W*(?:(?:and|so)\s+)?(?:in\s+(?:\w+\s+)?(?:numbers?|terms|figures?|counts?|words)\b|(?:that|this|these|it|they|there)\s+(?:\w+\s+)?"
    r"(?:is|was|are|were|means?|makes?|made|equals?|represents?|corresponds?|amounts?|comes?)\b|namely|i\.e\.)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"[^.\d]{0,80}?[(\[:–=—|\t]\s*(?:[^\W\d][\w.’'-]*[\s:=]*){0,5}|[^.\d]{0,60}?(?:,|\b(?:that\s+is|i\.e\.|or|namely))[\s,]*"
)
_OF = re.compile(r"\s*\)?\s*(?:of|out\s+of|among|in|from)\s+(?:[^\W\d][\w’'-]*\s+){0,3}", re.IGNORECASE)
_OF_SIZE = re.compile(
    r"\s*(?:of|among|in)\s+(?:[^\W\d][\w’'-]*\s+){1,4}[(\[]\s*n\s*=\s*", re.IGNORECASE
)  # "9% of the cohort (n = 289)"
_PUT_IN = re.compile(r"[^.;\d]*,\s*(?:or\s+)?")
_PUT_OUT = re.compile(r"(?:\s+(?!and\b|or\b|but\b)[^\W\d][\w’'-]*){0,3}\s*[,.;]\s")
_IN_BRACKETS = re.compile(r"[(\[]\s*(?:[nN]\s*=?\s*)?$")
_OTHERS = folded(
    r"\b(?:all\s+but|remain\w*|rest|others?|not|no|never|without|except\w*|none|fail\w*|declin\w*|refus\w*|lost|un(?!der|til|it|iver|ion|ique|less|ilat)\w+|non-?(?=respon|attend|smok|us|partici|return|compl|surviv|adher|recip|eligib|consent|fat|recur|progress|infect)\w*|none|kept|keep|retain\w*|free)\b|n[’']t\b"
)
_BARE_BRACKET = re.compile(r"\s*(?:[^\W\d][\w-]*\s*){0,3}[(\[]\s*")
_PART_OF = re.compile(
    r"(?:\s+(?!(?:and|but|or)\b)[^\W\d][\w’'-]*){0,5}?\s*(?:/|\b(?:out\s+of|of|among|amongst|from|in|to)\s)\s*(?:[^\W\d][\w’'-]*\s+){0,5}",
    re.IGNORECASE,
)
_THIS_IS = re.compile(r"\W*(?:this|that|it|these|they)\s+(?:is|was|are|were|makes?|made)\b", re.IGNORECASE)
_TURNS = re.compile(r"\b(?:and|but|while|whereas|whilst|versus|vs|compared)\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b|\bin\s+that\s+order\b", re.IGNORECASE)
_PUT_BEHIND = re.compile(r"^[^.;]*(?:[(\[–—,]|\s-)\s*(?:[^\W\d]+\s+)?$")
_CLOSE_BY = 90  # characters
_OF_ANOTHER = re.compile(
    r"\s+(?:had|has|have|reported|developed|suffered|experienced|used|took|received)\b", re.IGNORECASE
)
_OF_A_PART = re.compile(
    r"\s+of\s+(?:them|these|those|whom|which)\s+(?:(?:were|are|being)\s+)?(?:(?:fe)?males?|(?:wo)?men|boys|girls|smokers)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:\s*[^\W\d][\w’'-]*){0,3}\s*[(\[]\s*\d+(?:[.·]\d+)?\s*%\s*[)\]]")
_OF_IT = re.compile(r"\b(?:of|among|in|from)\s+(?:whom|which|them|these|those|the)\b", re.IGNORECASE)
_LABEL_LINE = re.compile(r"[^\d\n]{2,70}[:|\t]\s*[(]?$")


def propose_portion(near: Vicinity) -> Proposal | None:
    """The reading of a percentage that a slip keeps from being the share of the numbers it stands with; else None."""
    if len(near.numbers) < _FEWEST or _OF_A_PART.match(near.text(near.told.end, near.told.end + _BEHIND)):
        return None
    for count, whole in dict.fromkeys(_ties(near)):
        reading = _misfit(near, count, whole)
        if reading and not _gives_another(near, count.value, whole.value) and not is_given(near) and others_agree(near):
            return Proposal((reading,))
    left = next((_misfit(near, *pair) for pair in _left_over(near)), "")
    return Proposal((left,)) if left and not is_given(near, made=False) else None


def _gives_another(near: Vicinity, k: int, n: int) -> bool:
    """Whether a count and a whole are what another percentage around is told of, or a plan is told."""
    others = near.view.mentions[max(0, near.i - _AROUND) : near.i + _AROUND]
    shares = (Share(value_of(m), decimals_of(m)) for m in others if m.kind == Kind.PERCENT and m is not near.told)
    return any(gives(share, k, n) for share in shares) or is_plan(near.text(near.start, near.end))


def may_be_held(view: Context, i: int, count: int, further: Sequence[float]) -> bool:
    """Whether a count gives percentage `i` with some whole near by or `further` away, would but for a slip, or must."""
    share, k = read_share(view, i), int(value_of(view.mentions[count]))
    if share is None or any(gives(share, k, n) for n in further):
        return True
    near = find_vicinity(view, i)
    if near is None or is_given(near):
        return near is not None
    wholes = [n.value for n in near.numbers if n.value >= max(k, 1)]
    return others_agree(near) and (len(wholes) <= 2 or any(is_misfit(near.share, k, n) for n in wholes))


def _ties(near: Vicinity) -> Iterator[tuple[Amount, Amount]]:
    """The pairs of a count and its whole that a percentage is told with, by where they stand."""
    ahead, behind = (
        [amount_of(near, n) for n in near.ahead(_LEAST_COUNT)],
        [amount_of(near, n) for n in near.behind(_LEAST_COUNT)],
    )
    if ahead and _leads_up(near, near.ahead(_LEAST_COUNT)[-1]) and not _is_alone(near):
        last = ahead[-1]
        gap = near.text(near.told.end, near.behind(_LEAST_COUNT)[0].start) if behind else ""
        if _OF.fullmatch(gap) or _OF_SIZE.fullmatch(gap):
            yield replace(last, of_others=True), behind[0]
            return
        for at in range(len(ahead) - 2, -1, -1):
            if _has_its_own(near, near.ahead(_LEAST_COUNT)[at]):
                continue
            yield last, ahead[at]
            if at == len(ahead) - 2:
                if _may_be_in_turn(near, *near.ahead(_LEAST_COUNT)[-2:]):
                    yield replace(ahead[at], of_others=False), last
            else:
                yield from ((last, whole) for whole in joined(near, at, at + 1))
        if len(ahead) == 1 and _APPOSED.search(near.text(near.ahead()[-1].end, near.told.start)):
            yield from ((last, whole) for whole in behind[:2])
    owned = behind and _OWN.match(near.text(near.behind(_LEAST_COUNT)[0].end, near.end))
    if not behind or owned or _is_bracketed(near) or not _brings_in(near, near.behind(_LEAST_COUNT)[0]):
        return
    first = behind[0]
    told_of = _OF.fullmatch(near.text(near.told.end, near.behind(_LEAST_COUNT)[0].start))
    if len(behind) > 1:
        if not told_of:
            yield first, behind[1]
        if not told_of or _stands_alone(near, near.behind(_LEAST_COUNT)[1]) or _is_put_in(near):
            yield behind[1], first
    if not told_of and in_sentence(near, near.behind(_LEAST_COUNT)[0].start):
        yield from ((first, other) for other in reversed(ahead))


def _may_be_in_turn(near: Vicinity, one: Integer, other: Integer) -> bool:
    """Whether a count may stand before its whole: not a few in the sentence before "all 29 patients"."""
    page = near.view.page
    apart = page.sentence_at(one.start) != page.sentence_at(other.start)
    return not (
        apart and (one.value < _LEAST_WHOLE or EVERYONE.search(near.text(max(0, other.start - _AHEAD), other.start)))
    )


def _is_alone(near: Vicinity) -> bool:
    """Whether a percentage stands in brackets behind one count, and the number in front of that one is far off."""
    two = near.ahead(_LEAST_COUNT)[-2:]
    return len(two) > 1 and _is_bracketed(near) and len(near.text(two[0].end, two[1].start)) > _SENTENCE_AWAY


def _left_over(near: Vicinity) -> Iterator[tuple[Amount, Amount]]:
    """The two numbers that no other percentage around is made of, where each of those has two of its own."""
    told = _RESPECTIVELY.search(near.text(near.start, near.end)) and not _is_bracketed(near)
    if not told and not _is_listed(near):
        return
    rest = [number for number in unused(near) if number.value >= _LEAST_LEFT]
    if len(rest) == 2:
        few, many = sorted(rest, key=lambda number: number.value)
        yield amount_of(near, few), amount_of(near, many)


def _is_listed(near: Vicinity) -> bool:
    """Whether a percentage stands in a list with others: "12.6%, 15.6% and 19.5%"."""
    around = near.view.with_sentence(near.i)
    return len(near.view.run([j for j in around if near.view.is_percent(j)], near.i)) > 1


def _is_bracketed(near: Vicinity) -> bool:
    """Whether a percentage stands in brackets right behind a count, which is then its own."""
    ahead = near.ahead(_LEAST_COUNT)
    return bool(ahead) and _BARE_BRACKET.fullmatch(near.text(ahead[-1].end, near.told.start)) is not None


def _has_its_own(near: Vicinity, number: Integer) -> bool:
    """Whether another percentage is told of a number in brackets, so that both are parts: "100 cases (29%)"."""
    of_it = _OF_IT.search(near.text(number.end, near.told.start))
    return number.end < near.told.start and not of_it and _OWN.match(near.text(number.end, near.told.start)) is not None


def _stands_alone(near: Vicinity, number: Integer) -> bool:
    """Whether a number has brackets for itself: "(n = 131)"."""
    opened = _IN_BRACKETS.search(near.text(number.start - 12, number.start))
    return bool(opened) and near.text(number.end, number.end + 1) in (")", "]", ",", ";")


def _is_put_in(near: Vicinity) -> bool:
    """Whether the second number behind is put in between commas, as the share of the first: "80, 4 in all,"."""
    whole, count = near.behind(_LEAST_COUNT)[:2]
    between, behind = near.text(whole.end, count.start), near.text(count.end, count.end + 60)
    return bool(_PUT_IN.fullmatch(between) and _PUT_OUT.match(behind)) and count.value < whole.value


def _leads_up(near: Vicinity, last: Integer) -> bool:
    """Whether the number right in front of a percentage is told with it."""
    gap = near.text(last.end, near.told.start)
    if is_between(near, last.end, near.told.start):
        return False
    own = near.view.before(near.i, 400)
    if len(own) >= len(gap):  # in one sentence
        return bool(_APPOSED.search(gap) or _CONCLUDES.search(gap))
    if len(gap) >= _SENTENCE_AWAY:
        return False
    return bool(_CONCLUDES.search(own) or _LABEL_LINE.search(own) or _THIS_IS.match(near.view.after(near.i, 40)))


def _linked(near: Vicinity, one: Integer, two: Integer) -> bool:
    """Whether two numbers are told as a part of a whole: "131 cases among the 307", "567 people, 136 of whom"."""
    if _PART_OF.fullmatch(near.text(one.end, two.start)) and one.value < two.value:
        return True
    return two.value < one.value and OF_WHOM.match(near.text(two.end, two.end + 60)) is not None


def _brings_in(near: Vicinity, first: Integer) -> bool:
    """Whether a percentage is told with the number right behind it."""
    gap = near.text(near.told.end, first.start)
    if is_between(near, near.told.end, first.start):
        return False
    further = near.behind(_LEAST_COUNT)[1:2]
    pair = bool(further) and _linked(near, first, further[0])
    if in_sentence(near, first.start):
        return bool(_OPENS.fullmatch(gap) or _OF.fullmatch(gap) or (pair and not _TURNS.search(gap)))
    closes = re.search(r"[.!?]\s+([^.!?]*)$", gap)
    return bool(closes and (_TELLS_AGAIN.match(closes[1]) or (pair and closes[1].startswith("("))))


def _misfit(near: Vicinity, count: Amount, whole: Amount) -> str:
    """The reading in which a count and a whole miss the percentage by a slip; empty where they do not."""
    k, n = count.value, whole.value
    halves = 2 * k == n and sum(number.value == k for number in near.numbers) > 1  # two groups of one size
    sizes = k >= _LEAST_COUNT and n >= _LEAST_WHOLE and (k < n or (k > n and count.of_others)) and not halves
    if not (sizes and count.counts and whole.counts) or is_of_another_group(near.view, near.i, count.name, whole.name):
        return ""
    if is_misfit(near.share, k, n) or (_is_plainly_of(near, k, n) and is_far(near.share, k, n)):
        return f"percent({count.name}, {whole.name})"
    printed = any(number.value == n - k for number in near.numbers)
    plain = not printed or (k < n and is_share_mistyped(near.share, n - k, n))
    if plain and is_misfit(near.share, k, n, rest=True) and _may_be_rest(near):
        return f"percent({whole.name} - {count.name}, {whole.name})"
    return ""


def _is_plainly_of(near: Vicinity, k: int, n: int) -> bool:
    """Whether two numbers are all there is, the second told of the first: "of 207 people, 83 of them"."""
    if not near.share.digits and _is_apposed(near):
        return True
    numbers = near.ahead(_LEAST_COUNT)
    if near.numbers != numbers or [number.value for number in numbers] != [n, k]:
        return False
    if _OF_ANOTHER.match(near.text(near.told.end, near.end)):
        return False
    return OF_WHOM.match(near.text(numbers[1].end, near.told.start)) is not None and not _may_be_rest(near, told=True)


def _is_apposed(near: Vicinity) -> bool:
    """Whether a fraction in words has its count and whole put in right behind: "nearly half (131 of 400)"."""
    pair = near.numbers
    if len(pair) != 2 or list(pair) != near.behind(_LEAST_COUNT) or not _linked(near, *pair):
        return False
    gap = near.text(near.told.end, pair[0].start)
    return len(gap) < _CLOSE_BY and _PUT_BEHIND.search(gap) is not None and not tells_others(gap)


def tells_others(words: str) -> bool:
    """Whether words set some apart from the others: "all but", "did not", "the rest"."""
    return _OTHERS.search(words) is not None


def _may_be_rest(near: Vicinity, *, told: bool = False) -> bool:
    """Whether a percentage may be of those who are left: not right behind a count, and told so or alone with two."""
    if _is_bracketed(near):
        return False
    start = max(near.start, min((number.start for number in near.ahead()[-2:]), default=near.told.start) - _AHEAD)
    return not told and tells_others(near.text(start, min(near.end, near.told.end + _BEHIND)))

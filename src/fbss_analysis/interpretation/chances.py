"""Chances: odds and a percentage that tell the same thing, in whatever words the one is put into the other.

Where a text has one percentage and one pair of odds side by side, or in two sentences of which the second takes up the
first, it tells one thing twice. It is blamed where they are apart, more than "one in N" leaves open, and right beside
each other; further apart, where a single slip of the hand would account for it.

Reference: Gigerenzer G, Edwards A. Simple tools for understanding risks. BMJ 2003;327:741-744.

>>> fits(Share(8.3, 1), 1, 12), fits(Share(9.2, 1), 1, 12), fits(Share(80.0, 0), 4, 5), fits(Share(89.0, 0), 4, 5)
(True, False, True, False)
>>> is_mistyped(Share(6.0, 0, ("6",)), 1, 71), is_mistyped(Share(5.0, 1, ("50",)), 1, 73)
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation.appositions import says_again
from fbss_analysis.interpretation.context import Context, decimals_of, value_of
from fbss_analysis.interpretation.integers import read_integers
from fbss_analysis.interpretation.misfits import Share
from fbss_analysis.interpretation.odds import ROUND, Odds, just_over, read_odds
from fbss_analysis.interpretation.portions import tells_others
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.restatements import is_of_some
from fbss_analysis.interpretation.vicinity import Vicinity, find_vicinity, is_between
from fbss_analysis.schema import Kind

_CLEARLY = 1.04  # so far beyond what the odds leave open
_ROUGH, _ROUGHER = 0.04, 0.15  # "four in five" of 82%, "just under two in ten" of 18%
_TWENTY, _FIVE = 20, 5
_ALL = 100
_FAR, _BESIDE = 260, 60  # characters
_APART = re.compile(
    r"\b(?:and|but|while|whereas|whilst|(?<=,\s)of\s+(?:whom|which)|versus|vs|compared|than|as\s+against|unlike|rising|rises|up|down|fell|falls|to\s+only|further|instead)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:this|that|these|those|which|it|so|thus|hence|therefore|i\.e\.|in\s+(?:other|plain|simple|everyday)\s+\w+|put|say|said|namely|mean(?:s|ing)?|"
    r"equal\w*|equivalent|correspond\w*|translat\w*|express\w*|represent\w*|percentages?|per\s?cent|ratio|figures?|rates?|share|proportion|risk|chance|odds|"
    r"probability|incidence|prevalence|frequency|exact\w*|precise\w*|imagine|picture|think|suppose|on\s+average)\b",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\W*(?:(?:so|and|thus|hence|that|this|these|it|which|in\s+(?:other|plain|simple|everyday|fact)\b|put|to\s+put|or|namely|imagine|picture|think|suppose|overall|"
    r"patients\s+(?:may|can|should|could)\s+be\s+told)\b|$)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:percentages?|per\s?cent|ratio|figures?|rates?|share|proportion|risk|chance|odds|probability|incidence|prevalence|frequenc(?:y|ies)|exact\w*|precise\w*|told|says?|reads|states|note[sd]?)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:about|roughly|around|nearly|almost|approximately|some|under|over|than|least|most|up\s+to|close\s+to)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\b(?:(?:fewer|less)\s+than|under|below|up\s+to|at\s+most|no\s+more\s+than)\s+$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:(?<!no\s)more\s+than|over|above|at\s+least|exceeding)\s+$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:of|among|in|for)\s+(?:them|these|those|whom|which)\b", re.IGNORECASE)
_SIGNED = re.compile(r"\d\s?[:/]\s?\d")
_THEREFORE = re.compile(
    r"\b(?:therefore|thus|hence|consequently|accordingly|in\s+other\s+words|that\s+is\s+to\s+say)\b", re.IGNORECASE
)
_DASHED = re.compile(r"\s[–—-]\s(?:[^\W\d]+\s+){0,2}$")
_DASHED_OFF = re.compile(r"\s[–—-]\s|(?:\s+[^\W\d]+)?[.](?:\s|$)")
_THAT_IS = re.compile(r"[\s,(–—]*(?:or|(?:that|it)['’]s|(?:that|which|this)\s+is|i\.e\.,?)[\s,]*", re.IGNORECASE)
_SET_BESIDE = re.compile(
    r"[^.;\d]{0,70}?(?:[(\[:–—→=|,\t]|\s-\s|\bor\b|\bso\b|\bthat\s+is\b|\bi\.e\.|\bwhich\b|\bequal\w*|\bequivalent\b|\bcorrespond\w*|\btranslat\w*|\bmeaning\b)"
    r"[^.;\d]{0,40}",
    re.IGNORECASE,
)
_MAY_BE_ROUND = re.compile(r"00|[^\x00-\x7f]|hundred|thousand", re.IGNORECASE)  # digits of other scripts, too


def fits(share: Share, part: int, whole: int, *, loosely: bool = False) -> bool:
    """Whether a percentage may be told as `part` in `whole`; `loosely` where either of them is hedged."""
    low, high = _span(part, whole, loosely=loosely)
    half = share.unit * share.slack / 2
    return low - half <= share.value <= high + half


def _span(part: int, whole: int, *, loosely: bool = False) -> tuple[float, float]:
    """The percentages that odds stand for: N is a whole number, and a round one may be told for its neighbours."""
    if part > 1:
        expected, width = 100 * part / whole, _ROUGHER if loosely else _ROUGH
        return expected * (1 - width), expected * (1 + width)
    width = 0.5 * _FIVE if loosely and whole >= _TWENTY and whole % _FIVE == 0 else 1 if loosely else 0.5
    return 100 / (whole + width), min(100.0, 100 / max(whole - width, 1))


def is_mistyped(share: Share, part: int, whole: int) -> bool:
    """Whether odds and a percentage would tell the same, had one digit of one of the numbers been struck right."""
    units = (Share(int(digits) * share.unit, share.decimals) for told in share.digits for digits in _slips(told))
    wholes = (int(digits) for digits in _slips(str(whole)))
    parts = (int(digits) for digits in _slips(str(part))) if part > 1 else ()
    return (
        any(fits(other, part, whole) for other in units)
        or any(fits(share, part, n) for n in wholes if n > max(part, 1))
        or any(fits(share, k, whole) for k in parts if 0 < k < whole)
    )


def _slips(digits: str) -> Iterator[str]:
    """Every run of digits that is one slip away: one of them another, two exchanged, the first lost or added."""
    for at in range(len(digits)):
        yield from (digits[:at] + other + digits[at + 1 :] for other in "0123456789" if other != digits[at])
        for to in range(at + 1, len(digits)):
            if digits[at] != digits[to]:
                yield digits[:at] + digits[to] + digits[at + 1 : to] + digits[at] + digits[to + 1 :]
    yield from (first + digits for first in "123456789")
    if len(digits) > 1:
        yield digits[1:]


def propose_chance(near: Vicinity) -> Proposal | None:
    """The reading of a percentage by the odds that tell it again, where the two cannot be the same; else None."""
    odds = _contradicted(near) if near.share.digits and near.share.value < _ALL else None
    return None if odds is None else Proposal((_reading(odds),))


def is_told_otherwise(view: Context, i: int, share: int) -> bool:
    """Whether odds beside a percentage tell another one of the sentence, or are hedged: "just under 2 in 10 (17%)"."""
    mention = view.mentions[i]
    if not mention.numerator or not mention.denominator:
        return False
    odds = int(mention.numerator), int(mention.denominator)
    told = Share(value_of(view.mentions[share]), decimals_of(view.mentions[share]))
    if fits(told, *odds):
        return False
    others = [view.mentions[j] for j in view.with_sentence(i) if j != share and view.is_percent(j)]
    if any(fits(Share(value_of(other), decimals_of(other)), *odds) for other in others):
        return True
    return _HEDGED.search(view.before(i, 20)) is not None and fits(told, *odds, loosely=True)


def _contradicted(near: Vicinity) -> Odds | None:
    """The odds that a percentage stands with and that cannot tell it."""
    told = _all_odds(near)
    if any(_agree(near, odds) for odds in told):
        return None
    beside = [odds for odds in told if _stands_with(near, odds)] or _left_over(near, told)
    return beside[0] if len(beside) == 1 and not _is_of_another(near, beside[0]) else None


def _left_over(near: Vicinity, told: Sequence[Odds]) -> list[Odds]:
    """The odds that are left for a percentage where each other percentage around is told by odds of its own."""
    around = near.view.mentions[max(0, near.i - 12) : near.i + 12]
    others = [m for m in around if m.kind == Kind.PERCENT and near.start <= m.start < near.end and m is not near.told]
    rest = list(told)
    for other in others:
        share = Share(value_of(other), decimals_of(other))
        own = next((odds for odds in rest if fits(share, odds.part, odds.whole)), None)
        if own is None:
            return []
        rest.remove(own)
    return [odds for odds in rest if others and len(rest) == 1 and is_mistyped(near.share, odds.part, odds.whole)]


def propose_for_odds(view: Context, i: int) -> Proposal | None:
    """The reading of odds by a hedged percentage beside them, whose hedge odds share, or by a number in a hundred."""
    mention = view.mentions[i]
    for j in (i - 1, i + 1):
        if not 0 <= j < len(view.mentions) or not view.is_percent(j) or view.mentions[j].hedge == "none":
            continue
        near = find_vicinity(view, j)
        odds = _contradicted(near) if near else None
        if odds and (odds.start, odds.end) == (mention.start, mention.end):
            return Proposal((f"{value_of(view.mentions[j]):g}",))
    return _of_hundred(view, i)


def _of_hundred(view: Context, i: int) -> Proposal | None:
    """The reading of odds by the number in a hundred or a thousand that is told in front of them."""
    mention, at = view.mentions[i], view.sentence_of[i]
    if at is None or mention.numerator is None or mention.denominator in ROUND:
        return None
    text, start = view.document.text, max(mention.start - _FAR, view.page.sentences[at].start)
    if not _MAY_BE_ROUND.search(text, start, mention.start):
        return None
    told = read_odds(text[start : mention.start], read_integers(text[start : mention.start], start), start)
    part, whole = int(mention.numerator), int(mention.denominator or 0)
    last = told[-1] if told and told[-1].whole in ROUND else None
    if last is None or whole < 2 or re.search(r"\d|%", text[last.end : mention.start]):
        return None
    share = Share(100 * last.part / last.whole, {100: 0, 1000: 1}.get(last.whole, 2), (), 2.0)
    low, high = _span(part, whole, loosely=True)
    apart = _APART.search(text, last.end, mention.start) or fits(share, part, whole, loosely=True)
    if apart or low / _CLEARLY <= share.value <= high * _CLEARLY:
        return None
    return Proposal((f"percent({last.part}, {last.whole})",))


def _all_odds(near: Vicinity) -> list[Odds]:
    """The odds around a percentage, with those that a column under "1 in" leaves at a bare number."""
    text = near.text(near.start, near.end)
    told = read_odds(text, near.numbers, near.start)
    behind = near.behind()
    if behind and re.fullmatch(r"\s*[|\t]\s*", near.text(near.told.end, behind[0].start)):
        head = near.text(near.start, near.told.start).rpartition("\n")[0]
        if re.search(r"\b(?:1|one)\s+in\b[^\n\d]*$", head.rstrip("|- \n\t:"), re.IGNORECASE):
            told.append(Odds(behind[0].start, behind[0].end, 1, behind[0].value))
    return told


def _agree(near: Vicinity, odds: Odds) -> bool:
    """Whether a percentage, or what it leaves of a hundred, may be told by some odds."""
    share, loosely = near.share, _is_hedged(near, odds)
    just = just_over(odds, near.text(max(near.start, odds.start - 30), odds.start))
    if just:
        return just[0] - share.unit / 2 <= share.value <= just[1] + share.unit / 2
    rest = Share(100 - share.value, share.decimals, (), share.slack)
    low, high = _span(odds.part, odds.whole, loosely=loosely)
    clear = low / _CLEARLY <= share.value <= high * _CLEARLY
    return (
        clear
        or _is_bounded(near, odds)
        or fits(share, odds.part, odds.whole, loosely=loosely)
        or (_may_be_of_rest(near, odds) and fits(rest, odds.part, odds.whole))
    )


def _is_bounded(near: Vicinity, odds: Odds) -> bool:
    """Whether odds are told as a bound that a percentage keeps to: "fewer than one in ten (8%)"."""
    low, high = _span(odds.part, odds.whole)
    before = near.text(max(near.start, odds.start - 20), odds.start)
    return bool(
        (near.share.value <= high and _AT_MOST.search(before)) or (near.share.value >= low and _AT_LEAST.search(before))
    )


def _may_be_of_rest(near: Vicinity, odds: Odds) -> bool:
    """Whether odds may tell of the others: told so, or in a clause of their own; not right behind "that is"."""
    start, end = min(odds.end, near.told.end), max(odds.start, near.told.start)
    gap, last = near.text(start, end), max(odds.end, near.told.end)
    if _THAT_IS.fullmatch(gap):
        return tells_others(near.text(last, min(near.end, last + _BESIDE)))
    return ";" in gap or tells_others(near.text(near.start, near.end))


def _is_hedged(near: Vicinity, odds: Odds) -> bool:
    return near.share.slack > 1 or _HEDGED.search(near.text(max(near.start, odds.start - 20), odds.end)) is not None


def _stands_with(near: Vicinity, odds: Odds) -> bool:
    """Whether odds are told of what a percentage is told of: right beside it, or taken up by what comes second."""
    start, end = min(odds.end, near.told.end), max(odds.start, near.told.start)
    gap, last = near.text(start, end), max(odds.end, near.told.end)
    if is_between(near, start, end) or len(gap) > (
        _BESIDE / 2 if _SIGNED.search(near.text(odds.start, odds.end)) else _FAR
    ):
        return False
    if any(start <= n.start < end for n in near.numbers) and not _THEREFORE.search(gap):
        return False
    if is_of_some(near.text(last, near.end)) and not _refers_back(near, odds, last):
        return False
    dashed = _DASHED.search(gap) is not None
    if _SET_BESIDE.fullmatch(gap) and not _APART.search(gap):
        return True
    if says_again(gap) or (dashed and _DASHED_OFF.match(near.text(last, near.end))):
        return True
    return is_mistyped(near.share, odds.part, odds.whole) and (dashed or _takes_up(near, odds, gap))


def _refers_back(near: Vicinity, odds: Odds, last: int) -> bool:
    """Whether "of them" tells of the people that the other figure was told of, and not of those who were counted."""
    return _OF_THEM.match(near.text(last, near.end)) is not None and (odds.turned or last == near.told.end)


def _takes_up(near: Vicinity, odds: Odds, gap: str) -> bool:
    """Whether nothing tells the second of the two apart from the first, or it refers to it."""
    apart = list(_APART.finditer(gap))
    if apart and _SAME.search(gap, apart[-1].end()) is None:
        return False
    sentence = re.search(r"[.!?]”?\s+([^.!?]*)$", gap)
    if sentence is None:
        return not odds.loose or _NAMED.search(gap) is not None
    last = max(odds.end, near.told.end)
    own = sentence[1] + near.text(max(odds.start, near.told.start), min(near.end, last + _BESIDE))
    return len(gap) <= _BESIDE or _ANEW.match(sentence[1]) is not None or _NAMED.search(own) is not None


def _is_of_another(near: Vicinity, odds: Odds) -> bool:
    """Whether another percentage around is the one that odds tell, or they tell by how much the two differ."""
    for j in range(max(0, near.i - 12), min(len(near.view.mentions), near.i + 12)):
        other = near.view.mentions[j]
        shown = near.start <= other.start < near.end and j != near.i and other.kind == Kind.PERCENT
        apart = Share(abs(value_of(other) - near.share.value), near.share.decimals)
        told = fits(Share(value_of(other), 0), odds.part, odds.whole, loosely=True)
        if shown and (told or fits(apart, odds.part, odds.whole)):
            return True
    return False


def _reading(odds: Odds) -> str:
    return f"one_in({odds.whole})" if odds.part == 1 else f"percent({odds.part}, {odds.whole})"

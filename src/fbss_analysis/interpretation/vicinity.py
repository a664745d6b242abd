"""Vicinity: a percentage that may be a share of people or things, and the whole numbers that stand around it.

What a share is out of stands in its sentence, in one of the sentences next to it, or in the lines around it where they
are short. A blank line ends the vicinity.

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document
>>> page = Document("page", "We wrote to 237 practices. 78 answered, a rate of 43%. By 95% CI, it is less.")
>>> shares = [Mention("page", a, a + 3, page.text[a:a + 3], Kind.PERCENT, v) for a, v in ((50, 43.0), (58, 95.0))]
>>> view = read_context(page, shares)
>>> near = find_vicinity(view, 0)
>>> [number.value for number in near.numbers] if near else None, find_vicinity(view, 1)
([237, 78], None)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from fbss_analysis.interpretation.context import Context, decimals_of, once, value_of
from fbss_analysis.interpretation.integers import Integer, find_integers
from fbss_analysis.interpretation.labels import is_identifier
from fbss_analysis.interpretation.misfits import Share, gives
from fbss_analysis.interpretation.strengths import is_strength
from fbss_analysis.printed.folding import folded
from fbss_analysis.printed.mistyping import digits_of
from fbss_analysis.schema import Kind, Mention

_BEFORE, _BEHIND = 500, 300  # characters
_SENTENCES_BEFORE, _SENTENCES_BEHIND = 2.1, 1.1
_LINE, _OF_A_SENTENCE = 90, 0.34
_LONGEST, _JUST_BEFORE = 1_000, 200  # characters of a row, and of what is looked at in front of a number
_CROWD = 9
_ROWS = 8
_CALLED_PERCENT = folded(
    r"(?:%|\bper\s?cent(?:age)?)\)?,?\s*(?:[:=|\t]|was|of|(?:this|that|it|which)\s+(?:is|was|makes|gives))?\s*$"
)
_BLANK = re.compile(r"\n[ \t\u00a0\r]*\n")
_MEASURES = frozenset(Kind) - {Kind.COUNT, Kind.OTHER, Kind.RATIO_ONE_IN_N, Kind.ORDINAL_LIST_ITEM}
_UNITS = frozenset(
    ("km", "m", "cm", "mm", "kg", "g", "mg", "ml", "kilometres", "kilometers", "miles", "metres", "points", "°")
)
_PERCENTAGES = frozenset((Kind.PERCENT, Kind.PERCENT_CHANGE, Kind.PERCENT_RANGE))
_CHANGE = (
    r"(?:reductions?|increases?|decreases?|improvements?|changes?|differences?|drops?|falls?|declines?|rises?|growth|"
    r"gains?|gap)"
)
_NO_SHARE_BEHIND = re.compile(
    rf"[\s)-]*(?:C[Il]\b|confiden\w+|credib\w+|power|levels?|{_CHANGE}|relief|higher|lower|more|less|fewer|greater|points?|threshold|"
    r"or\s+(?:more|greater|higher|less)|intervals?|sensitiv\w+|specific\w+|w/v|v/v|wt|(?:[^\W\d][\w-]*\s+)?(?:solution|emulsion|saline|gel|cream|ointment|dextrose|glucose|albumin|formalin|lotion|paste|varnish)|in\s+(?:normal\s+)?saline|(?:and|or)\s+\d+\s?%\s+(?:levels?|solutions?|groups?)|HTS|NaCl|energy|calories|kcal|(?:of\s+)?(?:the\s+)?level\s+of\s+significance|\w*alcohol|\w*ethanol|mouth\w+|\w+caine|\w+hexidine|\w+flurane|\w+starch|hypochlorite|CO2|CO\(2\)|O2|oxygen|"
    r"of\s+(?:the\s+)?(?:variance|predicted|normal|baseline|body|maxim\w+|daily|energy|total\s+(?:body|energy|variance)))\b",
    re.IGNORECASE,
)
_NO_SHARE_BEFORE = re.compile(
    r"(?:\b(?:by|from|between|than|least|most|exceed\w*|versus|vs\.?|"
    rf"(?:{_CHANGE}|power|threshold|cut-?off|confidence|sensitivity|specificity|accuracy|I2|CI|alpha)(?:\s+(?:of|was|is|were))?)\W*"
    rf"|\b{_CHANGE}\b[^.;\d]{{0,60}}\b(?:was|is|were|amounted\s+to|came\s+to)\s+(?:therefore|thus|hence|about|only|nearly|almost|over)\s+"
    r"|[<>≥≤±+²]\s?|\d\s?[-–—]\s?|\d\s+to\s+|(?<![\s\w|])[-−])$",
    re.IGNORECASE,
)
_OF_A_MIXTURE = re.compile(  # "a fixed inspired oxygen fraction (40%)"
    r"\b(?:(?:oxygen|ejection|inspired|shortening|void)\s+fraction|FiO2|LVEF|EF|concentrations?|humidity|saturation|SpO2|SaO2|ha?ematocrit|intensity|purity|dilution)"
    r"(?:\s+(?:of|was|is|were|at|level))*\s*[(=:,]?\s*$",
    re.IGNORECASE,
)
_OF_ONE_THING = re.compile(  # "half of his face", "half of the full curve"
    r"\s+of\s+(?:(?:the|this|that|a|an|each|his|her|its|their|one|our|my)\s+)+(?!\d|(?:[^\W\d][\w’'-]*\s+){0,3}?(?:[^\W\d][\w’'-]*s|people|(?:wo)?men|children|sample|cohort|group|population|"
    r"total|staff|team|class|series|clientele)\b)",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"\s+of\s+(?:(?:the|all|these|our)\s+)?(?:[^\W\d][\w-]*\s+)?[^\W\d][\w-]*(?:s|people|men|children)\b", re.IGNORECASE
)
_MOVED = re.compile(
    r"\b(?:increas|decreas|reduc|improv|declin|dropp|chang|exceed|lower|shorten|rais|diminish|outnumber|lengthen)\w*\s+by\s+$",
    re.IGNORECASE,
)
_LEVELS = (90, 95, 99)
_BOUND = re.compile(r"\s*[(\[]?\s*[-−]?\d")  # "95% -0.15 to 0.55"
_N_BEHIND = re.compile(
    r"\s*[(\[]\s*[nN]\s*=\s*[\d,]+\s*[)\]],?\s+(?:to|versus|vs\.?|compared\s+(?:with|to)|against)\s", re.IGNORECASE
)
_N_BEFORE = re.compile(
    r"%\s*[(\[]\s*n\s*=\s*[\d,]+\s*[)\]],?\s+(?:to|versus|vs\.?|compared\s+(?:with|to)|against)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_SIZED = re.compile(r"(?<![\w.,-])(\d+)-(?=[^\W\d]{4})")
_THREE = 3
_EQUALS, _EQUALS_PAIR = re.compile(r"=\s*$"), re.compile(r"\d(?:\s[^\W\d][\w-]*){0,3}\s*=\s*$")


@dataclass(frozen=True, slots=True)
class Vicinity:
    """A percentage in its place, with the whole numbers of the text around it, which goes from `start` to `end`."""

    view: Context
    i: int
    share: Share
    numbers: Sequence[Integer]
    start: int
    end: int

    @property
    def told(self) -> Mention:
        """The percentage itself."""
        return self.view.mentions[self.i]

    def text(self, start: int, end: int) -> str:
        """A piece of the document."""
        return self.view.document.text[start:end]

    def ahead(self, least: int = 0) -> list[Integer]:
        """The numbers of at least so much in front of the percentage, the nearest last."""
        return [n for n in self.numbers if n.end <= self.told.start and n.value >= least]

    def behind(self, least: int = 0) -> list[Integer]:
        """The numbers of at least so much behind the percentage."""
        return [n for n in self.numbers if n.start >= self.told.end and n.value >= least]


def find_vicinity(view: Context, i: int) -> Vicinity | None:
    """The vicinity of mention `i`; None where that is no share, and where there is a crowd of numbers."""
    share = read_share(view, i)
    return None if share is None else _look_around(view, i, share)


def read_share(view: Context, i: int) -> Share | None:
    """A percentage that may be of people or things; None for a change, a level of confidence, a bound."""
    mention = view.mentions[i]
    if view.sentence_of[i] is None or mention.value is None or not 0 < mention.value <= 100 or view.is_criterion(i):
        return None
    if mention.kind == Kind.FRACTION_WORD and view.after(i, 5).lower().startswith((" of ", ",", " (")):
        if _OF_ONE_THING.match(view.after(i, 60)):
            return None
        return Share(mention.value, 0, (), 2.5)
    bare = mention.kind in (Kind.OTHER, Kind.COUNT) and mention.unit == "" and mention.denominator is None
    in_column = bare and _in_percent_column(view, i)
    if mention.kind != Kind.PERCENT and not in_column:
        return None
    before = view.before(i, 40)
    if (
        "point" in mention.text
        or _OF_A_MIXTURE.search(before)
        or _NO_SHARE_BEHIND.match(view.after(i, 40))
        or (_NO_SHARE_BEFORE.search(before) and not _is_by_people(before, view.after(i, 40)))
    ):
        return None
    if has_its_size(view, i) or is_strength(view, i) or (mention.value in _LEVELS and _BOUND.match(view.after(i, 8))):
        return None
    if _EQUALS.search(before) and not _EQUALS_PAIR.search(before):
        return None
    places = decimals_of(mention)
    return Share(
        mention.value, places, (digits_of(f"{mention.value:.{places}f}"),), 1.0 if mention.hedge == "none" else 2.0
    )


def _is_by_people(before: str, behind: str) -> bool:
    """Whether a percentage is of people who do something: "reported by 20% of employees"."""
    return before.endswith("ed by ") and _OF_PEOPLE.match(behind) is not None and _MOVED.search(before) is None


def has_its_size(view: Context, i: int) -> bool:
    """Whether a percentage is compared with another, each with its "(n = 172)", which is what it is out of."""
    return bool(_N_BEHIND.match(view.after(i, 60)) or _N_BEFORE.search(view.before(i, 60)))


def _in_percent_column(view: Context, i: int) -> bool:
    """Whether a bare number is called a percentage in front, or closes a row of a table under a percent sign."""
    text, mention = view.document.text, view.mentions[i]
    line = text.rfind("\n", max(0, mention.start - _LONGEST), mention.start) + 1
    row = text[max(line, mention.start - _JUST_BEFORE) : mention.start]
    if _CALLED_PERCENT.search(row) and not re.match(r"[^\n]*\d", text[mention.end : mention.end + _LINE]):
        return True
    if not row.rstrip(" ").endswith(("|", "\t", ";")) or not re.match(
        r"\s*\|?\s*(?:\n|$)", text[mention.end : mention.end + 8]
    ):
        return False
    above = text[max(0, line - _BEFORE) : line].rstrip().split("\n")[-_ROWS:]
    return any(re.search(r"[|\t;][^|\t;\d]*(?:%|per\s?cent)[^|\t;]*\|?\s*$", head, re.IGNORECASE) for head in above)


def _look_around(view: Context, i: int, share: Share) -> Vicinity | None:
    """The numbers of the sentences around a percentage; None where there are too many of them."""
    at = view.sentence_of[i]
    assert at is not None, "asked before"
    start, end = _reach(view, at, -1), _reach(view, at, 1)
    others = [m for m in view.mentions[max(0, i - 40) : i + 40] if _is_measure(m) and m.start < end and m.end > start]
    found = (
        n
        for n in _integers(view, start, end)
        if n.value > 0 and not any(m.start < n.end and n.start < m.end for m in (*others, view.mentions[i]))
    )
    numbers = sorted(islice(found, _CROWD + 1), key=lambda n: n.start)
    return Vicinity(view, i, share, numbers, start, end) if len(numbers) <= _CROWD else None


@once
def _integers(view: Context, start: int, end: int) -> list[Integer]:
    text = view.document.text
    return [n for n in find_integers(text[start:end], start) if not is_identifier(text, n.start)]


def _is_measure(mention: Mention) -> bool:
    """Whether a figure counts nothing: one of a kind that is measured, or in a unit of length and the like."""
    return mention.kind in _MEASURES or (mention.kind == Kind.OTHER and mention.unit in _UNITS)


def _reach(view: Context, at: int, step: int) -> int:
    """How far the text around a sentence goes to one side: some sentences, more of them where they are short lines."""
    sentences, taken, now = view.page.sentences, 0.0, at
    most = _SENTENCES_BEFORE if step < 0 else _SENTENCES_BEHIND
    while 0 <= now + step < len(sentences):
        here, there = sentences[now], sentences[now + step]
        line = here.block != there.block and there.end - there.start < _LINE
        taken += _OF_A_SENTENCE if line else 1
        far = sentences[at].start - there.start > _BEFORE if step < 0 else there.end - sentences[at].end > _BEHIND
        if taken > most or far or not _follows(view, max(now, now + step)):
            break
        now += step
    return sentences[now].start if step < 0 else sentences[now].end


def _follows(view: Context, at: int) -> bool:
    """Whether a sentence follows the one before it without a blank line between, or is of a list."""
    before, here = view.page.sentences[at - 1], view.page.sentences[at]
    if "item" in (view.page.blocks[before.block].kind, view.page.blocks[here.block].kind):
        return True
    return _BLANK.search(view.document.text, before.end - 1, here.start + 1) is None


def is_between(near: Vicinity, start: int, end: int) -> bool:
    """Whether another percentage stands between two places."""
    around = near.view.mentions[max(0, near.i - 12) : near.i + 12]
    return any(m.kind in _PERCENTAGES and start <= m.start < end for m in around)


def in_sentence(near: Vicinity, place: int) -> bool:
    """Whether a place behind the percentage is in its sentence."""
    return len(near.view.after(near.i, 400)) >= place - near.told.end


def is_given(near: Vicinity, *, made: bool = True) -> bool:
    """Whether two of the numbers around give the percentage, or, if `made`, one and the sum or difference of two."""
    values = {n.value for n in near.numbers} | _hyphenated(near)
    if any(gives(near.share, part, n) for n in values for k in values if k <= n for part in (k, n - k)):
        return True
    if made and _is_of_all(near):
        return True
    sums = {a + b for a in values for b in values if a != b} | {abs(a - b) for a in values for b in values}
    parts = ((part, n) for n in sums for k in values if k <= n for part in (k, n - k))
    return made and bool(near.share.digits) and any(gives(near.share, part, n, loosely=False) for part, n in parts)


def _hyphenated(near: Vicinity) -> set[int]:
    """The sizes that stand in a name: "two 20-subject groups"."""
    return {int(found[1]) for found in _SIZED.finditer(near.text(near.start, near.end))}


def _is_of_all(near: Vicinity) -> bool:
    """Whether the percentage is one or two of three or more counts of a sentence, out of all of them together."""
    told = [n.value for n in near.numbers if n.end <= near.told.start]
    if len(told) < _THREE:
        return False
    few = (*told, *(a + b for a, b in combinations(told, 2)))
    return any(gives(near.share, k, sum(told[start:])) for start in range(len(told) - 2) for k in few)


def others_agree(near: Vicinity) -> bool:
    """Whether all other percentages around are shares of the numbers around."""
    values = {n.value for n in near.numbers}
    for j in range(max(0, near.i - 12), min(len(near.view.mentions), near.i + 12)):
        other = near.view.mentions[j]
        shown = near.start <= other.start < near.end and value_of(other) <= 100
        if j == near.i or other.kind != Kind.PERCENT or not shown:
            continue
        share = Share(value_of(other), decimals_of(other))
        if not any(gives(share, part, n) for n in values for k in values if k <= n for part in (k, n - k)):
            return False
    return True


def unused(near: Vicinity) -> list[Integer]:
    """The numbers around that are left when each other percentage has taken its count and its whole; else none."""
    rest, others = list(near.numbers), 0
    for j in range(max(0, near.i - 12), min(len(near.view.mentions), near.i + 12)):
        other = near.view.mentions[j]
        if j == near.i or other.kind != Kind.PERCENT or not near.start <= other.start < near.end:
            continue
        share = Share(value_of(other), decimals_of(other))
        own = next(((k, n) for k in rest for n in rest if k.value < n.value and gives(share, k.value, n.value)), None)
        if own is None:
            return []
        rest, others = [number for number in rest if number not in own], others + 1
    return rest if others else []

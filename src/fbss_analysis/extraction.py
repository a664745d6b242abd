"""Every quantity of a document, as mentions: what was printed, where, of which kind, with value, unit and hedge.

Two stages, both linear in the length of the text. One scan by RE2 finds the places where a number may begin; names,
markers, list numbers and reference lists are set aside (`names`, `segments`), each numeral is read where it stands
(`numerals`) and combined with its neighbours (`grammar`, `statistics_terms`). Percents, ratios and fractions are told
in percent points, durations in their unit.

Conventions: a figure's span includes its unit and not its hedge; a count's span is the number alone, its noun is the
unit; a confidence interval is one mention with its level; a p-value is one with its comparator as hedge.

>>> from fbss_analysis.schema import Document
>>> [(m.text, str(m.kind), m.hedge) for m in extract(Document("page", "Nearly 1 in 20 hurt for over 6 months (4)."))]
[('1 in 20', 'ratio_one_in_n', 'nearly'), ('6 months', 'duration', 'over')]
"""

from __future__ import annotations

from fbss_analysis import patterns
from fbss_analysis.maker import maker_of
from fbss_analysis.quantities.counting import counted_noun, one_counts, one_unit_counts
from fbss_analysis.quantities.grammar import combine
from fbss_analysis.quantities.hedges import OPENS_HEDGE, hedge_after, hedge_before, may_hedge
from fbss_analysis.quantities.lexicon import BARE, CHANGE_LINKS, DURATION, LIST_LINKS, MEASURE, PERCENT
from fbss_analysis.quantities.numeral import Numeral
from fbss_analysis.quantities.numerals import scan
from fbss_analysis.quantities.units import is_age_before
from fbss_analysis.quantities.wrapping import unwrap
from fbss_analysis.schema import Document, InputError, Kind, Mention
from fbss_analysis.segments import reference_regions

_KIND_OF_FAMILY = {
    "duration": Kind.DURATION,
    "age": Kind.AGE,
    "date": Kind.DATE,
    "money": Kind.MONEY,
    "dose": Kind.DOSE,
    "measure": Kind.OTHER,
    "multiplier": Kind.MULTIPLIER_WORD,
    "fraction": Kind.FRACTION_WORD,
    "ratio": Kind.RATIO_ONE_IN_N,
    "statistic": Kind.OTHER,
    "interval": Kind.CONFIDENCE_INTERVAL,
}
_KIND_OF_NAME = {str(kind): kind for kind in Kind}
_COUNT, _NUMBER_RANGE, _PERCENT, _PERCENT_RANGE = Kind.COUNT, Kind.NUMBER_RANGE, Kind.PERCENT, Kind.PERCENT_RANGE
_BEFORE_AGES = ("over ", "under ", "above ", "below ", "than ", "the age of ")
_make_mention = maker_of(Mention)


def extract(document: Document) -> list[Mention]:
    """Find every quantity of a document, in order and without overlaps; InputError where its text is not a string."""
    text = document.text
    if not isinstance(text, str):
        raise InputError(
            f"the text of a document must be a string, not {type(text).__name__}",
            f"document {document.doc!r}",
            "decode the file first, for example with fbss.read",
        )
    text = unwrap(text)
    numerals = combine(text, scan(text, reference_regions(text)))
    kept = [numeral for numeral in numerals if not (numeral.spelled and _is_generic_one(text, numeral))]
    _hedge(text, kept)
    return [_mention(document, numeral) for numeral in kept]


def _is_generic_one(text: str, numeral: Numeral) -> bool:
    """Whether a spelled-out "one" stands for "a" or for a noun."""
    if numeral.value != 1 or numeral.family not in (BARE, DURATION, MEASURE) or numeral.denominator is not None:
        return False
    if text[numeral.start : numeral.start + 1] not in "Oo":
        return False
    if numeral.family == MEASURE:
        return numeral.unit in ("times", "points")
    if numeral.family == DURATION:
        return not one_unit_counts(text, numeral.start, numeral.end, numeral.unit)
    return not one_counts(text, numeral.start, numeral.end)


def _hedge(text: str, numerals: list[Numeral]) -> None:
    """Read each numeral's hedge; a list of like quantities shares the hedge of its first member."""
    previous: Numeral | None = None
    for numeral in numerals:
        if not numeral.hedge:
            end = numeral.end
            after = hedge_after(text, end) if text[end : end + 4] in OPENS_HEDGE else "none"
            before = numeral.before
            if after == "none" and (not before or may_hedge(before)):
                after = hedge_before(text, numeral.start)
            numeral.hedge = after
        if (
            previous is not None
            and previous.hedge != "none"
            and numeral.hedge == "none"
            and previous.family == numeral.family == PERCENT
        ):
            gap = text[previous.end : numeral.start]
            if len(gap) < 8 and gap.strip() in LIST_LINKS:
                numeral.hedge = previous.hedge
        previous = numeral


def _mention(document: Document, numeral: Numeral) -> Mention:
    text = document.text
    kind = _kind(text, numeral)
    start, end = numeral.start, numeral.end
    unit = numeral.unit or (counted_noun(text, end) if kind is _COUNT or kind is _NUMBER_RANGE else "")
    return _make_mention(
        document.doc,
        start,
        end,
        text[start:end],
        kind,
        numeral.value,
        numeral.low,
        numeral.high,
        unit,
        numeral.hedge or "none",
        numeral.numerator,
        numeral.denominator,
        numeral.level,
        numeral.sd,
    )


def _kind(text: str, numeral: Numeral) -> Kind:
    if numeral.kind:
        return _KIND_OF_NAME[numeral.kind]
    family = numeral.family
    if family == PERCENT:
        return _percent_kind(text, numeral)
    if family == BARE:
        return _bare_kind(text, numeral)
    if numeral.unit == "times" and patterns.COMPARES_AHEAD.match(text, numeral.end):
        return Kind.MULTIPLIER_WORD
    if family == MEASURE and numeral.low is not None:
        return Kind.NUMBER_RANGE
    return _KIND_OF_FAMILY[family]


def _percent_kind(text: str, numeral: Numeral) -> Kind:
    if patterns.CHANGE_AHEAD.match(text, numeral.end) or _is_changed_by(text, numeral):
        return Kind.PERCENT_CHANGE
    return _PERCENT if numeral.low is None else _PERCENT_RANGE


def _is_changed_by(text: str, numeral: Numeral) -> bool:
    """ "Increased by 20%", "a reduction of about 30%"."""
    if numeral.before and numeral.before not in CHANGE_LINKS:
        return False
    left = text[max(0, numeral.start - 64) : numeral.start]
    return left[-1:] in (" ", "\n") and patterns.CHANGE_BEHIND.search(left) is not None


def _bare_kind(text: str, numeral: Numeral) -> Kind:
    if patterns.OLDER_AHEAD.match(text, numeral.end) or (
        is_age_before(text, numeral.start) and (numeral.value or numeral.high or 0) < 120
    ):
        numeral.unit = "years"
        return Kind.AGE
    if numeral.low is not None:
        return _NUMBER_RANGE
    if (
        not numeral.decimal
        and 17 < (numeral.value or 0) < 100
        and (left := text[max(0, numeral.start - 48) : numeral.start]).removesuffix("\n").endswith(_BEFORE_AGES)
        and patterns.AGED_GROUP_BEHIND.search(left)
        and not counted_noun(text, numeral.end)
    ):
        numeral.unit = "years"
        return Kind.AGE
    return Kind.OTHER if numeral.decimal and numeral.scale == 1 else _COUNT

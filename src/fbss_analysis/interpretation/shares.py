"""A count, a whole and a percentage that a text ties together.

The tie between the count and the percentage is printed: brackets, a dash, "or", "which is". The whole is the one that
the count is told of ("12 of the 80", "of 80 patients, 12"); which counts may be that one `wholes` says. Each of them
gives a reading of its own, and a later check blames the text only if none of them fits.

Reference: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874 (a percentage is of something).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation.appositions import SAYS
from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.plausibility import is_meant
from fbss_analysis.interpretation.portions import may_be_held, tells_others
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.rates import CALLED, RATE, is_rate_of
from fbss_analysis.interpretation.restatements import HEDGES
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.strengths import is_strength
from fbss_analysis.interpretation.vicinity import has_its_size
from fbss_analysis.interpretation.wholes import Samples, Wholes, find_wholes, is_of_something
from fbss_analysis.schema import Kind

_WORDS = r"(?:\s+(?!(?:and|but|while|whereas|versus|vs)\b)[^\W\d][\w’'/-]*)"
_IN_BRACKETS = re.compile(rf"{_WORDS}{{0,6}}[\s,]*[(\[–—-]\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
_LATE_BRACKETS = re.compile(
    rf"[^.;:()\[\]]{{1,110}}[(\[]\s*(?:(?:[^\W\d][\w-]*\s+){{0,3}}{CALLED}\s*(?:of|was|=|:|,)?\s*|(?:thus|hence|so|therefore|giving|making|equal\s+to)\s+)?"
)
_BETWEEN_DASHES = re.compile(r"[^.;:()\[\]–—]{1,110}\s[–—-]\s+")
_SAID = re.compile(
    rf"{_WORDS}{{0,16}}\s*(?:[,;:–—(]|\s-)?\s*(?:(?:and|so|thus|hence)\s+)?(?:{SAYS}|(?:(?:corresponding|equivalent)\s+to|represent(?:s|ed)?|"
    rf"making\s+up|so\s+(?:that\s+)?the\s+(?:\w+[\s-]+){{0,6}}?{RATE}\s+(?:was|is|of)|"
    r"account(?:s|ed|ing)?\s+for|for|(?:for|with|at|is|was|a)?\s*an?\s+(?:\w+[\s-]+){0,6}?"
    rf"{RATE}\s+of))(?=\W)\s*(?:(?:{HEDGES}|exactly|some|the|in)\s*)*"
    rf"(?:(?:an?\s+)?(?:\w+[\s-]+){{0,6}}?{RATE}\s+of\s+)?",
    re.IGNORECASE,
)
_OF_PRINTED = re.compile(rf"{_WORDS}{{0,4}}\s*[;:=]\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
_CLOSES_SOON = re.compile(r"(?:\s+[^\W\d][\w’'-]*){0,3}\s*[)\]]")
_N_AGAIN = re.compile(rf"{_WORDS}{{0,4}}\s*[(\[]\s*n\s*=\s*", re.IGNORECASE)
_COMMA = re.compile(rf"{_WORDS}{{1,5}}\s*,\s*(?:{HEDGES}\s*)*", re.IGNORECASE)
_CLOSED = re.compile(
    rf"\s*(?:[,)–—.;\]]|$)|\s+(?:of\s+(?:the|all|those|(?:them|these)(?!\s+[^\W\d]+en\b)|our|{PEOPLE})\b|had\b|were\b|was\b|did\b|have\b)"
)
_CLOSED_BRACKETS = re.compile(
    r"\s*(?:[)\]–—]|[,;](?!\s*[\d.]+\s*%(?!\s*-?(?:CI\b|C\.I|conf|cred|limits)))|\[|$)|\s+of\s+(?:(?:the|all|these|our|those)\s+)*\d|\s+(?:in\s+total|overall|of\s+(?:them|all|these|those|(?:the\s+|all\s+)?"
    rf"(?:(?:the|these|our)\s+)?(?:whole\s+|total\s+|entire\s+)?(?:{PEOPLE}|total|whole|sample|cohort|series)(?:\s+[^\W\d]+ed)?|of\s+those\s+[^\W\d]+ed)\s*[)\],;])",
    re.IGNORECASE,
)
_LATE_CLOSED = re.compile(
    rf"\s*[)\]]|\s+(?:[^\W\d][\w-]*\s+){{0,2}}{CALLED}\s*[)\]]|\s*[;,]\s*9\d\s?%\s*-?(?:CI\b|C\.I|conf|cred|limits)",
    re.IGNORECASE,
)
_RATE_NEXT = re.compile(  # "14 were reoperated; the reoperation rate was"
    rf"(?P<told>[^.;:()\[\]\d]{{1,110}})(?:[;:,–—]|\s-)\s*(?:and\s+|with\s+)?(?P<name>(?:(?:the|an?|our|this)\s+)?(?:[^\W\d][\w’'-]*\s+){{1,5}}?){CALLED}"
    r"\s*(?:of|was|is|being|were|:|=|,)?\s*(?:(?:therefore|thus|hence|of|only|just)\s+)*",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\s*(?:[(\[:–—]|,?\s+or\b|,(?=\s)|,?\s+that\s+is,?|,?\s+i\.e\.,?)\s*(?:that\s+is,?\s+|n\s*=\s*|i\.e\.,?\s*|or\s+)?(?:only\s+|just\s+)?",
    re.IGNORECASE,
)
_COUNT_CLOSES = re.compile(
    rf"\s*(?:[)\],;.–—]|$|/|\s*(?:out\s+)?of\b|(?:[^\W\d][\w’'-]*\s+){{0,2}}?{PEOPLE}\s*(?:[)\],;.]|of\b|out\s+of\b|in\b|had\b|were\b|did\b|$))",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"{_WORDS}{{0,3}}?[)\]]?\s*\b(?:of|out\s+of|among|in|from)\s+(?:(?:the|these|those|all|our|its|their|his|her|a\s+total\s+of)\s+)*",
    re.IGNORECASE,
)
_BEFORE_A_PART = re.compile(
    rf"{_WORDS}{{0,6}}\s*(?:[,(\[:–—]|,?\s+or\b|,?\s+that\s+is,?|,\s+(?:as|since|because)\b)\s*(?:{HEDGES}\s*)*",
    re.IGNORECASE,
)
_AT_A_RATE = re.compile(
    r"[^.;\d]{0,70}\b(?:rate|share|proportion|percentage|incidence|frequency|risk|prevalence|probability)\b[^.;\d]{0,40}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*[)\],;–—]")
_OF_THE_WHOLE = re.compile(r"\s*(?:of|among|in)\s+(?:(?:the|these|those|all|our)\s+)*", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s+[\d.,]+\s+to\s+$", re.IGNORECASE)
_SET_BESIDE = re.compile(r"\s*[,;]\s*")
_SMALLEST_SLASHED = 5  # "1/2 of the dose"
_RESPONSE = re.compile(r"\W*(?:the|our|this)\s+(?:overall\s+)?response\s+rate\s+(?:was|is)\s+", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\b(?:respond\w*|repl(?:y|ied|ies)|answer\w*|return\w*|(?:wrote|sent|came)\s+back)\b", re.IGNORECASE
)
_THAT_IS = re.compile(
    r"\W*the\s+(?:[^\W\d][\w-]*\s+){0,3}?(?:rate|share|proportion|incidence|prevalence|percentage)\s+(?:was|is)\s+(?:therefore|thus|hence|accordingly|consequently)\s+|"
    r"\W*(?:(?:and|or|so)\s+)?(?:that|this|which|it)(?:\s+(?:is|was|makes|means|equals|gives|represents|corresponds\s+to|amounts\s+to|comes\s+to|works\s+out\s+(?:at|as|to)))?"
    r"[\s,]*(?:(?:about|roughly|exactly|just|only|a|an|of|rate|share|proportion|response|success|equivalent|to)\s+)*",
    re.IGNORECASE,
)
_NO_SHARE_BEFORE = re.compile(r"(?:\d\s?[-–—]\s?|\d\s+to\s+|[-–−]|[>≥<≤±]\s*)$")
_OF_STUDIES = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|RCTs?|reviews?|papers?|articles?|years?|reports?)\b", re.IGNORECASE
)
_NOT_COUNTING = re.compile(
    r"(?:\d[\s,.]|\b(?-i:[A-Z]{2,})\s|\b(?:all|exon|grade|type|stage|day|level|score)\s+(?:of\s+)?(?:the\s+)?)$", re.I
)
_POINTS_BACK = re.compile(r"\b(?:the|these|those|both|all)\s+$", re.IGNORECASE)  # "the three readers saw 104 (12.6%)"
_OPENS_WITH_ALL = re.compile(  # "Of these 30 people, 27%"
    r"(?:^|[.;:,(]\s*)(?:of|out\s+of|among|amongst)\s+(?:(?:the|these|those|all|our|a\s+total\s+of)\s+)*(?:[^\W\d][\w-]*\s+)?$",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_MORE_DIGITS = re.compile(r"\s?\d")
_BETWEEN = (Kind.DURATION, Kind.DATE, Kind.AGE)


def propose_share(view: Context, i: int, samples: Samples) -> Proposal | None:
    """The readings of a percentage that is tied to a count, kindest decided later; None where no whole is told."""
    if view.mentions[i].kind != Kind.PERCENT or "point" in view.mentions[i].text:
        return None
    if (
        not 0 <= value_of(view.mentions[i]) <= 100
        or has_its_size(view, i)
        or is_strength(view, i)
        or _NO_SHARE_BEFORE.search(view.before(i, 6))
    ):
        return None
    for count, whole in _ties(view, i):
        told = view.mentions[count]
        if is_of_something(view, i) or _OF_STUDIES.match(view.after(i, 30).lstrip(") ")):
            return None
        if told.numerator is not None and told.denominator:
            if ("/" in told.text and told.denominator < _SMALLEST_SLASHED) or _is_listed_apart(view, i, count):
                return None
            return Proposal(_of_printed(view, i, told.numerator, told.denominator))
        if not counts_heads(view, count) or (value_of(told) == 0 < value_of(view.mentions[i])):
            return None
        if whole is not None:
            apart = (
                view.sentence_of[count] != view.sentence_of[i]
            )  # "The rate of losses was therefore" that of the rest
            rest = (f"percent(@{whole} - @{count}, @{whole})",) if apart else ()
            return Proposal((f"percent(@{count}, @{whole})", *rest), base=whole)
        wholes = find_wholes(view, i, count, samples)
        if (
            wholes
            and is_meant(view, i, count, wholes)
            and (wholes.stated or may_be_held(view, i, count, _sizes(view, wholes.readings)))
        ):
            return Proposal(
                (*(f"percent(@{count}, {n})" for n in wholes.readings), *_rests(view, count, wholes)),
                base=wholes.base,
            )
    return None


def _is_listed_apart(view: Context, i: int, count: int) -> bool:
    """Whether a percentage and a "k of n" are two members of a list that is told respectively: "3.3%, 11 of 62"."""
    between = view.gap(min(i, count), max(i, count))
    listed = "," in between and not re.search(r"[(\[:=]", between)
    return listed and _RESPECTIVELY.search(view.sentence(i)) is not None


def _rests(view: Context, count: int, wholes: Wholes) -> tuple[str, ...]:
    """What a count leaves of its wholes, where the words set it apart: "in all but 21, or 75%"."""
    if not tells_others(view.before(count, 30)):
        return ()
    larger = [n for n in wholes.readings if n[:1] == "@" and n[1:].isdigit() and int(n[1:]) != count]
    return tuple(f"percent({n} - @{count}, {n})" for n in larger)


def _sizes(view: Context, readings: Sequence[str]) -> list[float]:
    """The wholes among readings that are a single number."""
    named = [value_of(view.mentions[int(n[1:])]) for n in readings if n[:1] == "@" and n[1:].isdigit()]
    return named + [float(n) for n in readings if n.isdigit()]


def _of_printed(view: Context, i: int, k: float, n: float) -> tuple[str, ...]:
    """The share of a printed "k of n", and that of the rest where others are told of: "all but 18 of the 150"."""
    rest = 0 <= k < n and tells_others(view.before(i) + view.after(i))
    return (f"percent({k:g}, {n:g})", *((f"percent({n - k:g}, {n:g})",) if rest else ()))


def counts_heads(view: Context, j: int) -> bool:
    """Whether a count may be one of people or things that make a whole: no studies, no part of a longer number."""
    if not float(value_of(view.mentions[j])).is_integer() or _NOT_COUNTING.search(view.before(j, 24)):
        return False
    behind = view.after(j, 30)
    return not (_MORE_DIGITS.match(behind) or _OF_STUDIES.search(view.mentions[j].unit))


def _ties(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The count that percentage `i` tells, with its whole where that stands between or right behind."""
    if _is_count(view, i, i + 1) and view.mentions[i + 1].denominator and _is_opened(view, i):
        yield i + 1, None
    yield from _count_first(view, i)
    yield from _count_of_sentence_before(view, i)
    if _is_count(view, i, i + 1):
        gap = view.gap(i, i + 1)
        further = _is_count(view, i, i + 2)
        bracketed = further and _IN_BRACKETS.fullmatch(view.gap(i + 1, i + 2)) and _ENDS.match(view.after(i + 2))
        if bracketed and _OF_THE_WHOLE.fullmatch(gap):
            yield i + 2, i + 1
        of_it = further and _OF.fullmatch(view.gap(i + 1, i + 2))
        if view.mentions[i + 1].denominator and _BEFORE_A_PART.fullmatch(gap):
            yield i + 1, None
        if of_it and gap.strip() in ("(", "[") and _CLOSES_SOON.match(view.after(i + 2)):
            yield i + 1, i + 2
        if _OPENED.fullmatch(gap) and _COUNT_CLOSES.match(view.after(i + 1)):
            yield i + 1, i + 2 if of_it else None


def _is_opened(view: Context, i: int) -> bool:
    """Whether a "k of n" has the brackets behind a percentage for itself, or shares them with it: "(35%; 107/305)"."""
    gap = view.gap(i, i + 1).strip()
    shared = (
        gap in (";", ",") and view.before(i, 2).rstrip()[-1:] in ("(", "[") and _CLOSES_SOON.match(view.after(i + 1))
    )
    return gap in ("(", "[") or bool(shared)


def _count_first(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The count in front of percentage `i`, where nothing but times stands between and the print ties the two."""
    j = i - 1
    while j > max(0, i - 4) and view.mentions[j].kind in _BETWEEN and view.sentence_of[j] == view.sentence_of[i]:
        j -= 1
    if not _is_count(view, i, j) or _FROM_TO.search(view.before(j, 40)):
        return
    gap, behind = view.gap(j, i), view.after(i)
    if j == i - 1 and _N_AGAIN.fullmatch(view.gap(j - 1, j)) and view.mentions[j - 1].denominator:
        if view.mentions[j - 1].numerator == value_of(view.mentions[j]) and _CLOSED_BRACKETS.match(behind):
            yield j - 1, None  # "in 105 of 177 (n = 105, 59.3%)"
        return
    if j < i - 1:
        tied = bool(_LATE_BRACKETS.fullmatch(gap) and re.match(r"\s*[)\]]", behind))
        tied = tied or bool(_BETWEEN_DASHES.fullmatch(gap) and re.match(r"\s+[–—-]\s", behind))
    else:
        late = _LATE_BRACKETS.fullmatch(gap) and _LATE_CLOSED.match(behind)
        tied = bool(
            late
            or (_IN_BRACKETS.fullmatch(gap) and _CLOSED_BRACKETS.match(behind))
            or _SAID.fullmatch(gap)
            or _is_rate_of_it(view, i, j)
            or (view.mentions[j].denominator and _SET_BESIDE.fullmatch(gap) and _is_in_brackets_with(view, i, j))
            or (_BETWEEN_DASHES.fullmatch(gap) and re.match(r"\s+[–—-]\s", behind))
            or (_COMMA.fullmatch(gap) and _CLOSED.match(behind) and not _OPENS_WITH_ALL.search(view.before(j, 60)))
            or (view.mentions[j].denominator and _OF_PRINTED.fullmatch(gap) and _ENDS.match(behind))
        )
    listed = gap.strip() in (";", ",") and view.before(j).rstrip().endswith("=") and _CLOSED_BRACKETS.match(behind)
    whole_first = (
        _is_count(view, i, j - 1)
        and not _POINTS_BACK.search(view.before(j - 1, 12))
        and _OF.fullmatch(view.gap(j - 1, j))
        and not view.mentions[j].denominator
    )
    if (whole_first and not tied and _AT_A_RATE.fullmatch(gap)) or (
        tied and whole_first and value_of(view.mentions[j - 1]) <= value_of(view.mentions[j])
    ):
        yield j - 1, j
    elif tied or listed:
        yield j, None


def _is_rate_of_it(view: Context, i: int, j: int) -> bool:
    """Whether a percentage is told behind a count as the rate of the event that it counts."""
    told = _RATE_NEXT.fullmatch(view.gap(j, i))
    return told is not None and is_rate_of(view.before(j) + told["told"], told["name"])


def _is_in_brackets_with(view: Context, i: int, j: int) -> bool:
    """Whether a "k of n" and a percentage have a bracket for themselves: "(9/60, 15%)"."""
    return view.before(j, 2).rstrip()[-1:] in ("(", "[") and _CLOSES_SOON.match(view.after(i)) is not None


def _count_of_sentence_before(view: Context, i: int) -> Iterator[tuple[int, int | None]]:
    """The last count of the sentence before, which "that is 89%" tells again."""
    if i == 0 or view.sentence_of[i] in (None, view.sentence_of[i - 1]):
        return
    answered = _RESPONSE.fullmatch(view.before(i)) and _ANSWERED.search(view.sentence(i - 1))
    if not answered and not _THAT_IS.fullmatch(view.before(i)):
        return
    told = view.with_sentence(i - 1)
    counts = [j for j in told if view.mentions[j].kind == Kind.COUNT and view.mentions[j].hedge == "none"]
    shares = [j for j in told if view.is_percent(j)]
    if counts and not shares and view.passage(i) == view.passage(counts[-1]):
        whole = (
            counts[0]
            if len(counts) == 2 and value_of(view.mentions[counts[0]]) >= value_of(view.mentions[counts[1]])
            else None
        )
        yield counts[-1], whole


def _is_count(view: Context, i: int, j: int) -> bool:
    inside = 0 <= j < len(view.mentions) and view.sentence_of[j] is not None
    return (
        inside
        and view.sentence_of[j] == view.sentence_of[i]
        and view.mentions[j].kind == Kind.COUNT
        and view.mentions[j].hedge == "none"
    )

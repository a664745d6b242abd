"""Alternatives: percentages of answers of which one must be given and only one may be.

"Either implanted (52%) or not implanted (48%)", "60% did and 40% did not", "each choosing exactly one of these three
answers", "divided as follows": such shares are all of a hundred, by whatever amount they miss it; only less than 0.8
points, or a last digit each, is left alone: shares are cut off as well as rounded. The list must be all the percentages
of its sentence, and none of them may be told loosely, as a change, or as a part of another.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.interpretation import ties
from fbss_analysis.interpretation.addends import Addend
from fbss_analysis.interpretation.agreements import is_plain, makes_hundred
from fbss_analysis.interpretation.closed import complementary
from fbss_analysis.interpretation.compositions import Parted
from fbss_analysis.interpretation.context import Context, mentions_by_sentence
from fbss_analysis.interpretation.enumerations import FEW, MOST, figures_of, is_list
from fbss_analysis.interpretation.exhausting import tells_moves
from fbss_analysis.interpretation.reservations import is_loose
from fbss_analysis.schema import Claim, Kind

_ALL, _NEAR, _CLEAR = 100, (50, 190), 0.8
_NO = r"(?:not|no|non|without|never|neither|un[a-z]+ed|did\s+not|was\s+not|were\s+not|had\s+not)"
_EITHER = re.compile(rf"\beither\b[^;]{{1,160}}?\bor\s+(?:\w+\s+){{0,2}}?{_NO}\b", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\b(?:(?:exactly|only|just|precisely)\s+one\s+(?:of\s+(?:the|these|those)|answer|option|category|class|group|reply|response|grade|cause|reason|level|type)|mutually\s+exclusive|"
    r"one\s+of\s+(?:the\s+|these\s+|those\s+)?(?:two|three|four|five|six)\s+(?:\w+\s+){0,2}?(?:answers|options|categories|classes|replies|responses|grades|groups)|"
    r"(?:a|one)\s+single\s+(?:answer|option|category|class|group|reply|response|grade|cause|reason|level|type)|no\s+other\s+(?:answer|option|category|class|reply|response)|"
    r"(?:these|the)\s+(?:two|three|four|five|six)\s+(?:\w+\s+)?(?:answers|options|categories|classes|replies|responses|grades|groups)\s+(?:were|being|are)\s+(?:exhaustive|exclusive|all))\b",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = re.compile(r"\b(?:these|the|those|of)\s+(two|three|four|five|six)\b", re.IGNORECASE)
_INTO = re.compile(
    r"\b(?:into|made\s+up\s+of|consist(?:s|ed|ing)?\s+of)\s+(?:one\s+of\s+)?(?:the\s+|these\s+)?(?:\w+\s+){0,3}?\w+\s*[:(]",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s*(?:of\s+(?:the\s+|all\s+|these\s+)*\w+\s+)?(?:were|was|are|is)\b", re.IGNORECASE)
_COMPOSED = re.compile(
    r"\b(?:made\s+up\s+of|consist(?:s|ed|ing)?\s+of|composed\s+of|the\s+sum\s+of|broken\s+down|(?:divided|split|distributed|shared)\b[^.;\d]{0,40}?(?:as\s+follows|into|between|among))\b[^.;\d]{0,60}$",
    re.IGNORECASE,
)


def find_alternatives(view: Context, claims: Sequence[Claim]) -> Iterator[Parted]:
    """Every list of percentages that the words around it make all of a hundred, whether they are or not."""
    for places in mentions_by_sentence(view).values():
        shares = figures_of(view, places).get("%", ())
        told = sum(view.mentions[i].unit == "percent" or view.mentions[i].kind == Kind.FRACTION_WORD for i in places)
        if not FEW <= len(shares) == told <= MOST or not is_list(view, shares):
            continue
        said = _tie(view, shares)
        if said and _holds(view, shares, said):
            yield [claims[share.place] for share in shares], f"{_ALL}%", said


def _tie(view: Context, shares: Sequence[Addend]) -> str:
    """The words by which percentages are all there are; "" where none are."""
    words, places = view.sentence(shares[0].place), [share.place for share in shares]
    if len(shares) == FEW:
        if _EITHER.search(words) and all(map(view.in_brackets, places)):
            return "either or not"
        told = all(_ARE.match(view.after(i, 40)) for i in places)
        if ties.NEGATED.match(view.after(places[-1], 80)) or (told and complementary(view, places, of_counts=False)):
            return "opposites"
    number = _NUMBER.search(words)
    if (one := _ONE_OF.search(words)) and (number is None or _NUMBERS[number[1].lower()] == len(shares)):
        return one[0].lower()
    ahead = view.before(places[0], 160)
    if _INTO.search(ahead) and ties.counts_of(ahead) == len(shares):
        return "as many as there are"
    if len(shares) > FEW and ties.REST.search(re.split(r"[\d,;]", view.before(places[-1], 60))[-1]):
        return "the rest"
    composed = _COMPOSED.search(view.before(places[0], 160))
    return composed[0].lower() if composed else ""


def _holds(view: Context, shares: Sequence[Addend], said: str) -> bool:
    """Whether nothing around a list speaks against it; one that makes a hundred needs no more."""
    added = sum(share.value for share in shares)
    miss, digit = abs(added - _ALL), 10.0 ** -max(share.decimals for share in shares)
    if miss <= (len(shares) - 1) * digit / 2:
        return True
    if miss < max(_CLEAR, len(shares) * digit):
        return False
    part_of_another = len(shares) > FEW and any(abs(added - 2 * share.value) <= len(shares) / 2 for share in shares)
    part_of_another |= any(abs(added - share.value - _ALL) <= len(shares) / 2 for share in shares)
    if not _NEAR[0] <= added <= _NEAR[1] or part_of_another or tells_moves(view.sentence(shares[0].place)):
        return False
    whole = Addend(shares[0].place, _ALL, "%", False, 0)
    return is_plain(view, shares) and not (is_loose(view, whole, shares, said) or makes_hundred(view, shares))

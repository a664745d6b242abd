"""Repeat: is a figure told twice the same figure both times, in its unit and in what it counts?

A number comes back in other clothes: "2 grams, that is 2000 milligrams", "20–40%" with another dash, 33 trials that
become 33 reviews. Printed values are compared after conversion, exactly; a hedge is no difference here. What is counted
must stay the same as well: words for people are one kind, studies (trials among them) and reviews are two.

Reference: Thompson A, Taylor BN. Guide for the use of the International System of Units. NIST Special Publication 811,
2008, appendix B (conversion factors).

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("equal", ["2 grams", "2000 milligrams"]))]
['reproduced']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("equal", ["20–40%", "20-45%"]))]
['inconsistent']
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from fbss_analysis.answers import figure
from fbss_analysis.horizon import MONTHS_IN
from fbss_analysis.printed.interval import Interval
from fbss_analysis.questions import Asked, compare, place, printed
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Article, Check, Claim, Comparison, Finding, Kind, Rung, Verdict

NAME = "repeat"
IN_GRAMS: Mapping[str, Fraction] = {
    **dict.fromkeys(("g", "gram"), Fraction(1)),
    **dict.fromkeys(("mg", "milligram"), Fraction(1, 1000)),
    **dict.fromkeys(("mcg", "µg", "microgram"), Fraction(1, 10**6)),
    **dict.fromkeys(("kg", "kilogram"), Fraction(1000)),
}
PEOPLE = frozenset(
    {"patient", "person", "people", "case", "subject", "participant", "individual", "adult", "man", "men", "woman"}
)
KINDS = {"trial": "studies", "rct": "studies", "study": "studies", "paper": "studies", "review": "reviews"}


def find(article: Article) -> Iterator[Finding]:
    """Answer the comparisons, and every claim that restates another with the same figure."""
    yield from compare("equal", "unit_conversion", "same_text", ask=ask)(article)
    named = article.named()
    for claim in article.claims:
        origin = named.get(claim.restates or "")
        if origin and claim.reported and origin.reported and claim.mention.kind is origin.mention.kind:
            if _converted(claim) == _converted(origin):
                yield _same(Asked(article, Comparison(NAME, ()), (origin, claim), None))
            yield from _counted(article, origin, claim)


def ask(asked: Asked) -> Iterator[Finding]:
    """Hold all figures of a comparison against the first; those of `same_text` stand in pairs."""
    if asked.comparison.check == "same_text":
        pairs = zip(asked.parts[::2], asked.parts[1::2], strict=False)
        same = all(_converted(first) == _converted(again) for first, again in pairs)
    else:
        same = len({_converted(part) for part in asked.parts}) == 1
    if same:
        yield _same(asked)
        return
    first, *rest = asked.parts
    meet = all(_meet(first, part) for part in rest) and asked.comparison.check != "same_text"
    message = "The figures differ" + (" by no more than their rounding and hedges allow." if meet else ".")
    yield asked.answer(NAME, Verdict.CONSISTENT if meet else Verdict.INCONSISTENT, message, formula=_written(asked))


def _same(asked: Asked) -> Finding:
    message = f"{_written(asked)}: the same figure each time."
    return asked.answer(NAME, Verdict.REPRODUCED, message, formula=_written(asked))


def _counted(article: Article, origin: Claim, claim: Claim) -> Iterator[Finding]:
    """The same count of another kind of thing."""
    first, again = _kind(origin.mention.unit), _kind(claim.mention.unit)
    differs = first and again and first != again
    if claim.mention.kind is Kind.COUNT and differs and _converted(claim) == _converted(origin):
        yield place(
            article,
            NAME,
            Verdict.INCONSISTENT,
            f"The same {figure(claim)} are {origin.mention.unit} first and {claim.mention.unit} then.",
            (origin, claim),
            claim_id=claim.claim_id,
            reported=f"{figure(claim)} {claim.mention.unit}",
            expected=f"{figure(origin)} {origin.mention.unit}",
        )


def _kind(unit: str) -> str:
    """What a noun counts: people, one of the kinds of publication, or nothing that could be told apart."""
    words = [word.removesuffix("s") if word != "series" else word for word in unit.lower().split()]
    words = ["study" if word == "studie" else word for word in words]
    if any(word in PEOPLE for word in words):
        return "people"
    return next((KINDS[word] for word in words if word in KINDS), "")


def _factor(claim: Claim) -> tuple[str, Fraction]:
    unit = (claim.reported.unit if claim.reported else "").removesuffix("s")
    if unit in IN_GRAMS:
        return "gram", IN_GRAMS[unit]
    if unit in MONTHS_IN:
        return "month", MONTHS_IN[unit]
    return "" if not unit or claim.mention.kind is Kind.COUNT else unit, Fraction(1)


def _converted(claim: Claim) -> tuple[str, object, object]:
    unit, factor = _factor(claim)
    value = printed(claim) * Interval.point(factor)
    return unit, value.low, value.high


def _meet(first: Claim, again: Claim) -> bool:
    """Whether the figures, and both ends where they are ranges, agree within roundings and hedges."""
    (unit, one), (other_unit, other) = _factor(first), _factor(again)
    pairs = ((first.reported, again.reported), (_last(first), _last(again)))
    scaled = ((a.interval() * Interval.point(one), b.interval() * Interval.point(other)) for a, b in pairs if a and b)
    return unit == other_unit and all(a.meets(b) for a, b in scaled)


def _last(claim: Claim) -> ReportedNumber | None:
    return claim.reported_high or claim.reported


def _written(asked: Asked) -> str:
    texts = [claim.mention.text for claim in asked.figures]
    if asked.comparison.check == "same_text":
        return ", ".join(f"{first} = {again}" for first, again in zip(texts[::2], texts[1::2], strict=False))
    return " = ".join(texts)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is a figure told twice the same both times, in its unit and in what it counts?",
    reference="NIST Special Publication 811",
    find=find,
)

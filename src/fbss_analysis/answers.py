"""From a derivation to a finding: the verdict, both sides of the comparison, every operand's place, and one sentence.

A check that asks whether a figure follows from others differs from its siblings in the operation at the root of the
derivation and in its reference; what happens then is the same for all, and stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fbss_analysis.derivation import Derived, derive_all, root
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.reported import ReportedNumber, parse, split_hedge
from fbss_analysis.schema import Article, Claim, Finding, Kind, Mention, Rung, Span, Verdict

# Best first: among alternative readings of a passage the kindest stands, so that a finding is never a misreading.
KINDNESS = (Verdict.REPRODUCED, Verdict.CONSISTENT, Verdict.INDETERMINATE, Verdict.INCONSISTENT)

EVERYBODY = 10**10  # more people than have ever lived at one time
LARGEST_GROUP = (
    100_000  # of those that are tried one by one; what fits no larger one is told with four decimals or more
)
MOST_DECIMALS = 8  # of a share of people: one of ten billion is told with eight


def follow(name: str, applies: Callable[[Claim, str], bool]) -> Callable[[Article], Iterator[Finding]]:
    """Build the `find` of a check that works out the derivations for which `applies(claim, root)` holds."""

    def find(article: Article) -> Iterator[Finding]:
        named = article.named()
        numbers = {key: claim.reported for key, claim in named.items() if claim.reported}
        for claim in article.claims:
            if claim.derivation and claim.reported and applies(claim, root(claim.derivation)):
                yield answer(name, article, claim, derive_all(claim.derivation, numbers))

    return find


def answer(name: str, article: Article, claim: Claim, readings: tuple[Derived, ...]) -> Finding:
    """Judge a claim by the kindest of the readings of its derivation."""
    assert claim.reported is not None, "only a claim with a figure has a derivation"
    verdict, derived = min(((d.judge(claim.reported), d) for d in readings), key=lambda pair: KINDNESS.index(pair[0]))
    named = article.named()
    return Finding(
        check=name,
        rung=Rung.RECOMPUTED,
        claim_id=claim.claim_id,
        doc=article.doc,
        spans=spans(claim, *(named[key] for reading in (derived, *readings) for key in reading.names)),
        verdict=verdict,
        reported=figure(claim),
        expected=expected(derived),
        message=message(verdict, derived, claim.reported),
        formula=str(derived),
    )


def is_ratio(claim: Claim) -> bool:
    """Whether the figure is told as "k in n"."""
    return claim.reported is not None and claim.reported.parts is not None


def is_plain_share(claim: Claim) -> bool:
    """Whether the figure is an unhedged percentage printed with digits, which stands for a count of people.

    One with more decimals than people could give it is none.
    """
    number = claim.reported
    if number is None or number.hedge != "none" or number.unit not in ("", "percent"):
        return False
    return claim.mention.kind is Kind.PERCENT and number.decimals <= MOST_DECIMALS


def whole_of(article: Article, claim: Claim) -> int | None:
    """The whole number that the claim is a share of: a named claim's count, or a number given as such.

    None where there is none, and where it is larger than any number of people could be.
    """
    if not claim.denominator:
        return None
    named = article.named().get(claim.denominator)
    whole = None
    if named and named.reported and named.reported.hedge == "none" and named.reported.form == "count":
        whole = int(named.reported.value)
    elif (digits := claim.denominator.replace(",", "")).isdecimal():
        whole = int(digits)
    return whole if whole is not None and whole <= EVERYBODY else None


def spans(*claims: Claim) -> tuple[Span, ...]:
    """The places of claims, each once, in order of mention."""
    return tuple(dict.fromkeys((claim.mention.start, claim.mention.end) for claim in claims))


def figure(claim: Claim) -> str:
    """A claim's figure as printed, with its hedge in front."""
    hedge = claim.mention.hedge
    return claim.mention.text if hedge == "none" else f"{hedge.replace('_', ' ')} {claim.mention.text}"


def expected(derived: Derived) -> str:
    """What the derivation gives: the value from the printed numbers, and the interval that rounding leaves."""
    interval = derived.interval
    return show(derived.point) if interval.is_point else f"{show(derived.point)} in {brackets(interval)}"


def brackets(interval: Interval, digits: int = 4) -> str:
    """An interval in words that a reader needs no legend for: "5.35 to 5.45"."""
    return f"{show(interval.low, digits)} to {show(interval.high, digits)}"


def message(verdict: Verdict, derived: Derived, reported: ReportedNumber) -> str:
    """One sentence on what came out and what that means for the figure."""
    allowed = f"{reported.text.strip()} stands for {brackets(reported.interval())}{in_percent(reported)}"
    rule = f" ({reported.rule})" if reported.rule else ""
    if verdict is Verdict.REPRODUCED:
        return f"{derived}, as printed{rule}."
    left = str(derived) if derived.interval.is_point else f"{derived}; rounding leaves {brackets(derived.interval)}"
    if verdict is Verdict.CONSISTENT:
        return f"{left}, and {allowed}{rule}: they can agree."
    return f"{left}, but {allowed}{rule}: no true values fit both."


def in_percent(reported: ReportedNumber) -> str:
    """The unit to say after an interval: ratios are compared in percent."""
    return " percent" if reported.parts else ""


def sketch(**claims: str | tuple[str, str]) -> Article:
    """Build an article from figures alone, to try a check on: a figure, or a figure with its derivation.

    >>> sketch(cases="500", candidates="112", share=("22.4%", "percent(candidates, cases)")).claims[2].derivation
    'percent(candidates, cases)'
    """
    built: list[Claim] = []
    place = 0
    for name, given in claims.items():
        text, derivation = given if isinstance(given, tuple) else (given, None)
        number = parse(text)
        figure_text = split_hedge(text)[0].strip()
        mention = Mention("sketch", place, place + len(figure_text), figure_text, Kind.OTHER, hedge=number.hedge)
        built.append(Claim(f"sketch.{name}", "sketch", name, mention, number, derivation=derivation))
        place += len(figure_text) + 1
    return Article("sketch", tuple(built))

"""The numbers that a claim's verdicts rest on, each with a way to move it by its last printed digit.

Four kinds: the figure as the article prints it (both ends of a range, the n of "1 in n", the month of a date), the
other figures that it is worked out from, the number of people that it is told of, and what the cited studies published.
A moved number is a number printed otherwise: same decimals, same hedge, text and value changed together, so that every
check sees an article that could have been written.

>>> from fbss_analysis.answers import sketch
>>> article = sketch(cases="500", candidates="112", share=("22.4%", "percent(candidates, cases)"))
>>> printed, *operands = inputs(article.claims[2], article)
>>> printed.name, printed.step, [operand.name for operand in operands]
('the printed figure', Decimal('0.1'), ['sketch.candidates', 'sketch.cases'])
>>> printed.put(article, Decimal("22.5")).claims[2].mention.text
'22.5%'
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fbss_analysis.derivation import names
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Article, Claim, Kind, PublishedValue, Rung, Study
from fbss_analysis.tracing.evidence import relate
from fbss_analysis.tracing.provenance import date_of

PRINTED = "the printed figure"
OVERALL = "overall"
BOTH, ONLY_TRACED = (Rung.RECOMPUTED.value, Rung.TRACED.value, OVERALL), (Rung.TRACED.value, OVERALL)
FACTOR, YEARS = 10, 10  # how far a number is moved: to a tenth and to ten times; a date by ten years
HUNDRED = Decimal(100)
BOUNDED = (Kind.PERCENT, Kind.PERCENT_RANGE, Kind.FRACTION_WORD)
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PUBLISHED = ("percent", "count", "ratio", "value", "low", "high", "n_events", "n")
_PUBLISHED_NAMES = {"n_events": "events", "n": "people", "low": "lower end", "high": "upper end"}


@dataclass(frozen=True, slots=True)
class Input:
    """A number that can be moved: its name, its value, one unit of its last digit, its bounds, and how to move it."""

    name: str
    value: Decimal
    step: Decimal
    lowest: Decimal
    highest: Decimal
    put: Callable[[Article, Decimal], Article]
    show: Callable[[Decimal], str]
    rungs: tuple[str, ...] = BOTH

    def distance(self, value: Decimal) -> Decimal:
        """How far a value is from the one at hand, as a share of it; of a date, of the ten years it may move."""
        scale = abs(self.value) if self.lowest != self.value - 12 * YEARS else Decimal(12 * YEARS)
        return abs(value - self.value) / (scale or self.step)


def inputs(claim: Claim, article: Article) -> list[Input]:
    """Everything numeric that the claim's verdicts can rest on, its own figure first, each once."""
    found = [*_own(claim), *_operands(claim, article), *_denominator(claim), *_published(claim, article)]
    return list({each.name: each for each in found}.values())


def _own(claim: Claim) -> Iterator[Input]:
    if claim.mention.kind is Kind.DATE:
        if (date := date_of(claim.mention.text)) is not None:
            yield _dated(claim, date)
    elif claim.reported_high is not None and claim.reported is not None:
        yield _figure(claim, "the lower end as printed", claim.reported, "reported")
        yield _figure(claim, "the upper end as printed", claim.reported_high, "reported_high")
    elif claim.reported is not None:
        yield _figure(claim, PRINTED, claim.reported, "reported")


def _operands(claim: Claim, article: Article) -> Iterator[Input]:
    """The claims that its derivation names, and the claim that it is a share of."""
    named = article.named()
    used = [*(names(claim.derivation) if claim.derivation else ()), claim.denominator or "", claim.restates or ""]
    for name in used:
        other = named.get(name)
        if other is not None and other.reported is not None and other.claim_id != claim.claim_id:
            yield _figure(other, other.claim_id, other.reported, "reported")


def _denominator(claim: Claim) -> Iterator[Input]:
    """The number of people that a claim is told of, where it is a number and no claim."""
    digits = (claim.denominator or "").replace(",", "")
    if digits.isdigit():

        def put(article: Article, value: Decimal) -> Article:
            return _with_claim(article, claim.claim_id, lambda told: replace(told, denominator=str(int(value))))

        yield _bounded("the number of people it is told of", Decimal(digits), Decimal(1), None, put, _whole)


def _figure(claim: Claim, name: str, number: ReportedNumber, field: str) -> Input:
    ratio = number.parts is not None
    value = Decimal(number.parts[1]) if number.parts else number.value
    decimals = 1 if number.form == "multiplier" else 0 if number.form in ("count", "fraction") else number.decimals
    cap = HUNDRED if claim.mention.kind in BOUNDED else None

    def put(article: Article, moved: Decimal) -> Article:
        return _with_claim(article, claim.claim_id, lambda told: _printed(told, field, moved))

    def show(moved: Decimal) -> str:
        return number.text if moved == value else reprint(number.text, moved, last=ratio)

    return _bounded(name, value, Decimal(1).scaleb(-decimals), cap, put, show)


def _printed(claim: Claim, field: str, moved: Decimal) -> Claim:
    """The claim with one of its numbers printed otherwise, in its record and in its mention."""
    number: ReportedNumber = getattr(claim, field)
    text = reprint(number.text, moved, last=number.parts is not None)
    if number.parts:
        k, n = number.parts[0], max(int(moved), number.parts[0])
        changed = replace(number, text=text, parts=(k, n), value=HUNDRED * k / n)
    else:
        form = "decimal" if number.form == "fraction" else number.form
        changed = replace(number, text=text, value=moved, form=form)
    if claim.reported_high is None:
        return replace(claim, reported=changed, mention=replace(claim.mention, text=text, value=float(changed.value)))
    return replace(claim, reported=changed) if field == "reported" else replace(claim, reported_high=changed)


def reprint(text: str, value: Decimal, *, last: bool = False) -> str:
    """A printed figure with another number in it; a number told in words becomes one in digits.

    >>> reprint("102,047", Decimal(98000)), reprint("1 in 20", Decimal(19), last=True), reprint("half", Decimal(51))
    ('98,000', '1 in 19', '51%')
    """
    numerals = list(_NUMERAL.finditer(text))
    if not numerals:
        unit = "%" if "percent" in text or text.casefold() in ("half", "a half", "a third", "a quarter") else ""
        return f"{value:f}{unit}"
    told = numerals[-1 if last else 0]
    number = f"{value:,f}" if "," in told[0] else f"{value:f}"
    return text[: told.start()] + number + text[told.end() :]


def _dated(claim: Claim, date: tuple[int, int | None]) -> Input:
    """A date moves by months, or by years where no month is told."""
    year, month = date
    value = Decimal(12 * year + (month or 1) - 1)

    def show(moved: Decimal) -> str:
        at, which = divmod(int(moved), 12)
        return f"{calendar.month_name[which + 1]} {at}" if month else str(at)

    def put(article: Article, moved: Decimal) -> Article:
        return _with_claim(article, claim.claim_id, lambda told: _redated(told, show(moved), int(moved) // 12))

    step, far = Decimal(1 if month else 12), Decimal(12 * YEARS)
    return Input("the date as printed", value, step, value - far, value + far, put, show)


def _redated(claim: Claim, text: str, year: int) -> Claim:
    number = claim.reported and replace(claim.reported, text=text, value=Decimal(year))
    return replace(claim, reported=number, mention=replace(claim.mention, text=text, value=float(year)))


def _published(claim: Claim, article: Article) -> Iterator[Input]:
    """The numbers of every published value that the claim is held to, with their works."""
    if claim.reported is None or not claim.cites:
        return
    held = relate(claim, article)[1]
    shown = {id(evidence.value): (evidence.study, evidence.value) for evidence in held}
    for study, value in shown.values():
        if value in study.values:
            for field in _PUBLISHED:
                number = getattr(value, field)
                if number is not None:
                    yield _of_study(study, value, field, Decimal(number))


def _of_study(study: Study, value: PublishedValue, field: str, number: Decimal) -> Input:
    what = f"{value.text} of {value.outcome.replace('_', ' ')}" + (f" at {value.horizon}" if value.horizon else "")
    part = f", {_PUBLISHED_NAMES[field]}" if field in _PUBLISHED_NAMES else ""
    cap = HUNDRED if field == "percent" and value.statistic in ("", "proportion", "cumulative_incidence") else None
    place = study.values.index(value)

    def put(article: Article, moved: Decimal) -> Article:
        changed = int(moved) if field in ("n", "n_events") else moved
        text = reprint(value.text, moved) if part == "" else value.text
        values = list(study.values)
        moved_field: dict[str, Any] = {field: changed, "text": text}
        values[place] = replace(value, **moved_field)
        return replace(article, studies={**article.studies, study.citekey: replace(study, values=tuple(values))})

    step = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    made = _bounded(f"{study.citekey}: {what}{part}", number, step, cap, put, _whole)
    return replace(made, rungs=ONLY_TRACED)


def _with_claim(article: Article, claim_id: str, change: Callable[[Claim], Claim]) -> Article:
    def changed(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(change(claim) if claim.claim_id == claim_id else claim for claim in claims)

    return replace(article, claims=changed(article.claims), others=changed(article.others))


def _bounded(
    name: str,
    value: Decimal,
    step: Decimal,
    cap: Decimal | None,
    put: Callable[[Article, Decimal], Article],
    show: Callable[[Decimal], str],
) -> Input:
    """An input that may move to a tenth and to ten times its value, and a share of people no further than to all."""
    low, high = value / FACTOR, value * FACTOR if value else 10 * step
    return Input(name, value, step, low, min(high, cap) if cap is not None else high, put, show)


def _whole(value: Decimal) -> str:
    return f"{value:,f}" if value >= 10_000 else f"{value:f}"

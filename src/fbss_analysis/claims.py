"""From mentions to claims: which statistic of what outcome, in whom, after what, by when, out of how many.

Nothing is understood here; it is bound. A mention takes its horizon (`timing`) and its whole (`samples`) from its
sentence, its list and its passage, its outcome, operation and group from the nearest words that name one (`topics`):
behind it in its clause, in front of it, in the line above its list. What follows from what is proposed by `proposals`
where the text itself ties numbers together. A claim of a document that nobody curated is called by its place, m001,
m002, and so on; derivations and denominators use these names.

References: Altman DG, Bland JM. Units of analysis. BMJ 1997;314:1874. Richardson WS et al. The well-built clinical
question. ACP J Club 1995;123:A12 (patient, intervention, comparison, outcome).

>>> from fbss_analysis.schema import Kind
>>> page = Document("page", "Of 80 patients, 12 (15%) had an infection within two years.")
>>> figures = (("80", Kind.COUNT, 80, "patients"), ("12", Kind.COUNT, 12, ""), ("15%", Kind.PERCENT, 15, "percent"),
...     ("two years", Kind.DURATION, 2, "years"))
>>> mentions = [Mention("page", (at := page.text.index(text)), at + len(text), text, kind, value, unit=unit)
...     for text, kind, value, unit in figures]
>>> share = interpret(page, mentions)[2]
>>> share.horizon, share.denominator, share.outcome, share.statistic, share.derivation
('2 years', 'm001', 'infection', 'cumulative_incidence', 'percent(m002, m001)')
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal

from fbss_analysis.derivation import derive_all
from fbss_analysis.interpretation import subjects
from fbss_analysis.interpretation.context import SHARES, Context, read_context
from fbss_analysis.interpretation.crowds import in_crowds
from fbss_analysis.interpretation.cues import FALLS
from fbss_analysis.interpretation.followup import DEFINITION, HORIZON, implied_times, role, threshold
from fbss_analysis.interpretation.losses import whole_of_everyone
from fbss_analysis.interpretation.proposal import Proposal
from fbss_analysis.interpretation.proposals import propose
from fbss_analysis.interpretation.restatements import said_again
from fbss_analysis.interpretation.samples import EVENT_COUNT, SAMPLE, find_samples, statistic_of_count
from fbss_analysis.interpretation.timing import Time, find_times
from fbss_analysis.interpretation.topics import EVENTS, PREVALENT
from fbss_analysis.printed.folding import folded
from fbss_analysis.printed.widths import HEDGES
from fbss_analysis.reported import ROUNDINGS, ReportedNumber, parse, parse_range
from fbss_analysis.schema import Claim, Document, InputError, Kind, Mention, Reference

_STATISTIC_OF_KIND = {
    Kind.PERCENT_CHANGE: "change",
    Kind.MULTIPLIER_WORD: "change",
    Kind.ODDS_RATIO: "odds_ratio",
    Kind.HAZARD_RATIO: "hazard_ratio",
    Kind.RELATIVE_RISK: "relative_risk",
    Kind.CONFIDENCE_INTERVAL: "confidence_interval",
    Kind.P_VALUE: "p_value",
    Kind.MEAN_SD: "mean",
    Kind.AGE: "age",
    Kind.DATE: "date",
    Kind.DURATION: "duration",
    Kind.DOSE: "dose",
    Kind.MONEY: "price",
    Kind.NUMBER_RANGE: "range",
    Kind.ORDINAL_LIST_ITEM: "ordinal",
}
_ABOUT_NOTHING = frozenset((SAMPLE, "date", "price", "dose", "age", "ordinal"))
_FORMS = {Kind.COUNT: "count"}
_NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d))+|\d[\d,]*(?:\.\d+)?|\.\d+")
_CURRENCY = re.compile(r"^(?:US|AU|CA)?[$£€]\s*|\s+(?:dollars?|euros?|pounds?)$", re.IGNORECASE)
_PLAIN = re.compile(r"(?:percent|percent_change|percent_fall|percent_left|ratio)\((m\d+), (m\d+)\)")
_ROUND, _LARGE = 5, 20  # "1 in 20" is told of 5.4% too
_MOST_READINGS = 12  # prose leaves three open; what leaves more is a crowd of figures, and anything may follow from it
_LASTS = folded(r"\b(?:patency|surviv\w+|salvage|retention|free\s+(?:of|from)|[a-z]+-free)\b")
_YEARLY = folded(r"\b(?:annual|annually|yearly|per\s+(?:year|annum))\b(?!\s+report)")
_CUMULATIVE = folded(r"\bcumulative|\bincidence\b")


def interpret(document: Document, mentions: Sequence[Mention], references: Sequence[Reference] = ()) -> list[Claim]:
    """One claim per mention, in the order of the text, named m001, m002, … behind the document's name.

    `mentions` are those of `extract`, with `citation` as `link` set it; `references` (of `find_references`) lend their
    citekeys, and keep the list itself from being read as talk.
    """
    crowd, places = in_crowds(document, mentions), {mention.start: f"m{n:03d}" for n, mention in enumerate(mentions, 1)}
    read = [mention for mention in mentions if mention.start not in crowd]
    implied = implied_times(document, read)
    view = read_context(document, sorted([*read, *implied], key=lambda mention: mention.start), references)
    unreal = {mention.start for mention in implied}
    own = [i for i, mention in enumerate(view.mentions) if mention.start not in unreal]
    names = {i: places[view.mentions[i].start] for i in own}
    figures = {i: read_figure(view.mentions[i]) for i in own}
    reading = _Reading(
        view=view,
        times=find_times(view),
        samples=find_samples(view),
        outcomes=[subjects.outcome(view, i) for i in range(len(view.mentions))],
        names=names,
        figures=figures,
        keys={reference.number: reference.citekey for reference in references if reference.citekey},
        numbers={names[i]: number for i, (number, _) in figures.items() if number},
    )
    proposals = propose(view, reading.times, reading.samples, reading.outcomes)
    bound = [_claim(reading, i, proposals.get(i, Proposal())) for i in own]
    alone = [_bare(mention, places[mention.start]) for mention in mentions if mention.start in crowd]
    return sorted([*bound, *alone], key=lambda claim: claim.mention.start)


@dataclass(frozen=True, slots=True)
class _Reading:
    """All that was bound to the mentions of a document, by their places; `names` are those that become claims."""

    view: Context
    times: Mapping[int, Time]
    samples: Mapping[int, int | None]
    outcomes: Sequence[str]
    names: Mapping[int, str]
    figures: Mapping[int, tuple[ReportedNumber | None, ReportedNumber | None]]
    keys: Mapping[int, str]
    numbers: Mapping[str, ReportedNumber]
    positive: dict[str, bool] = field(default_factory=dict)


def _claim(reading: _Reading, i: int, proposal: Proposal) -> Claim:
    view, names = reading.view, reading.names
    mention, time = view.mentions[i], reading.times.get(i)
    base = proposal.base if proposal.base is not None else reading.samples.get(i)
    told = whole_of_everyone(view, i, reading.figures[i][0])
    base, assessed = (base, False) if told is None else (told, True)
    statistic = _statistic(view, i, reading.outcomes[i], time, base)
    paired, mark = subjects.paired_words(view, i)
    return Claim(
        claim_id=f"{view.document.doc}.{names[i]}",
        source_id=view.document.doc,
        statement=" ".join(view.sentence(i).split()),
        mention=mention,
        reported=_as_meant(view, i, proposal.restates, reading.figures[i][0]),
        reported_high=reading.figures[i][1],
        statistic=statistic,
        outcome="" if statistic in _ABOUT_NOTHING else reading.outcomes[i],
        population=subjects.group(view, i),
        procedure=paired or subjects.procedure(view, i),
        horizon=time.horizon if time else _own_threshold(view, i),
        denominator=None if base is None else names[base],
        cites=tuple(key for key in (reading.keys.get(mention.citation or -1),) if key),
        derivation=_worked_out(reading, proposal),
        restates=None if proposal.restates is None else names[proposal.restates],
        qualifiers=(*(time.qualifiers if time else ()), *mark),
        assessed=assessed,
        place=f"characters {mention.start} to {mention.end}",
    )


def _bare(mention: Mention, name: str) -> Claim:
    """A claim that says no more than its figure."""
    low, high = read_figure(mention)
    place = f"characters {mention.start} to {mention.end}"
    return Claim(f"{mention.doc}.{name}", mention.doc, mention.text, mention, low, high, place=place)


def _as_meant(view: Context, i: int, origin: int | None, figure: ReportedNumber | None) -> ReportedNumber | None:
    """A ratio with a round N is told as a general number where it is away from its percentage, or hedged."""
    mention = view.mentions[i]
    if figure is None or not figure.parts or origin is None or (mention.denominator or 1) % _ROUND:
        return figure
    apart = view.sentence_of[i] != view.sentence_of[origin] and not said_again(view, *sorted((i, origin)))
    hedged = mention.hedge in ("about", "estimated") and (mention.denominator or 0) >= _LARGE
    loose = (apart and mention.hedge == "none") or hedged
    return parse(mention.text, hedge="generally") if loose else figure


def _worked_out(reading: _Reading, proposal: Proposal) -> str | None:
    """The readings of a proposal that can be worked out: every operand is a number, and no divisor may be nought."""
    worked_out: list[str] = []
    expressions = proposal.named(reading.names)
    for expression in expressions if len(expressions) <= _MOST_READINGS else ():
        plain = _PLAIN.fullmatch(expression)
        if plain and all(_is_positive(reading, name) for name in plain.groups()):
            worked_out.append(expression)
            continue
        with suppress(InputError):
            derive_all(expression, reading.numbers)
            worked_out.append(expression)
    return " or ".join(worked_out) or None


def _is_positive(reading: _Reading, name: str) -> bool:
    """Whether an operand is a number that is more than nought however it was rounded, so that it may divide."""
    if name not in reading.positive:
        number = reading.numbers.get(name)
        reading.positive[name] = number is not None and all(number.interval(rule).low > 0 for rule in ROUNDINGS)
    return reading.positive[name]


def read_figure(mention: Mention) -> tuple[ReportedNumber | None, ReportedNumber | None]:
    """The printed number of a mention, and the upper end of a range; None where the print has no single number."""
    hedge = mention.hedge if mention.hedge in HEDGES else "none"
    try:
        if mention.kind in (Kind.PERCENT_RANGE, Kind.NUMBER_RANGE):
            return parse_range(mention.text, hedge=hedge)
        if mention.kind == Kind.CONFIDENCE_INTERVAL:
            return _read_bounds(mention)
        if mention.kind in (Kind.P_VALUE, Kind.DATE):
            return None, None
        if mention.kind == Kind.MEAN_SD:
            return _read_mean(mention), None
        if mention.kind == Kind.DURATION:
            return _read_duration(mention), None
        form = _FORMS.get(mention.kind)
        if mention.unit in ("times", "fold") and mention.value and (factor := _read_factor(mention, hedge)):
            return factor, None
        if mention.kind == Kind.RATIO_ONE_IN_N and mention.numerator and mention.denominator:
            return parse(f"{mention.numerator:g} in {mention.denominator:g}", hedge=hedge), None
        if mention.kind == Kind.COUNT and mention.numerator is not None:
            return parse(f"{mention.numerator:g}", hedge=hedge, form=form), None
        return parse(_CURRENCY.sub("", mention.text.replace("+", "")), hedge=hedge, form=form), None
    except (ValueError, ArithmeticError):
        return None, None


def _read_factor(mention: Mention, hedge: str) -> ReportedNumber | None:
    """A factor told in words or as a whole number, which stands for what lies about it."""
    value = mention.value or 0.0
    if value <= 1 or not (mention.text[:1].isalpha() or value == int(value)):
        return None
    return ReportedNumber(mention.text, Decimal(str(value)), 0, "times", hedge, "multiplier")


def _read_mean(mention: Mention) -> ReportedNumber | None:
    """The mean in front of its deviation, as printed."""
    number = _NUMBER.search(mention.text.replace("·", "."))
    if number is None or mention.value is None or mention.value < 0:
        return None
    read = parse(number[0], hedge=mention.hedge if mention.hedge in HEDGES else "none", form="decimal")
    return read if float(read.value) == mention.value else None


def _read_duration(mention: Mention) -> ReportedNumber | None:
    """A length of time as a rounded number in its unit; None for a range or where the print says another value."""
    number = _NUMBER.search(mention.text)
    if mention.value is None or mention.low is not None:
        return None
    text = number[0] if number else f"{mention.value:g}"
    read = parse(text, hedge=mention.hedge if mention.hedge in HEDGES else "none", form="decimal")
    return read if float(read.value) == mention.value else None


def _read_bounds(mention: Mention) -> tuple[ReportedNumber | None, ReportedNumber | None]:
    """The two bounds of a confidence interval with the decimals that they are printed with."""
    printed = _NUMBER.findall(mention.text.replace("·", "."))[-2:]
    if len(printed) < 2 or mention.low is None or mention.high is None:
        return None, None
    bounds = zip((mention.low, mention.high), printed, strict=True)
    low, high = (parse(f"{value:.{len(text.partition('.')[2])}f}") for value, text in bounds)
    return (low, high) if mention.low <= mention.high else (None, None)


def _own_threshold(view: Context, i: int) -> str | None:
    return threshold(view, i) if role(view, i) == DEFINITION else None


def _statistic(view: Context, i: int, outcome: str, time: Time | None, base: int | None) -> str:
    mention = view.mentions[i]
    if mention.kind in SHARES:
        return _statistic_of_share(view, i, outcome, time)
    if mention.kind == Kind.COUNT:
        part = base not in (None, i) or mention.denominator is not None
        return EVENT_COUNT if part else statistic_of_count(view, i) or "count"
    if mention.kind == Kind.DURATION:
        return role(view, i) or (HORIZON if time else "duration")
    return _STATISTIC_OF_KIND.get(mention.kind, "other")


def _statistic_of_share(view: Context, i: int, outcome: str, time: Time | None) -> str:
    if view.is_criterion(i):
        return "criterion"
    told = _told_share(view, i, outcome, time)
    if told == "proportion":
        return told
    sentence = view.sentence(i)
    return "proportion" if any(cue.search(sentence) for cue in (_LASTS, _YEARLY, FALLS)) else told


def _told_share(view: Context, i: int, outcome: str, time: Time | None) -> str:
    cumulative = outcome in EVENTS and _CUMULATIVE.search(view.before(i) + view.after(i)) is not None
    named = not outcome and time is not None and re.search(r"\bcumulative\b", view.sentence(i), re.IGNORECASE)
    if (outcome in EVENTS and (time is not None or cumulative)) or named:
        return "cumulative_incidence"
    return "prevalence" if PREVALENT.search(view.after(i, 80)) or PREVALENT.search(view.before(i, 80)) else "proportion"

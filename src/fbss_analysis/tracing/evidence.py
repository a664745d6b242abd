"""What a study published for what a claim says: published values matched to a claim, and the attribute that differs.

A claim and a published value are about the same thing where outcome, horizon, group of people and kind of figure are
the same; then their intervals are compared. Where they do not share a value, the figure is looked for under the
attributes one step away, and the attribute that has to be changed names the relation: told of all but published of a
part, wrong denominator; at another time, misdated; of another group, wrong population; in another work, wrong citation.
A figure found nowhere is contradicted by what was published in its place. A change may also be overstated: further from
"no change" than published. Where nothing was published or seen in its place, the claim is unsupported and stays open.

References: Rekdal OB. Academic urban legends. Soc Stud Sci 2014;44:638-654 (how a figure changes on its way). Jergas H,
Baethge C. Quotation accuracy in medical journal articles. PeerJ 2015;3:e1364 (kinds and frequency of such errors).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from fbss_analysis.answers import whole_of
from fbss_analysis.horizon import agree
from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import ROUNDINGS, ReportedNumber
from fbss_analysis.schema import Article, Claim, Kind, PublishedValue, Relation, Study
from fbss_analysis.tracing.groups import Group, compare
from fbss_analysis.tracing.measures import SAMPLE_SIZE, Measured, measure
from fbss_analysis.tracing.soundness import counts

AGREES = (Relation.EXACT, Relation.ROUNDED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published value next to a claim: in which work, how the horizon and the group relate, and what it can be."""

    study: Study
    measured: Measured
    on_time: bool
    group: Group
    direct: bool

    @property
    def value(self) -> PublishedValue:
        """The published value as recorded."""
        return self.measured.value

    @property
    def fits(self) -> bool:
        """Whether it is about the same time and people as the claim, and is the cited work's own."""
        return self.direct and self.on_time and self.group in (Group.SAME, Group.WHOLE)

    def show(self) -> str:
        """The value with what belongs to it: horizon, group, how many people, work and locator."""
        value = self.value
        group = " ".join(part for part in (value.subgroup, value.procedure, value.population) if part)
        retold = value.origin != "own" and "retold there from earlier work"
        told = [value.text, value.horizon and f"at {value.horizon}", group and f"among: {group}", retold]
        size = value.n is not None and value.statistic != SAMPLE_SIZE and f"n = {value.n:,}"
        return ", ".join(str(part) for part in (*told, size) if part) + f" ({self.study.citekey}, {value.locator})"


def evidence_for(claim: Claim, article: Article) -> list[Evidence]:
    """Every published value of the cited works, and of the works that these retell, that the claim can be held to."""
    cited = [article.studies[key] for key in claim.cites if key in article.studies]
    retold = [article.studies[key] for study in cited for key in study.retells if key in article.studies]
    works = [(study, True) for study in cited] + [(study, False) for study in retold if study not in cited]
    return [found for study, direct in works for found in _in_study(claim, study, direct)]


def elsewhere(claim: Claim, article: Article) -> list[Evidence]:
    """The same figure, horizon and group in works that the claim does not cite; only a figure with decimals counts."""
    if claim.reported is None or not claim.reported.decimals or not claim.horizon:
        return []
    others = [study for key, study in article.studies.items() if key not in claim.cites]
    found = [e for study in others for e in _in_study(claim, study, True) if e.fits and e.value.horizon]
    return [e for e in found if agreement(claim, e) is Relation.EXACT]


def relate(claim: Claim, article: Article) -> tuple[Relation, list[Evidence]]:
    """The relation of a claim's figure to what was published, with the evidence that decides, the closest first."""
    found = evidence_for(claim, article)
    matching = _closest(found)
    agreeing = sorted((e for e in matching if agreement(claim, e)), key=lambda e: agreement(claim, e) != Relation.EXACT)
    if agreeing:
        relation = agreement(claim, agreeing[0])
        assert relation is not None
        return (Relation.WRONG_DENOMINATOR if other_whole(claim, article, agreeing[0]) else relation), agreeing[:1]
    for relation, differs in _ONE_STEP_AWAY:
        away = [e for e in found if differs(e) and agreement(claim, e)]
        if away:
            named = _named(relation, claim)
            stages = found if named is Relation.WRONG_SAMPLE_SIZE else matching
            return named, [*away[:1], *stages]
    if other_works := elsewhere(claim, article):
        return Relation.WRONG_CITATION, [*other_works[:1], *matching]
    matching = matching or _closest(replace(e, direct=True) for e in found if e.value.origin == "own")
    parts = [e for e in found if e.direct and e.on_time and e.group is Group.PART]
    return (_disagreement(claim, matching), [*matching, *parts]) if matching else (Relation.UNSUPPORTED, [])


def agreement(claim: Claim, evidence: Evidence) -> Relation | None:
    """Exact, rounded, or None where the claim's figure and the published value have no true value in common."""
    number = claim.reported
    assert number is not None, "only a claim with a figure has evidence"
    if claim.reported_high is not None:
        return _range_agreement(number, claim.reported_high, evidence)
    if not number.allows(evidence.measured.interval):
        return None
    same = evidence.measured.point is not None and evidence.measured.point == number.point and not number.parts
    return Relation.EXACT if same else Relation.ROUNDED


def other_whole(claim: Claim, article: Article, evidence: Evidence) -> int | None:
    """The claimed number of people where the published share is not of so many; None where it can be, or is not told.

    A whole that the study does not confirm is held against the claim that tells it, not against each share of it.
    """
    whole = whole_of(article, claim)
    percent = evidence.value.percent
    if not whole or percent is None or evidence.value.statistic not in ("", "proportion"):
        return None
    named = article.named().get(claim.denominator or "")
    if evidence.value.n is not None:
        trusted = named is None or any(agreement(named, e) for e in _closest(evidence_for(named, article)))
        return whole if trusted and evidence.value.n != whole else None
    return None if counts(percent, whole) else whole


def _in_study(claim: Claim, study: Study, direct: bool) -> Iterator[Evidence]:
    for found in measure(claim, study):
        on_time = agree(claim.horizon, found.value.horizon)
        own = direct and found.value.origin == "own"
        yield Evidence(study, found, on_time, _group(claim, study, found.value), own)


def _group(claim: Claim, study: Study, value: PublishedValue) -> Group:
    told = (claim.procedure, claim.population)
    described = "; ".join(part for part in (value.subgroup, value.procedure, value.population) if part)
    if described:
        return compare(told, described)
    # A value of the whole study is no part of anything; but the study may be about other people altogether.
    whole = compare(told, "")
    return Group.OTHER if compare(told, study.population) is Group.OTHER else whole


def _closest(found: Iterable[Evidence]) -> list[Evidence]:
    """The evidence about the same time and people: of exactly these people where there is any, else of a wider lot."""
    fitting = [e for e in found if e.fits]
    same = [e for e in fitting if e.group is Group.SAME]
    return same or fitting


def _range_agreement(low: ReportedNumber, high: ReportedNumber, evidence: Evidence) -> Relation | None:
    """A range agrees with a range by its two ends, and with a single value by holding it."""
    if evidence.measured.ends is None:
        within = any(
            low.interval(rule).hull(high.interval(rule)).meets(evidence.measured.interval) for rule in ROUNDINGS
        )
        return Relation.ROUNDED if within else None
    if not (low.allows(evidence.measured.ends[0]) and high.allows(evidence.measured.ends[1])):
        return None
    same = (evidence.value.low, evidence.value.high) == (low.value, high.value)
    return Relation.EXACT if same else Relation.ROUNDED


_ONE_STEP_AWAY: tuple[tuple[Relation, Callable[[Evidence], bool]], ...] = (
    (Relation.WRONG_DENOMINATOR, lambda e: e.direct and e.on_time and e.group is Group.PART),
    (Relation.MISDATED, lambda e: e.direct and not e.on_time and e.group in (Group.SAME, Group.WHOLE)),
    (Relation.WRONG_DENOMINATOR, lambda e: not e.direct and e.on_time and e.group is Group.PART),
    (Relation.WRONG_CITATION, lambda e: not e.direct and e.on_time and e.group in (Group.SAME, Group.WHOLE)),
    (Relation.WRONG_POPULATION, lambda e: e.on_time and e.group is Group.OTHER),
)


def _named(relation: Relation, claim: Claim) -> Relation:
    """A number of people that counts another stage of the study is a wrong sample size, not a wrong denominator."""
    counted_apart = relation is Relation.WRONG_DENOMINATOR and claim.statistic == SAMPLE_SIZE
    return Relation.WRONG_SAMPLE_SIZE if counted_apart else relation


def _disagreement(claim: Claim, matching: list[Evidence]) -> Relation:
    """How a figure that no published value allows differs: too large a change is overstated, a level contradicted."""
    number = claim.reported
    assert number is not None
    null = {Kind.MULTIPLIER_WORD: Fraction(1), Kind.PERCENT_CHANGE: Fraction(0)}.get(claim.mention.kind)
    if claim.statistic == SAMPLE_SIZE:
        return Relation.WRONG_SAMPLE_SIZE
    if null is not None and all(_further(number, e.measured.interval, null) for e in matching):
        return Relation.OVERSTATED
    return Relation.CONTRADICTED


def _further(number: ReportedNumber, published: Interval, null: Fraction) -> bool:
    """Whether every reading of the claim lies beyond the published value, on the same side of no change."""
    readings = [number.interval(rule) for rule in ROUNDINGS]
    above = published.low >= null and all(reading.low > published.high for reading in readings)
    below = published.high <= null and all(reading.high < published.low for reading in readings)
    return above or below

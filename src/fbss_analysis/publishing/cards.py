"""The card of a claim: everything that stands between its printed figure and its verdict, on one screen.

What is drawn is drawn from the same numbers that are told: the interval that the print stands for, what follows from
the other numbers, and what the cited studies published, on one scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fbss_analysis.answers import KINDNESS, brackets, figure
from fbss_analysis.derivation import Derived, derive_all, names
from fbss_analysis.errors import InputError
from fbss_analysis.ladder import Ladder
from fbss_analysis.navigation import card_link
from fbss_analysis.pages import Shown, rung_shown
from fbss_analysis.printed.interval import Interval
from fbss_analysis.publishing.drawings import Row, Strips, strips
from fbss_analysis.publishing.snippets import line
from fbss_analysis.schema import Article, Claim, Finding, Kind, Rung
from fbss_analysis.tracing.evidence import Evidence, relate

SHOWN_VALUES = 6
ABOUT = ("statistic", "outcome", "population", "procedure", "horizon")
UNITS = {Kind.COUNT: "people or things", Kind.MULTIPLIER_WORD: "times"}


def card(
    ladder: Ladder, article: Article, findings: Iterable[Finding], correction: str, tips: Sequence[Mapping[str, str]]
) -> Shown:
    """All that the card of one claim shows; `tips` are its rows of the tipping table."""
    claim, found = ladder.claim, list(findings)
    number = claim.reported
    snippet = line(claim, found, ladder.recomputed.formula)
    evidence = _evidence(claim, article)
    return {
        "claim_id": claim.claim_id,
        "statement": claim.statement,
        "figure": figure(claim),
        "start": claim.mention.start,
        "end": claim.mention.end,
        "interval": brackets(number.interval()) if number and number.rule and not claim.reported_high else "",
        "unit": UNITS.get(claim.mention.kind, number.unit if number else ""),
        "hedge_rule": number.rule if number else "",
        "about": [(name, str(getattr(claim, name)).replace("_", " ")) for name in ABOUT if getattr(claim, name)],
        "strips": _strips(claim, article, evidence),
        "formula": ladder.recomputed.formula,
        "inputs": _inputs(claim, article),
        "restates": _link(claim.restates, article),
        "repeated_by": [_linked(other) for other in article.claims if _restates(other, claim)],
        "rungs": [rung_shown(rung, getattr(ladder, rung.value)) for rung in Rung],
        "overall": ladder.overall.value,
        "decided_by": ladder.decided_by.value,
        "tips": [_tip(tip, article) for tip in tips if not _told_twice(tip, tips)],
        "published": [_value(each) for each in evidence],
        "correction": correction,
        "snippet": snippet,
        "findings": [{"check": f.check, "verdict": f.verdict.value, "message": f.message} for f in found],
    }


def _tip(tip: Mapping[str, str], article: Article) -> Shown:
    """A tipping point; a number of another claim leads there and is told by what it is."""
    other = article.named().get(tip["name"])
    if other is None:
        return {**tip, "link": ""}
    return {**tip, "link": card_link(other.claim_id), "name": f"“{other.statement}”"}


def _told_twice(tip: Mapping[str, str], tips: Sequence[Mapping[str, str]]) -> bool:
    """Whether a rung's tipping point is that of the overall verdict over again."""
    told = ("verdict", "message")
    return tip["rung"] != "overall" and any(
        other["rung"] == "overall" and all(other[key] == tip[key] for key in told) for other in tips
    )


def _inputs(claim: Claim, article: Article) -> list[Shown]:
    """The claims that the figure is worked out from, and the whole that it is a share of, with their figures."""
    used = [*(names(claim.derivation) if claim.derivation else ()), claim.denominator or ""]
    return [linked for name in dict.fromkeys(used) if (linked := _link(name, article))]


def _link(name: str | None, article: Article) -> Shown | None:
    found = article.named().get(name or "")
    return _linked(found) if found else None


def _linked(claim: Claim) -> Shown:
    return {
        "claim_id": claim.claim_id,
        "link": card_link(claim.claim_id),
        "figure": figure(claim),
        "statement": claim.statement,
    }


def _restates(other: Claim, claim: Claim) -> bool:
    return bool(other.restates) and other.restates in (claim.claim_id, claim.claim_id.rpartition(".")[2])


def _evidence(claim: Claim, article: Article) -> list[Evidence]:
    """The published values that the claim was held to, the one that decides first."""
    if claim.reported is None or not claim.cites:
        return []
    found = {id(each.value): each for each in relate(claim, article)[1]}
    return list(found.values())[:SHOWN_VALUES]


def _value(evidence: Evidence) -> Shown:
    value = evidence.value
    return {
        "text": value.text,
        "horizon": value.horizon or "",
        "group": "; ".join(part for part in (value.subgroup, value.procedure, value.population) if part),
        "n": f"{value.n:,}" if value.n else "",
        "citekey": evidence.study.citekey,
        "locator": value.locator,
        "address": value.address if value.address.startswith("https://") else "",
        "confidence": value.confidence.replace("_", " "),
    }


def _strips(claim: Claim, article: Article, evidence: Sequence[Evidence]) -> Strips:
    """What the print stands for, what follows, what was published; in the measure of the claim."""
    if claim.reported is None or claim.mention.kind is Kind.DATE:
        return strips([])
    ends = (claim.reported, claim.reported_high or claim.reported)
    rows = [_row("printed", "printed", ends[0].interval().hull(ends[1].interval()))]
    derived = _derived(claim, article)
    if derived is not None:
        rows.append(_row("follows", "follows", derived.interval))
    for each in evidence:
        rows.append(_row(each.study.citekey, "published", each.measured.interval))
    return strips(rows)


def _row(label: str, kind: str, interval: Interval) -> Row:
    low, high = (None if isinstance(end, float) else float(end) for end in (interval.low, interval.high))
    return label, kind, low, high


def _derived(claim: Claim, article: Article) -> Derived | None:
    """What the kindest reading of the claim's derivation gives."""
    if not claim.derivation or claim.reported is None:
        return None
    numbers = {key: other.reported for key, other in article.named().items() if other.reported}
    reported = claim.reported
    try:
        readings = derive_all(claim.derivation, numbers)
    except InputError:
        return None
    return min(readings, key=lambda reading: KINDNESS.index(reading.judge(reported)))

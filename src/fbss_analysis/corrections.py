"""A correction to paste in, claim by claim: figure, denominator, horizon and source, as a careful author tells them.

Nothing is composed but what the ledger holds: the published value that the fidelity check matched, with the people, the
time and the work that belong to it; the record of a cited work; what the article's own numbers give; and what other
cohorts tell, where no cited study can be read. What was not seen is said to be unknown: a correction never fills a gap.

Reference: von Elm E et al. STROBE statement. Lancet 2007;370:1453-1457, items 14 to 16 (numbers at each stage, and
cumulative estimates with their times and intervals).

>>> from decimal import Decimal
>>> value = PublishedValue("opioid_use", "90.9%", "abstract", "-", "seen_in_source", percent=Decimal("90.9"), n=1045,
...                        subgroup="long-term opioid users before surgery", horizon="7 months")
>>> full(value, Study("d2018", "Opioids", authors=("Deyo RA",), year=2018))
'90.9% of 1,045 people (long-term opioid users before surgery), by 7 months (Deyo 2018)'
"""

from __future__ import annotations

from fbss_analysis.checks.pooled import peers
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.prose import sentence
from fbss_analysis.schema import Article, Claim, Kind, PublishedValue, Relation, Study, Verdict
from fbss_analysis.synthesis import family_of, synthesize
from fbss_analysis.tracing.evidence import AGREES, Evidence, relate
from fbss_analysis.tracing.measures import SAMPLE_SIZE, SHARES
from fbss_analysis.tracing.provenance import answer

_STANDS, _WRITE = "Stands; in full: {told}.", "Write: {told}."
_NOT_TOLD = "a number of people not told in what was read"


def correct(ladder: Ladder, article: Article) -> str:
    """What to write in place of a claim, or beside it where it stands; `article` is the one that the claim is of."""
    claim = _as_first_told(ladder.claim, article)
    relation = ladder.traced.relation if ladder.traced else None
    if relation in (None, Relation.UNSUPPORTED):
        return _with_reasons(_open(claim, article), ladder.recomputed)
    about_work = answer(claim, article)
    template = _STANDS if ladder.overall is not Verdict.INCONSISTENT else _WRITE
    found, told = (about_work[0], _of_works(claim, article)) if about_work else _of_value(claim, article)
    said = sentence(template, told=told) if told else _open(claim, article)
    unsaid = found in AGREES or not told
    return _with_reasons(said, ladder.recomputed, *([ladder.traced] if ladder.traced and unsaid else []))


def _with_reasons(said: str, *steps: Step) -> str:
    """The correction with what speaks against the claim besides the figure itself."""
    return " ".join((said, *(step.message for step in steps if step.verdict is Verdict.INCONSISTENT)))


def full(value: PublishedValue, study: Study, timed: bool = True) -> str:
    """A published value with all that belongs to it: of how many, in whom, by when (where `timed`), in which work."""
    group = "; ".join(part for part in (value.subgroup, value.procedure, value.population) if part)
    among = f" ({group})" if group else ""
    unknown = "by a time not told" if timed and _is_share(value) else ""
    when = f"by {value.horizon}" if value.horizon and _is_share(value) else value.horizon or unknown
    counted = "" if value.count is None else f" {value.outcome.replace('_', ' ')}"
    figure = f"{value.text}{_whole(value)}" if _is_share(value) else f"{value.text}{counted}"
    return f"{figure}{_limits(value)}{among}{when and f', {when}'} ({cited_as(study)})"


def _whole(value: PublishedValue) -> str:
    if value.n is None:
        return f" of {_NOT_TOLD}"
    if value.n_events is None:
        return sentence(" of {n} people", n=value.n)
    return sentence(" ({events} of {n} people)", events=value.n_events, n=value.n)


def _limits(value: PublishedValue) -> str:
    """The published interval, where there is one that is not known to be misprinted."""
    if value.ci_low is None or value.ci_high is None or value.misprint:
        return ""
    level = sentence("{level}% ", level=float(value.level)) if value.level else ""
    return sentence(" ({level}interval {low} to {high})", level=level, low=value.ci_low, high=value.ci_high)


def cited_as(study: Study) -> str:
    """How a text names a work: its first author and year, else its short name."""
    names = study.authors or study.group_authors
    return f"{names[0].rpartition(' ')[0] or names[0]} {study.year or 'n.d.'}" if names else study.citekey


def entry(study: Study) -> str:
    """The work as a reference list would have it, as far as its record goes."""
    issue = f"({study.issue})" if study.issue else ""
    place = f"{study.year or 'n.d.'};{study.volume}{issue}:{study.pages or study.number}".rstrip(":;")
    doi = f" doi {study.doi}" if study.doi else ""
    title = study.title if study.title.endswith(("?", "!")) else f"{study.title}."
    return " ".join(f"{cited_as(study)}. {title} {study.journal} {place}.{doi}".split())


def _as_first_told(claim: Claim, article: Article) -> Claim:
    """The claim that a repetition repeats, where the repetition itself cites nothing."""
    origin = article.named().get(claim.restates or "")
    return origin if origin is not None and not claim.cites else claim


def _is_share(value: PublishedValue) -> bool:
    return value.percent is not None and value.statistic in ("", "proportion", "cumulative_incidence")


def _of_works(claim: Claim, article: Article) -> str:
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    return "; ".join(entry(work).rstrip(".") for work in works)


def _of_value(claim: Claim, article: Article) -> tuple[Relation, str]:
    """How the figure relates to what was published, and that in full; no words where nothing was."""
    relation, found = relate(claim, article) if claim.reported else (Relation.UNSUPPORTED, [])
    told = dict.fromkeys(_told(claim, evidence, relation) for evidence in _to_tell(relation, found))
    return relation, "; ".join(told)


def _to_tell(relation: Relation, found: list[Evidence]) -> list[Evidence]:
    """The value that decides; where the claim's is contradicted, all that was published in its place."""
    return found if relation in (Relation.CONTRADICTED, Relation.WRONG_SAMPLE_SIZE) else found[:1]


def _told(claim: Claim, evidence: Evidence, relation: Relation) -> str:
    timed = bool(claim.horizon) or claim.statistic == "cumulative_incidence"
    value, said = evidence.value, full(evidence.value, evidence.study, timed)
    if claim.statistic == SAMPLE_SIZE and claim.mention.kind is Kind.COUNT and value.n_events is None:
        group = "; ".join(part for part in (value.subgroup, value.procedure, value.population) if part)
        return f"{value.text} people{f' ({group})' if group else ''} ({cited_as(evidence.study)})"
    if relation is Relation.WRONG_CITATION:
        return f"{said}, and cite {entry(evidence.study).rstrip('.')}"
    return said


def _open(claim: Claim, article: Article) -> str:
    """What to do with a claim that nothing that was read bears out: its source first, then what its peers tell."""
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    if works:
        named = "; ".join(cited_as(work) for work in works)
        said = sentence(
            "Give the page of {works} where it stands, or leave it out: what was read does not tell.", works=named
        )
    else:
        said = "Name the study that it comes from, or leave it out."
    return said + (_comparable(claim, article) if claim.mention.kind in SHARES else "")


def _comparable(claim: Claim, article: Article) -> str:
    family = family_of(claim.outcome, article.cohorts)
    pool = peers(claim, article, family) if family else None
    if pool is None or pool.k < 2:
        return ""
    said = synthesize(pool)
    return sentence(
        " What {k} comparable cohorts tell, at {when}: {low:.3g} to {high:.3g}%.",
        k=pool.k, when=pool.when(), low=said.low, high=said.high,
    )  # fmt: skip

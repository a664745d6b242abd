"""Fidelity: is the figure what the cited study published, of the same people, at the same time, in that work?

Studies are quoted wrongly in about a quarter of quotations, and half of these errors are serious. A figure often stays
and its attributes change: a share of those who took opioids before becomes a share of all, beyond two years becomes
within two years, an operation becomes another. So the claim and the published value are matched attribute by attribute,
compared as intervals, and the attribute that differs names the relation. Both sides are shown. What was not seen in a
study settles nothing; the finding then says what would.

Reference: Jergas H, Baethge C. Quotation accuracy in medical journal articles: a systematic review and meta-analysis.
PeerJ 2015;3:e1364.

>>> from decimal import Decimal
>>> from dataclasses import replace
>>> from fbss_analysis.answers import sketch
>>> from fbss_analysis.schema import Kind, PublishedValue, Study
>>> part = PublishedValue("opioid_use", "90.9%", "abstract", "-", "seen_in_source", percent=Decimal("90.9"),
...                       subgroup="long-term opioid users before surgery", n=1045)
>>> article = sketch(still="91%")
>>> claim = article.claims[0]
>>> claim = replace(claim, mention=replace(claim.mention, kind=Kind.PERCENT), outcome="opioid_use", cites=("d",))
>>> article = replace(article, claims=(claim,), studies={"d": Study("d", "Opioids", values=(part,))})
>>> [finding.relation.value for finding in CHECK.find(article)]
['wrong_denominator']
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure, spans, whole_of
from fbss_analysis.schema import Article, Check, Claim, Finding, Kind, Relation, Rung, Study
from fbss_analysis.tracing.evidence import AGREES, Evidence, other_whole, relate
from fbss_analysis.tracing.groups import differing
from fbss_analysis.tracing.provenance import answer, told_of_another
from fbss_analysis.tracing.soundness import nearest

UNSEEN = "not_found"
PRESENTED = "publication_date"  # "an August 2022 paper" presents a work; a figure may lean on one work again


def find(article: Article) -> Iterator[Finding]:
    """At least one finding per curated claim: its figure, the group it is told of, and the work it is taken from.

    A document that nobody curated is asked for its sources only where it has a list of them, and for no length of time.
    """
    unaided = not article.studies
    for claim in article.claims:
        if unaided and (not article.references or claim.mention.kind in (Kind.DURATION, Kind.DATE)):
            continue
        open_because = _untraceable(claim, article)
        if open_because and not claim.place and not any(key in article.studies for key in claim.cites):
            continue
        if open_because:
            yield _finding(article, claim, Relation.UNSUPPORTED, "not seen", open_because)
        else:
            yield _traced(article, claim)
            yield from _another_group(article, claim)
            yield from _second_hand(article, claim)
    yield from _counted_twice(article)


def _untraceable(claim: Claim, article: Article) -> str:
    """Why nothing can be traced, with what would settle it; empty where something was read."""
    if not claim.cites:
        return "No study is cited for it; a reference with its page would settle it."
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    if not works:
        return f"No record of {', '.join(claim.cites)} is at hand; its abstract would settle it."
    unseen = [study for study in works if study.found == UNSEEN]
    return _settled_by(unseen[0]) if len(unseen) == len(works) else ""


def _settled_by(study: Study) -> str:
    place = f"doi {study.doi}" if study.doi else study.journal
    return f"{study.citekey} was not found in any form that could be read; its abstract ({place}) would settle it."


def _traced(article: Article, claim: Claim) -> Finding:
    about_work = answer(claim, article)
    if about_work is not None:
        relation, recorded = about_work
        sentence = f"{figure(claim)} is {_OF_RECORDS[relation]}: {recorded}."
        return _finding(article, claim, relation, recorded, sentence)
    if claim.reported is None:
        return _finding(
            article,
            claim,
            Relation.UNSUPPORTED,
            "not seen",
            "Nothing in the record bears on it; the full text would settle it.",
        )
    relation, found = relate(claim, article)
    if not found:
        return _finding(article, claim, relation, "not seen", _nothing_published(claim, article))
    shown = "; ".join(dict.fromkeys(evidence.show() for evidence in found))
    return _finding(article, claim, relation, shown, _compared(article, claim, relation, found, shown))


def _compared(article: Article, claim: Claim, relation: Relation, found: list[Evidence], shown: str) -> str:
    told = (claim.procedure, claim.population)
    value = found[0].value
    described = "; ".join(part for part in (value.subgroup, value.procedure, value.population) if part)
    changed = [] if relation in AGREES else differing(told, described) if described else []
    whole = other_whole(claim, article, found[0]) if relation is Relation.WRONG_DENOMINATOR else None
    if whole and value.percent is not None:
        changed.append(f"told of {whole:,}: {_why_not(whole, found[0])}")
    if relation is Relation.MISDATED:
        changed.append(f"told at {claim.horizon}, published at {value.horizon}")
    return _sentence(claim, relation, shown) + (f" What differs: {'; '.join(changed)}." if changed else "")


def _why_not(whole: int, evidence: Evidence) -> str:
    percent = evidence.value.percent
    if evidence.value.n is not None or percent is None:
        return f"published of {evidence.value.n:,}" if evidence.value.n else "published of others"
    return f"no count of so many gives it, the nearest are {nearest(percent, whole)}"


def _nothing_published(claim: Claim, article: Article) -> str:
    works = [article.studies[key] for key in claim.cites if key in article.studies]
    read = ", ".join(f"{study.citekey} ({_read(study)})" for study in works)
    return f"What was read of {read} gives no value for it; the full text would settle it."


def _read(study: Study) -> str:
    return study.found.replace("_", " ") or "record"


IN_WORDS = {
    Relation.EXACT: "as published",
    Relation.ROUNDED: "a rounding of what was published",
    Relation.MISDATED: "published for another time",
    Relation.WRONG_DENOMINATOR: "published of a part, or of others than told",
    Relation.WRONG_POPULATION: "published of another group",
    Relation.WRONG_SAMPLE_SIZE: "not the number of people who were studied",
    Relation.WRONG_CITATION: "not what the cited work itself found",
    Relation.OVERSTATED: "more than was published",
    Relation.CONTRADICTED: "contradicted by what was published",
    Relation.UNSUPPORTED: "left open by what was published",
}


_OF_RECORDS = {
    Relation.EXACT: "as recorded",
    Relation.ROUNDED: "possible by the record, which is less exact",
    Relation.MISDATED: "not the date recorded",
    Relation.WRONG_CITATION: "not where the record places the cited work",
    Relation.CONTRADICTED: "not what the records count",
    Relation.UNSUPPORTED: "left open by the record",
}


def _sentence(claim: Claim, relation: Relation, recorded: str) -> str:
    return f"{figure(claim)} is {IN_WORDS[relation]}: {recorded}."


def _another_group(article: Article, claim: Claim) -> Iterator[Finding]:
    """A claim about a work, told of another operation or of other people than the work studied."""
    if answer(claim, article) is None:
        return
    for study in told_of_another(claim, article):
        told = claim.procedure or claim.population
        studied = study.population if not study.design else f"{study.design}; {study.population}"
        message = f"Told of {told}; {study.citekey} is about another group: {studied}."
        yield _finding(article, claim, Relation.WRONG_POPULATION, studied, message)


def _second_hand(article: Article, claim: Claim) -> Iterator[Finding]:
    """A figure or a group that belongs to a work which the cited one only retells."""
    if answer(claim, article) is None:
        found = [] if claim.reported is None else relate(claim, article)[1][:1]
        works = [e.study for e in found if not e.direct and e.study.citekey not in claim.cites]
    else:
        works = [study for study in told_of_another(claim, article) if study.citekey not in claim.cites]
    for study in works:
        cited = ", ".join(claim.cites)
        message = f"{cited} only retells it; the work is {study.citekey} ({study.journal} {study.year};{study.volume})."
        yield _finding(article, claim, Relation.WRONG_CITATION, study.citekey, message)


def _counted_twice(article: Article) -> Iterator[Finding]:
    """A work that an article presents under two numbers, as if it were two."""
    presented: dict[str, Claim] = {}
    for claim in article.claims:
        if claim.statistic != PRESENTED or claim.mention.citation is None:
            continue
        for key in claim.cites:
            first = presented.setdefault(key, claim)
            if first.mention.citation != claim.mention.citation:
                message = f"Presented as another paper, but {key} was cited under {first.mention.citation} already."
                yield _finding(article, claim, Relation.WRONG_CITATION, key, message)


def _finding(article: Article, claim: Claim, relation: Relation, published: str, message: str) -> Finding:
    whole = article.named().get(claim.denominator or "") if whole_of(article, claim) else None
    return Finding(
        check=CHECK.name,
        rung=Rung.TRACED,
        claim_id=claim.claim_id,
        doc=article.doc,
        spans=spans(claim, *([whole] if whole else [])),
        verdict=relation.verdict,
        relation=relation,
        reported=figure(claim),
        expected=published,
        message=message,
    )


CHECK = Check(
    name="fidelity",
    rung=Rung.TRACED,
    question="Is it what the cited study published?",
    reference="Jergas & Baethge 2015",
    find=find,
    derives=True,
)

"""From raw data to the derived tables: read, check, climb, tabulate, and write only what changed.

`audit_sources` composes the steps for the curated sources; nothing here computes anything itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis import checks, corpus
from fbss_analysis.appraisal.priorities import in_order
from fbss_analysis.appraisal.tipping import Bench, tips_at
from fbss_analysis.building.files import replace_file
from fbss_analysis.building.remembering import remembering
from fbss_analysis.citations import link
from fbss_analysis.citing.discourse import read_page
from fbss_analysis.citing.reference_list import find_references
from fbss_analysis.claims import interpret
from fbss_analysis.committed import derived, only, typed
from fbss_analysis.comparisons import propose_comparisons
from fbss_analysis.corrections import correct
from fbss_analysis.estimates import estimate
from fbss_analysis.extraction import extract
from fbss_analysis.highlights import fragment, marks
from fbss_analysis.ladder import Ladder, climb
from fbss_analysis.reading import read
from fbss_analysis.schema import Article, Cohort, Document, Estimate, Finding, Mention, Source, Study
from fbss_analysis.synthesis import pools
from fbss_analysis.tables import (
    Row,
    claim_row,
    comparison_row,
    date_rows,
    estimate_row,
    judgement_row,
    ledger_rows,
    member_rows,
    package,
    pool_rows,
    published_row,
    record_row,
    reference_row,
    source_row,
    stored_row,
    study_row,
    tip_row,
    to_csv,
)

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 50  # findings of each sort that JupyterLab shows of an audit


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that was found out about one document."""

    article: Article
    findings: tuple[Finding, ...]
    ladders: tuple[Ladder, ...]
    mentions: tuple[Mention, ...] = ()
    estimates: tuple[tuple[str, Estimate], ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)

    def to_html(self, most: int | None = None, *, style: bool = True) -> str:
        """The findings with their passages, and the text with every number coloured; `most` findings of each sort."""
        document = self.article.document or Document(self.article.doc, "")
        return fragment(document, marks(self.ladders, self.findings), self.findings, most, style=style)

    def _repr_html_(self) -> str:
        return self.to_html(SHOWN)


def audit_sources() -> tuple[Audit, ...]:
    """Audit every curated source, each knowing the claims of the others."""
    sources, studies, cohorts = corpus.sources(), corpus.studies(), corpus.cohorts()
    return tuple(audit_source(source, studies, _except(source, sources), cohorts) for source in sources.values())


def audit_source(
    source: Source, studies: Mapping[str, Study], others: Sequence[Source] = (), cohorts: tuple[Cohort, ...] = ()
) -> Audit:
    """Audit one curated source by its digest and its curated claims; the original plays no part in it."""
    article = Article(
        doc=source.source_id,
        claims=source.claims,
        document=source.digest,
        comparisons=source.comparisons,
        judgements=source.judgements,
        references=source.references,
        studies=studies,
        others=tuple(claim for other in others for claim in other.claims),
        exclusions=source.exclusions,
        markers=source.markers,
        lists={other.source_id: other.references for other in others},
        cohorts=cohorts,
    )
    findings = checks.run(article)
    ladders = climb(source.claims, findings, checks.registry())
    return Audit(
        article=article,
        findings=findings,
        ladders=ladders,
        mentions=tuple(extract(source.digest)),
        estimates=tuple(estimate(article)),
        corrections={ladder.claim.claim_id: correct(ladder, article) for ladder in ladders},
    )


def audit(path: str | os.PathLike[str]) -> Audit:
    """Audit a file that nobody annotated: read, extract, cite, interpret, check; an InputError where it is no text."""
    return audit_document(read(path))


def audit_document(document: Document) -> Audit:
    """Audit a document that nobody annotated; its claims are named m001, m002, … in the order of the text."""
    references = tuple(find_references(document))
    mentions = tuple(link(document, extract(document), references))
    claims = tuple(interpret(document, mentions, references))
    article = Article(
        doc=document.doc,
        claims=claims,
        document=document,
        comparisons=tuple(propose_comparisons(document, claims)),
        references=references,
        markers=read_page(document, references).markers,
    )
    findings = checks.run(article)
    return Audit(article, findings, climb(claims, findings, checks.registry()), mentions)


def article(name: str, document: str) -> pd.DataFrame:
    """One article's rows of the table `sources`, `claims` or `findings`: a source's, or made here for any other file.

    A UsageError where `document` is neither the id of a source nor a file.
    """
    if not Path(document).is_file():
        known = derived("sources")
        only(known, source_id=document)
        return derived(name, source=document)
    made = audit(document)
    row = {"source_id": document, "title": Path(document).name, "claims": len(made.ladders)}
    row |= {"references": len(made.article.references), "publisher": "a file that nobody annotated"}
    rows = {
        "sources": [row],
        "claims": [claim_row(ladder) for ladder in made.ladders],
        "findings": [record_row(finding) for finding in made.findings],
    }
    return typed(name, to_csv(name, rows[name]))


def _except(source: Source, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    return tuple(other for other in sources.values() if other is not source)


def tabulate(audits: Sequence[Audit]) -> dict[str, list[Row]]:
    """The rows of every derived table."""
    known, cohorts = corpus.read_corpus(), corpus.cohorts()  # what is wrong with them has been told by then
    sources, studies = known.sources.values(), known.studies
    claims = [
        claim_row(ladder, audit.corrections.get(ladder.claim.claim_id, ""))
        for audit in audits
        for ladder in audit.ladders
    ]
    return {
        "sources": [source_row(source) for source in sources],
        "ledger": [row for source in sources for row in ledger_rows(source)],
        "mentions": [record_row(mention) for audit in audits for mention in audit.mentions],
        "claims": claims,
        "priorities": [{**row, "rank": rank} for rank, row in enumerate(in_order(claims), 1)],
        "findings": [record_row(finding) for audit in audits for finding in audit.findings],
        "studies": [study_row(study) for study in studies.values()],
        "published": [published_row(study, value) for study in studies.values() for value in study.values],
        "cohorts": [record_row(cohort) for cohort in cohorts],
        "references": [reference_row(s.source_id, e, studies.get(e.citekey)) for s in sources for e in s.references],
        "dates": [row for audit in audits for row in date_rows(audit.article)],
        "comparisons": [comparison_row(s.source_id, asked) for s in sources for asked in s.comparisons],
        "judgements": [judgement_row(s, judged) for s in sources for judged in s.judgements],
        "pools": _remembered_pools(cohorts),
        "pool_members": [row for pool in pools(cohorts) for row in member_rows(pool)],
        "tipping": _remembered_tips(audits),
        "estimates": [estimate_row(claim_id, made) for audit in audits for claim_id, made in audit.estimates],
    }


def _remembered_pools(cohorts: tuple[Cohort, ...]) -> list[Row]:
    with remembering("pools") as kept:
        made = kept.rows(
            cohorts, None, lambda _: map(stored_row, (row for p in pools(cohorts) for row in pool_rows(p)))
        )
    return list(made)


def _remembered_tips(audits: Sequence[Audit]) -> list[Row]:
    """The rows of the tipping table; those of a claim depend on its bench, of whose text they may make no use."""
    rows: list[Row] = []
    with remembering("tipping") as kept:
        for bench in (Bench.of(claim, a.article, a.findings) for a in audits for claim in a.article.claims):
            document, bare = bench.article.document, replace(bench.article, document=None)

            def make(seen: Any, bench: Bench = bench) -> Iterator[Row]:
                if bench.article.document is not None:
                    bench = replace(bench, article=replace(bench.article, document=seen))
                return (stored_row(tip_row(tip)) for tip in tips_at(bench))

            made_from = (bench.claim_id, bare, document is None, [check.name for check in bench.checks], bench.before)
            rows += kept.rows(made_from, document, make)
    return rows


def derive(audits: Sequence[Audit]) -> dict[str, str]:
    """The text of every file of `data/derived`, by file name."""
    texts = {name: to_csv(name, rows) for name, rows in tabulate(audits).items()}
    return {f"{name}.csv": text for name, text in texts.items()} | {
        "datapackage.json": package(texts, corpus.raw_hash())
    }


def write_derived(texts: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    """Write the files that differ from what is there; return their names. The data package, which vouches, is last."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = tuple(name for name, text in texts.items() if _read(folder / name) != text)
    for name in changed:
        replace_file(folder / name, texts[name])
    return changed


def _read(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None

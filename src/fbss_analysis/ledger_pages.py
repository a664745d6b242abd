"""The ledger's part of the report: the first page, a page per article, and `claims.json`; no notebook is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fbss_analysis import chapters, corpus, pages
from fbss_analysis.checks import registry
from fbss_analysis.curated.originals import locate
from fbss_analysis.ladder import Ladder, climb
from fbss_analysis.pipeline import Audit
from fbss_analysis.schema import Source


def ledger_pages(audits: Sequence[Audit], listed: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The ledger's files of the report by their paths; `listed` gives page and title of each chapter."""
    sources = corpus.sources()
    ladders = {audit.article.doc: _located(audit, sources[audit.article.doc]) for audit in audits}
    write = chapters.writer(corpus.raw_hash())
    corrected = {name: text for audit in audits for name, text in audit.corrections.items()}
    everything = [ladder for group in ladders.values() for ladder in group]
    claims = pages.to_json(pages.claim_object(it, corrected.get(it.claim.claim_id, "")) for it in everything)
    chapters_of = [dict(chapter) | {"title": _title(chapter, sources)} for chapter in listed]
    files = {"claims.json": claims, "index.html": _index(write, audits, ladders, sources, chapters_of)}
    for source in sources.values():
        files[pages.source_page(source.source_id)] = _source_page(write, source, ladders[source.source_id])
    return files


def _title(chapter: Mapping[str, str], sources: Mapping[str, Source]) -> str:
    document = chapter.get("document") or ""
    return f"{chapter['title']}: {sources[document].title}" if document in sources else chapter["title"]


def _located(audit: Audit, source: Source) -> tuple[Ladder, ...]:
    return climb(source.claims, audit.findings, registry(), locate(source))


def _source_page(write: Callable[..., str], source: Source, ladders: Sequence[Ladder]) -> str:
    from markupsafe import Markup

    overall = {ladder.claim.claim_id: ladder.overall.value for ladder in ladders}
    reasons = {exclusion.exclusion_id: exclusion.reason for exclusion in source.exclusions}
    shown = pages.source_row(source) | {"chapter": f"10_article-{source.source_id}.html"}
    digest = Markup(chapters.digest(source.markdown, overall, reasons))
    return write("source", here=shown["page"], title=source.title, source=shown, digest=digest)


def _index(
    write: Callable[..., str],
    audits: Sequence[Audit],
    ladders: Mapping[str, Sequence[Ladder]],
    sources: Mapping[str, Source],
    listed: Sequence[Mapping[str, str]],
) -> str:
    about: dict[str, list[Any]] = {}
    for finding in (finding for audit in audits for finding in audit.findings):
        about.setdefault(finding.claim_id, []).append(finding)
    everything = [ladder for group in ladders.values() for ladder in group]
    corrected = {name: text for audit in audits for name, text in audit.corrections.items()}
    cards = [
        pages.card(
            ladder, sources[(claim := ladder.claim).source_id], about.get(claim.claim_id, ()), corrected[claim.claim_id]
        )
        for ladder in everything
    ]
    return write(
        "index",
        here="index.html",
        title="What patients are told about failed back surgery, number by number",
        claims=cards,
        bars=pages.bars(everything),
        chapters=listed,
        sources=[pages.source_row(source) for source in sources.values()],
        left_out=[{"what": p.what, "where": p.where, "todo": p.todo} for p in corpus.read_corpus().study_problems],
        document_findings=[
            {"doc": f.doc, "check": f.check, "verdict": f.verdict.value, "message": f.message}
            for f in about.get("", ())
        ],
    )

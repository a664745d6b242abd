"""The ledger's part of the report: first page, ledger, an article's page with its cards, `claims.json`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fbss_analysis import chapters, corpus, navigation, pages
from fbss_analysis.answers import figure
from fbss_analysis.checks import registry
from fbss_analysis.curated.digest import anchors
from fbss_analysis.curated.originals import locate
from fbss_analysis.ladder import Ladder, climb
from fbss_analysis.pipeline import Audit
from fbss_analysis.publishing import baseline, front, trials
from fbss_analysis.publishing.cards import card
from fbss_analysis.schema import Finding, Rung, Source, Verdict

LEDGER = "ledger.html"
COLUMNS = (
    ("printed", "Printed"),
    ("statement", "Statement"),
    ("article", "Article"),
    *((rung.value, rung.value.capitalize()) for rung in Rung),
    ("overall", "Overall"),
    ("message", "Why"),
)
Ladders = Mapping[str, Sequence[Ladder]]
Write = Callable[..., str]


def ledger_pages(
    audits: Sequence[Audit], listed: Sequence[Mapping[str, str]], tables: Mapping[str, str]
) -> dict[str, str]:
    """The ledger's files of the report by their paths.

    `listed` gives page and title of each chapter, `tables` the text of each derived table by its file name.
    """
    sources = corpus.sources()
    ladders = {audit.article.doc: _located(audit, sources[audit.article.doc]) for audit in audits}
    write = chapters.writer(corpus.raw_hash())
    corrected = {name: text for audit in audits for name, text in audit.corrections.items()}
    everything = [ladder for group in ladders.values() for ladder in group]
    chapters_of = [dict(chapter) | {"title": _title(chapter, sources)} for chapter in listed]
    files = {
        "claims.json": pages.to_json(pages.claim_object(it, corrected.get(it.claim.claim_id, "")) for it in everything),
        "index.html": _index(write, ladders, sources, chapters_of, tables),
        LEDGER: _ledger(write, everything, sources),
    }
    tips = _by_claim(_rows(tables, "tipping"))
    for audit in audits:
        source = sources[audit.article.doc]
        files[navigation.source_page(source.source_id)] = _source_page(
            write, source, ladders[source.source_id], audit, tips
        )
    return files


def _rows(tables: Mapping[str, str], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables[f"{name}.csv"], newline="")))


def _by_claim(rows: Sequence[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["claim_id"], []).append(row)
    return found


def _title(chapter: Mapping[str, str], sources: Mapping[str, Source]) -> str:
    document = chapter.get("document") or ""
    return f"{chapter['title']}: {sources[document].title}" if document in sources else chapter["title"]


def _located(audit: Audit, source: Source) -> tuple[Ladder, ...]:
    return climb(source.claims, audit.findings, registry(), locate(source))


def _script(name: str) -> Any:
    """A script of the templates' folder, to stand in a page as it is."""
    from markupsafe import Markup

    return Markup((chapters.TEMPLATES / f"{name}.js").read_text(encoding="utf-8").strip())


def _source_page(
    write: Write, source: Source, ladders: Sequence[Ladder], audit: Audit, tips: Mapping[str, list[dict[str, str]]]
) -> str:
    from markupsafe import Markup

    overall = {ladder.claim.claim_id: ladder.overall.value for ladder in ladders}
    reasons = {exclusion.exclusion_id: exclusion.reason for exclusion in source.exclusions}
    page, about = navigation.source_page(source.source_id), _about(audit.findings)
    there = {anchor.target for anchor in anchors(source.markdown)[1]}
    return write(
        "source",
        here=page,
        title=source.title,
        source=pages.source_row(source) | {"chapter": f"10_article-{source.source_id}.html"},
        tokens=pages.tokens(source),
        digest=Markup(chapters.digest(source.markdown, overall, reasons)),
        legend=[verdict.value for verdict in Verdict if verdict.value in overall.values()],
        script=_script("source"),
        exclusions=[asdict(each) for each in source.exclusions if each.exclusion_id in there],
        document_findings=[_finding(finding) for finding in about.get("", ())],
        claims=[
            card(ladder, audit.article, about.get(name, ()), audit.corrections[name], tips.get(name, []))
            for ladder in ladders
            for name in [ladder.claim.claim_id]
        ],
    )


def _about(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.claim_id, []).append(finding)
    return found


def _finding(finding: Finding) -> dict[str, str]:
    return {"check": finding.check, "verdict": finding.verdict.value, "message": finding.message}


def _ledger(write: Write, everything: Sequence[Ladder], sources: Mapping[str, Source]) -> str:
    claims = [pages.ledger_row(ladder, sources[ladder.claim.source_id]) for ladder in everything]
    listed = {row["source_id"]: f"{row['source_id']}: {row['source_title']}" for row in claims}
    choices: dict[str, Any] = {
        "article": list(listed.items()),
        "rung": [rung.value for rung in Rung],
        "verdict": [verdict.value for verdict in Verdict],
        "relation": sorted({row["relation"] for row in claims} - {""}),
        "outcome": sorted({row["outcome"] for row in claims} - {""}),
    }
    about = {"claims": claims, "choices": choices, "columns": COLUMNS, "script": _script("ledger")}
    return write("ledger", here=LEDGER, title="The ledger", **about)


def _index(
    write: Write,
    ladders: Ladders,
    sources: Mapping[str, Source],
    listed: Sequence[Mapping[str, str]],
    tables: Mapping[str, str],
) -> str:
    everything = [ladder for group in ladders.values() for ladder in group]
    authors = {name: source.author or source.publisher for name, source in sources.items()}
    figures = {ladder.claim.claim_id: figure(ladder.claim) for ladder in everything}
    changed = baseline.changed(tables["claims.csv"])
    guide = next((place for place in navigation.FOOT if "verdict" in place.label), None)
    return write(
        "index",
        here="index.html",
        title="What patients are told about failed back surgery, number by number",
        claims=len(everything),
        tokens=f"{sum(source.tokens.total for source in sources.values() if source.tokens):,}",
        bars=pages.bars(everything),
        guide=guide,
        headline=front.headline(_rows(tables, "pools")),
        findings=front.findings(_rows(tables, "priorities"), figures, authors),
        rates=trials.error_rates(),
        scores=trials.extraction_scores(),
        changed=changed and [asdict(one) | {"link": navigation.card_link(one.claim_id)} for one in changed],
        chapters=listed,
        sources=[pages.source_row(s) | {"bars": pages.bars(ladders[s.source_id])} for s in sources.values()],
        script=_script("index"),
        pages={name: navigation.source_page(name) for name in sources},
        left_out=[{"what": p.what, "where": p.where, "todo": p.todo} for p in corpus.read_corpus().study_problems],
    )

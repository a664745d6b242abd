"""The static report: notebooks executed and turned into pages, the ledger, `claims.json`; swapped in whole.

The report opens from a file and asks nothing of the network. It is built beside the old one, and the old one is
replaced only when every page is there; a failing notebook leaves it untouched.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis import __version__, chapters, corpus, pages, parameters, pipeline
from fbss_analysis.checks import registry
from fbss_analysis.kernel import execute
from fbss_analysis.ladder import Ladder, climb
from fbss_analysis.launching import Launcher, launcher
from fbss_analysis.originals import locate
from fbss_analysis.parameters import Parameter, Value
from fbss_analysis.pipeline import Audit
from fbss_analysis.schema import FbssError, Source

if TYPE_CHECKING:
    from nbformat import NotebookNode

PER_SOURCE = "document"  # a notebook with this parameter is run once per source
KEPT = "README.md"


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a notebook: which, with what, and under what name it appears in the report."""

    path: Path
    name: str
    values: Mapping[str, Value]


def report(
    given: Mapping[str, str],
    *,
    jobs: int,
    progress: Callable[[Iterable[Any], int], Iterable[Any]],
    cold: bool = False,
) -> Path:
    """Derive, execute and write; return the first page. `progress` wraps an iterable whose length it is told."""
    runs = plan(given)
    with launcher(cold=cold) as kernels:
        audits = pipeline.audit_sources()
        pipeline.write_derived(pipeline.derive(audits), corpus.root() / "data" / "derived")
        executed = list(progress(_execute(runs, jobs, kernels), len(runs)))
    failures = [outcome for outcome in executed if isinstance(outcome, FbssError)]
    if failures:
        raise _together(failures)
    files = write_pages(audits, list(zip(runs, executed, strict=True)))
    swap(files, corpus.root() / "reports")
    return corpus.root() / "reports" / "index.html"


def notebooks() -> list[Path]:
    """The notebooks, in order."""
    return sorted((corpus.root() / "notebooks").glob("[0-9]*.ipynb"))


def plan(given: Mapping[str, str]) -> list[Run]:
    """Which notebooks to run with which values; unknown names and ill-typed values are refused here."""
    paths = notebooks()
    known = {path.stem: parameters.of_notebook(path) for path in paths}
    chosen = parameters.choose(given, known)
    return [run for path in paths for run in _runs(path, known[path.stem], chosen[path.stem], given)]


def _runs(path: Path, known: Mapping[str, Parameter], values: dict[str, Value], given: Mapping[str, str]) -> list[Run]:
    if PER_SOURCE not in known or PER_SOURCE in given:
        return [Run(path, path.stem, values)]
    sources = corpus.sources()
    return [Run(path, f"{path.stem}-{source_id}", {**values, PER_SOURCE: source_id}) for source_id in sources]


def _execute(runs: Sequence[Run], jobs: int, kernels: Launcher) -> Iterable[NotebookNode | FbssError]:
    """Execute all runs, each in its own kernel; a failure is kept so that the others still run."""
    failed = corpus.root() / ".build" / "failed"
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        yield from pool.map(partial(_try, failed=failed, kernels=kernels), runs)


def _try(run: Run, failed: Path, kernels: Launcher) -> NotebookNode | FbssError:
    try:
        return execute(run.path, run.values, failed, through=kernels)
    except FbssError as error:
        return error


def _together(failures: Sequence[FbssError]) -> FbssError:
    if len(failures) == 1:
        return failures[0]
    listed = "\n".join(f"- {failure}" for failure in failures)
    return FbssError(f"{len(failures)} notebooks failed:\n{listed}", "notebooks/", "the old report is untouched")


def write_pages(audits: Sequence[Audit], executed: Sequence[tuple[Run, NotebookNode]]) -> dict[str, str]:
    """Every file of the report by its path: pages, executed notebooks, the style sheet, `claims.json`."""
    import nbformat

    sources = corpus.sources()
    ladders = {audit.article.doc: _located(audit, sources[audit.article.doc]) for audit in audits}
    files = {f"notebooks/{run.name}.ipynb": nbformat.writes(notebook) + "\n" for run, notebook in executed}
    files["style.css"] = (chapters.TEMPLATES / "style.css").read_text(encoding="utf-8")
    files["claims.json"] = pages.to_json(pages.claim_object(rung) for group in ladders.values() for rung in group)
    listed = [{"page": f"{run.name}.html", "title": _title(run, notebook, sources)} for run, notebook in executed]
    write = _writer()
    from markupsafe import Markup

    for (run, notebook), chapter in zip(executed, listed, strict=True):
        body = Markup(chapters.render(notebook))
        files[chapter["page"]] = write("chapter", title=chapter["title"], body=body, notebook=f"{run.name}.ipynb")
    for source in sources.values():
        files[pages.source_page(source.source_id)] = _source_page(write, source, ladders[source.source_id])
    files["index.html"] = _index(write, audits, ladders, sources, listed)
    return files


def _located(audit: Audit, source: Source) -> tuple[Ladder, ...]:
    return climb(source.claims, audit.findings, registry(), locate(source))


def _title(run: Run, notebook: NotebookNode, sources: Mapping[str, Source]) -> str:
    document = run.values.get(PER_SOURCE)
    heading = chapters.title(notebook)
    return f"{heading}: {sources[document].title}" if isinstance(document, str) and document in sources else heading


def _writer() -> Callable[..., str]:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(chapters.TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    shared = {"version": __version__, "raw_sha256": corpus.raw_hash()}
    return lambda name, **shown: environment.get_template(f"{name}.html.j2").render(**shared, **shown) + "\n"


def _source_page(write: Callable[..., str], source: Source, ladders: Sequence[Ladder]) -> str:
    from markupsafe import Markup

    overall = {ladder.claim.claim_id: ladder.overall.value for ladder in ladders}
    reasons = {exclusion.exclusion_id: exclusion.reason for exclusion in source.exclusions}
    shown = pages.source_row(source) | {"chapter": f"10_article-{source.source_id}.html"}
    digest = Markup(chapters.digest(source.markdown, overall, reasons))
    return write("source", title=source.title, source=shown, digest=digest)


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
    cards = [
        pages.card(ladder, sources[ladder.claim.source_id], about.get(ladder.claim.claim_id, ()))
        for ladder in everything
    ]
    return write(
        "index",
        title="What patients are told about failed back surgery, number by number",
        claims=cards,
        bars=pages.bars(everything),
        chapters=listed,
        sources=[pages.source_row(source) for source in sources.values()],
        document_findings=[
            {"doc": f.doc, "check": f.check, "verdict": f.verdict.value, "message": f.message}
            for f in about.get("", ())
        ],
    )


def swap(files: Mapping[str, str], folder: Path) -> None:
    """Write all files beside `folder` and put them in its place whole; of the old ones only the README stays."""
    beside, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    for name, text in files.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pipeline.replace_file(path, text)
    if (folder / KEPT).exists():
        shutil.copyfile(folder / KEPT, beside / KEPT)
    if folder.exists():
        folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)

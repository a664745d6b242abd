"""The static report, rebuilt as far as needed: audit, notebooks, pages; swapped in whole.

A step runs only where something that it read last time, or its notebook, its parameters, the library or the environment
has changed (`memory`, `observation`). The report opens from a file and asks nothing of the network. It is built beside
the old one, and the old one is replaced only when every page is there; a failing notebook leaves it untouched, and what
the others gave is kept for the next time.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from fbss_analysis import chapters
from fbss_analysis.building import fingerprint, sweeping
from fbss_analysis.building.composing import Composing
from fbss_analysis.building.deriving import Deriving
from fbss_analysis.building.files import recover, replace_folder, replacing_folder
from fbss_analysis.building.memory import Memory, Trace
from fbss_analysis.building.observation import DERIVED_FROM, VARIABLE, Observation, read_notes
from fbss_analysis.building.planning import PER_SOURCE, Run, plan
from fbss_analysis.building.progress import Progress
from fbss_analysis.errors import FbssError
from fbss_analysis.kernels.launching import CELL_TIMEOUT_SECONDS, Launcher
from fbss_analysis.project import BUILD, DERIVED, REPORTS, root
from fbss_analysis.publishing.binaries import unpacked
from fbss_analysis.publishing.printing import NAME as PRINTED

KEPT = "README.md"
TABLES = "tables"
OF_LEDGER = "reports/"
RUNNER = f"{__package__}.kernel"  # papermill and what it brings take half a second to import, which other work hides
PACKAGE = "datapackage.json"
CHAPTER = "chapter"


@dataclass(slots=True)
class Options:
    """How to build: with how many kernels at once, all anew or not, how long a cell may take, and who hears of it."""

    jobs: int = 1
    force: bool = False
    timeout: int = CELL_TIMEOUT_SECONDS
    progress: Progress = field(default_factory=Progress)


class Build:
    """One build: what is known of the project now, and what has been made so far."""

    def __init__(self, kernels: Launcher, options: Options) -> None:
        self.project, self.kernels, self.options = root(), kernels, options
        self.memory = Memory(self.project / BUILD)
        self.tell = options.progress.tell
        self.tables: dict[str, str] = {}  # the text of each derived file by its name
        self._stack = ExitStack()
        self._composing = self._stack.enter_context(closing(Composing(kernels, self.project)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def shared(self) -> dict[str, str]:
        """The components that every step has."""
        return {
            "the library": fingerprint.library_digest(),
            "the environment": fingerprint.environment_digest(self.project),
        }

    def now(self, seen: Observation) -> str:
        """The hash that something which was read before has now."""
        if seen.kind == "raw":
            return fingerprint.raw_digest(self.project)
        if seen.kind == "table":
            return fingerprint.tables_now(self.tables[PACKAGE], self.tables, seen.name, seen.part)
        if seen.kind == "listing":
            return fingerprint.listing_digest(self.project / seen.name)
        return fingerprint.file_digest(self.project / seen.name)

    def recall(self, step: str, components: Mapping[str, str]) -> dict[str, str] | None:
        """What a step gave, where it need not run; why it must or need not is told."""
        if self.options.force:
            self.tell("reason", step, runs=True, why="--force was given")
            return None
        found, why = self.memory.recall(step, components, self.now)
        self.tell("reason", step, runs=found is None, why=why)
        return found

    def audit(self, runs: Sequence[Run]) -> Callable[[], dict[str, str | bytes]]:
        """Make the derived tables and write those that differ; return what gives the ledger's pages, by their names."""
        listed = [{"page": run.page, "title": run.title, "document": run.values.get(PER_SOURCE)} for run in runs]
        listed += [{"page": sweeping.PAGE, "title": sweeping.TITLE}] if any(run.point for run in runs) else []
        components = self.shared | {"a chapter's title": json.dumps(listed, default=str)}
        found = self.recall(TABLES, components)
        if found is None:
            return self._derive(listed, components)
        self._take_tables({name: text for name, text in found.items() if not name.startswith(OF_LEDGER)})
        ledger = {name.removeprefix(OF_LEDGER): text for name, text in found.items() if name.startswith(OF_LEDGER)}
        return lambda: {name: unpacked(name, text) for name, text in ledger.items()}

    def _derive(
        self, listed: Sequence[Mapping[str, Any]], components: Mapping[str, str]
    ) -> Callable[[], dict[str, str | bytes]]:
        self.options.progress.plan({TABLES: self._expected(TABLES)}, self.options.jobs)
        self.tell("started", TABLES)
        began = time.monotonic()
        of_library = fingerprint.digest(json.dumps(self.shared))
        step = Deriving(self.kernels, self.project, listed, self.memory.remembered(of_library, self.options.force))
        self._stack.callback(step.close)
        import_module(RUNNER)  # while the other process is at work
        chapters.template(CHAPTER)
        self._composing.start()
        self._take_tables(step.tables())
        seconds = time.monotonic() - began
        self.tell("ended", TABLES, seconds=seconds)

        def pages() -> dict[str, str | bytes]:
            found = step.pages()
            results = self.tables | {f"{OF_LEDGER}{name}": text for name, text in found.items()}
            self.memory.keep(TABLES, Trace(components, step.observed(), {}, seconds), results)
            return {name: unpacked(name, text) for name, text in found.items()}

        return pages

    def _take_tables(self, tables: Mapping[str, str]) -> None:
        self.tables = dict(tables)
        self._write_tables()

    def _write_tables(self) -> None:
        """Put the derived tables in place of those that are there, all or none, where any of them differs."""
        folder = self.project / DERIVED
        recover(folder)
        files = {name: fingerprint.digest(text) for name, text in self.tables.items()}
        if any(fingerprint.file_digest(folder / name) != made for name, made in files.items()):
            folder.mkdir(parents=True, exist_ok=True)
            replace_folder(folder, self.tables, KEPT)

    def chapters(self, runs: Sequence[Run]) -> dict[str, dict[str, str]]:
        """Notebook and body of each run by its name; a FbssError tells all that failed, after all have run."""
        made = {run.name: self.recall(f"run-{run.name}", self._components(run)) for run in runs}
        waiting = [run for run in runs if made[run.name] is None]
        self.options.progress.plan({run.name: self._expected(f"run-{run.name}") for run in waiting}, self.options.jobs)
        failures = []
        for run, outcome in self._execute(waiting):
            if isinstance(outcome, FbssError):
                failures.append(outcome)
            else:
                made[run.name] = outcome
        if failures:
            raise together(failures)
        return {run.name: self._with_prose(run, made[run.name] or {}) for run in runs}

    def _with_prose(self, run: Run, made: dict[str, str]) -> dict[str, str]:
        """A chapter whose prose is that of now: where only that has changed, the notebook need not run again."""
        if made["prose"] == run.prose():
            return made
        step = f"prose-{run.name}"
        components = self.shared | {"the run": fingerprint.digest(made["notebook"]), "the prose": run.prose()}
        found = self.recall(step, components)
        if found is None:
            text = chapters.renew(made["notebook"], run.path)
            found = {"notebook": text, "body": self._composing.render(text)}
            self.memory.keep(step, Trace(components, (), {}), found)
        return found

    def _components(self, run: Run) -> dict[str, str]:
        return self.shared | run.components()

    def _expected(self, step: str) -> float:
        return next((trace.seconds for trace in self.memory.traces(step)), 0.0)

    def _execute(self, runs: Sequence[Run]) -> Iterator[tuple[Run, dict[str, str] | FbssError]]:
        """Execute runs, the longest of last time, or in writing, first; each is kept as soon as it is there."""
        ordered = sorted(runs, key=lambda run: (-self._expected(f"run-{run.name}"), -len(run.code())))
        pool = ThreadPoolExecutor(max_workers=self.options.jobs)
        try:
            for run, outcome in zip(ordered, pool.map(self._try, ordered), strict=True):
                if isinstance(outcome, FbssError):
                    yield run, outcome
                else:
                    trace, results = outcome
                    self.memory.keep(f"run-{run.name}", trace, results)
                    yield run, results
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _try(self, run: Run) -> tuple[Trace, dict[str, str]] | FbssError:
        began = time.monotonic()
        self.tell("started", run.name)
        try:
            made = self._run(run, began)
        except FbssError as error:
            self.tell("failed", run.name, seconds=time.monotonic() - began)
            return error
        self.tell("ended", run.name, seconds=made[0].seconds)
        return made

    def _run(self, run: Run, began: float) -> tuple[Trace, dict[str, str]]:
        import nbformat

        execute = import_module(RUNNER).execute
        with tempfile.TemporaryDirectory(prefix="fbss-") as scratch:
            notes = Path(scratch, "notes")
            notebook = execute(
                run.path,
                run.values,
                self.project / BUILD / "failed",
                through=self.kernels,
                timeout=self.options.timeout,
                watch=lambda cell, of: self.tell("cell", run.name, cell=cell, of=of),
                variables={VARIABLE: str(notes), DERIVED_FROM: json.loads(self.tables[PACKAGE])["raw_sha256"]},
                name=run.name,
                needs=run.needs(),
            )
            observed = read_notes(notes)
            text = nbformat.writes(notebook) + "\n"
        results = {"notebook": text, "body": self._composing.render(text), "prose": run.prose()}
        return Trace(self._components(run), observed, {}, time.monotonic() - began), results


def report(given: Mapping[str, str], *, through: Launcher, options: Options) -> Path:
    """Audit, execute and write as far as needed; return the first page. Kernels come from the launcher `through`."""
    runs, folder = plan(given), root() / REPORTS
    with Build(through, options) as build, replacing_folder(folder, KEPT) as new:
        ledger = build.audit(runs)
        with ThreadPoolExecutor(max_workers=1) as aside:
            written = aside.submit(lambda: new.write(ledger()))  # while the notebooks run; kept even if one fails
            executed = build.chapters(runs)
            written.result()
        new.write(write_chapters(runs, executed, build.tables))
        new.wanted = new.written != _there(folder)
    if not any("," in text for text in given.values()):
        build.memory.forget([TABLES, *(f"{step}-{run.name}" for run in runs for step in ("run", "prose"))])
    build.memory.remember_last({"given": dict(given), "state": fingerprint.state(), "outside": _outside(build, runs)})
    return folder / "index.html"


def _there(folder: Path) -> dict[str, str]:
    start = len(str(folder)) + 1
    found = {str(path)[start:]: fingerprint.file_digest(path) for path in fingerprint.listing(folder)}
    return {name: seen for name, seen in found.items() if name not in (KEPT, PRINTED)}


def _outside(build: Build, runs: Sequence[Run]) -> dict[str, str]:
    """The hash of every file that a step has read by itself, from wherever it was: beyond what the state tells."""
    steps = [TABLES, *(f"run-{run.name}" for run in runs)]
    traces = [trace for step in steps for trace in build.memory.traces(step)[:1]]
    return {seen.name: seen.seen for trace in traces for seen in trace.observed if seen.kind == "file"}


def write_chapters(
    runs: Sequence[Run], executed: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]
) -> dict[str, str]:
    """Every chapter's page and notebook by its path, the style sheet, and the page of a sweep."""
    from markupsafe import Markup

    files = {f"notebooks/{run.name}.ipynb": executed[run.name]["notebook"] for run in runs}
    files["style.css"] = (chapters.TEMPLATES / "style.css").read_text(encoding="utf-8")
    write = chapters.writer(json.loads(tables[PACKAGE])["raw_sha256"])
    titles = {row["source_id"]: row["title"] for row in csv.DictReader(io.StringIO(tables["sources.csv"]))}
    for run in runs:
        about = titles.get(str(run.values.get(PER_SOURCE)))
        title = f"{run.title}: {about}" if about else run.title
        body = Markup(executed[run.name]["body"])
        files[run.page] = write(CHAPTER, here=run.page, title=title, body=body, notebook=f"{run.name}.ipynb")
    return files | sweeping.pages(runs, executed, write)


def together(failures: Sequence[FbssError]) -> FbssError:
    """One error that tells several."""
    if len(failures) == 1:
        return failures[0]
    listed = "\n".join(f"- {failure}" for failure in failures)
    return FbssError(f"{len(failures)} notebooks failed:\n{listed}", "notebooks/", "the old report is untouched")

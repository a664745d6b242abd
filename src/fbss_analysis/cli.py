"""The command `fbss`: one function call per command, and an exit status that says how it went.

Exit status: 0 done, 1 a verdict named by --fail-on was found, 2 usage, 3 bad input (everything else was still done),
4 internal. Heavy modules are imported by the command that needs them, so that `fbss --help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fbss_analysis import __version__, document_commands
from fbss_analysis.document_commands import put, tell
from fbss_analysis.errors import NO_ROOM, Exit, FbssError, InputError, UsageError

if TYPE_CHECKING:
    from fbss_analysis.building.memory import Memory
    from fbss_analysis.building.progress import Progress


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; print its error in three parts and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options) or Exit.DONE)
        sys.stdout.flush()
        return status
    except FbssError as error:
        return _fail(error)
    except BrokenPipeError:  # the reader of our output has gone; that is no error
        _leave_stdout()
        return Exit.DONE
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        what = f"there is no room for the output: {error.strerror}"
        return _fail(InputError(what, error.filename or "standard output", "make room, or name another place"))
    except KeyboardInterrupt:
        print("fbss: interrupted; what was there before is untouched", file=sys.stderr)
        return 130


def _fail(error: FbssError) -> int:
    tell(error)
    _leave_stdout()
    return error.exit_status


def _leave_stdout() -> None:
    """What is left for an output that takes no more goes nowhere, or Python would complain of it at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fbss", description="Audit every number patients are told about failed back surgery syndrome."
    )
    parser.add_argument("--version", action="version", version=f"fbss {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int | None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run, command=name)
        return command

    report = add("report", _report, "data/raw → data/derived → notebooks → reports")
    _building(report)
    add("show", _show, "the ladder of one claim").add_argument("claim_id", metavar="CLAIM_ID")
    listing = add("list", _list, "what there is")
    listing.add_argument("what", choices=("checks", "studies", "notebooks", "claims"))
    sources = add("sources", _sources, "the articles: add originals, verify them, list them")
    sources.add_argument("action", choices=("add", "verify", "list"))
    sources.add_argument("files", nargs="*", metavar="FILE")
    document_commands.audit_arguments(add("audit", document_commands.audit, "the checks on any text"))
    document_commands.arguments(add("extract", document_commands.extract, "the quantities in any text"))
    studies = add("studies", _studies, "the studies as a bibliography")
    studies.add_argument("action", choices=("export",))
    studies.add_argument("--format", choices=("bibtex", "csl-json"), default="bibtex")
    studies.add_argument("-o", dest="output", metavar="OUT", help="write to a file instead of standard output")
    diff = add("diff", _diff, "which verdicts changed between two builds, because of which input")
    diff.add_argument("old", metavar="OLD", type=Path)
    diff.add_argument("new", metavar="NEW", type=Path)
    diff.add_argument("--format", choices=("text", "html"), default="text")
    diff.add_argument("-o", dest="output", metavar="OUT", help="write to a file instead of standard output")
    add("baseline", _baseline, "keep the verdicts as they stand, for the report to compare itself with")
    add("lab", _lab, "open the notebooks in JupyterLab")
    return parser


def _building(command: argparse.ArgumentParser) -> None:
    """The arguments of the command that builds the report."""
    values = "a parameter; several values, parted by commas, span a grid and add a page that compares them"
    command.add_argument("-p", dest="parameters", metavar="NAME=VALUE", action="append", default=[], help=values)
    command.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="notebooks at once")
    command.add_argument("--timeout", type=int, default=600, metavar="SECONDS", help="what a cell may take at most")
    command.add_argument("--force", action="store_true", help="run every step, whether anything has changed or not")
    command.add_argument("--explain", action="store_true", help="say of every step why it ran or did not")
    command.add_argument("--cold", action="store_true", help="start every kernel anew instead of forking it")
    command.add_argument("--pdf", action="store_true", help="print the report as one PDF, too; this wants a Chromium")
    warm = "how long a process that has imported everything may wait for the next build; 0: none is left or used"
    command.add_argument("--keep-warm", type=int, metavar="SECONDS", help=warm)
    command.add_argument("--no-wait", action="store_true", help="fail where another build is under way")
    command.add_argument("--quiet", action="store_true", help="say nothing but the first page's path")
    command.add_argument("--json-log", action="store_true", help="say on standard error, as JSON, what happens")


def _report(options: argparse.Namespace) -> None:
    from fbss_analysis import parameters, project
    from fbss_analysis.building import lock, memory
    from fbss_analysis.building.progress import progress
    from fbss_analysis.publishing import printing

    for name, least in (("jobs", 1), ("timeout", 1), ("keep_warm", 0)):
        value = getattr(options, name)
        if value is not None and value < least:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} must be at least {least}, not {value}", option, "give a larger number")
    given = parameters.parse_assignments(options.parameters)
    if options.pdf:
        printing.require_browser()
    store = memory.Memory(project.root() / project.BUILD)
    heard = progress(quiet=options.quiet, json_log=options.json_log, explain=options.explain)
    try:
        with lock.locked(store.folder / "lock", wait=not options.no_wait, tell=heard.say):
            if options.force or not store.unchanged(given):
                _rebuild(given, options, heard)
            elif options.explain:
                heard.say("nothing that a build reads or has written has changed, so no step runs")
            if options.pdf:
                _print(store, heard)
    finally:
        heard.close()
    reports = project.root() / project.REPORTS
    print(reports / (printing.NAME if options.pdf else "index.html"))


def _print(store: Memory, heard: Progress) -> None:
    """Print the report, unless the PDF that is there was printed from these very pages."""
    from fbss_analysis import project
    from fbss_analysis.building.fingerprint import state
    from fbss_analysis.publishing import printing

    reports = project.root() / project.REPORTS
    last = store.last()
    if not printing.is_current(reports, last.get("printed")):
        heard.say("printing")
        store.remember_last(last | {"printed": printing.print_report(reports), "state": state()})


def _rebuild(given: dict[str, str], options: argparse.Namespace, heard: Progress) -> None:
    from fbss_analysis import project
    from fbss_analysis.building import planning
    from fbss_analysis.kernels import launching, staying

    planning.plan(given)  # what is wrong with the parameters is told before anything is started
    seconds = staying.seconds_by_default() if options.keep_warm is None else options.keep_warm
    stay = staying.stay(project.root(), seconds)
    with launching.launcher(cold=options.cold, stay=stay) as kernels:
        from fbss_analysis import reporting

        how = reporting.Options(jobs=options.jobs, force=options.force, timeout=options.timeout, progress=heard)
        reporting.report(given, through=kernels, options=how)


def _show(options: argparse.Namespace) -> None:
    from fbss_analysis import ladder_text

    print(ladder_text.show(options.claim_id))


def _list(options: argparse.Namespace) -> None:
    if options.what == "checks":
        from fbss_analysis.checks import registry

        lines = [f"{check.name:<14} {check.rung.value:<11} {check.question}" for check in registry().values()]
    elif options.what == "notebooks":
        from fbss_analysis.project import notebooks

        lines = [path.name for path in notebooks()]
    elif options.what == "claims":
        from fbss_analysis.corpus import sources

        lines = [f"{c.claim_id:<28} {c.mention.text:<12} {c.statement}" for s in sources().values() for c in s.claims]
    else:
        from fbss_analysis.corpus import studies

        lines = [f"{study.citekey:<24} {study.year or '':<5} {study.title}" for study in studies().values()]
    print("\n".join(lines))


def _sources(options: argparse.Namespace) -> int:
    from fbss_analysis import corpus

    if options.action == "add":
        if not options.files:
            raise UsageError("no file was named", "fbss sources add", "name the files of the original articles")
        for line in corpus.add_originals(options.files):
            print(line)
    elif options.action == "verify":
        for line in corpus.verify():
            print(line)
    else:
        for source in corpus.sources().values():
            here = "original present" if source.original else "original absent"
            print(f"{source.source_id:<12} {len(source.claims):>4} claims  {here:<17} {source.title}")
    return Exit.DONE


def _studies(options: argparse.Namespace) -> None:
    from fbss_analysis.corpus import studies
    from fbss_analysis.curated.csl import export_bibtex, export_csl

    if options.format == "bibtex":
        text = export_bibtex(studies().values())
    else:
        text = json.dumps(export_csl(studies().values()), ensure_ascii=False, indent=1) + "\n"
    put(text, options.output)


def _diff(options: argparse.Namespace) -> None:
    from fbss_analysis import difference

    old, new = (difference.read_build(path) for path in (options.old, options.new))
    tables = (difference.read_tables(path) for path in (options.old, options.new))
    found = list(difference.changes(old, new, *tables))
    if options.format == "html":
        text = difference.to_page(found, options.old.name, options.new.name, len(new))
    else:
        text = difference.to_text(found)
    put(text, options.output)


def _baseline(_: argparse.Namespace) -> None:
    from fbss_analysis.publishing.baseline import keep

    print("\n".join(keep()))


def _lab(_: argparse.Namespace) -> None:
    from fbss_analysis.corpus import root

    folder = str(root() / "notebooks")
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", f"--notebook-dir={folder}"])

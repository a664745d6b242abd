"""The commands that read documents: `fbss extract` and `fbss audit`, on a page or on a million.

A few documents give one list of records, in one of the formats, on standard output or in a file. A folder of any size
with `-o OUT` gives a folder of Parquet files, made in batches (`batches.folder`): OUT is taken for a folder where a
folder is among the PATHs, no --format is given, and OUT ends in none of `FILE_SUFFIXES`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis.errors import Exit, InputError, UsageError
from fbss_analysis.escapes import visible
from fbss_analysis.formats import FORMATS, write
from fbss_analysis.vocabulary import Verdict

if TYPE_CHECKING:
    from fbss_analysis.batches.folder import Tally
    from fbss_analysis.schema import Document

Done = tuple[Sequence[Any], Callable[[], str]]  # the records of a document, and what makes its HTML
FILE_SUFFIXES = frozenset({".txt", ".html", ".htm", ".parquet", *(f".{form}" for form in FORMATS)})
FOLDER_OF_PARTS = (
    "write to a file; to a folder of Parquet files, where PATH is a folder and OUT ends in no file's suffix"
)


def arguments(command: argparse.ArgumentParser, out: str = "write to a file instead of standard output") -> None:
    """The arguments of a command that reads documents and writes records."""
    command.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    command.add_argument("--format", choices=FORMATS, help="how to write records; a table where not said")
    command.add_argument("-o", dest="output", metavar="OUT", help=out)


def audit_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `fbss audit`."""
    arguments(command, FOLDER_OF_PARTS)
    command.add_argument(
        "--fail-on", choices=[v.value for v in Verdict], help="exit 1 where a finding has this verdict"
    )
    folder = command.add_argument_group("for a folder of any size, with -o OUT")
    folder.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at once")
    folder.add_argument("--scheduler", default="", metavar="ADDRESS", help="work on a Dask cluster: tcp://HOST:8786")
    folder.add_argument("--quiet", action="store_true", help="show no progress")


def extract(options: argparse.Namespace) -> int:
    """The quantities of every document."""
    from fbss_analysis import highlights
    from fbss_analysis.extraction import extract
    from fbss_analysis.schema import Mention

    def work(document: Document) -> Done:
        mentions = extract(document)
        return mentions, lambda: highlights.fragment(document, highlights.mention_marks(mentions), style=False)

    return _over_documents(options, Mention, work)[1]


def audit(options: argparse.Namespace) -> int:
    """The findings about every document."""
    if _gives_a_folder(options):
        return _audit_in_batches(options)
    if options.scheduler:
        todo = "name a folder of documents, and with -o OUT a folder for the result"
        raise UsageError("a cluster audits folders only", "--scheduler", todo)
    from fbss_analysis.pipeline import audit_document
    from fbss_analysis.schema import Finding

    def work(document: Document) -> Done:
        made = audit_document(document)
        return made.findings, lambda: made.to_html(style=False)

    found, status = _over_documents(options, Finding, work)
    hit = any(finding.verdict == options.fail_on for finding in found)
    return Exit.FOUND if hit and status == Exit.DONE else status


def _gives_a_folder(options: argparse.Namespace) -> bool:
    if options.output is None or options.format is not None or Path(options.output).suffix in FILE_SUFFIXES:
        return False
    return any(Path(path).is_dir() for path in options.paths)


def _audit_in_batches(options: argparse.Namespace) -> int:
    if options.jobs < 1:
        raise UsageError(f"--jobs must be at least 1, not {options.jobs}", "--jobs", "give a positive number")
    from fbss_analysis.batches import workers

    workers.warm(options.scheduler)  # imports on one core while this process does on the other
    from fbss_analysis.batches import folder
    from fbss_analysis.batches.gauge import gauge

    how = folder.Options(jobs=options.jobs, scheduler=options.scheduler, heard=gauge(quiet=options.quiet))
    tally = folder.audit_folder(options.paths, options.output, options=how)
    _tell(tally)
    if tally.quarantined:
        return Exit.INPUT
    return Exit.FOUND if tally.verdicts.get(options.fail_on) else Exit.DONE


def _tell(tally: Tally) -> None:
    """Each document that was set aside, up to a number, on standard error; then what was done."""
    for path, reason, message in tally.errors:
        print(visible(f"fbss: {path}: {message} [{reason}]"), file=sys.stderr)
    if left := tally.quarantined - len(tally.errors):
        print(f"fbss: and {left:,} more, all in {visible(str(tally.out / 'errors.parquet'))}", file=sys.stderr)
    print(f"{tally.read:,} documents read = {tally.audited:,} audited + {tally.quarantined:,} quarantined")
    if tally.kept:
        print(f"{tally.kept:,} of them kept from an earlier run")
    verdicts = ", ".join(f"{count:,} {verdict.replace('_', ' ')}" for verdict, count in tally.verdicts.items())
    print(f"{tally.findings:,} findings{': ' * bool(verdicts)}{verdicts}")
    print(visible(str(tally.out)))


def _over_documents(
    options: argparse.Namespace, kind: type, work: Callable[[Document], Done]
) -> tuple[list[Any], Exit]:
    """Do the work on every document that can be read, write all records, and say how it went."""
    from fbss_analysis.reading import documents
    from fbss_analysis.schema import Document

    _refuse_parquet_to_nowhere(options)
    found: list[Any] = []
    fragments: list[str] = []
    status = Exit.DONE
    for outcome in documents(options.paths):
        if isinstance(outcome, Document):
            records, fragment = work(outcome)
            found += records
            fragments += [fragment()] if options.format == "html" else []
        else:
            tell(outcome)
            status = Exit.INPUT
    _put_records(found, fragments, kind, options)
    return found, status


def _refuse_parquet_to_nowhere(options: argparse.Namespace) -> None:
    if options.format == "parquet":
        from fbss_analysis.parquet import arrow

        arrow()  # a missing library is told before the work is done
        if options.output is None:
            raise UsageError(
                "Parquet is no text for standard output", "--format parquet", "name a file: -o OUT.parquet"
            )


def _put_records(found: Sequence[Any], fragments: Sequence[str], kind: type, options: argparse.Namespace) -> None:
    if options.format == "parquet":
        from fbss_analysis.parquet import to_bytes

        put(to_bytes(found, kind), options.output)
    elif options.format == "html":
        from fbss_analysis.highlights import page

        put(page(f"fbss {options.command}", fragments), options.output)
    else:
        put(write(found, kind, options.format or "table"), options.output)


def tell(error: Exception) -> None:
    """An error on standard error, in its lines; a terminal obeys nothing in it."""
    print("\n".join(map(visible, f"fbss: {error}".split("\n"))), file=sys.stderr)


def put(content: str | bytes, output: str | None) -> None:
    """Write a result to a file, whole or not at all, or alone to standard output; an InputError on a full disk."""
    data = content.encode() if isinstance(content, str) else content
    try:
        if output is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        elif Path(output).exists() and not Path(output).is_file():
            Path(output).write_bytes(data)  # a pipe or a device
        else:
            _replace(Path(output), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        what = f"the output cannot be written: {error.strerror}"
        raise InputError(what, output or "standard output", "name another place") from None


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

"""The corpus: what is in data/raw, read and checked. Nothing else in the package reads that directory.

Sources are read strictly: a folder in which figure, digest and record disagree is worth nothing, so `sources` tells all
problems of all files at once and gives nothing. Studies are read as far as they go: an ill value is told in a warning
and left out. `verify` tells everything without raising. The hash of data/raw leaves the originals out, so that it, and
whatever is derived from data/raw, is the same with them and without.

Reference: Wilson G et al. Good enough practices in scientific computing. PLoS Comput Biol 2017;13:e1005510 (raw data
are read-only, and known by hash).
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from fbss_analysis.building.fingerprint import file_digest, raw_digest
from fbss_analysis.building.observation import note, observing, unguarded
from fbss_analysis.curated import doubles
from fbss_analysis.curated.bibliography import read_studies
from fbss_analysis.curated.cohorts import Cohort, read_cohorts
from fbss_analysis.curated.dossier import Folder, read_references, read_source
from fbss_analysis.curated.naming import names_elsewhere
from fbss_analysis.curated.originals import add_original, complaints, locate
from fbss_analysis.curated.records import Problems, suggestion
from fbss_analysis.project import RAW, root
from fbss_analysis.reading import read_bytes
from fbss_analysis.schema import InputError, Source, Study

__all__ = [
    "Corpus",
    "InputWarning",
    "add_originals",
    "locate",
    "raw_files",
    "raw_hash",
    "read_corpus",
    "root",
    "source",
    "sources",
    "studies",
    "verify",
]


COHORTS = (RAW / "cohorts.csv").as_posix()


class InputWarning(UserWarning):
    """A value that could not be read and was left out, or that another file of data/raw tells otherwise."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything in data/raw that could be read, and the problems of the rest."""

    sources: Mapping[str, Source]
    studies: Mapping[str, Study]
    source_problems: tuple[InputError, ...]
    study_problems: tuple[InputError, ...]


def read_corpus(project: Path | None = None) -> Corpus:
    """All sources and studies of a project (by default `root()`), with the problems of what could not be read."""
    project = root() if project is None else project
    with unguarded():
        seen = raw_digest(project)
        note("raw", RAW.as_posix(), "", seen)
        return _read_corpus(project, seen)


@lru_cache(maxsize=1)
def _read_corpus(project: Path, seen: str) -> Corpus:
    """Read what is there; what has been `seen` already, by the hash of all files, is not read again."""
    del seen
    of_studies, of_sources, twice = Problems(), Problems(), Problems()
    studies = read_studies(project / RAW / "studies", (RAW / "studies").as_posix(), of_studies)
    folders = _folders(project)
    lists = [read_references(folder, twice) for folder in folders]  # their problems are told below, with their source
    citekeys = {*studies, *(reference.citekey for references in lists for reference in references if reference.citekey)}
    found = [read_source(folder, citekeys, of_sources) for folder in folders]
    sources = {source.source_id: source for source in found if source}
    _check_across(sources, of_sources)
    cohorts = _cohorts(project, Problems()) if (project / COHORTS).exists() else ()  # `cohorts` tells their problems
    of_studies.found += doubles.problems(cohorts, studies, COHORTS)
    return Corpus(
        MappingProxyType(sources), MappingProxyType(studies), tuple(of_sources.found), tuple(of_studies.found)
    )


def _cohorts(project: Path, problems: Problems) -> tuple[Cohort, ...]:
    return read_cohorts(project / COHORTS, COHORTS, problems)


def sources() -> Mapping[str, Source]:
    """Every source by its id; one InputError lists all problems of all files."""
    corpus = read_corpus()
    Problems(list(corpus.source_problems)).raise_if_any()
    return corpus.sources


def source(source_id: str) -> Source:
    """The source with this id; an InputError suggests the nearest."""
    known = sources()
    if source_id not in known:
        raise InputError(
            f"there is no source {source_id!r}", "data/raw/sources", suggestion(source_id, known, "sources")
        )
    return known[source_id]


def studies() -> Mapping[str, Study]:
    """Every study by its citekey; what cannot be read, or stands otherwise in cohorts.csv, is told by InputWarning."""
    corpus = read_corpus()
    for problem in corpus.study_problems:
        warnings.warn(str(problem), InputWarning, stacklevel=2)
    return corpus.studies


def cohorts() -> tuple[Cohort, ...]:
    """The published cohorts; an InputError lists every cell that cannot be read."""
    problems = Problems()
    if observing():
        note("file", COHORTS, "", file_digest(root() / COHORTS))
    with unguarded():
        found = _cohorts(root(), problems)
    problems.raise_if_any()
    return found


def raw_hash() -> str:
    """The SHA-256 of data/raw without originals and hidden files, the same on every file system."""
    digest = hashlib.sha256()
    for name, seen in raw_files().items():
        digest.update(f"{seen}  {name}\n".encode())
    return digest.hexdigest()


def raw_files() -> dict[str, str]:
    """The SHA-256 of each file of data/raw, by its name in there, without originals and hidden files."""
    with unguarded():
        raw = root() / RAW
        files = {path.relative_to(raw).as_posix(): path for path in raw.rglob("*") if path.is_file()}
        return {
            name: hashlib.sha256(read_bytes(files[name])).hexdigest()
            for name in sorted(files)
            if not any(part.startswith((".", "original.")) for part in name.split("/"))
        }


def add_originals(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Put each file where its hash says and tell so; the good are added, then one InputError lists the refused."""
    project, refused = root(), Problems()
    known = read_corpus(project).sources
    added = []
    for path in paths:
        try:
            added.append(add_original(Path(path), os.fspath(path), known, project / RAW / "sources"))
        except InputError as error:
            refused.found.append(error)
    refused.raise_if_any("; ".join(added))
    return added


def verify() -> Iterator[str]:
    """Check hashes, places, anchors, ledgers: yields a line a source, then raises one InputError with what is wrong."""
    project = root()
    corpus = read_corpus(project)
    wrong = Problems([*corpus.source_problems, *corpus.study_problems])
    for source in corpus.sources.values():
        found = list(complaints(source, project / RAW / "sources" / source.source_id))
        wrong.found += found
        state = "with the original" if source.original else "without the original"
        verdict = f"{len(found)} problems" if found else "in order"
        yield f"{source.source_id}: {len(source.claims)} claims, {state}, {verdict}"
    wrong.raise_if_any()


def _check_across(sources: Mapping[str, Source], problems: Problems) -> None:
    """A name with a dot must be a claim or an exclusion of some source."""
    known = {
        name
        for source in sources.values()
        for name in (*(c.claim_id for c in source.claims), *(e.exclusion_id for e in source.exclusions))
    }
    for source in sources.values():
        for name, place in names_elsewhere(source):
            if name not in known:
                problems.add(f"{name!r} is a claim of no source", place, suggestion(name, known, "claims"))


def _folders(project: Path) -> list[Folder]:
    shown = RAW / "sources"
    paths = sorted(path for path in (project / shown).glob("*") if path.is_dir())
    return [Folder(path, (shown / path.name).as_posix()) for path in paths if not path.name.startswith((".", "_"))]

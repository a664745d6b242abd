"""A hundred random edits: after each the incremental build has the bytes of a build from nothing.

Edited are data (a claim's figure or statement, a published value, a cohort, a remark in any record), the library (a
rule, a template, a comment in any module), the lock, notebooks (prose, code, a new one, one less), parameters, and what
a build has left (a page, a table, a stored result, all lost or damaged); at times the last edit is taken back. The
project is a copy with a few sources and notebooks, so that a hundred builds from nothing take minutes; with --whole it
is all of it. Of ten builds from nothing one runs cold kernels and one kernels of a new warm parent; all others, and all
incremental ones, may find a parent that has stayed. The number of jobs changes from build to build. An edit that the
build refuses must be refused from nothing with the same words, and is taken back.

Stores one row an edit: what was edited, what ran, whether the bytes are the same. Where they are not the program stops
with status 1, and the two projects stay for a look.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

import results
from mutation.mutants import mutate

from fbss_analysis import corpus, project

SEED = 20261120
SOURCES = ("centeno", "pmir", "neurospine")
NOTEBOOKS = ("00_sources", "01_claims", "07_citations", "10_article")
LEFT = (".build", "reports", "data/derived")
STAYS = ("--keep-warm", "60")


@dataclass
class Bench:
    """A project and a library to edit, and the parameters of its builds."""

    folder: Path
    rng: random.Random
    given: dict[str, str] = field(default_factory=dict)
    undo: Callable[[], None] | None = None

    @property
    def project(self) -> Path:
        """The project that is edited."""
        return self.folder / "project"

    @property
    def library(self) -> Path:
        """The library that is edited."""
        return self.folder / "src" / "fbss_analysis"

    def build(self, place: Path, *more: str) -> tuple[int, str, list[str]]:
        """Run `fbss report`: its status, its error, and the steps that it ran."""
        env = {**os.environ, "PYTHONPATH": str(self.folder / "src"), project.ROOT_VARIABLE: str(place)}
        values = [text for name, value in self.given.items() for text in ("-p", f"{name}={value}")]
        command = [sys.executable, "-m", "fbss_analysis", "report", "--json-log", *values, *more]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"at"')]
        said = [line for line in done.stderr.splitlines() if not line.startswith('{"at"')]
        ran = [event["step"] for event in events if event["event"] == "started"]
        return done.returncode, "\n".join(said).replace(str(place), ""), ran

    def replace(self, path: Path, text: str | None) -> str:
        """Write a file, or remove it; it can be taken back."""
        old = path.read_text(encoding="utf-8") if path.exists() else None

        def back() -> None:
            path.unlink(missing_ok=True) if old is None else path.write_text(old, encoding="utf-8")

        self.undo = back
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        return path.relative_to(self.folder).as_posix()

    def substitute(self, path: Path, pattern: str, new: Callable[[re.Match[str]], str]) -> str:
        """Change one random match of a pattern in a file."""
        text = path.read_text(encoding="utf-8")
        match = self.rng.choice(list(re.finditer(pattern, text, re.MULTILINE)))
        return self.replace(path, text[: match.start()] + new(match) + text[match.end() :])


def figure(bench: Bench) -> str:
    """A claim's figure, in its record and its digest."""
    claims = [claim for source in corpus.read_corpus(bench.project).sources.values() for claim in source.claims]
    claim = bench.rng.choice(claims)
    folder = bench.project / "data" / "raw" / "sources" / claim.source_id
    old = {path: path.read_text(encoding="utf-8") for path in (folder / "claims.toml", folder / "digest.md")}
    bench.undo = lambda: [path.write_text(text, encoding="utf-8") for path, text in old.items()] and None
    return f"{claim.claim_id}: {claim.mention.text} to {mutate(claim)}"


def statement(bench: Bench) -> str:
    """A claim's statement."""
    path = bench.rng.choice(sorted((bench.project / "data/raw/sources").glob("*/claims.toml")))
    if "statement" not in path.read_text(encoding="utf-8"):
        return statement(bench)
    return bench.substitute(path, r'^statement = ".*"$', lambda m: m[0][:-1] + f' {bench.rng.randrange(9)}"')


def published(bench: Bench) -> str:
    """A published value."""
    paths = sorted((bench.project / "data/raw/studies").glob("*.toml"))
    path = bench.rng.choice([path for path in paths if re.search(r"(?m)^n = \d+$", path.read_text(encoding="utf-8"))])
    return bench.substitute(path, r"^n = (\d+)$", lambda m: f"n = {int(m[1]) + bench.rng.randrange(1, 9)}")


def cohort(bench: Bench) -> str:
    """The percentage of a cohort."""
    path = bench.project / "data/raw/cohorts.csv"
    return bench.substitute(path, r"(?<=,)(\d+\.\d)(?=,)", lambda m: f"{float(m[1]) + 0.1:.1f}")


def rule(bench: Bench) -> str:
    """A rule of the library: digits that are shown, claims that a word counts, a sentence."""
    tables, prose = bench.library / "tables.py", bench.library / "checks" / "recency.py"
    if bench.rng.random() < 0.5:
        return bench.substitute(tables, r"^STORED_DIGITS = (\d+)$", lambda m: f"STORED_DIGITS = {21 - int(m[1])}")
    return bench.substitute(prose, r'(?<=")[a-zA-Z]{4,}(?= )', lambda m: m[0].swapcase())


def template(bench: Bench) -> str:
    """A template or the style sheet."""
    path = bench.rng.choice(sorted((bench.library / "templates").glob("*.*")))
    note = f"/* {bench.rng.random()} */" if path.suffix == ".css" else f"<!-- {bench.rng.random()} -->"
    return bench.replace(path, path.read_text(encoding="utf-8") + note)


def comment(bench: Bench) -> str:
    """A comment in a module."""
    path = bench.rng.choice(sorted(bench.library.rglob("*.py")))
    return bench.replace(path, path.read_text(encoding="utf-8") + f"# {bench.rng.random()}\n")


def remark(bench: Bench) -> str:
    """A remark in a record of the data, which changes nothing but the hash of the data."""
    path = bench.rng.choice(sorted((bench.project / "data/raw").rglob("*.toml")))
    return bench.replace(path, path.read_text(encoding="utf-8") + f"# {bench.rng.random()}\n")


def lock(bench: Bench) -> str:
    """A remark in the lock, by which the environment is another."""
    path = bench.project / "requirements.lock"
    return bench.replace(path, path.read_text(encoding="utf-8") + f"# {bench.rng.random()}\n")


def _notebook(bench: Bench, kind: str, change: Callable[[str], str]) -> str:
    path = bench.rng.choice(sorted((bench.project / "notebooks").glob("[0-9]*.ipynb")))
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = bench.rng.choice([cell for cell in notebook["cells"] if cell["cell_type"] == kind])
    cell["source"] = change("".join(cell["source"]))
    return bench.replace(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def prose(bench: Bench) -> str:
    """The prose of a notebook."""
    return _notebook(bench, "markdown", lambda text: f"{text}\n\nAdded in edit {bench.rng.randrange(1000)}.")


def code(bench: Bench) -> str:
    """The code of a notebook."""
    return _notebook(bench, "code", lambda text: f"{text}\n# {bench.rng.randrange(1000)}")


def more(bench: Bench) -> str:
    """A new notebook."""
    path = bench.rng.choice(sorted((bench.project / "notebooks").glob("[0-9]*.ipynb")))
    number = bench.rng.randrange(20, 99)
    return bench.replace(path.with_name(f"{number}_added.ipynb"), path.read_text(encoding="utf-8"))


def less(bench: Bench) -> str:
    """One notebook less, of those that were added."""
    added = sorted((bench.project / "notebooks").glob("*_added.ipynb"))
    return bench.replace(bench.rng.choice(added), None) if added else more(bench)


def parameter(bench: Bench) -> str:
    """Other parameters."""
    old, choice = dict(bench.given), {"source": bench.rng.choice(SOURCES), "all_dates": "true"}
    bench.given = {name: choice[name] for name in bench.rng.sample(sorted(choice), bench.rng.randrange(3))}
    bench.undo = lambda: setattr(bench, "given", old)
    return " ".join(f"{name}={value}" for name, value in bench.given.items()) or "the defaults"


def left(bench: Bench) -> str:
    """Something that a build has left: lost or damaged."""
    folder = bench.project / bench.rng.choice(("reports", "data/derived", ".build/objects", ".build/steps"))
    path = bench.rng.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
    path.unlink() if bench.rng.random() < 0.5 else path.write_bytes(b"damaged")
    bench.undo = None
    kept = path.relative_to(bench.project)
    return (kept.parent if kept.parts[0] == ".build" else kept).as_posix()  # stored results are named after their hash


EDITS: dict[str, Callable[[Bench], str]] = {
    "figure": figure, "statement": statement, "published value": published, "cohort": cohort, "rule": rule,
    "template": template, "comment": comment, "remark": remark, "lock": lock, "prose": prose, "code": code,
    "new notebook": more, "notebook less": less, "parameter": parameter, "what was built": left,
}  # fmt: skip


def prepare(folder: Path, whole: bool, rng: random.Random) -> Bench:
    """A copy of project and library in an empty folder."""
    here = project.root()
    for name in ("data/raw", "notebooks", "benchmarks"):
        shutil.copytree(here / name, folder / "project" / name, ignore=shutil.ignore_patterns("original.*"))
    for name in ("pyproject.toml", "requirements.lock", "CITATION.cff"):
        if (here / name).exists():
            shutil.copy(here / name, folder / "project")
    shutil.copytree(Path(project.__file__).parent, folder / "src" / "fbss_analysis")
    if not whole:
        for path in (folder / "project" / "notebooks").glob("*.ipynb"):
            path.unlink() if path.stem not in NOTEBOOKS else None
        for path in (folder / "project" / "data/raw/sources").iterdir():
            shutil.rmtree(path) if path.is_dir() and path.name not in SOURCES else None
    return Bench(folder, rng)


def outputs(place: Path) -> dict[str, bytes]:
    """All that a build writes for people."""
    files = (path for name in LEFT[1:] for path in (place / name).rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def from_nothing(bench: Bench, number: int) -> tuple[int, str, dict[str, bytes]]:
    """Status, error and outputs of a build of a fresh copy."""
    place = bench.folder / "fresh"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(bench.project, place, ignore=lambda at, names: [n for n in names if _is_left(bench, at, n)])
    kernels = {0: ("--cold",), 5: ("--keep-warm", "0")}.get(number % 10, STAYS)
    status, error, _ = bench.build(place, "--jobs", str(1 + number % 4), *kernels)
    return status, error, outputs(place)


def _is_left(bench: Bench, at: str, name: str) -> bool:
    return Path(at, name).relative_to(bench.project).as_posix() in LEFT


def one_edit(bench: Bench, number: int) -> results.Row:
    """Edit, build, build from nothing, compare."""
    if bench.undo and bench.rng.random() < 0.1:
        kind, what, undo = "taken back", "the last edit", bench.undo
        bench.undo = None
        undo()
    else:
        kind = bench.rng.choice(list(EDITS))
        what = EDITS[kind](bench)
    status, error, ran = bench.build(bench.project, *STAYS)
    fresh_status, fresh_error, fresh = from_nothing(bench, number)
    if status or fresh_status:
        alike = (status, error) == (fresh_status, fresh_error)
        if bench.undo:
            bench.undo()
            bench.undo = None
    else:
        alike = outputs(bench.project) == fresh
    said = {"edit": number, "kind": kind, "what": what, "ran": " ".join(sorted(ran))}
    return said | {"refused": "yes" if status else "no", "same_bytes": "yes" if alike else "no"}


def main() -> int:
    """Make all edits, store what became of them, and say how many held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--whole", action="store_true", help="edit the whole project, not the small copy of it")
    parser.add_argument("--out", type=Path, default=results.FOLDER, help="the folder for the table")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="edits-"))
    bench = prepare(folder, options.whole, random.Random(options.seed))
    os.environ[project.ROOT_VARIABLE] = str(bench.project)
    rows: list[results.Row] = []
    status, error, _ = bench.build(bench.project, *STAYS)
    assert not status, error
    for number in range(1, options.edits + 1):
        rows.append({"seed": options.seed, **one_edit(bench, number)})
        results.write("edits", rows, options.out)
        print(" | ".join(map(str, rows[-1].values())), flush=True)
        if rows[-1]["same_bytes"] == "no":
            print(f"the bytes differ: compare {folder}/project with {folder}/fresh")
            return 1
    print(f"{len(rows)} edits: every incremental build has the bytes of a build from nothing")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""No change goes unnoticed, file by file; and a cache key, or a swap, that is made worse on purpose is found out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from project import files_of, make_project, write_notebook

from fbss_analysis import project as places
from fbss_analysis import reporting
from fbss_analysis.building import files, fingerprint
from fbss_analysis.building.memory import Memory
from fbss_analysis.building.planning import Run, plan
from fbss_analysis.building.progress import Progress
from fbss_analysis.kernels.launching import Launcher, launcher

LIBRARY = Path(places.__file__).parent
IMPORT = "import fbss_analysis as fbss"
PLAIN = ["level = 0.95  # confidence level", IMPORT, 'fbss.say("{x}", x=level)']
READS = {
    "02_plain": PLAIN,
    "03_file": ['name = "notes"  # a file', "print(open(f'../data/raw/{name}.txt').read())"],
    "05_claims": [
        'outcome = ""  # one outcome',
        IMPORT,
        'fbss.Table(fbss.derived("claims")[["claim_id", "statement"]])',
    ],
    "06_cohorts": ['family = ""  # a family of outcomes', IMPORT, 'fbss.Table(fbss.derived("pool_members"))'],
    "07_pmir": ['source = "pmir"  # an article', IMPORT, 'fbss.Table(fbss.derived("claims", source=source))'],
    "08_studies": ['study = "jung2020"  # a study', IMPORT, 'fbss.Table(fbss.derived("studies", citekey=study))'],
}
EVERYTHING = {"tables", *READS}


class Ran(Progress):
    """Remembers which steps ran."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: set[str] = set()

    def show(self, event: str, step: str, _: object) -> None:
        if event == "started":
            self.steps.add(step)


@pytest.fixture(scope="module")
def kernels() -> Iterator[Launcher]:
    with launcher(cold=False) as started:
        yield started


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose chapters read everything that there is to read, and a library to edit (only to be hashed)."""
    made = make_project(tmp_path / "project")
    for name, cells in READS.items():
        write_notebook(made / "notebooks" / f"{name}.ipynb", cells)
    (made / "data" / "raw" / "notes.txt").write_text("one", encoding="utf-8")
    (made / "requirements.lock").write_text("one\n", encoding="utf-8")
    shutil.copytree(LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("FBSS_ROOT", str(made))
    monkeypatch.setattr(fingerprint, "library_digest", lambda: fingerprint.tree_digest(tmp_path / "library"))
    return made


def build(kernels: Launcher, given: dict[str, str] | None = None) -> set[str]:
    """Build, and say which steps ran."""
    ran = Ran()
    reporting.report(given or {}, through=kernels, options=reporting.Options(jobs=2, timeout=60, progress=ran))
    return ran.steps


def substitute(path: Path, pattern: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, new, text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a claim's statement": (
        lambda p: substitute(p / "data/raw/sources/pmir/claims.toml", r'^statement = "', 'statement = "Here '),
        {"tables", "05_claims", "07_pmir"},
    ),
    "a study's record": (
        lambda p: substitute(p / "data/raw/studies/jung2020.toml", r'^title = "', 'title = "A '),
        {"tables", "08_studies"},
    ),
    "a cohort": (
        lambda p: substitute(p / "data/raw/cohorts.csv", r",(\d+)\.(\d),", r",\1.0\2,"),
        {"tables", "06_cohorts"},
    ),
    "a remark in a record": (lambda p: append(p / "data/raw/sources/darrow/references.toml", "# a\n"), {"tables"}),
    "a file that a cell opens": (lambda p: append(p / "data/raw/notes.txt", "two"), {"tables", "03_file"}),
    "a notebook": (
        lambda p: write_notebook(p / "notebooks/02_plain.ipynb", [*PLAIN[:-1], "fbss.say('more')"]),
        {"02_plain"},
    ),
    "how to cite": (lambda p: append(p / "CITATION.cff", "title: Another\nauthors: []\n"), {"tables"}),
    "the lock": (lambda p: append(p / "requirements.lock", "two\n"), EVERYTHING),
    "a check": (lambda p: append(p.parent / "library/checks/grim.py", "# a\n"), EVERYTHING),
    "a template": (lambda p: append(p.parent / "library/templates/chapter.html.j2", "<!-- -->"), EVERYTHING),
}


def unnoticed(kernels: Launcher, project: Path, what: str) -> set[str]:
    """The steps that depend on something and did not run again when it was changed."""
    change, expected = CHANGES[what]
    change(project)
    return expected - build(kernels)


def test_what_depends_on_a_file_runs_again_when_the_file_changes(kernels: Launcher, project: Path) -> None:
    assert build(kernels) == EVERYTHING
    for what in CHANGES:
        assert not unnoticed(kernels, project, what), what
    assert build(kernels) == set()
    assert build(kernels, {"level": "0.9"}) == {"02_plain"}


def test_no_file_is_left_out_of_what_tells_that_nothing_has_changed(kernels: Launcher, project: Path) -> None:
    """Every file of data and notebooks, and one in seven of the library; longer and lost."""
    build(kernels)
    memory, library = Memory(project / ".build"), sorted(fingerprint.listing(project.parent / "library"))
    assert memory.unchanged({})
    ours = [path for path in fingerprint.listing(project) if path.name not in ("pyproject.toml", "README.md")]
    for number, path in enumerate([*ours, *library[::7]]):
        before = path.read_bytes()
        path.write_bytes(before + b" ") if number % 2 else path.unlink()
        assert not memory.unchanged({}), path
        path.write_bytes(before)
    assert memory.unchanged({})


def test_the_order_of_parameters_makes_no_difference(project: Path) -> None:
    """It would be in the bytes of the notebook (and in the names of a sweep's pages) but not in the key."""
    write_notebook(project / "notebooks" / "02_plain.ipynb", ['level = 0.95  # a\nmethod = "wilson"  # b', *PLAIN[1:]])
    given = {"level": "0.9,0.95", "method": "wilson,jeffreys"}
    one, other = (
        [(run.name, list(run.values.items()), run.title) for run in plan(dict(pairs))]
        for pairs in (given.items(), reversed(given.items()))
    )
    assert one == other


def without(self: reporting.Build, left_out: str) -> dict[str, str]:
    shared = {
        "the library": fingerprint.library_digest(),
        "the environment": fingerprint.environment_digest(self.project),
    }
    return {name: seen for name, seen in shared.items() if name != left_out}


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("the library left out of the key", "a check"),
        ("the environment left out of the key", "the lock"),
        ("the notebook left out of the key", "a notebook"),
        ("observed files left out of the trace", "a file that a cell opens"),
        ("observed tables left out of the trace", "a claim's statement"),
        ("data left out of the trace", "a study's record"),
    ],
)
def test_a_key_that_leaves_something_out_is_found_out(
    kernels: Launcher, project: Path, monkeypatch: pytest.MonkeyPatch, fault: str, what: str
) -> None:
    """The proof of the proof: with a fault planted, what the tests above ask is answered otherwise."""
    for name in READS.keys() - CHANGES[what][1] - {"02_plain"}:
        (project / "notebooks" / f"{name}.ipynb").unlink()
    with monkeypatch.context() as patch:
        left_out = fault.partition(" left")[0]
        if left_out in ("the library", "the environment"):
            patch.setattr(reporting.Build, "shared", property(lambda self: without(self, left_out)))
        elif left_out == "the notebook":
            patch.setattr(Run, "components", lambda _: {})
        else:
            kind = {"observed files": "file", "observed tables": "table", "data": "raw"}[left_out]
            real = reporting.read_notes
            forgetful = lambda path: tuple(seen for seen in real(path) if seen.kind != kind)  # noqa: E731
            patch.setattr(reporting, "read_notes", forgetful)
            patch.setattr("fbss_analysis.building.deriving.read_notes", forgetful)
        build(kernels)
        assert unnoticed(kernels, project, what), "the planted fault made no difference"


def name_of(descriptor: int) -> str:
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What is forced to the disk and what is renamed, in order: (fsync or rename, the path as it was then)."""
    told: list[tuple[str, str]] = []
    sync, rename, exchange = os.fsync, Path.replace, files._exchange

    def note_sync(descriptor: int) -> None:
        told.append(("fsync", name_of(descriptor)))
        sync(descriptor)

    def note_rename(self: Path, target: Path) -> Path:
        told.append(("rename", str(self)))
        return rename(self, target)

    def note_exchange(one: Path, other: Path) -> bool:
        told.append(("rename", str(one)))
        return exchange(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", note_sync)
        patch.setattr(Path, "replace", note_rename)
        patch.setattr(files, "_exchange", note_exchange)
        yield told


def left_to_chance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a power cut could lose: new files, or renames, that nothing forces to the disk in time."""
    place = folder / "reports"
    files.replace_folder(place, {"a.txt": "old", "sub/b.txt": "old"}, "README.md")
    with recorded(monkeypatch) as told:
        files.replace_folder(place, {"a.txt": "new", "sub/b.txt": "new"}, "README.md")
        files.replace_file(folder / "one.txt", "new")
    beside = folder / ".reports.new"
    wanted = {
        str(beside): [beside / "a.txt", beside / "sub/b.txt", beside / "sub", beside],
        str(folder / ".one.txt.new"): [folder / ".one.txt.new"],
    }
    missing = []
    for renamed, before in wanted.items():
        moment = told.index(("rename", renamed))
        missing += [str(path) for path in before if ("fsync", str(path)) not in told[:moment]]
        missing += [] if ("fsync", str(folder)) in told[moment:] else [f"the rename of {renamed}"]
    return missing


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only /proc tells which file is forced")


@needs_proc
def test_all_is_forced_to_the_disk_before_the_swap_and_the_swap_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert left_to_chance(tmp_path, monkeypatch) == []
    assert files_of(tmp_path / "reports") == {"a.txt": b"new", "sub/b.txt": b"new"}


@needs_proc
@pytest.mark.parametrize("fault", ["files are not forced", "folders are not forced", "nothing is forced"])
def test_a_swap_without_fsync_is_found_out(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault != "folders are not forced":
        monkeypatch.setattr(files, "_write", lambda path, content: path.write_text(content, encoding="utf-8"))
    if fault != "files are not forced":
        monkeypatch.setattr(files, "sync_folder", lambda _: None)
    assert left_to_chance(tmp_path, monkeypatch)

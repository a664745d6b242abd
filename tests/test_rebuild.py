"""Rebuilding: the bytes of a rebuild from nothing, never fewer runs than needed, and nothing lost on the way."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_markdown_cell
from project import ROOT, files_of, make_project, write_notebook

import fbss_analysis as fbss
from fbss_analysis import reporting
from fbss_analysis.building import composing, files, fingerprint, lock
from fbss_analysis.building.memory import Memory
from fbss_analysis.building.observation import VARIABLE, read_notes
from fbss_analysis.building.planning import source_ids
from fbss_analysis.building.progress import JsonLog, Progress
from fbss_analysis.building.remembering import Watched, remembering
from fbss_analysis.cli import Exit, main
from fbss_analysis.errors import FbssError, InputError, UsageError
from fbss_analysis.kernel import execute
from fbss_analysis.kernels.launching import Launcher, launcher

IMPORT = "import fbss_analysis as fbss"
PLAIN = ["level = 0.95  # confidence level", IMPORT, 'fbss.say("{x}", x=level)']
CLAIMS = ['outcome = ""  # one outcome', IMPORT, 'fbss.Table(fbss.derived("claims")[["claim_id", "reported"]])']
ARTICLE = [
    'document = "darrow"  # source_id',
    IMPORT,
    'fbss.Table(fbss.derived("claims", source=document)[["claim_id", "reported", "overall"]])',
]
CHOICE = [
    'level = 0.95  # confidence level\nmethod = "wilson"  # interval',
    IMPORT,
    'low = fbss.proportion(112, 500, method=method, level=level).ci_low\nfbss.say("from {a:.4f} on", a=low)',
    'fbss.say("{v}", v="consistent" if level > 0.9 else "inconsistent")',
    'fbss.say("always the same")',
]


class Heard(Progress):
    """Remembers which steps ran, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: set[str] = set()
        self.why: dict[str, str] = {}

    def show(self, event: str, step: str, more: object) -> None:
        if event == "started":
            self.ran.add(step)
        if event == "reason":
            self.why[step] = more["why"]  # type: ignore[index]


@pytest.fixture(scope="module")
def kernels() -> Iterator[Launcher]:
    with launcher(cold=False) as started:
        yield started


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_project(tmp_path / "project", n02_plain=PLAIN, n05_claims=CLAIMS)
    monkeypatch.setenv("FBSS_ROOT", str(made))
    return made


def build(kernels: Launcher, given: dict[str, str] | None = None, jobs: int = 2, force: bool = False) -> Heard:
    heard = Heard()
    options = reporting.Options(jobs=jobs, force=force, timeout=60, progress=heard)
    reporting.report(given or {}, through=kernels, options=options)
    return heard


def outputs(project: Path) -> dict[str, bytes]:
    return files_of(project / "reports") | {
        f"derived/{k}": v for k, v in files_of(project / "data" / "derived").items()
    }


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def claims_file(project: Path, source: str = "darrow") -> Path:
    return project / "data" / "raw" / "sources" / source / "claims.toml"


def change_a_statement(project: Path, source: str, mark: str = "!") -> None:
    path = claims_file(project, source)
    found = re.search(r'^statement = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    change(path, found[1], f"{found[1]}{mark}")


def test_only_what_read_a_changed_claim_runs_again(kernels: Launcher, project: Path) -> None:
    write_notebook(project / "notebooks" / "10_article.ipynb", ARTICLE)
    articles = {f"10_article-{name}" for name in source_ids()}
    everything = {"tables", "02_plain", "05_claims", *articles}
    assert build(kernels).ran == everything
    assert build(kernels).ran == set()
    change_a_statement(project, "pmir")
    heard = build(kernels)
    assert heard.ran == {"tables", "05_claims", "10_article-pmir"}
    assert heard.why["run-10_article-pmir"] == "table claims (pmir) changed"
    assert heard.why["run-10_article-darrow"] == "nothing that it reads has changed"
    assert build(kernels, {"level": "0.9"}).ran == {"02_plain"}
    assert build(kernels).ran == set(), "an earlier state is remembered"
    assert build(kernels, force=True).ran == everything


def test_every_edit_gives_the_bytes_of_a_rebuild_from_nothing(kernels: Launcher, project: Path) -> None:
    rng = random.Random(20261120)
    notebooks = project / "notebooks"

    def prose() -> None:
        change(notebooks / "05_claims.ipynb", "# Chapter", f"# Chapter {rng.random():.3f}")

    def code() -> None:
        cells = [*PLAIN[:2], f'fbss.say("{{x}}", x=level * {rng.randrange(9)})']
        write_notebook(notebooks / "02_plain.ipynb", cells)

    def new_notebook() -> None:
        write_notebook(notebooks / f"0{rng.randrange(3, 5)}_new.ipynb", CLAIMS)

    def lost_page() -> None:
        (project / "reports" / "02_plain.html").unlink(missing_ok=True)

    def lost_table() -> None:
        (project / "data" / "derived" / "claims.csv").write_text("", encoding="utf-8")

    def damaged_store() -> None:
        rng.choice(sorted((project / ".build" / "objects").iterdir())).write_text("damaged", encoding="utf-8")

    def claim() -> None:
        change_a_statement(project, rng.choice(["darrow", "pmir"]), str(rng.randrange(10)))

    edits: list[Callable[[], None]] = [prose, code, new_notebook, lost_page, lost_table, damaged_store, claim]
    given: dict[str, str] = {}
    build(kernels)
    for edit in rng.sample(edits, len(edits)):
        edit()
        given = {"level": str(rng.choice([0.5, 0.9]))} if rng.random() < 0.4 else {}
        build(kernels, given)
    incremental = outputs(project)
    for name in (".build", "reports"):
        shutil.rmtree(project / name)
    build(kernels, given, jobs=4)
    assert outputs(project) == incremental


def test_only_the_rows_and_columns_that_were_selected_count_as_read(kernels: Launcher, project: Path) -> None:
    def reads(selected: str) -> list[str]:
        return [PLAIN[0], IMPORT, f'fbss.Table(fbss.derived("claims", {selected}))']

    some = {
        "03_ids": 'claim_id=["darrow.cases"]',
        "04_names": 'columns=["claim_id", "cites"]',
        "06_other": 'source="darrow", cites="jung2020"',
    }
    for name, selected in some.items():
        write_notebook(project / "notebooks" / f"{name}.ipynb", reads(selected))
    build(kernels)
    path = claims_file(project)
    text = path.read_text(encoding="utf-8")
    place = text.index("statement", text.index('name = "cases"'))
    path.write_text(text[:place] + text[place:].replace('"\n', '!"\n', 1), encoding="utf-8")
    heard = build(kernels)
    assert heard.ran == {"tables", "05_claims", "03_ids"}
    assert heard.why["run-03_ids"] == "table claims (claim_id darrow.cases) changed"


def test_a_change_of_prose_runs_nothing_again(kernels: Launcher, project: Path) -> None:
    path = project / "notebooks" / "02_plain.ipynb"
    write_notebook(path, [*PLAIN, *PLAIN[2:]])
    build(kernels, {"level": "0.9"})
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += ", renamed"
    notebook.cells.insert(3, new_markdown_cell("A formula, $x^2$.", id="added", metadata={"editable": False}))
    nbformat.write(notebook, path)
    heard = build(kernels, {"level": "0.9"})
    assert heard.ran == {"tables"}, "the title is on the first page"
    assert build(kernels, {"level": "0.9"}).ran == set()
    page = (project / "reports" / "02_plain.html").read_text(encoding="utf-8")
    assert "renamed" in page
    assert "<math" in page
    incremental = outputs(project)
    for name in (".build", "reports"):
        shutil.rmtree(project / name)
    build(kernels, {"level": "0.9"})
    assert outputs(project) == incremental


def test_the_library_and_the_environment_are_in_every_key(
    kernels: Launcher, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(kernels)
    for name, why in (("library_digest", "the library changed"), ("environment_digest", "the environment changed")):
        with monkeypatch.context() as patch:
            patch.setattr(fingerprint, name, lambda *_: "another")
            memory = Memory(project / ".build")
            assert not memory.unchanged({})
            fresh = reporting.Build(kernels, reporting.Options())
            for step in ("tables", "run-02_plain"):
                found, told = memory.recall(step, fresh.shared | {"the notebook": "", "a parameter": ""}, fresh.now)
                assert found is None
                assert why in told


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("from pathlib import Path\nPath('{outside}').read_text()", "from outside the project's data"),
        ("import os\nos.close(os.open('{outside}', os.O_RDONLY))", "from outside the project's data"),
        ("import pandas as pd\npd.read_csv('{outside}')", "from outside the project's data"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9), 1)", "asks the network"),
        ("import subprocess\nsubprocess.run(['cat', '{outside}'])", "starts a program"),
        ("import os\nos.system('cat {outside}')", "starts a program"),
        ("import sqlite3\nsqlite3.connect('{outside}')", "from outside the project's data"),
        ("open('../data/derived/claims.csv', 'a')", "writes into the project"),
    ],
)
def test_a_read_behind_the_librarys_back_is_an_error_of_its_cell(
    kernels: Launcher, project: Path, tmp_path: Path, cell: str, says: str, cold: bool
) -> None:
    if cold and "Path" not in cell:
        pytest.skip("one is enough: the guard is the same")
    outside, path = tmp_path / "outside.csv", project / "notebooks" / "02_plain.ipynb"
    outside.write_text("a\n1\n", encoding="utf-8")
    write_notebook(path, [PLAIN[0], cell.replace("{outside}", str(outside))])
    observed = {VARIABLE: str(tmp_path / "notes")}
    with pytest.raises(FbssError, match=says) as told:
        execute(path, {}, tmp_path, through=None if cold else kernels, variables=observed)
    assert told.value.where.startswith("02_plain.ipynb, cell 3")


def test_what_everybody_needs_is_free(kernels: Launcher, project: Path, tmp_path: Path) -> None:
    cells = [
        "import json, tempfile, zoneinfo\nzoneinfo.ZoneInfo('Europe/Berlin')",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('x');",
        "import statsmodels.api, scipy.optimize, platform\nplatform.platform()",
        "with tempfile.NamedTemporaryFile('w+') as file:\n    file.write('x')\n    open(file.name).read()",
    ]
    write_notebook(project / "notebooks" / "02_plain.ipynb", [PLAIN[0], *cells])
    path, notes = project / "notebooks" / "02_plain.ipynb", tmp_path / "notes"
    for through in (kernels, None):
        execute(path, {}, tmp_path, through=through, variables={VARIABLE: str(notes)})
    assert not notes.exists(), "nothing of the project's data was read"


def test_a_data_file_that_a_cell_opens_itself_is_observed(kernels: Launcher, project: Path) -> None:
    path = project / "data" / "raw" / "notes.txt"
    path.write_text("one", encoding="utf-8")
    write_notebook(project / "notebooks" / "02_plain.ipynb", [PLAIN[0], "print(open('../data/raw/notes.txt').read())"])
    build(kernels)
    path.write_text("two", encoding="utf-8")
    heard = build(kernels)
    assert heard.ran == {"tables", "02_plain"}
    assert heard.why["run-02_plain"] == "data/raw/notes.txt changed"


def test_chapters_that_cannot_be_rendered_are_told(
    kernels: Launcher, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(composing.Composing(kernels, project)) as made:
        with pytest.raises(FbssError, match=r"(?s)could not be rendered \(status 1\).*see its messages"):
            made.render("this is no notebook")
        notebook = (project / "notebooks" / "02_plain.ipynb").read_text(encoding="utf-8")
        assert "Chapter 02_plain" in made.render(notebook), "another process is started"
    monkeypatch.setattr(composing, "MODULE", "this")  # it ends before it has asked for anything
    with (
        closing(composing.Composing(kernels, project)) as made,
        pytest.raises(FbssError, match=r"could not be rendered \(status 0\)"),
    ):
        made.start()


def test_a_file_that_only_a_page_reads_is_not_forgotten(kernels: Launcher, project: Path) -> None:
    build(kernels)
    memory = Memory(project / ".build")
    assert memory.unchanged({})
    (project / "CITATION.cff").write_text("title: Another\nauthors: []\n", encoding="utf-8")
    assert not memory.unchanged({}), "it is neither data nor notebook, yet a page tells how to cite"
    (project / "CITATION.cff").unlink()
    assert memory.unchanged({})


def test_a_failing_cell_leaves_the_report_and_keeps_what_the_others_gave(
    kernels: Launcher, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(kernels)
    before = files_of(project / "reports")
    write_notebook(project / "notebooks" / "02_plain.ipynb", [PLAIN[0], "1 / 0"])
    write_notebook(project / "notebooks" / "03_more.ipynb", CLAIMS)
    assert main(["report", "--quiet"]) == Exit.INTERNAL
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "02_plain.ipynb, cell 3" in told
    assert str(project / ".build" / "failed" / "02_plain.ipynb") in told
    assert files_of(project / "reports") == before
    write_notebook(project / "notebooks" / "02_plain.ipynb", PLAIN)
    heard = build(kernels)
    assert "03_more" not in heard.ran, "it ran while the other failed"
    assert "02_plain" not in heard.ran, "its earlier state is remembered"


READ = f'{IMPORT}\nclaims = fbss.derived("claims")'


@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ([READ, "for row in claims.itertuples():\n    1 / (row.claim_id != 'x' + 'y') / (row.Index < 4)"], "row"),
        ([READ, "claims.set_index('claim_id').loc['darrow.cases', 'nothing']"], "claim darrow.cases"),
        ([READ, "claims.set_index('claim_id').loc[late, 'nothing']"], "claim darrow.fbss_12m"),
        ([f'{IMPORT}\nsome = fbss.derived("claims", cites="mancuso2017", columns=["value"])', "1 / 0"], "and 4 more"),
        ([READ, "1 / 0"], ""),
    ],
    ids=["held by a variable", "named in the cell", "given by a parameter", "selected last", "none"],
)
def test_a_failing_cell_names_its_claim(
    kernels: Launcher, project: Path, tmp_path: Path, cells: list[str], about: str
) -> None:
    shutil.copytree(ROOT / "data" / "derived", project / "data" / "derived")
    path = project / "notebooks" / "02_plain.ipynb"
    write_notebook(path, ['late = "darrow.fbss_12m"  # a claim', *cells])
    with pytest.raises(FbssError) as told:
        execute(path, {}, tmp_path, through=kernels, variables={VARIABLE: str(tmp_path / "notes")})
    fifth = (project / "data" / "derived" / "claims.csv").read_text(encoding="utf-8").split("\n")[5].partition(",")[0]
    expected = f"claim {fifth}" if about == "row" else about
    assert told.value.where.startswith("02_plain.ipynb, cell 4")
    assert told.value.where.endswith(expected or "cell 4")
    assert "Traceback" in (tmp_path / "02_plain.ipynb").read_text(encoding="utf-8")


def test_a_sweep_shows_what_depends_on_the_choice(kernels: Launcher, project: Path) -> None:
    write_notebook(project / "notebooks" / "03_choice.ipynb", CHOICE)
    heard = build(kernels, {"level": "0.9,0.95", "method": "wilson,jeffreys"})
    assert {f"03_choice-level={a}-method={b}" for a in ("0.9", "0.95") for b in ("wilson", "jeffreys")} <= heard.ran
    assert {"02_plain-level=0.9", "02_plain-level=0.95", "05_claims"} <= heard.ran
    page = (project / "reports" / "sweep.html").read_text(encoding="utf-8")
    assert "A verdict depends on the choice" in page
    assert "level 0.9, method wilson; level 0.9, method jeffreys" in page
    assert "always the same" not in page
    section = page[page.index("Chapter 03_choice") :]
    assert section.index("A verdict depends") < section.index("Numbers depend")
    assert 'href="sweep.html"' in (project / "reports" / "index.html").read_text(encoding="utf-8")
    build(kernels)
    assert not (project / "reports" / "sweep.html").exists()


def run_fbss(project: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {**os.environ, "FBSS_ROOT": str(project)}
    command = [sys.executable, "-m", "fbss_analysis", "report", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_at_any_moment_the_report_is_the_old_one_or_the_new_one(kernels: Launcher, project: Path) -> None:
    build(kernels)
    old = files_of(project / "reports")
    write_notebook(project / "notebooks" / "02_plain.ipynb", [*PLAIN, "fbss.say('new')"])
    for seconds in (0.3, 1.5, 2.5, 3.5):
        running = run_fbss(project, "--quiet")
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.communicate()
        assert files_of(project / "reports") == old or b"new" in files_of(project / "reports")["02_plain.html"]
    build(kernels)
    new = outputs(project)
    for name in (".build", "reports"):
        shutil.rmtree(project / name)
    build(kernels)
    assert outputs(project) == new


@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace", "fbss_analysis.building.files._swap"])
def test_a_write_that_fails_leaves_what_was_there(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "reports"
    files.replace_folder(folder, {"a/b.txt": "old", "c.txt": "old"}, "README.md")
    files.replace_file(tmp_path / "one.txt", "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(moment, full)
        if moment != "pathlib.Path.replace":
            with pytest.raises(FbssError, match=r"(?s)No space left.*free some space"):
                files.replace_folder(folder, {"a/b.txt": "new"}, "README.md")
        if "files" not in moment:
            with pytest.raises(FbssError, match=r"(?s)No space left.*one\.txt.*untouched"):
                files.replace_file(tmp_path / "one.txt", "new")
    assert files_of(folder) == {"a/b.txt": b"old", "c.txt": b"old"}
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "old"
    files.replace_folder(folder, {"a/b.txt": "new"}, "README.md")
    assert files_of(tmp_path) == {"reports/a/b.txt": b"new", "one.txt": b"old", ".one.txt.new": b"new"} or files_of(
        tmp_path
    ) == {"reports/a/b.txt": b"new", "one.txt": b"old"}


@pytest.mark.parametrize("place", ["tempfile.mkdtemp", "fbss_analysis.building.files._write"])
def test_a_full_disk_is_told_in_three_parts(
    place: str, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "a/file")

    assert main(["report", "--quiet"]) == Exit.DONE
    before = files_of(project / "reports")
    change_a_statement(project, "pmir")
    monkeypatch.setattr(place, full)
    assert main(["report", "--quiet"]) in (Exit.INPUT, Exit.INTERNAL)
    told = capsys.readouterr().err
    assert "No space left on device" in told
    assert "where: " in told
    assert re.search("to do: (free some space|make room)", told)
    assert files_of(project / "reports") == before


def test_a_failed_notebook_that_cannot_be_kept_is_told_all_the_same(project: Path, tmp_path: Path) -> None:
    write_notebook(project / "notebooks" / "02_plain.ipynb", [PLAIN[0], "1 / 0"])
    (tmp_path / "failed").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(FbssError, match=r"(?s)ZeroDivisionError.*cell 3.*could not be kept in .*untouched"):
        execute(project / "notebooks" / "02_plain.ipynb", {}, tmp_path / "failed")


@pytest.mark.parametrize(
    ("given", "says", "status"),
    [
        (["-p", "levle=0.9"], "no notebook has a parameter 'levle'.*did you mean level", Exit.USAGE),
        (["-p", "level=high"], "level must be a finite number, not 'high'", Exit.USAGE),
        (["-p", "level"], "is not NAME=VALUE", Exit.USAGE),
        (["--jobs", "0"], "--jobs must be at least 1", Exit.USAGE),
        (["--keep-warm", "-1"], "--keep-warm must be at least 0", Exit.USAGE),
    ],
)
def test_what_was_asked_wrongly_is_told_in_three_parts(
    project: Path, capsys: pytest.CaptureFixture[str], given: list[str], says: str, status: Exit
) -> None:
    assert main(["report", "--quiet", *given]) == status
    told = capsys.readouterr().err
    assert re.search(f"(?s){says}", told)
    assert "where: " in told
    assert "to do: " in told
    assert not (project / "reports").exists()


def test_a_swap_that_was_interrupted_is_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_exchange", lambda *_: False)
    folder = tmp_path / "reports"
    files.replace_folder(folder, {"a.txt": "old"}, "README.md")
    files.replace_folder(folder, {"a.txt": "new"}, "README.md")
    assert files_of(tmp_path) == {"reports/a.txt": b"new"}
    folder.rename(tmp_path / ".reports.old")  # killed between the two renames
    files.recover(folder)
    assert files_of(tmp_path) == {"reports/a.txt": b"new"}


def test_a_second_build_waits_or_says_who_is_building(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = (
        f"from pathlib import Path; from fbss_analysis.building.lock import locked\nwith locked(Path({str(path)!r}), "
        "wait=True, tell=print): print('held', flush=True); input()"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with (
        pytest.raises(FbssError, match=rf"process {other.pid}, since \d+ seconds"),
        lock.locked(path, wait=False, tell=print),
    ):
        pass
    told: list[str] = []

    def let_go(text: str) -> None:
        told.append(text)
        other.kill()  # a lock does not outlive its holder

    with lock.locked(path, wait=True, tell=let_go):
        assert f"process {other.pid}" in told[0]
    other.wait()
    other.stdin.close()
    other.stdout.close()


def test_nothing_heavy_is_imported_when_nothing_changed(kernels: Launcher, project: Path) -> None:
    build(kernels)
    code = "import sys; from fbss_analysis.cli import main; main(['report']); print(*sys.modules)"
    env = {**os.environ, "FBSS_ROOT": str(project)}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert told.startswith(str(project / "reports" / "index.html"))
    heavy = {"numpy", "pandas", "scipy", "statsmodels", "matplotlib", "papermill", "nbformat", "jinja2", "IPython"}
    assert not heavy & set(told.split())


def test_the_log_for_programs_is_json(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+", encoding="utf-8") as out:
        log = JsonLog(out)
        log.plan({"a": 2.0, "b": 0.0}, 1)
        log.tell("started", "a")
        log.tell("cell", "a", cell=0, of=3)
        log.tell("ended", "a", seconds=1.0)
        assert log.left() == 1.0
        out.seek(0)
        events = [json.loads(line) for line in out]
    assert [event["event"] for event in events] == ["started", "cell", "ended"]
    assert events[1]["of"] == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "this is no notebook"), ("{}", "this is no notebook"), ('{"cells": [], "metadata": {}}', "no cell tagged")],
)
def test_a_file_that_is_no_notebook_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    (project / "notebooks" / "02_plain.ipynb").write_text(text, encoding="utf-8")
    assert main(["report", "--quiet"]) == Exit.INPUT
    told = capsys.readouterr().err
    assert says in told
    assert "02_plain.ipynb" in told
    assert "to do: " in told


def test_rows_about_a_source_are_read_and_observed_apart(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data" / "derived", project / "data" / "derived")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "notes"))
    whole, some = fbss.derived("claims"), fbss.derived("claims", source=["pmir", "darrow"])
    expected = pd.concat([whole[whole.source_id == name] for name in ("pmir", "darrow")], ignore_index=True)
    pd.testing.assert_frame_equal(some, expected)
    noted = {(seen.name, seen.part) for seen in read_notes(tmp_path / "notes")}
    assert noted == {("claims", ""), ("claims", '{"source": "pmir"}'), ("claims", '{"source": "darrow"}')}
    with pytest.raises(UsageError, match="belong to no source"):
        fbss.derived("studies", source="darrow")
    few = fbss.derived("claims", source="darrow", cites=["jung2020", "nobody"], columns=["reported", "value"])
    same = whole[(whole.source_id == "darrow") & (whole.cites == "jung2020")][["reported", "value"]]
    pd.testing.assert_frame_equal(few, same.reset_index(drop=True))
    with pytest.raises(UsageError, match="no column 'cite'"):
        fbss.derived("claims", cite="jung2020")
    path = project / "data" / "derived" / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="not the table that was derived"):
        fbss.derived("claims")


def test_costly_rows_are_kept_until_what_they_were_made_from_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBSS_REMEMBERED", str(tmp_path))
    made: list[str] = []

    def make(seen: object) -> list[dict[str, str]]:
        made.append("made")
        return [{"a": "1"}] if seen else [{"a": str(seen.real)}]  # type: ignore[attr-defined]

    def rows(made_from: str, watched: object) -> list[dict[str, str]]:
        with remembering("kind") as kept:
            return kept.rows(made_from, watched, make)

    assert rows("x", 7) == rows("x", 7) == rows("x", 8) == [{"a": "1"}], "it was not looked at"
    assert len(made) == 1
    rows("y", 7)
    rows("x", 7)
    assert len(made) == 3, "what was not asked for is forgotten"
    (tmp_path / "kind.json").write_text("damaged", encoding="utf-8")
    rows("x", 7)
    assert len(made) == 4
    monkeypatch.setattr(Watched, "__bool__", lambda self: self.real > 100, raising=False)
    rows("z", 7)
    rows("z", 8)
    rows("z", 8)
    assert len(made) == 6, "it was looked at"

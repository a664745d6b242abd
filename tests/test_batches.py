"""Folders of documents: the same bytes however they are done, nothing lost, nothing done twice."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project import files_of

import fbss_analysis as fbss
from fbss_analysis import slips
from fbss_analysis.batches import partitions, work, workers
from fbss_analysis.batches.folder import Options, Tally, audit_folder
from fbss_analysis.batches.gauge import Lines
from fbss_analysis.batches.manifest import NAME
from fbss_analysis.batches.partitions import Entry, Shape
from fbss_analysis.batches.workers import Serial
from fbss_analysis.cli import main
from fbss_analysis.columns import TABLES
from fbss_analysis.documents.folders import merged
from fbss_analysis.errors import Exit, InputError, UsageError
from fbss_analysis.schema import Finding, Mention

HERE = Path(__file__).parent
SHAPE = Shape(least=2, mean=3, most=5)  # as in sick_audit
SICK = ("CRASH", "FAIL", "HANG")


def write_documents(folder: Path, count: int, more: str = "") -> Path:
    """So many small documents in subfolders, some sound, some not."""
    for number in range(count):
        path = folder / f"{number // 10:03d}" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        wrong = number % 7 == 0
        text = f"Of 200 patients {number % 50 + 1} ({(number % 50 + 1) / 2 + 20 * wrong:.1f}%) had pain. {more}"
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # names of documents are as given, so short ones are given
    return write_documents(Path("crawl"), 40)


def audited(folder: Path, out: str, executor: Executor | None = None, **options: Any) -> Tally:
    """Audit with small partitions, at once where no executor is named."""
    return audit_folder(folder, out, executor or Serial(), Options(shape=SHAPE, **options))


def table(out: str | Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(Path(out) / name).to_pylist()
    return rows


def run_sick(folder: Path, out: str, jobs: int = 2, limit: float = 60) -> list[int]:
    """What the program `sick_audit` counts: read, audited, quarantined, kept."""
    given = [sys.executable, str(HERE / "sick_audit.py"), str(folder), out, str(jobs), str(limit)]
    done = subprocess.run(given, capture_output=True, text=True, check=True, timeout=300)
    return [int(word) for word in done.stdout.split()]


class Shuffled(ThreadPoolExecutor):
    """Threads that finish in another order than they began."""

    def __init__(self, seed: int) -> None:
        super().__init__(4)
        self.random = random.Random(seed)

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        pause = self.random.random() / 50

        def late() -> Any:
            time.sleep(pause)
            return work(*given, **named)

        return super().submit(late)


def test_every_table_is_there_and_every_document_accounted_for(folder: Path) -> None:
    tally = audited(folder, "out")
    assert (tally.read, tally.audited, tally.quarantined) == (40, 40, 0)
    documents, findings = table("out", "documents.parquet"), table("out", "findings")
    assert [row["path"] for row in documents] == sorted(str(path) for path in folder.rglob("*.txt"))
    assert table("out", "errors.parquet") == []
    assert sum(row["findings"] for row in documents) == len(findings) == tally.findings
    assert sum(row["claims"] for row in documents) == len(table("out", "claims"))
    assert sum(row["mentions"] for row in documents) == len(table("out", "mentions"))
    wrong = {row["doc"] for row in findings if row["verdict"] == "inconsistent"}
    assert wrong == {row["path"] for row in documents if row["inconsistent"]}
    assert len(wrong) == 6
    assert set(findings[0]) == set(Finding.__dataclass_fields__)
    assert set(table("out", "mentions")[0]) == set(Mention.__dataclass_fields__)
    assert list(table("out", "claims")[0]) == [column.name for column in TABLES["claims"]]


def test_what_is_found_is_what_an_audit_of_each_document_finds(folder: Path) -> None:
    audited(folder, "out")
    found = table("out", "findings")
    for path in sorted(folder.rglob("*.txt"))[:10]:
        one = [finding.message for finding in fbss.audit(path).findings]
        assert [row["message"] for row in found if row["doc"] == str(path)] == one


def test_any_number_of_workers_in_any_order_leaves_the_same_bytes(folder: Path) -> None:
    audited(folder, "serial")
    wanted = files_of(Path("serial"))
    assert len(wanted) > 4 * 8
    for jobs in (1, 2, 4):
        audit_folder(folder, f"jobs{jobs}", options=Options(jobs=jobs, shape=SHAPE))
        assert files_of(Path(f"jobs{jobs}")) == wanted
    for seed in range(3):
        with Shuffled(seed) as threads:
            audited(folder, f"shuffled{seed}", threads)
        assert files_of(Path(f"shuffled{seed}")) == wanted


def test_a_script_that_audits_is_not_run_by_the_workers(folder: Path) -> None:
    script = f"import fbss_analysis as fbss\nprint(fbss.audit_folder({str(folder)!r}, 'out').audited)\n"
    Path("script.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("40\n", "")


def test_a_finished_audit_is_kept_whole(folder: Path) -> None:
    audited(folder, "out")
    before = {path: path.stat().st_ino for path in Path("out").rglob("part-*")}
    again = audited(folder, "out")
    assert (again.read, again.kept) == (40, 40)
    assert {path: path.stat().st_ino for path in Path("out").rglob("part-*")} == before


def test_torn_missing_and_falsified_partitions_are_done_again(folder: Path) -> None:
    audited(folder, "out")
    wanted = files_of(Path("out"))
    torn, missing, falsified, journal = sorted(Path("out", "findings").iterdir())[:4]
    torn.write_bytes(torn.read_bytes()[:-7])
    missing.unlink()
    falsified.write_bytes(falsified.read_bytes()[:99] + b"\0" + falsified.read_bytes()[100:])
    lines = Path("out", NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if journal.stem.removeprefix("part-") not in line]
    Path("out", NAME).write_text("".join(kept)[:-9], encoding="utf-8")  # the last line torn as well
    again = audited(folder, "out")
    assert 0 < again.kept < 40
    assert files_of(Path("out")) == wanted


def test_a_changed_document_redoes_its_own_partition_only(folder: Path) -> None:
    audited(folder, "out")
    before = {path: path.stat().st_ino for path in Path("out", "findings").iterdir()}
    path = folder / "002" / "00023.txt"
    path.write_text("Of 200 patients 11 (55%) had pain.", encoding="utf-8")
    again = audited(folder, "out")
    after = {path: path.stat().st_ino for path in Path("out", "findings").iterdir()}
    assert set(after) == set(before)
    assert sum(after[part] != inode for part, inode in before.items()) == 1
    assert 40 - SHAPE.most <= again.kept < 40
    assert [row["inconsistent"] for row in table("out", "documents.parquet") if row["path"] == str(path)] == [1]


def test_documents_that_come_and_go_move_few_partitions(folder: Path) -> None:
    audited(folder, "out")
    before = {path.name for path in Path("out", "findings").iterdir()}
    (folder / "001" / "00010.txt").unlink()
    (folder / "002" / "new.txt").write_text("It helped 40% of them.", encoding="utf-8")
    again = audited(folder, "out")
    after = {path.name for path in Path("out", "findings").iterdir()}
    assert again.read == 40
    assert before & after
    audited(folder, "anew")
    assert files_of(Path("anew")) == files_of(Path("out"))


def test_a_run_that_was_killed_goes_on_and_leaves_the_same_bytes(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_documents(Path("crawl"), 60, "SLOW")
    given = [sys.executable, str(HERE / "sick_audit.py"), str(folder), "out", "2", "60"]
    running = subprocess.Popen(given, stdout=subprocess.DEVNULL, start_new_session=True)
    while_waiting(lambda: lines_of("out") >= 3)
    running.kill()
    running.wait()
    assert not json.loads(Path("out", NAME).read_text(encoding="utf-8").splitlines()[-1]).get("complete")
    while_waiting(lambda: not alive(running.pid))  # the workers end with the process that leads
    read, audited, quarantined, kept = run_sick(folder, "out")
    assert (read, audited, quarantined) == (60, 60, 0)
    assert 0 < kept < 60
    run_sick(folder, "anew")
    assert files_of(Path("out")) == files_of(Path("anew"))


def while_waiting(done: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.05)


def lines_of(out: str) -> int:
    path = Path(out, NAME)
    return path.read_bytes().count(b"\n") if path.exists() else 0


def alive(session: int) -> bool:
    """Whether any process of a session is still there (a zombie, which only waits to be counted, is not)."""
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        states += [after[0]] if int(after[3]) == session else []
    return any(state != "Z" for state in states)


def test_documents_that_kill_hang_or_fail_are_set_aside_alone(folder: Path) -> None:
    for number, word in ((3, "CRASH"), (4, "CRASH"), (17, "FAIL"), (30, "HANG")):
        (folder / f"{number // 10:03d}" / f"{number:05d}.txt").write_text(f"5% {word}", encoding="utf-8")
    assert run_sick(folder, "out", limit=5) == [40, 36, 4, 0]
    found = {(Path(row["path"]).name, row["reason"]) for row in table("out", "errors.parquet")}
    assert found == {
        ("00003.txt", "crashed"),
        ("00004.txt", "crashed"),
        ("00017.txt", "failed"),
        ("00030.txt", "too_long"),
    }
    documents = table("out", "documents.parquet")
    assert [row["status"] for row in documents].count("audited") == 36
    assert all(row["mentions"] for row in documents if row["status"] == "audited")
    for number in (3, 4, 30):  # what may have been bad luck is tried again, and now it is sound
        (folder / f"{number // 10:03d}" / f"{number:05d}.txt").write_text("It helped 5% of them.", encoding="utf-8")
    assert run_sick(folder, "out")[:3] == [40, 39, 1]


def make_bad_documents(folder: Path) -> dict[str, str]:
    """Documents that cannot be read, and the reason that each should get."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "torn.txt").write_bytes(b"5% of 20 \xc3")
    (folder / "nul.md").write_bytes(b"5% \0 of 20")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(".")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "nowhere.txt").symlink_to("no-such-file.txt")
    escape = "\x1b[31mred.txt"
    (folder / escape).write_bytes(b"\xff\xff")
    return {
        "empty.txt": "empty",
        "torn.txt": "encoding",
        "nul.md": "binary",
        "pipe.txt": "not_a_file",
        "loop": "loop",
        "itself.txt": "loop",
        "nowhere.txt": "vanished",
        escape: "encoding",
    }


def test_bad_documents_are_told_and_the_rest_is_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = make_bad_documents(folder)
    assert main(["audit", str(folder), "-o", "out", "--jobs", "1"]) == Exit.INPUT
    errors = table("out", "errors.parquet")
    assert {Path(row["path"]).name: row["reason"] for row in errors} == wanted
    assert all(row["message"] for row in errors)
    told = capsys.readouterr()
    assert f"{40 + len(wanted)} documents read = 40 audited + {len(wanted)} quarantined" in told.out
    lines = [line for line in told.err.splitlines() if line.startswith("fbss: crawl")]
    assert len(lines) == len(wanted)
    assert "\x1b" not in told.err
    assert main(["audit", str(folder), "-o", "out", "--jobs", "1", "--quiet"]) == Exit.INPUT
    assert "kept from an earlier run" in capsys.readouterr().out


def test_many_bad_documents_are_told_in_few_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(30):
        (folder / f"empty{number}.txt").write_bytes(b"")
    assert main(["audit", str(folder), "-o", "out", "--jobs", "1", "--quiet"]) == Exit.INPUT
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "fbss: and 10 more, all in out/errors.parquet"


def test_a_name_that_is_no_unicode_is_read_and_written(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_text("It helped 5% of them.", encoding="utf-8")
    (folder / os.fsdecode(b"t\xe9.txt")).write_bytes(b"")
    tally = audited(folder, "out")
    assert (tally.audited, tally.quarantined) == (41, 1)
    assert "crawl/caf\\xe9.txt" in {row["path"] for row in table("out", "documents.parquet")}
    assert tally.errors[0][0] == "crawl/t\\xe9.txt"


class Meddler(Serial):
    """Does something to a file before the work on it begins."""

    def __init__(self, meddle: Callable[[], None]) -> None:
        self.meddle = meddle

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        self.meddle()
        return super().submit(work, *given, **named)


def test_a_file_that_goes_between_listing_and_reading_is_set_aside(folder: Path) -> None:
    path = folder / "000" / "00001.txt"
    tally = audited(folder, "out", Meddler(lambda: path.unlink(missing_ok=True)))
    assert (tally.read, tally.audited, tally.quarantined) == (40, 39, 1)
    assert tally.errors[0][:2] == (str(path), "vanished")


def test_an_executor_that_fails_or_ends_loses_nothing(folder: Path) -> None:
    class Failing(Serial):
        """Fails at each third task, and can do no more after the sixth."""

        def __init__(self) -> None:
            self.tasks = 0

        def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
            self.tasks += 1
            if self.tasks > 6:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if self.tasks % 3:
                return super().submit(work, *given, **named)
            failed: Future[Any] = Future()
            failed.set_exception(OSError("the worker's machine is gone"))
            return failed

    audited(folder, "wanted")
    assert audited(folder, "out", Failing()).audited == 40
    assert files_of(Path("out")) == files_of(Path("wanted"))


def test_a_full_disk_leaves_what_is_finished(folder: Path, tmp_path: Path, monkeypatch: Any) -> None:
    real, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 30:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as stop:
        audited(folder, "out")
    assert "No space left" in stop.value.what
    assert stop.value.where.startswith("out")
    assert "the same command goes on" in stop.value.todo
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert lines_of("out") >= 3
    assert audited(folder, "out").kept > 0
    audited(folder, "anew")
    assert files_of(Path("out")) == files_of(Path("anew"))


@pytest.mark.parametrize("name", ["notes.txt", NAME, "findings/part-of-mine.parquet"])
def test_a_folder_that_holds_something_else_is_left_alone(folder: Path, name: str) -> None:
    mine = Path("mine", name)
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        audited(folder, "mine")
    assert mine.read_text(encoding="utf-8") == "mine"


def test_two_audits_do_not_write_to_one_folder_at_once(folder: Path) -> None:
    def second() -> None:
        with pytest.raises(InputError, match="under way"):
            audited(folder, "out")

    assert audited(folder, "out", Meddler(second)).audited == 40


def test_a_result_inside_the_folder_is_no_document(folder: Path) -> None:
    Path(folder, "out").mkdir()
    assert audited(folder, str(folder / "out")).read == 40
    (folder / "out" / "stray.txt").write_text("5%", encoding="utf-8")
    assert audited(folder, str(folder / "out")).read == 40


def test_workers_with_another_library_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = work.outcome

    def other(*given: Any) -> work.Outcome:
        made = real(*given)
        return work.Outcome(made.name, made.key, "other", made.files, made.audited, made.quarantined, {}, False)

    monkeypatch.setattr(work, "outcome", other)
    with pytest.raises(InputError, match="another version"):
        audited(folder, "out")


def test_few_partitions_are_under_way_at_once(folder: Path) -> None:
    waiting: set[int] = set()
    most = 0

    class Counting(Shuffled):
        def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
            nonlocal most
            future = super().submit(work, *given, **named)
            waiting.add(id(future))
            future.add_done_callback(lambda done: waiting.discard(id(done)))
            most = max(most, len(waiting))
            return future

    with Counting(1) as threads:
        audited(folder, "out", threads, jobs=1)
    assert 1 <= most <= 2


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.text(), st.text(), st.booleans())), st.integers(1, 9))
def test_names_come_sorted_however_few_are_held_at_once(listed: list[tuple[str, str, bool]], at_once: int) -> None:
    listed += [("\udcff", "no Unicode", False)]
    assert list(merged(listed, at_once)) == sorted(listed)


def test_partitions_end_where_their_documents_say() -> None:
    def cut(names: list[str], shape: Shape = SHAPE) -> list[tuple[str, ...]]:
        made = partitions.partitions((Entry(name, 10, 0) for name in names), "version", shape)
        return [tuple(entry.path for entry in partition.entries) for partition in made]

    names = [f"{number:03d}.txt" for number in range(200)]
    whole = cut(names)
    assert [name for part in whole for name in part] == names
    assert {len(part) for part in whole[:-1]} <= {2, 3, 4, 5}
    moved = [len(set(whole) - set(cut(names[:gone] + names[gone + 1 :]))) for gone in range(200)]
    assert sum(moved) / len(moved) < 4  # of more than fifty
    assert len(whole) > 50
    assert min(moved) == 1
    assert max(map(len, cut(names, Shape(least=9, mean=1, most=9, bytes=30)))) == 3
    assert len(cut(["large.txt"], Shape(bytes=1))) == 1


@pytest.mark.parametrize("change", ["size", "changed", "version", "path", "problem"])
def test_the_key_changes_with_whatever_the_result_may_depend_on(change: str) -> None:
    def key(entry: Entry, version: str = "1") -> str:
        return next(iter(partitions.partitions([entry], version, SHAPE))).key

    entry = {"path": "a", "size": 1, "changed": 2, "problem": None}
    other = entry | {change: {"path": "b", "problem": InputError("gone")}.get(change, 3)}
    version = "2" if change == "version" else "1"
    other.pop("version", None)
    assert key(Entry(**entry)) == key(Entry(**entry))  # type: ignore[arg-type]
    assert key(Entry(**entry)) != key(Entry(**other), version)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("out", "more", "is_folder"),
    [("out", [], True), ("crawl-2026.11", [], True), ("out.csv", [], False), ("out", ["--format", "json"], False)],
)
def test_what_out_is_taken_for(folder: Path, out: str, more: list[str], is_folder: bool) -> None:
    few = folder / "000"
    assert main(["audit", str(few), "-o", out, "--jobs", "1", "--quiet", *more]) == Exit.DONE
    assert Path(out).is_dir() == is_folder
    assert main(["audit", str(few / "00001.txt"), "-o", "single"]) == Exit.DONE
    assert Path("single").is_file()


def test_a_wanted_verdict_ends_with_its_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["audit", str(folder), "-o", "out", "--jobs", "1", "--quiet", "--fail-on"]
    assert main([*given, "inconsistent"]) == Exit.FOUND
    assert main([*given, "not_applicable"]) == Exit.DONE
    assert "40 documents read = 40 audited + 0 quarantined" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["-o", "out", "--jobs", "0"], "at least 1"),
        (["--scheduler", "tcp://127.0.0.1:1"], "folders only"),
        (["-o", "out", "--scheduler", "tcp://127.0.0.1:1"], "no Dask scheduler answers"),
    ],
)
def test_wrong_usage(
    folder: Path, more: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "CONNECTING", 1)
    assert main(["audit", str(folder), *more]) == Exit.USAGE
    told = capsys.readouterr().err
    assert says in told
    assert "to do: " in told


def test_lines_tell_documents_findings_and_time_left(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    now = iter((0.0, 5.0, 20.0))
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    heard = Lines(sys.stderr)
    heard.expect(400)
    heard.add(50, 9)
    heard.add(50, 9)
    assert capsys.readouterr().err == "100 documents of 400, 60 s left, 18 findings\n"


def test_the_report_needs_neither_parquet_nor_a_cluster() -> None:
    code = "import sys; sys.modules |= dict.fromkeys(['pyarrow', 'distributed', 'dask'])\n"
    code += "from fbss_analysis import cli, pipeline, reporting, ledger_pages, parquet\n"
    code += "from fbss_analysis.schema import Document\n"
    code += "assert pipeline.audit_document(Document('a', 'Of 200 patients 25% had pain.')).findings\n"
    code += "sys.exit(cli.main(['audit', 'tests', '-o', 'no-such-folder']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE.parent)
    assert done.returncode == Exit.USAGE
    assert "pip install 'fbss-analysis[audit]'" in done.stderr
    assert not (HERE.parent / "no-such-folder").exists()


@contextmanager
def dask_cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process; the address, and the workers' processes."""
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}

    def dask(*given: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "dask", *given, "--no-dashboard"], **quiet)

    processes = [dask("scheduler", "--scheduler-file", str(file), "--host", "127.0.0.1", "--port", "0")]
    try:
        while_waiting(lambda: file.exists() and file.stat().st_size > 0)
        worker = ("worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        processes += [dask(*worker), dask(*worker)]
        yield json.loads(file.read_text(encoding="utf-8"))["address"], processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_dask_worker_killed_in_the_middle_changes_nothing(folder: Path, tmp_path: Path) -> None:
    write_documents(folder, 400)
    audited(folder, "serial")
    with dask_cluster(tmp_path) as (address, processes):
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(2, timeout=120)
        victim, _ = processes

        class Killing(Lines):
            """Kills a worker when the first partition is there."""

            def add(self, documents: int, findings: int) -> None:
                super().add(documents, findings)
                victim.send_signal(signal.SIGKILL)

        options = Options(scheduler=address, shape=SHAPE, heard=Killing(sys.stderr))
        tally = audit_folder(folder, "dask", options=options)
        victim.wait(60)
    assert (tally.audited, tally.quarantined) == (400, 0)
    assert files_of(Path("dask")) == files_of(Path("serial"))


def test_a_cluster_without_its_package_is_refused_in_three_parts(folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="not installed"):
        audit_folder(folder, "out", options=Options(scheduler="tcp://127.0.0.1:1"))


@pytest.mark.parametrize(
    ("printed", "wanted", "slip"),
    [
        ("58%", "47.5937", slips.ANOTHER),
        ("47.5%", "47.5937", slips.LAST),
        ("2015", "2016", slips.LAST),
        ("54%", "45", slips.SWAPPED),
        ("1,234", "1324 in 1323.5 to 1324.5", slips.SWAPPED),
        ("1.7%", "17.02", slips.MOVED),
        ("170", "17", slips.MOVED),
        ("2%", "18.4211", slips.OTHER),
        ("13%", "123", slips.MISSING),
        ("1223", "123", slips.TOO_MANY),
        ("40.9%", "47.3684", slips.OTHER),
        ("-5%", "5", slips.OTHER),
        ("56.4%", "a whole number of 134", ""),
        ("16%, 56%, 23%", "100%", ""),
        ("1 in 8", "20 in 19.5 to 20.5", ""),
        ("20-40%", "25", ""),
        ("", "", ""),
    ],
)
def test_how_a_number_came_to_be_misprinted(printed: str, wanted: str, slip: str) -> None:
    assert slips.misprint(printed, wanted) == slip


@settings(deadline=None, derandomize=True)
@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_any_two_numbers_can_be_compared(printed: Decimal, wanted: Decimal) -> None:
    assert isinstance(slips.misprint(f"{printed:f}"[:30], f"{wanted:f}"[:30]), str)


def test_misprints_are_counted_the_most_common_first() -> None:
    rows = [("a", "58%", "48"), ("a", "49%", "48"), ("b", "59%", "49"), ("b", "x", None), ("c", "1%", "1")]
    verdicts = ["inconsistent"] * 4 + ["reproduced"]
    findings = pd.DataFrame(rows, columns=["doc", "reported", "expected"]).assign(check="share", verdict=verdicts)
    found = fbss.misprints(findings)
    assert found.misprint.tolist() == [slips.ANOTHER, slips.LAST]
    assert found.findings.tolist() == [2, 1]
    assert found.documents.tolist() == [2, 1]
    assert found.example.tolist() == ["58%, not 48", "49%, not 48"]
    assert fbss.misprints(findings.head(0)).empty


def test_disagreements_are_pairs_of_documents_without_a_common_value() -> None:
    told = [("a", 19, 21), ("b", 20, 22), ("c", 30, 31), ("c", 20, 22), ("d", None, None), ("e", 21, 21)]
    claims = pd.DataFrame(told, columns=["source_id", "interval_low", "interval_high"]).astype(
        {"interval_low": "float64", "interval_high": "float64"}
    )
    claims = claims.assign(kind="percent", outcome="pain", horizon=None, restates=None, high=None)
    claims = claims.astype({"restates": "string", "horizon": "string", "high": "float64"})
    (row,) = fbss.disagreements(claims).to_dict("records")
    assert (row["outcome"], row["documents"], row["low"], row["high"]) == ("pain", 5, 0, 100)
    assert (row["pairs"], row["apart"]) == (10, 3)  # c, by its first share, with a, b and e
    assert fbss.disagreements(claims[claims.source_id == "a"]).empty


def test_a_folder_and_its_audit_are_collected_alike(folder: Path) -> None:
    make_bad_documents(folder)
    audited(folder, "out")
    one, other, curated = fbss.collected("out"), fbss.collected(folder), fbss.collected()
    for name in ("documents", "errors", "claims", "findings"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
        assert list(getattr(one, name).columns) == list(getattr(curated, name).columns)
    assert (curated.documents.findings > 0).sum() == curated.findings.doc.nunique()
    assert curated.documents.inconsistent.sum() == (curated.findings.verdict == "inconsistent").sum()


def test_what_cannot_be_collected_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        fbss.collected("nowhere")
    audited(folder, "out")
    lines = Path("out", NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    Path("out", NAME).write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(InputError, match="not finished"):
        fbss.collected("out")


@pytest.mark.parametrize("named", ["crawl", "out", "empty"])
def test_the_chapter_shows_any_folder(folder: Path, named: str) -> None:
    Path("empty").mkdir()
    make_bad_documents(folder)
    audited(folder, "out")
    book = nbformat.read(HERE.parent / "notebooks" / "11_corpus.ipynb", as_version=4)
    setup, *cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    values: dict[str, Any] = {}
    exec(setup, values)
    values["folder"] = named
    for cell in cells:
        exec(cell, values)
    assert len(values["documents"]) == (0 if named == "empty" else 48)
    assert len(values["wrong"]) == (0 if named == "empty" else 6)

"""Kernels: a forked one is like a cold one to the byte, fresh each time, and ends with whoever owns it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path

import nbformat
import pytest
from project import ROOT, write_notebook

from fbss_analysis.kernel import execute
from fbss_analysis.kernels import engine, launching, staying
from fbss_analysis.kernels.launching import CAN_FORK, Launcher, WarmLauncher, launcher
from fbss_analysis.schema import FbssError

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="nothing can be forked here")

RICH = [
    "n = 3  # how many",
    'import os, sys, pandas as pd\nprint("out", n)\nprint("err", file=sys.stderr)\nos.system("echo child")',
    'frame = pd.DataFrame({"a": range(n), "b": list("xyz")})\nframe',
    "pd.DataFrame([range(30)])",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>bold</b>'))\nprint(frame)",
    "import asyncio\nawait asyncio.sleep(0)\nimport numpy as np\nnp.ones((300, 300)) @ np.ones((300, 300))",
    "import matplotlib\nmatplotlib.rcParams['svg.hashsalt'] = 'x'\nimport matplotlib.pyplot as plt\nplt.plot([1, n]);",
    "import warnings\nwarnings.warn('be careful', stacklevel=1)",
    "sys.argv[0].endswith('ipykernel_launcher.py'), '' in sys.path, __name__, os.getpgid(0) == os.getpid()",
    "[[s.name, getattr(signal.getsignal(s), '__name__', str(signal.getsignal(s)))] for s in "
    "(signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)] if (signal := __import__('signal')) else 0",
    "raise_it = True\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)\ntry:\n    input()\n"
    "except Exception as error:\n    print(type(error).__name__)",
]


@pytest.fixture(scope="module")
def warm() -> Iterator[Launcher]:
    with launcher(cold=False) as started:
        yield started


def notebook(folder: Path, *cells: str) -> Path:
    path = folder / "05_made.ipynb"
    write_notebook(path, ["n = 3  # a number", *cells])
    return path


def texts(executed: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    return ["".join(output.get("text", "") or output.get("data", {}).get("text/plain", "")) for output in outputs]


def test_a_warm_kernel_gives_the_bytes_of_a_cold_one(warm: Launcher, tmp_path: Path) -> None:
    path = tmp_path / "05_rich.ipynb"
    write_notebook(path, RICH)
    forked = nbformat.writes(execute(path, {"n": 3}, tmp_path, through=warm))
    assert "image/png" in forked, "a plot without plt.show() has vanished"
    assert forked == nbformat.writes(execute(path, {"n": 3}, tmp_path))


def test_every_kernel_is_fresh(warm: Launcher, tmp_path: Path) -> None:
    draw = "print('x' in globals(), random.random(), np.random.rand(), os.getpid())\nx = 1"
    path = notebook(tmp_path, "import os, random, numpy as np\n" + draw)
    (first,), (second,) = (texts(execute(path, {}, tmp_path, through=warm)) for _ in range(2))
    assert first.startswith("False")
    assert not set(first.split()[1:]) & set(second.split()[1:]), "two kernels drew the same numbers"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("import os\nos._exit(3)", "the kernel died"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "the kernel died"),
        ("import ctypes\nctypes.string_at(0)", "the kernel died"),
        ("while True:\n    pass", "the cell was not done after 1 seconds"),
        ("import time\ntime.sleep(100)", "the cell was not done after 1 seconds"),
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_goes_wrong_is_told_with_its_cell(warm: Launcher, tmp_path: Path, cell: str, says: str) -> None:
    path = notebook(tmp_path, "print('before')", cell, "print('after')")
    with pytest.raises(FbssError, match=says) as told:
        execute(path, {"n": 4}, tmp_path / "failed", through=warm, timeout=1)
    assert told.value.where == "05_made.ipynb, cell 4"
    kept = (tmp_path / "failed" / "05_made.ipynb").read_text(encoding="utf-8")
    assert str(tmp_path / "failed" / "05_made.ipynb") in told.value.todo
    assert "before\\n" in kept
    assert "after\\n" not in kept


def test_an_endless_output_is_cut_with_a_note(warm: Launcher, tmp_path: Path) -> None:
    path = notebook(tmp_path, "print('x' * 200_000_000)\nprint('the end')", "print('goes on')")
    found = texts(execute(path, {}, tmp_path, through=warm))
    assert len(found[0]) == engine.OUTPUT_LIMIT
    assert found[1] == engine.CUT
    assert found[2:] == ["goes on\n"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: object, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_kernel_outlives_its_owner(tmp_path: Path, cold: bool, number: int) -> None:
    told = tmp_path / "pids"
    sleeps = f"import os, time\nopen({str(told)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}')\ntime.sleep(100)"
    code = (
        "import sys; from pathlib import Path; from fbss_analysis.kernel import execute; "
        "from fbss_analysis.kernels.launching import launcher\n"
        f"with launcher(cold={cold}) as made: execute(Path(sys.argv[1]), {{}}, Path(sys.argv[2]), through=made)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, notebook(tmp_path, sleeps), tmp_path / "failed"],
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    assert wait_until(lambda: told.exists() and told.read_text(encoding="utf-8"), 60)
    pids = [int(pid) for pid in told.read_text(encoding="utf-8").split()]
    owner.send_signal(number)
    owner.wait(20)
    assert wait_until(lambda: not any(map(alive, pids))), "a kernel or its parent is left behind"


def test_a_parent_that_was_killed_is_noticed(tmp_path: Path) -> None:
    with WarmLauncher() as made:
        path = notebook(tmp_path, f"import os\nos.kill({made.parent_id}, 9)\nimport time\ntime.sleep(100)")
        with pytest.raises(FbssError, match="the kernel died"):
            execute(path, {}, tmp_path, through=made)
        with pytest.raises(FbssError, match="--cold"):
            made.start("this", [], cwd=tmp_path, env=dict(os.environ))


def test_where_nothing_can_be_forked_processes_start_cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nbformat.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[9]).start()"
    )
    (tmp_path / "made_module.py").write_text("import sys; sys.exit(7)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{os.environ.get('PYTHONPATH', ROOT / 'src')}{os.pathsep}{tmp_path}")
    with WarmLauncher() as made:
        process = made.start("made_module", [], cwd=tmp_path, env=dict(os.environ), needs=[])
        assert (type(process).__name__, process.wait(10)) == ("ForkedProcess", 7)
        process = made.start("made_module", [], cwd=tmp_path, env=dict(os.environ), needs=["nbformat"])
        assert (type(process).__name__, process.wait(10)) == ("GroupProcess", 7), "a thread runs in the parent"


def test_a_system_that_cannot_fork_gets_cold_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launching, "CAN_FORK", False)
    with launcher(cold=False) as made:
        assert type(made).__name__ == "ColdLauncher"
        assert texts(execute(notebook(tmp_path, "print(n)"), {}, tmp_path, through=made)) == ["3\n"]


def gone(pid: int) -> bool:
    return wait_until(lambda: not alive(pid))


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose name leaves room for a socket's, which may have a hundred characters in all."""
    with tempfile.TemporaryDirectory(prefix="f") as folder:
        yield Path(folder)


def test_a_parent_that_was_asked_to_stay_serves_the_next_owner(
    short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(staying.tempfile, "gettempdir", lambda: str(short))
    (tmp_path / "said.py").write_text("print('heard', flush=True)", encoding="utf-8")
    stay = staying.stay(ROOT, 30)
    assert stay
    with WarmLauncher(stay) as first:
        pid = first.parent_id
        with WarmLauncher(stay) as busy:
            assert busy.parent_id != pid, "a parent has one owner at a time"
            stayed = busy.parent_id
        assert wait_until(lambda: stay.place.exists())
    assert gone(pid), "one stays already, so the other ends"
    with WarmLauncher(stay) as second:
        pid = second.parent_id
        assert pid == stayed
        assert second.start("said", [], cwd=tmp_path, env=dict(os.environ), needs=[]).wait(20) == 0
        assert capfd.readouterr().out == "heard\n", "what is said goes to the owner of now"
        assert not stay.place.exists(), "it does not listen while it serves"
    assert wait_until(lambda: stay.place.exists())
    stay.place.unlink()
    assert gone(pid), "it ends when its socket is gone"


def test_a_parent_does_not_stay_uninvited(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staying.tempfile, "gettempdir", lambda: str(short))
    stay = staying.stay(ROOT, 1)
    assert stay
    with WarmLauncher(stay) as served:
        pass
    assert alive(served.parent_id)
    assert gone(served.parent_id), "it waits as long as it was told"
    with pytest.raises(KeyboardInterrupt), WarmLauncher(staying.stay(ROOT, 60)) as interrupted:
        raise KeyboardInterrupt
    assert not alive(interrupted.parent_id), "a build that was interrupted leaves nothing"
    assert staying.stay(ROOT, 0) is None
    (short / stay.place.parent.name).chmod(0o777)
    assert staying.stay(ROOT, 60) is None, "others could enter"
    monkeypatch.delenv("FBSS_KEEP_WARM", raising=False)
    monkeypatch.setenv("CI", "true")
    assert staying.seconds_by_default() == 0


def test_a_parent_is_for_its_library_and_environment(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staying.tempfile, "gettempdir", lambda: str(short))
    places = [staying.stay(ROOT, 60)]
    for name in ("library_digest", "environment_digest"):
        with monkeypatch.context() as patch:
            patch.setattr(staying, name, lambda *_: "another")
            places.append(staying.stay(ROOT, 60))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    places.append(staying.stay(ROOT, 60))
    assert len({stay.place for stay in places if stay}) == 4
    stale = places[0]
    assert stale
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(stale.place))
    assert staying.join(stale.place) is None, "what a killed parent has left is nobody"


def test_a_forked_process_has_its_exit_status(warm: Launcher, tmp_path: Path) -> None:
    for code, status in (("import sys; sys.exit(7)", 7), ("import os; os.kill(os.getpid(), 11)", -11), ("", 0)):
        (tmp_path / "made_module.py").write_text(code, encoding="utf-8")
        process = warm.start("made_module", [], cwd=tmp_path, env=dict(os.environ), needs=[])
        assert process.wait(10) == status
        assert process.poll() == status


def test_the_provisioner_is_registered_as_the_project_says() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        groups = tomllib.load(file)["project"]["entry-points"]
    (named,) = groups["jupyter_client.kernel_provisioners"].items()
    assert EntryPoint(*named, group="").load().__name__ == "Provisioner"

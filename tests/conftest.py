"""Where the originals are, and what a missing piece means: a loud skip for a person, a failure where FBSS_STRICT=1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Visits, started

from fbss_analysis.building.lock import locked

ROOT = Path(__file__).parents[1]
os.environ.setdefault("FBSS_KEEP_WARM", "0")  # a test leaves no process behind


def require(path: Path, what: str) -> Path:
    """Return `path` if it is there; otherwise skip, or fail in strict runs, saying what is missing."""
    if path.exists():
        return path
    message = f"{what} is missing at {path}; set FBSS_ORIGINALS to the folder of the five articles"
    if os.environ.get("FBSS_STRICT") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five original articles."""
    return require(Path(os.environ.get("FBSS_ORIGINALS", ROOT.parent / "shared" / "seeds")), "the folder of originals")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real report, built once from a copy of this checkout without originals, for all workers."""
    shared = tmp_path_factory.getbasetemp().parent if os.environ.get("PYTEST_XDIST_WORKER") else None
    place = (shared or tmp_path_factory.mktemp("built")) / "project"
    with locked(place.with_name("project.lock"), wait=True, tell=lambda _: None):
        if not (place / "reports" / "index.html").exists():
            copy_project(place)
            env = {**os.environ, "FBSS_ROOT": str(place), "PYTHONPATH": str(ROOT / "src")}
            command = [sys.executable, "-m", "fbss_analysis", "report", "--jobs", "2", "--quiet"]
            subprocess.run(command, env=env, cwd=place, check=True, stdout=subprocess.DEVNULL)
    return place / "reports"


def copy_project(place: Path) -> None:
    """Copy what a build reads; what an earlier build of this checkout has found out saves most of its work."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in ("data", "notebooks", "benchmarks", ".build"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("original.*", "lock", "failed"))
    for name in ("pyproject.toml", "requirements.lock", "CITATION.cff"):
        shutil.copy(ROOT / name, place)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium for one module of tests."""
    with started() as running:
        yield running


@pytest.fixture
def visit(browser: Any) -> Iterator[Visits]:
    """Opens pages; at the end of the test none may have asked for anything outside or complained of anything."""
    visits = Visits(browser)
    yield visits
    visits.close()
    visits.assert_clean()

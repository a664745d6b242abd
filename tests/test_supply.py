"""What is installed and what is reached: locked by hash, under known licences, in agreement, and nothing outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import licences
import pytest
from project import ROOT, make_project

# All may be used, changed and passed on; MPL asks that changes to its own files stay open, and nobody makes any.
ALLOWED = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "PSF-2.0"),
    *("MPL-1.1", "MPL-2.0", "Zlib", "CC0-1.0", "CNRI-Python", "Artistic-1.0"),
}
# Used by a test (JSON-LD) and by the peer that extraction is compared with; the package itself does without.
ASIDE = {"frozendict": "LGPL-3.0-only", "num2words": "LGPL"}


@pytest.mark.parametrize("lock", licences.LOCKS)
def test_every_line_of_a_lock_is_a_version_with_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for entry in text.replace("\\\n", " ").splitlines():
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*==\S+(?: ; [^@#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+", entry), entry
    assert not re.search(r"://|--(?:index|extra|find|trusted)|(?:^|\s)-[ifr]\b|git\+", text)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["test"], *extras["build"]]
    names = {licences.canonicalize_name(licences.Requirement(text).name) for text in wanted}
    assert names - set(licences.locked("requirements.lock")) == set()


def test_every_licence_is_known_and_allowed() -> None:
    rows = licences.listed()
    assert set(rows) == {name for lock in licences.LOCKS for name in licences.locked(lock)}, "run make licences"
    for name, licence in rows.items():
        choices = [set(choice.split(" AND ")) for choice in licence.split(" OR ")]
        assert any(choice <= ALLOWED for choice in choices) or ASIDE.get(name) == licence, (name, licence)


def test_the_list_of_licences_says_what_the_installed_metadata_say() -> None:
    rows = licences.listed()
    versions = {name: several for lock in licences.LOCKS for name, several in licences.locked(lock).items()}
    here = {name: text for name, (version, text) in licences.installed().items() if version in versions.get(name, ())}
    assert len(here) > 50
    assert {name: rows[name] for name in here} == here, "run make licences"


def test_what_is_installed_agrees() -> None:
    command = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# ------------------------------------------------------------------ no network at run time

# Loopback is brought up by hand, because kernels may use it: SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP.
ENTER = """
import fcntl, os, socket, struct, sys
with socket.socket() as control:
    flags = struct.unpack("16sH14x", fcntl.ioctl(control, 0x8913, struct.pack("16sH14x", b"lo", 0)))[1]
    fcntl.ioctl(control, 0x8914, struct.pack("16sH14x", b"lo", flags | 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def closed() -> list[str]:
    """The words that start a command in a network namespace of its own; none where the system does not allow it."""
    words = ["unshare", "--map-root-user", "--net", sys.executable, "-c", ENTER]
    allowed = shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True, check=False)
    return words if allowed and allowed.returncode == 0 else []


def offline(folder: Path) -> dict[str, str]:
    """The environment in which every Python refuses the network and tells of it in `folder`/refused."""
    (folder / "shim").mkdir()
    shutil.copy(ROOT / "tests" / "closed_network.py", folder / "shim" / "sitecustomize.py")
    paths = os.pathsep.join([str(folder / "shim"), str(ROOT / "src")])
    return {**os.environ, "PYTHONPATH": paths, "FBSS_REFUSED": str(folder / "refused")}


def python(code: str, env: dict[str, str], *before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
        "import contextlib, socket\nwith contextlib.suppress(OSError): socket.gethostbyname('example.org')",
    ],
)
def test_the_closed_network_is_closed(code: str, tmp_path: Path) -> None:
    env = offline(tmp_path)
    assert (python(code, env).returncode == 0) is ("suppress" in code)
    assert (tmp_path / "refused").read_text(encoding="utf-8").count("\n") == 1


def test_the_closed_network_lets_this_machine_talk_to_itself(tmp_path: Path) -> None:
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()).close();"
        "a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'; socket.getaddrinfo('localhost', 80)"
    )
    done = python(code, offline(tmp_path), *closed())
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "refused").exists()


def test_a_build_and_an_audit_reach_for_nothing_outside(tmp_path: Path) -> None:
    """Every chapter with its kernel, every page; then a page full of addresses that nobody may follow."""
    project = tmp_path / "project"
    make_project(project)
    shutil.rmtree(project / "notebooks")
    for name in ("notebooks", "data/derived", "benchmarks"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("requirements.lock", "CITATION.cff"):
        shutil.copy(ROOT / name, project)
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd"><html><head><base href="http://192.0.2.1/"><script src="b.js">'
        "</script><link rel=stylesheet href=a.css></head><body><article><h1>Backs</h1>"
        "<p>Of 120 patients, 12 (10%) came back within a year.</p>"
        '<img src="c.png"><iframe src="http://example.org/"></iframe></article></body></html>',
        encoding="utf-8",
    )
    env = {**offline(tmp_path), "FBSS_ROOT": str(project)}
    fbss = [*closed(), sys.executable, "-m", "fbss_analysis"]
    for words in (["report", "--jobs", "2", "--quiet"], ["audit", str(page), "--format", "json"]):
        done = subprocess.run([*fbss, *words], env=env, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    assert (project / "reports" / "index.html").is_file()
    assert not (tmp_path / "refused").exists(), (tmp_path / "refused").read_text(encoding="utf-8")

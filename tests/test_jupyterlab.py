"""JupyterLab itself: started, a notebook opened in Chromium, Run All chosen from the menu, every output there."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_notebook

NOTEBOOK = "05_referral_and_agreement.ipynb"
RICH = [
    "import fbss_analysis as fbss",
    'fbss.sources()["darrow"].document()',
    'fbss.check(fbss.sources()["darrow"].claims)',
    "fbss.pool([11, 29, 11], [139, 303, 220])",
    'fbss.proportion(1, 2, method="wilsn")',
]
TOKEN = "only-for-this-test"
SETTINGS: dict[str, dict[str, object]] = {
    # every cell stays on the page, so that all can be looked at; the kernel that the notebook names is started unasked
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
DONE = """() => {
  const cells = document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt');
  const prompts = [...cells].map(e => e.innerText.trim());
  return prompts.length > 0 && prompts.every(text => /^\\[\\d+\\]:$/.test(text));
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab of its own: its address, and the folder that it shows."""
    place = tmp_path_factory.mktemp("lab")
    folder = place / "notebooks"
    folder.mkdir()
    homes = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "SETTINGS_DIR", "WORKSPACES_DIR")
    env = {f"JUPYTER{'LAB' if i > 2 else ''}_{name}": str(place / name.lower()) for i, name in enumerate(homes)}
    for plugin, settings in SETTINGS.items():
        path = Path(env["JUPYTERLAB_SETTINGS_DIR"], "@jupyterlab", f"{plugin}.jupyterlab-settings")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}", "--LabApp.news_url="]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    env = os.environ | env | {"FBSS_ROOT": str(ROOT), "PYTHONPATH": str(ROOT / "src"), "IPYTHONDIR": str(place / "ip")}
    with (place / "log").open("w") as log:
        server = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options], env=env, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, place / "log")
        yield f"http://127.0.0.1:{port}", folder
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not answer: {log.read_text()}")


def run_all(browser: Any, lab: tuple[str, Path], name: str) -> Any:
    """Open a notebook and choose Run All Cells from the menu; the page, once every cell has its number."""
    address, _ = lab
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/lab/workspaces/{Path(name).stem}/tree/{name}?token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
    page.wait_for_function(DONE, timeout=60_000)
    outside = [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]
    assert not outside, f"asked for something from elsewhere: {outside}"
    return page


def test_run_all_gives_every_output_without_an_error(lab: tuple[str, Path], browser: Any) -> None:
    book = nbformat.read(ROOT / "notebooks" / NOTEBOOK, as_version=4)
    stored = [cell.outputs for cell in book.cells if cell.cell_type == "code"]
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(book, lab[1] / NOTEBOOK)
    page = run_all(browser, lab, NOTEBOOK)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    assert cells.count() == len(stored)
    for number, outputs in enumerate(stored):
        assert cells.nth(number).locator(".jp-OutputArea-output").count() == len(outputs), f"cell {number + 1}"
    last = max(number for number, outputs in enumerate(stored) if outputs)
    assert cells.nth(last).locator(".jp-OutputArea-output").first.inner_text().strip()
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    page.close()


def test_records_are_shown_and_a_wrong_name_gets_a_sentence(lab: tuple[str, Path], browser: Any) -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    cells = [new_code_cell(text, id=f"c{i}") for i, text in enumerate(RICH)]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), lab[1] / "rich.ipynb")
    page = run_all(browser, lab, "rich.ipynb")
    output = [
        page.locator(".jp-Notebook .jp-CodeCell").nth(i).locator(".jp-OutputArea-output") for i in range(len(RICH))
    ]
    assert output[1].locator("mark").count() > 50
    assert output[2].locator("tr").count() > 10
    assert output[3].locator("svg[role=img]").count() == 1
    said = output[4].inner_text()
    assert "unknown method 'wilsn'" in said
    assert "to do:" in said
    assert "Traceback" not in said
    page.close()


def test_a_hosted_jupyter_gets_the_locked_environment() -> None:
    binder = ROOT / ".binder"
    version = tuple(map(int, (binder / "runtime.txt").read_text().strip().removeprefix("python-").split(".")))
    assert version >= (3, 11)
    (line,) = [line for line in (binder / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert (binder / line.removeprefix("-r ")).resolve() == ROOT / "requirements.lock"
    assert os.access(binder / "postBuild", os.X_OK)
    subprocess.run(["bash", "-n", str(binder / "postBuild")], check=True)

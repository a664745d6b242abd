"""The graph of the report given to snakemake and to dvc: one step that derives the tables, then one for each execution.

Each step runs what a person would type (papermill, then jupyter nbconvert) in the project's own environment. The two
programs are installed by uv into an environment of their own below the system's folder for temporary files, which stays
for the next time; where that cannot be they are left out, and it is said.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fbss_analysis import project
from fbss_analysis.building import planning

BIN = Path(sys.executable).parent
HOME = Path(tempfile.gettempdir(), "fbss-peers")
QUIET: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
DERIVE = (
    "from fbss_analysis import corpus, pipeline as p; "
    "p.write_derived(p.derive(p.audit_sources()), corpus.root() / 'data' / 'derived')"
)


def installed() -> Path | None:
    """The folder of both programs, installed where they are not; None where they cannot be."""
    try:
        if not (HOME / "bin" / "dvc").exists():
            subprocess.run([BIN / "uv", "venv", "-q", "--clear", HOME], check=True)
            subprocess.run(
                [BIN / "uv", "pip", "install", "-q", "--python", HOME / "bin" / "python", "snakemake", "dvc"],
                check=True,
            )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"snakemake and dvc are left out: {error}", file=sys.stderr)
        return None
    return HOME / "bin"


def steps() -> list[tuple[str, str, str, str]]:
    """Name, what it reads, what it writes, and the command of each step, with paths from the project's root."""
    package = "data/derived/datapackage.json"
    found = [("tables", "data/raw", package, f'{sys.executable} -c "{DERIVE}"')]
    for run in planning.plan({}):
        values = "".join(f" -p {name} {value}" for name, value in run.values.items())
        notebook, page = f"by/{run.name}.ipynb", f"by/{run.name}.html"
        execute = f"{BIN}/papermill notebooks/{run.path.name} {notebook}{values} --cwd notebooks"
        found.append(
            (run.name, f"notebooks/{run.path.name}", page, f"{execute} && {BIN}/jupyter nbconvert --to html {notebook}")
        )
    return found


def _snakefile() -> str:
    made = steps()
    rules = ["rule all:\n    input: " + json.dumps([page for *_, page, _ in made])]
    for number, (_, reads, page, command) in enumerate(made):
        inputs = [reads] if not number else [reads, made[0][2]]
        rules.append(
            f"rule step{number}:\n    input: {json.dumps(inputs)}\n    output: {json.dumps(page)}\n"
            f"    shell: {json.dumps(command)}"
        )
    return "\n\n".join(rules) + "\n"


def _stages() -> str:
    made = steps()
    return json.dumps(
        {
            "stages": {
                f"step{number}": {
                    "cmd": command,
                    "deps": [reads] if not number else [reads, made[0][2]],
                    "outs": [{page: {"cache": False}}],
                }
                for number, (_, reads, page, command) in enumerate(made)
            }
        }
    )


def costs(jobs: int, measure: Callable[[Callable[[], None]], Any]) -> dict[str, list[Any]]:
    """What both take in full and, five times, when nothing has changed."""
    bin_folder, root, found = installed(), project.root(), dict[str, list[Any]]()
    if bin_folder is None:
        return found
    (root / "by").mkdir(exist_ok=True)
    (root / "Snakefile").write_text(_snakefile(), encoding="utf-8")
    (root / "dvc.yaml").write_text(_stages(), encoding="utf-8")
    if not (root / ".dvc").exists():
        subprocess.run([bin_folder / "dvc", "init", "--no-scm", "-q"], cwd=root, **QUIET)
    commands = {
        "snakemake": [bin_folder / "snakemake", "--cores", str(jobs), "-q", "all"],
        "dvc": [bin_folder / "dvc", "repro", "-q"],
    }
    for name, command in commands.items():
        for left in (root / "by", root / ".snakemake", root / "dvc.lock"):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        (root / "by").mkdir()
        (root / "data" / "derived" / "datapackage.json").unlink()

        def run(command: list[Any] = command) -> None:
            subprocess.run(command, cwd=root, **QUIET)

        found[f"{name}, full"] = [measure(run)]
        found[f"{name}, nothing"] = [measure(run) for _ in range(5)]
    return found

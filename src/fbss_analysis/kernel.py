"""Notebooks executed through papermill, and cleaned of what changes from run to run.

papermill writes time stamps, paths and a random cell id into what it executes; with those taken out the same notebook
on the same data has the same bytes. A failing cell raises a three-part error that names notebook and cell; the failed
copy with its traceback is kept where the message says.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fbss_analysis.corpus import ROOT_VARIABLE, root
from fbss_analysis.parameters import Value
from fbss_analysis.schema import FbssError

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT_SECONDS = 600
INJECTED_CELL_ID = "injected-parameters"


def execute(path: Path, parameters: Mapping[str, Value], failed: Path) -> NotebookNode:
    """Run one notebook in a fresh kernel with `parameters`; return it executed and clean.

    A failing cell is a FbssError; the notebook with its traceback is then written to the folder `failed`.
    """
    import nbformat

    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / path.name
        try:
            _papermill(path, output, parameters)
        except Exception as error:  # papermill raises its own, nbclient's and the kernel's errors
            raise _failure(error, path, output, failed) from error
        with output.open(encoding="utf-8") as file:
            return clean(nbformat.read(file, as_version=4))


def _papermill(path: Path, output: Path, parameters: Mapping[str, Value]) -> None:
    import papermill
    from traitlets.config import Config

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("papermill").setLevel(logging.ERROR)
        papermill.execute_notebook(
            str(path),
            str(output),
            parameters=dict(parameters),
            cwd=str(path.parent),
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT_SECONDS,
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),  # else the kernel warns of its port
        )


@contextmanager
def project_in_environment() -> Iterator[None]:
    """Let the kernels that start inside find this project, wherever their notebook stands."""
    before = os.environ.get(ROOT_VARIABLE)
    os.environ[ROOT_VARIABLE] = str(root())
    try:
        yield
    finally:
        if before is None:
            del os.environ[ROOT_VARIABLE]
        else:
            os.environ[ROOT_VARIABLE] = before


def _failure(error: Exception, path: Path, output: Path, failed: Path) -> FbssError:
    kept = failed / path.name
    if output.exists():
        failed.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(output.read_bytes())
    index = getattr(error, "cell_index", None)
    cell = "" if index is None else f", cell {_number_of_cell(index, output)}"
    what = f"{getattr(error, 'ename', type(error).__name__)}: {getattr(error, 'evalue', None) or error}"
    return FbssError(f"the notebook failed: {what}", f"{path.name}{cell}", f"see {kept}; the old report is untouched")


def _number_of_cell(index: int, output: Path) -> int:
    """The number of a cell as a person counts in the notebook that they wrote: from one, without the injected cell."""
    import nbformat

    with output.open(encoding="utf-8") as file:
        cells = nbformat.read(file, as_version=4).cells[: index + 1]
    return sum("injected-parameters" not in cell.metadata.get("tags", []) for cell in cells)


def clean(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs between two runs: time stamps, paths, random ids, the environment's own metadata."""
    notebook.metadata = {
        key: value for key, value in notebook.metadata.items() if key in ("kernelspec", "language_info")
    }
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if "injected-parameters" in tags:
            cell.id = INJECTED_CELL_ID
    return notebook

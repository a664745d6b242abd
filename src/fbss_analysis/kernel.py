"""Notebooks executed through papermill, and cleaned of what changes from run to run.

papermill writes time stamps, paths and a random cell id into what it executes; with those taken out the same notebook
on the same data has the same bytes. A failing cell raises a three-part error that names notebook and cell; the failed
copy with its traceback is kept where the message says. A kernel that dies and a cell that never ends are told alike.
"""

from __future__ import annotations

import logging
import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fbss_analysis.building.failing import claims_about
from fbss_analysis.building.observation import VARIABLE
from fbss_analysis.chapters import INJECTED
from fbss_analysis.errors import FbssError
from fbss_analysis.kernels.engine import NAME, Execution, Watch
from fbss_analysis.kernels.launching import CELL_TIMEOUT_SECONDS, ColdLauncher, Launcher, environment
from fbss_analysis.parameters import Value, of_notebook
from fbss_analysis.project import root

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED_CELL_ID = "injected-parameters"
_FOLDER_OF_CELLS = re.compile(re.escape(tempfile.gettempdir()) + r"[/\\]ipykernel_\d+")


def execute(
    path: Path,
    parameters: Mapping[str, Value],
    failed: Path,
    *,
    through: Launcher | None = None,
    timeout: int = CELL_TIMEOUT_SECONDS,
    watch: Watch | None = None,
    variables: Mapping[str, str] = MappingProxyType({}),
    name: str = "",
    needs: Sequence[str] | None = None,
) -> NotebookNode:
    """Run one notebook in a fresh kernel with `parameters`; return it executed and clean.

    The kernel comes from the launcher `through` (by default a cold one); each cell has `timeout` seconds; `watch` is
    told the index of each cell and their number. A failing cell is a FbssError; the notebook with its traceback is then
    written to the folder `failed`, under the `name` of the run. With FBSS_OBSERVED among the `variables` of its
    environment the kernel notes what it reads and is guarded.
    """
    if through is None:
        through = ColdLauncher()
    env = environment() | dict(variables)
    guarded = ("fbss_analysis.building.observation", "fbss_analysis.building.failing") if VARIABLE in env else ()
    execution = Execution(through, path.parent, env, timeout, needs=needs, extensions=guarded, watch=watch)
    try:
        return clean(_papermill(path, parameters, execution))
    except Exception as error:  # papermill raises its own, nbclient's and the kernel's errors
        raise _failure(error, path, parameters, execution, failed / f"{name or path.stem}.ipynb") from error


def _papermill(path: Path, parameters: Mapping[str, Value], execution: Execution) -> Any:
    import papermill

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("papermill", "asyncio"):  # they would tell a second time, in their own words, what we tell
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return papermill.execute_notebook(
            str(path),
            None,
            parameters=dict(parameters),
            engine_name=NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution=execution,
        )


def _failure(
    error: Exception, path: Path, parameters: Mapping[str, Value], execution: Execution, kept: Path
) -> FbssError:
    if isinstance(error, FbssError):
        return error
    import nbformat

    where = path.name
    if execution.notebook is None or execution.cell_index < 0:
        return FbssError(f"the notebook failed: {_reason(error, execution)}", where, "the old report is untouched")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(nbformat.writes(execution.notebook), encoding="utf-8")
        todo = f"see {kept}; the old report is untouched"
    except OSError as full:
        todo = f"it could not be kept in {kept} ({full.strerror}); the old report is untouched"
    where += f", cell {_number_of_cell(execution)}"
    if about := _claims(error, path, parameters, execution):
        where += f", {about}"
    return FbssError(f"the notebook failed: {_reason(error, execution)}", where, todo)


def _claims(error: Exception, path: Path, parameters: Mapping[str, Value], execution: Execution) -> str:
    assert execution.notebook is not None
    given = {name: known.default for name, known in of_notebook(path).items()} | dict(parameters)
    notes = Path(execution.env[VARIABLE]) if VARIABLE in execution.env else None
    return claims_about(notes, [str(error), execution.notebook.cells[execution.cell_index].source], given, root())


def _reason(error: Exception, execution: Execution) -> str:
    kind = type(error).__name__
    if kind == "CellTimeoutError" and "IOPub" in str(error):
        return "the cell was done, but its outputs did not all come"
    if kind == "CellTimeoutError":
        return f"the cell was not done after {execution.timeout} seconds"
    if kind == "DeadKernelError":
        return "the kernel died"
    return f"{getattr(error, 'ename', kind)}: {_in_one_line(str(getattr(error, 'evalue', None) or error))}"


def _in_one_line(message: str) -> str:
    """A message of ours, which has parts of its own, as the first part of another.

    >>> _in_one_line("no such table\\n  where: data/derived\\n  to do: name another")
    'no such table (data/derived): name another'
    """
    what, _, rest = message.partition("\n  where: ")
    where, _, todo = rest.partition("\n  to do: ")
    return f"{what} ({where}): {todo}" if todo else message


def _number_of_cell(execution: Execution) -> int:
    """The number of a cell as a person counts in the notebook that they wrote: from one, without what was put in."""
    assert execution.notebook is not None
    cells = [
        cell for cell in execution.notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]
    return sum(INJECTED not in cell.metadata.get("tags", []) for cell in cells[: execution.cell_index + 1])


def clean(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs between two runs: time stamps, paths, ids, the environment's metadata."""
    notebook.metadata = {
        key: value for key, value in notebook.metadata.items() if key in ("kernelspec", "language_info")
    }
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if INJECTED in tags:
            cell.id = INJECTED_CELL_ID
        for output in cell.get("outputs", ()):
            if "text" in output:  # a warning names the file of its cell, which is in a folder named after the process
                output.text = _FOLDER_OF_CELLS.sub("ipykernel", output.text)
    return notebook

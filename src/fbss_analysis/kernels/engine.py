"""A papermill engine that runs a notebook in a kernel of a launcher and saves nothing on the way.

papermill writes the notebook after every cell; here the notebook stays in memory, where it is at hand for the report
of a crash even when the kernel has died or a cell has never ended (papermill's own copy then says that every cell
completed). What a cell prints beyond a limit is cut, and a note stands where it was cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis.kernels.hiding import FILE_SYSTEMS, GRAMMARS, hidden
from fbss_analysis.kernels.launching import Launcher

with hidden(*GRAMMARS, FILE_SYSTEMS):
    from nbformat.v4 import new_output
    from nbformat.validator import get_validator
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

    from fbss_analysis.kernels.provisioner import Manager

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAME = "fbss"
OUTPUT_LIMIT = 5_000_000  # characters of one cell's outputs
START_SECONDS = 60
OUTPUT_SECONDS = (
    60  # in which a cell's outputs must have come after its end; a busy machine needs more than the usual 4
)
CUT = f"\n[The output of this cell was cut after {OUTPUT_LIMIT:,} characters.]\n"
OUTPUTS = frozenset({"stream", "display_data", "execute_result", "update_display_data"})
Watch = Callable[[int, int], None]


@dataclass(slots=True)
class Execution:
    """How a notebook is to be run, and, while it is and afterwards, how far it has come."""

    launcher: Launcher
    cwd: Path
    env: Mapping[str, str]
    timeout: int
    needs: Sequence[str] | None = None
    extensions: Sequence[str] = ()
    watch: Watch | None = None
    notebook: NotebookNode | None = None
    cell_index: int = -1

    def begin(self, cell: NotebookNode, cell_index: int) -> None:
        """Told by the client before each cell."""
        del cell
        self.cell_index = cell_index
        if self.watch and self.notebook is not None:
            self.watch(cell_index, len(self.notebook.cells))


class Client(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, with cells whose output has a limit."""

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take in a message of the kernel; an output beyond the limit is left out and a note put in its place."""
        if msg["msg_type"] not in OUTPUTS:
            return super().process_message(msg, cell, cell_index)
        left = OUTPUT_LIMIT - sum(map(_length, cell.outputs))
        if _length(msg["content"]) <= left:
            return super().process_message(msg, cell, cell_index)
        if left > 0:
            cell.outputs += [_cut(msg["content"], left), new_output("stream", name="stderr", text=CUT)]
        return None


def _length(content: Mapping[str, Any]) -> int:
    return len(content.get("text", "")) + sum(len(str(value)) for value in content.get("data", {}).values())


def _cut(content: Mapping[str, Any], left: int) -> Any:
    text = content.get("text") or content.get("data", {}).get("text/plain", "")
    return new_output("stream", name=content.get("name", "stdout"), text=text[:left])


class Engine(NBClientEngine):  # type: ignore[misc]
    """The engine `fbss` of papermill; takes an Execution."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, *, execution: Execution, **_: Any) -> Any:
        """Run all cells in one kernel; `execution` holds the notebook whatever happens."""
        execution.notebook = nb
        watched = NotebookExecutionManager(nb, progress_bar=False, autosave_cell_every=0)
        watched.notebook_start()
        manager = Manager(kernel_name=kernel_name, launcher=execution.launcher, needs=execution.needs)
        client = Client(
            watched,
            km=manager,
            timeout=execution.timeout,
            startup_timeout=START_SECONDS,
            iopub_timeout=min(OUTPUT_SECONDS, execution.timeout),
            kernel_name=kernel_name,
            extra_arguments=[f"--IPKernelApp.extra_extensions={name}" for name in execution.extensions],
            shutdown_kernel="immediate",
            record_timing=False,
            on_cell_start=execution.begin,
        )
        try:
            client.execute(cleanup_kc=True, cwd=str(execution.cwd), env=dict(execution.env))
        finally:
            watched.notebook_complete()
        return watched.nb


papermill_engines.register(NAME, Engine)
get_validator()  # compiled here, while the tables are being made, it is not when they are waited for

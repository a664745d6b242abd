"""The floor under any way to run the notebooks: their cells alone, in forked processes that have imported everything.

No kernel, no messages, no page: each run's cells are compiled and executed in one namespace, the last expression of a
cell is shown as a notebook would store it, and nothing is written. What is longer is the price of kernels, of observing
and of pages.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping

from fbss_analysis import parameters, project
from fbss_analysis.building import planning
from fbss_analysis.kernels.warm import LATER, preload

FORMS = ("_repr_html_", "_repr_svg_", "_repr_markdown_")


def show(*values: object) -> None:
    """What a notebook would store of a value."""
    for value in values:
        for form in FORMS:
            getattr(value, form, lambda: None)()
        repr(value)


def run(code: list[str], values: Mapping[str, object]) -> None:
    """Execute cells in a namespace of their own; the first holds the parameters, which the values replace."""
    names: dict[str, object] = {"display": show}
    for number, cell in enumerate(code):
        tree = ast.parse(cell.rstrip().removesuffix(";"))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            show(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
        names |= values if number == 0 else {}


def one(planned: planning.Run) -> None:
    """One execution that the report has."""
    cells = [c for c in parameters.cells(planned.path) if c["cell_type"] == "code"]
    with contextlib.redirect_stdout(io.StringIO()):
        run(list(map(parameters.source_of, cells)), planned.values)


def floor(jobs: int) -> None:
    """All executions, in so many processes."""
    subprocess.run([sys.executable, __file__, str(jobs)], check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    """Import everything, fork, and execute the longest in writing first."""
    preload(list(LATER))
    os.chdir(project.root() / project.NOTEBOOKS)
    builtins.display = show  # type: ignore[attr-defined]
    runs = sorted(planning.plan({}), key=lambda each: -len(each.code()))
    with multiprocessing.get_context("fork").Pool(int(sys.argv[1]), maxtasksperchild=1) as pool:
        pool.map(one, runs, chunksize=1)


if __name__ == "__main__":
    main()

"""Executed notebooks and digests to fragments of HTML that open offline: no script, no request, formulas as MathML.

nbconvert's own page loads MathJax and require.js from elsewhere; the template in `templates/fbss` takes only its cells,
folds the code away and gives every plot its alternative text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from fbss_analysis import __version__, navigation

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from nbformat import NotebookNode

EXPORTER = f"{__package__}.exporter"  # nbconvert takes a third of a second to import, so it is, with the first notebook
INJECTED = "injected-parameters"  # papermill's tag of the cell that it puts in
TEMPLATES, SUFFIX = Path(__file__).parent / "templates", ".html.j2"
_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$\w])\$(?P<inline>[^$\n]+?)\$(?![\w$])", re.DOTALL)
_HEADING = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_ANCHOR = re.compile(r'<a href="#(?P<id>[^"]+)">')


def title(notebook: NotebookNode) -> str:
    """The first heading of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := _HEADING.search(cell.source)):
            return str(match[1])
    return "Untitled"


def renew(executed: str, path: Path) -> str:
    """An executed notebook whose code is that of a file, with the file's prose in place of its own."""
    import nbformat

    ran = nbformat.reads(executed, as_version=4)
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    ran.cells = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            ran.cells.append(code.pop(0))
            if code and INJECTED in code[0].metadata.get("tags", []):
                ran.cells.append(code.pop(0))
        else:
            tags = cell.metadata.get("tags", [])
            cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
            ran.cells.append(cell)
    return str(nbformat.writes(ran)) + "\n"


def render(notebook: NotebookNode) -> str:
    """An executed notebook as a fragment of HTML."""
    copy = notebook.copy()
    copy.cells = [_with_mathml(cell) for cell in notebook.cells if "parameters" not in cell.metadata.get("tags", [])]
    fragment: str = import_module(EXPORTER).export(copy)
    return fragment


def writer(raw_sha256: str) -> Callable[..., str]:
    """A function that fills the template of a page by its name; every page names the data that it was made from.

    `here`, the page's own file name, lets the navigation mark it.
    """
    places = {"header": navigation.HEADER, "foot": navigation.FOOT, "here": "", "card_link": navigation.card_link}
    shared = {"version": __version__, "raw_sha256": raw_sha256, **places}
    return lambda name, **shown: template(name).render(shared | shown) + "\n"


def template(name: str) -> Template:
    """The template of a page by its name, compiled."""
    return templates().get_template(name + SUFFIX)


@cache
def templates() -> Environment:
    """The templates of the pages, each of which is compiled once in a process."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )


def _with_mathml(cell: NotebookNode) -> NotebookNode:
    if cell.cell_type != "markdown" or "$" not in cell.source:
        return cell
    changed: NotebookNode = cell.copy()
    changed.source = mathml(cell.source)
    return changed


def mathml(text: str) -> str:
    """Replace $…$ and $$…$$ by MathML, which browsers draw without a script."""
    from latex2mathml.converter import convert

    def replace(match: re.Match[str]) -> str:
        display = match["display"] is not None
        return str(convert((match["display"] or match["inline"]).strip(), display="block" if display else "inline"))

    return _FORMULA.sub(replace, text)


def digest(markdown: str, overall: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    """The digest as HTML: each figure links to its card, its verdict as class; other numbers lead to their reason.

    The place of a number has the claim's or the exclusion's name with `text-` before it. What qualifies a claim (its
    horizon, say) belongs to the claim.
    """
    import mistune

    def mark(match: re.Match[str]) -> str:
        name = html.unescape(match["id"])
        if name in overall:
            verdict = overall[name]
            return f'<a id="text-{name}" class="{verdict}" href="#{name}" title="{verdict.replace("_", " ")}">'
        if (claim := name.rpartition(".")[0]) in overall:
            return f'<a id="text-{name}" class="qualifier" href="#{claim}" title="belongs to {claim}">'
        reason = html.escape(reasons.get(name, "no claim"))
        return f'<a class="excluded" href="#why-{name}" id="text-{name}" title="{reason}">'

    below_the_page = re.sub(r"^(#+ )", r"##\1", markdown, flags=re.MULTILINE)
    return _ANCHOR.sub(mark, str(mistune.html(below_the_page)))

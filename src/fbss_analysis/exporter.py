"""nbconvert's exporter to HTML, made once and used for every notebook, without what no chapter needs.

The first notebook that an exporter renders costs a fifth of a second, for templates that are compiled and modules that
are imported on the way; the next ones a hundredth. So a small one with every sort of cell is rendered when this module
is imported, which the warm parent does before it forks. nbconvert then reads the finished page a second time to write
alternative texts into pictures and to make the cells of JupyterLab's own page focusable: chapters have neither (a plot
is SVG, and the template gives it its words), so that reading is left out unless there is a picture. nbconvert imports
for a third of a second, so this module is imported where the first notebook is rendered.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"
SETTINGS = Config({"HTMLExporter": {"exclude_anchor_links": True}})  # they would be links without a name
PICTURES = ("image/png", "image/jpeg")
_lock = threading.Lock()  # the exporter keeps what belongs to the notebook in hand


class Exporter(HTMLExporter):
    """The exporter that stops where the template is filled."""

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **more: Any) -> Any:
        """The notebook as HTML, and the resources that the template was given."""
        if any(picture in output.get("data", ()) for output in _outputs(nb) for picture in PICTURES):
            return super().from_notebook_node(nb, resources, **more)
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer", "ipython3")
        own: Any = self
        own.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        return TemplateExporter.from_notebook_node(self, nb, own._init_resources(resources), **more)


def _outputs(notebook: NotebookNode) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


_make: Any = Exporter
_exporter = _make(config=SETTINGS, template_name="fbss", extra_template_basedirs=[str(TEMPLATES)])


def export(notebook: NotebookNode) -> str:
    """An executed notebook as a fragment of HTML; one at a time."""
    with _lock:
        fragment: str = _exporter.from_notebook_node(notebook)[0]
        return fragment


def _first() -> None:
    """Render a notebook with every sort of cell and output."""
    shown = [new_output("stream", text="a")]
    for kind in ("text/html", "text/markdown", "text/plain", "image/svg+xml"):
        shown.append(new_output("display_data", data={kind: "a"}))
    export(new_notebook(cells=[new_markdown_cell("# A *b* `c`"), new_code_cell("import a\nb = 1.0", outputs=shown)]))


_first()

"""Nothing that comes from a document is executed or rendered unescaped, in any format, wherever it is shown."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hostile
import pytest
from browser import Visits
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import audit, chapters, escapes, prose
from fbss_analysis.cli import Exit, main
from fbss_analysis.formats import FORMATS, write
from fbss_analysis.highlights import Mark, fragment, page
from fbss_analysis.schema import Document, Finding, Rung, Verdict
from fbss_analysis.tables import Table

NAME = "<img src=x onerror=alert(99)>$\\href{javascript:alert(98)}{x}$[a](javascript:alert(97))=1\x1b[31m.txt"
ACTIVE = {"script", "img", "svg", "iframe", "link", "form", "input", "math", "object", "embed", "base"}


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A hostile text under a hostile name."""
    path = tmp_path / NAME
    path.write_text(hostile.text(), encoding="utf-8")
    return path


class Seen(HTMLParser):
    """The tags and attributes that a parser sees in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def assert_harmless(shown: str) -> None:
    """No element that acts, no attribute that listens or leads elsewhere, no LaTeX and no control character."""
    seen = Seen(shown)
    assert not ACTIVE & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "href", "action")]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_the_html_format_runs_nothing_and_asks_nobody(article: Path, tmp_path: Path, visit: Visits) -> None:
    for command in ("audit", "extract"):
        out = tmp_path / f"{command}.html"
        assert main([command, str(article), "--format", "html", "-o", str(out)]) == Exit.DONE
        assert_harmless(out.read_text(encoding="utf-8").replace('http-equiv="Content', "").replace("<meta", "<p"))
        opened = visit(out)
        assert "<script>alert(1)</script>" in opened.evaluate("() => document.body.textContent")
        opened.mouse.move(300, 300)
        opened.keyboard.press("Tab")
        opened.wait_for_timeout(200)


def test_without_its_policy_the_html_is_harmless_as_well(article: Path, tmp_path: Path, visit: Visits) -> None:
    out = tmp_path / "bare.html"
    out.write_text(f"<!doctype html><meta charset=utf-8><body>{audit(article)._repr_html_()}", encoding="utf-8")
    visit(out).wait_for_timeout(200)


def test_an_html_page_is_read_and_not_obeyed(tmp_path: Path, visit: Visits) -> None:
    (tmp_path / "page.html").write_text(hostile.page(), encoding="utf-8")
    out = tmp_path / "out.html"
    assert main(["audit", str(tmp_path / "page.html"), "--format", "html", "-o", str(out)]) == Exit.DONE
    assert "onerror=alert(2)" in visit(out).evaluate("() => document.body.textContent")


def test_mathjax_is_told_to_leave_a_document_alone() -> None:
    shown = fragment(Document("$a$", "$x$ 5% \\(y\\)"), [Mark(4, 6, "consistent", "$z$")])
    assert 'class="fbss tex2jax_ignore mathjax_ignore"' in shown
    assert "$x$" not in shown
    assert "\\(" not in shown


def test_a_table_of_a_notebook_is_text(article: Path, tmp_path: Path, visit: Visits) -> None:
    made = audit(article)
    import pandas as pd

    shown = Table(
        pd.DataFrame({"message": [f.message for f in made.findings], "doc": [article.name] * len(made.findings)})
    )
    assert_harmless(shown._repr_html_())
    assert "tex2jax_ignore" in shown._repr_html_()
    assert "tex2jax_ignore" not in Table(pd.DataFrame({"a": ["5%"]}))._repr_html_()
    out = tmp_path / "table.html"
    out.write_text(f"<!doctype html><meta charset=utf-8><body>{shown._repr_html_()}", encoding="utf-8")
    visit(out)


@pytest.mark.parametrize("name", [*hostile.MARKDOWN, *hostile.SCRIPTS, *hostile.TERMINAL, NAME])
def test_a_name_in_a_sentence_is_plain_text(name: str) -> None:
    from nbconvert.filters import markdown2html

    shown = markdown2html(prose.sentence("**{name:plain}** is read.", name=name))
    assert_harmless(shown)
    assert Seen(shown).tags.count("a") == 0
    text = re.sub(r"<[^>]+>", "", shown).strip()
    expected = f"{' '.join(escapes.unmasked(name).split())} is read."
    assert html.unescape(text) == expected


def test_a_chapter_about_a_hostile_article_is_harmless(article: Path, tmp_path: Path, visit: Visits) -> None:
    import nbformat
    from markupsafe import Markup
    from nbclient import NotebookClient

    notebook: Any = nbformat.read(chapters.TEMPLATES.parents[2] / "notebooks" / "10_article.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    cell.source = f"document = {str(article)!r}"
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    body = chapters.render(notebook)
    assert not (ACTIVE - {"svg"}) & set(Seen(body).tags)
    write_page = chapters.writer("0" * 64)
    out = tmp_path / "chapter.html"
    shutil.copy(chapters.TEMPLATES / "style.css", tmp_path)
    out.write_text(write_page("chapter", title=NAME, body=Markup(body), notebook="x.ipynb"), encoding="utf-8")
    assert "What does not agree" in visit(out).evaluate("() => document.body.innerText")


def hostile_finding(text: str) -> Finding:
    return Finding(text, Rung.RECOMPUTED, text, text, ((0, 2),), Verdict.INCONSISTENT, None, text, text, text, text)


@pytest.mark.parametrize("cell", hostile.CELLS)
def test_no_cell_is_a_formula(cell: str) -> None:
    rows = list(csv.DictReader(io.StringIO(write([hostile_finding(cell)], Finding, "csv"), newline="")))
    for value in (rows[0]["message"], rows[0]["doc"], rows[0]["formula"]):
        assert value.startswith("'")


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("parquet", "html")])
@pytest.mark.parametrize("text", hostile.TERMINAL)
def test_no_text_format_moves_a_terminal(form: str, text: str) -> None:
    shown = write([hostile_finding(text)], Finding, form)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", shown)
    if form == "json":
        assert json.loads(shown)[0]["message"] == text


def test_an_error_about_a_hostile_name_moves_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", NAME]) == Exit.INPUT
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "\\x1b" in told


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(), st.text())
def test_any_text_is_text_in_html_and_json(text: str, name: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    shown = page(name, [fragment(Document(name, text), [Mark(0, len(text), "inconsistent", name)] if text else [])])
    assert set(Seen(shown).tags) <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "h2", "bdi", "p", "b", "details"),
        *("summary", "div", "mark", "span"),
    }
    assert json.loads(escapes.to_json([text, name])) == [text, name]

"""The report on paper: a title, contents that tell the right sheets, running heads, nothing clipped, no clock."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from unicodedata import normalize

import pytest
from browser import Visits, chromium
from pypdf import PdfReader

from fbss_analysis.cli import Exit, main
from fbss_analysis.errors import FbssError, UsageError
from fbss_analysis.publishing import book, printing

SOME = ("verdicts.html", "limits.html", "02_fbss_incidence.html", "source-darrow.html", "cite.html")
MILLIMETRE = 96 / 25.4
CLIPPED = """() => [...document.querySelectorAll('pre, table, td, figure, svg, math, p, dd')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def some(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few pages of the report, printed."""
    chromium()
    folder = tmp_path_factory.mktemp("printed")
    for name in (*SOME, "style.css", "claims.json", "datapackage.json"):
        shutil.copy(report / name, folder)
    printing.print_report(folder)
    return folder


@pytest.fixture(scope="module")
def sheets(some: Path) -> list[str]:
    pages = PdfReader(some / printing.NAME).pages
    return [normalize("NFKC", " ".join(page.extract_text().split())) for page in pages]  # "fi" may be one glyph


def parts(folder: Path) -> list[book.Part]:
    return book.parts({name: (folder / name).read_text(encoding="utf-8") for name in SOME})


def test_it_has_a_title_page_and_contents_that_lead_to_the_right_sheets(some: Path, sheets: list[str]) -> None:
    assert "claims" in sheets[0]
    assert f"/ {len(sheets)}" not in sheets[0]
    contents = sheets[1].partition("Contents")[2]
    for part in parts(some):
        told = re.search(re.escape(part.title) + r" (\d+)", contents)
        assert told, part.title
        before, sheet = sheets[int(told[1]) - 2], sheets[int(told[1]) - 1]
        assert sheet.startswith(head := f"fbss_analysis {part.title}")
        assert sheet.count(part.title.split(":")[0]) >= 2, "once as running head, once as heading"
        assert not before.startswith(head)


def test_every_sheet_tells_its_number_and_its_chapter(some: Path, sheets: list[str]) -> None:
    for number, sheet in enumerate(sheets[2:], 3):
        assert f"{number} / {len(sheets)}" in sheet
        assert any(part.title in sheet for part in parts(some))


def test_code_is_there_to_its_end(some: Path, sheets: list[str]) -> None:
    page = (some / "02_fbss_incidence.html").read_text(encoding="utf-8")
    code = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
    longest = max((re.sub(r"<[^>]+>", "", line) for block in code for line in block.splitlines()), key=len)
    assert len(longest) > 80
    last = re.findall(r"\w{4,}", longest)[-1]
    assert last in "".join(sheets)


def test_nothing_is_wider_than_the_sheet(report: Path, visit: Visits, tmp_path: Path) -> None:
    names = [path.name for path in report.glob("*.html")] + ["style.css", "claims.json", "datapackage.json"]
    files = {name: (report / name).read_text(encoding="utf-8") for name in names}
    found = book.parts({name: text for name, text in files.items() if name.endswith(".html")})
    path = tmp_path / "book.html"
    path.write_text(book.compose(found, files), encoding="utf-8")
    page = visit(path, width=int((210 - 32) * MILLIMETRE))
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []
    names_given = page.evaluate("[...document.querySelectorAll('[id]:not(svg):not(svg *)')].map(e => e.id)")
    assert len(names_given) == len(set(names_given))
    broken = "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash).filter(h => "
    broken += "!document.getElementById(decodeURIComponent(h.slice(1))))"
    assert page.evaluate(broken) == []
    files_beside = "[...document.querySelectorAll('a[href]')].filter(a => a.protocol == 'file:' && !a.hash).length"
    assert page.evaluate(files_beside) == 0


def test_the_same_report_gives_the_same_bytes(some: Path) -> None:
    first = (some / printing.NAME).read_bytes()
    seen = printing.print_report(some)
    assert (some / printing.NAME).read_bytes() == first
    assert b"D:1980" in first
    assert printing.is_current(some, seen)
    page = some / SOME[0]
    text = page.read_text(encoding="utf-8")
    page.write_text(text + " ", encoding="utf-8")
    assert not printing.is_current(some, seen)
    page.write_text(text, encoding="utf-8")


def test_without_a_chromium_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert main(["report", "--pdf"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "a PDF needs a Chromium" in said
    assert "where: --pdf" in said
    assert "to do: install one" in said
    with pytest.raises(UsageError):
        printing.require_browser()


def test_a_browser_that_prints_nothing_is_told(tmp_path: Path) -> None:
    lame = tmp_path / "lame"
    lame.write_text("#!/bin/sh\necho no such thing >&2\n", encoding="utf-8")
    lame.chmod(0o755)
    with pytest.raises(FbssError, match="printed nothing: no such thing"):
        printing.print_page("<p>x</p>", str(lame))


def test_names_and_links_stay_within_the_book() -> None:
    page = '<title>A</title><main class="page"><h1 id="x">A</h1><label for="x">x</label><a href="b.html">b</a>'
    page += '<a href="b.html#q=1">q</a>'
    page += '<a href="x.csv">x</a>'
    page += '<a href="b.html?q=1#y">y</a><rect clip-path="url(#c)"/><script>alert()</script><details>d</details></main>'
    (part,) = book.parts({"a.html": page})
    assert part.body == (
        '<h1 id="a--x">A</h1><label for="a--x">x</label><a href="#b">b</a><a href="#b">q</a>'
        '<a>x</a><a href="#b--y">y</a>'
        '<rect clip-path="url(#a--c)"/><details open>d</details>'
    )

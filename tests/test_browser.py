"""Every page of the report in a real browser: offline, readable on a phone, in the dark, on paper, and by everybody."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from browser import Visits, too_wide, violations
from pypdf import PdfReader

CONTRAST = """() => {
  const luminance = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.body);
  const [a, b] = [luminance(style.color), luminance(style.backgroundColor)];
  return {paper: b, contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)};
}"""


def pages(report: Path) -> list[Path]:
    found = sorted(report.glob("*.html"))
    assert report / "index.html" in found
    return found


def test_a_phone_scrolls_no_page_sideways(report: Path, visit: Visits) -> None:
    wide = {}
    for path in pages(report):
        if by := too_wide(visit(path, width=360)):
            wide[path.name] = f"{by} pixels"
        visit.close()
    assert not wide


def test_everybody_can_read_every_page(report: Path, visit: Visits) -> None:
    found = {}
    for path in pages(report):
        if problems := violations(visit(path)):
            found[path.name] = problems[:5]
        visit.close()
    assert not found


def test_in_the_dark_every_page_is_dark_and_readable(report: Path, visit: Visits) -> None:
    found = {}
    for path in pages(report):
        page = visit(path, dark=True, width=820)
        seen = page.evaluate(CONTRAST)
        assert seen["paper"] < 0.05, path.name
        assert seen["contrast"] > 7, path.name
        if problems := violations(page, "color-contrast"):
            found[path.name] = problems[:5]
        visit.close()
    assert not found


def test_every_page_prints(report: Path, visit: Visits) -> None:
    for path in pages(report):
        page = visit(path)
        printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
        heading = page.locator("h1").first.inner_text()
        text = " ".join(printed.pages[0].extract_text().split())
        assert heading.split()[0] in text, path.name
        visit.close()


SINS = {
    "asked for something outside": '<img src="https://example.org/x.png" alt="x">',
    "errors in the console": "<script>nothing.at.all</script>",
    "dialogs": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("says", SINS)
def test_the_eye_sees_what_a_page_does_wrong(says: str, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f'<!DOCTYPE html><html lang="en"><title>A page</title><h1>A page</h1>{SINS[says]}', "utf-8")
    visits = Visits(browser)
    visits(path)
    visits.close()
    with pytest.raises(AssertionError, match=says):
        visits.assert_clean()


def test_the_eye_sees_what_is_too_wide_or_too_pale(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    pale = '<p style="color: #ccc; background: #fff; width: 500px">Pale and wide</p>'
    path.write_text(f'<!DOCTYPE html><html lang="en"><title>A page</title><h1>A page</h1>{pale}', "utf-8")
    visits = Visits(browser)
    page = visits(path, width=360)
    assert too_wide(page) >= 140
    assert [line.split()[0] for line in violations(page)] == ["color-contrast"]
    visits.close()

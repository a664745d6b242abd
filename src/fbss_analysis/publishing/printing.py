"""The report on paper: a headless Chromium prints the book, twice, since the first printing tells the sheets' numbers.

Chromium is the engine because it sets MathML, SVG and the same style sheet as the screen; WeasyPrint flattens MathML
without a word, which makes wrong formulas, and typst would want a second set of templates. It is started by its command
line, so nothing has to be installed for it but the browser. Its clock is taken out of the file, and the numbers of the
cells that head a table, which count all that the browser has happened to number, are given anew: the same report gives
the same bytes from the same Chromium.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fbss_analysis.building.files import replace_file
from fbss_analysis.building.fingerprint import digest
from fbss_analysis.errors import FbssError, UsageError
from fbss_analysis.publishing import book

VARIABLE = "CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAME = "fbss_analysis.pdf"
TIMEOUT_SECONDS = 300
SWITCHES = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing is asked of the network, whatever a page holds
)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_CELL = re.compile(rb"\(node(\d{8})\)")


def find_browser() -> str | None:
    """The Chromium that the variable CHROMIUM names, or the first on the path."""
    named = os.environ.get(VARIABLE)
    return named if named and Path(named).exists() else next(filter(None, map(shutil.which, BROWSERS)), None)


def require_browser() -> str:
    """The Chromium of this machine; a UsageError says how to get one."""
    found = find_browser()
    if found is None:
        todo = f"install one (Debian: apt-get install chromium), or name it in the variable {VARIABLE}"
        raise UsageError("a PDF needs a Chromium, and none was found", "--pdf", todo)
    return found


def is_current(folder: Path, printed: str | None) -> bool:
    """Whether the PDF in a folder was printed from its pages as they are; `printed` is what `print_report` gave."""
    return (folder / NAME).exists() and printed == _seen(_files(folder))


def print_report(folder: Path) -> str:
    """Print the report in a folder as one PDF in the same folder; return the hash of what it was printed from."""
    browser = require_browser()
    files = _files(folder)
    found = book.parts({name: text for name, text in files.items() if name.endswith(".html")})
    starts = first_sheets(print_page(book.compose(found, files), browser), found)
    printed = print_page(book.compose(found, files, starts), browser)
    replace_file(folder / NAME, settle(printed))
    return _seen(files)


def _files(folder: Path) -> dict[str, str]:
    names = [*(path.name for path in sorted(folder.glob("*.html"))), "style.css", "claims.json", "datapackage.json"]
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def _seen(files: Mapping[str, str]) -> str:
    return digest("".join(f"{name} {digest(text)}\n" for name, text in files.items()))


def print_page(page: str, browser: str) -> bytes:
    """A page of HTML as Chromium prints it; a FbssError with its last words where it does not."""
    with tempfile.TemporaryDirectory(prefix="fbss-") as scratch:
        source, target = Path(scratch, "book.html"), Path(scratch, "book.pdf")
        source.write_text(page, encoding="utf-8")
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # it refuses root otherwise
        own = [f"--user-data-dir={scratch}/profile", f"--print-to-pdf={target}", source.as_uri()]
        try:
            run = subprocess.run(
                [browser, *SWITCHES, *root, *own], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
            )
            said = run.stderr.strip().splitlines()[-1:]
        except (OSError, subprocess.TimeoutExpired) as error:
            said = [str(error)]
        if not target.exists():
            raise FbssError(f"Chromium printed nothing: {' '.join(said)}", browser, "try another in CHROMIUM")
        return target.read_bytes()


def first_sheets(printed: bytes, found: list[book.Part]) -> list[int]:
    """The number of the sheet on which each part begins, from the outline that Chromium makes of the headings."""
    import pypdfium2

    with pypdfium2.PdfDocument(printed) as opened:
        top = [mark.get_dest().get_index() + 1 for mark in opened.get_toc() if mark.level == 0]
    starts, place = [], len(top) - sum(part.headings for part in found)  # before the parts: the title, the contents
    for part in found:
        starts.append(top[place])
        place += part.headings
    return starts


def settle(printed: bytes) -> bytes:
    """A PDF with the times of its making, and the names of its cells, replaced by ones that are always the same.

    All lengths stay, so that the table of places at its end still holds, and so does the order of the names.

    >>> settle(b"/ModDate (D:20260102030405 /ID (node00000017) /Headers [(node00000017) (node00000023)]")
    b'/ModDate (D:19800101000000 /ID (node00000001) /Headers [(node00000001) (node00000002)]'
    """
    cells = {name: b"(node%08d)" % i for i, name in enumerate(sorted(set(_CELL.findall(printed))), 1)}
    named = _CELL.sub(lambda match: cells[match[1]], printed)
    return _DATE.sub(lambda match: b"/" + match[1] + b" (D:19800101000000", named)

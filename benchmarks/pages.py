"""How soon the pages of the report can be used: Chromium's own clock, from the address to the end of loading.

Load is when everything of a page is there; usable when its script has run and the main thread is free, told by an idle
callback. Minimum, median and maximum over fresh loads, and the bytes of each page. Run `make report` first.

    python benchmarks/pages.py [--repeats 7]
"""

from __future__ import annotations

import argparse
from statistics import median

from playwright.sync_api import Page, sync_playwright

from fbss_analysis import project
from fbss_analysis.publishing.printing import require_browser

PAGES = ("index.html", "ledger.html", "source-darrow.html", "09_synthesis.html")
USABLE = "() => new Promise(done => requestIdleCallback(() => done(performance.now())))"
LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def times(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds from the start of navigation to the end of loading, and until the page is idle."""
    page.goto(address, wait_until="load")
    usable = page.evaluate(USABLE)
    return page.evaluate(LOADED), usable


def main() -> None:
    """Load each page several times and print the spread."""
    parser = argparse.ArgumentParser(description="How soon the pages of the report can be used.")
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    folder = project.root() / project.REPORTS
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=require_browser(), args=["--no-sandbox"])
        for name in PAGES:
            found = []
            for _ in range(repeats):
                page = browser.new_page()
                found.append(times(page, (folder / name).as_uri()))
                page.close()
            size = (folder / name).stat().st_size
            for what, values in zip(("loaded", "usable"), zip(*found, strict=True), strict=True):
                spread = " ".join(f"{value:.0f}" for value in (min(values), median(values), max(values)))
                print(f"{name:24} {size / 1024:7.0f} KiB  {what} after {spread} ms (minimum, median, maximum)")
        browser.close()


if __name__ == "__main__":
    main()

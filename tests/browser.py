"""Pages looked at in a real, headless Chromium: what they ask for, what they complain of, how they look.

Chromium is any installed one: the variable CHROMIUM names it, or it is found on the path. Where there is none the tests
skip and say so; with FBSS_STRICT=1 they fail. Whatever page is visited, at the end of the test it must have asked for
nothing outside its own folder, written no error to the console, and opened no dialog.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fbss_analysis.publishing.printing import find_browser

WIDTHS = (360, 820, 1280)
OWN = ("data:", "blob:", "about:")


def chromium() -> str:
    """The Chromium of this machine; without one, a loud skip, or a failure in strict runs."""
    found = find_browser()
    if found:
        return found
    message = "no Chromium was found; install one (apt-get install chromium) or name it in the variable CHROMIUM"
    if os.environ.get("FBSS_STRICT") == "1":
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def started() -> Iterator[Any]:
    """A browser as playwright drives it. Its event loop runs as long as it lives, so keep it to a module of tests."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Visits:
    """The pages that one test visits, and all that they asked for and complained of."""

    browser: Any
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def __call__(
        self, path: Path, fragment: str = "", *, width: int = 1280, dark: bool = False, script: bool = True
    ) -> Any:
        """Open a file (with its `?search` or `#fragment`) in a window of its own; give playwright's page."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            offline=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        self._watch(page, path.resolve().parent.as_uri())
        page.goto(path.resolve().as_uri() + fragment)
        return page

    def _watch(self, page: Any, folder: str) -> None:
        page.on("request", lambda asked: asked.url.startswith((folder, *OWN)) or self.outside.append(asked.url))
        page.on("console", lambda said: said.type == "error" and self.errors.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def assert_clean(self) -> None:
        """Nothing was asked of the network, nothing went wrong, nobody was interrupted."""
        assert not self.outside, f"asked for something outside the report: {self.outside}"
        assert not self.errors, f"errors in the console: {self.errors}"
        assert not self.dialogs, f"dialogs: {self.dialogs}"


def too_wide(page: Any) -> int:
    """By how many pixels a page is wider than its window; 0 where it need not be scrolled sideways."""
    return max(0, page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


def violations(page: Any, *rules: str) -> list[str]:
    """What axe-core finds that is serious or critical, one line each; by the named rules, or by all that it has."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}  # it would ask for the style sheet
    options |= {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]

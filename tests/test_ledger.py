"""The ledger in a browser: a view is found by its address, a claim leads to its card, and no mouse is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import Visits

SHOWN = "[...document.querySelectorAll('#ledger tbody tr')].filter(row => row.checkVisibility()).map(row => row.id)"
TARGET = "document.querySelector(':target')?.id"
STEPS = 400  # more presses of Tab than anybody has patience for


def claims(report: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((report / "claims.json").read_text(encoding="utf-8"))
    return found


def press_tab_until(page: Any, wanted: str) -> None:
    """Press Tab until the focus is on what a selector names; what has the focus must be seen to have it."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_a_view_is_found_again_by_its_address(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html")
    everything = [claim["claim_id"] for claim in claims(report)]
    assert page.evaluate(SHOWN) == everything
    page.get_by_label("Verdict").select_option("inconsistent")
    page.get_by_label("Article").select_option("darrow")
    page.get_by_label("Search").fill("year")
    page.get_by_role("button", name="Printed").click()
    seen = page.evaluate(SHOWN)
    wanted = [c["claim_id"] for c in claims(report) if (c["overall"], c["source_id"]) == ("inconsistent", "darrow")]
    assert 0 < len(seen) < len(wanted)
    assert set(seen) <= set(wanted)
    address = urlsplit(page.url).fragment
    assert "verdict=inconsistent" in address
    again = visit(report / "ledger.html", f"#{address}")
    assert again.evaluate(SHOWN) == seen
    assert again.get_by_label("Verdict").input_value() == "inconsistent"
    assert again.get_by_label("Search").input_value() == "year"
    again.get_by_role("button", name="Clear").click()
    again.wait_for_function(f"{SHOWN}.length == {len(everything)}")
    assert again.evaluate(SHOWN) == everything


@pytest.mark.parametrize("rung", ["located", "recomputed", "traced", "pooled"])
def test_a_filter_by_rung_shows_what_the_ledger_has(rung: str, report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html", f"#rung={rung}&verdict=indeterminate")
    wanted = [claim["claim_id"] for claim in claims(report) if claim[rung] == "indeterminate"]
    assert page.evaluate(SHOWN) == wanted
    assert wanted


def test_what_fits_nothing_says_so(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html", "#q=no+such+words+anywhere&verdict=nonsense")
    assert page.evaluate(SHOWN) == []
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(f"{SHOWN}.length == {len(claims(report))}")


def test_a_claim_leads_to_its_card_and_so_does_its_address(report: Path, visit: Visits) -> None:
    name = claims(report)[7]["claim_id"]
    page = visit(report / "ledger.html")
    page.locator(f"[id='{name}'] .printed a").click()
    page.wait_for_url(f"**/source-*.html#{name}")
    assert page.evaluate(TARGET) == name
    assert page.locator(f"section.card[id='{name}']").is_visible()
    sent = visit(report / "index.html", f"#{name}")
    sent.wait_for_url(f"**/source-*.html#{name}")
    assert sent.evaluate(TARGET) == name


def test_the_keyboard_leads_from_the_first_screen_to_a_card(report: Path, visit: Visits) -> None:
    page = visit(report / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press_tab_until(page, "main a[href='ledger.html'], header a[href='ledger.html']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger.html")
    press_tab_until(page, "#ledger .printed a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/source-*.html#*")
    assert page.evaluate(TARGET) == claims(report)[0]["claim_id"]


def test_without_a_script_the_ledger_is_a_plain_table(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html", script=False)
    assert page.locator("#ledger tbody tr").count() == len(claims(report))
    assert page.locator("#ledger tbody tr").last.is_visible()
    assert not page.locator("#filters").is_visible()

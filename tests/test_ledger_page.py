"""The ledger and the cards in a real browser: filters and their address, keyboard, no script, cards."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from browser import Visits

DERIVED = Path(__file__).parents[1] / "data" / "derived"
VISIBLE = "() => [...document.querySelectorAll('#ledger tbody tr')].filter(row => !row.hidden).map(row => row.id)"


def claims() -> list[dict[str, str]]:
    with (DERIVED / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("fragment", "wanted"),
    [
        ("#verdict=inconsistent", {"overall": "inconsistent"}),
        ("#article=darrow&rung=pooled&verdict=consistent", {"source_id": "darrow", "pooled": "consistent"}),
        ("#relation=wrong+denominator", {"relation": "wrong_denominator"}),
        ("#outcome=reoperation", {"outcome": "reoperation"}),
        ("#q=darrow.fbss_6m_ratio", {"claim_id": "darrow.fbss_6m_ratio"}),
        ("#verdict=nonsense", {}),
        ("#q=zzzz", {"claim_id": "zzzz"}),
    ],
)
def test_an_address_shows_its_view_and_is_kept(
    report: Path, visit: Visits, fragment: str, wanted: dict[str, str]
) -> None:
    page = visit(report / "ledger.html", fragment)
    shown = page.evaluate(VISIBLE)
    fits = [row["claim_id"] for row in claims() if all(row[key] == value for key, value in wanted.items())]
    assert shown == fits
    assert page.locator("#nothing").is_visible() == (not fits)
    page.locator("input[name=q]").dispatch_event("input")
    kept = page.evaluate("location.hash")
    assert kept == (fragment if wanted else "")
    again = visit(report / "ledger.html", kept)
    assert again.evaluate(VISIBLE) == shown


def test_filters_and_order_go_into_the_address_and_back(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html")
    page.get_by_label("Verdict").select_option("reproduced")
    page.get_by_label("Article").select_option("darrow")
    page.get_by_role("button", name="Printed").click()
    page.get_by_role("button", name="Printed").click()
    assert page.evaluate("location.hash") == "#article=darrow&verdict=reproduced&sort=-printed"
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Printed")
    shown = page.evaluate(VISIBLE)
    values = [
        float(row["value"] or row["low"] or "inf") for name in shown for row in claims() if row["claim_id"] == name
    ]
    assert values == sorted(values, reverse=True)
    other = visit(report / "ledger.html", page.evaluate("location.hash"))
    assert other.evaluate(VISIBLE) == shown
    other.get_by_role("button", name="Clear").click()
    other.wait_for_function("location.hash === ''")
    assert other.evaluate(VISIBLE) == [row["claim_id"] for row in claims()]


def test_the_keyboard_leads_from_the_first_page_to_a_card(report: Path, visit: Visits) -> None:
    page = visit(report / "index.html")
    for _ in range(40):
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if href.startswith("source-") and "#" in href:
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/" + href)
    card = page.locator("section.card:target")
    assert card.get_attribute("id") == href.partition("#")[2]
    assert card.is_visible()


def test_the_keyboard_filters_the_ledger(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html")
    page.locator("input[name=q]").focus()
    page.keyboard.type("opioids")
    assert page.evaluate("location.hash") == "#q=opioids"
    assert 0 < len(page.evaluate(VISIBLE)) < len(claims())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "rung"


@pytest.mark.parametrize("page_name", ["index.html", "source-darrow.html"])
def test_a_claims_address_opens_its_card(report: Path, visit: Visits, page_name: str) -> None:
    page = visit(report / page_name, "#darrow.fbss_6m")
    page.wait_for_url("**/source-darrow.html#darrow.fbss_6m")
    assert page.locator("section.card:target").get_attribute("id") == "darrow.fbss_6m"


def test_a_grey_number_opens_its_reason(report: Path, visit: Visits) -> None:
    page = visit(report / "source-darrow.html")
    assert not page.locator("#excluded li").first.is_visible()
    page.locator(".digest a.excluded").first.click()
    assert page.locator("#excluded li:target").is_visible()


def test_without_a_script_the_ledger_is_a_whole_table(report: Path, visit: Visits) -> None:
    page = visit(report / "ledger.html", script=False)
    assert page.locator("#ledger tbody tr").count() == len(claims())
    assert not page.locator("#filters").is_visible()
    assert page.locator("#ledger tbody tr").last.is_visible()

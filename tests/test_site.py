"""The report's own pages: whole, linked, small, and every number on them the ledger's."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest

from fbss_analysis import ledger_pages, navigation, pages, pipeline
from fbss_analysis.corpus import raw_files, sources
from fbss_analysis.publishing import baseline, drawings, front, snippets
from fbss_analysis.schema import Verdict

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
CHROMIUM = Path("/usr/bin/chromium")
OURS = ("index.html", "ledger.html", "source-")
FIRST_PAGE, WHOLE = 1_500_000, 15_000_000


class Site:
    """The ledger's pages as a build writes them, with the tables they were made of."""

    def __init__(self) -> None:
        self.audits = pipeline.audit_sources()
        self.tables = pipeline.derive(self.audits)
        self.files = ledger_pages.ledger_pages(self.audits, [], self.tables)

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.tables[f"{name}.csv"], newline="")))


@pytest.fixture(scope="module")
def site() -> Site:
    return Site()


def ours(site: Site) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in site.files.items() if name.endswith(".html"))


def unescaped(text: str) -> str:
    return (
        text.replace("&#39;", "'").replace("&#34;", '"').replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    )


def test_pages_are_strict_html_with_each_id_once(site: Site) -> None:
    for _, text in ours(site):
        html5lib.HTMLParser(strict=True).parse(text)
        repeated = [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', text)).items() if times > 1]
        assert not repeated
        assert not re.search(r"<script[^>]*\ssrc|<link[^>]*https?:|@import|<img", text)


def test_every_link_leads_somewhere(site: Site) -> None:
    """Within the pages made here; those of chapters are followed on the whole report."""
    ids = {name: set(re.findall(r'\sid="([^"]+)"', text)) for name, text in ours(site)}
    for name, text in ours(site):
        for href in re.findall(r'href="([^"]+)"', text):
            page, _, fragment = href.partition("#")
            page = page or name
            if page in ids and fragment and "=" not in fragment:
                assert fragment in ids[page], f"{name} links to {href}"
            if page.startswith(OURS):
                assert page in ids, f"{name} links to {href}"


def test_every_claim_has_its_card_its_row_and_its_place(site: Site) -> None:
    for claim in site.rows("claims"):
        name, page = claim["claim_id"], site.files[navigation.source_page(claim["source_id"])]
        assert f'<section class="card" id="{name}"' in page
        assert f'id="text-{name}"' in page
        assert f'href="{navigation.card_link(name)}"' in site.files["ledger.html"]
        row = re.search(rf'<tr role="row" id="{re.escape(name)}".*?</tr>', site.files["ledger.html"], re.DOTALL)
        assert row
        for rung in ("recomputed", "traced", "pooled", "overall"):
            assert f'data-{rung}="{claim[rung]}"' in row[0]


def test_the_pages_are_small(report: Path) -> None:
    assert (report / "index.html").stat().st_size < FIRST_PAGE
    assert sum(path.stat().st_size for path in report.rglob("*") if path.is_file()) < WHOLE


def test_every_link_of_the_whole_report_resolves(report: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in report.glob("*.html")}
    ids = {name: set(re.findall(r'\sid="([^"]+)"', text)) for name, text in texts.items()}
    known = {path.relative_to(report).as_posix() for path in report.rglob("*")}
    for name, text in texts.items():
        for href in re.findall(r'<a\s[^>]*?href="([^"]+)"', text):
            page, _, fragment = href.partition("#")
            if page.startswith(("http:", "https:", "data:", "mailto:")):
                continue
            assert not page or page in known, f"{name} links to {href}"
            if fragment and "=" not in fragment and (page or name) != "index.html":
                assert fragment in ids.get(page or name, {fragment}), f"{name} links to {href}"
    for place in (*navigation.HEADER, *navigation.FOOT):
        assert place.page.partition("#")[0] in known


def unbound(site: Site) -> list[str]:
    """What the first page and the cards tell or draw that is not in the tables."""
    index, faults = site.files["index.html"], []
    counts = Counter(row["overall"] for row in site.rows("claims"))
    longest = max(counts.values())
    for verdict in (verdict.value for verdict in Verdict if counts[verdict.value]):
        bar = re.search(rf'verdict={verdict}">.*?<rect width="(\d+)".*?class="count">(\d+)<', index, re.DOTALL)
        if not bar or (int(bar[1]), int(bar[2])) != (round(100 * counts[verdict] / longest), counts[verdict]):
            faults.append(f"bar of {verdict}")
    for row in site.rows("priorities")[: front.FIRST]:
        if not re.search(rf"[ >]{re.escape(row['reported'])}</strong> {re.escape(row['statement'])}", unescaped(index)):
            faults.append(f"finding {row['claim_id']}")
    said = front.headline(site.rows("pools"))
    squares = (
        [sum(int(width) for width in re.findall(r"h(\d+)v1", block.path)) for block in said["icons"]] if said else []
    )
    if not said or sum(squares) != front.PEOPLE or squares[0] != said["people"]["ci_low"]:
        faults.append("icon array")
    for claim in site.rows("claims"):
        if claim["interval_low"] and claim["interval_high"] and claim["kind"] == "percent":
            faults += _strip_faults(site, claim)
    return faults


def _strip_faults(site: Site, claim: dict[str, str]) -> Iterator[str]:
    page = site.files[navigation.source_page(claim["source_id"])]
    card = page[page.index(f'<section class="card" id="{claim["claim_id"]}"') :].partition("</section>")[0]
    drawn = re.search(
        r'strip printed.*?<rect x="([\d.]+)" y="1" width="([\d.]+)".*?"told">([\d.,]+)(?: to ([\d.,]+))?', card
    )
    ends = [float(end.replace(",", "")) for end in (drawn[3], drawn[4] or drawn[3])] if drawn else []
    expected = [float(claim["interval_low"]), float(claim["interval_high"])]
    if not drawn or any(
        abs(one - other) > 5e-4 * max(abs(other), 1) for one, other in zip(ends, expected, strict=True)
    ):
        yield f"strip of {claim['claim_id']}"


def test_every_number_drawn_and_told_is_the_ledgers(site: Site) -> None:
    assert unbound(site) == []


@pytest.mark.parametrize("planted", ["bar", "finding", "strip", "count"])
def test_a_wrong_number_on_a_page_is_seen(site: Site, planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above looks for, planted once each: in what a plot draws, and in what the page tells."""
    wrong = dict(site.files)
    counts = Counter(row["overall"] for row in site.rows("claims"))
    worst = site.rows("priorities")[0]
    page = "source-darrow.html"
    match planted:
        case "bar":
            wrong["index.html"] = re.sub(r'<rect width="\d+"', '<rect width="37"', wrong["index.html"], count=1)
        case "count":
            told = f'"count">{counts["inconsistent"]}<'
            wrong["index.html"] = wrong["index.html"].replace(told, f'"count">{counts["inconsistent"] + 1}<')
        case "finding":
            wrong["index.html"] = wrong["index.html"].replace(f"{worst['reported']}</strong>", "77 in 78</strong>")
        case _:
            wrong[page] = wrong[page].replace('"told">5.35 to 5.45', '"told">5.25 to 5.45')
    assert wrong != site.files
    monkeypatch.setattr(site, "files", wrong)
    assert unbound(site)


def test_tokens_add_up_on_every_page(site: Site) -> None:
    for source in sources().values():
        told = pages.tokens(source)
        assert told is not None
        assert told["audited"] + told["excluded"] + told["unresolved"] == told["total"]
        assert told["excluded"] == sum(count for _, count in told["reasons"])
        assert abs(sum(share for _, share in told["shares"]) - 100) < 0.05
        assert (
            f"<strong>{told['total']}</strong> numeric tokens" in site.files[navigation.source_page(source.source_id)]
        )


def test_a_doubter_can_run_every_line(site: Site) -> None:
    """Each in an interpreter with nothing but the standard library; it prints what the ledger has."""
    lines = {}
    for audit in site.audits:
        for ladder in audit.ladders:
            about = [finding for finding in audit.findings if finding.claim_id == ladder.claim.claim_id]
            if found := snippets.line(ladder.claim, about, ladder.recomputed.formula):
                lines[ladder.claim.claim_id] = found
                assert found.code in unescaped(site.files[navigation.source_page(audit.article.doc)])
    rows = {row["claim_id"]: row for row in site.rows("claims")}
    printing = [name for name, row in rows.items() if row["kind"] == "percent" and row["hedge"] == "none"]
    assert set(printing) <= set(lines)
    program = "\n".join(f"print({name!r}, end='\\t')\nexec({found.code!r}, {{}})" for name, found in lines.items())
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    printed = dict(line.split("\t") for line in ran.stdout.splitlines())
    assert printed == {name: found.prints for name, found in lines.items()}
    for name, row in rows.items():
        formula, _, result = row["formula"].partition(" = ")
        if name in lines and re.fullmatch(r"[\d.]+", result) and re.search(r"[×/+−]", formula):
            assert printed[name] == result
        elif name in lines and lines[name].about == "the values that print so":
            assert [float(end) for end in printed[name].split()] == [
                float(row["interval_low"]),
                float(row["interval_high"]),
            ]


@pytest.mark.parametrize(
    ("formula", "prints"),
    [
        ("100 × 112 / 500 = 22.4", "22.4"),
        ("(100 + 170.9) × 77,682 / 100 = 210441", "210441"),
        ("1/12 / 1/20 = 1.66667", "1.66667"),
        ("100 × k / 134 = 56.4%", "[]"),
        ("100 × k / 500 = 22.4%", "[112]"),
        ("5.4% × 102,047 / 100", "[5460] [5561]"),
        ("2018 = 2018", None),
        ("Journal of Bone and Joint Surgery = Spine", None),
        ("__import__('os') + 1 = 1", None),
    ],
)
def test_a_line_is_made_of_a_computation_only(formula: str, prints: str | None) -> None:
    found = snippets.snippet(formula)
    assert (found and found.prints) == prints


def test_stored_extraction_scores_are_those_of_today() -> None:
    command = [sys.executable, "-c", "import extraction_scores as e; print(e.table(), end='')"]
    env = {**os.environ, "PYTHONPATH": f"{BENCHMARKS}{os.pathsep}{BENCHMARKS.parent / 'src'}"}
    made = subprocess.run(command, env=env, cwd=BENCHMARKS, capture_output=True, text=True, check=True).stdout
    stored = (BENCHMARKS / "extraction" / "results.csv").read_text(encoding="utf-8")
    assert made == stored, "run: python benchmarks/extraction_scores.py"


def test_a_change_is_put_down_to_its_cause(site: Site) -> None:
    rows = site.rows("claims")
    inputs = raw_files()
    assert baseline.compare(rows, rows, inputs, inputs) == []
    name = "darrow.fbss_6m"
    moved = [
        row | {"traced": "inconsistent", "overall": "inconsistent"} if row["claim_id"] == name else row for row in rows
    ]
    printed = [row | {"reported": "5.5%"} if row["claim_id"] == name else row for row in moved]
    other = inputs | {"studies/stanton2022.toml": "another"}
    causes = [
        {one.cause for one in baseline.compare(rows, new, inputs, now)}
        for new, now in ((moved, inputs), (moved, other), (printed, other))
    ]
    assert causes == [{baseline.RULE}, {"studies/stanton2022.toml"}, {"reported 5.4% → 5.5%"}]
    gone = baseline.compare(rows, rows[1:], inputs, inputs)
    assert [(one.claim_id, one.after) for one in gone] == [(rows[0]["claim_id"], "no claim")]


@pytest.mark.parametrize("ends", [(5.0, 10.0), (5.0, 5.0), (None, 5.0), (5.0, None), (-3.0, 0.0)])
def test_a_strip_stays_within_its_width(ends: tuple[float | None, float | None]) -> None:
    drawn = drawings.strips([("a", "printed", *ends), ("b", "published", 2.0, 4.0)])
    for row in drawn.rows:
        assert 0 <= row.x <= row.x + row.width <= 100.01
        assert row.width > 0
    assert drawings.strips([("a", "printed", None, None)]).rows == ()

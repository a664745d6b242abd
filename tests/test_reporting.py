"""The report: built whole or not at all, the same bytes every time, openable without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import nbformat
import pytest
from project import files_of, make_project

from fbss_analysis import reporting
from fbss_analysis.kernels.launching import launcher
from fbss_analysis.schema import FbssError, InputError, UsageError

PLAIN = ["level = 0.95  # confidence level", "import fbss_analysis as fbss", 'fbss.say("{x}", x=level)']
PER_SOURCE = ['document = "darrow"  # source_id', 'print(f"{document} in hand")']
PLOT = [
    "n = 2  # bars",
    "import pandas as pd\nimport fbss_analysis as fbss",
    'frame = pd.DataFrame({"reproduced": [1, n], "inconsistent": [n, 1]}, index=["a", "b"])',
    'fbss.plots.show(fbss.plots.verdict_bars(frame, fbss.plots.canvas(2)), "two bars")',
]


def build(given: dict[str, str] | None = None, jobs: int = 2) -> Path:
    with launcher(cold=False) as kernels:
        return reporting.report(given or {}, through=kernels, options=reporting.Options(jobs=jobs))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_project(tmp_path, n02_plain=PLAIN, n05_plot=PLOT, n10_article=PER_SOURCE)
    monkeypatch.setenv("FBSS_ROOT", str(made))
    return made


def test_the_report_is_complete_offline_and_the_same_twice(project: Path) -> None:
    first_page = build()
    assert first_page == project / "reports" / "index.html"
    first = files_of(project / "reports")
    names = {
        "index.html",
        "02_plain.html",
        "05_plot.html",
        "10_article-darrow.html",
        "source-darrow.html",
        "claims.json",
    }
    assert names <= set(first)
    claims = json.loads(first["claims.json"])
    assert {"claim_id", "located", "recomputed", "traced", "pooled", "overall", "formula", "message"} <= set(claims[0])
    cards = "".join(data.decode() for name, data in first.items() if name.startswith("source-"))
    assert all(f'<section class="card" id="{claim["claim_id"]}"' in cards for claim in claims)
    for name, data in first.items():
        if name.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(data.decode())
            assert not re.findall(
                r'(?:src|href)="(?:https?:)?//[^"]*"(?=[^>]*(?:stylesheet|script))|<script[^>]*\ssrc|@import',
                data.decode(),
            )
    assert b"two bars" in first["05_plot.html"]
    build(jobs=1)
    assert files_of(project / "reports") == first


def test_a_parameter_reaches_every_notebook_that_has_it(project: Path) -> None:
    build({"level": "0.5"})
    with (project / "reports" / "notebooks" / "02_plain.ipynb").open(encoding="utf-8") as file:
        outputs = [cell.outputs for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
    assert outputs[-1][0].data["text/markdown"] == "0.5"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"levle": "0.9"}, "did you mean level"),
        ({"level": "high"}, "finite number"),
        ({"level": "nan"}, "finite number"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_runs(project: Path, given: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        build(given)
    assert not (project / "reports").exists()
    assert not (project / "data" / "derived").exists()


def test_a_failing_cell_leaves_the_old_report_and_names_the_cell(project: Path) -> None:
    build()
    before = files_of(project / "reports")
    path = project / "notebooks" / "02_plain.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("x=level", "x=level / 0"), encoding="utf-8")
    with pytest.raises(FbssError, match=r"(?s)ZeroDivisionError.*02_plain.ipynb, cell 4.*old report is untouched"):
        build()
    assert files_of(project / "reports") == before
    assert "ZeroDivisionError" in (project / ".build" / "failed" / "02_plain.ipynb").read_text(encoding="utf-8")


def test_a_notebook_without_parameters_is_refused(project: Path) -> None:
    path = project / "notebooks" / "02_plain.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"other"'), encoding="utf-8")
    with pytest.raises(InputError, match="parameters"):
        build()


def test_bad_raw_data_leave_the_old_report(project: Path) -> None:
    build()
    before = files_of(project / "reports")
    claims = project / "data" / "raw" / "sources" / "darrow" / "claims.toml"
    claims.write_text(claims.read_text(encoding="utf-8").replace('statistic = "', 'statistik = "', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"claims.toml:\d+"):
        build()
    assert files_of(project / "reports") == before


def test_an_impossible_published_value_is_left_out_and_the_page_says_so(project: Path) -> None:
    path = project / "data" / "raw" / "studies" / "stanton2022.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("percent = 5.4", "percent = 540", 1).replace('"5.4%"', '"540%"', 1), encoding="utf-8")
    build()
    page = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Published values that were left out" in page
    assert "stanton2022.toml:" in page

"""Plots of a synthesis: what is drawn is what the frame holds and what may be told; the rule of priority."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

import fbss_analysis as fbss
from fbss_analysis.appraisal.priorities import most_in_need
from fbss_analysis.errors import InputError
from fbss_analysis.forests import forest, pooled_curve, pooled_points, told_points
from fbss_analysis.icons import COLUMNS, counts, icon_arrays
from fbss_analysis.plots import ACCENT, SECOND, canvas, show

ROWS = pd.DataFrame(
    {
        "label": ["a", "b", "c"],
        "percent": [9.0, 12.0, 20.0],
        "low": [7.0, 9.0, 18.0],
        "high": [12.0, 15.0, 23.0],
        "basis": ["counts", "published interval", "effective number"],
    }
)
POOLED = {"estimate": 12.0, "ci_low": 9.0, "ci_high": 16.0, "prediction_low": 5.0, "prediction_high": 25.0}


def labels(ax: object) -> list[str]:
    return [text.get_text() for text in ax.get_yticklabels()]  # type: ignore[attr-defined]


def test_a_forest_marks_each_basis_and_draws_the_pool_only_where_it_is_told() -> None:
    ax = forest(ROWS, canvas(), POOLED)
    assert labels(ax) == ["a", "b", "c", "pooled", "another cohort"]
    marks = {
        line.get_label(): (line.get_marker(), line.get_xdata()[0]) for line in ax.lines if line.get_marker() != "None"
    }
    assert marks == {"counts": ("s", 9.0), "published interval": ("o", 12.0), "effective number": ("D", 20.0)}
    for missing in POOLED:
        assert labels(forest(ROWS, canvas(), POOLED | {missing: None})) == ["a", "b", "c"]
    assert labels(forest(ROWS, canvas())) == ["a", "b", "c"]


def test_a_forest_follows_the_conventions() -> None:
    """Area by weight, heterogeneity in the foot, and ratios on a log axis around their null line."""
    ax = forest(ROWS.assign(weight=[50.0, 40.0, 10.0]), canvas(), POOLED | {"tau2": 0.25, "i2": 94.08})
    areas = [marks.get_sizes()[0] for marks in ax.collections if isinstance(marks, PathCollection)]
    assert areas == pytest.approx([areas[0], areas[0] * 40 / 50, areas[0] * 10 / 50])
    assert ax.get_xlabel() == "percent; τ² = 0.25; I² = 94.1%"
    assert ax.get_xscale() == "linear"
    ratios = ROWS.assign(percent=[0.8, 1.1, 2.0], low=[0.5, 0.9, 1.0], high=[1.2, 1.4, 4.0])
    ax = forest(ratios, canvas(), unit="odds ratio", null=1.0)
    assert (ax.get_xscale(), ax.get_xlabel()) == ("log", "odds ratio")
    assert [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == ":"] == [1.0]


def test_curves_and_points_are_drawn_in_percent() -> None:
    band = pd.DataFrame(
        {
            "time": [1.0, 2.0],
            "value": [0.05, 0.08],
            "low": 0.04,
            "high": 0.1,
            "prediction_low": 0.01,
            "prediction_high": 0.2,
        }
    )
    ax = pooled_curve(band, canvas())
    assert ax.lines[0].get_ydata().tolist() == [5.0, 8.0]
    tops = [collection.get_paths()[0].get_extents().y1 for collection in ax.collections]
    assert tops == pytest.approx([20.0, 10.0])
    ax = pooled_points(pd.DataFrame({"time": [2.0], "estimate": [6.0], "k": [4]}), ax)
    assert [text.get_text() for text in ax.texts] == ["k = 4"]
    ax = told_points(pd.DataFrame({"time": [2.0], "percent": [6.2]}), ax, "told")
    assert ax.lines[-1].get_color() == SECOND


@pytest.mark.parametrize("low", [0, 1, 49, 50, 51, 172, 1000])
@pytest.mark.parametrize("more", [0, 1, 50, 137])
def test_an_icon_array_has_as_many_squares_as_people(low: int, more: int) -> None:
    high = min(1000, low + more)
    ax = icon_arrays(pd.DataFrame({"label": ["x"], "low": [low], "high": [high]}), canvas())
    area: dict[tuple[float, ...], float] = {}
    for bar in ax.patches:
        colour = bar.get_facecolor()
        area[colour] = area.get(colour, 0.0) + bar.get_width() * bar.get_height()
        assert 0 <= bar.get_x() <= bar.get_x() + bar.get_width() <= COLUMNS
    assert sum(area.values()) == pytest.approx(1000)
    assert sorted(area.values()) == pytest.approx(sorted(n for n in (low, high - low, 1000 - high) if n))


def test_a_range_outside_the_people_is_refused() -> None:
    for low, high in ((5, 4), (-1, 4), (900, 1001)):
        with pytest.raises(InputError, match="within the people"):
            counts(low, high, 1000)


def test_a_picture_is_the_same_twice() -> None:
    made = [show(forest(ROWS, canvas(), POOLED), "x").svg for _ in range(2)]
    assert made[0] == made[1]
    assert ACCENT.lower() in made[0].lower()


def claim(name: str, **given: object) -> dict[str, object]:
    base = {"overall": "inconsistent", "statistic": "proportion", "restates": None, "recomputed": "indeterminate"}
    return {
        "claim_id": name,
        **base,
        "traced": "inconsistent",
        "pooled": None,
        "cites": name,
        "relation": "misdated",
        **given,
    }


def test_priority_follows_the_rule() -> None:
    claims = pd.DataFrame(
        [
            claim("misdated"),
            claim("contradicted", relation="contradicted"),
            claim("two rungs", recomputed="inconsistent"),
            claim("same study", cites="contradicted"),
            claim("fine", overall="consistent"),
            claim("a date", statistic="publication_date"),
            claim("again", restates="misdated"),
        ]
    )
    assert list(most_in_need(claims, 9).claim_id) == ["two rungs", "contradicted", "misdated"]
    assert list(most_in_need(claims, 1).against) == [2]


def test_the_claims_most_in_need_fail_and_differ_in_their_study() -> None:
    need = most_in_need(fbss.derived("claims"))
    assert len(need) == 5
    assert set(need.overall) == {"inconsistent"}
    assert need.cites.is_unique
    assert need.correction.str.startswith("Write").all()

"""Plots of a synthesis: cohorts with what is pooled from them, and a pooled curve over time with both its bands.

What a cohort's weight rests on is told by its mark: a filled square for real counts, an open circle for a published
interval, an open diamond for an effective number; its area is the weight, where the frame has one. A pooled estimate is
drawn only where there is one to tell, with τ² and I² in the foot. Ratios stand on a log axis around their null line.

Reference: Lewis S, Clarke M. BMJ 2001;322:1479-1480 (forest plots). Riley RD, Higgins JPT, Deeks JJ. BMJ 2011;342:d549
(the prediction interval beside the confidence interval).

>>> import pandas as pd
>>> from fbss_analysis.plots import canvas
>>> rows = pd.DataFrame({"label": ["a"], "percent": [9.0], "low": [7.0], "high": [12.0], "basis": ["counts"]})
>>> forest(rows, canvas()).get_xlabel()
'percent'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from fbss_analysis.appraisal.weights import Basis
from fbss_analysis.plots import ACCENT, INK, SECOND, legend

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MARKS = MappingProxyType(
    {Basis.COUNTS.value: ("s", INK), Basis.INTERVAL.value: ("o", "white"), Basis.SIZE.value: ("D", "white")}
)


def forest(
    frame: pd.DataFrame,
    ax: Axes,
    pooled: Mapping[str, float | None] = MappingProxyType({}),
    unit: str = "percent",
    null: float | None = None,
) -> Axes:
    """Cohorts, one line each, and what is pooled from them below; columns label, percent, low, high, basis, [weight].

    `pooled` may hold estimate, ci_low, ci_high, prediction_low, prediction_high, tau2, i2; what is None is not drawn.
    With a `null` the figures are ratios of that null (their column is still called percent) on a log axis.
    """
    ax.hlines(range(len(frame)), frame["low"], frame["high"], color=INK, lw=1, zorder=2)
    for basis, (mark, face) in MARKS.items():
        places = [place for place, told in enumerate(frame["basis"]) if told == basis]
        if places:
            _marks(ax, frame.iloc[places], places, mark, face, basis)
    labels = [*frame["label"], *_pooled_rows(ax, len(frame), pooled)]
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if null is None:
        ax.set_xlim(left=0)
    else:
        ax.set_xscale("log")
        ax.axvline(null, color=INK, lw=1, ls=":", zorder=1)
    ax.set_xlabel("; ".join((unit, *_foot(pooled))))
    ax.grid(axis="y", visible=False)
    return legend(ax, 3)


def _marks(ax: Axes, rows: pd.DataFrame, places: list[int], mark: str, face: str, basis: str) -> None:
    """The marks of one basis: all of one size, or with an area in proportion to the weight."""
    if "weight" not in rows:
        ax.plot(rows["percent"], places, mark, color=INK, mfc=face, ms=6, zorder=3, label=basis)
        return
    areas = LARGEST * rows["weight"] / WHOLE
    ax.scatter(rows["percent"], places, s=areas, marker=mark, facecolor=face, edgecolor=INK, zorder=3, label=basis)


def _foot(pooled: Mapping[str, float | None]) -> list[str]:
    """How much the cohorts differ, in words for the foot of the plot."""
    told = {"tau2": "τ² = {:.3g}", "i2": "I² = {:.3g}%"}
    return [words.format(value) for name, words in told.items() if (value := pooled.get(name)) is not None]


def _pooled_rows(ax: Axes, place: int, pooled: Mapping[str, float | None]) -> list[str]:
    """Draw the confidence and the prediction interval below the cohorts; the labels of the rows that were drawn."""
    value, low, high, below, above = (pooled.get(name) for name in _LIMITS)
    if value is None or low is None or high is None or below is None or above is None:
        return []
    corners = [(low, place), (value, place - 0.28), (high, place), (value, place + 0.28)]
    ax.fill([x for x, _ in corners], [y for _, y in corners], color=ACCENT, zorder=3)
    ax.plot([below, above], [place + 1] * 2, color=SECOND, lw=4, solid_capstyle="butt", zorder=3)
    return ["pooled", "another cohort"]


LARGEST, WHOLE = 400, 100  # points squared of a mark that has all the weight, in percent
_NEXT = "another cohort: prediction band"
_LIMITS = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")


def pooled_curve(frame: pd.DataFrame, ax: Axes, label: str = "pooled") -> Axes:
    """A pooled cumulative incidence; columns time (years) and, as proportions, value, low, high and prediction_*."""
    edges = 100 * frame["prediction_low"], 100 * frame["prediction_high"]
    ax.fill_between(frame["time"], *edges, color=ACCENT, alpha=0.12, lw=0, zorder=0.4, label=_NEXT)
    edges = 100 * frame["low"], 100 * frame["high"]
    ax.fill_between(frame["time"], *edges, color=ACCENT, alpha=0.22, lw=0, zorder=0.5)
    ax.plot(frame["time"], 100 * frame["value"], color=ACCENT, lw=2, label=f"{label}, with its confidence band")
    ax.set_xlabel("years after the operation")
    ax.set_ylabel("cumulative incidence, percent")
    ax.set_ylim(bottom=0)
    ax.set_xlim(left=0)
    return ax


def pooled_points(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Syntheses at single horizons, with the number of cohorts at each; columns time (years), estimate, k."""
    ax.plot(frame["time"], frame["estimate"], "D", color=ACCENT, mfc="white", ms=6, label="pooled at one horizon")
    for row in frame.itertuples():
        place = (row.time, row.estimate)
        ax.annotate(
            f"k = {row.k}", place, (0, -7), textcoords="offset points", ha="center", va="top", fontsize=8, zorder=6
        )
    return ax


def told_points(frame: pd.DataFrame, ax: Axes, label: str) -> Axes:
    """What an article tells, on top of everything; columns time (years), percent."""
    ax.plot(frame["time"], frame["percent"], "X", color=SECOND, mec="white", ms=9, label=label, zorder=5)
    return ax

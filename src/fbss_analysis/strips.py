"""Plots with one line a row: a value with what it leaves open, and the dates that different hands give a work.

What is not known on one side is drawn to the edge of the plot and ends in an arrow there, so that "over 60%" never
looks like a point. Rows that belong to different groups differ in mark as well as in colour.

>>> import pandas as pd
>>> from fbss_analysis.plots import canvas
>>> frame = pd.DataFrame({"label": ["told"], "value": [60.0], "low": [60.0], "high": [None], "group": ["printed"]})
>>> interval_strips(frame, canvas()).get_xlabel()
'percent'
"""

from __future__ import annotations

import textwrap
from itertools import cycle
from typing import TYPE_CHECKING

from fbss_analysis.plots import ACCENT, INK, SECOND, SOFT, legend

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MARKS = ((ACCENT, "o"), (SECOND, "D"), ("#009E73", "s"), ("#CC79A7", "^"), (INK, "v"))


def interval_strips(
    frame: pd.DataFrame, ax: Axes, unit: str = "percent", limits: tuple[float, float] = (0, 100)
) -> Axes:
    """A value and what it leaves open, one line a row; columns label, value, low, high, group (its colour and mark).

    A missing low or high is an open end, drawn as an arrow at the edge of `limits`; a missing value has no mark.
    """
    drawn = frame.assign(position=range(len(frame)), low=frame["low"].astype(float), high=frame["high"].astype(float))
    for end, edge, arrow in (("low", limits[0], "<"), ("high", limits[1], ">")):
        if len(open_rows := drawn[drawn[end].isna()]):
            ax.plot([edge] * len(open_rows), open_rows["position"], arrow, color=SOFT, ms=10, clip_on=False)
        drawn[end] = drawn[end].fillna(edge)
    for group, (colour, mark) in zip(frame["group"].unique(), cycle(MARKS), strict=False):
        rows = drawn[drawn["group"] == group]
        marked = rows["value"].notna().any()
        named = "_" + group if marked else group  # matplotlib leaves names with an underscore out of the legend
        ax.hlines(rows["position"], rows["low"], rows["high"], color=colour, alpha=0.35, lw=6, label=named)
        ax.plot(rows["value"], rows["position"], mark, color=colour, ms=7, label=group if marked else None, zorder=3)
    ax.set_xlim(*limits)
    ax.set_xlabel(unit)
    _label_rows(ax, list(frame["label"]))
    return legend(ax, 3) if frame["group"].nunique() > 1 else ax


def date_timeline(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Who dates a work how, one line a work; columns label, origin, start, end (years): a bar is all a date allows."""
    labels, origins = list(frame["label"].unique()), list(frame["origin"].unique())
    for number, (origin, (colour, mark)) in enumerate(zip(origins, cycle(MARKS), strict=False)):
        rows = frame[frame["origin"] == origin]
        heights = [labels.index(label) + 0.16 * (number - (len(origins) - 1) / 2) for label in rows["label"]]
        ax.hlines(heights, rows["start"], rows["end"], color=colour, lw=3, alpha=0.5)
        ax.plot((rows["start"] + rows["end"]) / 2, heights, mark, color=colour, ms=5, label=origin)
    for edge in range(1, len(labels)):
        ax.axhline(edge - 0.5, color="#E6E6E6", lw=1)
    ax.set_xticks(range(int(frame["start"].min()), int(frame["end"].max()) + 2))
    ax.grid(axis="y", visible=False)
    _label_rows(ax, labels)
    return legend(ax, len(origins))


def _label_rows(ax: Axes, labels: list[str]) -> None:
    ax.set_yticks(range(len(labels)), [textwrap.fill(label, 30) for label in labels])
    ax.set_ylim(len(labels) - 0.5, -0.5)

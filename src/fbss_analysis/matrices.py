"""Plots that are grids: which group sizes allow which percentages, and how many claims have which relation.

A GRIM map has one line a printed percentage (or set of them) and one column a group size; a stroke stands where some
whole number of people of that size prints so. Few decimals or large groups fill the line, and the map says by itself
where the test has no power. A verdict matrix counts claims by two properties, its marks as large as the counts.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.

>>> import pandas as pd
>>> from fbss_analysis.plots import canvas
>>> frame = pd.DataFrame({"label": ["a third"], "sizes": [(3, 6, 9)], "largest": 9, "told": 7})
>>> grim_map(frame, canvas()).get_xlabel()
'group size'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fbss_analysis.plots import ACCENT, COLOURS, INK, SECOND
from fbss_analysis.prose import sentence
from fbss_analysis.schema import Verdict

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def grim_map(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Group sizes that allow each row's percentages; columns label, sizes (tuple), largest, told (or NaN)."""
    for position, row in enumerate(frame.itertuples()):
        ax.vlines(list(row.sizes), position - 0.36, position + 0.36, color=ACCENT, lw=1.6)
        if not row.sizes:
            ax.annotate("none", (row.largest / 2, position), ha="center", va="center", color=INK)
    ax.set_yticks(range(len(frame)), list(frame["label"]))
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(0, 1.02 * frame["largest"].max())
    for told in frame["told"].dropna().unique():
        ax.axvline(told, color=SECOND, ls="--", lw=1.4)
        ax.annotate(
            sentence("told: {n} ", n=told),
            (told, 1),
            xycoords=("data", "axes fraction"),
            ha="right",
            va="bottom",
            color=SECOND,
        )
    ax.set_xlabel("group size")
    ax.grid(axis="y", visible=False)
    return ax


def verdict_matrix(frame: pd.DataFrame, ax: Axes, columns: Sequence[str]) -> Axes:
    """Counts at the crossings of two properties; columns row, column, claims, verdict (which gives the colour).

    Rows come in the order of the frame, columns in the order of `columns`.
    """
    rows = list(frame["row"].unique())
    for cell in frame.itertuples():
        place = (list(columns).index(cell.column), rows.index(cell.row))
        colour = COLOURS[Verdict(cell.verdict)]
        ax.scatter(*place, s=120 + 24 * cell.claims, color=colour, zorder=2)
        ax.annotate(str(cell.claims), place, ha="center", va="center", fontsize=8, color=INK, zorder=3)
    ax.set_yticks(range(len(rows)), rows, fontsize=8)
    ax.set_xticks(range(len(columns)), [str(name).replace("_", " ") for name in columns], rotation=35, ha="left")
    ax.xaxis.tick_top()
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-0.6, len(columns) - 0.4)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    return ax

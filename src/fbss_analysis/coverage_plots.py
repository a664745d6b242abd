"""Plots of how often intervals hold the truth: small panels side by side, each with the level that was promised.

All panels share their axes, so that heights can be compared across them; lines differ in mark as well as in colour.

>>> import pandas as pd
>>> frame = pd.DataFrame({"p": [0.1, 0.2], "coverage": [0.94, 0.96], "n": [20, 20], "method": ["wilson", "wilson"]})
>>> coverage_panels(frame, x="p", line="n", panel="method", level=0.95).get_title()
'wilson'
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, cast

from fbss_analysis.plots import ACCENT, INK, SECOND, STYLE, legend
from fbss_analysis.prose import show_number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LINES = ((ACCENT, "o"), (SECOND, "D"), ("#009E73", "s"), ("#CC79A7", "^"), (INK, "v"))
WIDTH, MARKED = 7.2, 12  # inches; points up to which a line has a mark at each


def coverage_panels(
    frame: pd.DataFrame,
    *,
    x: str,
    line: str,
    panel: str,
    level: float,
    y: str = "coverage",
    columns: int = 3,
    height: float = 2.1,
    labels: tuple[str, str] = ("", "coverage, percent"),
    evenly: bool = False,
) -> Axes:
    """Coverage `y` along `x`, one line for each `line`, one panel for each `panel`, and the promised `level`.

    `frame` is long, `y` and `level` proportions; `height` is that of one row of panels in inches, `labels` those of the
    two axes; `evenly` spaces the values of `x` evenly, whatever lies between them. Returns the first Axes.
    """
    titles = list(dict.fromkeys(frame[panel]))
    axes = _axes(titles, columns, height)
    places = {value: value if not evenly else place for place, value in enumerate(sorted(set(frame[x])))}
    for ax, title in zip(axes, titles, strict=True):
        ax.axhline(100 * level, color=INK, ls="--", lw=1, label="promised" if ax is axes[0] else None)
        rows = frame[frame[panel] == title]
        for name, (colour, mark) in zip(dict.fromkeys(frame[line]), cycle(LINES), strict=False):
            mine = rows[rows[line] == name]
            shape: dict[str, Any] = {"marker": mark, "ms": 4} if len(mine) <= MARKED else {"lw": 1}
            label = show_number(name.item() if hasattr(name, "item") else name) if ax is axes[0] else None
            ax.plot([places[value] for value in mine[x]], 100 * mine[y], color=colour, label=label, **shape)
        if evenly:
            ax.set_xticks(list(places.values()), [show_number(float(value)) for value in places])
    return _labelled(axes, labels, min(len(set(frame[line])) + 1, 6))


def coverage_dots(frame: pd.DataFrame, ax: Axes, level: float) -> Axes:
    """One row a quantity: columns label, coverage (proportion), group (its colour and mark); `level` is promised."""
    labels = list(dict.fromkeys(frame["label"]))
    ax.axvline(100 * level, color=INK, ls="--", lw=1, label="promised")
    for group, (colour, mark) in zip(dict.fromkeys(frame["group"]), cycle(LINES), strict=False):
        rows = frame[frame["group"] == group]
        ax.plot(
            100 * rows["coverage"], [labels.index(label) for label in rows["label"]], mark, color=colour, label=group
        )
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(-3, 103)
    ax.set_xlabel("holds the truth, percent")
    return legend(ax, 4)


def _axes(titles: list[Any], columns: int, height: float) -> list[Axes]:
    """One Axes for each title, in rows of `columns`, with common axes, outside pyplot's global state."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows, style = -(-len(titles) // columns), cast("Any", dict(STYLE))
    with mpl.rc_context(style):
        figure = Figure(figsize=(WIDTH, height * rows + 0.4), layout="constrained")
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for spare in grid.flat[len(titles) :]:
        spare.remove()
    for ax, title in zip(grid.flat, titles, strict=False):
        ax.set_title(show_number(title.item() if hasattr(title, "item") else title), fontsize=9)
    return list(grid.flat[: len(titles)])


def _labelled(axes: list[Axes], labels: tuple[str, str], columns: int) -> Axes:
    """Common labels of the axes and a legend under all panels."""
    figure: Any = axes[0].figure
    figure.supxlabel(labels[0], fontsize=9)
    figure.supylabel(labels[1], fontsize=9)
    return legend(axes[0], columns)

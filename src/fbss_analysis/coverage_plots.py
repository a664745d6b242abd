"""Plots of how often intervals hold the truth: small panels side by side, each with the level that was promised.

All panels share their axes, so that heights can be compared across them; lines differ in mark as well as in colour.

>>> import pandas as pd
>>> from fbss_analysis.plots import canvas
>>> frame = pd.DataFrame({"p": [0.1, 0.2], "coverage": [0.94, 0.96], "n": [20, 20], "method": ["wilson", "wilson"]})
>>> coverage_panels(frame, canvas(), x="p", line="n", panel="method", level=0.95).get_title()
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
MARKED = 12  # points up to which a line has a mark at each


def coverage_panels(
    frame: pd.DataFrame,
    ax: Axes,
    *,
    x: str,
    line: str,
    panel: str,
    level: float,
    y: str = "coverage",
    columns: int = 3,
    xlabel: str = "",
    evenly: bool = False,
) -> Axes:
    """Coverage `y` along `x`, one line for each `line`, one panel for each `panel`, and the promised `level`.

    `frame` is long, `y` and `level` proportions; `ax` becomes the first panel of its figure, in rows of `columns`.
    `evenly` puts the values of `x` at even distances, whatever lies between them.
    """
    titles, names = list(dict.fromkeys(frame[panel])), list(dict.fromkeys(frame[line]))
    places = {value: place if evenly else value for place, value in enumerate(sorted(set(frame[x])))}
    for title, part in zip(titles, _panels(ax, len(titles), columns, xlabel), strict=True):
        part.set_title(_word(title), fontsize=9)
        part.axhline(100 * level, color=INK, ls="--", lw=1, label="promised" if part is ax else None)
        for name, (colour, mark) in zip(names, cycle(LINES), strict=False):
            rows = frame[frame[panel].eq(title) & frame[line].eq(name)]
            shape: dict[str, Any] = {"marker": mark, "ms": 4} if len(rows) <= MARKED else {"lw": 1}
            at = [places[value] for value in rows[x]]
            part.plot(at, 100 * rows[y], color=colour, label=_word(name) if part is ax else None, **shape)
    if evenly:
        ax.set_xticks(list(places.values()), [_word(value) for value in places])
    figure: Any = ax.figure
    figure.supylabel("coverage, percent", fontsize=9)
    return legend(ax, len(names) + 1)


def coverage_dots(frame: pd.DataFrame, ax: Axes, level: float) -> Axes:
    """One line a quantity: columns label, coverage (proportion), group (its colour and mark); `level` is promised."""
    labels = list(dict.fromkeys(frame["label"]))
    ax.axvline(100 * level, color=INK, ls="--", lw=1, label="promised")
    for group, (colour, mark) in zip(dict.fromkeys(frame["group"]), cycle(LINES), strict=False):
        rows = frame[frame["group"] == group]
        places = [labels.index(label) for label in rows["label"]]
        ax.plot(100 * rows["coverage"], places, mark, color=colour, label=_word(group), mfc="none", clip_on=False)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(0, 102)
    ax.set_xlabel("holds the truth, percent")
    return legend(ax, 4)


def _panels(ax: Axes, count: int, columns: int, xlabel: str) -> list[Axes]:
    """`ax` and as many more beside and below it as `count` needs, all with the axes of `ax`; labelled at the edges."""
    import matplotlib as mpl

    figure, rows, style = ax.figure, -(-count // columns), cast("Any", dict(STYLE))
    grid = figure.add_gridspec(rows, columns)
    ax.set_subplotspec(grid[0, 0])
    with mpl.rc_context(style):
        more = [figure.add_subplot(grid[divmod(i, columns)], sharex=ax, sharey=ax) for i in range(1, count)]
    panels = [ax, *more]
    for place, part in enumerate(panels):
        lowest = place + columns >= count
        part.tick_params(labelleft=place % columns == 0, labelbottom=lowest, labelsize=8)
        part.set_xlabel(xlabel if lowest else "", fontsize=9)
    return panels


def _word(value: Any) -> str:
    return show_number(value.item() if hasattr(value, "item") else value)

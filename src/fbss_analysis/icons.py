"""Icon arrays: so many people out of a thousand, one square each, so that a share can be seen instead of believed.

Squares are filled row by row from the top left. Where the evidence gives a range, the certain part (up to its lower
end) is dark, the open part (up to its upper end) is light; the rest are people to whom it did not happen. Arrays that
are to be compared have the same number of people, as natural frequencies must.

References: Galesic M, Garcia-Retamero R, Gigerenzer G. Health Psychol 2009;28:210-216 (icon arrays). Hoffrage U,
Lindsey S, Hertwig R, Gigerenzer G. Science 2000;290:2261-2262 (natural frequencies).

>>> counts(84, 208, 1000)
(84, 124, 792)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbss_analysis.errors import InputError
from fbss_analysis.plots import ACCENT, legend

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLUMNS, ACROSS = 50, 2  # squares in a row of an array; arrays side by side
_LIGHT, _REST = "#8CC4E8", "#E4E4E4"
_GAP, _HEAD, _LINE = 5, 5, 0.9  # squares between arrays, squares above each for its label; points between squares


def counts(low: int, high: int, people: int) -> tuple[int, int, int]:
    """How many squares are dark, light and empty; InputError unless 0 <= low <= high <= people."""
    if not 0 <= low <= high <= people:
        raise InputError(f"{low} to {high} of {people} people", "low, high", "give a range within the people")
    return low, high - low, people - high


def icon_arrays(frame: pd.DataFrame, ax: Axes, people: int = 1000) -> Axes:
    """Two arrays side by side, one a row of the frame; columns label, low, high (people, of `people`)."""
    rows = -(-people // COLUMNS)
    for place, row in enumerate(frame.itertuples()):
        left, top, start = place % ACROSS * (COLUMNS + _GAP), place // ACROSS * (rows + _HEAD), 0
        for colour, number in zip((ACCENT, _LIGHT, _REST), counts(row.low, row.high, people), strict=True):
            _squares(ax, left, top, range(start, start + number), colour)
            start += number
        _grid(ax, left, top, rows)
        ax.text(left, top - 0.8, row.label, ha="left", va="bottom", fontsize=9)
    ax.set_xlim(-0.5, ACROSS * (COLUMNS + _GAP) - _GAP + 0.5)
    ax.set_ylim(-(-len(frame) // ACROSS) * (rows + _HEAD) - _HEAD + 0.5, -_HEAD + 0.5)
    ax.set_aspect("equal")
    ax.axis("off")
    for colour, label in ((ACCENT, "at least"), (_LIGHT, "up to"), (_REST, "not")):
        ax.plot([], [], "s", color=colour, ms=8, label=label)
    return legend(ax, 3)


def _squares(ax: Axes, left: int, top: int, places: range, colour: str) -> None:
    """The squares of a colour as one bar a row of the array; the white lines of `_grid` cut the bars into squares."""
    for row in range(places.start // COLUMNS, -(-places.stop // COLUMNS)) if places else ():
        first = max(places.start - row * COLUMNS, 0)
        width = min(places.stop - row * COLUMNS, COLUMNS) - first
        ax.barh(top + row + 0.5, width, left=left + first, height=1, color=colour, lw=0)


def _grid(ax: Axes, left: int, top: int, rows: int) -> None:
    columns = [left + column for column in range(COLUMNS + 1)]
    ax.vlines(columns, top, top + rows, color="white", lw=_LINE)
    ax.hlines([top + row for row in range(rows + 1)], left, left + COLUMNS, color="white", lw=_LINE)

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

COLUMNS = 25
_LIGHT, _REST = "#9CCBE8", "#E9E9E9"
_GAP, _SIDE = 4, 0.78  # columns between two arrays; the side of a square whose cell is 1


def counts(low: int, high: int, people: int) -> tuple[int, int, int]:
    """How many squares are dark, light and empty; InputError unless 0 <= low <= high <= people."""
    if not 0 <= low <= high <= people:
        raise InputError(f"{low} to {high} of {people} people", "low, high", "give a range within the people")
    return low, high - low, people - high


def icon_arrays(frame: pd.DataFrame, ax: Axes, people: int = 1000) -> Axes:
    """Arrays side by side, one a row of the frame; columns label, low, high (people, of `people`)."""
    for place, row in enumerate(frame.itertuples()):
        left, start = place * (COLUMNS + _GAP), 0
        for colour, number in zip((ACCENT, _LIGHT, _REST), counts(row.low, row.high, people), strict=True):
            _squares(ax, left, range(start, start + number), colour)
            start += number
        ax.text(left, -1, row.label, ha="left", va="bottom", fontsize=9)
    ax.set_xlim(-0.5, len(frame) * (COLUMNS + _GAP) - _GAP + 0.5)
    ax.set_ylim(people / COLUMNS + 0.5, -7)
    ax.set_aspect("equal")
    ax.axis("off")
    for colour, label in ((ACCENT, "at least"), (_LIGHT, "up to"), (_REST, "not")):
        ax.plot([], [], "s", color=colour, ms=8, label=label)
    return legend(ax, 3)


def _squares(ax: Axes, left: int, places: range, colour: str) -> None:
    """One path for all squares of a colour: thousands of single marks would make the picture slow and large."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners, codes = [], []
    for place in places:
        x, y = left + place % COLUMNS, place // COLUMNS
        corners += [(x, y), (x + _SIDE, y), (x + _SIDE, y + _SIDE), (x, y + _SIDE), (x, y)]
        codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    if corners:
        ax.add_patch(PathPatch(Path(corners, codes), facecolor=colour, lw=0))

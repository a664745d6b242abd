"""Small drawings that stand beside text: interval strips and an icon array, as numbers for inline SVG.

They take the colours of the page, so they read in print, in light and in dark, weigh some hundred bytes, and stretch to
any width. Every strip carries its numbers in words beside it; the drawing itself is decoration to a screen reader.

Reference: Galesic M, Garcia-Retamero R, Gigerenzer G. Health Psychol 2009;28:210-216 (icon arrays).

>>> drawn = strips([("told", "printed", 5.0, 10.0), ("seen", "published", 0.0, None)])
>>> [(strip.x, strip.width) for strip in drawn.rows]
[(50.0, 46.0), (4.0, 96.0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fbss_analysis.prose import show_number

MARGIN, LEAST = 4.0, 0.8  # percent of the width: beside the outermost ends, and of a single value
COLUMNS = 50  # people in a row of an icon array
Row = tuple[str, str, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Strip:
    """One interval: its label, its kind (which gives the colour), where it lies in percent of the width, in words."""

    label: str
    kind: str
    x: float
    width: float
    told: str


@dataclass(frozen=True, slots=True)
class Strips:
    """Intervals on one scale, which runs from `low` to `high`."""

    rows: tuple[Strip, ...]
    low: str
    high: str


def strips(rows: Sequence[Row]) -> Strips:
    """Place intervals (label, kind, low, high; None where open) on a scale of their own; none where all is open."""
    ends = [end for _, _, low, high in rows for end in (low, high) if end is not None]
    if not ends:
        return Strips((), "", "")
    start, stop = min(ends), max(ends)
    if start == stop:
        start, stop = start - (abs(start) or 1) / 10, stop + (abs(stop) or 1) / 10
    scale = (100 - 2 * MARGIN) / (stop - start)
    placed = []
    for label, kind, low, high in rows:
        left = 0.0 if low is None else MARGIN + (low - start) * scale
        right = 100.0 if high is None else MARGIN + (high - start) * scale
        thin = max(LEAST - (right - left), 0.0)
        placed.append(Strip(label, kind, round(left - thin / 2, 2), round(right - left + thin, 2), _told(low, high)))
    return Strips(tuple(placed), show_number(start), show_number(stop))


def _told(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"from {show_number(low)} up" if low is not None else f"up to {show_number(high)}"
    return show_number(low) if low == high else f"{show_number(low)} to {show_number(high)}"


@dataclass(frozen=True, slots=True)
class Block:
    """Some squares of an icon array as an SVG path, and what they stand for."""

    kind: str
    count: int
    path: str


def icon_array(parts: Sequence[tuple[str, int]]) -> list[Block]:
    """Squares filled row by row, one part after the other; each part (kind, count) is one path.

    >>> [(block.kind, block.path) for block in icon_array([("yes", 52), ("no", 48)])]
    [('yes', 'M0 0h50v1h-50zM0 1h2v1h-2z'), ('no', 'M2 1h48v1h-48z')]
    """
    blocks, start = [], 0
    for kind, count in parts:
        blocks.append(Block(kind, count, "".join(_runs(start, start + count))))
        start += count
    return blocks


def _runs(start: int, stop: int) -> list[str]:
    runs = []
    while start < stop:
        row, column = divmod(start, COLUMNS)
        width = min(stop - start, COLUMNS - column)
        runs.append(f"M{column} {row}h{width}v1h-{width}z")
        start += width
    return runs


def grid(people: int) -> tuple[str, str]:
    """The view box of an icon array of so many people, and the path of the lines between its squares."""
    rows = -(-people // COLUMNS)
    lines = [f"M{column} 0v{rows}" for column in range(COLUMNS + 1)] + [
        f"M0 {row}h{COLUMNS}" for row in range(rows + 1)
    ]
    return f"0 0 {COLUMNS} {rows}", "".join(lines)

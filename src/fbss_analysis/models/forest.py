"""A forest plot of one synthesis on the Axes that the caller owns.

Each study is a square whose area follows its weight, with its confidence interval; below stand the pooled estimate as
a diamond and the prediction interval as a bar (Lewis & Clarke 2001, BMJ 322:1479; Riley 2011, BMJ 342:d549).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_LARGEST = 90.0  # marker area of the heaviest study, in square points
_INK = "#1f3a5f"


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One line of the plot: a label, a value with its limits, and a share of the weight between 0 and 1."""

    label: str
    value: float
    low: float
    high: float
    weight: float = 0.0


def draw_forest(ax: Any, studies: Sequence[ForestRow], pooled: ForestRow, prediction: ForestRow | None) -> Any:
    """Draw the plot on a matplotlib `ax` and return it; values are drawn on the scale in which they come."""
    heaviest = max(row.weight for row in studies)
    for place, row in enumerate(studies):
        ax.plot([row.low, row.high], [place, place], color=_INK, linewidth=1.0, zorder=1)
        ax.scatter([row.value], [place], s=_LARGEST * row.weight / heaviest, marker="s", color=_INK, zorder=2)
    foot = len(studies) + 0.5
    corners = [(pooled.low, foot), (pooled.value, foot - 0.3), (pooled.high, foot), (pooled.value, foot + 0.3)]
    ax.fill([x for x, _ in corners], [y for _, y in corners], color="#b5442e", zorder=2)
    ax.axvline(pooled.value, color="#b5442e", linewidth=0.8, linestyle=":", zorder=0)
    rows = [*studies, pooled] if prediction is None else [*studies, pooled, prediction]
    if prediction is not None:
        ax.plot([prediction.low, prediction.high], [foot + 1.0] * 2, color="#b5442e", linewidth=3.0, zorder=1)
    ax.set_yticks([*range(len(studies)), foot, foot + 1.0][: len(rows)], [row.label for row in rows])
    ax.set_ylim(foot + 1.7, -0.7)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax

"""Plots in one house style: each function takes a frame and an Axes and returns the Axes; `show` makes it a picture.

A picture is an SVG with fixed ids and no date, and carries its alternative text, generated from the same rows as the
plot, so that a reader who cannot see it is told what it shows and nbval notices when what it shows has moved. Colours
are those of Okabe and Ito, told apart by people with any of the common kinds of colour blindness; shape or position
always says the same.

Reference: Okabe M, Ito K. Color universal design. 2008, https://jfly.uni-koeln.de/color/.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fbss_analysis.prose import sentence
from fbss_analysis.schema import Verdict

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = MappingProxyType(
    {
        Verdict.REPRODUCED: "#009E73",
        Verdict.CONSISTENT: "#56B4E9",
        Verdict.INCONSISTENT: "#D55E00",
        Verdict.INDETERMINATE: "#999999",
        Verdict.NOT_APPLICABLE: "#DDDDDD",
    }
)
INK, ACCENT, SECOND, SOFT = "#222222", "#0072B2", "#D55E00", "#BBBBBB"
STYLE = MappingProxyType(
    {
        "svg.hashsalt": "fbss_analysis",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#E6E6E6",
        "figure.figsize": (7.2, 3.6),
        "figure.dpi": 72,
        "legend.frameon": False,
    }
)


def _style() -> Any:
    return dict(STYLE)


class Picture:
    """A finished plot: an SVG with its alternative text, shown by JupyterLab and by the report."""

    def __init__(self, svg: str, alt: str) -> None:
        self.svg, self.alt = svg, alt

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.alt}


def canvas(height: float = 3.6) -> Axes:
    """A fresh Axes in the house style, outside pyplot's global state; `height` in inches, 7.2 wide."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_style()):
        return Figure(figsize=(7.2, height), layout="constrained").add_subplot()


def show(ax: Axes, alt: str) -> Picture:
    """Turn the Axes' figure into a picture with the alternative text `alt`."""
    import matplotlib as mpl

    figure: Figure = ax.figure  # type: ignore[assignment]
    with mpl.rc_context(_style()):
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :].replace("<svg ", '<svg role="img" aria-label="' + _attribute(alt) + '" ', 1)
    return Picture(svg, alt)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def verdict_bars(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Stacked bars of verdicts; `frame` has one row a bar, its index the labels, one column a verdict."""
    left = [0.0] * len(frame)
    labels = list(frame.index)
    for verdict in Verdict:
        if verdict.value in frame and frame[verdict.value].sum():
            counts = [float(count) for count in frame[verdict.value]]
            ax.barh(labels, counts, left=left, color=COLOURS[verdict], label=verdict.value.replace("_", " "))
            left = [a + b for a, b in zip(left, counts, strict=True)]
    ax.invert_yaxis()
    ax.set_xlabel("claims")
    ax.grid(axis="y", visible=False)
    return legend(ax, 5)


def rounding_strips(frame: pd.DataFrame, ax: Axes, unit: str = "percent", below: str = "worked out") -> Axes:
    """What was printed against what is `below` it; columns label, printed_low, printed_high, low, high (finite)."""
    for position, row in enumerate(frame.itertuples()):
        ax.plot([row.printed_low, row.printed_high], [position - 0.16] * 2, lw=7, color=SOFT, solid_capstyle="butt")
        ax.plot([row.low, row.high], [position + 0.16] * 2, lw=7, color=ACCENT, solid_capstyle="butt")
    ax.set_yticks(range(len(frame)), list(frame["label"]))
    ax.set_ylim(len(frame) - 0.5, -0.5)
    ax.set_xlabel(unit)
    ax.plot([], [], lw=7, color=SOFT, label="printed figure stands for")
    ax.plot([], [], lw=7, color=ACCENT, label=below)
    return legend(ax)


def legend(ax: Axes, columns: int = 2) -> Axes:
    """Put the legend under the plot, where it hides nothing."""
    figure: Any = ax.figure  # matplotlib's types do not know the placement "outside"
    figure.legend(loc="outside lower center", ncols=columns, fontsize=9)
    return ax


def incidence_curve(frame: pd.DataFrame, ax: Axes, label: str, colour: str = ACCENT) -> Axes:
    """A cumulative-incidence curve with its envelope; columns time (years), value, low, high (proportions)."""
    ax.fill_between(frame["time"], 100 * frame["low"], 100 * frame["high"], color=colour, alpha=0.25, lw=0)
    ax.plot(frame["time"], 100 * frame["value"], color=colour, label=label)
    ax.set_xlabel("years after the operation")
    ax.set_ylabel("cumulative incidence, percent")
    ax.set_ylim(bottom=0)
    ax.set_xlim(left=0)
    return ax


def horizon_points(frame: pd.DataFrame, ax: Axes, label: str, colour: str = INK) -> Axes:
    """Published figures at their horizons; columns time (years), percent, and low, high where there is an interval."""
    if {"low", "high"} <= set(frame.columns):
        ax.vlines(frame["time"], frame["low"], frame["high"], color=colour, lw=1.5)
    ax.plot(frame["time"], frame["percent"], "o", color=colour, label=label, ms=5)
    return ax


def cohort_curves(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Published cohorts behind a curve, one thin line each; columns cohort, time (years), percent."""
    for position, (_, rows) in enumerate(frame.groupby("cohort", sort=True)):
        ordered = rows.sort_values("time")
        label = "published cohorts" if position == 0 else None
        ax.plot(ordered["time"], ordered["percent"], color=SOFT, lw=1, marker=".", ms=4, zorder=1, label=label)
    return ax


def reference_lines(levels: Mapping[str, float], ax: Axes) -> Axes:
    """Horizontal dashed lines at the levels (percent), each with its label at the left end."""
    for label, level in levels.items():
        ax.axhline(level, color=SECOND, ls="--", lw=1)
        ax.annotate(label, (0.01, level), xycoords=("axes fraction", "data"), va="bottom", fontsize=9)
    return ax


def describe(rows: Iterable[Mapping[str, object]], template: str) -> str:
    """Alternative text: one phrase a row, from the same rows as the plot."""
    return "; ".join(sentence(template, **row) for row in rows) + "."

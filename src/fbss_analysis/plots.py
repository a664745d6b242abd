"""Plots in one house style: each function takes a frame and an Axes and returns the Axes; `show` makes it a picture.

A picture is an SVG with fixed ids and no date, and carries its alternative text, generated from the same rows as the
plot, so that a reader who cannot see it is told what it shows and nbval notices when what it shows has moved. Colours
are those of Okabe and Ito, told apart by people with any of the common kinds of colour blindness; shape or position
always says the same.

Reference: Okabe M, Ito K. Color universal design. 2008, https://jfly.uni-koeln.de/color/.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable, Mapping
from itertools import cycle
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fbss_analysis.prose import sentence
from fbss_analysis.schema import Verdict
from fbss_analysis.tables import MISSING

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
SHADES = ("#8FC1E3", "#C6DDEE", "#F0C9A8", "#E4E4E4", "#BFD8C5")  # light enough for dark letters on them
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


def draw(plot: Callable[..., Axes], frame: pd.DataFrame, template: str, height: float = 3.6, **options: Any) -> Picture:
    """Plot a frame and describe the same frame, row by row, so that picture and words cannot come apart.

    `options` go to the plot. The template should name every column that is drawn.
    """
    return show(plot(frame, canvas(height), **options), describe(frame.to_dict("records"), template))


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


def stacked_shares(frame: pd.DataFrame, ax: Axes, unit: str = "percent", whole: float = 100) -> Axes:
    """Parts of a whole end to end, one bar a group; columns bar, label, value, low, high (what rounding allows).

    A dark stripe shows how far rounding can move the end of each part; the dashed line is the whole.
    """
    for position, (_, rows) in enumerate(frame.groupby("bar", sort=False)):
        ends = rows[["value", "low", "high"]].cumsum()
        for shade, row, end in zip(cycle(SHADES), rows.itertuples(), ends.itertuples(), strict=False):
            ax.barh(position, row.value, left=end.value - row.value, color=shade, edgecolor="white", height=0.5)
            ax.plot([end.low, end.high], [position] * 2, color=INK, lw=5, solid_capstyle="butt")
            name = textwrap.fill(row.label, max(11, int(80 * row.value / whole)), break_long_words=False)
            ax.annotate(name, (end.value - row.value / 2, position - 0.28), ha="center", va="bottom", fontsize=8)
            ax.annotate(sentence("{v}", v=row.value), (end.value - row.value / 2, position), ha="center", va="center")
    ax.axvline(whole, color=SECOND, ls="--", lw=1)
    ax.set_yticks(range(frame["bar"].nunique()), [textwrap.fill(name, 22) for name in frame["bar"].unique()])
    ax.set_ylim(frame["bar"].nunique() - 0.55, -0.8)
    ax.set_xlabel(unit)
    ax.grid(axis="y", visible=False)
    return ax


def before_after(frame: pd.DataFrame, ax: Axes, unit: str = "") -> Axes:
    """Two moments joined by a line for each row; columns label, start, before, end, after, change (in words)."""
    for row, colour, dash in zip(
        frame.itertuples(), cycle((SECOND, ACCENT, INK)), cycle(("-", "--", ":")), strict=False
    ):
        ax.plot([row.start, row.end], [row.before, row.after], dash, color=colour, marker="o", ms=6)
        for time, value, side in ((row.start, row.before, "right"), (row.end, row.after, "left")):
            ax.annotate(sentence("  {v}  ", v=value), (time, value), ha=side, va="center", fontsize=9)
        middle = ((row.start + row.end) / 2, (row.before + row.after) / 2)
        ax.annotate(f"{row.label}, {row.change}  ", middle, ha="right", va="bottom", color=colour, fontsize=9)
    first, last = frame["start"].min(), frame["end"].max()
    ax.set_xlim(first - 0.15 * (last - first), last + 0.15 * (last - first))
    ax.set_xticks([first, last], [str(first), str(last)])
    ax.set_ylim(bottom=0)
    ax.set_ylabel(unit)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.grid(visible=False)
    return ax


def legend(ax: Axes, columns: int = 2) -> Axes:
    """Put the legend under the plot, where it hides nothing."""
    figure: Any = ax.figure  # matplotlib's types do not know the placement "outside"
    figure.legend(loc="outside lower center", ncols=columns, fontsize=9, frameon=False)
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
    """Alternative text: one phrase a row, from the same rows as the plot; a missing end of an interval is "open"."""
    return "; ".join(sentence(template, **{name: _spoken(value) for name, value in row.items()}) for row in rows) + "."


def _spoken(value: object) -> object:
    return "open" if str(value) in MISSING else value

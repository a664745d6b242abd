"""Plots: what is drawn is what is said; each function draws its frame, gives its Axes back, makes the same bytes."""

from __future__ import annotations

import ast
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from matplotlib.axes import Axes

from fbss_analysis import coverage_plots, matrices, plots, strips
from fbss_analysis.schema import UsageError

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@dataclass(frozen=True)
class Sample:
    """A plot with a frame for it; `drawn` are the columns that its picture shows."""

    plot: Callable[..., Axes]
    frame: pd.DataFrame
    drawn: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def picture(self, frame: pd.DataFrame | None = None) -> plots.Picture:
        template = "; ".join(f"{name} {{{name}}}" for name in self.drawn)
        return plots.draw(self.plot, self.frame if frame is None else frame, template, **self.options)


SAMPLES = [
    Sample(
        plots.rounding_strips,
        pd.DataFrame(
            {"label": ["a", "b"], "printed_low": [5.0, 8.0], "printed_high": [6.0, 9.0], "low": [4, 7], "high": [7, 9]}
        ),
        ("label", "printed_low", "printed_high", "low", "high"),
    ),
    Sample(
        plots.incidence_curve,
        pd.DataFrame({"time": [1, 2], "value": [0.1, 0.2], "low": [0.05, 0.15], "high": [0.15, 0.25]}),
        ("time", "value", "low", "high"),
        {"label": "curve"},
    ),
    Sample(
        plots.horizon_points,
        pd.DataFrame({"time": [1, 2], "percent": [5.4, 8.4], "low": [5.2, 8.2], "high": [5.6, 8.6]}),
        ("time", "percent", "low", "high"),
        {"label": "points"},
    ),
    Sample(
        plots.cohort_curves,
        pd.DataFrame({"cohort": ["x", "x", "y"], "time": [1, 2, 2], "percent": [3.0, 5.0, 9.0]}),
        ("cohort", "time", "percent"),
    ),
    Sample(
        plots.stacked_shares,
        pd.DataFrame(
            {"bar": ["x", "x", "y"], "label": ["a", "b", "c"], "value": [40, 60, 90], "low": [39, 59, 89.5]}
        ).assign(high=[41, 61, 90.5]),
        ("bar", "label", "value", "low", "high"),
    ),
    Sample(
        plots.before_after,
        pd.DataFrame(
            {"label": ["a", "b"], "start": [1998] * 2, "end": [2008] * 2, "before": [77, 174], "after": [210, 413]}
        ).assign(change=["+173%", "+137%"]),
        ("label", "start", "end", "before", "after", "change"),
    ),
    Sample(
        strips.interval_strips,
        pd.DataFrame({"label": ["a", "b"], "value": [22.4, 60], "low": [19, 60], "high": [26.3, None]}).assign(
            group=["counted", "told"]
        ),
        ("label", "value", "low", "high", "group"),
    ),
    Sample(
        strips.date_timeline,
        pd.DataFrame(
            {"label": ["a"] * 2, "origin": ["told", "listed"], "start": [2019.0, 2020.5], "end": [2020, 2020.6]}
        ),
        ("label", "origin", "start", "end"),
    ),
    Sample(
        matrices.grim_map,
        pd.DataFrame({"label": ["a third", "half"], "sizes": [(3, 6, 9), (2, 4, 6, 8)], "largest": 9, "told": 7}),
        ("label", "sizes", "largest", "told"),
    ),
    Sample(
        matrices.verdict_matrix,
        pd.DataFrame({"row": ["s", "t"], "column": ["exact", "misdated"], "claims": [8, 1]}).assign(
            verdict=["reproduced", "inconsistent"]
        ),
        ("row", "column", "claims", "verdict"),
        {"columns": ["exact", "misdated"]},
    ),
    Sample(
        coverage_plots.coverage_panels,
        pd.DataFrame({"p": [0.1, 0.2] * 2, "coverage": [0.9, 0.96, 0.93, 0.94], "n": [20, 20, 50, 50]}).assign(
            method=["wilson", "wilson", "mid p", "mid p"]
        ),
        ("p", "coverage", "n", "method"),
        {"x": "p", "line": "n", "panel": "method", "level": 0.95},
    ),
    Sample(
        coverage_plots.coverage_dots,
        pd.DataFrame({"label": ["shape", "scale"], "group": ["whole", "decimal"], "coverage": [0.9, 0.4]}),
        ("label", "group", "coverage"),
        {"level": 0.95},
    ),
]
# How a value goes wrong without being nonsense: another verdict, another column, otherwise a little more.
OTHER = {"verdict": "consistent", "column": "misdated"}


def _name(sample: Sample) -> str:
    return sample.plot.__name__


def _wrong(value: Any, column: str) -> Any:
    if column in OTHER:
        return OTHER[column]
    if isinstance(value, str):
        return value + "x"
    return (*value, 7) if isinstance(value, tuple) else value + (1 if value >= 1 else 0.25)


def _planted() -> Iterator[Any]:
    for sample in SAMPLES:
        for column in sample.drawn:
            yield pytest.param(sample, column, id=f"{_name(sample)}-{column}")


@pytest.mark.parametrize(("sample", "column"), list(_planted()))
def test_a_wrong_value_in_the_frame_changes_picture_and_words(sample: Sample, column: str) -> None:
    frame = sample.frame.astype(object)
    frame.at[0, column] = _wrong(frame.at[0, column], column)
    right, wrong = sample.picture(), sample.picture(frame.infer_objects())
    assert wrong.alt != right.alt
    drawn = [re.sub(r'aria-label="[^"]*"', "", picture.svg) for picture in (right, wrong)]
    assert drawn[0] != drawn[1], f"{column} is not drawn"


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
class TestPlot:
    def test_gives_its_axes_back(self, sample: Sample) -> None:
        ax = plots.canvas()
        assert sample.plot(sample.frame, ax, **sample.options) is ax

    def test_leaves_its_frame_alone(self, sample: Sample) -> None:
        before = sample.frame.copy(deep=True)
        sample.picture()
        pd.testing.assert_frame_equal(sample.frame, before)

    def test_makes_the_same_bytes_again(self, sample: Sample) -> None:
        assert sample.picture().svg == sample.picture().svg

    def test_is_an_image_with_a_label_of_the_same_words(self, sample: Sample) -> None:
        picture = sample.picture()
        root = ET.fromstring(picture.svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == picture.alt
        assert not re.search(r"<dc:date>|/tmp|http://www.w3.org/1999/xhtml", picture.svg)

    def test_every_row_is_told(self, sample: Sample) -> None:
        alone = [sample.picture(sample.frame.iloc[[row]]).alt.rstrip(".") for row in range(len(sample.frame))]
        assert sample.picture().alt == "; ".join(alone) + "."


def test_verdict_bars_and_reference_lines_give_their_axes_back_and_are_stable() -> None:
    counts = pd.DataFrame({"reproduced": [3, 1], "inconsistent": [0, 2]}, index=["x", "y"])
    pictures = []
    for _ in range(2):
        ax = plots.canvas()
        assert plots.verdict_bars(counts, ax) is ax
        assert plots.reference_lines({"told": 20.0}, ax) is ax
        pictures.append(plots.show(ax, "x and y"))
    assert pictures[0].svg == pictures[1].svg
    assert 'role="img"' in pictures[0].svg
    assert plots.show(plots.verdict_bars(counts + 1, plots.canvas()), "x and y").svg != pictures[0].svg


def test_more_groups_than_marks_are_all_drawn() -> None:
    names = [f"group {letter}" for letter in string.ascii_lowercase[: len(strips.MARKS) + 2]]
    frame = pd.DataFrame({"label": names, "group": names, "value": 5.0, "low": 4.0, "high": 6.0})
    ax = strips.interval_strips(frame, plots.canvas())
    assert sorted(int(line.get_ydata()[0]) for line in ax.lines) == list(range(len(names)))


def test_a_missing_end_is_told_as_open_and_drawn_as_an_arrow() -> None:
    frame = pd.DataFrame({"label": ["a"], "group": ["told"], "value": [60.0], "low": [60.0], "high": [None]})
    picture = plots.draw(strips.interval_strips, frame, "{label} from {low} to {high}")
    assert picture.alt == "a from 60 to open."
    closed = plots.draw(strips.interval_strips, frame.assign(high=100.0), "{label} from {low} to {high}")
    assert closed.svg.count("<path") < picture.svg.count("<path")


def test_a_number_cannot_be_typed_into_the_words_of_a_plot() -> None:
    with pytest.raises(UsageError, match="typed into prose"):
        plots.draw(SAMPLES[0].plot, SAMPLES[0].frame, "{label} stands for 5 percent")


def _calls(name: str) -> Iterator[tuple[str, ast.Module, ast.Call]]:
    for path in NOTEBOOKS:
        with path.open(encoding="utf-8") as file:
            cells = [cell for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
        for cell in cells:
            tree = ast.parse(cell.source)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                    yield path.stem, tree, node


def _fields(tree: ast.Module, node: ast.expr) -> set[str]:
    """The fields of a template, written in place or under a name in the same cell."""
    if isinstance(node, ast.Name):
        assigned = [
            s.value for s in tree.body if isinstance(s, ast.Assign) and getattr(s.targets[0], "id", "") == node.id
        ]
        node = assigned[-1]
    return {name for _, name, _, _ in string.Formatter().parse(ast.literal_eval(node)) if name}


def test_notebooks_describe_every_column_that_they_draw() -> None:
    """`sizes` may be told by how many there are, and a told size or a colour by the words of the row."""
    drawn_by = {_name(sample): set(sample.drawn) - {"sizes", "told", "group", "largest"} for sample in SAMPLES}
    calls = list(_calls("draw"))
    assert len(calls) >= 10
    for notebook, tree, call in calls:
        plot = call.args[0]
        assert isinstance(plot, ast.Attribute)
        missing = drawn_by[plot.attr] - _fields(tree, call.args[2])
        assert not missing, f"{notebook}: {plot.attr} draws {missing} and does not tell it"


def test_notebooks_show_no_picture_without_words_from_its_rows() -> None:
    for notebook, tree, call in _calls("show"):
        text = ast.unparse(tree)
        assert "describe(" in text, f"{notebook}: {ast.unparse(call)}"

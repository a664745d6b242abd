"""The page of a sweep: which verdicts and which estimates of the notebooks depend on the chosen parameters.

The notebooks that ran at several points of a grid are compared output by output. An output that is the same at every
point does not depend on the choice; of the others each distinct form is shown with the points that give it, and told
apart are those in which a verdict changes and those in which only numbers do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fbss_analysis.building.planning import Run
from fbss_analysis.vocabulary import Verdict

PAGE = "sweep.html"
TITLE = "What depends on the choice"
_WORDS = tuple(verdict.value for verdict in Verdict)


def pages(runs: Sequence[Run], executed: Mapping[str, Mapping[str, str]], write: Callable[..., str]) -> dict[str, str]:
    """The page of a sweep by its path; none where nothing was swept."""
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if run.point:
            others = {name: value for name, value in run.values.items() if name not in run.point}
            groups.setdefault((run.path.stem, json.dumps(others, default=str)), []).append(run)
    compared = [compare(group, executed) for group in groups.values() if len(group) > 1]
    return {PAGE: write("sweep", title=TITLE, notebooks=compared)} if compared else {}


def compare(group: Sequence[Run], executed: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The outputs of one notebook that differ between the points of the grid, verdicts first."""
    shown = {run.name: list(outputs(executed[run.name]["notebook"])) for run in group}
    length = max(map(len, shown.values()))
    rows = [_row(group, [dict(enumerate(shown[run.name])).get(i, "") for run in group]) for i in range(length)]
    differing = sorted((row for row in rows if len(row["forms"]) > 1), key=lambda row: not row["verdict"])
    return {
        "title": group[0].title.partition(" (")[0],
        "runs": [{"page": run.page, "about": about(run)} for run in group],
        "outputs": length,
        "same": length - len(differing),
        "differing": differing,
    }


def _row(group: Sequence[Run], texts: Sequence[str]) -> dict[str, Any]:
    forms: dict[str, list[str]] = {}
    for run, text in zip(group, texts, strict=True):
        forms.setdefault(text, []).append(about(run))
    return {
        "verdict": len({tuple(verdicts(text)) for text in forms}) > 1,
        "forms": [{"text": text, "points": points} for text, points in forms.items()],
    }


def about(run: Run) -> str:
    """The point of the grid in words."""
    return ", ".join(f"{name} {value}" for name, value in (run.point or {}).items())


def outputs(notebook: str) -> Iterator[str]:
    """The text of each output of an executed notebook: what is said, the plain form of a table, of a plot its words."""
    for cell in json.loads(notebook)["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            text = data.get("text/markdown") or data.get("text/plain") or output.get("text", "")
            yield text if isinstance(text, str) else "".join(text)


def verdicts(text: str) -> Iterator[str]:
    """The verdicts that a text names, in order.

    >>> list(verdicts("the claim is **inconsistent**, the other consistent"))
    ['inconsistent', 'consistent']
    """
    for word in text.replace("*", " ").replace(",", " ").replace(".", " ").split():
        if word in _WORDS:
            yield word

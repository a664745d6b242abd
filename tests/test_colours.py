"""Colours that mean something stay apart for people with any of the three dichromacies, in the light and the dark.

References: Machado GM, Oliveira MM, Fernandes LAF. A physiologically-based model for simulation of color vision
deficiency. IEEE Trans Vis Comput Graph 2009;15:1291-1298 (the matrices, severity 1). CIE 15:2004 (CIELAB).
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from fbss_analysis import plots, strips
from fbss_analysis.chapters import TEMPLATES

DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
APART = 10  # of CIELAB's distance; two is about the least that is seen side by side


def lab(colour: str, deficiency: str) -> np.ndarray:
    """The colour as somebody with the deficiency sees it, in CIELAB."""
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in TO_XYZ @ seen / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def of_page(prefix: str) -> dict[str, list[str]]:
    """The colours of the style sheet whose names begin so, of the light and of the dark page."""
    css = Path(TEMPLATES, "style.css").read_text(encoding="utf-8")
    light, dark = css.partition("@media (prefers-color-scheme: dark)")[::2]
    found = re.compile(rf"--{prefix}[\w-]*: (#[0-9a-f]{{6}})")
    return {"light": found.findall(light), "dark": found.findall(dark.partition("* {")[0])}


PALETTES = {
    "verdicts in plots": list(plots.COLOURS.values()),
    "groups in plots": [colour for colour, _ in strips.MARKS],
    **{f"verdicts, {name} page": colours for name, colours in of_page("bar-").items()},
    **{
        f"icon array, {name} page": [of_page(part)[name][0] for part in ("sure", "likely", "possible", "soft")]
        for name in ("light", "dark")
    },
}


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_stay_apart(palette: str, deficiency: str) -> None:
    colours = PALETTES[palette]
    assert len(colours) >= 4
    near = [
        (one, other)
        for one, other in itertools.combinations(colours, 2)
        if np.linalg.norm(lab(one, deficiency) - lab(other, deficiency)) < APART
    ]
    assert not near


def test_a_red_and_a_green_of_one_lightness_are_seen_to_fall_together() -> None:
    assert np.linalg.norm(lab("#b0453c", "deuteranopia") - lab("#6f7a35", "deuteranopia")) < APART

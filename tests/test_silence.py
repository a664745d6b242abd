"""Silence: figures that look like parts and wholes and are none, so that no sum of them is asked for."""

from __future__ import annotations

import pytest
from slipped import blamed

SILENT = {  # class of figures: a passage in which nothing is wrong
    "doses of named groups": (
        "The rats were split into four groups of 45 each: Group 0: no drug; Group 60: 60% of the usual dose; "
        "Group 85: 85% of it."
    ),
    "a size for each arm": (
        "Seventy-one were asked, 54 entered (27 randomised to each arm), 6 refused, 11 were excluded for illness."
    ),
    "units nobody knows": "Noise was set to one of three levels, 95 dB, 40 dB and 35 dB, for all of the 75 minutes.",
    "sizes of two groups": "Diet (n = 32) Diet and drug (n = 57) Better (n = 34) Worse (n = 55) Mean weight in all",
    "numbers of a list": (
        "A trial of 157 adults, assigned to three groups: 1) classes (n = 54), 2) talks (n = 54), 3) control (n = 49)."
    ),
    "lost and told so": (
        "In all 41 patients were randomized, 20 to the mesh and 19 to the suture. Two patients were excluded later."
    ),
    "not all were treated": (
        "One hundred and ninety-five patients were randomized, 67 were taped, 59 had a brace and 62 had a boot."
    ),
    "a plan": (
        "With a power of 0.95 and an alpha of 0.05, 28 patients are needed; with losses, a total of 36, that "
        "is 18 a group."
    ),
    "rates in that order": (
        "No crack was seen before. Files A, B and C left cracks in 23.3%, 10% and 16.7% of teeth, respectively."
    ),
    "shares of a maximum": (
        "They rode either at 65% of maximum power or, to recover, at 25% of maximum power, and nothing else."
    ),
    "parts of another figure": (
        "In total, 196 people were seen (66 with tea, 63 with milk and 67 with both); 146 people were counted "
        "per protocol."
    ),
    "said not to add up": (
        "Those with two readings were 73 and 71; the percentages do not add up to 100 because of rounding."
    ),
    "one part in a word": (
        "Of the results, 123 in all, 89 were very good, 22 were good, 9 were fair and three were poor."
    ),
    "times as wholes": (
        "Over the 24 h the rate was equal (n = 8), equivalent (n = 4) or higher (n = 2) in all that were left."
    ),
    "a rest of two weeks": (
        "Four weeks of pills, followed by a 2-week rest, gave response rates of 49% (25 of 51) and 44% (19 of 43)."
    ),
    "shares of two wholes": (
        "Overall, 139 (68%) had a good start. At four months 112 (80.6%) of the good and 26 (39.4%) of the "
        "poor came back."
    ),
    "rows without lines": (
        "Men Before 18 68 52.3 ± 10.9 After 39 75 54.9 ± 8.5 Mind Before 25 75 53.1 ± 10.2 After 29 71 50.6 ± "
        "7.5 All of it"
    ),
    "per thousand": (
        "The dressing spares 12 infections /1,000 patients, with a number needed to treat of 85 and 975 left in all."
    ),
    "some of some": (
        "All charts were read: 104 of the first (77 of which were early) and 54 of the second (13 of which were early)."
    ),
    "kinds of things": (
        "We gave 20 smokers a pill in a randomised trial and measured 39 cytokines and 119 metabolites."
    ),
}
BLAMED = {  # the same words where they do tell all: a passage with one figure wrong
    "a size and its parts": "In total, 196 people were seen (66 with tea, 63 with milk and 76 with both).",
    "randomized, no one lost": "In all 361 patients were randomized, 204 to the mesh and 175 to the suture.",
    "parts with their shares": "We saw 139 dogs: 112 (80.6%) came back and 72 (19.4%) did not.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_figures_that_are_no_parts_are_not_added_up(text):
    assert not {"partition", "total"} & set(blamed(text))


@pytest.mark.parametrize("text", BLAMED.values(), ids=BLAMED)
def test_figures_that_are_parts_still_are(text):
    assert {"partition", "total"} & set(blamed(text))

"""Means of totals of instruments that are marked in whole numbers: asked where all were seen, and of the total only."""

from __future__ import annotations

import re

import pytest
from slipped import blamed, told

from fbss_analysis.bounds.instruments import INSTRUMENTS

WRONG = {
    "with a mean of": (
        "All 43 clerks completed the Roland–Morris questionnaire without missing items, with a "
        "mean score of {11.51|11.57}."
    ),
    "in the sentence before": (
        "The Pain Catastrophizing Scale was filled in by all 15 clerks; nothing was missing. The "
        "mean total was {23.73|24.32}."
    ),
    "by its letters": (
        "The Insomnia Severity Index (ISI) was filled in by all 31 clerks. The mean ISI score was {18.16|18.25}."
    ),
    "averaged": (
        "Complete data were obtained from all 25 patients. The PHQ-9 total score averaged {10.96|10.81} ± 4.80."
    ),
    "behind": "All 31 patients were seen. The mean score on the MMSE was {26.16|26.25}.",
    "right behind": (
        "All 31 patients answered all questions. The average was {26.16|26.25} points on the Beck Depression Inventory."
    ),
    "in brackets": "The HADS was completed by all 31 patients (mean {10.16|10.25}, SD 3.2).",
    "at a time": "Each of the 31 newborns was seen; the mean Apgar score at 5 minutes was {8.16|8.25}.",
    "rose to": "Follow-up was complete for all 31 patients; the mean mJOA score rose to {14.16|14.25}.",
    "one version only": "All 31 patients completed the PASS-20. The mean total was {38.16|38.25}.",
    "n of n": "With all 37 of 37 clerks responding (100%), {89.2|90.4}% were at work.",
}
OF_OTHERS = (
    "All 31 patients completed the PHQ-9. The mean age was 45.25 years.",
    "All 31 patients completed the PHQ-9, and the mean pain score was 5.25.",
    "All 31 patients completed the PHQ-9; the mean VAS was 5.25.",
    "All 31 patients completed the PHQ-9. The mean item score was 1.25.",
    "All 31 patients completed the PHQ-9 and the ODI. The mean score was 25.25.",
    "All 31 patients completed the PHQ-9 and the GAD-7. The mean score was 11.25.",
    "All 31 patients completed the ODI. The mean score was 25.25.",
    "All 31 patients completed the PHQ-9; the score fell by 3.25 on average.",
    "All 31 patients completed the PHQ-9; the mean was 31.25.",
    "We audit all 31 charts; the mean was 5.25.",
    "Of 31 patients, 28 completed the PHQ-9; the mean score was 10.25.",
    "All 31 patients completed the RMDQ; the adjusted mean was 12.25.",
    "All 31 patients completed the STAI-6. The mean score was 40.25.",
    "All 31 patients completed the Pain Anxiety Symptoms Scale. The mean score was 45.25.",
    "All 31 patients completed the IIEF. The mean score was 45.25.",
    "All 31 patients were seen. The mean score on the six-item State-Trait Anxiety Inventory was 40.25.",
)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_mean_total_that_no_whole_sum_gives_is_blamed(text):
    assert not blamed(told(text, 0))
    assert blamed(told(text, 1)) == ["grim"]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_a_mean_of_anything_else_is_not_asked(text):
    assert not blamed(text)


def test_every_instrument_has_a_range_and_says_who_brought_it_out():
    for known in INSTRUMENTS:
        assert known.least < known.most
        assert re.search(r"\b(?:19|20)\d\d\b", known.source)

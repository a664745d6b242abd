"""Medians and means with the range that is told of the same values: any misfit is blamed; other ranges are not."""

from __future__ import annotations

import pytest
from slipped import blamed, told

from fbss_analysis.bounds.spans import find_spans
from fbss_analysis.schema import Document

# The first figure in the braces lies in its range, the second does not.
SPANS = {
    "quartiles": "Median stay was {7|15} days (interquartile range 5–11).",
    "IQR with units": "Median stay was {7|2} days (IQR, 5-11 days).",
    "in words": "Median stay was {7|2} days, with an interquartile range of 5 to 11 days.",
    "a clause": "Median stay was {7|2} days; the interquartile range was 5 to 11 days.",
    "headed": "The median (IQR) stay was {7|2} (5–11) days.",
    "a range": "The mean age was {57.3|72.1} years (range: 33 to 68 years).",
    "ranging": "The mean age was {57.3|72.1} years, ranging from 33 to 68.",
    "behind a deviation": "The mean age was {57.3|72.1} ± 9.1 years (range 33–68).",
    "aged": "Guests were aged between 33 and 68 years, with a mean of {57.3|72.1}.",
    "ranged": "Follow-up ranged from 6 to 48 months (mean {23.4|55.2} months).",
    "least and most": "Mean follow-up was {23.4|55.2} months (minimum 6, maximum 48).",
}
OTHERS = (
    "Median stay was 7 days (interquartile range 6).",
    "Median stay was 15 days in the first period and 7 days (interquartile range 5–11) in the second.",
    "The mean cost was 480 euros (interquartile range 150–400).",
    "Median calcium was 7 mg (normal range 10–12).",
    "The mean dose was 12.5 mg (recommended range 20–40 mg).",
    "The mean change was −12.1 (range 3 to 40).",
    "The mean age was 72 years (range 33–68 in the controls).",
    "The median stay was 18 months (range 1–4 years).",
    "The median was 5 days and 9 days (range 1–4).",
    "The median was 11.4 days (range 5–11).",
)


@pytest.mark.parametrize("text", SPANS.values(), ids=SPANS)
def test_a_middle_outside_of_its_range_is_blamed(text):
    assert not blamed(told(text, 0))
    assert [found.agrees for found in find_spans(Document("page", told(text, 0)))] == [True]
    assert blamed(told(text, 1)) == ["membership"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_ranges_are_left_alone(text):
    assert not blamed(text)

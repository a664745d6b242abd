"""A mean or a median beside its own range, quartiles or extremes: what is blamed, and what is not looked at."""

from __future__ import annotations

import pytest
from slipped import blamed, told

from fbss_analysis.bounds.spreads import find_spreads
from fbss_analysis.schema import Document

PAIRS = [
    "The median wait was {5|9} days (3–8).",
    "The median wait was {5|9} days (min. 3, max. 8).",
    "The median wait was {5|9} days (interquartile range 3–8).",
    "Wounds drained for a median of {6|1} days (IQR, 4 to 7).",
    "The median fee was {$900|$90} (IQR $700–$1,200).",
    "A median dose of {60|140} mg [25th–75th percentile, 45–80] was given.",
    "The median duration of surgery was {105|85} min (Q1–Q3: 100–120).",
    "The median was {46|30} (quartiles 40 and 60).",
    "Stay was {12|6} days (IQR 9–14) versus 17 days (IQR 12–25).",
    "Mean age at implantation was {43.4|23.4} years, ranging between 31 and 78 years.",
    "The mean age of the 45 patients was {55|35} years (range 38–80).",
    "Mean score was {6.2|9.2} ± 1.1 (range 3–7.5).",
    "Mean score was {6.2|2.2} (SD 1.1; range 3–7.5).",
    "The mean delay was {5|3} weeks; the range was 4 to 9 weeks.",
    "Patients had had an average of {2.3|5.3} previous operations (range 1–4).",
    "Patients were {45|25} years old on average (range, 38 to 80).",
    "Observation averaged {44|14} months (minimum 21, maximum 66).",
    "The mean delay was {44|74} weeks (shortest 21 weeks, longest 66 weeks).",
    "Median blood loss was {7|15} ml (min–max 3–12).",
    "Operating time ranged from 3 to 12 hours (median {7|17}).",
    "Operations lasted between 60 and 240 minutes (mean {129|290}).",
    "The median (IQR) age was {54|34} years (46–63).",
    "Median delay [range], weeks: {12|2} [3–24] and 14 [5–31].",
    "The mean reduction was {3.2|7.2} points (range 1 to 6).",
    "Median stay was {7|15} days (interquartile range 5–11).",
    "Median stay was {7|2} days (IQR, 5-11 days).",
    "Median stay was {7|2} days, with an interquartile range of 5 to 11 days.",
    "Median stay was {7|2} days; the interquartile range was 5 to 11 days.",
    "The median (IQR) stay was {7|2} (5–11) days.",
    "The mean age was {57.3|72.1} years (range: 33 to 68 years).",
    "The mean age was {57.3|72.1} years, ranging from 33 to 68.",
    "The mean age was {57.3|72.1} ± 9.1 years (range 33–68).",
    "Guests were aged between 33 and 68 years, with a mean of {57.3|72.1}.",
    "Follow-up ranged from 6 to 48 months (mean {23.4|55.2} months).",
    "Mean follow-up was {23.4|55.2} months (minimum 6, maximum 48).",
]
SILENT = [
    "The mean wait was 9 days (3–8).",  # perhaps quartiles
    "The mean stay was 5 days (IQR 6–9).",  # a mean may lie outside
    "The median was 7 days (IQR 5).",  # a width
    "Mean observation was 3 years (age range 18–65).",
    "The mean delay was 2.5 years (range 6–60 months).",
    "The average age was 29 years (standard deviation [SD]: 9; range: 18–46).",
    "The mean age of 25 patients (range 38–80) was 55.",
    "The median number of tests was 1.9 per 24 hours (IQR 1.2 to 3.3).",
    "In all 120 operations (range 2–20 for each surgeon) were done.",
    "The median was 8 (min = 0, max = 9, IQR: 8 to 8).",
    "The mean loss was 3.2 kg (range −6 to −1).",
    "The mean was 4.2 (possible range 5–25).",
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
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_mean_or_a_median_lies_in_the_range_that_is_told_of_it(pair):
    assert [found.agrees for found in find_spreads(Document("page", told(pair, 0)))][:1] == [True]
    assert blamed(told(pair, 0)) == []
    assert blamed(told(pair, 1)) == ["membership"]


@pytest.mark.parametrize("text", SILENT)
def test_a_range_of_something_else_blames_nothing(text):
    assert blamed(text) == []


def test_a_range_that_is_read_as_an_interval_as_well_is_blamed_once():
    assert blamed("The mean was 5.2 (range 3.1 to 7.0, 95% CI).") == []
    assert blamed("The mean was 9.2 (range 3.1 to 7.0, 95% CI).") == ["membership"]

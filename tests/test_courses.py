"""Courses over time: figures that can only rise, or only fall, are put in order; others are left alone."""

from __future__ import annotations

import pytest

from fbss_analysis.interpretation.cues import direction
from fbss_analysis.interpretation.timepoints import find_timepoints
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

# Each text has one figure out of order; {} takes it, the first of the two that follow breaks the order.
BROKEN = [
    (
        "The cumulative risk of a leak was {} at 10 years, against 13.2% at 4 years and 10.1% at 1 year.",
        "9.8%",
        "17.8%",
    ),
    ("Starting from 10.1% at 1 year, the cumulative risk came to {} at 10 years.", "9.8%", "17.8%"),
    ("Ten-year implant survivorship stood at {}, down from 94.4% at five years.", "97.2%", "91.2%"),
    ("Of 310 leads, 304 were still functioning after one year, 281 after three years and {} after five.", "288", "268"),
    ("Freedom from explantation was 98% (1 year), 89% (3 years), {} (5 years).", "93%", "83%"),
    ("Cumulatively, 14 screws had broken by month 3, 25 by month 6 and {} by month 12.", "19", "29"),
    ("By three months 12% had undergone a second operation; by six, {}; by twelve, 25%.", "39%", "19%"),
    ("The 1-year, 3-year and 5-year cumulative incidences were 4.2%, {} and 9.8%.", "13.1%", "5.1%"),
    ("Survival at 1, 2, and 5 years was 92%, {}, and 71%, respectively.", "95%", "85%"),
    ("Some 35 complaints in total by the end of January, 61 by the end of February, {} by March.", "58", "85"),
    ("Patients enrolled to date: 31 (March), 56 (April), {} (May), 90 (June).", "49", "69"),
    ("Follow-up (months): 6, 12, 24, 60\nFree of revision (%): 99, 96, {}, 88", "98", "93"),
    ("Not yet explanted: Year 1 = 95%; Year 2 = {}; Year 3 = 85%.", "97%", "87%"),
    ("Cumulative complications (none lost): 30 d 4.0%, 90 d {}, 1 y 7.1%.", "3.2%", "5.2%"),
    ("Year | At risk | Cumulative, %\n1 | 400 | 2.1 (1.0 to 3.0)\n2 | 350 | {} (3 to 5)\n5 | 200 | 4.6", "6.0", "4.0"),
    ("Year | At risk | Cumulative, %\n1 | 400 | 2.1\n2 | {} | 4.0\n5 | 200 | 4.6", "450", "350"),
    (
        "Cumulative revision by cup, %\n\nTime\t1 y\t3 y\t5 y\nCemented\t2.0\t{}\t4.0\nOther\t3.0\t4.0\t5.0",
        "7.0",
        "2.9",
    ),
    ("One year on, 5.8% had had another operation. The cumulative figure was {} after four years.", "3.5%", "9.5%"),
    ("Cumulative % | women: 1 y 5.1, 3 y 9.6, 5 y 13.0 | men: 1 y 4.3, 3 y {}, 5 y 12.4", "2.4", "7.4"),
    ("Cumulative cost: £20,853 at one year, {} at two years and £31,420 at five years.", "£77,102", "£27,102"),
    ("Joined in all: 34 by the end of March, {} by the end of June and 110 by Christmas.", "16", "61"),
    ("Some 4% had sunk by week 6, 11% by month 3 and {} by year 1 (this cannot revert).", "9%", "19%"),
    (
        "Cumulative risk was 8% at one year. The sexes did not differ. The cumulative risk was {} at four years.",
        "5%",
        "11%",
    ),
    ("- by day 30: 2.1%\n- by day 90: {}\n- by day 365: 6.9%\nAll readmissions are counted.", "8.4%", "4.4%"),
    (
        "Five years on 37% had had at least one relapse, compared with {} three years and 11% one year after it.",
        "62%",
        "26%",
    ),
    ("At 20 years of age 13% had ever had an operation, at 30 years {}, at 45 years 39%.", "86%", "26%"),
    ("Cumulative risk was 4% at 1 year; lengthening the horizon to 3 and 5 years took it to {} and 9%.", "17%", "7%"),
    ("The chance that a lens will have been swapped is 6% by year 2, {} by year 5 and 48% by year 9.", "81%", "18%"),
    ("Survival (of the same 60 dogs) was {} at two years. The earlier figure, at one year, was 91%.", "97%", "79%"),
    (
        "By week 2 a total of 60 forms had come, by week 4 (after a letter) {}, by week 6 81, all running totals.",
        "96",
        "69",
    ),
    (
        "The cumulative rate of pregnancy was 20.1% after one cycle, {} after two cycles, 41.9% after three.",
        "53.0%",
        "35.0%",
    ),
    ("Of those enrolled in 2001, 8% had been revised by the end of 2003, {} by the end of 2006.", "5%", "15%"),
    ("Year 1\t2.0\nYear 2\t{}\nYear 3\t6.1\nCumulative incidence (%) of loosening.", "9.4", "4.9"),
    ("Cumulative hazard of loosening: 0.08 at 12 months, 0.13 at 24 months, {} at 48 months.", "0.12", "0.21"),
    (
        "The cumulative number of falls was 97 at one year. It was {} at three years and 241 at five (in 96%).",
        "88",
        "188",
    ),
    ("By age 40, 12% have ever had an operation; by age 50, {}; by age 60, 31%.", "9%", "19%"),
]


def findings(text: str) -> list[Verdict]:
    """The verdicts of the order check."""
    found = audit_document(Document("page", text)).findings
    return [finding.verdict for finding in found if finding.check == "order"]


@pytest.mark.parametrize(("text", "wrong", "right"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_figure_out_of_order_is_noticed_and_the_same_in_order_is_not(text, wrong, right):
    assert Verdict.INCONSISTENT in findings(text.format(wrong))
    assert set(findings(text.format(right))) == {Verdict.REPRODUCED}


SILENT = [
    "The cumulative number of falls was 97 at one year. It was 3% at three years.",
    "Satisfaction was 80% at 1 year, 70% at 2 years and 75% at 5 years.",
    "Still in pain: 60% at 3 months, 40% at 6 months, 50% at 12 months.",
    "Pain-free patients made up 60% at 3 months, 40% at 6 months and 50% at 12 months.",
    "The annual revision rate was 2.1% at 1 year, 1.4% at 2 years and 1.9% at 3 years; cumulative rates are not given.",
    "Cumulative revision was 6% at 5 years in men and 4% at 10 years in women.",
    "Cumulative revision was 6% at 5 years. Satisfaction was 4% at 10 years.",
    "Median survival was 14 months with 20 Gy in 5 fractions and 12 months with 40 Gy in 15 fractions.",
    "Overall survival at 5 years was 62%; disease-free survival at 3 years was 51%.",
    "Two patients in the 9-month group and one in the 15-month group had undergone revision.",
    "Two-year reoperation fell from 14.6% of those operated in 2009 to 11.3% of those operated in 2015.",
    "Most had not yet reached puberty. Six trials lasted for one year and two trials for six months.",
    "Of all whom we have implanted, 89% did well at one year, 85% at three years and 78% at five.",
    "Year of diagnosis | 1990 | 2000 | 2010\nCumulative mortality | 30% | 25% | 20%",
    "Mortality at day 90 was alike in both groups (25.7% versus 29.9%), but stays were shorter (median 11 days).",
    "Score | 1 y | 2 y | 5 y\nPain | 3.1 | 2.0 | 4.0\nSatisfied, % | 80 | 70 | 75",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_may_rise_and_fall_is_not_held_to_an_order(text):
    assert Verdict.INCONSISTENT not in findings(text)


MOMENTS = [
    ("5% at 1, 5, and 10 years", [12, 60, 120]),
    ("at thirty-six months and after sixty", [36, 60]),
    ("mean follow-up of 5 years; 5% at 1 year", [12]),
    ("after half a year and after two and a half years", [6, 30]),
    ("by the first anniversary 5%, by the third 6%", [12, 36]),
    ("at 12 and at 36 months", [12, 36]),
    ("by age 50, by age 65", [600, 780]),
    ("patients may march on after year 3", [36]),
    ("between 2 and 5 years", []),
    ("5%, 7% and 9% at the end of the first, second and fifth year", [12, 24, 60]),
    ("28% after one cycle, 43% after two cycles", [1, 2]),
    ("scored at 360, 720 and 1440\u00a0h", [0, 1, 2]),
]


@pytest.mark.parametrize(("text", "months"), MOMENTS)
def test_moments_in_every_form_are_on_one_scale(text, months):
    assert [round(point.months) for point in find_timepoints(text)] == months


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("the running total", "rises"),
        ("had been revised by", "rises"),
        ("not yet revised", "falls"),
        ("free of recurrence", "falls"),
        ("free of pain", ""),
        ("still in use", "falls"),
        ("still on opioids", ""),
        ("Kaplan-Meier", "either"),
        ("satisfied", ""),
    ],
)
def test_words_say_which_way_a_course_must_go(text, way):
    assert direction(text) == way

"""Small readings, one a branch of the grammar: what a sentence holds, and what in it is no quantity."""

from __future__ import annotations

import pytest

from fbss_analysis.extraction import extract
from fbss_analysis.schema import Document

Reading = tuple[str, str, float | None]

READINGS: dict[str, list[Reading]] = {
    # years and counts
    "There were 2000 patients in the registry.": [("2000", "count", 2000)],
    "In all, n = 1998 were asked.": [("1998", "count", 1998)],
    "It rose in 2009.4 Others agree.": [("2009", "date", 2009)],
    "Weight 2009.4 kg was lifted.": [("2009.4 kg", "other", 2009.4)],
    "Seen in 1998-03 only.": [("1998", "date", 1998)],
    "They came on June 12 in the morning.": [],
    "Week 12 264 N came.": [("Week 12", "duration", 12), ("264", "count", 264)],
    "All of them (12,264) came back.": [("12,264", "count", 12_264)],
    "It measured 1234.5; others agree.": [("1234.5", "other", 1234.5)],
    # two numbers side by side
    "Age was 45.2 (12.5) years.": [("45.2 (12.5)", "mean_sd", 45.2)],
    "It took 5 (3) days.": [("5", "duration", 5)],
    "It fell five percentage points to 40%.": [("five percentage points", "percent", 5), ("40%", "percent", 40)],
    "16 of 198 of 300 came back.": [("16 of 198", "count", 16), ("300", "count", 300)],
    "The difference was 0.5 [0.2 to 0.1].": [("0.5", "other", 0.5), ("0.2", "other", 0.2), ("0.1", "other", 0.1)],
    "The bounds were [3.31; 0.82] at last.": [("3.31", "other", 3.31), ("0.82", "other", 0.82)],
    "They waited 5 days to 6 weeks.": [("5 days", "duration", 5), ("6 weeks", "duration", 6)],
    "Within 10% to 5 days it went.": [("10%", "percent", 10), ("5 days", "duration", 5)],
    "It scored 7.5/10 at last.": [("7.5/10", "other", 7.5)],
    "It scored 7.5 out of 10 at last.": [("7.5 out of 10", "other", 7.5)],
    "It cost 30 to $50 million.": [("30 to $50 million", "money", None)],
    "Ages 5-10% to 20 kg.": [("5-10%", "percent_range", None), ("20 kg", "other", 20)],
    "20% lower to 10 years higher.": [("20%", "percent_change", 20), ("10 years", "duration", 10)],
    "Operated on 5 of 3 backs.": [("5", "count", 5), ("3", "count", 3)],
    "One in every 5 patients.": [("One in every 5", "ratio_one_in_n", 20)],
    "Every one of the 27 came back.": [("27", "count", 27)],
    "About 1/3 of patients came back.": [("1/3", "fraction_word", 100 / 3)],
    "In the control group 15 of 50 came; group 30 patients.": [("15 of 50", "count", 15), ("30", "count", 30)],
    # markers, names, addresses, hours
    "Backs hurt.”12 Others agree.": [],
    "It fell 30%[12] overall.": [("30%", "percent", 30)],
    "It fell to 30[12,13] overall.": [("30", "count", 30)],
    "Smith et al [300] patients were asked.": [("300", "count", 300)],
    "HUNT 2 was a study, SPORT 3 too.": [],
    "Version 3.2.3 came.": [],
    "Study 15 patients came.": [("15", "count", 15)],
    "Jane Smith 12, John Doe 14, and Ann Roe 5.": [],
    "At Visit 451 of 552 came.": [("451 of 552", "count", 451)],
    "At 10 AM the clinic opens; 12 p.m. too.": [],
    "We live at 1200 Main Street.": [],
    "It stood in 2009 Mar;12(3):45.": [],
    # signs and currencies
    "It cost $ 500 a day.": [("$ 500", "money", 500)],
    "It cost $\u00a0500 a day.": [("$\u00a0500", "money", 500)],
    "It cost $5m and $3bn.": [("$5m", "money", 5_000_000), ("$3bn", "money", 3_000_000_000)],
    "It spent $5 million and $7 thousand and $3 a day.": [
        ("$5 million", "money", 5_000_000),
        ("$7 thousand", "money", 7_000),
        ("$3", "money", 3),
    ],
    "The p was .05 and .5 million was spent.": [(".05", "other", 0.05), (".5 million", "count", 500_000)],
    "It was +.5 wide.": [(".5", "other", 0.5)],
    "The mean was − 5 points.": [("− 5 points", "other", -5)],
    "The change (-5 points) was small.": [("-5 points", "other", -5)],
    "Mean difference (MD) -0.57 was seen.": [("-0.57", "other", -0.57)],
    # spelled out
    "Scores rose one point at most.": [],
    "½ of patients and ½ year later.": [("½", "fraction_word", 50), ("½ year", "duration", 0.5)],
    "Anyone came; any-one; high-five.": [],
    "A week or two later; a thing or two.": [("A week or two", "duration", None)],
    "Half a year or two later.": [("Half a year", "duration", 0.5)],
    "Two dozen nurses and a few dozen patients.": [("Two dozen", "count", 24)],
    "Threefold more and three-fold.": [("Threefold", "multiplier_word", 3), ("three-fold", "multiplier_word", 3)],
    "Risk rose ten folds.": [("ten folds", "multiplier_word", 10)],
    "A third to a half of patients came.": [("A third to a half", "fraction_word", None)],
    "One of two came back.": [("two", "count", 2)],
    "A dozen came, a hundred left.": [("A dozen", "count", 12), ("a hundred", "count", 100)],
    "Mrs. Köten came.": [],
    "Twenty percent came.": [("Twenty percent", "percent", 20)],
    "Two-thirds came; twenty-fifth day.": [("Two-thirds", "fraction_word", 200 / 3)],
    "The first-year student; the first year was hard.": [],
    "Within the first year they died.": [("first year", "duration", 1)],
    "A couple of weeks; a couple came.": [("couple of weeks", "duration", 2)],
    # statistics
    "The value was 1.5 × 10-3 at last.": [("1.5 × 10-3", "other", 0.0015)],
    "We counted 1.5 x 10^5 cells.": [("1.5 x 10^5", "other", 150_000)],
    "The value was 1.5x10-3 at last.": [("1.5x10-3", "other", 0.0015)],
    "It was 3 times as high.": [("3 times", "multiplier_word", 3)],
    "It was 3 x higher than before.": [("3", "multiplier_word", 3)],
    "The effect was 0.4 (CI -0.5 to 1.2).": [("0.4", "other", 0.4), ("-0.5 to 1.2", "confidence_interval", None)],
    "It ran on (95% CI 1.5 to 1.2).": [("95%", "percent", 95), ("1.5", "other", 1.5), ("1.2", "other", 1.2)],
    "It had a CI of 0.5 only.": [("0.5", "other", 0.5)],
    "A 95% CI 0.5 to 1.2 was told.": [("95% CI 0.5 to 1.2", "confidence_interval", None)],
    # units
    "They were in their 40s; over 60s; in the 1990s.": [
        ("40s", "age", 40),
        ("60s", "age", 60),
        ("1990s", "date", 1990),
    ],
    "Volvo 240s stood there.": [],
    "Of all 5 kg2 came; by a factor of 3.": [("5", "count", 5), ("3", "multiplier_word", 3)],
    "After 5 full days and 5 consecutive weeks.": [
        ("5 full days", "duration", 5),
        ("5 consecutive weeks", "duration", 5),
    ],
}


@pytest.mark.parametrize("text", READINGS)
def test_a_sentence_holds_these_and_no_others(text: str) -> None:
    found = [(m.text, m.kind.value, None if m.value is None else float(m.value)) for m in extract(Document("d", text))]
    assert [(words, kind) for words, kind, _ in found] == [(words, kind) for words, kind, _ in READINGS[text]]
    assert [value for *_, value in found] == [pytest.approx(value) for *_, value in READINGS[text]]


def test_a_mean_carries_its_deviation_and_a_range_both_ends() -> None:
    (mean,) = extract(Document("d", "Age was 45.2 (12.5) years."))
    assert (float(mean.value or 0), float(mean.sd or 0), mean.unit) == (45.2, 12.5, "years")
    (money,) = extract(Document("d", "From $5 to 10 million was spent."))
    assert (float(money.low or 0), float(money.high or 0)) == (5_000_000, 10_000_000)
    _, interval = extract(Document("d", "The effect was 0.4 (CI -0.5 to 1.2)."))
    assert (float(interval.low or 0), float(interval.high or 0)) == (-0.5, 1.2)
    (change,) = extract(Document("d", "It fell from 20 points lower to 10 points higher."))
    assert (float(change.low or 0), float(change.high or 0)) == (-20, 10)
    (years,) = extract(Document("d", "Seen in 1998/99 only."))
    assert (float(years.low or 0), float(years.high or 0)) == (1998, 1999)

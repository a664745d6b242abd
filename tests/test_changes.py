"""Changes and differences are held against their levels, whatever words tell them; other figures are left alone."""

from __future__ import annotations

import pytest

from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

CHECKS = ("change", "ratio", "difference")
# A passage with a gap, the figure that is right there, and one that is wrong.
TOLD = [
    ("The list held 240 names in May and holds {} now, a drop of 25%.", "180", "108"),
    ("The list has halved. It held 240 names in May; in June it held {}.", "120", "210"),
    ("Costs came down by {} per cent, to £9,000 from £12,000, once stays were shorter.", "25", "52"),
    ("Sick leave, 40 days before the course, had shrunk by {} to 30 days by its end.", "25%", "52%"),
    ("A fall of a quarter was seen in referrals, with 80 in the first month and {} in the sixth.", "60", "66"),
    ("The dose was cut to one half of its old level (old, 12 mg; new, {} mg).", "6", "9"),
    ("Falls trebled on the ward: {} last year, 20 the year before.", "60", "90"),
    ("The helpline took half as many calls again as last year ({} against 200).", "300", "800"),
    ("Strength rose by {} over the course (baseline 200 N; week 12 250 N).", "25%", "52%"),
    ("Pain, start: 8.0\nPain, end: 2.0\nRelative change: {}", "−75%", "−57%"),
    ("Year | Claims\n2011 | 200\n2015 | {}\nChange | −30%", "140", "104"),
    ("Interference: pre 8.0, post 4.0, % decrease {}.", "50.0", "40.0"),
    ("Scores fell from 40.0 to 10.0; the women, 31 of whom smoked, had therefore lost {} of theirs.", "75%", "57%"),
    ("Mean disability was 53.4 before and {} after the course, i.e. 20.0 points lower.", "33.4", "43.4"),
    ("Men scored {} and women 23.5, which leaves 6.2 points between the sexes.", "29.7", "27.9"),
    ("Content with open surgery: 47%\nContent with keyhole surgery: {}\nGap: 22 percentage points", "69%", "96%"),
    (
        "Relief was 66.0% with the device. The sham arm did better than thought, with {}. The gap is 20.5 pp.",
        "45.5%",
        "54.5%",
    ),
    ("Arm | Mean\nActive | 71.4\nSham | {}\nDifference | 19.0", "52.4", "25.4"),
    ("By discharge the score had dropped 30.0 points: it was {} at admission and 20.0 at discharge.", "50.0", "60.0"),
    ("The team sees 48 people a week, where at the outset it had been seeing 30; an uplift of {}.", "60%", "16%"),
    ("The new battery lasted 9.0 years on average, 50% longer than the {} years of the old one.", "6.0", "8.0"),
    ("Men's mean score was 54.2. The mean score of women was 3.1 points lower, namely {}.", "51.1", "55.1"),
    ("Difference between groups at 12 months: 6.5 points (surgery 22.0, exercise {}).", "28.5", "25.8"),
    ("Score | Before | After | % fall\nPain | 80 | {} | 75", "20", "50"),
    ("Arm | n | Better\nOne | 50 | 71.0%\nTwo | 52 | {}\nDifference | | 19.0 points", "52.0%", "25.0%"),
    ("Costs per patient rose by a factor of three, from $12,000 to {}.", "$36,000", "$63,000"),
    ("Twice as many revisions were done in 2020 (84) as in 2010 ({}).", "42", "24"),
    ("The mean quiz score was 12.0 out of 20 at the start and {} afterwards, so it went up by 25.0%.", "15.0", "51.0"),
    ("Absences fell by {} between the two terms (15·0 and 12·0 respectively).", "20·0%", "29·0%"),
    ("Logged calls grew in the two towns by {} (1,200 to 1,500), whereas visits did not.", "25%", "52%"),
    ("Mean scores of 14.2 and {} were found in the two schools, which are 4.1 points apart.", "10.1", "11.0"),
    ("Risk reduction = 31.0% − 24.0% = {} percentage points.", "7.0", "1.0"),
    ("Reach\tbaseline 50.0\t6 mo {}\t% change −36.0", "32.0", "23.0"),
    ("They slept 5.0 hours a night before the move and {} hours after it, a gain of 20 percent.", "6.0", "9.0"),
    ("Fees were $20,000 in 2003. By 2013, after a rise of 60%, they stood at {}.", "$32,000", "$23,000"),
    ("Mean reach was 51.3 in swimmers and 46.8 in rowers (between-group difference {} points).", "4.5", "2.6"),
    (
        "Mean reach was 68.2 mm and 44.7 mm at baseline and 6 months, respectively (mean reduction, {} mm).",
        "23.5",
        "32.5",
    ),
    ("To plan the trial a fall of {} in calls, from 40 to 30, was assumed for the sample size.", "25%", "52%"),
    ("Reach went up to 48.1 cm from a starting value of 39.2 cm, i.e. by {}.", "23 %", "32 %"),
    ("Physical component: 34.8 → 51.8 (+{} points)", "17.0", "10.7"),
    ("Leg reach, 0–100 mm: 55.0 at baseline, 38.2 at month 3 (mean improvement {} mm).", "16.8", "61.8"),
    ("Absolute risk of a fall\tcontrol 33.6%\tclub 26.0%\treduction {} percentage points", "7.6", "0.6"),
    ("Fees have gone up by half in nine years, from £14,000 to {}.", "£21,000", "£27,000"),
    ("In one arm calls fell from 60 to 40.2 (33%), whereas in the other they fell from 50 to 40 ({}).", "20%", "30%"),
    (
        "We sold 320 kits in May. With as many visitors (2,400 a day), June saw 208. That is {} fewer.",
        "35%",
        "53%",
    ),
    ("At the end the walk was {} m, up 130% on the 300 m walked before.", "690", "960"),
    ("Score | Before | After | Change\nReach | 80 | 32 | −60%\nGrip | 70 | 42 | {}", "−40%", "−20%"),
    ("Doses averaged 80.0 mg at baseline, {} mg at 6 months (30% below baseline) and 40.0 mg later.", "56.0", "65.0"),
    ("Outcome | Club | Home | Difference (percentage points)\nBack at work | 69% | 58% | {}", "11", "21"),
    (
        "Both were 12 points apart on the 100-point scale, the mean being 41 in one and {} in the other.",
        "53",
        "35",
    ),
    ("Infections rose from 50 in 2016 to {} in 2022, an increase of 18%.", "59", "95"),
]
SILENT = [
    "Pain fell from 7.0 to 3.0. Opioid use fell by 40%.",
    "Half of the 60 patients had a 50% reduction in pain after 12 or 24 weeks.",
    "Oil fell 3.4% to $55.10 a barrel and gas was last at $60.70, down 2.7%.",
    "The risk was cut by 18% (36,716 women, 60 trials) and that of early birth by 9% (35,212 women, 47 trials).",
    "They went two times a week to nine sessions, then to nine more.",
    "Of 14 studies, 13 found no difference; a 43% fall in use was seen.",
    "The odds fell by 40% (120 cases before and 100 cases after).",
    "Length of stay fell over the 4 years, to 5 days in men and 7 days in women.",
    "The trial had 80% power to find a difference of 10 percentage points (30% versus 45%).",
    "The pooled difference was 5 percentage points (95% CI 1 to 9) in nine trials: 20% against 30%.",
    "The model gave relief rates of 40%, 50% and 60%, and dropout rates of 13.3%, 16.7% and 23.3%, respectively.",
    "Some 25% did well on 25 mg and 34% on 37.5 mg. There were 86% of runs with a difference of 15% on 25 mg.",
    "Of them 2,021 (72.4%) came. Rust was seen in 15.1%. Oil cut it (RR 0.74; absolute risk reduction 4.5%).",
    "The share who bought soap was lower (47.8%; 2503/5293) than elsewhere (53.3%; 2707/5079) (difference -0.05).",
    "The gap was small (31.9 vs. 36.9%). However, among the patients with shock, a 10.7% reduction was seen.",
    "Over the extended period of 52 weeks use held, an increase of about 30% being kept over the 52 weeks.",
    "A 15 out of 100 for absolute improvement and 20% for relative improvement could be used.",
    "Apnoea fell by 44%, from 18.5 to 15.0 against 29.0 to 30.5 without treatment.",
    "Men waited 31 days and women 48 days. Their fees were 10% higher than ours.",
    "We assumed a fall of 40% in pain, from 6.0 to 2.0, to plan the sample size.",
    "With a power of 90% and a two-sided alpha of 5%, an absolute difference of 2.0% could be found.",
    "Response was 20%, 50% or 70% improvement of the joints.",
    "Peak flow was up by 41%, 44% and 16%, respectively.",
    "Of all, 11% were cured; 5% were stable, which leads to a benefit of 16%.",
    "Gait improved from 33 to 58. This went with a rise of 5% in the serum calcium of nonsmokers.",
    "The drug cut stroke by 14%. There was a trend towards fewer severe bleeds in users (1.0% against 1.3%).",
    "Fat loss rose twofold by raising the intake from 500 to 1800 mg.",
    "They came every two months, then after two months; changes of two months were seen.",
    "Recovery scored 79 against 77 before; food intake of all inpatients halved.",
    "The gap was 16.5% in absolute terms, here 8.5%; the relative risk reduction was 60%.",
    "Lessons were cut by a third: 12 pupils then, in two classes4, 9 and in four more.",
]
# A passage whose figures do not agree, and would but for a slip; the same with a figure that no slip explains.
LOOSE = [
    ("Falls, last year: 40. Falls, this year: {}. That is a drop of 25%.", "80", "68"),
    ("The mean score of girls was 20.0. Boys scored {} on average, 4.0 points less.", "61.0", "48.0"),
]


def blamed(text: str) -> list[tuple[str, str]]:
    """The inconsistent findings of the checks of changes and differences on a passage."""
    found = audit_document(Document("passage", text)).findings
    return [(f.check, f.formula) for f in found if f.verdict is Verdict.INCONSISTENT and f.check in CHECKS]


@pytest.mark.parametrize(("passage", "right", "wrong"), TOLD)
def test_a_change_is_blamed_only_where_its_levels_do_not_give_it(passage, right, wrong):
    assert blamed(passage.format(right)) == []
    assert blamed(passage.format(wrong))


@pytest.mark.parametrize(("passage", "slip", "other"), LOOSE)
def test_a_loose_tie_is_blamed_only_where_a_slip_would_mend_it(passage, slip, other):
    assert blamed(passage.format(slip))
    assert blamed(passage.format(other)) == []


@pytest.mark.parametrize("passage", SILENT)
def test_what_no_two_levels_are_said_to_give_is_left_alone(passage):
    assert blamed(passage) == []

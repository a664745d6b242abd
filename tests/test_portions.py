"""Percentages whose count and whole stand anywhere near: a slip is blamed, whatever else might be meant is not."""

from __future__ import annotations

import pytest
from slipped import blamed, told

from fbss_analysis.interpretation.integers import read_integers
from fbss_analysis.interpretation.misfits import Share, gives, is_misfit

# Each text agrees with the first figure in the braces, and with the second one a digit was struck wrong.
SLIPS = {
    "whole in the sentence before": "A letter went to 480 farms. Of the owners, 168 wrote, a return of {35%|85%}.",
    "a sentence of its own": "The clinic kept 512 charts; 96 lacked a date. So the rate was {18.8|81.8}%.",
    "count behind the percentage": "Only {12.6%|62.6%} of all 350 forms had been signed by hand (n = 44).",
    "percentage between count and whole": "On film {84|48} screws (26.3%) of the 320 had loosened.",
    "in lines": "Letters sent: 640\nLetters answered: {208|280}\nResponse: 32.5%",
    "in a row": "Finding\tn\tof 250\t%\nCyst\t35\t250\t{14.0|41.0}",
    "a whole of two groups": "There were 41 boys and 39 girls. Of these children {28|68}, or 35%, wore a brace.",
    "those who are left": "Of 160 looked for, 28 could not be traced; the remaining {82.5%|28.5%} were seen.",
    "all but": "All but {18|81} of the 150 vials arrived cold, which makes 88%.",
    "in words": "In our ward seventeen of the sixty-eight beds stood empty, or {25|52} per cent.",
    "a fraction in words": "A third of the pupils ({31|81} of 92) had moved house.",
    "slashed with nouns": "Late replies: {27|72} letters/180 sent = 15.0%.",
    "that is to say": "Rust came first at {42.7|22.7} per cent, that is to say 131 cars among the 307 seen.",
    "called a percentage": "Recalls, 2007 | cars 5,392 | with rust 741 | per cent {13.7|63.7}",
    "this is": "{Nineteen|Eighty-nine} of our ninety-one wires broke. At 20.9 per cent this is the top fault.",
    "whole behind": "Recall (n = {86|66}; 23.4%) came after 12 months. All 367 buyers answered, and none was lost.",
    "looked over": "He looked back over 142 roofs. In {32|23} of them rain came in. That is 22.5 per cent.",
    "a moment first": "We sowed 122 rows. Before month 6, {30|20} had failed, corresponding to a share of 24.6%.",
    "in brackets behind": "Sleep was bad in {34.6|64.3}% of them. (In full: 567 people wrote, 196 of whom said so.)",
    "plainly of them": "We met 207 people. A year on {103|83} of them were there – 49.8%, to be exact.",
    "respectively": "Of 246, 384 and 149 guests 31, {60|80} and 29 left, i.e. 12.6%, 15.6% and 19.5%, respectively.",
    "more than all": "Sleep was lost by {18|81} (22.5%) of the 80 guards.",
    "more than the whole": "He has kept 200 goats. {180|810} of these goats, he says, gave milk: 90%.",
    "one that is no number": "A prize went to 27 people. Since 180 had wanted one, the rate of winning is {15%|51%}.",
    "a whole number in a column": "Cases: 560; returns: 84; return rate (%): {15|51}",
    "hardly rounded": "Some 1,050 homes were seen; {378|738} agreed to a talk (36%).",
    "told again": "A crack was found in {16.5%|61.5%} of the cups. In plain numbers that is 33 cups among 200.",
}
SOUND = (
    "Of 820 people asked, 410 replied. Among smokers the rate was 31%.",
    "We included 18 reviews with 1005 people (1131 eyes), of whom 57% were men. The median number per review was 40.",
    "The glass held 120 cells in 5% CO(2); 37 of them had divided, and the power was 80%.",
    "Three cases of 45 were severe, and 11% of the 45 had others (three of the first kind, one of the second).",
    "Calls rose: 462 in spring, 607 in autumn. Increase: 31%.",
    "One hundred and twenty three (42%) were alive, of whom 106 (86%) were seen.",
    "The arms had 60 and 62 people; cure was seen in 24.1% and 31.5%, and 17 left early.",
    "About 500 were asked and 120 (27%) agreed, of whom 40 (33%) came.",
    "We read 84 charts. A date was found in all but 21, or 75%.",
    "A form was sent to 597 clerks, that is 24% of the staff. Four hundred and ninety-eight answered, a rate of 83%.",
    "The difference was small (SMD 0.20, 95% -0.15 to 0.55, 127 people; RR 0.9, 114 people).",
    "It has been reported that 70% of them do not have it (Barker et al, 1994; Ash et al, 1998).",
    "Colour Red Green Blue 14 (4.7)11 (8.4)37 (21.4)12 (11.6) 289 (95.3)120 (91.6)136 (78.6)91 (88.4) 25 (62.5)60",
    "Of 290 shops from 262 towns, the share with a till rose from 1% (n = 172) to 73% (n = 163).",
    "XYZ 0 score was stated in 38 (71%) people.",
    "Of 64 people (mean haemoglobin A1c = 8.5%) 31 were given insulin.",
)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_blamed_and_the_right_figure_is_not(name):
    assert blamed(told(SLIPS[name], 0)) == []
    assert "share" in blamed(told(SLIPS[name], 1))


@pytest.mark.parametrize("text", SOUND)
def test_figures_of_something_else_are_not_blamed(text):
    assert blamed(text) == []


@pytest.mark.parametrize("k", [0, 1, 7, 49, 50])
def test_what_gives_the_share_is_no_misfit(k):
    share = Share(2.0 * k, 1, (str(20 * k),))
    assert gives(share, k, 50)
    assert not is_misfit(share, k, 50)
    assert not is_misfit(share, 50 - k, 50, rest=True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4,702 and 3 025 but 1.5, 62% and 30 per cent", [4702, 3025]),
        ("thirteen of the forty-one, not 12-month, L5 or [29]", [13, 41]),
        ("1:28, 1 in 30, a 1-in-73 chance, 21 cases/63", [1, 28, 1, 30, 1, 73, 21, 63]),
        ("10–20 of 30, p<5, CO(2)", [30]),
    ],
)
def test_whole_numbers_are_read_wherever_they_stand(text, values):
    assert [number.value for number in read_integers(text)] == values

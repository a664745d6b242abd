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
    "one moment after another": "The share in print was 21% two years after, 38% after four years and 45% after six.",
    "still free": "The chance of remaining free of it fell from 94% at one to 88% at three and 79% at six years.",
    "progress": "At look 1 there were 14 falls; at look 2 there were 39 in total, and at the last one 72 in total.",
    "a list of small parts": "They took on average 9 pills a day: 4 for pain, 3 for sleep and 2 for everything else.",
    "days of a dose": "Arm A got 250 units a day. Arm B, left alone, comprised 17 females and eight males.",
    "a fraction and shares": "A fifth of the calls were on wounds and 35% on pain; talk of pills was the other 45%.",
    "offers": "In a 3 × 3 design the payment offered, which was $100, $1,000 or $2,000 in all, was varied.",
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


NO_SHARES = {  # class of figures: a passage whose percentage is of none of its counts
    "parts in brackets": "The trial had 284 people. Eight percent (n = 7) on placebo and 4% (n = 4) on the drug fell.",
    "levels of a substance": (
        "Rats were fed bran at 5% and 10% levels. Fisher 344 rats (N = 90) were kept in nine cages (n = 10)."
    ),
    "a solution": (
        "Eighty-four women were put in two groups (42 in each) to get saline or hydroxyethyl starch (6% in saline)."
    ),
    "half of a thing": (
        "Points from the initial half of the full curve were near the whole.31 32 It was costly.33 34 So it was left."
    ),
    "all the counts": "Nine were better, four were the same and seven were worse. The rate of success was 65%.",
    "a plan of losses": (
        "With a power of 0.8, 24 people are needed in each group, 48 in all; as 10% may drop out, 52 were asked."
    ),
    "the other readers": (
        "Discordance between the three readers was seen in 104 (12.6%) of the charts of the first trial."
    ),
    "another share": "The rate of loss was 36.4% (24/66). This is higher than the 7% loss in reports on phones.",
    "a difference": "It made 31% sick with morphine and 19% with the block, so it spared 12 people in every 100.",
    "a grade": (
        "Of 132 people, 66 were in each arm. Events of grade 3/4 were not rare. The response rate was 18% for both."
    ),
    "a citation": (
        "Few women (n = 3, 9.1%) took these drugs. That is less than was told in similar studies 23, which were larger."
    ),
    "its own pair": "Thirty of 31 attempts in 26 people went well, with a rate of success of 96.8% (30/31).",
    "a score": "A VAS 1 score was told in 9 (17%) people in group 2 and 19 (38%) people in group 1.",
    "a name": "The vaccine gave a rash in 3'AmNic recipients; while 1 was seen with placebo (1%).",
}
SHARES = {  # the same forms where the percentage is of the counts: a passage with one figure wrong
    "compliance": "Standard 4: weight on file. Files read: 120. Standard met: 93. Compliance: 75.7%.",
    "a fraction": "Nearly half of those who wrote (131 of 400) had not heard of it.",
    "of which": (
        "Ward A had 341 births, of which 38 (11.1%) were early; ward B had 529, of which 85 (17.1%) were early."
    ),
    "its own name": (
        "All sent home, 3,268 people. Of them 254 came back within a month; expressed as a percentage, 3.8."
    ),
}


@pytest.mark.parametrize("text", NO_SHARES.values(), ids=NO_SHARES)
def test_percentages_of_something_else_are_no_shares(text):
    assert not {"share", "one_in", "grim"} & set(blamed(text))


@pytest.mark.parametrize("text", SHARES.values(), ids=SHARES)
def test_percentages_of_the_counts_still_are(text):
    assert "share" in blamed(text)

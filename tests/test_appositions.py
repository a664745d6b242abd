"""Figures that a text says are one another told again: any misfit is blamed; what is told of others is not."""

from __future__ import annotations

import pytest
from slipped import blamed, told

from fbss_analysis.interpretation.appositions import says_again

# Each text agrees with the first figure in the braces; the second is plainly wrong, and no slip of the hand away.
SHARES = {
    "in one bracket": "Damp was the usual complaint (107 of 305 flats; {35.1|23.9}%).",
    "percentage first": "Damp was the usual complaint ({35.1|23.9}%; 107 of 305 flats).",
    "the count again": "Damp was found in 105 of 177 flats (n = 105, {59.3|48.8}%).",
    "slashed": "Damp was common [107/305 flats: {35.1|53.9}%].",
    "corresponds": (
        "Of the 291 tenants, 127 said that they never air the rooms in the winter; this "
        "corresponds to {44|29}% of tenants."
    ),
    "in other words": "Of the 291 tenants, 127 never air the rooms; in other words, {44|29}% of tenants.",
    "a participle": "Of 588 tenants asked, 280 wrote back, giving a response rate of {47.6|33.1}%.",
    "of those asked": "We wrote to 588 doctors, of whom 280 replied ({47.6|33.1}% of the doctors contacted).",
    "in one bracket with its whole": "The rate of breakage was {12.5|19.0}% (23 cracks in 184 panes).",
    "so the rate was": "We mailed 384 letters; 231 were returned, so the return rate was {60.2|41.1}%.",
    "the response rate": "We mailed 384 letters, of which 231 were returned. The response rate was {60.2|41.1}%.",
    "as": "The return rate was {47.6|33.1}%, as 280 of 588 tenants replied.",
}
ODDS = {
    "behind a bracket": "Of 117 jars, 9 (7.7%), or one in {thirteen|nine}, leaked.",
    "behind k of n": "A total of 16 of the 224 clerks (7.1%), that is 1 in {14|21}, had left.",
    "a noun between": "Rust is told by 20 per cent of owners, in other words by one owner in {five|eight}.",
    "a bare verb": "A rate of {8.3|13.3}% means that 1 in 12 operations fails.",
    "thus": "The risk of theft is 12.5%. Thus, one in {eight|thirteen} people loses a purse.",
    "by people": "Rust was reported by 12.5% of owners, i.e. by every {eighth|fifth} owner.",
    "per": "Breakage of old panes was {3.8|2.6}%; this equals one pane per 26 windows.",
    "of a count": "Of the 196 panes, 28 were cracked, i.e. one in {seven|three}.",
    "in brackets": "A crack was found in 40 of 320 panes (1 in {8|12}).",
    "count behind": "Damage was found in 1 in {8|12} procedures (40 of 320).",
    "count in whole": "We saw 40 cracks in 320 panes, one in {eight|twelve}.",
    "of its own sentence": "Of the 370 panes, 37 were cracked. That is one in {ten|fifteen}.",
}
CHANGES = {
    "an annual rate": "The annual rate of burglary increased by {19|39}%, from 106.8 to 127.0 per 100,000 homes.",
    "the next sentence": "The index fell from 7.8 at the start to 4.1 at its end. This represents a fall of {47|63}%.",
    "over the first": "There were 5,118 thefts in 2014, {50|32}% more than the 3,412 in 2004.",
    "by so much to": "Thefts numbered 3,412 in 2004; by 2014 the number had grown by {50|32}% to 5,118.",
    "a relative risk reduction": "The rate was cut from 7.8% to 4.1%, a relative risk reduction of {47|63}%.",
    "had fallen by": "The mean was 8.06 before and 6.07 after the course; the mean had decreased by {25|37}% of late.",
}
DIFFERENCES = {
    "apart": "In the two wards the shares were 61.2% and 48.4%, {12.8|21.3} percentage points apart.",
    "separates": "A difference of {13|21} percentage points separated the two shares, 61% and 48%.",
    "respectively": "Repairs made up 61% and 48%, respectively, {13|21} percentage points apart.",
    "drop-outs found": "The dropout rate was 14.0% in one arm, 24.6% in the other: a difference of {10.6|19.3} points.",
    "from to": "The mean index went from 48.3 to 31.1, an improvement of {17.2|23.9} points.",
    "by": "The mean index improved by {17.2|23.9} points, from 48.3 to 31.1.",
}
SOUND = (
    "Rust was reported by 20% of owners, of whom one in eight had sold the car.",
    "The absolute difference between 61% and 48% was 13%.",
    "Among 379 owners, 286 kept the car. The loss rate was therefore 24.5%.",
    "The index fell from 7.8 to 4.1 (mean individual reduction 52%).",
    "In 105 of 177 flats (n = 105, 48.8% rented), damp was found.",
    "Data from 107 of 305 tenants, 61% of them women, were used.",
    "We invited 384 members, of whom 231 were women. The response rate was 41.1%.",
    "Fewer than one in ten (8%) had damp.",
    "Up to one in five flats (12%) was damp.",
    "80 of 120 patients improved, so one in three did not.",
    "Of 120 patients, 80 improved. Thus, one in three kept the pain.",
    "Success was 58% with it and 46% without, an adjusted difference of 17 percentage points.",
    "Of 370 panes, 37 were cracked, or one in twenty of those in the south and one in seven of others.",
    "Of 370 panes, 37 (10%) were cracked; one in three of them fell out.",
    "Of 370 patients, 37 had a fall (one in the first year).",
    "Of 370 patients, 18 had a fall, or one in 20.",
    "Mortality was 5%; one in three deaths was cardiac.",
    "Mortality was 5% (one in three of the deaths was cardiac).",
    "Complete data were obtained from all 30 participants. Of these 30 participants, 26.7% were content.",
    "The cumulative risk of a second fall rose over time (5% at 1 year, 11% at 5 years, 18% at 10 years).",
    "The share of women increased over time: 12% in 2000, 15% in 2005, 24% in 2010.",
    "Prices grew at an annual rate of 5%, from 106.8 to 148.2.",
)


@pytest.mark.parametrize(
    "text",
    [*SHARES.values(), *ODDS.values(), *CHANGES.values(), *DIFFERENCES.values()],
    ids=[*SHARES, *ODDS, *CHANGES, *DIFFERENCES],
)
def test_a_figure_that_is_said_to_be_another_one_told_again_is_held_to_it(text):
    assert not blamed(told(text, 0))
    assert blamed(told(text, 1))


@pytest.mark.parametrize("text", SOUND)
def test_what_is_told_of_others_is_not_held_against_a_text(text):
    assert not blamed(text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (", or ", True),
        ("), i.e. one in ", False),
        (" cases; this equals ", True),
        (" of windows, put differently, ", True),
        (" and ", False),
        (" but that is ", False),
        (" compared with ", False),
    ],
)
def test_the_words_that_say_so(words, said):
    assert says_again(words) is said

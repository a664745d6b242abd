"""Odds and percentages told for the same thing: a slip is blamed, whatever may be told of something else is not."""

from __future__ import annotations

import pytest
from slipped import blamed, told

from fbss_analysis.interpretation.integers import read_integers
from fbss_analysis.interpretation.odds import read_odds

# Each text agrees with the first figure in the braces, and with the second one a digit was struck wrong.
SLIPS = {
    "in other words": "The pump fails in {4%|9%} of homes. Put another way, one home out of every 25 has to call.",
    "of every": "Of every {50|80} kettles sold one is sent back, a rate of 2.0%.",
    "a compound": "Colour blindness runs at 8.3%, so a boy has a 1-in-{12|92} chance of it.",
    "a ratio": "Misprints: {2.9|9.2}%, that is 1:34.",
    "every nth": "Every {20|70}th letter went astray, which equals 5.0%.",
    "an imagined room": "Your risk is 10%. Picture a room with {10|40} people: just one of them is hit.",
    "an event per": "The estimated rate (0.25%) translates into one failure per {400|900} flights.",
    "two of every": "Two out of every three clerks, or {67%|76%} of them, agreed.",
    "hedged": "About {20%|70%} of the calls, or 1 in 5, went unanswered.",
    "in a hundred": "Of 100 sheep {25|52} limped, so 1 in 4 was lame.",
    "in a table": "Event | Percent | As 1 in ...\nLeak | 2.50% | {40|70}",
    "between dashes": "The {25.0%|52.0%} rate told by Lind and Moe – one boat in four – is far from ours.",
    "puts the figure at": "Face a one-in-nine chance of a leak, says a report, which puts the figure at {11.3|81.3}%.",
    "left over": "Red hens had {19.9|99.1}% and white ones 9.3%; one in five red ones fell ill, one in eleven white.",
    "once in": "Paralysis is very rare (0.01%): it happens once in {10,000|40,000} cases.",
    "in a row": "| Harm | How many? | Per cent |\n| Dry mouth | 1 in 8 | {12.5|52.5} |",
    "next sentence": "One in {eight|two} sheds leaks. The exact share given by the council was 12.5%.",
}
SOUND = (
    "One in five men and 40% of women had a cold.",
    "The mean was 73% in those allotted to 1 of 3 diets.",
    "Only 4% missed more than one lesson in each of the three terms, with 79% content.",
    "Of the 13 (26%) who came, of which 7 stayed and one left, none fell.",
    "Relief came to 6 in 10 (60%), compared with just under 2 in 10 (17%) on placebo.",
    "The remaining 78.7% were sent to one of the two wards.",
    "The solution had 0.75% salt (adrenaline, 1/160,000).",
    "About 80% have back pain. One in five of them sees a doctor.",
    "One in three houses (33%) is old; 60% are dry.",
)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_blamed_and_the_right_figure_is_not(name):
    assert blamed(told(SLIPS[name], 0)) == []
    assert set(blamed(told(SLIPS[name], 1))) & {"one_in", "share"}


@pytest.mark.parametrize("text", SOUND)
def test_odds_of_something_else_are_not_blamed(text):
    assert blamed(text) == []


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("one patient in every 20", (1, 20)),
        ("one migrated lead for every 6 leads", (1, 6)),
        ("one such case in the course of 370 films", (1, 370)),
        ("for every four people there was one who fell", (1, 4)),
        ("every second patient", (1, 2)),
        ("seven in ten", (7, 10)),
        ("if 5 people go, two of these people return", (2, 5)),
    ],
)
def test_odds_are_read_in_every_form(text, odds):
    assert [(o.part, o.whole) for o in read_odds(text, read_integers(text))] == [odds]


@pytest.mark.parametrize(
    "text", ["12 of 80", "one of the two wards", "every one of 75", "1 of 3 studies", "4/9", "two or three"]
)
def test_what_is_no_odds_is_not_read_as_odds(text):
    assert read_odds(text, read_integers(text)) == []

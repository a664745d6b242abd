"""Numbers that stand together and are not tied: passages to be silent on, each with a twin that is to be blamed."""

from __future__ import annotations

import pytest
from slipped import blamed

SILENT = {  # why nothing is to be said: a passage in which all is well
    "interval of a difference": "Villi were longer on the drug (312.4 v. 251.8 μm; 95% CI of difference 19.2–98.4 μm).",
    "rates of two groups": "Either letter was sent. It was 67% in the paper group and 39% in the mail group.",
    "remaining as an adjective": "The share of remaining cement was 13.47% for rotary and 25.11% for manual files.",
    "rest of small changes": "It rose by 2.41% at entry and 0.17% at exit, the rest being falls of 0.35% at noon.",
    "a limit": "With the spray 13/16 (81.3%) horses had a <20% fall in speed, compared with 9/16 (56.3%) without.",
    "a level told again": "Cows lost more weight on hay (8% vs. 1.7%). A weight loss of 1.7% was harmless.",
    "a range of grades": "The mixture leads to anaemia of grades 1 to 3 in 44.1% of dogs.",
    "a figure's number": "Of 190 asked, with 170 recruited (Fig. 1). One hundred percent of them were weighed.",
    "a mixture": "Eighty dogs were put under a tent (n=40) or a mask (n=40) at a fixed inspired oxygen fraction (30%).",
    "told respectively": "In cows, dogs and snails it fell from 4.2% to none, 12 of 7,114 to none and 3.8% to 1%, "
    "respectively.",
    "cohorts": "We used a forecast cohort (n = 2,417) and a case-control cohort (688 cases, 1,376 controls).",
    "cycles": "Fifty-two of these dogs were given 3 cycles of the drug; the other 52 were given none.",
    "others as an object": "They said it was easy (96%), they learned something (87%) and would tell others (82%).",
    "what it led to": "Weight loss was 1.6-fold higher after surgery, resulting in an index of 28.4 after it and 37.1 "
    "after diet.",
    "of energy": "Thirty-five rats had four diets, of which one was rich in fat (40% energy as fat).",
    "two equal groups": "100 horses were assigned to salve (50 cases) or water (50 cases) (54.0% female).",
    "rounded dollars": "The total cost was $60,577, of which $51,914 was for food and $8,662 was for straw.",
    "rounded to hundreds": "It cost 43,500 francs for sheep compared to 39,800 for goats (+9.4%).",
    "respectively, of others": "It rose from 0.61 to 0.80 and 0.70 to 0.81, in cows and dogs respectively. A 20% risk "
    "as the limit would have saved cuts in 424 (57%) and missed only 31 out of 152 early and 3 out of 40 late ones.",
}
BLAMED = {
    "interval of one arm": "Villi were 312.4 μm long (95% CI 319.2 to 398.4).",
    "the rest": "Of the riders 36% walked and the remaining 54% rode.",
    "opposites": "Of 96 dogs, 51 were male and 23 were female.",
    "a change": "The weight fell by 30%, from 20 kg to 7 kg.",
    "odds": "Anaemia came in 1 in 3 dogs (42.4%).",
}


@pytest.mark.parametrize("why", SILENT)
def test_numbers_that_are_not_tied_are_left_alone(why: str) -> None:
    assert not blamed(SILENT[why])


@pytest.mark.parametrize("what", BLAMED)
def test_numbers_that_are_tied_are_held_to_each_other(what: str) -> None:
    assert blamed(BLAMED[what])

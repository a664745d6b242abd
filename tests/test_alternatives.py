"""Alternatives: percentages of which the words say that they are all of a hundred, wrong by any amount."""

from __future__ import annotations

import pytest
from slipped import blamed, told

WRONG = {
    "either or not": "Residents were either vaccinated ({57.8%|41.3%}) or not vaccinated (42.2%) by the spring.",
    "did not": "After the winter, 68% moved back into their own flats and {32%|45%} did not.",
    "exactly one": (
        "Meals were called warm by {44%|61%}, as before by 30% and cold by 26%, each giving exactly one answer."
    ),
    "classes": "Answers fell into three mutually exclusive classes: glad (51%), unsure ({20%|34%}) and cross (29%).",
    "were": "In the village, 63.1% of respondents were women and {36.9%|48.4%} were men.",
    "of them": "Of the residents, 71% were men and {29%|20%} were women.",
    "split": "Spending was split between wages (54%), rent ({17%|31%}) and food (29%).",
}
SILENT = {
    "either of two": "Residents with either a cane (35%) or a frame (28%) were asked first.",
    "rates of groups": "In all, 59% urban and 97% rural residents finished the diary.",
    "select": "Most residents used either a cane (35%) or no aid (28%), mainly indoors.",
    "another number": (
        "Each of the four answers was given by somebody: one of four answers by 35% and another by 20%."
    ),
    "a share and its parts": "Of all residents, 46% were cold: 26% at night and 20% did not know when.",
    "rounded": "Residents were either vaccinated (57.8%) or not vaccinated (42.1%) by the spring.",
    "hedged": "About 60% of them went home and 25% did not.",
}


@pytest.mark.parametrize("case", WRONG)
def test_shares_that_are_said_to_be_all_must_make_a_hundred(case: str) -> None:
    assert not blamed(told(WRONG[case], 0))
    assert {"partition", "complement"} & set(blamed(told(WRONG[case], 1)))


@pytest.mark.parametrize("case", SILENT)
def test_shares_that_need_not_be_all_are_not_blamed(case: str) -> None:
    assert not blamed(SILENT[case])

"""No blame: passages in which nothing is wrong, of classes that real pages were blamed for, and near ones that are."""

from __future__ import annotations

import pytest
from slipped import blamed

SOUND = {  # class of passages: one in which nothing is wrong
    "a journal of several volumes a year": (
        "Two trials (1,2) and a third (3) agree.\n\nReferences\n1. Ek A, Roe B. Leg pain. Tumour. 1993;71:10-12.\n"
        "2. Holm C, Roe B. Back pain. Tumour. 2008;112:22-29.\n3. Lind D, Roe B. Neck pain. Tumour. 2009;115:34-38.\n"
    ),
    "two volumes in one year": (
        "Two trials (1,2) and a third (3) agree.\n\nReferences\n1. Ek A, Roe B. Leg pain. Tumour. 2010;125:10-12.\n"
        "2. Holm C, Roe B. Back pain. Tumour. 2011;128:22-29.\n3. Lind D, Roe B. Neck pain. Tumour. 2011;127:34-38.\n"
    ),
    "a bound named again by its number": (
        "The goal is at least 10 visits a week, up to 27 visits. The 10 visits are roughly what is advised to all."
    ),
    "a spray and its strength": (
        "All 50 were seen. In group 3, 1 puff of lidocaine 10% spray (a puff holds 10 mg) was given to everyone there."
    ),
    "a solution in a group": "The 64 boys formed a control group (CG; sorbitol 10%, n=31) or had zinc (EG; n=33).",
    "a saturation": (
        "We saw 50 patients. None was lost, and all 50 came back. The drug at 4% and acetic acid in 12.5% saturation "
        "were used for them."
    ),
    "a formula": (
        "All 100 points were scored by everyone. Efficiency is (93.9 − 82.1)/(100 − 82.1) × 100 = 65.9% for them."
    ),
    "a weighted rate": "Harm came to 7/191 (weighted rate 1.6%) at home and to 1/200 (0.5%) of those who stayed.",
    "an adjusted proportion": "Of these, 89/160 (adjusted proportion 61.0%) went home, against 40/82 (48.8%).",
    "a count of a group": (
        "Pills were tried on 40 people in two 20-subject groups. All 40 people stayed to the end. In the active pill "
        "group (60 mg) the mean time was 5.4 h. In the active pill group most of them, 10 (50%), answered within 4 h."
    ),
    "nodes and patients": (
        "In all 1058 lymph nodes at 373 stations were taken out. Sixty-one patients (58.1%) had nodes with a tumour."
    ),
    "arms left behind": "We randomised 400 people by phone. Of these, 199 (98%) were seen at home and 190 (95%) here.",
    "a rate of those before": (
        "We wrote to 1,000 doctors. Three hundred eighty-one doctors wrote back and 351 were used for the study "
        "(response rate of 38%)."
    ),
    "names with their counts": "Eighteen people stayed on (ART = 9, 81.8%; HIFT = 9, 75%), and nobody was hurt in it.",
    "a size for each group": (
        "Treatment failed in 8/34 people: 6 male patients (3 in each treatment group) and 2 female ones (both on it)."
    ),
    "two groups, some of each": "Of the 36 females, 29 were unfit and of the 13 males, 11 were unfit.",
    "a detail in brackets": "Of these 60 people, 39 (31 boys, 79%) had usable data at both of the visits.",
    "doses of three groups": (
        "Group B: got a single dose of garlic (500 mg capsule); Group C: got a single dose of Q10 (120 mg pill) and; "
        "Group D: got a single dose of placebo (300 mg starch capsule). For all of them, time was measured."
    ),
    "a size and two arms in another sentence": (
        "A total of 24 young men and women took part in this double blind study. They received either whey and native "
        "whey (n = 10), in a crossover design, or milk (n = 12)."
    ),
    "some of the remainder": (
        "In the interim, 77 people had been told of it and 54 of the remainder have had a test; 10 of these were told "
        "later."
    ),
    "a part of two groups": (
        "We enrolled 31 men and 58 women. Altogether 39 of these people, or 43.8% of the whole group, took pills."
    ),
    "lengths that head counts": "Stay, all 130: same day, 53; one night, 22; two nights, 19; three nights or more, 36.",
    "ends of a scale": "On the scale (0 = none, 100 = worst) he had 77 before and 53 behind. That leaves 24 points.",
    "days and their parts": "A stay of 39 days was usual: 19 before surgery, 18 on the ward, 2 in the last place.",
    "levels and no others": (
        "Where did we operate? At L3–4, 46; at L4–5, 13; at L5–S1, 29; at no other level any. Levels treated: 88."
    ),
    "no difference": (
        "The time for both tubes was not different between techniques (7 minutes, 21 seconds; range, 4 minutes, 25 "
        "seconds to 15 minutes, 43 seconds)."
    ),
    "a list of differences": (
        "Trust in eating well (M difference = 1.1, p < 0.001), grasp of change (M difference = 0.5, p < 0.001), and "
        "support for walking (M difference = 0.4, p < 0.05) stayed above baseline."
    ),
    "points between bare levels": "In the controls, mean sugar (before: 9.92, after: 9.44) reduced by 0.48% in all.",
}
FALSIFIED = {  # the same forms with something wrong: a passage and the check that tells
    "a journal of one volume a year": (
        "Two trials (1,2) and a third (3) agree.\n\nReferences\n1. Ek A, Roe B. Leg pain. Tumour. 1993;71:10-12.\n"
        "2. Holm C, Roe B. Back pain. Tumour. 2008;86:22-29.\n3. Lind D, Roe B. Neck pain. Tumour. 2009;97:34-38.\n",
        "imprint",
    ),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_passages_are_not_blamed(text):
    assert blamed(text) == []


@pytest.mark.parametrize(("text", "check"), FALSIFIED.values(), ids=FALSIFIED)
def test_the_same_forms_with_a_misprint_are(text, check):
    assert check in blamed(text)

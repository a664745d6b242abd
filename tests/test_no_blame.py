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

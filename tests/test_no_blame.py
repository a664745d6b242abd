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

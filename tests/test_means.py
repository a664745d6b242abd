"""GRIM on uncurated text: shares of a group that was counted whole, means of whole numbers, and who was counted."""

from __future__ import annotations

import pytest

from fbss_analysis.interpretation.everyone import says_everyone
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

COUNTED = [
    "All 31 nurses were asked.",
    "Each of the 31 goalkeepers threw once.",
    "We wrote to all of these 31, and every letter came back.",
    "There were 31 violinists; none refused.",
    "There were 31 violinists, and not a single one was missing.",
    "There were 31 looms. Every loom was tested.",
    "The study had 31 members and full follow-up.",
    "In 31 cases the records were complete.",
    "Response: 100% (n = 31).",
    "The whole class of 31 sat the test.",
    "The 31 apprentices took part, nobody being excluded.",
    "Of the 31, everyone replied.",
    "Invited: 31\nSeen: 31",
    "We saw 31 of 31 again.",
    "Sample: 31 (complete)",
    "The 31 twins who came, which was everybody, were weighed.",
    "Follow-up complete; 31 joined.",
    "We asked 31 bakers, leaving out nobody.",
]
NOT_COUNTED = [
    "We studied 31 nurses.",
    "Nearly all of the 31 nurses were asked.",
    "All but two of the 31 were seen.",
    "Of all 31 nurses, three were lost.",
    "Not all 31 answered.",
    "All hospitals took part. The survey had 31 nurses.",
    "We saw 29 of 31 again.",
]


@pytest.mark.parametrize(("text", "said"), [(t, True) for t in COUNTED] + [(t, False) for t in NOT_COUNTED])
def test_everyone_was_counted_only_where_it_is_said(text, said):
    at = text.index("31")
    assert says_everyone(text, at, at + 2) == said


# A share or mean that fits, and one that does not.
PAIRS = [
    ("All 31 nurses were asked; {}% had pain.", "58.1", "58.4"),
    ("The 31 nurses all replied. Back pain was reported by {} per cent of them.", "58.1", "58.4"),
    ("We rang each of our 31 patients. Of them, {}% walked unaided.", "58·1", "58·4"),
    ("Nobody was lost. At two years {}% worked again (n = 31).", "58.1", "58.4"),
    ("Asked | 31\nReplied | 31\nIn pain | {}%", "58.1", "58.4"),
    ("Whole-number scores were had from all 31 nurses; their mean was {}.", "4.58", "4.57"),
    ("The number of visits was known for every one of the 31 nurses and averaged {} (SD 1.22).", "4.58", "4.57"),
    ("We counted the falls of 31 nurses, none missing. On average there were {} falls.", "4.58", "4.57"),
    ("Thirty-one nurses, all of whom answered, gave an integer from 0 to 10. They gave {} on average.", "4.58", "4.57"),
    ("Ratings of 1, 2, 3, 4 or 5 came from each of 31 nurses: mean {} at first, later 3.03.", "4.58", "4.57"),
    ("Integers, complete data\nNurses\tn = 31\tmean {}\nDoctors\tn = 40\tmean 3.05", "4.58", "4.57"),
    ("Whole numbers, 0 to 10, were had from every nurse (n = 31); average {}.", "4.58", "4.57"),
    ("All 31 nurses answered. The total, an integer between 0 and 24, had a mean of {}.", "12.97", "12.95"),
    ("Counts from everyone had a mean of {} in the ward (n = 31) and 3.05 in the clinic (n = 40).", "4.58", "4.57"),
    ("The 31 trainees all sat the test, and {}% of the trainees passed.", "58.1", "58.4"),
    ("Whole numbers from everyone: 31 nurses (mean {}) and 40 doctors (mean 3.05).", "4.58", "4.57"),
]


def blamed(text: str) -> bool:
    findings = audit_document(Document("page", text)).findings
    return any(f.check == "grim" and f.verdict is Verdict.INCONSISTENT for f in findings)


@pytest.mark.parametrize(("form", "fits", "fails"), PAIRS)
def test_only_what_no_whole_number_gives_is_blamed(form, fits, fails):
    assert not blamed(form.format(fits))
    assert blamed(form.format(fails))


SILENT = [
    "All 31 nurses were asked; the mean pain was 4.57.",  # not said to be whole numbers
    "Whole numbers were given by 31 nurses; the mean was 4.57.",  # not said that all gave one
    "Whole numbers, half points allowed, came from all 31 nurses; the mean was 4.57.",
    "Integers came from all 31 nurses, whose mean age was 41.57 years.",
    "All 31 nurses gave whole numbers on 10 items; the mean item score was 4.57.",
    "All 31 nurses were asked. Of the men, 58.4% had pain.",
    "All 31 nurses were asked; pain fell by 58.4%.",
    "All 31 nurses were asked; 58.4% more pain was seen than before.",
    "All 31 nurses and 40 doctors were asked: 52.5% had pain.",
    "All 31 nurses were asked and 17 (58.4%) had pain.",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_blamed_where_the_passage_leaves_a_way_out(text):
    assert not blamed(text)

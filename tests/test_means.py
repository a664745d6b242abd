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
    "We followed 31 bakers without losing any.",
    "n = 31; dropouts, none",
    "The response rate among the 31 surgeons was 100%.",
    "31 bakers were asked and 31 answered.",
    "The 31 bakers kept all appointments, and answered every question.",
    "100% of the 31 bakers were weighed.",
    "Bakers (all weighed): 31",
    "The 31 bakers, who were all at work that day, were weighed.",
]
NOT_COUNTED = [
    "We studied 31 nurses.",
    "Nearly all of the 31 nurses were asked.",
    "All but two of the 31 were seen.",
    "Of all 31 nurses, three were lost.",
    "Not all 31 answered.",
    "All hospitals took part. The survey had 31 nurses.",
    "We saw 29 of 31 again.",
    "Data were complete for 28 of the 31 nurses.",
    "31 nurses with complete data were selected.",
    "40 nurses were asked and 31 answered.",
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


SHARES = [
    "We reached all 31 of the women who had been operated on. Of these, {}% would have the operation again.",
    "The questionnaire went to 31 physiotherapists and came back from all of them. Manual therapy was offered by {}%.",
    "31 consecutive patients, none lost to follow-up, were reviewed; {}% had returned to work.",
    "In a closed cohort of 31 miners (no drop-outs) the prevalence of sciatica was {}%.",
    "At the final visit, which every one of the 31 patients attended, {}% reported no leg pain at all.",
    "All patients (n = 31) had plain films at one year. Pseudarthrosis was diagnosed in {}%.",
    "Thirty-one patients were implanted and thirty-one were seen at the end. Of them {}% still used the device.",
    "Of the 31 implants, each interrogated at six months, {}% showed a fault in a lead.",
    "How many were satisfied? Everyone in the group of 31 answered, and {}% said that they were.",
    "Outcome data were available for 31/31 patients. Success: {}%.",
    "Number of patients: 31\nNumber followed up: 31 (100%)\nGood or excellent result: {}%",
    "Patients treated | Patients analysed | Success\n31 | 31 | {}%",
    "No one in this series of 31 refused the second MRI, which showed disc degeneration in {}% of cases.",
    '"I rang each of my 31 patients myself," he writes, and {}% told him they had stopped opioids.',
    "There were no missing values. The 31 dogs in the experiment survived to the end, and {}% of them walked.",
    "Complete follow-up was achieved (31 patients). Adjacent-segment disease was seen in {}%.",
    "Our series (31 cases, all with five years of observation) had a recurrence rate of {}%.",
    "All of our 31 trainees returned the form: {}% had been bullied.",
    "The response was total: 31 of the 31 hospitals on the island replied. A pain service existed in {}% of them.",
    "Every single participant (31 adults) wore the sensor throughout. Poor sleep was recorded in {}%.",
    "Since attendance was compulsory, all 31 students were there; {}% failed.",
    "The pathologist examined 31 removed discs, omitting none. Annular tears were found in {}%.",
    "We operated on 31 patients and lost none of them to follow-up. The wound was dry at day ten in {}%.",
    "All 31 patients underwent the injection. Immediately afterwards {}% were free of pain.",
    "Case series, n = 31, no missing data:\n- women, {}%\n- smokers, 48.4%",
    "Every one of the 31 patients was seen, and {}% had less pain than before.",
    "Infection was looked for in each of 31 wounds; it was present in {} per cent.",
    "None of the 31 children was excluded. In {}%, the curve progressed.",
    "In all 31 of the knees that we replaced an X-ray was taken. Loosening (any grade): {}%.",
    "Fusion rate {}%. All 31 patients had a CT scan.",
    "The fusion rate was {}% (all 31 patients had a CT scan).",
]
MEANS = [
    "Each of the 31 patients marked a whole number on the scale. The average mark was {}.",
    "Scores on the test are whole numbers. All 31 pupils took it and the mean score was {} (SD 1.9).",
    "The number of pills taken per day was recorded for each of the 31 patients without gaps; the mean was {}.",
    "All 31 respondents ticked one of the five boxes (1 to 5). The mean rating was {}.",
    "We asked 31 nurses how many patients they had lifted that day; all answered. They had lifted {} on average.",
    "A whole-number score from 0 to 10 was given by 31 of 31 patients, averaging {}.",
    "Pain (0-10, integers only): n = 31, no missing data, mean {}.",
    "Nights in hospital, counted for all 31 patients: mean {}, range 1 to 9.",
    "The average number of injections was {} among the 31 patients, every one of whom was interviewed.",
    "Integer ratings | 31 raters (all) | mean {}",
    "Mean number of screws (always a whole number) in our 31 patients, none of whom was left out: {}.",
    "Group A (n = 31, all assessed) had a mean integer score of {}.",
    "On the Likert item (1, 2, 3, 4, 5), answered by all 31 members of the panel, the mean was {}.",
    "A mean of {} falls was recorded; falls were counted in every one of the 31 residents.",
    "For the 31 households, all of which kept the diary, the average count of painkiller doses came to {} a week.",
    "Mean (SD) number of visits: {} (1.88); patients: 31; missing: 0.",
    "Thirty-one surgeons gave a mark out of ten, in whole numbers only, and nobody abstained. The mean mark was {}.",
    "Whole points only were awarded. The 31 candidates, all present, scored {} on average (maximum 10).",
    "Their grades were whole numbers. With all 31 graded, the average was {}; the median was 4.",
    "All 31 women were asked for the number of their children; the mean was {}.",
    "Every one of the 31 lambs had one, two, three or four ticks. On average {} were found.",
    "Bites were logged for all 31 guards, each bite counted once: on average {}.",
    "All cards came back. Bakers ticked how many loaves were left (0, 1, 2 … 14), and for the 31 the mean was {}.",
]


THINGS = [
    "Item | N | Missing | Mean (1 to 5, whole points)\nClear enough | 31 | 0 | {}",
    "Arm | n analysed | Mean no. of falls\nEarly | 31 | {}\nLate | 40 | 3.05",
    "Patients: 31 (none lost)\nOperations before, whole number per patient: mean {}\nAge: 52 (SD 11) years",
    "They came to an average of {} of 10 sessions; attendance was logged for every one of the 31 members.",
    "Falls were higher in the 31 men (mean {} falls) than in the 40 women (mean 3.05 falls); all 71 were asked.",
    "Every one of the 31 trainees was watched, and they made {} errors on average.",
    "The 31 women had on average {} grandchildren, and we have data on all of them.",
    "With nobody lost to follow-up, the 31 patients had needed a mean of {} blood transfusions.",
    "Thirty-one children were examined; none was absent. They had {} decayed teeth each.",
    "Data were complete for all 31 residents, who had fallen {} times on average.",
    "The mean number of falls was {} (n = 31; no missing data).",
    "Number of patients: 31 (none lost)\nMean number of screws per patient: {}",
    "Group\tn\tMean number of relapses\nTreated (all followed up)\t31\t{}",
    "| Group | n | Mean visits |\n|---|---|---|\n| Early | 31 | {} |\n\nAll patients were included in the analysis.",
    "Outcome (no missing data) | Treated (n = 31) | Waiting (n = 40)\nVisits, mean | {} | 3.05",
    "The quiz, with one point per correct answer, was taken by all 31 nurses, who averaged {}.",
    "Item 4 (1 = never, 5 = always), answered by all 31 nurses, averaged {}.",
    "Each of the 31 dogs was given between one and six injections, {} on average.",
    "Biopsies per dog: mean {} in 31 dogs, none of which was left out.",
]


def blamed(text: str) -> bool:
    findings = audit_document(Document("page", text)).findings
    return any(f.check == "grim" and f.verdict is Verdict.INCONSISTENT for f in findings)


@pytest.mark.parametrize(("form", "fits", "fails"), PAIRS)
def test_only_what_no_whole_number_gives_is_blamed(form, fits, fails):
    assert not blamed(form.format(fits))
    assert blamed(form.format(fails))


@pytest.mark.parametrize("form", SHARES)
def test_a_share_of_all_the_31_is_a_whole_number_of_them(form):
    assert not blamed(form.format("74.2"))
    assert blamed(form.format("72.4"))


@pytest.mark.parametrize("form", MEANS)
def test_a_mean_of_31_whole_numbers_is_a_whole_sum(form):
    assert not blamed(form.format("3.03"))
    assert blamed(form.format("3.30"))


@pytest.mark.parametrize("form", THINGS)
def test_a_mean_of_things_is_one_of_whole_numbers(form):
    assert not blamed(form.format("3.03"))
    assert blamed(form.format("3.30"))


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
    "All 31 nurses were examined. A rinse of 0.12% was used.",
    "All 31 nurses rode at 58.4% of maximal power.",
    "All 31 nurses were asked. The mean percentage of cells was 58.4% before and 24.6% after.",
    "All 31 nurses rode best. Then others were used to cycling at 58.4% VO2max, too.",
    "All 31 nurses came. Smith et al. found it in 58.4%.",
    "All markers fell (KbL 31). At the end 58.4% were stained.",
    "All 31 nurses were asked; they had lost 3.30 points on average.",
    "All 31 nurses were asked; they drank a mean of 3.30 cups.",
    "All 31 nurses were asked, and made 3.30 visits per week on average.",
    "All 31 nurses were asked; the adjusted mean number of visits was 3.30.",
    "All 31 nurses were asked and 20 kept a diary; these made 3.30 visits on average.",
    "All 31 nurses were seen in 10 wards; a mean of 3.30 beds a ward was empty.",
    "In each of 31 nurses the pulse was counted; it rose (students +18%, teachers + 34%).",
    "All 31 nurses breathed 13% oxygen.",
    "Group | n | Mean visits\nEarly | 31 | 3.30",
    "Group | n | Missing | Mean visits\nEarly | 31 | 3 | 3.30",
    "Group | n analysed | Mean points\nEarly | 31 | 3.30",
    "Mean visits, all counted, for all 31 nurses: 6.4 ± 2.5 and 6.7 ± 1.7, 0.41, 7.9 ± 1.8.",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_blamed_where_the_passage_leaves_a_way_out(text):
    assert not blamed(text)

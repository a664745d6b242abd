"""Lists that are all there is: the mechanisms that tie parts to a whole, each with a sound and a mistyped passage."""

from __future__ import annotations

import pytest

from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

OWN = {"partition", "total"}
PAIRS = {  # mechanism: passage with {} for one number, the right number, the mistyped one
    "closed list": ("The board heard 312 complaints: 145 on waiting, {} on food and 76 on noise.", "91", "19"),
    "named a total": ("Porto sent 84 forms and Lisbon sent 137, which brings the total to {}.", "221", "321"),
    "the rest": ("Ninety-four dogs came. Fifty-one were adopted; the other {} stayed.", "forty-three", "thirty-four"),
    "lines": ("Beds by ward\nNorth: 23\nSouth: {}\nEast: 35\nAll wards: 99", "41", "14"),
    "cells": ("Ward | A | B | C | All\nBeds | 32 | {} | 25 | 118", "61", "16"),
    "money": (
        "The bill of £4,713 had three items: £2,150 for the room, £{} for care, £746 for food.",
        "1,817",
        "1,187",
    ),
    "grouped digits": ("In all 7 412 births: 3 905 girls and {} boys.", "3 507", "3 057"),
    "each in one class": (
        "Every claim was put in a single class. Minor: {}. Major: 118. Fatal: 24.\nClaims: 503",
        "361",
        "316",
    ),
    "opposites": (
        "Women were {} of the 268 volunteers. They were older than the men, who numbered 131.",
        "137",
        "173",
    ),
    "whole in front": ("We read 1,530 letters, {} from Bern and 612 from Basel.", "918", "198"),
    "shares of all": ("Blood group was known for all: A {}%, B 11.2%, AB 5.3%, O 41.0%.", "42.5", "24.5"),
    "nobody else": ("Of those asked, {} per cent agreed and 38 per cent did not. Nobody else answered.", "62", "26"),
    "nothing else is counted": ("We had 240 visitors. From Lyon came 92, from Metz {} and from Nice 85.", "63", "36"),
    "headed in percent": ("Sources, per cent of income: fees {}; grants 31.5; gifts 15.9.", "52.6", "25.6"),
    "answers": ("Would they go again? Yes, said {}%. No, said 27.4%. Nobody else was asked.", "72.6", "27.6"),
    "other hyphens": ("Eighty‐seven mice were split: {} in one cage and 44 in the other.", "43", "34"),
    "no overlap": (
        "Fuel of the fleet, without overlap: petrol {}%; diesel 41.1%; gas and all other kinds 23.2%.",
        "35.7",
        "53.7",
    ),
    "cover all": (
        "Age of the bees, three bands. Young: 27%. Adult: {}%. Old: 31%. The bands do not overlap.",
        "42",
        "24",
    ),
    "counted once": (
        "Refused: 93. Sole reasons were noise ({}), cost (28) and smell (30); one reason was kept per letter.",
        "35",
        "53",
    ),
    "what is left": (
        "Swimmers were {} of the class, runners 54. As all 152 were sorted, this left 37 riders.",
        "61",
        "11",
    ),
    "opposites of a whole": ("The band is 31 male to {} female in a population of 54, nothing unknown.", "23", "26"),
    "left behind": (
        "Among 58 broken cups the cause was heat for {}, a fall for 24, and for the 15 that were left, age.",
        "19",
        "16",
    ),
    "the others behind": (
        "We mended 67 clocks that year. 13 had stopped; {}, all of the others, ran slow.",
        "54",
        "45",
    ),
    "respectively": (
        "In three rounds we asked 64, {} and 83 people respectively, thereby arriving at 205 answers.",
        "58",
        "85",
    ),
    "wider cells": ("ward\tA\tB\tC\tsum\nbeds\t47\t{}\t92\t153", "14", "41"),
    "headed column": ("guests by land (%)\nPeru\t{}\nChad\t31.4\nFiji\t22.9\nMali\t10.4", "35.3", "53.3"),
    "first digit of a whole": (
        "29 bloomed, 76 budded and 38 died, which together make up the full bed of {}.",
        "143",
        "943",
    ),
    "an equation": ("Falls: 3 in the ward + 5 in the garden = {} over the year.", "8", "2"),
    "a doubled digit": ("We saw 4,310 dogs: 1,985 in Rome, {} in Bari and 923 in Pisa.", "1,402", "14,402"),
    "a lost digit": ("In 2014 we mended 118 bells, in 2015 131, and in 2016 {}. The total was 358.", "109", "10"),
    "these": (
        "Fourteen letters came from Rome, nine from Bari and {} from Pisa; these twenty-nine are listed.",
        "six",
        "two",
    ),
    "all told": (
        "The city paid $4.2 million for roads, ${} million for parks and $0.8 million for art, $6.9 million all told.",
        "1.9",
        "1.1",
    ),
    "what remained": ("After 318 copies were taken out of the 1,150 records, {} remained.", "832", "823"),
    "a sign of the sum": ("Planks cut: 312 oak + 146 pine + 88 fir = {}.", "546", "564"),
    "hours of a plan": (
        "The course runs 36 hours: {} hours of walking, 12 hours of talks, and 9 hours of rest.",
        "15",
        "5",
    ),
    "better, the same, worse": ("At one year 38% were improved, 41% unchanged and {}% worse.", "21", "12"),
    "small studies": ("We read 31 studies: 9 trials, {} cohort studies and 6 case series.", "16", "6"),
    "a closed count": (
        "The first ten brought in 283 and the last seven a further {}, so that the count closed with 412.",
        "129",
        "192",
    ),
    "brackets and a colon": ("Reasons (76 pumps): rust 38, wear {}, dirt 12, rot 7.", "19", "18"),
    "raised points": ("Cost was shared: fees {}%, drugs 31·4%, transport 14·2%.", "54·4", "45·4"),
}
SILENT = [
    "Of 180 patients, 37 had pain, 29 had fever and 62 had both with a rash.",
    "Doses of 20 mg, 40 mg and 80 mg were given to 150 people in all.",
    "Twelve studies were from Asia, five from Europe and two from Africa.",
    "There were 96 complications in 140 patients: 41 leaks, 18 tears and 35 infections, among others.",
    "In 212 knees 105 were treated by suture and 98 by repair; 9 were lost.",
    "Stiffness, N 1739 (117) a 1476 (155) a 179 (93) a in all three groups.",
    "Of 208 patients randomized 207 were seen in 3 cohorts.",
    "The liquid comprised 2.2% salt, 21.2% sugar, 61.8% water, <5% oil and 4.5% acid.",
    "Full success came in 18.8% of cases. A partial one came in 24.3%, and all the others, 56.9%, failed.",
    "Sensitivity was 82% and specificity 37%.",
    "The 60 adults had 120 hips replaced: 35 men and 25 women took part.",
]


def blamed(text: str) -> set[str]:
    """The checks of lists that blame a passage."""
    findings = audit_document(Document("passage", text)).findings
    return {found.check for found in findings if found.verdict is Verdict.INCONSISTENT and found.check in OWN}


@pytest.mark.parametrize("name", PAIRS)
def test_a_list_is_blamed_only_when_mistyped(name):
    passage, right, wrong = PAIRS[name]
    assert not blamed(passage.format(right))
    assert blamed(passage.format(wrong))


@pytest.mark.parametrize("text", SILENT)
def test_figures_that_are_no_parts_of_a_whole_are_left_alone(text):
    assert not blamed(text)

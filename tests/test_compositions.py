"""Compositions: words that claim that exactly these figures make that one, wrong by any amount."""

from __future__ import annotations

import pytest
from slipped import blamed, told

WRONG = {
    "made up of": (
        "The bill of ${9,400|12,100} was made up of $4,200 for the pump, $3,900 for nursing and $1,300 for drugs."
    ),
    "sum of": "Blood lost came to {910|640} ml, the sum of 380 ml in theatre and 530 ml on the ward.",
    "consisting": (
        "Theatre time was {205|282} minutes, consisting of 45 minutes of set-up, 120 minutes of surgery "
        "and 40 minutes of rest."
    ),
    "bracket": "Total expenses amounted to £{31,200|22,700} (£19,900 direct expenses and £11,300 indirect expenses).",
    "for a total": "Drugs were €{3,140|4,870} and devices were €9,260, for a total of €12,400.",
    "added up to": (
        "Charges for drugs ($4,100), scans ($2,350) and nursing ($6,050) added up to ${12,500|9,600} a head."
    ),
    "overall": (
        "They made {131|204} calls to nurses, 88 calls to doctors and 61 calls to porters, giving 280 calls overall."
    ),
    "million": (
        "The loss of ${41.5|57.3} million was the sum of wages ($22.1 million), drugs ($12.4 million) "
        "and travel ($7.0 million)."
    ),
    "both years": (
        "Over both winters {1,905|2,644} falls were counted in total, 812 in the first winter and 1,093 in the second."
    ),
    "of this": (
        "The trial cost ${88,000|61,400} in all; $52,500 of this was spent at once and the remaining $35,500 later."
    ),
    "all dealt": (
        "All {141|187} residents were randomised, 68 to walking and 73 to stretching; no resident was left unallocated."
    ),
    "exactly one": (
        "Each of the {133|94} leaks was assigned to exactly one site: the dura in 61, the sleeve in 40, "
        "and the skin in 32."
    ),
    "single level": "All 152 patients had a block at a single level: L3–L4 in {58|83}, L4–L5 in 51 and L5–S1 in 43.",
    "groups": (
        "The {126|171} hips were divided into three mutually exclusive groups: cemented (54), hybrid "
        "(39) and uncemented (33)."
    ),
    "did not": "Of the 164 residents, 97 finished the diary and {67|104} did not.",
    "of these": (
        "Altogether 236 pumps were fitted. Of these, 131 were programmable and the other {105|68} were fixed."
    ),
    "known for all": (
        "Housing was known for all 174 residents: {81|49} lived alone, 62 lived with kin and 31 lived in a home."
    ),
    "each from": "The search found {905|1,302} papers, 411 from one index, 300 from another and 194 from a third.",
    "sex recorded": "Sex was recorded for all {153|214} residents (female, 92; male, 61).",
    "sum was": "The sum of the pump cost (€6,200), the nursing (€2,900) and the drugs (€3,400) was €{12,500|17,300}.",
    "together": (
        "When pump (€6,200), nursing (€2,900) and drug costs (€{3,400|5,600}) are added, the total is €12,500."
    ),
    "these were": "The 101 leaks were 48 early ones, 31 late ones and {22|34} silent ones.",
    "of which": (
        "Total spending reached $7.4 billion, of which ${4.1|5.6} billion was for beds and $3.3 billion for drugs."
    ),
    "of the last": "Each leak had one cause only: a cut in 44, a tear in {38|57} and a clamp in 21 of the 103 leaks.",
    "results": (
        "Follow-up was complete for all 103 residents: {44|29} had a good result, 38 a fair one and 21 a poor one."
    ),
    "sized": "Residents (n = {208|144}) were assigned to one of three arms: walks (70), baths (68) or none (70).",
    "one unit": "Set-up and care took {95|61} minutes: 20 for positioning, 60 for placement and 15 for closure.",
    "things": "The 69 papers comprised {40|58} case reports, 22 case series and 7 trials.",
    "colon": "The review covered {69|101} papers: 40 case reports, 22 case series and 7 trials.",
    "in total, no comma": "The pump (€7,100), nursing (€{3,240|4,320}) and talks (€2,000) cost €12,340 in total.",
    "total, no and": "Costs: drugs £500, visits £{430|640}, aids £320, total £1,250.",
    "every one": "Word came by phone from 77, by mail from {48|66} and by hand from 25, i.e. all 150 residents.",
    "counted once": (
        "Rashes were on the right in 71, the left in {60|82} and both in 19 of the 150 residents, each counted once."
    ),
    "one or another": "The 240 residents were seen in Linz (90), Graz ({100|131}) or Wels (50).",
    "dealt out": "Of the 150 residents who were randomised, 74 were assigned to walks and {76|59} to baths.",
    "and others": "Among the 96 falls, 40 were at night, {31|45} were at dawn and 25 had other hours.",
    "cover all": "Sleep was good in 90, fair in {100|131} and poor in 50. These three classes cover all 240 residents.",
    "whole took": "Drill took 25 minutes, tea {80|107} minutes and rest 15 minutes, so the whole day took 120 minutes.",
    "times": "They fell {87|124} times: 31 on the stairs, 42 in the bath and 14 in bed.",
    "so that the overall": (
        "Nursing came to $2,820 and drugs to $6,441, so that the overall cost was ${9,261|11,615}."
    ),
    "next sentence": "Drugs cost CHF 613, nursing CHF 3,117 and scans CHF {3,634|4,755}. The total was CHF 7,364.",
    "together they": "The pump cost £5,200 and the nursing £{2,300|3,700}. Together they cost £7,500.",
    "total cost": "Beds cost €4,300 and drugs €{2,150|3,300} a year. Total cost was thus €6,450.",
    "points": "The sum of the three scores was {87|102} points (pain 27, function 27, work 33).",
    "i.e.": "They had 38 hours of drill, 33 hours of talks and {41|58} hours of rest, i.e. 112 hours in total.",
    "respectively": "The two wards held {149|194} and 68 residents, respectively, a combined total of 217 residents.",
    "in brackets": "A total of {393|933} residents came from three towns (131, 168 and 94 residents, respectively).",
    "places": "The 210 residents were seen at three clinics, {30|54} in Linz, 111 in Graz and 69 in Wels.",
    "dealt to": "The 68 residents were randomly allocated to walks (39 residents) or to baths ({29|35} residents).",
    "all of them": (
        "Sleep was good in 98 residents, fair in {140|172} and poor in the remaining 55; "
        "all 293 residents were classified."
    ),
    "all fell into": (
        "Homes were: own, 65 residents; rented, {88|101}; kin, 37. All 190 residents fell into one of these classes."
    ),
    "a single level": (
        "The block was at L3-L4 in 15 residents, L4-L5 in {37|60} and L5-S1 in 106. "
        "Every one of the 158 residents had it at a single level."
    ),
    "equal in both": (
        "Pain was in the leg in {91|130} residents, in the back in 201 and in both in 114, which accounts for all "
        "406 residents."
    ),
    "whole cohort": (
        "One level was fused in {99|73} residents, two levels in 60 and three or more levels in 38, making up "
        "the whole cohort of "
        "197 residents."
    ),
    "no more than one": (
        "The first aid was a cane in 75, a frame in 54, a chair in {44|70} and a splint in 100 of the 273 residents; "
        "no resident had more than one aid."
    ),
    "while the remaining": "At the end 177 of the 309 residents kept it, while the remaining {132|158} had it removed.",
    "remaining, behind": "A third of them (40 of 120) were men; the remaining {80|104} were women.",
    "remaining, apart": "Of the 120 residents, 40 walked and 25 swam. The remaining {55|75} did neither.",
    "and was": (
        "Class was noted for all 322 residents and was class I in 77, class II in {136|116} and class III in 109."
    ),
    "accounted for": ("All 127 residents were accounted for: 80 finished, 32 withdrew and {15|20} were lost later."),
    "a reason": "Reasons were age in 49, pain in 9 and refusal in {7|27}, with 65 exclusions in total, one per person.",
    "the remaining share": (
        "Of all spending, 27% was for beds, {30|6}% for drugs, 19% for aids and the remaining 24% for talks."
    ),
    "categories": "All costs fell into three categories: staff (52%), drugs ({31|44}%) and aids (17%).",
}
SILENT = {
    "shares of their own": "All 291 residents answered; 146 of them (50.2%) walked, and 151 (51.9%) swam.",
    "each of a base": "Aids: canes in 43/242 residents (17.8%), frames in 35/242 (14.5%) and rails in 33/242 (13.6%).",
    "rates of two groups": "Falls were found in two groups: 52% and 61%.",
    "shares of a share": "Of the 60% who answered, 20% were nurses, 30% doctors and the remaining 50% others.",
    "some as well": "Among 96 falls, 40 were at night, 45 were at dawn as well and 25 had other hours.",
    "but overall": "Pumps cost $5,000 and drugs $7,000, while the overall cost of the unit was $26,000.",
    "eyes of people": "The 30 eyes (26 residents) were put into two groups: A (19 eyes) and B (20 eyes).",
    "reasons": ("Of the exclusions, 49 were for age, 9 for pain and 7 for refusal, with 65 exclusions in total."),
    "an overall mean": "A day cost $200 on the ward and $300 at home, and the overall cost was $250.",
    "two groups": "Beds cost $4,000 in the first group and $5,000 in the second group. The total cost was $12,300.",
    "findings": "Cramps befell 14 residents, aches 20 and rashes 30; all 80 residents were seen again.",
    "rounded amounts": "Total costs came to $60,566 ($52,912 direct costs and $7,653 indirect costs).",
    "selects": (
        "The bill of $12,100 was mainly made up of $4,200 for the pump, $3,900 for nursing and $1,300 for drugs."
    ),
    "cumulative": (
        "By May 14 pumps had failed, by June a cumulative total of 28, and by July a cumulative total of 39."
    ),
    "stages": "A total of 90 residents were recruited, 78 were randomised, and 66 completed the diary.",
    "each a total": "At look 1, 14 events had accrued; at look 2 there were 39 in total, and at the end 72 in total.",
    "of each": "Of 44 lumps, 41 were seen with one dye and 42 with the other dye.",
    "happenings": "All 120 residents answered: 40 had nausea, 35 had headache and 60 had cramps.",
    "of a group": "Rashes were noted in 19 residents on drug, 14 residents on placebo and 12 residents on neither.",
    "both": "A total of 169 residents had no date for a stroke, 155 for a heart attack, and 141 for both.",
    "not its own": "All 108 leaks were listed: 50 were early, 11 were early and deep and 47 were late.",
    "in another bracket": (
        "Each practice was allotted to advice (70 practices; 257 doctors) or none (69 practices; 244 doctors)."
    ),
    "mean": (
        "The ages were alike, 47 for those on drug, 44 for those on placebo, and 46 for those on neither on average."
    ),
    "sizes": "The 60 teeth were divided into three groups (n = 15) and a control group of bare teeth (n = 15).",
}


@pytest.mark.parametrize("case", WRONG)
def test_a_whole_that_its_parts_cannot_make_is_blamed_however_far_it_is_off(case: str) -> None:
    assert not blamed(told(WRONG[case], 0))
    assert {"partition", "total"} & set(blamed(told(WRONG[case], 1)))


@pytest.mark.parametrize("case", SILENT)
def test_figures_that_are_no_composition_are_not_blamed(case: str) -> None:
    assert not blamed(SILENT[case])

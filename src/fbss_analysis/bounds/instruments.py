"""Instruments whose total is a whole number, because it is the sum of items that are marked with whole numbers.

Where a text tells the mean of such a total, it need not say that the values were whole: the instrument says it. Listed
are questionnaires and scales that are scored so (two are a single grade, one a sum of squares), with the range of the
total; a mean outside of that range is of something else (a mean item, a percentage of the most that can be had) and is
not asked. How each is scored, its range and its reference were seen in a source (a scoring guide, a scoring program
that names the paper, the paper's record), seldom in the paper itself. Where versions of different lengths go by one
name, the range runs from the least to the most of them; two names are narrowed to the one version whose scoring was
seen (PASS-20, IIEF-5). Left out are all whose score is a percentage, an average of items, prorated or measured: ODI,
NDI, DASH, SF-36, EQ-5D, KOOS, HAQ, EDSS, STAI-6, visual analogue scales. Abbreviations that mean something else as well
(PCS, ISI, ISS) are not used.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (scores of several items).

>>> text = "The PHQ-9 total score averaged 10.96; the mean PHQ-9 item score was 1.22, pain 5.43."
>>> [is_total(text, text.index(told), 0) for told in ("10.96", "1.22", "5.43")]
[True, False, False]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument: patterns of its name and of its acronym, the least and the most of its total, its reference."""

    name: str
    acronym: str
    least: int
    most: int
    source: str


INSTRUMENTS = (
    Instrument(r"Roland[\s–-]+(?:and\s+)?Morris", "RMDQ|RDQ", 0, 24, "Roland & Morris, Spine 1983;8:141"),
    Instrument(r"STarT\s+Back", "SBST", 0, 9, "Hill et al., Arthritis Rheum 2008;59:632"),
    Instrument(r"Fear[\s-]Avoidance\s+Beliefs", "FABQ", 0, 96, "Waddell et al., Pain 1993;52:157"),
    Instrument(r"Tampa\s+Scale", "TSK", 11, 68, "Miller et al., Clin J Pain 1991;7:51"),
    Instrument(r"Pain\s+Catastrophi[sz]ing\s+Scale", "", 0, 52, "Sullivan et al., Psychol Assess 1995;7:524"),
    Instrument(r"Pain\s+Self-?\s?Efficacy\s+Questionnaire", "PSEQ", 0, 60, "Nicholas, Eur J Pain 2007;11:153"),
    Instrument(r"Pain\s+Disability\s+Index", "", 0, 70, "Tait et al., Arch Phys Med Rehabil 1987;68:438"),
    Instrument(r"Chronic\s+Pain\s+Acceptance", "CPAQ", 0, 120, "McCracken et al., Pain 2004;107:159"),
    Instrument(
        r"Pain\s+Anxiety\s+Symptoms?\s+Scale[\s-]*20",
        "PASS-20",
        0,
        100,
        "McCracken & Dhingra, Pain Res Manag 2002;7:45",
    ),
    Instrument(r"Central\s+Sensiti[sz]ation\s+Inventory", "", 0, 100, "Mayer et al., Pain Pract 2012;12:276"),
    Instrument(r"Douleur\s+Neuropathique", "DN4", 0, 10, "Bouhassira et al., Pain 2005;114:29"),
    Instrument(r"Leeds\s+Assessment\s+of\s+Neuropathic", "(?:S-)?LANSS", 0, 24, "Bennett, Pain 2001;92:147"),
    Instrument("painDETECT", "", -1, 38, "Freynhagen et al., Curr Med Res Opin 2006;22:1911"),
    Instrument(r"Short[\s-]Form\s+McGill", "SF-MPQ(?!-2)", 0, 45, "Melzack, Pain 1987;30:191"),
    Instrument(r"modified\s+Japanese\s+Orthop", "mJOA", 0, 18, "Benzel et al., J Spinal Disord 1991;4:286"),
    Instrument(
        r"Patient\s+Health\s+Questionnaire[\s-]*9", r"PHQ[\s-]?9", 0, 27, "Kroenke et al., J Gen Intern Med 2001;16:606"
    ),
    Instrument(
        r"Patient\s+Health\s+Questionnaire[\s-]*15", r"PHQ[\s-]?15", 0, 30, "Kroenke et al., Psychosom Med 2002;64:258"
    ),
    Instrument(
        r"Patient\s+Health\s+Questionnaire[\s-]*8", r"PHQ[\s-]?8", 0, 24, "Kroenke et al., J Affect Disord 2009;114:163"
    ),
    Instrument(
        r"Patient\s+Health\s+Questionnaire[\s-]*2", r"PHQ[\s-]?2", 0, 6, "Kroenke et al., Med Care 2003;41:1284"
    ),
    Instrument(
        r"Generali[sz]ed\s+Anxiety\s+Disorder[\s-]*(?:7|scale)",
        r"GAD[\s-]?7",
        0,
        21,
        "Spitzer et al., Arch Intern Med 2006;166:1092",
    ),
    Instrument(
        r"Hospital\s+Anxiety\s+and\s+Depression", "HADS", 0, 42, "Zigmond & Snaith, Acta Psychiatr Scand 1983;67:361"
    ),
    Instrument(r"Beck(?:['’]s)?\s+Depression", "BDI", 0, 63, "Beck et al., Arch Gen Psychiatry 1961;4:561"),
    Instrument(r"Beck(?:['’]s)?\s+Anxiety", "BAI", 0, 63, "Beck et al., J Consult Clin Psychol 1988;56:893"),
    Instrument(r"Beck(?:['’]s)?\s+Hopelessness", "BHS", 0, 20, "Beck et al., J Consult Clin Psychol 1974;42:861"),
    Instrument(r"Epidemiologic(?:al)?\s+Studies\s+Depression", "CES-D", 0, 60, "Radloff, Appl Psychol Meas 1977;1:385"),
    Instrument(
        r"Geriatric\s+Depression\s+Scale", "GDS-?(?:15|30)", 0, 30, "Yesavage et al., J Psychiatr Res 1983;17:37"
    ),
    Instrument(
        r"Hamilton\s+(?:Rating\s+Scale\s+for\s+)?Depression",
        "HAM-?D|HDRS|HRSD",
        0,
        52,
        "Hamilton, J Neurol Neurosurg Psychiatry 1960;23:56",
    ),
    Instrument(
        r"Hamilton\s+(?:Rating\s+Scale\s+for\s+)?Anxiety", "HAM-?A", 0, 56, "Hamilton, Br J Med Psychol 1959;32:50"
    ),
    Instrument(
        r"Montgomery[\s–-]+(?:and\s+)?[ÅA]sberg", "MADRS", 0, 60, "Montgomery & Åsberg, Br J Psychiatry 1979;134:382"
    ),
    Instrument(r"Edinburgh\s+Postnatal", "EPDS", 0, 30, "Cox et al., Br J Psychiatry 1987;150:782"),
    Instrument(
        r"State[\s–-]+Trait\s+Anxiety",
        r"STAI(?!-?(?:S-?)?6\b)",
        20,
        80,
        "Spielberger et al., Manual for the State-Trait Anxiety Inventory, 1983",
    ),
    Instrument(r"Perceived\s+Stress\s+Scale", "PSS-?1[04]", 0, 56, "Cohen et al., J Health Soc Behav 1983;24:385"),
    Instrument(r"PTSD\s+Checklist", "PCL-5", 0, 80, "Blevins et al., J Trauma Stress 2015;28:489"),
    Instrument(
        r"Kessler\s+(?:Psychological\s+)?(?:Distress|10)", "K10", 0, 50, "Kessler et al., Psychol Med 2002;32:959"
    ),
    Instrument(r"Insomnia\s+Severity\s+Index", "", 0, 28, "Bastien et al., Sleep Med 2001;2:297"),
    Instrument(r"Pittsburgh\s+Sleep\s+Quality", "PSQI", 0, 21, "Buysse et al., Psychiatry Res 1989;28:193"),
    Instrument("Epworth", "", 0, 24, "Johns, Sleep 1991;14:540"),
    Instrument(
        r"Alcohol\s+Use\s+Disorders?\s+Identification", "AUDIT(?:-C)?", 0, 40, "Saunders et al., Addiction 1993;88:791"
    ),
    Instrument("Fagerstr[öo]m", "FTND", 0, 10, "Heatherton et al., Br J Addict 1991;86:1119"),
    Instrument(r"Opioid\s+Risk\s+Tool", "", 0, 26, "Webster & Webster, Pain Med 2005;6:432"),
    Instrument(r"Current\s+Opioid\s+Misuse\s+Measure", "", 0, 68, "Butler et al., Pain 2007;130:144"),
    Instrument(r"Mini[\s-]Mental", "MMSE", 0, 30, "Folstein et al., J Psychiatr Res 1975;12:189"),
    Instrument(r"Montreal\s+Cognitive", "MoCA", 0, 30, "Nasreddine et al., J Am Geriatr Soc 2005;53:695"),
    Instrument(r"Glasgow\s+Coma\s+(?:Scale|Score)", "GCS", 3, 15, "Teasdale & Jennett, Lancet 1974;2:81"),
    Instrument(r"Glasgow\s+Outcome", "GOSE?", 1, 8, "Jennett & Bond, Lancet 1975;1:480"),
    Instrument(
        r"NIH\s+Stroke\s+Scale|National\s+Institutes\s+of\s+Health\s+Stroke",
        "NIHSS",
        0,
        42,
        "Brott et al., Stroke 1989;20:864",
    ),
    Instrument(r"modified\s+Rankin", "mRS", 0, 6, "van Swieten et al., Stroke 1988;19:604"),
    Instrument("Apgar", "", 0, 10, "Apgar, Curr Res Anesth Analg 1953;32:260"),
    Instrument(r"Sequential\s+Organ\s+Failure", "SOFA", 0, 24, "Vincent et al., Intensive Care Med 1996;22:707"),
    Instrument(r"APACHE[\s-]+II(?!I)", "", 0, 71, "Knaus et al., Crit Care Med 1985;13:818"),
    Instrument(r"Injury\s+Severity\s+Score", "", 0, 75, "Baker et al., J Trauma 1974;14:187"),
    Instrument(
        r"Charlson(?:['’]s)?\s+(?:\w+\s+)?(?:Index|Score)", "", 0, 37, "Charlson et al., J Chronic Dis 1987;40:373"
    ),
    Instrument(r"Katz(?:['’]s)?\s+(?:\w+\s+)?(?:Index|Score|Scale|ADL)", "", 0, 6, "Katz et al., JAMA 1963;185:914"),
    Instrument(r"Lawton(?:\W+(?:and\s+)?Brody)?", "", 0, 8, "Lawton & Brody, Gerontologist 1969;9:179"),
    Instrument("Barthel", "", 0, 100, "Mahoney & Barthel, Md State Med J 1965;14:61"),
    Instrument(r"Functional\s+Independence\s+Measure", "", 5, 126, "Keith et al., Adv Clin Rehabil 1987;1:6"),
    Instrument(r"Berg\s+Balance", "BBS", 0, 56, "Berg et al., Can J Public Health 1992;83(Suppl 2):S7"),
    Instrument("Tinetti", "", 0, 28, "Tinetti, J Am Geriatr Soc 1986;34:119"),
    Instrument(r"Short\s+Physical\s+Performance", "SPPB", 0, 12, "Guralnik et al., J Gerontol 1994;49:M85"),
    Instrument("Braden", "", 6, 23, "Bergstrom et al., Nurs Res 1987;36:205"),
    Instrument(r"Oxford\s+Hip", "OHS", 0, 60, "Dawson et al., J Bone Joint Surg Br 1996;78:185"),
    Instrument(r"Oxford\s+Knee", "OKS", 0, 60, "Dawson et al., J Bone Joint Surg Br 1998;80:63"),
    Instrument(r"Lower\s+Extremity\s+Functional\s+Scale", "LEFS", 0, 80, "Binkley et al., Phys Ther 1999;79:371"),
    Instrument(r"International\s+Prostate\s+Symptom", "IPSS", 0, 35, "Barry et al., J Urol 1992;148:1549"),
    Instrument(
        r"International\s+Index\s+of\s+Erectile\s+Function[\s-]*5",
        "IIEF-5",
        5,
        25,
        "Rosen et al., Int J Impot Res 1999;11:319",
    ),
    Instrument(r"Dermatology\s+Life\s+Quality", "DLQI", 0, 30, "Finlay & Khan, Clin Exp Dermatol 1994;19:210"),
    Instrument(r"COPD\s+Assessment\s+Test", "", 0, 40, "Jones et al., Eur Respir J 2009;34:648"),
    Instrument(r"Asthma\s+Control\s+Test", "", 5, 25, "Nathan et al., J Allergy Clin Immunol 2004;113:59"),
    Instrument(r"Headache\s+Impact\s+Test", "HIT-6", 36, 78, "Kosinski et al., Qual Life Res 2003;12:963"),
    Instrument(r"Child[\s–-]+Pugh", "", 5, 15, "Pugh et al., Br J Surg 1973;60:646"),
)
_NAMED = re.compile(
    "|".join(
        rf"(?P<i{at}>(?i:\b{known.name})" + (rf"|\b(?:{known.acronym})(?![^\W\d_])" if known.acronym else "") + ")"
        for at, known in enumerate(INSTRUMENTS)
    )
)
_NUMBER = re.compile(r"\d+(?:[.·]\d+)?")
_MEAN = re.compile(r"\b(?:means?|averag\w+|M\s?=)", re.IGNORECASE)
_ONLY = re.compile(  # what may stand between an instrument, or a word for the mean, and the mean of its total
    r"(?:\([A-Z][\w-]*\)|[\s,:;=()–-]|(?i:total|sum|overall|raw|global|composite|scores?|values?|points?|of|was|were|is|being|at|on|with|and|an?|the|this|"
    r"baseline|arrival|admission|discharge|inclusion|presentation|entry|initial|final|pre-?operative(?:ly)?|post-?operative(?:ly)?|follow-?up|first|"
    r"last|intake|enrol?ment|for|in|all|group|whole|sample|cohort|equal(?:led)?|amounted|came|to|or|subscale|anxiety|depression|work|"
    r"physical|activity|questionnaire|disability|scale|inventory|index|test|screening|tool|measure|comorbidity|(?:rose|fell|increased|decreased|improved|declined|dropped)\s+to|\d+\s+(?:patients|participants|people|"
    r"adults|respondents|subjects|months?|weeks?|years?|days?|minutes?)|after|by|kinesiophobia|chart|mean|average[ds]?|averaging)\b)*+"
)
_LONGEST = 200  # characters from an instrument to the mean of its total
_ON_IT = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*|±\s*[\d.]+\s*)?(?:points?\s+)?(?:on|in|for)\s+(?:the\s+)?(?:total\s+(?:score\s+)?(?:of\s+)?(?:the\s+)?)?"
)
_TOTAL = re.compile(r"\W*(?:(?:the|their|its|with|a|and|this|gave|giving)\s+)*(?:(?:overall|group)\s+)?", re.IGNORECASE)
_OF_ITEMS = re.compile(
    r"\b(?:per|each|mean|average|single)\s+(?:item|question)|\b(?:item|question)\s+(?:mean|average|score)|\b(?:weighted|standardi[sz]ed|transformed|"
    r"normali[sz]ed|T-scores?|per\s?centages?|pro-?rated|(?:six|6)-item)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:ODI|VAS|NRS|NDI|SF-?\d\d|EQ-?5D|KOOS|HOOS|WOMAC|DASH|QuickDASH|HAQ|BPI|PROMIS)\b|\b(?i:Oswestry|visual\s+analog|numeric(?:al)?\s+rating|quality\s+of\s+life)"
)
_CALLED = re.compile(r"[^.;(]{0,40}\(([A-Z][\w-]{1,9})\)")


@lru_cache(maxsize=64)
def _named(text: str) -> tuple[tuple[int, int, Instrument], ...]:
    """Where a text names which instrument."""
    return tuple((found.start(), found.end(), _known(found)) for found in _NAMED.finditer(text))


def _known(found: re.Match[str]) -> Instrument:
    return INSTRUMENTS[int((found.lastgroup or "i0")[1:])]


def is_total(text: str, at: int, sentence: int) -> bool:
    """Whether the mean that is printed at some place of a passage is one of the totals of an instrument.

    `sentence` is where its sentence begins. The instrument is named in front of the mean with nothing but words for
    a score between, right behind it, or, where the sentence names none, as the only one of the passage.
    """
    known = _named(text)
    number = _NUMBER.match(text, at)
    if not known or number is None:
        return False
    ahead = [(end, one) for start, end, one in known if sentence <= start and end <= at]
    if _OF_ITEMS.search(text, sentence, at):
        return False
    if ahead:
        end, one = ahead[-1]
        told = [sentence + found.end() for found in _MEAN.finditer(text[sentence:at])]
        tied = _is_plain(text, max([end, *told]), at, end)
    else:
        one, tied = _of_passage(text, at, number.end(), sentence)
    return tied and one.least <= Decimal(number[0].replace("·", ".")) <= one.most


def _of_passage(text: str, at: int, end: int, sentence: int) -> tuple[Instrument, bool]:
    """The instrument named right behind a mean, or the only one of the sentences before, and whether it is so tied."""
    known = _named(text)
    behind = _ON_IT.match(text, end)
    on_it = next((one for start, _, one in known if behind and start == behind.end()), None)
    if on_it is not None:
        return on_it, True
    mean = next(_MEAN.finditer(text, sentence, at), None)
    alone = known[0][0] < sentence and all(one is known[0][2] for _, _, one in known) and not _OTHER.search(text)
    opens = mean is not None and _TOTAL.fullmatch(text, sentence, mean.start()) is not None
    return known[0][2], bool(mean and opens and alone and _is_plain(text, mean.end(), at, known[0][1]))


def _is_plain(text: str, start: int, at: int, named: int) -> bool:
    """Whether nothing but words for a score stands between two places; a name may be told by its letters again."""
    letters = _CALLED.match(text, named)
    words = text[start:at].replace(letters[1], " ") if letters else text[start:at]
    return len(words) <= _LONGEST and _ONLY.fullmatch(words) is not None

"""Word lists of quantities: units, nouns that are counted, words that name rather than count, connecting words.

Data only. A unit word leads to its family (which decides the kind of the mention) and to its canonical name; plural
and singular, long and short forms lead to the same name.

>>> UNIT_OF_WORD["yrs"]
('duration', 'years')
"""

from __future__ import annotations

from types import MappingProxyType


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them."""
    return frozenset(text.split())


PERCENT, DURATION, AGE, DATE, MONEY, DOSE, MEASURE = "percent", "duration", "age", "date", "money", "dose", "measure"
BARE, FRACTION, MULTIPLIER, RATIO = "bare", "fraction", "multiplier", "ratio"

_DURATIONS = {
    "milliseconds": "millisecond ms msec",
    "seconds": "second sec secs s",
    "minutes": "minute min mins",
    "hours": "hour hr hrs h hs",
    "days": "day d",
    "nights": "night",
    "weeks": "week wk wks",
    "fortnights": "fortnight",
    "months": "month mo mos mth mths",
    "years": "year yr yrs y yo",
    "decades": "decade",
}
_DOSES = {
    "mg": "milligram milligrams",
    "mcg": "microgram micrograms µg μg ug",
    "g": "gram grams gm gms",
    "IU": "iu",
    "units": "unit U",
    "mg/kg": "",
    "mg/day": "mg/d",
    "mcg/day": "",
    "mg/ml": "mg/mL",
    "mg/dl": "mg/dL",
    "ng/ml": "ng/mL",
    "pg/ml": "pg/mL",
    "mmol": "",
    "mmol/l": "mmol/L",
    "meq": "mEq",
    "Gy": "",
    "cGy": "",
    "mGy": "",
    "mSv": "",
    "capsules": "capsule caps",
    "tablets": "tablet",
    "pills": "pill",
    "drops": "drop",
    "doses": "dose",
}
_MEASURES = {
    "μm": "µm micron microns",
    "nm": "",
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres",
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres",
    "miles": "mile",
    "feet": "ft",
    "inches": "inch",
    "kg": "kilogram kilograms kilo kilos",
    "pounds": "lb lbs pound",
    "ounces": "oz ounce",
    "ml": "mL milliliter milliliters millilitre millilitres cc",
    "liters": "l L liter litre litres",
    "degrees": "degree ° °C °F",
    "kg/m2": "kg/m² kg/m",
    "Hz": "hz",
    "kHz": "khz",
    "MHz": "",
    "mmHg": "mm/Hg",
    "kcal": "calories calorie cal",
    "points": "point pts pt",
    "times": "time",
    "V": "volts volt",
    "mV": "",
    "mA": "",
    "W": "watts watt",
    "N": "newtons newton",
    "kN": "",
    "Nm": "",
    "kPa": "",
    "MPa": "",
    "T": "tesla",
    "bpm": "",
    "ms": "",
    "gauge": "",
}


def _family(name: str, words: dict[str, str]) -> dict[str, tuple[str, str]]:
    pairs = ((form, (name, unit)) for unit, forms in words.items() for form in (unit, *forms.split()))
    return {form: pair for form, pair in pairs if form}


UNIT_OF_WORD = MappingProxyType(
    {
        **_family(MEASURE, _MEASURES),
        **_family(DOSE, _DOSES),
        **_family(DURATION, _DURATIONS),
        **_family(MONEY, {"dollars": "dollar USD", "euros": "euro EUR", "pounds sterling": "GBP", "cents": "cent"}),
        **_family(PERCENT, {"percent": "pct"}),
        **_family(MULTIPLIER, {"fold": "-fold x ×"}),
    }
)
# Short forms that are a unit only when nothing stands between them and the digits ("5 s" is as likely a plural).
GLUED_ONLY = frozenset({"s", "U", "N", "V", "x"})
GLUED = frozenset(UNIT_OF_WORD) - {
    "second",
    "point",
    "time",
    "ounce",
    "unit",
    "dose",
    "m",
    "cal",
    "caps",
    "T",
    "D",
    "N",
}
TIME_WORDS = MappingProxyType(
    {word: unit for word, (name, unit) in UNIT_OF_WORD.items() if name == DURATION and len(word) > 2}
    | {"POD": "days", "pod": "days"}
)
UNIT_ADJECTIVES = word_set(
    "full more additional consecutive whole postoperative preoperative further extra long calendar business working "
    "straight continuous complete successive post-operative percentage postsurgical subsequent short entire "
    "treatment successful median mean"
)
CURRENCY = MappingProxyType({"$": "dollars", "€": "euros", "£": "pounds sterling", "¥": "yen", "₹": "rupees"})
SCALE_OF_WORD = MappingProxyType(
    {
        "hundred": 100,
        "thousand": 1_000,
        "million": 1_000_000,
        "billion": 1_000_000_000,
        "trillion": 1_000_000_000_000,
        "k": 1_000,
        "K": 1_000,
        "M": 1_000_000,
        "bn": 1_000_000_000,
        "hundred thousand": 100_000,
        "dozen": 12,
    }
)

# A number after one of these names a thing and does not count one.
NAMING = word_set(
    "grade grades grading gradings type types phase phases stage stages level levels class classes group groups arm "
    "arms cohort cohorts table tables figure figures fig figs fig. figs. section sections chapter chapters step steps "
    "question questions part parts aim aims model models version versions number no no. nos. page pages p. pp. vol "
    "volume vol. suite room floor building box visit cluster category categories criterion criteria appendix "
    "supplement tip reason myth example exhibit item items id code codes isbn issn pmid pmid: pmcid pmcid: doi doi: "
    "registration nr ref ref. refs note route highway interstate unit exercise option method lesson module tier "
    "tesla vitamin copyright © windows iphone covid sars-cov hunt omega interleukin factor protocol sample zone "
    "region lane channel postcode zip tel tel: phone phone: fax fax: call text ext ext. extension modic meyerding "
    "pfirrmann schizas asa ais frankel kellgren-lawrence lenke evidence: evidence c-section serotype "
    "case-study study trial q answer bullet fact rule week-day schedule chapter episode season session round line "
    "key area areas subtype subtypes mechanism title article dimension domain domains strategy formula equation "
    "hypothesis experiment experiments score-class quartile quintile tertile decile quartiles tertiles quintiles "
    "subgroup subgroups issue form post pre reviewer observer rater assessor investigator"
)
CODES = word_set("code codes icd icd-9 icd-10 cpt isbn issn pmid pmid: doi doi: registration icd-9-cm icd-10-cm id id:")
DIMENSIONS = word_set("dimensional dimension dimensions")
IDIOMS = ("24/7", "9/11", "20/20", "50/50", "50-50", "24-7")
MONEY_SCALES = MappingProxyType({"m": 1e6, "mn": 1e6, "b": 1e9, "B": 1e9, "bn": 1e9})
# Of these, what follows may also be counted ("study 45 patients", "session 3 times").
SOFT_NAMING = word_set(
    "study trial sample text call option method exercise reason example no session round area areas unit item items "
    "title article key line note rule case-study evidence number level levels group groups cohort cohorts arm arms part"
)
OF_PEOPLE = word_set("group groups arm arms cohort cohorts sample subgroup")
SCALES = word_set(
    "vas nrs odi ndi joa mjoa bmi rmdq rdq sf qol gcs macs dash koos womac hoos ases ikdc phq phq-9 gad pcs mcs tsk "
    "hads asa-ps iq score scores scale range ranged ranges pain points ratings rating age aged ages median mean "
    "average visual analog analogue points-scale from total iqr min-max cobb eq comi nnt nnh srs vr kss aofas n r t f z"
)
HYPHENATED_NOUNS = word_set(
    "level levels point points item items segment segments vessel arm part stage step center centre group patient "
    "person component session visit question disc site center centers centre centres week"
)
PREFIXES = word_set("mid post pre early late since over under sub in than top to of the and or age aged by nearly")
COUNTED_PLURALS = word_set(
    "patients people participants subjects cases adults individuals men women procedures operations surgeries steps "
    "persons children respondents veterans workers controls records hospitals times members residents households "
    "females males students volunteers athletes births deaths injections fusions implants women, men, patients, "
    "surgeons physicians doctors spines knees hips shoulders samples citations abstracts publications words"
)
COUNTING_BEFORE_ONE = (
    *("at least", "only", "just", "more than", "exactly", "no more than", "less than", "fewer than", "minimum of"),
    "become",
)
NO_COUNT_BEFORE_ONE = word_set(
    "if there's another no any this that first loved which each every number the a not next last other like one's"
)
NO_COUNT_AFTER_ONE = word_set(
    "of another day thing way where that which who can must should might side foot leg arm hand"
)
TIME_FRAME_BEFORE = word_set(
    "within for after in at than to least and about every only last per by approximately the first over until "
    "through of"
)
TIME_FRAME_AFTER = word_set(
    "after of post later before follow following postoperatively postoperative prior ago from follow-up and or"
)
NO_TIME_POINT_AFTER = word_set("a an per each every the that this last next first same one whole half any few")
PEOPLE = word_set(
    "patients people adults women men children persons individuals participants cases operations surgeries procedures "
    "americans users subjects veterans athletes workers seniors times females males smokers respondents surgeons"
)
# What "one" counts; with other nouns it stands for "a".
ONE_COUNTS = word_set(
    "patient participant subject death infection complication event injection session surgery operation procedure "
    "level vertebra segment herniation screw implant tablet capsule pill dose unit tendon case hospital center "
    "centre site surgeon visit treatment reoperation revision recurrence dropout woman man child person individual "
    "failure tear fracture embolism leak reintervention adult graft rod cage incision relapse stroke fusion nerve "
    "disc disk"
)
# "One study" is "a study", unless something else in the sentence says that studies are being counted.
ONE_NARRATES = word_set("study trial review report survey analysis paper article")
PAIRED = word_set("side leg foot arm hand knee hip eye ear shoulder ankle elbow wrist")
FUNCTION_WORDS = word_set(
    "a an the and or but of in on at by to for from with without within after before during between among who whom "
    "whose which that than then were was is are be been being had has have did do does would will can could may "
    "might should not no as if when while where because per each every all both it its they their them this these "
    "those he she we our i you your his her there here also only just about over under up out into onto until since "
    "versus vs through via against underwent reported received showed developed required experienced completed met "
    "presented achieved died suffered felt became remained continued needed undergoing treated followed randomized "
    "randomised assigned enrolled included recruited responded returned agreed declined refused respectively later "
    "ago"
)
IRREGULAR_PLURALS = word_set("people men women children vertebrae feet teeth criteria data staff police")
NOT_PLURAL = word_set(
    "was is has this as its his us does less plus versus across thus always perhaps besides towards yes vs gas bus "
    "basis analysis diagnosis stenosis sepsis prognosis status focus virus lens pus"
)

DASHES = "-‐‑‒–—−"
TO_LINKS = frozenset(
    {"to", "- to", "-to-", "-to", "through", "up to", "until", "to ~", "to ∼", "to ≈", "to about", "to approximately"}
    | {"to around", "to roughly", "to nearly", "to almost", "to over", "to more than"}
)
RANGE_LINKS = frozenset([*DASHES, "--", "and up to", *TO_LINKS])
LIST_LINKS = frozenset(
    {",", ", and", "and", "or", ", or", "&", "and/or", ";", "; and", "/", "- and", "- or", "-,", "-, and", "-, or"}
)
PAIR_LINKS = frozenset(
    {"and", "or", "&", ", and", ", or", "and/or", "; and", "- and", "- or", "-, and", "-, or", "versus", "vs", "vs."}
)
VERSUS = frozenset({"versus", "vs", "vs.", "v", "compared with", "compared to", "against", "; vs", ", vs."})
PART_OF = frozenset({"of", "of the", "out of", "out of the", "/", "of all", "of these", "of our", "of a total of"})
ONE_IN = frozenset({"in", "in every", "in each", "out of every", "out of each", "of every", "-in-"})
CHANGES = tuple(
    sorted(
        word_set(
            "increas mov decreas rose rise fell fall dropp drop improv declin reduc chang went going grew grow climb "
            "jump gain worsen lower shift progress escalat diminish shr plunge soar surge deteriorat doubl tripl trebl "
            "quadrupl quintupl halv slump slid slip sank sunk tumbl plummet swell swoll lengthen shorten expand cut "
            "gone risen"
        )
    )
)
CHANGE_LINKS = word_set("of by about nearly almost to over than least approximately around roughly an as much")
MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "January Jan Jan.",
                "February Feb Feb.",
                "March Mar Mar.",
                "April Apr Apr.",
                "May",
                "June Jun Jun.",
                "July Jul Jul.",
                "August Aug Aug.",
                "September Sep Sept Sep. Sept.",
                "October Oct Oct.",
                "November Nov Nov.",
                "December Dec Dec.",
            ),
            1,
        )
        for name in names.split()
    }
)

"""Which shares must be whole counts of a sample, because the passage says that everyone of it was counted.

Where some may have dropped out, a percentage that no count of the sample gives tells only that others were counted.
So the words must say that all were (see `everyone`), and no other count of the passage may give the percentage.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (who is the denominator).
"""

from __future__ import annotations

import re

from fbss_analysis.interpretation.context import Context, once, value_of
from fbss_analysis.interpretation.everyone import says_everyone
from fbss_analysis.interpretation.labels import is_label
from fbss_analysis.interpretation.plans import is_plan
from fbss_analysis.interpretation.samples import PEOPLE
from fbss_analysis.interpretation.strengths import is_strength
from fbss_analysis.interpretation.wholes import IS_A_PART, is_of_something
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Kind, Mention

_COMPARED = re.compile(
    r"\b(?:compared|than(?!\s+(?:before|earlier|previously|initially|ever|once|usual|at\s+(?:the\s+)?(?:start|baseline|first|outset)|half|a\b|an\b|one|two|three|\d))|difference|percentage\s+points?|against|versus|vs)\b",
    re.IGNORECASE,
)
_NO_SHARE = re.compile(
    r"\b(?:mean|average|median|averag\w+|improvement\s+of|reduction\s+of|increase\s+of|decrease\s+of)\s+(?:\w+\s+){0,3}$"
    r"|\b(?:increas|decreas|reduc|f[ae]ll|r[io]s[ei]|rose|improv|declin|drop|gain|lower|rais|gr[eo]w|cut|shorten|lengthen|chang"
    r"|differ|exceed|up|down|better|wors|climb|shr[aiu]nk|diminish|expand|jump|went)\w*\b[^.;]{0,80}\bby\s+(?:\w+\s+){0,3}$"
    r"|\b(?:accura\w+|sensitivity|specificity|predictive|agree\w*|concordan\w+|varian\w+|correlat\w+|energy|intake|volume"
    r"|score|angle|height)\b(?![^.;]{0,60}\b(?:in|for|among|by)\s+$)",
    re.IGNORECASE,
)
_MEAN_SHARE = re.compile(
    r"\b(?:mean|average|median)\s+(?:\w+\s+){0,2}?(?:percent(?:age)?s?|proportions?|fractions?|shares?)\b",
    re.IGNORECASE,
)
_INTENSITY = re.compile(  # "85% VO2max", "13% oxygen"
    r"\s?[A-Za-z]*[A-Z][a-z]*[A-Z0-9]\w*|\s(?i:oxygen|nitrogen|helium|air\b|carbon|dextrose|glucose|saline|sodium|\w+caine|chlorhexidine|alcohol"
    r"|ethanol|solution|\w+chloride|albumin|cream|gel\b|ointment|sucrose|formalin|\w*flurane|iodine|peroxide|humidity|agarose|serum|acid|inspired)"
)
_MOMENT = re.compile(r"\b(?:within|after|before|by|until|during|over)\s+(?:the\s+)?$", re.IGNORECASE)
_ANOTHER_WORK = re.compile(r"\bet\s+al\b|\[\d[\d,\s–-]*\]")
_NAME = re.compile(r"[(\[][^()\[\]]*\b(?![nN]\b)[A-Za-z]*[A-Z]\w*\s$")  # "(PgR 636)" is an antibody
_OF_PEOPLE = re.compile(
    rf"\s*of\s+(?:(?:them|whom|these|those)\b|(?:(?:the|all|our|these)\s+)*(?:[\w-]+\s+)?{PEOPLE}\b)", re.IGNORECASE
)
_OF_THE_GROUP = re.compile(r"\b(?:of|in|for|from)\s+(?:the|our|this)\s+(?:\w+\s+)?(?:group|cohort)\b", re.IGNORECASE)
_OF_WHAT = re.compile(r"\s*of\s+(?:(?:the|these|those|our|all|its|their)\s+)*([^\W\d][\w’'-]*)", re.IGNORECASE)
_ANYBODY = re.compile(
    r"(?:them|whom|these|those|which|groups?|samples?|cohort|series|total|responders|respondents|forms|answers|others|us"
    r"|the|our|all|its|their)",
    re.IGNORECASE,
)
_HALF_A_PERSON = 50  # percent times people
_MADE_UP = re.compile(r"\s+(?:made\s+up|accounted\s+for|constituted|comprised|formed|represented)\b", re.IGNORECASE)
_SAID_OF_ALL = re.compile(  # "45.3% were women" is a share of all, and none of the women
    r"\s+(?:of\s+(?:whom|which|them|these|those)\s+)?(?:were|are|was|is)\s+(?:(?:all|either|mostly|current|active|former|heavy)\s+)*"
    r"(?:(?:non-?)?smokers|women|men|males?|females?|diabetics|obese|elderly)\b(?=\s*(?:[.,;:)]|and\b|$))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*(?!(?i:of|in|among|amongst|for|from|with|at|by|to)\b)(?:[^\W\d][\w’'-]*\s*){1,3}[,:|=]\s*"
)  # of a line: "- women: 54.3%"
_OF_THE = re.compile(r"\s*(?:of|in)\s+(?:the|these|those|our)\s+([^\W\d][\w’'-]+)", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:of|in)\s+(?:them|these|those)\b", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"(?:\s+[^\W\d][\w’'-]*){1,4}")
_NO_GROUP = re.compile(
    r"\b(?:countries|studies|trials|schools|hospitals|clinics|cent(?:er|re)s|states|items"
    r"|questions|complications|deaths|recurrences|events|infections|groups)\b",
    re.IGNORECASE,
)
_OPENED = re.compile(r"[(\[]\s*$|\d\s?%?\s?(?:to|[-–−])\s?$")
_GOES_ON = re.compile(r"\s?(?:to|[-–−])\s?\d")
_SMALLEST = 5
_REACH = 3  # sentences on either side
_MENTIONS = 40
_MOST = 4  # counts that a plain passage may tell
_WINDOW = 1000  # characters on either side; bounds the work on sentences that are no prose


def whole_of_everyone(view: Context, i: int, share: ReportedNumber | None) -> int | None:
    """The count that share `i` cannot be made of, where all of it were counted and no other count of the passage fits.

    None where the passage does not say that everyone was counted, or where the share is of something else.
    """
    if (
        share is None
        or share.hedge != "none"
        or share.unit != "percent"
        or view.mentions[i].kind != Kind.PERCENT
        or share.decimals > 4
    ):
        return None
    if _in_brackets_alone(view, i) or view.in_teaser(i):
        return None
    counts = _counts(view, i)
    sizes = {size for j in counts if (size := _size(view.mentions[j]))}
    if not 0 < len(sizes) <= _MOST or any(grim_counts(share, n) for n in sizes):
        return None
    start, text = _around(view, i)
    spans = {j: (view.mentions[j].start - start, view.mentions[j].end - start) for j in counts}
    around = range(max(0, i - _MENTIONS), min(len(view.mentions), i + _MENTIONS))
    alone, largest = len(sizes) == 1, max(_size(view.mentions[j]) for j in around if not _is_named(view, j))
    if _has_other_counts(view, i, largest) or not _may_be_share(view, i):
        return None
    again = sum(_size(view.mentions[j]) == largest for j in counts) > 1
    told = [
        j for j in counts if _is_whole(view, i, j, largest) and says_everyone(text, *spans[j], alone=alone, again=again)
    ]
    return min(told, key=lambda j: (j > i, abs(j - i))) if told else None


def _counts(view: Context, i: int) -> list[int]:
    """The counts near share `i`, in the order of the text."""
    around = range(max(0, i - _MENTIONS), min(len(view.mentions), i + _MENTIONS))
    near = [j for j in around if view.mentions[j].kind == Kind.COUNT and _is_near(view, i, j)]
    return [j for j in near if not _is_named(view, j)]


@once
def _is_named(view: Context, j: int) -> bool:
    """Whether a figure numbers something instead of counting it: "approved (no. 2014/123)"."""
    return is_label(view.document.text, view.mentions[j].start, view.mentions[j].end)


def _is_near(view: Context, i: int, j: int) -> bool:
    one, other = view.sentence_of[i], view.sentence_of[j]
    return one is not None and other is not None and abs(one - other) <= _REACH


def _in_brackets_alone(view: Context, i: int) -> bool:
    """Whether a share stands alone in a bracket, or in a range: it is told of what is named in front of it."""
    return bool(_OPENED.search(view.before(i, 12)) or _GOES_ON.match(view.after(i, 12)))


def _size(mention: Mention) -> int:
    """The number of people that a count may be out of; nought where it is too small, or no whole number."""
    if mention.kind != Kind.COUNT:
        return 0
    value = mention.denominator or value_of(mention)
    return int(value) if value >= _SMALLEST and float(value).is_integer() else 0


def _is_whole(view: Context, i: int, j: int, largest: int) -> bool:
    """Whether count `j`, the largest around, may be what share `i` is of."""
    mention = view.mentions[j]
    if mention.hedge != "none" or _size(mention) < largest:
        return False
    if _NO_GROUP.search(mention.unit) and not _OF_THEM.match(view.after(i)):
        return False
    if not mention.unit and _MOMENT.search(view.before(j, 16)):
        return False
    named = _NAME.search(view.before(j, 30)) and view.after(j, 1) in (")", "]")
    if named or _ANOTHER_WORK.search(view.gap(*sorted((i, j)))):
        return False
    return _may_be_share_of(view, i, j)


def _has_other_counts(view: Context, i: int, largest: int) -> bool:
    """Whether the share's own sentence tells another number of people."""
    others = [m for k in view.with_sentence(i) if (m := view.mentions[k]).kind == Kind.COUNT]
    return any(m.denominator not in (None, m.numerator) or _size(m) not in (0, largest) for m in others)


def _may_be_share(view: Context, i: int) -> bool:
    """Whether a percentage may be one of people: no change, no sign, no measure of a test or of two groups."""
    if not 0 < value_of(view.mentions[i]) < 100 or view.is_criterion(i) or "point" in view.mentions[i].text:
        return False
    same = [view.mentions[j].kind for j in view.with_sentence(i)]
    if is_plan(view.sentence(i)):
        return False
    if Kind.RATIO_ONE_IN_N in same or _COMPARED.search(view.sentence(i)):
        return False  # told of people at large, or of two groups
    if is_strength(view, i) or _MEAN_SHARE.search(view.sentence(i)) or _INTENSITY.match(view.after(i, 30)):
        return False
    changed = _NO_SHARE.search(view.before(i, 80)) and not _OF_PEOPLE.match(view.after(i))
    signed = view.before(i, 2).endswith(("-", "–", "−")) or view.before(i, 2).rstrip().endswith("+")
    return not (changed or signed)


def _may_be_share_of(view: Context, i: int, base: int) -> bool:
    """Whether a share of people may be one of a certain sample, and not of a part of it or of something else."""
    if value_of(view.mentions[i]) * _size(view.mentions[base]) < _HALF_A_PERSON or _of_another(view, i, base):
        return False
    something = is_of_something(view, i) and not _of_the_same(view, i, base)
    unit = view.mentions[base].unit.lower()
    return not (something or any(part not in unit for part in _parts_named(view, i)))


@once
def _parts_named(view: Context, i: int) -> list[str]:
    """The parts of a sample that are named beside a share; the word that the sample is counted by names none."""
    before = "" if _LABEL.fullmatch(view.before(i, 80)) else view.before(i, 80)
    words = _OF_THE_GROUP.sub(" ", before + _SAID_OF_ALL.sub(" ", view.after(i, 60), count=1))
    parts = (m[0].lower() for m in IS_A_PART.finditer(words) if not _MADE_UP.match(words, m.end()))
    return [part for part in parts if part not in ("former", "latter")]


def _of_another(view: Context, i: int, base: int) -> bool:
    """Whether a share is said to be of something that is neither people nor what the sample counts."""
    other = _other_thing(view, i)
    counted = _NEXT_WORDS.match(view.after(base)) if other else None
    return bool(other) and not (counted and other.rstrip("s") in counted[0].lower())


@once
def _other_thing(view: Context, i: int) -> str:
    """What a share is said to be of, in small letters, where that is neither people nor a group told before."""
    of = _OF_WHAT.match(view.after(i))
    if not of or _OF_PEOPLE.match(view.after(i)) or _OF_THE_GROUP.match(view.after(i).lstrip()):
        return ""
    return "" if _ANYBODY.fullmatch(of[1]) else of[1].lower()


def _of_the_same(view: Context, i: int, base: int) -> bool:
    """Whether "of the trainees" behind a share names what the sample counts."""
    named, counted = _OF_THE.match(view.after(i)), _NEXT_WORDS.match(view.after(base))
    return bool(named and counted and named[1].lower().rstrip("s") in counted[0].lower())


def _around(view: Context, i: int) -> tuple[int, str]:
    """The sentences around share `i`, and where they begin."""
    at = view.sentence_of[i] or 0
    sentences = view.page.sentences[max(0, at - _REACH) : at + _REACH + 1]
    start = max(sentences[0].start, view.mentions[i].start - _WINDOW)
    return start, view.document.text[start : min(sentences[-1].end, start + 2 * _WINDOW)]

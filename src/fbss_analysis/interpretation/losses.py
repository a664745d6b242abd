"""Whether a passage says that everyone of a sample was assessed, so that a share of it must be a whole count.

Where some may have dropped out, a percentage that no count of the sample gives tells only that others were counted.
So the words must say it: all completed the follow-up, none was lost, the data were complete.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369 (who is the denominator).
"""

from __future__ import annotations

import re
from functools import lru_cache

from fbss_analysis.interpretation.context import Context, value_of
from fbss_analysis.interpretation.samples import PEOPLE, has_its_own
from fbss_analysis.interpretation.wholes import IS_A_PART, is_of_something
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.schema import Kind

_SEEN = (
    r"(?:complet|follow|assess|evaluat|examin|seen\b|return|answer|review|available|finish|respond|analy[sz]|studied|includ|"
    r"interview|contact|reach|account|had\s+(?:complete|full)|provid|fill|attend|came|test|survey|observ|measur|took|replied|"
    r"judged|graded|scored|checked|inspected|loaded|known\b|recorded|documented|obtained|re-?examin|reassess|traced|present\b|stay|remain|kept|gave)"
)
_GROUP = rf"(?:{PEOPLE}|cohort|sample|series|group|[\d,]+)"
_EVERY = (
    r"(?:all|each|every(?:\s+(?:one|single\s+one|single))?|the\s+(?:whole|entire|full|complete|total)(?:\s+group\s+of)?"
    r"|everyone|everybody)"
)
_NOBODY_LOST = re.compile(
    r"\b(?:no|without(?:\s+any)?|zero|nor|free\s+of)\s+(?:\w+\s+)?(?:loss(?:es)?|drop-?\s?outs?|withdrawals?|missing|attrition|exclusions)\b"
    r"|\b(?:none|no\s+one|no-one|nobody|not\s+(?:a\s+single\s+)?one|not\s+a\s+single|no\s+(?:\w+\s+)?(?:patient|participant|subject|person|case|individual)s?)\b"
    r"[^.;]{0,60}?\b(?:lost|dropped\s+out|withdrew|missing|missed|left\s+the|failed\s+to\s+(?:return|attend))\b"
    r"|\b(?:follow[\s-]?up|data|records?|response(?:\s+rate)?|ascertainment)\b[^.;%]{0,60}?\b(?:was|were|is|are)\s+(?:\w+ly\s+)?"
    r"(?:complete\b|100\s?%|100\s+percent|full\b|available\s+for\s+(?:all|every))"
    r"|(?<!in)\b(?:complete|full|100\s?%|100\s+percent)\s+(?:(?:\w+-?\w*)\s+){0,2}?(?:follow[\s-]?up|data|response|records|ascertainment)"
    rf"|\b(?:everyone|everybody)\b[^.;]{{0,40}}?\b{_SEEN}"
    r"|\bfollow[\s-]?up(?:\s+rate)?\s*(?:of|:|=|,)?\s*100\s?%"
    rf"|\b(?:every|each)\s+\w+\s+(?:having\s+been|had\s+been|has\s+been|being|was)\s+(?:\w+ly\s+)?{_SEEN}"
    r"|\beveryone\s+(?:\w+\s+){0,2}(?:asked|invited|enrolled|contacted|treated|operated)"
    rf"|\b(?:all|each|every\s+one)(?:\s+of\s+(?:whom|them|these|which))?\s+(?:(?:were|was|had\s+been|had|could\s+be)\s+)?(?:\w+ly\s+)?{_SEEN}",
    re.IGNORECASE,
)
_ALL_SEEN = re.compile(
    rf"\b{_EVERY}\s+(?:of\s+)?(?:(?:the|our|these|those|its)\s+)?(?:[\w,’'-]+\s+){{0,4}}?{_GROUP}\b[^.;]{{0,80}}?\b{_SEEN}",
    re.IGNORECASE,
)
_SEEN_ALL = re.compile(
    rf"\b{_SEEN}\w*\s+(?:(?:up|with|by|from|in|for|on|of)\s+)?{_EVERY}\s+(?:of\s+)?(?:(?:the|our|these|those)\s+)?[\d,]*\s*(?:[\w’'-]+\s+){{0,2}}?{_GROUP}\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    rf"\b{_EVERY}\s+(?:of\s+)?(?:(?:the|our|these|those|its)\s+)?(?:(?:cohort|sample|series|group)\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SEEN_BEHIND = re.compile(rf"[^.;]{{0,120}}?\b{_SEEN}", re.IGNORECASE)
_WHO_WERE_SEEN = re.compile(
    rf"\s*(?:[^\W\d][\w’'-]*\s+){{0,3}}?{PEOPLE}\s+(?:who|that|with)\s+(?:were\s+|was\s+|had\s+been\s+|could\s+be\s+)?(?:\w+ly\s+)?(?:all\s+)?"
    r"(?:complet|finish|return|answer|respond|attend|followed|available|assessed|examined|seen\b|full|reached)",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"\b(?:not\s+(?:all|every|each)|(?:nearly|almost|virtually)\s+(?:all|every|complete)|all\s+but|incomplete|\d+\s*%?\s+(?:were\s+|was\s+)?lost|"
    r"lost\s+\d+|except)\b",
    re.IGNORECASE,
)
_NO_GROUP = re.compile(
    r"\b(?:countries|studies|trials|schools|hospitals|clinics|surgeons|doctors|cent(?:er|re)s|states|items)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:compared|than|difference|points?|against|versus|vs)\b", re.IGNORECASE)
_SMALLEST = 5
_FARTHEST = 3  # sentences between a sample and its share
_WINDOW = 2000  # characters on either side; bounds the work on sentences that are no prose
_NO_SHARE = re.compile(
    r"\b(?:mean|average|median|averag\w+|by|improvement\s+of|reduction\s+of|increase\s+of|decrease\s+of)\s+(?:\w+\s+){0,3}$"
    r"|\b(?:accura\w+|sensitivity|specificity|predictive|agree\w*|concordan\w+|varian\w+|correlat\w+|energy|intake|volume|score|angle|height)\b",
    re.IGNORECASE,
)


def everyone_assessed(view: Context, i: int, base: int, share: ReportedNumber | None) -> bool:
    """Whether the text around share `i` says that all of sample `base` were assessed, and no other count would fit."""
    if share is None or share.hedge != "none" or not _may_be_share(view, i, base):
        return False
    at, of = view.sentence_of[i], view.sentence_of[base]
    if at is None or of is None or abs(at - of) > _FARTHEST:
        return False
    excepted, everyone = _says(_around(view, i, base))
    if excepted or not (everyone or _is_assured(view, base)):
        return False
    return not any(grim_counts(share, n) for n in _other_counts(view, i, base))


def _may_be_share(view: Context, i: int, base: int) -> bool:
    """Whether a percentage may be one of people: no change, no measure of a test, of nothing else than the sample."""
    if view.mentions[i].kind != Kind.PERCENT or not 0 < value_of(view.mentions[i]) < 100:
        return False
    whole = view.mentions[base]
    words = view.before(i, 200)[
        -max(0, view.mentions[i].start - whole.end - len(whole.unit) - 1) or 200 :
    ] + view.after(i, 60)
    same = [view.mentions[j].kind for j in view.with_sentence(i)]
    if Kind.RATIO_ONE_IN_N in same or _COMPARED.search(view.sentence(i)):
        return False  # told of people at large, or of two groups
    own = is_of_something(view, i) or IS_A_PART.search(words) or "point" in view.mentions[i].text
    return not (own or _NO_SHARE.search(view.before(i, 80)) or view.before(i, 2).endswith(("-", "–", "−")))


def _is_assured(view: Context, j: int) -> bool:
    """Whether a count is told as all of those who were seen: "every one of the 45 answered", "the 45 who returned"."""
    if _NO_GROUP.search(view.mentions[j].unit):
        return False
    return _assures(view.before(j, 60), view.after(j))


@lru_cache(maxsize=256)
def _assures(before: str, after: str) -> bool:
    return bool((_OF_ALL.search(before) and _SEEN_BEHIND.match(after)) or _WHO_WERE_SEEN.match(after))


@lru_cache(maxsize=256)
def _says(text: str) -> tuple[bool, bool]:
    """Whether a passage excepts some, and whether it says that nobody was lost; its figures all ask the same."""
    return bool(_NOT_ALL.search(text)), any(said.search(text) for said in (_NOBODY_LOST, _ALL_SEEN, _SEEN_ALL))


def _around(view: Context, i: int, base: int) -> str:
    """The sentences of the sample and of the share, what stands between, and one more on either side."""
    places = [at for at in (view.sentence_of[base], view.sentence_of[i]) if at is not None]
    if len(places) < 2:
        return ""
    first, last = max(0, min(places) - 1), min(len(view.page.sentences) - 1, max(places) + 1)
    near = [s for s in view.page.sentences[first : last + 1] if view.passage_of[s.block] == view.passage(i)]
    if not near or last - first >= 8:
        return ""
    begin = max(near[0].start, min(view.mentions[base].start, view.mentions[i].start) - _WINDOW)
    return view.document.text[begin : min(near[-1].end, begin + 2 * _WINDOW)]


def _other_counts(view: Context, i: int, base: int) -> list[int]:
    """The other counts of the passage that the share may be out of."""
    near = [j for j in range(max(0, i - 40), min(len(view.mentions), i + 40)) if view.passage(j) == view.passage(i)]
    counts = [view.mentions[j] for j in near if j != base and view.mentions[j].kind == Kind.COUNT]
    values = [count.denominator or value_of(count) for count in counts]
    return [int(value) for value in values if value >= _SMALLEST and float(value).is_integer()]


def only_count(view: Context, i: int) -> int | None:
    """The sample of a share that names none: the one told as all who were seen, or the passage's only count."""
    if view.mentions[i].kind != Kind.PERCENT or has_its_own(view, i):
        return None
    near = [j for j in range(max(0, i - 40), min(len(view.mentions), i + 40)) if view.passage(j) == view.passage(i)]
    counts = [j for j in near if view.mentions[j].kind == Kind.COUNT and value_of(view.mentions[j]) >= _SMALLEST]
    plain = [j for j in counts if view.mentions[j].hedge == "none" and view.mentions[j].denominator is None]
    assured = [j for j in plain if _is_assured(view, j)]
    if len(assured) == 1:
        return assured[0]
    beside = len(counts) == 1 and (plain and (counts[0] < i or view.sentence_of[counts[0]] == view.sentence_of[i]))
    return counts[0] if beside else None

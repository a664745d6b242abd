"""Which lengths of time are follow-up times.

A length of time is a horizon only where the text counts it from the operation or the start of follow-up: "at two
years", "within six months", "10-34 months after surgery", "ten-year rate". A bound in a definition ("early
reoperation, within three months") is told apart, and an age, a threshold ("pain for longer than a year"), a treatment's
length or a time ago is none.

>>> from fbss_analysis.interpretation.context import read_context
>>> page = Document("page", "Relief lasting 3 months came in 60% at two years.")
>>> view = read_context(page, [Mention("page", a, b, page.text[a:b], Kind.DURATION, v, unit=u)
...     for a, b, v, u in ((15, 23, 3.0, "months"), (39, 48, 2.0, "years"))])
>>> role(view, 0), role(view, 1), in_words(view.mentions[1])
('', 'time_horizon', '2 years')
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from fbss_analysis.interpretation.context import SHARES, Context
from fbss_analysis.printed.folding import folded
from fbss_analysis.printed.words import ORDINALS
from fbss_analysis.schema import Document, Kind, Mention

HORIZON, DEFINITION = "time_horizon", "definition_threshold"
_HEDGE = r"(?:about|approximately|around|roughly|nearly|almost|only|just|up to|more than|over|at least|the)?\s*"
_ORDINAL = (
    r"(?:(?:the|a|an|his|her|their)\s+)?(?:(?:first|next|following|initial|final|last|mean|median|average"
    r"|minimum|full)\s+)*"
)
_COUNTED_FROM = folded(
    rf"(?:\b(?:at|by|within|after|beyond|until|through|in\s+the\s+first|in\s+the|over\s+the|during\s+the|over\s+a|during\s+a|at\s+the|"
    rf"at\s+least|minimum|follow(?:ed)?[\s-]?up(?:\s+(?:was|of|at|period|time|for|to|ranged\s+from|averaged))*|followed(?:\s+\w+)?\s+for|"
    rf"mean|median|average|from)\s+{_ORDINAL}{_HEDGE}|\b(?:first|next|following)\s+)$"
)
_COUNTED_TO = re.compile(
    r"[\s,]*(?:-\s*)?(?:periods?\s+|time\s?points?\s+|marks?\s+)?(?:\(?\s*)?(?:after\b|following\b|post-?\s?op\w*|post-?\s?surg\w*|post\b|"
    r"later\b(?!,?\s*(?:in\s+)?(?:19|20)\d\d)|(?:of\s+)?follow[\s-]?up|(?:of|from)\s+(?:the\s+)?(?:index\s+)?(?:surgery|operation|procedure|"
    r"baseline|injury|diagnosis|discharge|treatment)|of\s+(?:the\s+)?\w*\s?(?:surgery|operation|procedure)\b|postoperative\w*)",
    re.IGNORECASE,
)
_RATE_OF = re.compile(
    r"\s*-?\s*(?:cumulative|re-?operation|revision|survival|survivorship|mortality|incidence|recurrence|complication|failure|success|"
    r"satisfaction|follow-?up|outcomes?|results?|rates?|risk|probabilit\w+)\b",
    re.IGNORECASE,
)
_SHARE_AT, _CLOSES = re.compile(r"%\s*[(\[]\s*(?:at\s+)?$"), re.compile(r"\s*[)\]]")  # "5.9% (6 months)"
_NO_HORIZON_BEFORE = folded(
    r"(?:\b(?:aged?|every|each|last(?:s|ed|ing)?(?:\s+(?:for|from|up\s+to))?|longer\s+than|shorter\s+than|duration(?:\s+of)?|take[sn]?|"
    r"experience\s+of|(?:past|previous|prior|last)|ago|since|per|once|twice|times\s+(?:in|a))\s*|[$£€]|\bages?\b[^.,;()]{0,25})$"
)
_NO_HORIZON_AFTER = re.compile(
    r"\s*-?\s*(?:old\b|of\s+age\b|ago\b|of\s+experience|apart\b|or\s+older|of\s+conservative|history)", re.I
)
_DEFINED = re.compile(
    r"\b(?:defined\s+as|definition|i\.e\.,?|that\s+is,?|meaning|classified\s+as|threshold|cut-?off)\b[^.;]*$", re.I
)
_BOUND = folded(r"\b(within|before|after|beyond|under|less\s+than|more\s+than|longer\s+than)\s+(?:the\s+first\s+)?$")
UNITS = ("days", "weeks", "months", "years", "decades", "day", "week", "month", "year", "decade")
_THE_NTH = folded(
    rf"\b(?:by|within|after|at|until)\s+((?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?({'|'.join(ORDINALS)})\s+(?:post\w*\s+)?(year|month|week))\b"
)
_A_YEAR = folded(
    r"\b(?:after|within|at|by|in|for)\s+(a\s+(year|month|week|decade))\b(?!\s+and\s+a\s+half|\s+or\s|-|\s+of\s+(?!surg|foll))"
)


def implied_times(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Horizons without a figure ("after a year", "by the second year"), which bind figures all the same."""
    taken = sorted((mention.start, mention.end) for mention in mentions)
    found = [(*m.span(1), 1.0, m[2]) for m in _A_YEAR.finditer(document.text)]
    found += [(*m.span(1), float(ORDINALS[m[2].lower()]), m[3]) for m in _THE_NTH.finditer(document.text)]
    return [
        Mention(document.doc, at, end, document.text[at:end], Kind.DURATION, value, unit=f"{unit.lower()}s")
        for at, end, value, unit in sorted(found)
        if not _overlaps(taken, at, end)
    ]


def _overlaps(taken: Sequence[tuple[int, int]], at: int, end: int) -> bool:
    """Whether a stretch has text in common with one of those taken, which are in order and apart."""
    i = bisect_left(taken, (end, 0)) - 1
    return i >= 0 and taken[i][1] > at


def role(view: Context, i: int) -> str:
    """Whether a duration is a horizon or bounds a definition; an empty string where it is neither."""
    mention = view.mentions[i]
    if mention.kind != Kind.DURATION or mention.unit not in UNITS:
        return ""
    before, after = view.before(i), view.after(i)
    if _NO_HORIZON_BEFORE.search(before) or _NO_HORIZON_AFTER.match(after):
        return ""
    if _is_defined(view, i, before):
        return DEFINITION
    rate = _RATE_OF.match(after) is not None or (_SHARE_AT.search(before) and _CLOSES.match(after))
    return HORIZON if _COUNTED_FROM.search(before) or _COUNTED_TO.match(after) or rate else ""


def _is_defined(view: Context, i: int, before: str) -> bool:
    """A bound inside brackets that hold no share, or behind "defined as"."""
    if not _BOUND.search(before):
        return False
    if _DEFINED.search(before):
        return True
    opened = view.mentions[i].start - len(before) + before.rfind("(")
    shares = any(m.kind in SHARES and opened < m.start < view.mentions[i].end for m in view.mentions[max(0, i - 6) : i])
    return view.in_brackets(i) and not shares and "(" in before


def threshold(view: Context, i: int) -> str:
    """A definition's bound as "<=3 months" or ">3 months"."""
    word = _BOUND.search(view.before(i))
    below = word is not None and word[1].lower() in ("within", "before", "under", "less than")
    return f"{'<=' if below else '>'}{in_words(view.mentions[i])}"


def in_words(mention: Mention) -> str:
    """A duration as figures and unit: "ten-year" is "10 years"; the print where it has no value."""
    low, high = mention.low, mention.high
    unit = mention.unit.rstrip("s")
    if low is not None and high is not None and low != high:
        return f"{low:g}-{high:g} {unit}s"
    value = mention.value if mention.value is not None else low
    if value is None:
        return mention.text
    return f"{value:g} {unit}{'' if value == 1 else 's'}"

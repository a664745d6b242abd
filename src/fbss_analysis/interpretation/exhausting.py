"""The words and signs by which a text says that some figures are all the parts of another.

A whole is called so ("in all", "came to"), or opens a list that is closed in print (a colon, brackets, "of which"), or
its last part is "the rest"; these are plain. That "each" was counted "once" or in "one of three groups" says so too,
but of figures that stand somewhere near: it counts where no others of the kind do.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fbss_analysis.interpretation.addends import Addend, addends, is_exchange, is_near, slips_plainly
from fbss_analysis.interpretation.agreements import is_plain
from fbss_analysis.interpretation.closed import complementary
from fbss_analysis.interpretation.context import Context, once
from fbss_analysis.interpretation.openings import find_opening, is_enumeration, is_rest, leaves_rest
from fbss_analysis.interpretation.outsiders import are_outsiders
from fbss_analysis.interpretation.stretches import around, is_line
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Kind

_N = r"(?:two|three|four|five|six|seven|eight|\d)"
_SUMS = (
    r"totals?|total(?:l?ed|l?ing)|in\s+all(?!\s+[^\W\d])|all\s+told|altogether|together|add(?:s|ed|ing)?(?:\s+up)?|sums?|"
    r"summed|summing|in\s+sum|overall|combined|pooled|grand"
)
_TOTALS = re.compile(
    rf"\b(?:{_SUMS}|whole|entire|brings?|bringing|arriv(?:es?|ed|ing)\s+at|mak(?:es?|ing)|giv(?:es?|ing)|equals?|therefore|between\s+them|"
    r"came\s+to|comes\s+to|amount(?:s|ed|ing)?\s+to|reach(?:es|ed)?|consist(?:s|ed|ing)?\s+of|compris(?:es?|ed|ing)|made\s+up|composed|divided|split|"
    r"broken\s+down|breakdown|assembled|that\s+is|this\s+is|which\s+is|hence|thus|so\s+(?:that\s+)?there\s+(?:were|are|was|is)|(?:closed|ended|finished|concluded|stopped|stood|stands)\s+(?:with|at|on)|each\s+of\s+(?:the|our|these))\b|Σ",
    re.IGNORECASE,
)
_PLAIN_SUMS = re.compile(rf"\b(?:{_SUMS})\b|Σ", re.IGNORECASE)
_CALLED_ALL = re.compile(
    r"\d\s*\)?\s*[:=]\s*$|\ball(?:\s+[^\W\d][\w’'-]*){0,6}[\s:,–-]*$|\b(?:these|those)\s*$|\bnumber(?:ed|ing|s)?\s*$|"
    r"^\s*=\s*$",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\bof\s+(?:which|whom|these|those|them)\b", re.IGNORECASE)
_PLAIN_TOTAL = re.compile(r"\b(?:totals?|in\s+all|altogether|all\s+told|sums?|summed|add\w*)\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?;]\s|,\s+(?:and|but|so(?!\s+(?:that\s+)?there))\s")
EXHAUSTS = folded(
    rf"\b(?:remaining|remainder|rest|all\s+(?:the\s+)?others|the\s+others|everything\s+else|everyone\s+else|every(?:one|body)|no\s+other|nothing\s+else|nobody\s+else|"
    rf"no\s+[^\W\d][^.;\d]{{0,40}}(?:left|option|category|class|more\s+than|counted|included|twice|fourth|third|missing|unknown|omitted|without)|(?:nobody|no\s+one|none)\s+(?:of\s+them\s+)?(?:being|was|were|is|are|having|had|has|skipped|dropped|refused|declined|missed)|exactly\s+{_N}|only\s+{_N}|"
    rf"one\s+of\s+(?:the\s+|these\s+)?{_N}|these\s+(?:two|three|four|five)|(?:a\s+|one\s+)?single|sole|mutually|exclusive|between\s+them|breakdown|distribution|"
    r"one\s+[^\W\d][^.;\d]{0,40}\bper\s+[^\W\d]\w*|(?:no|not|without(?:\s+any)?|non)[\s-]overlap\w*|never\s+(?:blank|empty|missing)|"
    r"(?:each|every)\s+(?:[^\W\d][\w’'-]*\s+){1,4}(?:was|is|were|are|has)\s+(?:\w+\s+)?(?:counted|listed|assigned|classed|classified|placed|given)|pie\s+chart|two\b.{1,200}?\bfirst\b.{1,300}?\bsecond)\b",
    re.DOTALL,
)
_EXHAUSTS_HERE = folded(
    r"\b(?:each|every|all|none|nobody|no\s+one|divid\w+|split|shared|classified|classed|categori[sz]ed|grouped|sorted|account(?:s|ed)?\s+for|whole|entire|totals?|"
    r"together|altogether|in\s+all|add(?:s|ed|ing)?|sum(?:s|med)?|as\s+follows|consist(?:s|ed|ing)?|compris\w*|made\s+up|randomi[sz]ed|allocated|assigned|unknown|missing|others?|"
    r"first\b.{1,300}?\b(?:second|last|final))\b",
    re.DOTALL,
)
_ALL_SHARES = folded(
    r"\b(?:remaining|remainder|rest|(?:all|the)\s+others?|(?:everything|everyone|nothing|nobody)\s+else|every(?:one|body)|each|none|no\s+other|"
    r"no\s+[^\W\d][^.;\d]{0,40}(?:left|option|category|class|more\s+than|unclassified|missing|unknown|omitted)|neither|either|one\s+of\s+(?:the\s+|these\s+)?(?:two|three|four|five|six)|"
    r"these\s+(?:\w+\s+)?(?:two|three|four|five|six)|these\s+(?:are|were)\s+all|mutually|exclusive|between\s+them|breakdown|distribution|pie\s+chart|divid\w+|splits?|shared?|classified|classed|"
    r"categori[sz]ed|grouped|sorted|graded|account(?:s|ed)?\s+for\s+(?:all|every)|whole|total\w*|all\s+(?:the\s+)?(?:\w+\s+){0,2}(?:100|patients|participants|answers|levels|cases)|(?:for|in|of)\s+all(?=\s*[:(;])|"
    r"together|as\s+follows|consist(?:s|ed|ing)?|compris\w*|made\s+up|(?:would|did|do|was|were|is|are|had|has|could)(?:\s+not\b|n[’']t\b)|all\s+of\s+(?:whom|which|them)|100)\b"
)
_NOT_SO = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,4}?(?:(?:would|did|do|does|was|were|is|are|had|has|have|could)(?:\s+not\b|n[’']t\b)|no\b|neither\b|not\b)",
    re.I,
)
_DIVIDED = re.compile(r"\b(?:were|was)\s+(?:\w+\s+)?(?:divid|split|random|alloc|assign|group)\w*", re.IGNORECASE)
_NO_MORE = re.compile(
    r"\b(?:all\s+(?:the\s+)?others|else|no\s+other\s+(?:answer|option|category|group|result|reply)|no\s+[^\W\d][^.;\d]{0,40}(?:option|category|class|unclassified)|neither|either|one\s+of\s+(?:the\s+)?two|both\s+groups|"
    r"between\s+them|every(?:one|body)|these\s+(?:are|were)\s+all|no\s+third|(?:nobody|no\s+one|none)\s+(?:abstained|declined|refused|was\s+undecided|was\s+unsure)|(?:no|without)\s+abstentions?)\b",
    re.IGNORECASE,
)
_REMAIN = re.compile(  # "of 1,150 records 318 were removed, and 832 remained"
    r"\s+(?:[^\W\d][\w’'-]*\s+){0,3}?(?:remain(?:s|ed)?|(?:were|was|are)\s+(?:left|kept))\b", re.IGNORECASE
)
_OF_A_GROUP = re.compile(
    r"\s*\)?\s*(?:in|for|of|with|among|on|under|by)\s+(?:the\s+)?(?:[^\W\d][\w-]*\s+){0,4}?(?:groups?|arms?|cohorts?)\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"\b(?:(?:this|that|which)\s+(?:left|leaves)|leaving)\s+(?:only\s+|just\s+|us\s+|with\s+)*$", re.I)
_ONE = re.compile(r"\b(?:one|another|first)\b", re.IGNORECASE)  # "one … the other"
_N_EQUALS = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_RESPECTIVELY = re.compile(
    r"\brespectively\b",
    re.IGNORECASE,
)
_CLASSES = re.compile(
    r"\b(?:improv|better)\w*\b.{1,120}?\b(?:unchanged|no\s+change|the\s+same|stable)\b.{1,80}?\b(?:wors|deteriorat)\w*",
    re.IGNORECASE | re.DOTALL,
)
_MOVES = folded(
    r"\b(?:than|ris(?:es?|ing|en)|rose|fell(?!\s+into)|fall(?:s|ing|en)?(?!\s+into)|increas\w+|decreas\w+|dropped|improv\w+|reduc\w+|sensitivity|specificity|predictive|differen\w+|points?)\b"
)
_LISTED = re.compile(
    r"[^.]{0,90}?(?:[,;:()\n|\t+–—-]|\band\b|\bplus\b|\bor\b)[^.]{0,90}|[^.]{0,50}\.[^.]{0,80}", re.IGNORECASE
)
_PAIR = 2
_CELLS = re.compile(r"[^\w\n]*[|\t][^\w\n]*")
_HUNDRED = 100
_SLIGHT, _CLEAR, _PLAIN_WHOLE, _LARGE = 3, 8, 20, 70  # a misfit, and wholes, that are no drop-out or chance
_MONEY = ("dollars", "pounds sterling", "euros")


def tells_moves(words: str) -> bool:
    """Whether a text tells of rising and falling, or of a test; not where those who stayed the same are named."""
    return _MOVES.search(words) is not None and _CLASSES.search(words) is None


def says_all(view: Context, words: str, whole: Addend, parts: Sequence[Addend], miss: int) -> str:
    """The words by which the parts are all of the whole that they miss by so much, "" where nothing says so."""
    listed = _is_list(view, parts)
    total = _total(view, whole) or _of_column(view, words, whole, parts)
    if are_outsiders(view, whole, parts) or _is_left_open(view, whole, parts, called=total is not None):
        return ""
    if total and listed and _PLAIN_TOTAL.search(total[0]):
        return _plainly(total)
    colon = whole.place < parts[0].place and ":" in view.gap(whole.place, parts[0].place)
    small = abs(miss) < _CLEAR and len(parts) == _PAIR and whole.value < _HUNDRED and not colon
    if small and not (is_rest(view, parts[-1]) or (miss > 0 and complementary(view, [p.place for p in parts]))):
        return ""
    if total and listed:
        return _plainly(total)
    summed = whole.sort in ("n", *_MONEY) or ":" in view.gap(min(whole.place, parts[0].place), parts[-1].place)[:40]
    if not (is_near(whole, parts) or slips_plainly(whole, parts)) or not summed:
        return ""
    if parts[0].place < whole.place < parts[-1].place:
        last = parts[-1].place
        left = _LEAVES.search(view.before(last, 40)) or (_REMAIN.match(view.after(last, 60)) and len(parts) == _PAIR)
        return "what is left" if left and is_plain(view, parts, whole) else ""
    opening = find_opening(view, whole, parts, listed=listed)
    if opening == "a closed list" or (opening and (is_near(whole, parts) or is_exchange(whole, parts))):
        return opening
    if whole.is_base and view.mentions[whole.place].kind == Kind.DURATION:
        return ""  # with parts that name no unit
    if is_enumeration(view, whole, parts) and abs(miss) >= _CLEAR and is_plain(view, parts, whole):
        return "a list of all that are counted"
    said = EXHAUSTS.search(words)
    clear = whole.value >= (_PLAIN_WHOLE if len(parts) > _PAIR else _LARGE)
    clear = clear and not _has_loose(
        view, min(whole.place, parts[0].place), max(whole.place, parts[-1].place), len(parts)
    )
    if not clear or abs(miss) < (_SLIGHT if said else _CLEAR) or not is_plain(view, parts, whole):
        return ""
    plainly = slips_plainly(whole, parts) and is_near(whole, parts) and max(part.value for part in parts) < whole.value
    if not (said or plainly or is_exchange(whole, parts)):
        return ""
    said = said or _EXHAUSTS_HERE.search(view.document.text, *_extent(view, [whole, *parts]))
    return _plainly(said) if said else _alone(view, whole, parts)


def _is_left_open(view: Context, whole: Addend, parts: Sequence[Addend], *, called: bool) -> bool:
    """Whether doses are not called a total, or a total is told apart from parts that need not be all of it."""
    if not called:
        return view.mentions[whole.place].kind == Kind.DOSE and whole.sort != "n"
    return _is_apart(view, whole, parts) and not (slips_plainly(whole, parts) or leaves_rest(view, parts))


def _is_apart(view: Context, whole: Addend, parts: Sequence[Addend]) -> bool:
    """Whether a whole of people is told in a sentence of prose in front of that of two parts."""
    at, first = view.sentence_of[whole.place], view.sentence_of[parts[0].place]
    prose = at is not None and first is not None and at < first and not (is_line(view, at) or is_line(view, first))
    return prose and len(parts) == _PAIR and not _DIVIDED.search(view.after(whole.place))


def _has_loose(view: Context, first: int, last: int, classes: int = 0) -> bool:
    """Whether something else than the `classes` is counted in a small word between two figures."""
    figures = (figure for i in range(first, last + 1) for figure in addends(view, i))
    return any(figure.loose and figure.value != classes for figure in figures)


def _alone(view: Context, whole: Addend, parts: Sequence[Addend]) -> str:
    """Whether nothing else is counted around, not even in a word: then a large figure is what the others make."""
    near = around(view, whole.place)
    alone = (len(parts) > _PAIR or whole.value >= _HUNDRED) and not _has_loose(view, near[0], near[-1])
    return "nothing else is counted" if alone else ""


def _plainly(said: re.Match[str]) -> str:
    return " ".join(said[0].split()).lower()


@once
def _total(view: Context, whole: Addend) -> re.Match[str] | None:
    """The words right around a figure that call it a total."""
    text, mention = view.document.text, view.mentions[whole.place]
    before = _SENTENCE_ENDS.split(
        re.split(r"\d(?!\s*\)?\s*[:=]\s*$)", text[max(0, mention.start - 70) : mention.start])[-1]
    )[-1]
    behind = _SENTENCE_ENDS.split(re.split(r"\d", text[mention.end : mention.end + 50])[0])[0]
    if whole.is_base and mention.denominator:
        return None  # the words are those of its part
    if whole.sort not in ("n", *_MONEY):
        return _PLAIN_SUMS.search(before) or _PLAIN_SUMS.search(behind)
    said = _TOTALS.search(before) or _TOTALS.search(behind)
    return said or _CALLED_ALL.search(before) or _OF_IT.search(behind)


def _of_column(view: Context, words: str, whole: Addend, parts: Sequence[Addend]) -> re.Match[str] | None:
    """The words over the cells of a line that call its last one a total."""
    cells = [*(part.place for part in parts), whole.place]
    in_line = all(a < b and _CELLS.fullmatch(view.gap(a, b)) for a, b in pairwise(cells))
    return _TOTALS.search(words) if in_line else None


def _extent(view: Context, parts: Sequence[Addend]) -> tuple[int, int]:
    """Where the sentences of some figures begin and end; of lines, with the one above them."""
    places = [view.sentence_of[part.place] or 0 for part in parts]
    lead = len(set(places)) > 2 or (len(places) > 3 and min(places) > 0 and is_line(view, min(places)))
    return view.page.sentences[max(min(places) - lead, 0)].start, view.page.sentences[max(places)].end


def _is_list(view: Context, parts: Sequence[Addend]) -> bool:
    """Whether figures follow each other as in a list."""
    return all(_are_listed(view, a.place, b.place) for a, b in pairwise(parts) if a.place < b.place)


@once
def _are_listed(view: Context, i: int, j: int) -> bool:
    return _LISTED.fullmatch(view.gap(i, j)) is not None


def _no_more(view: Context, pair: Sequence[Addend]) -> re.Match[str] | None:
    """The words in the sentences of two figures by which there is no third; "either" only in front of them."""
    start, end = _extent(view, pair)
    first = view.mentions[pair[0].place].start
    found = _NO_MORE.finditer(view.document.text, start, end)
    return next((said for said in found if said[0].lower() != "either" or said.start() < first), None)


def says_hundred(view: Context, words: str, parts: Sequence[Addend]) -> str:
    """The words by which percentages are all that there is."""
    last = parts[-1].place
    behind = [j for j in view.with_sentence(last) if parts[0].place < j < last + 3]
    times = sum(view.mentions[j].kind == Kind.DURATION for j in behind)
    if _RESPECTIVELY.search(view.after(last)) or times >= len(parts) - 1:
        return ""
    if leaves_rest(view, parts) and not _ONE.search(view.before(last)):
        return "the rest"
    if complementary(view, [part.place for part in parts], of_counts=False):
        return "opposite groups"
    same = len({view.sentence_of[part.place] for part in parts}) in (1, len(parts))
    if len(parts) == _PAIR and all(_OF_A_GROUP.match(view.after(part.place, 80)) for part in parts):
        return ""
    said = (_ALL_SHARES.search(words) if len(parts) > _PAIR else _no_more(view, parts)) if same else None
    based = sum(part.place > 0 and view.mentions[part.place - 1].denominator is not None for part in parts) > 1
    if said is None and same and len(parts) > _PAIR and not based and _is_list(view, parts):
        return "a list of nothing but shares"
    if said is None and same and len(parts) > _PAIR:
        said = _CLASSES.search(words)
    if said is None and len(parts) == 2:
        said = _NOT_SO.match(view.after(last))
    return _plainly(said) if said else ""

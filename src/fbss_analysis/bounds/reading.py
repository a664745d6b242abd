"""All intervals of a document with their estimates: sentence by sentence, and table by table.

Only sentences with a sign of an interval are read: a word or acronym of the notation, or a bracket that holds two
joined numbers. Lines next to each other are read as a table, or as lines that belong together, where one of them
names an interval.

Reference: Lang TA, Altman DG. Basic statistical reporting for articles published in biomedical journals: the SAMPL
guidelines. Int J Nurs Stud 2015;52:5-9.

>>> page = Document("page", "Pain fell by 2.1 points. The 95% confidence interval was 0.4 to 1.8.")
>>> [(found.estimate.text, found.told.low.text, found.agrees) for found in find_limits(page)]
[('2.1', '0.4', False)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import chain

from fbss_analysis.bounds.estimates import Limits, agrees, bind, likeness
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.labels import may_be_estimate
from fbss_analysis.bounds.notation import Told, cues, find_intervals, is_range
from fbss_analysis.bounds.rows import has_named_limits, named_limits, tabulated
from fbss_analysis.citing.discourse import Page, Sentence, read_page
from fbss_analysis.schema import Claim, Document, Kind, Reference

_SIGN = re.compile(
    r"C\.?I|CrI|CrL|\bCL|\bUI|HDI|HPD|\bIC\b|\bKI\b|[Cc]onfiden|[Cc]redib|[Ii]nterval|[Ll]imits?\b|[Bb]ounds?\b"
    r"|[Uu]ncertain|[Tt]rue |[Aa]ctual |[Rr]eal |sampling|margin|plausib|compatib|9[059]\s?(?:%|per)"
    r"|[\[(]\s?[-−–+$€£]?\s?[0-9.·]+\s?%?\s?(?:[-–−—,;]|to\b)"
)
_TABLE_SIGN = re.compile(
    r"\b(?:CI|CrI|[Cc]onfidence|[Cc]redible|[Ll]imits?|[Ll]ower|[Uu]pper|LCL|UCL|LL|UL|interval)\b|9[059]\s?%"
)
_HEADS = re.compile(r"[\s)\]]*[:.]?\s*")
_LINES, _ONE_EACH = 20, 3  # lines of a list, with an estimate and two bounds each
_BACK = 3  # sentences that an interval in one of its own may reach back
_LONGEST = 4000  # characters of a sentence or of lines that belong together
_SPELLED = (Kind.PERCENT, Kind.FRACTION_WORD, Kind.RATIO_ONE_IN_N)


def find_limits(
    document: Document, references: Sequence[Reference] = (), claims: Sequence[Claim] = ()
) -> Iterator[Limits]:
    """The intervals of a document with the estimates that they are told of: those of sentences, then of tables."""
    page = read_page(document, references)
    spelled = [_spelled(claim) for claim in claims if _is_spelled(claim)]
    signed = _signed(page)
    sentences = chain((_of_sentence(page, at, spelled) for at in signed), (_of_list(page, at) for at in signed))
    tables = (_of_lines(document.text, start, end) for start, end in _lines_together(document.text))
    seen: set[int] = set()
    for found in chain.from_iterable(chain(sentences, tables)):
        if found.told.start not in seen:
            seen.add(found.told.start)
            yield found


def _of_lines(text: str, start: int, end: int) -> Iterator[Limits]:
    yield from tabulated(text, start, end)
    if end - start <= _LONGEST and has_named_limits(text[start:end]):
        yield from named_limits(text, start, end)


def _signed(page: Page) -> list[int]:
    """The sentences that have a sign of an interval, by their index."""
    places = {page.sentence_at(match.start()) for match in _SIGN.finditer(page.text)}
    return sorted(at for at in places if at is not None)


def _of_sentence(page: Page, at: int, spelled: Sequence[Figure]) -> Iterator[Limits]:
    text, sentence = page.text, page.sentences[at]
    if sentence.end - sentence.start > _LONGEST:
        return
    figures = read_figures(text, sentence.start, sentence.end)
    if len(figures) < 2:
        return
    intervals = find_intervals(text, figures, sentence.start, sentence.end)
    if not intervals:
        return
    named = cues(text, sentence.start, sentence.end)
    words = [f for f in spelled if sentence.start <= f.start < sentence.end]
    figures = [f for f in figures if not any(a <= f.start < b for a, b, _ in named)]
    figures = sorted((*figures, *words), key=lambda f: f.start)
    yield from bind(text, figures, intervals, sentence.start, sentence.end, cache(partial(_earlier, page, at)))


def _of_list(page: Page, at: int) -> Iterator[Limits]:
    """The estimates of the lines under one that names an interval, and itself tells none: "Change (95% CI):"."""
    text, head = page.text, page.sentences[at]
    named = [cue for cue in cues(text, head.start, head.end) if not cue[2]]
    if not named or not _HEADS.fullmatch(text, named[-1][1], head.end):
        return
    for line in page.sentences[at + 1 : at + 1 + _LINES]:
        figures = read_figures(text, line.start, line.end)
        own = text.rfind("\n", head.start, line.start) >= 0 and "\n\n" not in text[head.start : line.start]
        if not own or len(figures) != _ONE_EACH or not is_range(text, *figures[1:], loose=True):
            return
        told = Told(figures[1], figures[2], named[-1][:2], True)
        if may_be_estimate(text, figures[0], line.start, line.end) and likeness(figures[0], told) == 0:
            yield Limits(figures[0], told, agrees(figures[:1], told))


def _earlier(page: Page, at: int) -> list[Figure]:
    """The numbers of the sentences before, without those that have an interval of their own."""
    found: list[Figure] = []
    for sentence in page.sentences[max(0, at - _BACK) : at]:
        if page.sentences[at].block - sentence.block <= _BACK and sentence.end - sentence.start <= _LONGEST:
            found += _alone(page.text, sentence)
    return found


def _alone(text: str, sentence: Sentence) -> list[Figure]:
    figures = read_figures(text, sentence.start, sentence.end)
    intervals = find_intervals(text, figures, sentence.start, sentence.end)
    taken = {f.estimate.start for f in bind(text, figures, intervals, sentence.start, sentence.end)}
    inside = {f.start for f in figures if any(told.opening <= f.start < told.closing for told in intervals)}
    alone = [f for f in figures if f.start not in taken | inside]
    return [f for f in alone if may_be_estimate(text, f, sentence.start, sentence.end)]


def _lines_together(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between blank lines in which an interval or a limit is named."""
    done = -1
    for match in _TABLE_SIGN.finditer(text):
        if match.start() <= done:
            continue
        start = text.rfind("\n\n", max(0, match.start() - _LONGEST), match.start())
        start = max(done + 1, 0 if start < 0 else start + 2, match.start() - _LONGEST)
        end = text.find("\n\n", match.start(), match.start() + _LONGEST)
        end = min(len(text), match.start() + _LONGEST) if end < 0 else end
        done = end
        yield start, end


def _is_spelled(claim: Claim) -> bool:
    mention = claim.mention
    timed = mention.kind in (Kind.DURATION, Kind.AGE, Kind.DATE)
    return mention.value is not None and not timed and not any(map(str.isdigit, mention.text))


def _spelled(claim: Claim) -> Figure:
    """A number in words, as loosely told as words are."""
    mention = claim.mention
    value = Decimal(repr(mention.value or 0.0))
    return Figure(mention.start, mention.end, mention.text, value, 0, mention.kind in _SPELLED, hedged=True)

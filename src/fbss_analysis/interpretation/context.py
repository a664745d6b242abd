"""Mentions in their place: the sentence, block and passage that each stands in, and the words around it.

A passage is what a reader takes as one piece of talk: a paragraph with the lists that hang from it, and the paragraphs
that carry it on ("this study", a colon, or the labelled parts of an abstract). Whole numbers of people and follow-up
times reach as far as the passage does.

>>> from fbss_analysis.schema import Kind
>>> page = Document("page", "Of 80 people 5% (4) fell.\\n\\nThis study found 9%.")
>>> figures = [Mention("page", a, b, page.text[a:b], Kind.PERCENT) for a, b in ((13, 15), (44, 46))]
>>> view = read_context(page, figures)
>>> view.before(0), view.after(0), view.passage(0) == view.passage(1)
('Of 80 people ', ' (4) fell.', True)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final, TypeVar, TypeVarTuple

from fbss_analysis.citing.discourse import Page, carries_on, read_page
from fbss_analysis.citing.passages import Block
from fbss_analysis.printed.folding import folded
from fbss_analysis.schema import Document, Kind, Mention, Reference

Answer = TypeVar("Answer")
Places = TypeVarTuple("Places")
SHARES = frozenset((Kind.PERCENT, Kind.PERCENT_RANGE, Kind.RATIO_ONE_IN_N, Kind.FRACTION_WORD))
EFFECTS = frozenset((Kind.ODDS_RATIO, Kind.HAZARD_RATIO, Kind.RELATIVE_RISK))
_ABSTRACT_PART = re.compile(
    r"(?:background|introduction|context|objectives?|purpose|aims?|design|setting|methods?|materials and methods"
    r"|study design|"
    r"patients?(?: and methods| sample)?|participants|interventions?|outcome measures|measurements?"
    r"|main outcome\w*|results?|findings|"
    r"conclusions?|discussion|interpretation|limitations?|significance)\b[^.:]{0,40}:",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\s*or\s+(?:more|greater|better|higher)\b", re.IGNORECASE)
_OF_RELIEF = re.compile(
    r"\s*(?:or\s+\w+\s+)?(?:of\s+)?(?:[\w’-]+\s+){0,2}(?:relief|reduction|improvement|decrease)\b", re.IGNORECASE
)
_RELIEF_OF = folded(
    r"\b(?:relief|reduction|improvement|decrease)\s+(?:(?:of|by)\s+)?(?:at\s+least|more\s+than|over|≥|>)?\s*$"
    r"|\b(?:cut|cuts|reduced?|lowered|improved|decreased|fell)\b[^.;,]{0,40}\bby\s+(?:at\s+least\s+|more\s+than\s+|over\s+)$"
)
_DECIMALS = re.compile(r"\d(?:[.·](\d+)|,(\d{1,2})(?!\d))")
_LONG_SENTENCE = 500  # characters on either side; bounds the work on text that is no prose
_CROWD = 40
_MUCH = 12  # characters of white space, which no pattern shall go through again and again
_WHITE = re.compile(rf"\s{{{_MUCH},}}")
_ANSWERS = 8192
_UNASKED: Final = object()
REMEMBERED = 1024  # answers about the last mentions; those of a passage ask the same
_JOINED = re.compile(
    r"(?:\s*[(\[][^()\[\]]{0,60}[)\]])?[)\]\s-]*(?:,|;|/|&|\band\b|\bor\b|,\s*and\b|,\s*or\b|\bvs\.?|\bversus\b|\bto\b)?[(\[\s]*",
    re.IGNORECASE,
)


def once(ask: Callable[[Context, *Places], Answer]) -> Callable[[Context, *Places], Answer]:
    """A question about mentions or sentences that is worked out once; of a crowd, each asks it of all the others."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    def answer(view: Context, *places: *Places) -> Answer:
        key = name, places
        found: Any = view.answers.get(key, _UNASKED)
        if found is _UNASKED:
            if len(view.answers) > _ANSWERS:
                view.answers.clear()  # those of a long document that were worked out first are not asked for again
            found = view.answers[key] = ask(view, *places)
        return found  # type: ignore[no-any-return]

    return answer


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The mentions of a document in order, with the sentence and block of each, the passages and the headings.

    `group_of` says for each mention which mentions its sentence has, from the first to before the last; `clauses` and
    `joins` are the clauses behind mentions, and which pairs are of one list, that were worked out last.
    """

    document: Document
    page: Page
    mentions: tuple[Mention, ...]
    sentence_of: tuple[int | None, ...]
    passage_of: tuple[int, ...]
    headings: tuple[int, ...]
    block_of: tuple[int | None, ...]
    group_of: tuple[tuple[int, int], ...]
    clauses: dict[int, str] = field(default_factory=dict)
    joins: dict[tuple[int, int], bool] = field(default_factory=dict)
    answers: dict[tuple[str, tuple[object, ...]], object] = field(default_factory=dict)

    def before(self, i: int, most: int = 200) -> str:
        """The words of the sentence in front of mention `i`, at most so many characters."""
        start, _ = self._bounds(i)
        return self.document.text[max(start, self.mentions[i].start - most) : self.mentions[i].start]

    def after(self, i: int, most: int = 200) -> str:
        """The words of the sentence behind mention `i`."""
        _, end = self._bounds(i)
        return self.document.text[self.mentions[i].end : min(end, self.mentions[i].end + most)]

    def gap(self, i: int, j: int) -> str:
        """What stands between two mentions, the first of which comes first; of much white space its line breaks."""
        gap = self.document.text[self.mentions[i].end : self.mentions[j].start]
        return gap if len(gap) < _MUCH else _WHITE.sub(lambda white: "\n" * min(white[0].count("\n"), 2) or " ", gap)

    def sentence(self, i: int) -> str:
        """The sentence of mention `i`; of a very long one, what stands around the mention."""
        start, end = self._bounds(i)
        mention = self.mentions[i]
        return self.document.text[max(start, mention.start - _LONG_SENTENCE) : min(end, mention.end + _LONG_SENTENCE)]

    def block(self, i: int) -> int | None:
        """The index of the block that mention `i` stands in."""
        return self.block_of[i]

    def block_text(self, block: int) -> str:
        """The text of a block."""
        return self.document.text[self.page.blocks[block].start : self.page.blocks[block].end]

    def heading(self, i: int) -> int | None:
        """The index of the heading that stands above mention `i`, or that it stands in."""
        at = bisect_right(self.headings, self.block(i) or 0) - 1
        return self.headings[at] if at >= 0 else None

    def passage(self, i: int) -> int | None:
        """The passage of mention `i`, as a number that only its own passage has."""
        block = self.block_of[i]
        return None if block is None else self.passage_of[block]

    def with_sentence(self, i: int) -> list[int]:
        """The mentions of the sentence of mention `i`, itself among them, in order; of a crowd, those near by."""
        first, end = self.group_of[i]
        return list(range(max(first, i - _CROWD), min(end, i + _CROWD)))

    def runs(self, indices: Sequence[int]) -> list[list[int]]:
        """Cut mentions into lists as printed: "5%, 7% and 9%" is one; nothing but a comma or a small word between."""
        runs: list[list[int]] = []
        for i in indices:
            if runs and self._joined(runs[-1][-1], i):
                runs[-1].append(i)
            else:
                runs.append([i])
        return runs

    def run(self, indices: Sequence[int], i: int) -> list[int]:
        """The list of `runs` that mention `i` is of; of mentions without it, itself alone."""
        first = last = bisect_left(indices, i)
        if first == len(indices) or indices[first] != i:
            return [i]
        while first > 0 and self._joined(indices[first - 1], indices[first]):
            first -= 1
        while last + 1 < len(indices) and self._joined(indices[last], indices[last + 1]):
            last += 1
        return list(indices[first : last + 1])

    def _joined(self, i: int, j: int) -> bool:
        if (i, j) not in self.joins:
            if len(self.joins) > REMEMBERED:
                self.joins.clear()
            self.joins[i, j] = _JOINED.fullmatch(self.gap(i, j)) is not None
        return self.joins[i, j]

    def is_percent(self, i: int) -> bool:
        """Whether mention `i` is a single percentage."""
        return self.mentions[i].kind == Kind.PERCENT

    def in_teaser(self, i: int) -> bool:
        """Whether mention `i` belongs to another page, or to none of the text."""
        block = self.block(i)
        return block is None or self.page.blocks[block].in_teaser

    def same_source(self, i: int, j: int) -> bool:
        """Whether two mentions lean on one entry, or without any stand in one passage."""
        cited = self.mentions[i].citation
        return self.mentions[j].citation == cited if cited is not None else self.passage(i) == self.passage(j)

    @once
    def is_criterion(self, i: int) -> bool:
        """Whether a percentage is what counts as success ("at least 50% relief") and not a result."""
        mention = self.mentions[i]
        bound = mention.hedge in ("at_least", "over") or _OR_MORE.match(self.after(i))
        measures = _OF_RELIEF.match(self.after(i)) or _RELIEF_OF.search(self.before(i))
        return mention.kind in (*SHARES, Kind.PERCENT_CHANGE) and bool(bound) and measures is not None

    @once
    def in_brackets(self, i: int) -> bool:
        """Whether mention `i` stands inside round brackets that its sentence opened."""
        words = self.before(i, 400)
        return words.rfind("(") > words.rfind(")")

    def _bounds(self, i: int) -> tuple[int, int]:
        at = self.sentence_of[i]
        if at is None:
            return self.mentions[i].start, self.mentions[i].end
        return self.page.sentences[at].start, self.page.sentences[at].end


def mentions_by_sentence(view: Context) -> dict[int, list[int]]:
    """The mentions of each sentence that has any, in order."""
    found: dict[int, list[int]] = {}
    for i, at in enumerate(view.sentence_of):
        if at is not None:
            found.setdefault(at, []).append(i)
    return found


def value_of(mention: Mention) -> float:
    """The value of a mention, the lower end of a range, nought where it has neither."""
    return mention.value if mention.value is not None else mention.low or 0.0


def decimals_of(mention: Mention) -> int:
    """How many decimals the first number of a figure is printed with; three digits behind a comma are thousands."""
    found = _DECIMALS.search(mention.text)
    return len(found[1] or found[2]) if found else 0


def read_context(document: Document, mentions: Sequence[Mention], references: Sequence[Reference] = ()) -> Context:
    """Put mentions, which must be in the order of the text, into their places."""
    page = read_page(document, references)
    places = tuple(page.sentence_at(mention.start) for mention in mentions)
    headings = tuple(i for i, block in enumerate(page.blocks) if block.kind == "heading")
    blocks = tuple(None if at is None else page.sentences[at].block for at in places)
    passages = _passages(document.text, page)
    return Context(document, page, tuple(mentions), places, passages, headings, blocks, _groups(places))


def _groups(places: Sequence[int | None]) -> tuple[tuple[int, int], ...]:
    """For each mention the stretch of mentions that stand in its sentence; one outside all sentences is alone."""
    groups: list[tuple[int, int]] = []
    for at, same in groupby(places):
        first, size = len(groups), len(list(same))
        groups += [(first, first + size)] * size if at is not None else [(i, i + 1) for i in range(first, first + size)]
    return tuple(groups)


def _passages(text: str, page: Page) -> tuple[int, ...]:
    """The passage of each block: its own number, or that of the block that it hangs from or carries on."""
    found: list[int] = []
    before: int | None = None
    for i, block in enumerate(page.blocks):
        of = block.lead if block.kind == "item" else _continued(text, page.blocks, before, block)
        found.append(i if of is None else found[of])
        before = None if block.kind in ("heading", "link") or block.in_teaser else i
    return tuple(found)


def _continued(text: str, blocks: list[Block], before: int | None, block: Block) -> int | None:
    words = text[block.start : block.end]
    if before is None or block.kind != "paragraph" or block.in_teaser:
        return None
    opens = text[blocks[before].end - 1] == ":"
    return before if opens or _ABSTRACT_PART.match(words) or carries_on(words) else None

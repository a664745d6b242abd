"""Tellings: the figures and moments around a sentence that go on telling one and the same thing.

The sentence that calls figures cumulative may hold them, announce them ("… grows with time. It is …"), or explain the
ones before it ("These are cumulative percentages"). Others belong to them as long as they bring nothing new: a word
with a meaning of its own may name another group or outcome. Where the moments begin anew, another group is told.

>>> from fbss_analysis.interpretation.context import mentions_by_sentence, read_context
>>> from fbss_analysis.schema import Document, Kind, Mention
>>> page = Document("page", "Cumulative revision was 5% at 1 year and 9% at 2 years. Satisfaction was 4% at 3 years.")
>>> spots = [(page.text.index(f), f) for f in ("5%", "9%", "4%")]
>>> view = read_context(page, [Mention("page", a, a + 2, f, Kind.PERCENT, float(f[0])) for a, f in spots])
>>> [[couple.place for couple in told] for told in Telling(view, mentions_by_sentence(view), 0).courses()]
[[0, 1]]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fbss_analysis.interpretation.context import Context
from fbss_analysis.interpretation.couples import Couple, find_couples
from fbss_analysis.interpretation.cues import EXPLAINS, GOES_ON, SAYS, new_words
from fbss_analysis.interpretation.timepoints import SINCE, TimePoint, find_timepoints

_BLANK = re.compile(r"\n[ \t\u00a0\r]*\n")
_SENTENCES, _LONGEST = 14, 1400  # of a course; characters
_FEW, _SOME = 0, 3  # new words
_LINE = 60  # characters
_BEFORE = 10  # sentences
_ASIDES = 3  # sentences without a figure that may stand between
_ASIDE = re.compile(
    r"\([^()\d]*\)|,\s+(?:and\s+)?(?:with|after|once|when|as|because|since|despite|although|if|following|including|even)\s[^,;.%\d]*,",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.)]|\band\b|$")
_GROUP = re.compile(r"\s*(?:in|among|for|with)\s+(?!all\b|each\b|every\b|total\b|place\b|use\b)", re.IGNORECASE)


@dataclass(slots=True)
class Telling:
    """The sentences around the one that says what figures are, each with its couples of figure and moment."""

    view: Context
    told: Mapping[int, Sequence[int]]
    at: int
    units: dict[int, list[Couple]] = field(default_factory=dict)

    def courses(self) -> list[list[Couple]]:
        """The couples that belong together, in the order of the text; of several groups, each by itself."""
        first, last = self._reach(-1, _BEFORE), self._reach(1, _SENTENCES)
        self._tell(first, last)
        own = self.units.get(self.at, [])
        before = self.units.get(self.at - 1, []) if first < self.at else []
        here = self.text(self.at, self.at)
        if not own and before and EXPLAINS.match(here):
            return [[*self._leading(first), *self._groups(before, self.at - 1)[-1]]]
        groups = self._groups(own, self.at)
        if len(groups) > 1 or len(groups[0]) < len(own):
            return groups
        run = groups[0]
        if before and own and GOES_ON.search(here) and len(self._new(self.at - 1, self.at)) <= _SOME:
            run = [*self._groups(before, self.at - 1)[-1], *run]
        return [[*run, *self._following(last)]]

    def text(self, first: int, last: int) -> str:
        """The words of some sentences in a row."""
        sentences = self.view.page.sentences
        return self.view.document.text[sentences[first].start : sentences[last].end]

    def _leading(self, first: int) -> list[Couple]:
        """The couples of the lines in front of the one before, as long as these bring nothing new but their moment."""
        found: list[Couple] = []
        for s in range(self.at - 1, first, -1):
            if s - 1 not in self.units or len(self._new(s - 1, s)) > _FEW:
                break
            found = [*self.units[s - 1], *found]
        return found

    def _following(self, last: int) -> Iterator[Couple]:
        allowed, asides = _FEW if self.units.get(self.at) else _SOME, 0
        for s in range(self.at + 1, last + 1):
            couples = self.units.get(s, [])
            if not couples:
                asides += 1
                continue
            says = SAYS.search(self.text(s, s)) is not None
            if asides > (_ASIDES if says else 0) or len(self._new(self.at, s)) > max(allowed, says):
                return
            if not says and any(self.view.mentions[couple.place].text.isalpha() for couple in couples):
                return  # small numbers in words count anything
            if [couples] != self._groups(couples, s):
                return
            allowed, asides = _FEW, 0
            yield from couples

    def _new(self, first: int, s: int) -> list[str]:
        """The new words of a sentence up to its last couple."""
        start = self.view.page.sentences[s].start
        return new_words(self.text(first, s - 1), self._words(start, self.units[s]))

    def _words(self, start: int, couples: Sequence[Couple]) -> str:
        """What is said from a place to the end of the last couple, without figures and moments."""
        text, words = self.view.document.text, []
        mentions = [self.view.mentions[couple.place] for couple in couples]
        told = [(couple.point.start, couple.point.end) for couple in couples] + [(m.start, m.end) for m in mentions]
        for begin, end in sorted(told):
            words.append(text[start:begin] if begin > start else "")
            start = max(start, end)
        return _ASIDE.sub(" ", " ".join([*words, text[start : couples[-1].end]]))

    def _groups(self, couples: list[Couple], s: int) -> list[list[Couple]]:
        """The couples of a sentence, cut where the moments begin anew if all groups have the same."""
        parts: list[list[Couple]] = [[]]
        for couple in couples:
            if any(couple.point.months == other.point.months for other in parts[-1]):
                parts.append([])
            parts[-1].append(couple)
        if len({frozenset(couple.point.months for couple in part) for part in parts}) > 1:
            parts = [couples]
        return [self._joined(part, s) for part in parts]

    def _joined(self, couples: list[Couple], s: int) -> list[Couple]:
        """The couples of a sentence as far as no new words come between them; none where each tells its own group."""
        text = self.view.document.text
        start = self.view.page.sentences[min(s, self.at)].start
        tails = [self._tail(couple, s) for couple in couples]
        if len(couples) > 1 and all(_GROUP.match(tail) for tail in (tails[0], tails[-1])):
            return couples[:1]
        for k, (one, other) in enumerate(pairwise(couples), 1):
            behind = one.end + len(tails[0]) if k == 1 else one.end
            if len(new_words(text[start:behind], self._words(behind, [other]))) > _FEW:
                return couples[:k]
        return couples

    def _tail(self, couple: Couple, s: int) -> str:
        """What a sentence says behind a couple, up to the end of the clause."""
        text, end = self.view.document.text, self.view.page.sentences[s].end
        closes = _CLAUSE.search(text, couple.end, end)
        return text[couple.end : closes.start() if closes else end]

    def _tell(self, first: int, last: int) -> None:
        sentences = self.view.page.sentences
        base = sentences[first].start
        points = _of_one_scale(find_timepoints(self.view.document.text[base : sentences[last].end]))
        for s in range(first, last + 1):
            begin, end = sentences[s].start - base, sentences[s].end - base
            here = [replace(p, start=p.start + base, end=p.end + base) for p in points if begin <= p.start < end]
            if couples := find_couples(self.view, self.told.get(s, ()), here):
                self.units[s] = couples

    def _reach(self, step: int, most: int) -> int:
        """How far the sentences go on in one direction, without a blank line between; short lines may be many."""
        sentences, text, at = self.view.page.sentences, self.view.document.text, self.at
        prose = _ASIDES + 2 if step > 0 else 1
        for s in range(self.at + step, self.at + step * (most + 1), step):
            if not 0 <= s < len(sentences):
                break
            low, high = sorted((s, at))
            apart = _BLANK.search(text, sentences[low].end - 1, sentences[high].start + 1)
            prose -= sentences[s].end - sentences[s].start > _LINE or step * (s - self.at) == 1
            if apart or prose < 0 or abs(sentences[s].end - sentences[self.at].start) > _LONGEST:
                break
            at = s
        return at


def _of_one_scale(points: Sequence[TimePoint]) -> list[TimePoint]:
    """The moments of the scale that most of them are on; a year of the calendar beside them tells when all this was."""
    counted = Counter(point.scale for point in points)
    if not counted:
        return []
    scale = max(counted, key=lambda name: (counted[name], name == SINCE))
    return [point for point in points if point.scale == scale]

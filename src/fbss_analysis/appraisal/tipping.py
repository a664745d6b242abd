"""Tipping points: the smallest change of one number that would flip a claim's verdict.

A verdict that one more unit in the last digit would turn over stands on the print of that digit; one that no change
within a factor of ten touches stands on something else. So the checks that decide a claim are asked again with one
number moved at a time (`inputs`), in both directions: digit by digit at first, then in doubling strides, and where a
stride flips the verdict, or takes the check's answer from one side of the printed figure to the other, by bisection.
All in exact decimals. The smallest relative change over all numbers and both directions is the tipping point.

It is a statement about one number with all others held still, as in a one-way sensitivity analysis.

Reference: Saltelli A et al. Sensitivity Analysis in Practice. Wiley 2004, chapter 2 (one factor at a time).

>>> from fbss_analysis.answers import sketch
>>> article = sketch(cases="500", candidates="112", share=("22.4%", "percent(candidates, cases)"))
>>> [tip.sentence() for tip in tips(article) if tip.rung == "recomputed"][-1]
'inconsistent if sketch.cases were 498 instead of 500'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from fbss_analysis.appraisal.inputs import BOTH, OVERALL, Input, inputs
from fbss_analysis.checks import registry, run
from fbss_analysis.derivation import names
from fbss_analysis.ladder import climb
from fbss_analysis.schema import Article, Check, Claim, Finding, InputError, Rung, Study, Verdict
from fbss_analysis.tracing.measures import same_outcome

NONE = "none within a factor of ten (a date: ten years)"
ASKED = BOTH
ONE_BY_ONE = 8  # steps that are tried digit by digit before the strides double
CHANGE_DIGITS = 4
WORDS_ONLY = frozenset(
    {"judgement", "topic", "works", "title", "journal", "imprint", "doi", "citations", "completeness"}
)  # checks that look at words, so that no number moves them
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
Verdicts = Mapping[str, Verdict | None]


@dataclass(frozen=True, slots=True)
class Tip:
    """What would flip one verdict of a claim: which number, from what to what, by how many percent, and to which.

    `to` is `moved` as a number.
    """

    claim_id: str
    rung: str
    verdict: Verdict
    name: str = ""
    value: str = ""
    moved: str = ""
    change: float | None = None
    becomes: Verdict | None = None
    to: Decimal | None = None

    def sentence(self) -> str:
        """The tipping point in words; NONE where nothing that was tried flips the verdict."""
        if self.becomes is None:
            return NONE
        return f"{self.becomes.value.replace('_', ' ')} if {self.name} were {self.moved} instead of {self.value}"


def tips(article: Article, findings: Sequence[Finding] | None = None) -> Iterator[Tip]:
    """The tipping point of each verdict that a claim with a number has, in the order of the article."""
    found = run(article) if findings is None else findings
    for claim in article.claims:
        yield from tips_at(Bench.of(claim, article, found))


def tips_at(bench: Bench) -> Iterator[Tip]:
    """The tipping point of each verdict of the claim on a bench."""
    before, claim = bench.verdicts(bench.article), bench.claim()
    movable = inputs(claim, bench.article)
    if not movable:
        return
    nearest: dict[str, tuple[Decimal, Input, Decimal, Verdict]] = {}
    for each in movable:
        for rung, (moved, becomes) in _flips(each, bench, before, nearest).items():
            nearest[rung] = each.distance(moved), each, moved, becomes
    for rung in ASKED:
        verdict = before[rung]
        if verdict is None:
            continue
        if rung in nearest:
            far, each, moved, becomes = nearest[rung]
            change = float(f"{100 * far:.{CHANGE_DIGITS}g}")
            told = each.show(each.value), each.show(moved)
            yield Tip(claim.claim_id, rung, verdict, each.name, *told, change, becomes, moved)
        else:
            yield Tip(claim.claim_id, rung, verdict)


def _flips(
    each: Input, bench: Bench, before: Verdicts, nearest: Mapping[str, tuple[Decimal, Input, Decimal, Verdict]]
) -> dict[str, tuple[Decimal, Verdict]]:
    """The nearest value of one input that flips each verdict, as far as it is nearer than what is known."""
    found: dict[str, tuple[Decimal, Verdict]] = {}
    for side in (-1, 1):
        walk = _Walk(each, side, bench, before)
        for rung in bench.movable(each.rungs):
            limit = min((far for far in _known(rung, each, found, nearest)), default=None)
            hit = walk.first(rung, limit) if before[rung] is not None else None
            if hit is not None and (limit is None or each.distance(hit[0]) < limit):
                found[rung] = hit
    return found


def _known(
    rung: str,
    each: Input,
    found: Mapping[str, tuple[Decimal, Verdict]],
    nearest: Mapping[str, tuple[Decimal, Input, Decimal, Verdict]],
) -> Iterator[Decimal]:
    if rung in found:
        yield each.distance(found[rung][0])
    if rung in nearest:
        yield nearest[rung][0]


class _Walk:
    """One input moved in one direction; what was asked once is remembered."""

    def __init__(self, each: Input, side: int, bench: Bench, before: Verdicts) -> None:
        self.each, self.side, self.before = each, side, before
        edge = each.lowest if side < 0 else each.highest
        self.last = int(abs(edge - each.value) / each.step)
        self.ask = cache(lambda steps: bench.answers(each.put(bench.article, self.at(steps)), each.rungs))

    def at(self, steps: int) -> Decimal:
        """The value so many steps away."""
        return self.each.value + self.side * steps * self.each.step

    def first(self, rung: str, limit: Decimal | None) -> tuple[Decimal, Verdict] | None:
        """The first value that flips a verdict, and what it becomes; nothing beyond `limit`."""
        previous = 0
        for steps in self._strides():
            if limit is not None and self.each.distance(self.at(previous + 1)) >= limit:
                return None
            hit = self._flipped(rung, steps) or self._between(rung, previous, steps)
            if hit:
                steps = hit if hit < steps else self._bisect(previous, steps, lambda at: self._flipped(rung, at))
                verdict = self.ask(steps)[0][rung]
                return (self.at(steps), verdict) if verdict is not None else None
            previous = steps
        return None

    def _strides(self) -> Iterator[int]:
        steps = 1
        while steps <= self.last:
            yield steps
            steps = steps + 1 if steps < ONE_BY_ONE else min(2 * steps, self.last) if steps < self.last else steps + 1

    def _flipped(self, rung: str, steps: int) -> int:
        verdict = self.ask(steps)[0].get(rung)
        return steps if verdict is not None and verdict is not self.before[rung] else 0

    def _between(self, rung: str, low: int, high: int) -> int:
        """A flip inside a stride whose ends are alike: where the check's answer passes the printed figure."""
        start, end = self.ask(low)[1].get(rung), self.ask(high)[1].get(rung)
        if high - low < 2 or start is None or end is None or (start > 0) == (end > 0):
            return 0

        def passed(at: int) -> bool:
            gap = self.ask(at)[1].get(rung)
            return gap is not None and (gap > 0) != (start > 0)

        crossing = self._bisect(low, high, passed)
        return next((at for at in (crossing - 1, crossing, crossing + 1) if low < at and self._flipped(rung, at)), 0)

    @staticmethod
    def _bisect(low: int, high: int, holds: Callable[[int], object]) -> int:
        """The first step after `low` at which something holds that holds at `high`."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle) else (middle, high)
        return high


@dataclass(frozen=True, slots=True)
class Bench:
    """A claim with what its verdicts rest on and nothing else, and the checks that decide it."""

    claim_id: str
    article: Article
    checks: tuple[Check, ...]
    before: tuple[Finding, ...]

    @classmethod
    def of(cls, claim: Claim, article: Article, findings: Sequence[Finding]) -> Bench:
        """The bench of one claim; where the smaller article judges otherwise than the whole, the whole is taken."""
        about = [f for f in findings if f.claim_id == claim.claim_id and f.rung in (Rung.RECOMPUTED, Rung.TRACED)]
        asked = [name for name in dict.fromkeys(f.check for f in about) if name not in WORDS_ONLY]
        checks = tuple(registry()[name] for name in asked if name in registry())
        whole = cls(claim.claim_id, article, checks, tuple(about))
        wanted = _verdicts(claim, about)
        for citing in (False, True):
            small = replace(whole, article=_around(claim, article, about, citing))
            if small.verdicts(small.article) == wanted:
                return small._without_text()
        return whole

    def _without_text(self) -> Bench:
        """The bench without the text where no finding on the claim comes from it: no number that moves changes that."""
        bare = replace(self.article, document=None)
        return replace(self, article=bare) if self._made(bare) == self._made(self.article) else self

    def _made(self, article: Article) -> list[Finding]:
        return [f for check in self.checks for f in check.find(article) if f.claim_id == self.claim_id]

    def claim(self) -> Claim:
        """The claim itself."""
        return next(claim for claim in self.article.claims if claim.claim_id == self.claim_id)

    def verdicts(self, article: Article) -> Verdicts:
        """The verdicts that the claim has in an article."""
        return self.answers(article, BOTH)[0]

    def movable(self, rungs: Collection[str]) -> list[str]:
        """The rungs of these that any check can answer anew."""
        asked = {check.rung.value for check in self.checks}
        return [rung for rung in rungs if rung in asked or (rung == OVERALL and asked)]

    def answers(self, article: Article, rungs: Collection[str]) -> tuple[Verdicts, Mapping[str, float]]:
        """The verdicts, and for each rung how far what is expected lies from what is printed; only `rungs` anew."""
        claim = next(claim for claim in article.claims if claim.claim_id == self.claim_id)
        asked = [check for check in self.checks if check.rung.value in rungs]
        kept = [f for f in self.before if f.check not in {check.name for check in asked}]
        try:
            made = [f for check in asked for f in check.find(article) if f.claim_id == self.claim_id]
        except (InputError, ValueError, ArithmeticError, AssertionError):
            return {}, {}  # a number that no text could print here, such as a whole of nobody
        found = [*kept, *made]
        return _verdicts(claim, found), _gaps(found)


def _verdicts(claim: Claim, findings: Sequence[Finding]) -> Verdicts:
    ladder = climb([claim], findings, registry())[0]
    traced = ladder.traced.verdict if ladder.traced else None
    return {ASKED[0]: ladder.recomputed.verdict, ASKED[1]: traced, OVERALL: ladder.overall}


def _gaps(findings: Sequence[Finding]) -> dict[str, float]:
    """Expected less printed, by rung and overall, from the first finding that tells both as numbers."""
    found: dict[str, float] = {}
    for finding in findings:
        expected, printed = _NUMBER.search(finding.expected), _NUMBER.search(finding.reported)
        if expected and printed:
            gap = float(expected[0].replace(",", "")) - float(printed[0].replace(",", ""))
            for rung in (finding.rung.value, OVERALL):
                found.setdefault(rung, gap)
    return found


def _around(claim: Claim, article: Article, about: Sequence[Finding], citing: bool) -> Article:
    """The article with only what bears on one claim; where `citing`, all claims that lean on the same works do."""
    places = {span for finding in about for span in finding.spans}
    used = {claim.claim_id, claim.restates, claim.denominator, *(names(claim.derivation) if claim.derivation else ())}
    asked = tuple(c for c in article.comparisons if _short(claim) in (*c.parts, c.whole))
    used |= {name for comparison in asked for name in (*comparison.parts, comparison.whole)}
    works = set(claim.cites) if citing else set()
    near = [
        _bystander(c, claim, citing)
        for c in article.claims
        if (c.mention.start, c.mention.end) in places or _is_in(c, used) or works & set(c.cites)
    ]
    others = [_bystander(c, claim, citing) for c in article.others if c.claim_id in used]
    cited = {key for one in (*near, *others) for key in one.cites}
    studies = {key: study for key, study in article.studies.items() if key in cited or _bears_on(study, claim)}
    retold = {key: article.studies[key] for s in studies.values() for key in s.retells if key in article.studies}
    return replace(
        article, claims=tuple(near), others=tuple(others), comparisons=asked, studies=studies | retold, cohorts=()
    )


def _is_in(claim: Claim, used: Collection[str | None]) -> bool:
    return claim.claim_id in used or _short(claim) in used


def _bystander(other: Claim, claim: Claim, citing: bool) -> Claim:
    """A claim as far as it bears on another: its figure always, what it cites only where the other is a share of it."""
    if other.claim_id == claim.claim_id:
        return other
    asked = citing or _is_in(other, {claim.denominator, claim.restates})
    return replace(other, derivation=None, cites=other.cites if asked else ())


def _short(claim: Claim) -> str:
    return claim.claim_id.rpartition(".")[2]


def _bears_on(study: Study, claim: Claim) -> bool:
    return any(same_outcome(claim.outcome, value.outcome) for value in study.values)

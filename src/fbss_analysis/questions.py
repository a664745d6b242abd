"""Comparisons: a question about several figures, with the figures looked up, and the finding that answers it.

A curated comparison names claims, numbers that are no claims (`[[excluded]]`), claims of other documents, or a figure
such as 100%. Whatever the question, its operands are read in the same way, and the answer has the place of each one
that stands in this document. Where the text does not assert the relation (`stated = false`), a misfit shows only that
the relation does not hold: the verdict is then indeterminate.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009 (sets, not points, compared).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fbss_analysis.answers import figure
from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import HALF_UP, ROUNDINGS, ReportedNumber, parse, parse_range, split_hedge
from fbss_analysis.schema import (
    Article,
    Claim,
    Comparison,
    Exclusion,
    Finding,
    Kind,
    Mention,
    Reference,
    Relation,
    Rung,
    Span,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A comparison of one article with its figures looked up."""

    article: Article
    comparison: Comparison
    parts: tuple[Claim, ...]
    whole: Claim | None

    @property
    def figures(self) -> tuple[Claim, ...]:
        """The parts, then the whole."""
        return (*self.parts, self.whole) if self.whole else self.parts

    def answer(self, check: str, verdict: Verdict, message: str, *, expected: str = "", formula: str = "") -> Finding:
        """The finding: about the whole where that is a claim of this article, else about the last part that is one."""
        if verdict is Verdict.INCONSISTENT and not self.comparison.stated:
            verdict = Verdict.INDETERMINATE
            message = f"{message} The text does not say that it must."
        own = [claim.claim_id for claim in self.figures if self.article.holds(claim)]
        return place(
            self.article,
            check,
            verdict,
            message,
            self.figures,
            claim_id=own[-1] if own else "",
            reported=", ".join(figure(part) for part in self.parts),
            expected=expected or (figure(self.whole) if self.whole else ""),
            formula=formula,
        )


def compare(
    *names: str, ask: Callable[[Asked], Iterable[Finding]], needs_figures: bool = True
) -> Callable[[Article], Iterator[Finding]]:
    """Build the `find` of a check that answers the comparisons with these names, where their figures can be read."""

    def find(article: Article) -> Iterator[Finding]:
        known: Mapping[str, Claim] | None = None
        for comparison in article.comparisons:
            if comparison.check in names:
                known = look_up(article) if known is None else known
                asked = _asked(article, comparison, known)
                if not needs_figures or all(claim.reported for claim in asked.figures):
                    yield from ask(asked)

    return find


def look_up(article: Article) -> Mapping[str, Claim]:
    """Everything that a comparison can name: claims, and excluded numbers as if they were claims."""
    if not article.exclusions:
        return article.named()
    excluded = {item.exclusion_id: as_claim(item) for item in article.exclusions}
    return excluded | {name.rpartition(".")[2]: claim for name, claim in excluded.items()} | {**article.named()}


@lru_cache(maxsize=4096)
def as_claim(exclusion: Exclusion) -> Claim:
    """An excluded number in the form of a claim, its figure read as far as it is one."""
    low, high = read(exclusion.text)
    doc = exclusion.exclusion_id.partition(".")[0]
    hedge = low.hedge if low else "none"
    mention = Mention(doc, exclusion.start, exclusion.end, exclusion.text, Kind.OTHER, hedge=hedge)
    return Claim(exclusion.exclusion_id, doc, exclusion.reason, mention, low, high)


def read(text: str) -> tuple[ReportedNumber | None, ReportedNumber | None]:
    """The number, or the two ends of the range, that a figure prints; (None, None) where it prints none."""
    for reader in (parse_range, lambda printed: (parse(printed), None)):
        try:
            return reader(text)
        except ValueError:
            continue
    return None, None


def _asked(article: Article, comparison: Comparison, known: Mapping[str, Claim]) -> Asked:
    parts = tuple(known[name] for name in comparison.parts if name in known)
    whole = comparison.whole
    return Asked(article, comparison, parts, None if whole is None else known.get(whole) or _exact(whole))


def _exact(text: str) -> Claim:
    """A figure that a comparison gives by itself, such as 100%: exact, and nowhere in the text."""
    number = parse(text, form="count")
    return Claim("", "", text, Mention("", 0, 0, split_hedge(text)[0], Kind.OTHER), number)


def extent(claim: Claim, rounding: str = HALF_UP) -> Interval:
    """All values that a claim's figure leaves open: from the least of its low end to the greatest of its high end."""
    assert claim.reported is not None, "only a claim with a figure has an extent"
    low = claim.reported.interval(rounding)
    return low.hull(claim.reported_high.interval(rounding)) if claim.reported_high else low


def printed(claim: Claim) -> Interval:
    """The printed figure itself as a point, or the printed range from end to end, whichever is printed first."""
    assert claim.reported is not None, "only a claim with a figure has a printed value"
    low, high = sorted((claim.reported.point, (claim.reported_high or claim.reported).point))
    return Interval(low, high)


def either(holds: Callable[[str], bool]) -> bool:
    """Whether something holds under one rounding rule at least."""
    return any(holds(rounding) for rounding in ROUNDINGS)


def place(
    article: Article,
    check: str,
    verdict: Verdict,
    message: str,
    claims: Iterable[Claim] = (),
    *,
    claim_id: str = "",
    references: Iterable[Reference] = (),
    places: Iterable[Span] = (),
    rung: Rung = Rung.RECOMPUTED,
    relation: Relation | None = None,
    reported: str = "",
    expected: str = "",
    formula: str = "",
) -> Finding:
    """A finding with the places, in this document, of claims, other stretches and entries of the reference list."""
    own = [(c.mention.start, c.mention.end) for c in claims if c.mention.doc == article.doc]
    listed = [(r.start, r.end) for r in references if r.start is not None and r.end is not None]
    spans = tuple(dict.fromkeys((*own, *places, *listed)))
    message = message[:1].upper() + message[1:]
    return Finding(check, rung, claim_id, article.doc, spans, verdict, relation, reported, expected, message, formula)


def sketch_comparison(check: str, parts: Iterable[str], whole: str | None = None, **given: object) -> Article:
    """Build an article with one comparison of figures alone, to try a check on; 50% and 100% are exact wholes."""
    claims = [_sketched(f"part_{i}", text, i) for i, text in enumerate(parts)]
    names = tuple(claim.statement for claim in claims)
    if whole not in (None, "50%", "100%"):
        claims.append(_sketched("whole", str(whole), len(claims)))
        whole = "whole"
    comparison = Comparison(check, names, whole, **given)  # type: ignore[arg-type]
    return Article("sketch", tuple(claims), comparisons=(comparison,))


def _sketched(name: str, text: str, number: int) -> Claim:
    low, high = read(text)
    printed_text = split_hedge(text)[0].strip()
    start = 100 * number
    hedge = low.hedge if low else "none"
    mention = Mention("sketch", start, start + len(printed_text), printed_text, Kind.OTHER, hedge=hedge)
    return Claim(f"sketch.{name}", "sketch", name, mention, low, high)

"""The nouns of the project: frozen records. No input or output. Their words are in `vocabulary` and `errors`.

A mention is a stretch of text that carries a quantity; a claim is a mention interpreted; a study is a publication cited
as evidence; a check asks a question of claims and answers with findings; an estimate is what a model says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fbss_analysis.errors import FbssError, InputError, UsageError
from fbss_analysis.reported import ReportedNumber
from fbss_analysis.showing import Rich
from fbss_analysis.vocabulary import Kind, Relation, Rung, Verdict
from fbss_analysis.works import Cohort, Marker, PublishedValue, Reference, Study

__all__ = [
    "Article",
    "Check",
    "Claim",
    "Cohort",
    "Comparison",
    "Document",
    "Estimate",
    "Exclusion",
    "FbssError",
    "Finding",
    "InputError",
    "Judgement",
    "Kind",
    "Ledger",
    "Marker",
    "Mention",
    "PublishedValue",
    "Qualifier",
    "Reference",
    "Relation",
    "Rung",
    "Source",
    "Span",
    "Study",
    "UsageError",
    "Verdict",
]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document(Rich):
    """A canonical text and the name it goes by: the path as given, or the source_id."""

    doc: str
    text: str
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that carries a quantity; `start` and `end` are half-open offsets in Unicode code points.

    Percents, ratios and fractions carry value, low and high in percent points; durations in their `unit`.
    `citation` is the number of the reference that the mention leans on.
    """

    doc: str
    start: int
    end: int
    text: str
    kind: Kind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    hedge: str = "none"
    numerator: float | None = None
    denominator: float | None = None
    level: float | None = None
    sd: float | None = None
    horizon: str | None = None
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A bound stretch of text that belongs to a claim: its horizon, or the ordinal that it pairs with."""

    role: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim(Rich):
    """A mention interpreted: which statistic of what outcome, in whom, after what, by when, out of how many.

    `derivation` is an arithmetic expression over claim names, alternatives joined by `or`; `restates` names the claim
    that this one repeats; `cites` are citekeys. The ends of a range are `reported` and
    `reported_high`. `assessed` says that everyone of the denominator was assessed, or that a curator gave it.
    """

    claim_id: str
    source_id: str
    statement: str
    mention: Mention
    reported: ReportedNumber | None = None
    reported_high: ReportedNumber | None = None
    statistic: str = ""
    outcome: str = ""
    population: str = ""
    procedure: str = ""
    horizon: str | None = None
    denominator: str | None = None
    cites: tuple[str, ...] = ()
    derivation: str | None = None
    restates: str | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    place: str = ""
    assessed: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A number in a source that is not a claim, with the reason."""

    exclusion_id: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question that the text raises about several claims: which check, over which parts, against what whole.

    `stated` says that the text itself asserts the relation; where it does not, a misfit shows only that the relation
    does not hold, and the verdict stays open. `items` are the things that a list names, where they are counted.
    """

    check: str
    parts: tuple[str, ...]
    whole: str | None = None
    note: str = ""
    place: str = ""
    stated: bool = True
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict that only a reader can give, with the reason; it is shown as judgement, never as computation."""

    check: str
    rung: Rung
    claims: tuple[str, ...]
    verdict: Verdict
    reason: str
    relation: Relation | None = None
    references: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The numeric tokens of a text, each in one place: audited, excluded for a reason, or unresolved (their spans)."""

    total: int
    audited: int
    excluded: Mapping[str, int]
    unresolved: tuple[Span, ...] = ()

    def adds_up(self) -> bool:
        """Whether audited + excluded + unresolved make the total."""
        return self.total == self.audited + sum(self.excluded.values()) + len(self.unresolved)


@dataclass(frozen=True, slots=True)
class Source:
    """A document whose claims are examined: its record, its digest, and what was curated about it.

    `digest` is the digest as a reader sees it, `markdown` the same with its anchors, and `places` says where in the
    digest's text a claim, a qualifier or an exclusion stands. `stretches` are the places of the original whose numbers
    are no quantities, by reason; `tokens` is the ledger that follows; `lines` is one short hash a line of the original.
    """

    source_id: str
    title: str
    publisher: str
    sha256: str
    characters: int
    digest: Document
    claims: tuple[Claim, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    references: tuple[Reference, ...] = ()
    author: str = ""
    original: Document | None = None
    year: int | None = None
    note: str = ""
    markdown: str = ""
    places: Mapping[str, Span] = field(default_factory=dict)
    stretches: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    tokens: Ledger | None = None
    lines: tuple[str, ...] = ()
    place: str = ""
    markers: tuple[Marker, ...] = ()

    def document(self) -> Document:
        """The original where it is present, else the digest."""
        return self.original or self.digest


@dataclass(frozen=True, slots=True)
class Article:
    """All that the checks may look at for one document; a curated source and an unseen page look alike here.

    `markers` are its citation markers, `others` and `lists` the claims and the reference lists of other documents.
    """

    doc: str
    claims: tuple[Claim, ...]
    document: Document | None = None
    comparisons: tuple[Comparison, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    references: tuple[Reference, ...] = ()
    studies: Mapping[str, Study] = field(default_factory=dict)
    others: tuple[Claim, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    markers: tuple[Marker, ...] = ()
    lists: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    cohorts: tuple[Cohort, ...] = ()
    _named: dict[str, Claim] = field(default_factory=dict, init=False, repr=False, compare=False)

    def named(self) -> Mapping[str, Claim]:
        """The claims by the name that derivations use: its own by the short name, those of other documents in full."""
        if not self._named:  # made when first asked for; many checks ask, for each claim
            own = {claim.claim_id.rpartition(".")[2]: claim for claim in self.claims}
            self._named.update({claim.claim_id: claim for claim in (*self.others, *self.claims)} | own)
        return self._named

    def holds(self, claim: Claim) -> bool:
        """Whether a claim is one of this article's own."""
        own = self.named().get(claim.claim_id.rpartition(".")[2])
        return own is not None and own.claim_id == claim.claim_id


@dataclass(frozen=True, slots=True)
class Finding(Rich):
    """The answer of one check: a verdict, both sides of the comparison, and every operand's place in the original."""

    check: str
    rung: Rung
    claim_id: str
    doc: str
    spans: tuple[Span, ...]
    verdict: Verdict
    relation: Relation | None = None
    reported: str = ""
    expected: str = ""
    message: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question that can be asked of an article, and the function that answers it with findings.

    `derives` says that "reproduced" means that the claim's own value came out anew, not merely that nothing speaks
    against it: only such a check can lift a claim's rung, while every check can pull it down.
    """

    name: str
    rung: Rung
    question: str
    reference: str
    find: Callable[[Article], Iterable[Finding]]
    derives: bool = False


@dataclass(frozen=True, slots=True)
class Estimate(Rich):
    """What a model says about one quantity, with its interval, the method, and the data it rests on."""

    estimand: str
    value: float
    ci_low: float | None = None
    ci_high: float | None = None
    level: float | None = None
    method: str = ""
    n_events: int | None = None
    n: int | None = None
    horizon: str | None = None
    citekeys: tuple[str, ...] = ()

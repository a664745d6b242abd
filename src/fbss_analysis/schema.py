"""The nouns of the project: frozen records, the words they may use, and three exceptions. No input or output.

A mention is a stretch of text that carries a quantity; a claim is a mention interpreted; a study is a publication cited
as evidence; a check asks a question of claims and answers with findings; an estimate is what a model says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from fbss_analysis.reported import ReportedNumber

Span = tuple[int, int]


class FbssError(Exception):
    """Something the user has to know, in three parts: what is wrong, where, and what to do."""

    exit_status = 4

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        super().__init__(what, where, todo)
        self.what, self.where, self.todo = what, where, todo

    def __str__(self) -> str:
        parts = (("", self.what), ("where: ", self.where), ("to do: ", self.todo))
        return "\n  ".join(label + text for label, text in parts if text)


class InputError(FbssError):
    """A file or text that cannot be used as it is; everything else was still done."""

    exit_status = 3


class UsageError(FbssError):
    """A command, parameter or option that does not exist or has the wrong type."""

    exit_status = 2


class Verdict(StrEnum):
    """How a question about a claim was answered; DESIGN's five words, best first."""

    REPRODUCED = "reproduced"
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    INDETERMINATE = "indeterminate"
    NOT_APPLICABLE = "not_applicable"


class Rung(StrEnum):
    """The four questions of the ladder: is it there, does it follow, is it what was published, where does it stand."""

    LOCATED = "located"
    RECOMPUTED = "recomputed"
    TRACED = "traced"
    POOLED = "pooled"


class Relation(StrEnum):
    """What a traced claim is to the published value that it leans on."""

    EXACT = "exact"
    ROUNDED = "rounded"
    MISDATED = "misdated"
    WRONG_DENOMINATOR = "wrong_denominator"
    WRONG_POPULATION = "wrong_population"
    WRONG_SAMPLE_SIZE = "wrong_sample_size"
    WRONG_CITATION = "wrong_citation"
    OVERSTATED = "overstated"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"

    @property
    def verdict(self) -> Verdict:
        """Exact reproduces, rounded is consistent, unsupported stays open, every other relation is inconsistent."""
        return _VERDICT_OF_RELATION.get(self, Verdict.INCONSISTENT)


_VERDICT_OF_RELATION: Mapping[Relation, Verdict] = {
    Relation.EXACT: Verdict.REPRODUCED,
    Relation.ROUNDED: Verdict.CONSISTENT,
    Relation.UNSUPPORTED: Verdict.INDETERMINATE,
}


class Kind(StrEnum):
    """What sort of quantity a mention is."""

    PERCENT = "percent"
    PERCENT_RANGE = "percent_range"
    PERCENT_CHANGE = "percent_change"
    RATIO_ONE_IN_N = "ratio_one_in_n"
    FRACTION_WORD = "fraction_word"
    MULTIPLIER_WORD = "multiplier_word"
    COUNT = "count"
    NUMBER_RANGE = "number_range"
    ORDINAL_LIST_ITEM = "ordinal_list_item"
    DURATION = "duration"
    AGE = "age"
    DATE = "date"
    DOSE = "dose"
    MONEY = "money"
    ODDS_RATIO = "odds_ratio"
    HAZARD_RATIO = "hazard_ratio"
    RELATIVE_RISK = "relative_risk"
    CONFIDENCE_INTERVAL = "confidence_interval"
    P_VALUE = "p_value"
    MEAN_SD = "mean_sd"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
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
class Claim:
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
class Reference:
    """An entry of an article's reference list as printed, split into its fields."""

    number: int
    title: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    journal: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    start: int | None = None
    end: int | None = None
    citekey: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker: the entry it points to, its place with brackets, its form, and whether a teaser holds it.

    A marker that names several entries gives one record for each, at the same place.
    """

    number: int
    start: int
    end: int
    form: str
    in_teaser: bool = False


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A number that a study published, with the place where it was seen."""

    outcome: str
    text: str
    locator: str
    address: str
    confidence: str
    horizon: str | None = None
    percent: Decimal | None = None
    count: Decimal | None = None
    ratio: Decimal | None = None
    n_events: int | None = None
    n: int | None = None
    ci_low: Decimal | None = None
    ci_high: Decimal | None = None
    subgroup: str = ""
    population: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A publication cited as evidence: its bibliographic record and the values that were seen in it."""

    citekey: str
    title: str
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    month: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    design: str = ""
    population: str = ""
    n: int | None = None
    values: tuple[PublishedValue, ...] = ()
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

    def named(self) -> dict[str, Claim]:
        """The claims by the name that derivations use: its own by the short name, those of other documents in full."""
        own = {claim.claim_id.rpartition(".")[2]: claim for claim in self.claims}
        return {claim.claim_id: claim for claim in (*self.others, *self.claims)} | own


@dataclass(frozen=True, slots=True)
class Finding:
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
class Estimate:
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

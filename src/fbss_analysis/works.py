"""The nouns of evidence: an entry of a reference list, a study, a value that it published, a cohort to pool."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


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
    """A number that a study published, with the place where it was seen.

    `text` is the figure as printed; `percent`, `count`, `ratio` or `value` (in `unit`) is what it says, `low` and
    `high` are the ends of a printed range, or of what an inferred value leaves open. `statistic` tells a plain
    proportion from a cumulative incidence, which no whole number of people needs to reproduce. `origin` is `own`, or
    `background` for a figure retold from other works. Values that share a `partition` make up a whole. `misprint`
    says how a figure contradicts itself in print.
    """

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
    statistic: str = ""
    value: Decimal | None = None
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    level: Decimal | None = None
    procedure: str = ""
    origin: str = "own"
    partition: str = ""
    misprint: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A publication cited as evidence: its bibliographic record and the values that were seen in it.

    `type` and `genre` are CSL's; `online` is the ISO date of first publication where it was seen; `number` an article
    number; `found` says how much was read (abstract, title_only, not_found), `address` where. `retells` names the works
    whose figures a review or a letter passes on.
    """

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
    type: str = "article-journal"
    genre: str = ""
    group_authors: tuple[str, ...] = ()
    et_al: bool = False
    day: int | None = None
    online: str = ""
    number: str = ""
    found: str = ""
    address: str = ""
    note: str = ""
    retells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cohort:
    """What one study published about one outcome at one horizon; numbers are None where none was printed.

    `percent` keeps its printed decimals. `cohort_id` is the same for rows of the same or overlapping patients.
    """

    citekey: str
    cohort_id: str
    family: str
    outcome: str
    procedure: str
    design: str = ""
    country: str = ""
    year: int | None = None
    horizon_months: float | None = None
    events: int | None = None
    events_source: str = ""
    n: int | None = None
    percent: Decimal | None = None
    ci_low: float | None = None
    ci_high: float | None = None

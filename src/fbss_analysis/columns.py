"""The derived tables, described once, column by column: name, Table Schema type, and what the column holds.

Reference: Table Schema, https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a derived table: its name, its Table Schema type, and what it holds."""

    name: str
    type: str
    description: str


def _columns(*given: str) -> tuple[Column, ...]:
    return tuple(Column(*(part.strip() for part in line.split("|"))) for line in given)


RUNG_COLUMNS = _columns(
    "recomputed | string | verdict: does it follow from the other numbers given?",
    "recomputed_message | string | the reason, in a sentence",
    "formula | string | the arithmetic behind the recomputed verdict",
    "traced | string | verdict: is it what the cited study published? empty: not asked yet",
    "relation | string | what the claim is to the published value",
    "traced_message | string | the reason, in a sentence",
    "pooled | string | verdict: where does it stand among comparable studies? empty: not asked yet",
    "pooled_message | string | the reason, in a sentence",
    "overall | string | verdict that the article is held to",
    "decided_by | string | the rung that decided overall",
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "claims": (
        *_columns(
            "claim_id | string | source_id and name of the claim",
            "source_id | string | the article",
            "statement | string | what is claimed, in our words",
            "reported | string | the figure as printed",
            "start | integer | first code point of the figure in the original",
            "end | integer | code point after the figure",
            "kind | string | what sort of quantity it is",
            "value | number | printed value; percents and ratios in percent points",
            "low | number | lower end of a printed range",
            "high | number | upper end of a printed range",
            "interval_low | number | lower end of the rounding interval, empty where open",
            "interval_high | number | upper end of the rounding interval, empty where open",
            "unit | string | unit as printed or filled in",
            "hedge | string | hedge, by its name in the hedge table",
            "statistic | string | what statistic it is",
            "outcome | string | of what outcome",
            "population | string | in whom",
            "procedure | string | after which procedure",
            "horizon | string | by when",
            "denominator | string | the claim or number that it is a share of",
            "cites | string | citekeys, separated by spaces",
            "derivation | string | how it follows from other claims",
            "restates | string | the claim that it repeats",
        ),
        *RUNG_COLUMNS,
    ),
    "findings": _columns(
        "check | string | the question that was asked",
        "rung | string | the rung of the ladder it belongs to",
        "claim_id | string | the claim it is about; empty: the document",
        "doc | string | source_id",
        "spans | string | JSON: places of all operands in the original",
        "verdict | string | the answer",
        "relation | string | for traced findings: what the claim is to the published value",
        "reported | string | what the article prints",
        "expected | string | what the check expects",
        "message | string | the reason, in a sentence",
        "formula | string | the arithmetic behind it",
    ),
    "mentions": _columns(
        "doc | string | source_id; places are in the text of the digest",
        "start | integer | first code point",
        "end | integer | code point after the last",
        "text | string | the mention",
        "kind | string | what sort of quantity it is",
        "value | number | value; percents, ratios and fractions in percent points",
        "low | number | lower end of a range",
        "high | number | upper end of a range",
        "unit | string | unit",
        "hedge | string | hedge",
        "numerator | number | count, where one is printed with it",
        "denominator | number | whole, where one is printed with it",
        "level | number | confidence level of an interval",
        "sd | number | standard deviation",
        "horizon | string | by when",
        "citation | integer | number of the reference that it leans on",
    ),
    "sources": _columns(
        "source_id | string | the article",
        "title | string | its title",
        "author | string | its author, where one is named",
        "publisher | string | who published it",
        "characters | integer | length of the original in code points",
        "sha256 | string | hash of the original's bytes",
        "claims | integer | claims in it",
        "references | integer | entries in its reference list",
    ),
    "ledger": _columns(
        "doc | string | source_id",
        "status | string | what became of the numeric tokens: audited, excluded or unresolved",
        "reason | string | why they are excluded",
        "tokens | integer | how many numeric tokens of the original",
    ),
    "studies": _columns(
        "citekey | string | the study",
        "title | string | its title",
        "journal | string | journal",
        "year | integer | year of publication",
        "design | string | design",
        "population | string | population",
        "n | integer | how many people",
        "published_values | integer | how many of its published values were seen",
    ),
    "cohorts": _columns(
        "citekey | string | the study",
        "cohort_id | string | the same for rows of the same or overlapping patients",
        "family | string | outcome family; families are never pooled with each other",
        "outcome | string | outcome",
        "procedure | string | after which procedure",
        "year | integer | year of publication",
        "horizon_months | number | by when",
        "events | integer | events, as events_source says",
        "events_source | string | real counts, or percent × n, which ignores censoring",
        "n | integer | out of how many",
        "percent | number | published percentage",
        "ci_low | number | lower end of the published interval",
        "ci_high | number | upper end of the published interval",
    ),
    "references": _columns(
        "source_id | string | the article",
        "number | integer | number in its reference list",
        "citekey | string | the work, as it is called here; empty: not recognised",
        "author | string | first author as printed",
        "title | string | title as printed",
        "journal | string | journal as printed",
        "recorded_journal | string | journal in the work's own record",
    ),
    "dates": _columns(
        "claim_id | string | the claim that tells when a work appeared",
        "source_id | string | the article",
        "citekey | string | the work",
        "origin | string | who says so: the text (told), its reference list (listed), the record (issue, online)",
        "date | string | year, and month where one is given",
        "start | number | first moment that the date allows, in years",
        "end | number | last moment that it allows, in years",
    ),
    "published": _columns(
        "citekey | string | the study",
        "outcome | string | of what outcome",
        "text | string | the figure as printed",
        "statistic | string | what statistic it is",
        "horizon | string | by when",
        "percent | number | percentage, where it is one",
        "count | number | count, where it is one",
        "ratio | number | ratio, where it is one",
        "value | number | any other value, in its unit",
        "unit | string | unit",
        "low | number | lower end of a printed range, or of what an inferred value leaves open",
        "high | number | upper end of the same",
        "n_events | integer | events",
        "n | integer | out of how many",
        "ci_low | number | lower end of the published interval",
        "ci_high | number | upper end of the published interval",
        "subgroup | string | in which part of the study's people",
        "procedure | string | after which procedure",
        "population | string | in whom",
        "origin | string | the study's own, or background that it retells",
        "partition | string | values that share this word make up a whole",
        "locator | string | where in the study it was seen",
        "address | string | where the study was read",
        "confidence | string | seen in the source, or inferred",
        "misprint | string | how it contradicts itself in print",
        "note | string | note",
    ),
    "comparisons": _columns(
        "doc | string | source_id",
        "check | string | which question the text raises",
        "parts | string | claims that are compared, separated by spaces",
        "whole | string | the claim or number that they are compared with",
        "note | string | note",
    ),
    "judgements": _columns(
        "doc | string | source_id",
        "check | string | the question that was judged",
        "rung | string | the rung of the ladder it belongs to",
        "claims | string | claims that it is about, separated by spaces",
        "cites | string | works that it is about, separated by spaces",
        "verdict | string | the verdict of a reader",
        "relation | string | for traced judgements: what the claims are to the study",
        "reason | string | why",
    ),
    "estimates": _columns(
        "claim_id | string | the claim that the estimate is about",
        "estimand | string | what is estimated",
        "value | number | the estimate",
        "ci_low | number | lower end",
        "ci_high | number | upper end",
        "level | number | confidence level; empty: an envelope over rounding, not a confidence interval",
        "method | string | how",
        "n_events | integer | events",
        "n | integer | out of how many",
        "horizon | string | by when",
        "citekeys | string | studies that it rests on",
    ),
}

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
    "correction | string | what to write instead: figure, denominator, horizon, source",
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
    "pools": _columns(
        "family | string | outcome family",
        "horizon | string | by when; any horizon: each cohort at its own",
        "horizon_months | number | by when; empty: any horizon",
        "rows | string | all, or those with real counts only",
        "k | integer | cohorts in the pool",
        "k_real | integer | cohorts that tell real counts",
        "low | number | lowest cohort, percent",
        "high | number | highest cohort, percent",
        "estimate | number | pooled share, percent; no headline below five cohorts",
        "ci_low | number | lower confidence limit, from five cohorts on",
        "ci_high | number | upper confidence limit",
        "prediction_low | number | lower prediction limit, from five cohorts on",
        "prediction_high | number | upper prediction limit",
        "tau2 | number | variance between cohorts, log-odds",
        "i2 | number | share of the variance that lies between cohorts, percent",
        "method | string | how",
        "silent | string | what is not told, and why",
        "certainty | string | in GRADE's four levels, by the rules of the module certainty",
        "taken_down_by | string | the domains that took it down",
        "citekeys | string | studies in the pool, separated by spaces",
    ),
    "pool_members": _columns(
        "family | string | outcome family",
        "horizon | string | by when",
        "horizon_months | number | by when; empty: any horizon",
        "cohort_id | string | the same for rows of the same or overlapping patients",
        "citekey | string | the study",
        "place | string | in the pool, or out",
        "basis | string | what its weight rests on: counts, a published interval, or an effective number",
        "percent | number | its share, percent",
        "low | number | lower limit that its weight gives it, percent",
        "high | number | upper limit",
        "outcome | string | outcome",
        "procedure | string | after which procedure",
        "own_months | number | its own horizon",
        "n | integer | out of how many",
        "reason | string | why it is out",
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

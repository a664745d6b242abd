"""Records to rows, rows to CSV with a Table Schema, records to frames.

Each derived table is described once, here, column by column; the CSV, its schema in the data package and the types that
`fbss.derived` reads back come from the same description. Floats are stored with 10 significant digits.

Reference: Table Schema, https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fbss_analysis.interval import Interval, show
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.prose import SHOWN_DIGITS, show_number
from fbss_analysis.schema import Claim, Estimate, Finding, Mention, Rung, Source

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
STORED_DIGITS = 10
MISSING = frozenset({"None", "nan", "NaN", "NaT", "<NA>"})  # how pandas and Python write that there is no value


@dataclasses.dataclass(frozen=True, slots=True)
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


def claim_row(ladder: Ladder) -> Row:
    """One row of the claims table; the located rung is not in it, since it depends on who has the originals."""
    claim, mention = ladder.claim, ladder.claim.mention
    row = {name: getattr(claim, name) for name in _shared_fields(Claim, "claims")}
    row |= {name: getattr(mention, name) for name in _shared_fields(Mention, "claims") if name not in row}
    row |= {"reported": mention.text, "decided_by": ladder.decided_by, "overall": ladder.overall}
    if claim.reported is not None:
        ends = claim.reported.interval()
        row |= {"interval_low": _finite(ends.low), "interval_high": _finite(ends.high)}
    for rung in (Rung.RECOMPUTED, Rung.TRACED, Rung.POOLED):
        step: Step | None = getattr(ladder, rung.value)
        row |= {rung.value: step and step.verdict, f"{rung.value}_message": step and step.message}
    row["relation"] = ladder.traced and ladder.traced.relation
    row["formula"] = ladder.recomputed.formula
    return row


def record_row(record: Finding | Mention) -> Row:
    """One row of the findings or mentions table: the record's own fields."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def source_row(source: Source) -> Row:
    """One row of the sources table."""
    row = {name: getattr(source, name) for name in _shared_fields(Source, "sources")}
    return row | {"claims": len(source.claims), "references": len(source.references)}


def ledger_rows(source: Source) -> list[Row]:
    """The rows of the ledger table for one source: what became of each of its numeric tokens."""
    tokens = source.tokens
    if tokens is None:
        return []
    counts = [("audited", "", tokens.audited), *(("excluded", why, n) for why, n in sorted(tokens.excluded.items()))]
    counts.append(("unresolved", "", len(tokens.unresolved)))
    return [{"doc": source.source_id, "status": s, "reason": why, "tokens": n} for s, why, n in counts]


def estimate_row(claim_id: str, estimate: Estimate) -> Row:
    """One row of the estimates table."""
    return {"claim_id": claim_id, **{f.name: getattr(estimate, f.name) for f in dataclasses.fields(estimate)}}


def to_csv(name: str, rows: Iterable[Row]) -> str:
    """Write rows as the CSV of a derived table: its columns in order, LF line ends, empty where there is no value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [column.name for column in TABLES[name]]
    writer.writerow(columns)
    writer.writerows([stored(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def stored(value: object) -> str:
    """A value as it stands in a CSV cell: floats with 10 significant digits, spans as JSON, citekeys with spaces."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float | Fraction | Decimal):
        return f"{float(value):.{STORED_DIGITS}g}"
    if isinstance(value, tuple):
        spans = any(isinstance(item, tuple) for item in value)
        return json.dumps([list(item) for item in value]) if spans else " ".join(map(str, value))
    return str(value)


def package(texts: Mapping[str, str], raw_sha256: str) -> str:
    """The data package of the derived tables, as JSON: schema, size and hash of each, and the hash of their source."""
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "mediatype": "text/csv",
            "hash": "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
            "bytes": len(text.encode()),
            "schema": {"fields": [dataclasses.asdict(column) for column in TABLES[name]], "missingValues": [""]},
        }
        for name, text in texts.items()
    ]
    described = {
        "name": "fbss-analysis-derived",
        "title": "Claims, findings, mentions and estimates of the audit",
        "raw_sha256": raw_sha256,
        "resources": resources,
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def to_frame(records: Sequence[Any]) -> pd.DataFrame:
    """Any sequence of the project's records as a frame, one column a field, enums as their words."""
    import pandas as pd

    rows = [{f.name: _plain(getattr(record, f.name)) for f in dataclasses.fields(record)} for record in records]
    return pd.DataFrame(rows)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _shared_fields(record: type, table: str) -> list[str]:
    columns = {column.name for column in TABLES[table]}
    return [field.name for field in dataclasses.fields(record) if field.name in columns]


def _finite(value: Fraction | float) -> float | None:
    return None if isinstance(value, float) else float(value)


class Table:
    """A frame for reading, shown by JupyterLab and the report: at most four digits, no index, everything escaped."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame.map(show_cell)

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False, border=0, escape=True, na_rep=""))

    def __repr__(self) -> str:
        return str(self.frame.to_string(index=False, na_rep=""))


def show_cell(value: Any) -> str:
    """A value as a reader sees it in a table."""
    if str(value) in MISSING:
        return ""
    if isinstance(value, Interval):
        return f"{show(value.low, SHOWN_DIGITS)} to {show(value.high, SHOWN_DIGITS)}"
    return show_number(value.item() if hasattr(value, "item") else value)

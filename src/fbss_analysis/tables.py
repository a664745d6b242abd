"""Records to rows, rows to CSV with a Table Schema, records to frames.

The CSV, its schema in the data package and the types that `fbss.derived` reads back come from one description
(`columns`). Floats are stored with 10 significant digits.

Reference: Table Schema, https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fbss_analysis.appraisal.certainty import grade
from fbss_analysis.appraisal.tipping import Tip
from fbss_analysis.columns import TABLES
from fbss_analysis.escapes import NO_LATEX, unmasked
from fbss_analysis.ladder import Ladder, Step
from fbss_analysis.printed.interval import Interval, show
from fbss_analysis.prose import SHOWN_DIGITS, show_number
from fbss_analysis.schema import (
    Article,
    Claim,
    Cohort,
    Comparison,
    Estimate,
    Finding,
    Judgement,
    Mention,
    PublishedValue,
    Reference,
    Rung,
    Source,
    Study,
)
from fbss_analysis.synthesis import Pool, synthesize, synthesize_counts
from fbss_analysis.tracing.provenance import dates_told, show_date, span_of

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
STORED_DIGITS = 10
MISSING = frozenset({"None", "nan", "NaN", "NaT", "<NA>"})  # how pandas and Python write that there is no value


def claim_row(ladder: Ladder, correction: str = "") -> Row:
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
    return row | {"formula": ladder.recomputed.formula, "correction": correction}


def record_row(record: Finding | Mention | Cohort) -> Row:
    """One row of the findings, mentions or cohorts table: the record's own fields."""
    row = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return row | ({"spans": json.dumps(record.spans)} if isinstance(record, Finding) else {})


def source_row(source: Source) -> Row:
    """One row of the sources table."""
    row = {name: getattr(source, name) for name in _shared_fields(Source, "sources")}
    return row | {"claims": len(source.claims), "references": len(source.references)}


def study_row(study: Study) -> Row:
    """One row of the studies table."""
    row = {name: getattr(study, name) for name in _shared_fields(Study, "studies")}
    return row | {"published_values": len(study.values)}


def published_row(study: Study, value: PublishedValue) -> Row:
    """One row of the published table."""
    return {"citekey": study.citekey, **{f.name: getattr(value, f.name) for f in dataclasses.fields(value)}}


def reference_row(source_id: str, entry: Reference, study: Study | None) -> Row:
    """One row of the references table: an entry of an article's list, and the work's own record where it is known."""
    row = {name: getattr(entry, name) for name in _shared_fields(Reference, "references")}
    recorded = study.journal if study else None
    return row | {"source_id": source_id, "author": "; ".join(entry.authors[:1]), "recorded_journal": recorded}


def date_rows(article: Article) -> list[Row]:
    """The rows of the dates table for one article: each date that it tells of a work, with those of list and record."""
    return [
        {"claim_id": claim.claim_id, "source_id": article.doc, "citekey": " ".join(claim.cites), "origin": origin}
        | {"date": show_date(date), "start": span_of(date).low, "end": span_of(date).high}
        for claim in article.claims
        for origin, date in dates_told(claim, article).items()
    ]


def comparison_row(doc: str, asked: Comparison) -> Row:
    """One row of the comparisons table, claims by their full names."""
    whole = asked.whole and _full_name(doc, asked.whole)
    return {
        "doc": doc,
        "check": asked.check,
        "parts": tuple(_full_name(doc, name) for name in asked.parts),
        "whole": whole,
        "note": asked.note,
    }


def judgement_row(source: Source, judged: Judgement) -> Row:
    """One row of the judgements table, claims by their full names, references by their works."""
    row = {name: getattr(judged, name) for name in _shared_fields(Judgement, "judgements")}
    doc = source.source_id
    works = [entry.citekey for entry in source.references if entry.number in judged.references]
    return row | {"doc": doc, "claims": tuple(_full_name(doc, c) for c in judged.claims), "cites": tuple(works)}


def _full_name(doc: str, name: str) -> str:
    """A claim's name with its source; a number that stands where a claim could is left as it is."""
    return name if "." in name or not name.isidentifier() else f"{doc}.{name}"


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


def tip_row(tip: Tip) -> Row:
    """One row of the tipping table."""
    return {field.name: getattr(tip, field.name) for field in dataclasses.fields(tip)} | {"message": tip.sentence()}


def pool_rows(pool: Pool) -> list[Row]:
    """The rows of the pools table for one pool: with all its cohorts, and with those that tell real counts only."""
    sure = grade(pool)
    pairs = {"all": (pool, synthesize(pool)), "real counts": (pool.with_counts_only(), synthesize_counts(pool))}
    return [
        {**_of_pool(some), "rows": rows, "citekeys": some.citekeys}
        | {f.name: getattr(said, f.name) for f in dataclasses.fields(said)}
        | ({"certainty": sure.level, "taken_down_by": "; ".join(sure.taken_down_by)} if rows == "all" else {})
        for rows, (some, said) in pairs.items()
    ]


def member_rows(pool: Pool) -> list[Row]:
    """The rows of the pool_members table for one pool: every cohort of the family, in it or out with the reason."""
    inside = [
        _of_pool(pool)
        | {name: getattr(m.cohort, name) for name in ("cohort_id", "citekey", "outcome", "procedure", "n")}
        | {"place": "in", "basis": m.basis, "percent": m.percent, "own_months": m.cohort.horizon_months}
        | dict(zip(("low", "high"), m.limits(), strict=True))
        for m in pool.members
    ]
    return inside + [{**_of_pool(pool), **dataclasses.asdict(out), "place": "out"} for out in pool.left_out]


def _of_pool(pool: Pool) -> Row:
    return {"family": pool.family, "horizon": pool.when(), "horizon_months": pool.at and float(pool.at.low)}


def to_csv(name: str, rows: Iterable[Row]) -> str:
    """Write rows as the CSV of a derived table: its columns in order, LF line ends, empty where there is no value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [column.name for column in TABLES[name]]
    writer.writerow(columns)
    writer.writerows([stored(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def stored_row(row: Row) -> dict[str, str]:
    """A row as its cells stand in the CSV."""
    return {name: stored(value) for name, value in row.items()}


def stored(value: object) -> str:
    """A value as it stands in a CSV cell: floats with 10 significant digits, citekeys with spaces between them."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float | Fraction | Decimal):
        return f"{float(value):.{STORED_DIGITS}g}"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
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
        self.frame = frame.map(show_cell).rename_axis(columns=None)

    def _repr_html_(self) -> str:
        shown = str(self.frame.to_html(index=False, border=0, escape=True, na_rep=""))
        # What could be LaTeX is text: MathJax leaves elements of these classes alone.
        return (
            shown.replace('class="dataframe', f'class="dataframe {NO_LATEX}', 1)
            if re.search(r"[$\\]", shown)
            else shown
        )

    def __repr__(self) -> str:
        return str(self.frame.to_string(index=False, na_rep=""))


def show_cell(value: Any) -> str:
    """A value as a reader sees it in a table."""
    if str(value) in MISSING:
        return ""
    if isinstance(value, Interval):
        return f"{show(value.low, SHOWN_DIGITS)} to {show(value.high, SHOWN_DIGITS)}"
    shown = show_number(value.item() if hasattr(value, "item") else value)
    return unmasked(shown) if isinstance(value, str) else shown

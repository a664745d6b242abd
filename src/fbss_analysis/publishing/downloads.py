"""What can be taken away: tables as CSV and Parquet, claims as JSON, studies as BibTeX, reviews as JSON-LD, one ZIP.

Parquet is there where pyarrow is installed, and the page says so; everything else needs nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from fbss_analysis import committed, corpus
from fbss_analysis.building.fingerprint import digest
from fbss_analysis.curated.csl import export_bibtex, export_csl
from fbss_analysis.ladder import Ladder
from fbss_analysis.publishing import citation, claimreview, descriptors
from fbss_analysis.publishing.binaries import packed, unpacked, zipped
from fbss_analysis.schema import Source, Study

ZIP = "fbss_analysis.zip"
PACKAGE = "datapackage.json"
ABOUT: Sequence[tuple[str, str]] = (
    ("claims.json", "every claim with its four verdicts, one object a line"),
    ("claims.schema.json", "the JSON Schema of that file"),
    ("claimreview.jsonld", "the verdicts as schema.org ClaimReview"),
    (PACKAGE, "Table Schema of every table, and the hash of every file that they were made from"),
    ("studies.bib", "the cited studies as BibTeX"),
    ("studies.csl.json", "the same as CSL-JSON"),
    (citation.NAME, "how to cite the audit"),
)


def files(
    tables: Mapping[str, str],
    claims: str,
    ladders: Sequence[Ladder],
    sources: Mapping[str, Source],
    studies: Mapping[str, Study],
) -> dict[str, str]:
    """Every download by its path in the report, those that are no text packed; `tables` are the derived files."""
    made = {
        "claims.json": claims,
        "claims.schema.json": descriptors.claims_schema(),
        "claimreview.jsonld": claimreview.reviews(ladders, sources, studies),
        PACKAGE: descriptors.package(tables[PACKAGE], corpus.raw_files()),
        "studies.bib": export_bibtex(studies.values()),
        "studies.csl.json": json.dumps(export_csl(studies.values()), ensure_ascii=False, indent=1) + "\n",
        citation.NAME: citation.read()[0],
    }
    made |= {f"{descriptors.FOLDER}/{name}": text for name, text in tables.items() if name.endswith(".csv")}
    made |= {f"{descriptors.FOLDER}/{name}": data for name, data in parquet(tables).items()}
    kept = {name: text for name, text in made.items() if text}
    return kept | {ZIP: packed(zipped({name: unpacked(name, text) for name, text in kept.items()}))}


def parquet(tables: Mapping[str, str]) -> dict[str, str]:
    """The derived tables as Parquet, packed, with the types of their schema; none where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        return {}
    made = {}
    for name in sorted(name for name in tables if name.endswith(".csv")):
        stem, buffer = name.removesuffix(".csv"), io.BytesIO()
        committed.typed(stem, tables[name]).to_parquet(buffer, index=False, compression="zstd")
        made[f"{stem}.parquet"] = packed(buffer.getvalue())
    return made


def listed(made: Mapping[str, str]) -> dict[str, Any]:
    """What the page of downloads shows: each file with what it is, its size and its hash; tables in rows of two."""
    described: dict[str, Any] = json.loads(made[PACKAGE])
    stems = [resource["name"] for resource in described["resources"]]
    return {
        "zip": _row(ZIP, "all of the files below", made),
        "files": [_row(name, about, made) for name, about in ABOUT if name in made],
        "tables": [
            {
                "name": stem,
                "csv": _row(f"{descriptors.FOLDER}/{stem}.csv", "", made),
                "parquet": _row(path, "", made) if (path := f"{descriptors.FOLDER}/{stem}.parquet") in made else None,
            }
            for stem in stems
        ],
        "parquet": any(name.endswith(".parquet") for name in made),
        "ratings": [(verdict.value, value) for verdict, value in claimreview.RATINGS.items()],
    }


def _row(name: str, about: str, made: Mapping[str, str]) -> dict[str, str]:
    held = unpacked(name, made[name])
    data = held.encode() if isinstance(held, str) else held
    size = f"{len(data) / 1000:,.0f} kB" if len(data) >= 1000 else f"{len(data)} bytes"
    return {"name": name, "about": about, "size": size, "hash": digest(data)}

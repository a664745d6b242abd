"""Descriptions that travel with the data: a data package with provenance, and the JSON Schema of `claims.json`.

The package describes every table by a Table Schema, and names every file of `data/raw` that the tables were made from,
with its SHA-256, so that a reader can say whether two sets of tables have the same origin, and which file makes the
difference.

References: Frictionless Data Package and Table Schema, https://datapackage.org/standard/. JSON Schema 2020-12,
https://json-schema.org/specification.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fbss_analysis import __version__
from fbss_analysis.columns import TABLES
from fbss_analysis.project import RAW
from fbss_analysis.schema import Relation, Rung, Verdict

VERSION = "1"
FOLDER = "tables"
OPEN = {"located", "traced", "pooled"}  # rungs that may not have been asked
FIELDS = {
    "located": "verdict: does the article say this, at this place?",
    "message": "the reason that the deciding rung gives",
}


def package(derived: str, inputs: Mapping[str, str]) -> str:
    """The data package of the downloads: that of the derived tables, with its paths here, and every input's hash."""
    described: dict[str, Any] = json.loads(derived)
    resources = [resource | {"path": f"{FOLDER}/{resource['path']}"} for resource in described.pop("resources")]
    described |= {
        "version": __version__,
        "licenses": [{"name": "MIT", "title": "MIT licence"}],
        "sources": [
            {"title": name, "path": f"{RAW.as_posix()}/{name}", "hash": f"sha256:{seen}"}
            for name, seen in inputs.items()
        ],
        "resources": resources,
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def claims_schema() -> str:
    """The JSON Schema of `claims.json`."""
    described = {column.name: column.description for column in TABLES["claims"]} | FIELDS
    item = {
        "type": "object",
        "properties": {name: kind | {"description": described[name]} for name, kind in _properties().items()},
        "required": list(_properties()),
        "additionalProperties": False,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fbss-analysis:claims:{VERSION}",
        "title": "Claims of the audit, one object each",
        "type": "array",
        "items": item,
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _properties() -> dict[str, dict[str, Any]]:
    text, place = {"type": "string"}, {"type": "integer", "minimum": 0}
    verdicts = [verdict.value for verdict in Verdict]
    rungs = {rung.value: {"enum": [*verdicts, None]} if rung.value in OPEN else {"enum": verdicts} for rung in Rung}
    return {
        "claim_id": {"type": "string", "pattern": r"^\w+\.\w+$"},
        "source_id": text,
        "statement": text,
        "reported": text,
        "start": place,
        "end": place,
        **rungs,
        "relation": {"enum": [*(relation.value for relation in Relation), None]},
        "overall": {"enum": verdicts},
        "decided_by": {"enum": [rung.value for rung in Rung]},
        "formula": text,
        "message": text,
        "correction": text,
    }

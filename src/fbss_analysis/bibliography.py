"""Study records: one TOML file a publication, its bibliographic fields on top, its published values as [[values]].

A published value is kept only as it was seen, with its locator and the address of the page where it was seen. An ill
value is told and left out; the study and its other values stay.

Reference: the record fields are those of the International Committee of Medical Journal Editors' sample references.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fbss_analysis.reading import decode, read_bytes
from fbss_analysis.records import NUMBER, TEXT, TEXTS, WHOLE, Problems, Table, Type, suggestion, tables
from fbss_analysis.schema import InputError, PublishedValue, Study

CONFIDENCE = ("seen_in_source", "inferred")
STUDY: Mapping[str, Type] = {
    **dict.fromkeys(("citekey", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid"), TEXT),
    **dict.fromkeys(("design", "population"), TEXT),
    **dict.fromkeys(("year", "month", "n"), WHOLE),
    "authors": TEXTS,
}
# Decimals are written in quotes or plain; in quotes the printed zeros stay.
DECIMAL = Type("a number, plain or in quotes", lambda value: NUMBER.fits(value) or _is_decimal(value))
_DECIMALS = ("percent", "count", "ratio", "ci_low", "ci_high")
VALUE: Mapping[str, Type] = {
    **dict.fromkeys(("outcome", "text", "locator", "address", "confidence"), TEXT),
    **dict.fromkeys(("horizon", "subgroup", "population", "note"), TEXT),
    **dict.fromkeys(_DECIMALS, DECIMAL),
    **dict.fromkeys(("n_events", "n"), WHOLE),
}
VALUE_NEEDS = ("outcome", "text", "locator", "address", "confidence")


def read_studies(folder: Path, shown: str, problems: Problems) -> dict[str, Study]:
    """The studies of a folder by citekey, in the order of their file names."""
    found = (read_study(path, f"{shown}/{path.name}", problems) for path in sorted(folder.glob("*.toml")))
    return {study.citekey: study for study in found if study}


def read_study(path: Path, shown: str, problems: Problems) -> Study | None:
    """The study in one file, without the values that have problems; None where its record itself cannot be used."""
    try:
        found = tables(decode(read_bytes(path), shown), shown, problems)
    except InputError as error:
        problems.add(error.what, error.where.replace(str(path), shown), error.todo)
        return None
    for extra in sorted(found.keys() - {"", "values"}):
        problems.add(f"unknown table {extra!r}", found[extra][0].where(), "use [[values]]")
    if not found or not found[""][0].check(STUDY, ("citekey", "title"), problems):
        return None
    top = found[""][0]
    if top.values["citekey"] != path.stem:
        problems.add(f"citekey must be the file's name, {path.stem!r}", top.where("citekey"), "correct one of the two")
        return None
    values = (_value_of(table, problems) for table in found.get("values", ()))
    record = {**top.values, "authors": tuple(top.values.get("authors", ()))}
    return Study(**record, values=tuple(value for value in values if value), place=top.where())


def _value_of(table: Table, problems: Problems) -> PublishedValue | None:
    if not table.check(VALUE, VALUE_NEEDS, problems):
        return None
    values = dict(table.values)
    if values["confidence"] not in CONFIDENCE:
        problems.add(
            f"confidence {values['confidence']!r} is unknown",
            table.where("confidence"),
            suggestion(values["confidence"], CONFIDENCE, "words"),
        )
        return None
    return PublishedValue(**{**values, **{key: Decimal(str(values[key])) for key in _DECIMALS if key in values}})


def _is_decimal(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except ArithmeticError:
        return False

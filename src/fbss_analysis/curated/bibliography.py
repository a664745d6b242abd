"""Study records: one TOML file a publication, its bibliographic fields on top, its published values as [[values]].

A published value is kept only as it was seen, with its locator and the address of the page where it was seen. An ill
or an impossible value is told and left out; the study and its other values stay. What the study itself misprints is
kept when its record says so.

Reference: the record fields are those of the International Committee of Medical Journal Editors' sample references.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fbss_analysis.curated.records import NUMBER, TEXT, TEXTS, TRUTH, WHOLE, Problems, Table, Type, suggestion, tables
from fbss_analysis.reading import decode, read_bytes
from fbss_analysis.schema import InputError, PublishedValue, Study
from fbss_analysis.tracing.soundness import flaws

CONFIDENCE = ("seen_in_source", "inferred")
FOUND = ("abstract", "title_only", "not_found")
ORIGIN = ("own", "background")
_LISTS = ("authors", "group_authors", "retells")
STUDY: Mapping[str, Type] = {
    **dict.fromkeys(("citekey", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid"), TEXT),
    **dict.fromkeys(("design", "population", "type", "genre", "online", "number", "found", "address", "note"), TEXT),
    **dict.fromkeys(("year", "month", "day", "n"), WHOLE),
    **dict.fromkeys(_LISTS, TEXTS),
    "et_al": TRUTH,
}
# Decimals are written in quotes or plain; in quotes the printed zeros stay.
DECIMAL = Type("a number, plain or in quotes", lambda value: NUMBER.fits(value) or _is_decimal(value))
_DECIMALS = ("percent", "count", "ratio", "value", "low", "high", "ci_low", "ci_high", "level")
VALUE: Mapping[str, Type] = {
    **dict.fromkeys(("outcome", "text", "locator", "address", "confidence"), TEXT),
    **dict.fromkeys(("horizon", "subgroup", "population", "procedure", "note"), TEXT),
    **dict.fromkeys(("statistic", "unit", "origin", "partition", "misprint"), TEXT),
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
    if not found or not _record_is_right(found[""][0], path.stem, problems):
        return None
    values = (_value_of(table, problems) for table in found.get("values", ()))
    top = found[""][0]
    if not _is_known(top, "found", FOUND, problems):
        return None
    record = {**top.values, **{key: tuple(top.values.get(key, ())) for key in _LISTS}}
    return Study(**record, values=tuple(value for value in values if value), place=top.where())


def _record_is_right(top: Table, name: str, problems: Problems) -> bool:
    if not top.check(STUDY, ("citekey", "title"), problems):
        return False
    if top.values["citekey"] != name:
        problems.add(f"citekey must be the file's name, {name!r}", top.where("citekey"), "correct one of the two")
    return bool(top.values["citekey"] == name)


def _value_of(table: Table, problems: Problems) -> PublishedValue | None:
    if not table.check(VALUE, VALUE_NEEDS, problems):
        return None
    known = [_is_known(table, key, words, problems) for key, words in (("confidence", CONFIDENCE), ("origin", ORIGIN))]
    if not all(known):
        return None
    decimals = {key: Decimal(str(table.values[key])) for key in _DECIMALS if key in table.values}
    value = PublishedValue(**{**table.values, **decimals}, place=table.where())
    return value if value.misprint or _is_possible(value, table, problems) else None


def _is_possible(value: PublishedValue, table: Table, problems: Problems) -> bool:
    found = flaws(value)
    for flaw in found:
        problems.add(
            flaw.what, table.where(flaw.key), f"{flaw.todo}; look again, or say in misprint that it is printed so"
        )
    return not found


def _is_known(table: Table, key: str, words: Collection[str], problems: Problems) -> bool:
    word = table.values.get(key)
    if word is None or word in words:
        return True
    problems.add(f"{key} {word!r} is unknown", table.where(key), suggestion(word, words, "words"))
    return False


def _is_decimal(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except ArithmeticError:
        return False

"""Curated tables to records: what an analyst wrote in claims.toml becomes claims, exclusions, comparisons, judgements.

An analyst adds a claim by adding text. The value of a claim is never typed twice: it is read from `reported`, the
figure as printed, with the hedge that stands around it; `value`, `low` or `high` are given only where no number is
printed in a form that can be read. Names are checked here as far as one folder goes: a derivation, a denominator, a
restated or a compared claim must exist.

Reference: Brown NJL, Heathers JAJ. Soc Psychol Personal Sci 2017;8:363-369 (a reported number is a string).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from enum import StrEnum
from typing import Any

from fbss_analysis.curated.naming import are_known, is_figure
from fbss_analysis.curated.records import (
    NUMBER,
    SPANS,
    TABLES,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    WHOLES,
    Problems,
    Table,
    Type,
    suggestion,
)
from fbss_analysis.printed.widths import HEDGES
from fbss_analysis.reported import ReportedNumber, parse, parse_range
from fbss_analysis.schema import (
    Claim,
    Comparison,
    Exclusion,
    Judgement,
    Kind,
    Mention,
    Qualifier,
    Reference,
    Relation,
    Rung,
    Verdict,
)

_PLACE: Mapping[str, Type] = {"start": WHOLE, "end": WHOLE}
CLAIM: Mapping[str, Type] = {
    **dict.fromkeys(("name", "reported", "kind", "statement", "statistic", "outcome", "population", "procedure"), TEXT),
    **dict.fromkeys(("horizon", "denominator", "hedge", "unit", "derivation", "restates"), TEXT),
    **dict.fromkeys(("value", "low", "high"), NUMBER),
    "marker": WHOLE,
    "cites": TEXTS,
    "qualifiers": TABLES,
    **_PLACE,
}
CLAIM_NEEDS = ("name", "reported", "start", "end", "kind", "statement", "statistic")
QUALIFIER: Mapping[str, Type] = {"role": TEXT, "text": TEXT, **_PLACE}
EXCLUSION: Mapping[str, Type] = {**dict.fromkeys(("name", "reported", "reason"), TEXT), **_PLACE}
COMPARISON: Mapping[str, Type] = {
    **dict.fromkeys(("check", "whole", "note"), TEXT),
    **dict.fromkeys(("parts", "items"), TEXTS),
    "stated": TRUTH,
}
JUDGEMENT: Mapping[str, Type] = {
    **dict.fromkeys(("check", "rung", "verdict", "relation", "reason"), TEXT),
    "claims": TEXTS,
    "references": WHOLES,
    "spans": SPANS,
}
REFERENCE: Mapping[str, Type] = {
    **dict.fromkeys(("title", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid", "citekey"), TEXT),
    **dict.fromkeys(("number", "year", "month", "day"), WHOLE),
    "authors": TEXTS,
    "et_al": TRUTH,
    **_PLACE,
}
# These print two numbers; the others print one, or none that has a value of its own.
_RANGES = (Kind.PERCENT_RANGE, Kind.NUMBER_RANGE, Kind.CONFIDENCE_INTERVAL)
_MAY_BE_RANGES = (Kind.AGE, Kind.DURATION, Kind.DOSE, Kind.DATE, Kind.MONEY)
_UNREADABLE = (Kind.OTHER, Kind.DATE)
_WORDS: Mapping[str, type[StrEnum]] = {"rung": Rung, "verdict": Verdict, "relation": Relation}
_OPEN_ABOVE = ("over", "at_least")
_OPEN_BELOW = ("up_to", "no_more_than", "nearly", "under")


def claim_of(table: Table, source_id: str, problems: Problems) -> Claim | None:
    """The claim of one [[claim]] table, or None where the table has problems."""
    right = table.check(CLAIM, CLAIM_NEEDS, problems) and _words_are_known(table, problems)
    if not right or not _span_is_right(table, problems):
        return None
    values = table.values
    numbers = _numbers(table, problems)
    if numbers is None:
        return None
    known = {field.name for field in fields(Claim)} & set(values) - {"reported", "cites", "qualifiers"}
    return Claim(
        claim_id=f"{source_id}.{values['name']}",
        source_id=source_id,
        mention=_mention(values, source_id, *numbers),
        reported=numbers[0],
        reported_high=numbers[1],
        cites=tuple(values.get("cites", ())),
        qualifiers=tuple(_qualifiers(table, problems)),
        place=table.where(),
        assessed="denominator" in values,
        **{name: values[name] for name in known},
    )


def exclusion_of(table: Table, source_id: str, problems: Problems) -> Exclusion | None:
    """The exclusion of one [[excluded]] table, or None where the table has problems."""
    right = table.check(EXCLUSION, EXCLUSION.keys(), problems) and _name_is_right(table, problems)
    if not right or not _span_is_right(table, problems):
        return None
    values = table.values
    name = f"{source_id}.{values['name']}"
    return Exclusion(name, values["reported"], values["start"], values["end"], values["reason"])


def comparison_of(table: Table, known: Collection[str], problems: Problems) -> Comparison | None:
    """The comparison of one [[comparison]] table over `known` names; `whole` is a name or a figure such as 100%."""
    if not table.check(COMPARISON, ("check", "parts"), problems):
        return None
    values = table.values
    whole = values.get("whole")
    names = [*values["parts"], *([whole] if whole and not is_figure(whole) else [])]
    if not are_known(names, known, table, "parts", problems):
        return None
    return Comparison(
        check=values["check"],
        parts=tuple(values["parts"]),
        whole=whole,
        note=values.get("note", ""),
        place=table.where(),
        stated=values.get("stated", True),
        items=tuple(values.get("items", ())),
    )


def judgement_of(
    table: Table, known: Collection[str], numbers: Collection[int], problems: Problems
) -> Judgement | None:
    """The judgement of one [[judgement]] table over `known` names and the numbers of the reference list."""
    if not table.check(JUDGEMENT, ("check", "verdict", "reason"), problems):
        return None
    values = table.values
    words = [_is_one_of(values[key], enum, key, table, problems) for key, enum in _WORDS.items() if key in values]
    if not (are_known(values.get("claims", ()), known, table, "claims", problems) and all(words)):
        return None
    for number in sorted(set(values.get("references", ())) - set(numbers)):
        problems.add(f"the reference list has no number {number}", table.where("references"), "correct references")
    return Judgement(
        check=values["check"],
        rung=Rung(values.get("rung", Rung.RECOMPUTED)),
        claims=tuple(values.get("claims", ())),
        verdict=Verdict(values["verdict"]),
        reason=values["reason"],
        relation=Relation(values["relation"]) if "relation" in values else None,
        references=tuple(values.get("references", ())),
        spans=tuple((start, end) for start, end in values.get("spans", ())),
        place=table.where(),
    )


def reference_of(table: Table, problems: Problems) -> Reference | None:
    """The entry of one [[reference]] table, or None where the table has problems."""
    if not table.check(REFERENCE, ("number", "title"), problems):
        return None
    if ("start" in table.values or "end" in table.values) and not _span_is_right(table, problems):
        return None
    return Reference(**{**table.values, "authors": tuple(table.values.get("authors", ()))})


def _is_one_of(word: str, words: Iterable[str], key: str, table: Table, problems: Problems) -> bool:
    known = [str(each) for each in words]
    if word not in known:
        problems.add(f"{key} {word!r} is unknown", table.where(key), suggestion(word, known, "words"))
    return word in known


def _words_are_known(table: Table, problems: Problems) -> bool:
    right = _is_one_of(table.values["kind"], Kind, "kind", table, problems)
    right &= _is_one_of(table.values.get("hedge", "none"), HEDGES, "hedge", table, problems)
    return _name_is_right(table, problems) and right


def _name_is_right(table: Table, problems: Problems) -> bool:
    name = table.values["name"]
    if not name.isidentifier():
        problems.add(f"{name!r} cannot be a name", table.where("name"), "use letters, digits and _, not a digit first")
    return bool(name.isidentifier())


def _span_is_right(table: Table, problems: Problems, values: Mapping[str, Any] | None = None) -> bool:
    values = table.values if values is None else values
    start, end = values.get("start", 0), values.get("end", 0)
    if 0 <= start < end:
        return True
    problems.add(f"start {start} must lie before end {end}", table.where("start"), "correct start and end")
    return False


def _qualifiers(table: Table, problems: Problems) -> Iterator[Qualifier]:
    for values in table.values.get("qualifiers", ()):
        part = Table(values, table.file, table.lines.get("qualifiers", table.line))
        if part.check(QUALIFIER, QUALIFIER.keys(), problems) and _span_is_right(part, problems):
            yield Qualifier(**values)


def _mention(
    values: Mapping[str, Any], source_id: str, number: ReportedNumber | None, high: ReportedNumber | None
) -> Mention:
    stated = {key: values[key] for key in ("value", "low", "high", "unit") if key in values}
    return Mention(
        doc=source_id,
        start=values["start"],
        end=values["end"],
        text=values["reported"],
        kind=Kind(values["kind"]),
        hedge=values.get("hedge", "none"),
        horizon=values.get("horizon"),
        citation=values.get("marker"),
        **(_measures(number, high) | stated),
    )


_Numbers = tuple[ReportedNumber | None, ReportedNumber | None]


def _numbers(table: Table, problems: Problems) -> _Numbers | None:
    """The number or the two ends that a claim prints, (None, None) for a journal, a title, a month; None if ill."""
    values, kind = table.values, Kind(table.values["kind"])
    try:
        return _read_numbers(values["reported"], values.get("hedge"), kind)
    except ValueError as error:
        problems.add(f"reported: {error}", table.where("reported"), "correct reported or kind")
        return None


def _read_numbers(text: str, hedge: str | None, kind: Kind) -> _Numbers:
    if kind in _RANGES:
        return parse_range(text, hedge=hedge)
    if kind in _MAY_BE_RANGES:
        with suppress(ValueError):
            return parse_range(text, hedge=hedge)
    if kind in _UNREADABLE:
        with suppress(ValueError):
            return parse(text, hedge=hedge), None
        return None, None
    return parse(text, hedge=hedge), None


def _measures(number: ReportedNumber | None, high: ReportedNumber | None) -> dict[str, Any]:
    """What a mention says in figures: a range has no value, a one-sided hedge repeats the value as its known end."""
    if number is None:
        return {}
    value = float(number.value)
    if high is not None:
        return {"low": value, "high": float(high.value), "unit": high.unit}
    ends = {"low": value} if number.hedge in _OPEN_ABOVE else {"high": value} if number.hedge in _OPEN_BELOW else {}
    numerator, denominator = number.parts or (None, None)
    return {"value": value, "unit": number.unit, "numerator": numerator, "denominator": denominator, **ends}

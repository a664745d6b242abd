"""Because of which input a verdict changed: what a claim rests on, compared field by field between two builds.

A claim rests on what was entered for it, on the claims that it is derived from or compared with, on the records of the
works that it cites, on the judgements about it, and, on the rung pooled, on the cohorts of its outcome. Each of these
is a row of a derived table; rows that differ are paired by what they have in common, and told by the fields that do
not. Where nothing of it differs, the cause is the library.

>>> claims = [{"claim_id": "a.x", "reported": "5%", "cites": "s", "outcome": "o"}]
>>> before = {"claims": claims, "published": [{"citekey": "s", "outcome": "o", "percent": "5"}]}
>>> after = {"claims": claims, "published": [{"citekey": "s", "outcome": "o", "percent": "7"}]}
>>> causes("a.x", before, after)
('published value of s (o): percent 5 → 7',)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
NO_TABLES: Tables = MappingProxyType({})
ENTERED = (
    *("statement", "reported", "start", "end", "hedge", "unit", "statistic", "outcome", "population", "procedure"),
    *("horizon", "denominator", "cites", "derivation", "restates"),
)
LIBRARY = "nothing that it rests on differs, so the library or its environment does"
OF_A_WORK = {
    "published": ("published value of {citekey}", ("outcome", "horizon", "subgroup")),
    "studies": ("record of {citekey}", ()),
    "references": ("entry {number} of the list of {source_id}", ()),
}
COUNTED = frozenset({"published_values"})  # follows from other rows
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def causes(claim_id: str, before: Tables, after: Tables) -> tuple[str, ...]:
    """What of all that a claim rests on differs, one line each, its own fields first; else that the library does."""
    found = list(dict.fromkeys(_differing(claim_id, before, after)))
    return tuple(found) or (LIBRARY,)


def _differing(claim_id: str, before: Tables, after: Tables) -> Iterator[str]:
    yield from _entered(claim_id, claim_id, before, after)
    for name in sorted(leans_on(claim_id, before) | leans_on(claim_id, after)):
        yield from _entered(name, name, before, after)
    claims = [row for tables in (before, after) for row in _claim(claim_id, tables)]
    works = {key for row in claims for key in row.get("cites", "").split()}
    for table, (label, about) in OF_A_WORK.items():
        yield from _rows(table, label, about, before, after, lambda row: row.get("citekey") in works)
    yield from _rows("dates", "date told of {citekey}", ("origin",), before, after, _about("claim_id", claim_id))
    for table in ("judgements", "comparisons"):
        label = f"{table.removesuffix('s')} ({{check}})"
        yield from _rows(table, label, (), before, after, lambda row: _names(claim_id, row))
    outcomes = {row.get("outcome") for row in claims}
    yield from _rows(
        "cohorts",
        "cohort {cohort_id}",
        ("horizon_months",),
        before,
        after,
        lambda row: bool(outcomes & {row.get("outcome"), row.get("family")}),
    )


def leans_on(claim_id: str, tables: Tables) -> set[str]:
    """The other claims that one is derived from, is a share of, repeats, or is compared with."""
    source = claim_id.partition(".")[0]
    known = {row["claim_id"] for row in tables.get("claims", ())}
    named = [
        row.get(field, "") for row in _claim(claim_id, tables) for field in ("derivation", "denominator", "restates")
    ]
    named += [f"{row['parts']} {row['whole']}" for row in tables.get("comparisons", ()) if _names(claim_id, row)]
    names = {name for text in named for name in _NAME.findall(text)}
    return ({name if "." in name else f"{source}.{name}" for name in names} & known) - {claim_id}


def _claim(claim_id: str, tables: Tables) -> list[Row]:
    return [row for row in tables.get("claims", ()) if row["claim_id"] == claim_id]


def _names(claim_id: str, row: Row) -> bool:
    return claim_id in " ".join(row.get(field, "") for field in ("claims", "parts", "whole")).split()


def _about(field: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row.get(field) == value


def _entered(claim_id: str, label: str, before: Tables, after: Tables) -> Iterator[str]:
    for old, new in zip(_claim(claim_id, before), _claim(claim_id, after), strict=False):
        if told := _fields(old, new, ENTERED):
            yield f"what was entered for {label}: {told}"


def _rows(
    table: str,
    label: str,
    about: Sequence[str],
    before: Tables,
    after: Tables,
    wanted: Callable[[Row], bool],
) -> Iterator[str]:
    """The rows of a table that differ: those only in one build, paired with the most alike of the other."""
    old, new = ([row for row in tables.get(table, ()) if wanted(row)] for tables in (before, after))
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    for row in gone:
        other = max(come, key=lambda candidate: _alike(row, candidate), default=None)
        if other is not None and _alike(row, other) > len(row) / 2:
            come.remove(other)
            if told := _fields(row, other, [key for key in row if key not in COUNTED]):
                yield f"{_label(label, about, row)}: {told}"
        else:
            yield f"{_label(label, about, row)}: gone"
    yield from (f"{_label(label, about, row)}: new" for row in come)


def _alike(one: Row, other: Row) -> int:
    return sum(other.get(key) == value for key, value in one.items())


def _label(label: str, about: Sequence[str], row: Row) -> str:
    more = ", ".join(row[key] for key in about if row.get(key))
    return label.format_map(row) + (f" ({more})" if more else "")


def _fields(old: Row, new: Row, keys: Sequence[str]) -> str:
    pairs = [(key, old.get(key, ""), new.get(key, "")) for key in keys]
    return ", ".join(f"{key} {one or 'none'} → {other or 'none'}" for key, one, other in pairs if one != other)

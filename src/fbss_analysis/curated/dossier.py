"""The folder of one source to one Source: its record, digest, claims and references, checked against each other.

source.toml says which text is meant (by hash) and where in it stand numbers that are no quantities; digest.md retells
it; claims.toml holds what was curated; references.toml is the list that the article prints. Figure, anchor and ledger
must agree: every claim has one anchor in the digest with its figure, every anchor a claim, every number of the digest
an anchor. The original is read only if its hash is the one in the record.

>>> sorted(FILES)
['claims.toml', 'digest.md', 'references.toml', 'source.toml']
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fbss_analysis.curated.curation import claim_of, comparison_of, exclusion_of, judgement_of, reference_of
from fbss_analysis.curated.digest import Expected
from fbss_analysis.curated.digest import places as digest_places
from fbss_analysis.curated.ledger import ledger
from fbss_analysis.curated.naming import check_names, check_value
from fbss_analysis.curated.records import PLACES, SPANS, TEXT, WHOLE, Problems, Table, Type, suggestion, tables
from fbss_analysis.reading import decode, read_bytes
from fbss_analysis.schema import Claim, Document, Exclusion, InputError, Ledger, Marker, Reference, Source, Span

FILES = ("source.toml", "digest.md", "claims.toml", "references.toml")
JUDGED = "judgements.toml"  # where there are many, they may stand in a file of their own
RECORD: Mapping[str, Type] = {
    **dict.fromkeys(("source_id", "title", "author", "publisher", "sha256", "note"), TEXT),
    **dict.fromkeys(("characters", "year"), WHOLE),
    "lines": TEXT,
}
RECORD_NEEDS = ("source_id", "title", "publisher", "sha256", "characters", "lines")
MARKER_FORMS = ("round", "square", "open", "superscript", "glued", "author_year", "teaser")
CURATED = ("claim", "excluded", "comparison", "judgement")


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a source's files are, and the name of that place in messages."""

    path: Path
    shown: str

    @property
    def source_id(self) -> str:
        """The folder's own name."""
        return self.path.name

    def text(self, name: str, problems: Problems) -> str | None:
        """The text of one file, or None with a problem noted."""
        try:
            return decode(read_bytes(self.path / name), f"{self.shown}/{name}")
        except InputError as error:
            problems.add(error.what, error.where.replace(str(self.path), self.shown), error.todo)
            return None

    def tables(self, name: str, known: Collection[str], problems: Problems) -> dict[str, list[Table]]:
        """The tables of one TOML file; a table with an unknown name is a problem."""
        text = self.text(name, problems)
        found = tables(text, f"{self.shown}/{name}", problems) if text is not None else {}
        for extra in sorted(found.keys() - {"", *known}):
            problems.add(f"unknown table {extra!r}", found[extra][0].where(), suggestion(extra, known, "tables"))
        if "" not in known and found.get("") and found[""][0].values:
            found[""][0].check({}, (), problems)
        return found


@dataclass(frozen=True, slots=True)
class Curated:
    """What claims.toml holds, without the tables that have problems; `declared` are all names, broken ones included."""

    claims: tuple[Claim, ...]
    exclusions: tuple[Exclusion, ...]
    declared: frozenset[str]

    def expected(self) -> Expected:
        """What the digest has to link."""
        bound = {f"{claim.claim_id}.{part.role}": part for claim in self.claims for part in claim.qualifiers}
        figures = {claim.claim_id: claim.mention.text for claim in self.claims}
        figures |= {exclusion.exclusion_id: exclusion.text for exclusion in self.exclusions}
        return Expected(
            figures=figures | {target: part.text for target, part in bound.items()},
            bound={target: (part.start, part.end) for target, part in bound.items()},
            broken=self.declared - {target.split(".")[1] for target in figures},
        )


def read_source(folder: Folder, citekeys: Collection[str], problems: Problems) -> Source | None:
    """The source in `folder`, or None when its record cannot be used; claims with problems are noted and left out."""
    record = folder.tables("source.toml", ("", "tokens", "stretches", "markers"), problems)
    tables = folder.tables("claims.toml", CURATED, problems)
    judged = folder.tables(JUDGED, ("judgement",), problems) if (folder.path / JUDGED).is_file() else {}
    tables["judgement"] = [*tables.get("judgement", ()), *judged.get("judgement", ())]
    references = read_references(folder, problems)
    markdown = folder.text("digest.md", problems)
    if markdown is None or not record or not record[""][0].check(RECORD, RECORD_NEEDS, problems):
        return None
    curated = _curated(tables, folder.source_id, citekeys, references, problems)
    text, places = digest_places(markdown, curated.expected(), f"{folder.shown}/digest.md", problems)
    return Source(
        **_record(record[""][0], folder, problems),
        **_relations(tables, curated.declared, references, problems),
        digest=Document(folder.source_id, text, "text/markdown"),
        claims=curated.claims,
        exclusions=curated.exclusions,
        references=references,
        original=read_original(folder.path, folder.source_id, record[""][0].values["sha256"]),
        markdown=markdown,
        places=places,
        stretches=_stretches(record, problems),
        tokens=_tokens(record, problems),
        markers=_markers(record, problems),
    )


def _record(top: Table, folder: Folder, problems: Problems) -> dict[str, Any]:
    if top.values["source_id"] != folder.source_id:
        problems.add(f"source_id must be the folder's name, {folder.source_id!r}", top.where("source_id"), "correct it")
    return {**top.values, "lines": tuple(top.values["lines"].split()), "place": top.where()}


def _relations(
    tables: Mapping[str, list[Table]], names: Collection[str], references: Iterable[Reference], problems: Problems
) -> dict[str, Any]:
    numbers = {reference.number for reference in references}
    compared = (comparison_of(table, names, problems) for table in tables.get("comparison", ()))
    judged = (judgement_of(table, names, numbers, problems) for table in tables.get("judgement", ()))
    return {
        "comparisons": tuple(comparison for comparison in compared if comparison),
        "judgements": tuple(judgement for judgement in judged if judgement),
    }


def read_references(folder: Folder, problems: Problems) -> tuple[Reference, ...]:
    """The printed reference list of a source; a number that occurs twice is a problem."""
    found = folder.tables("references.toml", ("reference",), problems).get("reference", [])
    references = [(table, reference_of(table, problems)) for table in found]
    seen: set[int] = set()
    for table, reference in references:
        if reference and reference.number in seen:
            problems.add(
                f"reference {reference.number} occurs twice", table.where("number"), "number the entries as printed"
            )
        seen.update([reference.number] if reference else [])
    return tuple(reference for _, reference in references if reference)


def original_path(folder: Path) -> Path | None:
    """The original's file in a source's folder, or None; its name is original with any suffix."""
    return next(iter(sorted(folder.glob("original.*"))), None)


def read_original(folder: Path, source_id: str, sha256: str) -> Document | None:
    """The original of a source where it is present with the recorded hash."""
    path = original_path(folder)
    if path is None:
        return None
    data = read_bytes(path)
    return Document(source_id, decode(data)) if hashlib.sha256(data).hexdigest() == sha256 else None


def spans_of(claims: Iterable[Claim]) -> list[Span]:
    """The spans of claims and of the qualifiers bound to them, in the original."""
    return [
        span
        for claim in claims
        for span in ((claim.mention.start, claim.mention.end), *((part.start, part.end) for part in claim.qualifiers))
    ]


def recount(source: Source, text: str) -> Ledger:
    """The token ledger of a source's original, counted anew from the curated spans."""
    context = {exclusion.reason for exclusion in source.exclusions}
    excluded = {
        reason: [(part.start, part.end) for part in source.exclusions if part.reason == reason] for reason in context
    }
    merged = {
        reason: [*excluded.get(reason, ()), *source.stretches.get(reason, ())]
        for reason in {*context, *source.stretches}
    }
    return ledger(text, spans_of(source.claims), merged)


def _curated(
    tables: Mapping[str, list[Table]],
    source_id: str,
    citekeys: Collection[str],
    references: Iterable[Reference],
    problems: Problems,
) -> Curated:
    keys_of = {reference.number: reference.citekey for reference in references}
    claims = [(table, claim_of(table, source_id, problems)) for table in tables.get("claim", ())]
    exclusions = [exclusion_of(table, source_id, problems) for table in tables.get("excluded", ())]
    _check_twice([*tables.get("claim", ()), *tables.get("excluded", ())], problems)
    sound = _named(claims, problems)
    for table, claim in sound:
        _check_cites(claim, table, {*citekeys, *keys_of.values()}, problems)
        _check_marker(claim, table, keys_of, problems)
    declared = {str(table.values.get("name")) for kind in ("claim", "excluded") for table in tables.get(kind, ())}
    return Curated(tuple(claim for _, claim in sound), tuple(item for item in exclusions if item), frozenset(declared))


def _named(claims: list[tuple[Table, Claim | None]], problems: Problems) -> list[tuple[Table, Claim]]:
    """The claims whose names all exist; when all do, each derivation is worked out once, to see that it can be.

    A claim with a problem of its own still exists: whoever names it is not wrong as well.
    """
    known = {str(table.values.get("name")) for table, _ in claims}
    sound = [(table, claim) for table, claim in claims if claim and check_names(claim, known, table, problems)]
    numbers = {table.values["name"]: claim.reported for table, claim in sound if claim.reported}
    if len(sound) == len(claims):
        for table, claim in sound:
            check_value(claim, numbers, table, problems)
    return sound


def _check_twice(named: Iterable[Table], problems: Problems) -> None:
    first: dict[Any, Table] = {}
    for table in named:
        name = table.values.get("name")
        if name is not None and name in first:
            problems.add(
                f"{name!r} occurs twice", table.where("name"), f"rename it; the other is at {first[name].where()}"
            )
        first.setdefault(name, table)


def _check_cites(claim: Claim, table: Table, citekeys: Collection[str], problems: Problems) -> None:
    for citekey in claim.cites:
        if citekey not in citekeys:
            todo = suggestion(citekey, citekeys, "citekeys")
            problems.add(f"unknown citekey {citekey!r}", table.where("cites"), todo)


def _check_marker(claim: Claim, table: Table, keys_of: Mapping[int, str], problems: Problems) -> None:
    marker = claim.mention.citation
    if marker is not None and marker not in keys_of:
        problems.add(f"the reference list has no number {marker}", table.where("marker"), "correct marker")
    elif marker is not None and keys_of[marker] and keys_of[marker] not in claim.cites:
        problems.add(f"marker {marker} is {keys_of[marker]!r}, which cites leaves out", table.where("marker"), "add it")


def _stretches(record: Mapping[str, list[Table]], problems: Problems) -> dict[str, tuple[Span, ...]]:
    found = record.get("stretches", [])
    if not found or not found[0].check(dict.fromkeys(found[0].values, SPANS), (), problems):
        return {}
    return {reason: tuple((start, end) for start, end in spans) for reason, spans in found[0].values.items()}


def _markers(record: Mapping[str, list[Table]], problems: Problems) -> tuple[Marker, ...]:
    """The citation markers of the original, by form; those of another page's preview stand under teaser."""
    found = record.get("markers", [])
    if not found or not found[0].check(dict.fromkeys(MARKER_FORMS, PLACES), (), problems):
        return ()
    forms = found[0].values.items()
    markers = (Marker(at[0], at[1], at[2], form, form == "teaser") for form, places in forms for at in places)
    return tuple(sorted(markers, key=lambda marker: (marker.start, marker.number)))


def _tokens(record: Mapping[str, list[Table]], problems: Problems) -> Ledger | None:
    found = record.get("tokens", [])
    types = {"total": WHOLE, "audited": WHOLE, "excluded": Type("a table of counts", _are_counts)}
    if not found or not found[0].check(types, types, problems):
        return None
    count = Ledger(found[0].values["total"], found[0].values["audited"], dict(found[0].values["excluded"]))
    if not count.adds_up():
        counted = count.audited + sum(count.excluded.values())
        problems.add(
            f"audited and excluded make {counted}, not {count.total}", found[0].where(), "count the tokens anew"
        )
    return count


def _are_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(WHOLE.fits(count) for count in value.values())

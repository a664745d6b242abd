"""The mutants of data/raw: every number and every link that can become the next one, and what the files are then.

A mutant is made by text: a figure is changed where it stands, in record, digest and anchor together, and everything
else in the files stays as it was.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from fbss_analysis import corpus
from fbss_analysis.schema import Claim, Kind, Source

RAW = Path("data/raw")
KINDS = ("reported value", "published value", "horizon", "denominator", "citation link")
MONTHS = tuple(calendar.month_name)[1:]
WORDS = {
    "one": "two", "two": "three", "three": "four", "five": "six", "six": "seven", "seven": "eight", "eight": "nine",
    "ten": "eleven", "twelve": "thirteen", "half": "a third", "doubled": "tripled", "first": "second",
}  # fmt: skip
PUBLISHED = ("percent", "count", "ratio", "value", "high", "low")
FIGURE = r"\d[\d,]*(?:\.\d+)?"
Edit = Callable[[str], str]
Files = Mapping[Path, str]


def step(text: str) -> str:
    """The figure one smallest step further: last digit up by one, next month, next number word; a name loses a word."""
    month = next((m for m in MONTHS if m in text), None)
    if month:
        return text.replace(month, MONTHS[(MONTHS.index(month) + 1) % 12])
    if re.search(FIGURE, text):
        return _last_figure(text, _next)
    for word in re.findall(r"[A-Za-z]+", text)[::-1]:
        if word.lower() in WORDS:
            new = WORDS[word.lower()]
            return text.replace(word, new.capitalize() if word[0].isupper() else new)
    return text.rpartition(" ")[0] or text + "s"


def leap(text: str) -> str:
    """The figure far off: two fifths of its last number, four times where that is nothing; other texts as by `step`."""
    return _last_figure(text, _far) if re.search(FIGURE, text) else step(text)


def _last_figure(text: str, edit: Edit) -> str:
    last = list(re.finditer(FIGURE, text))[-1]
    return text[: last.start()] + edit(last[0]) + text[last.end() :]


def _next(figure: str) -> str:
    return _moved(figure, lambda units: units + 1)


def _far(figure: str) -> str:
    return _moved(figure, lambda units: 2 * units // 5 or 4 * units)


def _moved(figure: str, move: Callable[[int], int]) -> str:
    decimals = len(figure.partition(".")[2])
    value = Decimal(move(int(figure.replace(",", "").replace(".", "")))).scaleb(-decimals)
    return f"{value:,}" if "," in figure else str(value)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One figure that became another: what kind it is, whose, what it was, and how a step is made in the files."""

    kind: str
    name: str
    was: str
    change: Callable[[Edit], tuple[str, Files]]
    claim_id: str = ""


# ------------------------------------------------------------------ the files


def read(path: Path) -> str:
    """The text of a file of data/raw."""
    return (corpus.root() / RAW / path).read_text(encoding="utf-8")


def block(text: str, opening: str, index: int = 0) -> tuple[int, int]:
    """Where a table of a TOML file begins and ends: the `index`-th stretch after a line, up to the next table."""
    start = [found.end() for found in re.finditer(rf"(?m)^{re.escape(opening)}\n", text)][index]
    stop = text.find("\n[[", start)
    return start, stop if stop > 0 else len(text)


def put(text: str, place: tuple[int, int], values: Mapping[str, str]) -> str:
    """The text with keys of one table set to other values, as TOML writes them; a key that is absent stays so."""
    table = text[slice(*place)]
    for key, value in values.items():
        line = f"{key} = {value}".replace("\\", r"\\")
        table = re.sub(rf"(?m)^{key} = .*$", line, table)
    return text[: place[0]] + table + text[place[1] :]


# ------------------------------------------------------------------ what a source says


def reported(claim: Claim, edit: Edit) -> tuple[str, Files]:
    """A claim's figure changed in claims.toml and in its digest anchor."""
    new = edit(claim.mention.text)
    values = {"reported": f'"{new}"', "end": str(claim.mention.start + len(new))}
    if re.fullmatch(r"(?:19|20)\d\d", new):
        values["value"] = new
    return new, _in_source(claim, values) | _in_digest(claim.source_id, {claim.claim_id: new})


def mutate(claim: Claim) -> str:
    """Write a claim's figure one smallest step further into the project that FBSS_ROOT names; return the new figure."""
    new, files = reported(claim, step)
    for path, text in files.items():
        (corpus.root() / RAW / path).write_text(text, encoding="utf-8")
    return new


def horizon(claim: Claim, edit: Edit) -> tuple[str, Files]:
    """A claim's horizon changed in its record, in the stretch of text that tells it, and in the anchor of that."""
    new = edit(str(claim.horizon))
    files = _in_source(claim, {"horizon": f'"{new}"'})
    path, text = next(iter(files.items()))
    anchors = {}
    for told in (part for part in claim.qualifiers if part.role == "horizon"):
        moved = edit(told.text)
        was = f'role = "horizon", text = "{told.text}", start = {told.start}, end = {told.end}'
        now = f'role = "horizon", text = "{moved}", start = {told.start}, end = {told.start + len(moved)}'
        start, stop = block(text, f'name = "{_short(claim)}"')
        text = text[:start] + text[start:stop].replace(was, now) + text[stop:]
        anchors[f"{claim.claim_id}.horizon"] = moved
    return new, {path: text} | (_in_digest(claim.source_id, anchors) if anchors else {})


def denominator(claim: Claim, source: Source, _: Edit) -> tuple[str, Files]:
    """A claim's denominator becomes the next claim of the source that counts people or things."""
    counts = [other for other in source.claims if other.statistic == "sample_size" or other.mention.kind is Kind.COUNT]
    names = [_short(other) for other in counts if other is not claim]
    new = names[(names.index(str(claim.denominator)) + 1) % len(names) if claim.denominator in names else 0]
    return new, _in_source(claim, {"denominator": f'"{new}"'})


def citation(claim: Claim, source: Source, _: Edit) -> tuple[str, Files]:
    """A claim leans on the next reference of the list instead of its own, marker and citekeys together."""
    new = _next_key(source, *claim.cites)
    number = next(entry.number for entry in source.references if entry.citekey == new)
    cites = ", ".join(f'"{key}"' for key in (new, *claim.cites[1:]))
    return new, _in_source(claim, {"marker": str(number), "cites": f"[{cites}]"})


def _next_key(source: Source, key: str, *others: str) -> str:
    keys = [entry.citekey for entry in source.references if entry.citekey and entry.citekey not in others]
    listed = list(dict.fromkeys(keys))
    return listed[(listed.index(key) + 1) % len(listed)]


def listed(source: Source, index: int, _: Edit) -> tuple[str, Files]:
    """An entry of the reference list is taken for the study of the next entry."""
    path = Path("sources", source.source_id, "references.toml")
    keyed = [entry for entry in source.references if entry.citekey]
    new, text = _next_key(source, keyed[index].citekey), read(path)
    return new, {path: put(text, block(text, f"number = {keyed[index].number}"), {"citekey": f'"{new}"'})}


def _in_source(claim: Claim, values: Mapping[str, str]) -> dict[Path, str]:
    path = Path("sources", claim.source_id, "claims.toml")
    text = read(path)
    return {path: put(text, block(text, f'name = "{_short(claim)}"'), values)}


def _in_digest(source_id: str, anchors: Mapping[str, str]) -> dict[Path, str]:
    path = Path("sources", source_id, "digest.md")
    text = read(path)
    for name, new in anchors.items():
        text = re.sub(r"\[[^\]]*\]\(#" + re.escape(name) + r"\)", f"[{new}](#{name})", text)
    return {path: text}


def _short(claim: Claim) -> str:
    return claim.claim_id.rpartition(".")[2]


# ------------------------------------------------------------------ what a study says


def in_study(path: Path, place: tuple[int, int], keys: Collection[str], edit: Edit) -> tuple[str, Files]:
    """Keys of one table of a study changed alike; the last of them is told."""
    text, new = read(path), ""
    values = {}
    for key in keys:
        was = re.search(rf"(?m)^{key} = (.*)$", text[slice(*place)])
        assert was is not None
        new = values[key] = edit(was[1])
    return new, {path: put(text, place, values)}


def study_mutants() -> Iterator[Mutant]:
    """Every published value, horizon and denominator of the studies."""
    for path in sorted((corpus.root() / RAW / "studies").glob("*.toml")):
        name, text = Path("studies", path.name), path.read_text(encoding="utf-8")
        head = text.find("\n[[")
        places = [(0, head if head > 0 else len(text))]
        places += [block(text, "[[values]]", index) for index in range(len(re.findall(r"(?m)^\[\[values\]\]$", text)))]
        for index, place in enumerate(places):
            yield from _of_table(name, path.stem if not index else f"{path.stem}[{index}]", text, place, index > 0)


def _of_table(path: Path, name: str, text: str, place: tuple[int, int], is_value: bool) -> Iterator[Mutant]:
    held = dict(re.findall(r"(?m)^(\w+) = (.*)$", text[slice(*place)]))
    told = re.findall(FIGURE, held.get("text", ""))
    main = next((key for key in PUBLISHED if key in held), "")
    groups = [("published value", (key,)) for key in ("n_events", "ci_low", "ci_high", *PUBLISHED) if key in held]
    if told and main and Decimal(told[-1].replace(",", "")) == Decimal(held[main].strip('"')):
        groups = [(kind, keys if keys != (main,) else ("text", main)) for kind, keys in groups]
    groups += [("horizon", ("horizon",))] if "horizon" in held else []
    groups += [("denominator", ("n",))] if "n" in held else []
    for kind, keys in groups if is_value else groups[-1:] * ("n" in held):
        yield Mutant(kind, f"{name}.{keys[-1]}", held[keys[-1]].strip('"'), partial(in_study, path, place, keys))


def cohort_mutants() -> Iterator[Mutant]:
    """Every published value, horizon and denominator of the cohorts; a pseudo-count is none, but computed."""
    path = Path("cohorts.csv")
    rows = list(csv.DictReader(io.StringIO(read(path), newline="")))
    fields = dict.fromkeys(("percent", "events", "ci_low", "ci_high"), "published value")
    fields |= {"horizon_months": "horizon", "n": "denominator"}
    for index, row in enumerate(rows):
        for key, kind in fields.items():
            if row[key] and not (key == "events" and row["events_source"].startswith("pseudo")):
                yield Mutant(kind, f"cohorts[{index + 1}].{key}", row[key], partial(in_cohorts, path, rows, index, key))


def in_cohorts(path: Path, rows: list[dict[str, str]], index: int, key: str, edit: Edit) -> tuple[str, Files]:
    """One cell changed, and with it what was computed from it (a pseudo-count) or repeats it (the horizon in words)."""
    new = edit(rows[index][key])
    row = rows[index] | {key: new}
    if key == "horizon_months" and row["horizon"]:
        row["horizon"] = f"{new} months"
    if row["events_source"].startswith("pseudo") and row["percent"] and row["n"]:
        row["events"] = str(round(Decimal(row["percent"]) * int(row["n"]) / 100))
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows[:index], row, *rows[index + 1 :]])
    return new, {path: made.getvalue()}


def mutants() -> Iterator[Mutant]:
    """Every mutant of the project's raw data, what the articles say first."""
    for source in corpus.sources().values():
        for claim in source.claims:
            yield Mutant("reported value", claim.claim_id, claim.mention.text, partial(reported, claim), claim.claim_id)
            yield from _of_claim(claim, source)
        keyed = [entry for entry in source.references if entry.citekey]
        for index, entry in enumerate(keyed):
            name = f"{source.source_id}.reference_{entry.number}"
            yield Mutant("citation link", name, str(entry.citekey), partial(listed, source, index))
    yield from study_mutants()
    yield from cohort_mutants()


def _of_claim(claim: Claim, source: Source) -> Iterator[Mutant]:
    name = claim.claim_id
    if claim.horizon:
        yield Mutant("horizon", f"{name}.horizon", claim.horizon, partial(horizon, claim), name)
    if claim.denominator:
        change = partial(denominator, claim, source)
        yield Mutant("denominator", f"{name}.denominator", claim.denominator, change, name)
    if claim.cites:
        yield Mutant("citation link", f"{name}.cites", claim.cites[0], partial(citation, claim, source), name)

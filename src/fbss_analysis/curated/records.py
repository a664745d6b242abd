"""TOML tables read with care: every key known, every value of its type, every problem with its file and line.

A curated file is written by people, so a misspelt key must not be dropped silently, and one mistake must not hide the
next: problems are collected over all files and told together. `tomllib` gives no line numbers for tables that parse, so
`Table` finds them again: the file is cut into statements, each as long as TOML needs to parse it.

Reference: TOML 1.0.0 (https://toml.io/en/v1.0.0). The three parts of an error are those of the R package scrutiny.

>>> problems = Problems()
>>> table = Table({"nam": "x"}, "claims.toml", 3, {"nam": 4})
>>> table.check({"name": TEXT}, {"name"}, problems)
False
>>> print(problems.found[0])
unknown key 'nam'
  where: claims.toml:4
  to do: did you mean 'name'?
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fbss_analysis.schema import InputError

TOLD_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Type:
    """A type of TOML value: the words that name it, and the test that a value has it."""

    words: str
    fits: Callable[[Any], bool]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value)) and 0 <= value[0] < value[1]


TEXT = Type("text in quotes", lambda value: isinstance(value, str) and bool(value.strip()))
WHOLE = Type("a whole number", _is_whole)
NUMBER = Type("a number", lambda value: _is_whole(value) or (isinstance(value, float) and math.isfinite(value)))
TRUTH = Type("true or false", lambda value: isinstance(value, bool))
TEXTS = Type("a list of texts", _is_list_of(TEXT.fits))
WHOLES = Type("a list of whole numbers", _is_list_of(_is_whole))
SPANS = Type("a list of spans [start, end], start before end", _is_list_of(_is_span))
PLACES = Type(
    "a list of [number, start, end], start before end",
    _is_list_of(lambda value: isinstance(value, list) and _is_whole(next(iter(value), None)) and _is_span(value[1:])),
)
TABLE = Type("a table", lambda value: isinstance(value, dict))
TABLES = Type("a list of tables", _is_list_of(TABLE.fits))


@dataclass(slots=True)
class Problems:
    """The problems found so far, in the order of files and lines."""

    found: list[InputError] = field(default_factory=list)

    def add(self, what: str, where: str, todo: str = "") -> None:
        """Note one problem."""
        self.found.append(InputError(what, where, todo))

    def raise_if_any(self, done: str = "") -> None:
        """Raise the one problem, or one InputError that lists them all (the first twenty), after what was `done`."""
        if not self.found:
            return
        if len(self.found) == 1 and not done:
            raise self.found[0]
        listed = "\n".join(f"- {problem}" for problem in self.found[:TOLD_AT_MOST])
        more = len(self.found) - TOLD_AT_MOST
        tail = f"\n- and {more} more" if more > 0 else ""
        files = (re.sub(r":\d+$", "", problem.where) for problem in self.found[:TOLD_AT_MOST])
        where = ", ".join(file for file in dict.fromkeys(files) if file)
        head = f"{done}; " if done else ""
        raise InputError(f"{head}{len(self.found)} with problems:\n{listed}{tail}", where, "mend each and try again")


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table, the file and line where it begins, and the line of each of its keys."""

    values: Mapping[str, Any]
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def where(self, key: str = "") -> str:
        """File and line of a key, or of the table where it has no line of its own."""
        return f"{self.file}:{self.lines.get(key, self.line)}"

    def check(self, types: Mapping[str, Type], required: Collection[str], problems: Problems) -> bool:
        """Whether keys and types are right; each that is not becomes a problem."""
        before = len(problems.found)
        for key, value in self.values.items():
            if key not in types:
                problems.add(f"unknown key {key!r}", self.where(key), suggestion(key, types))
            elif not types[key].fits(value):
                problems.add(f"{key} must be {types[key].words}, not {value!r}", self.where(key), f"correct {key}")
        for key in sorted(set(required) - set(self.values)):
            problems.add(f"the key {key!r} is missing", self.where(), f"add {key} = … to this table")
        return len(problems.found) == before


def suggestion(name: str, known: Collection[str], kind: str = "") -> str:
    """The nearest known name, or all of them when none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = sorted(known)[:TOLD_AT_MOST]
    return f"use one of the known {kind or 'keys'}: {', '.join(shown) or 'there is none yet'}"


def tables(text: str, file: str, problems: Problems) -> dict[str, list[Table]]:
    """The tables of a TOML file by name, "" for its top; a file that does not parse is one problem, and no tables."""
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else text.count("\n") + 1
        problems.add(f"this is not TOML: {error}", f"{file}:{number}", "correct the line")
        return {}
    places = _places(text)
    top = {key: value for key, value in parsed.items() if not (TABLE.fits(value) or _is_tables(value))}
    named = {key: value if isinstance(value, list) else [value] for key, value in parsed.items() if key not in top}
    found = {"": [_table(top, file, places, "", 0)]}
    for name, values in named.items():
        found[name] = [_table(value, file, places, name, index) for index, value in enumerate(values)]
    return found


def _is_tables(value: Any) -> bool:
    return bool(value) and TABLES.fits(value)


_Places = Mapping[tuple[str, int], dict[str, int]]


def _table(values: Mapping[str, Any], file: str, places: _Places, name: str, index: int) -> Table:
    lines = places.get((name, index), {})
    return Table(values, file, lines.get("", 1), lines)


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]")
_SIMPLE = re.compile(r"\s*$|\s*\[\[?[\w.-]+\]\]?\s*$|\s*[\w-]+\s*=\s*(?:\"[^\"\\]*\"|[\w.+-]+|\[[^\[\]{}\"'#]*\])\s*$")


def _places(text: str) -> _Places:
    """The line of each table (key "") and of each key in it, by the table's name and its index among its namesakes."""
    places: dict[tuple[str, int], dict[str, int]] = {("", 0): {"": 1}}
    current, count = places["", 0], dict[str, int]()
    for number, statement in _statements(text):
        header = _HEADER.match(statement)
        if header:
            name = header[2]
            index = count.get(name, 0)
            count[name] = index + 1
            current = places.setdefault((name, index), {"": number})
        elif key := _KEY.match(statement):
            current.setdefault(key[1], number)
    return places


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with its first line: a line, or as many as its value needs to parse."""
    open_lines: list[str] = []
    first = 1
    for number, line in enumerate(text.split("\n"), 1):
        if not open_lines:
            first = number
        open_lines.append(line)
        statement = "\n".join(open_lines)
        if _SIMPLE.match(statement) or _parses(statement):
            yield first, statement
            open_lines = []


def _parses(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True

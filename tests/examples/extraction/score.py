"""Score extraction on the labelled corpora beside this file: precision, recall and F1 per kind, strict and by value.

A corpus is JSON lines with a `marked` text in which every quantity stands as ⟦text|kind|value⟧. The value is a number,
`low..high` for a range, `numerator/denominator` for a part of a whole, `mean±sd`; a duration's unit follows it. Kind
`free` marks what may be extracted or not. A mention of another document's gold file (`originals.jsonl`) has offsets and
no text. A mention can only answer a label that it overlaps; strict means the same group of kinds and all numbers equal.

Run as a program it prints one table for each corpus.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_MARK = re.compile(r"⟦(?P<text>[^|⟧]*)\|(?P<kind>\w+)\|(?P<value>[^⟧]*)⟧")
_GROUP = {
    "percent": "percent",
    "percent_change": "percent",
    "percent_range": "range",
    "number_range": "range",
    "ratio_one_in_n": "ratio",
    "fraction_word": "ratio",
    "count": "count",
    "duration": "duration",
}
_TOLERANCE = 1e-6
# As the printed forms leave open which of these a number is, they stand for each other; all numbers must still agree.
_PERCENTS = frozenset({"percent", "percent_range", "percent_change"})
_TIMES = frozenset({"duration", "age", "date"})
_ALONE = frozenset(
    {"money", "p_value", "confidence_interval", "mean_sd", "multiplier_word", "odds_ratio", "hazard_ratio"}
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a corpus says is printed at a place."""

    start: int
    end: int
    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    sd: float | None = None
    unit: str = ""


def load(name: str) -> list[dict]:
    """The records of a corpus by its name ("held_out")."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def unmark(marked: str) -> tuple[str, list[Label]]:
    """Take the marks out of a text; return the plain text and the labels with their offsets in it."""
    plain: list[str] = []
    labels: list[Label] = []
    at = done = 0
    for match in _MARK.finditer(marked):
        plain.append(marked[done : match.start()])
        at += match.start() - done
        labels.append(label_of(at, at + len(match["text"]), match["kind"], match["value"]))
        plain.append(match["text"])
        at += len(match["text"])
        done = match.end()
    return "".join([*plain, marked[done:]]), labels


def label_of(start: int, end: int, kind: str, value: str) -> Label:
    """Read a label's value: `5`, `5..8`, `1/20`, `5.2±1.1`, each with a unit after it where there is one."""
    number, _, unit = value.partition(" ")
    if ".." in number:
        low, high = (float(part) for part in number.split(".."))
        return Label(start, end, kind, low=low, high=high, unit=unit)
    if "±" in number:
        mean, sd = (float(part) for part in number.split("±"))
        return Label(start, end, kind, mean, sd=sd, unit=unit)
    if "/" in number:
        top, whole = (float(part) for part in number.split("/"))
        first = 100 * top / whole if kind == "ratio_one_in_n" else top
        return Label(start, end, kind, first, numerator=top, denominator=whole, unit=unit)
    return Label(start, end, kind, float(number), unit=unit)


def overlaps(label: Label, mention) -> bool:
    return label.start < mention.end and mention.start < label.end


def same_kind(label: str, mention: str) -> bool:
    if label in _PERCENTS or mention in _PERCENTS:
        return label in _PERCENTS and mention in _PERCENTS
    if label in _TIMES or mention in _TIMES:
        return label == mention or {label, mention} <= {"duration", "age"}
    return label == mention or not ({label, mention} & _ALONE)


def _equal(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= _TOLERANCE * max(1, abs(left), abs(right))


def is_strict(label: Label, mention) -> bool:
    """Whether one mention carries the whole printed quantity with a kind that can stand for the label's."""
    if not same_kind(label.kind, str(mention.kind)):
        return False
    if label.unit and label.unit != mention.unit:
        return False
    pairs = [(label.value, mention.value), (label.low, mention.low), (label.high, mention.high)]
    if label.denominator is not None:
        pairs += [(label.numerator, mention.numerator), (label.denominator, mention.denominator)]
    if label.sd is not None:
        pairs.append((label.sd, mention.sd))
    return all(_equal(*pair) for pair in pairs)


def _numbers(thing) -> set[float]:
    names = ("value", "low", "high", "numerator", "denominator")
    return {round(abs(number), 4) for name in names if (number := getattr(thing, name)) is not None}


def is_value(label: Label, mentions: Iterable) -> bool:
    """Whether the label's numbers are all among those of the mentions that overlap it, whatever their kinds."""
    wanted = {label.low, label.high} if label.low is not None else {label.value}
    return {round(abs(number), 4) for number in wanted if number is not None} <= set().union(*map(_numbers, mentions))


class Tally:
    """Counts over documents; `add` one document, then ask for `precision`, `recall` and `f1`."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.hits: dict[str, Counter[str]] = {"strict": Counter(), "value": Counter()}
        self.right = {"strict": 0, "value": 0}
        self.predictions = 0
        self.misses: list[str] = []

    def add(self, text: str, labels: list[Label], mentions: list) -> None:
        scored = [label for label in labels if label.kind != "free"]
        for label in scored:
            self._add_label(text, label, [mention for mention in mentions if overlaps(label, mention)])
        for mention in mentions:
            near = [label for label in labels if overlaps(label, mention)]
            if near and all(label.kind == "free" for label in near):
                continue
            self._add_mention(text, mention, [label for label in near if label.kind != "free"])

    def _add_label(self, text: str, label: Label, near: list) -> None:
        group = _GROUP.get(label.kind, "rest")
        strict = any(is_strict(label, mention) for mention in near)
        for key in (group, "all"):
            self.gold[key] += 1
            self.hits["strict"][key] += strict
            self.hits["value"][key] += strict or (bool(near) and is_value(label, near))
        if not strict:
            found = [(mention.text, str(mention.kind), mention.value, mention.low, mention.high) for mention in near]
            self.misses.append(f"missed {label.kind} {text[label.start : label.end]!r}: {found}")

    def _add_mention(self, text: str, mention, near: list[Label]) -> None:
        self.predictions += 1
        strict = any(is_strict(label, mention) for label in near)
        self.right["strict"] += strict
        self.right["value"] += strict or any(_numbers(mention) <= _numbers(label) for label in near)
        if not near:
            context = text[max(0, mention.start - 30) : mention.end + 20].replace("\n", "⏎")
            self.misses.append(f"unlabelled {mention.kind} {mention.text!r} in {context!r}")

    def recall(self, how: str = "strict", group: str = "all") -> float:
        return self.hits[how][group] / self.gold[group] if self.gold[group] else 1.0

    def precision(self, how: str = "strict") -> float:
        return self.right[how] / self.predictions if self.predictions else 1.0

    def f1(self, how: str = "strict") -> float:
        both = self.precision(how) + self.recall(how)
        return 2 * self.precision(how) * self.recall(how) / both if both else 0.0

    def table(self) -> str:
        rows = [f"{'kind':9} {'n':>5} {'strict':>7} {'value':>7}   (recall)"]
        for group in ("percent", "ratio", "count", "range", "duration", "rest", "all"):
            recalls = f"{self.recall('strict', group):7.3f} {self.recall('value', group):7.3f}"
            rows.append(f"{group:9} {self.gold[group]:5d} {recalls}")
        rows += [
            f"{how:6} precision {self.precision(how):.3f} recall {self.recall(how):.3f} F1 {self.f1(how):.3f}"
            for how in ("strict", "value")
        ]
        return "\n".join(rows)


def score(name: str) -> Tally:
    """Extract from every text of a corpus and score the mentions against its labels."""
    from fbss_analysis.extraction import extract
    from fbss_analysis.schema import Document

    tally = Tally()
    for record in load(name):
        text, labels = unmark(record["marked"])
        tally.add(text, labels, extract(Document(record["id"], text)))
    return tally


if __name__ == "__main__":
    for corpus in [name for name in sys.argv[1:] if name != "--miss"] or ["developed_on", "held_out", "bugs"]:
        tally = score(corpus)
        print(f"{corpus}\n{tally.table()}\n")
        if "--miss" in sys.argv:
            print("\n".join(tally.misses))

"""Writes the last results into tests/README.md: one sentence a family, from what is stored and from nothing else.

python benchmarks/proof/told.py
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCHMARKS = HERE.parent
README = BENCHMARKS.parent / "tests" / "README.md"
CODE_FAMILIES = ("printed", "checks", "consistency", "proportion", "pooling", "incidence")
_PLACE = re.compile(r"(<!-- told: (?P<family>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

sys.path.insert(0, str(HERE))

import results  # noqa: E402

from fbss_analysis.models.proportion import proportion  # noqa: E402


def share(hits: int, n: int) -> str:
    """So many of so many, with the percentage and its Wilson interval at 95%."""
    found = proportion(hits, n, method="wilson", level=0.95)
    low, high = float(found.ci_low), float(found.ci_high)
    return f"{hits:,} of {n:,} ({hits / n:.1%}, 95% interval {low:.1%} to {high:.1%})"


def _rows(path: str) -> list[dict[str, str]]:
    with (BENCHMARKS / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def planted() -> Iterable[str]:
    """Falsified passages noticed and sound ones blamed, by split."""
    rows = _rows("planted/results.csv")
    for split in sorted({row["split"] for row in rows}):
        chosen = [row for row in rows if row["split"] == split]
        noticed, blamed = sum(row["noticed"] == "yes" for row in chosen), sum(bool(row["alarm"]) for row in chosen)
        name = split.replace("_", " ")
        yield f"{name}: noticed {share(noticed, len(chosen))}, blamed wrongly {share(blamed, len(chosen))}"


def reading() -> Iterable[str]:
    """F1 by the role of the corpus."""
    for row in _rows("extraction/results.csv"):
        yield f"{row['role'].replace('_', ' ')}: F1 {float(row['f1']):.3f} on {row['quantities']} quantities"


def mutation() -> Iterable[str]:
    """Mutants of the data noticed, of all and by kind, and why the others were not."""
    rows = _rows("mutation/results.csv")
    yield f"noticed {share(sum(row['noticed'] == 'yes' for row in rows), len(rows))}"
    for kind in dict.fromkeys(row["kind"] for row in rows):
        of_kind = [row["noticed"] == "yes" for row in rows if row["kind"] == kind]
        yield f"{kind}s {share(sum(of_kind), len(of_kind))}"
    reasons = Counter(row["reason"] for row in rows if row["noticed"] != "yes")
    yield "; ".join(f"not noticed as {reason}: {count}" for reason, count in sorted(reasons.items()))


def code() -> Iterable[str]:
    """Mutants of the code killed, by family, and the families that were not tried."""
    rows = _rows("mutation/code.csv")
    for family in CODE_FAMILIES:
        states = Counter(row["status"] for row in rows if row["family"] == family)
        counted = states.total() - states["equivalent"]
        killed = counted - states["survived"] - states["no tests"]
        yield f"{family}: killed {share(killed, counted)}" if counted else f"{family}: not tried yet"
    yield f"reviewed and found to change nothing: {sum(row['status'] == 'equivalent' for row in rows)}"


def agreement() -> Iterable[str]:
    """Values compared with the reference files."""
    rows = results.read("agreement")
    values, outside = (sum(int(row[column]) for row in rows) for column in ("values", "outside_tolerance"))
    yield f"{values:,} values of {len(rows)} quantities, {outside} outside their tolerance"


def faults() -> Iterable[str]:
    """How often all held, by fault."""
    for row in results.read("faults"):
        yield f"{row['fault']}: all held in {row['held']} of {row['tried']}"


def edits() -> Iterable[str]:
    """Edits after which the bytes were those of a build from nothing."""
    rows = results.read("edits")
    yield f"the bytes were the same after {sum(row['same_bytes'] == 'yes' for row in rows)} of {len(rows)} edits"


def fuzz() -> Iterable[str]:
    """Inputs tried and failed, by target, and the slowest of all."""
    rows = results.read("fuzz")
    for target in dict.fromkeys(row["target"] for row in rows):
        parts = [row for row in rows if row["target"] == target]
        inputs, failed = (sum(int(row[column]) for row in parts) for column in ("inputs", "failed"))
        slowest = max((int(row["slowest_ms_per_kb"] or 0) for row in parts), default=0)
        states = len({row["library"] for row in parts})
        given = f" (given to {states} states of the library)" if states > 1 else ""
        yield (
            f"{target}: {inputs:,} inputs, {failed} failed"
            + (f", at most {slowest} ms per KB" if slowest else "")
            + given
        )


TOLD: dict[str, Callable[[], Iterable[str]]] = {
    each.__name__: each for each in (planted, reading, mutation, code, agreement, faults, edits, fuzz)
}


def told(text: str) -> str:
    """The README with its results as they are stored."""
    return _PLACE.sub(lambda place: f"{place[1]}Last result: {_sentence(place['family'])}.\n{place[3]}", text)


def _sentence(family: str) -> str:
    try:
        return "; ".join(TOLD[family]())
    except FileNotFoundError:
        return "none is stored yet"


if __name__ == "__main__":
    README.write_text(told(README.read_text(encoding="utf-8")), encoding="utf-8")

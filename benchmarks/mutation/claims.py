"""Change every number and link of data/raw by the smallest step, one at a time, and see whether the audit notices.

A mutant is one figure that became the next one: a reported value, with its digest anchor; a published value, with its
text; a horizon; a denominator; or a citation link, which becomes that to the next reference or study. The change is
made in a copy of the project, with no original, no hash and no stored output in the way, and the pipeline is run again.
It is *noticed* when the records are refused as contradicting each other, or when a verdict, the recomputed value of
another claim, an estimate or a tipping point changes; what noticed it first is told, in this order. Of a tipping point
the number that would flip the verdict, where it would, and what to, are compared; not how far the mutant is from there.

What is not noticed is labelled by program, with a second mutant that is far off (two fifths of the figure, or four
times where that is the same). *Within rounding*: the far one is noticed, so something compares the figure, but allows
for the step. *Wrong before and after*: the claim's verdict was inconsistent already and stayed so. *Isolated*: nothing
depends on the figure.

Prints the rate of each kind and writes one row a mutant to results.csv beside this file.

    python benchmarks/mutation/claims.py [KIND …]
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from mutants import KINDS, RAW, Files, Mutant, leap, mutants, step  # noqa: E402

from fbss_analysis import corpus, pipeline  # noqa: E402
from fbss_analysis.appraisal.tipping import Bench, Tip, tips_at  # noqa: E402
from fbss_analysis.corpus import InputWarning  # noqa: E402
from fbss_analysis.models.proportion import proportion  # noqa: E402
from fbss_analysis.pipeline import Audit  # noqa: E402
from fbss_analysis.project import ROOT_VARIABLE  # noqa: E402
from fbss_analysis.schema import InputError, Rung, Verdict  # noqa: E402
from fbss_analysis.synthesis import pools  # noqa: E402
from fbss_analysis.tables import Row, pool_rows  # noqa: E402

NOTICING = ("refused", "verdict", "value", "estimate", "tipping point")  # in the order in which they are asked
COLUMNS = ("kind", "name", "was", "became", "noticed", "by", "reason")
Traces = dict[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """What the pipeline makes of the files as they are."""

    audits: tuple[Audit, ...]
    pools: list[Row]

    @classmethod
    def now(cls) -> State:
        """Audit the files; an InputError where they are refused, in whole or a value of them."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", InputWarning)
            try:
                audits = pipeline.audit_sources()
            except InputWarning as refused:
                raise InputError(str(refused), "data/raw", "none: it is a mutant") from refused
        return cls(audits, [row for pool in pools(corpus.cohorts()) for row in pool_rows(pool)])

    def verdicts(self, without: str) -> Traces:
        """The verdicts of all claims, and of all findings about others."""
        found: Traces = {}
        for audit in self.audits:
            for ladder in audit.ladders:
                steps = (ladder.recomputed, ladder.traced, ladder.pooled)
                found[ladder.claim.claim_id] = [each and (each.verdict, each.relation) for each in steps]
            others = [(f.check, f.claim_id, f.verdict) for f in audit.findings if f.claim_id != without]
            found[f"findings of {audit.article.doc}"] = others
        return found

    def values(self, without: str) -> Traces:
        """What is recomputed for the claims, other than the one that is changed."""
        found = (f for a in self.audits for f in a.findings if f.rung is Rung.RECOMPUTED and f.claim_id != without)
        return {f"{f.claim_id} {f.check} {i}": f.expected for i, f in enumerate(found)}

    def estimates(self, without: str) -> Traces:
        """The estimates about other claims, and the pools."""
        return {"claims": [p for a in self.audits for p in a.estimates if p[0] != without], "pools": self.pools}

    def benches(self) -> dict[str, Bench]:
        """What each claim's tipping point rests on."""
        return {c.claim_id: Bench.of(c, a.article, a.findings) for a in self.audits for c in a.article.claims}


class Judge:
    """Tells whether a state differs from that of the files as they are, and in what."""

    def __init__(self) -> None:
        self.before = State.now()
        self.benches = self.before.benches()
        self.tips = {name: tipping(bench) for name, bench in self.benches.items()}

    def notices(self, files: Files, without: str) -> str:
        """What notices a change of files first; empty where nothing does. The files are put back."""
        kept = {path: (corpus.root() / RAW / path).read_bytes() for path in files}
        try:
            for path, text in files.items():
                (corpus.root() / RAW / path).write_text(text, encoding="utf-8", newline="")
            return self._first(State.now(), without)
        except InputError:
            return NOTICING[0]
        finally:
            for path, content in kept.items():
                (corpus.root() / RAW / path).write_bytes(content)

    def _first(self, after: State, without: str) -> str:
        for name, traces in zip(NOTICING[1:4], (State.verdicts, State.values, State.estimates), strict=True):
            if traces(after, without) != traces(self.before, without):
                return name
        benches = after.benches()
        changed = [name for name, bench in benches.items() if bench != self.benches[name]]
        return NOTICING[4] if any(tipping(benches[name]) != self.tips[name] for name in changed) else ""

    def was_wrong(self, claim_id: str) -> bool:
        """Whether a claim's own verdict was inconsistent as the files are."""
        ladders = (ladder for audit in self.before.audits for ladder in audit.ladders)
        return any(each.claim.claim_id == claim_id and each.overall is Verdict.INCONSISTENT for each in ladders)


def tipping(bench: Bench) -> list[tuple[object, ...]]:
    """The tipping points of a claim: which number flips which verdict where, and to what."""
    return [_point(tip) for tip in tips_at(bench)]


def _point(tip: Tip) -> tuple[object, ...]:
    return tip.rung, tip.verdict, tip.name, tip.moved, tip.becomes


def trial(mutant: Mutant, judge: Judge) -> Row:
    """What a mutant became, and who noticed it, or why nobody did."""
    new, files = mutant.change(step)
    by = judge.notices(files, mutant.claim_id)
    noticed = "yes" if by else "no"
    row: Row = {"kind": mutant.kind, "name": mutant.name, "was": mutant.was, "became": new.strip('"')}
    return row | {"noticed": noticed, "by": by, "reason": "" if by else reason(mutant, judge)}


def reason(mutant: Mutant, judge: Judge) -> str:
    """Why a mutant went unnoticed: the step is too small, its claim was wrong before, or nothing depends on it."""
    if mutant.kind != "citation link" and judge.notices(mutant.change(leap)[1], mutant.claim_id):
        return "within rounding"
    return "wrong before and after" if judge.was_wrong(mutant.claim_id) else "isolated"


def trials(kinds: Collection[str]) -> Iterator[Row]:
    """One row a mutant of these kinds, in the order of the kinds."""
    judge, every = Judge(), list(mutants())
    for kind in KINDS:
        for mutant in every if kind in kinds else ():
            if mutant.kind == kind:
                yield trial(mutant, judge)


def tell(rows: list[Row]) -> None:
    """Print the rate of each kind and of all."""
    for kind in (*KINDS, "all"):
        of_kind = [row for row in rows if kind in (row["kind"], "all")]
        if of_kind:
            got = proportion(sum(row["noticed"] == "yes" for row in of_kind), len(of_kind), method="wilson")
            interval = f"{got.estimate:.1%}, 95% interval {got.ci_low:.1%} to {got.ci_high:.1%}"
            print(f"{kind:16} {got.events:5} of {len(of_kind):5} noticed ({interval})")


def main() -> int:
    """Try all mutants, or those of the kinds that are named, and store the result beside what is stored of the rest."""
    kinds = sys.argv[1:] or list(KINDS)
    home = corpus.root()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(home / RAW, Path(folder) / RAW, ignore=shutil.ignore_patterns("original.*"))
        os.environ[ROOT_VARIABLE] = folder
        made = list(trials(kinds))
    with (HERE / "results.csv").open(encoding="utf-8", newline="") as file:
        kept: list[Row] = [dict(row) for row in csv.DictReader(file) if row.get("kind", kinds[0]) not in kinds]
    rows = [row for kind in KINDS for row in (*kept, *made) if row["kind"] == kind]
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    tell(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

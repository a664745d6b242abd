"""Audit the planted pairs: how many falsified passages are noticed, how many sound ones are blamed.

Noticed means that an inconsistent finding of the family's own checks stands on the falsified passage; a false alarm is
any inconsistent finding on a sound one. Prints both with Wilson intervals and writes results.csv beside this file.
`python run.py --show SPLIT [FAMILY]` lists the misses and alarms of a split instead.

The splits by their roles: `developed_on` and `developed_later` are our own wordings; the second was held out until its
misses were looked at, and counts as developed-on since. All other pairs are by writers who had not seen the program.
Ten were asked for wordings as varied as can be: the pairs of two of them are `held_out`. Seven were asked for
a fair acceptance test in ordinary sentences: four fills of each wording of two of them are
`acceptance`. Of both parts nobody has looked at a passage, only at rates and at which checks blamed sound ones. What
the others wrote, of the seven two fills a wording, was looked at and repaired on (`repaired_on`). `first_run` is what
all of these gave when they were run for the first time, before anything was repaired on any of the same writer; each
was run so once, and the rows are stored in first_run.csv and not made again.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fbss_analysis.models.proportion import proportion
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Finding, Verdict

HERE = Path(__file__).parent
SPLITS = ("developed_on", "developed_later", "repaired_on", "held_out", "acceptance")
FIRST_RUN = "first_run"
OWN_CHECKS = {
    "share": {"share", "grim"},
    "partition": {"partition", "complement", "total"},
    "change": {"change", "ratio"},
    "one_in": {"one_in", "share"},
    "grim": {"grim"},
    "monotone": {"order"},
    "difference": {"difference"},
    "total": {"total", "partition"},
    "interval": {"membership"},
}
Row = dict[str, str]


def inconsistent(text: str) -> list[Finding]:
    """The inconsistent findings of a passage."""
    return [f for f in audit_document(Document("passage", text)).findings if f.verdict is Verdict.INCONSISTENT]


def pairs(split: str) -> list[Row]:
    """The planted pairs of a split."""
    return [json.loads(line) for line in (HERE / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


def judge(row: Row) -> Row:
    """What the audit says about one pair."""
    own = [f for f in inconsistent(row["falsified"]) if f.check in OWN_CHECKS[row["family"]]]
    alarms = sorted({f.check for f in inconsistent(row["sound"])})
    return {"noticed": "yes" if own else "no", "alarm": " ".join(alarms)}


def trials(split: str) -> Iterator[Row]:
    """One row a pair."""
    for number, row in enumerate(pairs(split), 1):
        yield {
            "split": split,
            "pair": f"{number:04d}",
            "family": row["family"],
            "wording": row["wording"],
            **judge(row),
        }


def first_run() -> list[Row]:
    """The stored rows of the one run before anything was repaired on these pairs."""
    with (HERE / "first_run.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rate(k: int, n: int) -> str:
    """A share with its Wilson interval."""
    made = proportion(k, n, method="wilson")
    return f"{k}/{n} = {100 * k / n:.1f}% ({100 * made.ci_low:.1f} to {100 * made.ci_high:.1f})"


def summarize(rows: Sequence[Row]) -> Iterator[str]:
    """One line a family and split, and one for all of a split."""
    for split in (*SPLITS, FIRST_RUN):
        of_split = [row for row in rows if row["split"] == split]
        for family in ("all", *OWN_CHECKS):
            chosen = [row for row in of_split if family in ("all", row["family"])]
            noticed = sum(row["noticed"] == "yes" for row in chosen)
            alarms = sum(row["alarm"] != "" for row in chosen)
            told = f"noticed {rate(noticed, len(chosen)):34} false alarms {rate(alarms, len(chosen))}"
            yield f"{split:15} {family:10} {told}"


def show(split: str, family: str | None) -> Iterator[str]:
    """The misses and alarms of a split, one example a wording."""
    seen = set()
    for row in pairs(split):
        judged = judge(row)
        for fault, text in (("MISS", "falsified"), ("ALARM", "sound")):
            wrong = judged["noticed"] == "no" if fault == "MISS" else judged["alarm"]
            if wrong and (row["wording"], fault) not in seen and family in (None, row["family"]):
                seen.add((row["wording"], fault))
                yield f"{fault} {row['family']} {row['wording']} [{judged['alarm']}] {row[text]}"


def main(arguments: Sequence[str]) -> int:
    """Run all splits and store the result, or show the faults of one."""
    if arguments[:1] == ["--show"]:
        for line in show(arguments[1], arguments[2] if len(arguments) > 2 else None):
            print(line)
        return 0
    rows = [*(row for split in SPLITS for row in trials(split)), *first_run()]
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for line in summarize(rows):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

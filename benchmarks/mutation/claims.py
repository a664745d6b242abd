"""Change every reported value by the smallest step, one at a time, and see whether the audit notices.

The figure is changed in claims.toml and in its digest anchor together, in a copy of the project, with no original, no
hash and no stored output in the way; then the pipeline is run again. A mutant is noticed when another claim's
recomputed value, a verdict of any claim, a finding's verdict or an estimate of another claim changes. One that is not
is labelled by program: *isolated* when no finding compares it with another number, *wrong before and after* when a
finding already called it inconsistent, *within rounding* when the step is smaller than what the comparison allows for.

Prints the rate and writes one row a mutant to results.csv beside this file.
"""

from __future__ import annotations

import calendar
import csv
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fbss_analysis import corpus, pipeline
from fbss_analysis.pipeline import Audit
from fbss_analysis.project import ROOT_VARIABLE
from fbss_analysis.schema import Claim, Rung, Verdict

HERE = Path(__file__).parent
MONTHS = tuple(calendar.month_name)[1:]
WORDS = {
    "one": "two", "two": "three", "three": "four", "five": "six", "six": "seven", "seven": "eight", "eight": "nine",
    "ten": "eleven", "twelve": "thirteen", "half": "a third", "doubled": "tripled",
}  # fmt: skip


def step(text: str) -> str:
    """The figure one smallest step further: last digit up by one, next month, next number word; a name loses a word."""
    month = next((m for m in MONTHS if m in text), None)
    if month:
        return text.replace(month, MONTHS[(MONTHS.index(month) + 1) % 12])
    numbers = list(re.finditer(r"\d[\d,]*(?:\.\d+)?", text))
    if numbers:
        last = numbers[-1]
        return text[: last.start()] + _next(last[0]) + text[last.end() :]
    for word in re.findall(r"[A-Za-z]+", text)[::-1]:
        if word.lower() in WORDS:
            new = WORDS[word.lower()]
            return text.replace(word, new.capitalize() if word[0].isupper() else new)
    return text.rpartition(" ")[0] or text + "s"


def _next(figure: str) -> str:
    digits = figure.replace(",", "").replace(".", "")
    decimals = len(figure.partition(".")[2])
    more = str(int(digits) + 1).zfill(decimals + 1)
    whole, fraction = (more[:-decimals], more[-decimals:]) if decimals else (more, "")
    whole = f"{int(whole):,}" if "," in figure else whole
    return f"{whole}.{fraction}" if decimals else whole


def mutate(project: Path, claim: Claim) -> str:
    """Write the mutant of one claim into a copy of the project; return the new figure."""
    folder = project / "data" / "raw" / "sources" / claim.source_id
    name = claim.claim_id.rpartition(".")[2]
    new = step(claim.mention.text)
    claims, digest = folder / "claims.toml", folder / "digest.md"
    text = claims.read_text(encoding="utf-8")
    start = text.index(f'name = "{name}"\n')
    stop = text.find("\n[[", start)
    block = text[start : stop if stop > 0 else len(text)]
    changed = re.sub(r'(?m)^reported = ".*"$', lambda _: f'reported = "{new}"', block)
    changed = re.sub(r"(?m)^end = \d+$", f"end = {claim.mention.start + len(new)}", changed)
    if year := re.fullmatch(r"(?:19|20)\d\d", new):
        changed = re.sub(r"(?m)^value = .*$", f"value = {year[0]}", changed)
    claims.write_text(text.replace(block, changed), encoding="utf-8")
    anchor = re.compile(r"\[[^\]]*\]\(#" + re.escape(claim.claim_id) + r"\)")
    digest.write_text(anchor.sub(f"[{new}](#{claim.claim_id})", digest.read_text(encoding="utf-8")), encoding="utf-8")
    return new


def traces(audits: tuple[Audit, ...], without: str) -> dict[str, object]:
    """What may change when a claim changes: verdicts of all, values and estimates of the others."""
    found: dict[str, object] = {}
    for audit in audits:
        for ladder in audit.ladders:
            steps = (ladder.recomputed, ladder.traced, ladder.pooled)
            found[f"verdicts {ladder.claim.claim_id}"] = [step and (step.verdict, step.relation) for step in steps]
            if ladder.claim.claim_id != without:
                found[f"value {ladder.claim.claim_id}"] = ladder.recomputed.formula
        for number, finding in enumerate(f for f in audit.findings if f.claim_id != without):
            found[f"finding {audit.article.doc} {number}"] = (finding.check, finding.verdict)
        found[f"estimates {audit.article.doc}"] = [pair for pair in audit.estimates if pair[0] != without]
    return found


def label(audits: tuple[Audit, ...], claim: Claim) -> str:
    """Why a mutant went unnoticed: no other number depends on it, it was wrong before, or the step is too small."""
    place = (claim.mention.start, claim.mention.end)
    findings = [f for a in audits if a.article.doc == claim.source_id for f in a.findings if place in f.spans]
    together = [finding for finding in findings if len(set(finding.spans)) > 1 or finding.rung is Rung.TRACED]
    if not together:
        return "isolated"
    wrong = any(finding.verdict is Verdict.INCONSISTENT and finding.claim_id == claim.claim_id for finding in together)
    return "wrong before and after" if wrong else "within rounding"


def trials(project: Path) -> Iterator[dict[str, str]]:
    """One row per claim: what it became, and whether anybody noticed."""
    kept = project / "kept"
    shutil.copytree(project / "data" / "raw", kept)
    before = pipeline.audit_sources()
    for claim in [c for audit in before for c in audit.article.claims]:
        row = {"claim_id": claim.claim_id, "reported": claim.mention.text, "became": mutate(project, claim)}
        after = traces(pipeline.audit_sources(), claim.claim_id)
        noticed = after != traces(before, claim.claim_id)
        yield row | {"noticed": "yes" if noticed else "no", "reason": "" if noticed else label(before, claim)}
        shutil.rmtree(project / "data" / "raw")
        shutil.copytree(kept, project / "data" / "raw")


def main() -> int:
    """Run all mutants and store the result."""
    home = corpus.root()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        ignored = shutil.ignore_patterns("original.*")
        shutil.copytree(home / "data" / "raw", project / "data" / "raw", ignore=ignored)
        os.environ[ROOT_VARIABLE] = folder
        rows = list(trials(project))
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    noticed = sum(row["noticed"] == "yes" for row in rows)
    reasons = Counter(row["reason"] for row in rows if row["reason"])
    print(f"{noticed} of {len(rows)} mutants noticed ({noticed / len(rows):.1%}); unnoticed: {dict(reasons)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

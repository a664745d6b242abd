"""How closely our numbers agree with R's: worst difference per quantity, where R's packages differ, what is left out.

Walks the reference files with the walkers of the tests, which account for every number in them, and writes three tables
to `results/`:

- agreement: for each quantity how many values were compared, how many miss their tolerance, the worst relative
  difference, and the worst share of the tolerance that was used up. A value below 1e-6 counts as near zero: there the
  difference itself is told, since a relative one says nothing.
- disagreements: where a program in use differs from exact arithmetic, or from a result that was run to the end.
- uncovered: numbers of the reference files that were not compared, with the reason.

A difference is stored with one digit: the last bits depend on the processor. Run: make proof
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests")]

import reference_incidence  # noqa: E402
import reference_pooling  # noqa: E402
import reference_proportion  # noqa: E402
import reference_survival  # noqa: E402
from quantities import quantity_of  # noqa: E402
from reference_grid import Account, Gap, documents, leaves  # noqa: E402
from results import Row, write  # noqa: E402

from fbss_analysis.models.debit import debit_counts  # noqa: E402
from fbss_analysis.models.grim import grim_counts  # noqa: E402
from fbss_analysis.models.grimmer import grimmer  # noqa: E402
from fbss_analysis.models.proportion import proportion  # noqa: E402

Walk = Callable[[dict[str, Any]], Account]
NEAR_ZERO = 1e-6
WALKS: dict[str, tuple[Walk, dict[str, str]]] = {
    "binomial_ci": (reference_proportion.walk, reference_proportion.LEFT_OUT),
    "grouped_horizons": (reference_incidence.walk, reference_incidence.LEFT_OUT),
    "survival_ipd": (reference_survival.walk_individuals, reference_survival.INDIVIDUALS_LEFT_OUT),
    "competing_risks": (reference_survival.walk_risks, reference_survival.RISKS_LEFT_OUT),
    "life_table": (reference_survival.walk_table, reference_survival.TABLE_LEFT_OUT),
    "meta_proportion": (reference_pooling.walk, reference_pooling.LEFT_OUT),
    "meta_generic": (reference_pooling.walk, reference_pooling.LEFT_OUT),
    "meta_edge": (reference_pooling.walk, reference_pooling.LEFT_OUT),
}
# What was never a result: names, options and data that stand in the files beside the numbers.
NO_RESULT = {"", "a name", "names", "input", "an option", "not a number", "a sentence", "a count of rows"} | {
    "no rows in this file",
    "names of programs and data sets",
    "names, compared as such",
    "a name, compared as such",
}


@dataclass
class Tally:
    """What has been found of one quantity so far."""

    values: int = 0
    outside: int = 0
    near_zero: int = 0
    relative: float = 0.0
    absolute: float = 0.0
    share: float = 0.0
    programs: set[str] = field(default_factory=set)

    def add(self, gap: Gap, program: str) -> None:
        """Count one comparison."""
        share = gap.difference / max(gap.relative * gap.size, gap.absolute)
        self.values += 1
        self.outside += share > 1.0 + 1e-9
        self.share = max(self.share, share)
        self.programs.update(program.split(", "))
        if gap.size < NEAR_ZERO:
            self.near_zero += 1
            self.absolute = max(self.absolute, gap.difference)
        else:
            self.relative = max(self.relative, gap.difference / gap.size)


def compared(kinds: Iterable[str]) -> list[Row]:
    """One row a quantity of the files of these kinds."""
    tallies: dict[tuple[str, str], Tally] = {}
    for kind in kinds:
        for document in documents(kind).values():
            for path, gap in WALKS[kind][0](document).gaps.items():
                if (found := quantity_of(kind, path)) is not None:
                    tallies.setdefault(found[:2], Tally()).add(gap, found[2])
    areas = list(dict.fromkeys(area for area, _ in tallies))
    ordered = sorted(tallies.items(), key=lambda item: areas.index(item[0][0]))
    return [_row(area, quantity, tally) for (area, quantity), tally in ordered]


def _row(area: str, quantity: str, tally: Tally) -> Row:
    return {
        "area": area,
        "quantity": quantity,
        "reference": ", ".join(sorted(tally.programs)),
        "values": tally.values,
        "outside_tolerance": tally.outside,
        "worst_relative": f"{tally.relative:.0e}" if tally.values > tally.near_zero else "",
        "near_zero": tally.near_zero,
        "worst_near_zero": f"{tally.absolute:.0e}" if tally.near_zero else "",
        "share_of_tolerance": f"{tally.share:.1g}",
    }


def exact_rows() -> list[Row]:
    """GRIM, DEBIT and GRIMMER: yes or no, so the only difference is a wrong answer."""
    tallies = {name: Tally(programs={"exact rational arithmetic"}) for name in ("GRIM", "DEBIT", "GRIMMER")}
    for name, wrong in (pair for document in documents("consistency").values() for pair in _verdicts(document)):
        tallies[name].values += 1
        tallies[name].outside += wrong
    return [_row("consistency", f"{name}, every verdict", tally) for name, tally in tallies.items()]


def _verdicts(document: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each stored verdict and whether ours differs."""
    for row in document["grim"]:
        for mode, ends in row["count_interval"].items():
            ours = grim_counts(row["percent"], row["n"], mode)
            yield "GRIM", ([ours[0], ours[-1]] if ours else None) != ends
    for row in document["debit"]:
        yield "DEBIT", list(debit_counts(row["mean"], row["sd"], row["n"])) != row["compatible_counts"]
    for row in document["grimmer"]:
        told = row["mean"], row["sd"], row["n"]
        yield "GRIMMER", grimmer(*told) is not row["exact_any_integers"]
        yield "GRIMMER", grimmer(*told, scale=(1, 5)) is not row["exact_scale_1_5"]


def verdict_disagreements() -> Iterator[Row]:
    """Programs that answer yes or no, against exact arithmetic."""
    for document in documents("consistency").values():
        triples = [(row["scrutiny"], bool(row["compatible_counts"])) for row in document["debit"]]
        yield _answers("DEBIT", "scrutiny", triples)
        for program in ("scrutiny_0_6_1", "rsprite2"):
            pairs = [(row[program], row["exact_any_integers"]) for row in document["grimmer"]]
            yield _answers("GRIMMER", program.partition("_")[0], pairs)
        for mode in document["modes"]:
            exact = [row["count_interval"][mode] is not None for row in document["grim"]]
            wrong = document["scrutiny_disagreements"]["grim"][mode]
            pairs = [(said, truth) for _, _, said, truth in wrong]
            pairs += [(True, True)] * (len(exact) - len(wrong))
            yield _answers(f"GRIM, rounding {mode.replace('_', ' ')}", "scrutiny", pairs)


def _answers(check: str, program: str, pairs: list[tuple[Any, bool]]) -> Row:
    """How often a program's answer is not the exact one; a pair is what it says and what is true."""
    return {
        "check": check,
        "program": program,
        "against": "exact rational arithmetic",
        "cases": len(pairs),
        "accepts_impossible": sum(bool(said) and not truth for said, truth in pairs),
        "refuses_possible": sum(said is False and truth for said, truth in pairs),
        "gives_no_answer": sum(said is None for said, _ in pairs),
    }


def number_disagreements() -> Iterator[Row]:
    """Programs that give a number, against the same number by the exact model, a full run, or another program."""
    files = list(documents("meta_proportion").values())
    for method in ("ML", "REML", "PM", "EB"):
        yield _numbers(f"tau2, {method}", "metafor by default", "metafor run to the end", _default_tau2(files, method))
    for name, program in (("glmer_nAGQ1", "lme4, Laplace"), ("rma_glmm_default", "metafor, seven nodes")):
        pairs = [(f["glmm"][name]["tau2"], f["glmm"]["exact_ml"]["tau2"]) for f in files if f.get("glmm")]
        yield _numbers("tau2 of the binomial-normal model", program, "dense integration", pairs)
    for rule, program in (("pi_riley", "t with k - 2"), ("pi_t_k_minus_1", "t with k - 1, as R's meta")):
        widths = [
            (row["pi_default"][1] - row["pi_default"][0], row[rule][1] - row[rule][0])
            for file in files
            for row in file["pooled"]
            if rule in row and row["test"] == "z" and None not in (*row["pi_default"], *row[rule])
        ]
        yield _numbers("width of the prediction interval", "metafor, test z", program, widths)
    yield _numbers("Wilson's interval with correction, at half of n", "prop.test", "Newcombe's formula", _halves())


def _halves() -> list[tuple[float, float]]:
    """Ends of the corrected interval where half of n had the event: there R's prop.test drops the correction."""
    pairs: list[tuple[float, float]] = []
    for row in (row for file in documents("binomial_ci").values() for row in file["binomial"]):
        if 2 * row["x"] == row["n"]:
            ours = proportion(row["x"], row["n"], method="wilson_cc", level=row["conf_level"])
            pairs += zip(row["intervals"]["wilson_cc"], (ours.ci_low, ours.ci_high), strict=True)
    return pairs


def _default_tau2(files: list[dict[str, Any]], method: str) -> list[tuple[float, float]]:
    """tau2 as metafor stops by default, and as it is when run to the end."""
    pairs = []
    for file in files:
        full = {(row["measure"], row["method"]): row["tau2"] for row in file["pooled"]}
        for row in file["pooled_metafor_default_convergence"]:
            if row["method"] == method:
                pairs.append((row["tau2"], full[row["measure"], method]))
    return pairs


def _numbers(check: str, program: str, against: str, pairs: list[tuple[float, float]]) -> Row:
    gaps = [abs(said - truth) / abs(truth) for said, truth in pairs if abs(truth) >= NEAR_ZERO]
    return {
        "check": check,
        "program": program,
        "against": against,
        "cases": len(pairs),
        "differ_in_the_sixth_digit": sum(gap > 1e-6 for gap in gaps),
        "worst_relative": f"{max(gaps, default=0.0):.2g}",
    }


def uncovered() -> list[Row]:
    """How many numbers of the files were not compared, by reason."""
    counts: dict[tuple[str, str], int] = {}
    for kind, (walk, left_out) in WALKS.items():
        for document in documents(kind).values():
            done = walk(document).compared
            for path, value in leaves(document):
                reason = next((why for pattern, why in left_out.items() if fnmatch(path, pattern)), "")
                if path not in done and isinstance(value, int | float) and reason not in NO_RESULT:
                    counts[kind, reason] = counts.get((kind, reason), 0) + 1
    for document in documents("ipd_from_km").values():
        numbers = [path for path, value in leaves(document["result"]) if isinstance(value, int | float)]
        key = ("ipd_from_km", "rows rebuilt from a drawn curve are not unique: only their distribution is compared")
        counts[key] = counts.get(key, 0) + len(numbers)
    return [{"kind": kind.replace("_", " "), "reason": why, "values": n} for (kind, why), n in sorted(counts.items())]


def main() -> None:
    """Write the three tables."""
    write("agreement", compared(WALKS) + exact_rows())
    write("disagreements", [*verdict_disagreements(), *number_disagreements()])
    write("uncovered", uncovered())


if __name__ == "__main__":
    main()

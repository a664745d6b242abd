"""The stored proof: complete, made again by its own code in slices, and able to notice what is too narrow."""

from __future__ import annotations

import importlib.util
import itertools
import os
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import fbss_analysis as fbss
from fbss_analysis.models.box import Envelope
from fbss_analysis.schema import UsageError

PROOF = Path(__file__).parents[1] / "benchmarks" / "proof"


def load(name: str) -> ModuleType:
    """A script of the proof as a module, under a name of its own (`coverage` is also a tool's)."""
    sys.path.insert(0, str(PROOF))
    try:
        spec = importlib.util.spec_from_file_location(f"proof_{name}", PROOF / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(PROOF))
    return module


coverage, agreement, results, fuzz = load("coverage"), load("agreement"), load("results"), load("fuzz")
audit_faults = load("audit_faults")


def stored(name: str, **wanted: object) -> list[dict[str, str]]:
    """The stored rows of a table whose columns have the wanted values."""
    rows = results.read(name)
    return [row for row in rows if all(row[column] == str(value) for column, value in wanted.items())]


def as_text(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    return [{column: str(value) for column, value in row.items()} for row in rows]


def same_rows(found: list[dict[str, object]], kept: list[dict[str, str]]) -> None:
    """Rows agree; a share may differ in its last digit, where another processor rounds a sum otherwise."""
    assert len(found) == len(kept) > 0
    for ours, theirs in zip(as_text(found), kept, strict=True):
        for column, value in theirs.items():
            mine = ours.get(column, "")
            if mine != value:
                assert float(mine) == pytest.approx(float(value), rel=2e-2, abs=2e-4), (ours, theirs)


# ------------------------------------------------------------------ complete


def test_every_table_is_stored_and_read_by_its_name() -> None:
    names = {"agreement", "disagreements", "uncovered", "faults", "fuzz", "edits"}
    names |= {f"coverage_{name}" for name in ("proportion", "worst", "incidence", "pool", "tau2")}
    assert {path.stem for path in results.FOLDER.glob("*.csv")} == names
    for name in names:
        frame = fbss.proof(name)
        assert len(frame) == len(results.read(name)) > 0
        assert not {"nan", "inf"} & set(frame.astype(str).to_numpy().ravel()) - set(frame[frame.isna()].astype(str))
    with pytest.raises(UsageError, match="known: agreement, coverage_incidence"):
        fbss.proof("converge")


def test_every_setting_of_the_coverage_is_stored() -> None:
    pools, grid = fbss.proof("coverage_pool"), (coverage.MODELS, coverage.STUDIES, coverage.TAU2)
    fits = itertools.product(*grid, coverage.FITS)
    expected = [(model, k, tau2, *fit) for model, k, tau2, fit in fits]
    expected += [("counts", k, t, "binomial-normal", "z") for k in coverage.COUNT_STUDIES for t in coverage.COUNT_TAU2]
    assert list(pools[["model", "k", "tau2", "method", "test"]].itertuples(index=False, name=None)) == expected
    assert set(pools[pools.method != "binomial-normal"].replicates) == {coverage.REPLICATES}
    spreads = fbss.proof("coverage_tau2")[["model", "k", "tau2"]]
    assert list(spreads.itertuples(index=False, name=None)) == list(itertools.product(*grid))
    envelopes = fbss.proof("coverage_incidence")
    drawn = envelopes[envelopes.family != "counts"]
    assert set(zip(drawn.family, drawn.horizons, drawn.decimals, strict=True)) == set(
        itertools.product(coverage.FAMILIES, (2, 3), (0, 1))
    )
    assert set(fbss.proof("coverage_proportion").groupby(["method", "n"]).size()) == {len(coverage.GRID)}
    assert len(fbss.proof("coverage_worst")) == len(coverage.METHODS) * sum(map(len, coverage.SIZES.values()))
    for name in ("coverage_pool", "coverage_tau2", "coverage_incidence"):
        assert set(fbss.proof(name).seed) == {coverage.SEED}


def test_what_the_proof_claims() -> None:
    found = fbss.proof("agreement")
    assert found.outside_tolerance.eq(0).all()
    assert found["values"].sum() > 130_000
    assert found.share_of_tolerance.le(1).all()
    envelopes = fbss.proof("coverage_incidence")
    promised = envelopes[envelopes.quantity != "share in the population"]
    assert promised.held.eq(promised.sets).all()
    worst = fbss.proof("coverage_worst")
    assert worst[worst.method == "clopper_pearson"].lowest.ge(0.95).all()
    debit = fbss.proof("disagreements").set_index("check").loc["DEBIT"]
    assert (debit.accepts_impossible, debit.cases) == (386, 2000)


# ------------------------------------------------------------------ made again, in slices


def test_a_slice_of_the_proportions_is_found_again() -> None:
    same_rows(list(coverage.proportion_rows((20,))), stored("coverage_proportion", n=20))
    same_rows(list(coverage.worst_rows((50,))), stored("coverage_worst", n=50))


@pytest.mark.parametrize("model", coverage.MODELS)
def test_a_slice_of_the_pools_is_found_again(model: str) -> None:
    kept = [row for row in stored("coverage_pool", model=model, k=5, tau2="0.2") if row["method"] != "binomial-normal"]
    same_rows(list(coverage.pool_rows(model, 5, 0.2)), kept)
    same_rows(list(coverage.tau2_rows(model, 3, 0.5)), stored("coverage_tau2", model=model, k=3, tau2="0.5"))


@pytest.mark.parametrize("family", ["weibull", "piecewise_exponential"])
def test_a_slice_of_the_envelopes_is_found_again(family: str) -> None:
    kept = stored("coverage_incidence", family=family, horizons=2, decimals=1)
    same_rows(list(coverage.envelope_rows(family, 2, 1)), kept)
    same_rows(list(coverage.count_rows(1400, 1)), stored("coverage_incidence", family="counts", n=1400, decimals=1))


OWN_FILES = pytest.mark.skipif("FBSS_REFERENCE" in os.environ, reason="other reference files than the stored ones")
KINDS = ("binomial_ci", "grouped_horizons", "survival_ipd", "competing_risks", "life_table")


@OWN_FILES
def test_a_slice_of_the_agreement_is_found_again() -> None:
    """Counts agree to the last; a difference near the last bit may be another processor's, but not of another size."""
    found = agreement.compared(KINDS) + agreement.exact_rows()
    areas = {row["area"] for row in found}
    kept = [row for row in results.read("agreement") if row["area"] in areas]
    for ours, theirs in zip(as_text(found), kept, strict=True):
        for column in ("area", "quantity", "reference", "values", "outside_tolerance", "near_zero"):
            assert ours[column] == theirs[column]
        for column in ("worst_relative", "worst_near_zero"):
            assert float(ours[column] or 0) <= max(10 * float(theirs[column] or 0), 1e-11), (ours, theirs)


@OWN_FILES
def test_the_disagreements_are_found_again() -> None:
    found = [*agreement.verdict_disagreements(), *agreement.number_disagreements()]
    kept = results.read("disagreements")
    assert as_text(found) == [{k: v for k, v in row.items() if v} for row in kept]


# ------------------------------------------------------------------ the proof itself is sound


def test_fuzzing_is_taken_up_where_it_ended_and_begun_anew_with_another_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = fuzz.parts("records", 2 * fuzz.PART + 5, 1)
    assert [(part["first"], part["inputs"]) for part in wanted] == [
        *((0, fuzz.PART), (fuzz.PART, fuzz.PART), (2 * fuzz.PART, 5))
    ]
    done = as_text([wanted[0] | {"bytes": 7, "failed": 0}, {**wanted[1], "seed": 2, "bytes": 8, "failed": 0}])
    assert [part.get("bytes") for part in fuzz.taken_up(wanted, done)] == ["7", None, None]
    done += as_text([{**wanted[2], "bytes": 9, "failed": 1}])
    monkeypatch.setattr(fuzz, "library_digest", lambda: "another")
    wanted = fuzz.parts("records", 2 * fuzz.PART + 5, 1)
    assert not any("bytes" in part for part in fuzz.taken_up(wanted, done))
    assert [part.get("bytes") for part in fuzz.taken_up(wanted, done, older=True)] == ["7", None, None]


@pytest.mark.parametrize("method", coverage.METHODS)
def test_coverage_by_summation_is_that_of_scipy(method: str) -> None:
    low, high = coverage.intervals(method, 13, "count")
    p = np.array([0.013, 0.2, 0.5])
    held = [[a <= q <= b for a, b in zip(low, high, strict=True)] for q in p]
    expected = [sum(stats.binom.pmf(x, 13, q) for x in range(14) if row[x]) for q, row in zip(p, held, strict=True)]
    assert coverage.coverage_at(p, low, high) == pytest.approx(expected)
    fine = np.linspace(1e-5, 1 - 1e-5, 40_001)
    dense = coverage.coverage_at(fine, low, high)
    least, at = coverage.lowest(low, high, (0.0, 1.0))
    assert least <= dense.min() <= least + 2e-3
    assert 0 < at < 1
    row = next(r for r in coverage.worst_rows((10,)) if r["method"] == method)
    ends = coverage.intervals(method, 10, "count")
    assert float(row["mean"]) == pytest.approx(coverage.coverage_at(fine, *ends).mean(), abs=2e-4)


def test_an_interval_over_all_counts_that_print_so_holds_that_of_each() -> None:
    alone, over = (coverage.intervals("wilson", 500, known) for known in ("count", "whole percent"))
    assert np.all(over[0] <= alone[0])
    assert np.all(over[1] >= alone[1])
    assert over[0][2] == over[0][0] < alone[0][2]  # 0, 1 and 2 of 500 print as 0%


NAMED = b'{"part": "1", "files": {"claims": "", "findings": ""}}'
DONE = NAMED + b'\n{"complete": {}}\n'
OLD = {"manifest.jsonl": DONE, "claims/part-1.parquet": b"old", "findings/part-1.parquet": b"old"}
NEW = OLD | {"claims/part-1.parquet": b"new"}


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        ({}, True),
        ({"claims/part-1.parquet": b"new"}, True),
        ({"claims/part-1.parquet": b"ne"}, False),
        ({"findings/part-1.parquet": None}, False),
        ({"claims/.part-1.parquet.new": b"n", "manifest.jsonl": NAMED + b"\n{"}, True),
        ({"claims/.part-1.parquet.new": b"n"}, False),
        ({"manifest.jsonl": b"{", "claims/part-1.parquet": None}, True),
        ({"manifest.jsonl": NAMED, "claims/part-1.parquet": None}, False),
    ],
)
def test_what_an_audit_has_left_behind_is_judged(tmp_path: Path, change: dict[str, bytes | None], whole: bool) -> None:
    audits = object.__new__(audit_faults.Audits)
    audits.out, audits.made = tmp_path / "out", [OLD, NEW]
    for name, content in (OLD | {".lock": b""} | change).items():
        if content is not None:
            (audits.out / name).parent.mkdir(parents=True, exist_ok=True)
            (audits.out / name).write_bytes(content)
    assert audits.whole() is whole


def test_an_envelope_that_is_too_narrow_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = coverage._answers

    def narrowed(*given: object) -> object:
        for name, true, e in answers(*given):
            yield name, true, Envelope(e.value, e.value - 0.3 * (e.value - e.low), e.value + 0.3 * (e.high - e.value))

    monkeypatch.setattr(coverage, "_answers", narrowed)
    rows = pd.DataFrame(coverage.envelope_rows("weibull", 2, 1, 30))
    assert rows.held.lt(rows.sets).all()


def test_a_pool_that_knows_too_much_is_noticed() -> None:
    rows = pd.DataFrame(coverage.pool_rows("normal", 10, 0.5, 400)).set_index(["method", "test"]).coverage.astype(float)
    assert rows["EE", "z"] < 0.6 < 0.9 < rows["REML", "knha"]


def test_a_number_that_no_pattern_names_is_an_error() -> None:
    with pytest.raises(LookupError, match="add a pattern"):
        agreement.quantity_of("life_table", "/unheard/of/3")

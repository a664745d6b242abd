"""Planted errors: passages whose numbers agree and the same with one falsified, told apart as often as promised."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.models.proportion import proportion

FOLDER = Path(__file__).parents[1] / "benchmarks" / "planted"
SAMPLED = 30  # every so many pairs is audited again, to see that the stored result is current


def load(name: str) -> ModuleType:
    """A script of the benchmark as a module."""
    spec = importlib.util.spec_from_file_location(f"planted_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run, passages = load("run"), load("passages")


@pytest.fixture(scope="module")
def developed() -> list[dict[str, str]]:
    return list(run.trials("developed_on"))


@pytest.fixture(scope="module")
def stored() -> list[dict[str, str]]:
    with (FOLDER / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("family", run.OWN_CHECKS)
def test_each_family_is_noticed(developed, family):
    noticed = [row["noticed"] == "yes" for row in developed if row["family"] == family]
    assert sum(noticed) >= 0.95 * len(noticed)


def test_what_is_noticed_overall_and_what_is_blamed_wrongly(developed):
    assert sum(row["noticed"] == "yes" for row in developed) >= 0.98 * len(developed)
    alarms = [row for row in developed if row["alarm"]]
    assert proportion(len(alarms), len(developed), method="wilson").ci_high <= 0.01


def test_the_stored_result_is_complete_and_current(stored, developed):
    assert [row for row in stored if row["split"] == "developed_on"] == developed
    for split in run.SPLITS[1:]:
        rows, pairs = [row for row in stored if row["split"] == split], run.pairs(split)
        assert [row["wording"] for row in rows] == [pair["wording"] for pair in pairs]
        for row, pair in list(zip(rows, pairs, strict=True))[::SAMPLED]:
            assert run.judge(pair) == {"noticed": row["noticed"], "alarm": row["alarm"]}, pair
    assert [row for row in stored if row["split"] == run.FIRST_RUN] == run.first_run()


@pytest.mark.parametrize(
    ("split", "least"), [("developed_later", 0.98), ("repaired_on", 0.95), ("held_out", 0.8), ("acceptance", 0.95)]
)
def test_the_other_splits_keep_what_was_reached(stored, split, least):
    rows = [row for row in stored if row["split"] == split]
    assert sum(row["noticed"] == "yes" for row in rows) >= least * len(rows)


@pytest.mark.parametrize("split", ["developed_later", "repaired_on", "acceptance"])
def test_alarms_stay_below_two_in_a_hundred(stored, split):
    rows = [row for row in stored if row["split"] == split]
    alarms = [row for row in rows if row["alarm"]]
    assert proportion(len(alarms), len(rows), method="wilson").ci_high <= 0.02


def test_what_was_repaired_on_and_what_is_held_out_share_no_wording_and_are_all_that_were_run_first():
    seen, *unseen = (
        {pair["wording"] for pair in run.pairs(split)} for split in ("repaired_on", "held_out", "acceptance")
    )
    assert not seen & set.union(*unseen)
    assert not set.intersection(*unseen)
    assert seen.union(*unseen) == {row["wording"] for row in run.first_run()}


@pytest.mark.parametrize("split", passages.SPLITS)
def test_the_passages_are_what_the_wordings_give_and_vary(split):
    pairs = run.pairs(split)
    assert pairs == passages.write(split)
    wordings = Counter(family for family, _ in {(pair["family"], pair["wording"]) for pair in pairs})
    assert set(wordings) == set(run.OWN_CHECKS)
    assert min(wordings.values()) >= 15


def test_the_splits_share_no_wording():
    texts = [set((FOLDER / f"{split}.txt").read_text(encoding="utf-8").splitlines()) for split in passages.SPLITS]
    assert not texts[0] & texts[1]


SILENT = [
    "Of 120 patients, 14 (12%) had an infection; of the smokers, 9 (30%) did.",
    "The rate was 1 in 20 in men (12% in women).",
    "Of 100 patients, 60 had surgery, 20 of them twice, and the remaining 40 had none.",
    "Operations grew by 5% a year, from 1,000 to 2,000.",
    "Pain dropped from 5.5 to 3.7 and disability fell by 20%.",
    "Odds ratios were 1.5 and 2.5 (95% CI 1.2 to 1.9 and 1.6 to 3.5).",
    "One study found 60% and the other 45%.",
    "A total of 40 complications were seen, including 10 infections and 12 leaks.",
    "In a study of 45 patients, 42.1% had a recurrence.",
    "Nearly all of the 45 patients were followed; 42.1% had a recurrence.",
    "The mean difference was −1.2 points (95% CI −2.0 to −0.4).",
    "We screened 120 people and included 90: 50 men and 40 women.",
]


SILENT += [
    "The death rate was higher than in all other patients (4.2%) and in the register (10.5%).",
    "Twenty-two people were classed as type 1, 9 as type 2 and 11 as type 3.",
    "A total of 182 patients told of 970 attacks, 620 of which were treated early.",
    "Of 170 patients, 48 had a specialist. In all, 31 specialist patients (65%) and 44 others (36%) did well.",
    "Of 128 who were asked, 118 agreed; of these, 117 (99%) filled in the form.",
    "The mean difference (MD) -0.57 (95% CI -1.46 to -0.32) favoured rest.",
    "The hazard ratio was 1·05 (95% CI 0·82–1·34).",
    "The mean score rose from 63% (95% CI 6.97-17.03) to 96% (95% CI 16.91-20.09).",
    "Pain fell by 1.7 points (95% CI -2.3 to -1.1).",
    "Apnoea fell by 44%, from 18.5 to 15.0 against 29.0 to 30.5 without treatment.",
    "Patency was a cumulative 60% at 1 year and 48% at 3 years.",
    "In 1997-98 there were 20 such studies; 12 of the trials ended early.",
]
COUNTS = st.integers(2, 400)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(k=COUNTS, more=st.integers(1, 500), off=st.sampled_from((-7.0, 4.0, 9.0)))
def test_a_plain_share_is_blamed_only_where_it_is_wrong(k, more, off):
    n, true = k + more, 100 * k / (k + more)
    said = "Of {n} patients, {k} ({p:.1f}%) had an infection."
    assert run.inconsistent(said.format(n=n, k=k, p=true)) == []
    if 1 < true + off < 99:
        assert run.inconsistent(said.format(n=n, k=k, p=true + off))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(parts=st.lists(st.integers(3, 300), min_size=3, max_size=3, unique=True), off=st.sampled_from((-2, 1, 3)))
def test_a_plain_total_is_blamed_only_where_it_is_wrong(parts, off):
    said = "In all, {n} complications occurred: {a} infections, {b} leaks and {c} clots."
    a, b, c = parts
    assert run.inconsistent(said.format(n=a + b + c, a=a, b=b, c=c)) == []
    if a + b + c + off not in (a + b, a + c, b + c):
        assert run.inconsistent(said.format(n=a + b + c + off, a=a, b=b, c=c))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(a=st.integers(100, 900), more=st.integers(20, 900), off=st.sampled_from((-12, 9, 25)))
def test_a_plain_change_is_blamed_only_where_it_is_wrong(a, more, off):
    b, true = a + more, 100 * more / a
    said = "The number of fusions rose from {a} to {b}, an increase of {p:.0f}%."
    assert run.inconsistent(said.format(a=a, b=b, p=true)) == []
    if true + off > 2:
        assert run.inconsistent(said.format(a=a, b=b, p=true + off))


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_blamed_where_a_reading_agrees(text):
    assert [(finding.check, finding.formula) for finding in run.inconsistent(text)] == []


def test_no_source_is_asked_for_where_a_page_has_no_list():
    page = run.Document("page", "Of 120 patients, 14 (12%) had an infection within two years.")
    assert not [finding for finding in run.audit_document(page).findings if finding.check == "fidelity"]

"""Planted errors: passages whose numbers agree and the same with one falsified, told apart as often as promised."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

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
    held_out = [row for row in stored if row["split"] == "held_out"]
    pairs = run.pairs("held_out")
    assert [row["wording"] for row in held_out] == [pair["wording"] for pair in pairs]
    for row, pair in list(zip(held_out, pairs, strict=True))[::SAMPLED]:
        assert run.judge(pair) == {"noticed": row["noticed"], "alarm": row["alarm"]}, pair


def test_held_out_alarms_stay_below_one_in_a_hundred(stored):
    held_out = [row for row in stored if row["split"] == "held_out"]
    alarms = [row for row in held_out if row["alarm"]]
    assert proportion(len(alarms), len(held_out), method="wilson").ci_high <= 0.01


@pytest.mark.parametrize("split", run.SPLITS)
def test_the_passages_are_what_the_wordings_give_and_vary(split):
    pairs = run.pairs(split)
    assert pairs == passages.write(split)
    wordings = Counter(family for family, _ in {(pair["family"], pair["wording"]) for pair in pairs})
    assert set(wordings) == set(run.OWN_CHECKS)
    assert min(wordings.values()) >= 15


def test_the_splits_share_no_wording():
    texts = [set((FOLDER / f"{split}.txt").read_text(encoding="utf-8").splitlines()) for split in run.SPLITS]
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


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_blamed_where_a_reading_agrees(text):
    assert [(finding.check, finding.formula) for finding in run.inconsistent(text)] == []


def test_no_source_is_asked_for_where_a_page_has_no_list():
    page = run.Document("page", "Of 120 patients, 14 (12%) had an infection within two years.")
    assert not [finding for finding in run.audit_document(page).findings if finding.check == "fidelity"]

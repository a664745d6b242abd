"""The studies and cohorts as data: valid, seen somewhere, possible; and what is done about a value that is not."""

import csv
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import frictionless
import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator

from fbss_analysis import corpus
from fbss_analysis.checks.published_values import CHECK, cited, faults
from fbss_analysis.curated import doubles
from fbss_analysis.curated.bibliography import read_study
from fbss_analysis.curated.records import Problems
from fbss_analysis.schema import Article, Claim, Kind, Mention, PublishedValue, Study, Verdict
from fbss_analysis.tracing.soundness import counts, denominators, flaws, narrowest_width, unmet_partitions
from fbss_analysis.works import Cohort

RAW = ROOT / "data" / "raw"
FILES = sorted((RAW / "studies").glob("*.toml"))
STUDIES = corpus.read_corpus(ROOT).studies
VALUES = [(study, value) for study in STUDIES.values() for value in study.values]
TABLE_SCHEMA = RAW / "cohorts.schema.json"
HALF = Fraction(1, 20)
COHORTS = list(csv.DictReader((RAW / "cohorts.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_is_valid_by_its_schema(path: Path) -> None:
    validator = Draft202012Validator(json.loads((RAW / "studies.schema.json").read_text(encoding="utf-8")))
    record = tomllib.loads(path.read_text(encoding="utf-8"))
    assert not [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(record)]
    assert record["citekey"] == path.stem


def test_the_schema_refuses_what_it_should() -> None:
    validator = Draft202012Validator(json.loads((RAW / "studies.schema.json").read_text(encoding="utf-8")))
    record = tomllib.loads((RAW / "studies" / "jung2020.toml").read_text(encoding="utf-8"))
    for key in ("locator", "address", "confidence"):
        broken = json.loads(json.dumps(record))
        del broken["values"][0][key]
        assert list(validator.iter_errors(broken)), key
    assert list(validator.iter_errors(record | {"found": "not_found"})), "an unseen study has no values"


def test_every_record_is_read_without_a_problem() -> None:
    found = corpus.read_corpus(ROOT)
    assert not [str(problem) for problem in found.study_problems]
    assert set(found.studies) == {path.stem for path in FILES}


@pytest.mark.parametrize(
    ("study", "value"), VALUES, ids=lambda part: getattr(part, "citekey", getattr(part, "text", ""))
)
def test_no_value_lacks_its_place(study: Study, value: PublishedValue) -> None:
    assert value.locator.strip()
    assert not re.search(r"\bpage\b|\bp\.", value.locator), "nobody read a page number"
    assert value.address.startswith("http")
    assert value.confidence == "seen_in_source" or value.note, "an inferred value says how"
    assert re.fullmatch(r"data/raw/studies/\w+\.toml:\d+", value.place)
    assert study.found == "abstract"


def test_nothing_recalled_is_shipped() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*FILES, RAW / "cohorts.csv")]
    assert not [text for text in texts if "memory" in text.lower() or "recall" in text.lower()]


def test_an_unseen_study_is_present_without_values() -> None:
    unseen = [study for study in STUDIES.values() if study.found == "not_found"]
    assert {study.citekey for study in unseen} == {"nie2022", "sivaganesan2020"}
    assert not [study for study in unseen if study.values or study.doi]


def test_the_cohorts_are_valid_by_their_table_schema() -> None:
    schema = frictionless.Schema.from_descriptor(json.loads(TABLE_SCHEMA.read_text(encoding="utf-8")))
    report = frictionless.Resource(path="cohorts.csv", basepath=str(RAW), schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_the_table_schema_refuses_what_it_should(tmp_path: Path) -> None:
    schema = frictionless.Schema.from_descriptor(json.loads(TABLE_SCHEMA.read_text(encoding="utf-8")))
    text = (RAW / "cohorts.csv").read_text(encoding="utf-8")
    for old, new in (("5.4", "105.4"), ("seen_in_source", "heard"), ("5511", "many"), ("fbss_diagnosis", "fbss")):
        (tmp_path / "cohorts.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        report = frictionless.Resource(path="cohorts.csv", basepath=str(tmp_path), schema=schema).validate()
        assert not report.valid, new


@pytest.mark.parametrize("row", COHORTS, ids=lambda row: f"{row['citekey']}-{row['horizon_months']}-{row['percent']}")
def test_a_cohort_row_agrees_with_itself(row: dict[str, str]) -> None:
    assert row["citekey"] in STUDIES
    if row["events"]:
        assert row["events_source"]
        share = Fraction(100 * int(row["events"]), int(row["n"]))
        decimals = len(row["percent"].partition(".")[2])
        slack = Fraction(1, 2 * 10**decimals) + Fraction(50, int(row["n"]))  # a pseudo-count was itself rounded
        assert abs(share - Fraction(row["percent"])) <= slack


SEEN = PublishedValue(
    *("reoperation", "12.0%", "abstract", "-", "seen_in_source"),
    percent=Decimal("12.0"),
    n_events=30,
    n=250,
    ci_low=Decimal("8.2"),
    horizon="two years",
)
ROW = Cohort(
    *("some2020", "some2020", "reoperation", "reoperation", "discectomy"),
    percent=Decimal(12),
    events=30,
    n=250,
    ci_low=8.2,
    horizon_months=24.0,
)
OTHERWISE = [
    ({}, []),
    ({"percent": Decimal("12.1")}, ["percent 12.1"]),
    ({"events": 31}, ["events 31"]),
    ({"events": 31, "events_source": "pseudo_count_percent_x_n"}, []),
    ({"n": 251}, ["n 251"]),
    ({"ci_low": 8.3}, ["ci_low 8.3"]),
    ({"ci_high": 17.0}, []),  # the record does not tell it
    ({"horizon_months": 25.0}, ["horizon_months 25"]),
    ({"percent": Decimal("12.04"), "n": 249}, ["percent 12.04"]),
    ({"percent": None, "n": 3}, []),
]


@pytest.mark.parametrize(("changed", "told"), OTHERWISE)
def test_what_a_row_of_cohorts_tells_otherwise_than_its_study(changed: dict[str, Any], told: list[str]) -> None:
    study = Study("some2020", "Some study", values=(SEEN,))
    found = list(doubles.differences(replace(ROW, **changed), study))
    assert [what.partition(" is told by no value of some2020")[0] for what in found] == told


def test_a_row_that_its_study_tells_otherwise_is_named_and_kept(tmp_path: Path) -> None:
    shutil.copytree(RAW, tmp_path / "data" / "raw", ignore=shutil.ignore_patterns("original.*"))
    path = tmp_path / "data" / "raw" / "cohorts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",5511,", ",5612,").replace(",5.4,", ",5.5,", 1), "utf-8")
    (problem,) = corpus.read_corpus(tmp_path).study_problems
    assert problem.what == "percent 5.5 is told by no value of stanton2022"
    assert problem.where == "data/raw/cohorts.csv, row 1 (stanton2022, fbss_diagnosis)"
    assert corpus.read_corpus().study_problems == ()


RECORD = """citekey = "some2020"
title = "Some study"
found = "abstract"

[[values]]
outcome = "reoperation"
text = "5.0%"
statistic = "proportion"
percent = 5.0
n_events = 5
n = 100
locator = "abstract"
address = "https://example.org/a"
confidence = "seen_in_source"
"""
IMPOSSIBLE = [
    ("percent = 5.0", "percent = 104.0", 9, "100%"),
    ("n_events = 5", "n_events = 105", 10, "100 of 100"),
    ("n_events = 5", "n_events = 6", 9, "6%, or 5 of 100"),
    ("n_events = 5\nn = 100", "n = 134", 9, "4.478% (6 of 134), 5.224% (7 of 134)"),
    ("n = 100", "n = 100\nlow = 7\nhigh = 5", 12, "5 to 7"),
    ("n = 100", "n = 100\nci_low = 9.0\nci_high = 3.0", 12, "3.0 to 9.0"),
    ("n = 100", "n = 100\nci_low = 6.0\nci_high = 9.0", 12, "6.0"),
    ('text = "5.0%"', 'text = "6.0%"', 7, "6.0"),
]


@pytest.mark.parametrize(("old", "new", "line", "near"), IMPOSSIBLE)
def test_an_impossible_value_is_told_with_its_line_and_left_out(
    tmp_path: Path, old: str, new: str, line: int, near: str
) -> None:
    sound = RECORD[RECORD.index("\n[[values]]") :].replace("5.0", "8.0").replace("n_events = 5", "n_events = 8")
    study, problems = _read(tmp_path, RECORD.replace(old, new, 1) + sound)
    assert [value.text for value in study.values] == ["8.0%"]
    told = [problem for problem in problems.found if problem.where == f"data/raw/studies/some2020.toml:{line}"]
    assert [problem for problem in told if f"possible near it: {near}" in problem.todo]


def test_a_value_that_is_printed_so_is_kept_and_shown(tmp_path: Path) -> None:
    printed = RECORD.replace("n_events = 5\n", "n_events = 6\n") + 'misprint = "so in the paper"\n'
    study, problems = _read(tmp_path, printed)
    assert len(study.values) == 1
    assert not problems.found
    findings = list(CHECK.find(_article(study)))
    assert [finding.verdict for finding in findings] == [Verdict.INCONSISTENT]
    assert "so in the paper" in findings[0].message


def test_the_studies_that_contradict_themselves_are_found() -> None:
    found = {(study.citekey, flaw.key) for study, value in VALUES for flaw in faults(value)}
    assert found == {("greinerperth2004", "percent"), ("lotzke2018", "percent"), ("wang2022", "ci_low")}
    early = next(v for v in STUDIES["wang2022"].values if v.n_events == 34)
    assert "34" in str(early.n_events)
    assert "2.7 points" in faults(early)[0].todo
    low = next(v for v in STUDIES["lotzke2018"].values if v.n_events == 96)
    assert "115 to 116" in faults(low)[0].todo


def test_parts_that_make_no_whole_are_found() -> None:
    assert not [part for study in STUDIES.values() for part in unmet_partitions(study.values)]
    mancuso = STUDIES["mancuso2017"].values
    assert sum(value.partition != "" for value in mancuso) == 4
    fewer = [value for value in mancuso if value.text != "17%"]
    assert [name for name, _, _ in unmet_partitions(fewer)] == ["improvement of pain"]


def test_only_the_studies_that_an_article_cites_are_checked() -> None:
    assert [study.citekey for study in cited(_article(STUDIES["wang2022"]))] == ["wang2022"]
    assert not list(CHECK.find(Article("page", (), studies=STUDIES)))


def test_counts_and_denominators_agree_with_counting() -> None:
    for n in (*range(1, 14), 40, 134):
        for tenths in range(1001):
            percent = Decimal(tenths).scaleb(-1)
            off = [(k, Fraction(100 * k, n) - Fraction(percent)) for k in range(n + 1)]
            # an upper tie rounds down only to an even digit; a lower tie rounds up under half-up
            brute = [k for k, d in off if -HALF <= d < HALF or (d == HALF and tenths % 2 == 0)]
            assert list(counts(percent, n)) == brute
    for events in range(1, 20):
        fits = [n for n in range(events, 400) if events in counts(Decimal("8.3"), n)]
        assert list(denominators(Decimal("8.3"), events)) == fits


def test_sound_values_have_no_flaws() -> None:
    for n in (7, 134, 1000):
        for k in range(0, n + 1, 3):
            percent = Decimal(f"{100 * k / n:.1f}")
            value = PublishedValue(
                "o", f"{percent}%", "abstract", "-", "seen_in_source", percent=percent, n=n, n_events=k
            )
            assert not flaws(value)


def test_the_narrowest_interval_shrinks_with_the_root_of_n() -> None:
    one, four = (narrowest_width(Decimal(20), n, Decimal(95)) for n in (1000, 4000))
    assert one / four == pytest.approx(2, rel=0.01)
    assert narrowest_width(Decimal(0), 50, Decimal(95)) > 0


def test_no_sentence_of_the_articles_is_in_a_record(originals: Path) -> None:
    theirs = {run for path in originals.glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"))}
    for text in _own_words():
        assert not theirs & set(_runs(text)), text


def _own_words() -> Iterator[str]:
    for study, value in VALUES:
        yield from (study.note, study.design, study.population, value.note, value.misprint)
    for source in corpus.read_corpus(ROOT).sources.values():
        yield from (judgement.reason for judgement in source.judgements)
    yield from (row["note"] for row in COHORTS)


def _runs(text: str, words: int = 8) -> list[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return [tuple(found[i : i + words]) for i in range(len(found) - words + 1)]


def _read(folder: Path, text: str) -> tuple[Study, Problems]:
    path, problems = folder / "some2020.toml", Problems()
    path.write_text(text, encoding="utf-8")
    study = read_study(path, "data/raw/studies/some2020.toml", problems)
    assert study is not None
    return study, problems


def _article(study: Study) -> Article:
    claim = Claim("page.a", "page", "", Mention("page", 0, 1, "5", Kind.COUNT), cites=(study.citekey,))
    return Article("page", (claim,), studies={study.citekey: study, **STUDIES})

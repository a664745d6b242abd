"""The derived tables: committed as the pipeline derives them, typed as their schema says, refused when stale."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from project import ROOT, make_project

import fbss_analysis as fbss
from fbss_analysis import pipeline
from fbss_analysis.columns import TABLES
from fbss_analysis.corpus import add_originals, sources
from fbss_analysis.schema import InputError, UsageError

DERIVED = ROOT / "data" / "derived"


@pytest.fixture(scope="module")
def audits() -> tuple[pipeline.Audit, ...]:
    return pipeline.audit_sources()


@pytest.fixture(scope="module")
def texts(audits: tuple[pipeline.Audit, ...]) -> dict[str, str]:
    return pipeline.derive(audits)


def test_what_is_committed_is_what_is_derived(texts: dict[str, str]) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in DERIVED.iterdir()}
    assert set(committed) == set(texts)
    for name, text in texts.items():
        assert committed[name] == text, f"{name} is stale: run fbss report and commit data/derived"


def test_deriving_again_gives_the_same_bytes(texts: dict[str, str]) -> None:
    assert pipeline.derive(pipeline.audit_sources()) == texts


def test_originals_do_not_change_what_is_derived(
    tmp_path: Path, originals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBSS_ROOT", str(make_project(tmp_path)))
    before = pipeline.derive(pipeline.audit_sources())
    assert len(add_originals(sorted(originals.glob("*.txt")))) == 5
    assert all(source.original for source in sources().values())
    assert pipeline.derive(pipeline.audit_sources()) == before


@pytest.mark.parametrize("name", TABLES)
def test_a_table_reads_back_with_the_types_of_its_schema(name: str) -> None:
    frame = fbss.derived(name)
    assert list(frame.columns) == [column.name for column in TABLES[name]]
    kinds = {"string": "string", "integer": "Int64", "number": "float64"}
    assert [str(dtype) for dtype in frame.dtypes] == [kinds[column.type] for column in TABLES[name]]


def test_the_package_vouches_for_every_file() -> None:
    package = json.loads((DERIVED / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (DERIVED / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["bytes"] == len(data)


def test_spans_are_json_in_original_offsets(originals: Path) -> None:
    texts = {path.read_bytes(): path.read_text(encoding="utf-8") for path in originals.glob("*.txt")}
    by_hash = {hashlib.sha256(data).hexdigest(): text for data, text in texts.items()}
    claims = fbss.derived("claims").set_index("claim_id")
    for row in fbss.derived("findings").itertuples():
        spans = json.loads(row.spans)
        text = by_hash[sources()[row.doc].sha256]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        if isinstance(row.claim_id, str) and row.claim_id:
            own = [int(claims.loc[row.claim_id, end]) for end in ("start", "end")]
            assert own in spans
            assert text[slice(*own)] == claims.loc[row.claim_id, "reported"]


def test_floats_are_stored_with_ten_digits() -> None:
    with (DERIVED / "estimates.csv").open(encoding="utf-8", newline="") as file:
        values = [row["ci_low"] for row in csv.DictReader(file)]
    assert values
    assert all(len(value.replace(".", "").lstrip("0")) <= 10 for value in values)


def test_a_stale_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    shutil.copytree(DERIVED, project / "data" / "derived")
    monkeypatch.setenv("FBSS_ROOT", str(project))
    assert isinstance(fbss.derived("claims"), pd.DataFrame)
    path = project / "data" / "raw" / "sources" / "darrow" / "source.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with pytest.raises(InputError, match="run: fbss report"):
        fbss.derived("claims")


def test_an_unknown_table_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="known: claims"):
        fbss.derived("clams")


def test_an_article_that_nobody_knows_is_refused_and_one_without_rows_is_not() -> None:
    with pytest.raises(UsageError, match="did you mean 'darrow'"):
        fbss.derived("claims", source="darow")
    assert not len(fbss.derived("claims", source="darrow", overall="no such verdict"))


def test_nothing_derived_yet_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FBSS_ROOT", str(make_project(tmp_path)))
    with pytest.raises(InputError, match="run: fbss report"):
        fbss.derived("claims")


def test_only_files_that_differ_are_written(tmp_path: Path) -> None:
    assert pipeline.write_derived({"a.csv": "1\n", "b.csv": "2\n"}, tmp_path) == ("a.csv", "b.csv")
    assert pipeline.write_derived({"a.csv": "1\n", "b.csv": "3\n"}, tmp_path) == ("b.csv",)
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv"}


def test_the_ladder_of_the_headline_claims() -> None:
    claims = fbss.derived("claims").set_index("claim_id")
    six, ratio, doubled = (claims.loc[f"darrow.{name}"] for name in ("fbss_6m", "fbss_12m_ratio", "nearly_doubled"))
    assert six.recomputed == "indeterminate"
    assert "5,460 to 5,561 of 102,047" in six.recomputed_message
    assert ratio.recomputed == "consistent"
    assert doubled.recomputed == doubled.overall == "inconsistent"


def test_only_keeps_the_wanted_rows_and_names_the_nearest_value_where_there_is_none() -> None:
    frame = pd.DataFrame({"doc": ["darrow", "darrow", "pmir"], "kind": ["percent", "count", "percent"]})
    assert fbss.only(frame, doc="darrow", kind="percent").index.tolist() == [0]
    assert len(fbss.only(frame, doc="", kind="")) == 3
    with pytest.raises(UsageError, match="did you mean 'darrow'"):
        fbss.only(frame, doc="darow")


def test_an_error_in_a_notebook_is_its_three_parts_and_no_traceback() -> None:
    shown = UsageError("nothing here", "a parameter", "look again")._render_traceback_()
    assert shown == ["UsageError: nothing here", "  where: a parameter", "  to do: look again"]


def test_every_date_told_stands_beside_those_of_list_and_record() -> None:
    dates, claims = fbss.derived("dates"), fbss.derived("claims").set_index("claim_id")
    told = dates[dates.origin == "told"].set_index("claim_id")
    assert set(told.index) == set(claims.index[claims.statistic == "publication_date"])
    assert (dates.start < dates.end).all()
    years = dates.date.str[:4].astype(int)
    assert ((dates.start >= years) & (dates.end <= years + 1)).all()


def test_comparisons_and_judgements_name_claims_that_exist_and_published_values_their_study() -> None:
    raw = sources()
    known = {c.claim_id for s in raw.values() for c in s.claims} | {
        e.exclusion_id for s in raw.values() for e in s.exclusions
    }
    compared, judged = fbss.derived("comparisons"), fbss.derived("judgements")
    named = [name for text in (*compared.parts, *judged.claims.dropna()) for name in text.split()]
    assert {name for name in named if "." in name} <= known
    assert set(fbss.derived("published").citekey) <= set(fbss.derived("studies").citekey)
    assert fbss.derived("published").locator.notna().all()

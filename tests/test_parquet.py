"""Parquet output: what goes in comes out, with one schema for every partition, and a clear word without pyarrow."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet
import pytest

from fbss_analysis import audit
from fbss_analysis.errors import UsageError
from fbss_analysis.parquet import INSTALL, schema, to_bytes
from fbss_analysis.schema import Finding, Mention

TEXT = "Of 200 patients, 25% (50 patients) had pain after 6 months, and 30 of 120 (26%) were women.\n"


def test_records_come_back_as_they_were_and_bytes_are_stable(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    made = audit(tmp_path / "page.txt")
    for kind, records in ((Mention, made.mentions), (Finding, made.findings)):
        assert records
        (tmp_path / "one").write_bytes(to_bytes(records, kind))
        assert (tmp_path / "one").read_bytes() == to_bytes(records, kind)
        rows = pyarrow.parquet.read_table(tmp_path / "one").to_pylist()
        expected = [asdict(record) for record in records]
        for row in expected:
            if kind is Finding:
                row["spans"] = [list(span) for span in row["spans"]]
        assert rows == expected


def test_no_record_has_the_same_schema(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(to_bytes([], Finding))
    assert pyarrow.parquet.read_schema(tmp_path / "none").equals(schema(Finding), check_metadata=True)


def test_without_pyarrow_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        to_bytes([], Finding)
    assert caught.value.todo == INSTALL

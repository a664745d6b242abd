"""Every output format of extract and audit: what it holds, that its schema is kept, and what happens without room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import formats, reading
from fbss_analysis.cli import Exit, main
from fbss_analysis.extraction import extract
from fbss_analysis.parquet import INSTALL
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Finding, Mention

SOURCE = Path(formats.__file__).parent
TEXT = (
    "Of 200 patients, 25% (50 patients) had pain after 6 months, and 30 of 120 (26%) were women. The odds ratio was "
    "1.4 (95% CI 1.1 to 1.8, p = 0.01). It rose from 10% to 12%. Costs were $5,000.\n"
)
KINDS = {"extract": Mention, "audit": Finding}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_schema_in_the_package_is_the_records_own(kind: type) -> None:
    path = SOURCE / "schemas" / f"{kind.__name__.lower()}s.schema.json"
    own = formats.json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(own)
    assert path.read_text(encoding="utf-8") == json.dumps(own, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("command", KINDS)
def test_json_keeps_its_schema_and_json_lines_say_the_same(
    command: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(page), "--format", "json"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert found
    schema = formats.json_schema(KINDS[command])
    jsonschema.validate(found, schema)
    found[0]["another"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema)
    del found[0]["another"]
    assert main([command, str(page), "--format", "jsonl"]) == Exit.DONE
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*TEXT.split(" "), "1e999", "∞%", "0 of 0", "99999999999999999999%"]), max_size=30))
def test_whatever_is_found_keeps_the_schema(words: list[str]) -> None:
    document = Document("page", " ".join(words))
    for kind, records in ((Mention, extract(document)), (Finding, audit_document(document).findings)):
        jsonschema.validate(json.loads(formats.write(records, kind, "json")), formats.json_schema(kind))


@pytest.mark.parametrize("command", KINDS)
def test_parquet_is_written_to_a_file_and_only_there(
    command: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(page), "--format", "parquet"]) == Exit.USAGE
    assert "-o OUT.parquet" in capsys.readouterr().err
    out = page.with_name("out.parquet")
    assert main([command, str(page), "--format", "parquet", "-o", str(out)]) == Exit.DONE
    table = pyarrow.parquet.read_table(out)
    assert main([command, str(page), "--format", "json"]) == Exit.DONE
    assert table.to_pylist() == json.loads(capsys.readouterr().out)


def test_parquet_without_pyarrow_says_how_to_install_it(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["audit", str(page), "--format", "parquet", "-o", str(page) + ".parquet"]) == Exit.USAGE
    assert INSTALL in capsys.readouterr().err


@pytest.mark.parametrize("command", KINDS)
def test_html_shows_the_text_with_its_numbers(command: str, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(page), "--format", "html"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert shown.startswith("<!doctype html>")
    assert ">26%</mark>" in shown
    if command == "audit":
        assert '<mark class="inconsistent" data-sign="✗" title="inconsistent: 100 × 30 / 120' in shown
        assert "What does not agree (1)" in shown


def test_an_audit_shows_itself_in_jupyterlab(page: Path) -> None:
    made = audit_document(reading.read(page))
    assert made._repr_html_() == made.to_html(50)
    assert "<style>" in made._repr_html_()
    long = audit_document(Document("long", TEXT * 80))
    assert "more.</p>" in long._repr_html_()
    assert "more characters" in long._repr_html_()
    assert len(long._repr_html_()) < 600_000
    assert "more characters" not in long.to_html()


@pytest.mark.parametrize("data", [TEXT.encode(), f"<!doctype html><p>{TEXT}".encode()])
def test_standard_input_is_told_by_its_first_bytes(data: bytes) -> None:
    command = [sys.executable, "-m", "fbss_analysis", "extract", "-", "--format", "jsonl"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("25%", "-") in {(mention["text"], mention["doc"]) for mention in found}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["json", "html", "parquet"])
def test_a_full_disk_is_one_clear_error(form: str, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(page), "--format", form, "-o", "/dev/full"]) == Exit.INPUT
    told = capsys.readouterr().err
    assert "No space left" in told
    assert "where: /dev/full" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", [["extract", "PAGE"], ["list", "checks"]])
def test_standard_output_that_is_full_is_one_clear_error(command: list[str], page: Path) -> None:
    arguments = [str(page) if part == "PAGE" else part for part in command]
    with Path("/dev/full").open("wb") as full:
        run = [sys.executable, "-m", "fbss_analysis", *arguments]
        done = subprocess.run(run, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == Exit.INPUT
    assert done.stderr.count(b"\n") == 3
    assert b"No space left" in done.stderr


def test_a_file_that_could_not_be_written_is_what_it_was(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = page.with_name("out.json")
    out.write_text("before")

    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    assert main(["extract", str(page), "--format", "json", "-o", str(out)]) == Exit.INPUT
    assert out.read_text() == "before"
    assert {path.name for path in page.parent.iterdir()} == {"page.txt", "out.json"}

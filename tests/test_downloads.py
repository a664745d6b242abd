"""What can be taken away from the report: each file is what it says, by the library of its own format."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import html5lib
import jsonschema
import pandas as pd
import pytest
from conftest import ROOT
from pybtex.database import parse_string
from pyld import jsonld

from fbss_analysis.columns import TABLES
from fbss_analysis.committed import DTYPES
from fbss_analysis.curated.csl import export_bibtex
from fbss_analysis.publishing import binaries, citation, claimreview, descriptors, downloads, environment
from fbss_analysis.schema import Study, Verdict

CONTEXT = Path(__file__).parent / "reference" / "schema_org_context.json"
SCHEMA_ORG = "https://schema.org/"


def claims(report: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((report / "claims.json").read_text(encoding="utf-8"))
    return found


def bundled(url: str, _: object) -> dict[str, Any]:
    assert url == claimreview.CONTEXT, f"asked for {url}"
    document = json.loads(CONTEXT.read_text(encoding="utf-8"))
    return {"contextUrl": None, "documentUrl": url, "document": document, "contentType": "application/ld+json"}


def test_every_page_is_strict_html(report: Path) -> None:
    for path in sorted(report.glob("*.html")):
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def test_the_claims_are_what_their_schema_says(report: Path) -> None:
    schema = json.loads((report / "claims.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(claims(report), schema)
    for wrong in ({"overall": "true"}, {"start": "12"}, {"claim_id": "no source"}, {"new": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([claims(report)[0] | wrong], schema)


def test_every_verdict_is_a_claim_review(report: Path) -> None:
    document = json.loads((report / "claimreview.jsonld").read_text(encoding="utf-8"))
    expanded = jsonld.expand(document, {"documentLoader": bundled})
    assert {kind for node in expanded for kind in node["@type"]} == {SCHEMA_ORG + "ClaimReview"}
    assert len(expanded) == len(claims(report))
    for node, claim in zip(expanded, claims(report), strict=True):
        assert node[SCHEMA_ORG + "identifier"][0]["@value"] == claim["claim_id"]
        (rating,) = node[SCHEMA_ORG + "reviewRating"]
        assert rating[SCHEMA_ORG + "alternateName"][0]["@value"] == claim["overall"]
        value = rating.get(SCHEMA_ORG + "ratingValue", [{"@value": None}])[0]["@value"]
        assert value == claimreview.RATINGS.get(Verdict(claim["overall"]))
        assert all("@value" not in place for place in node[SCHEMA_ORG + "url"])
    assert all(term.startswith((SCHEMA_ORG, "@")) for node in expanded for term in node)


def test_an_open_verdict_has_no_number_and_the_others_stand_in_order() -> None:
    ratings = claimreview.RATINGS
    assert ratings[Verdict.REPRODUCED] == claimreview.BEST > ratings[Verdict.CONSISTENT]
    assert ratings[Verdict.CONSISTENT] > ratings[Verdict.INCONSISTENT] == claimreview.WORST
    assert not {Verdict.INDETERMINATE, Verdict.NOT_APPLICABLE} & set(ratings)


def test_the_tables_are_what_their_package_says(report: Path, tmp_path: Path) -> None:
    found = frictionless.Package(report / "datapackage.json").validate()
    assert found.valid, found.flatten(["rowNumber", "fieldName", "type", "message"])[:3]
    described = json.loads((report / "datapackage.json").read_text(encoding="utf-8"))
    broken = described | {"resources": [one for one in described["resources"] if one["name"] == "claims"]}
    (tmp_path / "tables").mkdir()
    text = (report / "tables" / "claims.csv").read_text(encoding="utf-8")
    (tmp_path / "tables" / "claims.csv").write_text(text.replace(",1108,", ",early,", 1), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(broken), encoding="utf-8")
    assert not frictionless.Package(tmp_path / "datapackage.json").validate().valid


def test_the_package_names_every_input_with_its_hash(report: Path) -> None:
    described = json.loads((report / "datapackage.json").read_text(encoding="utf-8"))
    inputs = {one["path"]: one["hash"] for one in described["sources"]}
    raw = [path for path in (ROOT / "data" / "raw").rglob("*") if path.is_file()]
    files = {path.relative_to(ROOT).as_posix(): path for path in raw if not path.name.startswith((".", "original."))}
    assert set(inputs) == set(files)
    for name, seen in inputs.items():
        assert seen == "sha256:" + hashlib.sha256(files[name].read_bytes()).hexdigest(), name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_opens_in_pandas_with_the_right_types(report: Path, name: str) -> None:
    frame = pd.read_csv(report / "tables" / f"{name}.csv")
    assert list(frame.columns) == [column.name for column in TABLES[name]]
    for column in TABLES[name]:
        read = frame[column.name].dropna()
        if not len(read):
            continue
        if column.type == "string":
            assert pd.api.types.is_string_dtype(read) or read.map(type).eq(str).any(), column.name
        else:
            assert pd.api.types.is_numeric_dtype(read), column.name
            assert column.type == "number" or (read % 1 == 0).all(), column.name


@pytest.mark.parametrize("name", TABLES)
def test_parquet_holds_what_the_csv_holds(report: Path, name: str) -> None:
    pytest.importorskip("pyarrow")
    types = {column.name: DTYPES[column.type] for column in TABLES[name]}
    text = pd.read_csv(report / "tables" / f"{name}.csv", dtype=types, keep_default_na=False, na_values=[""])
    stored = pd.read_parquet(report / "tables" / f"{name}.parquet")
    pd.testing.assert_frame_equal(stored.astype(text.dtypes.to_dict()), text)
    for column in TABLES[name]:
        assert (stored[column.name].dtype.kind == "f") == (column.type == "number"), column.name


def test_without_pyarrow_the_rest_is_there_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "find_spec", lambda _: None)
    assert downloads.parquet({"claims.csv": ""}) == {}


def test_the_bibliography_opens(report: Path) -> None:
    found = parse_string((report / "studies.bib").read_text(encoding="utf-8"), "bibtex")
    items = json.loads((report / "studies.csl.json").read_text(encoding="utf-8"))
    assert set(found.entries) == {item["id"] for item in items}
    assert export_bibtex([Study("a", "T")]).startswith("@article{a,")


def test_the_zip_holds_every_download_and_tells_no_time(report: Path) -> None:
    with zipfile.ZipFile(report / downloads.ZIP) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {binaries.FIRST_DATE}
        for name in names:
            assert archive.read(name) == (report / name).read_bytes()
    page = (report / "downloads.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in page for name in [downloads.ZIP, *names])
    assert {f"tables/{name}.csv" for name in TABLES} | {name for name, _ in downloads.ABOUT} <= set(names)


def test_a_zip_does_not_depend_on_the_order_of_its_files() -> None:
    files: dict[str, str | bytes] = {"b.txt": "b", "a.bin": b"\x00\xff"}
    assert binaries.zipped(files) == binaries.zipped(dict(reversed(list(files.items()))))
    assert binaries.unpacked("x.zip", binaries.packed(b"\x00\xff")) == b"\x00\xff"


def test_the_citation_is_that_of_the_file(report: Path) -> None:
    _, made = citation.read()
    page = (report / "cite.html").read_text(encoding="utf-8")
    assert citation.in_words(made) in page.replace("&#39;", "'")
    entry = parse_string(citation.in_bibtex(made), "bibtex").entries["fbss_analysis"]
    assert entry.fields["version"] == made["version"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert made["version"] == project["version"]
    person = {"title": "T", "authors": [{"family-names": "Ng", "given-names": "A"}]}
    assert "author = {Ng, A}" in citation.in_bibtex(person)


def test_the_environment_is_told_without_time_or_place(report: Path) -> None:
    page = (report / "environment.html").read_text(encoding="utf-8")
    assert not any(place in page for place in (str(ROOT), str(report), str(Path.home())))
    for name in environment.libraries():
        assert f"<td>{name}</td><td>{environment._version(name)}</td>" in page
    assert environment._version("no-such-library") == "not installed"


def test_the_schema_has_every_field_that_a_claim_has(report: Path) -> None:
    schema = json.loads(descriptors.claims_schema())
    fields = schema["items"]["properties"]
    assert list(fields) == list(claims(report)[0])
    assert all(field["description"] for field in fields.values())

"""Export to BibTeX and CSL-JSON: what goes out can be read in again, by a reader that is not ours."""

import json
import re

import pybtex.database
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import corpus
from fbss_analysis.curated.csl import export_bibtex, export_csl, split_name
from fbss_analysis.schema import Study

STUDIES = list(corpus.read_corpus(ROOT).studies.values())
TEX = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}
# No control characters, and spaces as a reader of BibTeX leaves them: single, none at the ends.
TITLES = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)


def read_back(text: str) -> dict[str, dict[str, str]]:
    """The fields of each entry, as pybtex reads them, with TeX's escapes undone."""
    database = pybtex.database.parse_string(text, "bibtex")
    return {
        key: {name: plain(value) for name, value in entry.fields.items()} for key, entry in database.entries.items()
    }


def people(text: str) -> dict[str, list[tuple[str, str]]]:
    """Family name and initials of the authors of each entry, as pybtex reads them."""
    database = pybtex.database.parse_string(text, "bibtex")
    return {
        key: [
            (plain(" ".join(p.prelast_names + p.last_names)), " ".join(p.first_names + p.middle_names))
            for p in entry.persons.get("author", ())
        ]
        for key, entry in database.entries.items()
    }


def plain(value: str) -> str:
    """Undo TeX's escapes and drop the braces that keep capitals."""
    value = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    named = re.compile(r"\\(" + "|".join(TEX) + r")\{\}|\\([&%$#_])")
    return named.sub(lambda match: TEX[match[1]] if match[1] else match[2], value)


def test_bibtex_can_be_read_back() -> None:
    text = export_bibtex(STUDIES)
    entries = read_back(text)
    assert set(entries) == {study.citekey for study in STUDIES}
    for study in STUDIES:
        fields = entries[study.citekey]
        assert fields["title"] == study.title
        assert fields.get("journal", "") == study.journal
        assert fields.get("year", "") == str(study.year or "")
        assert fields.get("volume", "") == study.volume
        assert fields.get("doi", "") == study.doi
        assert fields.get("pages", "").replace("--", "-") == (study.pages or study.number)


def test_authors_can_be_read_back() -> None:
    authors = people(export_bibtex(STUDIES))
    for study in STUDIES:
        told = [split_name(name) for name in study.authors] + [(name, "") for name in study.group_authors]
        more = [("others", "")] if study.et_al else []
        assert authors[study.citekey] == told + more, study.citekey


@given(title=TITLES)
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_title_survives(title: str) -> None:
    assert read_back(export_bibtex([Study("key", title)]))["key"]["title"] == title


def test_signs_that_tex_reads_as_commands_survive() -> None:
    title = r"50% of {unbalanced_ & $5 #1 \input{x} ~^"
    assert read_back(export_bibtex([Study("key", title)]))["key"]["title"] == title


@pytest.mark.parametrize("sign", "&%$#_")
def test_nothing_that_tex_reads_as_a_command_is_left_bare(sign: str) -> None:
    text = export_bibtex([Study("key", f"a{sign}b", journal=f"{sign}J", authors=(f"O{sign} A",))])
    assert text.count(sign) == text.count(f"\\{sign}") == 3


def test_names_that_look_like_two_stay_one() -> None:
    study = Study("key", "T", authors=("Salt and Pepper A", "Doe, Jr B"), group_authors=("Spine, Back and Neck Group",))
    assert [family for family, _ in people(export_bibtex([study]))["key"]] == [
        "Salt and Pepper",
        "Doe, Jr",
        "Spine, Back and Neck Group",
    ]


def test_csl_items_can_be_read_back() -> None:
    items = {item["id"]: item for item in json.loads(json.dumps(export_csl(STUDIES)))}
    assert set(items) == {study.citekey for study in STUDIES}
    for study in STUDIES:
        item = items[study.citekey]
        assert item["title"] == study.title
        assert item["type"] == "article-journal"
        assert item.get("DOI", "") == study.doi
        parts = item.get("issued", {}).get("date-parts", [[]])[0]
        assert parts == [part for part in (study.year, study.month, study.day) if part][: len(parts)]
        assert len(parts) == (1 if study.year and not study.month else len(parts))
        names = [
            f"{a['family']} {a.get('given', '')}".replace(".", "") for a in item.get("author", ()) if "family" in a
        ]
        assert [name.replace(" ", "") for name in names] == [name.replace(" ", "") for name in study.authors]
        assert all(value for value in item.values()), "nothing empty is exported"


def test_a_date_is_told_as_far_as_it_is_known() -> None:
    def parts(**date: int) -> list[int]:
        return export_csl([Study("key", "T", **date)])[0].get("issued", {}).get("date-parts", [[]])[0]

    assert parts(year=2020, month=4, day=24) == [2020, 4, 24]
    assert parts(year=2020, day=24) == [2020]
    assert parts(month=4) == []


def test_the_export_is_the_same_in_any_order() -> None:
    assert export_bibtex(STUDIES) == export_bibtex(reversed(STUDIES))
    assert export_csl(STUDIES) == export_csl(reversed(STUDIES))
    assert export_bibtex([]) == ""
    assert export_csl([]) == []


def test_a_letter_is_told_as_one() -> None:
    letter = next(item for item in export_csl(STUDIES) if item["id"] == "delitto2015_letter")
    assert letter["genre"] == "letter"

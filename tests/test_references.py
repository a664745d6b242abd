"""Entries of reference lists split into their fields, journals by abbreviation, and the list found in its page."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.citing.journals import same_journal
from fbss_analysis.citing.reference_list import find_references, list_span
from fbss_analysis.citing.references import duplicates, month_number, parse_entry
from fbss_analysis.schema import Document

EXAMPLES = Path(__file__).parent / "examples" / "citations"
FIELDS = ("number", "authors", "et_al", "title", "journal", "year", "month", "day", "volume", "issue", "pages", "doi")
ENTRIES = [json.loads(line) for line in (EXAMPLES / "entries.jsonl").read_text(encoding="utf-8").splitlines()]


def expected(row: dict, field: str) -> object:
    empty = {"authors": (), "et_al": False, "year": None, "month": None, "day": None}
    value = row.get(field, empty.get(field, ""))
    return tuple(value) if field == "authors" else value


@pytest.mark.parametrize("row", ENTRIES, ids=lambda row: str(row["number"]))
def test_entry_is_split_into_its_fields(row):
    found = parse_entry(row["entry"])
    fields = (*FIELDS, "pmid", "pmcid")
    assert {f: getattr(found, f) for f in fields} == {f: expected(row, f) for f in fields}


SAME = [
    ("J Bone Joint Surg Am", "Journal of Bone and Joint Surgery"),
    ("J Bone Joint Surg Am", "The Journal of Bone & Joint Surgery (American volume)"),
    ("Pain Pract", "Pain Practice"),
    ("Spine J", "The Spine Journal"),
    ("Eur Spine J", "European spine journal"),
    ("Spine (Phila Pa 1976)", "Spine"),
    ("J Neurosurg Spine", "Journal of Neurosurgery: Spine"),
    ("Ann Intern Med", "Annals of Internal Medicine"),
    ("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences"),
    ("JBJS", "Journal of Bone and Joint Surgery"),
    ("Z Orthop Unfall", "Zeitschrift für Orthopädie und Unfallchirurgie"),
    ("Einstein (Sao Paulo)", "Einstein (São Paulo)"),
    ("PLoS One", "PloS one"),
]
DIFFERENT = [
    ("Spine", "Spine J"),
    ("Pain", "Pain Pract"),
    ("Spine", "J Bone Joint Surg Am"),
    ("J Bone Joint Surg Am", "J Bone Joint Surg Br"),
    ("Eur Spine J", "Spine J"),
    ("Eur Spine J", "Asian Spine Journal"),
    ("J Neurosurg", "Journal of Neurosurgery: Spine"),
    ("J Pain", "Journal of Pain Research"),
    ("", "Spine"),
    ("Spine", "Spin"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_journal_match_either_way(one, other):
    assert same_journal(one, other)
    assert same_journal(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_journals_never_match(one, other):
    assert not same_journal(one, other)
    assert not same_journal(other, one)


def test_months_by_name_and_abbreviation():
    names = ("Jan", "Feb.", "March", "apr", "May", "June", "Jul", "Aug.", "Sept.", "Oct", "November", "DEC")
    assert [month_number(name) for name in names] == list(range(1, 13))
    assert month_number("Maybe") is None
    assert month_number(None) is None


def page(*parts: str) -> Document:
    return Document("page", "\n".join(parts))


BODY = "Many people have back pain.\n\nOne study found that 5% had leg pain (1).\n"
ONE = "1. Ek A, Lind B. Leg pain. Spine. 2004;29(2):25-30."
TWO = "2. Alm C. Back pain. Pain. 2005;30(1):1-4."
THREE = "3. Rad D, Sol E. Neck pain. BMJ. 2006;31:5-9."
LISTS = {
    "headed": (BODY, "References", ONE, TWO, THREE),
    "without a heading": (BODY, ONE, TWO, THREE),
    "followed by teasers and forms": (
        BODY,
        "Sources:",
        ONE,
        "",
        TWO,
        "",
        THREE,
        "",
        "Wait! Did you see this?",
        "Get Help",
    ),
    "preceded by a numbered list": ("1. Rest", "2. Walk", "3. Swim", BODY, ONE, TWO, THREE),
    "numbers alone on a line": (BODY, "References", "1.", ONE[3:], "2.", TWO[3:], "3.", THREE[3:]),
    "wrapped lines": (BODY, "References", ONE[:20], ONE[21:], TWO[:14], TWO[15:], THREE),
    "all on one line": (BODY, f"References {ONE} {TWO} {THREE}"),
    "without numbers": (BODY, "Bibliography", ONE[3:], TWO[3:], THREE[3:]),
    "in brackets": (BODY, "[1] " + ONE[3:], "[2] " + TWO[3:], "[3] " + THREE[3:]),
    "as bullets": (BODY, "References", "• " + ONE[3:], "• " + TWO[3:], "• " + THREE[3:]),
}


@pytest.mark.parametrize("parts", LISTS.values(), ids=LISTS.keys())
def test_list_is_found_however_it_is_printed(parts):
    document = page(*parts)
    found = find_references(document)
    assert [(r.number, r.title, r.year) for r in found] == [
        (1, "Leg pain", 2004),
        (2, "Back pain", 2005),
        (3, "Neck pain", 2006),
    ]
    start, end = list_span(found)
    assert document.text[start:end].strip() == document.text[found[0].start : found[-1].end].strip()
    assert document.text[found[1].start : found[1].end].endswith("1-4.")


@pytest.mark.parametrize(
    "parts",
    [
        ("1. Incorrect Diagnosis", "The wrong disc.", "2. Scar Tissue", "It forms in 2 of 10.", "3. Infection"),
        ("Sources of pain", "1. Discs", "2. Joints"),
        ("In 2004 Smith AB wrote of 5% (1).", "In 2005 it was 6% (2)."),
        (BODY, "References", "Call us today."),
        ("Both drugs are dear. A review by Holm et al. (2006) prefers the first.", "Ek et al. (2009) saw no gain."),
        ("Flu A(H1N1)/Rome/12/2007-like", "Flu A(H1N1)/Rome/12/2007-like"),
        ("10.1136/sheets-2015-000119.supp1 Data", "10.1136/sheets-2015-000119.supp2 Figures of the devices"),
        (" ",),
    ],
)
def test_a_page_without_a_list_has_none(parts):
    assert find_references(page(*parts)) == []
    assert list_span([]) is None


def test_numbers_alone_on_their_lines_count():
    found = find_references(page(BODY, "References", "3.", ONE[3:], "4.", TWO[3:]))
    assert [(entry.number, entry.title) for entry in found] == [(3, "Leg pain"), (4, "Back pain")]


def test_one_entry_is_a_list_only_under_a_heading():
    assert [r.number for r in find_references(page(BODY, "References", ONE))] == [1]
    assert find_references(page(BODY, ONE)) == []


def test_duplicates_by_title_and_by_identifier():
    again = parse_entry(ONE.replace("1.", "4.", 1))
    same_doi = [parse_entry(f"{n}. Ek {n * 'A'}. Title {n}. Pain. 2001;1:1-2. doi:10.1/x") for n in (5, 6)]
    entries = [parse_entry(ONE), parse_entry(TWO), again, *same_doi]
    assert [(a.number, b.number) for a, b in duplicates(entries)] == [(1, 4), (5, 6)]


GOLD = [json.loads(line) for line in (EXAMPLES / "originals.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", sorted({row["doc"] for row in GOLD}))
def test_reference_lists_of_the_originals(name, originals):
    rows = [row for row in GOLD if row["doc"] == name]
    found = find_references(Document(name, (originals / name).read_text(encoding="utf-8")))
    fields = (*FIELDS, "pmid", "pmcid", "start", "end")
    assert [{f: getattr(r, f) for f in fields} for r in found] == [
        {f: expected(row, f) for f in fields} for row in rows
    ]


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=200), st.sampled_from([ONE, TWO, THREE, "References", "1.", "[2]", "et al", "2004;5:"]))
def test_any_text_gives_entries_inside_it(text, mixed_in):
    document = page(text, mixed_in, text)
    for reference in find_references(document):
        assert 0 <= reference.start < reference.end <= len(document.text)


@pytest.mark.parametrize("text", ["(" * 200_000, "1" * 200_000, "1. A B, " * 20_000, "\n" * 100_000, "A" * 100_000])
def test_monotonous_input_is_read_without_a_hang(text):
    assert isinstance(find_references(Document("x", text)), list)

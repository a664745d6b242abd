"""Markers in all their shapes, and the entry that each number leans on."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.citations import LinkKind, find_links, find_markers, find_references, link
from fbss_analysis.citing.markers import read_numbers
from fbss_analysis.schema import Document, Kind, Mention, Reference

EXAMPLES = Path(__file__).parent / "examples" / "citations"
ENTRY = "{0}. {1} A. A made title {0}. Spine. {2};30({0}):1-9."


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]


def with_list(text: str, entries: int) -> Document:
    names = ("Ab", "Cd", "Ef", "Gh")
    listed = [ENTRY.format(i, names[(i - 1) % 4], 2000 + i) for i in range(1, entries + 1)]
    return Document("page", "\n\n".join([text, "References", *listed] if listed else [text]))


def mentions_of(document: Document, figures: list) -> list[Mention]:
    """One mention per figure, each behind the one before it; the kind is by its looks unless the example gives it."""
    found, at = [], 0
    for figure, *_, kind in figures:
        start = document.text.index(figure, at)
        at = start + len(figure)
        kind = kind if kind in list(Kind) else Kind.PERCENT if "%" in figure else Kind.RATIO_ONE_IN_N
        value = float(re.search(r"\d+", figure)[0]) if any(c.isdigit() for c in figure) else 2.0
        found.append(Mention("page", start, at, figure, Kind(kind), value=value))
    return found


@pytest.mark.parametrize("example", rows("pages.jsonl"), ids=lambda example: example["name"])
def test_each_number_leans_on_its_source(example):
    document = with_list(example["text"], example["entries"])
    mentions = mentions_of(document, example["links"])
    found = find_links(document, mentions)
    assert [(m.text, list(f.numbers), f.kind.value) for m, f in zip(mentions, found, strict=True)] == [
        (figure, numbers, kind) for figure, numbers, kind, *_ in example["links"]
    ]


def test_a_teaser_never_points_into_this_list():
    example = next(row for row in rows("pages.jsonl") if row["name"] == "a teaser has another list")
    document = with_list(example["text"], 4)
    assert [m.citation for m in link(document, mentions_of(document, example["links"]))] == [1, None]
    assert [m.in_teaser for m in find_markers(document, find_references(document))] == [False, True]


LISTED = [Reference(number, "", ("Ab C",), year=1999 + number) for number in range(1, 30)]
SHAPES = [
    ("shown (1), (2) and( 3)", [(1, "round"), (2, "round"), (3, "round")]),
    ("shown [5], [3-5] and [1, 2]", [(n, "square") for n in (5, 3, 4, 5, 1, 2)]),
    ("As Smith et al.5 It was", [(5, "glued")]),
    ("since 2009.4 The rest", [(4, "glued")]),
    ("a risk of 0.2%.1234 Next", [(n, "glued") for n in (1, 2, 3, 4)]),
    ("over 40 years of age(1). So", [(1, "round")]),
    ("one (17). So did Brau18 and others", [(17, "round"), (18, "glued")]),
    ("in all patients.5,6 The rest", [(5, "glued"), (6, "glued")]),
    ("who said “so.”7 Then", [(7, "glued")]),
    ("rose (1). Rates of 10–46%2,3. Next", [(1, "round"), (2, "glued"), (3, "glued")]),
    ("one (1). From 2004 to 20152. Next", [(1, "round"), (2, "glued")]),
    ("in care.¹² Next", [(12, "superscript")]),
    ("(1) (2) a team (3recruited them", [(1, "round"), (2, "round"), (3, "open")]),
    ("(see ref. 4) and (ref 5)", [(4, "round"), (5, "round")]),
    ("Ab et al. (2003) saw it", [(4, "author_year")]),
    ("rose from 200 to 400 (1).", [(1, "round")]),
    ("fell by 3.2 points (5).", [(5, "round")]),
]
NO_MARKERS = [
    "112 (22) and 33 (5) of them",
    "levels L4-5 and SF-36 (n = 5) and BMP-2 and B12",
    "an area of 5 m² and a height of 3 cm²; R² was low",
    "on a scale (0-10) of 0.5 or 1,234",
    "(6months) and (3D) and the (2nd time",
    "In 2009, 40 of 50 (80%) did (99)",
    "a mean of 2.5 (SD 1.2)",
    "in 2015 or 20155 people",
]


@pytest.mark.parametrize(("text", "expected"), SHAPES, ids=[text for text, _ in SHAPES])
def test_markers_in_all_shapes(text, expected):
    found = find_markers(Document("x", text), LISTED)
    assert [(m.number, m.form) for m in found] == expected
    assert all(0 <= m.start < m.end <= len(text) for m in found)


@pytest.mark.parametrize("text", NO_MARKERS)
def test_what_is_no_marker(text):
    assert find_markers(Document("x", text), LISTED) == []


def test_numbers_that_run_together_are_cut_only_into_listed_ones():
    known = frozenset(range(1, 13))
    assert read_numbers("12", known) == (12,)
    assert read_numbers("1234", known) == (1, 2, 3, 4)
    assert read_numbers("1112", known) == (11, 12)
    assert read_numbers("9945", known) == ()
    assert read_numbers("3–6") == (3, 4, 5, 6)
    assert read_numbers("20-40") == ()
    assert read_numbers("0") == ()


def test_a_marker_next_in_turn_counts_even_without_its_entry():
    text = "One (1). Two (2). Three (3). Many (9)."
    assert [m.number for m in find_markers(Document("x", text), LISTED[:2])] == [1, 2, 3]


GOLD = rows("links.jsonl")


def gold_mention(row: dict, text: str) -> Mention:
    numbers = {k: float(row[k]) for k in ("value", "low", "high", "numerator", "denominator") if k in row}
    figure = text[row["start"] : row["end"]]
    return Mention(row["doc"], row["start"], row["end"], figure, Kind(row["kind"]), unit=row.get("unit", ""), **numbers)


def test_links_of_the_originals(originals):
    right = 0
    for name in sorted({row["doc"] for row in GOLD}):
        document = Document(name, (originals / name).read_text(encoding="utf-8"))
        here = [row for row in GOLD if row["doc"] == name]
        found = find_links(document, [gold_mention(row, document.text) for row in here])
        right += sum(list(f.numbers) == row.get("numbers", []) for f, row in zip(found, here, strict=True))
        right_kinds = [f.kind == row["link"] for f, row in zip(found, here, strict=True)]
        assert sum(right_kinds) >= 0.98 * len(here)
        assert not any(f.number for f, row in zip(found, here, strict=True) if row.get("teaser"))
    assert right >= 0.99 * len(GOLD)


PIECES = st.sampled_from(
    [
        "(1)",
        "[2, 3]",
        "al.4",
        "\n\n",
        "  • ",
        "5%",
        " this study found ",
        "Read more\n",
        "Title\n\n",
        "…",
        "above research",
        ".",
    ]
)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map(" ".join))
def test_any_page_gives_one_link_per_mention(text):
    document = with_list(text, 4)
    places = [match.span() for match in re.finditer("5%", text)]
    mentions = [Mention("page", a, b, "5%", Kind.PERCENT, value=5.0) for a, b in places]
    found = find_links(document, mentions)
    assert len(found) == len(mentions)
    assert all((f.kind is LinkKind.NONE) == (not f.numbers) for f in found)
    assert [m.citation for m in link(document, mentions)] == [f.number for f in found]


@pytest.mark.parametrize("text", ["(" * 100_000, "(1) " * 5_000, "[1-" * 30_000, "a.1" * 30_000, "1. " * 30_000])
def test_monotonous_input_is_read_without_a_hang(text):
    assert isinstance(find_markers(Document("x", text), LISTED), list)

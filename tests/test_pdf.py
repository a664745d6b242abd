"""PDF to text: paragraphs whole, marks apart, running heads out; what is no whole document is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pdfs import column, make_pdf
from test_html import PAGE

from fbss_analysis import reading
from fbss_analysis.documents.pdf import pdf_text
from fbss_analysis.errors import InputError
from fbss_analysis.extraction import extract
from fbss_analysis.vocabulary import Reason

EXAMPLES = Path(__file__).parent / "examples" / "documents"
LONG = [
    "Of the 102,047 people who were followed after an operation, 5.4% had pain",
    "by six months and 8.4% by twelve months, and the rate of reoperation was",
    "18.4% after ten years.",
]
WHOLE = " ".join(LONG)


def text_of(*pages: Any) -> str:
    return pdf_text(make_pdf(*pages), "page.pdf")


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not() -> None:
    lines = [*LONG, "Another one starts here."]
    assert text_of(column(lines)) == f"{WHOLE}\nAnother one starts here."
    spaced = [*column(LONG), *column(["It has 7%."], y=660)]
    assert text_of(spaced) == f"{WHOLE}\n\nIt has 7%."


def test_headings_lists_and_rows_are_lines() -> None:
    page = [
        (72, 740, 16, "Results in 5 parts"),
        *column(LONG),
        *column(["- Recurrent herniation: 12%", "- Fibrosis: 8%", "2) Then walk"], y=650),
        *column(["Improved", "Worse"], y=600),
        *column(["152 (60.8%)", "21 (8.4%)"], x=200, y=600),
    ]
    page.sort(key=lambda item: (-item[1], item[0]))
    lines = [line for line in text_of(page).split("\n") if line]
    assert lines == [
        "Results in 5 parts",
        WHOLE,
        "- Recurrent herniation: 12%",
        "- Fibrosis: 8%",
        "2) Then walk",
        "Improved 152 (60.8%)",
        "Worse 21 (8.4%)",
    ]


def test_words_parted_by_a_hyphen_are_whole_and_ranges_keep_theirs() -> None:
    parted = [
        "The rate of reoperation among all of these surgical patients in longi-",
        "tudinal studies was high, and persistent pain was told by as many as 20-",
        "40% of them.",
    ]
    assert "longitudinal studies" in text_of(column(parted))
    assert "20-40% of them" in text_of(column(parted))


def test_raised_marks_are_set_apart() -> None:
    page = [
        (72, 700, 10, "Pain in 10%"),
        (124, 704, 6, "12"),
        (134, 700, 10, "of patients, in 5 m"),
        (214, 704, 6, "2"),
    ]
    assert text_of(page) == "Pain in 10%[12] of patients, in 5 m²"


def test_columns_are_read_one_after_the_other() -> None:
    narrow = ["The rate of reoperation among", "patients was 18.4% after ten", "years, and it was higher than"]
    other = ["10.8% in those who were still", "followed after five years."]
    text = text_of([*column(narrow), *column(other, x=330)])
    assert text == " ".join([*narrow, *other])


def test_running_heads_and_page_numbers_are_left_out() -> None:
    bodies = ["It helped 40% of them.", "Others had 7%.", "Nobody came back in 2 years."]
    pages = [
        [(72, 770, 8, "Journal of Tests 2021;7"), (72, 700, 10, body), (300, 30, 8, f"Page {number} of 3")]
        for number, body in enumerate(bodies, 1)
    ]
    assert text_of(*pages) == "\n\n".join(bodies)


def test_a_paragraph_goes_on_over_a_page() -> None:
    assert text_of(column(LONG[:2]), column(LONG[2:])) == WHOLE


def test_ligatures_are_letters() -> None:
    from fbss_analysis.documents.layout import Glyph, paragraphs

    assert (
        paragraphs([[Glyph(c, 5.0 * i, 9.0, 10.0) for i, c in enumerate("ﬁve diﬃcult ﬂows\x00")]])
        == "five difficult flows"
    )


def test_a_file_that_only_forbids_printing_is_read() -> None:
    assert reading.read(EXAMPLES / "print_protected.pdf").text == "It helped 40% of them."


GOOD = make_pdf(column(["It helped 40% of them."]))
BAD_PDFS = {
    "encrypted": ((EXAMPLES / "encrypted.pdf").read_bytes(), Reason.ENCRYPTED),
    "cut off in the middle": (GOOD[: len(GOOD) // 2], Reason.TRUNCATED),
    "cut off at the end": (GOOD[:-8], Reason.TRUNCATED),
    "no pages": (b"%PDF-1.4\nnothing of the kind\n%%EOF", Reason.DAMAGED),
    "no text": (make_pdf([]), Reason.NO_TEXT),
    "white space": (make_pdf(column(["   "])), Reason.NO_TEXT),
    "another kind": (b"<html>Not found</html>", Reason.DAMAGED),
    "nothing": (b"", Reason.EMPTY),
}


@pytest.mark.parametrize("name", BAD_PDFS)
def test_a_pdf_that_cannot_be_read_is_one_clear_error(name: str) -> None:
    data, reason = BAD_PDFS[name]
    with pytest.raises(InputError) as caught:
        reading.read_as(data, "page.pdf")
    assert caught.value.reason == reason
    assert caught.value.where == "page.pdf"
    assert caught.value.todo


def test_its_first_bytes_say_what_it_is() -> None:
    for name in ("-", "page.html", "page.txt", "page.pdf"):
        assert reading.read_as(GOOD, name).media_type == "application/pdf"


def test_a_page_that_was_printed_to_pdf_has_the_same_figures(browser: Any, tmp_path: Path) -> None:
    article = re.sub(r"<(header|aside|footer)>.*?</\1>", "", PAGE, flags=re.DOTALL)
    page = browser.new_page(java_script_enabled=False)
    page.set_content(article)
    page.pdf(path=str(tmp_path / "page.pdf"), width="300px")
    page.close()
    documents = [reading.read(tmp_path / "page.pdf"), reading.read_as(article.encode(), "page.html")]
    percents = [[m.value for m in extract(document) if m.kind == "percent"] for document in documents]
    assert percents[0] == [5.4, 8.4, 12.0, 3.0, 60.8, 6.2, 10.8, 18.4, 13.0, 14.0]  # the struck out 13% is printed
    assert percents[1] == [value for value in percents[0] if value != 13.0]
    for document in documents:
        assert all(document.text[m.start : m.end] == m.text for m in extract(document))

"""HTML to text: no number of the article lost or joined to another, the frame left out, offsets that hold."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis import reading
from fbss_analysis.documents.markup import DEEPEST, MOST_ELEMENTS, decode_html, html_text, is_html
from fbss_analysis.errors import InputError
from fbss_analysis.extraction import extract
from fbss_analysis.pipeline import audit_document
from fbss_analysis.vocabulary import Reason

FILLER = "<p>" + "The people of this study were followed after their operation, and most came back. " * 6 + "</p>"
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Clinic</title><style>p {{ width: 77% }}</style>
</head><body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/c">Call 555</a></li></ul></nav></header>
<h1>How often does surgery fail? 5 facts</h1>
<main><article>{FILLER}
<p>Between 10&ndash;40% of patients<sup>12</sup> report pain; about 1&nbsp;in&nbsp;20 (5.4&#37;)<sup><a
href="#r1">1</a>,<a href="#r2">2</a></sup>, and 8.4%<sup class="x">[3]</sup> later. Area
10<sup>6</sup> of 5 m<sup>2</sup>, the
21<sup>st</sup> century, p&lt;0.05.</p>
<h2>Causes</h2><ul><li>Herniation: 12%</li><li>Fibrosis: 8% to 14%<ul><li>of these 3% severe</li></ul></li></ul>
<p>The table shows what became of the people of that study after two years and more.</p>
<table><tr><th>Outcome</th><th>Surgery (n=250)</th></tr><tr><td>Improved</td><td>152 (60.8%)</td></tr></table>
<ol start="3"><li>First, rest for 2 weeks.</li><li>Then walk 30 minutes.</li></ol>
<div>Rates were 6.2%, 10.8% and 18.4%<br>at 2, 5 and 10 years.</div>
<p>A mean of 4<span>.</span>5, <del>13%</del> <ins>14%</ins> of <b>1</b>,000.</p>
<h2>References</h2><ol><li id="r1">Doe J. A study. Spine. 2019;44(3):123-130.</li>
<li id="r2">Smith A. Another. J Pain. 2020;21:45-50.</li></ol></article></main>
<aside><h3>Related</h3><p>Did you know that 80% of people…</p></aside>
<footer>© 2021 Clinic, 123 Main St</footer><script>alert(99)</script></body></html>"""


def test_an_article_is_read_line_by_line_without_its_frame() -> None:
    lines = html_text(PAGE.encode()).split("\n")
    for line in (
        "How often does surgery fail? 5 facts",
        "• Herniation: 12%",
        "  • of these 3% severe",
        "Improved | 152 (60.8%)",
        "3. First, rest for 2 weeks.",
        "4. Then walk 30 minutes.",
        "Rates were 6.2%, 10.8% and 18.4%",
        "at 2, 5 and 10 years.",
        "A mean of 4.5, 14% of 1,000.",
        "2. Smith A. Another. J Pain. 2020;21:45-50.",
    ):
        assert line in lines
    text = "\n".join(lines)
    assert "10–40% of patients[12] report" in text
    assert "(5.4%)[1,2], and 8.4%[3] later. Area 10⁶ of 5 m², the 21st century, p<0.05." in text
    assert not re.search("555|80%|Main St|99|77|13%", text)


def test_marks_are_no_digits_of_the_number_before() -> None:
    document = reading.read_as(PAGE.encode(), "page.html")
    values = {mention.text: mention.value for mention in extract(document)}
    assert values["5.4%"] == 5.4
    assert "10–40%" in values
    assert not any(value and value > 3000 for value in values.values())


SMALL = {
    "no html at all": ("It helped 40% of them.", "It helped 40% of them."),
    "one paragraph": ("<p>Of 500 patients, 112 (22.4%) improved.", "Of 500 patients, 112 (22.4%) improved."),
    "blocks are lines": ("<h1>Part 5</h1><p>7 of 10</p><div>8</div>", "Part 5\n\n7 of 10\n\n8"),
    "frame only": ("<nav>Call 555</nav>", "Call 555"),
    "heading in the article's header": ("<article><header><h1>5%</h1></header><p>x", "5%\n\nx"),
    "cells": ("<table><tr><td><p>5<p>6</td><td>7</td></tr><tr><td>8</table>", "5\n6 | 7\n8"),
    "white space": ("<p>5\n  of\t<b> 10 </b> <i>people</i>\n</p>", "5 of 10 people"),
    "preformatted": ("<pre>a  5\nb  6</pre>", "a  5\nb  6"),
    "numbers there already": ("<ol><li>1. One</li><li>Two", "1. One\n2. Two"),
    "letters for numbers": ("<ol type=a><li>One", "• One"),
    "an item's number": ("<ol><li value=7>Seven<li>Eight", "7. Seven\n8. Eight"),
    "a definition list": ("<dl><dt>Risk<dd>22 in 100</dl>", "Risk\n22 in 100"),
    "a sign for a mark": ("<p>5%<sup>*</sup> and x<sup>†</sup>", "5%* and x†"),
    "nested marks": ("<p>5%<sup><sup>3</sup></sup>", "5%[3]"),
    "a mark at the start": ("<p><sup>3</sup>Doe J", "[3]Doe J"),
    "powers": ("<p>R<sup>2</sup> 3 × 10<sup>-5</sup> kg/m<sup>2</sup>", "R² 3 × 10⁻⁵ kg/m²"),
    "no power": ("<p>in 2010<sup>6</sup>, 10%<sup>6</sup>, the team<sup>2</sup>", "in 2010[6], 10%[6], the team[2]"),
    "subscripts": ("<p>CO<sub>2</sub>", "CO2"),
    "word break": ("<p>1<wbr>000", "1000"),
    "entities": ("<p>&#53;&percnt; &lt;b&gt; &amp;lt;", "5% <b> &lt;"),
    "scripts and styles": ("<script>1</script><style>2</style><noscript>3</noscript><template>4</template>5", "5"),
    "comments": ("<p>5<!-- 6 -->7", "57"),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_pages_are_rendered_whole(name: str) -> None:
    page, text = SMALL[name]
    assert html_text(page.encode()) == text


@pytest.mark.parametrize("name", SMALL)
def test_small_pieces_read_alike_within_a_long_article(name: str) -> None:
    page, text = SMALL[name]
    if name in {"frame only", "preformatted", "no html at all", "a sign for a mark", "scripts and styles"}:
        return  # told apart as frame, joined to what follows, or without a tag of its own
    found = html_text(f"<html><body><article>{FILLER}{page}</article></body></html>".encode())
    for line in text.split("\n"):
        assert line.strip() in found


@pytest.mark.parametrize(
    ("before", "encoding"),
    [
        ("<meta charset='windows-1252'>", "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),  # as browsers read that name
        ('<META http-equiv="Content-Type" content="text/html; charset=UTF-8">', "utf-8"),
        ("<meta content='text/html;charset=koi8-r' http-equiv=content-type>", "koi8-r"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        ("<!-- <meta charset=koi8-r> -->", "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset=koi8-r>", "utf-16"),  # the mark decides
    ],
)
def test_the_encoding_is_what_the_page_says(before: str, encoding: str) -> None:
    words = "20–40% пациентов" if encoding != "cp1252" else "20–40% für é"
    words = words.replace("–", "-") if encoding == "koi8-r" else words
    page = f"{before}<html><body><p>{words}</p></body></html>"
    document = reading.read_as(page.encode(encoding), "page.html")
    assert (document.text, document.media_type) == (words, "text/html")
    assert is_html(page.encode(encoding)) or before.startswith("<META")


BAD_PAGES = {
    "nothing": (b"", Reason.EMPTY),
    "no text": (b"<html><body><script>5</script></body></html>", Reason.NO_TEXT),
    "a comment": (b"<!-- 5 -->", Reason.NO_TEXT),
    "said to be UTF-8, but Latin-1": ("<meta charset=utf-8><p>é".encode("latin-1"), Reason.ENCODING),
    "nothing said, Latin-1": ("<p>5 é".encode("latin-1"), Reason.ENCODING),
    "a torn character": ("<meta charset=utf-8><p>20–".encode()[:-1], Reason.ENCODING),
    "UTF-16 without a mark": ("<p>It helped 40%.".encode("utf-16-le"), Reason.ENCODING),
    "an encoding that nobody knows": (b"<meta charset=klingon><p>5", Reason.ENCODING),
    "10,000 nested tags": (b"<div>" * 10_000 + b"5%", Reason.TOO_NESTED),
    "10,000 nested lists": (b"<ul><li>" * 5_000 + b"5%" + b"</li></ul>" * 5_000, Reason.TOO_NESTED),
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_page_that_cannot_be_read_is_one_clear_error(name: str) -> None:
    data, reason = BAD_PAGES[name]
    with pytest.raises(InputError) as caught:
        reading.read_as(data, "page.html")
    assert caught.value.reason == reason
    assert caught.value.todo


def test_depth_is_counted_to_the_limit() -> None:
    deep = DEEPEST - 3  # html, body and the paragraph
    assert html_text(b"<div>" * deep + b"<p>5%") == "5%"
    with pytest.raises(InputError):
        html_text(b"<div>" * (deep + 1) + b"<p>5%")


def test_a_page_of_very_many_elements_is_rendered_whole() -> None:
    rows = "".join(f"<p>Number {number}</p>" for number in range(MOST_ELEMENTS))
    text = html_text(f"<nav>555</nav>{rows}".encode())
    assert text.startswith("Number 0\n\nNumber 1\n")
    assert text.endswith(f"Number {MOST_ELEMENTS - 1}")


def test_what_it_is_shows_without_a_suffix_and_the_suffix_says_what_text_is() -> None:
    assert reading.read_as(b"\n <!doctype HTML><p>5%", "-").text == "5%"
    assert reading.read_as(b"a < b: 5%", "-").media_type == "text/plain"
    assert reading.read_as(b"<p>5%", "page.txt").text == "<p>5%"
    assert reading.read_as(b"5% | <p>", "PAGE.MD").media_type == "text/markdown"
    assert reading.read_as(b"5%<p>6%", "PAGE.HTM").text == "5%\n\n6%"


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["5.4% of 102,047 people", "1 in 12", "20–40%", "about half", "p<0.05", "(95% CI 1.2 to 3.4)"]),
        st.sampled_from(["𝟙𝟚%", "😀 7%", "عدد 12٪ من", "‏22%‏", "e\u0301tude 8%", "5\u00a0%", "3\u2009000", "\u200b9%"]),
        st.sampled_from(
            ["<sup>12</sup>", "<br>", "<p>", "</p>", "<li>", "<td>", "<table><tr>", "<b>", "<!--", "&nbsp;"]
        ),
        st.text(max_size=6),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(PIECES)
def test_offsets_hold_in_any_page(pieces: list[str]) -> None:
    page = "".join(pieces).encode("utf-8", "replace")
    try:
        document = reading.read_as(page, "page.html")
    except InputError:  # there is no text in it
        return
    for mention in extract(document):
        assert document.text[mention.start : mention.end] == mention.text
    for finding in audit_document(document).findings:
        assert all(0 <= start < end <= len(document.text) for start, end in finding.spans)


def digits(text: str) -> list[str]:
    return re.findall(r"\d+", "".join(c if unicodedata.category(c) == "Nd" else " " for c in text))


WORDS = st.lists(
    st.sampled_from(["5.4%", "of 102,047 people", "1 in 12", "and 20–40%", "came back after 2 years"]), min_size=1
)
TAGS = st.sampled_from(["p", "div", "li", "td", "h2", "blockquote", "section"])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TAGS, WORDS), min_size=1, max_size=12))
def test_no_number_of_an_article_is_lost(blocks: list[tuple[str, list[str]]]) -> None:
    wrap = {"li": "<ul>{}</ul>", "td": "<table><tr>{}</tr></table>"}
    texts = [f"{' '.join(words)} ({number})" for number, (_, words) in enumerate(blocks)]  # a repetition is no loss
    pieces = [(tag, text) for (tag, _), text in zip(blocks, texts, strict=True)]
    body = "".join(wrap.get(tag, "{}").format(f"<{tag}>{text}</{tag}>") for tag, text in pieces)
    page = f"<html><body><nav>555</nav><article>{FILLER}{body}{FILLER}</article><footer>444</footer></body></html>"
    assert digits(html_text(page.encode())) == digits(" ".join(texts))


def test_control_characters_are_spaces() -> None:
    assert decode_html("5\x1b[31m\x07%\x85".encode()) == "5 [31m % "

"""HTML to text: the article without its page's frame, line by line as it is read, no number lost or joined to another.

trafilatura decides what is the article and what is navigation, teasers and footer; how the article becomes text is
decided here, since that is where numbers are lost. A superscript that is a reference mark is set in brackets
(10%<sup>12</sup> → 10%[12], never 1012%), one that is a power or an ordinal is not (m², 10⁶, 21st). Numbered lists keep
their numbers, each row of a table is a line with strokes between its cells, a line break is a line break. Text that is
struck out is not claimed. A page that trafilatura finds nothing in, a very short one, and one so large that telling
frame from article would take minutes, is rendered whole, but for what HTML itself marks as frame.

The encoding is what a byte order mark, the XML declaration or a meta element names, by the names that browsers use,
else UTF-8; bytes that do not fit are an error.

References: Barbaresi A. Trafilatura: a web scraping library and command-line tool for text discovery and extraction.
ACL-IJCNLP 2021, 122-131. WHATWG, Encoding Standard, section 4.2 (names); HTML Standard, section 13.2.3.2 (prescan).

>>> page = b"<nav>24 h</nav><h1>Results</h1><p>In 10%<sup>1,2</sup> of 21<sup>st</sup> century<br>patients.<ol><li>One"
>>> print(html_text(page))
Results
<BLANKLINE>
In 10%[1,2] of 21st century
patients.
<BLANKLINE>
1. One
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from fbss_analysis.documents.decoding import marked
from fbss_analysis.documents.rendering import make_paragraphs, number_lists, render, set_marks_apart
from fbss_analysis.errors import InputError
from fbss_analysis.vocabulary import Reason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST = 256  # what libxml2 allows a document by default; trafilatura's cost grows with the cube of nested tables
MOST_ELEMENTS, MOST_CHARACTERS = 30_000, 5_000_000  # about five seconds of trafilatura; no page is longer
SHORTEST = 250  # characters; below it trafilatura's own rules count as having found nothing
PRESCANNED = 4096
FRAME = ("nav", "header", "footer", "aside", "form", "button", "select", "dialog")
ARTICLE = ("article", "main")
SILENT = ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "canvas", "del", "s", "strike")
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPENS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style"
    rb"|title|b|br|p|meta|article|main|section|ul|ol)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), " ")


def is_html(data: bytes) -> bool:
    """Whether bytes begin like an HTML page (as WHATWG, MIME Sniffing Standard, section 7.1)."""
    encoding = marked(data)
    start = data[:PRESCANNED].decode(encoding, "ignore").encode() if encoding else data[:PRESCANNED]
    return _OPENS.match(start) is not None


def html_text(data: bytes, where: str = "") -> str:
    """The article of an HTML page as text; an InputError where the encoding is wrong or tags are nested too deep."""
    tree = _parse(decode_html(data, where))
    if tree is None:
        return ""
    _refuse_depth(tree, where)
    _drop(tree, SILENT)
    set_marks_apart(tree)
    number_lists(tree)
    make_paragraphs(tree)
    elements = sum(1 for _ in tree.iter())
    too_large = elements > MOST_ELEMENTS or sum(map(len, tree.itertext())) > MOST_CHARACTERS
    return _whole(tree) if too_large else _article(tree)


def decode_html(data: bytes, where: str = "") -> str:
    """Bytes of an HTML page as text, without control characters, by the encoding that the page itself names."""
    encoding = marked(data) or _declared(data, where)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = (
            f"byte {error.start} ({data[error.start]:#04x}) is not {encoding.upper()}, which the page is said to be in"
        )
        raise InputError(what, f"{where}:{line}", "save the page as UTF-8 and try again", Reason.ENCODING) from error
    if "\0" in text:
        what = "there is a NUL character, so this is no HTML page, or its encoding is not named"
        raise InputError(what, where, "save the page as UTF-8 and try again", Reason.ENCODING)
    return text.translate(_CONTROLS)


def _declared(data: bytes, where: str) -> str:
    """The encoding that a page names in its first bytes, by a name that Python knows; UTF-8 where it names none."""
    import webencodings

    found = _DECLARED.search(_COMMENT.sub(b"", data[:PRESCANNED]))
    if found is None:
        return "utf-8"
    label = (found[1] or found[2]).decode("ascii", "replace")
    known = webencodings.lookup(label)
    if known is None:
        what = f"the page says that its encoding is {label!r}, which nobody knows"
        raise InputError(what, where, "save the page as UTF-8 and try again", Reason.ENCODING)
    # A page whose ASCII is read as ASCII is not in UTF-16, whatever it says.
    return "utf-8" if known.name.startswith("utf-16") else known.codec_info.name


def _parse(text: str) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is no element at all
        return None


def _refuse_depth(tree: HtmlElement, where: str) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            what = f"tags are nested more than {DEEPEST} deep"
            raise InputError(what, where, "give the text of the page", Reason.TOO_NESTED)


def _drop(tree: HtmlElement, tags: tuple[str, ...]) -> None:
    for element in list(tree.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _article(tree: HtmlElement) -> str:
    """The text of what trafilatura takes for the article, with its heading; else of the whole page without frame."""
    title = _title(tree)
    found = _main_text(tree)
    if len(found) < SHORTEST:
        return _whole(tree)
    words = " ".join(found.split())
    return found if not title or " ".join(title.split()) in words else f"{title}\n\n{found}"


def _title(tree: HtmlElement) -> str:
    """The page's only first-level heading."""
    headings = list(tree.iter("h1"))
    return render(headings[0]) if len(headings) == 1 else ""


def _main_text(tree: HtmlElement) -> str:
    import trafilatura

    log = logging.getLogger("trafilatura")
    log.propagate = False  # what it says of a page without text is said by us
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    found: Any = trafilatura.bare_extraction(tree, fast=True, favor_recall=True, include_comments=False)
    return "" if found is None or found.body is None else render(found.body)


def _whole(tree: HtmlElement) -> str:
    """The body, without what HTML marks as the page's frame unless nothing else is there."""
    body = tree.find("body")
    frame = [e for e in body.iter(*FRAME) if not any(ancestor.tag in ARTICLE for ancestor in e.iterancestors())]
    everything = render(body) if frame else ""
    for element in frame:
        element.drop_tree()
    return render(body) or everything

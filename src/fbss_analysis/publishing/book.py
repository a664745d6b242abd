"""The whole report as one page to be printed: title, contents, and every page of the site as a chapter of its own.

What the pages hold is taken as it is. Names are made distinct by the page that they come from, links between pages
become links within the book, everything folded is opened, scripts are left out. Each chapter is a named page of CSS, by
which its title stands at the head of its sheets.

References: CSS Paged Media Module Level 3, https://www.w3.org/TR/css-page-3/ (named pages, margin boxes).

>>> parts = [Part.of("a.html", '<title>A</title><main><h1 id="x">A</h1><a href="b.html#y">to B</a></main>')]
>>> print(parts[0].body)
<h1 id="a--x">A</h1><a href="#b--y">to B</a>
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from fbss_analysis import chapters

FIRST = ("index", "verdicts")
LAST = ("methods", "glossary", "limits", "environment", "cite")
LEFT_OUT = ("downloads", "sweep")
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>|<template\b.*?</template>", re.DOTALL)
_ID = re.compile(r'(?<=[\s"])(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
_OWN = re.compile(r'(href="|url\()#([^")]+)')
_OTHER = re.compile(r'href="([\w.=+-]+)\.html(?:\?[^"#]*)?(?:#([^"]+))?"')
_FILE = re.compile(r'\shref="(?!#|https?:|mailto:)[^"]*"')  # on paper there are no files beside the report
_FOLDED = re.compile(r"<details(?![^>]*\bopen\b)")


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter of the book: the page it comes from, its title as HTML, its content, and how many h1 it has."""

    stem: str
    title: str
    body: str

    @classmethod
    def of(cls, name: str, page: str) -> Self:
        """The part that a page becomes."""
        stem = PurePosixPath(name).stem
        found, title = _MAIN.search(page), _TITLE.search(page)
        content = _SCRIPT.sub("", found[1] if found else "")
        content = _ID.sub(lambda m: f'{m[1]}="{" ".join(f"{stem}--{word}" for word in m[2].split())}"', content)
        content = _OWN.sub(lambda m: f"{m[1]}#{stem}--{m[2]}", content)
        content = _FILE.sub("", _OTHER.sub(_within, content))
        return cls(stem, title[1].strip() if title else stem, _FOLDED.sub("<details open", content))

    @property
    def headings(self) -> int:
        """How many entries of the first level the part has in the outline of a printed book."""
        return self.body.count("<h1")


def _within(link: re.Match[str]) -> str:
    if link[1] in LEFT_OUT:
        return link[0]
    place = link[2] and "=" not in link[2]  # a filtered view of the ledger has no place on paper
    return f'href="#{link[1]}--{link[2]}"' if place else f'href="#{link[1]}"'


def parts(pages: Mapping[str, str]) -> list[Part]:
    """The parts of the book in order: overview and verdicts, then chapters, then articles, then what is about it."""

    def order(name: str) -> tuple[int, int, str]:
        stem = PurePosixPath(name).stem
        for place, stems in ((0, FIRST), (3, LAST)):
            if stem in stems:
                return place, stems.index(stem), name
        return (2 if stem.startswith("source-") else 1), 0, name

    wanted = [name for name in pages if PurePosixPath(name).stem not in LEFT_OUT]
    return [Part.of(name, pages[name]) for name in sorted(wanted, key=order)]


def compose(found: Sequence[Part], folder: Mapping[str, str], starts: Sequence[int] | None = None) -> str:
    """The book as one page of HTML; `folder` holds the report's files, `starts` the sheets on which the parts begin."""
    from markupsafe import Markup

    write = chapters.writer(json.loads(folder["datapackage.json"])["raw_sha256"])
    shown = [
        {"stem": part.stem, "title": Markup(part.title), "body": Markup(part.body), "sheet": sheet}
        for part, sheet in zip(found, starts or [0] * len(found), strict=True)
    ]
    heads = Markup("\n".join(head(part, number) for number, part in enumerate(found)))
    articles = sum(part.stem.startswith("source-") for part in found)
    counts = {"claims": len(json.loads(folder["claims.json"])), "articles": articles}
    paged = Markup((chapters.TEMPLATES / "book.css").read_text(encoding="utf-8"))
    return write("book", parts=shown, style=Markup(folder["style.css"]), paged=paged, heads=heads, **counts)


def head(part: Part, number: int) -> str:
    """The rule of CSS by which the sheets of a part bear its title."""
    title = json.dumps(html.unescape(re.sub(r"<[^>]*>", "", part.title)), ensure_ascii=False)
    return f"@page part{number} {{ @top-right {{ content: {title}; }} }}\n.part{number} {{ page: part{number}; }}"

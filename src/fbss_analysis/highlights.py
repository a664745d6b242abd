"""One audited document as HTML: its findings with their passages, and its text with every number coloured.

The fragment needs nothing from outside: no script, no font, no picture. It is what JupyterLab shows of an audit and
what `--format html` writes. A number is coloured by the verdict that its claim ends in and carries the verdict's sign,
since not everybody sees the colour; pointing at it shows the formula. Everything that comes from the document is
escaped (`escapes`), and its direction of writing is kept within its own element.

>>> from fbss_analysis.schema import Document
>>> "&lt;script&gt;" in fragment(Document("page", "<script>5%</script>"), [Mark(8, 10, "consistent", "5 of 100")])
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fbss_analysis.escapes import NO_LATEX, attribute, html
from fbss_analysis.ladder import Ladder
from fbss_analysis.schema import Document, Finding, Mention, Span, Verdict

SIGNS = {"reproduced": "✓", "consistent": "≈", "inconsistent": "✗", "indeterminate": "?", "not_applicable": "–"}
SECTIONS = (  # heading, verdicts, whether it is open at first
    ("What does not agree", (Verdict.INCONSISTENT,), True),
    ("What agrees, with its arithmetic", (Verdict.REPRODUCED, Verdict.CONSISTENT), True),
    ("What stays open", (Verdict.INDETERMINATE,), False),
)
MOST_PASSAGES, LONGEST_HOVER = 6, 300
AROUND, APART = 160, 500  # characters of a passage around its numbers; numbers further apart are passages of their own
STYLE = """
.fbss{--reproduced:#00694d;--consistent:#00598f;--inconsistent:#a63c00;--indeterminate:#5a6675;--not_applicable:#5a6675;
max-width:50rem;overflow-wrap:anywhere}
.fbss mark{color:inherit;background:none;border-bottom:3px solid var(--it,#5a6675);cursor:help}
.fbss mark[data-sign]::after{content:attr(data-sign);color:var(--it);font-size:.75em;font-weight:700;margin-left:.1em}
.fbss mark.inconsistent{background:rgba(255,140,60,.25)}
.fbss .reproduced{--it:var(--reproduced)}.fbss .consistent{--it:var(--consistent)}
.fbss .inconsistent{--it:var(--inconsistent)}.fbss .indeterminate,.fbss .not_applicable{--it:var(--indeterminate)}
.fbss b{color:var(--it)}.fbss .passage{border-left:3px solid var(--it);padding-left:.7rem;margin:.2rem 0}
.fbss .passage{unicode-bidi:isolate}
.fbss li{margin:.8rem 0}.fbss small{opacity:.8}.fbss summary{cursor:pointer;font-weight:600;margin:1rem 0 .3rem}
.fbss .text{white-space:pre-wrap;unicode-bidi:plaintext}
@media (prefers-color-scheme:dark){.fbss-page .fbss{--reproduced:#4fd3a8;--consistent:#7cc4ff;--inconsistent:#ff9a5c;
--indeterminate:#a5b0bd}.fbss-page{background:#14181e;color:#e6e9ee}}
""".strip().replace("\n", "")
PAGE_STYLE = "body{font:1rem/1.55 system-ui,sans-serif;margin:1rem auto;max-width:52rem;padding:0 1rem}"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document's text: its verdict, or none, and what is shown when it is pointed at."""

    start: int
    end: int
    verdict: str = ""
    about: str = ""


def marks(ladders: Iterable[Ladder], findings: Iterable[Finding]) -> list[Mark]:
    """The numbers of a document: its claims by their overall verdict, other operands by their finding's."""
    found: dict[Span, Mark] = {}
    for ladder in ladders:
        place = ladder.claim.mention.start, ladder.claim.mention.end
        step = ladder.traced if ladder.traced and ladder.decided_by is ladder.traced.rung else ladder.recomputed
        found[place] = Mark(*place, ladder.overall.value, _about(step.formula, step.message))
    for finding in findings:
        for place in finding.spans:
            found.setdefault(place, Mark(*place, finding.verdict.value, _about(finding.formula, finding.message)))
    return list(found.values())


def mention_marks(mentions: Iterable[Mention]) -> list[Mark]:
    """The quantities of a document, which have a kind and no verdict."""
    return [
        Mark(m.start, m.end, "", " ".join(part for part in (m.hedge, m.kind.value, m.unit) if part != "none"))
        for m in mentions
    ]


def _about(formula: str, message: str) -> str:
    about = " | ".join(part for part in (formula, message) if part)
    return about if len(about) <= LONGEST_HOVER else f"{about[: LONGEST_HOVER - 1]}…"


def fragment(
    document: Document,
    marks: Sequence[Mark],
    findings: Sequence[Finding] = (),
    most: int | None = None,
    style: bool = True,
) -> str:
    """The document as HTML that can stand anywhere; of each section at most `most` findings, and text to match."""
    ordered = _apart(marks)
    parts = [f'<section class="fbss {NO_LATEX}">', f"<style>{STYLE}</style>" if style else ""]
    parts.append(f"<h2><bdi>{html(document.doc)}</bdi></h2><p>{_summary(ordered, findings)}</p>")
    for heading, verdicts, is_open in SECTIONS:
        chosen = sorted((f for f in findings if f.verdict in verdicts), key=lambda f: f.spans[:1])
        parts.append(_section(heading, chosen, document.text, most, is_open))
    end = len(document.text) if most is None else 200 * most
    rest = "" if end >= len(document.text) else f"<p>… and {len(document.text) - end:,} more characters.</p>"
    whole = _marked(document.text, 0, min(end, len(document.text)), ordered)
    parts.append(f"<details{' open' * (not findings)}><summary>The text, with every number marked</summary>")
    parts.append(f'<div class="text" dir="auto">{whole}</div>{rest}</details></section>')
    return "".join(parts)


def page(title: str, fragments: Iterable[str]) -> str:
    """A page of fragments that opens from a file, runs nothing and asks nobody."""
    head = (
        '<meta charset="utf-8">',
        f"<title>{attribute(title)}</title>",
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<style>{PAGE_STYLE}{STYLE}</style>",
    )
    body = f'<body class="fbss-page"><main>\n{chr(10).join(fragments)}\n</main></body>'
    return f'<!doctype html>\n<html lang="en"><head>{"".join(head)}</head>{body}</html>\n'


def _summary(marks: Sequence[Mark], findings: Sequence[Finding]) -> str:
    counts = Counter(mark.verdict for mark in marks if mark.verdict)
    words = [f'<b class="{v}">{SIGNS[v]} {counts[v]:,} {v.replace("_", " ")}</b>' for v in SIGNS if counts[v]]
    about = f"; {len(findings):,} findings" if findings else ""
    return f"{len(marks):,} places marked{about}{': ' * bool(words)}{', '.join(words)}."


def _section(heading: str, findings: Sequence[Finding], text: str, most: int | None, is_open: bool) -> str:
    if not findings:
        return ""
    items = "".join(_item(finding, text) for finding in findings[:most])
    more = len(findings) - len(findings[:most])
    rest = f"<p>… and {more:,} more.</p>" if more else ""
    return (
        f"<details{' open' * is_open}><summary>{heading} ({len(findings):,})</summary><ol>{items}</ol>{rest}</details>"
    )


def _item(finding: Finding, text: str) -> str:
    verdict = finding.verdict.value
    own = _apart([Mark(*place, verdict, _about(finding.formula, finding.message)) for place in finding.spans])
    where = list(passages(text, finding.spans))
    shown = " … ".join(_passage(text, start, end, own) for start, end in where[:MOST_PASSAGES])
    shown += f" … and {len(where) - MOST_PASSAGES:,} more passages" if len(where) > MOST_PASSAGES else ""
    quoted = f'<p class="passage" dir="auto">{shown}</p>' if shown else ""
    formula = f"<code>{html(finding.formula)}</code> " if finding.formula else ""
    return (
        f'<li class="{verdict}">{quoted}<p><b>{SIGNS[verdict]} {verdict.replace("_", " ")}</b>: {html(finding.message)}'
        f"<br>{formula}<small>{html(finding.check)}</small></p></li>"
    )


def passages(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The passages that hold the places, each to the ends of its line or a little further than its numbers."""
    groups: list[list[int]] = []
    for start, end in sorted(spans):
        if groups and start - groups[-1][1] <= APART:
            groups[-1][1] = max(groups[-1][1], end)
        else:
            groups.append([start, end])
    for start, end in groups:
        left, right = max(0, start - AROUND), min(len(text), end + AROUND)
        line, space = text.rfind("\n", left, start), text.find(" ", left, start)
        stop, last = text.find("\n", end, right), text.rfind(" ", end, right)
        left = line + 1 if line >= 0 else space + 1 if left and space >= 0 else left
        yield left, stop if stop >= 0 else last if right < len(text) and last >= 0 else right


def _passage(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """A passage as HTML, with dots where its line goes on."""
    before = "… " if start and text[start - 1] != "\n" else ""
    after = " …" if end < len(text) and text[end] != "\n" else ""
    return before + _marked(text, start, end, marks) + after


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in order, none within another: of those that overlap, the first and longest."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < mark.end and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """A stretch of text as HTML, with the marks that lie in it."""
    pieces, at = [], start
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        pieces += [html(text[at : mark.start]), _mark(mark, text[mark.start : mark.end])]
        at = mark.end
    return "".join([*pieces, html(text[at:end])])


def _mark(mark: Mark, text: str) -> str:
    sign = f' class="{mark.verdict}" data-sign="{SIGNS[mark.verdict]}"' if mark.verdict else ""
    about = f"{mark.verdict.replace('_', ' ')}: {mark.about}" if mark.verdict else mark.about
    return f'<mark{sign} title="{attribute(about)}">{html(text)}</mark>'

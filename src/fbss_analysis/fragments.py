"""Records as fragments of HTML, for JupyterLab: a document with its numbers marked, a claim's card, findings, a forest.

Everything from outside is made harmless by `escapes`; colours are JupyterLab's own, so that they follow its theme, and
verdicts have a sign besides their colour. Nothing heavy is imported here: a plot is drawn only where a synthesis is
shown. An audit shows itself (`highlights`), and a document as it does there.

>>> from fbss_analysis.answers import sketch
>>> claim = sketch(part=("22.4%", "percent(candidates, cases)")).claims[0]
>>> to_html(claim).count("<tr>"), "<strong>22.4%</strong>" in to_html(claim)
(3, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fbss_analysis.answers import brackets, figure
from fbss_analysis.escapes import NO_LATEX, html
from fbss_analysis.extraction import extract
from fbss_analysis.highlights import SIGNS, fragment, mention_marks
from fbss_analysis.plots import canvas, show
from fbss_analysis.prose import show_number
from fbss_analysis.schema import Claim, Document, Estimate, Finding, Verdict

__all__ = ["to_html"]
COLOURS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.REPRODUCED: "var(--jp-success-color0, #00694d)",
        Verdict.CONSISTENT: "var(--jp-info-color0, #00598f)",
        Verdict.INCONSISTENT: "var(--jp-error-color0, #a63c00)",
        Verdict.INDETERMINATE: "var(--jp-ui-font-color2, #5a6675)",
        Verdict.NOT_APPLICABLE: "var(--jp-ui-font-color2, #5a6675)",
    }
)
_LEFT = "text-align: left; vertical-align: top"


def to_html(record: object) -> str:
    """A record as HTML; its plain text, escaped, where no other form is known."""
    known = (SHOWN[kind.__name__] for kind in type(record).__mro__ if kind.__name__ in SHOWN)
    return next(known, _plain)(record)


def document(shown: Document) -> str:
    """A text with each of its quantities marked."""
    return fragment(shown, mention_marks(extract(shown)))


def claim(shown: Claim) -> str:
    """A claim as a small card: figure and statement, what it stands for, and what it is about."""
    number = shown.reported
    rows = {
        "stands for": f"{brackets(number.interval())} {number.unit}".strip() if number else "",
        "rule": number.rule if number else "",
        **{name: str(getattr(shown, name) or "").replace("_", " ") for name in _ABOUT},
        "cites": ", ".join(shown.cites),
        "claim": shown.claim_id,
    }
    head = f"<p><strong>{html(figure(shown))}</strong> {html(shown.statement)}</p>"
    return head + table(([name, value] for name, value in rows.items() if value))


_ABOUT = ("statistic", "outcome", "population", "procedure", "horizon", "denominator", "derivation", "restates")


def findings(shown: Sequence[Finding]) -> str:
    """Findings as a table: verdict, check, what is printed and expected, and the reason; what disagrees comes first."""
    order = list(Verdict)
    first = sorted(
        shown, key=lambda finding: (finding.verdict is not Verdict.INCONSISTENT, order.index(finding.verdict))
    )
    rows = [[mark(one.verdict), one.check, one.claim_id, one.reported, one.expected, one.message] for one in first]
    return table(rows, ("verdict", "check", "claim", "printed", "expected", "reason"))


def finding(shown: Finding) -> str:
    """One finding as a table of one row."""
    return findings([shown])


def estimate(shown: Estimate) -> str:
    """An estimate with its interval and the method behind it."""
    interval = "" if shown.ci_low is None or shown.ci_high is None else _interval(shown.ci_low, shown.ci_high)
    rows = {
        shown.estimand.replace("_", " "): show_number(shown.value),
        "interval": interval + (f" ({show_number(100 * shown.level)}%)" if interval and shown.level else ""),
        "method": shown.method,
        "events": "" if shown.n_events is None else show_number(shown.n_events),
        "of": "" if shown.n is None else show_number(shown.n),
        "by": shown.horizon or "",
        "from": ", ".join(shown.citekeys),
    }
    return table([name, value] for name, value in rows.items() if value)


def pooled(shown: Any) -> str:
    """A synthesis: its forest plot, what limits it, and its quantities."""
    height = 1.2 + 0.28 * (shown.k + 2)
    alt = f"Forest plot of {shown.k} studies; pooled {show_number(shown.estimate)}, "
    alt += f"{_interval(shown.ci_low, shown.ci_high)}, on the scale {shown.measure}."
    picture = show(shown.plot_forest(canvas(height)), alt)
    title = f"{shown.k} studies, measure {shown.measure}, tau² by {shown.tau2_method}, test {shown.test}"
    notes = "".join(f"<li>{html(note)}</li>" for note in shown.notes)
    quantities = shown.summary().to_html(float_format=lambda x: f"{x:.4g}", na_rep="")
    told = f"<ul>{notes}</ul>" if notes else ""
    return f"<p><strong>{html(title)}</strong></p>{picture.svg}{told}{quantities}"


def mark(verdict: Verdict) -> str:
    """A verdict with its sign and colour, as HTML."""
    sign, words = SIGNS[verdict.value], verdict.replace("_", " ")
    return _Safe(f'<span style="color: {COLOURS[verdict]}; white-space: nowrap">{sign} {words}</span>')


def table(rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Rows of texts as a table, everything escaped but what is marked as safe."""
    head = "".join(f'<th style="{_LEFT}">{html(name)}</th>' for name in header)
    lines = ["".join(f'<td style="{_LEFT}">{_cell(cell)}</td>' for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table class='{NO_LATEX}'>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


class _Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


def _cell(text: str) -> str:
    return text if isinstance(text, _Safe) else html(text)


def _interval(low: float, high: float) -> str:
    return f"{show_number(low)} to {show_number(high)}"


def _plain(record: object) -> str:
    return f"<pre>{html(repr(record))}</pre>"


SHOWN: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "Document": document,
        "Claim": claim,
        "Finding": finding,
        "Findings": findings,
        "Estimate": estimate,
        "Pooled": pooled,
    }
)

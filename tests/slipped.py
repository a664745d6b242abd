"""Texts with one figure right and one mistyped, "{35%|85%}", and what the audit blames in a text."""

from __future__ import annotations

from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict


def blamed(text: str) -> list[str]:
    """The checks that find a text inconsistent."""
    findings = audit_document(Document("text", text)).findings
    return [finding.check for finding in findings if finding.verdict is Verdict.INCONSISTENT]


def told(text: str, which: int) -> str:
    """The text with one of its two figures."""
    before, _, rest = text.partition("{")
    figures, _, behind = rest.partition("}")
    return before + figures.split("|")[which] + behind

"""What comes from a document, made harmless for the place where it is shown: terminal, CSV, JSON, HTML, Markdown.

A document's text, its name and the messages that quote it are data; nothing in them is ever obeyed. A terminal obeys
control characters, a spreadsheet cells that begin like a formula, a browser markup, JupyterLab Markdown and, between
dollar signs, LaTeX. Characters that change the direction of writing make a text read as another: they are shown as
escapes everywhere.

References: OWASP, CSV injection. Boucher N, Anderson R. Trojan Source: invisible vulnerabilities. USENIX Security 2023.
CommonMark 0.31, section 2.4 (backslash escapes). ECMA-48 (control functions).

>>> print(visible("\\x1b[31m5%\\u202e"), spreadsheet("=1+1"), html("<b>$x$"), markdown("**5%**"))
\\x1b[31m5%\\u202e '=1+1 &lt;b&gt;<span>$</span>x<span>$</span> \\*\\*5%\\*\\*
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

NO_LATEX = "tex2jax_ignore mathjax_ignore"  # the classes of elements that MathJax leaves alone
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but tab and line end
_OBEYED = re.compile(f"[{_CONTROLS}{_DIRECTIONS}\u2028\u2029\ufeff\ud800-\udfff]")
_OBEYED_IN_JSON = re.compile(f"[\x7f-\x9f{_DIRECTIONS}\u2028\u2029\ufeff\ud800-\udfff]")
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
_LATEX = re.compile(r"[$\\]")
_MARKDOWN = re.compile(r"[!#$&()*+\-.:<=>@\[\\\]^_`{|}~]")


def unmasked(text: str) -> str:
    """A text with the characters that somebody would obey as escapes; lines stay lines."""
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def visible(text: str) -> str:
    """A text for one line of a terminal: nothing in it is obeyed, line ends and tabs are escapes."""
    return unmasked(text).replace("\t", "\\t").replace("\n", "\\n")


def spreadsheet(text: str) -> str:
    """A text for a cell: with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{unmasked(text)}" if _FORMULA.match(text) else unmasked(text)


def to_json(value: Any) -> str:
    """JSON that says the same and that a terminal does not obey; numbers that JSON does not know are refused."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _OBEYED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def attribute(text: str) -> str:
    """A text for the value of an HTML attribute in quotation marks."""
    return escape(unmasked(text), quote=True)


def html(text: str) -> str:
    """A text for HTML; what would begin LaTeX in JupyterLab stands in an element of its own, so that it never pairs."""
    return _LATEX.sub(lambda found: f"<span>{found[0]}</span>", escape(unmasked(text), quote=True))


def markdown(text: str) -> str:
    """A text for a line of Markdown: every character stands for itself, and what would begin LaTeX never pairs."""
    return _MARKDOWN.sub(_as_itself, " ".join(unmasked(text).split()))


def _as_itself(found: re.Match[str]) -> str:
    character = found[0]
    if character in "$\\":
        return f"<span>&#{ord(character)};</span>"
    return f"&#{ord(character)};" if character in "&<>" else f"\\{character}"

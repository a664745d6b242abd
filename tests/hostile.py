"""Documents that would do harm if anything in them were obeyed, and what must not come out of them."""

from __future__ import annotations

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    '<a href="javascript:alert(4)">50%</a>',
    "<iframe src='https://evil.example/5'></iframe>",
    "<style>@import url(https://evil.example/6.css)</style>",
    "<link rel=stylesheet href=https://evil.example/7.css>",
    "</section></div></body><script>alert(8)</script>",
    '"onmouseover="alert(9)" title=\'"><script>alert(10)</script>',
    "<details open ontoggle=alert(11)>",
    "<math><mtext></mtext><script>alert(12)</script></math>",
    "<form action=https://evil.example/13><input autofocus onfocus=alert(13)></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/14'>",
)
MARKDOWN = (
    "[click](javascript:alert(20))",
    "![x](https://evil.example/21.png)",
    "<javascript:alert(22)>",
    "# Heading 23",
    "`code` **bold** _it_ ~~s~~ | a | b |",
    "[ref]: https://evil.example/24",
    "$$\\href{javascript:alert(25)}{x}$$ and $\\unicode{x3c}script$ \\(\\text{26}\\)",
    "{{ 7*7 }} {% raw %}",
)
TERMINAL = (
    "\x1b[31mred 30%\x1b[0m",
    "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "\x9b2J",
    "5%\u202e%001\u202c",
    "\r40%",
)
CELLS = ('=HYPERLINK("https://evil.example","50%")', "+1+1", "-2+3", "@SUM(1)", "\t=1+1", " =1+1", "＝1+1", "\n=1+1")


def text() -> str:
    """A plain text with all of it, around numbers that are found and judged."""
    harm = "\n".join((*SCRIPTS, *MARKDOWN, *TERMINAL, *CELLS))
    inside = "\n".join(
        f"Of 200 patients, 60 (25%) {piece} had pain after 6 months {piece}." for piece in (*SCRIPTS, *MARKDOWN)
    )
    return f"{harm}\n\n{inside}\n\nOf 500 people 112 (30%) came back; of 500 people 112 (22.4%) came back.\n"


def page() -> str:
    """The same as an HTML page whose text is the hostile text, escaped."""
    from html import escape

    body = "".join(f"<p>{escape(line)}</p>" for line in text().split("\n"))
    return f"<!doctype html><meta charset=utf-8><title>x</title><article>{body}{''.join(SCRIPTS)}</article>"

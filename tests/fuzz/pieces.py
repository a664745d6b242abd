"""Hostile structured text: what articles are made of, in orders that no author would choose.

Random bytes rarely get past the first pattern; figures, hedges, brackets, bullets, markers, tables, reference lists and
markup, put together at random, do. `document` makes one input from a random generator; the hypothesis harness picks
from the same pieces, so that it can shrink what fails.
"""

from __future__ import annotations

import random

NUMBERS = (
    *(
        "5.4%",
        "102,047",
        "1 in 12",
        "20–40%",
        "-40%",
        "0",
        "0%",
        "100%",
        "1,000,000,000,000",
        "007",
        "1e5",
        ".5",
        "5.",
        "½",
        "٣٤٪",
    ),
    *(
        "𝟙𝟚%",
        "²",
        "10⁶",
        "3½",
        "n = 12",
        "n=0",
        "p < 0.05",
        "p = 1.2",
        "1/2",
        "0/0",
        "5 of 0",
        "12 of 10",
        "50 of 100 (49%)",
    ),
    *(
        "95% CI 1.2 to 3.4",
        "(95% CI, -0.2–0.3)",
        "OR 1.4",
        "HR = 0",
        "3.2 ± 0.5",
        "mean 4.5 (SD 1.1)",
        "$5,000",
        "€ 3",
        "1990s",
    ),
    *(
        "999999999999999999999999999999",
        "0.000000000000000000001",
        "1.234.567,89",
        "1'000",
        "1 000",
        "12-13-14",
        "3–",
        "%",
        "‰",
    ),
    *(
        "one",
        "twenty-one",
        "a hundred and one",
        "half",
        "two thirds",
        "a third",
        "doubled",
        "tripled",
        "twice",
        "no one",
        "dozens",
    ),
    *(
        "6 months",
        "two years",
        "5-year",
        "aged 50 to 60",
        "10 mg",
        "May 2019",
        "2019;44(3):1-9",
        "24/7",
        "L4-L5",
        "T2",
        "COVID-19",
    ),
)
HEDGES = (
    "about",
    "nearly",
    "up to",
    "at least",
    "more than",
    "between",
    "from",
    "over",
    "only",
    "<",
    "≥",
    "~",
    "±",
    "as many as",
)
WORDS = (
    *(
        "patients",
        "of patients",
        "people",
        "had pain",
        "of them",
        "of whom",
        "the remaining",
        "the rest",
        "all",
        "and",
        "or",
        "to",
    ),
    *(
        "rose from",
        "fell by",
        "increase",
        "percentage points",
        "respectively",
        "in the first group",
        "after surgery",
        "by",
    ),
    *(
        "The study of",
        "were assessed",
        "everyone",
        "reoperation",
        "failed",
        "compared with",
        "versus",
        "total",
        "altogether",
        "each",
    ),
    *(
        "References",
        "Smith A, Jones B. A study. Spine. 2019;44(3):123-130.",
        "doi:10.1000/xyz",
        "et al.",
        "Table 1",
        "Fig. 2",
    ),
)
MARKS = (
    "(1)",
    "[1,2]",
    "[3-5]",
    "(12–14)",
    "¹²",
    "[",
    "]",
    "(",
    ")",
    "((((",
    "]]]]",
    "{",
    "}",
    "“",
    "”",
    "*",
    "†",
    "[999999]",
    ".12",
    "%34",
)
LAYOUT = (
    "\n",
    "\n\n",
    "\n• ",
    "\n1. ",
    "\n2) ",
    "\n- ",
    "\t",
    " | ",
    "\r\n",
    "\u2028",
    ". ",
    ", ",
    "; ",
    ": ",
    "…",
    "...",
    " ",
    "",
    "—",
    "\n## ",
)
UNICODE = (
    *(
        "\u00a0",
        "\u2009",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\u202e",
        "\u2066",
        "e\u0301",
        "😀",
        "👩‍⚕️",
        "عدد ١٢٪",
        "五十%",
        "\U0001d7d9",
        "İ",
    ),
    *("ﬁ", "ß", "\x1b[31m", "\x07", "\x85", "\x0b", "\x0c", "\ufffd", "\U0010ffff", "ǅ", "\u0345", "Ⅻ", "①"),
)
MARKUP = (
    *(
        "<p>",
        "</p>",
        "<br>",
        "<sup>12</sup>",
        "<sup>",
        "</sup>",
        "<sub>2</sub>",
        "<li>",
        "<ul>",
        "<ol start=9>",
        "</ol>",
        "<td>",
    ),
    *(
        "<table><tr><td>",
        "</table>",
        "<h1>",
        "</h2>",
        "<div>",
        "</div>",
        "<article>",
        "<nav>",
        "<footer>",
        "<!--",
        "-->",
        "<script>",
    ),
    *(
        "</script>",
        "<style>",
        "&nbsp;",
        "&#37;",
        "&#x1D7D9;",
        "&lt;",
        "&bogus;",
        "<a href='javascript:1'>",
        "<b",
        "<svg><p>",
        "<pre>",
    ),
    *(
        "<![CDATA[",
        "<?php",
        "<template>",
        "<select><option>",
        "<del>",
        "<math>",
        "<plaintext>",
        "<frameset>",
        "<meta charset=utf-8>",
    ),
)
GROUPS = (NUMBERS, NUMBERS, NUMBERS, HEDGES, WORDS, WORDS, MARKS, LAYOUT, LAYOUT, UNICODE, MARKUP)
SUFFIXES = (".txt", ".txt", ".md", ".html", "")


def document(chance: random.Random) -> tuple[bytes, str]:
    """One input: its bytes and its name."""
    groups = [group for group in GROUPS if group is not MARKUP or chance.random() < 0.5]
    gap = chance.choice((" ", " ", " ", ""))
    text = gap.join(chance.choice(chance.choice(groups)) for _ in range(chance.randrange(1, 60)))
    if chance.random() < 0.005:  # a crowd: a few pieces, over and over
        crowd = [chance.choice(chance.choice(groups)) for _ in range(chance.randrange(1, 6))]
        gap = chance.choice((" ", "", ", ", " and ", ". ", "\n"))
        text = gap.join(chance.choice(crowd) for _ in range(chance.randrange(60, 300)))
    if chance.random() < 0.02:
        text = text * chance.randrange(2, 20)
    data = text.encode()
    if chance.random() < 0.03:  # torn, or with a byte changed
        place = chance.randrange(len(data) + 1)
        data = data[:place] + (b"" if chance.random() < 0.5 else bytes([chance.randrange(256)]) + data[place + 1 :])
    return data, f"page{chance.choice(SUFFIXES)}"

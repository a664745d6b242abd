"""Plain sentences, each with a figure right and wrong, alone and between the everyday sentences of articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from slipped import blamed

FOLDER = Path(__file__).parent / "examples" / "plain"
CHECKS = {
    "share": {"share", "grim"},
    "change": {"change", "ratio"},
    "one_in": {"one_in", "share"},
    "grim": {"grim"},
    "monotone": {"order"},
    "difference": {"difference"},
    "interval": {"membership"},
}
EVERYDAY = (
    "Selection bias cannot be excluded.",
    "No deaths occurred.",
    "The difference was not significant (P = 0.27).",
    "Results are summarised in Table 2.",
    "The study was approved by the local ethics committee (no. 18/0731).",
    "Data collection ended in December 2018.",
    "Further details are shown in Fig. 3.",
    "Written informed consent was obtained.",
    "Pain declined in earlier trials as well.",
    "Two authors extracted the data.",
    "Similar figures were published in 2011.",
    "The trial was partially funded by a foundation.",
)
EVERY = 4  # of the plain sentences, one in so many is read with all of the everyday ones
_FIGURE = re.compile(r"\{([^|}]*)\|([^}]*)\}")
SENTENCES = [(family, line) for family in CHECKS for line in (FOLDER / f"{family}.txt").read_text("utf-8").splitlines()]


def told(line: str, which: int) -> str:
    """A sentence with the right figures (0) or the wrong ones (1)."""
    return _FIGURE.sub(lambda match: match[which + 1], line)


@pytest.mark.parametrize(("family", "line"), SENTENCES)
def test_a_wrong_figure_is_blamed_and_the_right_one_is_not(family, line):
    assert blamed(told(line, 0)) == []
    assert CHECKS[family] & set(blamed(told(line, 1)))


@pytest.mark.parametrize("everyday", EVERYDAY)
def test_everyday_sentences_around_it_change_nothing(everyday):
    at = EVERYDAY.index(everyday)
    for family, line in SENTENCES[at % EVERY :: EVERY]:
        for text in (f"{everyday} {{}}", f"{{}} {everyday}"):
            assert blamed(text.format(told(line, 0))) == [], (everyday, line)
            assert CHECKS[family] & set(blamed(text.format(told(line, 1)))), (everyday, line)

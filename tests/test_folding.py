"""A folded pattern finds what `re.IGNORECASE` finds, in any text."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fbss_analysis.bounds
import fbss_analysis.interpretation
from fbss_analysis.printed.folding import Folded, folded

PATTERNS = [
    (f"{info.name}.{name}", value)
    for package in (fbss_analysis.bounds, fbss_analysis.interpretation)
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    for name, value in vars(importlib.import_module(info.name)).items()
    if isinstance(value, Folded)
]
WORDS = (
    *(
        "fell",
        "FELL by",
        "Rose FROM",
        "reduction of",
        "In All",
        "patients who had",
        "The rest",
        "PAIN",
        "surGery",
        "mean age",
    ),
    *("12%", "5", ".", ", ", ": ", "(", ")", "\n", "İ", "ı", "ſ", "K", "ß", "ﬁ", "µ", "Σ", "ǅ", "–", " "),
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=12).map(" ".join)


def test_there_are_folded_patterns() -> None:
    assert len(PATTERNS) > 30


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=TEXTS, start=st.integers(0, 20), length=st.integers(0, 60))
def test_every_folded_pattern_finds_what_it_does_without_regard_to_case(text: str, start: int, length: int) -> None:
    for name, pattern in PATTERNS:
        exact = re.compile(pattern.pattern, pattern.flags)
        assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in exact.finditer(text)], name
        found, wanted = (p.search(text, start, start + length) for p in (pattern, exact))
        assert (found and (found.span(), found[0])) == (wanted and (wanted.span(), wanted[0])), name
        assert pattern.sub("-", text) == exact.sub("-", text), name


@pytest.mark.parametrize("text", ["İt FELL", "ıt fell", "ſell", "SEL\u212a", "fell"])
def test_letters_that_stand_for_others_are_found(text: str) -> None:
    pattern = r"[f-s]ell|it|selk"
    assert [m[0] for m in folded(pattern).finditer(text)] == [m[0] for m in re.finditer(pattern, text, re.IGNORECASE)]


def test_names_of_groups_and_classes_of_characters_keep_their_letters() -> None:
    pattern = folded(r"(?P<Kind>BMI|[A-C]\W)\S\D")
    found = pattern.search("x bmi-s")
    assert found is not None
    assert found["Kind"] == "bmi"
    assert [m["Kind"] for m in pattern.finditer("c-ab")] == ["c-"]


@pytest.mark.parametrize("pattern", [r"(?-i:OR)\b", "µg"])
def test_a_pattern_that_tells_capitals_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"re\.compile"):
        folded(pattern)

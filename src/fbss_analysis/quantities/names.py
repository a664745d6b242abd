"""What looks like a number and is none: names, citation markers, list numbers, telephone numbers, addresses, clocks.

Each question is asked at one place and looks a bounded stretch ahead or behind. The answer is the offset at which
reading goes on, or 0 where the digits may be a quantity.

>>> text = "At L4-5, SF-36 and pain(1) in 45 patients"
>>> [end_of_name(text, at, at + 1) for at in (4, 12, 24)], end_of_name(text, 30, 32)
([7, 14, 25], 0)
"""

from __future__ import annotations

import re

from fbss_analysis.quantities.counting import next_word
from fbss_analysis.quantities.lexicon import (
    CODES,
    DASHES,
    NAMING,
    PEOPLE,
    PREFIXES,
    SCALES,
    TIME_WORDS,
    UNIT_OF_WORD,
    word_set,
)
from fbss_analysis.quantities.name_patterns import (
    AGE_GROUP,
    BYLINE,
    CHROME,
    GLUED_MARKERS,
    GROUPED,
    IDENTIFIER_TAIL,
    LIST_NUMBER,
    MARKER_LIST,
    NAME_BEHIND,
    NAME_TAIL,
    PHONE,
)
from fbss_analysis.quantities.numeral import Numeral
from fbss_analysis.quantities.places import BLANK, end_of_place, end_of_token

_BLANK_OR_BREAK = BLANK + "\n"
_BULLETS = BLANK + "#•*·○▪►●◦‣–-–>|"
_BULLETS_OR_BREAK = _BULLETS + "\n"
# Things that are told apart by small numbers; a large one behind them counts.
_RANKED = word_set(
    "grade grades type types phase phases stage stages level levels class classes group groups arm arms region"
)
_NO_NAME_BEFORE = re.compile(r"\b(?:an?|final|last|every|each)\s+[a-z]+\s+$")
_HIGHEST_RANK = 39
_MARKERS_GO_ON = (",", "–", "-")
_CLAUSE_ENDS = (",", ".", ";", ")", "")
_OPENS_BOLD = ("", " ", "\n", "|", "(")
_REFUSING = "#_@^&\\*%)]?"


def end_of_name(text: str, start: int, run_end: int) -> int:
    """Where the name, marker or address ends that the digit run `start:run_end` belongs to; 0 where it is none."""
    before = text[start - 1] if start else "\n"
    if before in BLANK and start > 1 and text[start - 2] not in _BULLETS_OR_BREAK:
        return end_of_place(text, start, run_end)
    if before in BLANK or before == "\n":
        return _after_space(text, start, run_end)
    if before.isalpha():
        return _glued_to_letter(text, start, run_end)
    if before in "([":
        return _bracketed(text, start, run_end)
    if before in DASHES:
        return _after_dash(text, start, run_end)
    if before in ".,;:'’”\"":
        return _after_punctuation(text, start, run_end, before)
    if before == "/":
        return _after_slash(text, start)
    if before == "*" and text[max(0, start - 4) : start].rstrip("*")[-1:] in _OPENS_BOLD:
        return end_of_place(text, start, run_end)
    return _end_of_markers(text, start, run_end) if before in _REFUSING else end_of_place(text, start, run_end)


def _end_of_markers(text: str, start: int, run_end: int) -> int:
    """Where markers glued to what they cite end ("18%4-17", "surgery5,18"); the first one's end where it is alone."""
    markers = GLUED_MARKERS.match(text, start)
    return markers.end() if markers and text[markers.end() : markers.end() + 1] != "%" else run_end


def _after_slash(text: str, start: int) -> int:
    """A part of an address ("/2018/03"), but for a share of a mixture ("dextrose/0.2%")."""
    named = start < 2 or text[start - 2].isalpha() or text[start - 2] in ":/."
    return end_of_token(text, start) if named and "%" not in text[start : start + 6] else 0


def _glued_to_letter(text: str, start: int, run_end: int) -> int:
    if text[max(0, start - 3) : start] in ("USD", "EUR", "GBP") or text[max(0, start - 2) : start] in ("n=", "CI"):
        return 0
    if text[run_end : run_end + 1] in _MARKERS_GO_ON and text[max(0, start - 3) : start].islower():
        return _end_of_markers(text, start, run_end)
    tail = IDENTIFIER_TAIL.match(text, run_end)
    return tail.end() if tail else run_end


def _after_dash(text: str, start: int, run_end: int) -> int:
    at = start - 2
    if at < 0 or not text[at].isalpha():
        named = at > 0 and text[at] == ")" and text[at - 1].isupper()
        return run_end if named else end_of_place(text, start, run_end)
    left = text[max(0, at - 15) : at + 1]
    if text.startswith("%", run_end):
        return 0
    word = left[len(left.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) :]
    if word.lower() in PREFIXES or word.lower() in TIME_WORDS:
        return 0
    tail = IDENTIFIER_TAIL.match(text, run_end)
    return tail.end() if tail else run_end


def _after_punctuation(text: str, start: int, run_end: int, before: str) -> int:
    further = text[start - 2] if start > 1 else " "
    follows = text[run_end : run_end + 1]
    if before in "'’”\"":
        closes = before == "”" or further.isalpha() or further in ".,;!?"
        return run_end if closes and follows != "%" else 0
    if further.isdigit():
        return run_end if before == ":" else 0
    if before == ":" or further in BLANK + "(=<>[±~≈≤≥-–−\n":
        return 0
    if further.isalpha() or further in ")]”’\"'%":
        return _end_of_markers(text, start, 0)
    return 0


def _bracketed(text: str, start: int, run_end: int) -> int:
    phone = PHONE.match(text, start - 1) if run_end - start == 3 else None
    if phone:
        return phone.end()
    markers = MARKER_LIST.match(text, start)
    if markers is None:
        if text[max(0, start - 8) : start - 1].rstrip(". ").endswith("et al"):
            return run_end
        return end_of_place(text, start, run_end)
    inside = markers[0]
    if text[start - 1] == "(" and GROUPED.fullmatch(inside):
        return 0
    outside = text[max(0, start - 16) : start - 1]
    if outside[-1:].isalpha() or outside[-1:] in (".", ","):
        return markers.end()
    word = outside.rstrip()
    is_range = any(dash in inside for dash in DASHES)
    if word[-1:].isdigit() or word[-1:] == "%":
        return 0 if (is_range and "," not in inside) or text[start - 1] == "(" else markers.end()
    if inside.isdigit() and int(inside) >= 250:
        return 0
    last = word.rpartition(" ")[2].lower()
    if is_range and (inside[0] == "0" or last in SCALES or (last in UNIT_OF_WORD and text[start - 1] == "(")):
        return 0
    return markers.end()


def _after_space(text: str, start: int, run_end: int) -> int:
    at = start - 1
    while at >= 0 and text[at] in _BULLETS:
        at -= 1
    if at < 0 or text[at] == "\n":
        end = _scattered_markers(text, start, at) or _list_number(text, start)
        if end:
            return end
    return end_of_place(text, start, run_end)


def _scattered_markers(text: str, start: int, line: int) -> int:
    """ "[\n1,\n2]": markers that scraping put on lines of their own."""
    markers = MARKER_LIST.match(text, start) if text[max(0, line - 3) : line].rstrip().endswith("[") else None
    return markers.end() if markers else 0


def _list_number(text: str, start: int) -> int:
    number = LIST_NUMBER.match(text, start)
    if number:
        return number.end()
    end = start
    while text[end : end + 1].isdigit():
        end += 1
    alone = text[end : end + 1] in ("\n", "") and end - start < 4
    return end if alone else 0


def may_name(word: str) -> bool:
    """Whether the word before a number can make it a name; `names_a_thing` says whether it does."""
    lower = word.lower()
    return lower in CODES or lower in NAMING or word[:1].isupper()


def names_a_thing(text: str, numeral: Numeral) -> bool:
    """Whether the word before a number without unit makes it a name: "grade 3", "L 4", "HUNT 2"."""
    word = numeral.before
    lower, value = word.lower(), numeral.value or 0.0
    if lower in CODES:
        return True
    if numeral.decimal:
        return False
    if lower in NAMING:
        if (lower in _RANKED and value > _HIGHEST_RANK) or _counts_behind(text, numeral):
            return False
        return not (lower.startswith("group") and AGE_GROUP.search(text[max(0, numeral.start - 16) : numeral.start]))
    if numeral.spelled:
        return False
    if len(word) == 1:
        return word in "LCTS" and value < 13
    if not word[0].isupper() or value > 20:
        return False
    if (
        value < 10
        and text[numeral.end : numeral.end + 1] in _CLAUSE_ENDS
        and NAME_BEHIND.search(text[max(0, numeral.start - 40) : numeral.start])
    ):
        return True
    if text[numeral.end : numeral.end + 1] == "," and BYLINE.match(text, numeral.end):
        return True
    return len(word) > 2 and word.isupper() and word.isalpha() and lower not in SCALES


def _counts_behind(text: str, numeral: Numeral) -> bool:
    """Whether a number behind a naming word counts all the same: "at the visit 39 patients", "as a rule 11 with"."""
    word = numeral.before
    if not word.islower() or numeral.kind:
        return False
    return (
        next_word(text, numeral.end) in PEOPLE
        or _NO_NAME_BEFORE.search(text[max(0, numeral.start - 32) : numeral.start]) is not None
    )


def end_of_names(text: str, start: int) -> int:
    """Where a list of names goes on to after its first number: "L 4/5", "grades 1 and 2", "codes 722.83, 81.08"."""
    match = NAME_TAIL.match(text, start)
    return match.end() if match else start


def in_page_chrome(text: str, start: int) -> bool:
    """Whether the line up to `start` says that it is page furniture: a copyright line, a date of posting."""
    line = max(text.rfind("\n", max(0, start - 80), start) + 1, start - 80, 0)
    return CHROME.search(text, line, start + 12) is not None

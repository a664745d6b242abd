"""What looks like a number and is none: names, citation markers, list numbers, telephone numbers, addresses, clocks.

Each question is asked at one place and looks a bounded stretch ahead or behind. The answer is the offset at which
reading goes on, or 0 where the digits may be a quantity.

>>> text = "At L4-5, SF-36 and pain(1) in 45 patients"
>>> [end_of_name(text, at, at + 1) for at in (4, 12, 24)], end_of_name(text, 30, 32)
([7, 14, 25], 0)
"""

from __future__ import annotations

from fbss_analysis.lexicon import DASHES, NAMING, PREFIXES, SCALES
from fbss_analysis.patterns import (
    BIBLIOGRAPHIC,
    CHROME_LINE,
    CLOCK,
    GLUED_MARKERS,
    IDENTIFIER_TAIL,
    LEVEL_TAIL,
    LIST_NUMBER,
    MARKER_LIST,
    PHONE,
    RATIO_COLON,
    STREET,
)

LONGEST_NUMBER = 7
_BLANK = " \t\u00a0\u2009\u202f\u2003\u2002\u200b"
_BULLETS = _BLANK + "•*·○▪►●◦‣–-–>|"
_REFUSING = "#_@^&\\*%)]?"


def end_of_name(text: str, start: int, run_end: int) -> int:
    """Where the name, marker or address ends that the digit run `start:run_end` belongs to; 0 where it is none."""
    before = text[start - 1] if start else "\n"
    if before in _BLANK or before == "\n":
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
        return 0 if start > 1 and text[start - 2].isdigit() else end_of_token(text, start)
    return run_end if before in _REFUSING else _plain(text, start, run_end)


def end_of_token(text: str, start: int) -> int:
    """The end of the run of characters other than white space that begins at `start`."""
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    return end


def _glued_to_letter(text: str, start: int, run_end: int) -> int:
    if text[max(0, start - 3) : start] in ("USD", "EUR", "GBP") or text[max(0, start - 2) : start] == "n=":
        return 0
    tail = IDENTIFIER_TAIL.match(text, run_end)
    return tail.end() if tail else run_end


def _after_dash(text: str, start: int, run_end: int) -> int:
    at = start - 2
    if at < 0 or not text[at].isalpha():
        return _plain(text, start, run_end)
    left = text[max(0, at - 15) : at + 1]
    word = left[len(left.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) :]
    if word.lower() in PREFIXES:
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
    if before == ":" or further in _BLANK + "(=<>[±~≈≤≥-–−\n":
        return 0
    if further.isalpha() or further in ")]”’\"'%":
        markers = GLUED_MARKERS.match(text, start)
        return markers.end() if markers and text[markers.end() : markers.end() + 1] != "%" else 0
    return 0


def _bracketed(text: str, start: int, run_end: int) -> int:
    markers = MARKER_LIST.match(text, start)
    if markers is None:
        if text[max(0, start - 8) : start - 1].rstrip(". ").endswith("et al"):
            return run_end
        return _plain(text, start, run_end)
    inside = markers[0]
    outside = text[max(0, start - 16) : start - 1]
    if outside[-1:].isalpha() or outside[-1:] in (".", ","):
        return markers.end()
    word = outside.rstrip()
    is_range = any(dash in inside for dash in DASHES)
    if word[-1:].isdigit() or word[-1:] == "%":
        return 0 if (is_range and "," not in inside) or text[start - 1] == "(" else markers.end()
    if inside.isdigit() and int(inside) >= 250:
        return 0
    if is_range and (inside[0] == "0" or word.rpartition(" ")[2].lower() in SCALES):
        return 0
    return markers.end()


def _after_space(text: str, start: int, run_end: int) -> int:
    at = start - 1
    while at >= 0 and text[at] in _BULLETS:
        at -= 1
    if at < 0 or text[at] == "\n":
        end = _list_number(text, start)
        if end:
            return end
    return _plain(text, start, run_end)


def _list_number(text: str, start: int) -> int:
    number = LIST_NUMBER.match(text, start)
    if number:
        return number.end()
    end = start
    while text[end : end + 1].isdigit():
        end += 1
    alone = text[end : end + 1] in ("\n", "") and end - start < 4
    return end if alone else 0


def _plain(text: str, start: int, run_end: int) -> int:
    """Telephone numbers, clocks, streets, identifiers, bibliographic places: told by what stands around the digits."""
    run = run_end - start
    follows = text[run_end : run_end + 1]
    if run == 3 or follows == "-" or text[start - 1 : start] in "(+":
        phone = PHONE.match(text, start - (text[start - 1 : start] == "("))
        if phone:
            return phone.end()
    if run >= LONGEST_NUMBER or (run > 1 and text[start] == "0"):
        return run_end
    if follows == ":":
        clock = CLOCK.match(text, start) or RATIO_COLON.match(text, start)
        return clock.end() if clock else 0
    if follows in _BLANK + "apAP" and (clock := CLOCK.match(text, start)):
        return clock.end()
    if follows == " " and text[run_end + 1 : run_end + 2].isupper() and (street := STREET.match(text, start)):
        return street.end()
    return _identifier(text, start, run_end, follows)


def _identifier(text: str, start: int, run_end: int, follows: str) -> int:
    if follows == ")" and "(" not in text[max(0, start - 40) : start] and run_end - start < 3:
        return run_end + 1
    if run_end - start == 4 and follows in "; " and (place := BIBLIOGRAPHIC.match(text, start)):
        return place.end()
    if run_end - start == 5 and text[start - 4 : start - 3] in " ," and text[start - 3 : start - 1].isupper():
        return run_end
    if follows == "." and text[max(0, start - 5) : start].lstrip().lower().startswith("doi"):
        return end_of_token(text, start)
    return 0


def names_a_thing(text: str, start: int, value: float) -> bool:
    """Whether the word before a number without unit makes it a name: "grade 3", "L 4", "HUNT 2", "Suite 200"."""
    left = text[max(0, start - 24) : start].replace("-\n", "")
    words = left.split()
    if not words or left[-1:] not in _BLANK + "\n":
        return False
    word = words[-1].strip("(“\"'[")
    lower = word.lower()
    if lower in NAMING:
        return not (lower in ("group", "groups") and words[-2:-1] and words[-2].strip("(").lower() in ("age", "aged"))
    if len(word) == 1 and word in "LCTS":
        return value < 13
    return len(word) > 2 and word.isupper() and word.isalpha() and lower not in SCALES and value < 21


def end_of_level(text: str, start: int) -> int:
    """Where a list of names goes on to after its first number: "L 4/5", "grades 1 and 2"."""
    match = LEVEL_TAIL.match(text, start)
    return match.end() if match else start


def in_page_chrome(text: str, start: int) -> bool:
    """Whether the line up to `start` says that it is page furniture: a copyright line, a date of posting."""
    line = max(text.rfind("\n", max(0, start - 80), start) + 1, start - 80)
    return CHROME_LINE.match(text[line : start + 12]) is not None

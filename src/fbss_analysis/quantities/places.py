"""Digits that are part of a place: telephone numbers, clocks, streets, identifiers, volumes and pages.

Each is told by the character that follows the digits, and looked at a bounded stretch ahead and behind.

>>> text = "Call 555-238-1190 at 9:30, J Spine 2014;39(2):112-20"
>>> [text[at : end_of_place(text, at, end)] for at, end in ((5, 8), (21, 22), (35, 39))]
['555-238-1190', '9:30', '2014;39(2):112-20']
"""

from __future__ import annotations

from types import MappingProxyType

from fbss_analysis.patterns import CALENDAR_DATE
from fbss_analysis.quantities.lexicon import IDIOMS
from fbss_analysis.quantities.name_patterns import BIBLIOGRAPHIC, CLOCK, PHONE, RATIO_COLON, STREET, VOLUME

LONGEST_NUMBER = 7
BLANK = " \t\u00a0\u2009\u202f\u2003\u2002\u200b"
_PHONE_LINKS = BLANK + "-.)‐‑–"
_CLOCK_LETTERS = tuple("apAPo")


def end_of_token(text: str, start: int) -> int:
    """The end of the run of characters other than white space that begins at `start`."""
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    return end


def end_of_place(text: str, start: int, run_end: int) -> int:
    """Telephone numbers, clocks, streets, identifiers, bibliographic places: told by what stands around the digits."""
    run = run_end - start
    follows = text[run_end : run_end + 1]
    if (run == 3 and follows in _PHONE_LINKS) or (run < 4 and follows == "-"):
        phone = PHONE.match(text, start - (start > 0 and text[start - 1] == "("))
        if phone:
            return phone.end()
    if run >= LONGEST_NUMBER or (run > 1 and text[start] == "0"):
        return 0 if run == 2 and CALENDAR_DATE.match(text, start) else run_end
    question = _BY_FOLLOWING.get(follows)
    return question(text, start, run_end) if question else 0


def _before_space(text: str, start: int, run_end: int) -> int:
    then = text[run_end + 1 : run_end + 2]
    if then in _CLOCK_LETTERS and (clock := CLOCK.match(text, start)):
        return clock.end()
    if then.isupper() and (street := STREET.match(text, start)):
        return street.end()
    if run_end - start == 4 and (place := BIBLIOGRAPHIC.match(text, start)):
        return place.end()
    return _zip(text, start, run_end)


def _zip(text: str, start: int, run_end: int) -> int:
    state = run_end - start == 5 and start > 3 and text[start - 4] in " ," and text[start - 3 : start - 1].isupper()
    return run_end if state else 0


def _before_colon(text: str, start: int, _: int) -> int:
    clock = CLOCK.match(text, start) or RATIO_COLON.match(text, start)
    return clock.end() if clock else 0


def _before_semicolon(text: str, start: int, run_end: int) -> int:
    place = BIBLIOGRAPHIC.match(text, start) if run_end - start == 4 else None
    return place.end() if place else 0


def _before_letter(text: str, start: int, _: int) -> int:
    clock = CLOCK.match(text, start)
    return clock.end() if clock else 0


def _before_opening(text: str, start: int, _: int) -> int:
    volume = VOLUME.match(text, start)
    return volume.end() if volume else 0


def _before_closing(text: str, start: int, run_end: int) -> int:
    """ "1) pain; 2) weakness": a bracket that nothing opened closes a list number."""
    opened = "(" in text[max(0, start - 40) : start]
    return 0 if opened or run_end - start > 2 else run_end + 1


def _before_link(text: str, start: int, _: int) -> int:
    return end_of_token(text, start) if text.startswith(IDIOMS, start) else 0


def _before_point(text: str, start: int, run_end: int) -> int:
    named = start > 3 and text[max(0, start - 5) : start].lstrip().lower().startswith("doi")
    return end_of_token(text, start) if named else _zip(text, start, run_end)


def _before_equals(text: str, start: int, run_end: int) -> int:
    """ "Post 2=71.8%": what is set equal to a number is a name."""
    set_equal = text[run_end + 1 : run_end + 3].lstrip(" -−–<>.")[:1].isdigit()
    return run_end if set_equal and text[max(0, start - 2) : start - 1].isalpha() else 0


def _before_k(text: str, start: int, run_end: int) -> int:
    """ "4K" and "8K" are resolutions of pictures."""
    return run_end + 1 if run_end - start == 1 and text[start] in "48" else 0


_BY_FOLLOWING = MappingProxyType(
    {
        "=": _before_equals,
        "K": _before_k,
        **dict.fromkeys(BLANK, _before_space),
        **dict.fromkeys("apAP", _before_letter),
        **dict.fromkeys("/-", _before_link),
        ":": _before_colon,
        ";": _before_semicolon,
        "(": _before_opening,
        ")": _before_closing,
        ".": _before_point,
        ",": _zip,
        "\n": _zip,
        "": _zip,
    }
)

"""Whether two printed names mean the same journal, by abbreviation of words and never by a table of journals.

A journal's name is abbreviated word by word (ISO 4): each word is cut to its beginning ("Surg") or contracted
("Natl"), the order stays, and articles, prepositions and conjunctions fall away. A single word is never abbreviated
("Spine" is not "Spine J"). A name may also be told by its initials ("JBJS"), and a section of a journal that comes in
several volumes may be left out ("Am", "Br"), though two different sections are two journals.

Reference: ISO 4:1997, Information and documentation: rules for the abbreviation of title words.

>>> same_journal("J Bone Joint Surg Am", "Journal of Bone and Joint Surgery")
True
>>> same_journal("Spine", "Spine J")
False
"""

from __future__ import annotations

import re
import unicodedata

_STOP_WORDS = frozenset(
    re.findall(r"\S+", "a an and at by for from in of on or the to with de del der des di du et fur la le les und y &")
)
_SECTIONS = {"am": "american", "br": "british", "eur": "european", "amer": "american", "brit": "british"}
_SECTION_WORDS = frozenset(("american", "british", "european"))
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_WORD = re.compile(r"[^\W_]+")


def same_journal(one: str, other: str) -> bool:
    """Whether two names, each in full, abbreviated or as initials, can mean the same journal; empty names never do."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    return _aligned(a, b) or _aligned_without_section(a, b) or _is_initials_of(a, b) or _is_initials_of(b, a)


def _words(name: str) -> list[str]:
    """The words that count, lower case and without marks; places and years in brackets are dropped."""
    bare = unicodedata.normalize("NFKD", _BRACKETED.sub(" ", name).replace("’", "'"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
    return [word for word in _WORD.findall(bare) if word not in _STOP_WORDS]


def _aligned(a: list[str], b: list[str]) -> bool:
    if len(a) != len(b):
        return False
    if len(a) == 1:
        return a == b
    return all(_abbreviates(x, y) or _abbreviates(y, x) for x, y in zip(a, b, strict=True))


def _aligned_without_section(a: list[str], b: list[str]) -> bool:
    """One name ends in a section of the journal that the other leaves out."""
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    section = _SECTIONS.get(longer[-1], longer[-1])
    return len(shorter) > 1 and section in _SECTION_WORDS and _aligned(longer[:-1], shorter)


def _abbreviates(short: str, word: str) -> bool:
    """Cut to its beginning ("surg") or contracted, first and last letter kept ("natl")."""
    if word.startswith(short):
        return True
    contracted = len(short) > 2 and short[0] == word[0] and short[-1] == word[-1]
    return contracted and _in_order(short, word)


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _is_initials_of(short: list[str], words: list[str]) -> bool:
    """Whether the one word of `short` (three letters or more) is made of the first letters of `words`."""
    return len(short) == 1 and len(short[0]) > 2 and short[0] == "".join(word[0] for word in words)

"""Originals: which source a file is, where a stranger begins to differ, and whether the claims stand where they say.

The articles are other people's text and are not shipped; whoever has them adds them, and the hash alone decides which
source a file is. A file with another hash is refused with the source that it resembles most and the first difference:
each source's record keeps four hexadecimal digits of the hash of every line, enough to find the line, too little to
tell its words.

Reference: Broder AZ. On the resemblance and containment of documents. Compression and Complexity of Sequences 1997.

>>> fingerprint("one line\\nanother")
('6ddd', 'ae44')
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from fbss_analysis.curated.dossier import original_path, recount
from fbss_analysis.ladder import Step
from fbss_analysis.reading import decode, read_bytes
from fbss_analysis.schema import Claim, Document, InputError, Rung, Source, Span, Verdict

NAME = "original.txt"
SHOWN = 30  # characters of context on either side of a difference
# Two articles on one subject share about a third of the words of a digest; below that there is no resemblance to name.
FAR = 0.4
_WORD = re.compile(r"[^\W_]+")


def fingerprint(text: str) -> tuple[str, ...]:
    """The first four hexadecimal digits of the SHA-256 of each line."""
    return tuple(hashlib.sha256(line.encode()).hexdigest()[:4] for line in text.split("\n"))


def add_original(path: Path, shown: str, sources: Mapping[str, Source], folder: Path) -> str:
    """Copy a file to the source whose hash it has, below `folder`; an InputError says why it is refused."""
    data = read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    for source in sources.values():
        if source.sha256 == sha256:
            target = folder / source.source_id / NAME
            beside = target.with_suffix(".new")
            beside.write_bytes(data)
            beside.replace(target)
            return f"{shown} is the original of {source.source_id}"
    raise refusal(decode(data, shown), shown, sources)


def refusal(text: str, shown: str, sources: Mapping[str, Source]) -> InputError:
    """Why a text is no original of any source: the source it resembles most, and the first difference from it."""
    ranked = sorted(sources.values(), key=lambda source: (*_resemblance(text, source), source.source_id))
    what = "this file is not the original of any source"
    todo = "add the unchanged article, or describe this one in a folder of its own below data/raw/sources"
    if not ranked or max(_resemblance(text, ranked[-1])) < FAR:
        return InputError(f"{what} and resembles none", shown, todo)
    nearest = ranked[-1]
    line, offset, difference = first_difference(text, nearest)
    what = f"{what}; it resembles {nearest.source_id} most, and first differs at offset {offset}: {difference}"
    return InputError(what, f"{shown}:{line}", todo)


def first_difference(text: str, source: Source) -> tuple[int, int, str]:
    """Line (from 1), offset and description of the first difference between a text and a source's original."""
    if hashlib.sha256(text.replace("\r", "").encode()).hexdigest() == source.sha256:
        return 1, 0, "the words are the same, but not the line ends, the encoding or the byte order mark"
    if source.original is not None:
        return _against(text, source.original.text)
    theirs, lines = fingerprint(text), text.split("\n")
    index = _common(theirs, source.lines)
    start = sum(len(line) + 1 for line in lines[:index])
    if index >= len(lines):
        return index, len(text), f"the file ends here, the original goes on to its line {len(source.lines)}"
    ours = _figure_there(text, start, start + len(lines[index]), source)
    known = f"a line with the hash {source.lines[index]}…" if index < len(source.lines) else "no such line"
    there = ours or (start, f"the file has {lines[index][: 2 * SHOWN]!r}, the original {known}")
    return index + 1, *there


def locate(source: Source) -> dict[str, Step]:
    """The located rung of every claim of a source, by claim_id."""
    return {claim.claim_id: _located(source.original, claim.mention.text, _span(claim)) for claim in source.claims}


def complaints(source: Source, folder: Path) -> Iterator[InputError]:
    """What does not fit between a source's record and the original that lies in its folder."""
    path = original_path(folder)
    if source.original is not None:
        yield from _misplaced(source, source.original.text)
        yield from _miscounted(source, source.original.text)
    elif path is not None:
        where = f"{source.source_id}/{path.name}"
        yield InputError("the original has another hash than the record", where, "remove it, and add the right file")


def _misplaced(source: Source, text: str) -> Iterator[InputError]:
    for name, reported, (start, end), place in _placed(source):
        if text[start:end] != reported:
            what = f"{name} reads {reported!r}, but the original has {text[start:end]!r} at {start} to {end}"
            yield InputError(what, place, "correct reported, start and end from the original")


def _placed(source: Source) -> Iterator[tuple[str, str, Span, str]]:
    """Name, figure, span and place in the file of all that has a place in the original."""
    for claim in source.claims:
        yield claim.claim_id, claim.mention.text, _span(claim), claim.place
        for part in claim.qualifiers:
            yield f"{claim.claim_id}.{part.role}", part.text, (part.start, part.end), claim.place
    for item in source.exclusions:
        yield item.exclusion_id, item.text, (item.start, item.end), source.place


def _miscounted(source: Source, text: str) -> Iterator[InputError]:
    counted = recount(source, text)
    if counted.unresolved:
        listed = ", ".join(f"{text[start:end]!r} at {start}" for start, end in counted.unresolved[:5])
        yield InputError(f"numbers of the original are unresolved: {listed}", source.place, "claim or exclude them")
    if source.tokens != counted:
        yield InputError(f"[tokens] differs from a recount: {counted}", source.place, "copy the recount to [tokens]")
    if source.lines != fingerprint(text) or source.characters != len(text):
        yield InputError("lines or characters differ from the original", source.place, "compute them anew")


def _span(claim: Claim) -> Span:
    return claim.mention.start, claim.mention.end


def _located(original: Document | None, reported: str, span: Span) -> Step:
    start, end = span
    if original is None:
        message = "The original is not on this machine; its hash is known, and the digest retells it."
        return Step(Rung.LOCATED, Verdict.INDETERMINATE, message)
    found = original.text[start:end]
    if found == reported:
        return Step(Rung.LOCATED, Verdict.REPRODUCED, f"The original prints {reported} at {start} to {end}.")
    message = f"The original prints {found!r} at {start} to {end}, not {reported!r}."
    return Step(Rung.LOCATED, Verdict.INCONSISTENT, message)


def _resemblance(text: str, source: Source) -> tuple[float, float]:
    """The share of the source's lines that the text has, and of its digest's words."""
    lines = Counter(line for line in source.lines if line != fingerprint("")[0])
    shared = sum((Counter(fingerprint(text)) & lines).values()) / max(sum(lines.values()), 1)
    return shared, _share(_words(source.digest.text), _words(text))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _share(part: Collection[str], whole: Collection[str]) -> float:
    return sum(word in whole for word in part) / max(len(part), 1)


def _against(text: str, original: str) -> tuple[int, int, str]:
    offset = _common(text, original)
    near = slice(max(offset - SHOWN, 0), offset + SHOWN)
    return text.count("\n", 0, offset) + 1, offset, f"the file has {text[near]!r}, the original {original[near]!r}"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the beginning that two texts, or two lists of lines, share."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _figure_there(text: str, start: int, end: int, source: Source) -> tuple[int, str] | None:
    """The first curated figure between two offsets that the text has not, with its offset."""
    figures = [(*_span(claim), claim.mention.text, claim.claim_id) for claim in source.claims]
    for first, last, reported, name in sorted(figures):
        if start <= first < end and text[first:last] != reported:
            offset = first + _common(text[first:last], reported)
            return offset, f"the file has {text[first:last]!r} where {name} reads {reported!r}"
    return None

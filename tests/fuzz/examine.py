"""What must hold for any input whatever: read or refused with a reason, offsets that hold, formats that can be read."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import time

from fbss_analysis import formats
from fbss_analysis.errors import InputError
from fbss_analysis.extraction import extract
from fbss_analysis.pipeline import Audit, audit_document
from fbss_analysis.reading import read_as
from fbss_analysis.schema import Document, Finding, Mention, Verdict
from fbss_analysis.vocabulary import Reason

csv.field_size_limit(1 << 30)
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ACTIVE = re.compile(
    r"<(?:script|img|iframe|svg|a|link|form|input|object)\b|\son\w+=(?=[^<>]*>)(?![^<>]*\")", re.IGNORECASE
)


def examine(data: bytes, name: str, written: bool = True) -> float:
    """Return how long reading, extraction and audit took, in seconds of the processor.

    Raises an AssertionError, or whatever the library raises, where something does not hold. Writing and reading all
    formats takes as long as the audit and is not counted; `written=False` leaves it out.
    """
    began = time.process_time()
    document = _read(data, name)
    mentions = [] if isinstance(document, InputError) else extract(document)
    made = None if isinstance(document, InputError) else audit_document(document)
    taken = time.process_time() - began
    if isinstance(document, InputError) or made is None:
        _refused(document, name)
        return taken
    assert document.text.strip()
    document.text.encode()
    _mentions(document, mentions)
    assert [(m.start, m.end, m.text) for m in made.mentions] == [(m.start, m.end, m.text) for m in mentions]
    for finding in made.findings:
        assert finding.verdict in set(Verdict)
        assert finding.message
        assert all(0 <= start < end <= len(document.text) for start, end in finding.spans), "a span lies in the text"
    if written:
        _formats(made, mentions)
    return taken


def _refused(error: Document | InputError, name: str) -> None:
    assert isinstance(error, InputError)
    assert error.reason in set(Reason), "a document is refused for a reason"
    assert error.what
    assert error.where.startswith(name)
    assert error.todo


def _read(data: bytes, name: str) -> Document | InputError:
    try:
        return read_as(data, name)
    except InputError as error:
        return error


def _formats(made: Audit, mentions: list[Mention]) -> None:
    _written(mentions, Mention)
    _written(made.findings, Finding)
    shown = made.to_html()
    assert not _OBEYED.search(shown)
    assert not _ACTIVE.search(shown)


def _mentions(document: Document, mentions: list[Mention]) -> None:
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end, "mentions are in order and apart"
        assert document.text[mention.start : mention.end] == mention.text, "a mention is where it says"
        at = mention.end
        for value in (mention.value, mention.low, mention.high, mention.numerator, mention.denominator, mention.sd):
            assert value is None or math.isfinite(value), "a value is a number"
        if mention.low is not None and mention.high is not None:
            assert mention.low <= mention.high, "a range has its ends in order"


def _written(records: object, kind: type) -> None:
    rows = list(records)  # type: ignore[call-overload]
    assert len(json.loads(formats.write(rows, kind, "json"))) == len(rows)
    read = list(csv.reader(io.StringIO(formats.write(rows, kind, "csv"), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(cell[:1] in tuple("=+@\t\r") for row in read for cell in row), "no cell is a formula"
    assert not _OBEYED.search(formats.write(rows, kind, "table"))

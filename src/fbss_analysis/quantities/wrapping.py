"""Hard-wrapped text read as it was before the wrapping: a line end within a sentence is a space.

Abstracts in plain text break their lines wherever the column ends, also between a number and its unit or its noun. Only
a full line is taken to be wrapped: short lines (bullets, cells, headings) keep their end. One character takes the place
of one, so offsets stay.

>>> line = "In all of them the pain was measured with a visual analogue scale at 10, 45"
>>> unwrap(line + "\\nand 90 min.\\nAll got 5\\nand 6")[len(line):]
' and 90 min.\\nAll got 5\\nand 6'
"""

from __future__ import annotations

import re

FULL_LINE = 55
_WITHIN_SENTENCE = re.compile(r"(?<=[a-z0-9,;%=)\]–—-])\n(?=[a-z(\[±=<>]|[0-9]{1,6}[ ,%.–-][^\n])")


def unwrap(text: str) -> str:
    """The text with a space for every line end that only ends a full line; as long as `text`."""
    breaks = [at for match in _WITHIN_SENTENCE.finditer(text) if _ends_full_line(text, at := match.start())]
    if not breaks:
        return text
    pieces, done = [], 0
    for at in breaks:
        pieces.append(text[done:at])
        done = at + 1
    return " ".join([*pieces, text[done:]])


def _ends_full_line(text: str, at: int) -> bool:
    return at >= FULL_LINE and text.rfind("\n", at - FULL_LINE, at) < 0

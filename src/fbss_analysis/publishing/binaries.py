"""Files that are no text, on a way that carries text only: results of a step travel and are kept as JSON.

>>> packed(b"PK") == "UEs=", unpacked("all.zip", "UEs="), unpacked("a.txt", "UEs=")
(True, b'PK', 'UEs=')
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

BINARY = frozenset({".zip", ".parquet"})
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can tell: no clock goes into the report


def packed(data: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(data).decode("ascii")


def unpacked(name: str, text: str) -> str | bytes:
    """What a file of this name holds: bytes where its kind is no text."""
    return base64.b64decode(text) if PurePosixPath(name).suffix in BINARY else text


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Files in one archive, in the order of their names, with one fixed date: the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return whole.getvalue()

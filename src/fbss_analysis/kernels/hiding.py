"""Imports without what is costly and not needed.

Some packages import others just in case. jsonschema, which nbformat brings, compiles grammars of addresses and times
for three quarters of a second, for formats that no notebook schema has; papermill looks for file systems of pyarrow;
ipykernel looks for a debugger, which compiles itself anew at each start, for half a second. All of them do without.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

GRAMMARS = ("rfc3987_syntax", "rfc3986_validator", "isoduration")
FILE_SYSTEMS, DEBUGGER = "pyarrow", "debugpy"


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """For the length of the block these modules cannot be imported; those that are there already stay.

    >>> with hidden("this"):
    ...     import this
    Traceback (most recent call last):
    ModuleNotFoundError: import of this halted; None in sys.modules
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is what the import system looks for
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]

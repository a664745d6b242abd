"""Rows that take long to work out, kept between builds under the hash of all that they were worked out from.

In a build, FBSS_REMEMBERED names a folder that belongs to one library in one environment; without it everything is
worked out. A thing that may be left unread (`watched`) enters the hash only where it was read the last time: what is
kept says so, as a trace does. What was not asked for is forgotten; what is damaged is worked out again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from fbss_analysis.building.files import replace_file
from fbss_analysis.building.fingerprint import digest

VARIABLE = "FBSS_REMEMBERED"
Rows = list[dict[str, str]]


class Watched:
    """Something that knows whether it was looked at."""

    def __init__(self, held: object) -> None:
        self._held, self._read = held, False

    def __getattr__(self, name: str) -> Any:
        self._read = True
        return getattr(self._held, name)


class Remembered:
    """What is kept of one kind: rows by the hash of what they were made from."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known, self.used = known, dict[str, Any]()

    def rows(self, made_from: object, watched: object, make: Callable[[Any], Iterable[dict[str, str]]]) -> Rows:
        """The rows that `make` gives of a watched thing; `made_from` is all else that they depend on."""
        key = digest(repr(made_from))
        kept = self.known.get(key)
        if kept is None or kept["read"] not in ("", digest(repr(watched))):
            eye = Watched(watched)
            made = list(make(eye))
            kept = {"read": digest(repr(watched)) if eye._read else "", "rows": made}
        self.used[key] = kept
        found: Rows = kept["rows"]
        return found


@contextmanager
def remembering(kind: str) -> Iterator[Remembered]:
    """What is kept of one kind, and what was asked of it kept again."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        yield Remembered({})
        return
    path = Path(folder, f"{kind}.json")
    remembered = Remembered(_read(path))
    yield remembered
    if remembered.used != remembered.known:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(remembered.used)
        replace_file(path, f"{digest(text)}\n{text}", lasting=False)


def _read(path: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        seen, _, text = path.read_text(encoding="utf-8").partition("\n")
        if digest(text) == seen:
            found: dict[str, Any] = json.loads(text)
            return found
    return {}

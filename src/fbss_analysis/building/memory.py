"""What earlier builds have found out: for each step its traces, and the results that they lead to.

A trace says: with these components (notebook, parameters, library, environment) the step read these things with these
hashes, and gave these results. A step whose components are the same and whose observed reads are all unchanged is not
run again. The last traces of a step are kept, so that going back to an earlier state runs nothing either. Results are
stored under their own hash, which is checked when they are read: a damaged store costs a run, never a wrong page.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from fbss_analysis.building.files import replace_file
from fbss_analysis.building.fingerprint import digest, file_digest, state
from fbss_analysis.building.observation import Observation
from fbss_analysis.project import root

KEPT_TRACES = 8
TOLD_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """One run of a step: what it was made of, what it read, what it gave, how long it took, which modules it used."""

    components: Mapping[str, str]
    observed: tuple[Observation, ...]
    results: Mapping[str, str]
    seconds: float = 0.0
    needs: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Memory:
    """The store below the folder `.build`."""

    folder: Path

    def recall(
        self, step: str, components: Mapping[str, str], now: Callable[[Observation], str]
    ) -> tuple[dict[str, str] | None, str]:
        """The results of a step where nothing that it read has changed, and in words why it must run or need not."""
        traces = self.traces(step)
        for trace in traces:
            if not differences(trace, components, now) and (found := self._load(trace)) is not None:
                if trace is not traces[0]:
                    self._write(step, [trace, *(other for other in traces if other is not trace)])
                return found, "nothing that it reads has changed"
        if not traces:
            return None, "it has not been run before"
        return None, ", ".join(differences(traces[0], components, now)) or "its stored result is gone"

    def keep(self, step: str, trace: Trace, results: Mapping[str, str]) -> None:
        """Store the results of a step and how they came about."""
        stored = {name: self._put(text) for name, text in results.items()}
        new = Trace(trace.components, trace.observed, stored, trace.seconds, trace.needs)
        older = [old for old in self.traces(step) if (old.components, old.observed) != (new.components, new.observed)]
        self._write(step, [new, *older])

    def _write(self, step: str, traces: Sequence[Trace]) -> None:
        rows = [asdict(kept) | {"observed": [astuple(o) for o in kept.observed]} for kept in traces[:KEPT_TRACES]]
        path = self._path(step)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, json.dumps(rows), lasting=False)

    def traces(self, step: str) -> list[Trace]:
        """The traces of a step, the newest first; none where the store is new or damaged."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            rows: list[dict[str, Any]] = json.loads(self._path(step).read_text(encoding="utf-8"))
            return [
                Trace(
                    row["components"],
                    tuple(Observation(*seen) for seen in row["observed"]),
                    row["results"],
                    row["seconds"],
                    tuple(row["needs"]),
                )
                for row in rows
            ]
        return []

    def forget(self, steps: Iterable[str]) -> None:
        """Drop the traces of all steps but these, and the results that nothing leads to any more."""
        kept, used = set(steps), set()
        for path in (self.folder / "steps").glob("*.json"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)
            used |= {name for trace in self.traces(path.stem) for name in trace.results.values()}
        for path in (self.folder / "objects").glob("*"):
            if path.name not in used:
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget everything."""
        for name in ("steps", "objects", "remembered"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def remembered(self, name: str, forget: bool) -> Path:
        """The folder for what one library in one environment remembers of costly rows; of others nothing is kept."""
        folder = self.folder / "remembered"
        for other in folder.glob("*"):
            if forget or other.name != name:
                shutil.rmtree(other, ignore_errors=True)
        return folder / name

    def last(self) -> dict[str, Any]:
        """What the last whole build was asked and what it left; empty where there was none."""
        with suppress(OSError, ValueError):
            found = json.loads((self.folder / "last.json").read_text(encoding="utf-8"))
            return found if isinstance(found, dict) else {}
        return {}

    def unchanged(self, given: Mapping[str, str]) -> bool:
        """Whether the last build was asked the same and nothing that it read or wrote has changed since."""
        last = self.last()
        return (
            last.get("given") == dict(given)
            and last.get("state") == state()
            and all(file_digest(root() / name) == seen for name, seen in last.get("outside", {}).items())
        )

    def remember_last(self, what: Mapping[str, Any]) -> None:
        """Keep what a whole build was asked and what it left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self.folder / "last.json", json.dumps(what, indent=1), lasting=False)

    def _path(self, step: str) -> Path:
        return self.folder / "steps" / f"{step}.json"

    def _put(self, text: str) -> str:
        name = digest(text)
        path = self.folder / "objects" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text, lasting=False)
        return name

    def _load(self, trace: Trace) -> dict[str, str] | None:
        found = {}
        for result, name in trace.results.items():
            try:
                data = (self.folder / "objects" / name).read_bytes()
            except OSError:
                return None
            if digest(data) != name:
                (self.folder / "objects" / name).unlink(missing_ok=True)
                return None
            found[result] = data.decode()
        return found


def differences(trace: Trace, components: Mapping[str, str], now: Callable[[Observation], str]) -> list[str]:
    """What has changed since a trace, in words; empty where its results still hold."""
    changed = [f"{name} changed" for name in components if trace.components.get(name) != components[name]]
    if changed:  # then what it would read is anybody's guess
        return changed
    return [f"{describe(seen)} changed" for seen in trace.observed if now(seen) != seen.seen]


def describe(seen: Observation) -> str:
    """What was read, in words.

    >>> describe(Observation("table", "claims", '{"source": "darrow", "rows": {"cites": ["a", "b"]}}', ""))
    'table claims (darrow; cites a, b)'
    """
    if seen.kind != "table":
        return seen.name
    part = json.loads(seen.part) if seen.part else {}
    said = [part["source"]] if "source" in part else []
    said += [f"{name} {_listed(values)}" for name, values in part.get("rows", {}).items()]
    said += [f"columns {_listed(part['columns'])}"] if "columns" in part else []
    return f"table {seen.name}" + (f" ({'; '.join(said)})" if said else "")


def _listed(values: Sequence[str]) -> str:
    more = len(values) - TOLD_AT_MOST
    return ", ".join(values[:TOLD_AT_MOST]) + (f" and {more} more" if more > 0 else "")

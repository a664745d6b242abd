"""The first step of a build as seen by the process that leads it: started, its tables taken as soon as they are there.

While the step's own process (`auditing`) reads and judges, the leading one imports what runs notebooks; and while the
notebooks run, the step makes the ledger's pages, which only the report at the end waits for.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fbss_analysis import errors
from fbss_analysis.building.observation import VARIABLE, Observation, read_notes
from fbss_analysis.building.remembering import VARIABLE as REMEMBERED
from fbss_analysis.errors import FbssError
from fbss_analysis.kernels.launching import Launcher, environment

MODULE = "fbss_analysis.building.auditing"
NEEDS = ("fbss_analysis.building.readiness",)
RESULTS = TABLES, PAGES = "tables.json", "pages.json"
POLL_SECONDS = 0.002


class Deriving:
    """The step under way: a process, and the folder that its results come to."""

    def __init__(self, kernels: Launcher, project: Path, listed: Sequence[Mapping[str, Any]], remembered: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fbss-"))
        request = self.folder / "request"
        request.write_text(json.dumps(listed, default=str), encoding="utf-8")
        env = environment() | {VARIABLE: str(self.folder / "notes"), REMEMBERED: str(remembered)}
        arguments = [str(request), str(self.folder)]
        self.process = kernels.start(MODULE, arguments, cwd=project, env=env, needs=NEEDS)

    def tables(self) -> dict[str, str]:
        """The text of each derived file by its name, as soon as it is there; a FbssError where the step has failed."""
        return self._wait_for(TABLES)

    def pages(self) -> dict[str, str]:
        """The text of each of the ledger's pages by its name."""
        return self._wait_for(PAGES)

    def observed(self) -> tuple[Observation, ...]:
        """What the step has read, once it has ended."""
        self.process.wait()
        return read_notes(self.folder / "notes")

    def close(self) -> None:
        """Remove what it has left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_for(self, name: str) -> dict[str, str]:
        path, status = self.folder / name, None
        while not path.exists() and status is None:
            time.sleep(POLL_SECONDS)
            status = self.process.poll()
        if not path.exists():
            raise FbssError(f"the audit ended with status {status}", MODULE, "see its messages above")
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "error" in found:
            kind, *parts = found["error"]
            raise getattr(errors, kind, FbssError)(*parts)
        return found

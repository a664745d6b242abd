"""The stored results of the proof, as the validation chapter reads them: small tables that `make proof` writes.

The proof takes minutes, so a notebook does not run it: it reads what was stored, seed and settings in the rows. The
names are those of the files in `benchmarks/proof/results`, and three experiments on errors: `mutation`, what became of
every reported value when it was changed by one step, `planted`, what became of falsified and sound passages, and
`extraction`, how many quantities of labelled texts are read right, by the role of the corpus.

>>> int(proof("disagreements").query("check == 'DEBIT'").cases.iloc[0])
2000
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, observing, unguarded
from fbss_analysis.corpus import root
from fbss_analysis.schema import UsageError

if TYPE_CHECKING:
    import pandas as pd


def tables() -> dict[str, Path]:
    """The stored tables by name."""
    folder = root() / "benchmarks"
    found = {path.stem: path for path in sorted((folder / "proof" / "results").glob("*.csv"))}
    errors = {name: folder / name / "results.csv" for name in ("mutation", "planted", "extraction")}
    return found | {name: path for name, path in errors.items() if path.is_file()}


def proof(name: str) -> pd.DataFrame:
    """Read one stored table as a frame, empty cells as missing; UsageError, listing the known, for another name."""
    import pandas as pd

    with unguarded():  # the library notes itself what it reads here
        known = tables()
        if name not in known:
            what, listed = (
                f"the proof has no table called {name!r}",
                ", ".join(sorted(known)) or "none; run: make proof",
            )
            raise UsageError(what, str(root() / "benchmarks"), f"known: {listed}")
        if observing():
            note("file", known[name].relative_to(root()).as_posix(), "", file_digest(known[name]))
        with known[name].open(encoding="utf-8", newline="") as file:
            text = file.read()
    return pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])

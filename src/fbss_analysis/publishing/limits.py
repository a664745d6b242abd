"""What the audit cannot say, in numbers that come from its own tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence

from fbss_analysis.ladder import Ladder
from fbss_analysis.prose import sentence
from fbss_analysis.schema import Verdict

_OPEN = "{open} of {claims} claims are indeterminate: no number in the article and nothing that was read settles them."
_READ = "{inferred} of {values} published values were inferred from others, and {abstract} come from abstracts: what a "
_READ += "full text adds or takes back is not seen."
_SMALL = "{small} of {pools} pools are too small for a prediction interval; there the range is shown instead."
_TOKENS = "{unresolved} of {tokens} numeric tokens of the articles are unresolved, and {excluded} were set aside, each "
_TOKENS += "with its reason."
_ALONE = (
    "{alone} claims could be compared with no study, since the article cites none for them or it could not be read."
)


def sentences(ladders: Sequence[Ladder], tables: Mapping[str, str]) -> list[str]:
    """A sentence for each limit that can be counted."""
    values, pools, tokens = (_rows(tables, name) for name in ("published", "pools", "ledger"))
    whole = [row for row in pools if row["rows"] == "all"]
    status: Counter[str] = Counter()
    for row in tokens:
        status[row["status"]] += int(row["tokens"])
    alone = sum(ladder.traced is None or ladder.traced.verdict is Verdict.INDETERMINATE for ladder in ladders)
    return [
        sentence(_OPEN, open=sum(it.overall is Verdict.INDETERMINATE for it in ladders), claims=len(ladders)),
        sentence(_ALONE, alone=alone),
        sentence(
            _READ,
            values=len(values),
            inferred=sum(row["confidence"] != "seen_in_source" for row in values),
            abstract=sum(row["locator"].startswith("abstract") for row in values),
        ),
        sentence(_SMALL, small=sum(not row["prediction_low"] for row in whole), pools=len(whole)),
        sentence(_TOKENS, tokens=sum(status.values()), **{name: status[name] for name in ("unresolved", "excluded")}),
    ]


def _rows(tables: Mapping[str, str], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables[f"{name}.csv"])))

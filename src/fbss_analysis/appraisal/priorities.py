"""Which claims most need correcting: a rule that can be read, not a taste.

A claim is a candidate if the article can be held to it and it fails (overall inconsistent), if it tells patients what
happens to people (a share, or how a share grows; not a date, a journal, a size), and if it repeats no other.
Candidates are ordered by how many rungs speak against them, then by what the error does to a reader's expectation, the
relations in the order of `GRAVITY`, then by their place. Of several on one study the first stands for all.

Reference: Jergas H, Baethge C. PeerJ 2015;3:e1364 (major errors are those that the cited work contradicts or cannot
bear; minor those that leave its message as it is).

>>> import pandas as pd
>>> claims = pd.DataFrame({"claim_id": ["a", "b"], "overall": "inconsistent", "statistic": "proportion",
...     "recomputed": "inconsistent", "traced": ["consistent", "inconsistent"], "pooled": None, "cites": ["x", "y"],
...     "relation": ["rounded", "overstated"], "restates": None})
>>> list(most_in_need(claims, 1).claim_id)
['b']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fbss_analysis.schema import Relation, Rung, Verdict

if TYPE_CHECKING:
    import pandas as pd

OF_PATIENTS = ("cumulative_incidence", "proportion", "prevalence", "ratio_of_proportions", "change")
GRAVITY = (  # gravest first: the figure is wrong, is of others, or is of another time; then whose it is
    Relation.CONTRADICTED,
    Relation.OVERSTATED,
    Relation.WRONG_DENOMINATOR,
    Relation.WRONG_POPULATION,
    Relation.MISDATED,
    Relation.WRONG_SAMPLE_SIZE,
    Relation.WRONG_CITATION,
)
_ASKED = (Rung.RECOMPUTED, Rung.TRACED, Rung.POOLED)


def in_order(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the claims table that need correcting, the neediest first, with the number of rungs `against` each."""
    failed = [
        {**row, "against": sum(row[rung.value] == Verdict.INCONSISTENT for rung in _ASKED)}
        for row in claims
        if row["overall"] == Verdict.INCONSISTENT and row["statistic"] in OF_PATIENTS and not row["restates"]
    ]
    gravity = {relation.value: place for place, relation in enumerate(GRAVITY)}
    failed.sort(key=lambda row: (-row["against"], gravity.get(row["relation"], len(GRAVITY))))
    first: dict[object, dict[str, Any]] = {}
    for row in failed:
        first.setdefault(row["cites"], row)
    return list(first.values())


def most_in_need(claims: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """The first `count` rows of the claims table by the rule of the module's text, with the rungs against each."""
    import pandas as pd

    rows = in_order(claims.astype(object).where(claims.notna(), None).to_dict("records"))
    return pd.DataFrame(rows[:count], columns=[*claims.columns, "against"])

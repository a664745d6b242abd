"""How often the tool itself errs: what `make proof` stored of its trials, as the pages show it.

Planted errors and the scores of reading stand on the first page, what becomes of a misprint in the raw data on the page
of methods. Nothing is tried here, and where nothing was stored nothing is shown.

Reference: Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat Assoc
1927;22:209-212 (the intervals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbss_analysis import validation
from fbss_analysis.models.proportion import proportion
from fbss_analysis.pages import Shown
from fbss_analysis.prose import show_number
from fbss_analysis.schema import UsageError

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
_ROLES = {
    "unseen": "texts of others, measured before anybody had looked at them",
    "held_out": "held out when it was written, read since",
    "developed_on": "developed on",
    "bugs": "past mistakes",
}
_SPLITS = {
    "acceptance": "held out, ordinary wordings",
    "held_out": "held out, wordings as varied as can be",
    "first_run": "before any repair",
    "repaired_on": "repaired on",
    "developed_on": "developed on",
    "developed_later": "developed on later",
}
_UNSEEN = ("acceptance", "held_out")
_SURVIVORS = ("isolated", "within rounding", "wrong before and after")


def error_rates() -> list[Shown]:
    """How often planted errors were noticed and sound passages blamed, with Wilson intervals; none if not measured."""
    table = _stored("planted")
    if table is None:
        return []
    rates = []
    for split, rows in table.groupby("split", sort=True):
        for question, hits in (("noticed", rows["noticed"] == "yes"), ("alarm", rows["alarm"].notna())):
            told = {"split": _SPLITS.get(str(split), str(split)), "question": question, "unseen": split in _UNSEEN}
            rates.append(told | _rate(hits))
    return sorted(rates, key=lambda rate: not rate["unseen"])


def mutants() -> Shown | None:
    """What became of the raw data's numbers and links when each was changed by one step; None where not tried.

    `kinds` has the rate at which each kind was noticed and why the others were not, `survivors` lists those.
    """
    table = _stored("mutation")
    if table is None:
        return None
    kinds = []
    for kind, rows in [*table.groupby("kind", sort=False), ("all", table)]:
        reasons = {reason: f"{int((rows['reason'] == reason).sum()):,}" for reason in _SURVIVORS}
        kinds.append({"kind": str(kind), "reasons": reasons} | _rate(rows["noticed"] == "yes"))
    survivors = table[table["noticed"] != "yes"]
    return {"kinds": kinds, "reasons": _SURVIVORS, "survivors": survivors.to_dict("records")}


def extraction_scores() -> list[Shown]:
    """Precision, recall and F1 of extraction by the role of the corpus, as stored; empty where not measured."""
    table = _stored("extraction")
    if table is None:
        return []
    shares = ("precision", "recall", "f1")
    return [
        {
            "role": _ROLES.get(row["role"], row["role"]),
            "quantities": f"{row['quantities']:,}",
            "texts": f"{row['texts']:,}",
        }
        | {name: f"{show_number(100 * row[name], 4)}%" for name in shares}
        for row in table.to_dict("records")
    ]


def _rate(hits: pd.Series) -> dict[str, str]:
    found = proportion(int(hits.sum()), len(hits), method="wilson", level=LEVEL)
    shares = {"share": found.estimate, "low": found.ci_low, "high": found.ci_high}
    return {
        "events": f"{int(hits.sum()):,}",
        "n": f"{len(hits):,}",
        "level": f"{show_number(100 * LEVEL)}%",
    } | {name: f"{show_number(100 * float(share), 3)}%" for name, share in shares.items()}


def _stored(name: str) -> pd.DataFrame | None:
    try:
        return validation.proof(name)
    except UsageError:
        return None

"""The first page's answers: the findings that matter most, and the fair headline figure.

Each comes from a table of the ledger and keeps the row's own words; which findings come first
is the rule of `appraisal.priorities`, which pool makes the headline is the rule of `headline`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fbss_analysis.checks.fidelity import IN_WORDS
from fbss_analysis.navigation import card_link
from fbss_analysis.pages import Shown
from fbss_analysis.prose import show_number
from fbss_analysis.publishing.drawings import grid, icon_array
from fbss_analysis.schema import Relation
from fbss_analysis.synthesis import FAMILIES

PEOPLE = 1000  # of whom the headline speaks
FIRST = 5
SYNDROME = "fbss_diagnosis"
_PUBLISHED = re.compile(r"^(?:Write|Stands; in full): (?P<first>.+?\((?:[^()]*, )?[^()]*\d{4}\))")
Row = Mapping[str, str]


def findings(priorities: Sequence[Row], figures: Mapping[str, str], authors: Mapping[str, str]) -> list[Shown]:
    """The claims that most need correcting: figure, what it is told of, what is wrong, what was published instead.

    `figures` gives the figure of a claim with its hedge, `authors` who stands for an article.
    """
    return [
        {
            "link": card_link(row["claim_id"]),
            "claim_id": row["claim_id"],
            "figure": figures[row["claim_id"]],
            "statement": row["statement"],
            "wrong": IN_WORDS[Relation(row["relation"])]
            if row["relation"]
            else "at odds with the article’s own numbers",
            "published": match["first"] if (match := _PUBLISHED.match(row["correction"])) else "",
            "source": authors[row["source_id"]],
        }
        for row in priorities[:FIRST]
    ]


def headline(pools: Sequence[Row]) -> Shown | None:
    """The pool at one horizon that most cohorts tell, of those with an interval; beside it what the syndrome has."""
    whole = [row for row in pools if row["rows"] == "all"]
    full = [row for row in whole if row["horizon_months"] and row["ci_low"]]
    if not full:
        return None
    chosen = max(full, key=lambda row: (int(row["k"]), int(row["k_real"]), -float(row["horizon_months"])))
    limits = ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")
    percent = {name: float(chosen[name]) for name in limits}
    told = {name: show_number(percent[name], 2) for name in limits}
    people = {name: round(percent[name] * PEOPLE / 100) for name in limits}
    parts = [
        ("sure", people["ci_low"]),
        ("likely", people["ci_high"] - people["ci_low"]),
        ("possible", people["prediction_high"] - people["ci_high"]),
        ("rest", PEOPLE - people["prediction_high"]),
    ]
    box, lines = grid(PEOPLE)
    syndrome = next((row for row in whole if row["family"] == SYNDROME and not row["horizon_months"]), None)
    return {
        **told,
        "what": FAMILIES[chosen["family"]],
        "horizon": chosen["horizon"],
        "k": chosen["k"],
        "k_real": chosen["k_real"],
        "certainty": chosen["certainty"],
        "people": people,
        "of": f"{PEOPLE:,}",
        "icons": icon_array(parts),
        "box": box,
        "grid": lines,
        "syndrome": syndrome and _range(syndrome),
    }


def _range(row: Row) -> Shown:
    """A pool too small for one number: how many cohorts, from where to where."""
    low, high = (show_number(float(row[name]), 3) for name in ("low", "high"))
    return {"k": row["k"], "k_real": row["k_real"], "low": low, "high": high, "what": FAMILIES[row["family"]]}

"""How one figure may follow from others: the form in which the rules of `proposals` hand in what they find.

>>> Proposal(("percent(@1, @0)",)).named({0: "m001", 1: "m002"})
['percent(m002, m001)']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a figure may follow from others: readings with @i for mention i, what it restates, what it is a share of."""

    readings: tuple[str, ...] = ()
    restates: int | None = None
    base: int | None = None

    def named(self, names: Mapping[int, str]) -> list[str]:
        """Each reading over the names of claims."""
        return [re.sub(r"@(\d+)", lambda place: names[int(place[1])], reading) for reading in self.readings]

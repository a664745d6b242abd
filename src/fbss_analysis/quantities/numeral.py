"""The record of one printed number while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

from fbss_analysis.quantities.lexicon import BARE


@dataclass(slots=True)
class Numeral:
    """One printed number; `end` includes the unit, `figure_end` does not. Not frozen: grammar merges neighbours.

    `family` says what the unit makes of it (lexicon), `kind` is set where more is known. `leading` marks a time word
    before the number ("weeks 4"), `bracketed` a number alone in brackets, `spelled` one in words; `before` is the word
    right before it.
    """

    start: int
    end: int
    figure_end: int
    value: float | None
    family: str = BARE
    unit: str = ""
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    level: float | None = None
    sd: float | None = None
    spelled: bool = False
    decimal: bool = False
    bracketed: bool = False
    leading: bool = False
    scale: float = 1.0
    before: str = ""
    kind: str = ""
    hedge: str = ""


Reading = tuple[Numeral | None, int]
"""A numeral, or None where the place holds no quantity, and the offset at which reading goes on."""

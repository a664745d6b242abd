"""Means of whole numbers in tables: a column for the number of people and one for the mean, or a group a column.

The head of a column, or the label of a row, says that its numbers are means and what of ("Mean no. of electrodes",
"Visits, mean (SD)"). The number of people stands in the same row under a head that calls it so ("n", "Patients"), or in
the head of the same column ("Treated (n = 28)").

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Wright P, Fox K. Presenting
information in tables. Appl Ergon 1970;1:234-242.

>>> table = "Centre | Patients | Mean no. of leads\\nLeeds | 39 | 2.15\\nYork | 22 | 2.33"
>>> [(mean.text, size.text) for mean, size, _ in tabled_means(table, 0, len(table), whole=False)]
[('2.15', '39'), ('2.33', '22')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbss_analysis.bounds.countables import names_things
from fbss_analysis.bounds.figures import Figure, read_figures
from fbss_analysis.bounds.rows import Cell, rows_of

_CALLED_MEAN = re.compile(r"\b(?:means?|averages?|avg)\b", re.IGNORECASE)
_PEOPLE = (
    r"(?:patients?|participants?|people|persons?|subjects?|individuals?|adults?|women|men|children|respondents?|cases|members?|"
    r"nurses|students|trainees|surgeons|doctors|residents|workers|players|volunteers)"
)
_SIZE_HEAD = re.compile(
    rf"\W*(?:n|no\.?|size|sample(?:\s+size)?|(?:(?:n|no\.?|numbers?)\s*(?:of|\(|,)?\s*)?{_PEOPLE})\W*(?:\(n\)|studied|assessed|analysed|analyzed|treated|evaluated|measured|with\s+data|answered|completed)?\W*",
    re.IGNORECASE,
)
_SIZE_INSIDE = re.compile(r"\bn\s*=\s*(?=\d)", re.IGNORECASE)
_ANALYSED = re.compile(r"\b(?:analy[sz]ed|assessed|evaluated|measured|with\s+data|answered|completed)\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:missing|lost|drop-?outs?|excluded|losses|withdr\w+|refus\w+|not\s+\w+ed)\b", re.IGNORECASE)
_NONE = re.compile(r"\s*(?:0(?:\s?\(0(?:\.0)?\s?%?\))?|none|nil|[-–—])\s*", re.IGNORECASE)
_SMALLEST = 4
Sized = tuple[Figure, Figure, bool]


def tabled_means(text: str, start: int, end: int, *, whole: bool) -> Iterator[Sized]:
    """Each mean of whole numbers in a table between two places, its number of people, and whether those are all.

    Where the passage says that all its numbers are `whole`, what a mean is of need not be a thing that is counted.
    """
    rows = [row for row in rows_of(text, start, end) if len(row) > 1]
    heads: Sequence[Cell] = ()
    for row in rows:
        if not heads:
            heads = row
            continue
        if len(row) == len(heads):
            yield from _of_row(text, heads, row, whole=whole)


def _of_row(text: str, heads: Sequence[Cell], row: Sequence[Cell], *, whole: bool) -> Iterator[Sized]:
    sized = [j for j, head in enumerate(heads) if _SIZE_HEAD.fullmatch(text, *head)]
    sizes = {j: found for j in sized[:1] if (found := _integer(text, row[j]))}
    inside = {j: found for j, head in enumerate(heads) if j and (found := _size_inside(text, head))}
    none_lost = any(_LOST.search(text, *heads[j]) and _NONE.fullmatch(text, *row[j]) for j in range(1, len(row)))
    none_lost = none_lost or any(_ANALYSED.search(text, *heads[j]) for j in sized[:1])
    by_row = _is_of_things(text[slice(*row[0])], whole=whole)
    for j in range(1, len(row)):
        mean = _decimal(text, row[j])
        if mean is None:
            continue
        if by_row and j in inside:
            yield mean, inside[j], none_lost
        elif sizes and _is_of_things(text[slice(*heads[j])], whole=whole):
            yield mean, next(iter(sizes.values())), none_lost


def _is_of_things(head: str, *, whole: bool) -> bool:
    return _CALLED_MEAN.search(head) is not None and (whole or names_things(head))


def _integer(text: str, cell: Cell) -> Figure | None:
    figures = read_figures(text, *cell)
    one = figures[0] if len(figures) == 1 else None
    return one if one and one.decimals == 0 and one.value >= _SMALLEST and not one.percent else None


def _size_inside(text: str, cell: Cell) -> Figure | None:
    said = _SIZE_INSIDE.search(text, *cell)
    return _integer(text, (said.end(), cell[1])) if said else None


def _decimal(text: str, cell: Cell) -> Figure | None:
    """The number with decimals that opens a cell, with at most a spread behind it."""
    figures = read_figures(text, *cell)
    opens = figures and not text[cell[0] : figures[0].start].strip() and figures[0].decimals > 0
    return figures[0] if opens and len(figures) <= 2 and not (figures[0].percent or figures[0].money) else None

"""Doubles: a figure of a study stands in its record and again in its row of cohorts.csv, and must be the same in both.

The rows are what is pooled, the records are what claims are traced to; a slip of the keyboard in one of the two would
go on in silence. So each row is held against the values of its study: one of them has to be the row's percentage, or
the count and the number of people that give it; and that value's own count, people, interval and horizon, as far as it
tells them, are the row's. A row without a percentage has nothing that names the value it repeats.

Reference: Wilson G et al. Good enough practices in scientific computing. PLoS Comput Biol 2017;13:e1005510.

>>> from decimal import Decimal
>>> from fbss_analysis.schema import PublishedValue, Study
>>> told = PublishedValue("reoperation", "6.2%", "abstract", "-", "seen_in_source", percent=Decimal("6.2"), n=1400)
>>> row = Cohort("jung2020", "jung2020", "reoperation", "reoperation", "any", n=1400, percent=Decimal("6.3"))
>>> list(differences(row, Study("jung2020", "A study", values=(told,))))
['percent 6.3 is told by no value of jung2020']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from fbss_analysis.horizon import months
from fbss_analysis.schema import InputError, PublishedValue, Study
from fbss_analysis.tracing.soundness import counts
from fbss_analysis.works import Cohort

Figure = Decimal | int | float


def differences(row: Cohort, study: Study) -> Iterator[str]:
    """What a cohort's row tells otherwise than the record of its study; nothing where the record has no values."""
    if row.percent is None or not study.values:
        return
    told = [value for value in study.values if _is_share(row, row.percent, value)]
    if not told:
        yield f"percent {row.percent} is told by no value of {study.citekey}"
        return
    for name, figure, known in _figures(row, study, told):
        if figure is not None and known and not any(_same(figure, other) for other in known):
            yield f"{name} {figure:g} is told by no value of {study.citekey} with this percentage"
    spans = [span for span in (months(value.horizon or "") for value in told) if span is not None]
    if row.horizon_months is not None and spans and not any(row.horizon_months in span for span in spans):
        yield f"horizon_months {row.horizon_months:g} is told by no value of {study.citekey} with this percentage"


def problems(cohorts: Iterable[Cohort], studies: Mapping[str, Study], shown: str) -> Iterator[InputError]:
    """An InputError for each difference, with file and row; a row of a study that has no record is passed over."""
    for number, row in enumerate(cohorts, 1):
        if row.citekey in studies:
            for what in differences(row, studies[row.citekey]):
                where = f"{shown}, row {number} ({row.citekey}, {row.outcome})"
                yield InputError(what, where, "look again, and correct the row or the study's record")


def _is_share(row: Cohort, percent: Decimal, value: PublishedValue) -> bool:
    if any(_same(percent, other) for other in (value.percent, value.value, value.low, value.high) if other is not None):
        return True
    n = value.n or row.n
    return bool(n and value.n_events is not None and 0 <= percent <= 100 and value.n_events in counts(percent, n))


def _figures(
    row: Cohort, study: Study, told: Sequence[PublishedValue]
) -> Iterator[tuple[str, Figure | None, list[Figure]]]:
    """The other figures of a row, each with what the study tells for it."""
    events = row.events if not row.events_source.startswith("pseudo") else None
    yield "events", events, _present(figure for value in told for figure in (value.n_events, value.count))
    people = _present(value.n for value in told)
    yield "n", row.n, people or _present((study.n, *(value.n for value in study.values)))
    yield "ci_low", row.ci_low, _present(value.ci_low for value in told)
    yield "ci_high", row.ci_high, _present(value.ci_high for value in told)


def _present(figures: Iterable[Figure | None]) -> list[Figure]:
    return [figure for figure in figures if figure is not None]


def _same(one: Figure, other: Figure) -> bool:
    return Decimal(str(one)) == Decimal(str(other))

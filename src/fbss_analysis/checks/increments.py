"""Increments: how much is gained in each stretch of time, and does that agree with what is said of it?

A cumulative figure hides its pace: 5.4% by six months and 8.4% by twelve are 5.4 points in the first half-year and 3.0
in the second, a fall where a growth is told. The gains are worked out between neighbouring horizons; a figure that
says by what factor the outcome grows over stretches of equal length is held against them. Two counts in two years give
a mean growth a year, which stays open where none is printed.

Reference: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapter 1.
"""

from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.answers import figure
from fbss_analysis.entries import year_in
from fbss_analysis.horizon import months
from fbss_analysis.printed.interval import Bound, show
from fbss_analysis.questions import Asked, compare, extent, printed
from fbss_analysis.schema import Check, Claim, Finding, Rung, Verdict

NAME = "increments"


def ask(asked: Asked) -> Iterator[Finding]:
    """Answer one comparison of figures at rising horizons, with the factor told of them as its whole if any."""
    times = [months(part.horizon or "") for part in asked.parts]
    if len(times) > 1 and all(time is not None for time in times):
        ends = [time.high for time in times if time is not None]
        if all(a < b for a, b in pairwise(ends)):
            yield _factor(asked, ends) if asked.whole else _pace(asked, ends)
    elif len(asked.parts) == 2 and not asked.whole:
        yield from _growth(asked)


def _pace(asked: Asked, ends: list[Bound]) -> Finding:
    """Points gained a year; a fall of the cumulative figure is left to the order check."""
    values = [printed(part).low for part in asked.parts]
    stretches = zip(pairwise(values), pairwise(ends), strict=True)
    gains = [12 * values[0] / ends[0], *(12 * (b - a) / (t - s) for (a, b), (s, t) in stretches)]
    told = ", ".join(f"{float(gain):.2f}" for gain in gains)
    rises = all(gain >= 0 for gain in gains)
    message = f"Points gained a year, stretch by stretch: {told}."
    verdict = Verdict.CONSISTENT if rises else Verdict.INDETERMINATE
    return asked.answer(NAME, verdict, message, expected=told, formula=_differences(asked.parts))


def _factor(asked: Asked, ends: list[Bound]) -> Finding:
    """The gain of the last stretch against that of the one before, and the factor that is told."""
    assert asked.whole is not None
    parts = asked.parts[-2:]
    equal = ends[-1] - ends[-2] == ends[-2] - (ends[-3] if len(ends) > 2 else 0)
    before = asked.parts[-3] if len(asked.parts) > 2 else None
    first = printed(parts[0]).low - (printed(before).low if before else 0)
    second = printed(parts[1]).low - printed(parts[0]).low
    grows = extent(asked.whole).low > 1
    message = f"{show(first)} points are gained first, {show(second)} in the next stretch of the same length"
    told = f"{float(second / first):.2f} times as many" if first > 0 else ""
    if not equal:
        verdict, message = Verdict.INDETERMINATE, "The stretches of time are not of one length."
    elif first <= 0:
        verdict, message = Verdict.INDETERMINATE, "Nothing is gained in the first stretch, so that no factor follows."
    elif grows and second < first:
        verdict = Verdict.INCONSISTENT
        message += f": new cases become fewer ({told}), although a growth is told ({figure(asked.whole)})."
    else:
        verdict, message = Verdict.CONSISTENT, f"{message} ({told})."
    return asked.answer(NAME, verdict, message, expected=told, formula=_differences(asked.parts))


def _growth(asked: Asked) -> Iterator[Finding]:
    """The mean growth a year between two counts whose years are told."""
    first, last = asked.parts
    begin, end = year_in(first.horizon or ""), year_in(last.horizon or "")
    if begin is None or end is None or end <= begin or printed(first).low <= 0:
        return
    years = end - begin
    rate = (float(printed(last).low) / float(printed(first).low)) ** (1 / years) - 1
    told = f"{100 * rate:.1f}% a year"
    message = f"Over {years} years that is a mean growth of {told}, which is not printed."
    formula = f"({figure(last)} / {figure(first)}) ^ (1 / {years}) − 1"
    yield asked.answer(NAME, Verdict.INDETERMINATE, message, expected=told, formula=formula)


def _differences(parts: tuple[Claim, ...]) -> str:
    return ", ".join([figure(parts[0]), *(f"{figure(b)} − {figure(a)}" for a, b in pairwise(parts))])


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="How much is gained in each stretch of time, and does that agree with what is said of it?",
    reference="Kalbfleisch & Prentice 2002",
    find=compare("increments", ask=ask),
)

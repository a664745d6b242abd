"""Partition: do the parts make the whole, or leave a rest that makes sense?

Shares that are everything must add up to the whole, within their roundings: `partition` names such a closed list, and
only where the text says so is a gap an inconsistency. `totals` are parts that do not overlap and need not be all: they
may leave a rest, never exceed the whole. `remainder` tells how many people a list of shares leaves without a place.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("partition", ["54%", "36%", "8.9%"], "100%"))]
['inconsistent']
>>> [f.expected for f in CHECK.find(sketch_comparison("totals", ["112", "221"], "500"))]
['leaves 167']
"""

from collections.abc import Iterator

from fbss_analysis.answers import brackets, figure
from fbss_analysis.printed.interval import Interval, show, total
from fbss_analysis.questions import Asked, compare, either, extent, printed
from fbss_analysis.schema import Check, Finding, Rung, Verdict

NAME = "partition"


def ask(asked: Asked) -> Iterator[Finding]:
    """Answer one comparison; without a whole, percentages are held against a hundred."""
    answers = {"partition": _filled, "totals": _room, "remainder": _rest}
    if asked.whole:
        yield answers[asked.comparison.check](asked)


def _left(asked: Asked, rounding: str) -> Interval:
    assert asked.whole is not None
    return extent(asked.whole, rounding) - total(extent(part, rounding) for part in asked.parts)


def _printed_left(asked: Asked) -> Interval:
    assert asked.whole is not None
    return printed(asked.whole) - total(printed(part) for part in asked.parts)


def _written(asked: Asked) -> str:
    return " + ".join(figure(part) for part in asked.parts)


def _filled(asked: Asked) -> Finding:
    """A closed list: reproduced where the printed parts give the whole, consistent where some true parts do."""
    assert asked.whole is not None
    exact = _printed_left(asked)
    fits = either(lambda rounding: 0 in _left(asked, rounding))
    verdict = Verdict.REPRODUCED if exact.is_point and 0 in exact else Verdict.INCONSISTENT
    if verdict is Verdict.INCONSISTENT and fits:
        verdict = Verdict.CONSISTENT
    rest = _left(asked, "half_up")
    message = f"The parts leave {_show(exact)} of {figure(asked.whole)} ({brackets(rest)} with rounding): " + (
        "they can be the whole." if fits else "they cannot be the whole."
    )
    return asked.answer(NAME, verdict, message, formula=f"{_written(asked)} = {figure(asked.whole)}")


def _room(asked: Asked) -> Finding:
    """Parts that do not overlap: their sum may not exceed the whole."""
    assert asked.whole is not None
    fits = either(lambda rounding: _left(asked, rounding).high >= 0)
    exact = _printed_left(asked)
    verdict = Verdict.CONSISTENT if fits else Verdict.INCONSISTENT
    message = f"The parts leave {_show(exact)} of {figure(asked.whole)}" + (
        ", which is told to nobody: they fit." if fits else ": together they exceed it."
    )
    formula = f"{figure(asked.whole)} − ({_written(asked)}) = {_show(exact)}"
    return asked.answer(NAME, verdict, message, expected=f"leaves {_show(exact)}", formula=formula)


def _rest(asked: Asked) -> Finding:
    """How many of a count the percentages leave without a place; the text prints no such number."""
    assert asked.whole is not None
    shares = Interval.point(100) - total(extent(part) for part in asked.parts)
    exact = Interval.point(100) - total(printed(part) for part in asked.parts)
    people, told = shares * printed(asked.whole) / _HUNDRED, exact * printed(asked.whole) / _HUNDRED
    some = f"{show(round(told.low))} ({show(max(round(people.low), 0))} to {show(round(people.high))} with rounding)"
    message = (
        f"The shares leave {_show(exact)}%, that is {some} of {figure(asked.whole)}, and no place is told for them."
    )
    formula = f"{figure(asked.whole)} × (100 − ({_written(asked)})) / 100"
    return asked.answer(NAME, Verdict.INDETERMINATE, message, expected=some, formula=formula)


def _show(interval: Interval) -> str:
    return show(interval.low) if interval.is_point else brackets(interval)


_HUNDRED = Interval.point(100)

CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do the parts make the whole, or leave a rest that makes sense?",
    reference="Mosteller, Youtz & Zahn 1967",
    find=compare("partition", "totals", "remainder", ask=ask),
)

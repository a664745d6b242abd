"""Membership: does a figure lie in the range that is told for it, and do ranges meet?

A share of one study and the range of many are told side by side as if they were of one kind; they can be only where
they have values in common. `membership` asks it of a figure and a range, `range_overlap` of any number of statements.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, section 2.1 (intersection).

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("membership", ["85%"], "53% to 90%"))]
['consistent']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("range_overlap", ["5-19%", "20-40%"]))]
['inconsistent']
"""

from collections.abc import Iterator

from fbss_analysis.answers import brackets, figure
from fbss_analysis.printed.interval import Interval
from fbss_analysis.questions import Asked, compare, extent
from fbss_analysis.reported import ROUNDINGS
from fbss_analysis.schema import Check, Finding, Rung, Verdict

NAME = "membership"


def ask(asked: Asked) -> Iterator[Finding]:
    """Consistent where all the figures have values in common."""
    common = next((shared for rounding in ROUNDINGS if (shared := _common(asked, rounding))), None)
    shown = " and ".join(figure(claim) for claim in asked.figures)
    if common:
        yield asked.answer(NAME, Verdict.CONSISTENT, f"{shown} have {brackets(common)} in common.", formula=shown)
    else:
        yield asked.answer(NAME, Verdict.INCONSISTENT, f"{shown} have no value in common.", formula=shown)


def _common(asked: Asked, rounding: str) -> Interval | None:
    first, *rest = (extent(claim, rounding) for claim in asked.figures)
    common: Interval | None = first
    for interval in rest:
        common = common.meet(interval) if common else None
    return common


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the figure lie in the range, and do the ranges meet?",
    reference="Moore, Kearfott & Cloud 2009",
    find=compare("membership", "range_overlap", ask=ask),
)

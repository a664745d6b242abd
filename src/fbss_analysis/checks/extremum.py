"""Extremum: does the figure told as the highest, or as a ceiling, lie at or above the others?

The highest rate of any group cannot lie below the rate of all. A ceiling ("up to 1 in 12") told of a whole does not
bound its parts, so that a part above it leaves the matter open; it only shows how the ceiling must not be read.

Reference: Simpson EH. The interpretation of interaction in contingency tables. J R Stat Soc B 1951;13:238-241 (a whole
lies between its parts and says nothing of each).

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("highest", ["8.4%", "12%"], "10%"))]
['inconsistent']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("ceiling", ["10%"], "up to 1 out of 12"))]
['indeterminate']
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.questions import Asked, compare, either, extent
from fbss_analysis.schema import Check, Finding, Rung, Verdict

NAME = "extremum"


def ask(asked: Asked) -> Iterator[Finding]:
    """Hold every part against the whole, which is told as their upper end."""
    if asked.whole is None:
        return
    top = asked.whole
    above = [p for p in asked.parts if not either(lambda r, p=p: extent(p, r).low <= extent(top, r).high)]  # type: ignore[misc]
    shown = ", ".join(figure(part) for part in asked.parts)
    if not above:
        message = f"{figure(top)} lies at or above {shown}."
        yield asked.answer(NAME, Verdict.CONSISTENT, message, formula=f"{figure(top)} ≥ {shown}")
        return
    over = ", ".join(figure(part) for part in above)
    if asked.comparison.check == "ceiling":
        message = f"{over} lies above {figure(top)}: a ceiling told of all does not bound a part of them."
        yield asked.answer(NAME, Verdict.INDETERMINATE, message, formula=f"{over} > {figure(top)}")
    else:
        message = f"{over} lies above {figure(top)}, which is told as the highest."
        yield asked.answer(NAME, Verdict.INCONSISTENT, message, formula=f"{over} > {figure(top)}")


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the figure told as the highest, or as a ceiling, lie at or above the others?",
    reference="Simpson 1951",
    find=compare("highest", "ceiling", ask=ask),
)

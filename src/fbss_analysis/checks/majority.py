"""Majority: is what the text calls most, or a minority, on that side of a half?

"Most patients" says more than 50%. Where the words are looser than that ("a good chance of failing again") the share on
the other side of the half agrees with them without proving them.

Reference: Solt S. On measurement and quantification: the case of most and more than half. Language 2016;92:65-100.

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("majority", ["44%"], "50%"))]
['inconsistent']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("minority", ["44%"], "50%"))]
['consistent']
"""

from collections.abc import Iterator

from fbss_analysis.answers import figure
from fbss_analysis.printed.interval import show
from fbss_analysis.questions import Asked, compare, either, extent, printed
from fbss_analysis.schema import Check, Finding, Rung, Verdict

NAME = "majority"


def ask(asked: Asked) -> Iterator[Finding]:
    """Hold each part against the whole's share, a half where none is given."""
    half = printed(asked.whole).low if asked.whole else 50
    most = asked.comparison.check == "majority"
    for part in asked.parts:
        clearly = printed(part).low > half if most else printed(part).high < half
        possible = either(lambda r, p=part: extent(p, r).high > half if most else extent(p, r).low < half)  # type: ignore[misc]
        verdict = Verdict.CONSISTENT if possible else Verdict.INCONSISTENT
        if clearly and most:
            verdict = Verdict.REPRODUCED
        side = "more" if most else "less"
        how = "" if clearly else "not clearly " if possible else "not "
        message = f"{figure(part)} is {how}{side} than {show(half)}%."
        sign = ">" if most else "<"
        yield asked.answer(NAME, verdict, message, formula=f"{figure(part)} {sign} {show(half)}")


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is what the text calls most, or a minority, on that side of a half?",
    reference="Solt 2016",
    find=compare("majority", "minority", ask=ask),
)

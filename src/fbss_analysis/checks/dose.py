"""Dose: what would a single unit hold if so many units make the amount?

"2000 milligrams, about 9-10 capsules" makes 200 to 222 mg a capsule. Such a quotient is plausible where it has a round
value in it, since strengths are made in round steps; otherwise the matter stays open.

Reference: Thompson A, Taylor BN. Guide for the use of the International System of Units. NIST Special Publication 811,
2008, chapter 7 (expressing values of quantities).

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("dose", ["2000 milligrams", "9-10 capsules"]))]
['consistent']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("dose", ["2030 milligrams", "7 capsules"]))]
['indeterminate']
"""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from fbss_analysis.answers import brackets, figure
from fbss_analysis.questions import Asked, compare, printed
from fbss_analysis.schema import Check, Finding, Rung, Verdict

NAME = "dose"


def ask(asked: Asked) -> Iterator[Finding]:
    """Divide the amount by the number of units."""
    if len(asked.parts) != 2 or printed(asked.parts[1]).low <= 0:
        return
    each = printed(asked.parts[0]) / printed(asked.parts[1])
    step = Fraction(10) ** (len(str(floor(each.high))) - 1)  # one unit of the first digit
    is_round = floor(each.high / step) * step >= each.low
    shown = brackets(each)
    message = f"Each unit would hold {shown}: " + ("a round strength lies in it." if is_round else "no round strength.")
    formula = f"{figure(asked.parts[0])} / {figure(asked.parts[1])}"
    verdict = Verdict.CONSISTENT if is_round else Verdict.INDETERMINATE
    yield asked.answer(NAME, verdict, message, expected=shown, formula=formula)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="What would a single unit hold if so many units make the amount?",
    reference="NIST Special Publication 811",
    find=compare(NAME, ask=ask),
)

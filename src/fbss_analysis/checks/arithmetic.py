"""Arithmetic: does the figure follow from a formula that none of the named checks covers?

Products, shares of shares and conditional risks are worked out like the rest: exactly, and with the roundings of
every operand.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 2.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="5.4%", b="8.4%", c=("3.2%", "conditional(a, b)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(p="9%", n="1680", k=("221", "percent_of(p, n)")))]
['9 × 1680 / 100 = 151.2']
"""

from fbss_analysis.answers import follow, is_ratio
from fbss_analysis.schema import Check, Rung

OTHER = frozenset({"product", "percent_of", "conditional"})

CHECK = Check(
    name="arithmetic",
    rung=Rung.RECOMPUTED,
    question="Does the figure follow from its formula?",
    reference="Moore, Kearfott & Cloud 2009",
    find=follow("arithmetic", lambda claim, root: root in OTHER and not is_ratio(claim)),
    derives=True,
)

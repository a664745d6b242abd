"""Difference: is it what the two figures give?

A difference of two rounded figures is known only to the sum of their roundings, so a printed difference may be off by
one unit in the last place without any error; only one that no true values can give is called inconsistent.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 2.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="8.4%", b="5.4%", d=("3.1%", "a - b")))]
['consistent']
>>> [finding.formula for finding in CHECK.find(sketch(a="8.4%", b="5.4%", d=("4.0%", "a - b")))]
['8.4 − 5.4 = 3']
"""

from fbss_analysis.answers import follow
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="difference",
    rung=Rung.RECOMPUTED,
    question="Is the difference what the two figures give?",
    reference="Moore, Kearfott & Cloud 2009",
    find=follow("difference", lambda _, root: root == "difference"),
    derives=True,
)

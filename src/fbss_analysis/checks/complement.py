"""Complement: do a figure and what is left of the whole make a hundred?

Those with and those without an outcome make the whole, so a figure told for one side fixes the other.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 2.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="30%", b=("70%", "complement(a)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(a="30%", b=("60%", "complement(a)")))]
['100 − 30 = 70']
"""

from fbss_analysis.answers import follow
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="complement",
    rung=Rung.RECOMPUTED,
    question="Do the figure and its complement make a hundred?",
    reference="Moore, Kearfott & Cloud 2009",
    find=follow("complement", lambda _, root: root == "complement"),
    derives=True,
)

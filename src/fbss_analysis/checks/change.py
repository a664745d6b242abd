"""Change: is the printed change what the two levels give?

"Increased by 170.9%" multiplies the first level by 2.709, not by 1.709: the base is the earlier level, and both
mistakes (the wrong base, "by" for "to") are common. The change is worked out from the levels and rounded as printed.

Reference: Cole TJ, Altman DG. Statistics Notes: What is a percentage difference? BMJ 2017;358:j3663.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="200", b="250", p=("25%", "percent_change(a, b)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(a="200", b="250", p=("20%", "percent_change(a, b)")))]
['100 × 250 / 200 − 100 = 25']
"""

from fbss_analysis.answers import follow
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="change",
    rung=Rung.RECOMPUTED,
    question="Is the printed change what the level before and the level after give?",
    reference="Cole & Altman 2017",
    find=follow("change", lambda _, root: root in ("percent_change", "percent_fall", "percent_left")),
    derives=True,
)

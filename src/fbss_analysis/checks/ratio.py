"""Ratio: is the factor what the two figures give?

"Doubled" is a number too: it says that the later figure is about twice the earlier. The words and their widths stand
in the hedge table (reported.HEDGES): doubled 1.75 to 2.25, nearly doubled 1.67 to 2.

Reference: Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="5.0%", b="9.8%", f=("doubled", "ratio(b, a)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(a="5.4%", b="8.4%", f=("nearly doubled", "ratio(b, a)")))]
['8.4 / 5.4 = 1.55556']
"""

from fbss_analysis.answers import follow, is_ratio
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="ratio",
    rung=Rung.RECOMPUTED,
    question="Is the factor what the two figures give?",
    reference="Lakoff 1973",
    find=follow("ratio", lambda claim, root: root == "ratio" and not is_ratio(claim)),
    derives=True,
)

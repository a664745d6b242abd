"""Restatement: is a repeated figure still the same figure?

A number told twice is one piece of evidence told twice. The second telling has to agree with the first once its own
rounding and hedge are allowed for; it is never counted as independent support.

Reference: Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="49.8%", b=("half", "a")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(a="36%", b=("half", "a")))]
['36']
"""

from fbss_analysis.answers import follow, is_ratio
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="restatement",
    rung=Rung.RECOMPUTED,
    question="Is the repeated figure still the same figure?",
    reference="Lakoff 1973",
    find=follow("restatement", lambda claim, root: root == "same" and not is_ratio(claim)),
    derives=True,
)

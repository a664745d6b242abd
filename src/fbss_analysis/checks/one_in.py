"""One in N: does "1 in N" tell the percentage that it stands for?

"1 in 12" is easier to picture than 8.3%, and coarser: N is a whole number, so it stands for N ± 0.5, and for N ± 1
after "about". A ratio is compared with its percentage inside that interval.

Reference: Gigerenzer G, Edwards A. Simple tools for understanding risks. BMJ 2003;327:741-744.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(p="11%", r=("1 out of 9", "p")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(p="8.4%", r=("1 in 20", "p")))]
['8.4']
"""

from fbss_analysis.answers import follow, is_ratio
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="one_in",
    rung=Rung.RECOMPUTED,
    question="Does the ratio tell the percentage that it stands for?",
    reference="Gigerenzer & Edwards 2003",
    find=follow("one_in", lambda claim, root: is_ratio(claim) or root == "one_in"),
    derives=True,
)

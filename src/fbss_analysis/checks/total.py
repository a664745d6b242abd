"""Total: is the whole the sum of its parts?

Rounded parts need not add up to a rounded whole: each brings half a unit of its last digit, so four parts may miss
the total by two units. Only a total that no true parts can give is called inconsistent.

Reference: Mosteller F, Youtz C, Zahn D. The distribution of sums of rounded percentages. Demography 1967;4:850-858.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="11%", b="28%", t=("40%", "a + b")))]
['consistent']
>>> [finding.formula for finding in CHECK.find(sketch(a="88", b="12", t=("110", "a + b")))]
['88 + 12 = 100']
"""

from fbss_analysis.answers import follow, is_ratio
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="total",
    rung=Rung.RECOMPUTED,
    question="Is the whole the sum of its parts?",
    reference="Mosteller, Youtz & Zahn 1967",
    find=follow("total", lambda claim, root: root == "total" and not is_ratio(claim)),
    derives=True,
)

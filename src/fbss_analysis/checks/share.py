"""Share: is the percentage what the count out of the whole gives?

A count, a whole and a percentage are three numbers of which two give the third; a slip of the pen, a stale
denominator or a rounding in the wrong direction shows at once. The share is worked out exactly and rounded as
printed.

Reference: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(n="500", k="112", p=("22.4%", "percent(k, n)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(n="500", k="112", p=("24.2%", "percent(k, n)")))]
['100 × 112 / 500 = 22.4']
"""

from fbss_analysis.answers import follow
from fbss_analysis.schema import Check, Rung

CHECK = Check(
    name="share",
    rung=Rung.RECOMPUTED,
    question="Is the percentage what the count out of the whole gives?",
    reference="Brown & Heathers 2017",
    find=follow("share", lambda _, root: root == "percent"),
    derives=True,
)

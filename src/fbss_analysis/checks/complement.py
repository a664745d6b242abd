"""Complement: do a figure and what is left of the whole agree with what is told?

Those with and those without an outcome make the whole, so a figure told for one side fixes the other. As a derivation
the complement gives the figure anew; as a comparison it is what some parts leave of a hundred, held against the figure
told for the rest. Where nothing is told for the rest, the complement is worked out and stays open.

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, chapter 2.

>>> from fbss_analysis.answers import sketch
>>> [finding.verdict.value for finding in CHECK.find(sketch(a="30%", b=("70%", "complement(a)")))]
['reproduced']
>>> [finding.formula for finding in CHECK.find(sketch(a="30%", b=("60%", "complement(a)")))]
['100 − 30 = 70']
"""

from collections.abc import Iterator

from fbss_analysis.answers import brackets, figure, follow
from fbss_analysis.printed.interval import Interval, show, total
from fbss_analysis.questions import Asked, compare, either, extent, printed
from fbss_analysis.schema import Article, Check, Finding, Rung, Verdict

NAME = "complement"
HUNDRED = Interval.point(100)
_derived = follow(NAME, lambda _, root: root == NAME)


def find(article: Article) -> Iterator[Finding]:
    """Work out the derivations, then the comparisons."""
    yield from _derived(article)
    yield from compare(NAME, ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """What the parts leave of a hundred, and whether it meets the whole."""
    left = HUNDRED - total(printed(part) for part in asked.parts)
    shown = show(left.low) if left.is_point else brackets(left)
    formula = f"100 − {' − '.join(figure(part) for part in asked.parts)} = {shown}"
    whole = asked.whole
    if whole is None:
        message = f"{shown} percent are left, which is not printed, nor who they are."
        yield asked.answer(NAME, Verdict.INDETERMINATE, message, expected=shown, formula=formula)
    elif either(lambda r: (HUNDRED - total(extent(part, r) for part in asked.parts)).meets(extent(whole, r))):
        message = f"{shown} percent are left, which agrees with {figure(whole)}."
        yield asked.answer(NAME, Verdict.CONSISTENT, message, expected=shown, formula=formula)
    else:
        message = f"{shown} percent are left, which does not agree with {figure(whole)}."
        yield asked.answer(NAME, Verdict.INCONSISTENT, message, expected=shown, formula=formula)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do the figure and what is left of the whole agree with what is told?",
    reference="Moore, Kearfott & Cloud 2009",
    find=find,
    derives=True,
)

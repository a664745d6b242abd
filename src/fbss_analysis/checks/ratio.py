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

from collections.abc import Iterator

from fbss_analysis.answers import brackets, figure, follow, is_ratio
from fbss_analysis.derivation import derive_all
from fbss_analysis.printed.interval import show
from fbss_analysis.questions import Asked, compare, extent, printed
from fbss_analysis.schema import Article, Check, Finding, Rung

NAME = "ratio"
_derived = follow(NAME, lambda claim, root: root == NAME and not is_ratio(claim))


def find(article: Article) -> Iterator[Finding]:
    """Work out the derivations, then the factors told of a first and a later figure (`growth`)."""
    yield from _derived(article)
    yield from compare("growth", ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """The later figure by the earlier one, and whether that is the factor that is told."""
    if len(asked.parts) != 2 or not asked.whole or not asked.whole.reported or 0 in extent(asked.parts[0]):
        return
    first, later = asked.parts
    numbers = {"first": first.reported, "later": later.reported}
    derived = derive_all("ratio(later, first)", {name: number for name, number in numbers.items() if number})[0]
    allowed, value = brackets(asked.whole.reported.interval()), show((printed(later) / printed(first)).low, 4)
    message = f"{derived}, {brackets(derived.interval)} with rounding; {figure(asked.whole)} stands for {allowed}."
    yield asked.answer(NAME, derived.judge(asked.whole.reported), message, expected=value, formula=str(derived))


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is the factor what the two figures give?",
    reference="Lakoff 1973",
    find=find,
    derives=True,
)

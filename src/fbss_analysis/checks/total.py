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

from collections.abc import Iterator

from fbss_analysis.answers import answer, follow, is_ratio
from fbss_analysis.derivation import derive_all
from fbss_analysis.questions import Asked, compare
from fbss_analysis.schema import Article, Check, Finding, Rung

NAME = "total"
_derived = follow(NAME, lambda claim, root: root == NAME and not is_ratio(claim))


def find(article: Article) -> Iterator[Finding]:
    """Work out the derivations, then the sums that the text announces (`sum`)."""
    yield from _derived(article)
    yield from compare("sum", ask=ask)(article)


def ask(asked: Asked) -> Iterator[Finding]:
    """Whether the parts of a comparison give its whole, unless the whole's own derivation says so already."""
    named = {name: claim for name, claim in asked.article.named().items() if claim in asked.figures}
    names = [name for name in asked.comparison.parts if name in named]
    own = asked.whole is not None and asked.whole in asked.article.claims and not asked.whole.derivation
    if asked.whole and own and len(names) == len(asked.comparison.parts):
        numbers = {name: claim.reported for name, claim in named.items() if claim.reported}
        yield answer(NAME, asked.article, asked.whole, derive_all(" + ".join(names), numbers))


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Is the whole the sum of its parts?",
    reference="Mosteller, Youtz & Zahn 1967",
    find=find,
    derives=True,
)

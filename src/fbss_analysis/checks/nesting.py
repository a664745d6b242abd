"""Nesting: can one group lie within another, beside it, or must the two overlap?

Shares of the same people bound one another. Of 85% and 17.3% at least 2.3% are in both; 58% can be a part of 85%, 91%
cannot be a part of 45%. `nesting` asks whether each group fits into the next, `overlap` how much two groups must share,
`nested_or_disjoint` which of the two readings the figures allow where the text does not say.

Reference: Fréchet M. Généralisation du théorème des probabilités totales. Fundam Math 1935;25:379-387 (the bounds).

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("nesting", ["91%", "45%"]))]
['inconsistent']
>>> [f.expected for f in CHECK.find(sketch_comparison("overlap", ["85%", "17.3%"]))]
['2.3 to 17.3 percent in both']
"""

from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.answers import figure
from fbss_analysis.printed.interval import show
from fbss_analysis.questions import Asked, compare, either, extent, printed
from fbss_analysis.schema import Check, Claim, Finding, Rung, Verdict

NAME = "nesting"


def ask(asked: Asked) -> Iterator[Finding]:
    """Answer one comparison of two or more groups."""
    if len(asked.parts) > 1:
        answers = {"nesting": _nested, "overlap": _overlap, "nested_or_disjoint": _either_way}
        yield answers[asked.comparison.check](asked)


def _fits(inner: Claim, outer: Claim) -> bool:
    return either(lambda rounding: extent(inner, rounding).low <= extent(outer, rounding).high)


def _room(asked: Asked) -> bool:
    """Whether the groups fit side by side into a hundred percent."""
    return either(lambda rounding: sum(extent(part, rounding).low for part in asked.parts) <= 100)


def _nested(asked: Asked) -> Finding:
    fits = all(_fits(inner, outer) for inner, outer in pairwise(asked.parts))
    shown = " ≤ ".join(figure(part) for part in asked.parts)
    message = f"{shown}: " + (
        "each group can lie within the next." if fits else "the smaller group exceeds the larger."
    )
    return asked.answer(NAME, Verdict.CONSISTENT if fits else Verdict.INCONSISTENT, message, formula=shown)


def _overlap(asked: Asked) -> Finding:
    """The Fréchet bounds of the share in both of two groups; a forced overlap is odd at most."""
    first, second = (printed(part) for part in asked.parts[:2])
    least, most = max(first.low + second.low - 100, first.low * 0), min(first.high, second.high)
    verdict = Verdict.CONSISTENT if least > 0 else Verdict.INDETERMINATE
    message = f"Between {show(least)} and {show(most)} percent are in both groups: " + (
        "some must be." if least > 0 else "the figures do not say whether any are."
    )
    formula = " + ".join(figure(part) for part in asked.parts[:2]) + " − 100"
    bounds = f"{show(least)} to {show(most)} percent in both"
    return asked.answer(NAME, verdict, message, expected=bounds, formula=formula)


def _either_way(asked: Asked) -> Finding:
    nested, beside = all(_fits(a, b) for a, b in pairwise(asked.parts)), _room(asked)
    verdict = Verdict.INDETERMINATE if nested and beside else Verdict.CONSISTENT
    if not nested and not beside:
        verdict = Verdict.INCONSISTENT
    words = {(True, True): "both", (True, False): "only one within the other", (False, True): "only side by side"}
    readings = words.get((nested, beside), "neither one within the other nor side by side")
    message = f"The figures allow {readings}; the text does not say which is meant."
    formula = ", ".join(figure(part) for part in asked.parts)
    return asked.answer(NAME, verdict, message, expected="nested or disjoint", formula=formula)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Can one group lie within another, beside it, or must the two overlap?",
    reference="Fréchet 1935",
    find=compare("nesting", "overlap", "nested_or_disjoint", ask=ask),
)

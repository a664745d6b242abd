"""Mixture: can the overall figure be a mean of its subgroups, and which weights would that take?

An overall rate is the mean of its subgroups' rates, weighted by their sizes. With the sizes unknown it must at least
lie between the lowest and the highest, and the rounding intervals say which share each can have: `mixture` asks
for both. `mixture_weights` works the mean out with weights told elsewhere (rate and weight in turn), which settles
nothing where they are those of other people. For cumulative incidences a mixture is a screen: with unequal censoring it
is exact only nearly.

Reference: Keiding N, Clayton D. Standardization and control for confounding in observational studies: a historical
perspective. Stat Sci 2014;29:529-558.

>>> from fbss_analysis.questions import sketch_comparison
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("mixture", ["20.6%", "12.6%", "18.6%"], "18.4%"))]
['consistent', 'indeterminate']
>>> [f.verdict.value for f in CHECK.find(sketch_comparison("mixture", ["20.6%", "22.6%"], "18.4%"))]
['inconsistent']
"""

from collections.abc import Iterator
from functools import reduce

from fbss_analysis.answers import brackets, figure
from fbss_analysis.models.consistency import mixture
from fbss_analysis.printed.interval import Bound, Interval, show, total
from fbss_analysis.questions import Asked, compare, extent, printed
from fbss_analysis.reported import ROUNDINGS
from fbss_analysis.schema import Check, Claim, Finding, Rung, Verdict

NAME = "mixture"


def ask(asked: Asked) -> Iterator[Finding]:
    """Answer one comparison of subgroups with their whole."""
    if asked.whole is None or len(asked.parts) < 2:
        return
    if asked.comparison.check == "mixture":
        yield from _mixed(asked)
    elif len(asked.parts) % 2 == 0:
        yield _weighted(asked)


def _mixed(asked: Asked) -> Iterator[Finding]:
    assert asked.whole is not None
    mixed = mixture(_both(asked.whole), [_both(part) for part in asked.parts])
    groups = ", ".join(figure(part) for part in asked.parts)
    formula = f"least({groups}) ≤ {figure(asked.whole)} ≤ greatest({groups})"
    hull = brackets(mixed.hull)
    if not mixed.feasible:
        message = f"{figure(asked.whole)} lies outside its subgroups ({hull}): no weights give it."
        yield asked.answer(NAME, Verdict.INCONSISTENT, message, expected=hull, formula=formula)
        return
    message = f"{figure(asked.whole)} lies within its subgroups ({hull})."
    yield asked.answer(NAME, Verdict.CONSISTENT, message, expected=hull, formula=formula)
    shares = zip(asked.parts, mixed.weights, strict=True)
    told = "; ".join(
        f"{figure(part)} {_percent(weight.low)} to {_percent(weight.high)}%" for part, weight in shares if weight
    )
    message = f"The shares that the subgroups can have: {told}. They are not printed and would settle it."
    yield asked.answer(
        NAME, Verdict.INDETERMINATE, message, expected=told, formula=f"mean({groups}) = {figure(asked.whole)}"
    )


def _both(claim: Claim) -> Interval:
    """The values of a figure under either rounding rule."""
    return reduce(Interval.hull, (extent(claim, rounding) for rounding in ROUNDINGS))


def _percent(weight: Bound) -> str:
    return f"{100 * float(weight):.1f}"


def _weighted(asked: Asked) -> Finding:
    assert asked.whole is not None
    rates, weights = asked.parts[::2], asked.parts[1::2]
    products = (printed(rate) * printed(weight) for rate, weight in zip(rates, weights, strict=True))
    mean = total(products) / total(printed(weight) for weight in weights)
    pairs = " + ".join(f"{figure(r)} × {figure(w)}" for r, w in zip(rates, weights, strict=True))
    formula = f"({pairs}) / ({' + '.join(figure(w) for w in weights)})"
    value = show(mean.low, 4)
    message = (
        f"With those weights the mean would be {value}, beside {figure(asked.whole)}; "
        "weights of another group of people neither confirm nor refute it."
    )
    return asked.answer(NAME, Verdict.INDETERMINATE, message, expected=value, formula=formula)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Can the overall figure be a mean of its subgroups, and with which weights?",
    reference="Keiding & Clayton 2014",
    find=compare("mixture", "mixture_weights", ask=ask),
)

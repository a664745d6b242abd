"""Linear feasibility that is proved: HiGHS proposes in floats, fractions decide.

A solver in floats accepts what misses by its tolerance: that 12% of 8 can be one patient, say, although 12.5 prints as
13. So nothing that it says is taken on trust. "Feasible" needs values that fit, computed as fractions: the free
unknowns are taken from the solver's answer, the others from the equations, and every set is asked. "Infeasible" needs
multipliers of the equations (Farkas): their combination is zero for all values that add up, and cannot be zero for
values from the sets, which interval arithmetic with open and closed ends decides. Where neither is found the answer is
None.

References: Huangfu Q, Hall JAJ. Parallelizing the dual revised simplex method. Math Program Comput 2018;10:119-142
(HiGHS). Schrijver A. Theory of Linear and Integer Programming. Wiley 1986, section 7.3 (Farkas' lemma). Applegate DL,
Cook W, Dash S, Espinoza DG. Exact solutions to linear programming problems. Oper Res Lett 2007;35:693-699.

>>> one = Interval.of(1, 2, high_closed=False)
>>> solve({"a": one, "b": one, "sum": Interval.point(4)}, [("sum", ["a", "b"])]).feasible
False
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from fbss_analysis.printed.interval import Interval, total

Equation = dict[str, Fraction]  # coefficients of unknowns whose combination is zero
Sum = tuple[str, Sequence[str]]
_DENOMINATORS = (1, 1_000, 10**6, 10**9)  # tried in turn, the plainest fraction first


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether values fit that add up: such values, or the totals that cannot hold together, and how it was found.

    `feasible` is None where neither could be proved.
    """

    feasible: bool | None
    witness: Mapping[str, Fraction]
    conflict: tuple[str, ...]
    method: str


def solve(sets: Mapping[str, Interval], sums: Sequence[Sum], *, whole_numbers: bool = False) -> Feasibility:
    """Whether one value from each set can be chosen so that each total is the sum of its parts; proved in fractions.

    `sums` are pairs of a total and its parts, and each name in them has a set. With `whole_numbers` the values are
    whole, and the sets must be closed with whole ends. Source: Schrijver 1986 (Farkas), Applegate et al. 2007.
    """
    equations = [_equation(name, parts) for name, parts in sums]
    values, multipliers = _propose(sets, equations, whole_numbers)
    for limit in _DENOMINATORS[: 1 if whole_numbers else None]:
        witness = _complete(values, equations, limit)
        if all(value in sets[name] for name, value in witness.items()) and len(witness) == len(sets):
            return Feasibility(True, witness, (), "linear programme")
    for limit in _DENOMINATORS:
        weights = [Fraction(y).limit_denominator(limit) for y in multipliers]
        if _refute(weights, equations, sets):
            conflict = dict.fromkeys(name for (name, _), weight in zip(sums, weights, strict=True) if weight)
            return Feasibility(False, {}, tuple(conflict), "linear programme")
    return Feasibility(None, {}, (), "linear programme")


def _equation(name: str, parts: Sequence[str]) -> Equation:
    return _combine([(Fraction(1), {name: Fraction(1)}), *((Fraction(-1), {part: Fraction(1)}) for part in parts)])


def _combine(terms: Sequence[tuple[Fraction, Equation]]) -> Equation:
    """The weighted sum of equations, without what cancels."""
    result: Equation = {}
    for weight, equation in terms:
        for name, coefficient in equation.items():
            result[name] = result.get(name, Fraction(0)) + weight * coefficient
    return {name: coefficient for name, coefficient in result.items() if coefficient}


def _propose(
    sets: Mapping[str, Interval], equations: Sequence[Equation], whole_numbers: bool
) -> tuple[dict[str, float], list[float]]:
    """Values that may fit (none where no whole ones were found), and multipliers that may refute that any do."""
    column = {name: j for j, name in enumerate(sets)}
    matrix = np.zeros((len(equations), len(sets)))
    for i, equation in enumerate(equations):
        for name, coefficient in equation.items():
            matrix[i, column[name]] = float(coefficient)
    found = _least_violation(list(sets.values()), matrix)
    largest = max(np.abs(found.eqlin.marginals).max(initial=0), 1e-300)
    values = found.x
    if whole_numbers:
        ends = Bounds([float(s.low) for s in sets.values()], [float(s.high) for s in sets.values()])
        adding = LinearConstraint(matrix, 0, 0)
        values = milp(np.zeros(len(sets)), integrality=np.ones(len(sets)), bounds=ends, constraints=adding).x
    proposed = {} if values is None else dict(zip(sets, values.tolist(), strict=False))
    return proposed, (found.eqlin.marginals / largest).tolist()


def _least_violation(sets: Sequence[Interval], matrix: npt.NDArray[np.float64]) -> Any:
    """HiGHS on the relaxed problem, which always has a solution.

    Two unknowns are added: s, by how much values may miss their sets, and t up to 1, how far they keep from open ends.
    It maximises t - M s, with M large enough that s is 0 where the closed sets allow it.
    """
    k = len(sets)
    rows, limits = [], []
    for j, interval in enumerate(sets):
        for sign, end, closed in (
            (-1.0, interval.low, interval.low_closed),
            (1.0, interval.high, interval.high_closed),
        ):
            if isinstance(end, Fraction):
                row = np.zeros(k + 2)
                row[j], row[k], row[k + 1] = sign, float(not closed), -1.0
                rows.append(row)
                limits.append(sign * float(end))
    equal = np.hstack([matrix, np.zeros((len(matrix), 2))])
    cost = np.array([0.0] * k + [-1.0, 4.0 * (k + 1)])
    bounds = [(None, None)] * k + [(0, 1), (0, None)]
    inside = {"A_ub": np.array(rows), "b_ub": np.array(limits)} if rows else {}
    return linprog(cost, A_eq=equal, b_eq=np.zeros(len(matrix)), bounds=bounds, method="highs", **inside)


def _complete(values: Mapping[str, float], equations: Sequence[Equation], limit: int) -> dict[str, Fraction]:
    """The proposed values as fractions with a denominator up to `limit`; what equations fix is taken from these."""
    exact = {name: Fraction(value).limit_denominator(limit) for name, value in values.items()}
    if exact:
        solved = _eliminate(equations)
        for name, equation in solved.items():
            exact[name] = sum((-c * exact[other] for other, c in equation.items() if other != name), Fraction(0))
    return exact


def _eliminate(equations: Sequence[Equation]) -> dict[str, Equation]:
    """Gauss-Jordan: for each of some unknowns an equation in which its coefficient is 1 and no other of them occurs."""
    solved: dict[str, Equation] = {}
    for given in equations:
        equation = _combine(
            [(Fraction(1), given), *((-given.get(name, Fraction(0)), row) for name, row in solved.items())]
        )
        if equation:
            name = next(iter(equation))
            equation = _combine([(1 / equation[name], equation)])
            solved = {n: _combine([(Fraction(1), r), (-r.get(name, Fraction(0)), equation)]) for n, r in solved.items()}
            solved[name] = equation
    return solved


def _refute(weights: Sequence[Fraction], equations: Sequence[Equation], sets: Mapping[str, Interval]) -> bool:
    """Whether this combination of the equations, which must be zero, cannot be zero for values from the sets."""
    combined = _combine(list(zip(weights, equations, strict=True)))
    return 0 not in total(Interval.point(c) * sets[name] for name, c in combined.items())

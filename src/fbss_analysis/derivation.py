"""How a reported number follows from others: small arithmetic expressions over claim names, in interval arithmetic.

An analyst writes `derivation = "percent(candidates, cases)"` beside a claim. The expression is parsed by `ast`, never
evaluated as Python: names, numbers, + − × ÷, `or` between alternative readings, and the functions of `FUNCTIONS`. It is
worked out three times: with the printed values, and with the rounding intervals under half-up and under half-even. A
printed figure is reproduced where the printed values give it again, inconsistent where no true values could.

A name that stands twice in an expression is treated as two independent quantities, which can only widen the result; the
functions below are written so that each operand stands once (percent_change(a, b) is 100 b/a − 100).

Reference: Moore RE, Kearfott RB, Cloud MJ. Introduction to Interval Analysis. SIAM 2009, section 4.3 (dependency).

>>> from fbss_analysis.reported import parse
>>> share = derive("percent(k, n)", {"k": parse("112"), "n": parse("500")})
>>> str(share), share.judge(parse("22.4%")).value
('100 × 112 / 500 = 22.4', 'reproduced')
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from fbss_analysis.printed.interval import Interval, show, total
from fbss_analysis.printed.widths import HEDGES
from fbss_analysis.reported import HALF_EVEN, HALF_UP, ROUNDINGS, ReportedNumber
from fbss_analysis.schema import InputError, Verdict

HUNDRED = Interval.point(100)


def _conditional(early: Interval, late: Interval) -> Interval:
    """Risk between two horizons of those free of the event at the first: 100 (1 − (100 − late) / (100 − early))."""
    return HUNDRED - HUNDRED * ((HUNDRED - late) / (HUNDRED - early))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the derivation language: how many operands, what it computes, and how it is written out."""

    arity: int | None
    apply: Callable[..., Interval]
    written: str


FUNCTIONS: Mapping[str, Function] = {
    "percent": Function(2, lambda k, n: HUNDRED * k / n, "100 × {0} / {1}"),
    "percent_of": Function(2, lambda p, n: p * n / HUNDRED, "{0} × {1} / 100"),
    "percent_change": Function(2, lambda a, b: HUNDRED * (b / a) - HUNDRED, "100 × {1} / {0} − 100"),
    "percent_fall": Function(2, lambda a, b: HUNDRED - HUNDRED * (b / a), "100 − 100 × {1} / {0}"),
    "percent_left": Function(2, lambda a, b: HUNDRED * (b / a), "100 × {1} / {0}"),
    "ratio": Function(2, lambda a, b: a / b, "{0} / {1}"),
    "difference": Function(2, lambda a, b: a - b, "{0} − {1}"),
    "complement": Function(1, lambda p: HUNDRED - p, "100 − {0}"),
    "one_in": Function(1, lambda p: HUNDRED / p, "100 / {0}"),
    "conditional": Function(2, _conditional, "100 × (1 − (100 − {1}) / (100 − {0}))"),
    "total": Function(None, lambda *parts: total(parts), " + "),
}
_OPERATORS: Mapping[type[ast.operator], tuple[Callable[[Interval, Interval], Interval], str, str]] = {
    ast.Add: (operator.add, "+", "total"),
    ast.Sub: (operator.sub, "−", "difference"),
    ast.Mult: (operator.mul, "×", "product"),
    ast.Div: (operator.truediv, "/", "ratio"),
}


@dataclass(frozen=True, slots=True)
class Derived:
    """What an expression gives: the value from the printed numbers, and one interval per rounding rule."""

    expression: str
    written: str
    point: Fraction
    intervals: Mapping[str, Interval]
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.written if self.written == show(self.point) else f"{self.written} = {show(self.point)}"

    @property
    def interval(self) -> Interval:
        """The values allowed under either rounding rule."""
        return self.intervals[HALF_UP].hull(self.intervals[HALF_EVEN])

    def allows(self, reported: ReportedNumber) -> bool:
        """Whether some true values print as all the numbers do, under one rounding rule for all of them."""
        return any(self.intervals[rounding].meets(reported.interval(rounding)) for rounding in ROUNDINGS)

    def judge(self, reported: ReportedNumber) -> Verdict:
        """Reproduced where the printed values give the figure again, inconsistent where no true values could."""
        if not self.allows(reported):
            return Verdict.INCONSISTENT
        return Verdict.REPRODUCED if prints_as(self.point, reported) else Verdict.CONSISTENT


def prints_as(value: Fraction, reported: ReportedNumber) -> bool:
    """Whether `value` is printed exactly so; a bound such as "over 60" is met by any value from the printed one on."""
    hedge = HEDGES[reported.hedge]
    if hedge.name != "none":
        beyond = value >= reported.point if hedge.above == math.inf else value <= reported.point
        return hedge.is_bound and beyond
    if reported.parts:
        k, n = reported.parts
        return value != 0 and _rounded(100 * k / value, 0, ROUND_HALF_UP) == n
    exact = reported.value
    return any(_rounded(value, reported.decimals, rule) == exact for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def _rounded(value: Fraction, decimals: int, rule: str) -> Decimal:
    scaled = value * 10**decimals
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rule == ROUND_HALF_UP or floor % 2 == 1))
    return Decimal(floor + up).scaleb(-decimals)


def names(expression: str) -> tuple[str, ...]:
    """The claim names an expression uses, in order, each once; an InputError says what cannot be read."""
    return tuple(dict.fromkeys(name for tree in _alternatives(expression) for name in _used(tree)))


@lru_cache(maxsize=4096)
def root(expression: str) -> str:
    """The function at the root of the first alternative (percent, total, ...) or the name of its operation."""
    tree = _alternatives(expression)[0]
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return tree.func.id
    if isinstance(tree, ast.BinOp):
        return _OPERATORS[type(tree.op)][2]
    return "same"


def derive(expression: str, operands: Mapping[str, ReportedNumber]) -> Derived:
    """Work out the first alternative of `expression`; see `derive_all`."""
    return derive_all(expression, operands)[0]


def derive_all(expression: str, operands: Mapping[str, ReportedNumber]) -> tuple[Derived, ...]:
    """Work out every alternative of `expression` over the named numbers.

    An unknown name, an unknown function, a wrong number of operands or a divisor that may be zero is an InputError.
    """
    return tuple(_derive(tree, expression, operands) for tree in _alternatives(expression))


def _derive(tree: ast.expr, expression: str, operands: Mapping[str, ReportedNumber]) -> Derived:
    used = tuple(dict.fromkeys(_used(tree)))
    points = {name: Interval.point(_operand(name, operands, expression).point) for name in used}
    boxes = {rule: {name: operands[name].interval(rule) for name in used} for rule in ROUNDINGS}
    try:
        point = _evaluate(tree, points)
        intervals = {rule: _evaluate(tree, box) for rule, box in boxes.items()}
    except ZeroDivisionError as error:
        raise InputError(
            f"the derivation {expression!r} divides by zero: {error}", todo="name another divisor"
        ) from None
    texts = {name: _bare(operands[name]) for name in used}
    return Derived(expression, _write(tree, texts), Fraction(point.low), intervals, used)


@lru_cache(maxsize=1024)
def _alternatives(expression: str) -> list[ast.expr]:
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise InputError(f"the derivation {expression!r} cannot be read: {error.msg}", todo=_LANGUAGE) from None
    trees = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) else [tree]
    for alternative in trees:
        _require_known(alternative, expression)
    return trees


def _require_known(tree: ast.expr, expression: str) -> None:
    """Refuse whatever is not in the language, before anything is worked out."""
    if _is_name(tree) or (isinstance(tree, ast.Constant) and type(tree.value) in (int, float)):
        return None
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return _require_known(tree.operand, expression)
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        _require_known(tree.left, expression)
        return _require_known(tree.right, expression)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
        function = FUNCTIONS.get(tree.func.id)
        if function and function.arity in (None, len(tree.args)) and tree.args:
            for argument in tree.args:
                _require_known(argument, expression)
            return None
    raise InputError(f"the derivation {expression!r} uses {ast.unparse(tree)!r}, which is not known", todo=_LANGUAGE)


_LANGUAGE = f"use claim names, numbers, + - * /, or, and {', '.join(FUNCTIONS)} with their operands"


def _operand(name: str, operands: Mapping[str, ReportedNumber], expression: str) -> ReportedNumber:
    if name not in operands:
        known = ", ".join(sorted(operands)) or "none"
        raise InputError(
            f"the derivation {expression!r} names {name!r}, which no claim is called", todo=f"known: {known}"
        )
    return operands[name]


def _is_name(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id not in FUNCTIONS
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)


def _used(tree: ast.AST) -> Iterator[str]:
    """The claim names in a tree, from left to right; `other.cases` is one name."""
    if _is_name(tree):
        yield _name(tree)
    else:
        for child in ast.iter_child_nodes(tree):
            yield from _used(child)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    assert isinstance(node, ast.Name), "what is evaluated has been read, and holds names and what is made of them"
    return node.id


def _evaluate(tree: ast.expr, operands: Mapping[str, Interval]) -> Interval:
    match tree:
        case ast.Constant():
            return Interval.point(Fraction(str(tree.value)))
        case ast.UnaryOp():
            return -_evaluate(tree.operand, operands)
        case ast.BinOp():
            return _OPERATORS[type(tree.op)][0](_evaluate(tree.left, operands), _evaluate(tree.right, operands))
        case ast.Call(func=ast.Name(id=function)):
            return FUNCTIONS[function].apply(*(_evaluate(argument, operands) for argument in tree.args))
    return operands[_name(tree)]


def _bare(number: ReportedNumber) -> str:
    if number.parts:
        return f"{number.parts[0]}/{number.parts[1]}"
    if number.form == "fraction":
        return show(Fraction(number.value))
    return f"{number.value:,}" if number.value >= 10_000 else str(number.value)  # so that years stay years


def _write(tree: ast.expr, texts: Mapping[str, str]) -> str:
    """Write an expression with the printed figures in it; compound operands stand in parentheses."""
    match tree:
        case ast.Constant():
            return str(tree.value)
        case ast.UnaryOp():
            return f"−{_inner(tree.operand, texts)}"
        case ast.BinOp():
            sign = _OPERATORS[type(tree.op)][1]
            left = _write(tree.left, texts) if sign == "+" else _inner(tree.left, texts)
            return f"{left} {sign} {_inner(tree.right, texts)}"
        case ast.Call(func=ast.Name(id=function)):
            written = FUNCTIONS[function].written
            arguments = [_inner(argument, texts) for argument in tree.args]
            return written.format(*arguments) if "{0}" in written else written.join(arguments)
    return texts[_name(tree)]


def _inner(tree: ast.expr, texts: Mapping[str, str]) -> str:
    written = _write(tree, texts)
    return f"({written})" if isinstance(tree, ast.BinOp | ast.Call) else written

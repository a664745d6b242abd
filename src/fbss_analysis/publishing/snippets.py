"""A line of Python for the doubter: what the ledger says of a figure, computed again with the standard library alone.

The line is written from the formula of the finding, not from its result, and what it must print is taken from the
ledger; the tests run every line in a bare interpreter and compare. A formula that is arithmetic is evaluated in
fractions; a formula that asks for whole people is answered by trying all of them; a figure without a formula is told as
the values that print so.

>>> snippet("100 × 112 / 500 = 22.4").code
'from fractions import Fraction as F; print(f"{float(100 * F(112) / F(500)):.6g}")'
>>> snippet("100 × k / 134 = 56.4%").prints
'[]'
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from fbss_analysis.models.denominators import joint_denominators
from fbss_analysis.models.grim import grim_counts
from fbss_analysis.printed.interval import show
from fbss_analysis.reported import parse
from fbss_analysis.schema import Claim, Finding, Kind, Rung

IMPORT = "from fractions import Fraction as F; "
_SIGNS = str.maketrans({"×": "*", "−": "-", "÷": "/"})
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:/\d+|(?:\.\d+)?%?)(?!\w)")
_GRIM = re.compile(r"100 × k / (?P<n>[\d,]+) = (?P<share>[\d.]+)\s?%")
_COUNTS = re.compile(r"(?P<share>[\d.]+)\s?% × (?P<n>[\d,]+) / 100")
_JOINT = re.compile(r"N ≤ (?P<n>[\d,]+) with whole counts for (?P<shares>.+)")
_RESULT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of Python, what it must print, and what that is in words."""

    code: str
    prints: str
    about: str


def line(claim: Claim, findings: Iterable[Finding], formula: str) -> Snippet | None:
    """The line for a claim: of the formula that decides, else of another of its findings, else of its print."""
    formulas = [formula, *(f.formula for f in findings if f.rung is Rung.RECOMPUTED)]
    made = (snippet(each) for each in dict.fromkeys(filter(None, formulas)))
    return next((each for each in made if each), None) or of_print(claim)


def snippet(formula: str) -> Snippet | None:
    """The line of one formula; None where it is no computation (two dates, two names)."""
    for make in (_grim, _joint, _counts, _arithmetic):
        for found in make(formula):
            return found
    return None


def of_print(claim: Claim) -> Snippet | None:
    """What a print stands for: a percentage with half a unit of its last digit to both sides, a ratio in percent."""
    number = claim.reported
    if number is not None and number.parts:
        code = f'{IMPORT}print(f"{{float(100 * F({number.parts[0]}, {number.parts[1]})):.6g}}")'
        return Snippet(code, show(number.point), "the printed ratio in percent")
    plain = number is not None and number.form == "decimal" and number.hedge == "none"
    if number is None or not plain or claim.reported_high is not None or claim.mention.kind is not Kind.PERCENT:
        return None
    half = Decimal(5).scaleb(-number.decimals - 1)
    code = (
        f'from decimal import Decimal as D; print(D("{number.value}") - D("{half}"), D("{number.value}") + D("{half}"))'
    )
    return Snippet(code, f"{number.value - half} {number.value + half}", "the values that print so")


def _arithmetic(formula: str) -> Iterator[Snippet]:
    left, _, right = formula.partition(" = ")
    result = _RESULT.fullmatch(right.strip().replace("−", "-"))
    code = _NUMBER.sub(_fraction, left.translate(_SIGNS))
    if result and re.search(r"[-+*/]", code) and _is_arithmetic(code):
        yield Snippet(f'{IMPORT}print(f"{{float({code}):.6g}}")', result[0].replace(",", ""), "the value that follows")


def _fraction(match: re.Match[str]) -> str:
    digits = match[0].replace(",", "").rstrip("%")
    if digits in ("100", "1"):
        return digits
    return f"F({digits})" if digits.isdigit() else f"F('{digits}')"


def _is_arithmetic(code: str) -> bool:
    """Whether nothing but numbers, fractions and the four operations stands in an expression."""
    try:
        tree = ast.parse(code, mode="eval")
    except SyntaxError:
        return False
    allowed = (
        ast.Expression,
        ast.BinOp,
        ast.UnaryOp,
        ast.operator,
        ast.unaryop,
        ast.Constant,
        ast.Call,
        ast.Name,
        ast.Load,
    )
    known = all(node.id == "F" for node in ast.walk(tree) if isinstance(node, ast.Name))
    return known and all(isinstance(node, allowed) for node in ast.walk(tree)) and "F(" in code


def _within(share: str, n: str) -> str:
    """Python for: k of n prints as this share, rounded either way."""
    half = Decimal(5).scaleb(min(int(Decimal(share).as_tuple().exponent), 0) - 1)
    return f'abs(F(100 * k, {n}) - F("{share}")) <= F("{half}")'


def _grim(formula: str) -> Iterator[Snippet]:
    if match := _GRIM.fullmatch(formula):
        n = int(match["n"].replace(",", ""))
        code = f"{IMPORT}print([k for k in range({n + 1}) if {_within(match['share'], str(n))}])"
        yield Snippet(code, str(_counts_of(match["share"], n)), f"the counts of {n:,} that print so")


def _counts(formula: str) -> Iterator[Snippet]:
    if match := _COUNTS.fullmatch(formula):
        n = int(match["n"].replace(",", ""))
        code = f"{IMPORT}ks = [k for k in range({n + 1}) if {_within(match['share'], str(n))}]; print(ks[:1], ks[-1:])"
        found = _counts_of(match["share"], n)
        yield Snippet(code, f"{found[:1]} {found[-1:]}", f"the lowest and the highest count of {n:,} that print so")


def _counts_of(share: str, n: int) -> list[int]:
    return list(grim_counts(parse(f"{share}%"), n))


def _joint(formula: str) -> Iterator[Snippet]:
    match = _JOINT.fullmatch(formula)
    shares = re.findall(r"[\d.]+(?=\s?%)", match["shares"]) if match else []
    if match and len(shares) > 1:
        n = int(match["n"].replace(",", ""))
        tests = " and ".join(f"any({_within(share, 'n')} for k in range(n + 1))" for share in shares)
        found = joint_denominators([parse(f"{share}%") for share in shares], up_to=n)
        yield Snippet(
            f"{IMPORT}print([n for n in range(1, {n + 1}) if {tests}])", str(list(found)), "the groups that fit all"
        )

"""Respectively: do two lists that go together have one length and one order?

"30%, 15%, and 5% for the second, third, and fourth operation" needs three figures and three ordinals that rise; four
figures told in two pairs ("back and leg") are read pair by pair, and the pairs should differ in one direction.

Reference: Gawron JM, Kehler A. The semantics of respective readings, conjunction, and filler-gap dependencies.
Linguist Philos 2004;27:169-207.
"""

from collections.abc import Iterator
from itertools import pairwise

from fbss_analysis.answers import figure
from fbss_analysis.printed.interval import show
from fbss_analysis.printed.words import ORDINALS
from fbss_analysis.questions import Asked, compare, printed
from fbss_analysis.schema import Check, Claim, Finding, Rung, Verdict

NAME = "respectively"


def ask(asked: Asked) -> Iterator[Finding]:
    """Read figures with bound ordinals as a list with its ordinals, others as two halves that go together."""
    if len(asked.parts) < 2:
        return
    if any(_rank(part) is not None for part in asked.parts):
        yield _aligned(asked)
    elif len(asked.parts) % 2 == 0:
        yield _paired(asked)


def _aligned(asked: Asked) -> Finding:
    ranks = [_rank(part) for part in asked.parts]
    in_text = [part.mention.start for part in asked.parts]
    rising = None not in ranks and all(a < b for a, b in pairwise(rank for rank in ranks if rank is not None))
    ok = rising and in_text == sorted(in_text)
    shown = ", ".join(figure(part) for part in asked.parts)
    message = f"{len(asked.parts)} figures ({shown}) and {len([r for r in ranks if r is not None])} ordinals" + (
        ", in the same order." if ok else ", not in the same order."
    )
    return asked.answer(NAME, Verdict.REPRODUCED if ok else Verdict.INCONSISTENT, message, formula=shown)


def _paired(asked: Asked) -> Finding:
    half = len(asked.parts) // 2
    pairs = list(zip(asked.parts[:half], asked.parts[half:], strict=True))
    gaps = [printed(second).low - printed(first).low for first, second in pairs]
    one_way = all(gap >= 0 for gap in gaps) or all(gap <= 0 for gap in gaps)
    shown = ", ".join(
        f"{figure(second)} − {figure(first)} = {show(gap)}" for (first, second), gap in zip(pairs, gaps, strict=True)
    )
    message = f"Pair by pair: {shown}; " + ("all in one direction." if one_way else "in both directions.")
    return asked.answer(NAME, Verdict.CONSISTENT if one_way else Verdict.INDETERMINATE, message, formula=shown)


def _rank(part: Claim) -> int | None:
    return next((ORDINALS[q.text.lower()] for q in part.qualifiers if q.text.lower() in ORDINALS), None)


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Do two lists that go together have one length and one order?",
    reference="Gawron & Kehler 2004",
    find=compare("respectively", ask=ask),
)

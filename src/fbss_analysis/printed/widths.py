"""What a hedge does to a printed number: one table of widths, and the words that name a hedge.

The widths are the project's convention and are stated in every finding that uses one. Words of measure are hedges too:
"half" of a group is told to the nearest five percent, "doubled" to a quarter either way, "1 in N" to half a unit of N.

Reference: Lakoff G. Hedges: a study in meaning criteria. J Philos Logic 1973;2:458-508 (hedges widen a set).

>>> rule_for("nearly", "multiplier")
'from 1.67 for a doubling, in proportion for others, and no more than the word says'
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Hedge:
    """What a hedge does to the set of values: `below` and `above` are units of the last printed non-zero digit.

    None keeps the rounding interval's end, infinity opens that side.
    """

    name: str
    below: float | None
    above: float | None
    rule: str

    @property
    def is_bound(self) -> bool:
        """Whether the hedge opens one side, as "over" and "up to" do."""
        return any(width is not None and math.isinf(width) for width in (self.below, self.above))


# The widths are the project's convention, stated in every finding that uses one; change one only with a reason.
HEDGES = MappingProxyType(
    {
        hedge.name: hedge
        for hedge in (
            Hedge("none", None, None, "as printed, with the rounding that its decimals allow"),
            Hedge("about", 1, 1, "one unit of the last printed non-zero digit on either side"),
            Hedge("estimated", 1, 1, "told as an estimate: one unit of the last printed non-zero digit on either side"),
            Hedge(
                "generally",
                1,
                1,
                "told as a general number: one unit of the last printed non-zero digit, or N to the nearest five",
            ),
            Hedge("nearly", 1, 0, "one unit of the last printed non-zero digit below, and no more than printed"),
            Hedge("over", None, math.inf, "at least the printed value, with no upper end"),
            Hedge("at_least", None, math.inf, "at least the printed value, with no upper end"),
            Hedge("up_to", -math.inf, None, "at most the printed value, with no lower end"),
            Hedge("no_more_than", -math.inf, None, "at most the printed value, with no lower end"),
            Hedge("under", -math.inf, None, "at most the printed value, with no lower end"),
        )
    }
)

# Words for a hedge, longest first where one begins another; extraction uses the same table.
HEDGE_WORDS = MappingProxyType(
    {
        "about": ("about", "roughly", "approximately", "approx.", "approx", "around", "circa", "some", "~", "≈"),
        "estimated": (
            "an estimated",
            "it is estimated that",
            "it's estimated that",
            "estimated",
            "estimates range from",
        ),
        "generally": ("generally", "in general", "as a rule of thumb"),
        "nearly": ("nearly", "almost", "close to", "just under", "not quite"),
        "over": ("more than", "greater than", "over", "above", "exceeding", "in excess of", "upwards of", ">"),
        "at_least": ("at least", "no less than", "no fewer than", "a minimum of", "≥", ">="),
        "up_to": ("up to", "as many as", "as much as", "as high as", "at most", "a maximum of", "≤", "<="),
        "no_more_than": ("no more than", "not more than"),
        "under": ("less than", "fewer than", "under", "below", "<"),
    }
)

# "Half" of a group of people is told to the nearest five percent, and a doubling to a quarter either way; "nearly
# doubled" reaches down to five thirds (printed 1.67) and not above two.
FRACTION_HALF_WIDTH = Fraction(5, 2)
MULTIPLIER_HALF_WIDTH = Fraction(1, 4)
NEARLY_MULTIPLIER_FROM = Decimal("1.67")
ONE_IN_SLACK = MappingProxyType({"generally": Fraction(5, 2)})  # "in general, 1 in 20": N to the nearest five

# How the words of measure are read, by the form of the number and the hedge; "" stands for any other hedge.
FORM_RULES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "one_in": {
            "": "N may be half a unit off",
            "about": "N may be one unit off",
            "estimated": "N may be one unit off",
            "generally": "N is told to the nearest five",
            "nearly": "N may be one unit more, and no less than printed",
        },
        "multiplier": {
            "": "a quarter either way for a doubling, in proportion for others",
            "nearly": "from 1.67 for a doubling, in proportion for others, and no more than the word says",
        },
        "fraction": {"": "told to the nearest five percent"},
    }
)


def rule_for(hedge: str, form: str) -> str:
    """The rule, in words, by which a number of this form is widened; "" where it stands as printed."""
    of_form = FORM_RULES.get(form, {})
    if hedge in of_form:
        return of_form[hedge]
    rules = [of_form.get("", ""), HEDGES[hedge].rule if hedge != "none" else ""]
    return "; ".join(rule for rule in rules if rule)

"""Number words: every number to 10,000 as it can be written, and where a number ends; and numbers mistyped."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from fbss_analysis.printed.mistyping import in_units, is_slip, slips_of
from fbss_analysis.printed.words import FRACTIONS, MULTIPLIERS, number_of_words

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
ONES_WORDS = [*ONES.split(), "eighteen", "nineteen"]
TENS_WORDS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(n: int, joint: str = " and ", hyphen: str = "-") -> str:
    """An English cardinal below a billion, written independently of the module."""
    if n < 20:
        return ONES_WORDS[n]
    if n < 100:
        return TENS_WORDS[n // 10] + (hyphen + ONES_WORDS[n % 10] if n % 10 else "")
    if n < 1000:
        rest = joint + spelled(n % 100, joint, hyphen) if n % 100 else ""
        return f"{ONES_WORDS[n // 100]} hundred{rest}"
    scale, word = (10**6, "million") if n >= 10**6 else (1000, "thousand")
    rest = (joint if 0 < n % scale < 100 else " ") + spelled(n % scale, joint, hyphen) if n % scale else ""
    return f"{spelled(n // scale, joint, hyphen)} {word}{rest}"


@pytest.mark.parametrize("joint", [" and ", " "])
@pytest.mark.parametrize("hyphen", ["-", " ", "‑"])
def test_every_number_to_ten_thousand(joint: str, hyphen: str) -> None:
    for n in range(10_001):
        text = spelled(n, joint, hyphen)
        assert number_of_words(text) == (n, len(text)), text
        assert number_of_words(text.capitalize() + " patients") == (n, len(text)), text


@pytest.mark.parametrize("n", [10_001, 99_999, 100_000, 102_047, 210_407, 999_999, 1_000_000, 1_200_005, 317_000_409])
def test_larger_numbers(n: int) -> None:
    assert number_of_words(spelled(n))[0] == n


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("twelve hundred", 1200, 14),
        ("hundred", 100, 7),
        ("thousand", 1000, 8),
        ("a hundred", 100, 9),
        ("a thousand and one nights", 1001, 18),
        ("a million", 1_000_000, 9),
        ("five hundred thousand", 500_000, 21),
        ("one thousand, two hundred and six", 1206, 33),
        ("two billion", 2_000_000_000, 11),
        ("  seven", 7, 7),
        ("ten-year", 10, 3),
        ("twenty-one-year-old", 21, 10),
        # where a number ends
        ("two, three", 2, 3),
        ("two thousand, five", 2000, 12),
        ("five and six", 5, 4),
        ("five six", 5, 4),
        ("twenty eleven", 20, 6),
        ("nineteen ninety", 19, 8),
        ("five. Six", 5, 4),
        ("one hundred and", 100, 11),
        ("one hundred and a few", 100, 11),
        ("zero one", 0, 4),
        ("three to five", 3, 5),
        # no number
        ("", None, 0),
        ("sixth", None, 0),
        ("tenfold", None, 0),
        ("someone", None, 0),
        ("a few", None, 0),
        ("and five", None, 0),
        ("5-year", None, 0),
        ("hundreds", None, 0),
    ],
)
def test_where_a_number_ends(text: str, value: int | None, used: int) -> None:
    assert number_of_words(text) == (value, used)


def test_fractions_and_multipliers_are_what_their_names_say() -> None:
    parts = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
    for phrase, percent in FRACTIONS.items():
        count, _, part = phrase.replace("-", " ").rpartition(" ")
        k = 1 if count in ("", "a") else ONES_WORDS.index(count)
        assert abs(percent - Decimal(100 * k) / parts[part.removesuffix("s")]) < Decimal("1e-20"), phrase
    folds = {"double": 2, "twice": 2, "twofold": 2, "triple": 3, "threefold": 3, "fourfold": 4, "tenfold": 10}
    assert all(MULTIPLIERS[word] == factor for word, factor in folds.items())
    assert MULTIPLIERS["halved"] == Decimal("0.5")


def test_the_slips_of_a_number_are_all_that_are_one_slip_away_but_for_digits_lost_within() -> None:
    runs = {size: ["".join(run) for run in product("0123456789", repeat=size)] for size in (1, 2, 3, 4)}
    for digits in [*runs[1], *runs[2], "105", "120", "100", "011", "230"]:
        noughts = digits.startswith("0")
        near = [run for size in range(1, len(digits) + 2) for run in runs[size] if is_slip(digits, run)]
        at_front = [run for run in near if run[1:] == digits or run == digits[1:]]
        near = [run for run in near if len(run) == len(digits) or run in at_front]
        kept = {run for run in near if run[0] != "0" or (noughts and len(run) <= len(digits))}
        assert set(slips_of(digits)) == kept, digits
    assert not set(slips_of(""))


@pytest.mark.parametrize(
    ("value", "decimals", "units"), [(5.4, 1, 54), (5, 0, 5), (5.0, 2, 500), (0.29, 2, 29), (2.5, 0, 2), (-1.1, 1, -11)]
)
def test_a_number_is_so_many_units_of_its_last_digit(value: float, decimals: int, units: int) -> None:
    assert in_units(value, decimals) == in_units(Decimal(str(value)), decimals) == units

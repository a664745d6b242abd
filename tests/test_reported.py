"""Printed numbers: the sets that they stand for, against rounding itself; the hedge table row by row; what is read."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.printed.interval import Interval
from fbss_analysis.printed.rounding import CONVENTIONS
from fbss_analysis.reported import (
    HALF_EVEN,
    HALF_UP,
    HEDGE_WORDS,
    HEDGES,
    ROUNDINGS,
    ReportedNumber,
    parse,
    parse_range,
    split_hedge,
)

many = settings(deadline=None, derandomize=True, max_examples=300)
RULES = {HALF_UP: ROUND_HALF_UP, HALF_EVEN: ROUND_HALF_EVEN}


def interval_of(low: object, high: object, *, low_closed: bool = True, high_closed: bool = True) -> Interval:
    return Interval.of(Fraction(str(low)), Fraction(str(high)), low_closed=low_closed, high_closed=high_closed)


# ------------------------------------------------------------------ rounding intervals, exhaustively


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_every_percent_stands_for_what_rounds_to_it(decimals: int, rounding: str, sign: str) -> None:
    """For each print, both ties and their neighbours lie in its interval exactly where decimal rounds them to it."""
    unit = Decimal(1).scaleb(-decimals)
    for digits in range(100 * 10**decimals + 1):
        text = f"{sign}{Decimal(digits).scaleb(-decimals)}%"
        number = parse(text)
        interval = number.interval(rounding)
        assert (number.decimals, number.unit, number.text) == (decimals, "percent", text)
        for tie in (number.value - unit / 2, number.value + unit / 2):
            for value in (tie - unit / 1000, tie, tie + unit / 1000):
                prints_so = value.quantize(unit, RULES[rounding]) == number.value
                assert (Fraction(value) in interval) is prints_so, (text, value)


@many
@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.sampled_from(ROUNDINGS))
def test_a_value_lies_in_the_interval_of_its_print(scaled: int, decimals: int, rounding: str) -> None:
    value = Decimal(scaled).scaleb(-6)
    printed = value.quantize(Decimal(1).scaleb(-decimals), RULES[rounding])
    number = parse(f"{printed}%")
    assert Fraction(value) in number.interval(rounding)
    assert number.allows(Fraction(value))
    assert not number.allows(Fraction(printed) + Fraction(1, 10**decimals))


@pytest.mark.parametrize("rounding", CONVENTIONS)
def test_every_convention_holds_the_print_itself(rounding: str) -> None:
    for text in ("5.4%", "-5.4%", "0.0%", "100%"):
        assert parse(text).point in parse(text).interval(rounding)


def test_unknown_rounding_and_hedge() -> None:
    with pytest.raises(ValueError, match="half_up, half_down, half_even"):
        parse("5.4%").interval("bankers")
    with pytest.raises(ValueError, match="about, estimated"):
        parse("5.4%", hedge="perhaps")


# ------------------------------------------------------------------ ratios, exhaustively


@pytest.mark.parametrize("n", range(1, 201))
def test_one_in_n_is_n_within_a_half(n: int) -> None:
    plain, about = parse(f"1 in {n}"), parse(f"about 1 in {n}")
    assert plain.parts == about.parts == (1, n)
    assert plain.point == Fraction(100, n)
    half, whole = Fraction(1, 2), Fraction(1)
    assert plain.interval() == Interval(100 / (n + half), min(100 / (n - half), Fraction(100)))
    assert about.interval() == Interval(100 / (n + whole), 100 / (n - whole) if n > 1 else Fraction(100))
    nearly, over, up_to = (parse(f"{hedge} 1 in {n}").interval() for hedge in ("nearly", "more than", "up to"))
    assert nearly == Interval(100 / (n + whole), Fraction(100, n))
    assert over == Interval(100 / (n + half), math.inf)
    assert up_to == Interval(-math.inf, plain.interval().high)
    for same in (f"one in {n}", f"1 out of {n}", f"1 in every {n}", f"1 out of {n} patients", f"1 OUT OF {n}"):
        assert parse(same).parts == (1, n)


@many
@given(st.integers(0, 300), st.integers(1, 300))
def test_k_in_n_never_fails(k: int, n: int) -> None:
    for hedge in HEDGES:
        number = parse(f"{k} in {n}", hedge=hedge)
        assert number.point == Fraction(100 * k, n)
        assert number.point in number.interval()
        if k <= n:
            assert number.interval().high <= 100 or hedge in ("over", "at_least")


# ------------------------------------------------------------------ the hedge table, row by row (see DESIGN section 5)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        # none: the rounding interval; a count is exact
        ("5.4%", interval_of("5.35", "5.45", high_closed=False)),
        ("9000 patients", interval_of(9000, 9000)),
        # about and its kin: one unit of the last printed non-zero digit on either side
        ("about 5.4%", interval_of("5.3", "5.5")),
        ("roughly 60%", interval_of(50, 70)),
        ("approximately 9000", interval_of(8000, 10000)),
        ("about 102,040", interval_of(102_030, 102_050)),
        ("about 102,047", interval_of(102_046, 102_048)),
        ("about 5.0%", interval_of(4, 6)),
        ("about 0.50", interval_of("0.4", "0.6")),
        ("about 0.05", interval_of("0.04", "0.06")),
        ("around 100%", interval_of(0, 200)),
        ("an estimated 20%", interval_of(10, 30)),
        ("generally 20%", interval_of(10, 30)),
        # nearly: below only
        ("nearly 9000", interval_of(8000, 9000)),
        ("almost 5.4%", interval_of("5.3", "5.4")),
        # over, more than, at least: from the low end on
        ("over 100 patients", Interval.of(100, math.inf)),
        ("more than 5.4%", Interval.of("5.35", math.inf)),
        ("at least 20%", Interval.of("19.5", math.inf)),
        # up to, no more than: to the high end
        ("up to 40%", Interval.of(-math.inf, "40.5", high_closed=False)),
        ("no more than 12 patients", Interval.of(-math.inf, 12)),
        ("less than 5%", Interval.of(-math.inf, "5.5", high_closed=False)),
        # ratios: N within a half, about: within one
        ("1 in 20", interval_of(Fraction(200, 41), Fraction(200, 39))),
        ("about 1 in 12", interval_of(Fraction(100, 13), Fraction(100, 11))),
        ("up to 1 out of 12", Interval.of(-math.inf, Fraction(200, 23))),
        # fractions: to the nearest five percent; hedged, one step of five on either side
        ("half", interval_of("47.5", "52.5", high_closed=False)),
        ("a third", interval_of(Fraction(185, 6), Fraction(215, 6), high_closed=False)),
        ("about half", interval_of(45, 55)),
        ("about a third", interval_of(Fraction(85, 3), Fraction(115, 3))),
        ("nearly half", interval_of(45, 50)),
        ("more than half", Interval.of("47.5", math.inf)),
        # multiples: a quarter of the step from one to two either way; nearly doubled from 1.67
        ("doubled", interval_of("1.75", "2.25")),
        ("about doubled", interval_of("1.75", "2.25")),
        ("nearly doubled", interval_of("1.67", 2)),
        ("tripled", interval_of("2.625", "3.375")),
        ("more than doubled", Interval.of("1.75", math.inf)),
        # a halving is a doubling the other way
        ("halved", interval_of(Fraction(4, 9), Fraction(4, 7))),
        ("nearly halved", interval_of(Fraction(1, 2), Fraction(100, 167))),
        ("more than halved", Interval.of(0, Fraction(4, 7), low_closed=False)),
    ],
)
def test_what_a_hedge_leaves_open(text: str, interval: Interval) -> None:
    assert parse(text).interval() == interval


def test_a_hedge_of_two_sides_never_narrows() -> None:
    for text in ("5.4%", "60%", "7%", "half", "a third", "a quarter", "two fifths", "a tenth", "1 in 20", "doubled"):
        plain = parse(text).interval()
        for hedge in ("about", "estimated", "generally"):
            assert plain.within(parse(text, hedge=hedge).interval()), (text, hedge)


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in HEDGE_WORDS.items() for word in words])
def test_every_hedge_word_is_read(name: str, word: str) -> None:
    assert split_hedge(f"{word} 12") == ("12", name)
    assert parse(f"{word.capitalize()} 12%").hedge == name
    assert parse(f"{word} 12%").value == 12
    assert HEDGES[name].rule


# ------------------------------------------------------------------ what is read


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit", "form"),
    [
        ("5.4%", "5.4", 1, "percent", "decimal"),
        ("5.40 per cent", "5.40", 2, "percent", "decimal"),
        (".5%", "0.5", 1, "percent", "decimal"),
        ("−12%", "-12", 0, "percent", "decimal"),
        ("+170.9%", "170.9", 1, "percent", "decimal"),
        ("102,047", "102047", 0, "", "count"),
        ("102,047.5", "102047.5", 1, "", "decimal"),
        ("12 Patients", "12", 0, "patients", "count"),
        ("twenty-five percent", "25", 0, "percent", "decimal"),
        ("one hundred and two thousand", "102000", 0, "", "count"),
        ("a hundred patients", "100", 0, "patients", "count"),
        ("5-year", "5", 0, "-year", "count"),
        ("Half", "50", 0, "percent", "fraction"),
        ("two-thirds", None, 0, "percent", "fraction"),
        ("doubled", "2", 0, "times", "multiplier"),
    ],
)
def test_texts(text: str, value: str | None, decimals: int, unit: str, form: str) -> None:
    number = parse(text)
    assert (number.decimals, number.unit, number.form, number.text) == (decimals, unit, form, text)
    assert value is None or str(number.value) == value


def test_thirds_are_exact() -> None:
    assert parse("a third").point == Fraction(100, 3)
    assert parse("two thirds").point == Fraction(200, 3)
    assert parse("half").point == 50


NO_SINGLE_NUMBERS = ("", "  ", "about", "some", "patients", "%", "1 in 0", "12,34", "5.4.3")
SEVERAL_NUMBERS = ("5-36%", "1/2", "16 of 49", "2:1", "3 to 4", "5 or 6")


@pytest.mark.parametrize("text", [*NO_SINGLE_NUMBERS, *SEVERAL_NUMBERS])
def test_what_is_no_single_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|divides by zero|more than one number"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5-36%", "5", "36", "percent"),
        ("20–40%", "20", "40", "percent"),
        ("53% to 90%", "53", "90", "percent"),
        ("20 and 40 percent", "20", "40", "percent"),
        ("about 10−40%", "10", "40", "percent"),
        ("6 to 12 weeks", "6", "12", "weeks"),
        ("between 20 and 40%", "20", "40", "percent"),
        ("from 5 to 2%", "5", "2", "percent"),
        ("−5 to −2%", "-5", "-2", "percent"),
        ("twenty-five to thirty percent", "25", "30", "percent"),
        ("4.5 to 6%", "4.5", "6", "percent"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    ends = parse_range(text)
    assert [str(end.value) for end in ends] == [low, high]
    assert {end.unit for end in ends} == {unit}
    assert {end.form for end in ends} == {"count" if unit == "weeks" else "decimal"}
    assert {end.hedge for end in ends} == {"about" if "about" in text else "none"}


def test_a_range_of_decimals_and_counts_keeps_its_decimals_rounded() -> None:
    low, high = parse_range("4.5 to 6 weeks")
    assert (low.form, high.form) == ("decimal", "count")


@pytest.mark.parametrize("text", ["5%", "5 to", "1-2-3", "to 5", ""])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_range(text)


def test_the_record() -> None:
    number = ReportedNumber("x", Decimal("5.4"), 1, "percent")
    assert number.with_hedge("about").interval() == interval_of("5.3", "5.5")
    assert number.allows(interval_of("5.451", "5.5")) is False
    assert parse("5.5").with_hedge("none").allows(Fraction("5.549"))
    assert HEDGES["over"].is_bound
    assert not HEDGES["nearly"].is_bound


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("5.4%", ""),
        ("about 5.4%", HEDGES["about"].rule),
        ("nearly 5.4%", HEDGES["nearly"].rule),
        ("1 in 20", "N may be half a unit off"),
        ("about 1 in 20", "N may be one unit off"),
        ("nearly 1 in 20", "N may be one unit more, and no less than printed"),
        ("at least 1 in 20", "N may be half a unit off; at least the printed value, with no upper end"),
        ("half", "told to the nearest five percent"),
        ("more than half", "told to the nearest five percent; at least the printed value, with no upper end"),
        ("doubled", "a quarter either way for a doubling, in proportion for others"),
        ("nearly doubled", "from 1.67 for a doubling, in proportion for others, and no more than the word says"),
    ],
)
def test_the_rule_of_a_print_is_told_in_words(text: str, rule: str) -> None:
    assert parse(text).rule == rule


def test_a_ratio_has_the_value_of_its_quotient() -> None:
    assert parse("1 in 20").value == 5
    assert parse("3 out of 8").value == Decimal("37.5")

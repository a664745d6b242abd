"""Incidence from published horizons: reference fits, the oracle's derivations, envelopes against search, bad input."""

from __future__ import annotations

import contextlib
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference_grid import ABOUT, Account, documents
from reference_incidence import LEFT_OUT, walk
from scipy import integrate

from fbss_analysis.models.box import Box, Envelope, members, smallest_half_width
from fbss_analysis.models.curve import curve_through, restricted_mean
from fbss_analysis.models.families import FAMILIES, LINKS, regress, through
from fbss_analysis.models.incidence import Incidence, incidence
from fbss_analysis.models.individuals import from_counts, from_curve
from fbss_analysis.models.likelihood import fit_grouped
from fbss_analysis.models.proportion import event_counts, proportion
from fbss_analysis.models.spread import spread
from fbss_analysis.models.survival import kaplan_meier
from fbss_analysis.reported import parse
from fbss_analysis.schema import InputError, UsageError

TWO_PARAMETERS = [family for family in FAMILIES if family not in ("exponential", "piecewise_exponential")]


@pytest.mark.parametrize(("name", "document"), documents("grouped_horizons").items())
def test_grouped_fits_agree_with_r(name: str, document: dict) -> None:
    account = walk(document)
    assert account.wrong == []
    assert account.unclaimed(LEFT_OUT) == []
    assert len(account.compared) >= 60 * len(document["sets"]), name


# The rebuilt rows are not unique; the reference asks for n, events within 5%, the curve at the risk times to 0.02.
IPD_LEFT_OUT = {
    "/data/*": "input",
    "/tolerance_note": "not a number",
    "/result/time/*": "single rows are not unique",
    "/result/status/*": "single rows are not unique",
    "/result/riskmat/lower/*": "numbering of the digitised points",
    "/result/riskmat/upper/*": "numbering of the digitised points",
    "/result/riskmat/t.risk/*": "input",
    "/result/riskmat/n.risk/*": "input",
    "/result/quantiles/p/*": "input",
    "/result/rmse": "a rounded measure of R's own rows; ours is asserted below 0.01",
}


@pytest.mark.parametrize(("name", "document"), documents("ipd_from_km").items())
def test_rows_rebuilt_from_a_curve_agree_in_distribution(name: str, document: dict) -> None:
    account, data, result = Account(document), document["data"], document["result"]
    percent = np.array(data["curve_survival_percent"])
    rows = from_curve(data["curve_time"], percent / 100, data["trisk"], data["nrisk"])
    curve, edges = kaplan_meier(rows.time, rows.status), np.append(data["trisk"], np.inf)
    left = [float(np.sum(rows.time >= t)) for t in data["trisk"]]
    by_interval = [np.histogram(rows.time[rows.status == s], edges)[0].astype(float).tolist() for s in (1, 0)]
    some = 0.05 * result["events"]
    account.compare("/result/n", len(rows.time))
    account.compare("/result/events", rows.status.sum(), 0.05)
    account.compare("/result/km_at_trisk", curve.at(data["trisk"]).tolist(), 0, 0.02)
    account.compare("/result/riskmat/n.risk.hat", left)
    account.compare("/result/riskmat/event.hat", by_interval[0], 0.05, some)
    account.compare("/result/riskmat/censor.hat", by_interval[1], 0.05, some)
    account.compare("/result/quantiles/t", [curve.quantile(p) for p in result["quantiles"]["p"]], 0.05)
    assert account.wrong == []
    assert account.unclaimed(ABOUT | IPD_LEFT_OUT) == []
    points = np.array(data["curve_time"]) >= 0
    error = curve.at(np.array(data["curve_time"])[points]) - percent[points] / 100
    assert np.sqrt(np.mean(error**2)) < 0.01, name


# ---- envelopes: exact, and exhaustive against search ----


@st.composite
def boxes(draw: st.DrawFn, size: int = 2) -> Box:
    """A box with rising times and printed values that do not fall."""
    gaps = draw(st.lists(st.floats(0.2, 5), min_size=size, max_size=size))
    steps_ = draw(st.lists(st.floats(0.005, 0.2), min_size=size, max_size=size))
    half = draw(st.sampled_from([0.0005, 0.005, 0.02]))
    times, nominal = np.cumsum(gaps).tolist(), np.minimum(np.cumsum(steps_), 0.97).tolist()
    low, high = ([min(max(p + s * half, 0.0), 1.0) for p in nominal] for s in (-1, 1))
    return Box(tuple(times), tuple(nominal), tuple(low), tuple(high)).tightened()


@pytest.mark.parametrize("family", TWO_PARAMETERS)
@settings(deadline=None, derandomize=True, max_examples=40)
@given(boxes(), st.integers(0, 2**32 - 1))
def test_no_curve_through_the_box_leaves_the_envelope(family: str, box: Box, seed: int) -> None:
    rng, curve = np.random.default_rng(seed), curve_through(family, box)
    assert curve is not None
    later = box.times[-1] * 3
    at, to = curve.at(later), curve.time_to(0.5)
    mean = curve.restricted_mean(later)
    for _ in range(12):
        f = np.sort(rng.uniform(box.low, box.high)).clip(box.low, box.high)
        if f[0] >= f[1]:
            continue
        one = through(family, list(zip(box.times, f.tolist(), strict=True)))
        assert at.low - 1e-9 <= one.incidence(later) <= at.high + 1e-9
        assert to.low * (1 - 1e-9) <= one.time_to(0.5) <= to.high * (1 + 1e-9)
        assert mean.low - 1e-6 * later <= restricted_mean(one, later) <= mean.high + 1e-6 * later


@pytest.mark.parametrize("family", ["exponential", *TWO_PARAMETERS])
@settings(deadline=None, derandomize=True, max_examples=40)
@given(boxes(3))
def test_feasibility_and_half_width_agree(family: str, box: Box) -> None:
    width, half = smallest_half_width(family, box), (box.high[1] - box.low[1]) / 2
    rows = zip(box.nominal, box.low, box.high, strict=True)
    even = all(abs(high - p - half) < 1e-9 and abs(p - low - half) < 1e-9 for p, low, high in rows)
    if even and abs(width - half) > 1e-6:
        assert bool(members(family, box)) == (width < half)
    assert members(family, box.widened(width * 1.0001 + 1e-9).tightened())
    if width > 1e-6:
        assert not members(family, box.widened(width * 0.999).tightened())


@pytest.mark.parametrize("family", TWO_PARAMETERS)
@settings(deadline=None, derandomize=True, max_examples=25)
@given(boxes(3), st.integers(0, 2**32 - 1))
def test_members_bound_every_curve_through_three_horizons(family: str, box: Box, seed: int) -> None:
    """Curves found by chance inside a wide box stay within the envelope, on horizons and between and beyond them."""
    rng = np.random.default_rng(seed)
    wide = box.widened(smallest_half_width(family, box) * 1.5 + 0.01).tightened()
    curve = curve_through(family, wide)
    assert curve is not None
    for _ in range(20):
        f = [float(rng.uniform(wide.low[i], wide.high[i])) for i in (0, 2)]
        if f[0] >= f[1]:
            continue
        one = through(family, [(wide.times[0], f[0]), (wide.times[2], f[1])])
        if wide.holds(one):
            for time in (wide.times[0] / 2, wide.times[1], wide.times[2] * 2):
                assert curve.at(time).low - 1e-9 <= one.incidence(time) <= curve.at(time).high + 1e-9
            assert curve.time_to(0.3).low * (1 - 1e-9) <= one.time_to(0.3) <= curve.time_to(0.3).high * (1 + 1e-9)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(boxes(3), st.integers(0, 2**32 - 1))
def test_steps_and_piecewise_curves_hold_every_point_of_the_box(box: Box, seed: int) -> None:
    rng, ours = np.random.default_rng(seed), Incidence(box, "piecewise_exponential")
    for _ in range(8):
        f = np.maximum.accumulate(rng.uniform(box.low, box.high)).clip(box.low, box.high).tolist()
        point = Incidence(Box(box.times, tuple(f), tuple(f), tuple(f)), "piecewise_exponential")
        answers = [(e.low, e.high, one.value) for e, one in zip(ours.hazards, point.hazards, strict=True)]
        a, b, c = box.times
        for envelope, one in (
            (ours.ratio(c, a), point.ratio(c, a)),
            (ours.hazard_ratio(c, a), point.hazard_ratio(c, a)),
            (ours.hazard_ratio(c, b), point.hazard_ratio(c, b)),
            (ours.at((a + b) / 2), point.at((a + b) / 2)),
            (ours.at(c + 1), point.at(c + 1)),
            (ours.time_to(f[1]), point.time_to(f[1])),
            (ours.time_to(0.99), point.time_to(0.99)),
            (ours.restricted_mean(b), point.restricted_mean(b)),
            (ours.restricted_mean(c * 2), point.restricted_mean(c * 2)),
        ):
            answers.append((envelope.low, envelope.high, one.value))
        for low, high, value in answers:
            assert math.isnan(value) or low * (1 - 1e-9) - 1e-12 <= value <= high * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize("family", FAMILIES)
def test_curves_invert_and_their_means_are_areas(family: str) -> None:
    count = {"exponential": 1}.get(family, 2)
    curve = through(family, [(0.5, 0.054), (1, 0.084)][-count:])
    for p in (0.01, 0.054, 0.084, 0.11):
        assert curve.incidence(curve.time_to(p)) == pytest.approx(p, rel=1e-12)
    area = integrate.quad(lambda t: 1 - curve.incidence(t), 0, 20, points=[0.5, 1], epsabs=1e-11, limit=400)[0]
    assert restricted_mean(curve, 20) == pytest.approx(area, rel=1e-7)
    assert (curve.incidence(0), curve.time_to(0), curve.time_to(1)) == (0, 0, math.inf)


def test_the_family_matters_more_than_the_rounding() -> None:
    fbss = incidence({0.5: "5.4%", 1: "8.4%"}, n=102_047)
    across, own = fbss.across_families(0.20), fbss.time_to(0.20)
    assert across.low < own.low < own.value == across.value < own.high < across.high == math.inf
    rows = {row["family"]: row for row in fbss.families(times=[2])}
    assert set(rows) == set(FAMILIES)
    assert rows["exponential"]["feasible"] is False
    assert rows["exponential"]["how"] == "likelihood"
    assert rows["exponential"]["g2"] > 100
    assert rows["weibull"]["time to 0.2"] == own.value
    assert rows["weibull"]["incidence at 2, low"] == fbss.at(2).low


def test_a_family_fits_when_the_print_is_coarse_enough() -> None:
    coarse = incidence({2: "6%", 5: "11%", 10: "18%"})
    assert coarse.feasibility().feasible
    curve = coarse.curve()
    assert curve.how == "nearest"
    assert coarse.box.holds(curve.nominal)
    assert curve.time_to(0.2).low < curve.time_to(0.2).value < curve.time_to(0.2).high
    assert not incidence({2: "6.2%", 5: "10.8%", 10: "18.4%"}).feasibility().feasible


def test_a_fit_needs_no_n_for_its_curve_and_its_envelope_holds_it() -> None:
    horizons = {2: "6.2%", 5: "10.8%", 10: "18.4%"}
    alone, large = incidence(horizons).curve(), incidence(horizons, n=10_000_000).curve()
    assert alone.shape.value == pytest.approx(large.shape.value, rel=1e-6)
    assert alone.shape.low < alone.shape.value < alone.shape.high
    with pytest.raises(InputError, match="fit needs the number of people"):
        incidence(horizons).fit()


@pytest.mark.parametrize("family", TWO_PARAMETERS)
def test_prints_that_touch_zero_or_each_other_lead_to_limits(family: str) -> None:
    zero = incidence({1: "0%", 5: "3%"}, family=family).curve()
    assert zero.shape.high == math.inf
    assert zero.at(2).low == 0
    assert zero.time_to(0.02).high >= 4
    level = incidence({1: "about 5%", 2: "about 5%"}, family=family).curve()
    assert level.time_to(0.5).high == math.inf
    assert level.at(math.inf).low <= 0.06
    whole = incidence({1: "50%", 2: "100%"}, family=family).curve()
    assert whole.at(3).high == 1


def test_of_many_horizons_the_corners_that_are_fitted_hold_all_others() -> None:
    """Beyond seven horizons not every corner is fitted: those left out must not reach further."""
    percents = (2.0, 5.0, 6.0, 9.0, 12.0, 12.5, 15.0, 20.0)
    ours = incidence({i + 1: f"{p}%" for i, p in enumerate(percents)}, n=10_000)
    curve, corners = ours.curve(), set(ours.box.corners())
    assert curve.how == "likelihood"
    assert len(curve.members) == 2 + 2 * 7 + 2 * 21  # from low to high or back: never, once, or twice along the curve
    new = [np.diff([0.0, *corner]) * 10_000 for corner in corners]
    fits = [fit_grouped(ours.horizons, events, 10_000, family="weibull").curve for events in new]
    for envelope, answers in (
        (curve.shape, [fit.parameters()["shape"] for fit in fits]),
        (curve.time_to(0.3), [fit.time_to(0.3) for fit in fits]),
        (curve.at(4.5), [fit.incidence(4.5) for fit in fits]),
    ):
        assert (envelope.low, envelope.high) == pytest.approx((min(answers), max(answers)), rel=1e-6)


def test_a_corner_without_a_likeliest_curve_bounds_nothing() -> None:
    """No event in all intervals but one has no maximum: the corner (0, 20.5, 20.5) of this box is such a one."""
    curve = incidence({1: "0%", 2: "20%", 3: "21%"}).curve()
    corners = set(curve.box.corners())
    assert (0.0, 0.205, 0.205) in corners
    assert len(curve.members) == len(corners) - 1
    assert curve.shape.low < curve.shape.value < curve.shape.high < math.inf


def test_hedges_and_ratios_widen_the_box() -> None:
    about = incidence({0.5: "about 1 in 20", 1: "about 1 in 12"})
    assert [round(e.low, 4) for e in about.cumulative] == [0.0476, 0.0769]
    assert about.time_to(0.2).low < incidence({0.5: "5.4%", 1: "8.4%"}).time_to(0.2).low
    assert incidence({1: "5"}).cumulative[0] == Envelope(0.05, 0.045, 0.055)
    assert incidence({1: "8.4%", 0.5: "5.4%"}).horizons == (0.5, 1.0)
    assert incidence({1: parse("about 1 in 12"), 0.5: "5.4%"}) == incidence({1: "about 1 in 12", 0.5: "5.4%"})


# ---- people ----


points = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 100)), min_size=1, max_size=9, unique_by=lambda p: p[0])
at_risk_later = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 60)), max_size=3, unique_by=lambda p: p[0])


@settings(deadline=None, derandomize=True, max_examples=200)
@given(points, st.integers(60, 200), at_risk_later)
def test_everyone_is_counted_once_whatever_the_curve_and_the_numbers_at_risk_say(
    curve: list[tuple[int, int]], n: int, later: list[tuple[int, int]]
) -> None:
    times, percents = zip(*curve, strict=True)
    risk_times, left = zip((0, n), *sorted(later), strict=True)
    falling = np.minimum.accumulate(left)
    rows = from_curve(np.sort(times), np.sort(percents)[::-1] / 100, risk_times, falling)
    assert len(rows.time) == len(rows.status) == n
    assert rows.time.min() >= 0
    assert rows.time.max() <= max(*times, *risk_times)


@pytest.mark.parametrize(
    ("survival", "n_risk", "events", "where_the_rest_leaves"),
    [
        (0.3, [2, 2], 1, [6]),  # nobody can be lost and two be left: the curve is believed
        (0.3, [10, 6], 7, [6, 6, 6]),
        (
            0.3,
            [10, 2],
            7,
            [6, 6, 6],
        ),  # one lost at 4.5 would leave 9, of whom 6 have the event: 3 are left all the same
        (1.0, [3, 1], 0, [3, 6, 6]),
    ],
)
def test_a_curve_is_believed_before_the_numbers_at_risk(
    survival: float, n_risk: list[int], events: int, where_the_rest_leaves: list[float]
) -> None:
    rows = from_curve([6], [survival], [0, 9], n_risk)
    assert rows.status.sum() == events
    assert sorted(rows.time[rows.status == 0].tolist()) == where_the_rest_leaves


@settings(deadline=None, derandomize=True, max_examples=40)
@given(boxes(3), st.integers(200, 3000), st.booleans(), st.integers(0, 2**32 - 1))
def test_made_up_rows_print_as_published(box: Box, n: int, vary: bool, seed: int) -> None:
    printed = {t: f"{100 * p:.1f}%" for t, p in zip(box.times, box.nominal, strict=True)}
    ours = incidence(printed, n=n)
    assume(all(len(counts) for counts in ours.event_counts))
    rows = ours.individuals(np.random.default_rng(seed), vary=vary)
    curve = kaplan_meier(rows.time, rows.status)
    assert len(rows.time) == n
    assert rows.time.max() <= box.times[-1]
    assert not np.any(rows.status[rows.time == box.times[-1]])
    for e, found in zip(ours.cumulative, 1 - curve.at(ours.horizons), strict=True):
        assert e.low - 1e-9 <= found <= e.high + 1e-9
    again = ours.individuals(np.random.default_rng(seed), vary=vary)
    assert np.array_equal(rows.time, again.time)


def test_losses_are_taken_out_by_halves() -> None:
    horizons, at_risk = {2: "6.2%", 5: "10.8%", 10: "18.4%"}, {2: 1200, 5: 900, 10: 400}
    ours = incidence(horizons, n=1400, at_risk=at_risk)
    new = [e.value for e in ours.new_events]
    before, lost = 1400.0, []
    for d, left, risk in zip(new, at_risk.values(), ours.conditional_risks, strict=True):
        lost.append(before - d - left)
        assert d / (before - lost[-1] / 2) == pytest.approx(risk.value)
        before = left
    assert ours.fit().p_value > incidence(horizons, n=1400).fit().p_value  # fewer people tell less
    rows = ours.individuals(np.random.default_rng(3))
    found = 1 - kaplan_meier(rows.time, rows.status).at(ours.horizons)
    assert all(e.low <= f <= e.high for e, f in zip(ours.cumulative, found, strict=True))
    assert [int(np.sum(rows.time > t)) for t in ours.horizons[:-1]] == [1200, 900]
    with pytest.raises(InputError, match="no whole count"):
        ours.on_counts()


def test_events_stay_inside_their_interval_and_the_print() -> None:
    class AtTheEdge:
        """A generator whose draws lie at the ends of their range."""

        def uniform(self, size: int) -> np.ndarray:
            return np.linspace(0, np.nextafter(1, 0), size)

    rows = from_counts([1, 2], [5, 5], [0, 10], AtTheEdge())  # type: ignore[arg-type]
    died = rows.time[rows.status == 1]
    assert np.sum((died > 0) & (died < 1)) == np.sum((died > 1) & (died < 2)) == 5
    over = incidence({1: "over 5%"}, n=46, at_risk={1: 40}).individuals(np.random.default_rng(1))
    assert over.status.sum() == 3  # 2 is nearest to 5% of 46, but would be printed as 4%


def test_competing_death_widens_in_both_directions() -> None:
    lss = incidence({2: "6.2%", 10: "18.4%"})
    bounds = lss.competing_death({10: "20%"})[10]
    assert bounds.actual == (pytest.approx(0.1835 * 0.795), pytest.approx(0.1845))
    assert bounds.without_death == (pytest.approx(0.1835), pytest.approx(0.1845 / 0.795))
    assert bounds.dependent == (pytest.approx(0.1835), pytest.approx(0.1845 + 0.205))


def test_rows_for_notebooks_are_plain() -> None:
    fbss = incidence({0.5: "5.4%", 1: "8.4%"})
    rows = fbss.as_rows() + fbss.curve().as_rows(times=[2], shares=[0.2])
    assert rows[1]["hazard_high"] == fbss.hazards[1].high
    assert {type(value) for row in rows for value in row.values()} <= {float, str}
    percent = fbss.at(2).times(100).as_row("percent by 2 years")
    assert {name: x if isinstance(x, str) else round(x, 2) for name, x in percent.items()} == {
        "quantity": "percent by 2 years",
        "value": 12.95,
        "low": 12.69,
        "high": 13.22,
    }
    assert str(fbss.at(2)) == "0.1295 (0.1269 to 0.1322)"
    assert 0.13 in fbss.at(2)


def test_the_rate_is_that_of_the_last_interval_and_at_the_start_of_gompertz() -> None:
    fbss = incidence({0.5: "5.4%", 1: "8.4%"})
    assert fbss.curve("exponential", through=[1]).rate.value == pytest.approx(-math.log(1 - 0.084))
    assert fbss.curve("piecewise_exponential").rate == fbss.hazards[-1]
    gompertz = fbss.curve("gompertz")
    assert gompertz.at(1e-6).value == pytest.approx(1e-6 * gompertz.rate.value, rel=1e-5)


# ---- bad input ----

BAD = [
    ({}, {}, "no horizon"),
    ({0: "5%"}, {}, "above zero"),
    ({-1: "5%"}, {}, "above zero"),
    ({math.nan: "5%"}, {}, "finite"),
    ({"one": "5%"}, {}, "must be numbers"),
    ({1: "8.4%", 2: "5.4%"}, {}, "falls"),
    ({1: "120%"}, {}, "no percentage"),
    ({1: 0.054}, {}, "does not say how it was rounded"),
    ({1: "many"}, {}, "cannot be read|not a number"),
    ({1: "5%"}, {"n": 0}, "at least one"),
    ({1: "5%"}, {"n": -3}, "negative"),
    ({1: "5%"}, {"n": 10.5}, "whole"),
    ({1: "5%"}, {"at_risk": {1: 5}}, "number at the start"),
    ({1: "5%"}, {"n": 10, "at_risk": {2: 5}}, "exactly the horizons"),
    ({1: "5%", 2: "6%"}, {"n": 10, "at_risk": {1: 5, 2: 7}}, "must not rise"),
    ({1: "50%", 2: "60%"}, {"n": 10, "at_risk": {1: 9, 2: 1}}, "fewer losses than none"),
]


@pytest.mark.parametrize(("horizons", "more", "message"), BAD)
def test_bad_horizons_are_refused_in_three_parts(horizons: dict, more: dict, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        incidence(horizons, **more)
    assert caught.value.what
    assert caught.value.where
    assert caught.value.todo


def test_what_cannot_be_answered_is_said() -> None:
    one = incidence({1: "5%"}, n=100)
    with pytest.raises(InputError, match="weibull needs 2 horizons"):
        one.time_to(0.2)
    assert one.curve("exponential").time_to(0.05).value == pytest.approx(1)
    assert {row["family"]: row["reason"] for row in one.families()}["weibull"].startswith("weibull needs 2")
    with pytest.raises(UsageError, match="piecewise_exponential"):
        incidence({1: "5%"}, family="weibul")
    with pytest.raises(UsageError, match="shape, scale"):
        incidence({1: "5%", 2: "6%"}).curve().parameter("plateau")
    with pytest.raises(InputError, match="is not a horizon here"):
        one.ratio(2, 1)
    with pytest.raises(InputError, match="GRIM"):
        incidence({1: "5.4%"}, n=10).on_counts()
    with pytest.raises(InputError, match="no whole number of events fits 10 at risk before and 9"):
        incidence({1: "5%"}, n=10, at_risk={1: 9}).individuals(np.random.default_rng(1))
    with pytest.raises(InputError, match="takes 2 points"):
        through("weibull", [(1, 0.1)])
    with pytest.raises(InputError, match="falls"):
        through("weibull", [(1, 0.2), (2, 0.1)])
    with pytest.raises(InputError, match="two studies"):
        spread("5%", "36%").tau(1)
    with pytest.raises(InputError, match="no range"):
        spread("36%", "5%")


GROUPED_BAD = [
    (([2, 1], [1, 1], 10), "must rise"),
    (([1, 2], [1, 20], 10), "more than n"),
    (([1, 2], [1, -1], 10), "negative"),
    (([1, 2], [1], 10), "one length"),
    (([1, 2], [1, math.nan], 10), "finite"),
    (([1, 2], [0, 0], 10), "no maximum"),
    (([1, 2], [5, 0], 10), "no maximum"),
    (([1, 2], [1, 1], None), "either n or censored"),
]


@pytest.mark.parametrize(("arguments", "message"), GROUPED_BAD)
def test_bad_grouped_counts_are_refused(arguments: tuple, message: str) -> None:
    with pytest.raises(InputError, match=message):
        fit_grouped(*arguments, family="weibull")


def test_bad_rows_are_refused() -> None:
    with pytest.raises(InputError, match="with people"):
        from_counts([1], [0], [0], np.random.default_rng(1))
    with pytest.raises(InputError, match="must not rise"):
        from_curve([0, 1], [1, 0.9], [0, 5], [10, 12])
    with pytest.raises(InputError, match="no proportion"):
        from_curve([0, 1], [100, 90], [0], [10])
    with pytest.raises(InputError, match="begin at 0"):
        from_curve([0, 1], [1, 0.9], [1], [10])
    with pytest.raises(InputError, match="one length"):
        from_curve([0, 1], [1, 0.9, 0.8], [0], [10])
    capped = from_curve([1, 2, 3], [0.9, 0.8, 0.5], [0], [100], events=20)
    assert (len(capped.time), capped.status.sum()) == (100, 20)


def test_log_linear_families_are_lines() -> None:
    points = [(2, 0.062), (5, 0.108), (10, 0.184)]
    for family in LINKS:
        line = regress(family, points)
        assert line.incidence(5) == pytest.approx(0.11, abs=0.03)
    assert event_counts("5.4%", 102_047) == range(5460, 5562)
    assert proportion(5511, 102_047, method="wilson").estimate == pytest.approx(0.054, abs=1e-5)


EXTREME = [
    {1: "0%"},
    {1: "0%", 2: "0%"},
    {1: "100%", 2: "100%"},
    {1: "0%", 2: "100%"},
    {1: "50%", 2: "50%"},
    {1: "<1%", 2: "up to 5%"},
    {1: "over 5%", 2: "about 20%"},
    {1: "99.9%", 2: "100%", 3: "100.0%"},
    {1e-9: "1%", 1e9: "2%"},
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("n", [None, 10, 1000])
@pytest.mark.parametrize("horizons", EXTREME, ids=str)
def test_extreme_prints_give_an_answer_or_a_reason_and_no_warning(horizons: dict, n: int | None) -> None:
    ours = incidence(horizons, n=n)
    assert len(ours.as_rows()) == len(horizons)
    for row in ours.families(times=[5]):
        assert row["reason"] or row["how"]
    for family in FAMILIES:
        with contextlib.suppress(InputError):  # the reason is asserted with the rows above
            curve = ours.curve(family)
            for e in (curve.time_to(0.3), curve.restricted_mean(4), curve.at(3)):
                assert e.low <= e.value <= e.high
    if n == 1000:
        rows = ours.individuals(np.random.default_rng(5), vary=True)
        assert len(rows.time) == n

"""What a printed range of proportions implies: "20-40%", "5 to 36%", between studies.

Articles give such a range as if it were one number. It says how far apart studies lie: on the log-odds scale the span
is a multiple of tau, the standard deviation between studies. If the range was meant as a 95% prediction interval the
multiple is 2 · 1.96; if it is the lowest and highest of k studies, the expected range d2(k) of k normal values. Both
ignore the error within studies, so that they are upper bounds of tau.

References: Tippett LHC. Biometrika 1925;17:364 (expected range). Higgins JPT, Thompson SG, Spiegelhalter DJ. JRSS A
2009;172:137 (prediction intervals).

>>> wide = spread("20%", "40%")
>>> str(wide.ratio), round(wide.midpoint, 4), round(wide.tau(), 4), round(wide.tau(10), 4)
('2 (1.927 to 2.077)', 0.2899, 0.2502, 0.3187)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import integrate, special

from fbss_analysis.models.arguments import confidence
from fbss_analysis.models.box import Envelope
from fbss_analysis.models.printed import printed_share
from fbss_analysis.models.proportion import normal_quantile
from fbss_analysis.schema import InputError


@dataclass(frozen=True, slots=True)
class Spread:
    """A range of proportions: its ends, their difference, ratio and odds ratio, and its middle in log odds."""

    low: Envelope
    high: Envelope
    difference: Envelope
    ratio: Envelope
    odds_ratio: Envelope
    logit_span: float
    midpoint: float

    def tau(self, studies: int | None = None, *, level: float = 0.95) -> float:
        """Tau in log odds if the range is a prediction interval, or the extremes of `studies` (at least two)."""
        if studies is None:
            return self.logit_span / (2 * normal_quantile(confidence(level)))
        if studies < 2 or studies != int(studies):
            raise InputError(f"a range needs two studies, got {studies}", "studies", "give a whole number from two up")
        return self.logit_span / expected_range(studies)


def spread(low: str, high: str) -> Spread:
    """Describe the range between two printed proportions strictly between 0 and 1, `low` below `high`."""
    a, b = printed_share(low, "low"), printed_share(high, "high")
    if not 0 < a.low <= a.high < b.low <= b.high < 1:
        raise InputError(
            f"{low!r} to {high!r} is no range inside 0 to 100%", "low and high", "give the lower end first"
        )
    odds = [Envelope(*(p / (1 - p) for p in (end.value, end.low, end.high))) for end in (a, b)]
    span, middle = math.log(odds[1].value / odds[0].value), math.log(odds[1].value * odds[0].value) / 2
    difference = Envelope(b.value - a.value, b.low - a.high, b.high - a.low)
    midpoint = float(special.expit(middle))
    return Spread(a, b, difference, _ratio(b, a), _ratio(odds[1], odds[0]), span, midpoint)


def expected_range(k: int) -> float:
    """The expected range of k standard normal values, d2 of the control charts.

    >>> round(expected_range(2), 4), round(expected_range(10), 4)
    (1.1284, 3.0775)
    """

    def outside(x: float) -> float:
        return float(1 - special.ndtr(x) ** k - special.ndtr(-x) ** k)

    return 2 * float(integrate.quad(outside, 0, np.inf, epsabs=1e-13, epsrel=1e-13)[0])


def _ratio(top: Envelope, bottom: Envelope) -> Envelope:
    return Envelope(top.value / bottom.value, top.low / bottom.high, top.high / bottom.low)

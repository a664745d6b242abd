"""What limits a synthesis, in plain sentences that travel with it.

>>> zero_cells((0, 3), proportion=True)
'half an event and half a non-event were added to studies without events or non-events: number 1, 4'
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbss_analysis.models.batch import PooledMany
from fbss_analysis.models.effects import harmonic_mean
from fbss_analysis.models.projection import Array


def caveats(fit: PooledMany, measure: str, sizes: Array) -> list[str]:
    """Return what limits the first pool of `fit`: too few studies, intervals that do not exist, one n for all."""
    k, equal, rule = int(fit.k[0]), fit.tau2_method == "EE", fit.prediction_rule
    no_prediction = not equal and bool(np.isnan(fit.prediction_low[0]))
    narrow = fit.test == "knha" and k > 1 and bool(fit.s2w[0] < 1.0)
    said = {
        "one study: its own estimate with a normal interval; differences between studies cannot be seen": k == 1,
        "two studies: tau2 rests on a single degree of freedom": k == 2 and not equal,
        "equal effects are assumed: no prediction interval is defined": equal,
        f"prediction rule {rule} needs at least {3 if rule == 'riley' else 2} studies": no_prediction,
        "all effects are equal: there is no spread to estimate an error from": fit.test == "knha" and fit.se[0] == 0,
        "the search for tau2 did not settle: its last step was larger than rounding": not fit.tau2_settled[0],
        "the Hartung-Knapp interval is narrower than with known weights: adhoc guards against that": narrow,
        freeman_tukey(sizes): measure == "PFT" and len(sizes) > 0,
    }
    return [text for text, holds in said.items() if holds]


def freeman_tukey(sizes: Array) -> str:
    """Say which n stands in for all on the way back from the double arcsine (Schwarzer et al. 2019)."""
    if not len(sizes):
        return ""
    return (
        f"Freeman-Tukey goes back with one n for all, the harmonic mean {harmonic_mean(sizes):.6g} of "
        f"{sizes.min():g} to {sizes.max():g}: with unequal n this can mislead, compare with PLO"
    )


def zero_cells(corrected: Sequence[int], *, proportion: bool) -> str:
    """Say which studies (0-based indices) had cells of zero and what was added to them."""
    which = ", ".join(str(i + 1) for i in corrected)
    added = "half an event and half a non-event were" if proportion else "half an event was"
    return f"{added} added to studies without {'events or non-events' if proportion else 'events'}: number {which}"

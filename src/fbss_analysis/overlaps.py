"""Where documents tell different shares of the same outcome: rounding intervals that have nothing in common.

Two documents that print 20-40% and 5.4% may both be right, of other people at another time; so this is no verdict and
names no fault. It is where to look first, and how wide a field of claims is. A document counts once an outcome and
horizon, with the first share that it tells.

Reference: Moore RE. Interval analysis. Prentice-Hall 1966 (numbers with bounds, compared as sets).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SHARES = ("percent", "percent_range", "ratio_one_in_n", "fraction_word")
COLUMNS = ("outcome", "horizon", "documents", "low", "high", "pairs", "apart")


def disagreements(claims: pd.DataFrame) -> pd.DataFrame:
    """Outcomes of which more than one document tells a share, those with most pairs apart first.

    `low` and `high` bound all that is told, in percent; `pairs` are pairs of documents, `apart` those without overlap.
    """
    import pandas as pd

    shares = claims[claims.kind.isin(SHARES) & claims.restates.isna() & claims.outcome.notna()]
    keys = ["outcome", "horizon"]
    once = shares.assign(horizon=shares.horizon.fillna("")).drop_duplicates([*keys, "source_id"])
    high = once.interval_high.fillna(100.0).clip(lower=once.high)  # a range has its own upper end
    once = once.assign(low=once.interval_low.fillna(0.0), high=high)
    rows = [(*key, *_compared(group)) for key, group in once.groupby(keys) if len(group) > 1]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    return found.sort_values(["apart", "documents"], ascending=False, kind="stable").reset_index(drop=True)


def _compared(group: pd.DataFrame) -> tuple[int, float, float, int, int]:
    import numpy as np

    low, high = group.low.to_numpy(float), group.high.to_numpy(float)
    apart = int(np.searchsorted(np.sort(high), low, side="left").sum())  # for each, how many end before it begins
    return len(group), float(low.min()), float(high.max()), len(group) * (len(group) - 1) // 2, apart

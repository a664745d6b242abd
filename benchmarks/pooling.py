"""How fast the batched synthesis is: REML with full output for 2,000 pools, against a statsmodels loop.

Prints microseconds a fit (minimum, median, maximum of the repeats) and the ratios of the medians. Full output means
estimate, test, both intervals, tau2 with its standard error, I2, H2, Q and the information criteria. The peer is
statsmodels' `combine_effects` with Paule-Mandel (it has no REML). Run: PYTHONPATH=src python benchmarks/pooling.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
from statsmodels.stats.meta_analysis import combine_effects

from fbss_analysis.models.batch import pool_many
from fbss_analysis.models.pooling import pool_effects

POOLS, LOOPED, REPEATS = 2_000, 200, 15


def microseconds(run: Callable[[], Any], fits: int) -> list[float]:
    """Time a fit in each of the repeats, after one run to warm up."""
    run()
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) / fits * 1e6)
    return times


def simulated(k: int) -> tuple[np.ndarray, np.ndarray]:
    """Effects and variances of pools whose tau2 runs from none to large."""
    rng = np.random.default_rng(20240501)
    tau2 = rng.choice([0.0, 0.02, 0.1, 0.5, 2.0], (POOLS, 1))
    v = rng.uniform(0.02, 0.5, (POOLS, k))
    return rng.normal(-2.5, np.sqrt(v + tau2)), v


def main() -> None:
    """Time every path on the same pools, for few and for more studies, and print the table."""
    print(f"{'microseconds a fit':42} {'min':>9} {'median':>9} {'max':>9}")
    for k in (5, 12, 25):
        y, v = simulated(k)
        rows = {
            "statsmodels combine_effects, PM, loop": microseconds(
                lambda y=y, v=v: [combine_effects(y[i], v[i], method_re="iterated") for i in range(LOOPED)], LOOPED
            ),
            "pool_effects, REML, loop": microseconds(
                lambda y=y, v=v: [pool_effects(y[i], v[i]) for i in range(LOOPED)], LOOPED
            ),
            "pool_many, REML": microseconds(lambda y=y, v=v: pool_many(y, v, tau2="REML"), POOLS),
            "pool_many, PM": microseconds(lambda y=y, v=v: pool_many(y, v, tau2="PM"), POOLS),
            "pool_many, DL": microseconds(lambda y=y, v=v: pool_many(y, v, tau2="DL"), POOLS),
        }
        peer = median(rows["statsmodels combine_effects, PM, loop"])
        for name, times in rows.items():
            ratio = peer / median(times)
            label = f"k = {k}: {name}"
            print(f"{label:42} {min(times):9.2f} {median(times):9.2f} {max(times):9.2f}  peer / this = {ratio:.1f}")


if __name__ == "__main__":
    main()

"""How fast exact GRIM is: vectorised, against a scalar loop doing the same and a bare numpy pass, in one run.

Prints nanoseconds a pair (minimum, median, maximum of the repeats) and the ratios of the medians. The bare pass does
one multiplication and one floor a pair and decides nothing. Run: PYTHONPATH=src python benchmarks/grim.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from fbss_analysis.models.grim import grim, grim_array, grim_counts

PAIRS, SCALAR_PAIRS, REPEATS = 2_000_000, 20_000, 15


def nanoseconds(run: Callable[[], Any], pairs: int, repeats: int = REPEATS) -> list[float]:
    """Time a pair in each of the repeats, after one run to warm up."""
    run()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) / pairs * 1e9)
    return times


def loop_in_integers(digits: list[int], sizes: list[int]) -> list[bool]:
    """The leanest scalar loop: one decimal, both ties, no reading, no checking of input."""
    result = []
    for p, n in zip(digits, sizes, strict=True):
        first = -(-n * (2 * p - 1) // 2000)
        last = n * (2 * p + 1) // 2000
        result.append(max(first, 0) <= min(last, n))
    return result


def main() -> None:
    """Time all of them on the same random pairs and print the table."""
    rng = np.random.default_rng(20240501)
    digits, sizes = rng.integers(0, 1001, PAIRS), rng.integers(1, 1001, PAIRS)
    share, real = digits / 1000, sizes.astype(float)
    few, of = digits[:SCALAR_PAIRS].tolist(), sizes[:SCALAR_PAIRS].tolist()
    texts = [f"{p // 10}.{p % 10}" for p in few]
    verdicts = [grim(text, n) for text, n in zip(texts, of, strict=True)]
    assert verdicts == loop_in_integers(few, of) == grim_array(few, of, decimals=1).tolist()

    rows = {
        "bare pass, floats: floor(p * n)": nanoseconds(lambda: np.floor(share * real), PAIRS),
        "bare pass, integers: p * n // 1000": nanoseconds(lambda: digits * sizes // 1000, PAIRS),
        "grim_array, either": nanoseconds(lambda: grim_array(digits, sizes, decimals=1), PAIRS),
        "grim_array, half_up": nanoseconds(lambda: grim_array(digits, sizes, decimals=1, rounding="half_up"), PAIRS),
        "grim_array, half_even": nanoseconds(
            lambda: grim_array(digits, sizes, decimals=1, rounding="half_even"), PAIRS
        ),
        "grim, list of texts": nanoseconds(lambda: grim(texts, of), SCALAR_PAIRS, 5),
        "scalar loop: grim_counts of texts": nanoseconds(
            lambda: [len(grim_counts(text, n)) > 0 for text, n in zip(texts, of, strict=True)], SCALAR_PAIRS, 5
        ),
        "scalar loop: bare integers": nanoseconds(lambda: loop_in_integers(few, of), SCALAR_PAIRS),
    }
    ours = median(rows["grim_array, either"])
    print(f"{'ns a pair':36}{'min':>10}{'median':>10}{'max':>10}{'median / grim_array':>22}")
    for name, times in rows.items():
        print(f"{name:36}{min(times):10.2f}{median(times):10.2f}{max(times):10.2f}{median(times) / ours:22.2f}")


if __name__ == "__main__":
    main()

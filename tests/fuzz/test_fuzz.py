"""Extraction and audit on hostile structured text, a little of it in every test run, and every past failure again.

FBSS_FUZZ is the number of texts that hypothesis tries (200 where it is not set); `run.py` tries very many more, fast
and without shrinking. What ever failed stays as a file of `corpus/`.
"""

from __future__ import annotations

import itertools
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pieces
import pytest
import records
import run
from examine import examine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").iterdir() if path.suffix != ".py")
TRIES = int(os.environ.get("FBSS_FUZZ", "200"))
TEXTS = st.lists(st.one_of(*map(st.sampled_from, pieces.GROUPS), st.text(max_size=4)), max_size=60)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_what_failed_once_fails_no_more(path: Path) -> None:
    examine(path.read_bytes(), f"page{path.suffix}")


@settings(max_examples=TRIES, deadline=None, derandomize=TRIES <= 200, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from((" ", "")), st.sampled_from(pieces.SUFFIXES))
def test_hostile_text_breaks_nothing(parts: list[str], gap: str, suffix: str) -> None:
    examine(gap.join(parts).encode("utf-8", "replace"), f"page{suffix}")


@settings(max_examples=TRIES, deadline=None, derandomize=TRIES <= 200)
@given(st.binary(max_size=200), st.sampled_from((*pieces.SUFFIXES, ".pdf")))
def test_bytes_break_nothing(data: bytes, suffix: str) -> None:
    examine(data, f"page{suffix}")


def test_the_fast_loop_makes_the_same_inputs_for_the_same_seed() -> None:
    made = [[pieces.document(random.Random(f"1-{number}")) for number in range(50)] for _ in range(2)]
    assert made[0] == made[1]
    for data, name in made[0]:
        examine(data, name)


@pytest.mark.parametrize(
    ("times", "failed"), [((0.2,), 3), ((0.2, 0.01, 0.2), 0), ((*[0.2] * 9, *[0.01] * 9), 0), ((0.04,), 0)]
)
def test_a_text_that_takes_too_long_each_time_fails(
    monkeypatch: pytest.MonkeyPatch, times: tuple[float, ...], failed: int
) -> None:
    measured = itertools.cycle(times)
    monkeypatch.setattr(run, "examine", lambda data, *_, **__: next(measured) * (len(data) // 1024 + 1))
    with ThreadPoolExecutor(1) as pool:
        batch = run.try_all(pool, 1, 0, 3)
    assert (len(batch.failed), batch.slowest) == (failed, pytest.approx(min(times)))
    assert all("200 ms per KB" in error for *_, error in batch.failed)


def test_broken_records_and_parameters_are_refused_in_three_parts(tmp_path: Path) -> None:
    for number in range(2 * TRIES):
        records.examine(1, number, tmp_path)


@pytest.mark.parametrize("number", [34912, 41008, 68380])
def test_records_that_failed_once_fail_no_more(number: int, tmp_path: Path) -> None:
    records.examine(1, number, tmp_path)

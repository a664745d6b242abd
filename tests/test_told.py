"""The results in tests/README.md are those that are stored: nobody typed them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_last_results_are_those_stored() -> None:
    told = "import told; print(told.told(told.README.read_text(encoding='utf-8')), end='')"
    made = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT / "benchmarks" / "proof", capture_output=True, text=True, check=True
    ).stdout
    assert made == (ROOT / "tests" / "README.md").read_text(encoding="utf-8"), "run: make told"

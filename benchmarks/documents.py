"""How fast documents are read and what length costs: 1, 10 and 100 MB on one line, as text and as HTML; pages of PDF.

The cost of ten times the length must be near ten times the time: a document of 100 MB on one line no more than twelve
times one of 10 MB.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from fbss_analysis.reading import read_as

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from pdfs import column, make_pdf

LINE = b"Of 500 patients, 112 (22.4%) improved after surgery, and 40% did not. "
PAGE = column([f"Of 500 patients in group {number}, 112 (22.4%) improved after surgery." for number in range(50)])
KINDS: dict[str, Callable[[bytes], bytes]] = {"line.txt": bytes, "line.html": lambda text: b"<p>" + text}


def best(data: bytes, name: str, times: int = 3) -> float:
    """Seconds that reading takes, the least of several times."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        read_as(data, name)
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> None:
    """Print a line for each size of each kind."""
    for name, make in KINDS.items():
        before = 0.0
        for megabytes in (1, 10, 100):
            data = make(LINE * (megabytes * 1_000_000 // len(LINE)))
            seconds = best(data, name)
            ratio = f", {seconds / before:.1f} times the one before" if before else ""
            print(
                f"{name}: {megabytes:>3} MB in {seconds:7.3f} s, {len(data) / seconds / 1e6:6.1f} MB/s{ratio}",
                flush=True,
            )
            before = seconds
    for pages in (10, 100):
        seconds = best(make_pdf(*[PAGE] * pages), "page.pdf")
        print(f"page.pdf: {pages} pages in {seconds:.3f} s, {pages / seconds:.0f} pages a second", flush=True)


if __name__ == "__main__":
    main()

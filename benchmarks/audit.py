"""Throughput of extraction and audit: megabytes a second on one core and on two, and the cost of ten times as much.

The originals (where FBSS_ORIGINALS names their folder; else the clinic pages of the corpora) and number-dense
abstracts, document by document: alone, and mapped over two processes of `concurrent.futures`, warmed before the clock
starts. Beside them on the same text stand quantulum3, on a slice, and a bare scan of `re` for digits, which no reader
of numbers written in Python can pass. Then one line of text grows tenfold: a cost that is linear grows by ten as well.
The sizes of that part can be given; the audit of 100 megabytes (`--audit-grow 10 100`) takes six minutes.

    python benchmarks/audit.py [--grow SMALL LARGE] [--audit-grow SMALL LARGE]
"""

from __future__ import annotations

import argparse
import re
import resource
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from extraction import SLICE, abstracts, original_texts, peer_speed, repeated, seconds

from fbss_analysis.extraction import extract
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document

MEGABYTE = 1_000_000
DIGITS = re.compile(r"\d+(?:\.\d+)?")
Work = Callable[[str], int]


def mentions_in(text: str) -> int:
    return len(extract(Document("page", text)))


def findings_in(text: str) -> int:
    return len(audit_document(Document("page", text)).findings)


def total(work: Work, texts: Sequence[str]) -> int:
    return sum(work(text) for text in texts)


def extract_all(texts: Sequence[str]) -> int:
    return total(mentions_in, texts)


def audit_all(texts: Sequence[str]) -> int:
    return total(findings_in, texts)


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def with_two(work: Callable[[Sequence[str]], int], texts: Sequence[str], chunks: int = 16) -> float:
    """Seconds of two processes that share the texts, both started and warmed before."""
    parts = [texts[at::chunks] for at in range(chunks)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, [texts[:2]] * 4))
        return wall(lambda: list(pool.map(work, parts)))


def report(name: str, texts: list[str], size: int) -> None:
    """One style of text, repeated to `size` characters: extraction and audit, on one core and two, beside others."""
    many = texts * (size // sum(map(len, texts)) + 1)
    characters, joined = sum(map(len, many)), repeated(texts, SLICE)
    scan = SLICE / seconds(lambda: sum(1 for _ in DIGITS.finditer(joined)), times=5)
    print(f"{name}: {len(many):,} documents, {characters / MEGABYTE:.1f} MB")
    try:
        peer: float | None = peer_speed(joined)
        print(
            f"  quantulum3 on a slice: {peer / MEGABYTE:.3f} MB/s; re scanning for digits: {scan / MEGABYTE:.0f} MB/s"
        )
    except ImportError:
        peer = None
        print(f"  quantulum3 is not installed: no comparison; re scanning for digits: {scan / MEGABYTE:.0f} MB/s")
    for label, work in (("extraction", extract_all), ("audit", audit_all)):
        one = characters / seconds(lambda work=work: work(many), times=2)  # type: ignore[misc]
        two = characters / with_two(work, many)
        beside = f"; {one / peer:.0f} times quantulum3" if peer else ""
        print(f"  {label}: {one / MEGABYTE:.2f} MB/s on 1 core, {two / MEGABYTE:.2f} with 2 processes", end="")
        print(f"{beside}; {one / scan:.4f} of the scan for digits")


def grow(label: str, work: Work, texts: list[str], sizes: Sequence[float]) -> None:
    """Seconds of one document on one line at two sizes, and by how much the cost grew."""
    one_line = [" ".join(text.split()) for text in texts]
    taken = []
    for size in sizes:
        text = repeated(one_line, int(size * MEGABYTE)).replace("\n", " ")
        taken.append(seconds(lambda text=text: work(text), times=1))  # type: ignore[misc]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shown = " and ".join(f"{size:g} MB in {spent:.1f} s" for size, spent in zip(sizes, taken, strict=True))
    print(f"{label} of one line: {shown}: {sizes[1] / sizes[0]:g} times the text cost {taken[1] / taken[0]:.1f} times")
    print(f"  peak memory so far: {peak:,.0f} MB")


def main() -> None:
    warnings.simplefilter("ignore")
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--grow", nargs=2, type=float, default=(10, 100), help="megabytes for extraction")
    options.add_argument("--audit-grow", nargs=2, type=float, default=(1, 10), help="megabytes for the audit")
    given = options.parse_args()
    report("originals", original_texts(), MEGABYTE)
    report("abstracts", abstracts(), MEGABYTE // 4)
    grow("extraction", mentions_in, original_texts(), given.grow)
    grow("audit", findings_in, original_texts(), given.audit_grow)


if __name__ == "__main__":
    main()

"""Speed and accuracy of extraction, in one run: characters a second beside quantulum3 and one `re` alternation.

Two texts: the originals repeated to a million characters (where FBSS_ORIGINALS names their folder; else the clinic
pages of the corpora), and number-dense abstracts made from the corpora. quantulum3 reads a slice of the same text
paragraph by paragraph, which is how it is fastest. Processor time is measured, the best of three.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from fbss_analysis.extraction import extract
from fbss_analysis.schema import Document

ROOT = Path(__file__).parent.parent
CORPORA = ROOT / "tests" / "examples" / "extraction"
SIZE = 1_000_000
SLICE = 120_000
ALTERNATION = re.compile(
    r"\d+(?:\.\d+)?\s?%|\d+(?:\.\d+)?(?:-|–| to )\d+(?:\.\d+)?\s?%|\d+ (?:in|of|out of) \d+|\d+(?:,\d{3})+|\d+ patients"
    r"|\d+[- ](?:day|week|month|year)s?|(?:one|two|three|four|five|six) \w+|[Pp] ?[=<>] ?\.?\d+(?:\.\d+)?|\d+\.\d+"
)


def corpus_texts(style: str) -> list[str]:
    """The texts of the labelled corpora in one style, without their marks."""
    spec = importlib.util.spec_from_file_location("extraction_score", CORPORA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = scorer
    spec.loader.exec_module(scorer)
    records = [record for name in ("held_out", "developed_on") for record in scorer.load(name)]
    return [scorer.unmark(record["marked"])[0] for record in records if record["style"] == style]


def original_texts() -> list[str]:
    """The originals where they are; else the clinic pages of the corpora."""
    folder = Path(os.environ.get("FBSS_ORIGINALS") or ROOT.parent / "shared" / "seeds")
    found = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("00?_*.txt"))]
    return found or corpus_texts("clinic")


PROSE = (
    "Persistent pain after an operation on the lumbar spine is common and costly, and its causes are often several. ",
    "We asked which findings before surgery foretell a poor outcome, and whether they can be changed beforehand. ",
    "Patients answered the same questions before the operation and at every visit, without their surgeon in the room. ",
    "The groups were alike in sex, smoking, work and the level that was operated on, and few were lost on the way. ",
)


def abstracts() -> list[str]:
    """Abstracts of the usual length, each one paragraph: five number-laden passages with a plain sentence between."""
    passages = corpus_texts("abstract")
    groups = [passages[at : at + 5] for at in range(0, len(passages), 5)]
    return [
        " ".join(PROSE[at % len(PROSE)] + part.replace("\n", " ") for at, part in enumerate(group)) for group in groups
    ]


def repeated(texts: list[str], size: int) -> str:
    joined = "\n\n".join(texts) + "\n\n"
    return (joined * (size // len(joined) + 1))[:size]


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least processor time of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peer_speed(text: str) -> float:
    """Characters a second of quantulum3, paragraph by paragraph."""
    from quantulum3 import parser

    paragraphs = [line for line in text[:SLICE].split("\n") if line.strip()]
    parser.parse("5 km")
    taken = seconds(lambda: [parser.parse(paragraph) for paragraph in paragraphs], times=1)
    return sum(map(len, paragraphs)) / taken


def report(name: str, text: str) -> None:
    ours = SIZE / seconds(lambda: extract(Document(name, text)))
    alternation = SIZE / seconds(lambda: sum(1 for _ in ALTERNATION.finditer(text)))
    count = len(extract(Document(name, text)))
    print(f"{name}: {ours:,.0f} characters a second, {count:,} mentions in {SIZE:,} characters")
    print(f"  one alternation of re: {alternation:,.0f} ({ours / alternation:.2f} of its speed)")
    try:
        peer = peer_speed(text)
    except ImportError:
        print("  quantulum3 is not installed: no comparison")
        return
    print(f"  quantulum3: {peer:,.0f} (we are {ours / peer:.0f} times as fast)")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    report("originals", repeated(original_texts(), SIZE))
    report("abstracts", repeated(abstracts(), SIZE))

"""Broken records and parameters by the hundred thousand: python tests/fuzz/records.py --inputs 100000 --seed 1

The TOML of a study, a source's claims, a parameters cell and a line of -p assignments are taken as they are and
damaged: stretches lost or doubled, signs and values of other types put in. Whatever comes of it is read or refused in
three parts; any other error is a fault of ours. Each input follows from the seed and its number.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from fbss_analysis import parameters
from fbss_analysis.curated.bibliography import read_study
from fbss_analysis.curated.records import Problems, tables
from fbss_analysis.errors import FbssError

ROOT = Path(__file__).resolve().parents[2]
STUDIES = sorted((ROOT / "data" / "raw" / "studies").glob("*.toml"))
CLAIMS = sorted((ROOT / "data" / "raw" / "sources").glob("*/claims.toml"))
CELLS = (
    'level = 0.95  # confidence level\nmethod = "wilson"  # interval\nlowest = None\n',
    "source = 'darrow'  # an article\nwhole = True\nmost = 5\nfolder = ''\n",
)
PIECES = (
    *('"', "'", "=", "[", "]", "[[", "]]", "{", "}", "#", ",", ".", "\n", "\\", '"""', "\0", "\ud800", "é", "\u202e"),
    *(
        "-1",
        "1e999",
        "nan",
        "inf",
        "true",
        "9" * 400,
        "1979-05-27",
        "[]",
        "{}",
        "percent",
        "[[values]]",
        "\r",
        "\t",
        "-",
    ),
)


def damaged(text: str, rng: random.Random) -> str:
    """The text with up to four stretches lost, doubled, moved or replaced."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice((0, 1, 1, 3, 12, 60)))
        how = rng.random()
        if how < 0.3:
            text = text[:start] + text[end:]
        elif how < 0.5:
            text = text[:end] + text[start:end] + text[end:]
        else:
            text = text[:start] + rng.choice(PIECES) + text[end:]
    return text


def try_study(rng: random.Random, scratch: Path) -> None:
    """Read a damaged study from its file."""
    path = rng.choice(STUDIES)
    place = scratch / path.name
    place.write_text(damaged(path.read_text(encoding="utf-8"), rng), encoding="utf-8", errors="surrogatepass")
    read_study(place, path.name, Problems())


def try_claims(rng: random.Random, _: Path) -> None:
    """Read a stretch of damaged claims as tables."""
    parts = rng.choice(CLAIMS).read_text(encoding="utf-8").split("\n\n")
    start = rng.randrange(len(parts))
    tables(damaged("\n\n".join(parts[start : start + 3]), rng), "claims.toml", Problems())


def try_parameters(rng: random.Random, _: Path) -> None:
    """Read a damaged parameters cell, and damaged values for it."""
    known = parameters.read_cell(rng.choice(CELLS))
    given = parameters.parse_assignments([damaged(f"{rng.choice(list(known))}=0.9", rng)])
    parameters.choose(given, {"a": known})


def try_cell(rng: random.Random, _: Path) -> None:
    """Read a damaged cell of parameters."""
    parameters.read_cell(damaged(rng.choice(CELLS), rng))


TARGETS = (try_study, try_claims, try_parameters, try_cell)


def examine(seed: int, number: int, scratch: Path) -> None:
    """Try one input; an error that is not in three parts comes through."""
    rng = random.Random(f"{seed}-{number}")
    with suppress(FbssError):
        TARGETS[number % len(TARGETS)](rng, scratch)


def main() -> int:
    """Try all inputs and tell what failed."""
    parser = argparse.ArgumentParser(description="Damaged records and parameters.")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(given.inputs):
            try:
                examine(given.seed, number, Path(scratch))
            except Exception:
                failed += 1
                if failed < 20:
                    print(f"input {number} of seed {given.seed}:\n{traceback.format_exc(limit=-3)}", flush=True)
    print(f"{given.inputs:,} inputs, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

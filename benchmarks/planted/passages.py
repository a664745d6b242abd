"""Write passages in pairs: one whose numbers agree, and the same with one number falsified.

A wording is a line "family: text with {places}" of `developed_on.txt` or `developed_later.txt`; the places say which
numbers are drawn (see `DRAWS`). Each wording is filled several times, half of the times with a sentence beside it whose
numbers have nothing to do with it. Run as a script, this writes `developed_on.jsonl` and `developed_later.jsonl`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from fbss_analysis.models.grim import grim_counts
from fbss_analysis.reported import parse

HERE = Path(__file__).parent
SPLITS = ("developed_on", "developed_later")
SEEDS = {"developed_on": "planted developed_on", "developed_later": "planted held_out"}
TIMES = 5
WORDS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 12: "twelve"}
BESIDE = (
    "The mean age was 54 years.",
    "Follow-up lasted 24 months.",
    "Patients were operated on between 2004 and 2011.",
    "The operation takes about 90 minutes.",
    "Earlier work comes from three university hospitals.",
    "Pain was measured on a scale from 0 to 10.",
    "Most people go home after 2 days.",
    "Adults aged 18 to 75 years were eligible.",
    "The difference was significant (p = 0.012).",
    "Recovery usually takes six weeks.",
)
Numbers = dict[str, str]
Pair = tuple[Numbers, Numbers]


def draw_share(random: Random, decimals: int) -> Pair:
    """A count, a whole, and the share that they give; falsified, a share that they cannot give."""
    n = random.randint(40, 900) if random.random() < 0.7 else random.randint(1_000, 90_000)
    k = random.randint(max(2, n // 20), n - n // 20)
    true = 100 * k / n
    false = true + _off(random, true, 2, 25)
    sound = {"n": f"{n:,}", "k": f"{k:,}", "p": f"{true:.{decimals}f}"}
    return sound, sound | {"p": f"{false:.{decimals}f}"}


def draw_partition(random: Random, decimals: int) -> Pair:
    """Shares that make a hundred, and groups that make a sample; falsified, the last one is off."""
    unit = 10**decimals
    cut = sorted(random.sample(range(8 * unit, 92 * unit, 4 * unit), 2))
    shares = [cut[0] / unit, (cut[1] - cut[0]) / unit, 100 - cut[1] / unit]
    two = [cut[0] / unit, 100 - cut[0] / unit]
    n = random.randint(60, 900)
    first = random.randint(n // 4, n // 2)
    second = random.randint(5, n - first - 6)
    sound = {name: f"{value:.{decimals}f}" for name, value in zip("abc", shares, strict=True)}
    sound |= {"a2": f"{two[0]:.{decimals}f}", "b2": f"{two[1]:.{decimals}f}", "n": f"{n:,}"}
    sound |= {"i": str(first), "j": str(second), "l": str(n - first - second), "i2": str(first), "j2": str(n - first)}
    wrong = random.choice((-1, 1)) * random.randint(3, 7)
    wrong = abs(wrong) if min(shares[2], two[1], n - first - second) <= 8 else wrong
    false = {"c": f"{shares[2] + wrong:.{decimals}f}", "b2": f"{two[1] + wrong:.{decimals}f}"}
    return sound, sound | false | {"l": str(n - first - second + wrong), "j2": str(n - first + wrong)}


def draw_change(random: Random, decimals: int) -> Pair:
    """Two levels and the change from one to the other; falsified, a change that they cannot give."""
    x = random.randint(120, 990) if random.random() < 0.5 else random.randint(1_200, 80_000)
    y = round(x * random.uniform(1.15, 2.9))
    s = random.randint(50, 90) / 10
    t = round(s * random.uniform(0.25, 0.85), 1)
    up, down = 100 * (y / x - 1), 100 * (1 - t / s if decimals < 0 else 1 - x / y)
    sound = {"x": f"{x:,}", "y": f"{y:,}", "s": f"{s:.1f}", "t": f"{t:.1f}"}
    right = {"up": f"{up:.{decimals}f}", "down": f"{down:.{decimals}f}", "fall": f"{100 * (1 - t / s):.0f}"}
    false = {
        "up": f"{up + _off(random, up, 5, 40):.{decimals}f}",
        "down": f"{down + _off(random, down, 4, 25):.{decimals}f}",
        "fall": f"{100 * (1 - t / s) + _off(random, 50, 6, 12):.0f}",
    }
    return sound | right, sound | false


def draw_one_in(random: Random, decimals: int) -> Pair:
    """One in N and its percentage; falsified, the percentage of another N."""
    n = random.choice((3, 4, 5, 6, 7, 8, 9, 10, 12))
    print_of = random.choice((n, n, 15 if n > 8 else n, 20 if n > 8 else n, 25 if n > 9 else n))
    sound = {"W": WORDS[n], "N": str(print_of)}
    true, told = 100 / n, 100 / print_of
    factor = random.choice((0.5, 0.6, 1.6, 1.9))
    digits = 1 if decimals or told < 8 else 0
    share = {"p": f"{told:.{digits}f}"}
    return sound | share | {"w": f"{true:.{digits}f}"}, sound | {
        "p": f"{told * factor:.{digits}f}",
        "w": f"{true * factor:.{digits}f}",
    }


def draw_grim(random: Random, _: int) -> Pair:
    """A share that whole people give; falsified, one that no number of them gives."""
    while True:
        n = random.randint(13, 88)
        k = random.randint(3, n - 3)
        true = f"{100 * k / n:.1f}"
        false = f"{float(true) + random.choice((-1, 1)) * random.choice((0.3, 0.4, 0.5)):.1f}"
        if not grim_counts(parse(f"{false}%"), n) and 1 < float(false) < 99:
            return {"n": str(n), "g": true}, {"n": str(n), "g": false}


def draw_monotone(random: Random, _: int) -> Pair:
    """Cumulative shares that rise; falsified, the second falls below the first."""
    steps = [random.randint(20, 90) / 10, random.randint(15, 70) / 10, random.randint(15, 80) / 10]
    first, second, third = steps[0], steps[0] + steps[1], sum(steps)
    sound = {"p1": f"{first:.1f}", "p2": f"{second:.1f}", "p3": f"{third:.1f}"}
    return sound, sound | {"p2": f"{max(0.2, first - random.randint(10, 40) / 10):.1f}"}


def draw_difference(random: Random, decimals: int) -> Pair:
    """Two shares and the points between them; falsified, points that they cannot leave."""
    unit = 10**decimals
    low, gap = random.randint(5 * unit, 50 * unit), random.randint(5 * unit, 35 * unit)
    sound = {"lo": low, "hi": low + gap, "d": gap}
    wrong = random.choice((-3, 3, 4, 6, 10)) * unit + random.choice((0, 1, 2)) * (unit > 1)
    shown = {name: f"{value / unit:.{decimals}f}" for name, value in sound.items()}
    return shown, shown | {"d": f"{(gap + wrong) / unit:.{decimals}f}"}


def draw_total(random: Random, decimals: int) -> Pair:
    """Parts and their sum; falsified, another sum."""
    parts = [random.randint(4, 240) for _ in range(3)]
    two = random.randint(20, 400), random.randint(20, 400)
    shares = [round(random.randint(30, 300) / 10, decimals) for _ in range(2)]
    wrong = random.choice((-2, -1, 1, 2, 3, 10))
    sound = dict(zip("ijl", map(str, parts), strict=True)) | {"n": f"{sum(parts):,}"}
    sound |= {"i2": str(two[0]), "j2": str(two[1]), "n2": f"{sum(two):,}"}
    sound |= {"ta": f"{shares[0]:.{decimals}f}", "tb": f"{shares[1]:.{decimals}f}", "tt": f"{sum(shares):.{decimals}f}"}
    false = {"n": f"{sum(parts) + wrong:,}", "n2": f"{sum(two) + wrong:,}"}
    return sound, sound | false | {"tt": f"{sum(shares) + 2 + abs(wrong):.{decimals}f}"}


def draw_interval(random: Random, _: int) -> Pair:
    """An estimate in its interval; falsified, one outside it."""
    e, width = random.randint(110, 480) / 100, random.uniform(1.2, 1.9)
    low, high = e / width, e * width
    pe, half = random.randint(80, 450) / 10, random.randint(10, 60) / 10
    me, mhalf = random.randint(12, 60) / 10, random.randint(3, 11) / 10
    sound = {"e": f"{e:.2f}", "lo": f"{low:.2f}", "hi": f"{high:.2f}", "pe": f"{pe:.1f}", "me": f"{me:.1f}"}
    sound |= {
        "plo": f"{pe - half:.1f}",
        "phi": f"{pe + half:.1f}",
        "mlo": f"{me - mhalf:.1f}",
        "mhi": f"{me + mhalf:.1f}",
    }
    above = random.random() < 0.5
    false = {
        "e": f"{high + 0.2 if above else low - 0.1:.2f}",
        "pe": f"{pe + 1.3 * half if above else pe - 1.3 * half:.1f}",
    }
    return sound, sound | false | {"me": f"{me + mhalf + 0.4 if above else me - mhalf - 0.2:.1f}"}


DRAWS: dict[str, Callable[[Random, int], Pair]] = {
    "share": draw_share,
    "partition": draw_partition,
    "change": draw_change,
    "one_in": draw_one_in,
    "grim": draw_grim,
    "monotone": draw_monotone,
    "difference": draw_difference,
    "total": draw_total,
    "interval": draw_interval,
}


def _off(random: Random, true: float, least: float, most: float) -> float:
    """How far to miss a percentage: clearly more than rounding, and never below nought or above a hundred."""
    step = random.uniform(least, most)
    room_below = true - step > 1
    room_above = true + step < 99 or true > 100
    return -step if room_below and (not room_above or random.random() < 0.5) else step


def fill(family: str, text: str, random: Random) -> tuple[str, str]:
    """One pair of a wording."""
    sound, false = DRAWS[family](random, random.choice((0, 1, 1)))
    names = set(re.findall(r"{(\w+)}", text))
    two_groups = {"n", "i2"} <= names and family == "total"
    wanted = {"n": "n2"} if two_groups else {"p": "w"} if "W" in names else {"down": "fall"} if "s" in names else {}
    places = [{name: given[wanted.get(name, name)] for name in names} for given in (sound, false)]
    beside, where = random.choice(BESIDE), random.random()
    pattern = f"{beside} {text}" if where < 0.25 else f"{text} {beside}" if where < 0.5 else text
    return pattern.format(**places[0]), pattern.format(**places[1])


def write(split: str) -> list[dict[str, str]]:
    """All pairs of a split, each wording filled `TIMES` times, from a fixed seed."""
    random = Random(SEEDS[split])
    rows = []
    for number, line in enumerate((HERE / f"{split}.txt").read_text(encoding="utf-8").splitlines(), 1):
        family, _, text = line.partition(": ")
        for _ in range(TIMES):
            sound, false = fill(family, text, random)
            assert sound != false, line
            rows.append({"family": family, "wording": f"{number:03d}", "sound": sound, "falsified": false})
    return rows


def main() -> int:
    """Write both splits."""
    for split in SPLITS:
        with (HERE / f"{split}.jsonl").open("w", encoding="utf-8", newline="") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in write(split))
    return 0


if __name__ == "__main__":
    sys.exit(main())

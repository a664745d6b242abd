"""Change the code itself, one small thing at a time, and see whether a test turns red.

mutmut 3 makes the mutants and runs, in a copy of the project, the tests that reach the changed function (it forks them,
so that a mutant costs a second; cosmic-ray starts pytest anew for each, which took a minute a mutant here). There are
tens of thousands of mutants, so a sample is drawn: as many of each module, by a seed that depends on the module's name
alone. A mutant is *killed* when a test fails or the tests never end, and has *survived* otherwise. Doctests do not take
part, nor do constants outside functions, which have tests of their own.

A survivor that no test could kill, because it computes the same or stands in what is made at import, before a mutant is
switched on, is named in equivalent.csv with the reason, by what it changes; it is then left out of the rate. Prints the
killed share of each family with its Wilson interval and writes one row a mutant to code.csv beside this file.

    python benchmarks/mutation/code.py [FAMILY …] [--each N] [--survivors]
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fbss_analysis.models.proportion import proportion

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STORED, EQUIVALENT = HERE / "code.csv", HERE / "equivalent.csv"
COLUMNS = ("family", "module", "function", "before", "after", "status", "killed_by")
SEED = 20261120
EACH = 12
SMALL = ("reported", "printed", "models/grim.py", "checks/grim.py", "models/proportion.py")
MODELS = {
    "consistency": "consistency debit denominators feasibility grim grimmer prints totals",
    "proportion": "acceptability arguments comparison multinomial printed proportion rate roots unconditional",
    "pooling": "batch caveats effects forest frames glmm heterogeneity metaregression pooling pools precision profile "
    "projection sensitivity smallstudy",
    "incidence": "box cohort competing curve families groups hazards incidence individuals likelihood spline spread "
    "steps survival",
}
TESTS = {
    "printed": "reported interval words checks answers",
    "checks": "checks means checks_against_annotations fidelity pooled answers",
    "consistency": "consistency answers",
    "proportion": "proportion incidence answers",
    "pooling": "pooling pooling_reference forests answers",
    "incidence": "incidence survival oracle answers",
}
FAMILIES = tuple(TESTS)
# mutmut names tests by their ids, which pytest would otherwise escape.
UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support=true"
# Says which test was the first to fail; mutmut keeps only that one did.
WITNESS = """
import os
def pytest_runtest_logreport(report):
    if report.failed and os.environ.get("MUTANT_UNDER_TEST", "").startswith("fbss"):
        with open(os.environ["WITNESSES"], "a") as file:
            file.write(os.environ["MUTANT_UNDER_TEST"] + "\\t" + report.nodeid + "\\n")
"""


def modules(family: str) -> list[str]:
    """The files of a family, as paths below the package."""
    package = ROOT / "src" / "fbss_analysis"
    patterns = {"printed": ("reported.py", "printed/*.py"), "checks": ("checks/*.py",)}
    chosen = patterns.get(family) or tuple(f"models/{name}.py" for name in MODELS[family].split())
    found = sorted(path.relative_to(package).as_posix() for pattern in chosen for path in package.glob(pattern))
    return [name for name in found if "def " in (package / name).read_text(encoding="utf-8")]


def prepare(place: Path, family: str) -> None:
    """Copy the project to `place` and tell mutmut there what to change and what to run."""
    ignored = shutil.ignore_patterns("original.*", "__pycache__")
    for name in ("src", "tests", "data", "benchmarks"):
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    (place / "src" / "witness.py").write_text(WITNESS, encoding="utf-8")
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/fbss_analysis/{name}" for name in modules(family)],
        "also_copy": ["data", "benchmarks"],
        "pytest_add_cli_args": ["-o", "addopts=", "-p", "no:cacheprovider", "-p", "witness", "-q", "-o", UNESCAPED],
        "pytest_add_cli_args_test_selection": [f"tests/test_{name}.py" for name in TESTS[family].split()],
        "use_git_change_detection": False,
        "timeout_multiplier": 3.0,
        "timeout_constant": 3.0,
    }
    lines = [f"{key} = {str(value).lower() if isinstance(value, bool) else value!r}" for key, value in settings.items()]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (place / "pyproject.toml").write_text("\n".join([text, "[tool.mutmut]", *lines, ""]), encoding="utf-8")


def sample(name: str, each: int) -> list[str]:
    """The mutants of one module that are tried, by mutmut's names."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    text = (ROOT / "src" / "fbss_analysis" / name).read_text(encoding="utf-8")
    dotted = "fbss_analysis." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    every = [f"{dotted}.{mutant}" for mutant in mutate_file_contents(name, text).mutant_names]
    size = each * 2 if name.startswith(SMALL) else each
    return sorted(random.Random(f"{SEED} {name}").sample(every, min(size, len(every))))


def run(place: Path, mutants: list[str]) -> dict[str, str]:
    """Run mutmut on the named mutants; return the witness of each killed one."""
    witnesses = place / "witnesses.txt"
    witnesses.touch()
    env = {**os.environ, "PYTHONPATH": str(place / "src"), "WITNESSES": str(witnesses), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *mutants]
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        told = [line for line in done.stdout.splitlines() if "Running" not in line and "Generating" not in line]
        raise SystemExit("\n".join(["mutmut failed:", *told, done.stderr[-3000:]])[-6000:])
    rows = [line.split("\t") for line in witnesses.read_text(encoding="utf-8").splitlines()]
    return {row[0]: row[1] for row in reversed(rows)}


def change(mutant: str, path: str) -> tuple[str, str]:
    """What a mutant changes: the lines before and after, squeezed."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    before, after = ([line[1:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    return " ".join(before), " ".join(after)


def results(family: str, chosen: dict[str, list[str]], witness: dict[str, str]) -> Iterator[dict[str, str]]:
    """One row a mutant, from what mutmut left in the working directory."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.stats import status_by_exit_code

    for name, mutants in chosen.items():
        path = f"src/fbss_analysis/{name}"
        data = SourceFileMutationData(path=path)
        data.load()
        for mutant in mutants:
            status = status_by_exit_code[data.exit_code_by_key[mutant]]
            before, after = change(mutant, path)
            function = mutant.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x").lstrip("_ǁ")
            by = witness.get(mutant, "") if status == "killed" else ""
            row = (family, name, function.replace("ǁ", "."), before, after, status, by)
            yield dict(zip(COLUMNS, row, strict=True))


def trials(family: str, each: int, wanted: set[tuple[str, ...]] | None) -> list[dict[str, str]]:
    """Try the sample of a family, or of it only what changes one of the `wanted` lines."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        prepare(place, family)
        chosen = {name: sample(name, each) for name in modules(family)}
        if wanted is not None:
            files = {name for name, *_ in wanted}
            chosen = {name: mutants for name, mutants in chosen.items() if name in files}
        os.chdir(place)
        try:
            witness = run(place, [mutant for mutants in chosen.values() for mutant in mutants])
            return list(results(family, chosen, witness))
        finally:
            os.chdir(here)


def key(row: dict[str, str]) -> tuple[str, ...]:
    """What names a mutant for good: where it is and what it changes."""
    return tuple(row[name] for name in ("module", "function", "before", "after"))


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a stored table, none where there is no table."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def store(rows: Iterable[dict[str, str]]) -> None:
    """Write the result, equivalent mutants marked as such."""
    reasons = {key(row) for row in read(EQUIVALENT)}
    with STORED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in sorted(rows, key=lambda row: (FAMILIES.index(row["family"]), *key(row))):
            alive = row["status"] in ("survived", "equivalent")
            state = {"status": "equivalent" if key(row) in reasons else "survived"} if alive else {}
            writer.writerow(row | state)


def tell(rows: list[dict[str, str]]) -> float:
    """Print the killed share of each family and of all; return that of all."""
    share = 0.0
    for family in (*FAMILIES, "all"):
        counted = [r["status"] for r in rows if family in (r["family"], "all") and r["status"] != "equivalent"]
        same = sum(r["status"] == "equivalent" for r in rows if family in (r["family"], "all"))
        if counted:
            killed = sum(status in ("killed", "timeout", "segfault") for status in counted)
            got = proportion(killed, len(counted), method="wilson")
            share = got.estimate
            interval = f"{share:.1%}, 95% interval {got.ci_low:.1%} to {got.ci_high:.1%}"
            print(f"{family:12} {killed:5} of {len(counted):5} killed ({interval}); {same} equivalent")
    return share


def main() -> int:
    """Run what is asked for, store it beside what was stored of the other families, and tell the rates."""
    parser = argparse.ArgumentParser(description="Mutation of the code of reported, checks and models.")
    parser.add_argument("family", nargs="*", default=list(FAMILIES), help="which families; all by default")
    parser.add_argument("--each", type=int, default=EACH, help="mutants a module")
    parser.add_argument("--survivors", action="store_true", help="again only the modules in which mutants survived")
    options = parser.parse_args()
    for family in options.family:
        stored = read(STORED)
        alive = {key(r) for r in stored if r["family"] == family and r["status"] in ("survived", "no tests")}
        if options.survivors and not alive:
            continue
        rows = trials(family, options.each, alive if options.survivors else None)
        tried = {row["module"] for row in rows} if options.survivors else set(modules(family))
        kept = [r for r in stored if r["family"] != family or (r["module"] not in tried and options.survivors)]
        store([*kept, *rows])
    store(read(STORED))
    return 0 if tell(read(STORED)) >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())

"""The structure that DESIGN promises: layers, budgets, names, light imports. Each rule reads the source with `ast`."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "fbss_analysis"
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
    if path != SOURCE / "__init__.py"
}
LAYERS = [  # lowest first; a module may import from its own layer as long as there is no circle
    {
        "errors",
        "showing",
        "maker",
        "project",
        "navigation",
        "fingerprint",
        "observation",
        "failing",
        "files",
        "lock",
        "memory",
        "remembering",
        "progress",
    },
    {"docstrings", "binaries", "environment"},
    {
        "vocabulary",
        "glossary",
        "interval",
        "widths",
        "words",
        "rounding",
        "mistyping",
        "folding",
        "lexicon",
        "journals",
        "topics",
        "escapes",
    },
    {"quantities", "patterns", "reported", "works", "schema", "horizon", "groups"},
    {"decoding", "folders", "rendering", "layout"},
    {"markup", "pdf"},
    {"derivation", "ladder", "ledger", "records", "reading", "prose", "segments", "passages"},
    {"models", "extraction", "references", "soundness", "columns"},
    {"digest", "naming", "curation", "dossier", "originals", "provenance", "bibliography", "csl", "cohorts", "doubles"},
    {"citation"},
    {"corpus", "reference_list", "markers", "discourse", "citations"},
    {
        "context",
        "followup",
        "timing",
        "samples",
        "subjects",
        "restatements",
        "proposal",
        "wholes",
        "courses",
        "couples",
        "cues",
        "tellings",
        "timepoints",
        "stretches",
        "labels",
        "plans",
        "addends",
        "agreements",
        "outsiders",
        "openings",
        "appositions",
        "conclusions",
        "equivalents",
        "exhausting",
        "rates",
        "selective",
        "tallies",
        "ties",
        "enumerations",
        "recapitulations",
        "reservations",
        "compositions",
        "alternatives",
        "closed",
        "integers",
        "misfits",
        "amounts",
        "reckonings",
        "asides",
        "alikeness",
        "strengths",
        "vicinity",
        "plausibility",
        "portions",
        "crowds",
        "odds",
        "chances",
        "shares",
        "changes",
        "differences",
        "belonging",
        "cells",
        "change_words",
        "grids",
        "directions",
        "levels",
        "sums",
        "losses",
        "everyone",
        "parted",
        "proposals",
        "claims",
        "comparisons",
        "bounds",
    },
    {"answers", "measures", "entries", "questions", "evidence", "committed", "validation"},
    {"weights", "synthesis", "growth", "robustness", "certainty"},
    {"checks", "estimates", "corrections", "inputs"},
    {"tipping"},
    {
        "tables",
        "plots",
        "coverage_plots",
        "strips",
        "matrices",
        "forests",
        "icons",
        "priorities",
        "slips",
        "overlaps",
        "parameters",
        "parquet",
        "highlights",
    },
    {"planning"},
    {"pipeline"},
    {"partitions", "encoding", "joining", "gauge", "manifest", "work", "workers", "isolation", "folder", "gathering"},
    {"warm", "hiding", "launching", "deriving", "composing", "staying", "provisioner", "engine"},
    {"examples", "claimreview", "descriptors", "limits"},
    {"downloads"},
    {
        "kernel",
        "pages",
        "drawings",
        "snippets",
        "cards",
        "chapters",
        "exporter",
        "ladder_text",
        "formats",
        "difference",
        "causes",
        "fragments",
    },
    {
        "baseline",
        "front",
        "trials",
        "ledger_pages",
        "about",
        "auditing",
        "readiness",
        "compiled",
        "typesetting",
        "sweeping",
        "reporting",
        "book",
        "printing",
    },
    {"document_commands", "cli", "__main__"},
]
WHOLE = {
    "models",
    "checks",
    "quantities",
    "bounds",
}  # packages that stand in one layer; in the others each module has its own
FOLDERS = {
    "printed",
    "curated",
    "citing",
    "interpretation",
    "tracing",
    "appraisal",
    "building",
    "kernels",
    "documents",
    "batches",
    "publishing",
}
LAYERS[0] |= FOLDERS
LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names}
COMMANDS = {"cli", "document_commands"}  # each command imports what it needs
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}
HEAVY = {
    "pandas",
    "matplotlib",
    "statsmodels",
    "scipy",
    "numpy",
    "papermill",
    "nbformat",
    "nbconvert",
    "jinja2",
    "IPython",
    "pyarrow",
    "distributed",
    "tqdm",
    "lxml",
    "trafilatura",
    "pypdfium2",
}


def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    """The project's modules that a tree imports, by dotted name below the package."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "fbss_analysis":
            base = (node.module or "").removeprefix("fbss_analysis").lstrip(".")
            for alias in node.names:
                full = f"{base}.{alias.name}" if base else alias.name
                found.add(full if full in MODULES else base)
    return found - {""}


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    text = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - text


def unit(name: str) -> str:
    """What has a layer: a package that stands in one, else the module."""
    first, _, rest = name.partition(".")
    return first if first in WHOLE or not rest else rest


def is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def test_every_module_has_a_layer() -> None:
    known = set(LAYER_OF)
    assert {unit(name) for name in MODULES} <= known


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_from_its_own_folder_or_from_lower_layers(name: str) -> None:
    own = unit(name)
    for other in imported(parsed(name)):
        theirs = unit(other)
        if theirs != own:
            same = LAYER_OF[theirs] == LAYER_OF[own]
            assert LAYER_OF[theirs] <= LAYER_OF[own], f"{name} imports {other} from a higher layer"
            assert not (same and name in imported(parsed(other))), f"{name} and {other} import each other"


def test_imports_have_no_circle() -> None:
    graph = {name: imported(parsed(name)) & set(MODULES) - {name} for name in MODULES}
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert set(order) == set(MODULES)


@pytest.mark.parametrize("name", [name for name in MODULES if name not in COMMANDS])
def test_the_project_is_never_imported_late(name: str) -> None:
    for function in functions(parsed(name)):
        assert not imported(function), f"{name}.{function.name} imports the project inside a function"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_stays_within_its_budget(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 300
    long = {f.name: code_lines(f) for f in functions(parsed(name)) if code_lines(f) > 40}
    assert not long
    assert not set(name.split(".")) & FORBIDDEN_NAMES


def test_nine_functions_in_ten_are_short() -> None:
    sizes = [code_lines(function) for name in MODULES for function in functions(parsed(name))]
    assert sum(size < 15 for size in sizes) >= 0.9 * len(sizes)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_and_public_function_is_documented(name: str) -> None:
    tree = parsed(name)
    assert ast.get_docstring(tree)
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not is_overload(n)]
    undocumented = [node.name for node in public if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert not undocumented


def test_importing_the_package_and_its_light_verbs_loads_nothing_heavy() -> None:
    code = "import sys, fbss_analysis as f; f.parse('5%'); import fbss_analysis.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_an_audit_of_pages_loads_nothing_that_it_has_no_use_for() -> None:
    audit = "audit_document(Document('page', 'Of 40 patients 20 (50%) came back, 3 of 4 in a year.'))"
    code = f"import sys; from fbss_analysis.batches.work import *; from fbss_analysis.schema import Document; {audit}"
    code += "; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "fbss_analysis.checks.grim" in loaded
    assert not {*HEAVY - {"numpy", "scipy"}, "scipy.optimize", "scipy.stats"} & set(loaded)


def test_every_public_name_resolves() -> None:
    import fbss_analysis

    for name in fbss_analysis.__all__:
        assert getattr(fbss_analysis, name) is not None
    with pytest.raises(AttributeError, match="nothing_like_it"):
        fbss_analysis.nothing_like_it  # noqa: B018


def test_what_is_left_out_of_coverage_says_why() -> None:
    for path in MODULES.values():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "pragma: no" not in line or re.search(r"# pragma: no (?:cover|branch) \(\w.+\)", line), (path, line)

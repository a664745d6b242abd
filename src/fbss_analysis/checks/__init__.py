"""The checks: one file each; the folder is the registry.

A module here holds `CHECK`, a `schema.Check`: a name, the rung it answers, one question, its reference, and `find`,
which takes an article and yields findings. Nothing has to be registered: a new file is a new check."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType

from fbss_analysis.schema import Article, Check, Claim, Finding, Study
from fbss_analysis.showing import Rich


class Findings(Rich, tuple[Finding, ...]):
    """Findings in the order of their places: a tuple that JupyterLab shows as a table."""

    __slots__ = ()


@cache
def registry() -> Mapping[str, Check]:
    """Every check by name, in alphabetical order."""
    found = [module.CHECK for module in modules().values()]
    return {check.name: check for check in found}


@cache
def modules() -> Mapping[str, ModuleType]:
    """The module of every check by the check's name, in the order of the files."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {found.CHECK.name: found for found in (import_module(f"{__name__}.{name}") for name in names)}


def check(claims: Sequence[Claim], studies: Mapping[str, Study] = MappingProxyType({})) -> Findings:
    """Ask every check of some claims of one document; `studies` are what they may be traced to, by citekey."""
    doc = claims[0].source_id if claims else ""
    return run(Article(doc, tuple(claims), studies=studies))


def run(article: Article) -> Findings:
    """Ask every check of one article; the findings in the order of their place in the text, then by check."""
    findings = [finding for check in registry().values() for finding in check.find(article)]
    return Findings(sorted(findings, key=lambda f: (f.spans[:1] or ((1 << 60, 0),), f.check, f.claim_id, f.formula)))

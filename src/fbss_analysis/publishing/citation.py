"""How to cite the audit: from `CITATION.cff`, the one place where it says who made it and what it is called.

Reference: Druskat S et al. Citation File Format 1.2.0. Zenodo 2021, https://doi.org/10.5281/zenodo.5171937.

>>> made = {"title": "An audit", "version": "1.0", "authors": [{"name": "The authors"}]}
>>> in_words(made)
'The authors. An audit. Version 1.0.'
>>> print(in_bibtex(made))
@software{fbss_analysis,
  title = {{An audit}},
  author = {{The authors}},
  version = {1.0}
}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from fbss_analysis.building.fingerprint import file_digest
from fbss_analysis.building.observation import note, unguarded
from fbss_analysis.curated.csl import escape
from fbss_analysis.errors import InputError
from fbss_analysis.project import root

NAME = "CITATION.cff"


def read() -> tuple[str, dict[str, Any]]:
    """The file's text and what it says; nothing where a project has none; an InputError where it is not YAML."""
    path = root() / NAME
    note("file", NAME, "", file_digest(path))
    with unguarded():
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise InputError(f"the citation cannot be read: {error}", NAME, "write it as YAML") from None
    return text, found


def names(made: Mapping[str, Any]) -> list[str]:
    """The authors: groups by their name, people as "Family, Given"."""
    people = made.get("authors", [])
    return [one.get("name") or ", ".join(_known(one, "family-names", "given-names")) for one in people]


def in_words(made: Mapping[str, Any]) -> str:
    """The citation as a line of text."""
    told = ["; ".join(names(made)), made.get("title", ""), f"Version {made['version']}" if "version" in made else ""]
    address = made.get("doi") or made.get("url") or ""
    return " ".join(f"{part}." for part in (*told, address) if part)


def in_bibtex(made: Mapping[str, Any]) -> str:
    """The citation as a BibTeX entry."""
    groups = [f"{{{escape(name)}}}" if "name" in one else escape(name) for name, one in _authors(made)]
    fields = {
        "title": f"{{{escape(made.get('title', ''))}}}",
        "author": " and ".join(groups),
        "version": str(made.get("version", "")),
        "doi": made.get("doi", ""),
        "url": made.get("url", ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@software{fbss_analysis,\n" + ",\n".join(lines) + "\n}"


def _authors(made: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(zip(names(made), made.get("authors", []), strict=True))


def _known(one: Mapping[str, Any], *keys: str) -> list[str]:
    return [str(one[key]) for key in keys if key in one]

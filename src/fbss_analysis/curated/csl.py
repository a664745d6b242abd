"""The records of studies for reference managers: CSL-JSON items and BibTeX entries.

Both are made of the same fields, in the order of the citekeys, with nothing added: a record that names only a year has
only a year. Authors are recorded as "Family GH", the last word being initials; a group is one literal name. In BibTeX
everything that TeX would read as a command is escaped, other letters stay as they are (UTF-8), and a title's capitals
are kept by braces.

References: Citation Style Language 1.0.2, specification and JSON schema of its input data. Patashnik O. BibTeXing.
1988, section 4.

>>> study = Study("jung2020", "Reoperation & time", authors=("Jung JM",), journal="Spine", year=2020)
>>> print(export_bibtex([study]))
@article{jung2020,
  title = {{Reoperation \\& time}},
  author = {Jung, J. M.},
  journal = {Spine},
  year = {2020}
}
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fbss_analysis.schema import Study

Item = dict[str, Any]
# Months by the names that BibTeX styles define.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also after a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%$#_"},
}


def export_csl(studies: Iterable[Study]) -> list[Item]:
    """The studies as CSL-JSON items, in the order of their citekeys.

    >>> export_csl([Study("a", "T", authors=("van Hooff ML",), doi="10.1/x")])[0]["author"]
    [{'family': 'van Hooff', 'given': 'M. L.'}]
    """
    return [_item(study) for study in sorted(studies, key=lambda study: study.citekey)]


def export_bibtex(studies: Iterable[Study]) -> str:
    """The studies as BibTeX entries, in the order of their citekeys, one empty line between two."""
    return "\n".join(_entry(study) for study in sorted(studies, key=lambda study: study.citekey))


def split_name(name: str) -> tuple[str, str]:
    """Family name and initials of "Family GH": the last word, where it is written in capitals; else no initials.

    >>> split_name("Limback Svensson G"), split_name("Cher"), split_name("de Oliveira RB")
    (('Limback Svensson', 'G.'), ('Cher', ''), ('de Oliveira', 'R. B.'))
    """
    family, _, initials = name.rpartition(" ")
    if not family or not initials.isupper():
        return name, ""
    return family, " ".join(f"{letter}." for letter in initials if letter.isalpha())


def _item(study: Study) -> Item:
    people = [dict(zip(("family", "given"), split_name(name), strict=True)) for name in study.authors]
    item: Item = {
        "id": study.citekey,
        "type": study.type,
        "genre": study.genre,
        "title": study.title,
        "author": [
            *({key: part for key, part in person.items() if part} for person in people),
            *({"literal": name} for name in study.group_authors),
        ],
        "container-title": study.journal,
        "issued": _date_parts(study),
        "volume": study.volume,
        "issue": study.issue,
        "page": study.pages,
        "number": study.number,
        "DOI": study.doi,
        "PMID": study.pmid,
        "PMCID": study.pmcid,
    }
    return {key: value for key, value in item.items() if value}


def _date_parts(study: Study) -> Item:
    parts = [study.year, study.month, study.day]
    known = parts[: parts.index(None)] if None in parts else parts
    return {"date-parts": [known]} if known else {}


def _entry(study: Study) -> str:
    fields = {
        "title": f"{{{escape(study.title)}}}",
        "author": " and ".join(_author(study)),
        "journal": escape(study.journal),
        "year": str(study.year or ""),
        "volume": escape(study.volume),
        "number": escape(study.issue),
        "pages": escape(study.pages or study.number).replace("-", "--"),
        "doi": study.doi,
        "pmid": study.pmid,
        "pmcid": study.pmcid,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if study.month:
        lines.append(f"  month = {_MONTHS[study.month - 1]}")
    return f"@article{{{study.citekey},\n" + ",\n".join(lines) + "\n}\n"


def _author(study: Study) -> list[str]:
    people = [", ".join(_part(part) for part in split_name(name) if part) for name in study.authors]
    groups = [f"{{{escape(name)}}}" for name in study.group_authors]
    return [*people, *groups, *(["others"] if study.et_al else [])]


def _part(name: str) -> str:
    """A part of a name; one with a comma or an "and" in it is braced, or it would be read as two."""
    apart = "," in name or " and " in f" {name} "
    return f"{{{escape(name)}}}" if apart else escape(name)


def escape(text: str) -> str:
    """Text with every sign that TeX would read as a command made harmless.

    >>> print(escape("50% of R&D"))
    50\\% of R\\&D
    """
    return "".join(_ESCAPES.get(sign, sign) for sign in text)

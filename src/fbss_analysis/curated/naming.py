"""What the names in curated files refer to: claims of the same source by name, those of other sources with a dot.

A derivation, a denominator, a restated or a compared claim must exist. Whether a name is one of this folder is settled
when the folder is read; a name with a dot (centeno.fbss_range) waits until all folders are.

Reference: Date CJ. An Introduction to Database Systems. 8th ed. Addison-Wesley 2003, chapter 9 (referential integrity).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from fbss_analysis.curated.records import Problems, Table, suggestion
from fbss_analysis.derivation import derive_all
from fbss_analysis.derivation import names as derivation_names
from fbss_analysis.reported import ReportedNumber, parse
from fbss_analysis.schema import Claim, InputError, Source


def check_names(claim: Claim, known: Collection[str], table: Table, problems: Problems) -> bool:
    """Whether the denominator, the restated claim and every name in the derivation are claims."""
    keys = (("denominator", claim.denominator), ("restates", claim.restates))
    right = [are_known([name], known, table, key, problems) for key, name in keys if name]
    return all(right) and (claim.derivation is None or _derivation_is_right(claim.derivation, known, table, problems))


def check_value(claim: Claim, numbers: Mapping[str, ReportedNumber], table: Table, problems: Problems) -> None:
    """Note a derivation that cannot be worked out, such as one that divides by zero; one with a dot waits."""
    if claim.derivation and not any("." in name for name in derivation_names(claim.derivation)):
        try:
            derive_all(claim.derivation, numbers)
        except InputError as error:
            problems.add(error.what, table.where("derivation"), error.todo)


def names_elsewhere(source: Source) -> Iterator[tuple[str, str]]:
    """Every name with a dot that a source's records use, and where it is used: claims of other sources."""
    for claim in source.claims:
        used = derivation_names(claim.derivation) if claim.derivation else ()
        names = (*used, claim.denominator or "", claim.restates or "")
        yield from ((name, claim.place) for name in names if "." in name)
    for comparison in source.comparisons:
        names = (*comparison.parts, comparison.whole or "")
        yield from ((name, comparison.place) for name in names if "." in name and not is_figure(name))
    for judgement in source.judgements:
        yield from ((name, judgement.place) for name in judgement.claims if "." in name)


def _derivation_is_right(derivation: str, known: Collection[str], table: Table, problems: Problems) -> bool:
    try:
        used = derivation_names(derivation)
    except InputError as error:
        problems.add(error.what, table.where("derivation"), error.todo)
        return False
    if not used:
        problems.add(f"derivation {derivation!r} names no claim", table.where("derivation"), "name the claims it uses")
    return bool(used) and are_known(used, known, table, "derivation", problems)


def are_known(names: Collection[str], known: Collection[str], table: Table, key: str, problems: Problems) -> bool:
    """Whether names are known here; one with a dot is a claim of another source, which `corpus` looks up."""
    unknown = [name for name in names if name not in known and "." not in name]
    for name in unknown:
        problems.add(f"{key} names {name!r}, which is no claim", table.where(key), suggestion(name, known, "claims"))
    return not unknown


def is_figure(text: str) -> bool:
    """Whether a text is a printed number, such as the whole that parts are compared with."""
    try:
        parse(text)
    except ValueError:
        return False
    return True

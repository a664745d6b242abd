"""The pages beside the ledger: how to read a verdict, methods, words, limits, environment, citation, downloads.

They are made in the step that audits, since all of it comes from there or from the library's own source; what they show
is gathered by the siblings of this module and filled into templates of the same names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbss_analysis import chapters, corpus
from fbss_analysis.checks import modules, registry
from fbss_analysis.curated.originals import locate
from fbss_analysis.ladder import Ladder, climb
from fbss_analysis.pipeline import Audit
from fbss_analysis.printed.widths import FORM_RULES, HEDGE_WORDS, HEDGES
from fbss_analysis.publishing import citation, docstrings, downloads, environment, examples, glossary, limits, trials
from fbss_analysis.schema import Rung, Source

if TYPE_CHECKING:
    from markupsafe import Markup

LIBRARY = Path(__file__).parents[1]
_CODE = re.compile(r"`+([^`]+)`+")


def pages(audits: Sequence[Audit], tables: Mapping[str, str], claims: str) -> dict[str, str]:
    """The pages and the downloads by their paths; `tables` are the derived files by name, `claims` is `claims.json`."""
    sources, studies = corpus.sources(), corpus.studies()
    ladders = [ladder for audit in audits for ladder in _located(audit, sources[audit.article.doc])]
    write = chapters.writer(corpus.raw_hash())
    taken = downloads.files(tables, claims, ladders, sources, studies)
    shown = {
        "verdicts": _verdicts(ladders, sources),
        "methods": methods() | {"mutants": trials.mutants()},
        "glossary": {"words": sorted(_words().items(), key=lambda pair: pair[0].casefold())},
        "limits": {"counted": limits.sentences(ladders, tables)},
        "environment": environment.of_here() | {"inputs": corpus.raw_files(), "raw": corpus.raw_hash()},
        "cite": _cite(),
        "downloads": downloads.listed(taken),
    }
    return taken | {f"{name}.html": _page(write, name, what) for name, what in shown.items()}


def _page(write: Callable[..., str], name: str, what: Mapping[str, Any]) -> str:
    return write(name, here=f"{name}.html", **what)


def _located(audit: Audit, source: Source) -> tuple[Ladder, ...]:
    return climb(source.claims, audit.findings, registry(), locate(source))


def _verdicts(ladders: Sequence[Ladder], sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "verdicts": examples.of_verdicts(ladders, sources),
        "relations": examples.of_relations(ladders),
        "rungs": [{"name": rung.value, "question": question} for rung, question in glossary.RUNGS.items()],
        "hedges": [
            {"name": hedge.name.replace("_", " "), "words": HEDGE_WORDS.get(hedge.name, ()), "rule": hedge.rule}
            for hedge in HEDGES.values()
            if hedge.name in HEDGE_WORDS
        ],
        "forms": [
            {"form": form.replace("_", " "), "hedge": hedge.replace("_", " "), "rule": rule}
            for form, rules in FORM_RULES.items()
            for hedge, rule in rules.items()
        ],
    }


@cache
def methods() -> dict[str, Any]:
    """What the page of methods shows: all of it comes from the library's own docstrings."""
    asked = [
        {
            "name": check.name,
            "rung": check.rung.value,
            "question": check.question,
            "reference": check.reference,
            "derives": check.derives,
            "said": _marked(docstrings.take_apart(modules()[check.name].__doc__ or "")),
        }
        for check in registry().values()
    ]
    models = docstrings.of_folder(LIBRARY / "models")
    return {
        "rungs": [
            {"name": rung.value, "question": glossary.RUNGS[rung], "checks": of_rung}
            for rung in Rung
            if (of_rung := [check for check in asked if check["rung"] == rung.value])
        ],
        "models": [{"name": name, "said": _marked(text)} for name, text in models.items() if text.reference],
        "count": len(asked),
    }


def _marked(said: docstrings.Said) -> dict[str, Any]:
    parts = {"title": marked(said.title), "paragraphs": [marked(text) for text in said.paragraphs]}
    return parts | {"reference": said.reference, "example": said.example}


def marked(text: str) -> Markup:
    """A paragraph of a docstring as HTML: escaped, with what stands in backticks as code."""
    from markupsafe import Markup, escape

    return Markup(_CODE.sub(lambda match: f"<code>{match[1]}</code>", str(escape(text))))


def _words() -> dict[str, str]:
    closed = {word.value: sense for words in (glossary.VERDICTS, glossary.RELATIONS) for word, sense in words.items()}
    rungs = {f"{rung.value} (rung)": question for rung, question in glossary.RUNGS.items()}
    return {word.replace("_", " "): sense for word, sense in (closed | rungs | dict(glossary.WORDS)).items()}


def _cite() -> dict[str, Any]:
    text, made = citation.read()
    return {"file": text, "words": citation.in_words(made), "bibtex": citation.in_bibtex(made) if made else ""}

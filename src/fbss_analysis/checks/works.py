"""Works: how many different works does the reference list hold, and are works told apart different indeed?

A work listed twice makes one source look like two. Entries with one identifier, or one title and first author, are one
work: the list is then inconsistent about what it rests on, and the two prints of the entry are compared field by field.
How many works a list holds, and which it shares with the lists of other articles, is told once for the list.
`distinct` asks whether works that the text tells apart are two, `teams` whether their authors are.

Reference: Wager E, Wiffen PJ. Ethical issues in preparing and publishing systematic reviews. J Evid Based Med
2011;4:130-134 (one study counted twice).
"""

from collections.abc import Iterator
from dataclasses import replace

from fbss_analysis.citing.references import duplicates
from fbss_analysis.entries import entries_of, numbers
from fbss_analysis.questions import Asked, compare, place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "works"
Pair = tuple[Reference, Reference]


def find(article: Article) -> Iterator[Finding]:
    """Two findings per work listed twice, one for the whole list, then what the text tells apart."""
    pairs = duplicates(article.references)
    for pair in pairs:
        yield from _twice(article, pair)
    if article.references:
        yield _tally(article, pairs)
    yield from compare("distinct", "teams", ask=ask, needs_figures=False)(article)
    for claim in article.claims:
        entries = entries_of(article, claim)
        if claim.statistic == "study_count" and len(entries) > 1:
            yield _authors(article, (claim,), entries)


def ask(asked: Asked) -> Iterator[Finding]:
    """Whether the entries that the parts lean on are different works, or of different authors."""
    entries = tuple(entry for part in asked.parts for entry in entries_of(asked.article, part))
    if len(entries) > 1:
        answer = _distinct if asked.comparison.check == "distinct" else _authors
        yield answer(asked.article, asked.parts, entries)


def _twice(article: Article, pair: Pair) -> Iterator[Finding]:
    first, again = pair
    citing = [claim for claim in article.claims if claim.mention.citation in (first.number, again.number)]
    message = f"Entries {numbers(pair)} are one work, so two markers rest on one source."
    yield place(article, NAME, Verdict.INCONSISTENT, message, citing, references=pair, expected="two works")
    same = _bare(first) == _bare(again)
    message = f"The two prints of the entry {'agree in every field' if same else 'differ'}."
    verdict = Verdict.REPRODUCED if same else Verdict.CONSISTENT
    yield place(article, NAME, verdict, message, citing, references=pair, expected="the same print")


def _bare(entry: Reference) -> Reference:
    return replace(entry, number=0, start=None, end=None)


def _tally(article: Article, pairs: list[Pair]) -> Finding:
    """How many works the list holds, and which of them other lists hold too; duplicates are told by themselves."""
    entries = article.references
    shared = [
        (entry, doc)
        for doc, listed in article.lists.items()
        for entry in entries
        if any(duplicates((other, entry)) for other in listed)
    ]
    told = f"{len(entries)} entries stand for {len(entries) - len(pairs)} different works"
    if shared:
        where = ", ".join(f"{entry.number} ({doc})" for entry, doc in shared)
        told += f"; other lists hold some of them too: {where}"
    elif any(article.lists.values()):
        told += "; no other list holds any of them"
    verdict = Verdict.CONSISTENT if shared else Verdict.REPRODUCED
    return place(article, NAME, verdict, f"{told}.", references=entries, expected="works in the list")


def _distinct(article: Article, claims: tuple[Claim, ...], entries: tuple[Reference, ...]) -> Finding:
    same = duplicates(entries)
    message = f"Entries {numbers(entries)} are {'one work' if same else 'different works'}."
    verdict = Verdict.INCONSISTENT if same else Verdict.REPRODUCED
    return place(article, NAME, verdict, message, claims, references=entries, expected="different works")


def _authors(article: Article, claims: tuple[Claim, ...], entries: tuple[Reference, ...]) -> Finding:
    """Authors by the same name may be one person or two, so a shared name leaves it open."""
    first, *rest = (frozenset(entry.authors) for entry in entries)
    shared = sorted(first.intersection(*rest))
    names = f"share {', '.join(shared)}; whether that is one person is not printed" if shared else "share no author"
    verdict = Verdict.INDETERMINATE if shared else Verdict.REPRODUCED
    message = f"Entries {numbers(entries)} {names}."
    return place(article, NAME, verdict, message, claims, references=entries, expected="different authors")


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="How many different works does the list hold, and are works told apart different indeed?",
    reference="Wager & Wiffen 2011",
    find=find,
)

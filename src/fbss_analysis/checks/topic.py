"""Topic: does the cited title speak of what the text says at its marker?

Words that a sentence shares with the cited title, weighted by how few titles of the list have them, are compared with
what it shares with every other title. First place is reproduced, a shared word consistent, none leaves it open: words
can show that a citation fits, seldom that it does not. One thing they can show: a title that names the rate of one
outcome is no source for the rate of another.

References: Spärck Jones K. A statistical interpretation of term specificity and its application in retrieval. J Doc
1972;28:11-21. Harman D. How effective is suffixing? J Am Soc Inf Sci 1991;42:7-15 (plain truncation does as well).

>>> sorted(stems("Reoperations after surgery for spinal stenosis"))
['reoper', 'spinal', 'stenos', 'surger']
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import fsum, log

from fbss_analysis.answers import figure
from fbss_analysis.entries import entry_of, label, marked_sentences
from fbss_analysis.questions import place
from fbss_analysis.schema import Article, Check, Claim, Finding, Reference, Rung, Verdict

NAME = "topic"
STEM = 6
RATES = frozenset({"cumulative_incidence", "incidence", "prevalence"})
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """after with from that this these those their there which when where what than then have were been being into
        over under about between during before study studies paper trial review analysis patient patients""",
    )
)
_RATE_OF = re.compile(
    r"^(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:incidence|prevalence|rates?|frequency)\s+of\s+(.+)"
    r"|^(?:the\s+)?(?:long-term\s+)?([\w-]+)\s+rates?\b",
    re.IGNORECASE,
)


def find(article: Article) -> Iterator[Finding]:
    """One finding per cited entry with a title, then one per rate whose title names the rate of something else."""
    passages: dict[int, list[str]] = defaultdict(list)
    for marked in marked_sentences(article):
        passages[marked.number].append(marked.words)
    for claim in article.claims:
        if claim.mention.citation and claim.outcome != "publication":
            passages[claim.mention.citation].append(f"{claim.statement} {claim.procedure} {claim.population}")
    titles = {entry.number: stems(entry.title) for entry in article.references if entry.title}
    spread = Counter(stem for words in titles.values() for stem in words)
    weights = {stem: log((1 + len(titles)) / count) for stem, count in spread.items()}
    for entry in article.references:
        if entry.number in passages and entry.number in titles:
            yield _fit(article, entry, stems(" ".join(passages[entry.number])), titles, weights)
    for claim in article.claims:
        listed = entry_of(article, claim)
        if listed and claim.statistic in RATES and claim.reported:
            yield from _other_outcome(article, claim, listed)


def stems(text: str) -> frozenset[str]:
    """The words that count, cut to their first six letters."""
    return frozenset(word.lower()[:STEM] for word in _WORD.findall(text) if word.lower() not in _EMPTY)


def likeness(shared: Iterable[str], weights: Mapping[str, float]) -> float:
    """What shared words weigh together, rounded once: titles that share the same are equal, in whatever order."""
    return fsum(weights[stem] for stem in shared)


def _fit(
    article: Article,
    entry: Reference,
    words: frozenset[str],
    titles: dict[int, frozenset[str]],
    weights: dict[str, float],
) -> Finding:
    scores = {number: likeness(words & title, weights) for number, title in titles.items()}
    shared = words & titles[entry.number]
    rank = 1 + sum(score > scores[entry.number] for score in scores.values())
    verdict = Verdict.CONSISTENT if shared else Verdict.INDETERMINATE
    if shared and rank == 1:
        verdict = Verdict.REPRODUCED
    told = f"shares {', '.join(sorted(shared))} with its sentence" if shared else "shares no word with its sentence"
    return place(
        article,
        NAME,
        verdict,
        f"The title of {label(entry)} {told} and is number {rank} of {len(titles)} titles in that.",
        references=[entry],
        places=[(m.start, m.end) for m in article.markers if m.number == entry.number and not m.in_teaser],
        expected=f"rank {rank} of {len(titles)}",
    )


def _other_outcome(article: Article, claim: Claim, entry: Reference) -> Iterator[Finding]:
    """A title that opens with the rate of one outcome, cited for the rate of another."""
    match = _RATE_OF.search(entry.title)
    phrase = re.split(r"\b(?:after|following|in|among|for|with)\b", match[1] or match[2])[0] if match else ""
    named, told = stems(phrase), stems(f"{claim.outcome.replace('_', ' ')} {claim.statement}")
    if named and not named & told and not _abbreviated(phrase, claim.outcome):
        yield place(
            article,
            NAME,
            Verdict.INCONSISTENT,
            f"{label(entry, opens=True)} is by its title about another rate than {claim.outcome.replace('_', ' ')}.",
            [claim],
            claim_id=claim.claim_id,
            references=[entry],
            reported=figure(claim),
            expected=entry.title,
        )


def _abbreviated(phrase: str, outcome: str) -> bool:
    """Whether a word of the outcome is made of the initials of words that follow one another in the phrase."""
    initials = "".join(word[0].lower() for word in re.findall(r"[^\W\d_]+", phrase))
    return any(len(word) > 2 and word in initials for word in outcome.lower().split("_"))


CHECK = Check(
    name=NAME,
    rung=Rung.RECOMPUTED,
    question="Does the cited title speak of what the text says at its marker?",
    reference="Spärck Jones 1972; Harman 1991",
    find=find,
)

"""Published values: do the numbers of the cited studies agree with each other?

An abstract is not above arithmetic. Every value of every cited study is asked what a claim is asked: is the share a
share, can a count of so many people give it, do the parts make the whole, is the interval on the right side of its ends
and no narrower than so many people allow? What is found here is held against the study, not against the article, and
bears on how far a traced claim can be trusted; so it belongs to no claim.

References: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369. Brown LD, Cai TT, DasGupta
A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101-133.

>>> from decimal import Decimal
>>> from fbss_analysis.schema import PublishedValue, Study
>>> early = PublishedValue("reoperation", "4.1%", "abstract", "-", "seen_in_source", percent=Decimal("4.1"), n=821,
...                        n_events=34, ci_low=Decimal("3.8"), ci_high=Decimal("4.5"), statistic="proportion")
>>> [flaw.todo for flaw in faults(early)]
['a 95% interval of 821 people is at least about 2.7 points wide']
"""

from collections.abc import Iterator
from dataclasses import replace

from fbss_analysis.answers import brackets
from fbss_analysis.schema import Article, Check, Finding, PublishedValue, Rung, Study, Verdict
from fbss_analysis.tracing.soundness import Flaw, denominators, flaws, too_narrow, unmet_partitions


def find(article: Article) -> Iterator[Finding]:
    """One finding per flaw of a value, and per set of parts that make no whole, in the studies that it cites."""
    for study in cited(article):
        for value in study.values:
            for flaw in faults(value):
                yield _finding(article, study, value, flaw)
        for name, parts, added in unmet_partitions(study.values):
            told = " + ".join(value.text for value in parts)
            what = f"{told} are told to be all ({name}), but add up to {brackets(added)}%"
            yield _finding(article, study, parts[0], Flaw("partition", what, "a part is missing or misprinted"))


def cited(article: Article) -> list[Study]:
    """The studies that the claims or the reference list of an article cite, with those that they retell."""
    keys = {key for claim in article.claims for key in claim.cites} | {ref.citekey for ref in article.references}
    known = [article.studies[key] for key in sorted(keys) if key in article.studies]
    retold = [article.studies[key] for study in known for key in study.retells if key in article.studies]
    return list({study.citekey: study for study in (*known, *retold)}.values())


def faults(value: PublishedValue) -> list[Flaw]:
    """What is impossible in one published value or in its confidence interval, each with what would be possible."""
    narrow = too_narrow(value)
    return [*(_with_sizes(flaw, value) for flaw in flaws(value)), *([narrow] if narrow else [])]


def _with_sizes(flaw: Flaw, value: PublishedValue) -> Flaw:
    """The flaw with the numbers of people that the count and the percentage would fit together."""
    if flaw.key != "percent" or value.n_events is None or value.percent is None:
        return flaw
    sizes = denominators(value.percent, value.n_events)
    fits = f"; {value.n_events} would fit {sizes[0]:,} to {sizes[-1]:,} people" if sizes else ""
    return replace(flaw, todo=flaw.todo + fits)


def _finding(article: Article, study: Study, value: PublishedValue, flaw: Flaw) -> Finding:
    told = f" The record says: {value.misprint}." if value.misprint else ""
    where = ", ".join(part for part in (value.outcome.replace("_", " "), value.horizon) if part)
    return Finding(
        check=CHECK.name,
        rung=Rung.TRACED,
        claim_id="",
        doc=article.doc,
        spans=(),
        verdict=Verdict.INCONSISTENT,
        reported=f"{value.text} ({study.citekey}, {value.locator})",
        expected=flaw.todo,
        message=f"{study.citekey}, {where}: {flaw.what}; {flaw.todo}.{told}",
    )


CHECK = Check(
    name="published_values",
    rung=Rung.TRACED,
    question="Do the numbers of the cited studies agree with each other?",
    reference="Brown & Heathers 2017; Brown, Cai & DasGupta 2001",
    find=find,
)

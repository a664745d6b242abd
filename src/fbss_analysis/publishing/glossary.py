"""The words of the project, each with one sense; verdicts, rungs and relations are the vocabularies of `vocabulary`.

A word that a vocabulary gains without being explained here is noticed by a test. No sense holds a number of the audit.

>>> VERDICTS[Verdict.REPRODUCED]
'Derived anew, and equal at the printed precision.'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fbss_analysis.vocabulary import Relation, Rung, Verdict

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.REPRODUCED: "Derived anew, and equal at the printed precision.",
        Verdict.CONSISTENT: "Cannot be excluded once rounding and hedges are allowed for.",
        Verdict.INCONSISTENT: "No true values fit all that is printed, or the study published something else.",
        Verdict.INDETERMINATE: "What would settle it is not given; the message says what is missing.",
        Verdict.NOT_APPLICABLE: "The question cannot be asked of this kind of claim, say of a date.",
    }
)
RUNGS: Mapping[Rung, str] = MappingProxyType(
    {
        Rung.LOCATED: "Does the article say this, at this place?",
        Rung.RECOMPUTED: "Does it follow from the other numbers given?",
        Rung.TRACED: "Is it what the cited study published?",
        Rung.POOLED: "Where does it stand among comparable studies?",
    }
)
RELATIONS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.EXACT: "The study published just this.",
        Relation.ROUNDED: "The study published a value that rounds to this.",
        Relation.MISDATED: "The figure is the study's, the time or the date is not.",
        Relation.WRONG_DENOMINATOR: "The figure is the study's, but a share of other people than told.",
        Relation.WRONG_POPULATION: "The figure is the study's, but of another group or operation than told.",
        Relation.WRONG_SAMPLE_SIZE: "The number of people is not the study's.",
        Relation.WRONG_CITATION: "The figure belongs to another work than the one cited.",
        Relation.OVERSTATED: "The study said less than the article makes of it.",
        Relation.CONTRADICTED: "The study published something else.",
        Relation.UNSUPPORTED: "What was read of the study has no such value; the full text would settle it.",
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "source": "A document whose claims are examined; here, an article for patients.",
        "study": "A publication that is cited as evidence.",
        "mention": "A stretch of text that carries a quantity.",
        "claim": "A mention interpreted: which statistic of what outcome, in whom, by when, out of how many.",
        "published value": "A number in a study, with the place where it stands in it.",
        "reported": "As printed in the article.",
        "recomputed": "Derived here from the other numbers of the article.",
        "published": "As the study has it.",
        "pooled": "Combined here from several studies.",
        "check": "A question that is put to claims.",
        "finding": "The answer to such a question, with both sides of the comparison.",
        "verdict": "The one word in which an answer ends.",
        "rung": "One of the four questions of the ladder that every claim climbs.",
        "relation": "What a claim is to the published value that it leans on.",
        "rounding interval": "All true values that would have been printed like this.",
        "hedge": "A word that widens a number or opens it on one side: about, nearly, over, up to.",
        "tipping point": "The smallest change of an input that would change the verdict.",
        "digest": "A retelling of an article in our own words that carries each of its figures.",
        "proportion": "Events out of a number of people. Never called a rate.",
        "rate": "Events per time at risk, summed over people. Never called a proportion.",
        "cumulative incidence": "The share of people who have had the event by a point in time.",
        "horizon": "The point in time at which a cumulative incidence is read.",
        "at risk": "Still followed, and without the event so far.",
        "censored": "No longer followed, with the event not seen.",
        "competing event": "Something that comes first and makes the event impossible, such as death.",
        "index surgery": "The operation that starts the clock.",
        "reoperation": "A later operation that ends it.",
        "FBSS": "Failed back surgery syndrome: pain that stays or returns after an operation on the spine.",
        "PSPS-T2": "Persistent spinal pain syndrome type 2, the current name of FBSS.",
        "GRIM": "A test of whether a whole number of people can make up a printed percentage or mean.",
        "random-effects": "A synthesis that lets the studies truly differ.",
        "common-effect": "A synthesis that takes all studies to estimate one and the same value.",
        "tau², I², Q": "How much studies differ: between-study variance, its share of all, the test statistic.",
        "confidence interval": "A range made by a rule that covers the true value in the stated share of repetitions.",
        "prediction interval": "The range in which the true value of a new, comparable study is expected.",
    }
)

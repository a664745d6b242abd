"""The closed vocabularies: verdicts, rungs, relations to a published value, kinds of quantity, reasons to set aside."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """How a question about a claim was answered; DESIGN's five words, best first."""

    REPRODUCED = "reproduced"
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    INDETERMINATE = "indeterminate"
    NOT_APPLICABLE = "not_applicable"


class Rung(StrEnum):
    """The four questions of the ladder: is it there, does it follow, is it what was published, where does it stand."""

    LOCATED = "located"
    RECOMPUTED = "recomputed"
    TRACED = "traced"
    POOLED = "pooled"


class Relation(StrEnum):
    """What a traced claim is to the published value that it leans on."""

    EXACT = "exact"
    ROUNDED = "rounded"
    MISDATED = "misdated"
    WRONG_DENOMINATOR = "wrong_denominator"
    WRONG_POPULATION = "wrong_population"
    WRONG_SAMPLE_SIZE = "wrong_sample_size"
    WRONG_CITATION = "wrong_citation"
    OVERSTATED = "overstated"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"

    @property
    def verdict(self) -> Verdict:
        """Exact reproduces, rounded is consistent, unsupported stays open, every other relation is inconsistent."""
        return _VERDICT_OF_RELATION.get(self, Verdict.INCONSISTENT)


_VERDICT_OF_RELATION: Mapping[Relation, Verdict] = {
    Relation.EXACT: Verdict.REPRODUCED,
    Relation.ROUNDED: Verdict.CONSISTENT,
    Relation.UNSUPPORTED: Verdict.INDETERMINATE,
}


class Kind(StrEnum):
    """What sort of quantity a mention is."""

    PERCENT = "percent"
    PERCENT_RANGE = "percent_range"
    PERCENT_CHANGE = "percent_change"
    RATIO_ONE_IN_N = "ratio_one_in_n"
    FRACTION_WORD = "fraction_word"
    MULTIPLIER_WORD = "multiplier_word"
    COUNT = "count"
    NUMBER_RANGE = "number_range"
    ORDINAL_LIST_ITEM = "ordinal_list_item"
    DURATION = "duration"
    AGE = "age"
    DATE = "date"
    DOSE = "dose"
    MONEY = "money"
    ODDS_RATIO = "odds_ratio"
    HAZARD_RATIO = "hazard_ratio"
    RELATIVE_RISK = "relative_risk"
    CONFIDENCE_INTERVAL = "confidence_interval"
    P_VALUE = "p_value"
    MEAN_SD = "mean_sd"
    OTHER = "other"


class Reason(StrEnum):
    """Why a document could not be read: the word that stands in the list of documents set aside."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NO_TEXT = "no_text"
    TOO_NESTED = "too_nested"
    VANISHED = "vanished"
    UNREADABLE = "unreadable"
    NOT_A_FILE = "not_a_file"
    LOOP = "loop"
    FAILED = "failed"
    CRASHED = "crashed"
    TOO_LONG = "too_long"

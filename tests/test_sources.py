"""The curated sources against the originals: places, figures, ledgers, and no sentence of theirs in ours."""

import re
from collections import Counter

import originals
import pytest

from fbss_analysis.curated.dossier import recount
from fbss_analysis.printed.widths import HEDGE_WORDS
from fbss_analysis.schema import Source

SOURCES = sorted(originals.sources())
RUN = 8
OTHER_WORDS = {"estimated": ("estimate of",), "at_least": ("or more",), "generally": ("in general numbers",)}
_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> Source:
    return originals.sources()[request.param]


@pytest.fixture
def text(source: Source) -> str:
    return originals.texts()[source.source_id]


def test_claims_stand_where_they_say(source: Source, text: str) -> None:
    for claim in source.claims:
        assert text[claim.mention.start : claim.mention.end] == claim.mention.text, claim.claim_id
        for part in claim.qualifiers:
            assert text[part.start : part.end] == part.text, (claim.claim_id, part.role)


def test_exclusions_stand_where_they_say(source: Source, text: str) -> None:
    assert all(text[item.start : item.end] == item.text for item in source.exclusions)


def test_references_stand_where_they_say(source: Source, text: str) -> None:
    for reference in source.references:
        assert reference.start is not None
        printed = " ".join(text[reference.start : reference.end].split())
        assert " ".join(reference.title.split()) in printed, reference.number
        assert re.match(rf"{reference.number}\b", printed), reference.number


def test_ledger_adds_up_and_is_that_of_the_original(source: Source, text: str) -> None:
    counted = recount(source, text)
    assert counted.unresolved == ()
    assert source.tokens == counted
    assert counted.adds_up()
    assert len(text) == source.characters


def test_no_sentence_of_an_original_is_in_the_repository(source: Source, text: str) -> None:
    theirs = _runs(_without(text, [(r.start, r.end) for r in source.references if r.start] + _titles(source)))
    written = [
        _without(source.digest.text, [source.places[c.claim_id] for c in source.claims if c.statistic == "title"])
    ]
    written += [source.note, *(claim.statement for claim in source.claims)]
    written += [comparison.note for comparison in source.comparisons]
    written += [judgement.reason for judgement in source.judgements]
    assert not Counter(run for words in written for run in _runs(words) if run in theirs)


def _titles(source: Source) -> list[tuple[int, int]]:
    return [(c.mention.start, c.mention.end) for c in source.claims if c.statistic == "title"]


def _without(text: str, spans: list[tuple[int | None, int | None]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} ¶ cut ¶ {text[end:]}"
    return text


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_every_quantity_is_curated() -> None:
    claims = [claim for source in originals.sources().values() for claim in source.claims]
    bound = {(claim.source_id, part.start) for claim in claims for part in claim.qualifiers}
    exclusions = [item for source in originals.sources().values() for item in source.exclusions]
    assert (len(claims), len(bound), len(exclusions)) == (112, 27, 53)
    assert not originals.sources()["sespine"].claims


def test_a_shared_run_of_eight_words_is_noticed() -> None:
    assert _runs("One two three four five six seven eight nine.") & _runs("… two three four five six seven eight nine!")


def test_a_digest_carries_every_marker_and_the_hedge_of_every_figure(source: Source) -> None:
    told = {int(number) for number in re.findall(r"\((\d+)\)", source.digest.text)}
    assert {reference.number for reference in source.references} <= told
    for claim in source.claims:
        start, _ = source.places[claim.claim_id]
        before = " ".join(source.digest.text[max(start - 60, 0) : start].lower().split())
        words = (*HEDGE_WORDS.get(claim.mention.hedge, ("",)), *OTHER_WORDS.get(claim.mention.hedge, ()))
        after = source.digest.text[start : start + 20]
        assert any(word in before or word in after for word in words), claim.claim_id

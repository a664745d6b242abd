"""Every check: examples in which it must speak, examples in which it must not, and one form for all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from sketches import Example, article, examples

from fbss_analysis import checks
from fbss_analysis.checks import grim
from fbss_analysis.checks.topic import likeness
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Article, Document, Verdict

EXAMPLES = tuple(examples())


def verdicts(example: Example) -> list[str]:
    return [finding.verdict.value for finding in checks.registry()[example.check].find(example.article)]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.fires], ids=lambda e: f"{e.check}: {e.name}")
def test_it_speaks(example: Example) -> None:
    assert example.verdict in verdicts(example)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if not e.fires], ids=lambda e: f"{e.check}: {e.name}")
def test_it_is_silent(example: Example) -> None:
    assert example.verdict not in verdicts(example)


@pytest.mark.parametrize("name", checks.registry())
def test_it_has_examples_both_ways(name: str) -> None:
    assert {example.fires for example in EXAMPLES if example.check == name} == {True, False}


@pytest.mark.parametrize("name", checks.registry())
def test_an_empty_article_gives_no_finding_about_a_claim(name: str) -> None:
    assert [f for f in checks.registry()[name].find(Article("empty", ())) if f.claim_id or f.spans] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.check}: {e.name}")
def test_its_findings_have_one_form(example: Example) -> None:
    """They name a claim of the article or none, places of this document only, and one sentence or more."""
    article = example.article
    own = {claim.claim_id for claim in article.claims} | {""}
    elsewhere = replace(article, doc="elsewhere")
    for finding in checks.registry()[example.check].find(article):
        assert finding.claim_id in own
        assert finding.doc == article.doc
        assert len(set(finding.spans)) == len(finding.spans)
        assert all(start < end for start, end in finding.spans)
        assert finding.message.endswith((".", ")"))
    assert all(finding.doc == "elsewhere" for finding in checks.registry()[example.check].find(elsewhere))


def test_a_check_is_named_as_its_file_and_asks_a_question() -> None:
    for name, check in checks.registry().items():
        assert check.name == name
        assert check.question.endswith("?")
        assert check.reference
        assert type(check.find).__name__ == "function"


def test_what_derives_is_what_gives_a_figure_anew() -> None:
    assert {name for name, check in checks.registry().items() if check.derives} == {
        *("share", "change", "one_in", "ratio", "total", "difference", "complement", "restatement", "arithmetic"),
        *("counts", "publication_date", "journal", "title", "fidelity"),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("difference", "dose", "highest", "nesting", "overlap", "nested_or_disjoint", "order", "partition", "totals"),
        *("remainder", "sum", "mixture", "mixture_weights", "respectively", "list_count", "growth", "distinct"),
        *("teams", "increments", "grim_joint"),
    ],
)
def test_a_comparison_that_lacks_its_operands_is_left_unanswered(name: str) -> None:
    """One figure alone, with nothing to hold it against: no check says anything about it but where it comes from."""
    alone = article({"claim": [{"name": "a", "reported": "14%"}], "comparison": [{"check": name, "parts": ["a"]}]})
    assert {finding.check for finding in checks.run(alone)} <= {"unsourced"}


def test_the_order_of_shared_words_does_not_move_a_title() -> None:
    """The order of a set differs from one process to the next."""
    weights = {"back": 0.1, "failed": 0.2, "surger": 0.3, "syndro": 0.7}
    assert {likeness(order, weights) for order in permutations(weights)} == {1.3}
    assert len({sum(weights[stem] for stem in order) for order in permutations(weights)}) > 1


def test_checking_claims_alone_is_asking_every_check_of_their_article() -> None:
    alone = article({"claim": [{"name": "a", "reported": "14%"}]})
    assert checks.check(alone.claims) == checks.run(alone)
    assert checks.check(()) == checks.run(Article("", ()))


def test_whole_numbers_leave_nothing_to_rounding_and_say_so() -> None:
    found = audit_document(Document("page", "Of 80 patients, 12 (18%) had pain in the leg a year later."))
    blamed = [f.message for f in found.findings if f.verdict is Verdict.INCONSISTENT]
    assert blamed == ["100 × 12 / 80 = 15, but 18% stands for 17.5 to 18.5: no true values fit both."]


@pytest.mark.parametrize(
    ("share", "n", "verdict"),
    [
        ("37.4%", "91", "consistent"),
        ("37.9%", "91", "indeterminate"),
        ("half", "90", "reproduced"),
        ("half", "91", "consistent"),
    ],
)
def test_a_share_of_people_is_tried_alone(share: str, n: str, verdict: str) -> None:
    assert grim.try_on(share, n) == verdict


def test_of_a_large_group_only_some_smaller_ones_are_tried() -> None:
    text = "All 8,000,000 people were assessed at one year and {}% of them agreed."
    shares = ("33.33333337", "0." + "3" * 17)
    findings = [audit_document(Document("d", text.format(share))).findings for share in shares]
    told = [{f.check: f.message for f in found if f.check in ("grim", "denominators")} for found in findings]
    assert told[0]["denominators"] == "No group of up to 100,000 people could give 33.33333337%."
    assert told[0]["grim"].endswith("Smaller groups of up to 100,000 that could: none.")
    assert told[1] == {}, "no share of people is printed with so many decimals"
